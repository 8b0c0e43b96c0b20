"""Gather: everything that a site is made from, as it is now.

Settings, theme and sources, read with the help of what earlier builds and previews learnt.
The build and the preview both begin here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sitegen.build.code_digest import engine as engine_digest
from sitegen.cache.store import FileFact, SourceRow
from sitegen.core.digests import Canonical, Values, digest_text, dump
from sitegen.core.problems import Problem
from sitegen.language import words
from sitegen.model.article import Article, Person
from sitegen.settings import extensions as extend
from sitegen.settings.types import Settings
from sitegen.site.assemble import Sources, assemble
from sitegen.site.site import Site
from sitegen.sources import scan
from sitegen.sources.files import Parsed, ReadSetup
from sitegen.sources.front_slots import SlotEntry
from sitegen.sources.read import Reading, line_of, read, read_slots
from sitegen.theme import layers, stylesheet
from sitegen.theme.compiled import CodeFolders
from sitegen.theme.files import Theme
from sitegen.theme.needs import Analysis

if TYPE_CHECKING:
    from sitegen.render.setup import RenderSetup

Progress = Callable[[str, int, int], None]  # (stage, done, all)


def silent(_stage: str, _done: int, _all: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Inputs:
    """What one build starts from: settings, theme, and every source as it is now."""

    settings: Settings
    engine: str
    theme: Theme
    analysis: Analysis
    reading: Reading
    told: str  # digest of all that sources say but their bodies
    frame: str  # digest of all that the plan depends on but bodies and the time
    slots: tuple[SlotEntry, ...]
    problems: tuple[Problem, ...]

    def outlined(self) -> Inputs:
        """Let go of what was read, once the outline stands: of an archive, a great deal."""
        return replace(self, reading=Reading({}, (), (), (), {}, {}))


class Notebook(Protocol):
    """What `gather` asks of a store; a preview has one of its own."""

    @property
    def file(self) -> Path: ...
    def meta(self, name: str) -> Canonical | None: ...
    def set_meta(self, name: str, value: Canonical) -> None: ...
    def files(self) -> dict[str, FileFact]: ...
    def put_files(self, facts: Iterable[tuple[str, FileFact]], gone: Iterable[str]) -> None: ...
    def sources(self) -> Mapping[str, SourceRow]: ...


def gather(
    settings: Settings,
    store: Notebook,
    now: datetime,
    jobs: int,
    progress: Progress = silent,
    keep: Callable[[Parsed], Parsed] = lambda parsed: parsed,
    last: Inputs | None = None,
) -> Inputs:
    """Read everything that the site is made from, and note in the store what was learnt.

    Args:
        keep: see `read`.
        last: what was gathered the time before in this process, if at hand.
    """
    root = settings.root
    folders = layers.folders(root)
    found = scan.walk([("content", root / "content"), *folders])
    known = store.files()
    last_scan = store.meta("scanned")
    scanned = int(last_scan) if isinstance(last_scan, int) else 0
    stamp = _file_time(store.file.parent)
    extensions = extend.load(root, settings.extensions)
    engine = engine_digest(extensions.files)

    roots = dict(folders)
    styled = [path for path in found.stats if not path.startswith("content/")]
    layer_facts, unreadable = scan.digests(roots, styled, found.stats, known, scanned)
    laid = layers.load(root, layer_facts, settings.prefix)
    problems = [*found.problems, *unreadable]
    if not os.path.lexists(root / "content"):
        # Else a mount that went away would take every page off the site.
        hint = "It holds the stories. Make it, or bring it back."
        problems.append(Problem("content", 0, "there is no such folder", hint))

    @cache
    def analysis() -> Analysis:
        return _analyse(laid, store, settings, engine)

    parse_key = digest_text(dump([engine, settings.language, settings.timezone, settings.prefix,
        [s.slug for s in settings.sections], dict(settings.tag_aliases), settings.trust_html,
        list(settings.extensions), settings.words_per_minute]))  # fmt: skip
    rows = store.sources() if store.meta("parse") == parse_key else {}
    setup = ReadSetup(settings, found.stats, {}, now)
    reading = read(
        setup, rows, known, scanned, jobs, lambda d, a: progress("read", d, a), keep, analysis
    )
    slots, slot_problems, slots_digest = read_slots(settings, found.stats)
    problems += [*reading.problems, *slot_problems, *_style_problems(laid, store, engine)]

    learnt = {**layer_facts, **reading.learnt}
    come = sum(path not in known for path in learnt)
    now_known = len(reading.facts) + sum(path not in reading.facts for path in layer_facts)
    gone: Iterable[str] = ()
    if len(known) + come > now_known:  # else nobody has to look which are missing
        gone = known.keys() - layer_facts.keys() - reading.facts.keys()
    store.put_files([(p, f) for p, f in learnt.items() if known.get(p) != f], gone)
    store.set_meta("scanned", stamp)
    store.set_meta("parse", parse_key)
    told = last.told if last is not None and _says_the_same(rows, reading, last) else _told(reading)
    frame = digest_text("\n".join([engine, settings.digest, laid.digest, slots_digest, told]))
    return Inputs(
        settings, engine, laid, analysis(), reading, told, frame, slots, tuple(problems)
    )  # fmt: skip


def _told(reading: Reading) -> str:
    rows = reading.rows
    return digest_text("\n".join([f"{p} {rows[p].node} {rows[p].deps}" for p in sorted(rows)]))


def _says_the_same(rows: Mapping[str, SourceRow], reading: Reading, last: Inputs) -> bool:
    """Say whether what was read differs in no more than bodies from `last`.

    `rows` are those that the reading began with.
    """
    return (
        rows is last.reading.rows
        and len(rows) == len(reading.rows)
        and not reading.gone
        and all(
            (before := rows.get(found.path)) is not None
            and found.row is not None
            and (before.node, before.deps) == (found.row.node, found.row.deps)
            for found in reading.parsed
        )
    )


def assemble_site(
    inputs: Inputs,
    values: Values,
    now: datetime,
    *,
    unpublished: bool = False,
    doubtful: bool = False,
    last: Site | None = None,
) -> tuple[Site, tuple[Problem, ...]]:
    """Assemble the site from what was read; see `assemble`.

    `doubtful`: with sources that have problems, to find what else is wrong before it stops.
    """
    articles: list[Article] = []
    people: list[Person] = []
    bodies: dict[str, str] = {}
    rows = all_rows(inputs.reading) if doubtful else inputs.reading.rows
    for path in sorted(rows):
        row = rows[path]
        bodies[path] = row.body
        if row.kind == "person":
            people.append(values.node(Person, row.node))
        else:
            articles.append(values.node(Article, row.node))
    problems = _same_ids(articles, line_of(rows))
    sources = Sources(articles, people, bodies, inputs.slots, inputs.reading.broken)
    site, found = assemble(
        sources, inputs.settings, now, line_of(rows), unpublished=unpublished, last=last
    )
    return site, (*problems, *found)


def all_rows(reading: Reading) -> Mapping[str, SourceRow]:
    return {**reading.rows, **reading.doubtful} if reading.doubtful else reading.rows


def render_setup(settings: Settings, laid: Theme, analysis: Analysis, cache: Path) -> RenderSetup:
    from sitegen.render.setup import RenderSetup  # late: a build with nothing to do renders nothing

    return RenderSetup(
        root=settings.root,
        cache=cache,
        theme=laid,
        base_url=settings.base_url,
        prefix=settings.prefix,
        language=settings.language,
        timezone=settings.timezone,
        images=settings.images,
        logo=settings.organisation.logo,
        shared_parts=analysis.shared_parts(),
        extensions=settings.extensions,
    )


def _analyse(laid: Theme, store: Notebook, settings: Settings, engine: str) -> Analysis:
    """Read what templates need, each template once for as long as it stays as it is."""
    kept = store.meta(f"templates {engine}")
    known = dict(kept) if isinstance(kept, dict) else {}
    facts_of: Callable[[str], dict[str, Canonical]] | None = None
    facts = {}
    for name, found in laid.templates.items():
        if found.digest not in known:
            facts_of = facts_of or _facts_of(laid, settings, engine, store.file.parent)
            known[found.digest] = facts_of(name)
        facts[name] = known[found.digest]
    used = {found.digest for found in laid.templates.values()}
    if kept is None or set(kept) != used:
        store.set_meta(f"templates {engine}", {digest: known[digest] for digest in sorted(used)})
    return Analysis(laid, facts)


def _style_problems(laid: Theme, store: Notebook, engine: str) -> list[Problem]:
    """Return what is wrong with style sheets, read once for as long as the theme stays."""
    kept, made_of = store.meta("styles"), f"{engine} {laid.digest}"
    if not isinstance(kept, list) or kept[0] != made_of:
        found = stylesheet.style_problems(laid)
        store.set_meta("styles", [made_of, [[p.path, p.line, p.message, p.hint] for p in found]])
        return found
    return [Problem(*told) for told in kept[1]]


def _facts_of(
    laid: Theme, settings: Settings, engine: str, cache: Path
) -> Callable[[str], dict[str, Canonical]]:
    """Return the function that reads a template, and keeps it compiled for those who render."""
    from sitegen.language import filters
    from sitegen.theme import jinja  # late: a build with nothing to do reads none

    language, zone = settings.language, settings.timezone
    own = extend.load(settings.root, settings.extensions).filters or {}
    env = jinja.environment(
        laid,
        {**filters.filters(language, zone), **own},
        words.translations(language),
        dict.fromkeys(jinja.FUNCTIONS, str),  # their names are all that matters here
        compiled=CodeFolders(cache, engine, zone)[language],
    )
    return partial(jinja.facts_of, env)


def _same_ids(articles: Sequence[Article], where: Callable[[str, str], int]) -> tuple[Problem, ...]:
    """Refuse two stories with one id: feeds would take the second for the first."""
    owners: dict[str, str] = {}
    problems = []
    for article in articles:
        owner = owners.setdefault(article.id, article.path)
        if owner != article.path:
            problems.append(
                Problem(
                    article.path,
                    where(article.path, "id"),
                    f"the id '{article.id}' belongs to {owner} already",
                    "Give the newer story another id; the older one's must never change.",
                )
            )
    return tuple(problems)


def _file_time(cache: Path) -> int:
    """Return the file system's own idea of the time, in nanoseconds."""
    mark = cache / "scan"
    mark.write_bytes(b"")
    return mark.stat().st_mtime_ns
