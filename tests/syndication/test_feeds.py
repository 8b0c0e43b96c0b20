"""Feeds that readers, podcast players and partners take without a word.

Oracles: the Atom schema of RFC 4287, feedparser, and a plain XML parser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote

import feedparser
import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sitegen.core.dates import Moment
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.article import Correction, Enclosure
from sitegen.model.documents import Feed, FeedImage, FeedItem
from sitegen.syndication.feeds import (
    FEWEST,
    SIZE_LIMIT,
    absolute_html,
    atom,
    authors_of,
    fewer_stories,
    rss,
    rss_item,
)
from sitegen.syndication.json_feed import json_feed
from tests.conftest import ROOT

SCHEMAS = ROOT / "tests/data/schemas"
HOUSTON = timezone(timedelta(hours=-5))
NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "media": "http://search.yahoo.com/mrss/",
}
BODY = '<p>The sample council met. <a href="https://gazette.example/local/">More</a></p>'

MAKERS = pytest.mark.parametrize("make", [rss, atom, json_feed], ids=["rss", "atom", "json"])


def a_feed(**changes: Any) -> Feed:
    feed = Feed(
        title="The Sample Gazette",
        description="Sample headlines",
        url="https://gazette.example/feed.xml",
        page_url="https://gazette.example/",
        language="en",
        updated=datetime(2026, 11, 20, 9, 30, tzinfo=HOUSTON),
    )
    return replace(feed, **changes)


def an_item(number: int = 1, **changes: Any) -> FeedItem:
    published = datetime(2026, 11, 20, 9, 30, tzinfo=HOUSTON) - timedelta(hours=number)
    item = FeedItem(
        id=f"tag:gazette.example,2026:story-{number}",
        url=f"https://gazette.example/news/story-{number}/",
        title=f"Sample story {number}",
        summary=f"What sample story {number} says",
        published=published,
        updated=published,
        lang="en",
        authors=("Sample Writer",),
        categories=(),
    )
    return replace(item, **changes)


def in_rss(feed: Feed, items: Sequence[FeedItem], bodies: Sequence[str]) -> Any:
    return etree.fromstring(rss(feed, items, bodies))[0]


def in_atom(feed: Feed, items: Sequence[FeedItem], bodies: Sequence[str]) -> Any:
    return etree.fromstring(atom(feed, items, bodies))


def texts(element: Any, path: str) -> list[str]:
    return [child.text or "" for child in element.iterfind(path, NS)]


PHOTO = FeedImage(
    url="https://gazette.example/media/bayou.0123abcd.1200.jpg",
    type="image/jpeg",
    length=81234,
    width=1200,
    height=800,
    alt="A sample bayou & its bridge",
    credit="Sample Photographer",
)
EPISODE = Enclosure("https://gazette.example/media/talk.0123abcd.mp3", "audio/mpeg", 734003, 912)


def everything() -> tuple[Feed, list[FeedItem], list[str]]:
    """A feed that uses all there is."""
    feed = a_feed(hubs=("https://hub.example/",), image=PHOTO, publisher="The Sample Gazette")
    items = [
        an_item(
            1,
            image=PHOTO,
            enclosure=EPISODE,
            authors=("Sample Writer", "Mẫu Trần"),
            author_urls=("https://gazette.example/authors/sample-writer/", ""),
            categories=("Analysis", "Sample tag"),
            corrections=(Correction(Moment(datetime(2026, 11, 20, tzinfo=HOUSTON)), "It was 7."),),
            updated=datetime(2026, 11, 20, 9, 30, tzinfo=HOUSTON),
        ),
        an_item(2, lang="es", title="Historia de muestra: <b> & «dos»"),
        an_item(3, authors=(), summary=""),
    ]
    return feed, items, [BODY, "", BODY]


# RSS


def test_the_channel_names_the_page_that_it_follows() -> None:
    """R1: title, link to the page (not the feed), description, language and build date stand."""
    channel = in_rss(a_feed(language="es-US"), [an_item()], [BODY])

    assert texts(channel, "title") == ["The Sample Gazette"]
    assert texts(channel, "link") == ["https://gazette.example/"]
    assert texts(channel, "description") == ["Sample headlines"]
    assert texts(channel, "language") == ["es-US"]
    assert texts(channel, "lastBuildDate") == ["Fri, 20 Nov 2026 09:30:00 -0500"]


def test_a_feed_without_a_description_takes_its_title() -> None:
    """R1: the description is never missing."""
    assert texts(in_rss(a_feed(description=""), [], []), "description") == ["The Sample Gazette"]


def test_rss_names_its_own_address_first() -> None:
    """R2: exactly one atom:link says rel="self", with the address the feed is published at."""
    channel = in_rss(a_feed(hubs=("https://hub.example/",)), [], [])

    own = [e.get("href") for e in channel.iterfind("atom:link[@rel='self']", NS)]
    assert own == ["https://gazette.example/feed.xml"]


def test_each_item_can_be_told_from_the_others() -> None:
    """R3: title, link, guid and date; the guid is the permanent id, marked as no address."""
    channel = in_rss(a_feed(), [an_item(1), an_item(2)], ["", ""])

    for number, item in enumerate(channel.iterfind("item"), 1):
        assert texts(item, "title") == [f"Sample story {number}"]
        assert texts(item, "link") == [f"https://gazette.example/news/story-{number}/"]
        assert texts(item, "guid") == [f"tag:gazette.example,2026:story-{number}"]
        assert item.find("guid").get("isPermaLink") == "false"
        assert len(texts(item, "pubDate")) == 1


@MAKERS
def test_two_stories_with_one_id_are_refused(make: Any) -> None:
    """R3: a reader would show only one of them."""
    with pytest.raises(ValueError, match="story-1"):
        make(a_feed(), [an_item(1), an_item(1, title="Another")], ["", ""])


@MAKERS
def test_each_item_needs_its_body(make: Any) -> None:
    """A body given to the wrong story would be worse than none: counts have to agree."""
    with pytest.raises(ValueError, match="zip"):
        make(a_feed(), [an_item(1), an_item(2)], [""])


def test_each_author_has_a_page_or_none_has() -> None:
    """A page given to the wrong person would be worse than none, too."""
    item = an_item(authors=("Jo", "Mai"), author_urls=("https://gazette.example/jo/",))
    with pytest.raises(ValueError, match="zip"):
        authors_of(item)


def test_dates_have_four_digit_years_and_offsets() -> None:
    """R4: RFC 822 dates that any mail library reads back as the same moment."""
    item = an_item()
    (date,) = texts(in_rss(a_feed(), [item], [""]), "item/pubDate")

    assert date == "Fri, 20 Nov 2026 08:30:00 -0500"
    assert parsedate_to_datetime(date) == item.published


def test_the_summary_comes_before_the_full_text() -> None:
    """R5: description first, content:encoded second; without a summary, one description."""
    channel = in_rss(a_feed(), [an_item(1), an_item(2, summary="")], [BODY, BODY])
    first, second = channel.iterfind("item")

    tags = [etree.QName(child).localname for child in first]
    assert tags.index("description") < tags.index("encoded")
    assert texts(first, "description") == ["What sample story 1 says"]
    assert texts(first, "content:encoded") == [BODY]
    assert texts(second, "description") == [BODY]
    assert texts(second, "content:encoded") == []


def test_a_feed_of_summaries_holds_no_full_text() -> None:
    """One switch per feed: with no body given, only the summary goes out."""
    feed, items = a_feed(full_text=False), [an_item()]

    assert texts(in_rss(feed, items, [""]), "item/content:encoded") == []
    assert in_atom(feed, items, [""]).find("atom:entry/atom:content", NS) is None
    assert "content_html" not in json.loads(json_feed(feed, items, [""]))["items"][0]


def test_headlines_are_plain_text_escaped_once() -> None:
    """R7: a reader that takes a title as text shows what the editor wrote."""
    title = "AT&T <b>wins</b> & loses"

    assert texts(in_rss(a_feed(), [an_item(title=title)], [""]), "item/title") == [title]
    assert texts(in_atom(a_feed(), [an_item(title=title)], [""]), "atom:entry/atom:title") == [
        title
    ]
    assert (
        json.loads(json_feed(a_feed(), [an_item(title=title)], [""]))["items"][0]["title"] == title
    )


def test_a_summary_cannot_run_as_html() -> None:
    """R6: readers take a description for HTML, so plain text is escaped for them too."""
    channel = in_rss(a_feed(), [an_item(summary="<script>alert(1)</script> AT&T")], [""])

    (text,) = texts(channel, "item/description")
    assert lxml.html.fromstring(f"<div>{text}</div>").text == "<script>alert(1)</script> AT&T"


def test_every_reporter_is_named_as_creator() -> None:
    """R8: one dc:creator per byline, and no author element, which would need an address."""
    channel = in_rss(a_feed(), [an_item(authors=("Sample Writer", "Mẫu Trần"))], [""])

    assert texts(channel, "item/dc:creator") == ["Sample Writer", "Mẫu Trần"]
    assert texts(channel, "item/author") == []


def test_a_podcast_is_one_enclosure_with_its_true_length() -> None:
    """R9: address, byte count and type of the sound file, once."""
    channel = in_rss(a_feed(), [an_item(enclosure=EPISODE)], [""])

    (enclosure,) = channel.iterfind("item/enclosure")
    assert dict(enclosure.attrib) == {
        "url": EPISODE.url,
        "length": "734003",
        "type": "audio/mpeg",
    }


@pytest.mark.parametrize(
    ("transcript", "kind"),
    [
        ("https://x.example/a.txt", "text/plain"),
        ("https://x.example/a.VTT", "text/vtt"),
        ("https://x.example/a.srt?lang=en", "application/x-subrip"),
        ("https://x.example/a.json#t=1", "application/json"),
        ("https://x.example/a/", "text/html"),
        ("https://x.example/a?file=a.txt", "text/html"),
        ("", ""),
    ],
)
def test_the_words_of_a_recording_have_the_type_of_their_ending(transcript: str, kind: str) -> None:
    """A page of the site or elsewhere is HTML; a length that is not known is not given."""
    for seconds in (0, 1):
        sound = replace(EPISODE, transcript=transcript, duration=seconds)
        channel = in_rss(a_feed(), [an_item(enclosure=sound)], [""])
        said = [dict(each.attrib) for each in channel.iterfind("item/podcast:transcript", NS)]
        assert said == ([{"url": transcript, "type": kind}] if kind else [])
        assert texts(channel, "item/itunes:duration") == ["1"] * seconds


@pytest.mark.parametrize("make", [rss, atom])
def test_a_picture_says_its_size_credit_and_alt(make: Any) -> None:
    """R10: a lone media:content in no group, with medium, type, size, description, credit."""
    root = etree.fromstring(make(a_feed(), [an_item(image=PHOTO)], [""]))

    assert root.find(".//media:group", NS) is None
    (content,) = root.iterfind(".//media:content", NS)
    assert dict(content.attrib) == {
        "url": PHOTO.url,
        "type": "image/jpeg",
        "medium": "image",
        "width": "1200",
        "height": "800",
        "fileSize": "81234",
    }
    assert texts(content, "media:description") == ["A sample bayou & its bridge"]
    assert texts(content, "media:credit") == ["Sample Photographer"]


def test_a_size_that_is_not_known_is_not_given() -> None:
    """R10: no fileSize="0", which would be a lie."""
    channel = in_rss(a_feed(), [an_item(image=replace(PHOTO, length=0))], [""])
    assert "fileSize" not in channel.find("item/media:content", NS).attrib


@pytest.mark.parametrize(
    ("width", "height", "fields"),
    [
        (145, 145, False), (144, 401, False), (144, 400, True), (1, 1, True), (0, 9, False),
        (9, 0, False),
    ],
)  # fmt: skip
def test_the_channel_picture_is_titled_like_the_channel(
    width: int, height: int, fields: bool
) -> None:
    """R11: its title and link are the channel's; a size above RSS's bounds is left out."""
    logo = replace(PHOTO, width=width, height=height)
    image = in_rss(a_feed(image=logo), [], []).find("image")

    assert texts(image, "title") == ["The Sample Gazette"]
    assert texts(image, "link") == ["https://gazette.example/"]
    assert texts(image, "width") == ([str(width)] if fields else [])


@MAKERS
def test_control_characters_are_left_out(make: Any) -> None:
    """R12: what XML cannot hold disappears from every text, and nothing crashes."""
    bad = "a\x00b\x0bc\ufffed\ud800e"
    image = replace(PHOTO, alt=bad, credit=bad)
    note = Correction(Moment(datetime(2026, 11, 20, tzinfo=HOUSTON)), bad)
    item = an_item(
        title=bad,
        summary=bad,
        authors=(bad,),
        categories=(bad,),
        image=image,
        corrections=(note,),
    )
    body = absolute_html(f"<p>{bad}</p>", "https://gazette.example", "/news/a/")
    data = make(a_feed(title=bad, description=bad, publisher=bad), [item], [body])

    assert b"abcde" in data
    assert not {"\x00", "\x0b", "\ufffe"} & set(data.decode())


@MAKERS
def test_stories_stay_in_the_order_given(make: Any) -> None:
    """R13: newest first, though feedgen would turn them round."""
    text = make(a_feed(), [an_item(1), an_item(2), an_item(3)], ["", "", ""]).decode()
    ids = re.findall(r"tag:gazette\.example,2026:story-(\d)", text)
    assert ids == ["1", "2", "3"]


@pytest.mark.parametrize("make", [rss, atom])
def test_no_stylesheet_transforms_the_feed(make: Any) -> None:
    """R14: browsers have dropped XSLT, so there is no processing instruction."""
    assert b"<?xml-stylesheet" not in make(*everything())


@MAKERS
def test_the_same_stories_give_the_same_bytes(make: Any) -> None:
    """R15: nothing of the build's own time is in a feed."""
    first_bytes = make(*everything())

    assert first_bytes == make(*everything())
    # Two builds within one second would agree on a stray time of their own.
    times = set(re.findall(r"\d\d:\d\d:\d\d", first_bytes.decode()))
    assert times <= {"09:30:00", "08:30:00", "07:30:00", "06:30:00"}


def test_rss_declares_the_hub_that_feedgen_drops() -> None:
    """W1: each hub stands beside rel="self", in the order given."""
    hubs = ("https://hub.example/", "https://second.example/")
    channel = in_rss(a_feed(hubs=hubs), [], [])

    assert tuple(e.get("href") for e in channel.iterfind("atom:link[@rel='hub']", NS)) == hubs
    assert texts(channel, "link") == ["https://gazette.example/"]


def test_atom_and_json_declare_the_hub() -> None:
    """W1: Atom by a link, JSON Feed by its list of hubs."""
    feed = a_feed(hubs=("https://hub.example/",))

    links = {e.get("rel"): e.get("href") for e in in_atom(feed, [], []).iterfind("atom:link", NS)}
    assert links == {
        "self": "https://gazette.example/feed.xml",
        "hub": "https://hub.example/",
        "alternate": "https://gazette.example/",
    }
    assert json.loads(json_feed(feed, [], []))["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example/"}
    ]


def test_labels_and_tags_are_categories() -> None:
    """What kind of story it is, and what it is about, goes to all three formats."""
    item = an_item(categories=("Opinion", "Sample tag"))

    assert texts(in_rss(a_feed(), [item], [""]), "item/category") == ["Opinion", "Sample tag"]
    entry = in_atom(a_feed(), [item], [""]).find("atom:entry", NS)
    terms = [e.get("term") for e in entry.iterfind("atom:category", NS)]
    assert terms == ["Opinion", "Sample tag"]
    assert json.loads(json_feed(a_feed(), [item], [""]))["items"][0]["tags"] == [
        "Opinion",
        "Sample tag",
    ]


@MAKERS
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Correction (2026-11-20): It was 7 < 8."),
        ("es-US", "Corrección (2026-11-20): It was 7 < 8."),
        ("vi", "Đính chính (2026-11-20): It was 7 < 8."),
        ("fr", "Correction (2026-11-20): It was 7 < 8."),
    ],
)
@pytest.mark.parametrize("body", ["", BODY], ids=["summary", "full"])
def test_a_correction_is_noted_in_the_item(make: Any, lang: str, words: str, body: str) -> None:
    """Who reads by feed learns of a mistake too, in full and in summary."""
    note = Correction(Moment(datetime(2026, 11, 20, tzinfo=HOUSTON)), "It was 7 < 8.")
    item = an_item(lang=lang, corrections=(note,))
    read = feedparser.parse(make(a_feed(language=lang), [item], [body]).decode())

    if make is json_feed:
        entry = json.loads(make(a_feed(), [item], [body]))["items"][0]
        text = entry.get("content_html") or entry["content_text"]
    else:
        entry = read.entries[0]
        text = entry.content[0].value if body else entry.summary
    assert words in text.replace("&lt;", "<")


@pytest.mark.parametrize("make", [rss, atom])
def test_readers_take_the_feed_without_complaint(make: Any) -> None:
    """feedparser finds no fault, and finds all that was put in."""
    feed, items, bodies = everything()
    read = feedparser.parse(make(feed, items, bodies))

    assert not read.bozo
    assert read.feed.title == "The Sample Gazette"
    assert [entry.id for entry in read.entries] == [item.id for item in items]
    assert [entry.link for entry in read.entries] == [item.url for item in items]
    assert read.entries[0].enclosures[0].href == EPISODE.url
    assert BODY in read.entries[0].content[0].value


@pytest.mark.parametrize("make", [rss, atom])
def test_an_empty_feed_is_sound(make: Any) -> None:
    """A section without stories still has a feed to subscribe to."""
    data = make(a_feed(updated=datetime(1970, 1, 1, tzinfo=UTC)), [], [])
    read = feedparser.parse(data)
    assert not read.bozo
    assert read.entries == []


def test_a_story_in_another_language_says_so() -> None:
    """Readers choose voice and dictionary by language: an exception is marked, the rule is not."""
    items = [an_item(1), an_item(2, lang="vi")]

    first, second = in_rss(a_feed(), items, ["", ""]).iterfind("item")
    assert (texts(first, "dc:language"), texts(second, "dc:language")) == ([], ["vi"])
    first, second = in_atom(a_feed(), items, ["", ""]).iterfind("atom:entry", NS)
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (first.get(lang), second.get(lang)) == (None, "vi")


# Atom


def test_atom_obeys_its_schema() -> None:
    """A1: RFC 4287's own grammar finds nothing to say."""
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom-rfc4287.rng"))
    for feed, items, bodies in [everything(), (a_feed(), [], [])]:
        schema.assertValid(etree.fromstring(atom(feed, items, bodies)))


def test_atom_has_ids_dates_and_an_author_for_all() -> None:
    """A1: feed and entries have id, title, updated; the feed's author covers nameless stories."""
    feed, items, bodies = everything()
    root = in_atom(feed, items, bodies)

    assert texts(root, "atom:id") == ["https://gazette.example/feed.xml"]
    assert texts(root, "atom:author/atom:name") == ["The Sample Gazette"]
    entries = list(root.iterfind("atom:entry", NS))
    ids = [entry.find("atom:id", NS).text for entry in entries]
    assert len({*ids, feed.url}) == len(items) + 1
    assert [datetime.fromisoformat(e.find("atom:updated", NS).text) for e in entries] == [
        item.updated for item in items
    ]
    assert texts(entries[0], "atom:author/atom:uri") == [
        "https://gazette.example/authors/sample-writer/"
    ]


@pytest.mark.parametrize(
    ("publisher", "signed"), [("The Press", "The Press"), ("", "The Sample Gazette")]
)
def test_a_feed_is_signed_by_its_publisher_else_by_its_title(publisher: str, signed: str) -> None:
    """A podcast's maker, a newspaper's name; nothing is nobody's."""
    feed = a_feed(publisher=publisher)
    assert texts(in_atom(feed, [], []), "atom:author/atom:name") == [signed]
    assert json.loads(json_feed(feed, [], []))["authors"] == [{"name": signed}]


def test_atom_marks_html_and_keeps_links_apart() -> None:
    """A1: content says type="html"; page and sound file keep the relations feedgen forgets."""
    entry = in_atom(*everything()).find("atom:entry", NS)

    assert entry.find("atom:content", NS).get("type") == "html"
    links = {e.get("rel"): dict(e.attrib) for e in entry.iterfind("atom:link", NS)}
    assert links == {
        "alternate": {
            "href": "https://gazette.example/news/story-1/",
            "rel": "alternate",
            "type": "text/html",
        },
        "enclosure": {
            "href": EPISODE.url,
            "rel": "enclosure",
            "type": "audio/mpeg",
            "length": "734003",
        },
    }


def test_a_summary_entry_leads_to_its_page() -> None:
    """A1: an entry without content has a link rel="alternate"."""
    entry = in_atom(a_feed(), [an_item()], [""]).find("atom:entry", NS)
    assert entry.find("atom:link[@rel='alternate']", NS) is not None


# JSON Feed


def test_json_feed_has_what_version_1_1_asks_for() -> None:
    """J1: version, addresses, string ids, content, RFC 3339 dates, authors and attachments."""
    document = json.loads(json_feed(*everything()))

    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["title"] == "The Sample Gazette"
    assert document["home_page_url"] == "https://gazette.example/"
    assert document["feed_url"] == "https://gazette.example/feed.xml"
    for item in document["items"]:
        assert isinstance(item["id"], str)
        assert ("content_html" in item) != ("content_text" in item)
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None
        assert "author" not in item
    first, second, third = document["items"]
    assert first["authors"] == [
        {"name": "Sample Writer", "url": "https://gazette.example/authors/sample-writer/"},
        {"name": "Mẫu Trần"},
    ]
    assert first["attachments"] == [
        {
            "url": EPISODE.url,
            "mime_type": "audio/mpeg",
            "size_in_bytes": 734003,
            "duration_in_seconds": 912,
        }
    ]
    assert first["date_modified"] == "2026-11-20T09:30:00-05:00"
    assert "date_modified" not in second
    assert "authors" not in third


def test_json_feed_says_nothing_empty() -> None:
    """J1: no key holds nothing, but the two that are required."""
    document = json.loads(json_feed(a_feed(description=""), [an_item(summary="")], [""]))

    assert all(value for value in document.values())
    assert all(value for value in document["items"][0].values())
    assert document["items"][0]["content_text"] == "Sample story 1"
    assert json.loads(json_feed(a_feed(), [], []))["items"] == []


# Full text

HOST = "https://gazette.example"
SITE = f"{HOST}/paper"
PAGE = "/paper/news/vote/"


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ('<a href="/paper/local/">x</a>', '<a href="https://gazette.example/paper/local/">x</a>'),
        ('<a href="map.pdf">x</a>', f'<a href="{SITE}/news/vote/map.pdf">x</a>'),
        ('<a href="#fn:1">1</a>', f'<a href="{SITE}/news/vote/#fn:1">1</a>'),
        ('<a href="?q=1&amp;r=2">x</a>', f'<a href="{SITE}/news/vote/?q=1&amp;r=2">x</a>'),
        ('<a href="https://else.example/?a=1&amp;b=2">x</a>', None),
        ('<a href="mailto:tips@gazette.example">x</a>', None),
        ('<img src="//cdn.example/a.jpg">', '<img src="https://cdn.example/a.jpg">'),
        (
            '<img srcset="/a.jpg 1x, b.jpg 2x">',
            f'<img srcset="{HOST}/a.jpg 1x, {SITE}/news/vote/b.jpg 2x">',
        ),
        (
            '<source srcset="/a,b.webp 2x,/c.webp">',
            f'<source srcset="{HOST}/a,b.webp 2x, {HOST}/c.webp">',
        ),
        ('<video poster="/p.jpg"></video>', f'<video poster="{HOST}/p.jpg"></video>'),
        ('<q cite="/paper/x/"></q>', f'<q cite="{SITE}/x/"></q>'),
        ('<code>&lt;a href="/x"&gt;</code>', None),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href=" JavaScript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="data:text/html,x">x</a>', "<a>x</a>"),
        ('<img src="data:image/png;base64,AA==">', None),
        ('<a href="http://[oops">x</a>', "<a>x</a>"),
        ('<p style="color: red" class="lede" id="a" onclick="x()">x</p>', "<p>x</p>"),
        ('<td lang="vi" colspan="2">x</td>', None),
    ],
)
@pytest.mark.parametrize("parsed", [False, True], ids=["plain", "parsed"])
def test_addresses_lead_home_from_anywhere(source: str, sent: str | None, parsed: bool) -> None:
    """R6: no relative address, no address that runs, no style attribute leaves the site.

    Both ways through give the same: tag by tag for plain HTML, by a parser for any other.
    """
    comment = "<!-- a comment asks for the parser -->" if parsed else ""
    if "<td" in source:
        source, sent = f"<table><tr>{source}</tr></table>", None
    html = absolute_html(source + comment, SITE, PAGE)
    assert html == (source if sent is None else sent)


@pytest.mark.parametrize("behind", ["", "<script></script>"], ids=["sound", "to be mended"])
def test_attributes_stay_that_mean_something_far_from_the_page(behind: str) -> None:
    """Those of lists, tables, sounds and languages; nothing for scripts and style sheets."""
    kept = sorted(
        {"abbr", "alt", "colspan", "controls", "datetime", "dir", "headers", "height", "hreflang",
         "kind", "label", "lang", "media", "open", "reversed", "rowspan", "scope", "sizes", "span",
         "srclang", "start", "title", "type", "value", "width"}
    )  # fmt: skip
    said = "".join(f' {name}="1"' for name in [*kept, "class", "id", "style", "onclick", "data-a"])

    html = absolute_html(f"<p{said}>A</p>{behind}", "https://gazette.example", "/vote/")

    assert sorted(re.findall(r' ([a-z-]+)="1"', html)) == kept


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("<p>a</p><script>alert(1)</script><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>a</p><style>p { color: red }</style>tail", "<p>a</p>tail"),
        (
            '<p>See <iframe src="//video.example/1" title="A film"></iframe> here</p>',
            '<p>See <a href="https://video.example/1">A film</a> here</p>',
        ),
        (
            '<object data="map.svg"><embed src="map.swf"></object>',
            f'<a href="{SITE}/news/vote/map.svg">{SITE}/news/vote/map.svg</a>',
        ),
        ('<iframe srcdoc="x"></iframe>after', "after"),
        ('<form action="/x"><p>a</p><input><button>b</button></form>', "<p>a</p>"),
        ("<noscript><p>a</p></noscript>", "<p>a</p>"),
        ('<a href="/tin-tức/">x</a>', '<a href="https://gazette.example/tin-t%E1%BB%A9c/">x</a>'),
        ("<svg><path d=''/></svg>b", "b"),
        ("a &amp; b &lt; c", "a &amp; b &lt; c"),
        ("<!DOCTYPE html>", ""),
        ("<html><head><title>a</title></head>", ""),
        ("<!doctype html><p>a</p></body><body><p>b</p>", "<p>a</p><p>b</p>"),
        ("<svg></svg>&#1;&#xFFFE;b &#169;", "b ©"),
        ("", ""),
        (
            '<picture><source srcset="/a.webp"><img src="/a.jpg"></picture>',
            f'<picture><source srcset="{HOST}/a.webp"><img src="{HOST}/a.jpg"></picture>',
        ),
    ],
)
def test_what_readers_refuse_is_left_out(source: str, sent: str) -> None:
    """R6: no script, frame, object or form; frames become links, words stay."""
    assert absolute_html(source, SITE, PAGE) == sent


TAGS = st.sampled_from(["p", "em", "a", "h2", "li", "blockquote", "figure", "section"])
VALUES = st.text(st.characters(codec="utf-8", exclude_characters='"<>'), max_size=12)
ATTRIBUTES = st.lists(
    st.tuples(
        st.sampled_from(["href", "src", "srcset", "class", "style", "title", "onclick"]), VALUES
    ),
    max_size=3,
    unique_by=lambda pair: pair[0],
)


@st.composite
def fragments(draw: st.DrawFn) -> str:
    tag, attributes = draw(TAGS), draw(ATTRIBUTES)
    inside = draw(st.text(st.characters(codec="utf-8", exclude_characters="<>"), max_size=20))
    stated = "".join(f' {name}="{value}"' for name, value in attributes)
    return f"<{tag}{stated}>{inside}</{tag}>"


@settings(max_examples=200, deadline=None)
@given(st.lists(fragments(), max_size=4).map("".join))
def test_both_ways_through_keep_the_same_words_and_addresses(html: str) -> None:
    """R6: whichever way a body takes, a reader sees the same elements, text and addresses."""

    def elements_of(markup: str) -> list[tuple[object, ...]]:
        root = lxml.html.fragment_fromstring(markup, create_parent="div")
        return [
            (e.tag, [unquote(f"{name}={e.get(name)}") for name in sorted(e.attrib)], e.text, e.tail)
            for e in root.iterdescendants()
            if isinstance(e.tag, str)
        ]

    result = absolute_html(html, SITE, PAGE)
    assert elements_of(result) == elements_of(absolute_html(html + "<!-- -->", SITE, PAGE))
    for element in lxml.html.fragment_fromstring(result, create_parent="div").iterdescendants():
        assert not {"style", "onclick", "class"} & set(element.attrib)
        for name in ("href", "src"):
            assert ":" in element.get(name, ":")


def test_a_feed_that_holds_fewer_stories_is_told() -> None:
    """A site goes out all the same, and its editors learn which number would be kept."""
    assert fewer_stories("feed.xml", 12, 50) == Problem(
        "feed.xml",
        0,
        "this feed, and others of whole stories, hold 12 and not 50: above 250 KB readers and "
        "mail services cut feeds",
        "Write limit = 12 under [feeds] in the settings, or full_text = false.",
        warning=True,
    )
    assert (SIZE_LIMIT, FEWEST) == (250_000, 10)


def test_an_item_of_rss_is_the_same_in_every_feed() -> None:
    """It is written once for all feeds of a language, and named where its own differs."""
    item = an_item(lang="vi", authors=("Mẫu Trần",), image=PHOTO)

    alone = rss_item(item, BODY, "en")

    assert alone in rss(a_feed(), [item], [BODY])
    assert alone in rss(a_feed(title="Another sample"), [an_item(2), item], [BODY, BODY])
    assert rss_item(item, BODY, "vi") != alone
    assert b"xmlns" not in alone


def test_two_sites_may_be_built_at_once() -> None:
    """Each thread writes its own items, whatever another writes meanwhile."""
    alone = [rss_item(an_item(number), f"<p>Sample {number}</p>", "en") for number in range(40)]

    with ThreadPoolExecutor(8) as threads:
        together = threads.map(
            lambda number: rss_item(an_item(number % 40), f"<p>Sample {number % 40}</p>", "en"),
            range(800),
        )

    assert [*together] == alone * 20
