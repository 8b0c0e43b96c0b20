"""What is kept as text comes back, and whatever else stands there is nothing."""

from __future__ import annotations

import pytest

from sitegen.core.problems import Problem
from sitegen.core.stored import from_text, to_text

PROBLEM = Problem("a.md", 3, "wörds", warning=True)


def test_a_record_comes_back_as_it_was() -> None:
    text = to_text({"a": (PROBLEM,)})
    assert from_text(text, dict[str, tuple[Problem, ...]]) == {"a": (PROBLEM,)}


@pytest.mark.parametrize("text", [None, 3, "", "{", "[" * 100_000, '{"a": 1}', "\ud800"])
def test_what_is_no_such_record_is_nothing(text: object) -> None:
    """A damaged row of the cache costs time, and no traceback."""
    assert from_text(text, dict[str, str]) is None
