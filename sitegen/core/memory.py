"""Memory: what this process holds no more is given back to the system.

glibc keeps what was freed for who asks next. Of pictures that is one whole picture in each
thread; and what processes share that are forked meanwhile, each copies as it writes there.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache

from sitegen import core

_MMAP_THRESHOLD, _LARGE = -3, 1_000_000  # mallopt(3): the setting, and bytes


def give_back() -> None:
    """Give freed memory back now (malloc_trim(3))."""
    _call("malloc_trim", 0)


@cache
def give_back_at_once() -> None:
    """Have large pieces of memory go back to the system as soon as they are free."""
    _call("mallopt", _MMAP_THRESHOLD, _LARGE)


def _call(name: str, *args: int) -> None:
    """Call glibc; another library has no such function, and no need of it."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            getattr(core.ctypes.CDLL(None), name)(*args)
