"""What each form of feed says, entry by entry and value by value."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen.core.http import Answer
from sitegen.core.problems import SitegenError
from sitegen.importers import feed as feeds
from sitegen.importers.feed import Entry, Feed, FeedFacts, parsed
from sitegen.importers.model import Author, Head, Piece, Sound, Term
from sitegen.importers.receipt import Receipt
from tests.importers.test_stores import Client, answer

AT = datetime(2019, 5, 1, 10, 30, tzinfo=UTC)
HOME = "https://old.example/f"


def json_entry(**said: Any) -> Entry:
    (entry,) = parsed(json.dumps({"items": [said, 1]}).encode(), "x")[1]
    return entry


def entry_of(**said: Any) -> Entry:
    fields = {"id": "", "link": "", "title": "", "text": "", "summary": "", "published": None,
              "updated": None, "is_whole": False, **said}  # fmt: skip
    return Entry(**fields)


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ({}, {}),
        ({"id": 7, "url": "/u", "title": " A  b ", "language": "es"},
         {"id": "7", "link": "/u", "title": "A b", "lang": "es"}),
        ({"content_html": "<p>a</p>", "content_text": "b", "summary": "c & d"},
         {"text": "<p>a</p>", "summary": "c &amp; d", "is_whole": True}),
        ({"content_html": " ", "content_text": "a\nb\n\n c < d"},
         {"text": "<p>a<br>b</p>\n<p>c &lt; d</p>", "is_whole": True}),
        ({"content_html": 1, "summary": "s"}, {"text": "s"}),
        ({"content_text": '"a" & b', "summary": '"c"'},
         {"text": '<p>"a" &amp; b</p>', "summary": '"c"', "is_whole": True}),
        ({"date_published": "2019-05-01T10:30:00Z", "date_modified": "2019-05-02"},
         {"published": AT, "updated": datetime(2019, 5, 2, tzinfo=UTC)}),
        ({"authors": [{"name": "Ana Ruiz and Bo Lee"}, 1], "tags": ["a", "b"]},
         {"authors": ("Ana Ruiz", "Bo Lee"), "categories": ("a", "b")}),
        ({"author": {"name": "Ana"}}, {"authors": ("Ana",)}), ({"authors": 1, "attachments": 1},
         {}),
        ({"banner_image": "/b.jpg"}, {"picture": "/b.jpg"}),
        ({"image": "/a.jpg", "banner_image": "/b.jpg"}, {"picture": "/a.jpg"}),
        ({"attachments": [{"url": "/a.pdf", "mime_type": "application/pdf"},
                          {"mime_type": "audio/mpeg"},
                          {"url": "/a.mp4", "mime_type": "video/mp4",
                           "duration_in_seconds": 3599.9},
                          {"url": "/b.mp3", "mime_type": "audio/mpeg"}]},
         {"sound": Sound("/a.mp4", 0, "video/mp4", "59:59")}),
        ({"attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5,
                           "duration_in_seconds": 61}]}, {"sound": Sound("/a.mp3", 5, "audio/mpeg",
                            "1:01")}),
        ({"attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": "5"}]},
         {"sound": Sound("/a.mp3", 0, "audio/mpeg", "")}),
    ],
)  # fmt: skip
def test_items_of_json_are_entries(said: dict[str, Any], entry: dict[str, Any]) -> None:
    assert json_entry(**said) == entry_of(**entry)


def test_a_json_feed_says_of_itself_what_it_is() -> None:
    feed = {"title": "T", "description": "D", "home_page_url": "h", "feed_url": "f",
     "language": "es",
            "next_url": "n", "items": []}  # fmt: skip
    text = b"\xef\xbb\xbf \n" + json.dumps(feed).encode()
    assert parsed(text, "x") == (FeedFacts("T", "D", "h", "f", "es", "n"), [])
    assert parsed(b"{", "x")[0].fault.startswith("this is no JSON Feed: ")
    assert parsed(b'{"a": 1}', "x") == (
        FeedFacts(fault="this is no JSON Feed: it has no items"),
        [],
    )


TOP = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
)


def xml_entry(item: str) -> Entry:
    (entry,) = parsed(f"{TOP}<item>{item}</item></channel></rss>".encode(), "x")[1]
    return entry


LONG = "<description>" + "a" * 801 + "</description>"


@pytest.mark.parametrize(
    ("item", "entry"),
    [
        ("<title>A &amp;amp; &lt;b&gt;c&lt;/b&gt;</title>", {"title": "A & c"}),
        ("<guid>g</guid><link>https://o.org/</link>", {"id": "g", "link": "https://o.org/"}),
        ("<description>a [&amp;#8230;]</description>", {"text": "a [&#8230;]"}),
        (LONG, {"text": "a" * 801, "is_whole": True}),
        (LONG.replace("aa<", "a<"), {"text": "a" * 800}),
        (LONG.replace("a<", "a… <"), {"text": "a" * 801 + "…"}),
        (LONG.replace("a<", "&lt;p&gt;Read more&lt;/p&gt;<"),
         {"text": "a" * 800 + "<p>Read more</p>"}),
        (LONG.replace("a<", "&lt;b&gt;&lt;/b&gt;<"), {"text": "a" * 800 + "<b></b>"}),
        ("<content:encoded>&lt;p&gt;ab&lt;/p&gt;</content:encoded><description>pabp</description>",
         {"text": "<p>ab</p>", "is_whole": True}),
        ("<content:encoded>abc</content:encoded><description>ab Continue reading</description>",
         {"text": "abc", "summary": "ab", "is_whole": True}),
        ("<content:encoded>a</content:encoded><content:encoded>abc</content:encoded>",
         {"text": "abc", "summary": "a", "is_whole": True}),
        ("<pubDate>Wed, 01 May 2019 10:30:00 GMT</pubDate>", {"published": AT}),
        ("<atom:updated>2019-05-01T10:30:00Z</atom:updated>", {"published": AT, "updated": AT}),
        ("<dc:creator>Ana Ruiz</dc:creator><author>ana@o.org (Ana Ruiz)</author>",
         {"authors": ("Ana Ruiz",)}),
        ("<category>A</category><category> </category><category>B</category><category>A</category>",
         {"categories": ("A", "B")}),
        ('<media:content url="/a.jpg" medium="image"/><media:thumbnail url="/t.jpg"/>',
         {"picture": "/a.jpg"}),
        ('<media:content url="/a.mp4" medium="video"/><media:thumbnail url="/t.jpg"/>',
         {"picture": "/t.jpg"}),
        ('<media:content url="/a" type="image/x"><media:credit>J  P</media:credit></media:content>',
         {"picture": "/a", "picture_credit": "J P"}),
        ('<enclosure url="/a.png" type="image/png"/>', {"picture": "/a.png"}),
        ('<itunes:image href="/i.jpg"/>', {"picture": "/i.jpg"}),
        ('<enclosure url="/a" type="a/b"/><enclosure url="/b" length="x" type="audio/mpeg"/>',
         {"sound": Sound("/b", 0, "audio/mpeg")}),
        ('<enclosure url="/a.mp3" type="audio/mpeg"/><itunes:duration>1:02</itunes:duration>',
         {"sound": Sound("/a.mp3", 0, "audio/mpeg", "1:02")}),
        ('<enclosure url="/a.mp4" length="7" type="video/mp4"/>', {"sound": Sound("/a.mp4", 7,
         "video/mp4")}),
        ('<atom:link rel="related" href="/a.mp3" type="audio/mpeg"/>', {}),
        ('<atom:link rel="a" href="/a.mp3" type="audio/mpeg"/>', {}),
        ('<media:content url="/a" medium="audio"/><media:content url="/b" medium="image"/>',
         {"picture": "/b"}),
    ],
)  # fmt: skip
def test_items_of_rss_are_entries(item: str, entry: dict[str, Any]) -> None:
    assert xml_entry(item) == entry_of(**entry)


def test_a_text_of_atom_that_is_plain_has_paragraphs() -> None:
    text = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="text">a &lt; b\n\nc'
        b"</content></entry></feed>"
    )
    (entry,) = parsed(text, "x")[1]
    assert entry.text == "<p>a &lt; b</p>\n<p>c</p>"
    (entry,) = parsed(text.replace(b'"text"', b'"html"'), "x")[1]
    assert entry.text == "a < b\n\nc"


def test_a_channel_says_of_itself_what_it_is() -> None:
    top = TOP + (
        "<title>T &amp;amp; t</title><description>D</description><link>https://o.org/</link>"
        '<language>es</language><generator>G</generator><atom:link rel="self" href="/f"/>'
        '<atom:link rel="next" href="/n"/></channel></rss>'
    )
    facts, entries = parsed(top.encode(), "x")
    assert (facts, entries) == (
        FeedFacts("T & t", "D", "https://o.org/", "/f", "es", "/n", "G"),
        [],
    )
    assert parsed(b"<html></html>", "x")[0].fault == "x is no feed"
    fault = parsed(f"{TOP}\n<item><title>a</title></item>\n<b".encode(), "x")[0].fault
    assert fault.startswith("line 3: the feed is not well-formed")
    declared = f"<?xml version='1.0'?>\n{TOP}\n<b"
    assert parsed(declared.encode(), "x")[0].fault.startswith("line 3: ")


def survey(folder: Path, *items: dict[str, Any], **said: Any) -> tuple[Any, list[Piece], Receipt]:
    file = folder / "feed.json"
    file.write_text(json.dumps({"items": items, **said}))
    feed, receipt = Feed([str(file)]), Receipt()
    return feed.survey(receipt), [*feed.pieces()], receipt


def test_a_paper_is_made_of_its_entries(tmp_path: Path) -> None:
    """A category that leads a twentieth of the stories is one, others are tags."""
    items = [{"id": str(n), "url": f"https://o.org/2019/n-{n}.html", "tags": ["City", "Flood"],
              "authors": [{"name": "Ana Ruiz"}]} for n in range(40)]  # fmt: skip
    items[0] |= {"tags": ["Rare"], "content_html": "W", "date_published": "2019-05-01T10:30:00Z",
                 "date_modified": "2019-05-01T10:30:00Z", "language": "es_mx",
                  "image": "/a.jpg"}  # fmt: skip
    items[1] |= {"tags": ["Twice"], "date_published": "2019-05-01T10:30:00Z",
                 "date_modified": "2019-05-02T10:30:00Z"}  # fmt: skip
    items[2]["tags"] = ["Twice"]
    items[3] |= {"date_modified": "2019-05-02T10:30:00Z"}
    paper, pieces, receipt = survey(
        tmp_path, *items, title="T", description="D", feed_url="https://o.org/f"
    )
    assert paper.terms == (
        Term("tag:rare", "tag", "rare", "Rare"), Term("category:twice", "category", "twice",
         "Twice"),
        Term("category:city", "category", "city", "City"), Term("tag:flood", "tag", "flood",
         "Flood"),
    )  # fmt: skip
    assert (paper.title, paper.tagline, paper.address, paper.language) == (
        "T",
        "D",
        "https://o.org",
        "",
    )
    assert (paper.addresses, paper.authors) == (
        {"/f": "/feed.xml"},
        (Author("ana-ruiz", "Ana Ruiz"),),
    )
    assert pieces[0] == Piece(
        Head("feed:0", "post", "", "n-0", "published", AT, None, "https://o.org/2019/n-0.html",
             type="item", terms=("tag:rare",), authors=("ana-ruiz",)),
        "W", authors=("ana-ruiz",), picture="/a.jpg", guid="0", lang="es-MX",
    )  # fmt: skip
    assert pieces[1].head.updated == datetime(2019, 5, 2, 10, 30, tzinfo=UTC)
    assert (pieces[3].head.updated, pieces[3].head.reason) == (
        None,
        "the feed has only the beginning of it",
    )
    assert pieces[3].head.remedy == "Take the text over from the old site."
    (remark,) = receipt.remarks
    assert remark.startswith("A feed holds what is newest, here 40 of the stories. Older ones")
    receipt.close()


@pytest.mark.parametrize(("letters", "count"), [(5, 1), (6, 0)])
def test_a_text_that_is_too_long_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: int, count: int
) -> None:
    monkeypatch.setattr(feeds, "LONGEST", 5)
    long = {"url": "/l", "title": "L", "content_html": "x" * letters}
    _paper, pieces, receipt = survey(tmp_path, long, {"title": "T"}, {"title": "T"})
    assert [piece.guid or piece.head.title for piece in pieces] == [*["L"] * count, "T"]
    left = [(i.title, i.key, i.reason) for i in receipt.items()]
    assert left == ([] if count else [("L", "/l", "a text of 6 letters, more than is read")])
    receipt.close()


def test_a_file_may_be_so_large_and_no_larger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        feeds, "LARGEST", (tmp_path / "x").write_text('{"items": [{"title": "a"}]}')
    )
    with Receipt() as receipt:
        assert len(Feed([str(tmp_path / "x")]).survey(receipt).heads) == 1
        monkeypatch.setattr(feeds, "LARGEST", feeds.LARGEST - 1)
        with pytest.raises(SitegenError, match="x: error: a feed of more than 200 MB is not read"):
            Feed([str(tmp_path / "x")]).survey(receipt)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ana Ruiz, Bo Lee and Mai Trần", ("Ana Ruiz", "Bo Lee", "Mai Trần")),
        ("Ana Ruiz & Bo Lee", ("Ana Ruiz", "Bo Lee")), ("Ana and Bo", ("Ana and Bo",)),
        ("Ana Ruiz y Bo Lee", ("Ana Ruiz", "Bo Lee")), ("Ruiz, Ana", ("Ruiz, Ana",)),
        ("ana@o.org (Ana  Ruiz)", ("Ana Ruiz",)), ("Ana Ruiz <ana@o.org>", ("Ana Ruiz",)),
        ("ana@o.org", ("ana",)), ("<ana@o.org>", ("ana",)), ("Ana (Paper)", ("Ana (Paper)",)),
         (" ", ()),
    ],
)  # fmt: skip
def test_names_of_a_byline_are_parted(byline: str, names: tuple[str, ...]) -> None:
    assert json_entry(author={"name": byline}).authors == names


@pytest.mark.parametrize(
    ("link", "slug", "address"),
    [
        ("https://o.org/2019/a%20b.php", "a b", "https://o.org"), ("https://o.org/a/", "a",
         "https://o.org"),
        ("/a.htm", "a", ""), ("http://[bad", "", ""), ("https://o.org/a.aspx?x", "a",
         "https://o.org"),
    ],
)  # fmt: skip
def test_a_story_is_called_as_its_address_ends(
    tmp_path: Path, link: str, slug: str, address: str
) -> None:
    paper, (piece,), receipt = survey(tmp_path, {"url": link, "title": "T"})
    assert (piece.head.slug, paper.address, paper.addresses) == (slug, address, {})
    receipt.close()


def test_the_next_page_is_wordpresss_own_or_the_one_that_is_named() -> None:
    """A page with nothing new ends it, and so does one that does not answer."""
    assert feeds.next_of_wordpress(
        "https://o.org/feed/", FeedFacts(generator="WordPress 6"), 2
    ) == ("https://o.org/feed/?paged=2")
    assert feeds.next_of_wordpress(
        "https://o.org/?feed=rss", FeedFacts(generator="wordpress"), 3
    ) == ("https://o.org/?feed=rss&paged=3")
    assert feeds.next_of_wordpress("https://o.org/", FeedFacts(generator="x"), 2) == ""


def page(number: int, *, following: str = "") -> Answer:
    items = [{"id": str(number), "title": "T", "content_html": "W"}]
    return answer(200, json.dumps({"items": items, "next_url": following}).encode())


@pytest.mark.parametrize(
    ("answers", "count", "asked", "waits"),
    [
        ([page(1)], 1, ["/"], 1), ([page(1, following="/2"), page(2)], 2, ["/", "/2"], 2),
        ([page(1, following="/2"), answer(404)], 1, ["/", "/2"], 1),
        ([page(1, following="/2"), "no answer"], 1, ["/", "/2"], 1),
        ([page(1, following="/2"), page(1, following="/3")], 1, ["/", "/2"], 1),
        ([page(1, following="/2"), page(2, following=HOME)], 2, ["/", "/2"], 2),
    ],
)  # fmt: skip
def test_pages_of_a_feed_are_asked_for_until_nothing_is_new(
    monkeypatch: pytest.MonkeyPatch,
    answers: list[Answer | str],
    count: int,
    asked: list[str],
    waits: int,
) -> None:
    client, paused = Client(answers), list[float]()
    monkeypatch.setattr("sitegen.core.http.Client", client)
    with Receipt() as receipt:
        paper = Feed([HOME], paused.append).survey(receipt)
    assert (len(paper.heads), paper.addresses) == (count, {"/f": "/feed.xml"})
    assert client.asked == [HOME, *asked[1:], "closed"]
    assert paused == [0.2] * waits


@pytest.mark.parametrize(
    ("said", "what"),
    [("no answer", "no answer\n  Save the feed, and name the file."),
     (answer(404), "the old site answered 404\n  Look for its feed.")],
)  # fmt: skip
def test_a_feed_that_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, said: Answer | str, what: str
) -> None:
    monkeypatch.setattr("sitegen.core.http.Client", Client([said]))
    with Receipt() as receipt, pytest.raises(SitegenError) as error:
        Feed([HOME]).survey(receipt)
    assert f"{HOME}: error: {what}" in str(error.value)


def test_a_twentieth_of_the_stories_is_often(tmp_path: Path) -> None:
    """Of 41 stories two are not."""
    items = [{"id": str(n), "tags": ["A" if n < 2 else "B"]} for n in range(5)]
    items += [{"id": str(n)} for n in range(5, 41)]
    paper, _pieces, receipt = survey(tmp_path, *items)
    assert [term.kind for term in paper.terms] == ["tag", "category"]
    receipt.close()


def test_a_credit_keeps_its_quotes(tmp_path: Path) -> None:
    item = '<media:content url="/a" type="image/x"><media:credit>"J" &lt;</media:credit>'
    file = tmp_path / "feed.xml"
    file.write_text(f"{TOP}<item><guid>a</guid>{item}</media:content></item></channel></rss>")
    feed = Feed([str(file)])
    with Receipt() as receipt:
        feed.survey(receipt)
    (piece,) = feed.pieces()
    assert (piece.picture, piece.picture_caption) == ("/a", '"J" &lt;')


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    what = "import: error: RSS and Atom are read with a library that is not installed"
    with pytest.raises(SitegenError, match=f"^{what}\n  To have it: ") as error:
        parsed(b"<rss/>", "x")
    assert error.value.__suppress_context__
    assert parsed(b'{"items": []}', "x") == (FeedFacts(), [])


@pytest.mark.parametrize(
    ("first", "second", "title", "address"),
    [
        ({"title": "A"}, {"title": "B", "home_page_url": "https://b.example/x"}, "A", ""),
        ({"home_page_url": "https://a.example/"}, {"title": "B"}, "", "https://a.example"),
        ({"feed_url": "https://a.example/f"}, {"title": "B"}, "B", ""),
    ],
)
def test_the_first_feed_that_says_of_itself_what_it_is_counts(
    tmp_path: Path, first: dict[str, str], second: dict[str, str], title: str, address: str
) -> None:
    for name, said in (("a", first), ("b", second)):
        (tmp_path / name).write_text(json.dumps({"items": [{"id": name}], **said}))
    with Receipt() as receipt:
        paper = Feed([str(tmp_path / "a"), str(tmp_path / "b")]).survey(receipt)
    assert (paper.title, paper.address, len(paper.heads)) == (title, address, 2)


@pytest.mark.parametrize(
    ("address", "addresses"),
    [("https://o.org/", {}), ("https://o.org", {}), ("https://o.org/f", {"/f": "/feed.xml"})],
)
def test_an_address_of_a_feed_leads_to_ours(
    tmp_path: Path, address: str, addresses: dict[str, str]
) -> None:
    paper, _pieces, receipt = survey(tmp_path, {"id": "a"}, feed_url=address)
    assert paper.addresses == addresses
    receipt.close()


@pytest.mark.parametrize("day", ["2019-04-30", "2019-05-02"])
def test_a_change_is_one_at_another_moment(tmp_path: Path, day: str) -> None:
    item = {"id": "a", "date_published": "2019-05-01", "date_modified": day}
    _paper, (piece,), receipt = survey(tmp_path, item)
    assert piece.head.updated == datetime.fromisoformat(f"{day}T00:00:00Z")
    receipt.close()
