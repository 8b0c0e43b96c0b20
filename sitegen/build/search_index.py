"""The search index of one build: what of it stands, what goes with the pages, what follows.

Pages never wait for it. With the pages goes every part that names one which is no longer
published; parts are made anew once the pages are in place, in the same command. A part that
nothing has touched is kept, and what a build that was killed left undone the next one does.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from sitegen.build import late
from sitegen.build.plan import Extent, Plan
from sitegen.build.standing import stands
from sitegen.cache.rows import LedgerRow
from sitegen.cache.store import Store
from sitegen.core.digests import Values, load
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.model.tasks import MANIFEST
from sitegen.output.own_files import manifest_text
from sitegen.output.staging import Staging, Stat, same
from sitegen.settings.search_program import program_file
from sitegen.settings.types import Settings

_NOTE = "search"
_LISTING = "search/index.json"
_ENGINE = "engine"
Progress = Callable[[str, int, int], None]


class StandingPart(Record):
    """A part, or the engine, as it stands in output/."""

    key: str
    name: str
    folder: str
    count: int
    years: tuple[str, ...]
    files: Mapping[str, Stat]


class Note(Record):
    """What a build notes for the next."""

    wanted: tuple[tuple[str, str], ...] = ()  # name and key of each part, in their order
    parts: tuple[StandingPart, ...] = ()


class SearchIndex:
    """The index from what stood before the build to what stands after it.

    Args:
        code: digest of sitegen itself.
    """

    def __init__(self, settings: Settings, store: Store, plan: Plan, output: Path, code: str):
        self._settings = settings
        self._store = store
        self._code = code
        self._output = str(output)
        self._before = store.note(_NOTE, Note) or Note()
        self._wanted: dict[str, str] = {}  # name → key, in their order
        noted = self._before.parts
        listing = {_LISTING} if noted else set()
        self.old_files = frozenset(listing.union(*(part.files for part in noted)))
        self._parts: list[StandingPart] = []
        if settings.search_program:
            self._parts = [part for part in noted if self._is_whole(part)]
            if plan.extent is Extent.TEXTS:
                self._want_edits(plan.edits)
            else:
                self._want(plan.search)

    def _is_whole(self, part: StandingPart) -> bool:
        return all(
            stands(self._output, LedgerRow(file, "", size, mtime))
            for file, (size, mtime) in part.files.items()
        )

    # What the index shall hold

    def _want(self, texts: Mapping[str, str]) -> None:
        """Take the parts of a new plan; those that name what is gone go with the pages."""
        before = dict(self._before.wanted)
        urls = {url for text in texts.values() for url in late.parts.urls_of(text)}
        self._parts = [part for part in self._parts if self._is_public(part, before, urls)]
        self._wanted = {_ENGINE: self._key("")}
        for name, text in texts.items():
            self._wanted[name] = self._key(text)
            if self._wanted[name] != before.get(name):
                self._store.set_note(f"{_NOTE} {name}", text)

    def _want_edits(self, edits: Mapping[str, str]) -> None:
        """Take the parts of the last plan, with new texts in place of old ones."""
        self._wanted = dict(self._before.wanted)
        for name in list(self._wanted) if edits else ():
            before = self._text(name)
            if not before:  # the engine, which holds no text
                continue
            text = late.parts.with_texts(before, edits)
            if text != before:
                self._wanted[name] = self._key(text)
                self._store.set_note(f"{_NOTE} {name}", text)

    def _key(self, text: str) -> str:
        program, language = self._settings.search_program, self._settings.language
        return str(late.parts.part_key(text, program, language, self._code))

    def _text(self, name: str) -> str:
        return self._store.note(f"{_NOTE} {name}", str) or ""

    def _is_public(
        self, part: StandingPart, before: Mapping[str, str], urls: Collection[str]
    ) -> bool:
        """Say whether all that a part names is still published; no, where nobody knows."""
        if part.name == _ENGINE:
            return True
        if before.get(part.name) != part.key:
            return False  # the build that was to make it anew was killed
        return all(url in urls for url in late.parts.urls_of(self._text(part.name)))

    # With the pages

    @property
    def is_whole(self) -> bool:
        """Say whether what stands is all that shall."""
        return {part.name: part.key for part in self._parts} == self._wanted

    @property
    def files(self) -> frozenset[str]:
        """The files of the index that stand, or are about to."""
        listing = {_LISTING} if self._wanted else set()
        return frozenset(listing.union(*(part.files for part in self._parts)))

    @property
    def kept(self) -> int:
        """How many of its files stood before the build and stand after it."""
        return len(self.files & self.old_files)

    def stage_listing(self, staging: Staging) -> list[str]:
        """Stage the listing of what stands, if another stands there; return its name then."""
        if not self._wanted:
            return []
        data = self._listing_bytes(whole=self.is_whole)
        place = Path(self._output, _LISTING)
        if same(place, data):
            return []
        staging.add(_LISTING, data)
        return [_LISTING]

    def _listing_bytes(self, *, whole: bool) -> bytes:
        listed = {part.name: part for part in self._parts}
        engine = listed.pop(_ENGINE, None)
        names = [*self._wanted, *listed]  # in their order; those that will go come last
        parts = [
            late.listing.PublishedPart(part.name, part.folder, part.count, part.years)
            for name in dict.fromkeys(names)
            if (part := listed.get(name)) is not None
        ]
        prefix = self._settings.prefix
        return bytes(
            late.listing.listing(engine.folder if engine else "", parts, prefix, whole=whole)
        )

    def note(self) -> None:
        """Write what the next build shall know."""
        note = Note(tuple(self._wanted.items()), tuple(self._parts))
        if note != self._before:
            self._store.set_note(_NOTE, note)
            self._before = note

    # After the pages

    def finish(
        self, staging: Staging, plan: Plan, progress: Progress, halt: Callable[[], bool]
    ) -> tuple[Problem, ...]:
        """Make what is missing and put it in place, as a second change; return what went wrong.

        `halt` is asked again and again whether to leave the rest to the next build; readers
        are told then that there is more to come.

        Raises:
            SitegenError: the disk refuses. The pages are in place.
        """
        if not self._wanted and not self.old_files:
            return ()
        problems: tuple[Problem, ...] = ()
        new_files: list[str] = []
        if not self.is_whole:
            new_files, problems = self._make_missing(staging, progress, halt)
        new_files += self._stage_manifest(staging)
        if new_files:
            staging.commit(new_files, staging.own_files - plan.files - self.files)
            self._note_manifest()
        self.note()
        return (*problems, *self._limit_problem(plan))

    def _stage_manifest(self, staging: Staging) -> list[str]:
        """Stage the list of files with those of the index, unless it stands so already."""
        origin = self._store.origin(MANIFEST)
        if origin is None:
            return []
        parts = load(origin.parts)
        files = self.files.union(parts["files"])
        data = manifest_text(files, parts["site"], parts["stories"]).encode(
            "utf-8", "surrogatepass"
        )
        if same(Path(self._output, MANIFEST), data):
            return []
        staging.add(MANIFEST, data)
        return [MANIFEST]

    def _note_manifest(self) -> None:
        """Let the ledger know the list of files as it stands now."""
        origin = self._store.origin(MANIFEST)
        if origin is not None:
            facts = os.lstat(f"{self._output}/{MANIFEST}")
            row = LedgerRow(MANIFEST, origin.key(), facts.st_size, facts.st_mtime_ns)
            self._store.put_outputs([(row, origin)], [])

    def _make_missing(
        self, staging: Staging, progress: Progress, halt: Callable[[], bool]
    ) -> tuple[list[str], tuple[Problem, ...]]:
        """Make and stage what is missing; return the new files, and what went wrong."""
        new_files: list[str] = []
        problems: list[Problem] = []
        standing = {part.name: part for part in self._parts}
        made: dict[str, StandingPart] = {}
        is_halted = False
        for number, (name, key) in enumerate(self._wanted.items(), 1):
            part = standing.get(name)
            if part is None or part.key != key:
                try:
                    part = self._make(name, key, staging, halt)
                except late.program.HaltedError:
                    is_halted = True
                    break
                except (OSError, ValueError) as error:
                    problems.append(self._problem(error))
                    break
                new_files += part.files
            made[name] = part
            progress("search", number, len(self._wanted))
        if problems or is_halted:
            made = {**standing, **made}
        self._parts = list(made.values())
        data = self._listing_bytes(whole=not is_halted)
        staging.add(_LISTING, data)
        return [*new_files, _LISTING], tuple(problems)

    def _make(
        self, name: str, key: str, staging: Staging, halt: Callable[[], bool]
    ) -> StandingPart:
        language = late.bundle.forced_language(self._settings.language)
        program = program_file()
        if name == _ENGINE:
            bundle, part = late.bundle.engine_bundle(program, language), late.parts.Part(name, ())
        else:
            part = late.parts.part_of(self._text(name))
            bundle = late.bundle.part_bundle(program, language, part, Values(self._store), halt)
        files = {file: staging.add(file, data) for file, data in bundle.files.items()}
        return StandingPart(key, name, bundle.folder, len(part.entries), part.years, files)

    def _problem(self, error: Exception) -> Problem:
        return Problem(
            self._settings.file,
            self._settings.line("search"),
            f"the search index cannot be made: {error}",
            "The pages are in place, and readers search what was indexed before. Build again; "
            "if it stays so, write 'search = false'.",
            warning=True,
        )

    def _limit_problem(self, plan: Plan) -> tuple[Problem, ...]:
        """Warn where pages and index together are more files than the host takes."""
        host = late.hosts.HOSTS.get(self._settings.host)
        limit = host.most_files if host is not None else None
        count = len(plan.files) + len(self.files)
        if limit is None or len(plan.files) > limit.files or count <= limit.files:
            return ()
        return (limit.problem(count),)
