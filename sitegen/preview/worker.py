"""Workers: processes that hold a press, print with it, and may be ended at any moment.

Each has one thread and is asked one thing at a time, through a connection. Asked to, it forks:
the new worker begins where it stands, with the edition in memory that both share until one of
them writes there. A process with one thread may be forked safely; the preview itself, which
has many, never is once it serves.

A worker that is ended by `LAST_WORDS` first writes where its Python stands, also from within a
loop of C: that is done by the signal's handler and needs nothing of the interpreter.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from sitegen.core.patience import listen
from sitegen.core.problems import SitegenError
from sitegen.preview.mistakes import own_mistake
from sitegen.preview.press import TAKEN_AWAY, OwnPress

LAST_WORDS = signal.SIGUSR1 if hasattr(signal, "SIGUSR1") else None
FORK, AT, ANSWER, ERROR = "fork", "at", "answer", "error"
# Whoever asks ends a worker that takes too long. If that process is gone, an alarm does.
_ALARM = 60  # seconds


def begin(
    connection: Connection,
    words: Connection,
    inherited: tuple[Connection, ...],
    root: Path,
    cache: Path,
    drafts: bool,
) -> None:
    """Be the first worker, in a process that has just begun.

    Args:
        words: where it says its last words.
        inherited: the other ends, where it was forked: the end of whoever asks is to be heard.
    """
    for end in inherited:
        end.close()
    _set_apart(words.fileno())
    greeting: tuple[str, object] = (ANSWER, None)
    try:
        press = OwnPress(root, cache, drafts)
    except SitegenError as error:
        greeting = (ERROR, error)
    connection.recv()
    connection.send(greeting)
    if greeting[0] == ANSWER:
        _work(press, connection, words.fileno())


def _set_apart(words: int) -> None:
    """Let this process and those that it starts be ended from outside, and by nobody else."""
    os.setpgid(0, 0)  # Ctrl-C in the terminal is for the preview, which ends us all
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    assert LAST_WORDS is not None
    faulthandler.unregister(LAST_WORDS)
    signal.signal(LAST_WORDS, signal.SIG_DFL)
    faulthandler.register(LAST_WORDS, file=words, all_threads=False, chain=True)


def _work(press: OwnPress, connection: Connection, words: int) -> NoReturn:
    """Answer until whoever asks is gone."""
    children: set[int] = set()  # that this process has forked, and that may have ended since
    while True:
        try:
            name, args, options = connection.recv()
            if name != FORK:
                connection.send(_answer(press, connection, name, args, options))
                continue
            theirs, their_words = _received_files(connection)
            _forget_ended(children)
            press.let_go()
            try:
                child = os.fork()
            except OSError as error:  # no room for another one just now
                os.close(theirs)
                os.close(their_words)
                connection.send((ERROR, error))
                continue
            if child == 0:
                children.clear()
                connection.close()
                os.close(words)
                connection, words = Connection(theirs), their_words
                _set_apart(words)
                continue
            os.close(theirs)
            os.close(their_words)
            children.add(child)
            connection.send((ANSWER, child))
        except BaseException:  # whoever asked is gone, or hears by our end that all is not well
            os._exit(0)


def _forget_ended(children: set[int]) -> None:
    """Let the system forget those that have ended: each keeps its number until then."""
    for child in tuple(children):
        with suppress(ChildProcessError):
            if os.waitpid(child, os.WNOHANG) == (0, 0):
                continue
        children.discard(child)


def send_files(connection: Connection, *files: int) -> None:
    """Give the process at the other end open files, and need none to do so."""
    with _socket_of(connection) as line:
        socket.send_fds(line, [b"files"], files)


def _received_files(connection: Connection) -> list[int]:
    with _socket_of(connection) as line:
        return socket.recv_fds(line, len(b"files"), 2)[1]


@contextmanager
def _socket_of(connection: Connection) -> Iterator[socket.socket]:
    line = socket.socket(fileno=connection.fileno())
    try:
        yield line
    finally:
        line.detach()


def _answer(
    press: OwnPress, connection: Connection, name: str, args: Any, options: Any
) -> tuple[str, Any]:
    owner = os.getpid()

    def tell(what: str) -> None:
        if os.getpid() == owner:  # a process that helps to parse has no part in this
            signal.alarm(_ALARM if what else 0)
            connection.send((AT, what))

    is_refresh = name == "refresh"
    listen(tell if is_refresh else None)
    if is_refresh:
        gc.unfreeze()
    signal.alarm(_ALARM if name in ("task", "page") else 0)
    try:
        return ANSWER, getattr(press, name)(*args, **options)
    except (SitegenError, *TAKEN_AWAY) as error:
        return ERROR, error
    except OSError as error:
        return ERROR, OSError(error.errno, error.strerror, error.filename)
    except Exception as error:  # the preview lives on, whatever has gone wrong here
        return ERROR, SitegenError([own_mistake(str(args[0]) if args else name, error)])
    finally:
        signal.alarm(0)
        listen(None)
        if is_refresh:  # a look at garbage would copy all that is shared with those forked here
            gc.freeze()
