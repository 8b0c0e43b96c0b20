"""The assembled site: what is live at one moment, in order, with every name looked up.

Made by `assemble` and never changed. Stories are named by their source paths; lists of
them are tuples of such paths, newest first, so that lists cost little to keep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from sitegen.core.record import Record, field
from sitegen.core.urls import named_places, page_path, site_url, slugify
from sitegen.model.article import Article, Person
from sitegen.model.marks import Marks
from sitegen.model.tasks import HeldStory
from sitegen.model.views import (
    Alert,
    Byline,
    Section,
    SiteInfo,
    TagLink,
    Teaser,
    Translation,
)
from sitegen.settings.types import Settings

Stories = tuple[str, ...]  # source paths
LineOf = Callable[[str, str], int]  # (source path, front matter key) → line


def line_of_item(line_of: LineOf, path: str, key: str, index: int, count: int) -> int:
    """Return the line of one of the `count` items that a key of front matter gave.

    That of the key itself when items were written twice: then their numbers tell nothing.
    """
    line = line_of(path, key)
    return line if line_of(path, f"{key}.{count}") != line else line_of(path, f"{key}.{index}")


class Slots(Record):
    """Stories that an editor put into zones of the front page (content/front.yml)."""

    lead: Stories = ()
    secondary: Stories = ()
    sublinks: Stories = ()
    top: str = ""  # the top that the editor wants; "" for the one that fits the day
    strips: Mapping[str, Stories] | None = None  # by section's slug
    scores: Mapping[str, tuple[str, ...]] | None = None  # results, by section's slug


class Filing(Record):
    """What follows from one story alone, with settings and people as they are; see `live`."""

    article: Article
    url: str
    at: float  # publication in seconds since 1970, to sort by
    marks: Marks
    moments: tuple[datetime, ...]  # at which it changes the site by itself, in UTC
    bylines: tuple[Byline, ...] = ()
    contributors: tuple[Byline, ...] = ()
    teaser: Teaser | None = None  # None: a static page
    lists: tuple[tuple[str, str], ...] = ()  # those in which it stands: ("tag", "hisd")
    tags: tuple[tuple[str, str], ...] = ()  # slug and name, in the order written


class LinkFacts(Record):
    """What links lean on beside addresses; where it is as it was, they lead where they led."""

    anchors: Mapping[tuple[str, str], str]  # source and fragment as written → the anchor there
    statics: Mapping[str, str]  # path of an address → URL of the file of static/; "" for none


class Site(Record):
    settings: Settings
    info: SiteInfo
    articles: Mapping[str, Article]  # what is live: stories and static pages
    bodies: Mapping[str, str]  # source path → digest of its Body; people too
    stories: Stories  # every live story
    pages: Stories  # every live static page, in order of path
    times: Mapping[str, float]  # when each of both was published, in seconds since 1970
    urls: Mapping[str, str]  # of stories, pages and people
    links: Mapping[str, tuple[str, ...]]  # what each body's links lead to; "" where nowhere
    link_facts: LinkFacts
    teasers: Mapping[str, Teaser]
    bylines: Mapping[str, tuple[Byline, ...]]
    contributors: Mapping[str, tuple[Byline, ...]]
    sections: Mapping[str, Section]
    people: Mapping[str, Person]  # by id: those who have a live story
    tags: Mapping[str, TagLink]  # by slug
    series: Mapping[str, str]  # slug → title
    lists: Mapping[tuple[str, str], Stories]  # ("tag", "hisd") → its stories
    places: Mapping[tuple[str, str], Mapping[str, int]]  # where a story stands in a list
    editions: Mapping[str, Stories]  # story with translations → all of its set, original first
    translations: Mapping[str, tuple[Translation, ...]]
    leads: Stories  # stories marked as lead now, newest first
    pinned: Stories
    slots: Slots
    news: Stories  # those that the news sitemap holds now (rules G1 and G6)
    own_cards: frozenset[str]  # stories without a picture that get a card of their own
    alerts: tuple[Alert, ...]
    held: tuple[HeldStory, ...]
    hidden: Mapping[str, str]  # addresses of these, old ones too → their sources
    since: datetime | None  # the last moment at which any of this changed by itself
    next_change: datetime | None  # the next one
    coming: tuple[Article, ...]  # stories whose hour has yet to come, for checks alone
    coming_links: Mapping[str, tuple[str, ...]]  # what theirs lead to now, by path
    broken: frozenset[str]  # sources that could not be read, for checks alone
    staff: tuple[Person, ...]  # everybody in content/authors/
    # For the next assembly.
    sources: frozenset[str]  # every file of content/ that a link may name
    filings: Mapping[str, Filing]  # stories without a problem
    # Known when pages are planned.
    covers: Mapping[str, str] = field(default_factory=dict)  # podcast's slug → URL of its picture

    def teasers_of(self, stories: Stories) -> tuple[Teaser, ...]:
        return tuple([self.teasers[path] for path in stories])

    def stories_of(self, kind: str, name: str) -> Stories:
        return self.lists.get((kind, name), ())

    def url(self, *segments: str) -> str:
        """Return the URL of a page that is not an article's: url("tags", "hisd")."""
        return site_url(self.info.prefix, page_path(*segments))


def tags_of(site: Site, article: Article) -> tuple[TagLink, ...]:
    """Return an article's tags as links, each once, in the order written."""
    own = site.settings.tag_slugs
    slugs = dict.fromkeys(tag_slug(name, own) for name in article.tags)
    return tuple([site.tags[slug] for slug in slugs if slug in site.tags])


def tag_slug(name: str, own: Mapping[str, str]) -> str:
    """Return the address of a tag: it follows from its name and the settings alone.

    Args:
        own: the slugs that the settings give, by casefolded name.
    """
    return own.get(name.casefold()) or slug_of_name(name)


@cache  # a site has few tags and people, and asks for each many times
def slug_of_name(name: str) -> str:
    return slugify(name)


def article_path(article: Article) -> str:
    if article.kind == "page":
        return page_path(article.slug)
    return page_path(article.section, article.slug)


def find_story(among: Mapping[str, object], source: str, target: str) -> str:
    """Return the live source that `target`, written in `source`, names; "" for none."""
    for path in named_places(source, target):
        for candidate in (path, f"{path.rstrip('/')}/index.md"):
            if candidate in among:
                return candidate
    return ""
