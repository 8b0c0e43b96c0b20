"""State: the newest edition of the site that a preview can show, and what changed since.

An edition is a site assembled as of one moment, with the outline of all its files. A page of
it is made when somebody asks, by the same renderer that builds, and kept under its key.
When the sources have problems the last good edition stays, and the problems with it.
"""

from __future__ import annotations

import sqlite3
import threading
import time
import traceback
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import CodeType
from urllib.parse import unquote

from sitegen.build import inputs as gather
from sitegen.cache.store import CACHE_DIR
from sitegen.core.digests import (
    LostNodeError,
    Values,
    digest_bytes,
    digest_text,
    dump,
    load,
)
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.urls import output_file, path_of_file, site_url
from sitegen.model.tasks import MANIFEST, Task
from sitegen.pages.context import reserved_names
from sitegen.pages.plan import Entry, Planner
from sitegen.preview.editions import (
    Edition,
    Unpublished,
    beside_stories,
    outline_after,
    site_after,
    site_frame_of,
    unpublished_of,
)
from sitegen.preview.notes import Notes
from sitegen.render.render import Renderer
from sitegen.render.setup import RenderSetup
from sitegen.settings import extensions
from sitegen.settings.load import load as load_settings
from sitegen.settings.types import Settings
from sitegen.sources import scan
from sitegen.sources.read import line_of
from sitegen.theme import layers, stylesheet

KEPT = 64 * 2**20  # bytes of rendered files that are kept in memory
REMEMBERED = 40  # rings that the overview tells of
MOST_VALUES = 50_000  # nodes in memory, after which we begin anew
NOT_FOUND = "404.html"
# Copied files that are looked through on the way; films are too large for every request.
_PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".gif", ".webp", ".avif", ".heic",
             ".tif", ".tiff", ".svg")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """One file as it was made: what the overview tells of it."""

    url: str
    why: str


@dataclass(slots=True)
class Ring:
    """One change, and what it led to."""

    at: datetime
    sources: tuple[str, ...]  # "content/news/vote.md"; () when only time went by, or at first
    took: float  # seconds until the new edition stood
    first: bool = False
    made: list[Made] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """One file of the site as a browser gets it, before anything is added."""

    file: str  # relative to output/; "" when there is no edition yet
    status: int
    version: str  # digest of `data`, or of the file behind `source`
    data: bytes
    source: Path | None = None  # where a large file is to be read from instead
    recipe: str = ""
    problems: tuple[Problem, ...] = ()  # why it is an older version that is shown


@dataclass(frozen=True, slots=True)
class News:
    """What an open tab is told."""

    do: str  # "stay", "style" (only the stylesheet moved) or "reload"
    version: str
    style: str = ""  # URL of the new stylesheet


class Preview:
    """The live state behind a preview server.

    Args:
        root: the site's folder.
        clock: tells the time; asked at every refresh.
        drafts: show unpublished stories too.
        as_of: show the site as of this moment, whatever the clock says.

    Every method may be called from any thread.
    """

    def __init__(
        self,
        root: Path,
        *,
        clock: Callable[[], datetime],
        drafts: bool = False,
        as_of: datetime | None = None,
    ) -> None:
        self.root = root
        self.drafts = drafts
        self.as_of = as_of
        self.edition: Edition | None = None
        self.problems: tuple[Problem, ...] = ()  # that keep newer sources from being shown
        self.number = 0  # counts refreshes that may have changed something
        self.rings: deque[Ring] = deque(maxlen=REMEMBERED)
        self._clock = clock
        self._notes = Notes(root)
        self._refreshing = threading.Lock()
        self._lock = threading.RLock()  # planning and rendering are for one thread at a time
        self._encoding = threading.Lock()
        self._read_values = Values(self._notes)  # holds articles from refresh to refresh
        self._values = Values(self._notes)  # of what is planned and rendered
        self._renderer: Renderer | None = None
        self._made_for: tuple[RenderSetup, str] | None = None  # what the renderer depends on
        self._compiled: defaultdict[str, dict[str, CodeType]] = defaultdict(
            dict
        )  # templates, by language
        self._compiled_with: tuple[str, ...] = ()
        self._pages: OrderedDict[str, bytes] = OrderedDict()  # by key
        self._versions: OrderedDict[str, str] = OrderedDict()  # digest of a page → its key
        self._kept = 0
        self._shown: OrderedDict[str, _Shown] = OrderedDict()  # by file

    def close(self) -> None:
        self._notes.close()

    def now(self) -> datetime:
        return self.as_of or self._clock()

    def is_due(self) -> bool:
        """Say whether the clock alone has changed the site since the last refresh."""
        edition = self.edition
        if edition is None or edition.site.next_change is None:
            return False
        return self.now() >= edition.site.next_change

    # Following the sources

    def refresh(self, jobs: int = 1) -> None:
        """Bring the edition up to date with the sources, or say why it cannot be.

        Args:
            jobs: processes that may parse; more than one only while no other thread runs.
        """
        with self._refreshing:
            began, was_due = time.perf_counter(), self.is_due()
            edition: Edition | None = None
            problems: tuple[Problem, ...] = ()
            try:
                edition = self._edition(jobs)
            except SitegenError as error:
                problems = error.problems
            except OSError as error:
                # A checkout takes away what the scan has just seen; the bell rings again.
                problems = (unreadable(self.root, error),)
            except Exception as error:  # the server lives on, whatever has gone wrong here
                problems = (own_mistake("preview", error),)
            moved, self._notes.moved = set(self._notes.moved), {}
            with self._lock:
                if edition is not None and self.edition is not None:
                    moved |= _settings_moved(self.edition.settings, edition.settings)
                if edition is not None:
                    self.edition = edition
                self.problems = tuple(p for p in problems if not p.warning)
                self.number += 1
                if moved or was_due or not self.rings:
                    took = time.perf_counter() - began
                    sources = tuple(sorted(moved)) if self.rings else ()
                    self.rings.appendleft(Ring(self.now(), sources, took, not self.rings))

    def _edition(self, jobs: int) -> Edition:
        extensions.forget_changed()
        settings = load_settings(self.root, reserved_names())
        try:
            return self._assembled(settings, jobs)
        except (sqlite3.DatabaseError, LostNodeError):
            # A build has taken away what it no longer needs, or a cache is damaged.
            self._forget(trusting=True)
        try:
            return self._assembled(settings, jobs)
        except (sqlite3.DatabaseError, LostNodeError):
            self._forget(trusting=False)
        return self._assembled(settings, jobs)

    def _forget(self, *, trusting: bool) -> None:
        with self._lock:
            moved = self._notes.moved
            self._notes.reload(trusting=trusting)
            self._notes.moved = moved
            self._read_values = Values(self._notes)
            self._values = Values(self._notes)
            self._renderer = None

    def _assembled(self, settings: Settings, jobs: int) -> Edition:
        now = self.now()
        self._notes.make_room()
        last = self.edition
        before = last.inputs if last is not None else None
        inputs = gather.gather(settings, self._notes, now, jobs, last=before)
        self._notes.learn(inputs.reading)
        # The texts that were parsed are in the notes; here they would double in memory.
        results = tuple(replace(one, nodes={}) for one in inputs.reading.results)
        inputs = replace(inputs, reading=replace(inputs.reading, results=results))
        _stop_on(inputs.problems)
        site_frame, beside = site_frame_of(inputs), beside_stories(inputs)
        site, said = site_after(last, inputs, self._read_values, now, site_frame, self.drafts)
        _stop_on((*inputs.problems, *said))
        found = outline_after(last, site, inputs, beside)
        setup = gather.render_setup(settings, inputs.theme, inputs.analysis, self.root / CACHE_DIR)
        with self._lock:  # the values are shared with the edition that is being shown
            renderer = self._renderer_for(setup, inputs.engine)
            planner = Planner(
                site, inputs.theme, inputs.analysis, found, self._values, inputs.engine
            )
        mistakes = planner.problems(line_of(inputs.reading.rows))
        problems = (*inputs.problems, *said, *found.problems, *mistakes)
        _stop_on(problems)
        return Edition(
            settings=settings,
            inputs=inputs,
            site=site,
            outline=found,
            planner=planner,
            setup=setup,
            renderer=renderer,
            now=now,
            warnings=tuple(sorted(set(problems))),
            unpublished=tuple(unpublished_of(site)),
            said=said,
            site_frame=site_frame,
            beside=beside,
        )

    def _renderer_for(self, setup: RenderSetup, engine: str) -> Renderer:
        """Return the last edition's renderer, unless templates, settings or code have moved."""
        if len(self._values.fresh) > MOST_VALUES:
            self._values = Values(self._notes)
            self._renderer = None
        if self._renderer is None or self._made_for != (setup, engine):
            code = (engine, setup.language, setup.timezone)  # templates are compiled with filters
            if self._compiled_with != code:
                self._compiled, self._compiled_with = defaultdict(dict), code
            self._made_for = (setup, engine)
            self._renderer = Renderer(setup, self._values, self._compiled)
        self._renderer.warnings.clear()
        return self._renderer

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
            self._forget(trusting=True)
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
        if NOT_FOUND in edition.outline.entries:
            return self._file(edition, NOT_FOUND, 404)
        return Answer("", 404, "", b"")

    def news(self, path: str, version: str) -> tuple[News, Answer]:
        """Say what a tab that shows `version` of an address should do now."""
        answer = self.answer(path)
        if answer.version == version:
            return News("stay", version), answer
        with self._lock:
            before = self._pages.get(self._versions.get(version, ""))
            shown = self._shown.get(answer.file)
            edition = self.edition
        if edition is not None and before is not None and shown is not None:
            style = edition.inputs.theme.assets.get(stylesheet.STYLESHEET, "")
            old = shown.styles.get(version, "")
            if old and style and before.replace(old.encode(), style.encode()) == answer.data:
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
                task = edition.planner.task(file)
                data = self._rendered(edition, task)
            except SitegenError as error:
                return self._last_good(file, status, error.problems)
            except OSError as error:
                return self._last_good(file, status, (unreadable(self.root, error),))
            except (sqlite3.DatabaseError, LostNodeError):
                raise  # `answer` knows what to do
            except Exception as error:  # the last good page is better than none
                return self._last_good(file, status, (own_mistake(file, error),))
            return Answer(file, status, digest_bytes(data), data, recipe=task.recipe)

    def _rendered(self, edition: Edition, task: Task) -> bytes:
        data = self._pages.get(task.key)
        if data is not None:
            self._pages.move_to_end(task.key)
        else:
            data = edition.renderer.render(task)
            self._keep(task.key, data)
            self._tell(edition, task)
        version = digest_bytes(data)
        self._versions[version] = task.key
        self._versions.move_to_end(version)
        if len(self._versions) > 5000:
            self._versions.popitem(last=False)
        shown = self._shown.setdefault(task.file, _Shown())
        self._shown.move_to_end(task.file)
        if len(self._shown) > 2000:
            self._shown.popitem(last=False)
        shown.take(task, version, edition.inputs.theme.assets.get(stylesheet.STYLESHEET, ""))
        return data

    def _keep(self, key: str, data: bytes) -> None:
        self._pages[key] = data
        self._kept += len(data)
        while self._kept > KEPT and len(self._pages) > 1:
            _key, dropped = self._pages.popitem(last=False)
            self._kept -= len(dropped)

    def _tell(self, edition: Edition, task: Task) -> None:
        """Note for the overview that a file was made, and why."""
        shown = self._shown.get(task.file)
        url = site_url(edition.settings.prefix, path_of_file(task.file))
        why = "first asked for" if shown is None else shown.why(task)
        if self.rings:
            made = self.rings[0].made
            made.append(Made(url, why))
            del made[:-100]

    def _last_good(self, file: str, status: int, problems: tuple[Problem, ...]) -> Answer:
        shown = self._shown.get(file)
        data = self._pages.get(self._versions.get(shown.version, "")) if shown else None
        if shown is None or data is None:
            return Answer(file, 500, "", b"", problems=problems)
        return Answer(file, status, shown.version, data, problems=problems)

    def _copy(self, edition: Edition, entry: Entry, status: int) -> Answer:
        path = self.root / entry.recipe
        if entry.recipe.startswith("static/"):
            path = edition.inputs.theme.statics[entry.recipe.removeprefix("static/")].file
        # The scan has looked, but a link may have come in its place since.
        within = scan.homes([self.root / "content", *dict(layers.folders(self.root)).values()])
        if not scan.is_at_home(str(path), within):
            message = "is a link that leads outside the site, so the preview does not serve it"
            problem = Problem(entry.recipe, 0, message, "Put the file itself there.")
            return Answer(entry.file, 404, "", b"", problems=(problem,))
        if entry.file.lower().endswith(_PICTURES):
            return self._picture(edition, entry.file, status)
        return Answer(entry.file, status, entry.digest, b"", path, entry.recipe)

    def _picture(self, edition: Edition, file: str, status: int) -> Answer:
        with self._lock:
            task = edition.planner.task(file)
        with self._encoding:  # decoding two large photos at once takes twice the memory
            try:
                data = Renderer(edition.setup, Values(self._notes)).render(task)
            except (SitegenError, OSError) as error:
                problems = error.problems if isinstance(error, SitegenError) else ()
                return Answer(file, 404, "", b"", problems=problems)
        return Answer(file, status, digest_bytes(data), data, recipe=task.recipe)

    # What is not public

    def story_of(self, file: str) -> Unpublished | None:
        """Return the unpublished story that a file shows, if it shows one."""
        edition = self.edition
        entry = edition.outline.entries.get(file) if edition is not None else None
        if edition is None or entry is None or entry.maker != "page":
            return None
        return next((u for u in edition.unpublished if u.path == entry.subject.id), None)

    def excerpt(self, problem: Problem, around: int = 2) -> tuple[tuple[int, str], ...]:
        """Return the numbered lines about which a problem complains; () when there are none."""
        path = self.root / problem.path
        if problem.path.startswith("theme/"):
            path = layers.root() / problem.path.removeprefix("theme/")
        homes = (self.root.resolve(), layers.root().resolve())
        if not problem.line or not any(path.resolve().is_relative_to(home) for home in homes):
            return ()
        try:
            lines = path.read_text("utf-8", "replace").splitlines()
        except (OSError, ValueError):
            return ()
        first = max(1, problem.line - around)
        chosen = lines[first - 1 : problem.line + around]
        return tuple((number, line[:200]) for number, line in enumerate(chosen, first))


@dataclass(slots=True)
class _Shown:
    """What was last made of one file: tells why it is made again, and what tabs show."""

    version: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)  # name → digest
    base: str = ""
    styles: dict[str, str] = field(default_factory=dict)  # version → its stylesheet's URL

    def take(self, task: Task, version: str, style: str) -> None:
        self.version, self.base = version, task.base
        self.parts = {name: digest_text(dump(part)) for name, part in load(task.parts).items()}
        self.styles[version] = style
        while len(self.styles) > 20:
            del self.styles[next(iter(self.styles))]

    def why(self, task: Task) -> str:
        now = {name: digest_text(dump(part)) for name, part in load(task.parts).items()}
        names = [n for n in sorted({*now, *self.parts}) if now.get(n) != self.parts.get(n)]
        if task.base != self.base:
            names.append("templates, styles or settings")
        return f"changed: {', '.join(names)}" if names else "asked for again"


def _settings_moved(before: Settings, after: Settings) -> set[str]:
    return {after.file} if (before.digest, before.lines) != (after.digest, after.lines) else set()


def unreadable(root: Path, error: OSError) -> Problem:
    """Say in an editor's words that a file went away, or may not be read."""
    name = str(error.filename or "the site's folder").removeprefix(f"{root}/")
    return Problem(name, 0, f"cannot be read: {error.strerror or error}")


def own_mistake(where: str, error: Exception) -> Problem:
    """Tell of a mistake that is no editor's: the preview shows it and goes on."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    message = f"sitegen itself has failed: {type(error).__name__}: {error} ({place})"
    hint = "The next save tries again. If it stays, the build's own words say more."
    return Problem(where, 0, message, hint)


def _stop_on(problems: tuple[Problem, ...]) -> None:
    if any(not problem.warning for problem in problems):
        raise SitegenError(set(problems))
