"""The letters that cards can be drawn with: those of the theme's typefaces."""

from __future__ import annotations

import unicodedata

from sitegen.core.patterns import late_pattern

HEADLINE = "newsreader-display"  # files of static/fonts, each in two scripts
LABEL = "librefranklin"
CARD_FONTS = tuple(
    f"{family}-{script}.woff2" for family in (HEADLINE, LABEL) for script in ("latin", "vietnamese")
)

# Letters that only Vietnamese needs have files of their own; see static/css/fonts.css.
VIETNAMESE = late_pattern(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0"
    "\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9\u20ab]"
)
LATIN = late_pattern(
    "[\u0020-\u007e\u00a0-\u00ff\u0131\u0152\u0153\u2010-\u2027\u2030-\u203a\u20ac]"
)


def printable(text: str) -> str:
    """Return what of a text the theme's fonts hold: all, or "" where it is another script."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    letters: list[str] = []
    lost = 0
    for letter in " ".join(unicodedata.normalize("NFC", text).split()):
        if LATIN.match(letter) or VIETNAMESE.match(letter):
            letters.append(letter)
            continue
        plain = [c for c in unicodedata.normalize("NFKD", letter) if LATIN.match(c)]
        letters.extend(plain)
        lost += not plain and letter.isalnum()
    return "" if lost > len(letters) / 4 else " ".join("".join(letters).split())
