"""Scaling a picture without a second copy of it.

Pillow weighs colours by how much of them is seen, and makes another picture of the same size for
that. Here it is one channel after another that is weighed and scaled, to the same bytes.
"""

from __future__ import annotations

from PIL import Image

Box = tuple[float, float, float, float]

BAND = 256  # lines
LARGE = 4_000_000  # pixels from which a copy is worth sparing


def scaled(
    image: Image.Image,
    size: tuple[int, int],
    box: Box | None = None,
    *,
    how: Image.Resampling = Image.Resampling.LANCZOS,
    gap: float = 3.0,
) -> Image.Image:
    """Return what `image.resize(size, how, box, gap)` returns."""
    if image.mode != "RGBA" or image.width * image.height < LARGE or size == image.size:
        return image.resize(size, how, box=box, reducing_gap=gap)
    channels = [_weighed(image, n).resize(size, how, box=box, reducing_gap=gap) for n in range(4)]
    small = Image.merge("RGBa", channels).convert("RGBA")
    small.info = image.info.copy()
    return small


def _weighed(image: Image.Image, number: int) -> Image.Image:
    """Return a channel of a see-through picture, weighed by how much of it is seen."""
    channel = Image.new("L", image.size)
    for top in range(0, image.height, BAND):
        band = image.crop((0, top, image.width, min(top + BAND, image.height)))
        channel.paste(band.convert("RGBa").getchannel(number), (0, top))
    return channel
