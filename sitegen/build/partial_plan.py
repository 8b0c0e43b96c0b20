"""The last plan, with what changed stories touch planned anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from sitegen.build.last_plan import last_arrangement
from sitegen.build.plan import Extent, Plan
from sitegen.build.planning import Draft, search_parts
from sitegen.build.reuse.plans import LastPlan
from sitegen.build.reuse.stories import (
    Touch,
    arrangement,
    arrangement_answer,
    changed_stories,
    differing,
    same_dates,
)
from sitegen.build.standing import LastFiles, lost_tasks, noted
from sitegen.cache.rows import LedgerRow
from sitegen.cache.store import Store
from sitegen.core.digests import load
from sitegen.model.answers import Answer, Why
from sitegen.pages.shown_bodies import bodies_in
from sitegen.site.site import Site

if TYPE_CHECKING:
    from sitegen.build.reuse.editions import LastSite


def partial_plan(
    draft: Draft,
    last: LastPlan,
    bodies: Mapping[str, str],
    ledger: Mapping[str, LedgerRow],
    store: Store,
    last_files: LastFiles,
) -> Plan | Answer:
    """Plan the files that changed stories touch; all others stand as they were planned last.

    Args:
        last: the last plan, which `reuse.plans.parts_answer` lets stand so far.
        bodies: source → digest of its body.
        last_files: those of which one asks whether they still stand.

    Returns:
        The reason, when everything is to be planned.

    Raises:
        LostNodeError: the store does not know any more what a file was made from.
    """
    planner = draft.planner
    site, values, entries = planner.site, planner.values, planner.outline.entries
    before, was = last_arrangement(store, last), _planned_site(last, draft.last)
    now = arrangement(site, values, was, before)
    answer = arrangement_answer(before, now, last.parts)
    if before is None or not answer.holds:
        return answer
    known = last.last_bodies()
    texts = differing(known, bodies)
    changed = changed_stories(before, now, texts)
    touch = Touch(before, now, site, changed, planner.names_of, same_dates(was, site, changed))
    touched = touch.files(entries.values(), last.files, store.picture_sources())
    tasks = {file: planner.task(file) for file in touched}
    gone = last.files - entries.keys()
    origins = [noted(store, ledger[file]) for file in (*touched, *gone) if file in ledger]
    hidden = {body for origin in origins for body in bodies_in(load(origin.parts))}
    shows = _shows(store, {*tasks, *gone}, hidden, planner.shows, frozenset(known.values()))
    if shows is None:
        return Answer(False, Why.FORGOTTEN)
    store.put_nodes(values.fresh)
    store.commit()
    values.fresh.clear()  # the next draft may share these values
    current = frozenset(bodies.values())
    return Plan(
        tasks=(*tasks.values(), *lost_tasks(last_files, {*tasks, *gone}, store).values()),
        files=frozenset(entries),
        held_stories=site.held,
        problems=draft.problems,
        since=site.since,
        until=site.next_change,
        extent=Extent.PARTS,
        answer=Answer(True, Why.PARTS, tuple(sorted(changed))),
        shows={body: files for body, files in shows.items() if body in current}
        | dict.fromkeys(current.difference(known.values(), shows), ()),
        hidden=tuple(sorted(set(known.values()) - current)),
        search=search_parts(site),
        anchors=site.link_facts.anchors,
        arrangement=now,
        parts=last.parts + 1,
    )


def _planned_site(last: LastPlan, edition: LastSite | None) -> Site | None:
    """Return the site that the last plan was of, if this process has assembled that one last."""
    if edition is None or edition.frame != last.frame:
        return None
    site = edition.site
    return site if (site.since, site.next_change) == (last.since, last.until) else None


def _shows(
    store: Store,
    planned: Collection[str],
    hidden: Collection[str],
    shown: Mapping[str, Collection[str]],
    known: Collection[str],
) -> dict[str, tuple[str, ...]] | None:
    """Return, for each body that planned files showed or show, all files that show it now.

    Args:
        planned: the files that were planned anew, and those that go.
        hidden: the bodies that they showed.
        shown: body → those of them that show it now.
        known: all bodies that the last plan knew.

    Returns:
        None when the store does not tell any more which files show one of them.
    """
    shows: dict[str, tuple[str, ...]] = {}
    for body in {*hidden, *shown}:
        files = store.shows(body)
        if files is None and body in known:
            return None
        others = set(files or ()).difference(planned)
        shows[body] = tuple(sorted(others.union(shown.get(body, ()))))
    return shows
