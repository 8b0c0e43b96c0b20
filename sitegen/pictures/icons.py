"""The small picture that browsers ask every site for: favicon.ico, made of the newsroom's mark."""

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
