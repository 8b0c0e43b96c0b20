"""Faces, a chart and a mark drawn by code, for the sample site: nobody in particular, and no data.

`drawings` has its scenes. With the same seed and the same Pillow the bytes are the same on
every machine.
"""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

Color = tuple[int, int, int]

# Sky, far hills, near hills, water, sun: each row one time of day.
_PALETTES: tuple[tuple[Color, Color, Color, Color, Color], ...] = (
    ((247, 226, 194), (152, 173, 170), (46, 94, 87), (112, 152, 160), (242, 163, 27)),
    ((202, 224, 232), (126, 158, 166), (42, 87, 53), (86, 134, 148), (255, 236, 196)),
    ((52, 66, 92), (44, 56, 78), (24, 34, 44), (38, 54, 78), (236, 230, 214)),
    ((236, 178, 148), (150, 108, 112), (72, 48, 62), (176, 122, 116), (255, 222, 160)),
    ((214, 220, 214), (160, 172, 160), (94, 112, 92), (150, 166, 168), (250, 246, 232)),
)


def face(seed: int, size: int = 480) -> bytes:
    """Draw head and shoulders as three plain shapes: nobody in particular."""
    rng = random.Random(seed)
    ground, _, cloth, _, _ = _PALETTES[seed % len(_PALETTES)]
    skin = rng.choice(((92, 62, 46), (146, 100, 72), (196, 150, 116), (226, 188, 158)))
    hair = rng.choice(((30, 26, 28), (76, 52, 38), (120, 116, 112), (150, 104, 52)))
    big = size * 2  # drawn large and scaled down, for smooth edges
    picture = Image.new("RGB", (big, big), ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse(_box(big, 0.5, 1.02, 0.36, 0.36), fill=cloth)
    pen.ellipse(_box(big, 0.5, 0.40, 0.215, 0.245), fill=hair)
    pen.rectangle((big * 0.43, big * 0.55, big * 0.57, big * 0.74), fill=_mix(skin, hair, 0.18))
    pen.ellipse(_box(big, 0.5, 0.46, 0.18, 0.215), fill=skin)
    return _file(picture.resize((size, size), Image.Resampling.LANCZOS), "PNG")


def diagram(seed: int, width: int = 1200, height: int = 750) -> bytes:
    """Draw a bar chart without words, on a transparent ground."""
    rng = random.Random(seed)
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    bars = 9
    step = width / (bars + 1)
    for bar in range(bars):
        top = height * rng.uniform(0.15, 0.8)
        left = step * (bar + 0.7)
        color = (242, 163, 27, 255) if bar == bars - 2 else (11, 120, 140, 255)
        pen.rectangle((left, top, left + step * 0.62, height - 40), fill=color)
    pen.line((step * 0.4, height - 40, width - step * 0.4, height - 40), (120, 128, 139, 255), 4)
    return _file(picture, "PNG")


def mark(size: int = 512) -> bytes:
    """Draw four tiles of a wall as the small square sign of a newspaper."""
    big = size * 2
    half = big // 2
    picture = Image.new("RGB", (big, big), (11, 85, 99))
    pen = ImageDraw.Draw(picture)
    pen.pieslice((0, 0, big, big), 180, 270, fill=(237, 234, 227))
    pen.rectangle((half, 0, big, half), fill=(21, 32, 43))
    pen.ellipse(_box(big, 0.75, 0.25, 0.14, 0.14), fill=(108, 197, 211))
    pen.polygon(((0, big), (half, half), (half, big)), fill=(216, 105, 64))
    pen.pieslice((0, 0, big, big), 0, 90, fill=(237, 234, 227))
    flat = picture.resize((size, size), Image.Resampling.LANCZOS)
    return _file(flat.quantize(24), "PNG", optimize=True)


def _box(size: int, x: float, y: float, half_width: float, half_height: float) -> list[float]:
    edges = (x - half_width, y - half_height, x + half_width, y + half_height)
    return [edge * size for edge in edges]


def _mix(one: Color, other: Color, share: float) -> Color:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _file(picture: Image.Image, format: str, **options: object) -> bytes:  # noqa: A002
    target = io.BytesIO()
    if format == "JPEG":
        options.setdefault("quality", 84)
    picture.save(target, format, **options)
    return target.getvalue()
