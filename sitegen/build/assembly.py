"""Assembly: the site from what was read; only where the last plan does not stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sitegen.build import late
from sitegen.build.inputs import Inputs, all_rows
from sitegen.cache.rows import SourceRow
from sitegen.core.digests import Values
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.article import Article, Person
from sitegen.site.assemble import Sources, assemble
from sitegen.site.links import Elsewhere
from sitegen.site.same_stories import same_headlines, same_parts
from sitegen.site.site import Filing, Site
from sitegen.sources.read import anchors_of, line_of
from sitegen.syndication import ids
from sitegen.theme.files import page_ids, static_url

if TYPE_CHECKING:
    from sitegen.build.reuse.editions import LastSite, SiteNow


def assemble_site(
    inputs: Inputs,
    values: Values,
    now: datetime,
    *,
    unpublished: bool = False,
    doubtful: bool = False,
    last: Site | None = None,
    filed: Mapping[str, Filing] | None = None,
) -> tuple[Site, tuple[Problem, ...]]:
    """Assemble the site from what was read; see `assemble`.

    `doubtful`: with sources that have problems, to find what else is wrong before it stops.
    """
    articles: list[Article] = []
    people: list[Person] = []
    bodies: dict[str, str] = {}
    rows = all_rows(inputs.reading) if doubtful else inputs.reading.rows
    for path in sorted(rows):
        row = rows[path]
        bodies[path] = row.body
        if row.kind == "person":
            people.append(values.node(Person, row.node))
        else:
            articles.append(values.node(Article, row.node))
    settings = inputs.settings
    authority = ids.authority_of(settings.feeds.authority, settings.base_url)
    where = line_of(rows)
    problems = (*ids.same_ids(articles, where, authority), *same_headlines(articles, where),
                *same_parts(articles, where))  # fmt: skip
    sources = Sources(articles, people, bodies, inputs.slots, inputs.reading.broken)
    site, site_problems = assemble(
        sources, settings, now, where, unpublished=unpublished, last=last,
        elsewhere=link_targets(inputs, rows), filed=filed,
    )  # fmt: skip
    return site, (*problems, *site_problems)


def standing_site(last: LastSite, inputs: Inputs, values: Values, now: datetime) -> SiteNow:
    """Return the last site with what sources say now, if it shows it; see `site_now`."""
    rows = inputs.reading.rows
    stands = late.editions.site_now(
        last, inputs.frame, rows, now, link_targets(inputs, rows),
        lambda row: values.node(Article, row.node), line_of(rows),
    )  # fmt: skip
    if stands.site is None:
        return stands
    return replace(stands, site=replace(stands.site, settings=inputs.settings))


def link_targets(inputs: Inputs, rows: Mapping[str, SourceRow]) -> Elsewhere:
    """Return what links lead to beside stories: parts of texts, and files of static/."""
    theme, prefix = inputs.theme, inputs.settings.prefix
    return Elsewhere(
        anchors_of(rows), lambda path: static_url(theme, prefix, path), lambda: page_ids(theme)
    )
