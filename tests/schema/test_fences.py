"""The lines around front matter: what programs make of three hyphens is named for what it is."""

from __future__ import annotations

import pytest

from sitegen.core.problems import Problem
from sitegen.schema.frontmatter import FrontMatter, split, split_with_errors

KEYS = "title: Vote\npublished: 2026-03-01\n"


@pytest.mark.parametrize("fence", ["———", "—-", "–-", "—", "--", "----", "−−−", "‐‐‐", "-–-"])
@pytest.mark.parametrize("place", ["opening", "closing", "both"])
def test_other_dashes_are_named_and_the_rest_is_read(fence: str, place: str) -> None:
    """A phone turns hyphens into a dash; each such line is told, and nothing else is."""
    opening = fence if place != "closing" else "---"
    closing = fence if place != "opening" else "---"
    text = f"{opening}\n{KEYS}{closing}\nThe text.\n\n---\n\nMore.\n"

    matter = split_with_errors("a.md", text.encode())

    assert isinstance(matter, FrontMatter)
    verbs = {"opening": {1: "open"}, "closing": {4: "close"}, "both": {1: "open", 4: "close"}}
    hint = "Write '---': three plain hyphens, and nothing else."
    assert matter.problems == tuple(
        Problem("a.md", line, f"'{fence}' does not {verb} the front matter", hint)
        for line, verb in verbs[place].items()
    )
    assert matter.values["title"] == "Vote"
    assert matter.body.startswith("The text.")
    mended = text.replace(f"{fence}\n", "---\n") if fence != "--" else f"---\n{KEYS}---\nText."
    assert isinstance(split("a.md", mended.encode()), FrontMatter)


@pytest.mark.parametrize("fence", ["...", "…", "***", "___", "==="])
def test_other_ends_are_named(fence: str) -> None:
    """The end of a block in another program's way is no text of the story."""
    matter = split_with_errors("a.md", f"---\n{KEYS}{fence}\nThe text.\n".encode())

    assert isinstance(matter, FrontMatter)
    assert [(p.line, p.hint[:11]) for p in matter.problems] == [(4, "Write '---'")]


@pytest.mark.parametrize(
    "block",
    [
        "tags:\n- a\n- b\n",
        "summary: |\n  One\n  --\n  two\n",
        "summary: >\n  ***\n",
        "title: '—'\n",
    ],
)
def test_dashes_within_a_value_close_nothing(block: str) -> None:
    """A list, and dashes set in below a key, are what they say."""
    matter = split("a.md", f"---\n{KEYS}{block.replace('title', 'kicker')}---\nText.\n".encode())

    assert isinstance(matter, FrontMatter)
    assert matter.body == "Text.\n"
