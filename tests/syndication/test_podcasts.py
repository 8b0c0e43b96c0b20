"""Podcasts that directories take: their required tags, what they refuse, and the page."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from lxml import etree
from PIL import Image

from tests.conftest import Built, Site

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
SECOND = 1 / 38.28  # of sound in one frame of MPEG-1 Layer III at 44,100 Hz
SETTINGS = """
[[podcasts]]
section = "news"
slug = "hour"
title = "The Sample Hour"
description = "A sample of a podcast."
cover = "cover.png"
category = "Daily News"
owner = { name = "Sample Desk", email = "desk@gazette.example" }
links = [{ title = "Apple Podcasts", url = "https://podcasts.example/hour" }]
"""


def mp3(seconds: int, tag: bytes = b"") -> bytes:
    """Silence: frames of 104 bytes."""
    return tag + (b"\xff\xfb\x10\xc4" + bytes(100)) * round(seconds / SECOND)


def wav() -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000))
    return target.getvalue()


def picture(width: int, height: int, kind: str = "PNG", mode: str = "RGB") -> bytes:
    target = io.BytesIO()
    Image.new(mode, (width, height)).save(target, kind)
    return target.getvalue()


@pytest.fixture
def show(site: Site) -> Site:
    """A section with one recording of a minute, and its podcast."""
    site.setting(SETTINGS)
    site.write_bytes("static/cover.png", picture(1400, 1400))
    site.write_bytes("content/news/talk.mp3", mp3(61))
    site.write("content/news/talk.txt", "Sample words.\n")
    site.story(
        "content/news/talk.md",
        summary="What is said.",
        enclosure="{file: talk.mp3, transcript: talk.txt}",
    )
    return site


def channel(built: Built) -> Any:
    return etree.fromstring(built.tree["podcasts/hour/feed.xml"])[0]


def test_the_feed_has_every_tag_that_apple_requires(show: Site) -> None:
    """Of the show: title, description, picture, language, category, explicit. Of an episode:
    title, and an enclosure with address, length and type."""
    feed = channel(show.build())

    for name in ("title", "description", "language", "link", f"{ITUNES}explicit"):
        assert feed.findtext(name), name
    assert feed.findtext(f"{ITUNES}explicit") == "false"
    cover = feed.find(f"{ITUNES}image").get("href")
    assert cover.startswith("https://gazette.example/static/cover.")
    assert cover.endswith(".png")
    above = feed.find(f"{ITUNES}category")
    assert (above.get("text"), above[0].get("text")) == ("News", "Daily News")
    (item,) = feed.iter("item")
    assert item.findtext("title")
    enclosure = item.find("enclosure")
    assert enclosure.get("url") == "https://gazette.example/files/news/talk.mp3"
    assert enclosure.get("type") == "audio/mpeg"
    assert int(enclosure.get("length")) > 0


def test_the_feed_has_every_tag_that_spotify_requires(show: Site) -> None:
    """Beside Apple's: the owner's address to claim it by, the author, and of an episode a guid
    that stays, its date and its length."""
    feed = channel(show.build())

    assert feed.findtext(f"{ITUNES}author") == "Sample Desk"
    assert feed.findtext(f"{ITUNES}owner/{ITUNES}email") == "desk@gazette.example"
    assert feed.findtext("image/url") == feed.find(f"{ITUNES}image").get("href")
    assert len(feed.findtext(f"{PODCAST}guid")) == 36
    assert feed.find(f"{ATOM}link").get("href").endswith("/podcasts/hour/feed.xml")
    (item,) = feed.iter("item")
    for name in ("guid", "pubDate", "description"):
        assert item.findtext(name), name
    assert item.findtext(f"{ITUNES}duration") == "61"
    transcript = item.find(f"{PODCAST}transcript")
    assert transcript.get("url") == "https://gazette.example/files/news/talk.txt"
    assert transcript.get("type") == "text/plain"


def test_the_length_is_that_of_the_file_as_it_is_published(show: Site) -> None:
    """What a recorder wrote into its tags is taken out, and the file is shorter then."""
    private = b"PRIV" + (20).to_bytes(4, "big") + b"\0\0" + bytes(20)
    tag = b"ID3\x03\0\0" + bytes([0, 0, 0, len(private)]) + private
    show.write_bytes("content/news/talk.mp3", mp3(3, tag))

    built = show.build()

    (item,) = channel(built).iter("item")
    length = int(item.find("enclosure").get("length"))
    assert length == len(built.tree["files/news/talk.mp3"]) == len(mp3(3))
    assert item.findtext(f"{ITUNES}duration") == "3"


def test_the_file_says_how_long_it_is(show: Site) -> None:
    """In all feeds and on the page; what front matter says counts where the file says nothing."""
    show.story("content/news/talk.md", enclosure='{file: talk.mp3, duration: "9:59"}')

    built = show.build()

    assert b"<itunes:duration>61</itunes:duration>" in built.tree["news/feed.xml"]
    assert '"duration_in_seconds": 61' in built["feed.json"]
    assert "1:01" in built["news/talk/index.html"]
    show.write_bytes("content/news/talk.mp3", mp3(5))
    assert b"<itunes:duration>5</itunes:duration>" in show.build().tree["podcasts/hour/feed.xml"]


def test_the_page_plays_and_offers_ways_to_subscribe(show: Site) -> None:
    built = show.build()

    page = lxml.html.fromstring(built["podcasts/hour/index.html"])
    (player,) = page.iter("audio")
    assert player.get("src") == "/files/news/talk.mp3"
    links = page.xpath("//header[@class='page-head']//a/@href")
    address = "https://gazette.example/podcasts/hour/feed.xml"
    assert links == ["https://podcasts.example/hour", address]
    assert page.xpath("//link[@rel='alternate']/@href")[-1] == address
    offered = lxml.html.fromstring(built["feeds/index.html"])
    assert address in [code.text_content() for code in offered.findall(".//code")]
    assert "/podcasts/hour/" in offered.xpath("//dt//a/@href")
    assert "https://gazette.example/podcasts/hour/" in built["sitemap-pages.xml"]


def test_the_section_and_every_episode_lead_to_the_page(show: Site) -> None:
    """Who hears one recording is told where the others are; a paid one is none of them."""
    show.story("content/news/paid.md", kind="sponsored", enclosure="{file: talk.mp3}",
               sponsor="{name: Sample Shop, url: https://shop.example}")  # fmt: skip
    show.story("content/news/read.md")

    built = show.build()

    def ways(file: str) -> list[str]:
        page = lxml.html.fromstring(built[file])
        return page.xpath("//main//a[text()[contains(., 'The Sample Hour')]]/@href")

    assert ways("news/talk/index.html") == ways("news/index.html") == ["/podcasts/hour/"]
    assert ways("news/paid/index.html") == ways("news/read/index.html") == []


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("JPEG", "L")])
def test_the_page_shows_a_small_cover(show: Site, kind: str, mode: str) -> None:
    """Directories want a megabyte; a phone that opens the page does not."""
    name = f"cover.{kind.lower()}"
    show.write_bytes(f"static/{name}", picture(1500, 1500, kind, mode))
    show.write("sitegen.toml", show.read("sitegen.toml").replace("cover.png", name))

    built = show.build()

    page = lxml.html.fromstring(built["podcasts/hour/index.html"])
    (cover,) = page.xpath("//header[@class='page-head']//img/@src")
    with Image.open(io.BytesIO(built.tree[cover.removeprefix("/")])) as small:
        assert (small.format, small.size) == ("JPEG", (400, 400))
    assert channel(built).find(f"{ITUNES}image").get("href").endswith(name.rpartition(".")[2])
    assert show.build().report.new == show.build().report.changed == ()


def test_a_held_story_is_no_episode(show: Site) -> None:
    show.write_bytes("content/news/later.mp3", mp3(2))
    show.story("content/news/later.md", enclosure="later.mp3", embargo="2099-01-01")

    feed = channel(show.build())

    assert len(list(feed.iter("item"))) == 1


@pytest.mark.parametrize("name", ["talk.wav", "talk.ogg"])
def test_wav_and_ogg_are_named_with_the_command_that_helps(show: Site, name: str) -> None:
    """Directories take MP3 and M4A; the story keeps its recording."""
    data = wav() if name.endswith("wav") else b"OggS"
    show.write_bytes(f"content/news/{name}", data)
    show.story("content/news/talk.md", enclosure=name) if name.endswith("wav") else show.story(
        "content/news/talk.md",
        enclosure=f"{{url: 'https://files.example/{name}', length: 9, type: audio/ogg}}",
    )

    built = show.build()

    (warning,) = [w for w in built.report.warnings if "leaves this recording out" in w.message]
    assert (warning.path, warning.line > 0) == ("content/news/talk.md", True)
    assert name[-3:].upper() in warning.message
    assert f"ffmpeg -i {name} talk.mp3" in warning.hint
    assert not list(channel(built).iter("item"))
    assert any("has no episode" in w.message for w in built.report.warnings)


def test_a_recording_that_is_none_is_named(show: Site) -> None:
    """By its name it is sound, by its bytes a letter: the directory would refuse the show."""
    show.write_bytes("content/news/talk.mp3", b"A letter, and no sound.\n" * 50)

    built = show.build()

    (warning,) = [w for w in built.report.warnings if "leaves this recording out" in w.message]
    assert "talk.mp3" in warning.message
    assert "duration: 12:30" in warning.hint
    assert not list(channel(built).iter("item"))
    show.story("content/news/talk.md", enclosure='{file: talk.mp3, duration: "12:30"}')
    assert len(list(channel(show.build()).iter("item"))) == 1


COVERS: list[tuple[Callable[[], bytes], str]] = [
    (lambda: picture(1399, 1399), "too small, 1,399 by 1,399"),
    (lambda: picture(3001, 3001), "too large"),
    (lambda: picture(1400, 1401), "not square but 1,400 by 1,401"),
    (lambda: picture(1400, 1400, "WEBP"), "is a WEBP"),
    (lambda: picture(1400, 1400, "JPEG", "CMYK"), "CMYK"),
    (lambda: b"no picture", "is no picture"),
]


@pytest.mark.parametrize(("data", "said"), COVERS, ids=[said for _, said in COVERS])
def test_a_cover_that_directories_refuse_is_named(
    show: Site, data: Callable[[], bytes], said: str
) -> None:
    show.write_bytes("static/cover.png", data())

    (problem,) = [p for p in show.problems() if "the cover" in p.message]

    assert said in problem.message
    assert problem.line == show.read("sitegen.toml").splitlines().index('cover = "cover.png"') + 1
    assert "square, of 1,400 to 3,000 pixels" in problem.hint


def test_a_cover_that_is_not_there_is_named(show: Site) -> None:
    show.write("sitegen.toml", show.read("sitegen.toml").replace("cover.png", "covr.png"))

    (problem,) = show.problems()

    assert "there is no picture 'covr.png'" in problem.message
    assert "cover.png" in problem.hint


@pytest.mark.parametrize(
    ("line", "said", "hint"),
    [
        ('category = "Daily Newz"', "Daily Newz", "Daily News"),
        ('owner = { name = "Sample" }', "no e-mail address", "owner = { email ="),
        ('description = ""', "without a description", "description ="),
        ('section = "nws"', "nws", "news"),
        ('cover = ""', "cover", "square"),
    ],
)
def test_what_a_podcast_lacks_is_named(site: Site, line: str, said: str, hint: str) -> None:
    """Before a directory does, in words that say what to write."""
    name = line.partition(" ")[0]
    lines = [each for each in SETTINGS.splitlines() if not each.startswith(f"{name} =")]
    site.setting("\n".join([*lines, line]))
    site.write_bytes("static/cover.png", picture(1400, 1400))
    site.story()

    (problem,) = site.problems()

    assert said in f"{problem.message} {problem.hint}"
    assert hint in problem.hint


def test_section_and_newsroom_say_what_the_podcast_does_not(site: Site) -> None:
    """Three lines are a podcast: title, description and address are there already."""
    settings = site.read("sitegen.toml").replace(
        'title = "News"', 'title = "News"\ndescription = "Sample news."', 1
    )
    site.write("sitegen.toml", settings)
    site.setting(
        '[organisation]\nemail = "desk@gazette.example"\n\n'
        '[[podcasts]]\nsection = "news"\ncover = "static/cover.png"'
    )
    site.write_bytes("static/cover.png", picture(1400, 1400))
    site.write_bytes("content/news/talk.mp3", mp3(2))
    site.story("content/news/talk.md", enclosure="talk.mp3")

    feed = etree.fromstring(site.build().tree["podcasts/news/feed.xml"])[0]

    assert (feed.findtext("title"), feed.findtext("description")) == ("News", "Sample news.")
    assert feed.findtext(f"{ITUNES}owner/{ITUNES}email") == "desk@gazette.example"
    assert feed.findtext("language") == "en"


def test_two_podcasts_have_two_addresses(show: Site) -> None:
    show.setting(SETTINGS.replace("The Sample Hour", "The Other Hour"))

    (problem,) = show.problems()

    assert "two podcasts have the slug 'hour'" in problem.message


def test_the_sample_has_one(sample_site: Built) -> None:
    """Its recording is an episode, and no word is said of it."""
    assert (
        len(list(etree.fromstring(sample_site.tree["podcasts/sample-hour/feed.xml"]).iter("item")))
        == 1
    )
    assert not [w for w in sample_site.report.warnings if "podcast" in w.message]
