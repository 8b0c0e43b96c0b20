"""Whole numbers, as anybody may have written them."""

from __future__ import annotations

import pytest

from sitegen.core.figures import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("0042", 42),
        ("9" * 18, 10**18 - 1),
        *((other, 7) for other in ("", "²", "٣", "-1", "1.5", " 1", "x", "1" * 19, "9" * 5000)),
    ],
)
def test_only_digits_are_a_number(text: str, number: int) -> None:
    """Whatever else an export or a server says is none, and ends no command."""
    assert whole_number(text, 7) == number
