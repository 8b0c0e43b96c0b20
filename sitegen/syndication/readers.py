"""Readers: what other programs make of a feed or a sitemap, once it has come over the wire.

Not what we meant to write, but what stands there: for whoever proves that the live site gives
readers' programs and search engines what was built.

Sources: RSS Advisory Board, "RSS 2.0 Specification"; RFC 4287; JSON Feed 1.1; sitemaps.org.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sitegen.core.record import Record
from sitegen.core.xml import etree

_ATOM = "{http://www.w3.org/2005/Atom}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


class FeedReading(Record):
    """What a reader's program learns from a feed."""

    own_url: str  # at which it says that it is published; "" where it does not say
    ids: tuple[str, ...]  # of its items, in their order
    urls: tuple[str, ...]  # to which they lead, in the same order


class SitemapReading(Record):
    """What a search engine learns from a sitemap."""

    is_index: bool  # then the addresses are those of further sitemaps
    urls: tuple[str, ...]
    published: tuple[datetime, ...] = ()  # of the stories of a news sitemap, aware


def read_feed(data: bytes, name: str) -> FeedReading:
    """Read a feed: RSS, Atom or JSON Feed.

    Args:
        name: of its file; one that ends in ".json" is JSON.

    Raises:
        ValueError: it is none; the text says what is wrong with it.
    """
    if name.endswith(".json"):
        return _json_feed(data)
    root = _xml(data)
    if root.tag == "rss":
        channel = root.find("channel")
        if channel is None:
            raise ValueError("it is RSS without a channel")
        items = channel.findall("item")
        own = [link for link in channel.findall(f"{_ATOM}link") if link.get("rel") == "self"]
        return FeedReading(
            own[0].get("href", "") if own else "",
            tuple([_text(item, "guid") or _text(item, "link") for item in items]),
            tuple([_text(item, "link") for item in items]),
        )
    if root.tag == f"{_ATOM}feed":
        entries = root.findall(f"{_ATOM}entry")
        return FeedReading(
            _atom_link(root, "self"),
            tuple([_text(entry, f"{_ATOM}id") for entry in entries]),
            tuple([_atom_link(entry, "alternate") for entry in entries]),
        )
    raise ValueError(f"it is no feed: it begins with <{_plain(root)}>")


def read_sitemap(data: bytes) -> SitemapReading:
    """Read a sitemap, an index of sitemaps, or a news sitemap.

    Raises:
        ValueError: it is none; the text says what is wrong with it.
    """
    root = _xml(data)
    if root.tag == f"{_SITEMAP}sitemapindex":
        maps = root.findall(f"{_SITEMAP}sitemap")
        return SitemapReading(True, tuple([_text(each, f"{_SITEMAP}loc") for each in maps]))
    if root.tag != f"{_SITEMAP}urlset":
        raise ValueError(f"it is no sitemap: it begins with <{_plain(root)}>")
    pages = root.findall(f"{_SITEMAP}url")
    dates = [date.text or "" for date in root.iter(f"{_NEWS}publication_date")]
    return SitemapReading(
        False,
        tuple([_text(page, f"{_SITEMAP}loc") for page in pages]),
        tuple(map(datetime.fromisoformat, dates)),
    )


def _json_feed(data: bytes) -> FeedReading:
    try:
        feed: Any = json.loads(data)  # anybody's JSON, until it is looked at
        items = feed["items"]
        return FeedReading(
            str(feed.get("feed_url", "")),
            tuple([str(item["id"]) for item in items]),
            tuple([str(item.get("url", "")) for item in items]),
        )
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is no JSON: {error}") from None
    except (KeyError, TypeError, AttributeError):
        raise ValueError("it is JSON, and no JSON Feed") from None


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is no XML: {error}") from None


def _text(element: etree._Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _atom_link(element: etree._Element, rel: str) -> str:
    links = [e for e in element.findall(f"{_ATOM}link") if e.get("rel", "alternate") == rel]
    return links[0].get("href", "") if links else ""


def _plain(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
