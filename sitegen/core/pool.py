"""An ordered map over plain items, in this process or in several.

The function is made once in each process, with whatever it keeps between items, so
`map_in_order` with one job and with many runs the same code and gives the same results.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from sitegen import core
from sitegen.core import room
from sitegen.core.patience import steps

Item = TypeVar("Item")
Result = TypeVar("Result")
Setup = TypeVar("Setup")

_function: Callable[[Any], Any] | None = None  # of a worker process


def workers(jobs: int, items: int, worth: int) -> int:
    """Return how many processes to use; 1 means this one.

    Args:
        jobs: what the user asked for; 0 leaves it to us: every core from `worth` items on.
    """
    if jobs:
        return min(jobs, max(1, items))
    return 1 if items < worth else (os.cpu_count() or 1)


@contextmanager
def bulk_work() -> Iterator[None]:
    """Let the garbage collector look seldom, here and in processes that start meanwhile.

    A build makes many values that live to its end and few that refer to each other: the
    usual look at all of them after every 700 new ones finds nothing. Those that do, in a third
    of a million, are of some thirty megabytes.
    """
    before = gc.get_threshold()
    gc.set_threshold(300_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def lasting_values() -> Iterator[None]:
    """Let values be made that stay and refer to each other in no circle.

    The garbage collector never looks at them, nor at what there is already: to find nothing
    among ten thousand stories takes it a twentieth of a build with a new headline. They go as
    others do, when nobody refers to them any more; but what is a circle by then stays.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def map_in_order(
    make: Callable[[Setup], Callable[[Item], Result]],
    setup: Setup,
    items: Sequence[Item],
    processes: int,
    meanwhile: Callable[[], object] = lambda: None,
    what: str = "",
) -> Iterator[Result]:
    """Yield `make(setup)(item)` for each item, in their order.

    Args:
        make: a module's own function, so that another process can find it.
        setup: plain data for `make`.
        processes: 1 runs everything here.
        meanwhile: work of this process, done once the others are at theirs, if there are any.
        what: the folder of the items, told to who listens while other processes are waited
            for: one that loops, or that the system has ended, would be waited for for ever.
    """
    if processes <= 1 or len(items) < 2:
        yield from map(make(setup), items)
        return
    # Forking is many times faster than starting an interpreter, and safe while the parent
    # has no threads; elsewhere the platform's own way is used.
    method = "fork" if sys.platform == "linux" else "spawn"
    context = core.multiprocessing.get_context(method)
    chunk = max(1, min(64, len(items) // (processes * 4)))
    with (
        room.shared(method) as place,
        context.Pool(processes, _start, (make, setup, place)) as workers_,
    ):
        results = workers_.imap(_call, items, chunk)
        meanwhile()
        yield from steps(results, what) if what else results


def _start(
    make: Callable[[Setup], Callable[[Item], Result]], setup: Setup, place: str = ""
) -> None:
    global _function
    room.join(place)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    # A handler in Python runs only when the interpreter next looks. A worker that was about to
    # wait for its next task would never look, and the parent wait for it to the end of days.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        _function = make(setup)
    except Exception as error:  # raised here, the pool would start this worker again for ever
        _function = partial(_fail, error)


def _fail(error: Exception, _item: object) -> Any:
    raise error


def _call(item: Item) -> Any:
    assert _function is not None
    return _function(item)
