"""Draw the pictures of Yes-Hope News itself: python -m tools.draw_own_pictures

They are committed; run this to change them. Each stands beside the story that shows it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from sitegen.pictures.canvas import (
    BAYOU,
    BRICK,
    CLAY,
    CREAM,
    MIST,
    NAVY,
    PAPER,
    SAND,
    SLATE,
    SUN,
    WATER,
    Canvas,
)

CONTENT = Path(__file__).resolve().parent.parent / "content"
SIZE = (1600, 1000)
COLORS = 48


def two_coasts(c: Canvas) -> None:
    c.box(0, 0, 1, 1, "#27475c")
    for line in range(1, 8):
        c.line([(0, line / 8), (1, line / 8)], "#2f5268", 0.0012)
        c.line([(line / 8, 0), (line / 8, 1)], "#2f5268", 0.0012)
    far = [
        (0, 0),
        (1, 0),
        (1, 0.2),
        (0.86, 0.26),
        (0.72, 0.2),
        (0.55, 0.3),
        (0.4, 0.24),
        (0.24, 0.33),
    ]
    c.area([*far, (0.1, 0.28), (0, 0.36)], "#3f6f7a")
    west = [(0, 0.66), (0.2, 0.54), (0.34, 0.6), (0.42, 0.78), (0.34, 0.92), (0.12, 0.95), (0, 1)]
    c.area(west, SAND)
    c.area(
        [(0.62, 0.55), (0.72, 0.46), (0.84, 0.52), (0.9, 0.74), (0.78, 0.88), (0.66, 0.78)], CLAY
    )
    for step in range(25):
        angle = math.pi * step / 24
        c.disc(0.52 - 0.22 * math.cos(angle), 0.68 - 0.32 * math.sin(angle), 0.0055, PAPER)
    for x in (0.3, 0.74):
        c.disc(x, 0.68, 0.02, PAPER)
        c.disc(x, 0.68, 0.012, NAVY)
    c.disc(0.52, 0.36, 0.018, SUN)


def pages(c: Canvas) -> None:
    c.box(0, 0, 1, 1, BAYOU)
    c.oval(0.5, 1.0, 0.42, 0.66, "#12606f")
    for place, color in enumerate(("#9fb8b4", MIST, PAPER)):
        left, top = 0.27 + place * 0.035, 0.14 + place * 0.03
        c.box(left, top, left + 0.4, top + 0.76, color)
    c.box(0.38, 0.27, 0.7, 0.35, NAVY)
    c.box(0.38, 0.4, 0.53, 0.62, SUN)
    c.area([(0.38, 0.62), (0.43, 0.5), (0.47, 0.57), (0.5, 0.53), (0.53, 0.62)], CLAY)
    for line in range(7):
        c.box(0.55, 0.4 + line * 0.036, 0.7 if line % 3 else 0.67, 0.412 + line * 0.036, SLATE)
    for line in range(6):
        c.box(0.38, 0.68 + line * 0.036, 0.7 if line != 5 else 0.55, 0.692 + line * 0.036, SLATE)
    c.area([(0.84, 0.2), (0.88, 0.23), (0.72, 0.63), (0.68, 0.6)], SUN)
    c.area([(0.68, 0.6), (0.72, 0.63), (0.675, 0.69)], CREAM)
    c.area([(0.686, 0.655), (0.693, 0.661), (0.675, 0.69)], NAVY)


def envelope(c: Canvas) -> None:
    c.sky("#f3c06f", "#f8e7c6")
    c.disc(0.5, 0.62, 0.3, "#f7d694")
    c.area([(0.22, 0.4), (0.5, 0.16), (0.78, 0.4), (0.78, 0.86), (0.22, 0.86)], "#d8c7a2")
    c.box(0.3, 0.2, 0.7, 0.7, PAPER)
    for line in range(7):
        c.box(0.35, 0.27 + line * 0.05, 0.65 if line % 3 != 2 else 0.54, 0.286 + line * 0.05, SLATE)
    c.area([(0.22, 0.4), (0.5, 0.66), (0.22, 0.86)], CREAM)
    c.area([(0.78, 0.4), (0.5, 0.66), (0.78, 0.86)], CREAM)
    c.area([(0.22, 0.86), (0.5, 0.58), (0.78, 0.86)], PAPER)
    c.line([(0.22, 0.86), (0.5, 0.58), (0.78, 0.86)], SAND, 0.003)
    c.disc(0.5, 0.68, 0.045, BRICK)
    c.area([(0.476, 0.69), (0.484, 0.658), (0.5, 0.645), (0.516, 0.658), (0.524, 0.69)], "#f7d694")


def waves(c: Canvas) -> None:
    c.box(0, 0, 1, 1, NAVY)
    for ring, color in ((0.66, "#1d3a4a"), (0.56, BAYOU), (0.46, "#1d3a4a"), (0.36, WATER),
                        (0.26, "#1d3a4a"), (0.16, SUN), (0.07, NAVY)):  # fmt: skip
        c.disc(0.2, 0.86, ring, color)
    c.disc(0.2, 0.86, 0.05, PAPER)
    c.box(0, 0.86, 1, 1, "#101a24")
    c.box(0, 0.855, 1, 0.864, SLATE)
    for x, y in ((0.62, 0.2), (0.76, 0.36), (0.84, 0.14), (0.9, 0.56)):
        c.box(x, y, x + 0.09, y + 0.13, PAPER)
        c.box(x + 0.012, y + 0.02, x + 0.078, y + 0.045, CLAY)
        for line in range(3):
            c.box(
                x + 0.012,
                y + 0.062 + line * 0.02,
                x + 0.078 - line * 0.012,
                y + 0.07 + line * 0.02,
                SLATE,
            )


def red_pencil(c: Canvas) -> None:
    c.box(0, 0, 1, 1, "#e9dcc0")
    c.box(0.14, 0.08, 0.82, 1, PAPER)
    for line in range(11):
        y = 0.2 + line * 0.075
        c.box(
            0.22, y, 0.74 if line % 4 != 3 else 0.56, y + 0.022, SLATE if line != 4 else "#9aa5ae"
        )
    c.line([(0.3, 0.512), (0.62, 0.512)], BRICK, 0.007)
    c.line([(0.44, 0.475), (0.46, 0.445), (0.48, 0.475)], BRICK, 0.005)
    c.box(0.38, 0.4, 0.56, 0.422, BRICK)
    c.line([(0.78, 0.2), (0.795, 0.24), (0.825, 0.16)], BAYOU, 0.007)
    c.area([(0.94, 0.34), (0.985, 0.39), (0.72, 0.71), (0.68, 0.66)], BRICK)
    c.area([(0.955, 0.357), (0.968, 0.372), (0.705, 0.692), (0.692, 0.676)], CLAY)
    c.area([(0.68, 0.66), (0.72, 0.71), (0.635, 0.76)], SAND)
    c.area([(0.652, 0.722), (0.668, 0.741), (0.635, 0.76)], BRICK)


def empty_drawers(c: Canvas) -> None:
    c.box(0, 0, 1, 1, MIST)
    c.box(0, 0.86, 1, 1, "#a9bdb8")
    c.box(0.2, 0.1, 0.8, 0.88, "#7d5d43")
    for row in range(3):
        for column in range(3):
            left, top = 0.225 + column * 0.187, 0.14 + row * 0.24
            is_open = (row, column) == (1, 1)
            c.box(left, top, left + 0.176, top + 0.21, "#3b2b20" if is_open else "#b98f63")
            if is_open:
                rim = [(left - 0.012, top + 0.1), (left + 0.188, top + 0.1)]
                c.area([*rim, (left + 0.176, top + 0.02), (left, top + 0.02)], "#57402f")
                c.box(left - 0.012, top + 0.1, left + 0.188, top + 0.24, "#d0a878")
                top += 0.05
            c.box(left + 0.055, top + 0.05, left + 0.12, top + 0.1, PAPER)
            c.disc(left + 0.088, top + 0.14, 0.009, NAVY)


PICTURES: dict[str, Callable[[Canvas], None]] = {
    "news/two-coasts.png": two_coasts,
    "inside/pages.png": pages,
    "inside/envelope.png": envelope,
    "inside/waves.png": waves,
    "inside/red-pencil.png": red_pencil,
    "inside/empty-drawers.png": empty_drawers,
}


def main() -> None:
    for name, draw in PICTURES.items():
        canvas = Canvas(*SIZE, seed=0)
        draw(canvas)
        picture = canvas.finished().quantize(COLORS, dither=Image.Dither.NONE)
        picture.save(CONTENT / name, optimize=True)


if __name__ == "__main__":
    main()
