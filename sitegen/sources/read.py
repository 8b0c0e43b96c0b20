"""Read: from source files to validated articles and people, each parsed once.

A source is parsed again when its bytes changed, or those of a file that it names (a picture,
a recording). The results are rows of the store; `Reading` says which rows hold now, and what
is wrong with the sources that have none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache

from sitegen import sources
from sitegen.cache.rows import FileFact, SourceRow
from sitegen.core.digests import digest_text
from sitegen.core.pool import map_in_order, workers
from sitegen.core.problems import Problem, has_errors
from sitegen.core.record import Record, field, replace
from sitegen.schema.other_files import passed_over
from sitegen.settings.types import Settings
from sitegen.sources import scan
from sitegen.sources.copies import likely_copies
from sitegen.sources.files import (
    BLOCK,
    FRONT_FILE,
    MOMENT,
    ReadSetup,
    SlotEntry,
    SourceResult,
    Stats,
    block_digest,
    moment_dep,
)

PARALLEL_FROM = 150  # sources below which starting processes costs more than it saves


class Reading(Record):
    """Every source as it is now."""

    rows: Mapping[str, SourceRow]
    results: tuple[SourceResult, ...]  # of those that were read anew
    gone: tuple[str, ...]  # rows whose sources are no more
    problems: tuple[Problem, ...]
    facts: Mapping[str, FileFact]  # of sources and of all files that they name
    learnt: Mapping[str, FileFact]  # of these, what may be news
    doubtful: Mapping[str, SourceRow] = field(default_factory=dict)  # of sources with problems
    broken: frozenset[str] = frozenset()  # sources that gave not even that
    copies: frozenset[str] = frozenset()  # files that would be sources, were they no copies


def read(
    setup: ReadSetup,
    rows: Mapping[str, SourceRow],
    facts_before: Mapping[str, FileFact],
    last_scan: int,
    jobs: int,
    progress: Callable[[int, int], None] = lambda _number, _all: None,
    keep: Callable[[SourceResult], SourceResult] = lambda result: result,
    meanwhile: Callable[[], object] = lambda: None,
) -> Reading:
    """Bring the rows up to date with the sources.

    Args:
        rows: of the last build; rows made by other rules must have been left out.
        facts_before: facts of all files, of the last build.
        last_scan: the file system's time when the last scan began, in nanoseconds.
        jobs: processes to use; 0 decides by the work.
        keep: is given each source that was parsed, and returns what `Reading` shall hold of
            it: whoever stores the texts at once need not hold those of a whole archive.
        meanwhile: other work, done while other processes parse; not called if none does.
    """
    stats = setup.stats
    paths = list(filter(_is_source, stats))
    copies = _copies(setup, paths)
    paths = [path for path in paths if path not in copies] if copies else paths
    facts = scan.facts_still_true(paths, stats, facts_before, last_scan)
    learnt, unreadable = _facts_of_named_files(setup, rows, facts_before, last_scan)
    facts |= learnt
    current, items = _split(setup, paths, rows, facts)
    come = sum(path not in rows for path, _digest in items)
    if items:
        still_true = scan.facts_still_true(
            facts_before.keys() & stats.keys(), stats, facts_before, last_scan
        )
        setup = replace(setup, facts={**still_true, **facts})
    parsing = _Parsing(rows, keep)
    parsing.parse(setup, items, jobs, progress, meanwhile)
    current |= parsing.rows
    learnt |= parsing.facts
    facts |= learnt
    problems = (
        *unreadable,
        *parsing.problems,
        *_warnings(current.values()),
        *_passed_over(stats, [*current.values(), *parsing.doubtful.values()]),
        *copies.values(),
    )
    # Where the numbers say that nothing is missing, nobody has to look for it.
    gone = rows.keys() - current.keys() if len(rows) + come > len(current) else ()
    return Reading(
        current,
        tuple(parsing.results),
        tuple(sorted(gone)),
        problems,
        facts,
        learnt,
        parsing.doubtful,
        _broken(paths, current, parsing.doubtful),
        frozenset(copies),
    )


def read_again(
    setup: ReadSetup,
    last: Reading,
    saves: frozenset[str],
    jobs: int,
    progress: Callable[[int, int], None] = lambda _number, _all: None,
    keep: Callable[[SourceResult], SourceResult] = lambda result: result,
) -> Reading | None:
    """Read the sources that were saved since a reading, and those that lean on the hour.

    Args:
        last: a reading under the same rules.
        saves: the only files that may be others than those of the last reading.
        jobs, progress, keep: as for `read`.

    Returns:
        None where every file has to be looked at: sources have problems, files that are no
        sources were saved, or files that a source names.
    """
    rows, stats = last.rows, setup.stats
    if has_errors(last.problems) or last.copies or not all(map(_is_source, saves)):
        return None
    leaning = [row for row in rows.values() if row.deps]
    if any(not row.deps.keys().isdisjoint(saves) for row in leaning):
        return None
    new = saves - rows.keys()
    if new and _copies(setup, filter(_is_source, stats), new):
        return None
    stale = {row.path for row in leaning if not _deps_stand(row, last.facts, setup)}
    facts, current = dict(last.facts), dict(rows)
    for path in saves:
        facts.pop(path, None)
    for path in stale | saves:
        current.pop(path, None)
    digests = {path: rows[path].digest for path in saves - stale if path in rows}
    items = [(path, digests.get(path, "")) for path in sorted(stale | saves) if path in stats]
    parsing = _Parsing(rows, keep)
    parsing.parse(replace(setup, facts=facts), items, jobs, progress)
    facts |= parsing.facts
    current |= parsing.rows
    problems = (
        *parsing.problems,
        *_warnings(current.values()),
        *_passed_over(setup.stats, [*current.values(), *parsing.doubtful.values()]),
    )
    return Reading(
        current,
        tuple(parsing.results),
        tuple(sorted(rows.keys() - current.keys())),
        problems,
        facts,
        parsing.facts,
        parsing.doubtful,
        frozenset(path for path, _ in items if path not in current).difference(parsing.doubtful),
    )


def _is_source(path: str) -> bool:
    return path[-3:] == ".md" and path.startswith("content/")


class _Parsing:
    """What the sources say that were parsed, taken one after another."""

    def __init__(
        self, before: Mapping[str, SourceRow], keep: Callable[[SourceResult], SourceResult]
    ) -> None:
        self._before = before
        self._keep = keep
        self.rows: dict[str, SourceRow] = {}
        self.doubtful: dict[str, SourceRow] = {}
        self.results: list[SourceResult] = []
        self.problems: list[Problem] = []
        self.facts: dict[str, FileFact] = {}

    def parse(
        self,
        setup: ReadSetup,
        items: list[tuple[str, str]],
        jobs: int,
        progress: Callable[[int, int], None],
        meanwhile: Callable[[], object] = lambda: None,
    ) -> None:
        """Parse the sources of (path, digest of the bytes that need no reading)."""
        for number, result in enumerate(_parse(setup, items, jobs, meanwhile), 1):
            progress(number, len(items))
            self._take(result)

    def _take(self, result: SourceResult) -> None:
        self.problems += result.problems
        self.facts.update(result.facts)
        row = result.row or (self._before.get(result.path) if not result.problems else None)
        if row is not None:
            self.rows[result.path] = row
        if result.row is not None:
            self.results.append(self._keep(result))
        elif result.doubtful is not None:
            self.doubtful[result.path] = result.doubtful
            self._keep(result)


def _broken(
    paths: Collection[str], rows: Mapping[str, SourceRow], doubtful: Mapping[str, SourceRow]
) -> frozenset[str]:
    """Return the sources that gave neither a row nor a doubtful one."""
    if len(rows) + len(doubtful) == len(paths):
        return frozenset()
    return frozenset(set(paths) - rows.keys() - doubtful.keys())


def _copies(
    setup: ReadSetup, paths: Iterable[str], new: Collection[str] | None = None
) -> dict[str, Problem]:
    """Return the sources that are copies of others, each with its warning; see `likely_copies`."""

    def text_of(path: str) -> bytes:
        try:
            return (setup.root / path).read_bytes()
        except OSError:
            return b""  # whoever reads it for good says so

    return dict(likely_copies(list(paths), text_of, new))


def _facts_of_named_files(
    setup: ReadSetup,
    rows: Mapping[str, SourceRow],
    facts_before: Mapping[str, FileFact],
    last_scan: int,
) -> tuple[dict[str, FileFact], list[Problem]]:
    """Return facts of the files that sources name, and of those that cannot be read."""
    paths = {dep for row in rows.values() for dep in row.deps if dep in setup.stats}
    folders = {name: setup.root / name for name in ("content", "static", "templates")}
    facts, unreadable = scan.current_facts(folders, paths, setup.stats, facts_before, last_scan)
    for path, fact in facts.items():
        before = facts_before.get(path)
        if before is not None and before is not fact and before.digest == fact.digest:
            facts[path] = replace(fact, json=before.json)
    return facts, unreadable


def _split(
    setup: ReadSetup,
    paths: Iterable[str],
    rows: Mapping[str, SourceRow],
    facts: Mapping[str, FileFact],
) -> tuple[dict[str, SourceRow], list[tuple[str, str]]]:
    """Split sources into rows that hold and (path, digest) of what is to be parsed.

    A row is still good if the source's bytes turn out to have that digest.
    """
    current: dict[str, SourceRow] = {}
    fresh: list[str] = []
    for path in paths:
        row = rows.get(path)
        # A row may be older than what is known of its file, after a build that failed.
        fact = facts.get(path)
        if (
            row is not None
            and fact is not None
            and row.digest == fact.digest
            and (not row.deps or _deps_stand(row, facts, setup))
        ):
            current[path] = row
        else:
            fresh.append(path)
    items = []
    for path in sorted(fresh):
        row = rows.get(path)
        holds = row is not None and _deps_stand(row, facts, setup)
        items.append((path, row.digest if row is not None and holds else ""))
    return current, items


def _parse(
    setup: ReadSetup, items: list[tuple[str, str]], jobs: int, meanwhile: Callable[[], object]
) -> Iterator[SourceResult]:
    if not items:
        return
    processes = workers(jobs, len(items), PARALLEL_FROM)
    yield from map_in_order(sources.parser, setup, items, processes, meanwhile, "content/")


def _deps_stand(row: SourceRow, facts: Mapping[str, FileFact], setup: ReadSetup) -> bool:
    """Say whether every file, folder and moment that the source names is as it was."""

    def now(dep: str) -> str:
        if dep.startswith(MOMENT):
            return moment_dep(datetime.fromisoformat(dep.removeprefix(MOMENT)), setup.now)[1]
        if dep.startswith(BLOCK):
            return block_digest(dep.removeprefix(BLOCK), setup.blocks)
        if dep.endswith("/"):
            return sources.listing(dep, setup.stats)
        return facts[dep].digest if dep in facts else ""

    return all(now(dep) == digest for dep, digest in row.deps.items())


def _warnings(rows: Iterable[SourceRow]) -> Iterator[Problem]:
    for row in rows:
        for warning in row.warnings:
            yield Problem(row.path, warning.line, warning.message, warning.hint, warning=True)


def _passed_over(stats: Stats, rows: Iterable[SourceRow]) -> Iterator[Problem]:
    """Yield a warning for each file that may be a story to its writer, and is none to us.

    A document that a story links to is published with it, and no story.
    """
    candidates = [path for path in stats if path[-3:] != ".md" and path.startswith("content/")]
    warnings = {path: warning for path in candidates if (warning := passed_over(path))}
    if warnings:
        for row in rows:
            for dep in row.deps:
                warnings.pop(dep, None)
    yield from warnings.values()


def line_of(rows: Mapping[str, SourceRow]) -> Callable[[str, str], int]:
    """Return a function that tells where a key of a source stands; 0 when it is unknown."""

    def find(path: str, key: str) -> int:
        row = rows.get(path)
        lines = row.places().lines if row is not None else {}
        while key not in lines:
            key, dot, _ = key.rpartition(".")
            if not dot:
                return 0
        return lines[key]

    return find


def lines_of(rows: Mapping[str, SourceRow]) -> Callable[[str], str]:
    """Return a function that gives a digest of where a source's keys stand; "" for no source."""

    def lines(path: str) -> str:
        row = rows.get(path)
        return "" if row is None else digest_text(row.packed_places)

    return lines


def anchors_of(rows: Mapping[str, SourceRow]) -> Callable[[str], frozenset[str] | None]:
    """Return a function that gives the anchors of a source's text; None when it is unknown."""

    @cache
    def anchors(path: str) -> frozenset[str] | None:
        row = rows.get(path)
        return None if row is None else frozenset(row.places().anchors)

    return anchors


def read_slots(
    settings: Settings, stats: Stats
) -> tuple[tuple[SlotEntry, ...], tuple[Problem, ...], str]:
    """Read content/front.yml.

    Returns:
        The slots, what is wrong with them, and a digest of the file ("" without one).
    """
    if FRONT_FILE not in stats:
        return (), (), ""
    return sources.slots_of(settings)
