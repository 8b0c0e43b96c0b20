"""The lock that keeps two builds of one site apart.

The operating system holds it for as long as the process lives, so a build that was killed
leaves a file behind but never a lock. The file says which process holds it, for people.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep
from types import TracebackType

from sitegen.core.problems import Problem, SitegenError

LOCK_NAME = "lock"
_PAUSE = 0.25  # seconds between looks at a lock that somebody else has
_PID_ROOM = 32  # bytes kept for the process id; Windows locks the byte after them


class BuildLock:
    """Hold `cache`'s lock: `with BuildLock(cache): ...`.

    Entering raises `SitegenError` when another process holds the lock for longer than the
    `patience`, in seconds, or the cache cannot be written. Processes are kept apart, threads
    of one process are not: the caller builds one site at a time. `busy` makes the problem of
    the lock's file and the process that holds it, where the lock is not that of builds.
    """

    def __init__(
        self, cache: Path, patience: float = 0, busy: Callable[[Path, str], Problem] | None = None
    ) -> None:
        self._path = cache / LOCK_NAME
        self._busy = busy or _busy
        self._tries = 1 + int(patience / _PAUSE)
        self._file = -1

    def __enter__(self) -> BuildLock:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            place = f"{self._path.parent.name}/{LOCK_NAME}"
            message = f"cannot be written: {error.strerror}"
            hint = "Builds keep their notes there. Make it writable, or name another: --cache."
            raise SitegenError([Problem(place, 0, message, hint)]) from error
        try:
            self._wait()
        except OSError as error:
            holder = os.read(self._file, _PID_ROOM).decode("ascii", "replace").strip(" \0")
            self._close()
            raise SitegenError([self._busy(self._path, holder)]) from error
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, str(os.getpid()).ljust(_PID_ROOM).encode("ascii"))
        return self

    def _wait(self) -> None:
        """Take the lock, as soon as nobody else has it.

        Raises:
            OSError: somebody has it for too long.
        """
        for _ in range(self._tries - 1):
            try:
                return _lock(self._file)
            except OSError:
                sleep(_PAUSE)
        return _lock(self._file)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # The file stays: deleting it would let a third build lock a new file of the same
        # name while a second one holds the old.
        self._close()

    def _close(self) -> None:
        os.close(self._file)  # gives the lock back
        self._file = -1


def _busy(path: Path, holder: str) -> Problem:
    process = f"process {holder}" if holder else "another process"
    return Problem(
        f"{path.parent.name}/{LOCK_NAME}",
        0,
        f"another build of this site is running ({process})",
        "Build again when it has finished. If it is build --watch, that builds by itself: its "
        "next build has this change too.",
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        os.lseek(file, _PID_ROOM, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(file, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(file: int) -> None:
        # Not flock: forked workers would inherit it and keep it after a killed parent.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
