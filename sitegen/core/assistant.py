"""An assistant: a process that makes itself ready while this one still plans.

What makes pages takes longer to load than most edits take to render. On another core it is
loaded meanwhile, and the work is then done there. An assistant is a help and no need: what it
does not do, because it was ended or something went wrong in it, the caller does, and meets what
it met where that can be told. So it is with `fork_of`, which has a piece of work done that needs
nothing but what is known already.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, TypeVar

from sitegen import core

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

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

    def dismiss(self) -> None:
        """End the process, whatever it is at."""
        for stream in (self._orders, self._answers):
            with suppress(OSError):  # it cannot take what was still on its way
                stream.close()
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)


def start_assistant(module: str) -> Assistant | None:
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
    pid = 0
    with suppress(OSError):  # as where a host allows no more processes
        # In a group of its own: who presses Ctrl-C means the build, which ends its assistant.
        pid = os.posix_spawn(sys.executable, [sys.executable, "-c", code], os.environ, setpgroup=0)
    for end in (orders, answers_end) if pid else (orders, orders_end, answers, answers_end):
        os.close(end)
    return Assistant(pid, os.fdopen(orders_end, "wb"), os.fdopen(answers, "rb")) if pid else None


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
def fork_of(work: Callable[[], Result]) -> Iterator[Callable[[], Result | None]]:
    """Have `work` done in a fork of this process, with what this one knows now.

    Only on Linux a fork is safe, of a process without other threads.

    Yields:
        A function that waits for the result and gives it; it gives None where there can be no
        fork, and where something went wrong. To be called once.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or (os.cpu_count() or 1) < 2:
        yield lambda: None
        return
    context = core.multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    fork = context.Process(target=_send_result, args=(work, there))
    with suppress(OSError):  # as where a host allows no more processes
        fork.start()
    there.close()

    def result() -> Result | None:
        try:
            value: Result = here.recv()
        except Exception:  # it has ended, perhaps in the middle of its answer
            return None
        return value

    try:
        yield result
    finally:
        here.close()
        if fork.pid is not None:
            fork.kill()
            fork.join()


def _send_result(work: Callable[[], object], to: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(BaseException):  # the parent hears no answer, and does it itself
        to.send(work())
    os._exit(0)
