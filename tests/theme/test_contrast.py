"""Contrast, computed from the theme's own colours in both themes (WCAG 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text("utf-8")
GROUNDS = ("paper", "paper-2", "paper-3")
TEXT = ("ink", "ink-2", "ink-3", "accent", "link", "sun-ink", "alert")
CONTROLS = ("rule-ctl", "focus")


def declared(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def themes() -> dict[str, dict[str, str]]:
    """Return the colours of the light, dark and always-dark theme by token."""
    light = declared(TOKENS[TOKENS.index(":root {") : TOKENS.index("@supports")])
    both = declared(TOKENS[TOKENS.index("@supports") : TOKENS.index(".always-dark {")])
    always = declared(TOKENS[TOKENS.index(".always-dark {") : TOKENS.index(":lang(vi)")])
    pairs = {
        name: re.fullmatch(r"light-dark\((#\w+), (#\w+)\)", value)
        for name, value in both.items()
        if value.startswith("light-dark")
    }
    dark = {name: values[2] for name, values in pairs.items() if values}
    assert {name: values[1] for name, values in pairs.items() if values}.items() <= light.items()
    return {"light": light, "dark": dark, "always dark": {**dark, **always}}


def luminance(color: str) -> float:
    """Return the relative luminance of "#rrggbb". Source: WCAG 2.2, "relative luminance"."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


THEMES = themes()
HUES = tuple(name for name in THEMES["light"] if name.startswith("hue-"))


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_every_ground(theme: str) -> None:
    """All text reaches 4.5:1 on every ground on which it may stand."""
    colors = THEMES[theme]
    weak = {
        f"{text} on {ground}": round(contrast(colors[text], colors[ground]), 2)
        for text in (*TEXT, *HUES)
        for ground in GROUNDS
        if contrast(colors[text], colors[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", THEMES)
def test_controls_and_focus_can_be_seen(theme: str) -> None:
    """Borders of fields and buttons, and the focus ring, reach 3:1 on every ground."""
    colors = THEMES[theme]
    for name in CONTROLS:
        for ground in GROUNDS:
            assert contrast(colors[name], colors[ground]) >= 3, f"{name} on {ground}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_filled_elements_can_be_read(theme: str) -> None:
    """The breaking banner, solid buttons and marked search hits are text on a fill."""
    colors = THEMES[theme]
    assert contrast(colors["on-alert"], colors["alert-fill"]) >= 7
    assert contrast(colors["paper"], colors["ink"]) >= 7
    assert contrast(colors["paper"], colors["accent"]) >= 4.5  # a solid button under the mouse
    assert contrast(colors["ink"], colors["mark"]) >= 4.5


def test_the_documented_ratios_hold() -> None:
    """The design's own table: a colour that drifts from it was changed by accident."""
    light, dark = THEMES["light"], THEMES["dark"]
    for colors, name, ratio in (
        (light, "ink", 15.9), (light, "ink-2", 7.7), (light, "ink-3", 6.1), (light, "accent", 8.1),
        (dark, "ink", 15.2), (dark, "ink-2", 9.7), (dark, "ink-3", 7.8), (dark, "accent", 9.2),
    ):  # fmt: skip
        assert contrast(colors[name], colors["paper"]) == pytest.approx(ratio, abs=0.06)
