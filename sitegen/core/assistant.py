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
from importlib import import_module
from typing import IO, Any, TypeVar

from sitegen import core

Item = TypeVar("Item")
Result = TypeVar("Result")
Setup = TypeVar("Setup")


class Assistant:
    """Another process that takes orders, one at a time."""

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


def assistant(module: str) -> Assistant | None:
    """Start an assistant that imports `module` and calls its `load`; None where there can be none.

    It is a new interpreter and no fork: a fork would have this process copy all that it touches
    from then on, which takes as long as is won. Only on a second core it is a help.
    """
    if not hasattr(os, "posix_spawn") or not sys.executable or (os.cpu_count() or 1) < 2:
        return None
    orders, orders_end = os.pipe()
    answers, answers_end = os.pipe()
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; from sitegen.core.assistant import serve; "
        f"serve({orders}, {answers_end}, {module!r})"
    )
    for end in (orders, answers_end):
        os.set_inheritable(end, True)
    # In a group of its own: who presses Ctrl-C means the build, which ends its assistant.
    pid = os.posix_spawn(sys.executable, [sys.executable, "-c", code], os.environ, setpgroup=0)
    os.close(orders)
    os.close(answers_end)
    return Assistant(pid, os.fdopen(orders_end, "wb"), os.fdopen(answers, "rb"))


def serve(orders_end: int, answers_end: int, module: str) -> None:
    """Be an assistant, until nobody can give orders any more.

    Args:
        orders_end, answers_end: numbers of the open pipes.
        module: whose `load` is called before the first order is looked at.
    """
    orders, answers = os.fdopen(orders_end, "rb"), os.fdopen(answers_end, "wb")
    with suppress(BaseException):  # the parent hears no answer, and does it itself
        import_module(module).load()
        make, setup = core.pickle.load(orders)
        function = make(setup)
        while True:
            core.pickle.dump((function(core.pickle.load(orders)),), answers)
            answers.flush()
    os._exit(0)


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
    """Fork a process with what this one knows; None where that is not safe, or no help.

    Only on Linux a fork is safe, of a process without other threads.
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
        serve(os.fdopen(orders, "rb"), os.fdopen(answers_end, "wb"))
    finally:
        os._exit(0)  # whatever went wrong: the parent hears no answer, and does it itself
    return None
