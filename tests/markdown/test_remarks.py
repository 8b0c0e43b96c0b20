"""What the editor is told of a text whose markup may not be meant as it stands."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sitegen.markdown.convert import Converter
from sitegen.markdown.fast import QuickMarkdown
from sitegen.markdown.speed import slow_reading
from tests.conftest import Site
from tests.markdown.theme_blocks import KINDS

CONVERTER = Converter(zone=ZoneInfo("America/Chicago"), blocks=KINDS)


@pytest.mark.parametrize(
    ("text", "line", "message", "warning"),
    [
        ("The count was\nlate.[^count]", 11, "there is no note [^count]", False),
        ("A.[^1]\n\n[^1]: B.\n\n[^2]: C.", 14, "the note '2' is used nowhere in the text", True),
        ("A.[^1]\n\n[^1]: B.\n[^1]: C.", 13, "the note '1' is written twice", False),
        ("| a | b |\n|---|---|\n| c | d | e |", 12, "this row has 3 cells, and the table 2", False),
        ("A.\n\nThe [plan](https://a.org/b", 12, "a link's address has no end", True),
        ("A.\nHe <inaudible> said.", 11, "'<inaudible>' is no tag of HTML", True),
        ("::: note\nA.[^x]\n:::\n\nB.[^y]", 11, "there is no note [^x]", False),
        ("<div>\n\n    <p>A.</p>\n\n</div>", 12, "HTML that is set in by four spaces", True),
        ("A.<o:p></o:p>", 10, "'<o:p>' is no tag of HTML", True),
        ('::: embed https://a.org/b "B"\n\nA.[^x]', 12, "there is no note [^x]", False),
        ('::: embed https://a.org/b "B"\nA.\n:::\n\nA.[^x]', 14, "there is no note [^x]", False),
        ("\n\nA\n\nB\n\n| a |\n|---|\n| b | c |\n\nC\n\nD", 18, "this row has 2 cells", False),
        ("> " * 41 + "a", 10, "more than 40 quotes or lists stand inside one another", False),
    ],
)
def test_a_sign_that_may_not_be_meant_is_told(
    text: str, line: int, message: str, warning: bool
) -> None:
    """The line, what was found and what to write."""
    problem = CONVERTER.convert(text, path="p", first_line=10, anchor="a").problems[0]
    assert problem.message.startswith(message)
    assert (problem.line, problem.warning) == (line, warning)
    assert problem.hint


def test_remarks_of_one_paragraph_have_a_line_each() -> None:
    """Lines are counted on from one remark to the next, also within a line."""
    text = "A[^u]\n<inaudible> b[^v]\nc\nand[^w]"
    problems = CONVERTER.convert(text, path="p", first_line=10, anchor="a").problems
    assert [(problem.line, problem.message.split()[-1]) for problem in problems] == [
        (10, "[^u]"), (11, "stands"), (11, "[^v]"), (13, "[^w]"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "[^a](b.md)",
        "`[^a]`",
        r"\[^a]",
        "A.[^1]\n\n[^1]: See[^2].\n\n[^2]: B.",
        "[plan](https://example.org/a_(b))",
        "[f](x)(y) and [g]((https://example.org/))",
        "<b>a</b> and <kbd>b</kbd>",
        "| a |\n|---|\n| b |\n| c |  |",
    ],
)
def test_sound_signs_are_not_told(text: str) -> None:
    """Links, code, custom elements and notes in notes are as they should be."""
    messages = [
        p.message for p in CONVERTER.convert(text, path="p", first_line=1, anchor="a").problems
    ]
    assert messages == []


def test_slow_reading_is_one_warning(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a Python-Markdown that the short way does not know, the build says so once."""
    assert slow_reading() is None
    site.story()
    site.story("content/news/other.md", title="Other")
    built = site.build()
    assert not [w for w in built.report.warnings if "read slowly" in w.message]

    monkeypatch.setattr("sitegen.markdown.fast._is_known", lambda md: False)
    assert not QuickMarkdown(CONVERTER._markdown).active
    site.story("content/news/third.md", title="Third")
    again = site.build()
    assert len([w for w in again.report.warnings if "read slowly" in w.message]) == 1
    assert again["news/third/index.html"]
