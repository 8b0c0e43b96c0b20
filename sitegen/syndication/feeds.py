"""Feeds: RSS 2.0 and Atom, by feedgen.

A feed is a pure function of its `Feed`, its items and their bodies: the same values give
the same bytes, on any day and any machine. Importing this module brings in lxml and
feedgen, so callers load it when there is a feed to make.

Sources: RSS Advisory Board, "RSS Best Practices Profile"; RFC 4287; W3C WebSub; Media RSS 1.5.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime
from html import escape
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator

from sitegen.core.file_names import FEED_TYPES, ending
from sitegen.core.problems import Problem
from sitegen.core.xml import etree
from sitegen.model.documents import Feed, FeedImage, FeedItem, PodcastChannel
from sitegen.syndication.correction_notes import notes, notes_html
from sitegen.syndication.fulltext import absolute_html as absolute_html
from sitegen.syndication.fulltext import clean

SIZE_LIMIT = 250_000  # bytes above which readers and mail services give up on a feed
FEWEST = 10  # stories of a feed; where so many are too heavy, it gives summaries

# As they stand in a feed, each in a line.
_ITEM, _CHANNEL_END = b"    <item>", b"  </channel>"
_ENTRY, _FEED_END = b"  <entry", b"</feed>"
_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_RSS_PICTURES = (".png", ".jpg", ".jpeg", ".gif")  # what RSS 2.0 takes for a channel
# Source: Podcast Namespace, "transcript"; a page of the site or elsewhere is HTML.
_TRANSCRIPTS = {"txt": "text/plain", "vtt": "text/vtt", "srt": "application/x-subrip",
                "json": "application/json"}  # fmt: skip
# The namespaces of a feed, as it declares them; those of RSS are feedgen's own two and ours.
_NAMES = {"dc": _DC[1:-1], "media": _MEDIA[1:-1]}
_RSS_NAMES = {**_NAMES, "atom": _ATOM[1:-1], "itunes": _ITUNES[1:-1], "podcast": _PODCAST[1:-1],
              "content": "http://purl.org/rss/1.0/modules/content/"}  # fmt: skip
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def rss(feed: Feed, items: Sequence[FeedItem], bodies: Sequence[str]) -> bytes:
    """Return an RSS 2.0 feed.

    Args:
        items: in the order in which they shall stand, newest first.
        bodies: for each item its full text as `absolute_html` gives it, or "" for a feed
            of summaries.

    Raises:
        ValueError: two items have one id, an item has no entry in `bodies`, or a body holds
            characters that XML cannot, which `absolute_html` takes out.
    """
    refuse_twins(items)
    pairs = zip(items, bodies, strict=True)
    return rss_of(feed, [rss_item(item, body, feed.language) for item, body in pairs])


def rss_item(item: FeedItem, body: str, language: str) -> bytes:
    """Return one story as it stands in every RSS feed of one language; see `rss_of`.

    Raises:
        ValueError: as `rss`.
    """
    entry = _with_news(_rss_entry(item, body), item, language)
    carrier = etree.Element("rss", nsmap=_RSS_NAMES)
    etree.SubElement(carrier, "channel").append(entry.rss_entry())
    return _between(carrier, _ITEM, _CHANNEL_END)


def rss_of(feed: Feed, entries: Sequence[bytes]) -> bytes:
    """Return an RSS 2.0 feed of stories that `rss_item` wrote.

    A story stands in some ten feeds: it is written once, and put in place in each.
    """
    return _with_stories(_channel(feed, atom=False).rss_str(pretty=True), entries, _CHANNEL_END)


def atom(feed: Feed, items: Sequence[FeedItem], bodies: Sequence[str]) -> bytes:
    """Return an Atom feed; arguments and errors are those of `rss`."""
    refuse_twins(items)
    pairs = zip(items, bodies, strict=True)
    return atom_of(feed, [atom_item(item, body, feed.language) for item, body in pairs])


def atom_item(item: FeedItem, body: str, language: str) -> bytes:
    """Return one story as it stands in every Atom feed of one language; see `atom_of`.

    Raises:
        ValueError: as `rss`.
    """
    entry = _with_news(_atom_entry(item, body), item, language)
    carrier = etree.Element("feed", nsmap=_NAMES)
    carrier.append(entry.atom_entry())
    return _between(carrier, _ENTRY, _FEED_END)


def atom_of(feed: Feed, entries: Sequence[bytes]) -> bytes:
    """Return an Atom feed of stories that `atom_item` wrote."""
    return _with_stories(_channel(feed, atom=True).atom_str(pretty=True), entries, _FEED_END)


def _with_news(entry: FeedEntry, item: FeedItem, language: str) -> FeedEntry:
    """Return an entry with what feedgen does not say of a story, in a feed of this language."""
    entry.register_extension("news", _ItemExtension)
    entry.news.item = item
    entry.news.foreign = item.lang if item.lang != language else ""
    return entry


def _between(carrier: etree._Element, start: bytes, end: bytes) -> bytes:
    """Return what stands in an element, whose namespaces are those of a whole feed."""
    data: bytes = etree.tostring(carrier, pretty_print=True, encoding="UTF-8")
    return data[data.index(start) : data.rindex(end)]


def _with_stories(empty: bytes, entries: Sequence[bytes], end: bytes) -> bytes:
    place = empty.rindex(end)
    return b"".join((empty[:place], *entries, empty[place:]))


def fewer_stories(path: str, count: int, limit: int) -> Problem:
    """Return the warning that a feed holds fewer stories than its limit would let in."""
    return Problem(
        path,
        0,
        f"this feed, and others of whole stories, hold {count} and not {limit}: above 250 KB "
        "readers and mail services cut feeds",
        f"Write limit = {count} under [feeds] in the settings, or full_text = false.",
        warning=True,
    )


def _channel(feed: Feed, *, atom: bool) -> FeedGenerator:
    generator = FeedGenerator()
    generator.register_extension("news", _FeedExtension, _ItemExtension)
    generator.news.hubs = feed.hubs
    generator.register_extension("sound", _SoundExtension, atom=False)
    generator.sound.channel = feed.podcast
    generator.id(feed.url)
    generator.title(clean(feed.title))
    generator.description(clean(feed.description or feed.title))
    generator.language(feed.language)
    generator.author(name=clean(feed.publisher or feed.title))
    generator.generator("sitegen")
    generator.updated(feed.updated)  # feedgen would take the time of the build
    kind = FEED_TYPES["atom" if atom else "rss"]
    generator.link(href=feed.url, rel="self", type=kind)
    for hub in feed.hubs:
        generator.link(href=hub, rel="hub")
    # Last, because feedgen takes the last link for that of the RSS channel.
    generator.link(href=feed.page_url, rel="alternate", type="text/html")
    if feed.image is not None and atom:
        generator.logo(feed.image.url)
    elif feed.image is not None and feed.image.url.lower().endswith(_RSS_PICTURES):
        generator.image(**_rss_image(feed, feed.image))
    return generator


def _rss_image(feed: Feed, image: FeedImage) -> dict[str, str]:
    """Return the channel's picture; RSS gives sizes of at most 144 by 400 pixels."""
    fields = {"url": image.url, "title": clean(feed.title), "link": feed.page_url}
    if 0 < image.width <= 144 and 0 < image.height <= 400:
        fields |= {"width": str(image.width), "height": str(image.height)}
    return fields


def _rss_entry(item: FeedItem, body: str) -> FeedEntry:
    entry = _entry(item)
    entry.guid(item.id, permalink=False)
    if item.enclosure is not None:
        entry.enclosure(item.enclosure.url, str(item.enclosure.length), item.enclosure.type)
    # Readers take a description for HTML, so plain text is escaped once for them
    # and once more, by lxml, for XML.
    summary = escape(clean(item.summary), quote=False)
    if body:
        entry.content(body + notes_html(item))
    else:
        summary = " ".join([summary, *(escape(note, quote=False) for note in notes(item))]).strip()
    if summary:
        entry.description(summary)
    return entry


def _atom_entry(item: FeedItem, body: str) -> FeedEntry:
    entry = _entry(item)
    entry.id(item.atom_id or item.id)
    entry.updated(item.updated)
    entry.published(item.published)
    entry.author([_person(name, url) for name, url in authors_of(item)])
    summary = " ".join([clean(item.summary), *(() if body else notes(item))]).strip()
    if summary:
        entry.summary(summary)
    if body:
        entry.content(body + notes_html(item), type="html")
    return entry


def _entry(item: FeedItem) -> FeedEntry:
    entry = FeedEntry()
    entry.title(clean(item.title))
    entry.link(href=item.url, rel="alternate", type="text/html")
    if item.categories:
        entry.category([{"term": clean(category)} for category in item.categories])
    return entry


def _person(name: str, url: str) -> dict[str, str]:
    return {"name": name, "uri": url} if url else {"name": name}


def authors_of(item: FeedItem) -> list[tuple[str, str]]:
    """Pair each author with the page that tells of them, or ""."""
    urls = item.author_urls or ("",) * len(item.authors)
    return [(clean(name), url) for name, url in zip(item.authors, urls, strict=True)]


class _FeedExtension(BaseExtension):  # type: ignore[misc]
    """Declares the hub in RSS, where feedgen drops it."""

    hubs: tuple[str, ...] = ()

    def extend_ns(self) -> dict[str, str]:
        return dict(_NAMES)

    def extend_rss(self, rss: Any) -> Any:
        channel = rss[0]
        own = channel.find(f"{_ATOM}link")
        for hub in reversed(self.hubs):
            own.addnext(etree.Element(f"{_ATOM}link", href=hub, rel="hub"))
        return rss


class _SoundExtension(BaseExtension):  # type: ignore[misc]
    """Says what directories of podcasts ask for; see `model.documents.PodcastChannel`."""

    channel: PodcastChannel | None = None

    def extend_ns(self) -> dict[str, str]:
        return {"itunes": _ITUNES[1:-1], "podcast": _PODCAST[1:-1]}

    def extend_rss(self, rss: Any) -> Any:
        facts, channel = self.channel, rss[0]
        if facts is None:
            return rss
        etree.SubElement(channel, f"{_ITUNES}author").text = clean(facts.author)
        owner = etree.SubElement(channel, f"{_ITUNES}owner")
        etree.SubElement(owner, f"{_ITUNES}name").text = clean(facts.owner)
        etree.SubElement(owner, f"{_ITUNES}email").text = facts.email
        etree.SubElement(channel, f"{_ITUNES}image", href=facts.cover)
        category = channel
        for name in filter(None, (facts.above, facts.category)):
            category = etree.SubElement(category, f"{_ITUNES}category", text=name)
        etree.SubElement(channel, f"{_ITUNES}explicit").text = str(facts.explicit).lower()
        etree.SubElement(channel, f"{_ITUNES}type").text = "episodic"
        etree.SubElement(channel, f"{_PODCAST}guid").text = facts.guid
        return rss


class _ItemExtension(BaseEntryExtension):  # type: ignore[misc]
    """Adds what feedgen cannot say, or says at a price: pictures' credits, links' relations."""

    item: FeedItem
    foreign: str = ""  # the item's language where it is not the feed's

    def extend_rss(self, entry: Any) -> Any:
        # feedgen changes the locale of the whole process for each date that it writes.
        etree.SubElement(entry, "pubDate").text = format_datetime(self.item.published)
        for name in self.item.authors:
            etree.SubElement(entry, f"{_DC}creator").text = clean(name)
        if self.foreign:
            etree.SubElement(entry, f"{_DC}language").text = self.foreign
        self._recording(entry)
        return self._picture(entry)

    def extend_atom(self, entry: Any) -> Any:
        if self.foreign:
            entry.set(_XML_LANG, self.foreign)
        # feedgen forgets rel and type of an entry's links.
        page = entry.find("link")
        page.set("rel", "alternate")
        page.set("type", "text/html")
        if self.item.enclosure is not None:
            enclosure = self.item.enclosure
            link = etree.Element("link", href=enclosure.url, rel="enclosure", type=enclosure.type)
            link.set("length", str(enclosure.length))
            page.addnext(link)
        return self._picture(entry)

    def _recording(self, entry: Any) -> None:
        """Say how long a recording is, and where its words stand."""
        enclosure = self.item.enclosure
        if enclosure is None:
            return
        if enclosure.duration:
            etree.SubElement(entry, f"{_ITUNES}duration").text = str(enclosure.duration)
        if enclosure.transcript:
            name = ending(enclosure.transcript.partition("?")[0].partition("#")[0])
            type_ = _TRANSCRIPTS.get(name, "text/html")
            etree.SubElement(entry, f"{_PODCAST}transcript", url=enclosure.transcript, type=type_)

    def _picture(self, entry: Any) -> Any:
        image = self.item.image
        if image is None:
            return entry
        content = etree.SubElement(entry, f"{_MEDIA}content", url=image.url, type=image.type)
        content.set("medium", "image")
        content.set("width", str(image.width))
        content.set("height", str(image.height))
        if image.length:
            content.set("fileSize", str(image.length))
        if image.alt:
            etree.SubElement(content, f"{_MEDIA}description", type="plain").text = clean(image.alt)
        if image.credit:
            etree.SubElement(content, f"{_MEDIA}credit").text = clean(image.credit)
        return entry


def refuse_twins(items: Sequence[FeedItem]) -> None:
    """Readers show only one of two stories with one id: that must never go out."""
    ids: set[str] = set()
    for item in items:
        if item.id in ids:
            raise ValueError(f"two stories in a feed have the id {item.id}")
        ids.add(item.id)
