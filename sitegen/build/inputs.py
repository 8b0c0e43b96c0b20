"""Inputs: everything that a site is made from, as it is now.

Settings, theme and sources, read with the help of what earlier builds and previews learnt.
The build and the preview both begin here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from sitegen.build import late, makers
from sitegen.build.reuse.plans import Current, Frame
from sitegen.build.search_page import search_problems
from sitegen.cache.rows import FileFact, SourceRow
from sitegen.cache.store import Store
from sitegen.core.code_digest import engine_digest
from sitegen.core.digests import Values, digest_text, dump
from sitegen.core.patience import at
from sitegen.core.problems import Problem, has_errors
from sitegen.core.record import Record, replace
from sitegen.settings.types import Settings
from sitegen.sources import scan
from sitegen.sources.files import ReadSetup, SlotEntry, SourceResult
from sitegen.sources.parsing_rules import parsing_rules
from sitegen.sources.read import (
    Reading,
    anchors_of,
    lines_of,
    read,
    read_again,
    read_slots,
)
from sitegen.theme import layers, stylesheet
from sitegen.theme.blocks import blocks_of
from sitegen.theme.files import Theme, conflicts_in_static
from sitegen.theme.needs import Analysis, TemplateFacts

if TYPE_CHECKING:
    from sitegen.render.setup import RenderSetup
    from sitegen.theme.compiled import CodeFolders

T = TypeVar("T")

# (stage, how many are ready, of how many); `WAITING` and a file: that one takes a minute
Progress = Callable[[str, int, int], None]


def silent(_stage: str, _count: int, _all: int) -> None:
    return None


class Inputs(Record):
    """What one build starts from: settings, theme, and every source as it is now."""

    settings: Settings
    theme: Theme
    analysis: Analysis
    rules: str  # digest of all that parsing depends on beside the text of a source
    reading: Reading
    frame: Frame  # all that the plan depends on but bodies and the time
    slots: tuple[SlotEntry, ...]
    problems: tuple[Problem, ...]
    files: scan.Scan  # how the files stood that all of this comes from

    @property
    def file_digests(self) -> Mapping[str, str]:
        """The digests of all files that were read or are beside stories, by path."""
        return {path: fact.digest for path, fact in self.reading.facts.items()}

    @property
    def beside(self) -> str:
        """The digest of the files beside stories, which the outline names by content."""
        facts = self.reading.facts
        beside = facts.keys() - self.reading.rows.keys()
        return digest_text("\n".join(sorted([f"{path} {facts[path].digest}" for path in beside])))

    @property
    def engine(self) -> str:
        """The digest of sitegen itself, libraries and the site's own modules."""
        return self.frame.engine

    def current(self, now: datetime) -> Current:
        """Return what the last plan is held against."""
        reading = self.reading
        return Current(
            frame=self.frame,
            now=now,
            bodies={path: row.body for path, row in reading.rows.items()},
            anchors_of=anchors_of(reading.rows),
            lines_of=lines_of(reading.rows),
            has_errors=has_errors(self.problems),
        )

    def for_next(self) -> Inputs:
        """Return the inputs as `gather` takes them the next time, without what was parsed."""
        return replace(self, reading=replace(self.reading, results=()))

    def without_reading(self) -> Inputs:
        """Return the inputs without what was read, which of an archive is a great deal."""
        return replace(self, reading=Reading({}, (), (), (), {}, {}), files=scan.Scan({}, ()))


class Notebook(Protocol):
    """What `gather` asks of a store; a preview has one of its own."""

    @property
    def file(self) -> Path: ...
    def note(self, name: str, kind: type[T], under: str = "") -> T | None: ...
    def set_note(self, name: str, value: object, under: str = "") -> None: ...
    def files(self) -> dict[str, FileFact]: ...
    def put_files(self, facts: Iterable[tuple[str, FileFact]], gone: Iterable[str]) -> None: ...
    def sources(self, under: str) -> Mapping[str, SourceRow]: ...


def gather(
    settings: Settings,
    store: Notebook,
    now: datetime,
    jobs: int,
    progress: Progress = silent,
    keep: Callable[[SourceResult], SourceResult] = lambda source: source,
    last: Inputs | None = None,
    files: scan.Scan | None = None,
) -> Inputs:
    """Read everything that the site is made from, and note in the store what was learnt.

    Args:
        keep: see `read`.
        last: what was gathered the time before in this process, if at hand.
        files: how all files stand, where that is known without a walk: see `scan.walk_again`,
            which goes on from the last ones.
    """
    root = settings.root
    folders = layers.folders(root)
    stamp: int | None = None  # of a look at all files: by it facts are trusted next time
    if files is None:
        stamp = _file_time(store.file.parent)
        files = scan.walk([("content", root / "content"), *folders])
    facts = store.files()  # as earlier builds noted them
    scan_time = store.note("scanned", int) or 0
    engine = engine_digest(settings.extensions, _extension_files(settings))

    theme_files = [path for path in files.stats if not path.startswith("content/")]
    theme_facts, unreadable = scan.current_facts(
        dict(folders), theme_files, files.stats, facts, scan_time
    )
    theme = layers.load(root, theme_facts, settings.prefix)

    @cache
    def analysis() -> Analysis:
        return _analyse(theme, store, settings, engine)

    blocks = blocks_of(theme)
    rules = parsing_rules(settings)
    rules_digest = rules.digest(engine)
    rows = store.sources(rules_digest)
    setup = ReadSetup(root, rules, files.stats, {}, now, blocks.kinds)
    tell = partial(progress, "stories")
    reading: Reading | None = None
    if last is not None and files.saves is not None and last.rules == rules_digest:
        reading = read_again(setup, last.reading, files.saves, jobs, tell, keep)
    if reading is None:
        reading = read(setup, rows, facts, scan_time, jobs, tell, keep, lambda: _prepare(analysis))
    slots, slot_problems, slots_digest = read_slots(settings, files.stats)
    problems = [*files.problems, *unreadable, *_content_problems(root), *reading.problems]
    problems += [*slot_problems, *_theme_problems(theme, store)]
    problems += blocks.problems
    problems += _speed_problems(settings, reading)
    problems += search_problems(settings, theme)

    _note_facts(store, facts, theme_facts, reading)
    if stamp is not None:
        store.set_note("scanned", stamp)
    frame = Frame(
        engine, settings.digest, theme.digest, slots_digest, _headers_digest(rows, reading, last)
    )
    return Inputs(
        settings, theme, analysis(), rules_digest, reading, frame, slots, tuple(problems), files
    )


def _prepare(analysis: Callable[[], Analysis]) -> None:
    """Do what comes after reading: where many stories are read, many pages will be made.

    What makes pages is loaded here once, for the processes that will be forked to make them.
    """
    analysis()
    makers.load()


def _extension_files(settings: Settings) -> Sequence[tuple[str, str]]:
    """Return the files of the site's own modules, of which most sites have none."""
    if not settings.extensions:
        return ()
    return late.extensions.load(settings.root, settings.extensions).files


def _content_problems(root: Path) -> list[Problem]:
    if os.path.lexists(root / "content"):
        return []
    # Else a mount that went away would take every page off the site.
    hint = "It holds the stories. Make it, or bring it back."
    return [Problem("content", 0, "there is no such folder", hint)]


def _speed_problems(settings: Settings, reading: Reading) -> list[Problem]:
    """Return the warning that stories are read slowly, unless the site's own modules read them."""
    if not reading.results or settings.extensions:
        return []
    slow = late.speed.slow_reading()
    return [slow] if slow is not None else []


def _note_facts(
    store: Notebook,
    before: Mapping[str, FileFact],
    theme_facts: Mapping[str, FileFact],
    reading: Reading,
) -> None:
    """Write what was learnt of files, and forget those that are no more."""
    news = {**theme_facts, **reading.learnt}
    new_count = sum(path not in before for path in news)
    now_count = len(reading.facts) + sum(path not in reading.facts for path in theme_facts)
    gone: Iterable[str] = ()
    if len(before) + new_count > now_count:  # else nobody has to look which are missing
        gone = before.keys() - theme_facts.keys() - reading.facts.keys()
    store.put_files([(p, f) for p, f in news.items() if before.get(p) != f], gone)


def _headers_digest(
    rows_before: Mapping[str, SourceRow], reading: Reading, last: Inputs | None
) -> str:
    """Return the digest of all that sources say but their bodies.

    `rows_before` are those that the reading began with.
    """
    if last is not None and _differs_in_bodies_only(rows_before, reading, last):
        return last.frame.stories
    rows = reading.rows
    lines = [
        f"{path} {row.node} {dump(row.deps)}" if row.deps else f"{path} {row.node}"
        for path, row in sorted(rows.items())
    ]
    return digest_text("\n".join(lines))


def _differs_in_bodies_only(rows: Mapping[str, SourceRow], reading: Reading, last: Inputs) -> bool:
    """Say whether what was read differs in no more than bodies from `last`.

    `rows` are those that the reading began with.
    """
    return (
        rows is last.reading.rows
        and len(rows) == len(reading.rows)
        and not reading.gone
        and all(
            (before := rows.get(source.path)) is not None
            and source.row is not None
            and (before.node, before.deps) == (source.row.node, source.row.deps)
            for source in reading.results
        )
    )


def gather_to_ask(settings: Settings, store: Store, now: datetime) -> tuple[Inputs, Values]:
    """Gather for a question to which nothing is written; the nodes are in the values."""
    inputs = gather(settings, store, now, 0)
    values = Values(store)
    for source in inputs.reading.results:
        values.fresh.update(source.nodes)
    return inputs, values


def all_rows(reading: Reading) -> Mapping[str, SourceRow]:
    return {**reading.rows, **reading.doubtful} if reading.doubtful else reading.rows


def render_setup(settings: Settings, theme: Theme, analysis: Analysis, cache: Path) -> RenderSetup:
    return late.setup.RenderSetup(
        root=settings.root,
        cache=cache,
        theme=theme,
        rules=late.rendering_rules.rendering_rules(settings, theme),
        places=late.places.places_of(theme).by_name,
        files=settings.files,
        shared_parts=analysis.shared_parts(),
        named_origins=analysis.origins(),
    )


def _analyse(theme: Theme, store: Notebook, settings: Settings, engine: str) -> Analysis:
    """Read what templates need, each text once for as long as it stays as it is.

    The theme's own stand there under a second name too, for what a site puts in their place.
    """
    noted = store.note("templates", dict[str, TemplateFacts], under=engine) or {}  # by digest
    by_digest = dict(noted)
    if any(t.is_built_in and t.digest not in noted for t in theme.templates.values()):
        code = code_folders(settings, theme, store.file.parent, engine)
        by_digest.update(code.facts(settings.language))
    facts: dict[str, TemplateFacts] = {}
    read_template: Callable[[str], TemplateFacts] | None = None
    for name, source in theme.templates.items():
        if source.digest not in by_digest:
            read_template = read_template or _facts_of(theme, settings, engine, store.file.parent)
            with at(source.label):
                by_digest[source.digest] = read_template(name)
        facts[name] = by_digest[source.digest]
    kept = {source.digest: facts[name] for name, source in theme.templates.items()}
    if kept.keys() != noted.keys():
        store.set_note("templates", dict(sorted(kept.items())), under=engine)
    return Analysis(theme, facts)


def code_folders(settings: Settings, theme: Theme, cache: Path, engine: str) -> CodeFolders:
    """Return what templates of the site were compiled to."""
    return late.compiled.code_folders(
        settings.root, cache, engine, settings.timezone, theme, settings.extensions
    )


def _theme_problems(theme: Theme, store: Notebook) -> list[Problem]:
    """Return what is wrong with files of static/ and with places for pictures.

    They are read once for as long as the theme stays.
    """
    noted = store.note("theme", list[Problem], under=theme.digest)
    if noted is not None:
        return noted
    problems = [*stylesheet.style_problems(theme), *conflicts_in_static(theme)]
    problems += late.places.places_of(theme).problems
    store.set_note("theme", problems, under=theme.digest)
    return problems


def _facts_of(
    theme: Theme, settings: Settings, engine: str, cache: Path
) -> Callable[[str], TemplateFacts]:
    """Return the function that reads a template, and keeps it compiled for those who render."""
    language, zone = settings.language, settings.timezone
    own_filters = late.extensions.load(settings.root, settings.extensions).filters or {}
    env = late.jinja.environment(
        theme,
        {**late.filters.filters(language, zone), **own_filters},
        late.marked_words.page_words(language),
        dict.fromkeys(late.jinja.FUNCTIONS, str),  # their names are all that matters here
        code=code_folders(settings, theme, cache, engine)[language],
    )
    return partial(late.jinja.facts_of, env)


def _file_time(cache: Path) -> int:
    """Return the file system's own idea of the time, in nanoseconds."""
    mark = cache / "scan"
    mark.write_bytes(b"")
    return mark.stat().st_mtime_ns
