"""Odd changes: what is said of stories that come or go with one build, and of it alone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.build.inputs import Inputs
from sitegen.build.lost_addresses import Builds, lost_addresses
from sitegen.build.old_dates import old_dates
from sitegen.build.reuse.plans import LastPlan
from sitegen.cache.store import Store
from sitegen.core.problems import Problem
from sitegen.model.article import Article
from sitegen.output.own_files import read_manifest
from sitegen.sources.read import line_of

if TYPE_CHECKING:
    from sitegen.build.planning import Draft


def odd_changes(
    draft: Draft, last: LastPlan | None, inputs: Inputs, store: Store, output: Path, now: datetime
) -> tuple[Problem, ...]:
    """Return what is odd about stories that come or go with this build.

    Args:
        output: the folder, as the last build left it.
    """
    site, values = draft.planner.site, draft.planner.values
    manifest = read_manifest(output).files
    bodies, held_stories = (last.last_bodies(), last.held_stories) if last is not None else ({}, ())
    rows = inputs.reading.rows
    where = line_of(rows)
    builds = Builds(
        manifest,
        draft.planner.outline.entries.keys(),
        store.origin,
        bodies,
        lambda: [values.node(Article, rows[story.path].node) for story in site.held],
    )
    return (
        *old_dates(site, manifest, bodies, held_stories, now, where),
        *lost_addresses(site, builds, values, where),
    )
