"""A new plan: every file of the site and its key, computed from all that was read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from sitegen.build import late
from sitegen.build.assembly import assemble_site, standing_site
from sitegen.build.filed_stories import FiledStories
from sitegen.build.inputs import Inputs, all_rows
from sitegen.build.plan import Extent, Plan, stop_on
from sitegen.build.reuse.stories import arrangement, standing_items
from sitegen.cache.store import Store
from sitegen.core.assistant import fork_of
from sitegen.core.digests import Values
from sitegen.core.problems import Problem, has_errors
from sitegen.core.record import Record, field, replace
from sitegen.model.answers import Answer
from sitegen.model.article import Article
from sitegen.model.tasks import Task
from sitegen.site.site import Filing, LineOf, Site
from sitegen.sources.read import line_of
from sitegen.theme.files import Theme

if TYPE_CHECKING:
    from sitegen.build.reuse.editions import LastSite
    from sitegen.pages.entry import Entry
    from sitegen.pages.outline import Outline, StoryFiles
    from sitegen.pages.planner import Planner
    from sitegen.syndication.sitemap_files import SitemapFiles

MOST_VALUES = 20_000  # nodes beside those of all stories that stay from draft to draft
FRESH_NODES = 10_000  # that wait in memory until they are written
# Above this many, an article is read again for its page: a hundred thousand of them fill
# a quarter of a gigabyte, and each process that makes pages copies those that it looks at.
ARTICLES_IN_MEMORY = 5_000
# Files of which another process plans half: it costs a fiftieth of a second to begin, and the
# plan of more would have to be held twice.
SHARED_FROM, SHARED_TO = 500, 60_000
_EDITION = "edition"  # under which a process that builds again remembers how the last one stood


class Draft(Record):
    """What a new plan is computed from, once the site's outline stands."""

    planner: Planner
    problems: tuple[Problem, ...]  # warnings
    answer: Answer  # why the last plan does not stand
    nodes: frozenset[str]  # that sources were parsed to, bodies included
    bodies: frozenset[str]
    last: LastSite | None = None  # that this process drafted before
    shares_values: bool = False  # True: the planner's values are also of earlier drafts


def draft_plan(inputs: Inputs, store: Store, now: datetime, answer: Answer) -> Draft:
    """Assemble the site, and name its files.

    Args:
        answer: why the last plan does not stand.

    Raises:
        SitegenError: with every problem of the sources and of the outline.
    """
    filed = FiledStories(inputs, store)
    last = store.recall(_EDITION)
    last = last if isinstance(last, _Edition) else None
    values = last.values if last is not None and _may_serve(last) else Values(store)
    shares_values = last is not None and values is last.values
    filings = {} if shares_values else filed.by_path(values)
    site, site_problems = _site_after(last, inputs, values, now, filings)
    where = line_of(all_rows(inputs.reading))
    maps = late.sitemap_files.SitemapFiles(site)
    outline = _outline_after(last, site, inputs, where, maps)
    items = standing_items(last.site.site, site, last.items) if last and shares_values else {}
    planner = late.planner.Planner(
        site, inputs.theme, inputs.analysis, outline, values, inputs.engine, maps, items
    )
    problems = (*site_problems, *outline.problems, *planner.problems(where), *_no_story(site))
    stop_on((*inputs.problems, *problems))
    filed.note(site.filings)
    rows = inputs.reading.rows
    last_site = late.editions.LastSite(site, site_problems, inputs.frame, rows)
    edition = _Edition(last_site, outline, inputs.theme, inputs.beside, values, planner.items)
    store.remember(_EDITION, edition)
    bodies = frozenset(row.body for row in rows.values())
    nodes = bodies.union(row.node for row in rows.values())
    before = last.site if last is not None else None
    return Draft(planner, problems, answer, nodes, bodies, before, shares_values)


def _site_after(
    last: _Edition | None,
    inputs: Inputs,
    values: Values,
    now: datetime,
    filed: Mapping[str, Filing],
) -> tuple[Site, tuple[Problem, ...]]:
    """Return the site and what is wrong with it, with the help of the last one."""
    if last is not None and not has_errors(inputs.problems):
        stands = standing_site(last.site, inputs, values, now)
        if stands.site is not None:
            return stands.site, last.site.problems
    return assemble_site(
        inputs, values, now, doubtful=True, last=last.site.site if last is not None else None,
        filed=filed,
    )  # fmt: skip


class _Half(Record):
    """What came of planning some files in another process."""

    tasks: Sequence[Task] = ()
    nodes: Mapping[str, str] = field(default_factory=dict)  # digest → text, encoded there
    shows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Body → those of the files that show it."""
    digests: frozenset[str] = frozenset()  # of all nodes that they need


def _planned(planner: Planner, files: Iterable[str]) -> _Half:
    """Plan files in a process of their own, which knows what the planner's knows."""
    values = planner.values
    values.fresh.clear()  # the planner's process writes those
    planner.shows.clear()
    tasks = [planner.task(file) for file in files]
    return _Half(tasks, values.fresh, planner.shows, frozenset(values.digests()))


def _may_share(site: Site, files: Collection[str]) -> bool:
    """Say whether half of the files are worth another process, and may be planned in one.

    The site's own modules may keep something from one file to the next.
    """
    return SHARED_FROM <= len(files) <= SHARED_TO and not site.settings.extensions


class _Edition(Record):
    """How the site stood when this process drafted its last plan."""

    site: LastSite
    outline: Outline
    theme: Theme
    beside: str  # see `Inputs.beside`
    values: Values
    items: Mapping[str, str]  # see `Planner`; grows while files are planned


def _may_serve(last: _Edition) -> bool:
    """Say whether a draft may be planned with the values of the last one."""
    return last.values.may_serve_again(2 * len(last.site.rows) + MOST_VALUES)


def _outline_after(
    last: _Edition | None, site: Site, inputs: Inputs, line_of: LineOf, maps: SitemapFiles
) -> Outline:
    """Return the outline of all files: the last one where it stands, be it but for words."""
    from_site: tuple[Entry, ...] | None = None
    of_stories: Mapping[str, StoryFiles] = {}
    if last is not None:
        now = late.editions.outline_now(
            last.outline, last.site, site, inputs.reading.rows, (last.theme, inputs.theme),
            last.beside == inputs.beside,
        )  # fmt: skip
        if now.outline is not None:
            return now.outline
        from_site, of_stories = now.from_site, now.of_stories
    return late.outline.outline(
        site, inputs.theme, inputs.file_digests, line_of, from_site, maps, of_stories
    )


def new_plan(draft: Draft, store: Store, jobs: int = 0) -> Plan:
    """Plan every file, and write the nodes that their tasks name.

    Args:
        jobs: processes to use; with 0 another plans half of the files, where there are many.
    """
    planner = _first_planner(draft, store)
    site, values = planner.site, planner.values
    old_nodes = store.node_digests(draft.nodes)
    files = list(planner.outline.entries)
    others = files[len(files) // 2 :] if jobs != 1 and _may_share(site, files) else []
    tasks: list[Task] = []

    def plan(names: Iterable[str]) -> None:
        for name in names:
            tasks.append(planner.task(name))
            if len(values.fresh) > FRESH_NODES:
                _write_fresh(store, values, old_nodes)

    half: _Half | None = None
    with fork_of(partial(_planned, planner, others)) if others else nullcontext() as result:
        plan(files[: len(files) - len(others)])
        half = result() if result is not None else None
    if half is None:
        half = _Half()
        plan(others)
    tasks += half.tasks
    values.fresh.update(half.nodes)
    for body, places in half.shows.items():
        planner.shows.setdefault(body, []).extend(places)
    stand = arrangement(site, values)
    _write_fresh(store, values, old_nodes)
    store.commit()
    orphans = old_nodes.difference(values.digests(), half.digests)
    if len(site.articles) > ARTICLES_IN_MEMORY:
        values.shed(Article)
    return Plan(
        tasks=tuple(tasks),
        files=frozenset(planner.outline.entries),
        held_stories=site.held,
        problems=draft.problems,
        since=site.since,
        until=site.next_change,
        extent=Extent.WHOLE,
        answer=draft.answer,
        shows={**dict.fromkeys(draft.bodies, ()), **planner.shows},
        search=search_parts(site),
        orphans=orphans,
        values=values,
        anchors=site.link_facts.anchors,
        arrangement=stand,
    )


def _first_planner(draft: Draft, store: Store) -> Planner:
    """Return a planner whose values are of this plan alone: what only others named goes."""
    if not draft.shares_values:
        return draft.planner
    planner = draft.planner.anew(Values(store))
    edition = store.recall(_EDITION)
    if isinstance(edition, _Edition):
        store.remember(_EDITION, replace(edition, values=planner.values, items=planner.items))
    return planner


def search_parts(site: Site) -> dict[str, str]:
    """Return what the parts of the search index are made from; {} where there is none."""
    if not site.settings.search_program:
        return {}
    divided = late.parts.divide(late.entries.entries(site))
    return {part.name: late.parts.part_text(part) for part in divided}


def _write_fresh(store: Store, values: Values, old_nodes: Collection[str]) -> None:
    """Write the nodes that were encoded lately, so that their texts need not be held."""
    fresh = {digest: text for digest, text in values.fresh.items() if digest not in old_nodes}
    store.put_nodes(fresh)
    values.fresh.clear()


def _no_story(site: Site) -> tuple[Problem, ...]:
    if site.articles or site.held or site.broken:
        return ()
    return (
        Problem("content", 0, "there is no story yet", "Write one: sitegen new article "
                '"Headline" --section NAME', warning=True),
    )  # fmt: skip
