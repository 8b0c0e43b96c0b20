"""An assistant: a process that makes itself ready while this one still plans.

What makes pages takes longer to load than most edits take to render. On another core it is
loaded meanwhile, and the work is then done there. Or it is sent on an errand: a piece of work
that needs nothing but what is known already. An assistant is a help and no need: what it does
not do, because it was ended or something went wrong in it, the caller does, and meets what it
met where that can be told.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any, TypeVar

from sitegen import core

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
            core.pickle.dump(order, self._orders)
            self._orders.flush()
        except Exception:  # it has ended, or this is nothing to send
            return False
        return True

    def _answer(self) -> Any:
        try:
            return core.pickle.load(self._answers)
        except Exception:  # it has ended, perhaps in the middle of its answer
            return None

    def ask(self) -> Any:
        """Say that an answer is wanted, and return it; None where none comes."""
        try:
            self._orders.write(b"?")
            self._orders.flush()
        except OSError:
            return None
        return self._answer()

    def dismiss(self) -> None:
        """End the process, whatever it is at."""
        for stream in (self._orders, self._answers):
            with suppress(OSError):  # it cannot take what was still on its way
                stream.close()
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)


def assistant(prepare: Callable[[], object]) -> Assistant | None:
    """Start an assistant that calls `prepare` at once; None where there can be none.

    Only on Linux a fork is safe, of a process without other threads, and only on a second core
    it is a help.
    """

    def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
        prepare()
        make, setup = core.pickle.load(orders)
        function = make(setup)
        while True:
            core.pickle.dump((function(core.pickle.load(orders)),), answers)
            answers.flush()

    return _forked(serve)


@contextmanager
def errand(work: Callable[[], Result]) -> Iterator[Callable[[], Result | None]]:
    """Have `work` done in another process, with what this one knows now.

    Yields:
        A function that waits for the result and gives it; it gives None where there can be no
        assistant, and where something went wrong. To be called once.
    """

    def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
        data = core.pickle.dumps((work(),), core.pickle.HIGHEST_PROTOCOL)
        if orders.read(1):  # who asks is about to listen: more than a pipe holds would wait
            answers.write(data)
            answers.flush()

    helper = _forked(serve)

    def result() -> Result | None:
        answer = helper.ask() if helper is not None else None
        return answer[0] if answer is not None else None

    try:
        yield result
    finally:
        if helper is not None:
            helper.dismiss()


def _forked(serve: Callable[[IO[bytes], IO[bytes]], object]) -> Assistant | None:
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
        serve(os.fdopen(orders, "rb"), os.fdopen(answers_end, "wb"))
    finally:
        os._exit(0)  # whatever went wrong: the parent hears no answer, and does it himself
    return None
