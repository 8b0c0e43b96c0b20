"""Polling: how things stand under some folders, for a watch that the system does not tell."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sitegen.core.litter import is_litter


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
