"""An assistant: a process that makes itself ready while this one still plans.

What makes pages takes longer to load than most edits take to render. On another core it is
loaded meanwhile, and the work is then done there. An assistant is a help and no need: what it
does not do, because it was ended or something went wrong in it, the caller does himself, and
meets there what it met.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Setup = TypeVar("Setup")


class Assistant:
    """A forked process with what its parent knew at that moment."""

    def __init__(self, pid: int, orders: IO[bytes], answers: IO[bytes]) -> None:
        self._pid, self._orders, self._answers = pid, orders, answers

    def map_in_order(
        self,
        make: Callable[[Setup], Callable[[Item], Result]],
        setup: Setup,
        items: Sequence[Item],
    ) -> Iterator[Result]:
        """Yield `make(setup)(item)` for each item, in their order; see `pool.map_in_order`."""
        here: Callable[[Item], Result] | None = None
        is_there = self._order((make, setup))
        for item in items:
            result: tuple[Result] | None = None
            if is_there and self._order(item):
                result = self._answer()
            if result is None:
                is_there = False
                here = here or make(setup)
                result = (here(item),)
            yield result[0]

    def _order(self, order: object) -> bool:
        try:
            pickle.dump(order, self._orders)
            self._orders.flush()
        except OSError:
            return False  # it has ended
        return True

    def _answer(self) -> Any:
        try:
            return pickle.load(self._answers)  # noqa: S301 - of our own process
        except (OSError, EOFError, pickle.UnpicklingError):
            return None

    def dismiss(self) -> None:
        """End the process, whatever it is at."""
        for stream in (self._orders, self._answers):
            with contextlib.suppress(OSError):  # it cannot take what was still on its way
                stream.close()
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)


def assistant(prepare: Callable[[], object]) -> Assistant | None:
    """Start an assistant that calls `prepare` at once; None where there can be none.

    Only on Linux a fork is safe, of a process without other threads, and only on a second core
    it is a help.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or (os.cpu_count() or 1) < 2:
        return None
    orders, orders_end = os.pipe()
    answers, answers_end = os.pipe()
    pid = os.fork()
    if pid:
        os.close(orders)
        os.close(answers_end)
        return Assistant(pid, os.fdopen(orders_end, "wb"), os.fdopen(answers, "rb"))
    try:
        os.close(orders_end)
        os.close(answers)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        prepare()
        _serve(os.fdopen(orders, "rb"), os.fdopen(answers_end, "wb"))
    finally:
        os._exit(0)  # whatever went wrong: the parent hears no answer, and does it himself
    return None


def _serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Take the first order as the function's making, and each further one as its item."""
    make, setup = pickle.load(orders)  # noqa: S301 - of our own process
    function = make(setup)
    while True:
        pickle.dump((function(pickle.load(orders)),), answers)  # noqa: S301
        answers.flush()
