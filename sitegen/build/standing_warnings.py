"""Warnings of files as they were made, told again while the files stand, until that is mended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from sitegen.cache.store import Store
from sitegen.core.problems import Problem
from sitegen.model.tasks import Task

if TYPE_CHECKING:
    from sitegen.build.files import Outcome

_NOTE = "warned"

StandingWarnings = Mapping[str, tuple[Problem, ...]]  # by file, without those that are well


def last_warnings(store: Store) -> StandingWarnings | None:
    """Return what the last build's files were warned of; None where that is not known."""
    return store.note(_NOTE, dict[str, tuple[Problem, ...]])


def note_warnings(
    store: Store, files: Collection[str], outcomes: Iterable[tuple[Task, Outcome]]
) -> StandingWarnings:
    """Note and return what the files of a site are warned of, made now or before.

    Args:
        files: all of the site.
        outcomes: of the files that were made in this build.
    """
    last = last_warnings(store)
    standing = {file: problems for file, problems in (last or {}).items() if file in files}
    for task, outcome in outcomes:
        standing.pop(task.file, None)
        if outcome.problems:
            standing[task.file] = outcome.problems
    if standing != last:
        store.set_note(_NOTE, standing)
    return standing
