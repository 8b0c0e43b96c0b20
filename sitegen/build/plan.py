"""Plans: which files shall exist, what each is made from, and what the next build is told of it.

A plan that stands is the last one; what computes a new one is `planning`, which a build with
nothing to do never loads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from sitegen.core.digests import Values
from sitegen.core.problems import Problem, SitegenError, has_errors
from sitegen.core.record import Record, field
from sitegen.model.answers import Answer
from sitegen.model.tasks import HeldStory, Task

if TYPE_CHECKING:
    from sitegen.build.reuse.stories import Arrangement


class Extent(Enum):
    """How much of a plan is new."""

    WHOLE = "whole"
    PARTS = "parts"  # what changed stories touch
    TEXTS = "texts"  # nothing: it is the last plan, with new bodies


class Plan(Record):
    """Every file that shall exist, and what the next build wants to know of it."""

    tasks: tuple[Task, ...]  # where much of the last plan stands, only what has to be made
    files: frozenset[str]
    held_stories: tuple[HeldStory, ...]
    problems: tuple[Problem, ...]
    since: datetime | None
    until: datetime | None
    extent: Extent
    answer: Answer  # why it is the last one, or is not
    shows: Mapping[str, Sequence[str]]
    """Body → files that show it; unless all is new, only of those where that has moved."""
    hidden: Sequence[str] = ()  # bodies that nothing shows any more
    edits: Mapping[str, str] = field(default_factory=dict)  # if it stands, old body → new
    search: Mapping[str, str] = field(default_factory=dict)
    """Part of the search index → its canonical form; {} where the plan stands."""
    orphans: Collection[str] = ()  # nodes that only earlier plans needed
    values: Values = field(default_factory=Values)  # nodes that are at hand
    bodies: Mapping[str, str] = field(default_factory=dict)
    """Of a plan that stands: source → digest of its body, when it was first computed."""
    anchors: Mapping[tuple[str, str], str] = field(default_factory=dict)  # see `LinkFacts`
    arrangement: Arrangement | None = None  # None where it stands
    parts: int = 0  # how many plans in a row, up to this one, were made in parts


def stop_on(problems: Iterable[Problem]) -> None:
    """Raise SitegenError with all of the problems, if any is more than a warning."""
    distinct = set(problems)
    if has_errors(distinct):
        raise SitegenError(distinct)
