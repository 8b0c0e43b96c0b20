"""How SQLite keeps a change apart from what stands: in a log where it can, in a journal elsewhere.

A log (WAL) lets workers read while a build writes, and needs memory that processes share: 9p,
FUSE and many mounts of containers have none. There a journal does, which is put into place as
a whole: readers wait for that moment only, as a build writes nothing else while they read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

# What SQLite says where it cannot share memory: SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN
# and SQLITE_PROTOCOL, which Python's module has no names for.
_NOT_SHARED = frozenset((8, 10, 14, 15))


def opened(connect: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
    """Open a file to write. A new one keeps a log if it can; one with a journal keeps that.

    Raises:
        sqlite3.DatabaseError: it is damaged, or may not be written.
    """
    db = connect()
    try:
        if not _has_journal(db):
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("BEGIN IMMEDIATE")  # the first that needs the memory
            db.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        db.close()
        if error.sqlite_errorcode & 0xFF not in _NOT_SHARED:
            raise
        db = connect()
        _leave_log(db)
    if _has_journal(db):
        # What does not fit into memory would else be written early, and lock readers out.
        db.execute("PRAGMA cache_spill=OFF")
    return db


def _has_journal(db: sqlite3.Connection) -> bool:
    """Say whether the file, unless it is empty, keeps a journal."""
    (mode,) = db.execute("PRAGMA journal_mode").fetchone()
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    return mode != "wal" and bool(pages)


def _leave_log(db: sqlite3.Connection) -> None:
    # Who has the file alone needs no shared memory, and takes in what a log still holds.
    db.execute("PRAGMA locking_mode=EXCLUSIVE")
    db.execute("PRAGMA journal_mode=DELETE")
    db.execute("PRAGMA locking_mode=NORMAL")
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()  # gives the lock back
