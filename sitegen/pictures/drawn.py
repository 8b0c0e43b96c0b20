"""Pictures drawn by code, for the sample site: no photograph of anyone, the same every time.

`scene` draws a flat landscape, `photo` one with the grain, blur and weight of a photograph,
`face` a round sign for a sample byline. All return the bytes of a finished file. With the
same seed and the same Pillow the bytes are the same on every machine.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Color = tuple[int, int, int]

# Sky, far hills, near hills, water, sun: each row one time of day.
_PALETTES: tuple[tuple[Color, Color, Color, Color, Color], ...] = (
    ((247, 226, 194), (152, 173, 170), (46, 94, 87), (112, 152, 160), (242, 163, 27)),
    ((202, 224, 232), (126, 158, 166), (42, 87, 53), (86, 134, 148), (255, 236, 196)),
    ((52, 66, 92), (44, 56, 78), (24, 34, 44), (38, 54, 78), (236, 230, 214)),
    ((236, 178, 148), (150, 108, 112), (72, 48, 62), (176, 122, 116), (255, 222, 160)),
    ((214, 220, 214), (160, 172, 160), (94, 112, 92), (150, 166, 168), (250, 246, 232)),
)
_PLACE = {1: "N", 2: (29.0, 45.0, 0.0), 3: "W", 4: (95.0, 22.0, 0.0)}  # EXIF's GPS table


def scene(seed: int, width: int = 1600, height: int = 1067, *, format: str = "JPEG") -> bytes:  # noqa: A002
    """Draw a flat landscape of hills, water and a low sun."""
    return _file(_landscape(random.Random(seed), width, height), format)


def photo(seed: int, width: int = 1920, height: int = 1280, *, private: bool = False) -> bytes:
    """Draw a landscape that weighs what a photograph weighs: grain in every pixel.

    Args:
        private: write into the file what no reader may ever be sent, namely a position,
            a camera's number and an owner's name, and store it turned by a quarter with
            the camera's rotation flag, as phones do.
    """
    rng = random.Random(seed)
    picture = _landscape(rng, width, height)
    for cells, strength in ((24, 0.24), (96, 0.18), (400, 0.16)):
        picture = _blotch(picture, rng, cells, strength)
    grain = Image.frombytes("RGB", (width, height), rng.randbytes(width * height * 3))
    picture = Image.blend(picture, grain, 0.09)
    if not private:
        return _file(picture, "JPEG", quality=88)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise for showing
    exif[0x010F] = "Sample Camera"
    exif[0x8298] = "Sample Photographer"
    exif.get_ifd(0x8825).update(_PLACE)
    on_side = picture.transpose(Image.Transpose.ROTATE_90)
    return _file(on_side, "JPEG", quality=88, exif=exif)


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


def _landscape(rng: random.Random, width: int, height: int) -> Image.Image:
    sky, far, near, water, sun = rng.choice(_PALETTES)
    picture = _gradient(sky, _mix(sky, (255, 255, 255), 0.45), width, height)
    pen = ImageDraw.Draw(picture)
    horizon = height * rng.uniform(0.55, 0.66)
    radius = height * rng.uniform(0.05, 0.11)
    middle = width * rng.uniform(0.2, 0.8)
    pen.ellipse(
        (middle - radius, horizon - radius * 1.5, middle + radius, horizon + radius * 0.5), fill=sun
    )
    for share, color in ((0.16, far), (0.08, _mix(far, near, 0.5))):
        pen.polygon(_hills(rng, width, height, horizon, height * share), fill=color)
    pen.rectangle((0, horizon + height * 0.06, width, height), fill=water)
    for _ in range(26):
        y = rng.uniform(horizon + height * 0.08, height)
        x, long = rng.uniform(0, width), rng.uniform(width * 0.03, width * 0.18)
        pen.line((x, y, x + long, y), fill=_mix(water, sky, 0.4), width=max(1, height // 360))
    pen.polygon(_hills(rng, width, height, height * 0.9, height * 0.07), fill=near)
    return picture.filter(ImageFilter.GaussianBlur(0.6))


def _hills(
    rng: random.Random, width: int, height: int, base: float, rise: float
) -> Sequence[tuple[float, float]]:
    waves = [
        (rng.uniform(0.6, 1) / n, n * rng.uniform(0.8, 1.4), rng.uniform(0, 6.3)) for n in (1, 2, 5)
    ]
    points = [
        (
            width * x / 80,
            base - rise * abs(sum(a * math.sin(x / 80 * 4 * f + p) for a, f, p in waves)),
        )
        for x in range(81)
    ]
    return [*points, (width, height), (0, height)]


def _gradient(top: Color, bottom: Color, width: int, height: int) -> Image.Image:
    column = Image.new("RGB", (1, 64))
    for y in range(64):
        column.putpixel((0, y), _mix(top, bottom, y / 63))
    return column.resize((width, height), Image.Resampling.BILINEAR)


def _blotch(picture: Image.Image, rng: random.Random, cells: int, strength: float) -> Image.Image:
    """Lay soft blotches of one size over a picture, brighter and darker alike."""
    rows = max(2, cells * picture.height // picture.width)
    noise = Image.frombytes("L", (cells, rows), rng.randbytes(cells * rows))
    layer = noise.resize(picture.size, Image.Resampling.BICUBIC).convert("RGB")
    return Image.blend(picture, ImageChops.overlay(picture, layer), min(1.0, strength * 3))


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
