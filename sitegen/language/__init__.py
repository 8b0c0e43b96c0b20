"""What a page says in its language: dates, words, and the direction of its script.

`cldr` holds what Babel knows of languages other than English. It is loaded when the first
date or name needs it, because that costs a tenth of a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.language import cldr

__all__ = ["cldr"]


def __getattr__(name: str) -> object:
    """Load `cldr`, and Babel with it."""
    if name != "cldr":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
