"""Selection: every list that has a feed, and the folder where its feeds stand."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.tasks import Subject
from sitegen.settings.types import PartnerFeed
from sitegen.site.selectors import languages_of
from sitegen.site.site import Site


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


def partner_file(name: str, partner: PartnerFeed) -> str:
    return f"feeds/{name}.{'json' if partner.format == 'json' else 'xml'}"
