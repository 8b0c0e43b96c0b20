"""The last plan with new bodies: what is to be made where nothing but texts has moved."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping, Sequence

from sitegen.build import late
from sitegen.build.plan import Extent, Plan
from sitegen.build.reuse.plans import LastPlan, PlanAnswer
from sitegen.cache.rows import LedgerRow, Origin
from sitegen.cache.store import Store
from sitegen.core.digests import LostNodeError, dump, load
from sitegen.core.record import Record, replace
from sitegen.model.answers import Answer, Why
from sitegen.model.tasks import Task


class LastFiles(Record):
    """Files of the last build that may be in output/ no more as it left them."""

    rows: Mapping[str, LedgerRow]
    output: str


def standing_plan(
    last: LastPlan,
    answer: PlanAnswer,
    ledger: Mapping[str, LedgerRow],
    store: Store,
    last_files: LastFiles,
) -> Plan | Answer:
    """Return the last plan, which stands, with its new bodies put in.

    Args:
        last_files: those of which one asks whether they still stand.

    Returns:
        The reason, when the store does not know any more which files show a text.

    Raises:
        LostNodeError: the store does not know any more what a file was made from.
    """
    again: dict[str, Task] = {}
    shows: dict[str, Sequence[str]] = {}
    for old, new in answer.edits.items():
        files = store.shows(old)
        if files is None:
            return Answer(False, Why.FORGOTTEN)
        shows[new] = files
        for file in files:
            if file not in again:
                again[file] = _task(_with_edits(noted(store, ledger.get(file)), answer.edits))
    again |= lost_tasks(last_files, again, store)
    return Plan(
        tasks=tuple(again.values()),
        files=last.files,
        held_stories=last.held_stories,
        problems=last.warnings,
        since=last.since,
        until=last.until,
        extent=Extent.TEXTS,
        answer=answer.answer,
        shows=shows,
        hidden=tuple(answer.edits),
        edits=answer.edits,
        bodies=last.bodies,
    )


def lost_tasks(last_files: LastFiles, but: Collection[str], store: Store) -> dict[str, Task]:
    """Return the tasks of files that are not in output/ any more as the last build left them.

    Args:
        but: files that are planned already, or shall go.

    Raises:
        LostNodeError: as for `standing_plan`.
    """
    return {
        file: _task(noted(store, row))
        for file, row in last_files.rows.items()
        if file not in but and not stands(last_files.output, row)
    }


def stands(output: str, row: LedgerRow) -> bool:
    """Say whether a file of the ledger is in the output folder as the last build left it."""
    try:
        facts = os.lstat(f"{output}/{row.file}")  # a Path takes thrice as long as the call
    except (OSError, ValueError):
        return False
    return (
        stat.S_ISREG(facts.st_mode) and facts.st_size == row.size and facts.st_mtime_ns == row.mtime
    )


def noted(store: Store, row: LedgerRow | None) -> Origin:
    """Return what a file of the ledger was made from.

    Raises:
        LostNodeError: the store does not know it any more.
    """
    origin = store.origin(row.file) if row is not None else None
    if row is None or origin is None or origin.key() != row.key:
        raise LostNodeError(row.file if row is not None else "")
    return origin


def _with_edits(origin: Origin, edits: Mapping[str, str]) -> Origin:
    return replace(origin, parts=dump(late.shown_bodies.with_new_bodies(load(origin.parts), edits)))


def _task(origin: Origin) -> Task:
    return Task(origin.file, origin.maker, origin.recipe, origin.parts, origin.base, origin.key())
