"""One source read with the files that it names: what is said of it, and what it depends on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitegen import pictures
from sitegen.cache.rows import FileFact
from sitegen.core.dates import Moment
from sitegen.core.digests import digest_bytes
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.language.quotation_marks import quotes_of
from sitegen.model.article import Article, Enclosure, Person
from sitegen.settings.load import parse
from sitegen.sources import slots_of
from sitegen.sources.files import SlotEntry
from sitegen.sources.parse import parser
from sitegen.sources.picture_words import PictureWords
from tests.conftest import ROOT
from tests.pictures.photo_files import noisy, saved
from tests.sources.source_desk import NOW, STORY, SourceDesk

PHOTO = saved(noisy(400, 300))
OTHER = saved(noisy(400, 300, seed=2))
PDF = b"%PDF-1.4"
BESIDE = "Put the file beside the story."
NO_ALT = 'Say what it shows, for readers who cannot see it; alt: "" says that it only decorates.'
NARROW = (
    "4? the lead picture 'hall.jpg' is 400 pixels wide | Use one of at least 1200 pixels if you "
    "have it: search engines show narrower ones small."
)


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return SourceDesk(tmp_path)


def gone(*names: str) -> dict[str, str]:
    """Return names of files beside the story as what was looked for in vain, wherever it may."""
    places = (f"{folder}{name}" for name in names for folder in ("content/news/", "content/", ""))
    return dict.fromkeys(places, "")


def image_of(desk: SourceDesk, alt: str = "A hall", *, full: bool = False) -> tuple[object, ...]:
    node = desk.node()
    assert node.image is not None
    image = node.image
    assert (image.width, image.height, image.alt, image.full) == (400, 300, alt, full)
    return image.path, image.digest, image.caption, image.credit


def test_a_story_names_a_picture(desk: SourceDesk) -> None:
    """It depends on the picture, and on the file beside it, which may come."""
    desk.story("image: {file: hall.jpg, alt: A hall}")
    desk.write("content/news/hall.jpg", PHOTO)

    assert desk.said() == [NARROW]
    digest = digest_bytes(PHOTO)
    assert image_of(desk) == ("content/news/hall.jpg", digest, "", "")
    assert desk.row().deps == {
        "content/news/hall.jpg": digest, "content/news/hall.jpg.yml": "",
    }  # fmt: skip

    words = b"alt: From beside\ncredit: Jo\ncaption: Here\n"
    desk.write("content/news/hall.jpg.yml", words)
    desk.story("image: hall.jpg")
    assert image_of(desk, "From beside")[2:] == ("Here", "Jo")
    assert desk.row().deps["content/news/hall.jpg.yml"] == digest_bytes(words)


@pytest.mark.parametrize(
    ("image", "told"),
    [
        ("hall.jpg", f"there is no picture 'hall.jpg' | {BESIDE}"),
        (
            "https://x.example/a.jpg",
            ("the picture 'https://x.example/a.jpg' is on another site | Save it beside the story, "
            "with the right to use it, and name that file."),
        ),
        ("www.x.org/a.jpg", ("'www.x.org/a.jpg' lacks https:// | Write "
         "https://www.x.org/a.jpg")),
    ],
)  # fmt: skip
def test_a_picture_that_is_not_there_is_told(desk: SourceDesk, image: str, told: str) -> None:
    desk.story(f"image: {image}")
    assert desk.said() == [f"4: {told}"]
    result = desk.read()
    assert (result.row, result.facts) == (None, ())
    assert result.doubtful is not None  # enough to find what else is wrong
    assert result.doubtful.deps == ({} if "://" in image else gone(image))


def test_a_picture_may_be_named_by_its_address(desk: SourceDesk) -> None:
    """Of the site's own, and from its root; but it is one picture, wherever it lies."""
    desk.write("static/hall.jpg", PHOTO)
    for name in ("https://gazette.example/paper/hall.jpg", "/hall.jpg"):
        desk.story(f"image: {{file: '{name}', alt: A hall}}")
        assert desk.said() == [NARROW]
        assert image_of(desk)[0] == "static/hall.jpg"
    assert desk.row().deps == {
        "static/hall.jpg": digest_bytes(PHOTO),
        **dict.fromkeys(
            ("content/hall.jpg", "static/root/hall.jpg", "hall.jpg", "static/hall.jpg.yml"), ""
        ),
    }
    desk.write("content/hall.jpg", PHOTO)  # the same in two places
    assert desk.said() == [NARROW]
    assert image_of(desk)[0] == "content/hall.jpg"
    assert desk.row().deps["static/hall.jpg"] == digest_bytes(PHOTO)
    desk.write("content/hall.jpg", OTHER)
    assert desk.said() == [
        (
            "4: '/hall.jpg' is two pictures: content/hall.jpg and static/hall.jpg | "
            "Keep one, or name the picture that lies beside the story."
        )
    ]


def test_what_is_wrong_with_a_picture_is_told(desk: SourceDesk) -> None:
    desk.write("content/news/hall.jpg", PHOTO)
    desk.story("image: {file: hall.jpg, alt: hall.jpg}")
    name = "4? the alt text 'hall.jpg' is a file's name | Say what the picture shows."
    assert desk.said() == [name, NARROW]
    desk.story("image: {file: hall.jpg, alt: A hall, width: full}")
    assert desk.said() == [
        (
            "4? the picture 'hall.jpg' is 400 pixels wide, too few to go from edge to edge | "
            "Use one of at least 1920 pixels, or take 'width: full' out."
        ),
        NARROW,
    ]
    image_of(desk)
    desk.story("image: hall.jpg")
    assert desk.said() == [NARROW.replace("?", ":", 1),
                           f"4: the picture 'hall.jpg' has no alt text | {NO_ALT}"]  # fmt: skip
    desk.write("content/news/hall.jpg.yml", "alt: [a")
    assert desk.said() == ["1: the list of alt is never closed | Write 'alt: [a]'."]
    desk.write("content/news/hall.jpg", b"no picture")
    desk.write("content/news/hall.jpg.yml", "")
    desk.story("image: {file: hall.jpg, alt: A hall}")
    assert desk.said() == [
        (
            "0: the file is no picture that sitegen knows: JPEG, PNG, WebP, AVIF, HEIC, GIF, TIFF, "
            "BMP or SVG | Export it as JPEG."
        )
    ]


def test_a_picture_for_the_whole_window_is_wide_enough(desk: SourceDesk) -> None:
    desk.write("content/news/hall.jpg", saved(noisy(1920, 1080)))
    desk.story("image: {file: hall.jpg, alt: A hall, width: full}")
    assert desk.said() == []
    image = desk.node().image
    assert image is not None
    assert image.full


def test_the_portrait_of_a_page_may_be_narrow(desk: SourceDesk) -> None:
    """Search engines show pictures of stories only."""
    desk.write("content/pages/hall.jpg", PHOTO)
    desk.write(
        "content/pages/about.md", "---\ntitle: A\nimage: {file: hall.jpg, alt: A}\n---\nText.\n"
    )
    assert desk.said("content/pages/about.md") == []


def test_the_faults_of_an_archive_are_warnings(tmp_path: Path) -> None:
    """Of stories from before the first day that is not the archive's."""
    faults = [
        f"the picture 'hall.jpg' has no alt text{{}} | {NO_ALT}",
        f"dead link 'gone.pdf': there is no such file{{}} | {BESIDE}",
    ]
    for day, words in (("2026-02-02", ", in a story of the archive"), ("2026-02-01", "")):
        desk = SourceDesk(tmp_path, archive={"before": day})
        desk.write("content/news/hall.jpg", PHOTO)
        desk.story("image: hall.jpg", body="[a](gone.pdf)")
        told = {line.partition(" ")[2] for line in desk.said()}
        assert told >= {fault.format(words) for fault in faults}
        assert (desk.read().row is None) is (day == "2026-02-01")


def test_the_pictures_and_files_of_a_text(desk: SourceDesk) -> None:
    """In its order; a file is published once, however it is named."""
    desk.write("content/news/hall.jpg", PHOTO)
    desk.write("content/news/r.pdf", PDF)
    desk.story(body='![A hall](hall.jpg "Here") [r](r.pdf) [s](other.md) [a](r.pdf#a) [q](r.pdf?b)')
    assert desk.said() == []
    node = desk.node()
    assert isinstance(node, Article)
    assert [(image.path, image.alt, image.caption) for image in node.images] == [
        ("content/news/hall.jpg", "A hall", "Here")
    ]
    assert (node.links, node.files, node.image) == (
        ("r.pdf", "other.md", "r.pdf#a", "r.pdf?b"), ("content/news/r.pdf",), None,
    )  # fmt: skip
    row = desk.row()
    assert row.deps["content/news/r.pdf"] == digest_bytes(PDF)
    assert {key: line for key, line in row.places().lines.items() if "link" in key} == {
        f"link:{number}": 6 for number in range(4)
    }
    desk.story(body="![](two.jpg)\n\n[g](gone.pdf)")
    assert desk.said() == [
        f"6: there is no picture 'two.jpg' | {BESIDE}",
        f"8: dead link 'gone.pdf': there is no such file | {BESIDE}",
    ]
    doubtful = desk.read().doubtful
    assert doubtful is not None
    assert doubtful.deps == gone("two.jpg", "gone.pdf")


def test_some_files_are_not_published_as_they_are(tmp_path: Path) -> None:
    desk = SourceDesk(tmp_path)
    desk.write("content/news/r.html", "<p>")
    desk.write("content/news/web.config", "x")
    desk.story(body="[r](r.html) [w](web.config)")
    assert desk.said() == [
        (
            "6: links to content/news/web.config, and web hosts take a file of this name for their "
            "own | Give it another name."
        )
    ]
    desk = SourceDesk(tmp_path, trust_html=False)
    desk.story(body="[r](r.html)")
    assert desk.said() == [
        (
            "6: links to content/news/r.html, and browsers would run its scripts as your site's "
            "own | Give it as a PDF or a text, or put what it says into the story: the settings "
            "say trust_html = false."
        )
    ]


def test_a_recording_is_measured(desk: SourceDesk) -> None:
    """What the file says counts, before what the story says of it."""
    sound = (ROOT / "tests/data/recordings/sound.mp3").read_bytes()
    desk.story("enclosure: {file: talk.mp3, transcript: talk.txt, duration: 90}")
    assert desk.said() == [
        f"4: there is no recording 'talk.mp3' | {BESIDE}",
        f"4: there is no transcript 'talk.txt' | {BESIDE}",
    ]
    desk.write("content/news/talk.mp3", sound)
    desk.write("content/news/talk.txt", "Words.")
    assert desk.said() == []
    node = desk.node()
    assert isinstance(node, Article)
    assert node.enclosure == Enclosure(
        "/paper/files/news/talk.mp3", "audio/mpeg", 2085, 1, "/paper/files/news/talk.txt"
    )
    assert node.files == ("content/news/talk.mp3", "content/news/talk.txt")
    assert desk.row().deps == {
        "content/news/talk.mp3": digest_bytes(sound),
        "content/news/talk.txt": digest_bytes(b"Words."),
    }
    desk.write("content/news/talk.mp3", b"no sound")
    node = desk.node()
    assert isinstance(node, Article)
    assert node.enclosure is not None
    assert (node.enclosure.length, node.enclosure.duration) == (8, 90)


@pytest.mark.parametrize("transcript", ["/talk/", "https://x.example/t"])
def test_a_recording_elsewhere_is_as_the_story_says(desk: SourceDesk, transcript: str) -> None:
    address = "https://x.example/a.mp3"
    desk.story(f"enclosure: {{url: {address}, length: 5, duration: 90, transcript: {transcript}}}")
    assert desk.said() == []
    node = desk.node()
    assert isinstance(node, Article)
    assert node.enclosure == Enclosure(address, "audio/mpeg", 5, 90, transcript)
    assert node.files == ()


def test_a_summary_has_a_longest_length(desk: SourceDesk) -> None:
    """That of search results."""
    desk.story(f"summary: {'x' * 160}")
    assert desk.said() == []
    desk.story(f"summary: {'x' * 161}")
    assert desk.said() == [
        (
            "4? the summary is long for search results and previews: 161 characters | "
            "Write at most 160 characters."
        )
    ]


@pytest.mark.parametrize(("head", "told"), [("", 1), ("draft: true", 0), ("template: map.html", 0)])
def test_a_story_without_a_text_is_told(desk: SourceDesk, head: str, told: int) -> None:
    """A draft has one yet, and a template of its own may need none."""
    words = (
        "has no text below its front matter | Write it, or hide what is not ready: 'draft: true'."
    )
    desk.story(head, body=" ")
    assert desk.said() == [f"0? the story {words}"] * told
    desk.write("content/pages/about.md", "---\ntitle: About\n---\n")
    assert desk.said("content/pages/about.md") == [f"0? the page {words}"]


def test_a_person_is_read_with_a_portrait(desk: SourceDesk) -> None:
    path = "content/authors/mai.md"
    desk.write("content/authors/mai.jpg", PHOTO)
    desk.write("content/authors/r.pdf", PDF)
    desk.write(path, "---\nname: Mai\nimage: {file: mai.jpg, alt: Mai}\n---\nMai [writes](/a/).\n")
    assert desk.said(path) == []
    node = desk.node(path)
    assert isinstance(node, Person)
    assert node.image is not None
    assert (node.image.alt, node.summary, node.links, node.images) == (
        "Mai", "Mai writes.", ("/a/",), (),
    )  # fmt: skip
    assert desk.row(path).kind == "person"
    desk.write(path, "---\nname: Mai\n---\n[r](r.pdf)\n")
    assert desk.said(path) == [
        (
            "4: links to content/authors/r.pdf, and no file beside this text is published | "
            "Put it into static/root/ and link to '/r.pdf'."
        )
    ]


def test_a_folder_of_pictures_is_a_gallery(desk: SourceDesk) -> None:
    """The story depends on which pictures are in it."""
    desk.write("content/news/photos/b.jpg", OTHER)
    desk.write("content/news/photos/a.jpg", PHOTO)
    for name in ("a", "b"):
        desk.write(f"content/news/photos/{name}.jpg.yml", f"alt: The {name}\n")
    desk.story(body="![](photos/)\n")
    assert desk.said() == []
    node = desk.node()
    assert [(image.path, image.alt) for image in node.images] == [
        ("content/news/photos/a.jpg", "The a"), ("content/news/photos/b.jpg", "The b"),
    ]  # fmt: skip
    before = desk.row().deps["content/news/photos/"]
    desk.write("content/news/photos/c.jpg", PHOTO)
    desk.write("content/news/photos/c.jpg.yml", "alt: The c\n")
    assert desk.row().deps["content/news/photos/"] != before
    desk.story(body="![](none/)\n")
    assert desk.said() == [f"6: there is no picture 'none/' | {BESIDE}"]


UPDATES = "".join(
    f'::: update 2026-03-01 {hour} "What happened"\n{text}\n:::\n\n'
    for hour, text in (("12:01", "Three ![](gone.jpg)"), ("12:00", "Two."), ("11:00", "One."))
)


def test_an_update_that_is_to_come_is_looked_at_before(tmp_path: Path) -> None:
    """Its hour must not break a build; until then nothing of it is in the story."""
    desk = SourceDesk(tmp_path)
    held = (
        "6{} this update is held until 2026-03-01 12:01 | Until then nothing of it is published. "
        "If it has happened already, correct its time."
    )
    desk.story("kind: live", body=UPDATES)
    gone_picture = f"7: there is no picture 'gone.jpg' | {BESIDE}"
    assert desk.said() == [held.format(":"), gone_picture]
    desk.story("kind: live", body=UPDATES.replace("![](gone.jpg)", "[r](r.pdf)"))
    desk.write("content/news/r.pdf", PDF)
    assert desk.said() == [held.format("?")]
    node = desk.node()
    assert isinstance(node, Article)
    assert [update.at for update in node.live_updates] == [
        Moment(NOW), Moment(NOW.replace(hour=11)),
    ]  # fmt: skip
    assert (node.next_update, node.links, node.files) == (NOW.replace(minute=1), (), ())
    deps = desk.row().deps
    assert {name: state for name, state in deps.items() if name.startswith("@")} == {
        "@2026-03-01T12:00:00+00:00": "has come", "@2026-03-01T12:01:00+00:00": "will come",
    }  # fmt: skip
    assert deps["content/news/r.pdf"] == digest_bytes(PDF)
    assert ":::update" in deps
    later = desk.node(now=NOW.replace(minute=1))
    assert isinstance(later, Article)
    assert (len(later.live_updates), later.next_update, later.files) == (
        3, None, ("content/news/r.pdf",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("head", "is_placed"),
    [
        ("kicker: [a]", True),
        ("kicker: [a]\nslug: A B", False),
        ("kicker: [a]\naliases: [x]", False),
        ("expires: soon", False),
    ],
)
def test_a_story_with_mistakes_is_looked_at_where_its_place_is_sure(
    desk: SourceDesk, head: str, is_placed: bool
) -> None:
    """Else the site would tell of addresses and links that are right."""
    desk.story(head)
    result = desk.read()
    assert (result.row, result.facts, result.doubtful is not None) == (None, (), is_placed)
    assert bool(result.nodes) is is_placed
    desk.story("kicker: [a]", path="content/nws/vote.md")  # in no section
    assert desk.read("content/nws/vote.md").doubtful is None


def test_a_source_is_parsed_unless_it_is_as_it_was(desk: SourceDesk) -> None:
    """Its facts are learnt in either case."""
    desk.story()
    data = (desk.root / "content/news/vote.md").read_bytes()
    result = desk.read()
    same = desk.read(unless=digest_bytes(data))
    assert result.row is not None
    assert result.row.digest == digest_bytes(data)
    assert (same.row, same.nodes, same.problems, same.doubtful) == (None, {}, (), None)
    assert [(path, fact.digest) for path, fact in same.facts] == [
        ("content/news/vote.md", digest_bytes(data))
    ]
    assert result.facts == same.facts
    assert desk.read(unless="other").row == result.row


def test_a_file_that_is_too_large_or_gone_is_told(desk: SourceDesk) -> None:
    path = "content/news/vote.md"
    desk.write(path, b"x" * 5_000_001)
    assert desk.read().problems == (
        Problem(path, 0, "this file has 5 MB, too much for a story",
                "A story may have up to 5 MB. Is it a picture or a film under the wrong name?"),
    )  # fmt: skip
    desk.story()
    read = parser(desk.setup())
    (desk.root / path).unlink()
    assert read((path, "")).problems == (
        Problem(path, 0, "cannot be read: no such file or directory", "Check who may read it."),
    )


def test_words_of_pictures_are_set_and_their_links_follow_those_of_the_text(
    desk: SourceDesk,
) -> None:
    """In front matter and beside the photo, as in a text; each link has its own line."""
    desk.write("content/news/hall.jpg", PHOTO)
    desk.write("content/news/b.jpg", PHOTO)
    desk.write("content/news/b.jpg.yml", "alt: B\ncredit: '[Jo](/jo/)'\n")
    desk.story(
        'image: {file: hall.jpg, alt: "A *hall*\'s", caption: "The *hall* [one](/b/)", '
        "credit: '[two](/c/)'}",
        body='[r](/a/) ![](b.jpg "[k](/k/)")',
    )
    assert desk.said() == [NARROW]
    node = desk.node()
    assert isinstance(node, Article)
    assert node.links == ("/a/", "/k/", "/b/", "/c/", "/jo/")
    image, (second,) = node.image, node.images
    assert image is not None
    assert (image.alt, image.caption, image.credit) == ("A hall’s", "The hall one", "two")
    assert (image.caption_html, image.credit_html) == (
        'The <em>hall</em> <a href="\x1aL2\x1a">one</a>',
        '<a href="\x1aL3\x1a">two</a>',
    )
    assert (second.caption, second.caption_html, second.credit, second.credit_html) == (
        "k",
        '<a href="\x1aL1\x1a">k</a>',
        "Jo",
        '<a href="\x1aL4\x1a">Jo</a>',
    )
    lines = desk.row().places().lines
    assert [lines[f"link:{number}"] for number in range(5)] == [6, 6, 4, 4, 0]


@pytest.mark.parametrize(
    ("use", "beside", "photo", "shown"),
    [
        (("u", "v"), ("b", "c", "d"), ("p", "q", "r"), ("u", "v")),
        (("", "v"), ("b", "c", "d"), ("p", "q", "r"), ("b", "v")),
        (("u", ""), ("b", "c", "d"), ("p", "q", "r"), ("u", "c")),
        (("", ""), ("b", "", "d"), ("p", "q", "r"), ("b", "d")),
        (("", ""), ("b", "", ""), ("p", "q", "r"), ("b", "q")),
        (("", ""), ("", "c", ""), ("p", "", "r"), ("p", "c")),
        (("", ""), ("", "", ""), ("p", "", "r"), ("p", "r")),
        (("", ""), ("", "", ""), ("", "", ""), ("", "")),
        (("*u*", "*v*"), ("b", "c", "d"), ("p", "q", "r"), ("u <em>u</em>", "v <em>v</em>")),
        (("*u*", ""), ("b", "c", "d"), ("p", "q", "r"), ("u <em>u</em>", "c")),
        (("", "v"), ("*b*", "c", "d"), ("p", "q", "r"), ("b <em>b</em>", "v")),
        (("", ""), ("", "", "*d*"), ("*p* 's", "q", "r"), ("*p* ’s", "d <em>d</em>")),
    ],
)
def test_a_use_says_more_than_the_file_beside_a_photo_and_that_more_than_the_photo(
    use: tuple[str, str],
    beside: tuple[str, str, str],
    photo: tuple[str, str, str],
    shown: tuple[str, str],
) -> None:
    """Caption by caption, and who made it before whose it is; in a photo stands no Markdown."""
    words = PictureWords(quotes_of("en"), 0, "https://gazette.example", [])
    facts = pictures.Facts("d", "jpeg", 9, 9, "", caption=photo[0], credit=photo[1])
    rights = pictures.Rights(None, *beside)
    image = words.image_ref(
        "a.jpg", replace(facts, copyright=photo[2]), rights, alt="A", focus=(0.1, 0.2),
        caption=words.read(use[0], "a.md"), credit=words.read(use[1], "a.md"),
    )  # fmt: skip
    assert shown == (
        f"{image.caption} {image.caption_html}".strip(),
        f"{image.credit} {image.credit_html}".strip(),
    )
    assert (image.alt, image.focus) == ("A", (0.1, 0.2))


def test_a_picture_that_was_measured_is_not_measured_again(desk: SourceDesk) -> None:
    """While it looks as it did; else what is there now counts."""
    path = "content/news/hall.jpg"
    desk.write(path, PHOTO)
    desk.story("image: {file: hall.jpg, alt: A hall}")
    facts = dict(desk.read().facts)
    desk.write(path, b"no picture")
    setup = desk.setup()
    known = FileFact(*setup.stats[path], facts[path].digest, facts[path].json)
    result = parser(replace(setup, facts={path: known}))((STORY, ""))
    assert result.row is not None
    assert result.row.deps[path] == digest_bytes(PHOTO)
    assert dict(result.facts)[path] == known
    for other in (replace(known, number=known.number + 1), replace(known, json="{}")):
        result = parser(replace(setup, facts={path: other}))((STORY, ""))
        assert [problem.path for problem in result.problems] == [path]


def test_a_name_with_a_percent_sign_is_told(desk: SourceDesk) -> None:
    """In addresses it begins a sign's number, so that the file is looked for by another name."""
    desk.write("content/news/a%20b.jpg", PHOTO)
    desk.story("image: {file: a%20b.jpg, alt: A hall}")
    assert desk.said() == [
        (
            "4: there is no picture 'a%20b.jpg' | "
            "Rename the file without '%', which means something in addresses."
        )
    ]


def test_the_front_is_read_zone_by_zone(tmp_path: Path) -> None:
    """Each slot with its story, its end and its line; scores before stories."""
    settings = parse(tmp_path, "sitegen.toml", {
        "title": "x", "base_url": "https://x.example", "timezone": "UTC",
        "sections": [{"slug": "news", "title": "N"}, {"slug": "local", "title": "L"}],
    })  # fmt: skip
    file = tmp_path / "content/front.yml"
    assert slots_of(settings) == (
        (), (Problem("content/front.yml", 0, "cannot be read: No such file or directory"),), "",
    )  # fmt: skip
    file.parent.mkdir()
    data = (
        b"top: big\nlead: news/vote.md\nsecondary: [a.md, {story: b.md, until: 2026-03-01 12:00}]\n"
        b"sublinks:\n  - c.md\nscores:\n  local: [A 1 B 2, C 3 D 4]\nstrips:\n  news: [d.md]\n"
        b"  local: {story: e.md, until: 2026-03-02}\n"
    )
    file.write_bytes(data)
    assert slots_of(settings) == (
        (
            SlotEntry("top", "big", None, 1),
            SlotEntry("scores local", "A 1 B 2", None, 7),
            SlotEntry("scores local", "C 3 D 4", None, 7),
            SlotEntry("lead", "news/vote.md", None, 2),
            SlotEntry("secondary", "a.md", None, 3),
            SlotEntry("secondary", "b.md", NOW, 3),
            SlotEntry("sublinks", "c.md", None, 5),
            SlotEntry("news", "d.md", None, 9),
            SlotEntry("local", "e.md", datetime(2026, 3, 2, tzinfo=UTC), 10),
        ),
        (),
        digest_bytes(data),
    )
    file.write_bytes(b"top: [a\n")
    slots, (problem,), digest = slots_of(settings)
    assert (slots, problem.line, digest) == ((), 1, digest_bytes(b"top: [a\n"))
    file.write_bytes(b"top: [a\n" * 12)
    slots, problems, digest = slots_of(settings)
    assert (slots, bool(problems), digest) == ((), True, digest_bytes(b"top: [a\n" * 12))


SCORE = "Write who won by how much: 'Sample High 24, Creek 21'."
SLOT = "Write news/vote.md, or {story: news/vote.md, until: 2026-11-26 18:00}."
UNDER_STRIPS = "The slots of a section stand under strips:"


@pytest.mark.parametrize(
    ("text", "slots", "said"),
    [
        (f"scores: {{local: ['1{'x' * 59}']}}", [("scores local", f"1{'x' * 59}", 1)], ""),
        (f"scores: {{local: ['1{'x' * 60}']}}", [],
         f"1: item 1 of local of scores has 61 letters; at most 60 | {SCORE}"),
        ("scores: {local: [Draw]}", [], f"1: 'Draw' tells no result | {SCORE}"),
        ("scores:\n  local: Draw 0", [("scores local", "Draw 0", 2)], ""),
        ("scores: [A 1]", [],
         "1: scores cannot be a list | Write it as in 'scores: {sports: …}'."),
        ("scores: {locl: [A 1]}", [("scores locl", "A 1", 1)],
         "1: scores: there is no section 'locl' | Did you mean 'local'?"),
        ("strips: {locla: [a.md]}", [("locla", "a.md", 1)],
         "1: strips: there is no section 'locla' | Did you mean 'local'?"),
        ("strips: [a.md]", [], "1: strips cannot be a list | Write it as in 'strips: {news: …}'."),
        ("strips: {news: []}", [], ""),
        ("top: quiet", [("top", "quiet", 1)], ""),
        ("top: day", [("top", "day", 1)], ""),
        ("top: quit", [], "1: there is no top 'quit' | Did you mean 'quiet'?"),
        ("top:", [], ""),
        ("news: [a.md]", [],
         f"1: there is no zone 'news' | {UNDER_STRIPS} strips: {{news: [news/vote.md]}}"),
        ("sports: [a.md]", [], "1: there is no zone 'sports' | Did you mean 'scores'?"),
        ("lead: {until: 2026-03-01}", [],
         "1: lead has no story | Write it as in 'story: …, until: …'."),
        ("lead: {story: ''}", [], "1: lead has no story | Write it as in 'story: …, until: …'."),
        ("lead: [[a.md]]", [], f"1: a slot is the path of a story | {SLOT}"),
        ("lead:\n- a.md\n- b.md", [("lead", "a.md", 2), ("lead", "b.md", 3)], ""),
    ],
)  # fmt: skip
def test_what_is_said_of_the_front(
    tmp_path: Path, text: str, slots: list[tuple[str, str, int]], said: str
) -> None:
    """Each mistake with its line and remedy; what can be understood beside it is."""
    settings = parse(tmp_path, "sitegen.toml", {
        "title": "x", "base_url": "https://x.example", "timezone": "UTC",
        "sections": [{"slug": "news", "title": "N"}, {"slug": "local", "title": "L"}],
    })  # fmt: skip
    (tmp_path / "content").mkdir()
    (tmp_path / "content/front.yml").write_text(text, "utf-8")
    entries, problems, _digest = slots_of(settings)
    assert [(slot.zone, slot.story, slot.line) for slot in entries] == slots
    assert "".join(f"{p.line}: {p.message} | {p.hint}" for p in problems) == said
