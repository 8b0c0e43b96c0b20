"""Recordings: how many bytes of one are published, and how long it lasts, read from the file."""

from __future__ import annotations

from pathlib import Path

from tinytag import TinyTag

from sitegen.core.problems import SitegenError
from sitegen.sources.files import RecordingFacts
from sitegen.traces.cleaning import clean


def measure(file: Path, shown_as: str, size: int) -> RecordingFacts:
    """Return the facts of a recording.

    Args:
        size: of the file, in bytes; what is published may be less, see `traces.cleaning`.
    """
    try:
        with clean(file, shown_as) as (result, _):
            size = result.size
    except (OSError, SitegenError):
        pass  # it is refused when it is published, with what to do
    return RecordingFacts(size, _seconds(file))


def _seconds(file: Path) -> int:
    try:
        tag = TinyTag.get(file, tags=False, check_magic_bytes=False)
    except Exception:  # whatever it stumbles over in a damaged file, it is of no length
        return 0
    seconds = tag.duration or 0.0
    return max(1, round(seconds)) if 0 < seconds < 1e6 else 0
