"""Standing: what the last build noted of its plan, and whether that plan holds still.

A plan is a function of the frame (settings, templates and all that stories say of
themselves), of which stories are live, and of bodies. Where the first two are what they
were, a task differs only where it names a body that changed, and nothing is planned anew.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sitegen.build.inputs import Inputs
from sitegen.cache.store import LedgerRow, Origin, SourceRow, Store
from sitegen.core.digests import LostNodeError, Values, task_key
from sitegen.core.problems import Problem
from sitegen.model.tasks import HeldStory, Task


@dataclass(frozen=True, slots=True)
class Plan:
    """Every file that shall exist, and what the next build wants to know of it."""

    tasks: tuple[Task, ...]  # of a standing plan only what has to be made
    files: frozenset[str]
    held: tuple[HeldStory, ...]
    problems: tuple[Problem, ...]
    since: datetime | None
    until: datetime | None
    standing: bool  # True: the last plan, with new bodies
    shows: Mapping[str, Sequence[str]]  # body → files that show it; if standing, new bodies only
    hidden: Sequence[str] = ()  # bodies that nothing shows any more
    unused: Collection[str] = ()  # nodes that only earlier plans needed
    values: Values = field(default_factory=Values)  # nodes that are at hand
    bodies: Mapping[str, str] = field(default_factory=dict)  # of a standing plan; see `LastPlan`


@dataclass(frozen=True, slots=True)
class LastPlan:
    """What the last build noted of its plan."""

    frame: str  # digest of all that it depended on but bodies and the time
    since: datetime | None  # it held from then on
    until: datetime | None  # and until then
    files: frozenset[str]
    bodies: Mapping[str, str]  # source → digest of its body
    planned: Mapping[str, str]  # the same, when the plan was made; since then it has stood
    held: tuple[HeldStory, ...]
    warnings: tuple[Problem, ...]


def last_plan(store: Store) -> LastPlan | None:
    """Return what the last build noted; None when there was none."""
    kept = store.meta("plan")
    if not isinstance(kept, dict):
        return None
    return LastPlan(
        frame=kept["frame"],
        since=_moment(kept["since"]),
        until=_moment(kept["until"]),
        files=frozenset(kept["files"]),
        bodies={**kept["bodies"], **(store.meta("bodies") or {})},
        planned=kept["bodies"],
        held=tuple(HeldStory(h[0], h[1], h[2], _moment(h[3])) for h in kept["held"]),
        warnings=tuple(Problem(*w) for w in kept["warnings"]),
    )


def note(store: Store, plan: Plan, frame: str, bodies: Mapping[str, str]) -> None:
    """Write what the next build will read as `last_plan`."""
    if plan.standing:
        # A big archive's plan is long: beside it stand the bodies that have moved since.
        moved = {path: body for path, body in bodies.items() if plan.bodies.get(path) != body}
        store.set_meta("bodies", moved)
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
            "held": [[h.path, h.title, h.reason, _iso(h.until)] for h in plan.held],
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
    changed = _changed_bodies(last, inputs.reading.rows)
    if changed is None:
        return None
    again: dict[str, Task] = {}
    shows: dict[str, Sequence[str]] = {}
    for old, new in changed.items():
        files = store.shows(old)
        if files is None:
            return None
        shows[new] = files
        for file in files:
            made = _made(store, ledger[file])
            parts = made.parts
            for before, after in changed.items():
                parts = parts.replace(before, after)
            again[file] = _task(replace(made, parts=parts))
    for file, row in ledger.items():
        if file not in again and not stands(output, row):
            again[file] = _task(_made(store, row))
    return Plan(
        tasks=tuple(again.values()),
        files=last.files,
        held=last.held,
        problems=last.warnings,
        since=last.since,
        until=last.until,
        standing=True,
        shows=shows,
        hidden=tuple(changed),
        bodies=last.planned,
    )


def stands(output: str, row: LedgerRow) -> bool:
    """Say whether a file of the ledger is in the output folder as the last build left it."""
    try:
        found = os.lstat(f"{output}/{row.file}")  # a Path takes thrice as long as the call
    except (OSError, ValueError):
        return False
    return (
        stat.S_ISREG(found.st_mode) and found.st_size == row.size and found.st_mtime_ns == row.mtime
    )


def _holds(last: LastPlan, inputs: Inputs, now: datetime) -> bool:
    """Say whether frame and time are those of the last plan, and its warnings are true."""
    if last.frame != inputs.frame:
        return False
    if any(not problem.warning for problem in inputs.problems):
        return False  # a new plan finds what else is wrong
    if (last.since and now < last.since) or (last.until and now >= last.until):
        return False
    reading = inputs.reading
    moved = {found.path for found in reading.parsed}
    moved |= {row.path for row in reading.rows.values() if last.bodies.get(row.path) != row.body}
    # The line that a warning names may have moved.
    return moved.isdisjoint(warning.path for warning in last.warnings)


def _changed_bodies(last: LastPlan, rows: Mapping[str, SourceRow]) -> dict[str, str] | None:
    """Return old body → new body; None when that would not tell whose body it is."""
    changed = {
        old: row.body
        for row in rows.values()
        if (old := last.bodies.get(row.path, row.body)) != row.body
    }
    if changed:
        used = Counter(last.bodies.values())
        if any(used[old] > 1 or used[new] for old, new in changed.items()):
            return None  # stories share a text
    return changed


def _made(store: Store, row: LedgerRow) -> Origin:
    made = store.origin(row.file)
    if made is None or _key(made) != row.key:
        raise LostNodeError(row.file)
    return made


def _task(made: Origin) -> Task:
    return Task(made.file, made.maker, made.recipe, made.parts, made.base, _key(made))


def _key(made: Origin) -> str:
    return task_key(made.base, made.maker, made.recipe, made.parts)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
