"""Reading the cache without a trace: for questions, which may be asked of what is not ours.

Nothing is written into the cache's folder, not even a lock: so a question can be asked of a
read-only checkout, by somebody who may not write, and while a build is running.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from sitegen.cache.store import CACHE_FILE, Store
from sitegen.core.digests import LostNodeError

T = TypeVar("T")


def ask(cache: Path, question: Callable[[Store], T]) -> T:
    """Ask something of the store in `cache`, which may be missing, damaged or in use."""
    with TemporaryDirectory(prefix="sitegen-") as folder:
        scratch = Path(folder)
        for _attempt in range(2):  # a build may begin while we read
            before = _stamp(cache)
            with suppress(sqlite3.DatabaseError, LostNodeError):
                answer = _answer(ReadingStore(cache, scratch), question)
                if _stamp(cache) == before:
                    return answer
        return _answer(Store(scratch), question)  # which is empty


def _answer(store: Store, question: Callable[[Store], T]) -> T:
    try:
        return question(store)
    finally:
        store.abandon()


class ReadingStore(Store):
    """A store whose rows are read, and which forgets what is put into it.

    Args:
        scratch: a folder for what its readers leave beside it.

    Raises:
        sqlite3.DatabaseError: there is no such file, or other code wrote it.
    """

    def __init__(self, cache: Path, scratch: Path) -> None:
        self.file = scratch / CACHE_FILE
        # Without a log or journal beside it nobody writes; then SQLite need not lay one out.
        at_rest = "" if _is_written(cache) else "&immutable=1"
        address = f"{(cache / CACHE_FILE).absolute().as_uri()}?mode=ro{at_rest}"
        self._open(address, uri=True)
        self._expect_own_code()

    def set_note(self, *_: object, **_under: object) -> None:
        return None

    def put_files(self, *_: object) -> None:
        return None


def _is_written(cache: Path) -> bool:
    return any((cache / f"{CACHE_FILE}{end}").exists() for end in ("-wal", "-journal"))


def _stamp(cache: Path) -> tuple[int, int, bool] | None:
    """Return what changes when somebody writes to the cache; None where there is none."""
    try:
        facts = (cache / CACHE_FILE).stat()
    except OSError:
        return None
    return (facts.st_mtime_ns, facts.st_size, _is_written(cache))
