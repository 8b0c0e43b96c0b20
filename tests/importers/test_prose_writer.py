"""The proof that a text comes back: in its language, block by block or as a whole."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sitegen.importers.prose.canon import embed_title, full_size, opened
from sitegen.importers.prose.prose import ProseWriter
from tests.importers.test_canon import Uses


@pytest.fixture(scope="module")
def writer() -> ProseWriter:
    return ProseWriter(ZoneInfo("America/Chicago"), "https://new.example", "de")


def test_a_text_is_read_in_its_language_else_in_the_sites(writer: ProseWriter) -> None:
    """Which sets its quotation marks."""
    assert writer.converted('"a"').body.html == "<p>„a“</p>"
    assert writer.converted('"a"', "en").body.html == "<p>“a”</p>"
    english = ProseWriter(ZoneInfo("America/Chicago"))
    assert english.converted('"a"').body.html == "<p>“a”</p>"


def test_what_would_stop_a_build_is_told_with_its_line(writer: ProseWriter) -> None:
    """Warnings stop none."""
    (problem,) = writer.check("a\n\nb <div>")
    assert (problem.path, problem.line, problem.message) == ("text", 3, "<div> is never closed")
    assert writer.check("a\n\n<font>b</font>") == ()
    assert writer.converted("a\n\n<font>b</font>").problems[0].line == 3


def test_a_sound_text_of_markdown_stays_to_the_letter(writer: ProseWriter) -> None:
    text, prose = writer.from_markdown("A  *b* \n[c](https://old.example/d)", Uses())
    assert text == prose.markdown == "A  *b* \n[c](/d)"
    assert (prose.remarks, prose.kept_as_html, prose.lost, prose.problems) == ((), 0, 0, ())


def test_what_stands_alone_and_not_together_is_html(writer: ProseWriter) -> None:
    """A note that no sign asks for comes behind the text that followed it."""
    html = '<sitegen-footnote n="1">z</sitegen-footnote><p>a <b>b</b></p>'
    prose = writer.from_html(html, Uses())
    assert prose.markdown == "<div><p>z</p></div>\n\n<p>a <strong>b</strong></p>"
    assert (prose.kept_as_html, prose.lost, prose.problems) == (2, 0, ())
    alone = writer.from_html('<p>a</p><sitegen-footnote n="1">z</sitegen-footnote>', Uses())
    assert (alone.markdown, alone.kept_as_html) == ("a\n\n[^1]: z", 0)


def test_what_cannot_be_kept_alone_leaves_the_others_as_they_are(writer: ProseWriter) -> None:
    html = '<p>a<sitegen-mark n="1"></sitegen-mark></p><p><b>b</b></p>'
    prose = writer.from_html(html, Uses())
    assert prose.markdown == "<p>a<sup>1</sup></p>\n\n**b**"
    assert prose.kept_as_html == 1


def test_code_in_an_item_keeps_no_film_from_being_one(writer: ProseWriter) -> None:
    html = '<ul><li><pre>a</pre></li></ul><iframe src="https://vimeo.com/1"></iframe>'
    prose = writer.from_html(html, Uses())
    assert prose.markdown == (
        '- ```\n  a\n  ```\n\n::: embed https://vimeo.com/1 "Video on Vimeo"\n:::'
    )
    assert prose.kept_as_html == 0


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://m.youtube.com/x", "Video on YouTube"),
        ("https://WWW.vimeo.com/x", "Video on Vimeo"),
        ("https://www.m.o.example/x", "o.example"), ("https://o.example:80/x", "o.example"),
        ("http://[bad", "Recording"), ("", "Recording"), ("/x", "Recording"),
    ],
)  # fmt: skip
def test_a_film_without_a_name_has_that_of_its_host(address: str, title: str) -> None:
    assert embed_title(address) == title


@pytest.mark.parametrize(
    ("frame", "page"),
    [
        ("//www.youtube.com/embed/ab-c_1?rel=0", "https://www.youtube.com/watch?v=ab-c_1"),
        ("https://youtube-nocookie.com/v/a", "https://www.youtube.com/watch?v=a"),
        ("//www.youtube.com/embed/videoseries?list=PL", "https://www.youtube.com/playlist?list=PL"),
        ("//player.vimeo.com/video/12?h=1", "https://vimeo.com/12"),
        ("//dailymotion.com/embed/video/x1", "https://www.dailymotion.com/video/x1"),
        ("//open.spotify.com/embed-podcast/show/a1", "https://open.spotify.com/show/a1"),
        ("//open.spotify.com/embed/track/a1?x", "https://open.spotify.com/track/a1"),
        (" https://o.example/x ", "https://o.example/x"), ("//o.example/x", "https://o.example/x"),
        ("/x", "/x"), ("", ""),
    ],
)  # fmt: skip
def test_a_frame_has_an_address_that_people_can_open(frame: str, page: str) -> None:
    assert opened(frame) == page


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/2019/Hall-300x200.jpg", "hall"), ("hall.jpg", "hall"), ("/hall", "hall"),
        ("/hall-scaled.jpg", "hall"), ("/hall-rotated.png", "hall"), ("/a.b-1x1.jpg", "a.b"),
        ("/hall-e1234567890123.jpg", "hall"), ("/hall-e1234567890123-300x200.jpg", "hall"),
        ("/hall-e123456789012.jpg", "hall-e123456789012"), ("/x-300.jpg", "x-300"), ("", ""),
    ],
)  # fmt: skip
def test_all_sizes_of_a_picture_share_a_name(path: str, name: str) -> None:
    assert full_size(path) == name
