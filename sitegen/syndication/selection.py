"""Selection: which lists have feeds, which stories a feed holds, and in which order."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.core.file_names import FEED_FILE
from sitegen.core.urls import output_file
from sitegen.model.kinds import KINDS
from sitegen.model.tasks import Subject
from sitegen.settings.types import ListSettings, PartnerFeed
from sitegen.site.podcasts import episodes, podcast_of
from sitegen.site.selectors import beside_news, languages_of, matching
from sitegen.site.site import Site, Stories

# Where the feeds of lists stand that have many of a kind.
FEED_FOLDERS = {"tag": "tags", "person": "authors", "series": "series"}
_FOR_FEW = frozenset(("tag", "person"))  # lists that few follow, and in plain RSS


def feed_formats(site: Site, kind: str) -> tuple[str, ...]:
    """Return in which formats the feeds of a kind of list are written, "rss" first.

    Args:
        kind: of the list's `Subject`.
    """
    is_plain = kind in _FOR_FEW and not site.settings.feeds.every_format
    return ("rss",) if is_plain else site.info.feed_formats


def kind_file(kind: str) -> str:
    """Return the file of the feed that one kind of story has for itself."""
    return f"feeds/{KINDS[kind].address}.xml"


def podcast_file(slug: str) -> str:
    return f"podcasts/{slug}/{FEED_FILE}"


def updates_file(site: Site, path: str) -> str:
    """Return the file of the feed that a live story has of its updates, beside its page."""
    return output_file(site.urls[path].removeprefix(site.info.prefix) + FEED_FILE)


def with_updates(site: Site) -> Stories:
    """Return the stories that are or were live and have updates, newest first."""
    live = {path for path, article in site.articles.items() if article.live_updates}
    return tuple([path for path in site.stories if path in live]) if live else ()


def feed_lists(site: Site) -> Iterator[tuple[Subject, str]]:
    """Yield every list that has a feed, and the folder of output/ where its feeds stand."""
    yield Subject("front"), ""
    for slug in site.sections:
        yield Subject("section", slug), f"{slug}/"
    for kind, ids in (
        ("tag", site.tags),
        ("person", sorted(site.people)),
        ("series", site.series),
    ):
        for id_ in ids:
            yield Subject(kind, id_), f"{FEED_FOLDERS[kind]}/{id_}/"
    for lang in languages_of(site):
        yield Subject("language", lang), f"feeds/{lang}/"
    yield Subject("corrections"), "corrections/"


def stories_in_feed(site: Site, subject: Subject, limit: int) -> Stories:
    """Return the stories of a feed, newest first, also where a page shows another order."""
    if subject.kind == "kind":
        return site.stories_of("kind", subject.id)[:limit]
    if subject.kind == "front":
        return beside_news(site, site.stories, limit)
    if subject.kind == "updates":
        return (subject.id,)
    if subject.kind == "podcast":
        return episodes(site, podcast_of(site, subject.id))
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
