"""Polling: how things stand under some folders, for a watch that the system does not tell.

Nor does the system tell of all: what listens to it may end without a word (a thread of
watchdog 7.1 does where a folder is made anew under an old one's name and moved, while
somebody reads the old one), and of folders that come and go in a burst an event may be
lost. So a watch that listens looks for itself now and then.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sitegen.core.litter import is_litter

CHECK_EVERY = 5.0  # seconds from check to check of a watch that listens
CHECK_SOON = 2.0  # seconds after a burst of many events
_LEAST_REST = 50  # a check takes a fiftieth of our time at most


class Check:
    """Tells whether something has changed of which the system has not told.

    Args:
        look: boils down how things stand to a figure.
    """

    def __init__(self, look: Callable[[], int]) -> None:
        self._look = look
        self._state: int | None = None  # None: not known since the last change
        self._due = time.monotonic() + CHECK_EVERY

    @property
    def seconds_left(self) -> float:
        return self._due - time.monotonic()

    def after_burst(self, *, many: bool) -> None:
        """Take in that something has changed; of many events the last may be lost."""
        self._state = self._look() if many else None
        self._due = time.monotonic() + (CHECK_SOON if many else CHECK_EVERY)

    def shows_more(self) -> bool:
        """Look, and say whether things stand otherwise than they did the time before."""
        begun, before = time.monotonic(), self._state
        self._state = self._look()
        now = time.monotonic()
        self._due = now + max(CHECK_EVERY, _LEAST_REST * (now - begun))
        return before is not None and self._state != before


def fingerprint(paths: Iterable[Path], ignore: Callable[[str], bool]) -> int:
    """Boil down names, sizes, times and numbers of all files to one figure of this process."""
    figure = 0
    for path in paths:
        for name, facts in _walk(os.path.realpath(path), ignore):
            # Folders count by name alone: their times change with every editor's litter.
            marks = facts and (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino)
            figure ^= hash((name, marks))
    return figure


def _walk(top: str, ignore: Callable[[str], bool]) -> Iterator[tuple[str, os.stat_result | None]]:
    """Yield each file with its facts and each folder without, in no order."""
    folders = []
    try:
        if os.path.isdir(top):
            folders.append(top)
        yield top, None if folders else os.stat(top)
    except OSError:
        return
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except OSError:
            continue  # deleted while we looked, or not for us to read
        for entry in entries:
            if is_litter(entry.name) or ignore(entry.path):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                    yield entry.path, None
                else:
                    yield entry.path, entry.stat()
            except OSError:
                yield entry.path, None  # a link that leads nowhere, say
