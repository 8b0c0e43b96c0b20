"""The user's folders: where sitegen keeps what is of no site, and may be lost.

Source: XDG Base Directory Specification, whose paths count only when they are absolute.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

OWN = "sitegen"  # below each of them


def state_folder() -> Path | None:
    """Return where this user's programs keep what is theirs alone; None without a home."""
    return _folder("XDG_STATE_HOME", ".local/state")


def cache_folder() -> Path | None:
    """Return where this user's programs keep what may go at any time; None without a home."""
    return _folder("XDG_CACHE_HOME", ".cache")


def _folder(variable: str, below_home: str) -> Path | None:
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else variable, "")
    if named and Path(named).is_absolute():
        return Path(named)
    try:
        return Path.home() / below_home
    except RuntimeError:  # a process without a home
        return None
