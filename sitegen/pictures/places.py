"""A place of the theme where pictures stand: how wide its box is, and what it does to them.

Which places there are is the theme's affair: `templates/places.toml`, read by
`theme.places`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.core.record import Record
from sitegen.pictures.facts import TALL

SHAPES = ("tall", "small", "full")  # for which a place may have boxes of their own


class Box(Record):
    """How wide a place is in windows for which a media condition holds."""

    condition: str  # "(min-width: 40rem)"; "" where no other holds
    length: str  # CSS: "calc(96.5vw - 19px)"
    is_height: bool = False  # True: the picture is so high, and as wide as that makes it


class Place(Record):
    """Where in the theme a picture stands."""

    widest: int  # CSS pixels
    boxes: tuple[Box, ...]  # the first whose condition holds; the last has none
    limit: int = 0  # pixels: of a tall picture's least height, of the width that is no more small
    trimmed: bool = True  # the style sheet trims the picture to a landscape box
    shapes: Mapping[str, Place] = {}
    """One of SHAPES → where pictures of that shape stand instead."""


def sizes(place: Place, ratio: float = 1.0) -> str:
    """Return the `sizes` attribute of pictures that stand in `place`.

    Args:
        ratio: height by width of the picture, for boxes that are so high and not so wide.
    """
    lengths = [
        f"calc({box.length} / {ratio:.2f})" if box.is_height else box.length for box in place.boxes
    ]
    pairs = zip(place.boxes, lengths, strict=True)
    return ", ".join(f"{box.condition} {length}".strip() for box, length in pairs)


def shape_of(place: Place, width: int, height: int, *, full: bool) -> str:
    """Return which of SHAPES a picture has in a place, "" for none that the place knows.

    Args:
        full: it shall go from edge to edge of the window.
    """
    tall, small = place.shapes.get("tall"), place.shapes.get("small")
    if full and "full" in place.shapes:
        return "full"
    if tall is not None and height > width * TALL and height >= tall.limit:
        return "tall"
    return "small" if small is not None and width < small.limit else ""
