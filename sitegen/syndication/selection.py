"""Selection: which lists have feeds, which stories a feed holds, and in which order."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.tasks import Subject
from sitegen.settings.types import ListSettings, PartnerFeed
from sitegen.site.selectors import beside_news, languages_of, matching
from sitegen.site.site import Site, Stories


def feed_lists(site: Site) -> Iterator[tuple[Subject, str]]:
    """Yield every list that has a feed, and the folder of output/ where its feeds stand."""
    yield Subject("front"), ""
    for slug in site.sections:
        yield Subject("section", slug), f"{slug}/"
    for kind, folder, ids in (
        ("tag", "tags", site.tags),
        ("person", "authors", sorted(site.people)),
        ("series", "series", site.series),
    ):
        for id_ in ids:
            yield Subject(kind, id_), f"{folder}/{id_}/"
    for lang in languages_of(site):
        yield Subject("language", lang), f"feeds/{lang}/"
    yield Subject("corrections"), "corrections/"


def stories_in_feed(site: Site, subject: Subject, limit: int) -> Stories:
    """Return the stories of a feed, newest first, also where a page shows another order."""
    if subject.kind == "kind":
        return site.stories_of("kind", subject.id)[:limit]
    if subject.kind == "front":
        return beside_news(site, site.stories, limit)
    if subject.kind == "partner":
        partner = site.settings.feeds.partners[subject.id]
        conditions = ListSettings(partner.section, partner.tag, partner.kind, partner.author)
        return matching(site, conditions, limit, beside_news(site, site.stories))
    stories = site.stories_of(subject.kind, subject.id)
    if subject.kind == "series":  # a page shows its parts in order
        at = {path: place for place, path in enumerate(site.stories)}
        stories = tuple(sorted(stories, key=at.__getitem__))
    return beside_news(site, stories, limit)


def partner_file(name: str, partner: PartnerFeed) -> str:
    return f"feeds/{name}.{'json' if partner.format == 'json' else 'xml'}"
