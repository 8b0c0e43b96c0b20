"""The card that is drawn for a story without a picture."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image

from sitegen.pictures import CARD_FONTS
from sitegen.pictures.card import (
    BOTTOM,
    CARD_SIZE,
    HEADLINE,
    MARGIN,
    TOP,
    Face,
    _face,
    _fit,
    hue_color,
    social_card,
)
from tests.conftest import ROOT, Site

FONTS = {name: (ROOT / "static/fonts" / name).read_bytes() for name in CARD_FONTS}
VIETNAMESE = "Hội đồng thành phố Houston thông qua ngân sách mới cho đường Bellaire"
SPANISH = "¿Qué pasará con el bayou? Niños y jóvenes piden más árboles"


def card(title: str, color: str = "#0b5563", language: str = "en") -> Image.Image:
    data = social_card(title, "Local", color, "The Sample Gazette", FONTS, language)
    assert len(data) < 60_000
    image = Image.open(BytesIO(data))
    image.load()
    assert image.format == "PNG"
    return image.convert("RGB")


def test_a_card_has_the_size_that_networks_show() -> None:
    """1200 by 630 pixels are shown without trimming."""
    assert card("A sample headline").size == (1200, 630)


def test_the_ground_is_the_sections_colour() -> None:
    """A shared link looks like the section that its story is in."""
    assert card("A sample headline", "#2a5735").getpixel((1199, 0)) == (0x2A, 0x57, 0x35)


def test_a_light_colour_is_darkened_until_white_can_be_read() -> None:
    """White letters on a yellow ground would be lost."""
    ground = card("A sample headline", "#f2a31b").getpixel((1199, 0))
    assert isinstance(ground, tuple)
    assert sum(ground) < 0xF2 + 0xA3 + 0x1B


@pytest.mark.parametrize(
    "title",
    [
        "Rain",
        VIETNAMESE,
        SPANISH,
        "A sample headline of many words " * 12,
        "https://example.org/" + "x" * 300,
    ],
    ids=["short", "vietnamese", "spanish", "long", "unbroken"],
)
def test_a_headline_is_fitted_and_never_cut(title: str) -> None:
    """Every word is on the card, within its margins, however long the headline is."""
    size, lines = _fit(title, FONTS, 1.24)
    face = _face(FONTS, HEADLINE, size)

    assert "".join("".join(lines).split()) == "".join(title.split())
    assert max(face.length(line) for line in lines) <= CARD_SIZE[0] - 2 * MARGIN
    assert len(lines) * size * 1.24 <= BOTTOM - TOP


def test_every_vietnamese_letter_is_drawn_in_the_themes_face() -> None:
    """A letter that a font lacks is drawn as a box; no two of these may look the same."""
    face = _face(FONTS, HEADLINE, 60)
    letters = "ăâđêôơưĂÂĐÊÔƠƯảạắằẳẵặấầẩẫậẻẽẹếềểễệỉĩịỏọốồổỗộớờởỡợủũụứừửữựỷỹỵ₫áéíóúñü¿¡"
    letters = {}
    for letter in letters:
        ((part, font),) = face.runs(letter)
        mask = font.getmask(part)
        letters.setdefault((mask.size, bytes(mask)), []).append(letter)

    assert [same for same in letters.values() if len(same) > 1] == []


def test_letters_that_come_in_two_parts_are_drawn_as_one() -> None:
    """Some keyboards send a letter and its mark apart (NFD)."""
    import unicodedata

    assert card(VIETNAMESE).tobytes() == card(unicodedata.normalize("NFD", VIETNAMESE)).tobytes()


def test_a_headline_in_another_script_gives_way_to_the_sites_name() -> None:
    """The theme's fonts have no Chinese: rows of boxes would help nobody."""
    assert card("休斯敦市议会通过预算").tobytes() == card("休斯敦").tobytes()


def test_a_symbol_that_no_font_has_is_left_out() -> None:
    """An emoji in a headline leaves no box on the card."""
    assert card("Rain 🌧 today").tobytes() == card("Rain today").tobytes()


def test_a_card_is_the_same_every_time() -> None:
    """Its bytes depend on what it shows alone."""
    assert card(SPANISH, language="es").tobytes() == card(SPANISH, language="es").tobytes()


def test_the_colour_of_a_section_is_the_style_sheets_light_one() -> None:
    """Cards follow the theme; a section without a hue gets the accent."""
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text("utf-8")

    assert hue_color(tokens, "local") == "#2a5735"
    assert hue_color(tokens, "no-such-section") == "#0b5563"
    assert hue_color("", "") == "#0b5563"


def test_a_headline_of_one_endless_word_is_measured_piece_by_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Five thousand letters in a row took twelve seconds; now no more looks than for a text."""
    looks = 0
    length = Face.length

    def counted(face: Face, text: str) -> float:
        nonlocal looks
        looks += 1
        return length(face, text)

    monkeypatch.setattr(Face, "length", counted)

    social_card("W" * 5000, "News", "#123456", "The Sample", FONTS, "en")

    assert looks < 10_000


@pytest.mark.parametrize(
    ("title", "can_be_drawn"),
    [
        ("Council votes", True),
        ("Bỏ phiếu cho ngân sách", True),
        ("Łódź i Kraków", True),  # drawn as near as the letters come
        ("市议会投票通过预算", False),
        ("المجلس يصوت", False),
        ("המועצה מצביעה", False),
        ("Совет голосует", False),
    ],
)
def test_a_story_has_a_card_only_where_its_letters_can_be_drawn(
    site: Site, title: str, can_be_drawn: bool
) -> None:
    """A card without its headline, or with boxes, is worse than the section's."""
    site.story(title=title, slug="vote")

    built = site.build()

    assert bool(built.paths("media/card-vote.*")) is can_be_drawn
    share = re.search(r'og:image" content="https://gazette.example/(.+?)"', built[
        "news/vote/index.html"])  # fmt: skip
    assert share is not None
    assert share[1].startswith("media/card-")
    assert share[1] in built.tree


def test_two_stories_whose_cards_are_alike_share_one(site: Site) -> None:
    """The file's name holds all that is drawn: they do not clash."""
    for section, day in (("news", 1), ("local", 2)):
        site.story(f"content/{section}/vote.md", kind="satire", published=f"2026-03-0{day}")

    built = site.build()

    assert len(built.paths("media/card-vote.*")) == 1
    assert len(built.paths("*/vote/index.html")) == 2


def test_a_site_in_another_script_has_no_card_without_letters(site: Site) -> None:
    """Its pages name no picture rather than an empty one."""
    site.write_bytes(
        "sitegen.toml",
        site.read("sitegen.toml").replace("The Sample Gazette", "报纸")
        .replace("Sample headlines for tests", "新闻").replace('title = "News"', 'title = "新闻"')
        .encode(),
    )  # fmt: skip
    site.story(title="市议会投票", slug="vote")

    built = site.build()

    assert built.paths("media/card*") == []
    assert "media/card" not in built["news/vote/index.html"]
