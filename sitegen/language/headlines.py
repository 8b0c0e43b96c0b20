"""Headlines as the style sheet wants them: how long, how wide, and where no line ends."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape
from math import ceil
from typing import Any
from unicodedata import combining

from sitegen.language.html import Html

# Characters up to which a headline is short, middling or long; the style sheet sets its size
# by these letters. Above the last it is "xl".
_LENGTHS = ((52, "s"), (80, "m"), (110, "l"))

# Ems up to which a word needs no place of its own, and above which it is cut after all.
_FITS_ANYWHERE, _WIDEST = 5, 24
_UNBROKEN = 10  # characters of a word that is not parted at its hyphens, see `unbroken`
# Where a line may end: at gaps, and around the letters of languages without gaps.
_BREAKS = re.compile(
    r"[\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+"
)
_WIDTHS = {
    **dict.fromkeys("fijlrt.,:;!|()[]'’‘“”\"", 0.46),
    **dict.fromkeys("acegsvxyz", 0.56),
    **dict.fromkeys("mw", 0.9),
    **dict.fromkeys("IJ", 0.48),
    **dict.fromkeys("MW", 1.06),
}

_TAG = re.compile(r"(<[^>]*>)")
# A word with hyphens, or two years, of at most ten characters.
_SHORT_COMPOUND = re.compile(r"(?<![\w&#–-])(?=[\w–-]{3,10}(?![\w–-]))\w+(?:[–-]\w+)+")


def length_class(title: str) -> str:
    """Return "s", "m", "l" or "xl": how long a headline is, for the style sheet."""
    return next((name for limit, name in _LENGTHS if len(title) <= limit), "xl")


@lru_cache(4096)  # of a story that stands in eight lists it is asked eight times
def widest_word(title: str) -> str:
    """Return how wide a headline's widest word is, in whole ems, for the style sheet.

    "BACHEO DE CALLE BAJA CALIFORNIA" gives "8". "" where the word fits into any column, "24"
    for what is wider still. Widths are those of the theme's headlines, and rather too large.
    """
    width = 0.0
    for word in _BREAKS.split(title):
        parts = [word] if len(word) <= _UNBROKEN else re.split("(?<=[-–—])", word)
        width = max(width, *(sum(map(_width, part)) for part in parts))
    ems = min(_WIDEST, ceil(width))
    return str(ems) if ems > _FITS_ANYWHERE else ""


@cache
def _width(letter: str) -> float:
    """Return the width of a letter in ems."""
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    return 0.0 if combining(letter) else 0.8 if letter.isupper() else 0.6


def unbroken(title: str) -> str:
    """Return a headline as HTML in which no line ends inside a short name: "Yes-Hope".

    Longer words may still break at their hyphens, or a narrow column could not hold them.
    """
    return Html(_with_unbroken_names(escape(title)))


def _with_unbroken_names(html: str) -> str:
    if "-" not in html and "–" not in html:  # as most: no need to look at each word
        return html
    return _SHORT_COMPOUND.sub(r'<span class="nb">\g<0></span>', html)


def headline(story: Any) -> str:
    """Return the headline of a story or teaser as HTML: `unbroken`, and with its emphasis."""
    if not story.title_html:
        return unbroken(story.title)
    pieces = _TAG.split(story.title_html)
    pieces[::2] = map(_with_unbroken_names, pieces[::2])
    return Html("".join(pieces))
