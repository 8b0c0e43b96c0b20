"""Where in the theme pictures stand, and how wide their boxes are.

A browser chooses a file by this, before it has read the style sheets: so what stands here
must say what they do.
"""

from __future__ import annotations

from sitegen.core.record import Record
from sitegen.pictures.facts import TALL

SMALL = 700  # pixels: a narrower lead picture stands in the column of the text
TALL_LEAST = 720  # pixels: a tall one with less height is shown as it is


class Place(Record):
    """Where in the theme a picture stands, and how wide its box is in CSS pixels."""

    widest: int
    boxes: tuple[tuple[str, str], ...]  # media condition → width; the last has none
    card: bool = True  # CSS trims the picture to a landscape box
    heights: int = 0  # so many of the boxes, from the first, are as high and not as wide


# The theme's style sheets, box by box: a page is as wide as the window less two gutters
# (together 19 px and 3.5 % of it), 1232 px at most; columns stand a gap apart (15 px and
# 1.3 %, 32 px at most). `tests/browser/test_picture_sizes.py` measures them.
_CONTENT = "calc(96.5vw - 19px)"
_HALF = "calc(47.6vw - 17px)"
_THIRD = "calc(31.3vw - 17px)"
_WIDE, _DESK, _TABLET = "(min-width: 81rem)", "(min-width: 60rem)", "(min-width: 40rem)"
# A phone with more than two device pixels to the pixel is told two thirds of the truth for
# a picture as wide as its screen: the third pixel costs half again and shows nobody more.
# One with nearly two is told a little less than the truth, which spares it the next file.
_DENSE, _SHARP = "(min-resolution: 2.1dppx)", "(min-resolution: 1.6dppx)"
_SCREEN = ((_DENSE, "67vw"), (_SHARP, "88vw"), ("", "100vw"))
_PHONE = ((_DENSE, "64vw"), (_SHARP, "85vw"), ("", _CONTENT))  # within the gutters
_ROW = "calc(29vw - 6px)"
_THUMB = (("", "96px"),)

_HALVES = ((_WIDE, "600px"), (_TABLET, _HALF))
_THIRDS = ((_WIDE, "390px"), (_TABLET, _THIRD))
_QUARTERS = ((_WIDE, "284px"), (_DESK, "calc(23.2vw - 16px)"), (_TABLET, _HALF))

PLACES: dict[str, Place] = {
    "lead": Place(
        969,
        (
            (_WIDE, "600px"),
            ("(min-width: 64rem)", _HALF),
            (_TABLET, _CONTENT),
            *_SCREEN,
        ),
    ),
    "solo": Place(
        723,
        (
            (_WIDE, "600px"),
            ("(min-width: 48rem)", _HALF),
            (_TABLET, _CONTENT),
            *_SCREEN,
        ),
    ),
    "second": Place(  # the first story beside the lead
        723,
        (
            (_WIDE, "284px"),
            ("(min-width: 64rem)", "calc(23.2vw - 16px)"),
            ("(min-width: 48rem)", "calc(55.5vw - 20px)"),
            *_PHONE,
        ),
    ),
    "second-row": Place(  # the others beside the lead
        124,
        (("(min-width: 64rem)", "92px"), ("(min-width: 28rem)", "124px"), ("", _ROW)),
    ),
    # Strips of two, three and four cards; on phones all but the first are thumbnails.
    "half": Place(600, (*_HALVES, *_PHONE)),
    "half-thumb": Place(600, (*_HALVES, *_THUMB)),
    "third": Place(598, (*_THIRDS, *_PHONE)),
    "third-thumb": Place(390, (*_THIRDS, *_THUMB)),
    "quarter": Place(598, (*_QUARTERS, *_PHONE)),
    "quarter-thumb": Place(440, (*_QUARTERS, *_THUMB)),
    "card": Place(598, (*_THIRDS, *_PHONE)),  # where the number is not known
    "row": Place(
        176,
        (
            ("(min-width: 49rem)", "176px"),
            ("(min-width: 26.5rem)", "calc(23.2vw - 5px)"),
            ("", "92px"),
        ),
    ),
    "feature": Place(
        700,
        ((_WIDE, "700px"), ("(min-width: 44rem)", "calc(55.5vw - 20px)"), *_PHONE),
    ),
    "wide": Place(660, ((_WIDE, "600px"), ("(min-width: 44rem)", _HALF), *_PHONE)),
    # The lead picture of a story: as wide as its column, as high as the window where it is
    # tall, within the text where it has few pixels, or from edge to edge.
    "article": Place(
        848,
        (
            ("(min-width: 74rem)", "848px"),
            ("(min-width: 64rem)", "calc(94.8vw - 269px)"),
            (_TABLET, "608px"),
            *_SCREEN,
        ),
        card=False,
    ),
    "article-tall": Place(
        848,
        (
            ("(min-width: 64rem)", "min(80vh, 720px)"),
            (_TABLET, "min(80vh, 608px)"),
            *_SCREEN,
        ),
        card=False,
        heights=2,
    ),
    "article-small": Place(608, (("(min-width: 41rem)", "608px"), *_PHONE), card=False),
    "article-full": Place(1920, (("(min-width: 120rem)", "1920px"), ("", "100vw")), card=False),
    "body": Place(608, (("(min-width: 41rem)", "608px"), *_PHONE), card=False),
    "inline": Place(608, (("(min-width: 41rem)", "608px"), *_PHONE), card=False),
    "gallery": Place(
        299, (("(min-width: 41rem)", "197px"), ("(min-width: 31rem)", "31vw"), ("", "48vw"))
    ),
    "portrait": Place(96, (("", "96px"),), card=False),  # on a person's own page
    "face": Place(68, (("", "68px"),), card=False),  # beside a byline
}


def sizes(place: str, ratio: float = 1.0) -> str:
    """Return the `sizes` attribute of pictures that stand in `place`.

    Args:
        ratio: height by width of the picture, for places that are so high and not so wide.

    Raises:
        KeyError: the theme has no such place; the text lists those it has.
    """
    where = place_called(place)
    boxes = [
        (condition, f"calc({box} / {ratio:.2f})" if number < where.heights else box)
        for number, (condition, box) in enumerate(where.boxes)
    ]
    return ", ".join(f"{condition} {box}".strip() for condition, box in boxes)


def lead_shape(width: int, height: int, *, full: bool) -> str:
    """Return which of the places of lead pictures is that of one: "tall", "small", "full" or ""."""
    if full:
        return "full"
    if height > width * TALL and height >= TALL_LEAST:
        return "tall"
    return "small" if width < SMALL else ""


def place_called(name: str) -> Place:
    """Return the place of that name.

    Raises:
        KeyError: the theme has no such place; the text lists those it has.
    """
    try:
        return PLACES[name]
    except KeyError:
        raise KeyError(f"no place '{name}' for pictures; places: {', '.join(PLACES)}") from None
