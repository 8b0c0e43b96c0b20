"""Blocks between lines of colons beside code, in which such lines stand for themselves."""

from __future__ import annotations

import pytest

from sitegen.markdown.directives import split
from tests.markdown.theme_blocks import KINDS

NOTE = "::: note\nx\n:::"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- ```\n  a\n  ```\n\n" + NOTE, [5]),
        ("1. - ~~~~\n     a\n     ~~~~\n\n" + NOTE, [5]),
        ("- ```py\n  ::: note\n  ```\n" + NOTE, [4]),
        ("  * ```\n    ::: note\n\n    :::\n    ```\n" + NOTE, [6]),
        ("- ```\n  a\n" + NOTE, [3]),  # without an end: the item's is its end
        ("- ```\n\n  ::: note\n", []),
        ("+ ```\n  a\n ```\n" + NOTE, []),  # of which the end begins another
        ("```\n" + NOTE + "\n```\n" + NOTE, [6]),
        ("```\n" + NOTE, []),
        ("- `a`\n" + NOTE, [2]),
        ("- ```a``` b\n" + NOTE, [2]),
        ("-```\n" + NOTE, [2]),
        ("1234567890. ```\n" + NOTE, [2]),
        ("123456789) ```\n" + NOTE, [2]),
    ],
)
def test_a_block_behind_code_of_a_list_is_read(text: str, lines: list[int]) -> None:
    """The end of such code was taken for the beginning of more, up to the end of the story."""
    _text, blocks, problems = split(text, "a.md", 1, KINDS)
    assert [block.line for block in blocks] == lines
    assert problems == []
