"""How wide letters are in the theme's typefaces, for whoever must know where lines end.

Widths are in ems, rounded up a little, of Newsreader Display at weight 600; the text face is
narrower. What a browser does with a line cannot be known here: these numbers are for
deciding what stands beside what, and no more.
"""

from __future__ import annotations

from functools import cache, lru_cache
from unicodedata import combining, normalize

_GROUPS = {
    " '.,’‘|": 0.23,
    "ijl:;!()[]": 0.28,
    '-I"': 0.35,
    "fst/r": 0.41,
    "cezJ?–“”": 0.48,
    "ag": 0.52,
    "oqvxy": 0.56,
    "bdhknpuSđ": 0.6,
    "FLP0123456789—$": 0.64,
    "BEZ": 0.68,
    "CRTVYĐ": 0.72,
    "AGNX&": 0.76,
    "wDKOQU%": 0.8,
    "H": 0.84,
    "m": 0.88,
    "MW": 1.04,
}
_WIDTHS = {letter: width for letters, width in _GROUPS.items() for letter in letters}
_OTHER_SMALL, _OTHER_CAPITAL = 0.6, 0.8
_TEXT_FACE = 0.945  # of the text face, by the display face


@cache
def letter_width(letter: str) -> float:
    """Return the width of a letter in ems; an accent has none."""
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if combining(letter):
        return 0.0
    plain = normalize("NFD", letter)[0]
    if plain != letter:
        return letter_width(plain)
    if ord(letter) > 0x2E80:  # as wide as high
        return 1.0
    return _OTHER_CAPITAL if letter.isupper() else _OTHER_SMALL


def text_width(text: str) -> float:
    """Return the width of a line in ems."""
    return sum(map(letter_width, text))


@lru_cache(maxsize=1 << 16)  # a story stands in some eight lists, and fronts weigh many shapes
def line_count(text: str, ems: float, *, is_display: bool = True) -> int:
    """Return on how many lines a text stands in a column.

    Args:
        ems: the column's width by the size of the letters.
        is_display: False for the text face.
    """
    if not is_display:
        ems /= _TEXT_FACE
    lines, at, gap = 1, 0.0, letter_width(" ")
    for word in text.split():
        width = text_width(word)
        if at and at + gap + width > ems:
            lines, at = lines + 1, 0.0
        if width > ems:  # cut, where nothing else helps
            lines += int(width / ems)
            width %= ems
        at += width + (gap if at else 0.0)
    return lines
