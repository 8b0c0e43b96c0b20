"""State: what a preview shows of the newest edition of the site, and what changed since.

An edition is a site assembled as of one moment, with the outline of all its files. A page of
it is rendered when somebody asks, by the same renderer that builds. `press` makes editions and
pages, as a rule in processes of its own; `rendered` holds the pages.
When the sources have problems the last good edition stays, and the problems with it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import datetime
from pathlib import Path

from sitegen.cache.place import cache_place
from sitegen.core.digests import digest_bytes
from sitegen.core.file_names import NOT_FOUND
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.core.urls import output_file, path_of_file, site_url
from sitegen.pages.context import reserved_names
from sitegen.preview.apart_press import (
    CAN_BE_APART,
    SECONDS,
    ApartPress,
    StuckError,
    WorkerEndedError,
)
from sitegen.preview.changes import Changes
from sitegen.preview.editions import Edition
from sitegen.preview.last_words import ended_problem
from sitegen.preview.mistakes import no_room, own_mistake, unreadable
from sitegen.preview.press import TAKEN_AWAY, About, Look, OwnPress, Press, Shown
from sitegen.preview.rendered import RenderedFiles
from sitegen.preview.search_index import PreviewIndex
from sitegen.settings.load import load
from sitegen.settings.types import Settings
from sitegen.sources.files import FRONT_FILE
from sitegen.traces.pieces import Piece

REST = 10.0  # seconds until a page is tried again that took too long


class Answer(Record):
    """One file of the site as a browser gets it, before anything is added."""

    file: str  # relative to output/; "" when there is no edition yet
    status: int
    version: str  # digest of `data`, or of the file behind `source`
    data: bytes
    source: Path | None = None  # where a large file is to be read from instead
    pieces: tuple[Piece, ...] | None = None  # of `source`, where not all of it is published
    recipe: str = ""
    problems: tuple[Problem, ...] = ()  # why the newest version is not shown


class News(Record):
    """What an open tab is to do, and what it shows after that."""

    do: str  # "stay", "style" (only the stylesheet differs) or "reload"
    version: str
    style: str = ""  # URL of the new stylesheet


class Preview:
    """The live state behind a preview server.

    Args:
        root: the site's folder.
        clock: tells the time; asked at every refresh.
        drafts: show unpublished stories too.
        as_of: show the site as of this moment, whatever the clock says.
        cache: where builds and previews keep what they learnt; the site's own when None.
        apart: make editions and pages in processes of their own, where the system has them.
        seconds: that a page may take then, or one story that is read.

    Raises:
        SitegenError: the notes cannot be kept.

    Every method may be called from any thread.
    """

    def __init__(
        self,
        root: Path,
        *,
        clock: Callable[[], datetime],
        drafts: bool = False,
        as_of: datetime | None = None,
        cache: Path | None = None,
        apart: bool = False,
        seconds: float = SECONDS,
    ) -> None:
        self.root = root
        self.drafts = drafts
        self.as_of = as_of
        self.shown: Shown | None = None  # of the edition that browsers get
        self.extensions: tuple[str, ...] = ()  # the site's modules, as last named
        self.problems: tuple[Problem, ...] = ()  # that keep newer sources from being shown
        self.number = 0  # counts refreshes that may have changed something
        self.is_given_up = False  # the last refresh took too long, or its process ended
        self.changes = Changes()
        self._clock = clock
        self._is_closed = False
        self._refreshing = threading.Lock()
        self._lock = threading.RLock()
        self._encoding = threading.Lock()
        self._rendered = RenderedFiles()
        self._stuck: dict[str, tuple[float, tuple[Problem, ...]]] = {}  # file → until when, why
        place = cache_place(root, cache)
        self._press: Press = (
            ApartPress(root, place, drafts, seconds)
            if apart and CAN_BE_APART
            else OwnPress(root, place, drafts, self._read_beside)
        )
        self.index = PreviewIndex(self._press)

    @property
    def edition(self) -> Edition | None:
        """The edition, where this process makes it."""
        return self._press.edition

    def close(self) -> None:
        """End what goes on. Only without processes a look at the sources is waited for."""
        self._is_closed = True
        self.index.close()
        with nullcontext() if isinstance(self._press, ApartPress) else self._refreshing:
            self._press.close()
        self.index.join()

    def now(self) -> datetime:
        return self.as_of or self._clock()

    def is_due(self) -> bool:
        """Say whether the clock alone has changed the site since the last refresh."""
        shown = self.shown
        if shown is None or shown.next_change is None:
            return False
        return self.now() >= shown.next_change

    def _read_beside(self) -> None:
        threading.Thread(target=self.refresh, name="refresh", daemon=True).start()

    # Following the sources

    def refresh(
        self, jobs: int = 1, *, anew: bool = False, saves: frozenset[str] | None = None
    ) -> None:
        """Bring the edition up to date with the sources, or say why it cannot be.

        Args:
            jobs, anew, saves: see `Press.refresh`.
        """
        with self._refreshing:
            if self._is_closed:
                return
            began, was_due = time.perf_counter(), self.is_due()
            with suppress(SitegenError):  # it is told with all others
                self.extensions = load(self.root, reserved_names).extensions
            outcome = self._press.refresh(self.now(), jobs, anew=anew, saves=saves)
            if self._is_closed:
                return
            sources, shown = set(outcome.sources), outcome.shown
            with self._lock:
                if shown is not None and self.shown is not None:
                    sources |= _settings_files(self.shown.settings, shown.settings)
                    sources |= {FRONT_FILE} if self.shown.slots != shown.slots else set()
                if shown is not None:
                    self.shown = shown
                self.problems = outcome.problems
                self.is_given_up = outcome.is_given_up
                self._stuck = {}
                self.number += 1
                if shown is not None:
                    self.index.follow(shown)
                if sources or was_due or not self.changes.latest():
                    reasons = shown.reasons.words() if shown is not None else ()
                    self.changes.add(self.now(), sources, time.perf_counter() - began, reasons)

    # Answering

    def file_of(self, path: str) -> str:
        """Return the file that answers an address of the site; "" if none does.

        Args:
            path: as a browser sends it, with the prefix: "/paper/news/vote/".
        """
        with suppress(OSError, WorkerEndedError):  # `answer` says so
            if self.shown is not None:
                return self._press.file_of(path, self.shown.settings.prefix)
        return ""

    def about(self, file: str) -> About:
        """Return what of a file's story lies over its page, if it can be told just now."""
        with suppress(OSError, WorkerEndedError):
            return self._press.about(file)
        return About()

    def answer(self, path: str) -> Answer:
        """Return what a browser gets for an address; the 404 page where there is nothing.

        When the page cannot be rendered, its last good version comes with the problems.
        """
        try:
            return self._answer(path)
        except (*TAKEN_AWAY, WorkerEndedError):
            # A build that ran meanwhile has dropped what it no longer needs, or the system has
            # ended the process that had it. Read it again.
            self.refresh(anew=True)
        except OSError as error:
            return Answer("", 503, "", b"", problems=(no_room(path, error),))
        except Exception as error:  # the server lives on, whatever has gone wrong here
            return Answer("", 500, "", b"", problems=(own_mistake(path, error),))
        try:
            return self._answer(path)
        except WorkerEndedError:
            return Answer("", 503, "", b"", problems=(ended_problem(path),))
        except Exception as error:  # the server lives on, whatever has gone wrong here
            return Answer("", 500, "", b"", problems=(own_mistake(path, error),))

    def _answer(self, path: str) -> Answer:
        shown = self.shown
        if shown is None:
            return Answer("", 503, "", b"", problems=self.problems)
        file = self._press.file_of(path, shown.settings.prefix)
        if file:
            return self._file(file, 200)
        name = output_file(path.removeprefix(shown.settings.prefix))
        found = self.index.file(name)
        if found is not None:
            return Answer(name, 200, digest_bytes(found), found)
        if shown.is_partial:  # a mistake may be all that is between the address and its page
            return Answer("", 503, "", b"", problems=self.problems)
        if self._press.has(NOT_FOUND):
            return self._file(NOT_FOUND, 404)
        return Answer("", 404, "", b"")

    def news(self, path: str, version: str) -> tuple[News, Answer]:
        """Say what a tab that shows `version` of an address should do now."""
        answer = self.answer(path)
        if answer.version == version:
            return News("stay", version), answer
        with self._lock:
            style = self.shown.style if self.shown is not None else ""
            if self._rendered.only_style_differs(answer.file, version, answer.data, style):
                return News("style", answer.version, style), answer
        return News("reload", answer.version), answer

    def _file(self, file: str, status: int) -> Answer:
        look = self._press.look(file)
        if look.maker == "copy":
            return Answer(file, status, look.digest, b"", look.source, recipe=look.recipe)
        if look.maker == "photo":
            return self._photo(file, look, status)
        if look.problem is not None:
            return Answer(file, 404, "", b"", problems=(look.problem,))
        if look.maker == "picture":
            return self._picture(file, look, status)
        until, problems = self._stuck.get(file, (0.0, ()))
        if time.monotonic() < until:
            return self._last_good(file, status, problems)
        number = self.number
        try:
            return self._page(file, status)
        except SitegenError as error:
            if isinstance(error.__cause__, StuckError) and number == self.number:
                # The tab that has just been answered asks at once whether there is news.
                self._stuck[file] = time.monotonic() + REST, error.problems
            return self._last_good(file, status, error.problems)
        except OSError as error:
            return self._last_good(file, status, (self._no_file_or_room(file, error),))
        except TAKEN_AWAY:
            raise  # `answer` knows what to do
        except Exception as error:  # the last good page is better than none
            return self._last_good(file, status, (own_mistake(file, error),))

    def _page(self, file: str, status: int) -> Answer:
        task = self._press.task(file)
        with self._lock:
            data = self._rendered.page(task.key)
        is_new = data is None
        if data is None:
            task, data = self._press.page(file)
        with self._lock:
            if is_new:
                self._rendered.keep(task.key, data)
                prefix = self.shown.settings.prefix if self.shown is not None else ""
                url = site_url(prefix, path_of_file(file))
                self.changes.add_render(url, self._rendered.why(task))
            style = self.shown.style if self.shown is not None else ""
            version = self._rendered.serve(task, data, style)
        return Answer(file, status, version, data, recipe=task.recipe)

    def _last_good(self, file: str, status: int, problems: tuple[Problem, ...]) -> Answer:
        with self._lock:
            last = self._rendered.last_version(file)
        if last is None:
            return Answer(file, 500, "", b"", problems=problems)
        version, data = last
        return Answer(file, status, version, data, problems=problems)

    def _no_file_or_room(self, file: str, error: OSError) -> Problem:
        if error.filename is None:  # a fork's, or a connection's
            return no_room(path_of_file(file), error)
        return unreadable(self.root, error)

    def _photo(self, file: str, look: Look, status: int) -> Answer:
        """Answer with a picture that is published as it is, without what a camera wrote."""
        try:
            pieces = self._press.pieces(file)
        except (SitegenError, OSError) as error:
            problems = error.problems if isinstance(error, SitegenError) else ()
            return Answer(file, 404, "", b"", problems=problems)
        return Answer(file, status, look.digest, b"", look.source, pieces, look.recipe)

    def _picture(self, file: str, look: Look, status: int) -> Answer:
        with self._encoding:  # decoding two large photos at once takes twice the memory
            try:
                data = self._press.picture(file)
            except (SitegenError, OSError) as error:
                problems = error.problems if isinstance(error, SitegenError) else ()
                return Answer(file, 404, "", b"", problems=problems)
        return Answer(file, status, digest_bytes(data), data, recipe=look.recipe)


def _settings_files(before: Settings, after: Settings) -> set[str]:
    """Return the settings' file if it has changed, else nothing."""
    return {after.file} if (before.digest, before.lines) != (after.digest, after.lines) else set()
