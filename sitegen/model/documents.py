"""What documents hold: feeds, sitemaps, redirects and files for hosts.

Every URL is absolute unless a field says otherwise.
"""

from __future__ import annotations

from datetime import datetime

from sitegen.core.node import Node
from sitegen.core.record import Record
from sitegen.model.article import Correction, Enclosure


class FeedImage(Record):
    url: str  # absolute
    type: str
    length: int  # bytes; 0 when it cannot be known beforehand
    width: int
    height: int
    alt: str
    credit: str


class FeedItem(Node):
    """One story in a feed, without its body, which travels beside it."""

    id: str  # "tag:" URI built on the article's permanent id, or its guid; never on its URL
    url: str  # absolute
    title: str  # plain text
    summary: str
    published: datetime
    updated: datetime
    lang: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]  # the kind's label where it is not plain news, then tags
    image: FeedImage | None = None
    enclosure: Enclosure | None = None
    corrections: tuple[Correction, ...] = ()
    author_urls: tuple[str, ...] = ()  # absolute, in the order of `authors`; "" where none
    atom_id: str = ""  # where Atom does not take `id`; "" where it does


class PodcastChannel(Record):
    """What directories ask to be told of a podcast; see `settings.podcast_keys`."""

    author: str
    owner: str
    email: str
    cover: str  # absolute
    category: str
    above: str  # the category in which that one stands; "" for none
    explicit: bool
    guid: str  # by which it is known wherever it moves


class Feed(Node):
    """A feed's own data. Its items, and their bodies in the same order, travel beside it."""

    title: str
    description: str
    url: str  # absolute, of the feed itself
    page_url: str  # absolute, of the page that it follows
    language: str
    updated: datetime  # newest item; the epoch when there is none
    image: FeedImage | None = None
    hubs: tuple[str, ...] = ()  # WebSub
    full_text: bool = True
    publisher: str = ""  # the site's title; "" takes the feed's own
    podcast: PodcastChannel | None = None


class SitemapEntry(Record):
    """One page that search engines may list."""

    loc: str  # absolute and canonical
    lastmod: datetime | None  # the page's own date, never the build's; None: not known
    images: tuple[str, ...] = ()  # absolute
    month: str = ""  # "2024-10", of a story's first publication; "" for other pages


class NewsEntry(Record):
    """One story of the news sitemap."""

    loc: str  # absolute and canonical
    title: str  # the headline alone
    lang: str
    published: datetime  # first publication: an update never moves it


class Redirect(Record):
    """An old address and what has taken its place."""

    old: str  # root-relative URL
    new: str  # root-relative URL, or an address elsewhere
    code: int = 301
    query: str = ""  # asked for at `old`: "p=12"; "" for the address whatever is asked


class HostFile(Record):
    """A file that tells a host how to serve the site."""

    file: str  # relative to output/, or to the site's root for what `init` writes
    text: str
