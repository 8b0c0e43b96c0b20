"""The disk: what was written is asked to be on it, so that a power cut cannot undo it.

A rename is on the disk within seconds, the bytes of the file that was renamed within half a
minute: who wants the one never without the other has to ask. One `syncfs` for all files of a
filesystem costs a hundredth of asking for each, and writes what others left waiting too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from sitegen import core

_WRITE = 2  # SYNC_FILE_RANGE_WRITE: begin, and do not wait (Linux, sync_file_range(2))


def begin(handle: int) -> None:
    """Let the disk begin with an open file's bytes while other work goes on."""
    call = _system_call("sync_file_range")
    if call is not None:
        call(handle, core.ctypes.c_int64(0), core.ctypes.c_int64(0), _WRITE)


def keep(folder: Path, files: Iterable[str]) -> None:
    """Return when what was written to `folder` is on the disk.

    Args:
        files: the names of what was written there, asked for one by one where the system
            cannot write a filesystem as a whole.

    Raises:
        OSError: the disk is full or broken.
    """
    call = _system_call("syncfs")
    if call is None:
        for file in files:
            _keep_file(f"{folder}/{file}")
        keep_names(folder)
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if call(handle):
            number = core.ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)


def keep_names(folder: Path) -> None:
    """Return when the names in a folder, new ones and renamed ones, are on the disk."""
    with suppress(OSError):  # Windows opens no folder, and keeps names by itself
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _keep_file(path: str) -> None:
    handle = os.open(path, os.O_RDWR)  # Windows flushes only what may be written
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@cache
def _system_call(name: str) -> Callable[..., Any] | None:
    """Return a function of Linux's C library; None where there is none of that name."""
    if sys.platform != "linux":
        return None
    try:
        call: Callable[..., Any] = getattr(core.ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):
        return None
    return call
