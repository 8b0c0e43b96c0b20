"""Flat drawings by code: a city that does not exist, in the colours of the theme.

Each is a function that draws on a `Canvas`, whose units are shares of its width and height, so
that one drawing fits any shape. With the same seed and the same Pillow the bytes of a finished
file are the same on every machine.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping

from PIL import Image

from sitegen.pictures import town_drawings as town
from sitegen.pictures.canvas import (
    BAYOU,
    BRICK,
    CLAY,
    CREAM,
    NAVY,
    NIGHT,
    OAK,
    PAPER,
    PLUM,
    SAGE,
    SLATE,
    SUN,
    WATER,
    Canvas,
)

_PLACE = {1: "N", 2: (29.0, 45.0, 0.0), 3: "W", 4: (95.0, 22.0, 0.0)}  # EXIF's GPS table


def _skyline(c: Canvas) -> None:
    c.sky("#3d5d84", "#eea06b", 0.72)
    c.disc(0.7, 0.66, 0.07, "#f9c66a")
    for low, high, wide, color in ((0.3, 0.46, 0.055, "#9a6570"), (0.42, 0.58, 0.045, "#27384c")):
        x = -0.02
        while x < 1:
            w, top = wide * c.rng.uniform(0.6, 1.5), c.rng.uniform(low, high)
            c.box(x, top, x + w, 0.75, color)
            if c.rng.random() < 0.3:
                c.area([(x, top), (x + w / 2, top - 0.06), (x + w, top)], color)
            for row in range(int((0.7 - top) / 0.03)) if color == "#27384c" else ():
                for column in range(int(w / 0.012)):
                    if c.rng.random() < 0.25:
                        left, upper = x + 0.004 + column * 0.012, top + 0.02 + row * 0.03
                        c.box(left, upper, left + 0.005, upper + 0.012, "#f6d79c")
            x += w * 1.02
    for tree in range(46):
        c.disc(tree / 45, 0.745, c.rng.uniform(0.012, 0.022), "#16241f")
    c.box(0, 0.745, 1, 1, "#2a3b54")
    for y in range(24):
        x, w = 0.7 + c.rng.uniform(-0.05, 0.05), c.rng.uniform(0.01, 0.06)
        c.line([(x - w, 0.76 + y * 0.01), (x + w, 0.76 + y * 0.01)], "#d99a67", 0.0022)


def _bayou(c: Canvas) -> None:
    c.sky("#bcd9df", "#f7ecd2", 0.55)
    c.disc(0.24, 0.3, 0.05, "#fff1c4")
    for depth, (base, color) in enumerate(((0.5, "#8fb09a"), (0.58, "#5f8f6a"), (0.68, OAK))):
        for _ in range(34):
            radius = c.rng.uniform(0.03, 0.06) * (1 + depth * 0.35)
            c.disc(c.rng.uniform(-0.05, 1.05), base + c.rng.uniform(-0.03, 0.03), radius, color)
        c.box(0, base, 1, 1, color)
    c.area([(0.47, 0.6), (0.53, 0.6), (0.6, 0.72), (0.5, 0.82), (0.75, 1), (0.1, 1), (0.3, 0.84),
            (0.42, 0.72)], WATER)  # fmt: skip
    c.area([(0.49, 0.62), (0.51, 0.62), (0.52, 0.72), (0.42, 0.82), (0.5, 1), (0.36, 1),
            (0.36, 0.84), (0.46, 0.72)], "#a9cdcf")  # fmt: skip
    for _ in range(30):
        x, y = c.rng.choice((c.rng.uniform(0, 0.2), c.rng.uniform(0.78, 1))), c.rng.uniform(0.84, 1)
        c.line([(x, y), (x + c.rng.uniform(-0.01, 0.01), y - 0.1)], SAGE, 0.003)


def _bridge(c: Canvas) -> None:
    c.sky("#f3b26e", "#f9e6c0", 0.66)
    c.disc(0.5, 0.6, 0.1, "#fbd98a")
    c.box(0, 0.66, 1, 1, "#3f7683")
    c.area([(0, 0.66), (0.3, 0.62), (0.6, 0.65), (1, 0.61), (1, 0.68), (0, 0.68)], "#86706a")
    for tower in (0.3, 0.7):
        c.area([(tower - 0.03, 0.92), (tower - 0.006, 0.12), (tower + 0.006, 0.12),
                (tower + 0.03, 0.92), (tower + 0.018, 0.92), (tower, 0.24), (tower - 0.018, 0.92)],
               NAVY)  # fmt: skip
        for cable in range(1, 10):
            for side in (-1, 1):
                c.line(
                    [(tower, 0.14 + cable * 0.012), (tower + side * cable * 0.0222, 0.69)],
                    NAVY,
                    0.0016,
                )
    c.box(0, 0.69, 1, 0.72, NAVY)
    for car in range(16):
        x = c.rng.random()
        c.box(x, 0.672, x + 0.018, 0.69, (CLAY, CREAM, WATER)[car % 3])
    for y in range(12):
        w = c.rng.uniform(0.02, 0.12)
        c.line([(0.5 - w, 0.78 + y * 0.018), (0.5 + w, 0.78 + y * 0.018)], "#f0c887", 0.0025)


def _storm(c: Canvas) -> None:
    c.sky("#2c3b4b", "#8297a2", 0.68)
    for layer, color in enumerate(("#52636f", "#42525f", "#313f4d")):
        for _ in range(15):
            y = 0.3 - layer * 0.11 + c.rng.uniform(-0.05, 0.05)
            c.oval(c.rng.random(), y, c.rng.uniform(0.08, 0.18), c.rng.uniform(0.07, 0.12), color)
    c.box(0, 0.66, 1, 1, "#55674f")
    c.area([(0.46, 0.66), (0.54, 0.66), (0.9, 1), (0.1, 1)], "#39434d")
    for dash in range(5):
        y, w = 0.69 + dash * dash * 0.0145, 0.003 + dash * 0.0035
        c.area([(0.5 - w, y), (0.5 + w, y), (0.5 + w * 1.3, y + 0.02 + dash * 0.012),
                (0.5 - w * 1.3, y + 0.02 + dash * 0.012)], SUN)  # fmt: skip
    for pole in range(4):
        x, high = 0.36 - pole * 0.1, 0.12 + pole * 0.09
        c.line(
            [(x, 0.67 + pole * 0.06), (x, 0.67 + pole * 0.06 - high)], NAVY, 0.003 + pole * 0.001
        )
        c.line(
            [(x - 0.03, 0.69 + pole * 0.06 - high), (x + 0.03, 0.69 + pole * 0.06 - high)],
            NAVY,
            0.003,
        )
    c.area([(0.76, 0.3), (0.7, 0.48), (0.735, 0.47), (0.69, 0.66), (0.79, 0.44), (0.75, 0.45),
            (0.8, 0.3)], "#ffe7a3")  # fmt: skip
    for _ in range(150):
        x, y = c.rng.random(), c.rng.uniform(0.3, 1)
        c.line([(x, y), (x - 0.008, y + 0.045)], "#9fb3bd", 0.0013)


def _port(c: Canvas) -> None:
    c.sky("#8fb9c9", "#f6e3c3", 0.72)
    c.disc(0.84, 0.3, 0.055, "#fff0c2")
    for crane in (0.14, 0.36):
        c.box(crane, 0.2, crane + 0.012, 0.78, BRICK)
        c.box(crane + 0.1, 0.2, crane + 0.112, 0.78, BRICK)
        c.area(
            [(crane - 0.1, 0.2), (crane + 0.3, 0.2), (crane + 0.3, 0.225), (crane - 0.1, 0.225)],
            BRICK,
        )
        c.line([(crane + 0.05, 0.08), (crane - 0.09, 0.2)], BRICK, 0.003)
        c.line([(crane + 0.05, 0.08), (crane + 0.28, 0.2)], BRICK, 0.003)
        c.area(
            [(crane, 0.2), (crane + 0.05, 0.07), (crane + 0.062, 0.07), (crane + 0.112, 0.2)], BRICK
        )
        c.line([(crane + 0.22, 0.22), (crane + 0.22, 0.42)], NAVY, 0.002)
        c.box(crane + 0.18, 0.42, crane + 0.26, 0.48, SUN)
    c.box(0, 0.76, 1, 1, "#2f6470")
    c.box(0, 0.74, 0.52, 0.8, "#847b70")
    colors = (CLAY, BAYOU, OAK, SUN, SLATE, PLUM, CREAM)
    for column in range(6):
        for level in range(c.rng.randint(2, 4)):
            x, y = 0.55 + column * 0.062, 0.7 - level * 0.062
            c.box(x, y, x + 0.058, y + 0.056, c.rng.choice(colors))
    c.area([(0.5, 0.76), (0.99, 0.76), (0.95, 0.9), (0.55, 0.9)], NIGHT)
    c.box(0.925, 0.5, 0.975, 0.76, PAPER)
    c.box(0.93, 0.53, 0.97, 0.56, NIGHT)
    for _ in range(26):
        x, y = c.rng.random(), c.rng.uniform(0.92, 0.99)
        c.line([(x, y), (x + 0.06, y)], "#6fa0a8", 0.002)


def _lanterns(c: Canvas) -> None:
    c.sky("#1b2740", "#4a3f5f", 1.0)
    c.area([(0, 0.72), (0.1, 0.66), (0.9, 0.66), (1, 0.72), (1, 0.76), (0, 0.76)], "#2b1f2f")
    c.area([(0.12, 0.67), (0.3, 0.54), (0.7, 0.54), (0.88, 0.67)], "#3a2738")
    c.box(0.06, 0.76, 0.94, 1, "#241b2a")
    for door in range(6):
        c.box(0.1 + door * 0.14, 0.8, 0.18 + door * 0.14, 1, "#d98f3c" if door % 2 else "#8b5a3a")
    for row in range(4):
        sag = 0.06 + row * 0.015
        top = 0.05 + row * 0.13
        points = [(x / 40, top + sag * math.sin(math.pi * x / 40)) for x in range(41)]
        c.line(points, "#100f1a", 0.002)
        for number in range(4 + row):
            x = (number + 0.5) / (4 + row)
            y = top + sag * math.sin(math.pi * x) + 0.045
            size = 0.024 + row * 0.004
            color = c.rng.choice((CLAY, SUN, "#e8502f", "#f6c55b"))
            c.oval(x, y, size * 1.5, size * 1.6 / c.shape, "#4f3d58")
            c.oval(x, y, size, size * 0.9 / c.shape, color)
            c.oval(x, y, size * 0.45, size * 0.9 / c.shape, "#ffdf9a")
            c.box(
                x - size * 0.4,
                y - size * 0.95 / c.shape,
                x + size * 0.4,
                y - size * 0.75 / c.shape,
                NAVY,
            )


DRAWINGS: Mapping[str, tuple[Callable[[Canvas], None], str]] = {
    "skyline": (_skyline, "A drawing of towers at dusk, mirrored in water"),
    "market": (town.market, "A drawing of market stalls with striped awnings"),
    "train": (town.train, "A drawing of a streetcar between houses"),
    "mural": (town.mural, "A drawing of a wall of colored triangles and circles"),
    "stadium": (town.stadium, "A drawing of a playing field under lights, with a crowd"),
    "bayou": (_bayou, "A drawing of a slow river between trees"),
    "bridge": (_bridge, "A drawing of a bridge that hangs from cables before a low sun"),
    "storm": (_storm, "A drawing of a road under storm clouds, with lightning"),
    "port": (_port, "A drawing of a ship with containers below two cranes"),
    "library": (town.library, "A drawing of shelves full of books"),
    "houses": (town.houses, "A drawing of four small houses with porches"),
    "lanterns": (_lanterns, "A drawing of lanterns on strings above a roof at night"),
}


def drawing(name: str, seed: int = 0, width: int = 1600, height: int = 1067) -> Image.Image:
    """Draw one of DRAWINGS; `seed` varies what chance decides in it."""
    canvas = Canvas(width, height, seed)
    DRAWINGS[name][0](canvas)
    return canvas.finished()


def drawing_file(
    name: str, seed: int = 0, width: int = 1600, height: int = 1067, *, private: bool = False
) -> bytes:
    """Return one of DRAWINGS as a JPEG of few bytes.

    Args:
        private: write into the file what no reader may ever be sent, namely a position,
            a camera's number and an owner's name, and store it turned by a quarter with
            the camera's rotation flag, as phones do.
    """
    picture, options = drawing(name, seed, width, height), {}
    if private:
        exif = Image.Exif()
        exif[0x0112] = 6  # to be turned clockwise for showing
        exif[0x010F] = "Sample Camera"
        exif[0x8298] = "Sample Photographer"
        exif.get_ifd(0x8825).update(_PLACE)
        picture, options = picture.transpose(Image.Transpose.ROTATE_90), {"exif": exif}
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=82, **options)
    return target.getvalue()
