"""Blocks that a site's own extensions read, between those that everybody writes."""

from __future__ import annotations

import pytest
from markdown.extensions.admonition import AdmonitionExtension

from sitegen.markdown.dialect import StoryMarkdown

NOTE = '<div class="admonition note">\n<p class="admonition-title">Note</p>\n'


@pytest.fixture(scope="module")
def own() -> StoryMarkdown:
    return StoryMarkdown([AdmonitionExtension()])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("!!! note\n    A.", f"{NOTE}<p>A.</p>\n</div>"),
        ("B.\n\n!!! note\n    A.\n\nC.", f"<p>B.</p>\n{NOTE}<p>A.</p>\n</div>\n<p>C.</p>"),
        ("!!! note\n    A.\n\n    *D.*\n\nC.",
         f"{NOTE}<p>A.</p>\n<p><em>D.</em></p>\n</div>\n<p>C.</p>"),
        ("!!! note\n    A.\n\n!!! note\n    D.",
         f"{NOTE}<p>A.</p>\n</div>\n{NOTE}<p>D.</p>\n</div>"),
        ("B.\n!!! note\n    A.", f"<p>B.</p>\n{NOTE}<p>A.</p>\n</div>"),
        (
            "B.\n!!! note\n    A.\n\n    D.\n\nC.\n!!! note\n    E.",
            f"<p>B.</p>\n{NOTE}<p>A.</p>\n<p>D.</p>\n</div>\n<p>C.</p>\n{NOTE}<p>E.</p>\n</div>",
        ),
        (" !!! note\n\nC.", "<p>!!! note</p>\n<p>C.</p>"),
        ("- a\n\n- b", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_block_of_an_extension_stands_in_its_place(
    own: StoryMarkdown, text: str, html: str
) -> None:
    """It begins at the left edge behind an empty line, and what is set in belongs to it."""
    own.begin("story", "en")
    assert own.convert(text) == html


@pytest.mark.parametrize("before", ["", "B.\n\n", "\n\n"])
def test_what_follows_a_block_of_an_extension_keeps_its_line(
    own: StoryMarkdown, before: str
) -> None:
    """Problems behind it are told where they stand."""
    own.begin("story", "en")
    own.convert(f"{before}!!! note\n    A.\n\n    C.\n\n!!! note\n    D.\n\nE[^e].\n\n[^f]: F.")
    above = before.count("\n")
    assert [remark.line - above for remark in own.remarks] == [9, 11]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("B[^x]\n\n!!! note\n    C[^y]\n\n    D[^z]\n\nE[^w]", [1, 4, 6, 8]),
        ("!!! note\n    C.\n\n    - D\n    - E[^y]\n\nE[^w]", [5, 7]),
        ("!!! note\n    C.\n\n!!! tip\n\n    > E[^y]\n\nE[^w]", [6, 8]),
        ("!!! note\n    | a |\n    |---|\n    | b | c |", [4]),
        ("[^a] [^b]\n\n!!! note\n    [^a]: A.\n    [^a]: B.\n\n[^b]: C.", [5]),
    ],
)
def test_what_stands_in_a_block_of_an_extension_has_its_line(
    own: StoryMarkdown, text: str, lines: list[int]
) -> None:
    """What an extension hands back is looked for where it came from."""
    own.begin("story", "en")
    own.convert(text)
    assert sorted(remark.line for remark in own.remarks) == lines
