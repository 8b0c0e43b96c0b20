"""First facts: what the header of a picture tells, without a pixel of it."""

from __future__ import annotations

from sitegen.core.record import Record
from sitegen.pictures.decode import format_of, open_picture, upright_size


class FirstFacts(Record):
    format: str  # "jpeg", "png", …
    width: int  # pixels, after rotation
    height: int
    for_print: bool  # True: its colours are those of print


def first_facts(data: bytes) -> FirstFacts | None:
    """Return what a picture's header tells; None where it is none that sitegen takes."""
    try:
        image = open_picture(data)
        width, height = upright_size(image)
    except Exception:  # Pillow raises many kinds of error over a damaged header
        return None
    return FirstFacts(format_of(image), width, height, image.mode == "CMYK")
