"""Control characters, however they are written, are no text."""

from __future__ import annotations

import pytest

from sitegen.core.control_characters import (
    without_control_bytes,
    without_control_references,
    without_controls,
)


def test_controls_go_and_letters_stay() -> None:
    """As text and as bytes, the same; of all that an encoding has one byte beside."""
    every = "".join(map(chr, (*range(0x180), 0x4E2D, 0xFFEF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1F600)))
    gone = {*range(9), 11, 12, *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF}
    left = "".join(letter for letter in every if ord(letter) not in gone)
    assert without_controls(every) == left
    assert without_control_bytes(every.encode()).decode() == left


def test_references_to_all_controls_go_and_to_no_letter() -> None:
    """Browsers read 128 to 159 as Windows does, but for five: "&#146;" is an apostrophe."""
    gone = {*range(9), 11, 12, 13, *range(14, 32), 127, 0x81, 0x8D, 0x8F, 0x90, 0x9D,
            0xFFFE, 0xFFFF}  # fmt: skip
    every = {*range(0x180), *range(0xFFF0, 0x10010), 99_999, 100_000, 0xFFFFF, 0x100000, 0x10FFFF,
             0x110000, 9_999_999, 12_345_678}  # fmt: skip
    for form in ("&#{};", "&#x{:x};", "&#X{:06X}", "&#0{}"):
        left = {n for n in every if without_control_references(form.format(n))}
        assert every - left == gone, form


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("a&#26;b", "ab"), ("&#x1A", ""), ("&#" + "0" * 5000 + "26;", ""),
        ("&#x" + "0" * 5000 + "1a;", ""), ("&#" + "9" * 5000, "&#" + "9" * 5000),
        ("&&#26;#26;", "&amp;#26;"), ("&#&#1;x1A;", "&amp;#x1A;"), ("x&#65;&#1;", "x&#65;"),
    ],
)  # fmt: skip
def test_a_reference_to_a_control_goes(html: str, left: str) -> None:
    """What taking one out puts together is shown as it stands."""
    assert without_control_references(html) == left
