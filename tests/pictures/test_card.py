"""The card that is drawn for a story without a picture."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops

from sitegen.pictures import CARD_FONTS
from sitegen.pictures import card as card_module
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


# Where things stand, to the pixel: with the letters that Pillow of constraints.txt draws.


def boxes(**more: Any) -> dict[str, tuple[int, int, int, int] | None]:
    """Return where a card's sun, section, headline and name stand, each within its band."""
    said = {"title": "Rain", "section": "Local", "color": "#0b5563", "site": "The Sample Gazette"}
    image = Image.open(BytesIO(social_card(fonts=FONTS, **said | more))).convert("RGB")
    ground = Image.new("RGB", image.size, image.getpixel((1199, 0)))
    seen = ImageChops.difference(image, ground)
    bands = {"sun": (60, 90), "section": (90, 165), "headline": (165, 505), "name": (505, 630)}
    return {name: seen.crop((0, top, 1200, end)).getbbox() for name, (top, end) in bands.items()}


def square(width: int, height: int, color: str | tuple[int, ...] = "#ffffff") -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), color).save(file, "PNG")
    return file.getvalue()


def test_each_thing_has_its_place_on_a_card() -> None:
    """Sun, section, headline and name, from the same margin; a high script a little higher."""
    plain = {
        "sun": (80, 14, 137, 23), "section": (82, 15, 167, 40), "headline": (83, 136, 266, 201),
        "name": (80, 33, 442, 73),
    }  # fmt: skip
    assert boxes() == plain
    assert boxes(language="vi") == {**plain, "headline": (83, 131, 266, 196)}
    lines = boxes(title="Council votes on the budget today and tomorrow and the day after")
    assert lines["headline"] == (79, 46, 1096, 310)
    unreadable = boxes(title="市市市")
    assert (unreadable["headline"], unreadable["name"]) == ((81, 136, 877, 221), None)


def test_a_mark_and_a_logo_stand_below() -> None:
    """The mark at the right margin, the logo in the name's place if it can be seen through."""
    assert boxes(mark=square(200, 100))["name"] == (80, 33, 1120, 75)
    tall = boxes(mark=square(100, 200), site="市")["name"]
    assert tall == (1090, 15, 1120, 75)
    file = BytesIO()
    logo = Image.new("RGBA", (900, 100), (0, 0, 0, 0))
    logo.paste((0, 0, 0, 255), (0, 0, 450, 100))
    logo.save(file, "PNG")
    assert boxes(logo=file.getvalue())["name"] == (80, 42, 231, 75)
    assert boxes(logo=square(900, 100)) == boxes()
    assert boxes(logo=file.getvalue(), title="市")["name"] is None
    grey = Image.open(
        BytesIO(social_card("", "", "#000000", "", FONTS, mark=square(9, 9, (127,) * 3)))
    )
    assert grey.convert("RGB").getpixel((1115, 575)) == (128, 128, 128)


def test_a_card_is_sixteen_colours() -> None:
    """Fifteen shades from the ground to white, and the sun."""
    data = social_card("Rain", "Local", "#0b5563", "Sample", FONTS)
    image = Image.open(BytesIO(data))
    palette = image.getpalette() or []
    assert palette[:6] + palette[36:51] == [
        11, 85, 99, 28, 97, 110, 220, 231, 233, 238, 243, 244, 255, 255, 255, 242, 163, 27,
        *palette[48:51],
    ]  # fmt: skip
    assert data[24] == 4  # bits a pixel
    assert image.getpixel((100, 78)) == 15
    assert len(data) < 5000


@pytest.mark.parametrize(
    ("color", "ground"),
    [("#0b5563", (11, 85, 99)), ("#f2a31b", (157, 105, 16)), ("#ffffff", (108, 108, 108)),
     ("#777777", (107, 107, 107)), ("#767676", (118, 118, 118)), ("#000000", (0, 0, 0))],
)  # fmt: skip
def test_a_ground_is_as_dark_as_white_letters_need(color: str, ground: tuple[int, ...]) -> None:
    """A contrast of 4.5, as WCAG reckons it, and no darker than that."""
    assert card_module._ground(color) == ground


def test_luminance_is_that_of_wcag() -> None:
    """Straight for what is nearly black, a curve above."""
    light = card_module._luminance
    assert (light(255, 255, 255), light(0, 0, 0)) == (1, 0)
    assert [light(255, 0, 0), light(0, 255, 0), light(0, 0, 255)] == [0.2126, 0.7152, 0.0722]
    assert light(10, 10, 10) == pytest.approx(10 / 255 / 12.92)
    assert light(11, 11, 11) == pytest.approx(0.00334654, abs=1e-8)
    assert light(128, 128, 128) == pytest.approx(0.21586, abs=1e-5)


@pytest.mark.parametrize(
    ("title", "leading", "size", "lengths"),
    [
        ("Rain", 1.12, 88, [4]),
        ("Council votes on the budget today", 1.24, 88, [16, 16]),
        ("A sample headline of many words " * 4, 1.12, 68, [31] * 4),
        ("A sample headline of many words " * 4, 1.24, 66, [31] * 4),
        (VIETNAMESE, 1.24, 80, [18, 22, 27]),
        ("A sample headline of many words " * 30, 1.24, 24,
         [84, 83, 88, 87, 87, 86, 88, 87, 87, 86, 86]),
        ("W" * 300, 1.12, 28, [34] * 8 + [28]),
        ("x" * 3000, 1.12, 16, [116] * 25 + [100]),
    ],
)  # fmt: skip
def test_a_headline_is_as_large_as_it_can_be(
    title: str, leading: float, size: int, lengths: list[int]
) -> None:
    """In lines about as long as one another."""
    fitted, lines = _fit(title, FONTS, leading)
    assert (fitted, [len(line) for line in lines]) == (size, lengths)


def test_words_are_broken_only_where_a_line_is_too_short_for_one() -> None:
    """Piece by piece, each as long as the line."""
    face = _face(FONTS, HEADLINE, 40)
    (latin, _), (high, vietnamese), (rest, _) = face.runs("Rain ơđ today")
    assert (latin, high, rest, vietnamese is face.vietnamese) == ("Rain ", "ơđ", " today", True)
    assert face.runs("") == []
    room = face.word("mmmm")
    assert card_module._wrap(["mmmm", "a", "mmmmm", "m"], face, room, 9) == [
        "mmmm",
        "a",
        "mmmm",
        "m m",
    ]
    assert card_module._wrap(["mmmm", "a", "mmmmm", "m"], face, room, 2) == ["mmmm", "a", "mmmm"]
    assert card_module._wrap([], face, room, 2) == [""]
    assert [*card_module._pieces("m" * 9, face, room)] == ["mmmm", "mmmm", "m"]
    assert [*card_module._pieces("m" * 9, face, 1)] == ["m"] * 9
    assert [*card_module._pieces("mmmm", face, room)] == ["mmmm"]
    first, *_ = card_module._pieces("i" * 60 + "m" * 30, face, face.word("i" * 50))
    assert first == "i" * 50
    face._lengths.update((str(number), 0.0) for number in range(5001))
    assert face.word("0") == 0
    assert face.word("zz") == face.length("zz ")
    assert len(face._lengths) == 1


def test_a_bold_face_is_of_the_weight_that_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven hundred, within what the font has; other axes as they are."""
    axis = {"name": b"Weight", "minimum": 100, "maximum": 900, "default": 400}
    assert card_module._bold(axis) == 700
    assert card_module._bold({**axis, "maximum": 600}) == 600
    assert card_module._bold({**axis, "minimum": 800}) == 800
    assert card_module._bold({**axis, "name": b"Width"}) == 400
    assert card_module._bold({**axis, "name": None}) == 400
    for name in (HEADLINE, card_module.LABEL):
        with pytest.raises(card_module.FontError, match=name) as caught:
            social_card("A", "B", "#000000", "C", {font: b"x" if name in font else data
                        for font, data in FONTS.items()})  # fmt: skip
        assert caught.value.name == f"{name}-latin.woff2"


def test_a_plate_is_drawn_once_for_a_section(monkeypatch: pytest.MonkeyPatch) -> None:
    """And so are fonts opened."""
    social_card("One", "Plated", "#000000", "Sample", FONTS)
    before = card_module._plate.cache_info(), card_module._open_face.cache_info()
    social_card("Two", "Plated", "#0b5563", "Sample", FONTS)
    after = card_module._plate.cache_info(), card_module._open_face.cache_info()
    assert [info.misses for info in after] == [info.misses for info in before]
    assert after[0].hits == before[0].hits + 1


def test_a_hue_is_read_to_the_digit() -> None:
    """The section's, else the accent; in small letters."""
    assert hue_color("--hue-a: #ABCDEF; --accent:#111111", "a") == "#abcdef"
    assert hue_color("--hue-a: #ABCDE; --accent:#111111", "a") == "#111111"
    assert hue_color("--hue-a: #ABCDEF0", "a") == card_module.PLAIN
