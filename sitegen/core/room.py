"""Room: memory that large work takes in turn, in all processes and threads of a build.

Work says how much it takes, and waits until there is so much room; what is larger than all of it
is done alone. The room is counted in bytes of an empty file, which the system locks for a
process and gives back when that ends, however it ends: there is nobody to be waited for.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from time import sleep

from sitegen import core
from sitegen.core.memory import give_back_at_once

UNIT = 5_000_000  # bytes of memory for which one byte of the file stands
UNITS = 56  # 280 MB, beside what two processes hold that have no picture
# The byte that is held by who waits for room: one after another, so nobody waits for ever.
_DOOR = 0
_PAUSE = 0.02  # seconds between looks
_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class Share:
    """What some work has of the room."""

    def __init__(self, room: Room, units: list[int]) -> None:
        self._room = room
        self._units = units

    def shrink(self, weight: int) -> None:
        """Give back all but what `weight` bytes take: the work goes on with less."""
        kept = min(round(weight / UNIT), len(self._units))
        self._room.give(self._units[kept:])
        del self._units[kept:]


class Room:
    """The room of one process, or its part in that of several.

    Args:
        units: how much there is.
        file: number of an open file that processes share; -1 for a room of this one alone.
    """

    def __init__(self, units: int = UNITS, file: int = -1) -> None:
        self._units = range(_DOOR + 1, _DOOR + 1 + units)
        self._file = file
        self.forget()

    def forget(self) -> None:
        """Have nothing: the system gives a fork none of the locks of the process it is of."""
        self._mine: set[int] = set()
        self._books = threading.Lock()
        self._door = threading.Lock()

    @contextmanager
    def taken(self, weight: int) -> Iterator[Share]:
        """Wait until there is room for `weight` bytes, and hold it."""
        share = Share(self, self._take(min(round(weight / UNIT), len(self._units))))
        try:
            yield share
        finally:
            share.shrink(0)

    def _take(self, wanted: int) -> list[int]:
        if not wanted:
            return []
        give_back_at_once()
        taken: list[int] = []
        try:
            with self._door:
                while not self._try(_DOOR):
                    sleep(_PAUSE)
                try:
                    while True:
                        for unit in self._units:
                            if len(taken) < wanted and self._try(unit):
                                taken.append(unit)
                        if len(taken) == wanted:
                            return taken
                        sleep(_PAUSE)
                finally:
                    self.give([_DOOR])
        except BaseException:
            self.give(taken)
            raise

    def _try(self, unit: int) -> bool:
        """Take a unit unless somebody has it; threads of a process all have the system's lock."""
        with self._books:
            if unit in self._mine or not _lock(self._file, unit):
                return False
            self._mine.add(unit)
            return True

    def give(self, units: list[int]) -> None:
        """Give back units of this process."""
        with self._books:
            for unit in units:
                _unlock(self._file, unit)
                self._mine.discard(unit)


_room = Room()


def taken(weight: int) -> AbstractContextManager[Share]:
    """Wait until there is room for `weight` bytes in this process and those it shares with."""
    return _room.taken(weight)


@contextmanager
def shared(method: str) -> Iterator[str]:
    """Have processes that begin meanwhile share one room with this one.

    Args:
        method: how they begin, "fork" or "spawn".

    Yields:
        What those have to `join` that are no forks; "" where each has a room of its own.
    """
    global _room
    before, name, file = _room, "", -1
    with suppress(OSError):  # each has its own, then
        if method == "fork" and sys.platform == "linux":
            file = os.memfd_create("room")
        else:
            file, name = core.tempfile.mkstemp(prefix="sitegen-room-")
    _room = Room(file=file)
    try:
        yield name
    finally:
        _room = before
        with suppress(OSError):
            os.close(file)
        if name:
            with suppress(OSError):  # Windows keeps it while somebody has it open
                os.unlink(name)


def join(name: str) -> None:
    """Share the room of the process that has begun this one."""
    global _room
    if name:
        with suppress(OSError):
            _room = Room(file=os.open(name, os.O_RDWR))


if sys.platform == "win32":
    import msvcrt

    def _locking(file: int, how: int, unit: int) -> None:
        os.lseek(file, unit, os.SEEK_SET)
        msvcrt.locking(file, how, 1)

    def _lock_byte(file: int, unit: int) -> None:
        _locking(file, msvcrt.LK_NBLCK, unit)

    def _unlock_byte(file: int, unit: int) -> None:
        _locking(file, msvcrt.LK_UNLCK, unit)

else:
    import fcntl

    def _lock_byte(file: int, unit: int) -> None:
        # Not flock: a fork would have it too, and keep it when this process has ended.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, unit)

    def _unlock_byte(file: int, unit: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, unit)


def _lock(file: int, unit: int) -> bool:
    """Lock a byte for this process; False where another has it."""
    try:
        if file >= 0:
            _lock_byte(file, unit)
    except OSError as error:
        return error.errno not in _BUSY  # a system that locks nothing must not stop the work
    return True


def _unlock(file: int, unit: int) -> None:
    if file >= 0:
        with suppress(OSError):
            _unlock_byte(file, unit)


def _forget() -> None:
    _room.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
