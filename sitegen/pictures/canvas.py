"""A canvas for flat drawings: areas of plain colour, smooth edges, any shape of picture."""

from __future__ import annotations

import random
from collections.abc import Sequence

from PIL import Image, ImageColor, ImageDraw

Point = tuple[float, float]
NAVY, NIGHT, SLATE = "#15202b", "#1d2f42", "#46586a"
BAYOU, WATER = "#0b5563", "#5f95a0"
CREAM, SAND, PAPER = "#f4ead5", "#dcc59a", "#fcfbf8"
SUN, CLAY, BRICK, PLUM = "#f2a31b", "#d9693f", "#96231a", "#6b2a5b"
OAK, LEAF, SAGE = "#2a5735", "#5c8a4f", "#9dbb8f"


class Canvas:
    """A picture under way. Points are shares of its width and height, from the upper left.

    It is drawn twice as large as it becomes, for smooth edges.
    """

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.size = (width, height)
        self.rng = random.Random(seed)  # noqa: S311 - a drawing, no secret
        self.shape = height / width
        self.picture = Image.new("RGB", (width * 2, height * 2), CREAM)
        self._pen = ImageDraw.Draw(self.picture)

    def at(self, x: float, y: float) -> Point:
        return x * self.size[0] * 2, y * self.size[1] * 2

    def box(self, left: float, top: float, right: float, bottom: float, color: str) -> None:
        self._pen.rectangle((*self.at(left, top), *self.at(right, bottom)), fill=color)

    def disc(self, x: float, y: float, radius: float, color: str) -> None:
        """Draw a disc; its radius is a share of the width."""
        self.oval(x, y, radius, radius / self.shape, color)

    def oval(self, x: float, y: float, across: float, down: float, color: str) -> None:
        corners = (*self.at(x - across, y - down), *self.at(x + across, y + down))
        self._pen.ellipse(corners, fill=color)

    def area(self, points: Sequence[Point], color: str) -> None:
        self._pen.polygon([self.at(x, y) for x, y in points], fill=color)

    def line(self, points: Sequence[Point], color: str, width: float = 0.003) -> None:
        """Draw a line; its width is a share of the picture's."""
        thick = max(1, round(width * self.size[0] * 2))
        self._pen.line([self.at(x, y) for x, y in points], color, thick, joint="curve")

    def sky(self, top: str, bottom: str, end: float = 1.0) -> None:
        high = round(self.picture.height * end)
        column = Image.new("RGB", (1, 64))
        for step in range(64):
            column.putpixel((0, step), mixed(top, bottom, step / 63))
        wide = column.resize((self.picture.width, high), Image.Resampling.BILINEAR)
        self.picture.paste(wide, (0, 0))

    def finished(self) -> Image.Image:
        return self.picture.resize(self.size, Image.Resampling.LANCZOS)


def mixed(one: str, other: str, share: float) -> tuple[int, int, int]:
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return red, green, blue
