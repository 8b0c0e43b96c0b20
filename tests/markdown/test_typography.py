"""Quotes, dashes and dots are set as Python-Markdown's own patterns set them."""

from __future__ import annotations

import itertools

from sitegen.markdown.dialect import StoryMarkdown

TYPESETTER = StoryMarkdown().story.typesetter


def test_quotes_are_set_alike_in_every_surrounding() -> None:
    """Each quote beside each kind of character is turned as the slow patterns turn it."""
    assert TYPESETTER.is_known
    signs = "'\" as9-(.—\n"
    for length in (1, 2, 3):
        for row in itertools.product(signs, repeat=length):
            text = "".join(row)
            if "'" in text or '"' in text:
                for whole in (text, f"b{text}b", f"b {text} b"):
                    assert TYPESETTER.set(whole) == TYPESETTER._by_patterns(whole), whole


def test_tags_beside_quotes_stay_tags() -> None:
    """A quote that touches another leaves the HTML beside it as it is."""
    md = StoryMarkdown()
    md.begin("story", "en")
    assert "<b>Never</b>,’”" in md.convert("\"'<b>Never</b>,'\" she said.")
