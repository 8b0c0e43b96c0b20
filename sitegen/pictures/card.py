"""The card that stands for a story without a picture where its link is shared.

Its headline in the theme's own letters on its section's colour. Nothing is ever cut: a
long headline is set smaller.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from sitegen.core.record import Record, field
from sitegen.language.words import is_tall
from sitegen.pictures.card_letters import HEADLINE, LABEL, VIETNAMESE, printable

CARD_SIZE = (1200, 630)  # pixels; what networks show without trimming
MARGIN = 80
SUN = (0xF2, 0xA3, 0x1B)
INK = 14  # shades between the ground, which is 0, and white: as many as a PNG of 4 bits holds
SUN_SHADE = INK + 1
PLAIN = "#0b5563"  # the accent: for sections without a colour of their own
LEAST_CONTRAST = 4.5  # WCAG contrast of white on the ground

HEADLINE_SIZES = tuple(range(88, 15, -2))
LABEL_SIZE = 34
LOGO_SIZE, MARK_SIZE = (300, 48), (60, 60)  # the most room that each gets
BOLD = 700
TOP, BOTTOM = 170, 500  # between which the headline stands
MOST_LINES = 40  # of a headline that is too long at any size: what follows is not on the card

_VIETNAMESE_RUN = re.compile(f"({VIETNAMESE.pattern}+)")


class FontError(Exception):
    """A font cannot be read; carries its name in `CARD_FONTS`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Face(Record, eq=False):
    """One size of one family, in both of its scripts."""

    latin: ImageFont.FreeTypeFont
    vietnamese: ImageFont.FreeTypeFont
    _lengths: dict[str, float] = field(default_factory=dict)

    def runs(self, text: str) -> list[tuple[str, ImageFont.FreeTypeFont]]:
        parts = _VIETNAMESE_RUN.split(text)
        return [
            (part, self.vietnamese if i % 2 else self.latin) for i, part in enumerate(parts) if part
        ]

    def length(self, text: str) -> float:
        return sum(font.getlength(part) for part, font in self.runs(text))

    def word(self, word: str) -> float:
        """Return the length of a word and the space after it, measured once."""
        length = self._lengths.get(word)
        if length is None:
            if len(self._lengths) > 5000:
                self._lengths.clear()
            length = self._lengths[word] = self.length(word + " ")
        return length


def social_card(
    title: str,
    section: str,
    color: str,
    site: str,
    fonts: Mapping[str, bytes],
    language: str = "en",
    mark: bytes | None = None,
    logo: bytes | None = None,
) -> bytes:
    """Draw the card as a PNG of 1200 × 630 pixels.

    Args:
        color: of the ground, "#rrggbb"; darkened until white can be read on it.
        fonts: what the font files hold, by the names in `CARD_FONTS`.
        language: BCP 47; Vietnamese gets more room between lines.
        mark: the newsroom's square sign, drawn in shades of the ground.
        logo: drawn in white in place of the site's name; None, or one without see-through
            parts, leaves the name.

    A headline in letters that the theme has none of (Chinese, Arabic) is left out, and
    the site's name stands in its place.

    Raises:
        FontError: a font is damaged, or this Pillow cannot read WOFF2.
    """
    headline, section, site = printable(title), printable(section), printable(site)
    label, name = _face(fonts, LABEL, LABEL_SIZE), _face(fonts, HEADLINE, LABEL_SIZE + 6)
    picture = _plate(label, section, name, site if headline else "", mark, logo).copy()
    pen = ImageDraw.Draw(picture)
    leading = 1.24 if is_tall(language) else 1.12
    size, lines = _fit(headline or site, fonts, leading)
    face = _face(fonts, HEADLINE, size)
    height = size * leading
    first = TOP + (BOTTOM - TOP - height * len(lines)) / 2 + size * 0.9
    for number, line in enumerate(lines):
        _write(pen, face, line, MARGIN, first + number * height, INK)
    return _png(picture, _ground(color))


def hue_color(tokens: str, hue: str) -> str:
    """Return the colour that a style sheet gives a section's hue, "#rrggbb".

    Takes the first: the light theme's, dark enough for white letters.
    """
    for name in (f"hue-{hue}", "accent"):
        match = re.search(rf"--{re.escape(name)}\s*:\s*(#[0-9a-fA-F]{{6}})\b", tokens)
        if match:
            return match[1].lower()
    return PLAIN


@lru_cache(maxsize=32)
def _plate(
    label: Face, section: str, name: Face, site: str, mark: bytes | None, logo: bytes | None
) -> Image.Image:
    """Draw what the cards of a section share.

    It needs only shades of one colour: it is drawn in grey, then counted in shades from 0 to
    `INK`, and the palette colours it. What is written on it later is written in shades.
    """
    picture = Image.new("L", CARD_SIZE, 0)
    pen = ImageDraw.Draw(picture)
    _write(pen, label, section, MARGIN, 130)
    sign = _sign(logo, LOGO_SIZE) if site and logo is not None else None
    mask = sign.getchannel("A") if sign is not None else None
    if mask is not None and mask.getextrema()[0] == 0:
        picture.paste(255, (MARGIN, CARD_SIZE[1] - 50 - mask.height), mask)
    else:
        _write(pen, name, site, MARGIN, CARD_SIZE[1] - 62)
    if mark is not None:
        small = _sign(mark, MARK_SIZE)
        where = (CARD_SIZE[0] - MARGIN - small.width, CARD_SIZE[1] - 50 - small.height)
        picture.paste(small.convert("L"), where, small.getchannel("A"))
    picture = picture.point([round(grey * INK / 255) for grey in range(256)])
    ImageDraw.Draw(picture).rectangle((MARGIN, 74, MARGIN + 56, 82), fill=SUN_SHADE)
    return picture


def _sign(data: bytes, most: tuple[int, int]) -> Image.Image:
    with Image.open(BytesIO(data)) as source:
        sign = source.convert("RGBA")
    sign.thumbnail(most, Image.Resampling.LANCZOS)
    return sign


def _fit(text: str, fonts: Mapping[str, bytes], leading: float) -> tuple[int, list[str]]:
    """Return the largest size at which the headline fits, and its lines, about as long."""
    width, height = CARD_SIZE[0] - 2 * MARGIN, BOTTOM - TOP
    words = text.split()
    # One size is measured, and says of the others how far down to begin to look.
    probe = _face(fonts, HEADLINE, HEADLINE_SIZES[0])
    for size in HEADLINE_SIZES:
        probe_width = width * HEADLINE_SIZES[0] / size
        most = int(height / (size * leading))
        if len(_wrap(words, probe, probe_width, most)) <= most:
            break
    start = max(0, HEADLINE_SIZES.index(size) - 1)
    for size in HEADLINE_SIZES[start:]:
        face = _face(fonts, HEADLINE, size)
        most = int(height / (size * leading)) if size != HEADLINE_SIZES[-1] else MOST_LINES
        lines = _wrap(words, face, width, most)
        if len(lines) <= most:
            break
    low, high = width // 2, width
    while high - low > 8:  # the narrowest column of as many lines
        middle = (low + high) // 2
        if len(_wrap(words, face, middle, len(lines))) > len(lines):
            low = middle
        else:
            high = middle
    return size, _wrap(words, face, high, len(lines))


def _wrap(words: list[str], face: Face, width: float, most: int) -> list[str]:
    """Return the lines of a headline, and none after the one that is more than `most`."""
    lines: list[list[str]] = [[]]
    room = width
    for word in words:
        for piece in _pieces(word, face, width):
            length = face.word(piece)
            if length > room and lines[-1]:
                if len(lines) > most:
                    return [" ".join(line) for line in lines]
                lines.append([])
                room = width
            lines[-1].append(piece)
            room -= length
    return [" ".join(line) for line in lines]


def _pieces(word: str, face: Face, width: float) -> Iterator[str]:
    """Break a word only where it is wider than a whole line: an address, mostly."""
    if len(word) <= width and face.word(word) <= width:
        yield word
        return
    start, count = 0, 8  # letters: as many as fitted last is a good guess
    while start < len(word):
        rest = word[start : start + 2000]

        def length(end: int, rest: str = rest) -> float:
            return face.length(rest[:end] + " ")

        low = count
        while low > 1 and length(low) > width:
            low //= 2
        high = low * 2
        while high < len(rest) and length(high) <= width:
            low, high = high, high * 2
        ends = range(low, min(high, len(rest)) + 1)
        count = max(1, low - 1 + bisect_right(ends, width, key=length))
        yield rest[:count]
        start += count


def _write(
    pen: ImageDraw.ImageDraw, face: Face, text: str, x: float, baseline: float, fill: int = 255
) -> None:
    for part, font in face.runs(text):
        pen.text((x, baseline), part, font=font, fill=fill, anchor="ls")
        x += font.getlength(part)


def _face(fonts: Mapping[str, bytes], family: str, size: int) -> Face:
    latin, vietnamese = [f"{family}-{script}.woff2" for script in ("latin", "vietnamese")]
    return _open_face(latin, fonts[latin], vietnamese, fonts[vietnamese], size)


@lru_cache(maxsize=64)
def _open_face(latin: str, data: bytes, vietnamese: str, more_data: bytes, size: int) -> Face:
    """Open two fonts, which takes longer than to draw a card."""
    return Face(_font(latin, data, size), _font(vietnamese, more_data, size))


def _font(name: str, data: bytes, size: int) -> ImageFont.FreeTypeFont:
    try:
        font = ImageFont.truetype(BytesIO(data), size)
        font.getmask("Aa")  # a damaged one may show it only now
    except (OSError, ValueError) as error:
        raise FontError(name) from error
    if name.startswith(LABEL):
        with suppress(OSError):  # a site's own may come in one weight alone
            font.set_variation_by_axes([_bold(axis) for axis in font.get_variation_axes()])
    return font


def _bold(axis: Mapping[str, Any]) -> float:
    """Return an axis' value for bold letters: BOLD for the weight, the usual for others."""
    if b"eight" not in (axis["name"] or b""):
        return float(axis["default"])
    return float(min(max(BOLD, axis["minimum"]), axis["maximum"]))


def _ground(color: str) -> tuple[int, int, int]:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    while 1.05 / (_luminance(red, green, blue) + 0.05) < LEAST_CONTRAST:
        red, green, blue = (int(part * 0.9) for part in (red, green, blue))
    return red, green, blue


def _luminance(*rgb: int) -> float:
    """Return WCAG 2's relative luminance, 0 to 1."""
    shares = [part / 255 for part in rgb]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _png(picture: Image.Image, ground: tuple[int, int, int]) -> bytes:
    """Return a picture of shades from 0 to `SUN_SHADE` as a PNG, each shade a colour."""
    shades = [
        tuple(round(part + (255 - part) * shade / INK) for part in ground)
        for shade in range(INK + 1)
    ]
    picture.putpalette([part for shade in (*shades, SUN) for part in shade])
    file = BytesIO()
    # Long runs of one shade: looking for nothing else costs a twentieth, and no bytes.
    picture.save(file, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return file.getvalue()
