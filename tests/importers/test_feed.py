"""A feed moves in: RSS, Atom, JSON Feed; from files, or page by page from the old site."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sitegen.core.problems import SitegenError
from sitegen.importers.feed import Feed
from sitegen.importers.model import Paper, Piece, Sound
from sitegen.importers.receipt import Receipt

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>The Sample &amp;amp; Gazette</title><link>https://old.example/</link>
<description>News of samples</description><language>en-us</language>
<atom:link rel="self" href="https://old.example/feed/"/>
<generator>https://wordpress.org/?v=6.5</generator>
ITEMS</channel></rss>"""
ITEM = """<item><title>Tom &amp;amp; the &lt;em&gt;vote&lt;/em&gt;</title>
<link>https://old.example/2019/05/vote/</link><guid isPermaLink="false">https://old.example/?p=7</guid>
<dc:creator>Ana Ruiz and Mai Trần</dc:creator><category>City</category><category>Floods</category>
<pubDate>Wed, 01 May 2019 10:30:00 -0500</pubDate>
<description>What it says. [&amp;#8230;]</description>
<content:encoded><![CDATA[<p onclick="x()">Words <img src="/a.jpg" alt="a"></p>]]></content:encoded>
<media:content url="https://old.example/hall.jpg" medium="image"><media:credit>Ana</media:credit>
</media:content>
<enclosure url="https://old.example/talk.mp3" length="12" type="audio/mpeg"/>
<itunes:duration>12:30</itunes:duration></item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi"><title>Mẫu</title>
<link href="https://old.example/"/><link rel="self" href="https://old.example/atom.xml"/>
<entry><id>tag:old.example,2019:1</id><title type="html">A &amp;lt; B</title>
<link href="https://old.example/a.html"/><author><name>Mai Trần</name>
<email>mai@old.example</email></author>
<published>2019-05-01T10:30:00Z</published><updated>2019-05-02T10:30:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Words</p></div></content></entry>
</feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Sample Gazette",
    "home_page_url": "https://old.example/",
    "feed_url": "https://old.example/feed.json",
    "language": "en",
    "items": [
        {"id": "1", "url": "https://old.example/a/", "title": "A", "content_html": "<p>W</p>",
         "summary": "S", "date_published": "2019-05-01T10:30:00Z", "tags": ["City"],
         "authors": [{"name": "Ana Ruiz"}], "image": "https://old.example/hall.jpg",
         "attachments": [{"url": "https://old.example/t.mp3", "mime_type": "audio/mpeg",
                          "size_in_bytes": 12, "duration_in_seconds": 750}]},
        {"id": "2", "url": "https://old.example/b/", "content_text": "One < two\n\nThree"},
        "nonsense",
    ],
}  # fmt: skip


@pytest.fixture
def receipt() -> Iterator[Receipt]:
    with Receipt() as receipt:
        yield receipt


def read(folder: Path, receipt: Receipt, *texts: str | bytes) -> tuple[Paper, list[Piece]]:
    names = []
    for number, text in enumerate(texts):
        file = folder / f"{number}.xml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        names.append(str(file))
    feed = Feed(names)
    return feed.survey(receipt), list(feed.pieces())


def test_rss_comes_with_all_that_it_says(tmp_path: Path, receipt: Receipt) -> None:
    """Titles decoded, writers parted, guid to the letter, pictures and recordings."""
    paper, (piece,) = read(tmp_path, receipt, RSS.replace("ITEMS", ITEM))
    assert (paper.title, paper.tagline) == ("The Sample & Gazette", "News of samples")
    assert (paper.address, paper.language) == ("https://old.example", "en-US")
    assert paper.addresses == {"/feed/": "/feed.xml"}
    assert [(term.kind, term.name) for term in paper.terms] == [
        ("category", "City"), ("tag", "Floods"),
    ]  # fmt: skip
    assert [author.name for author in paper.authors] == ["Ana Ruiz", "Mai Trần"]
    head = piece.head
    assert (head.title, head.slug) == ("Tom & the vote", "vote")
    assert head.published == datetime(2019, 5, 1, 15, 30, tzinfo=UTC)
    assert head.address == "https://old.example/2019/05/vote/"
    assert head.authors == ("ana-ruiz", "mai-tran")
    assert (piece.guid, piece.summary) == ("https://old.example/?p=7", "What it says.")
    assert piece.text.startswith("<p onclick")
    assert piece.picture == "https://old.example/hall.jpg"
    assert piece.sound == Sound("https://old.example/talk.mp3", 12, "audio/mpeg", "12:30")
    assert head.reason == ""


def test_atom_comes_with_all_that_it_says(tmp_path: Path, receipt: Receipt) -> None:
    """No e-mail address of a writer is a value."""
    paper, (piece,) = read(tmp_path, receipt, ATOM)
    assert (piece.head.title, piece.guid) == ("A < B", "tag:old.example,2019:1")
    assert (piece.head.published, piece.head.updated) == (
        datetime(2019, 5, 1, 10, 30, tzinfo=UTC), datetime(2019, 5, 2, 10, 30, tzinfo=UTC),
    )  # fmt: skip
    assert "<p>Words</p>" in piece.text
    assert piece.head.slug == "a"
    assert "@" not in repr((paper, piece))


def test_json_feed_comes_with_all_that_it_says(tmp_path: Path, receipt: Receipt) -> None:
    paper, (first, second) = read(tmp_path, receipt, json.dumps(JSON_FEED))
    assert paper.addresses == {"/feed.json": "/feed.xml"}
    assert (first.text, first.summary, first.picture) == (
        "<p>W</p>", "S", "https://old.example/hall.jpg",
    )  # fmt: skip
    assert first.sound == Sound("https://old.example/t.mp3", 12, "audio/mpeg", "12:30")
    assert second.text == "<p>One &lt; two</p>\n<p>Three</p>"
    assert second.head.published is None


def test_a_summary_is_not_passed_off_as_the_story(tmp_path: Path, receipt: Receipt) -> None:
    """The editor is told which texts are only beginnings."""
    item = ITEM.replace("content:encoded", "x")
    _paper, (piece,) = read(tmp_path, receipt, RSS.replace("ITEMS", item))
    assert piece.head.reason
    assert piece.head.remedy
    assert piece.text.startswith("What it says.")


def test_files_are_one_feed_and_each_story_comes_once(tmp_path: Path, receipt: Receipt) -> None:
    other = ITEM.replace("?p=7", "?p=8").replace("/vote/", "/other/")
    texts = [RSS.replace("ITEMS", ITEM), RSS.replace("ITEMS", ITEM + other)]
    _paper, pieces = read(tmp_path, receipt, *texts)
    assert [piece.head.slug for piece in pieces] == ["vote", "other"]
    assert len(receipt.remarks) == 1


def test_a_broken_feed_gives_what_stands_in_it(tmp_path: Path, receipt: Receipt) -> None:
    """Its fault is told, with the line."""
    text = RSS.replace("ITEMS", ITEM + "<item><title>B &nbsp; & C</title><link>https://o.example/b"
                       "</link><description>Words</description></item>")  # fmt: skip
    _paper, pieces = read(tmp_path, receipt, text)
    assert len(pieces) == 2
    assert any("not well-formed" in remark for remark in receipt.remarks)


@pytest.mark.parametrize("text", ["", "<html></html>", "{}", "[1]", '{"items": 3}', "\x00\x01"])
def test_what_is_no_feed_is_told(tmp_path: Path, receipt: Receipt, text: str) -> None:
    with pytest.raises(SitegenError, match=r"0\.xml: error: there is no story in it"):
        read(tmp_path, receipt, text)
    with pytest.raises(SitegenError, match=r"none\.xml: error: cannot be read"):
        Feed([str(tmp_path / "none.xml")]).survey(receipt)


def test_no_entity_and_no_file_is_loaded(tmp_path: Path, receipt: Receipt) -> None:
    """A feed that names files of this machine, or doubles itself, gets nothing."""
    (tmp_path / "secret").write_text("qxsecret")
    bomb = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 60))
    text = RSS.replace("<rss", f'<!DOCTYPE rss [<!ENTITY s SYSTEM "file://{tmp_path}/secret">'
                       f'<!ENTITY e0 "xxxxxxxxxx">{bomb}]><rss')  # fmt: skip
    text = text.replace("ITEMS", ITEM.replace("Words", "&s;&e59;Words"))
    try:
        said = repr(read(tmp_path, receipt, text))
    except SitegenError as error:
        said = str(error)
    assert "qxsecret" not in said
    assert len(said) < 100_000


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = self.path.partition("paged=")[2] or "1"
        items = {"1": ITEM, "2": ITEM.replace("?p=7", "?p=6").replace("vote", "older")}.get(page)
        self.send_response(200 if items else 404)
        self.end_headers()
        self.wfile.write(RSS.replace("ITEMS", items or "").encode() if items else b"")

    def log_message(self, *_: object) -> None:
        return


def test_an_address_is_followed_to_its_last_page(receipt: Receipt) -> None:
    """WordPress shows ten stories a page; the archive goes on behind them."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_address[1]}/feed/"
        feed = Feed([address], pause=lambda _seconds: None)
        feed.survey(receipt)
    finally:
        server.shutdown()
        server.server_close()
    assert len(list(feed.pieces())) == 2
