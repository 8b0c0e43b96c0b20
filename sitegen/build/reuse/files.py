"""Which files of output/ stand, and why the others are made again."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sitegen.cache.rows import LedgerRow, Origin
from sitegen.core.digests import load
from sitegen.model.answers import Answer, Why
from sitegen.model.tasks import Task

# One for all: there may be a hundred thousand of them.
_SAME = Answer(True, Why.SAME)
_NEW = Answer(False, Why.NEW)
_VALUES = Answer(False, Why.VALUES)
_TOUCHED = Answer(False, Why.TOUCHED)


def file_answer(key: str, row: LedgerRow | None, is_there: bool) -> Answer:
    """Say whether a file stands that has this key now.

    Args:
        row: what the last build noted of it, if it made one.
        is_there: the file is in output/ as that build left it.
    """
    if row is None:
        return _NEW
    if row.key != key:
        return _VALUES
    return _SAME if is_there else _TOUCHED


def full_answer(
    file: str,
    files: Collection[str],
    task: Task | None,
    row: LedgerRow | None,
    before: Origin | None,
) -> Answer:
    """Say why one file is made again, or is not, down to the values that changed.

    Args:
        files: all files of the site.
        task: what makes it now; None where it stands.
        row, before: what the last build noted of it, and what it was rendered from.
    """
    if file not in files:
        return Answer(False, Why.NO_FILE)
    if task is None:
        return _SAME
    if row is None or before is None:
        return _NEW
    names = _differences(load(before.parts), load(task.parts))
    if names:
        return Answer(False, Why.VALUES, names)
    if (before.base, before.recipe) != (task.base, task.recipe):
        return Answer(False, Why.RULES)
    return _TOUCHED


def _differences(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(sorted(name for name in {*old, *new} if old.get(name) != new.get(name)))
