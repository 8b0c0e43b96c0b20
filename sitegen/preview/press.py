"""The press: reads the sources, makes editions of them, and prints their files.

All that runs what others have written is here: a site's modules, its templates, the stories.
`OwnPress` does it in this process; `ApartPress` has one in processes of their own, which can
be ended at any moment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from sitegen import pictures
from sitegen.core.digests import LostNodeError, Values
from sitegen.core.file_names import PICTURE_ENDINGS, ending
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.core.urls import output_file
from sitegen.model.tasks import MANIFEST, Task
from sitegen.preview.assembling import Assembler, PartialEditionError
from sitegen.preview.editions import Edition, HiddenStory, Reasons
from sitegen.preview.mistakes import own_mistake, unreadable
from sitegen.preview.time_limit import ReplaceableLock, TimeLimit
from sitegen.render.environments import template_line
from sitegen.render.render import Renderer
from sitegen.search.bundle import ENGINE, Bundle, engine_bundle, forced_language, part_bundle
from sitegen.search.entries import entries
from sitegen.search.parts import Part, divide, part_key, part_text
from sitegen.settings.search_program import program_file
from sitegen.settings.types import Settings
from sitegen.sources import disk_links
from sitegen.theme import layers, stylesheet
from sitegen.traces.pieces import Piece

# Copied files that are looked through on the way; films are too large for every request.
_PICTURES = tuple(PICTURE_ENDINGS)


class Shown(Record):
    """What the preview itself tells of an edition."""

    settings: Settings
    now: datetime
    next_change: datetime | None
    warnings: tuple[Problem, ...]
    hidden: tuple[HiddenStory, ...]
    style: str  # URL of the stylesheet that pages name; "" if there is none
    slots: str  # digest of the front's
    reasons: Reasons
    is_partial: bool  # True: it is what mistakes leave of the site


class Outcome(Record):
    """What a look at the sources led to."""

    shown: Shown | None  # None: there is no new edition, and the last one stays
    problems: tuple[Problem, ...]
    sources: frozenset[str] = frozenset()  # that have changed: "content/news/vote.md"
    is_given_up: bool = False  # it was ended: nobody knows what it would have led to


class Look(Record):
    """How one file of an edition comes to be."""

    maker: str  # "page", "picture", "copy", "photo" (of a copy parts), "" where it is refused
    recipe: str = ""
    digest: str = ""  # of the file that is copied
    source: Path | None = None
    problem: Problem | None = None


class Crops(Record):
    """What is cut out of a story's picture."""

    files: tuple[str, ...]
    focus: tuple[float, float]


class About(Record):
    """What of a file's story lies over its page."""

    story: HiddenStory | None = None  # where it is not public
    crops: Crops | None = None


class FoundPart(Record):
    """A part of the search index, without what is found in it."""

    name: str
    count: int
    years: tuple[str, ...]


class IndexPress(Protocol):
    """What makes the search index of one edition."""

    def search_parts(self) -> Mapping[str, FoundPart]:
        """Return the parts of the index by their keys, the engine first."""

    def search_bundle(self, key: str) -> Bundle:
        """Return the files of one part. Raises whatever the program does."""


class Press(Protocol):
    """What the preview asks. Every method may be called from any thread."""

    @property
    def edition(self) -> Edition | None:
        """The newest edition; None too where another process holds it."""

    def refresh(
        self,
        now: datetime,
        jobs: int,
        *,
        anew: bool = False,
        saves: frozenset[str] | None = None,
    ) -> Outcome:
        """Bring the edition up to date with the sources; raises nothing.

        Args:
            jobs: processes that may parse; more than one only while no other thread runs.
            anew: from what the caches hold now, for a build has taken away what was there.
            saves: the files of content/ that may have changed since the last refresh, if they
                are known: no other file is looked at.
        """

    def file_of(self, path: str, prefix: str) -> str: ...
    def has(self, file: str) -> bool: ...
    def look(self, file: str) -> Look: ...
    def task(self, file: str) -> Task: ...
    def page(self, file: str) -> tuple[Task, bytes]: ...
    def picture(self, file: str) -> bytes: ...
    def pieces(self, file: str) -> tuple[Piece, ...]: ...
    def about(self, file: str) -> About: ...
    def one(self) -> AbstractContextManager[IndexPress]:
        """Give one and the same process for many calls, as long as they take."""

    def close(self) -> None: ...


class OwnPress:
    """A press in this process.

    Args:
        root: the site's folder.
        cache: where builds and previews keep what they learnt.
        drafts: take unpublished stories in too.
        on_stuck: called when a thread goes on though it was told to stop; None where this
            process has one thread and is ended from outside.

    Raises:
        SitegenError: the notes cannot be kept.
    """

    def __init__(
        self, root: Path, cache: Path, drafts: bool, on_stuck: Callable[[], None] | None = None
    ) -> None:
        self.edition: Edition | None = None
        self._root = root
        self._on_stuck = on_stuck
        self._lock = ReplaceableLock()  # planning and rendering are for one thread at a time
        self._limit = TimeLimit(self._leave_behind) if on_stuck is not None else None
        self._assembler = Assembler(root, cache, drafts, self._lock)
        self._parts: tuple[Edition, dict[str, Part]] | None = None  # of the search index
        self._planned: tuple[Edition, Task] | None = None  # what was planned last

    def close(self) -> None:
        if self._limit is not None:
            self._limit.close()
        self._assembler.notes.close()

    def let_go(self) -> None:
        """Hold no connection any more: this process is about to be forked."""
        self._assembler.notes.let_go()

    @contextmanager
    def one(self) -> Iterator[OwnPress]:
        yield self

    def _leave_behind(self) -> None:
        """Go on without a thread that holds the lock and does not stop."""
        self._lock.replace()
        self._assembler.begin_anew()
        if self._on_stuck is not None:
            self._on_stuck()

    def refresh(
        self,
        now: datetime,
        jobs: int,
        *,
        anew: bool = False,
        saves: frozenset[str] | None = None,
    ) -> Outcome:
        edition: Edition | None = None
        is_partial = False
        problems: tuple[Problem, ...] = ()
        try:
            if anew:
                self._assembler.forget(trusting=True)
            edition = self._assembler.edition(self.edition, now, jobs, saves)
        except SitegenError as error:
            problems = error.problems
            if self.edition is None and isinstance(error, PartialEditionError):
                edition = error.edition  # what can be shown, with the mistakes over it
                is_partial = True
        except OSError as error:
            # A checkout takes away what the scan has just seen; the bell rings again.
            problems = (unreadable(self._root, error),)
        except Exception as error:  # the server lives on, whatever has gone wrong here
            problems = (own_mistake("preview", error),)
        sources = frozenset(self._assembler.notes.take_changes())
        problems = tuple(p for p in problems if not p.warning)
        if edition is None:
            return Outcome(None, problems, sources)
        with self._lock:
            self.edition, self._planned = edition, None
        return Outcome(_shown(edition, is_partial), problems, sources)

    # What the edition has

    def file_of(self, path: str, prefix: str) -> str:
        """Return the file that answers an address of the site; "" if none does.

        Args:
            path: as a browser sends it, with the prefix: "/paper/news/vote/".

        Nothing is looked up on the disk, only among the names that the plan gives, so no
        address can lead outside the site.
        """
        if prefix and path != prefix and not path.startswith(f"{prefix}/"):
            return ""
        below = unquote(path.removeprefix(prefix))
        if not below.startswith("/") or below.startswith("//"):
            return ""
        file = output_file(path.removeprefix(prefix))
        return file if file != MANIFEST and self.has(file) else ""

    def has(self, file: str) -> bool:
        return self.edition is not None and file in self.edition.outline.entries

    def _the_edition(self) -> Edition:
        if self.edition is None:
            raise LostNodeError("edition")  # whoever asks reads the sources again
        return self.edition

    def _edition_with(self, file: str) -> Edition:
        """Return the edition; a newer one may have come since the last question about a file."""
        edition = self._the_edition()
        if file not in edition.outline.entries:
            raise LostNodeError(file)
        return edition

    def look(self, file: str) -> Look:
        edition = self._edition_with(file)
        entry = edition.outline.entries[file]
        if entry.maker == "image" or entry.recipe == "card":
            return Look("picture", entry.recipe)
        if entry.maker != "copy":
            return Look("page", entry.recipe)
        path = self._root / entry.recipe
        if entry.recipe.startswith("static/"):
            path = edition.inputs.theme.statics[entry.recipe.removeprefix("static/")].file
        # The scan has looked, but a link may have come in its place since.
        folders = [self._root / "content", *dict(layers.folders(self._root)).values()]
        if not disk_links.is_at_home(str(path), disk_links.homes(folders)):
            return Look("", entry.recipe, problem=disk_links.link_problem(entry.recipe))
        if ending(entry.file) in _PICTURES:
            return Look("photo", entry.recipe, entry.digest, path)
        return Look("copy", entry.recipe, entry.digest, path)

    def about(self, file: str) -> About:
        edition = self.edition
        entry = edition.outline.entries.get(file) if edition is not None else None
        if edition is None or entry is None:
            return About()
        hidden: HiddenStory | None = None
        if entry.maker == "page":
            hidden = next((one for one in edition.hidden if one.path == entry.subject.id), None)
        crops: Crops | None = None
        if entry.subject.kind == "article":
            image = edition.site.articles[entry.subject.id].image
            shown = pictures.crops(image, edition.settings.images) if image is not None else ()
            if image is not None and shown:
                crops = Crops(tuple(crop.file for crop in shown), image.focus)
        return About(hidden, crops)

    # Printing

    @contextmanager
    def _turn(self, file: str) -> Iterator[Edition]:
        with self._lock, self._limit.watched() if self._limit is not None else nullcontext():
            yield self._edition_with(file)

    def task(self, file: str) -> Task:
        """Return the task of a file, with its key.

        Raises:
            SitegenError: a module is at fault.
            sqlite3.DatabaseError, LostNodeError: here and below: a build that ran meanwhile
                has dropped what it no longer needs, and the sources are to be read again; or
                the newest edition has no such file.
        """
        with self._turn(file) as edition:
            return self._planned_task(edition, file)

    def _planned_task(self, edition: Edition, file: str) -> Task:
        """Plan a file; whoever asks for its task asks for its page next."""
        planned = self._planned
        if planned is None or planned[0] is not edition or planned[1].file != file:
            planned = self._planned = edition, edition.planner.task(file)
        return planned[1]

    def page(self, file: str) -> tuple[Task, bytes]:
        """Return a file's task and its bytes.

        Raises:
            SitegenError, OSError: as `Renderer.render`.
        """
        with self._turn(file) as edition:
            task = self._planned_task(edition, file)
            return task, edition.renderer.render(task)

    def picture(self, file: str) -> bytes:
        with self._lock:
            edition = self._edition_with(file)
            task = edition.planner.task(file)
        return Renderer(edition.setup, Values(self._assembler.notes)).render(task)

    def pieces(self, file: str) -> tuple[Piece, ...]:
        """Return the pieces that are published of a picture that is copied."""
        with self._lock:
            edition = self._edition_with(file)
            task = edition.planner.task(file)
        renderer = Renderer(edition.setup, Values(self._assembler.notes))
        with renderer.copy(task) as (clean, _reader):
            return tuple(clean.pieces)

    def template_line(self, file: str, line: int) -> int:
        """Return the line of a template's file for one of the Python that it was compiled to."""
        edition = self._the_edition()
        return template_line(edition.setup, file, line)

    # The search index

    def search_parts(self) -> Mapping[str, FoundPart]:
        return {
            key: FoundPart(part.name, len(part.entries), part.years)
            for key, part in self._search_parts().items()
        }

    def _search_parts(self) -> dict[str, Part]:
        edition = self._the_edition()
        if self._parts is None or self._parts[0] is not edition:
            settings = edition.settings
            language, code = forced_language(settings.language), edition.inputs.engine
            parts = (Part(ENGINE, ()), *divide(entries(edition.site)))
            by_key = {
                part_key(part_text(part), settings.search_program, language, code): part
                for part in parts
            }
            self._parts = edition, by_key
        return self._parts[1]

    def search_bundle(self, key: str) -> Bundle:
        part = self._search_parts()[key]
        language = forced_language(self._the_edition().settings.language)
        if part.name == ENGINE:
            return engine_bundle(program_file(), language)
        return part_bundle(program_file(), language, part, Values(self._assembler.notes))


def _shown(edition: Edition, is_partial: bool) -> Shown:
    return Shown(
        settings=edition.settings,
        now=edition.now,
        next_change=edition.site.next_change,
        warnings=edition.warnings,
        hidden=edition.hidden,
        style=edition.inputs.theme.assets.get(stylesheet.STYLESHEET, ""),
        slots=edition.inputs.frame.slots,
        reasons=edition.reasons,
        is_partial=is_partial,
    )


# What means that a build has taken away what the edition is made from.
TAKEN_AWAY = (sqlite3.DatabaseError, LostNodeError)
