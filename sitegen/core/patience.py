"""Patience: telling what is waited for, when something takes very long.

A template or a module that never ends must not leave somebody before a screen without a word.
A build tells the file that it has waited for (`told`). Whoever watches another process is told
what that begins (`at`, `listen`), and may give it up.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

Item = TypeVar("Item")

WAITING = "waiting for "  # begins the stage of which progress tells that a file takes so long
LOOK = 20.0  # seconds between looks
LOOKS = 3  # at one and the same thing, before it is named: after a minute at most

_listener: Callable[[str], object] | None = None


def listen(listener: Callable[[str], object] | None) -> None:
    """Have each step that is somebody else's program told in this process; see `at`."""
    global _listener
    _listener = listener


@contextmanager
def at(what: str) -> Iterator[None]:
    """Tell who listens that `what` begins, a file's name, and with "" that it has ended.

    It stands around what a module or template may keep from ever ending: reading one story,
    importing one module, compiling one template.
    """
    if _listener is None:
        yield
        return
    _listener(what)
    try:
        yield
    finally:
        if _listener is not None:
            _listener("")


def steps(results: Iterator[Item], what: str) -> Iterator[Item]:
    """Yield results, and tell who listens that each is waited for; see `at`.

    `what` is a folder where other processes read: they cannot tell which of its files they are at.
    """
    while True:
        with at(what):
            try:
                result = next(results)
            except StopIteration:
                return
        yield result


def told(
    results: Iterator[Item], tell: Callable[[int], object], look: float = LOOK
) -> Iterator[Item]:
    """Yield results, and tell the number of one, from 0, that takes a minute; then again.

    Only the main thread of a process that has alarms can do so; elsewhere nothing is told.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "setitimer"):
        yield from results
        return
    number = seen = looks = 0

    def ring(_signal: int, _frame: FrameType | None) -> None:
        nonlocal seen, looks
        looks = looks + 1 if seen == number else 1
        seen = number
        if looks % LOOKS == 0:
            tell(number)

    before = signal.signal(signal.SIGALRM, ring)
    timer = signal.setitimer(signal.ITIMER_REAL, look, look)
    try:
        for result in results:
            number += 1
            yield result
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, before)
