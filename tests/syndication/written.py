"""All that one sample newsroom's programs write, as it is kept in tests/syndication/written/.

python -m tests.syndication.written     # writes it anew, after a change that was meant
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sitegen.core.dates import Moment
from sitegen.core.record import replace
from sitegen.model.article import Correction, Enclosure, LiveUpdate, Reference, Sponsor
from sitegen.model.documents import FeedImage, NewsEntry, PodcastChannel, SitemapEntry
from sitegen.model.feed_choices import FeedChoice, FeedGroup
from sitegen.syndication import feeds, sitemaps
from sitegen.syndication import structured_data as graphs
from sitegen.syndication.json_feed import json_feed
from sitegen.syndication.opml import opml
from tests.syndication.test_feeds import BODY, HOUSTON, PHOTO, a_feed, an_item
from tests.syndication.test_structured_data import (
    ARTICLE,
    CROPS,
    MORNING,
    SECTION,
    SITE,
    URL,
    WRITERS,
    a_person,
    a_teaser,
)

FOLDER = Path(__file__).parent / "written"
_LOGO = "https://gazette.example/paper/media/logo.png"
_NOTED = Moment(datetime(2026, 11, 20, tzinfo=HOUSTON))


def written() -> Iterator[tuple[str, bytes]]:
    """Yield each file with its name."""
    yield from _feeds()
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    pages = [
        SitemapEntry("https://gazette.example/a&b/", noon, ("https://gazette.example/a.jpg",)),
        SitemapEntry("https://gazette.example/b/\0", None),
    ]
    yield "sitemap.xml", sitemaps.sitemap(pages)
    yield "index.xml", sitemaps.index([("https://gazette.example/a.xml", noon), ("b.xml", None)])
    news = NewsEntry("https://gazette.example/a/", '"Votes" & <counts>', "es-US", noon)
    yield "news.xml", sitemaps.news_sitemap([news, replace(news, lang="zh-HK")], "The A & B")
    chosen = (FeedChoice('All "news" & more', "https://gazette.example/feed.xml?a=1&b=2"),)
    groups = [FeedGroup("A & B", chosen), FeedGroup("None", ())]
    yield "feeds.opml", opml("The <Gazette>", groups)
    for name, graph in _graphs():
        yield f"{name}.json", json.dumps(json.loads(graph), indent=1, ensure_ascii=False).encode()


def _feeds() -> Iterator[tuple[str, bytes]]:
    sound = "https://gazette.example/media/talk.0123abcd.mp3"
    small = replace(PHOTO, url="https://gazette.example/logo.PNG", width=144, height=400)
    feed = a_feed(
        hubs=("https://hub.example/", "https://b.example/"), image=small, publisher="A & B"
    )
    items = [
        an_item(
            1,
            atom_id="tag:gazette.example,2026:atom",
            image=PHOTO,
            enclosure=Enclosure(sound, "audio/mpeg", 734003, 912, "https://a.example/t.vtt?a=b#c"),
            authors=("Sample Writer", "Mẫu Trần"),
            author_urls=("https://gazette.example/authors/sample-writer/", ""),
            categories=("Analysis", "Sample tag"),
            corrections=(Correction(_NOTED, 'It was "7" < 8.'),),
            updated=datetime(2026, 11, 20, 9, 30, tzinfo=HOUSTON),
        ),
        an_item(2, lang="es", title="Una: <b> & «dos»", corrections=(Correction(_NOTED, "A"),)),
        an_item(3, authors=(), summary="", enclosure=Enclosure(sound, "audio/mpeg", 1)),
        an_item(4, image=replace(PHOTO, length=0, alt="", credit=""),
                enclosure=Enclosure(sound, "audio/mpeg", 1, 0, "https://a.example/words/")),
    ]  # fmt: skip
    bodies = [BODY, "", BODY, ""]
    yield "feed.xml", feeds.rss(feed, items, bodies)
    yield "atom.xml", feeds.atom(feed, items, bodies)
    yield "feed.json", json_feed(feed, items, bodies)
    channel = PodcastChannel(
        "A & B", "The Owner", "desk@gazette.example", "https://gazette.example/cover.jpg",
        "Daily News", "News", False, "0123",
    )  # fmt: skip
    large = replace(small, width=145)
    yield "podcast.xml", feeds.rss(a_feed(podcast=channel, image=large), items[:1], [""])
    foreign = FeedImage("https://gazette.example/logo.webp", "image/webp", 1, 10, 10, "", "")
    bare = a_feed(podcast=replace(channel, above="", explicit=True), image=foreign)
    yield "bare.xml", feeds.rss(bare, [], [])
    yield "bare.json", json_feed(a_feed(description=""), [an_item(summary="")], [""])


def _graphs() -> Iterator[tuple[str, str]]:
    later = Moment(datetime(2026, 11, 20, 10, 30, tzinfo=HOUSTON))
    article = replace(
        ARTICLE,
        kind="analysis",
        updated=later,
        corrections=(Correction(_NOTED, "It was 7."),),
        sources=(Reference("A report", "https://a.example/"), Reference("A talk", "")),
        canonical="https://first.example/",
        dateline="Houston",
        how_we_reported="We asked.",
        enclosure=Enclosure("/paper/media/a.mp4", "video/mp4", 1, 61),
    )
    tags = [graphs.TagLink("Budget", "/paper/tags/budget/")]
    yield (
        "article",
        graphs.article_graph(SITE, URL, article, SECTION, WRITERS, WRITERS[:1], CROPS, tags, _LOGO),
    )
    live = replace(
        ARTICLE,
        live_updates=(
            LiveUpdate("one", later, "First", "Words."), LiveUpdate("two", later, "Second", ""),
        ),
        live_start=MORNING,
        live_end=later.at,
        sponsor=Sponsor("A Bank", "https://bank.example/"),
        enclosure=Enclosure("https://a.example/a.mp3", "audio/mpeg", 1),
    )  # fmt: skip
    yield "live", graphs.article_graph(SITE, URL, live, None, ())
    teasers = [a_teaser("vote"), a_teaser("park")]
    yield "front", graphs.front_graph(replace(SITE, search=True), "/paper/", teasers, _LOGO)
    above = [graphs.NavLink("News", "/paper/news/")]
    yield "list", graphs.listing_graph(SITE, "/paper/a/", "A", "Of a.", teasers, above)
    yield "empty", graphs.listing_graph(SITE, "/paper/a/", "A", "", (), type_name="ItemPage")
    yield "page", graphs.page_graph(SITE, "/paper/b/", ARTICLE)
    yield "about", graphs.page_graph(SITE, "/paper/about/", replace(ARTICLE, slug="about"))
    person = a_person(summary="Writes samples.")
    yield "person", graphs.person_graph(SITE, "/paper/authors/a/", person, CROPS[0], teasers, above)
    desk = a_person(organisation=True)
    yield "desk", graphs.person_graph(SITE, "/paper/authors/desk/", desk)


if __name__ == "__main__":
    for name, data in written():
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / name).write_bytes(data)
