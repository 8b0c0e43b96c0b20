"""What is nearly Markdown is warned of with its line, and sound Markdown is not."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sitegen.core.problems import Problem
from sitegen.markdown.convert import Conversion, Converter
from tests.markdown.theme_blocks import KINDS

CONVERTER = Converter(zone=ZoneInfo("America/Chicago"), blocks=KINDS)


def convert(text: str) -> Conversion:
    return CONVERTER.convert(text, path="p", first_line=10, anchor="a")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "##\u00a0The vote",
            10,
            "readers see '##': the space behind it is no plain space (U+00A0)",
        ),
        (
            "-\u2003One\n-\u2003Two",
            10,
            "readers see '-': the space behind it is no plain space (U+2003)",
        ),
        (
            "A.\n\n12.\u202fOne",
            12,
            "readers see '12.': the space behind it is no plain space (U+202F)",
        ),
        (
            "The\n[plan] (https://a.example/b).",
            11,
            "'[plan] (https://a.example/b)' is no link, and",
        ),
        ("![The hall] (hall.jpg)", 10, "'![The hall] (hall.jpg)' is no link, and readers see it"),
        ("(the plan)[https://a.example]", 10, "'(the plan)[https://a.example]' is no link, and"),
        ("The [plan][one].", 10, "'[plan][one]' is no link: no line says where [one] leads"),
        ("The\n[plan][].", 11, "'[plan][]' is no link: no line says where [plan] leads"),
        ("[a][b] [c][d]\n\n[B]: https://b.example", 10, "'[c][d]' is no link: no line says where"),
        ("• One\n• Two", 10, "the lines that begin with '•' run together in one paragraph"),
        ("Steps:\n  ▪ One\n  ▪ Two", 11, "the lines that begin with '▪' run together"),
        ("– One\n– Two", 10, "the lines that begin with '–' run together"),
        ("— Yes.\n— No.", 10, "the lines that begin with '—' run together"),
        ("1.One\n2.Two", 10, "the lines that begin with '1.' run together"),
        ("9)One\n10)Two", 10, "the lines that begin with '9)' run together"),
        ("It is over.\n---\nMore.", 10, "the line of hyphens makes a heading of the text above"),
        ("He said “no.”\n=====", 10, "the line of equals signs makes a heading of the text above"),
        (f"{'long ' * 24}\n-", 10, "the line of hyphens makes a heading of the text above it"),
        ("A.\n\n###\n\nB.", 12, "'###' is a heading without words, and is left out"),
        ("A.\n\n<h3> </h3>\n", 12, "'<h3> </h3>' is a heading without words, and is left out"),
        ("A ** very ** old hall", 10, "'** very **' is not bold, and readers see the stars"),
        ("A.\n\n**very ** old", 12, "'**very **' is not bold, and readers see the stars"),
        ("**重要：**本日です", 10, "'**重要：**' is not bold, and readers see the stars"),
        (
            "\tThe council will meet again on Monday, it said.",
            10,
            "these words are shown as code: four spaces or a tab stand before them",
        ),
        (
            "A [](https://a.example).",
            10,
            "the link to 'https://a.example' has no words, and is left",
        ),
        ("A\n[&nbsp; ](b.md).", 11, "the link to 'b.md' has no words, and is left out"),
        (
            'A <a class="x" href=b.md>\n</a>.',
            10,
            "the link to 'b.md' has no words, and is left out",
        ),
    ],
)
def test_a_slip_is_one_warning_with_its_line(text: str, line: int, message: str) -> None:
    """What was found, and what to write."""
    (problem,) = convert(text).problems
    assert problem.message.startswith(message)
    assert (problem.line, problem.warning) == (line, True)
    assert problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "## The vote in\u00a0May\n\n- one\u00a0two",
        "[plan](https://a.example) (https://a.example) [sic] (he said) [x] (a b.jpg)",
        "He (the mayor)[1] said [sic][1] and [2][3].\n\n[1]: https://a.example",
        "[a][b] and [b][]\n\n> [b]: https://a.example",
        (r"\[a][b] `[a][b]` [a][b](c.md) [^1][^1]" "\n\n[^1]: Note.\n[b]: https://a.example"),
        "• One  \n• Two\\\n• Three\n\n• Four\n\n— Yes\n\n— No",
        "1.5 million\n2.5 million\n\n1.Abb\n7.Bcd",
        "The vote\n---\n\nMore.\n\n---\n\nEnd.",
        "| a. | b. |\n|----|----|\n| c. | d. |",
        "- One.\n---\n\n> Two.\n---",
        "#1 in the state, #\n\n## C#\n\n```\n#\n```",
        "s**t and f**k; 2**3; a * b * c; \\*\\*so\\*\\*",
        "`** a **` and **bold**, **bold** , **b**",
        "    total = sum(each.price for each in the whole long list)",
        "    one two three",
        "```\nThe council will meet again on Monday, it said.\n```",
        '<a id="up" href="#up"></a><a name="x"></a> <a href="#up" aria-label="Up"></a>',
    ],
)
def test_sound_markdown_is_no_slip(text: str) -> None:
    """Signs that are meant, in code, in links and in speech."""
    assert [problem.message for problem in convert(text).problems] == []


def test_the_first_slip_of_a_kind_is_told() -> None:
    """Forty are one warning, each kind has its own."""
    told = [*map(Problem.__str__, convert("[a] (b.md)\n\n• a\n• b\n\n" * 40).problems)]
    assert len(told) == 2


def test_what_has_no_words_is_left_out() -> None:
    """A heading and a link that nobody sees are named by screen readers all the same."""
    body = convert(
        "A [](https://a.example)b.\n\n###\n\n## ![Hall](h.jpg)\n\n[![Hall](h.jpg)](b.md)"
    ).body
    assert body.html.startswith("<p>A b.</p>\n\n<h2")
    assert body.html.count("<h") == 1
    assert body.html.count("<a ") == 1
    assert len(body.headings) == 1


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("file:///Users/sample/x.jpg", "file:///Users/sample/x.jpg"),
        (r"C:\\Pictures\\x.jpg", r"C:\Pictures\x.jpg"),
        ("blob:https://docs.example/1", "blob:https://docs.example/1"),
        ("cid:image001.png", "cid:image001.png"),
        (r"\\\\server\\x.jpg", r"\\server\x.jpg"),
    ],
)
def test_a_picture_that_only_the_editors_own_machine_has_is_a_problem(
    address: str, shown: str
) -> None:
    """No reader can load it: it was pasted from a disk, a document or a mail."""
    (problem,) = convert(f"A.\n\n![Hall]({address})").problems
    assert problem.message == f"picture '{shown}', a file on your own computer"
    assert problem.hint == "Put the picture's file beside the story and name it."
    assert (problem.line, problem.warning) == (12, False)
