"""Small pictures of the newsroom's own: favicon.ico, made of its mark, and a podcast's cover."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

SIDES = (16, 32)  # pixels


def favicon(data: bytes) -> bytes:
    """Return the favicon of a mark: a square picture in two sizes, see-through around it.

    Raises:
        OSError: `data` is no picture.
    """
    with Image.open(BytesIO(data)) as source:
        mark = source.convert("RGBA")
    mark.thumbnail((SIDES[-1], SIDES[-1]), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (SIDES[-1], SIDES[-1]), (0, 0, 0, 0))
    square.paste(mark, ((square.width - mark.width) // 2, (square.height - mark.height) // 2))
    file = BytesIO()
    square.save(file, "ICO", sizes=[(side, side) for side in SIDES])
    return file.getvalue()


def small_square(data: bytes, side: int) -> bytes:
    """Return a square picture as a JPEG of `side` pixels, on white where it is see-through.

    Raises:
        OSError: `data` is no picture.
    """
    with Image.open(BytesIO(data)) as source:
        source.draft("RGB", (side, side))  # a JPEG is decoded no larger than it need be
        whole = source.convert("RGBA")
    whole = whole.resize((side, side), Image.Resampling.LANCZOS)
    square = Image.new("RGB", whole.size, "white")
    square.paste(whole, mask=whole)
    file = BytesIO()
    square.save(file, "JPEG", quality=82, optimize=True, progressive=True)
    return file.getvalue()
