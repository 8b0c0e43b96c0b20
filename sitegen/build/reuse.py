"""Reuse: what of the last build still holds, its plan and its files, and why the rest does not.

A plan is a function of the frame (settings, templates and all that stories say of
themselves), of which stories are live, and of bodies. Where the first two are what they
were, a task differs only where it names a body that changed, and nothing is planned anew.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sitegen.build.inputs import Inputs
from sitegen.build.planning import Plan
from sitegen.cache.store import LedgerRow, Origin, SourceRow, Store
from sitegen.core.digests import LostNodeError, load, task_key
from sitegen.core.problems import Problem, has_errors
from sitegen.core.record import Record, replace
from sitegen.model.tasks import HeldStory, Task
from sitegen.site.links import Elsewhere, links_hold
from sitegen.site.site import LinkFacts
from sitegen.sources.read import anchors_of


class LastPlan(Record):
    """What the last build noted of its plan."""

    frame: str  # digest of all that it depended on but bodies and the time
    since: datetime | None  # it held from then on
    until: datetime | None  # and until then
    files: frozenset[str]
    bodies: Mapping[str, str]  # source → digest of its body
    first_bodies: Mapping[str, str]  # the same, when the plan was first computed
    held_stories: tuple[HeldStory, ...]
    warnings: tuple[Problem, ...]
    anchors: Mapping[tuple[str, str], str]  # that links between stories lead to


def last_plan(store: Store) -> LastPlan | None:
    """Return what the last build noted; None when there was none."""
    note = store.meta("plan")
    if not isinstance(note, dict):
        return None
    return LastPlan(
        frame=note["frame"],
        since=_moment(note["since"]),
        until=_moment(note["until"]),
        files=frozenset(note["files"]),
        bodies={**note["bodies"], **(store.meta("bodies") or {})},
        first_bodies=note["bodies"],
        held_stories=tuple(HeldStory(h[0], h[1], h[2], _moment(h[3])) for h in note["held"]),
        warnings=tuple(Problem(*w) for w in note["warnings"]),
        anchors={
            (source, fragment): anchor for source, fragment, anchor in note.get("anchors", ())
        },
    )


def note_plan(store: Store, plan: Plan, frame: str, bodies: Mapping[str, str]) -> None:
    """Write what the next build will read as `last_plan`."""
    if plan.standing:
        # A big archive's plan is long: beside it stand the bodies that have moved since.
        edits = {path: body for path, body in bodies.items() if plan.bodies.get(path) != body}
        store.set_meta("bodies", edits)
        return
    store.set_meta("bodies", {})
    store.set_meta(
        "plan",
        {
            "frame": frame,
            "since": _iso(plan.since),
            "until": _iso(plan.until),
            "files": sorted(plan.files),
            "bodies": bodies,
            "held": [[h.path, h.title, h.reason, _iso(h.until)] for h in plan.held_stories],
            "anchors": [[*place, anchor] for place, anchor in sorted(plan.anchors.items())],
            "warnings": [[p.path, p.line, p.message, p.hint, True] for p in plan.problems],
        },
    )


def standing_plan(
    last: LastPlan | None,
    inputs: Inputs,
    ledger: Mapping[str, LedgerRow],
    store: Store,
    output: str,
    now: datetime,
) -> Plan | None:
    """Return the last plan with new bodies put in; None when anything else has moved.

    Raises:
        LostNodeError: the store does not know any more what a file was made from.
    """
    if not ledger or last is None or not _holds(last, inputs, now) or last.files != ledger.keys():
        return None
    edits = _body_edits(last, inputs.reading.rows)
    if edits is None:
        return None
    again: dict[str, Task] = {}
    shows: dict[str, Sequence[str]] = {}
    for old, new in edits.items():
        files = store.shows(old)
        if files is None:
            return None
        shows[new] = files
        for file in files:
            recipe = _noted_recipe(store, ledger[file])
            parts = recipe.parts
            for before, after in edits.items():
                parts = parts.replace(before, after)
            again[file] = _task(replace(recipe, parts=parts))
    for file, row in ledger.items():
        if file not in again and not stands(output, row):
            again[file] = _task(_noted_recipe(store, row))
    return Plan(
        tasks=tuple(again.values()),
        files=last.files,
        held_stories=last.held_stories,
        problems=last.warnings,
        since=last.since,
        until=last.until,
        standing=True,
        shows=shows,
        hidden=tuple(edits),
        bodies=last.first_bodies,
    )


def stands(output: str, row: LedgerRow) -> bool:
    """Say whether a file of the ledger is in the output folder as the last build left it."""
    try:
        facts = os.lstat(f"{output}/{row.file}")  # a Path takes thrice as long as the call
    except (OSError, ValueError):
        return False
    return (
        stat.S_ISREG(facts.st_mode) and facts.st_size == row.size and facts.st_mtime_ns == row.mtime
    )


def due_tasks(plan: Plan, ledger: Mapping[str, LedgerRow], output: str) -> Sequence[Task]:
    """Return the tasks whose files are not what they make, or not there."""
    if plan.standing:
        return plan.tasks

    def is_done(task: Task) -> bool:
        row = ledger.get(task.file)
        return row is not None and row.key == task.key and stands(output, row)

    return [task for task in plan.tasks if not is_done(task)]


def reason(
    file: str, plan: Plan, due: Sequence[Task], ledger: Mapping[str, LedgerRow], store: Store
) -> str:
    """Return why a file of output/ is made again, or is not."""
    if file not in plan.files:
        return f"{file} is no file of the site."
    task = next((task for task in due if task.file == file), None)
    if task is None:
        return f"{file} is kept: nothing that it shows has changed."
    before = store.origin(file)
    if file not in ledger or before is None:
        return f"{file} is new."
    old, new = load(before.parts), load(task.parts)
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    reasons = [f"'{name}' changed" for name in names]
    if before.base != task.base or before.recipe != task.recipe:
        reasons.append("a template, the settings or sitegen itself changed")
    if not reasons:
        reasons.append("its file in output/ was changed or deleted by somebody else")
    return f"{file} is made again because {', '.join(reasons)}."


def _holds(last: LastPlan, inputs: Inputs, now: datetime) -> bool:
    """Say whether frame and time are those of the last plan, and its warnings are true."""
    if last.frame != inputs.frame:
        return False
    if has_errors(inputs.problems):
        return False  # a new plan finds what else is wrong
    if (last.since and now < last.since) or (last.until and now >= last.until):
        return False
    reading = inputs.reading
    edits = {source.path for source in reading.results}
    edits |= {row.path for row in reading.rows.values() if last.bodies.get(row.path) != row.body}
    # Anchors are of bodies: a text that is as it was has those that it had.
    old_anchors = {place: anchor for place, anchor in last.anchors.items() if place[0] in edits}
    if not links_hold(LinkFacts(old_anchors, {}), Elsewhere(anchors_of(reading.rows))):
        return False  # a heading that another story names is there no more
    # The line that a warning names may have moved.
    return edits.isdisjoint(warning.path for warning in last.warnings)


def _body_edits(last: LastPlan, rows: Mapping[str, SourceRow]) -> dict[str, str] | None:
    """Return old body → new body; None when that would not tell whose body it is."""
    edits = {
        old: row.body
        for row in rows.values()
        if (old := last.bodies.get(row.path, row.body)) != row.body
    }
    if edits:
        stories = Counter(last.bodies.values())
        if any(stories[old] > 1 or stories[new] for old, new in edits.items()):
            return None  # stories share a text
    return edits


def _noted_recipe(store: Store, row: LedgerRow) -> Origin:
    """Return what a file of the ledger was made from."""
    recipe = store.origin(row.file)
    if recipe is None or _key(recipe) != row.key:
        raise LostNodeError(row.file)
    return recipe


def _task(recipe: Origin) -> Task:
    return Task(recipe.file, recipe.maker, recipe.recipe, recipe.parts, recipe.base, _key(recipe))


def _key(recipe: Origin) -> str:
    return task_key(recipe.base, recipe.maker, recipe.recipe, recipe.parts)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
