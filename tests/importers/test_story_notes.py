"""A story's file at its limits: what is told of its text, picture, writers and dates."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.problems import Problem
from sitegen.importers import model
from sitegen.importers.model import Author, Head, Piece, Sound
from sitegen.importers.people import People
from sitegen.importers.places import Place
from sitegen.importers.prose.prose import Prose, ProseWriter
from sitegen.importers.stories import Manuscript, StoryWriter
from sitegen.settings.load import parse
from sitegen.sources.header import rules_of
from sitegen.sources.parsing_rules import parsing_rules
from tests.importers.test_stories import SETTINGS, Uses

ZONE = ZoneInfo("America/Chicago")
AT = datetime(2019, 5, 4, 14, 30, tzinfo=UTC)
PLACE = Place("content/news/2019/a.md", "/news/a/", "a", "news")


class Written:
    """Gives texts that were written before, in place of a writer of them."""

    def __init__(self, html: Prose, markdown: Prose | None = None) -> None:
        self.html, self.markdown = html, markdown or html
        self.asked: list[str] = []

    def from_html(self, html: str, _uses: object, _lang: str = "") -> Prose:
        self.asked.append(html)
        return self.html

    def from_markdown(self, _text: str, _uses: object, _lang: str = "") -> tuple[str, Prose]:
        return self.markdown.markdown, self.markdown


def writer_of(prose: Any = None) -> StoryWriter:
    settings = parse(Path("/"), "sitegen.toml", tomllib.loads(SETTINGS), SETTINGS)
    people = People([Author("ana", "Ana")], {"ana": "ana"}, {}, ())
    return StoryWriter(
        prose or ProseWriter(ZONE), people, Uses, {}, rules_of(parsing_rules(settings)), ZONE,  # type: ignore[arg-type]
        lambda _address: False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def writer() -> StoryWriter:
    return writer_of()


def story(
    writer: StoryWriter, text: str = "<p>Words.</p>", *, head: Any = None, place: Place = PLACE,
    **said: Any,
) -> tuple[str, Manuscript]:  # fmt: skip
    about = {"key": "wp-1", "kind": model.POST, "title": "A", "slug": "a",
             "state": model.PUBLISHED, "published": AT, "type": "post", **(head or {})}  # fmt: skip
    made = writer.story(Piece(Head(**about), text, **{"authors": ("ana",), **said}), place)
    return made.data.decode(), made


def problem(message: str, hint: str) -> Problem:
    return Problem("text", 1, message, hint)


@pytest.mark.parametrize(
    ("prose", "reason", "remedy"),
    [
        (Prose("W"), "", ""), (Prose("W", ("a", "b")), "without a, b", ""),
        (Prose("W", kept_as_html=1), "1 passage kept as HTML", ""),
        (Prose("W", kept_as_html=2), "2 passages kept as HTML", ""),
        (Prose("W", lost=1), "1 letters of its text are missing here",
         "Compare it with the old page."),
        (Prose("W", problems=(problem("m", "H."), problem("n", "I."))),
         "a build would stop at its text: m; a build would stop at its text: n", "H."),
        (Prose("W", ("a",), 1, 2, (problem("m", ""),)),
         "; ".join(("without a", "1 passage kept as HTML", "2 letters of its text are missing here",
                    "a build would stop at its text: m")), "Compare it with the old page."),
    ],
)  # fmt: skip
def test_what_a_text_lost_is_told_of_its_story(prose: Prose, reason: str, remedy: str) -> None:
    _data, made = story(writer_of(Written(prose)))
    assert (made.reason, made.remedy) == (reason, remedy)


@pytest.mark.parametrize(("hint", "remedy"), [("H.", "H."), ("", "Write the passage anew.")])
def test_markdown_that_nobody_can_read_is_shown_sign_by_sign(hint: str, remedy: str) -> None:
    """Its words are better than a site that does not build; the first mistake is told."""
    faulty = Prose("x", problems=(problem("m", hint), problem("n", "I.")))
    prose = Written(Prose("plain"), faulty)
    data, made = story(writer_of(prose), "a <b>\nc\n\n \n d\n\n", form=model.MARKDOWN)
    assert prose.asked == ["<p>a &lt;b&gt;<br>c</p><p>d</p>"]
    assert data.endswith("\nplain\n")
    assert made.reason == "its Markdown cannot be read here, so that its signs are shown: m"
    assert made.remedy == remedy


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ({"head": {"updated": AT + timedelta(seconds=60)}}, "updated: 2019-05-04 09:31"),
        ({"head": {"state": model.DRAFT, "updated": AT + timedelta(days=1)}}, "draft: true"),
        ({"expires": AT + timedelta(days=1)}, "expires: 2019-05-05 09:30"),
        ({"place": Place("content/news/2019/2019-05-04.md", "/news/a/", "2019-05-04", "news")},
         "slug: 2019-05-04"),
        ({"place": Place("content/news/2019/a.md", "/news/z/", "z", "news")}, "slug: z"),
        ({"canonical": "https://first.example/x"}, "canonical: https://first.example/x"),
        ({"lang": "es"}, "lang: es"), ({"guid": " a\n b "}, "guid: a b"),
        ({"subtitle": "S", "summary": "T", "description": "D"}, "summary: S"),
        ({"summary": " a\n b "}, "summary: a b"), ({"summary": "a &amp; b"}, "summary: a & b"),
        ({"summary": "a<br>b<div>c</div>d"}, "summary: a bc d"),
        ({"picture": "https://o.org/a.jpg"}, "image:\n  file: /u/a.jpg"),
        ({"picture": "/said.jpg", "picture_alt": ""},
         "image:\n  file: /u/said.jpg\n  caption: C *c*\n  credit: Jo \\*P\\*"),
        ({"picture": "/said.jpg", "picture_alt": "d", "picture_caption": "<i>e</i>"},
         'image:\n  file: /u/said.jpg\n  alt: d\n  caption: "*e*"\n  credit: Jo \\*P\\*'),
        ({"sound": Sound("/a.mp3")}, "enclosure:\n  file: u/a.mp3\n  type: audio/mpeg"),
        ({"sound": Sound("https://o.org/x", 1, "video/mp4")},
         "enclosure:\n  url: https://o.org/x\n  type: video/mp4\n  length: 1"),
        ({"extra": {"extra.a": 1, "extra.b": "c"}}, "extra: {a: 1, b: c}"),
        ({"extra": {"kicker": "K"}}, "kicker: K"), ({"extra": {"id": "no"}}, ""),
        ({"head": {"kind": model.TYPE, "type": "review"}, "sponsor": "Bank",
          "sponsor_address": "https://b.example/"},
         "kind: sponsored\nsponsor: {name: Bank, url: https://b.example/}"),
        ({"pinned": True}, "pinned: true"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_piece_stands_in_its_front_matter(
    writer: StoryWriter, said: dict[str, Any], lines: str
) -> None:
    """Nothing else does."""
    plain, _made = story(writer)
    data, _made = story(writer, **said)
    head, rest = data.partition("---\n\n")[0], set(plain.splitlines())
    told = "\n".join(line for line in head.splitlines() if line not in rest)
    assert told == lines


@pytest.mark.parametrize(
    ("sound", "is_told"),
    [
        (Sound("https://o.org/a.mp3", 0), True), (Sound("https://o.org/a.mp3", 1), False),
        (Sound("https://o.org/a.pdf", 1), True), (Sound("https://o.org/a", 1, "text/plain"), True),
        (Sound("https://o.org/a", 1, "audio/x"), False), (Sound("/a.mp3", 0), False),
    ],
)  # fmt: skip
def test_a_recording_needs_a_type_and_a_size_or_its_file(
    writer: StoryWriter, sound: Sound, is_told: bool
) -> None:
    data, made = story(writer, sound=sound)
    assert ("enclosure:" not in data) == is_told == bool(made.remedy)


@pytest.mark.parametrize(
    ("at", "kind", "date", "type_"),
    [
        (AT - timedelta(days=1), "correction", "2019-05-04 09:30", ""),
        (AT, "x", "2019-05-04 09:30", ""),
        (AT + timedelta(hours=1), "clarification", "2019-05-04 10:30", "clarification"),
    ],
)  # fmt: skip
def test_a_correction_is_as_old_as_its_story_at_most(
    writer: StoryWriter, at: datetime, kind: str, date: str, type_: str
) -> None:
    data, _made = story(writer, corrections=((at, "Wrong", kind),))
    said = f"corrections:\n  - date: {date}\n    text: Wrong\n"
    assert said + (f"    type: {type_}\n" if type_ else "") + "---\n" in data


def test_a_correction_of_a_draft_has_its_own_date(writer: StoryWriter) -> None:
    early = AT - timedelta(days=1)
    data, _made = story(writer, head={"state": model.DRAFT, "published": None},
                        corrections=((early, "Wrong", ""),))  # fmt: skip
    assert "  - date: 2019-05-03 09:30\n" in data


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("<p>" + " ".join("abcdefghijk") + "</p>", "a b c d e f g h i"),
        (f"<p>{'x' * 90}</p>", "x" * 90), (f"<p>{'x' * 91}</p>", "x" * 90),
        ("<p><img src=/a.jpg></p>", "Without a title (wp-1)"),
        ('<p><a href="/x">a</a> <b>b</b> <code>c</code></p>', "a b c"),
    ],
)  # fmt: skip
def test_a_headline_of_first_words_has_nine_words_and_ninety_letters(
    writer: StoryWriter, text: str, title: str
) -> None:
    assert story(writer, text, head={"title": ""})[1].title == title


@pytest.mark.parametrize(
    ("text", "picture", "body"),
    [
        ('<img src="/hall.jpg"> a', "/hall.jpg", "a"), (' <p class="x"><img src="/hall.jpg"></p>a',
         "/hall.jpg", "a"),
        ('<figure><a href="/x"><img src="/hall-1x1.jpg"></a></figure>a', "/hall.jpg", "a"),
        ('<img class="wp-image-7" src="/b.jpg">a', "wp-7", "a"),
        ('<img class="wp-image-77" src="/b.jpg">a', "wp-7", "![](/u/b.jpg)\n\na"),
        ('<img class="wp-image-7">a', "wp-7", "a"), ("<img>a", "/hall.jpg", "a"),
        ('<p>a</p><img src="/hall.jpg">', "/hall.jpg", "a\n\n![](/u/hall.jpg)"),
        ('<img src="/hall.jpg">a', "/lost.jpg", "![](/u/hall.jpg)\n\na"),
    ],
)  # fmt: skip
def test_the_picture_above_a_story_begins_it_no_second_time(
    writer: StoryWriter, text: str, picture: str, body: str
) -> None:
    data, _made = story(writer, text, picture=picture)
    assert data.partition("---\n\n")[2].strip() == body


def test_people_are_called_as_they_chose() -> None:
    """By login or by the name of their file; who has no byline has no file."""
    authors = [Author("m@o", "Mai"), Author("bo", "Bo"), Author("cy", "Cy"), Author("di", "Di")]
    names = {"m@o": "mai", "bo": "bo-lee", "cy": "cy", "di": "di"}
    chosen = {"M-O": "Mai T.", "Bo Lee": "B. Lee", "CY": ""}
    people = People(authors, names, chosen, ())
    assert [people.name(author) for author in authors] == ["Mai T.", "B. Lee", "", "Di"]
    assert people.files == {"m@o": "mai", "bo": "bo-lee", "di": "di"}
    piece = Piece(Head("x", "post", "", "", "", None), "", authors=("di", "cy", "gone"),
                  bylines=("Mai", "DI", "B. Lee"))  # fmt: skip
    assert people.bylines(piece) == ["di", "mai"]
    assert People(authors, names, chosen, {"di"}).files == {"di": "di"}


@pytest.mark.parametrize(("letters", "is_broken"), [(6, False), (7, True)])
def test_of_a_text_that_is_too_long_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, letters: int, is_broken: bool
) -> None:
    """It is no draft, and lacks no words for its pictures: it is not there."""
    monkeypatch.setattr("sitegen.importers.stories.LONGEST", 6)
    _data, made = story(writer_of(Written(Prose("x" * letters))))
    assert (made.is_broken, made.data == b"", made.draft, made.unchecked) == (
        is_broken, is_broken, False, False,
    )  # fmt: skip
