"""The time limit where a system cannot fork: a page that takes too long is given up.

Elsewhere each page has a process of its own, which is simply ended; see `apart_press`.
A template that never ends, or a module's loop, would hold the lock under which pages are
rendered, and with it every tab. A guardian thread looks at whoever renders. When the time is
over it raises `PageTimeError` in that thread, where the template stands, so that the problem
has its line. Where not even that helps (a wait within C), it says so once more: the preview
then goes on with a new lock and leaves the thread to itself.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SECONDS = 5.0  # for one page
_LOOK = 0.5  # seconds between looks at whether a lock is still the one
GRACE = 2.0  # seconds after which a thread that does not stop is left to itself


class PageTimeError(Exception):
    """A page took too long."""

    def __init__(self, *_: object) -> None:
        super().__init__(f"this took more than {SECONDS:.0f} seconds, and was stopped")


class TimeLimit:
    """Watches threads that render, each for as long as it does.

    Args:
        on_stuck: called when a thread goes on though it was told to stop.
    """

    def __init__(self, on_stuck: Callable[[], None]) -> None:
        self._on_stuck = on_stuck
        self._changed = threading.Condition()
        self._watched: dict[int, tuple[float, bool]] = {}  # thread → its end, whether it knows
        self._guardian: threading.Thread | None = None
        self._closing = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Raise `PageTimeError` in this thread when what is done within takes too long."""
        me = threading.get_ident()
        with self._changed:
            if self._guardian is None:
                self._guardian = threading.Thread(target=self._guard, name="limit", daemon=True)
                self._guardian.start()
            self._watched[me] = (time.monotonic() + SECONDS, False)
            self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                _end, was_told = self._watched.pop(me)
                if was_told:  # else the interpreter would look for something at each step
                    _raise_in(me, None)  # what was not delivered yet

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify()

    def _guard(self) -> None:
        with self._changed:
            while not self._closing:
                now = time.monotonic()
                for thread, (end, was_told) in list(self._watched.items()):
                    if end > now:
                        continue
                    self._watched[thread] = (now + (3600 if was_told else GRACE), True)
                    if was_told:
                        self._on_stuck()
                    else:
                        _raise_in(thread, PageTimeError)
                ends = [end for end, _ in self._watched.values()]
                self._changed.wait(max(0.01, min(ends) - now) if ends else None)


class ReplaceableLock:
    """A lock, which a thread may take twice, that can be left to whoever holds it.

    Whoever waits for it then waits for the new one.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._mine = threading.local()  # the locks that this thread holds, newest last

    def __enter__(self) -> bool:
        while True:
            lock = self._lock
            if lock.acquire(timeout=_LOOK):
                if lock is self._lock:
                    break
                lock.release()
        if not hasattr(self._mine, "locks"):
            self._mine.locks = []
        self._mine.locks.append(lock)
        return True

    def __exit__(self, *_: object) -> None:
        self._mine.locks.pop().release()

    def replace(self) -> None:
        self._lock = threading.RLock()


def _raise_in(thread: int, error: type[Exception] | None) -> None:
    """Have the interpreter raise `error` in a thread at its next step; None takes it back."""
    what = ctypes.py_object(error) if error is not None else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)
