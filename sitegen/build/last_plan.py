"""The note of the last plan, as the cache keeps it from build to build."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sitegen.build import late
from sitegen.build.plan import Extent, Plan
from sitegen.build.reuse.plans import Frame, LastPlan
from sitegen.cache.store import Store
from sitegen.core.record import replace

if TYPE_CHECKING:
    from sitegen.build.reuse.stories import Arrangement

MADE = "made"  # the note of when output/ was changed last, by the hour that the build went by
_PLAN, _BODIES, _ARRANGEMENT = "plan", "bodies", "arrangement"


def last_plan(store: Store) -> LastPlan | None:
    """Return what the last build noted; None when there was none."""
    plan = store.note(_PLAN, LastPlan)
    if plan is None:
        return None
    # A big archive's plan is long: beside it stand the bodies that have moved since.
    edits = store.note(_BODIES, dict[str, str], under=plan.frame.digest())
    return None if edits is None else replace(plan, edits=edits)


def last_arrangement(store: Store, last: LastPlan) -> Arrangement | None:
    """Return how the site stood when it was planned last; None when that is not known."""
    return store.note(_ARRANGEMENT, late.stories.Arrangement, under=last.frame.digest())


def note_plan(
    store: Store, plan: Plan, frame: Frame, bodies: Mapping[str, str], lines: Mapping[str, str]
) -> None:
    """Write what the next build will read as `last_plan`.

    Args:
        bodies: source → digest of its body.
        lines: source that a new plan warns of → digest of where its keys stand.
    """
    edits: dict[str, str] = {}
    if plan.extent is Extent.TEXTS:
        edits = {path: body for path, body in bodies.items() if plan.bodies.get(path) != body}
    else:
        last = LastPlan(
            frame=frame,
            since=plan.since,
            until=plan.until,
            files=plan.files,
            bodies=bodies,
            held_stories=plan.held_stories,
            warnings=plan.problems,
            anchors=tuple([(*place, anchor) for place, anchor in sorted(plan.anchors.items())]),
            lines=lines,
            parts=plan.parts,
        )
        store.set_note(_PLAN, last)
        store.set_note(_ARRANGEMENT, plan.arrangement, under=frame.digest())
    store.set_note(_BODIES, edits, under=frame.digest())
