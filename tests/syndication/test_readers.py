"""What other programs make of our feeds and sitemaps, and of what is none."""

from __future__ import annotations

import pytest

from sitegen.syndication.readers import FeedReading, read_feed, read_sitemap
from tests.conftest import Site

ATOM = "http://www.w3.org/2005/Atom"


def test_all_formats_of_a_feed_are_read_alike(site: Site) -> None:
    """One story after another, with the ids by which readers' programs know them."""
    site.story("content/news/vote.md")
    site.story("content/news/park.md", published="2026-03-02T09:00:00-06:00")
    built = site.build()
    base = "https://gazette.example"
    readings = [read_feed(built.tree[f], f) for f in ("feed.xml", "atom.xml", "feed.json")]
    assert [reading.own_url for reading in readings] == [
        f"{base}/feed.xml", f"{base}/atom.xml", f"{base}/feed.json",
    ]  # fmt: skip
    assert {reading.ids for reading in readings} == {readings[0].ids}
    assert {r.urls for r in readings} == {(f"{base}/news/park/", f"{base}/news/vote/")}


def test_sitemaps_say_what_they_are(site: Site) -> None:
    """An index names sitemaps; that of news has dates too."""
    site.story("content/news/vote.md", published="2026-11-22T09:00:00-06:00")
    built = site.build()
    index = read_sitemap(built.tree["sitemap.xml"])
    assert index.is_index
    assert "https://gazette.example/sitemap-pages.xml" in index.urls
    news = read_sitemap(built.tree["sitemap-news.xml"])
    assert (news.is_index, news.urls) == (False, ("https://gazette.example/news/vote/",))
    assert [date.isoformat() for date in news.published] == ["2026-11-22T09:00:00-06:00"]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"<rss><channel>", "feed.xml", "it is no XML"),
        (b"", "feed.xml", "it is no XML"),
        (b"<html/>", "feed.xml", "it is no feed: it begins with <html>"),
        (b"<rss/>", "feed.xml", "RSS without a channel"),
        (b"{", "feed.json", "it is no JSON"),
        (b"[" * 100_000, "feed.json", "it is no JSON"),
        (b"[]", "feed.json", "it is JSON, and no JSON Feed"),
        (b'{"items": [{}]}', "feed.json", "it is JSON, and no JSON Feed"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><rss>&b;</rss>", "feed.xml", "without a channel"),
    ],
)
def test_what_is_no_feed_is_told_in_words(data: bytes, name: str, words: str) -> None:
    """A host's page of faults at a feed's address, half a file, a feed of another program."""
    with pytest.raises(ValueError, match=words):
        read_feed(data, name)


def test_what_is_no_sitemap_is_told_in_words() -> None:
    """Most often it is a page."""
    with pytest.raises(ValueError, match="it is no sitemap: it begins with <html>"):
        read_sitemap(b"<html/>")


@pytest.mark.parametrize(
    ("data", "own", "ids", "urls"),
    [
        (
            f"""<rss xmlns:a="{ATOM}"><channel><a:link rel="hub" href="/hub"/>
            <item><link> /a </link></item><item><guid>b</guid></item></channel></rss>""",
            "", ("/a", "b"), ("/a", ""),
        ),
        (
            f"""<feed xmlns="{ATOM}"><link href="/"/><link rel="self" href="/f"/><entry>
            <id>a</id><link rel="enclosure" href="/x"/><link href="/a"/></entry></feed>""",
            "/f", ("a",), ("/a",),
        ),
        (f'<feed xmlns="{ATOM}"><entry/></feed>', "", ("",), ("",)),
    ],
)  # fmt: skip
def test_a_feed_may_leave_out_what_it_need_not_say(
    data: str, own: str, ids: tuple[str, ...], urls: tuple[str, ...]
) -> None:
    """Feeds of other programs, as they come over the wire."""
    assert read_feed(data.encode(), "feed.xml") == FeedReading(own, ids, urls)


def test_a_json_feed_may_leave_out_addresses() -> None:
    assert read_feed(b'{"items": [{"id": 1}]}', "a.json") == FeedReading("", ("1",), ("",))
