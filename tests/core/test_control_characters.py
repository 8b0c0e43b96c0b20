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


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("a&#26;b", "ab"), ("&#x1A", ""), ("&#13;", ""), ("&#127;", ""), ("&#129;", ""),
        ("&#x9d;", ""), ("&#65534;", ""), ("&#65535;", ""), ("&#00000000026;", ""),
        *[(kept, kept) for kept in ("&#10;", "&#9;", "&#128;", "&#146;", "&#x9f;", "&#160;",
                                    "&#1114111;", "&#1114112;", "&#12345678;", "&#9999999;")],
        ("&&#26;#26;", "&amp;#26;"), ("&#&#1;x1A;", "&amp;#x1A;"), ("x&#65;&#1;", "x&#65;"),
    ],
)  # fmt: skip
def test_a_reference_to_a_control_goes(html: str, left: str) -> None:
    """Browsers read 128 to 159 as Windows does, but for five; what taking one out puts together
    is shown as it stands."""
    assert without_control_references(html) == left
