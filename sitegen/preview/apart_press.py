"""A press apart: every page is made, and every story read, in a process that may be ended.

One worker holds the newest edition and does nothing but fork: the trunk. Those that it forks,
the leaves, print. Who looks at the sources anew is forked from a leaf, which has its templates
warm, or from the trunk, and is the next trunk when it comes to an end; until then the last
edition stays. So what a template, a module or a story does not end has no more than its own
process, and that for a few seconds.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sitegen import core
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.urls import path_of_file
from sitegen.model.tasks import Task
from sitegen.preview.last_words import Frame, ended_problem, frames_of, places, stuck_problem
from sitegen.preview.mistakes import no_room, own_mistake
from sitegen.preview.press import About, FoundPart, Look, Outcome
from sitegen.preview.worker import ANSWER, AT, FORK, LAST_WORDS, begin, send_files
from sitegen.search.bundle import Bundle
from sitegen.traces.pieces import Piece

CAN_BE_APART = hasattr(os, "fork")  # else all is done in the preview's own process

SECONDS = 5.0  # for one page, or one step of reading: a story, a module, a template
PICTURE_SECONDS = 60.0  # for one picture: a large photo on an old machine takes its time
FOLDER_STEPS = 4  # as long has a share of a folder, which several processes read
_WORDS_SECONDS = 1.0  # for a worker to say where it stands
MOST = 6  # leaves at a time
MOST_IDLE = 2  # of them that are kept for the next page


class WorkerEndedError(Exception):
    """A worker is gone before it answered: it was ended, or the system has ended it."""


class StuckError(Exception):
    """A worker took too long, and was ended: the message says with what."""

    def __init__(self, label: str, frames: tuple[Frame, ...]) -> None:
        super().__init__(label)
        self.label = label  # the file that it was at; "" where only who asked knows
        self.frames = frames  # where it stood, innermost first


class Worker:
    """A worker process, asked by one thread at a time."""

    def __init__(
        self, connection: Connection, words: Connection, pid: int, step_seconds: float
    ) -> None:
        self.generation = 0  # of the trunk that it was forked from
        self.is_open = True
        self.is_late = False  # it has taken long once, and comes after all others since
        self._connection = connection
        self._words = words
        self._pid = pid
        self._step_seconds = step_seconds

    def ask(self, name: str, *args: object, seconds: float | None = None, **options: object) -> Any:
        """Return what the worker answers.

        Args:
            seconds: that it may take; None: as many as it needs, but for the steps that it
                tells, each of which has `step_seconds`.

        Raises:
            StuckError, WorkerEndedError: and the worker is no more.
            Exception: as `Press` says.
        """
        slowness = _slowness()
        step, label = seconds and seconds * slowness, ""
        whole = step
        try:
            self._connection.send((name, args, options))
            while True:
                self._wait(step, is_page=not label)
                if not self._connection.poll(0):
                    raise StuckError(label, self._stop())
                kind, value = self._connection.recv()
                if kind != AT:
                    break
                label = value
                step = self._step_seconds * slowness if label else whole
                if step is not None and label.endswith("/"):
                    step *= FOLDER_STEPS
        except (EOFError, OSError) as error:
            self.kill()
            raise WorkerEndedError from error
        if kind == ANSWER:
            return value
        raise value

    def _wait(self, seconds: float | None, *, is_page: bool) -> None:
        """Wait for the worker; at a page, one that takes half its time goes after all others."""
        if seconds is None or self.is_late or not is_page:
            self._connection.poll(seconds)
        elif not self._connection.poll(seconds / 2):
            self.is_late = True
            with suppress(OSError):
                os.setpriority(os.PRIO_PGRP, self._pid, 10)
            self._connection.poll(seconds / 2)

    def fork(self) -> Worker:
        """Return a new worker that begins where this one stands.

        Raises:
            WorkerEndedError: this one is no more.
            OSError: the system has no room for another process, or for its connection.
        """
        connection, theirs, words, their_words = _pipes()
        try:
            self._connection.send((FORK, (), {}))
            send_files(self._connection, theirs.fileno(), their_words.fileno())
            kind, value = self._connection.recv()
        except (EOFError, OSError) as error:
            raise WorkerEndedError from error
        finally:
            theirs.close()
            their_words.close()
        if kind != ANSWER:
            raise value
        return Worker(connection, words, value, self._step_seconds)

    def _stop(self) -> tuple[Frame, ...]:
        """End the worker, and return where it stood."""
        assert LAST_WORDS is not None
        text, end = b"", time.monotonic() + _WORDS_SECONDS
        with suppress(OSError):
            os.kill(self._pid, LAST_WORDS)
        while self._words.poll(max(0.0, end - time.monotonic())):
            piece = os.read(self._words.fileno(), 65536)
            if not piece:
                break
            text += piece
        self.kill()
        return frames_of(text.decode("ascii", "replace"))

    def kill(self) -> None:
        """End it at once, with all that it has started; for whoever has asked it last."""
        if self.is_open:
            self.end()
            self.is_open = False
            self._connection.close()
            self._words.close()

    def end(self) -> None:
        """End its process. Who waits for an answer then hears that there is none."""
        for send in (os.killpg, os.kill):
            with suppress(OSError):
                send(self._pid, signal.SIGKILL)


def _slowness() -> float:
    """Return how much longer all takes where others want the processors too: 1 to 2."""
    try:
        waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
    except OSError:
        return 1.0
    return min(2.0, max(1.0, waiting))


def _pipes() -> tuple[Connection, Connection, Connection, Connection]:
    """Return a connection's two ends, and those of a pipe for last words: to read, to write."""
    ours, theirs = core.multiprocessing.Pipe()
    try:
        words, their_words = core.multiprocessing.Pipe(duplex=False)
    except OSError:
        ours.close()
        theirs.close()
        raise
    return ours, theirs, words, their_words


class ApartPress:
    """The press in workers; see `Press` for what each method gives.

    Args:
        root, cache, drafts: as `OwnPress` has them.
        seconds: that a page may take, or one step of reading.

    Raises:
        SitegenError: the notes cannot be kept; from any other method also that what was asked
            for took too long, or that its process was ended.
    """

    edition = None  # others hold it

    def __init__(self, root: Path, cache: Path, drafts: bool, seconds: float) -> None:
        self._setup = (root, cache, drafts)
        self._root = root
        self._seconds = seconds
        self._news = threading.Condition()  # of all that follows
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._generation = 0
        self._is_closed = False
        self._trunk = self._first("fork" if sys.platform == "linux" else "spawn")

    def _first(self, method: str) -> Worker:
        """Start a worker that has no edition."""
        connection, theirs, words, their_words = _pipes()
        context: Any = core.multiprocessing.get_context(method)
        inherited = (connection, words) if method == "fork" else ()
        args = (theirs, their_words, inherited, *self._setup)
        process = context.Process(target=begin, args=args)
        process.start()
        theirs.close()
        their_words.close()
        worker = Worker(connection, words, process.pid, self._seconds)
        try:
            worker.ask("greet")
        except Exception:
            worker.kill()
            process.join()
            raise
        self._join_first = process.join
        return worker

    def close(self) -> None:
        """End every worker at once, whatever it is at."""
        with self._news:
            self._is_closed = True
            for worker in self._busy:
                worker.end()
            for worker in (*self._idle, self._trunk):
                worker.kill()
            self._idle = []
            self._news.notify_all()
        self._join_first()

    # One worker for one question

    @contextmanager
    def _leaf(self) -> Iterator[Worker]:
        with self._news:
            self._news.wait_for(lambda: self._idle or len(self._busy) < MOST or self._is_closed)
            if self._is_closed:
                raise WorkerEndedError
            leaf = self._idle.pop() if self._idle else self._trunk.fork()
            leaf.generation = self._generation
            self._busy.add(leaf)
        try:
            yield leaf
        finally:
            with self._news:
                self._busy.discard(leaf)
                is_of_now = leaf.generation == self._generation and not self._is_closed
                is_good = leaf.is_open and not leaf.is_late
                if is_good and is_of_now and len(self._idle) < MOST_IDLE:
                    self._idle.append(leaf)
                else:
                    leaf.kill()
                self._news.notify()

    def _ask(self, name: str, file: str, seconds: float) -> Any:
        """Ask a leaf something of one file."""
        address = path_of_file(file)
        try:
            with self._leaf() as leaf:
                return leaf.ask(name, file, seconds=seconds)
        except WorkerEndedError as error:
            raise SitegenError([ended_problem(address)]) from error
        except StuckError as error:
            problem = self._stuck_problem(error, address, seconds)
            raise SitegenError([problem]) from error

    def _stuck_problem(self, error: StuckError, address: str, seconds: float) -> Problem:
        stood = places(self._root, error.frames, self._template_line)
        return stuck_problem(stood, seconds, error.label, address)

    def _template_line(self, file: str, line: int) -> int:
        try:
            with self._leaf() as leaf:
                number: int = leaf.ask("template_line", file, line, seconds=self._seconds)
                return number
        except Exception:  # the file says enough
            return 0

    # The newest edition

    def refresh(
        self,
        now: datetime,
        jobs: int,
        *,
        anew: bool = False,
        saves: frozenset[str] | None = None,
    ) -> Outcome:
        outcome = self._outcome(now, jobs, anew, saves)
        if outcome.is_given_up and jobs != 1:  # one process tells at which source it is
            return self._outcome(now, 1, anew, saves)
        return outcome

    def _outcome(
        self, now: datetime, jobs: int, anew: bool, saves: frozenset[str] | None
    ) -> Outcome:
        try:
            reader = self._reader()
        except WorkerEndedError:
            return Outcome(None, () if self._is_closed else (ended_problem("preview"),))
        except SitegenError as error:  # the notes cannot be kept
            return Outcome(None, error.problems)
        except OSError as error:
            return Outcome(None, (no_room("preview", error),))
        try:
            outcome: Outcome = reader.ask("refresh", now, jobs, anew=anew, saves=saves)
        except StuckError as error:
            problem = self._stuck_problem(error, "", self._seconds)
            return Outcome(None, (problem,), is_given_up=True)
        except WorkerEndedError:
            return Outcome(None, (ended_problem("preview"),), is_given_up=True)
        except SitegenError as error:
            return Outcome(None, error.problems)
        except Exception as error:  # who follows the sources lives on, whatever has gone wrong
            return Outcome(None, (own_mistake("preview", error),))
        finally:
            with self._news:
                self._busy.discard(reader)
                others: list[Worker] = [reader]
                if reader.is_open and not self._is_closed:
                    others = [self._trunk, *self._idle]
                    self._trunk, self._idle = reader, []
                    self._generation += 1
                for worker in others:
                    worker.kill()
                self._news.notify_all()
        return outcome

    def _reader(self) -> Worker:
        with self._news:
            if self._is_closed:
                raise WorkerEndedError
            reader = self._warmest()
            self._busy.add(reader)
            return reader

    def _warmest(self) -> Worker:
        """Fork an idle leaf, or the trunk; what the system has ended is left out."""
        while self._idle:
            try:
                return self._idle[-1].fork()
            except WorkerEndedError:
                self._idle.pop().kill()
        try:
            return self._trunk.fork()
        except WorkerEndedError:
            self._trunk.kill()
            self._trunk = self._first("spawn")
            return self._trunk.fork()

    # What it has

    def file_of(self, path: str, prefix: str) -> str:
        with self._leaf() as leaf:
            file: str = leaf.ask("file_of", path, prefix)
            return file

    def has(self, file: str) -> bool:
        with self._leaf() as leaf:
            return bool(leaf.ask("has", file))

    def look(self, file: str) -> Look:
        with self._leaf() as leaf:
            look: Look = leaf.ask("look", file)
            return look

    def about(self, file: str) -> About:
        with self._leaf() as leaf:
            about: About = leaf.ask("about", file)
            return about

    def task(self, file: str) -> Task:
        task: Task = self._ask("task", file, self._seconds)
        return task

    def page(self, file: str) -> tuple[Task, bytes]:
        page: tuple[Task, bytes] = self._ask("page", file, self._seconds)
        return page

    def picture(self, file: str) -> bytes:
        data: bytes = self._ask("picture", file, PICTURE_SECONDS)
        return data

    def pieces(self, file: str) -> tuple[Piece, ...]:
        pieces: tuple[Piece, ...] = self._ask("pieces", file, PICTURE_SECONDS)
        return pieces

    @contextmanager
    def one(self) -> Iterator[_OneLeaf]:
        with self._leaf() as leaf:
            yield _OneLeaf(leaf)


class _OneLeaf:
    """A leaf that makes the search index, part by part, as long as that takes."""

    def __init__(self, leaf: Worker) -> None:
        self._leaf = leaf

    def search_parts(self) -> Mapping[str, FoundPart]:
        parts: Mapping[str, FoundPart] = self._leaf.ask("search_parts")
        return parts

    def search_bundle(self, key: str) -> Bundle:
        bundle: Bundle = self._leaf.ask("search_bundle", key)
        return bundle
