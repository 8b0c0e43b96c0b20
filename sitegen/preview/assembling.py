"""Assembling: one edition after another, made from the sources and from what the last holds."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import CodeType

from sitegen.build import inputs as gather
from sitegen.core.digests import LostNodeError, Values
from sitegen.core.pool import bulk_work
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.pages.context import reserved_names
from sitegen.pages.planner import Planner
from sitegen.preview.editions import (
    Edition,
    Reasons,
    hidden_stories,
    outline_after,
    site_after,
)
from sitegen.preview.mistakes import stop_on
from sitegen.preview.notes import Notes
from sitegen.render.render import Renderer
from sitegen.render.setup import RenderSetup
from sitegen.settings import extensions
from sitegen.settings.load import load as load_settings
from sitegen.settings.types import Settings
from sitegen.sources.read import line_of
from sitegen.sources.scan import Scan, walk_again

MOST_VALUES = 50_000  # nodes in memory, after which we begin anew


class PartialEditionError(SitegenError):
    """The sources have problems, and some of the site can be shown without them."""

    def __init__(self, problems: Iterable[Problem], edition: Edition) -> None:
        super().__init__(problems)
        self.edition = edition


def _go_on(problems: Iterable[Problem]) -> None:
    del problems  # they are told already


class Assembler:
    """Makes editions, and holds what costs time to make again: values, templates, notes.

    Args:
        root: the site's folder.
        cache: where builds and previews keep what they learnt.
        drafts: take unpublished stories in too.
        lock: held while what the shown edition also uses may change.
    """

    def __init__(
        self, root: Path, cache: Path, drafts: bool, lock: AbstractContextManager[bool]
    ) -> None:
        self.notes = Notes(cache)
        self._cache = cache
        self._root = root
        self._drafts = drafts
        self._lock = lock
        self._read_values = Values(self.notes)  # holds articles from edition to edition
        self._values = Values(self.notes)  # of what is planned and rendered
        self._renderer: Renderer | None = None
        self._renders_by: tuple[RenderSetup, str] | None = None  # what the renderer depends on
        # Templates' code, by language, and what it was compiled with.
        self._codes: defaultdict[str, dict[str, CodeType]] = defaultdict(dict)
        self._codes_by: tuple[str, ...] = ()
        self._gathered: gather.Inputs | None = None  # at the last look, if it came to its end

    def edition(
        self,
        last: Edition | None,
        now: datetime,
        jobs: int,
        saves: frozenset[str] | None = None,
    ) -> Edition:
        """Return the edition of `now`.

        Args:
            last: what is shown until then; it gives what still holds.
            jobs: processes that may parse.
            saves: the files of content/ that may have changed since this was asked last, if
                they are known: no other file is looked at then.

        Raises:
            SitegenError: with all problems, when the sources have any; a `PartialEditionError`
                when there is no last edition and some of this one can be shown.
            OSError: a source went away while it was read.
        """
        extensions.forget_changed()
        settings = load_settings(self._root, reserved_names)
        looked = self._gathered.files if self._gathered is not None else None
        files = walk_again(looked, self._root, saves)  # None: all are walked
        try:
            with bulk_work():
                return self._soundest(settings, last, now, jobs, files)
        except (sqlite3.DatabaseError, LostNodeError):
            # A build has taken away what it no longer needs, or a cache is damaged.
            self.forget(trusting=True)
        try:
            return self._soundest(settings, last, now, jobs)
        except (sqlite3.DatabaseError, LostNodeError):
            self.forget(trusting=False)
        return self._soundest(settings, last, now, jobs)

    def _soundest(
        self,
        settings: Settings,
        last: Edition | None,
        now: datetime,
        jobs: int,
        files: Scan | None = None,
    ) -> Edition:
        """Return the edition; as its sources' problems are told, what they leave of it."""
        try:
            return self._assemble(settings, last, now, jobs, files)
        except SitegenError as error:
            if last is not None:
                raise
            try:
                rest = self._assemble(settings, None, now, jobs, stop=_go_on)
            except Exception:  # what is missing is needed for all the others
                raise error from None
            raise PartialEditionError(error.problems, rest) from error

    def begin_anew(self) -> None:
        """Share nothing more with a thread that is left behind."""
        self._read_values = Values(self.notes)
        self._values = Values(self.notes)
        self._renderer = None
        self._codes = defaultdict(dict)
        self._gathered = None

    def forget(self, *, trusting: bool) -> None:
        """Begin anew from the caches, or from nothing if they are not to be trusted."""
        with self._lock:
            self._gathered = None
            self.notes.reload(trusting=trusting)
            self._read_values = Values(self.notes)
            self._values = Values(self.notes)
            self._renderer = None

    def _assemble(
        self,
        settings: Settings,
        last: Edition | None,
        now: datetime,
        jobs: int,
        files: Scan | None = None,
        stop: Callable[[Iterable[Problem]], None] = stop_on,
    ) -> Edition:
        self.notes.make_room()
        before, self._gathered = self._gathered, None
        inputs = gather.gather(settings, self.notes, now, jobs, last=before, files=files)
        self.notes.learn(inputs.reading)
        self._gathered = inputs.for_next()
        # The texts that were parsed are in the notes; here they would double in memory.
        parses = tuple(replace(one, nodes={}) for one in inputs.reading.results)
        inputs = replace(inputs, reading=replace(inputs.reading, results=parses))
        stop(inputs.problems)
        beside = inputs.beside
        site, site_problems, site_reason = site_after(
            last, inputs, self._read_values, now, self._drafts
        )
        stop((*inputs.problems, *site_problems))
        outline, outline_reason = outline_after(last, site, inputs, beside)
        setup = gather.render_setup(settings, inputs.theme, inputs.analysis, self._cache)
        with self._lock:  # the values are shared with the edition that is being shown
            renderer = self._renderer_for(setup, inputs.engine)
            planner = Planner(
                site, inputs.theme, inputs.analysis, outline, self._values, inputs.engine
            )
        plan_problems = planner.problems(line_of(inputs.reading.rows))
        problems = (*inputs.problems, *site_problems, *outline.problems, *plan_problems)
        stop(problems)
        return Edition(
            settings=settings,
            inputs=inputs,
            site=site,
            outline=outline,
            planner=planner,
            setup=setup,
            renderer=renderer,
            now=now,
            warnings=tuple(sorted(set(problems))),
            hidden=tuple(hidden_stories(site)),
            site_problems=site_problems,
            beside=beside,
            reasons=Reasons(site_reason, outline_reason),
        )

    def _renderer_for(self, setup: RenderSetup, engine: str) -> Renderer:
        """Return the last edition's renderer, unless templates, settings or code differ."""
        if len(self._values.fresh) > MOST_VALUES:
            self._values = Values(self.notes)
            self._renderer = None
        if self._renderer is None or self._renders_by != (setup, engine):
            codes_by = (engine, setup.rules.language, setup.rules.timezone)  # compiled with filters
            if self._codes_by != codes_by:
                self._codes, self._codes_by = defaultdict(dict), codes_by
            self._renders_by = (setup, engine)
            self._renderer = Renderer(setup, self._values, self._codes)
        self._renderer.warnings.clear()
        return self._renderer
