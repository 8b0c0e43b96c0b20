"""State: the newest edition of the site that a preview can show, and what changed since.

An edition is a site assembled as of one moment, with the outline of all its files. A page of
it is rendered when somebody asks, by the same renderer that builds. `assembling` makes the
editions, `rendered` holds the pages.
When the sources have problems the last good edition stays, and the problems with it.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from sitegen.cache.place import cache_place
from sitegen.core.digests import LostNodeError, Values, digest_bytes
from sitegen.core.file_names import NOT_FOUND, PICTURE_ENDINGS, ending
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.core.urls import output_file, path_of_file, site_url
from sitegen.model.tasks import MANIFEST
from sitegen.pages.entry import Entry
from sitegen.preview.assembling import Assembler, PartialEditionError
from sitegen.preview.changes import Changes
from sitegen.preview.editions import Edition, HiddenStory
from sitegen.preview.mistakes import own_mistake, unreadable
from sitegen.preview.rendered import RenderedFiles
from sitegen.preview.search_index import PreviewIndex
from sitegen.preview.time_limit import ReplaceableLock, TimeLimit
from sitegen.render.render import Renderer
from sitegen.settings.types import Settings
from sitegen.sources import disk_links
from sitegen.sources.files import FRONT_FILE
from sitegen.theme import layers, stylesheet
from sitegen.traces.pieces import Piece

# Copied files that are looked through on the way; films are too large for every request.
_PICTURES = tuple(PICTURE_ENDINGS)


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
    ) -> None:
        self.root = root
        self.drafts = drafts
        self.as_of = as_of
        self.edition: Edition | None = None
        self._is_partial = False  # True: the edition is what mistakes leave of the site
        self.problems: tuple[Problem, ...] = ()  # that keep newer sources from being shown
        self.number = 0  # counts refreshes that may have changed something
        self.changes = Changes()
        self._clock = clock
        self._refreshing = threading.Lock()
        self._lock = ReplaceableLock()  # planning and rendering are for one thread at a time
        self._encoding = threading.Lock()
        self._limit = TimeLimit(self._leave_behind)
        self._assembler = Assembler(root, cache_place(root, cache), drafts, self._lock)
        self._rendered = RenderedFiles()
        self.index = PreviewIndex(self._assembler.notes)

    def close(self) -> None:
        self.index.close()
        self._limit.close()
        self._assembler.notes.close()

    def now(self) -> datetime:
        return self.as_of or self._clock()

    def is_due(self) -> bool:
        """Say whether the clock alone has changed the site since the last refresh."""
        edition = self.edition
        if edition is None or edition.site.next_change is None:
            return False
        return self.now() >= edition.site.next_change

    def _leave_behind(self) -> None:
        """Go on without a thread that holds the lock and does not stop."""
        self._lock.replace()
        self._assembler.begin_anew()
        threading.Thread(target=self.refresh, name="refresh", daemon=True).start()

    # Following the sources

    def refresh(self, jobs: int = 1) -> None:
        """Bring the edition up to date with the sources, or say why it cannot be.

        Args:
            jobs: processes that may parse; more than one only while no other thread runs.
        """
        with self._refreshing:
            began, was_due = time.perf_counter(), self.is_due()
            edition: Edition | None = None
            is_partial = False
            problems: tuple[Problem, ...] = ()
            try:
                edition = self._assembler.edition(self.edition, self.now(), jobs)
            except SitegenError as error:
                problems = error.problems
                if self.edition is None and isinstance(error, PartialEditionError):
                    edition = error.edition  # what can be shown, with the mistakes over it
                    is_partial = True
            except OSError as error:
                # A checkout takes away what the scan has just seen; the bell rings again.
                problems = (unreadable(self.root, error),)
            except Exception as error:  # the server lives on, whatever has gone wrong here
                problems = (own_mistake("preview", error),)
            sources = self._assembler.notes.take_changes()
            with self._lock:
                if edition is not None and self.edition is not None:
                    sources |= _settings_files(self.edition.settings, edition.settings)
                    sources |= _slot_files(self.edition, edition)
                if edition is not None:
                    self.edition = edition
                    self._is_partial = is_partial
                self.problems = tuple(p for p in problems if not p.warning)
                self.number += 1
                if edition is not None:
                    self.index.follow(edition)
                if sources or was_due or not self.changes.latest():
                    reasons = edition.reasons.words() if edition is not None else ()
                    self.changes.add(self.now(), sources, time.perf_counter() - began, reasons)

    # Answering

    def file_of(self, path: str) -> str:
        """Return the file that answers an address of the site; "" if none does.

        Args:
            path: as a browser sends it, with the prefix: "/paper/news/vote/".

        Nothing is looked up on the disk, only among the names that the plan gives, so no
        address can lead outside the site.
        """
        edition = self.edition
        if edition is None:
            return ""
        prefix = edition.settings.prefix
        if prefix and path != prefix and not path.startswith(f"{prefix}/"):
            return ""
        below = unquote(path.removeprefix(prefix))
        if not below.startswith("/") or below.startswith("//"):
            return ""
        file = output_file(path.removeprefix(prefix))
        return file if file in edition.outline.entries and file != MANIFEST else ""

    def answer(self, path: str) -> Answer:
        """Return what a browser gets for an address; the 404 page where there is nothing.

        When the page cannot be rendered, its last good version comes with the problems.
        """
        try:
            return self._answer(path)
        except (sqlite3.DatabaseError, LostNodeError):
            # A build that ran meanwhile has dropped what it no longer needs. Read it again.
            self._assembler.forget(trusting=True)
            self.refresh()
        try:
            return self._answer(path)
        except Exception as error:  # the server lives on, whatever has gone wrong here
            return Answer("", 500, "", b"", problems=(own_mistake(path, error),))

    def _answer(self, path: str) -> Answer:
        with self._lock:
            edition = self.edition
            file = self.file_of(path)
        if edition is None:
            return Answer("", 503, "", b"", problems=self.problems)
        if file:
            return self._file(edition, file, 200)
        name = output_file(path.removeprefix(edition.settings.prefix))
        found = self.index.file(name)
        if found is not None:
            return Answer(name, 200, digest_bytes(found), found)
        if self._is_partial:  # a mistake may be all that is between the address and its page
            return Answer("", 503, "", b"", problems=self.problems)
        if NOT_FOUND in edition.outline.entries:
            return self._file(edition, NOT_FOUND, 404)
        return Answer("", 404, "", b"")

    def news(self, path: str, version: str) -> tuple[News, Answer]:
        """Say what a tab that shows `version` of an address should do now."""
        answer = self.answer(path)
        if answer.version == version:
            return News("stay", version), answer
        with self._lock:
            edition = self.edition
            style = _stylesheet(edition) if edition is not None else ""
            if self._rendered.only_style_differs(answer.file, version, answer.data, style):
                return News("style", answer.version, style), answer
        return News("reload", answer.version), answer

    def _file(self, edition: Edition, file: str, status: int) -> Answer:
        entry = edition.outline.entries[file]
        if entry.maker == "copy":
            return self._copy(edition, entry, status)
        if entry.maker == "image" or entry.recipe == "card":
            return self._picture(edition, file, status)
        with self._lock:
            try:
                with self._limit.watched():
                    return self._render(edition, file, status)
            except SitegenError as error:
                return self._last_good(file, status, error.problems)
            except OSError as error:
                return self._last_good(file, status, (unreadable(self.root, error),))
            except (sqlite3.DatabaseError, LostNodeError):
                raise  # `answer` knows what to do
            except Exception as error:  # the last good page is better than none
                return self._last_good(file, status, (own_mistake(file, error),))

    def _render(self, edition: Edition, file: str, status: int) -> Answer:
        task = edition.planner.task(file)
        data = self._rendered.page(task.key)
        if data is None:
            data = edition.renderer.render(task)
            self._rendered.keep(task.key, data)
            url = site_url(edition.settings.prefix, path_of_file(file))
            self.changes.add_render(url, self._rendered.why(task))
        version = self._rendered.serve(task, data, _stylesheet(edition))
        return Answer(file, status, version, data, recipe=task.recipe)

    def _last_good(self, file: str, status: int, problems: tuple[Problem, ...]) -> Answer:
        last = self._rendered.last_version(file)
        if last is None:
            return Answer(file, 500, "", b"", problems=problems)
        version, data = last
        return Answer(file, status, version, data, problems=problems)

    def _copy(self, edition: Edition, entry: Entry, status: int) -> Answer:
        path = self.root / entry.recipe
        if entry.recipe.startswith("static/"):
            path = edition.inputs.theme.statics[entry.recipe.removeprefix("static/")].file
        # The scan has looked, but a link may have come in its place since.
        folders = [self.root / "content", *dict(layers.folders(self.root)).values()]
        if not disk_links.is_at_home(str(path), disk_links.homes(folders)):
            problem = disk_links.link_problem(entry.recipe)
            return Answer(entry.file, 404, "", b"", problems=(problem,))
        if ending(entry.file) in _PICTURES:
            return self._copied_picture(edition, entry, status, path)
        return Answer(entry.file, status, entry.digest, b"", path, recipe=entry.recipe)

    def _copied_picture(self, edition: Edition, entry: Entry, status: int, path: Path) -> Answer:
        """Answer with a picture that is published as it is, without what a camera wrote."""
        with self._lock:
            task = edition.planner.task(entry.file)
        try:
            renderer = Renderer(edition.setup, Values(self._assembler.notes))
            with renderer.copy(task) as (file, _reader):
                pieces = file.pieces
        except (SitegenError, OSError) as error:
            problems = error.problems if isinstance(error, SitegenError) else ()
            return Answer(entry.file, 404, "", b"", problems=problems)
        return Answer(entry.file, status, entry.digest, b"", path, pieces, entry.recipe)

    def _picture(self, edition: Edition, file: str, status: int) -> Answer:
        with self._lock:
            task = edition.planner.task(file)
        with self._encoding:  # decoding two large photos at once takes twice the memory
            try:
                data = Renderer(edition.setup, Values(self._assembler.notes)).render(task)
            except (SitegenError, OSError) as error:
                problems = error.problems if isinstance(error, SitegenError) else ()
                return Answer(file, 404, "", b"", problems=problems)
        return Answer(file, status, digest_bytes(data), data, recipe=task.recipe)

    # What is not public

    def story_of(self, file: str) -> HiddenStory | None:
        """Return the unpublished story that a file shows, if it shows one."""
        edition = self.edition
        entry = edition.outline.entries.get(file) if edition is not None else None
        if edition is None or entry is None or entry.maker != "page":
            return None
        return next((story for story in edition.hidden if story.path == entry.subject.id), None)


def _settings_files(before: Settings, after: Settings) -> set[str]:
    """Return the settings' file if it has changed, else nothing."""
    return {after.file} if (before.digest, before.lines) != (after.digest, after.lines) else set()


def _slot_files(before: Edition, after: Edition) -> set[str]:
    """Return the file of the front's slots if it has changed, else nothing."""
    return {FRONT_FILE} if before.inputs.frame.slots != after.inputs.frame.slots else set()


def _stylesheet(edition: Edition) -> str:
    """Return the URL of the stylesheet that pages name; "" if there is none."""
    return edition.inputs.theme.assets.get(stylesheet.STYLESHEET, "")
