"""Changes: what the overview lists as the latest changes, and which pages each made again."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from sitegen.core.record import Record

CHANGES_LISTED = 40
PAGES_LISTED = 100  # of one change


class PageRender(Record):
    """One file that was rendered, and why."""

    url: str
    why: str


@dataclass(slots=True)
class Change:
    """One change of the sources or of the hour, and what it led to."""

    at: datetime
    sources: tuple[str, ...]  # "content/news/vote.md"; () when only time went by, or at first
    seconds: float  # until the new edition stood
    first: bool = False
    reasons: tuple[str, ...] = ()  # what stood and what was made anew, and why
    renders: list[PageRender] = field(default_factory=list)


class Changes:
    """The latest changes, newest first."""

    def __init__(self) -> None:
        self._changes: deque[Change] = deque(maxlen=CHANGES_LISTED)

    def latest(self) -> tuple[Change, ...]:
        return tuple(self._changes)

    def add(
        self, at: datetime, sources: set[str], seconds: float, reasons: tuple[str, ...] = ()
    ) -> None:
        """Note a change; the first one is the beginning of the preview and names no source."""
        first = not self._changes
        names = () if first else tuple(sorted(sources))
        self._changes.appendleft(Change(at, names, seconds, first, reasons))

    def add_render(self, url: str, why: str) -> None:
        """Note a file that was rendered after the latest change."""
        if self._changes:
            renders = self._changes[0].renders
            renders.append(PageRender(url, why))
            del renders[:-PAGES_LISTED]
