"""The page of every way to follow: each feed with its address, and the newsroom's other places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.core.file_names import FEED_FILES, FEED_NAMES
from sitegen.core.urls import absolute, site_url
from sitegen.language import words
from sitegen.model.feed_choices import FeedChoice, FeedGroup
from sitegen.model.kinds import KINDS
from sitegen.model.tasks import Subject
from sitegen.model.views import NavLink
from sitegen.settings.types import FOLLOW_NAMES
from sitegen.site.selectors import in_alphabet, kinds_of, languages_of
from sitegen.site.site import Site
from sitegen.syndication.selection import (
    FEED_FOLDERS,
    feed_formats,
    kind_file,
    podcast_file,
    updates_file,
    with_updates,
)

_PREFERRED = "https://google.com/preferences/source?q="  # Google, "Preferred sources"


def feed_groups(site: Site, subject: Subject) -> tuple[FeedGroup, ...]:
    """The feeds that readers may choose from, in groups; partners' feeds are nobody else's."""
    del subject
    say = words.translations(site.info.language).gettext
    groups = (
        FeedGroup(say("All stories"), tuple(_of_site(site))),
        FeedGroup(say("Live"), tuple(_of_live(site))),
        FeedGroup(say("Podcasts"), tuple(_of_podcasts(site))),
        FeedGroup(say("Sections"), tuple(_of_sections(site))),
        FeedGroup(say("Series"), tuple(_of("series", site, site.series.items()))),
        FeedGroup(say("Topics"), tuple(_of_topics(site)), folded=True),
        FeedGroup(say("Authors"), tuple(_of_authors(site)), folded=True),
    )
    return tuple(group for group in groups if group.feeds)


def places_to_follow(site: Site, subject: Subject) -> tuple[NavLink, ...]:
    """Where else the newsroom can be followed: the networks of `[follow]`, and Google."""
    del subject
    follow = site.settings.follow
    addresses = (follow.bluesky, follow.mastodon, follow.whatsapp, follow.youtube)
    named = zip(FOLLOW_NAMES.values(), addresses, strict=True)
    links = [NavLink(name, address) for name, address in named if address]
    if follow.google_preferred and not site.info.prefix:
        host = site.info.base_url.partition("://")[2]
        links.append(NavLink("Google", f"{_PREFERRED}{host}", key="google"))
    return tuple(links)


def podcast_feed(site: Site, slug: str) -> str:
    """Return the address of a podcast's feed, as readers copy it."""
    return _address(site, f"/{podcast_file(slug)}")


def _of_live(site: Site) -> Iterator[FeedChoice]:
    """Yield the feeds of what is live now."""
    for path in with_updates(site):
        article = site.articles[path]
        if article.kind == "live":
            foreign = article.lang if article.lang != site.info.language else ""
            address = _address(site, f"/{updates_file(site, path)}")
            yield FeedChoice(article.title, address, foreign, page=site.urls[path])


def _of_podcasts(site: Site) -> Iterator[FeedChoice]:
    for podcast in site.settings.podcasts:
        foreign = podcast.language if podcast.language != site.info.language else ""
        page = site.url("podcasts", podcast.slug)
        yield FeedChoice(podcast.title, podcast_feed(site, podcast.slug), foreign, page=page)


def _of_site(site: Site) -> Iterator[FeedChoice]:
    info = site.info
    say = words.translations(info.language).gettext
    yield _choice(site, "front", info.title, "/")
    for lang in languages_of(site):
        foreign = lang if lang != info.language else ""
        yield _choice(site, "language", words.language_name(lang), f"/feeds/{lang}/", foreign)
    yield _choice(site, "corrections", say("Corrections"), "/corrections/")
    for kind in kinds_of(site):
        yield FeedChoice(say(KINDS[kind].label), _address(site, f"/{kind_file(kind)}"))


def _of_sections(site: Site) -> Iterator[FeedChoice]:
    for link in site.info.sections:
        yield _choice(site, "section", link.title, f"/{link.key}/")


def _of_topics(site: Site) -> Iterator[FeedChoice]:
    slugs = in_alphabet({slug: tag.name for slug, tag in site.tags.items()})
    return _of("tag", site, ((slug, site.tags[slug].name) for slug in slugs))


def _of_authors(site: Site) -> Iterator[FeedChoice]:
    ids = in_alphabet({id_: person.name for id_, person in site.people.items()})
    return _of("person", site, ((id_, site.people[id_].name) for id_ in ids))


def _of(kind: str, site: Site, names: Iterable[tuple[str, str]]) -> Iterator[FeedChoice]:
    """Yield the feeds of lists of one kind, by their ids and names."""
    for id_, name in names:
        yield _choice(site, kind, name, f"/{FEED_FOLDERS[kind]}/{id_}/")


def _choice(site: Site, kind: str, title: str, folder: str, lang: str = "") -> FeedChoice:
    formats = [name for name in feed_formats(site, kind) if name != "rss"]
    others = tuple(
        NavLink(FEED_NAMES[name], _address(site, f"{folder}{FEED_FILES[name]}")) for name in formats
    )
    return FeedChoice(title, _address(site, f"{folder}{FEED_FILES['rss']}"), lang, others)


def _address(site: Site, path: str) -> str:
    return absolute(site.info.base_url, site_url(site.info.prefix, path))
