"""A cache file that cannot be used: it is deleted, and the work is done again without it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sitegen.cache.store import CACHE_FILE
from sitegen.core.digests import LostNodeError
from sitegen.core.problems import Problem, SitegenError

T = TypeVar("T")


def with_cache(cache: Path, work: Callable[[], T]) -> T:
    """Do some work with the store in `cache`, and once more without it if it is damaged.

    Raises:
        SitegenError: there can be no store at all.
    """
    try:
        return work()
    except (sqlite3.DatabaseError, LostNodeError):
        pass  # a damaged cache is an empty one
    except FileNotFoundError as error:
        if cache.exists():
            raise
        raise SitegenError([deleted(cache)]) from error
    try:
        discard(cache)
    except OSError as error:
        raise _unusable(cache, error) from error
    try:
        return work()
    except sqlite3.DatabaseError as error:
        raise _unusable(cache, error) from error


def deleted(cache: Path) -> Problem:
    """Return the problem of a cache that somebody deleted while a build was at work in it."""
    what = "was deleted while the build ran, and what had been made with it"
    return Problem(cache.name, 0, what, "Build again, and leave the folder alone meanwhile.")


def _unusable(cache: Path, error: Exception) -> SitegenError:
    hint = "Is the disk full? Otherwise delete the folder: it is made again."
    return SitegenError(
        [Problem(f"{cache.name}/{CACHE_FILE}", 0, f"cannot be used: {error}", hint)]
    )


def discard(cache: Path) -> None:
    """Remove a damaged cache file; the ledger goes with it, and is learnt again."""
    for end in ("", "-wal", "-shm", "-journal"):
        file = cache / f"{CACHE_FILE}{end}"
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)
