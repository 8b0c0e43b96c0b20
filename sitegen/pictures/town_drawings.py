"""Drawings of what stands in a town; see `drawings`."""

from __future__ import annotations

from sitegen.pictures.canvas import (
    BAYOU,
    BRICK,
    CLAY,
    CREAM,
    LEAF,
    NAVY,
    NIGHT,
    OAK,
    PAPER,
    PLUM,
    SAGE,
    SAND,
    SLATE,
    SUN,
    WATER,
    Canvas,
)


def market(c: Canvas) -> None:
    c.sky("#cfe3e2", "#f6efdf", 0.6)
    c.box(0, 0.3, 1, 0.8, "#6f645c")
    c.box(0, 0.8, 1, 1, SAND)
    colors = (CLAY, BAYOU, OAK, SUN, PLUM)
    for stall, color in enumerate(colors):
        left, wide = stall / 5 + 0.012, 0.176
        c.box(left + 0.01, 0.3, left + 0.018, 0.84, NAVY)
        c.box(left + wide - 0.018, 0.3, left + wide - 0.01, 0.84, NAVY)
        for stripe in range(6):
            x = left + stripe * wide / 6
            slant = 0.012 * (stripe - 2.5)
            shade = color if stripe % 2 == 0 else PAPER
            c.area([(x, 0.14), (x + wide / 6, 0.14), (x + wide / 6 + slant / 3, 0.34),
                    (x + slant / 3, 0.34)], shade)  # fmt: skip
            c.oval(x + wide / 12 + slant / 3, 0.34, wide / 12, 0.02, shade)
        c.box(left, 0.64, left + wide, 0.8, "#8c6b4a")
        c.box(left, 0.64, left + wide, 0.665, "#a9835c")
        for _ in range(26):
            fruit = c.rng.choice((CLAY, SUN, LEAF, BRICK, "#e8c45a"))
            c.disc(
                left + c.rng.uniform(0.012, wide - 0.012), c.rng.uniform(0.6, 0.65), 0.0105, fruit
            )


def train(c: Canvas) -> None:
    c.sky("#9cc4d4", "#f3e6cc", 0.8)
    for block in range(9):
        top = c.rng.uniform(0.2, 0.5)
        c.box(
            block / 8.5,
            top,
            block / 8.5 + 0.1,
            0.8,
            c.rng.choice(("#a9c0c2", "#93adb3", "#bccac6")),
        )
    c.box(0, 0.8, 1, 1, "#8c8578")
    c.line([(0, 0.16), (1, 0.16)], SLATE, 0.002)
    c.line([(0, 0.9), (1, 0.9)], "#4c4842", 0.006)
    c.line([(0, 0.96), (1, 0.96)], "#4c4842", 0.008)
    c.line([(0.5, 0.16), (0.46, 0.28), (0.54, 0.34)], NAVY, 0.004)
    c.area(
        [(0.08, 0.42), (0.12, 0.34), (0.88, 0.34), (0.92, 0.42), (0.94, 0.84), (0.06, 0.84)], PAPER
    )
    c.area([(0.065, 0.7), (0.935, 0.7), (0.94, 0.84), (0.06, 0.84)], BAYOU)
    c.box(0.068, 0.66, 0.932, 0.695, SUN)
    for window in range(7):
        left = 0.13 + window * 0.108
        if window in (2, 5):
            c.box(left, 0.42, left + 0.04, 0.83, "#d6e2e2")
            c.box(left + 0.045, 0.42, left + 0.085, 0.83, "#d6e2e2")
        else:
            c.box(left, 0.43, left + 0.092, 0.61, NIGHT)
            c.area(
                [(left, 0.61), (left + 0.04, 0.43), (left + 0.06, 0.43), (left + 0.02, 0.61)], SLATE
            )
    for wheel in (0.18, 0.28, 0.72, 0.82):
        c.disc(wheel, 0.86, 0.026, NAVY)
        c.disc(wheel, 0.86, 0.011, SLATE)


def mural(c: Canvas) -> None:
    across = 8
    down = max(2, round(across * c.shape))
    colors = (BAYOU, CREAM, SUN, CLAY, OAK, SLATE, SAGE, PLUM, SAND)
    for row in range(down):
        for column in range(across):
            x, y, w, h = column / across, row / down, 1 / across, 1 / down
            ground, other = c.rng.sample(colors, 2)
            c.box(x, y, x + w, y + h, ground)
            kind = c.rng.randrange(4)
            if kind == 0:
                c.area([(x, y), (x + w, y), (x, y + h)], other)
            elif kind == 1:
                c.area([(x, y), (x + w, y + h), (x, y + h)], other)
            elif kind == 2:
                c.disc(x + w / 2, y + h / 2, w * c.rng.choice((0.22, 0.36)), other)
            else:
                c.oval(x + w / 2, y + h, w / 2, h * 0.8, other)
                c.box(x, y + h, x + w, y + 2 * h, ground)


def stadium(c: Canvas) -> None:
    c.sky("#0f1c2b", "#22384b", 0.6)
    for light in (0.15, 0.5, 0.85):
        c.oval(light, 0.12, 0.15, 0.2, "#31485a")
        c.oval(light, 0.12, 0.1, 0.13, "#51656f")
        c.box(light - 0.003, 0.14, light + 0.003, 0.6, NAVY)
        for lamp in range(10):
            c.disc(light - 0.05 + lamp % 5 * 0.025, 0.1 + lamp // 5 * 0.035, 0.009, "#fff4cf")
    c.box(0, 0.5, 1, 0.66, "#182634")
    for _ in range(1500):
        color = c.rng.choice((CLAY, CREAM, SUN, WATER, SLATE, BRICK))
        c.disc(c.rng.random(), c.rng.uniform(0.51, 0.65), 0.0032, color)
    c.box(0, 0.66, 1, 1, "#3f7d45")
    for stripe in range(-6, 7):
        near, far = 0.5 + stripe * 0.17, 0.5 + stripe * 0.062
        if stripe % 2:
            c.area([(far, 0.66), (far + 0.062, 0.66), (near + 0.17, 1), (near, 1)], "#468a4d")
        c.line([(far, 0.66), (near, 1)], "#cfe3c4", 0.0025)
    c.line([(0, 0.675), (1, 0.675)], PAPER, 0.004)


def library(c: Canvas) -> None:
    c.box(0, 0, 1, 1, "#5a4331")
    colors = (CLAY, BAYOU, OAK, SUN, SLATE, PLUM, CREAM, BRICK, SAGE, WATER)
    for shelf in range(4):
        floor = 0.235 + shelf * 0.245
        c.box(0, floor - 0.21, 1, floor, "#3f2e21")
        x = 0.012
        while x < 0.985:
            wide, high = c.rng.uniform(0.014, 0.034), c.rng.uniform(0.12, 0.185)
            if c.rng.random() < 0.07:
                x += 0.05
                continue
            color = c.rng.choice(colors)
            c.box(x, floor - high, x + wide, floor, color)
            band = "#f0e2c0" if color != CREAM else CLAY
            c.box(x, floor - high * 0.82, x + wide, floor - high * 0.76, band)
            c.box(x, floor - high * 0.2, x + wide, floor - high * 0.16, band)
            x += wide + 0.002
        c.box(0, floor, 1, floor + 0.022, "#87664a")


def houses(c: Canvas) -> None:
    c.sky("#b9d8df", "#fbeed3", 0.7)
    for _ in range(20):
        c.disc(
            c.rng.random(), 0.46 + c.rng.uniform(-0.08, 0.06), c.rng.uniform(0.05, 0.09), "#6f9a72"
        )
    c.box(0, 0.78, 1, 0.88, LEAF)
    c.box(0, 0.88, 1, 1, "#b9aa93")
    walls = (SUN, "#7fb0b5", CLAY, CREAM)
    for number, wall in enumerate(walls):
        left, wide = number * 0.25 + 0.02, 0.21
        c.box(left, 0.42, left + wide, 0.8, wall)
        c.area([(left - 0.012, 0.43), (left + wide / 2, 0.22), (left + wide + 0.012, 0.43)], SLATE)
        c.area([(left + 0.03, 0.41), (left + wide / 2, 0.26), (left + wide - 0.03, 0.41)], wall)
        c.box(left - 0.012, 0.43, left + wide + 0.012, 0.455, PAPER)
        c.box(left + 0.025, 0.52, left + 0.075, 0.68, NIGHT)
        c.box(left + 0.12, 0.52, left + 0.175, 0.8, BAYOU if wall != "#7fb0b5" else BRICK)
        for post in (left, left + 0.098, left + wide - 0.008):
            c.box(post, 0.455, post + 0.008, 0.8, PAPER)
        c.box(left - 0.008, 0.79, left + wide + 0.008, 0.815, "#8a7560")
        c.box(left + 0.11, 0.815, left + 0.185, 0.84, "#a48e76")
