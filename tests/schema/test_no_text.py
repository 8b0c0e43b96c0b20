"""Files that should be text and are none: which byte of which line it is."""

from __future__ import annotations

import pytest

from sitegen.core.problems import Problem
from sitegen.schema.no_text import no_text, with_zeros

SAVE = "Save the file as UTF-8, and look at this line: a letter or quote may be lost."
RENAME = "Save it as plain text in UTF-8, or give the file its right name."


def said_of(data: bytes) -> Problem:
    with pytest.raises(UnicodeDecodeError) as raised:
        data.decode()
    return no_text("a.md", raised.value)


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        (b"\xe9", 1, "byte 1 of this line (0xe9) is not UTF-8 text"),
        (b"caf\xe9", 1, "byte 4 of this line (0xe9) is not UTF-8 text, after 'caf'"),
        (b"a\nbc\x0f\xe8\n\xe9", 2, "byte 4 of this line (0xe8) is not UTF-8 text, after 'bc\x0f'"),
        (b"a\n\n  \xe9", 3, "byte 3 of this line (0xe9) is not UTF-8 text"),
        (b"x" + b"y" * 20 + b"\xe9", 1,
         f"byte 22 of this line (0xe9) is not UTF-8 text, after '{'y' * 20}'"),
        (b"a\n" + "ñ".encode() * 11 + b"\xe9", 2,
         f"byte 23 of this line (0xe9) is not UTF-8 text, after '{'ñ' * 10}'"),
        (b"x" * 4096 + b"\0\xe9", 1,
         f"byte 4098 of this line (0xe9) is not UTF-8 text, after '{'x' * 19}\0'"),
    ],
)  # fmt: skip
def test_a_byte_that_is_no_letter_is_named_with_what_stands_before_it(
    data: bytes, line: int, what: str
) -> None:
    assert said_of(data) == Problem("a.md", line, what, SAVE)


@pytest.mark.parametrize("data", [b"\xff\xfea\0", b"\xfe\xff\0a"])
def test_text_of_another_encoding_is_named(data: bytes) -> None:
    assert said_of(data) == Problem("a.md", 1, "this file is UTF-16 text", "Save it as UTF-8.")


def test_a_file_with_zeros_is_no_text() -> None:
    """Where they stand near its beginning; such files hold other bytes too."""
    assert said_of(b"x\n" + b"x" * 4093 + b"\0\xe9") == Problem(
        "a.md", 2, "this file is not text: byte 4096 is zero", RENAME
    )
    assert with_zeros("a.md", b"\0") == Problem(
        "a.md", 1, "this file is not text: byte 1 is zero", RENAME
    )
