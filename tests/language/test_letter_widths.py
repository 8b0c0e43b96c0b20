"""How wide letters are, and on how many lines a text stands."""

from __future__ import annotations

import string

import pytest

from sitegen.language.letter_widths import letter_width, line_count, text_width


def test_letters_are_as_wide_as_letters_are() -> None:
    """None is wider than high or takes no room, and each keeps its place among the others."""
    widths = {letter: letter_width(letter) for letter in string.printable.strip() + " Đđ“”‘’–—"}
    assert 0.2 < min(widths.values()) < max(widths.values()) < 1.1
    order = " i-fcaodFBCADHmM"
    assert sorted(order, key=letter_width) == list(order)
    assert len(set(map(letter_width, order))) == len(order)


@pytest.mark.parametrize(
    ("letter", "width"),
    [
        ("é", 0.48),
        ("ế", 0.48),
        ("\u0301", 0.0),
        ("中", 1.0),
        ("\u2e80", 0.6),
        ("λ", 0.6),
        ("Λ", 0.8),
    ],
)
def test_letters_of_other_scripts_have_a_width_too(letter: str, width: float) -> None:
    """An accent takes no room, and a sign of Chinese is as wide as high."""
    assert letter_width(letter) == width


def test_a_line_is_as_wide_as_its_letters() -> None:
    assert text_width("") == 0
    assert text_width("aa d") == pytest.approx(0.52 * 2 + 0.23 + 0.6)


@pytest.mark.parametrize(
    ("text", "ems", "lines"),
    [
        ("", 5, 1),
        ("dddd dddd", 5.04, 1),  # 2.4 + 0.23 + 2.4 = 5.03
        ("dddd dddd", 5.02, 2),
        ("dddd dddd dddd", 7.67, 1),  # 2.4 * 3 + 0.23 * 2 = 7.66
        ("dddd dddd dddd", 7.65, 2),
        ("dddddddddd", 2.5, 3),  # cut: 6.0 = 2 * 2.5 + 1.0
        ("dddddddddd dd", 2.5, 3),  # and 1.0 + 0.23 + 1.2 = 2.43 on its last line
        ("dddddddddd ddd", 2.5, 4),
        ("d dddddddddd", 2.5, 4),
    ],
)
def test_lines_are_counted(text: str, ems: float, lines: int) -> None:
    """What stands beside what depends on it."""
    assert line_count(text, ems) == lines


def test_the_text_face_is_narrower() -> None:
    """5.03 ems of the display face are 4.75 of the text face."""
    counts = [line_count("dddd dddd", ems, is_display=False) for ems in (4.74, 4.76)]
    assert counts == [2, 1]
