"""A piece of an archive → the file of a story, key by key."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest

from sitegen.importers import model
from sitegen.importers.matter import sound_story
from sitegen.importers.model import Author, Head, Piece, Sound
from sitegen.importers.people import People
from sitegen.importers.places import Place
from sitegen.importers.prose.prose import ProseWriter
from sitegen.importers.prose.uses import FoundPicture
from sitegen.importers.stories import Manuscript, StoryWriter
from sitegen.settings.load import parse
from sitegen.sources.header import rules_of
from sitegen.sources.parsing_rules import parsing_rules

ZONE = ZoneInfo("America/Chicago")
AT = datetime(2019, 5, 4, 14, 30, tzinfo=UTC)
SETTINGS = """\
title = "T"
base_url = "https://new.example"
timezone = "America/Chicago"
[[sections]]
slug = "news"
title = "News"
"""


class Uses:
    """Pictures are there, but for those that are called "lost"."""

    asked: ClassVar[list[dict[str, Any]]] = []

    def __init__(self, **said: Any) -> None:
        self.asked.append(said)
        self.lost: list[str] = []

    def link(self, address: str) -> str:
        return address

    def picture(self, addresses: tuple[str, ...], key: str) -> FoundPicture | None:
        if "lost" in addresses[0]:
            self.lost.append(addresses[0])
            return None
        name = addresses[0].rpartition("/")[2].replace("attachment:", f"{key}-")
        said = "said" in name
        return FoundPicture(f"/u/{name}", "An *alt*" if said else None,
         "C <i>c</i>" if said else "",
                            "Jo *P*" if said else "")  # fmt: skip

    def media(self, address: str) -> str:
        return "u/a.mp3" if address == "/a.mp3" else ""


@pytest.fixture(scope="module")
def writer() -> StoryWriter:
    settings = parse(Path("/"), "sitegen.toml", tomllib.loads(SETTINGS), SETTINGS)
    people = People(
        [Author("ana", "Ana"), Author("bo", "Bo")], {"ana": "ana", "bo": "bo-lee"}, {}, ()
    )
    return StoryWriter(
        ProseWriter(ZONE), people, Uses, {"wp-9": ("/old/", "/older/")},  # type: ignore[arg-type]
        rules_of(parsing_rules(settings)), ZONE, lambda address: "own" in address,
    )  # fmt: skip


HEAD = Head("wp-1", model.POST, "A *title*", "a", model.PUBLISHED, AT, type="post")
PLACE = Place("content/news/2019/a.md", "/news/a/", "a", "news")


def story(
    writer: StoryWriter, text: str = "<p>Words.</p>", place: Place = PLACE, *, head: Any = None,
    **said: Any,
) -> tuple[str, Manuscript]:  # fmt: skip
    fields = {**{name: getattr(HEAD, name) for name in HEAD.__struct_fields__}, **(head or {})}
    made = writer.story(Piece(Head(**fields), text, **{"authors": ("ana",), **said}), place)
    return made.data.decode(), made


TOP = "---\ntitle: A \\*title\\*\nid: wp-1\n"
MIDDLE = "published: 2019-05-04 09:30\nauthors: [ana]\n"
END = "---\n\nWords.\n"
MARK = "<p>e<sitegen-mark></sitegen-mark></p>"  # of a note that is not there


def test_a_story_has_its_keys_in_their_order(writer: StoryWriter) -> None:
    place = Place("content/news/2019/2019-05-04-a.md", "/news/a/", "a", "news", ("T", "U"))
    data, made = story(
        writer, place=place, head={"key": "wp-9", "updated": AT + timedelta(minutes=1)},
        expires=AT + timedelta(days=400), authors=("ana", "bo"), subtitle="Below *it*",
         summary="No",
        lang="es", picture="/said.jpg", pinned=True, sound=Sound("/a.mp3", 3, "", "12:30"),
        corrections=((AT - timedelta(days=1), "Wrong *x*", "correction"),
                     (AT + timedelta(days=1), "More", "clarification")),
        canonical="https://first.example/x", guid=" a  b ",
        extra={"kicker": "K", "title": "no", "extra.x": 1},
    )  # fmt: skip
    assert data == (
        "---\ntitle: A \\*title\\*\nid: wp-9\nslug: a\npublished: 2019-05-04 09:30\n"
        "updated: 2019-05-04 09:31\nexpires: 2020-06-07 09:30\nauthors: [ana, bo-lee]\n"
        "tags: [T, U]\n"
        "summary: Below \\*it\\*\nlang: es\nimage:\n  file: /u/said.jpg\n  alt: An \\*alt\\*\n"
        "  caption: C *c*\n  credit: Jo \\*P\\*\npinned: true\nenclosure:\n  file: u/a.mp3\n"
        "  type: audio/mpeg\n  duration: 12:30\ncorrections:\n  - date: 2019-05-04 09:30\n"
        "    text: Wrong \\*x\\*\n  - date: 2019-05-05 09:30\n    text: More\n"
        "    type: clarification\n"
        "canonical: https://first.example/x\nguid: a b\naliases: [/old/, /older/]\nkicker: K\n"
        "extra: {x: 1}\n---\n\nWords.\n"
    )
    assert (made.title, made.draft, made.reason, made.remedy, made.unchecked) == (
        "A *title*", False, "", "", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "data"),
    [
        ({}, TOP + MIDDLE + END),
        ({"summary": "<p>a</p><p>b</p> &amp; c", "description": "d"},
         TOP + MIDDLE + "summary: a b & c\n" + END),
        ({"description": "d"}, TOP + MIDDLE + "summary: d\n" + END),
        ({"canonical": "https://own.example/x"}, TOP + MIDDLE + END),
        ({"picture": "/a.jpg", "picture_alt": "B", "picture_caption": "<b>c</b>"},
         TOP + MIDDLE + "image:\n  file: /u/a.jpg\n  alt: B\n  caption: \"**c**\"\n" + END),
        ({"picture": "wp-7"}, TOP + MIDDLE + "image:\n  file: /u/wp-7-7\n" + END),
        ({"picture": "/lost.jpg"}, TOP + MIDDLE + END),
        ({"head": {"updated": AT + timedelta(seconds=59)}}, TOP + MIDDLE + END),
        ({"head": {"emphasis": "A <em>b</em>"}}, "---\ntitle: A *b*\nid: wp-1\n" + MIDDLE + END),
        ({"head": {"emphasis": "A<em>(b)</em>c"}}, TOP + MIDDLE + END),
        ({"sound": Sound("https://o.org/b.mp3", 7, "", "")}, TOP + MIDDLE +
         "enclosure:\n  url: https://o.org/b.mp3\n  type: audio/mpeg\n  length: 7\n" + END),
        ({"sponsor": "Bank", "sponsor_address": "https://b.example/", "pinned": True},
         TOP + "kind: sponsored\nsponsor: {name: Bank, url: https://b.example/}\n" + MIDDLE + END),
        ({"head": {"kind": model.TYPE, "type": "review"}}, TOP + "kind: review\n" + MIDDLE + END),
        ({"head": {"type": "review"}}, TOP + MIDDLE + END),
        ({"head": {"kind": model.TYPE, "type": "live"}}, TOP + MIDDLE + END),
        ({"head": {"kind": model.TYPE, "type": "review", "as_page": True}}, TOP + MIDDLE + END),
        ({"authors": (), "bylines": ("Bo",)}, TOP + MIDDLE.replace("ana", "bo-lee") + END),
        ({"place": Place("content/news/2019/b.md", "/news/a/", "a", "news")},
         TOP + "slug: a\n" + MIDDLE + END),
    ],
)  # fmt: skip
def test_what_is_said_of_a_piece_stands_above_it(
    writer: StoryWriter, said: dict[str, Any], data: str
) -> None:
    assert story(writer, **said)[0] == data


@pytest.mark.parametrize(
    ("said", "reason", "remedy", "draft"),
    [
        ({"head": {"published": None}}, "it has no date",
         "Write 'published', and take the draft line out.", True),
        ({"head": {"published": None, "kind": model.PAGE},
          "place": Place("content/pages/a.md", "/a/", "a", "")}, "", "", False),
        ({"head": {"state": model.DRAFT, "published": None}}, "", "", True),
        ({"head": {"reason": "R", "remedy": "M"}}, "R", "M", False),
        ({"authors": ()}, "nobody is named as its writer", "", False),
        ({"authors": (), "head": {"kind": model.PAGE}}, "", "", False),
        ({"text": " "}, "it has no text", "", False), ({"text": "", "picture": "/a.jpg"}, "", "",
         False),
        ({"text": "<p>a <img src=/lost.jpg></p>"}, "1 of its pictures did not come along", "",
         False),
        ({"text": f"<form>a</form>{MARK}"}, "without a form; 1 passage kept as HTML",
         "", False),
        ({"text": f"{MARK}<p>c</p>{MARK}"},
         "2 passages kept as HTML", "", False),
        ({"sponsor": "Bank", "sponsor_address": "b"},
         "Bank paid for it, and nobody knows their address",
         "If it was paid for, write 'kind: sponsored', and sponsor with name and url.", False),
        ({"sponsor": "Bank", "head": {"kind": model.PAGE}}, "", "", False),
        ({"sound": Sound("https://o.org/b.mp3")},
         "the recording https://o.org/b.mp3 has no type or size in the export",
         "Write 'enclosure' with its url, type and length in bytes.", False),
        ({"sound": Sound("https://o.org/b", 3)},
         "the recording https://o.org/b has no type or size in the export",
         "Write 'enclosure' with its url, type and length in bytes.", False),
        ({"head": {"title": ""}}, "it has no headline; its first words stand in for one",
         "Write its headline.", False),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_with_what_to_do(
    writer: StoryWriter, said: dict[str, Any], reason: str, remedy: str, draft: bool
) -> None:
    data, made = story(writer, **said)
    assert (made.reason, made.remedy, made.draft) == (reason, remedy, draft)
    assert ("draft: true" in data) == draft


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("<p>One two <b>three</b> four five six seven eight nine ten</p>",
         "One two three four five six seven eight nine"),
        (f"<p>{'x' * 89} y z</p>", f"{'x' * 89} "), ("", "Without a title (wp-1)"),
        ('<h2>A [b]</h2><p><img src=/a.jpg alt=c> <a href="/d">e</a></p>', "A b e"),
    ],
)  # fmt: skip
def test_first_words_stand_in_for_a_headline(writer: StoryWriter, text: str, title: str) -> None:
    assert story(writer, text, head={"title": ""})[1].title == title


@pytest.mark.parametrize(
    ("text", "picture", "is_unchecked"),
    [
        ("<p>a</p>", "", False), ("<p>a</p>", "/a.jpg", True), ("<p>a</p>", "/said.jpg", False),
        ("<p><img src=/a.jpg></p>", "", True), ("<p><img src=/a.jpg alt=b></p>", "", False),
        ("<table><tr><td colspan=2><img src=/lost.jpg></td></tr></table>", "", False),
    ],
)  # fmt: skip
def test_a_picture_without_words_is_unchecked(
    writer: StoryWriter, text: str, picture: str, is_unchecked: bool
) -> None:
    assert story(writer, text, picture=picture)[1].unchecked is is_unchecked


LEADS = {
    '<p><a href="/x"><img src="/2019/hall-300x200.jpg"></a></p><p>b</p>': "b",
    '<figure class="x"><img class="a" src="/hall-scaled.jpg"></figure> b': "b",
    '<div><img class="wp-image-7" src="/other.jpg"></div>b': "b",
    '<img src="/other.jpg">b': "![](/u/other.jpg)\n\nb",
    '<p>a</p><img src="/hall.jpg">': "a\n\n![](/u/hall.jpg)",
}  # fmt: skip


@pytest.mark.parametrize("text", LEADS)
def test_a_text_does_not_begin_with_the_picture_above_it(writer: StoryWriter, text: str) -> None:
    data, _made = story(writer, text, picture="/hall.jpg" if "image-7" not in text else "wp-7")
    assert data.partition("---\n\n")[2].strip() == LEADS[text]


def test_a_text_that_is_too_long_is_no_story(
    writer: StoryWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.importers.stories.LONGEST", 6)
    data, made = story(writer, "Words.", form=model.MARKDOWN)
    assert (data, made.is_broken) == (TOP + MIDDLE + END, False)
    data, made = story(writer, "Words..", form=model.MARKDOWN)
    assert (data, made.is_broken) == ("", True)
    assert made.reason == "its text has 7 letters; 6 is the most"
    assert made.remedy == "Split it into several stories by hand."


def test_a_fault_of_front_matter_is_left_out_and_told(writer: StoryWriter) -> None:
    data, made = story(writer, extra={"section": "none such", "priority": "x"}, lang="xx-nothing-1")
    assert "lang" not in data
    assert made.reason.startswith("left out, because ")
    assert made.remedy == "Look at its front matter."


def test_a_person_has_a_file(writer: StoryWriter) -> None:
    author = Author("ana", "Ana *R*", bio="<p>Writes <b>it</b>.</p>",
     profiles=("https://a.example/",),
                    picture="wp-7")  # fmt: skip
    assert writer.person(author, "content/authors/ana.md").decode() == (
        "---\nname: Ana \\*R\\*\nprofiles: [https://a.example/]\nimage:\n  file: /u/wp-7-7\n"
        "  alt: Ana \\*R\\*\n---\n\nWrites **it**.\n"
    )
    plain = Author("bo", "Bo", picture="/said.jpg", profiles=("none",))
    assert writer.person(plain, "content/authors/bo.md").decode() == (
        "---\nname: Bo\nimage:\n  file: /u/said.jpg\n  alt: An \\*alt\\*\n---\n"
    )
    assert "image" not in writer.person(Author("bo", "Bo", picture="/lost.jpg"), "b.md").decode()


def test_what_texts_ask_for_is_noted_under_their_titles(writer: StoryWriter) -> None:
    """And their links are read from the page on which they stood."""
    Uses.asked.clear()
    story(writer, head={"address": "https://old.example/a/"})
    story(writer, head={"title": ""})
    writer.person(Author("bo", "Bo"), "content/authors/bo.md")
    assert Uses.asked == [
        {"title": "A *title*", "file": PLACE.file, "page": "https://old.example/a/"},
        {"title": "wp-1", "file": PLACE.file, "page": ""},
        {"title": "Bo", "file": "content/authors/bo.md", "page": "", "publishes": False},
    ]


@pytest.mark.parametrize(
    ("matter", "faults", "left"),
    [
        ({"title": "A"}, 0, {"title"}), ({"title": "A", "lang": "?", "pinned": "x"}, 2, {"title"}),
        ({"title": "A", "enclosure": {"file": "u/a.mp3", "type": "?"}, "lang": "es"}, 1,
         {"title", "lang"}),
        ({"title": "A", "corrections": [{"at": "never", "text": "x"}], "lang": "es"}, 1,
         {"title", "lang"}),
        ({"title": "\x00"}, 1, {"title"}), ({"lang": "es"}, 1, {"lang"}),
    ],
)  # fmt: skip
def test_a_story_goes_without_what_a_build_would_refuse(
    matter: dict[str, object], faults: int, left: set[str]
) -> None:
    settings = parse(Path("/"), "sitegen.toml", tomllib.loads(SETTINGS), SETTINGS)
    matter = {"published": "2019-05-04", **matter}
    _data, said = sound_story(PLACE.file, matter, "x", rules_of(parsing_rules(settings)))
    assert (len(said), matter.keys() - {"published"}) == (faults, left)
