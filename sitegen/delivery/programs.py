"""Programs: other programs that do part of a deploy, and end when it ends.

None of them may ask a question, for nobody is there to answer. What they say is read line by
line, and secrets are struck out of it before anybody sees it.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from sitegen.core.record import Record


class Answer(Record):
    """What a program said, and how it ended."""

    status: int  # negative: a signal; `TOO_LATE` when it was ended for taking too long
    output: bytes
    errors: str  # its last lines on standard error


TOO_LATE = -1000
_MOST_LINES = 400  # of errors, from the end
_PATIENCE = 5.0  # seconds for a program to end by itself once it is told to


class Programs:
    """Runs programs, from several threads if need be, and ends all of them at once."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()

    def run(
        self,
        words: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        given: bytes | None = None,
        limit: float | None = None,
        line: Callable[[str], None] | None = None,
    ) -> Answer:
        """Run a program to its end.

        Args:
            environment: beside that of this process.
            folder: in which it runs; None for this process's own.
            given: what it reads; None: it finds nothing there.
            limit: seconds after which it is ended.
            line: called with each line on standard error as it comes.

        Raises:
            OSError: there is no such program, or it cannot be started.
        """
        if _leash() and not _is_there(words[0], folder):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), words[0])
        process = subprocess.Popen(  # noqa: S603 - the words are ours, or the settings'
            [*_leash(), *words],
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            # Its own group, so that Ctrl-C at the terminal reaches it by way of us, and once.
            start_new_session=sys.platform != "win32",
        )
        self._running.add(process)
        late = False
        with process, _Streams(process, given, line) as streams:
            try:
                process.wait(limit)
            except subprocess.TimeoutExpired:
                late = True
                _end(process)
            except BaseException:
                _end(process)
                raise
            finally:
                self._running.discard(process)
        status = TOO_LATE if late else process.returncode
        return Answer(status, streams.output, "\n".join(streams.errors))

    def end(self) -> None:
        """End all that run: whoever waits for one of them gets its answer at once."""
        for process in tuple(self._running):
            _end(process)


class _Streams:
    """Reads and writes all streams of a program at once, so that none of them fills up."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        given: bytes | None,
        line: Callable[[str], None] | None,
    ) -> None:
        self.output = b""
        self.errors: list[str] = []
        self._process = process
        self._given = given
        self._line = line
        jobs = [self._read_output, self._read_errors, *([self._write] if given is not None else [])]
        self._threads = [threading.Thread(target=job, daemon=True) for job in jobs]

    def __enter__(self) -> _Streams:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join(_PATIENCE)  # what a program leaves running may hold a stream for ever

    def _read_output(self) -> None:
        assert self._process.stdout is not None
        self.output = self._process.stdout.read()

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        for raw in self._process.stderr:
            text = raw.decode("utf-8", "replace").rstrip("\r\n")
            self.errors.append(text)
            del self.errors[:-_MOST_LINES]
            if self._line is not None:
                self._line(text)

    def _write(self) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError), self._process.stdin:
            self._process.stdin.write(self._given or b"")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it has started."""
    if sys.platform == "win32":
        process.kill()
        process.wait()
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
            return


def _is_there(program: str, folder: Path | None) -> bool:
    if "/" in program:
        return (folder or Path()).joinpath(program).is_file()
    return shutil.which(program) is not None


@cache
def _leash() -> tuple[str, ...]:
    """Return words by which a program ends when this process does, even if that is killed.

    Linux alone can do so; elsewhere a program outlives a deploy that is killed, at most by the
    files that it was given.
    """
    program = shutil.which("setpriv") if sys.platform == "linux" else None
    return (program, "--pdeathsig", "KILL", "--") if program else ()
