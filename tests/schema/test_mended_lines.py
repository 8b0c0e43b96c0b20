"""Lines that TOML or YAML cannot read: the first that is to blame, and how it is written right."""

from __future__ import annotations

import tomllib

import pytest

from sitegen.schema.toml_errors import mended_line, toml_problem
from sitegen.schema.yaml_errors import odd_space, without_key
from sitegen.schema.yaml_lists import broken_list


@pytest.mark.parametrize(
    ("line", "better"),
    [
        *(("a = x", 'a = "x"'), ("a: x", 'a = "x"'), ("a : 'x'", "a = 'x'")),
        *(("a.b-c = x", 'a.b-c = "x"'), ('"a b" = x', '"a b" = "x"'), ("a = x, y", 'a = "x, y"')),
        *(("a = “x”", 'a = "x"'), ("a = ‘x’", "a = 'x'"), ("a = «x»", 'a = "x"')),
        *(("a = „x“", 'a = "x"'), ("a = it's", 'a = "it\'s"'), ("a = 'it's'", 'a = "it\'s"')),
        *(("a = ‚x‛", "a = 'x'"), ("a = ‟x‟", 'a = "x"')),
        # Opened and never closed; a quote within.
        *(('a = "x', 'a = "x"'), ("a = 'x", 'a = "x"'), ("a = ‘x", 'a = "x"')),
        *(("a = “x", 'a = "x"'), ('a = "a "b"', 'a = "a \\"b"')),
        *(("a = yes", "a = true"), ("a = NO;", "a = false"), ("a: on", "a = true")),
        *(("a = off;", "a = false"), ("a: False", "a = false"), ("a = TRUE", "a = true")),
        *(("a = 007", "a = 7"), ("a: 7", "a = 7"), (f"a = 0{'1' * 14}", f"a = {'1' * 14}")),
        ("a = [x, 1, true, {b = 2}, yes]", 'a = ["x", 1, true, {b = 2}, "yes"]'),
        *(("a: [x]", 'a = ["x"]'), ("a = [“x”, y]", 'a = ["x", "y"]')),
        *(("[a", "[a]"), ("[[a]", "[[a]]"), ("[a]]", "[a]"), ("[ a . b", "[a . b]")),
        *(("[a # c", "[a]"), ("a = x;", 'a = "x"')),
        *(("a = 2026-1-5", "a = 2026-01-05"), ("a: 2026-11-5", "a = 2026-11-05")),
        *(("a = 'it''s'", 'a = "it\'s"'), ("a = 'a ''b'' c'", "a = \"a 'b' c\"")),
        *(("a = 2026-13-01", ""), ("a = 2026-0-1", "")),
        # Sound, going on below, or not clear.
        *((line, "") for line in ("", "  ", "a = 1", "a = [", "a = {", "a = 1,", 'a = """')),
        *((line, "") for line in ("a = '''", '["a"', "a: ", "a = ", "a = {x", "a b = x", "x")),
        (f"a = 0{'1' * 15}", f'a = "0{"1" * 15}"'),
    ],
)
def test_a_line_of_toml_is_written_as_it_was_meant(line: str, better: str) -> None:
    assert mended_line(line) == better


def test_the_cause_of_a_complaint_is_looked_for_thirty_lines_above() -> None:
    """An open list is complained of where the next key begins."""
    for comments, line, hint in (
        (28, 1, "Write 'a = [\"x\"]'."),
        (29, 31, 'Settings are written as key = "text", key = 5, key = true.'),
    ):
        text = 'a = ["x"\n' + "# c\n" * comments + "b = 1\n"
        with pytest.raises(tomllib.TOMLDecodeError) as raised:
            tomllib.loads(text)
        problem = toml_problem("a.toml", text, raised.value)
        assert (problem.line, problem.hint) == (line, hint)


def test_a_date_that_is_none_is_no_text_in_quotes() -> None:
    """What was said to write would have been refused next."""
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        tomllib.loads("a = 1\nb = 2026-13-01\n")
    problem = toml_problem("a.toml", "a = 1\nb = 2026-13-01\n", raised.value)
    assert (problem.line, problem.hint) == (2, "Write the date as in 2026-11-20, without quotes.")


@pytest.mark.parametrize("end", ["", "\n", "\n\n \n"])
def test_a_complaint_without_a_place_is_one_of_the_last_line(end: str) -> None:
    """Python says of a number of thousands of digits only that it is one."""
    number = "9" * 5000
    text = f"a = 1\nb = {number}{end}"
    with pytest.raises(ValueError, match="digits") as raised:
        tomllib.loads(text)
    problem = toml_problem("a.toml", text, raised.value)
    assert (problem.path, problem.line) == ("a.toml", 2)
    assert problem.message.startswith("this line is not TOML: exceeds the limit")
    assert problem.hint == f"Write 'b = \"{number}\"'."


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("a = 1\na = 2\n", 2, "a"),
        ("[a]\n\n[a]", 3, "[a]"),
        ("a.b = 1\n[a]\n", 2, "[a]"),
        ("  a = 1\n  a = 2", 2, "a"),
    ],
)
def test_what_is_given_twice_is_named_where_it_stands_again(text: str, line: int, key: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        tomllib.loads(text)
    problem = toml_problem("a.toml", text, raised.value)
    assert (problem.line, problem.message) == (line, f"'{key}' is given twice")
    assert problem.hint == "Keep one of the two."


NEVER = "the list of a is never closed"


@pytest.mark.parametrize(
    ("block", "until", "complaint"),
    [
        ("a: [x\nb: 1", 0, (0, NEVER, "Write 'a: [x]'.")),
        ("a: [x\nb: 1", 1, (0, NEVER, "Write 'a: [x]'.")),
        ("a: [x\n\nb: 1", 0, (0, NEVER, "Write 'a: [x]'.")),
        ("a: [ok]\na: [x", 1, (1, NEVER, "Write 'a: [x]'.")),
        ("a: [", 0, (0, NEVER, "Write 'a: []'.")),
        ("a: [x,\n  y\nb: 1", 0, (1, NEVER, "Write '  y]'.")),
        ("a: [x\ny,\nb: 1", 0, (1, NEVER, "Write 'y]'.")),
        ("a: [x)}", 0, (0, NEVER, "Write 'a: [x)]'.")),
        ("a: [x)", 0, (0, NEVER, "Write 'a: [x]'.")),
        ("a: [f(x)", 0, (0, NEVER, "Write 'a: [f(x)]'.")),
        ("- [a", 0, (0, "the list of this item is never closed", "Write '- [a]'.")),
        ("a:\n  - [x, y\n  - z", 1,
         (2, "the list of this item is never closed", "Write '  - z]'.")),
        ("a: {x: 1", 0, (0, "the table of a is never closed", "Write 'a: {x: 1}'.")),
        ("a: {b: c, d e, f: g", 0,
         (0, "the table of a is never closed", "Write 'a: {b: \"c, d e\", f: g}'.")),
        ("  k: {a: 'x, b: y", 0,
         (0, "the table of k is never closed", "Write '  k: {a: \"'x\", b: y}'.")),
        ("a: {b: c: d}", 0,
         (0, "a colon within {…} would begin a value of its own, in the middle of b",
          "Write 'a: {b: \"c: d\"}'.")),
        ("a: {b: @c, d, e: 1}", 0,
         (0, "a comma within {…} ends b before its last words",
          "Write 'a: {b: \"@c, d\", e: 1}'.")),
        ("a: {b: @c, e: [1, 2]}", 0,
         (0, "an item of a needs quotes", "Write 'a: {b: \"@c\", e: [1, 2]}'.")),
        ("a: [x: y: z]", 0, (0, "an item of a needs quotes", "Write 'a: [\"x: y: z\"]'.")),
        ("a: [@c, \"d\" e, [f]]", 0,
         (0, "an item of a needs quotes", "Write 'a: [\"@c\", '\"d\" e', [f]]'.")),
        ("a: [\"x, y]", 0, (0, "an item of a needs quotes", "Write 'a: [x, y]'.")),
        # Sound, beyond the line until which a list may begin, or nothing that we know to mend.
        *((block, 0, None) for block in (
            "b: 1\na: [x", "a: [x\n]", "a: [x,\n]\n", "a: {x", "a: (x", "a: []x", "a: [x]] y",
            "a: [[x, y: [}", "a: [x\n y: z\nb: 1", "a: x")),
    ],
)  # fmt: skip
def test_the_first_broken_list_is_mended(
    block: str, until: int, complaint: tuple[int, str, str] | None
) -> None:
    assert broken_list(block.split("\n"), until) == complaint


@pytest.mark.parametrize(
    ("block", "at", "key", "rest"),
    [
        ("a: 1\nb: 2", 1, "b", "a: 1\n"),
        ("a: 1\n  x\nb: 2", 1, "a", "\n\nb: 2"),
        ("a: 1\n- x\nb: 2", 1, "a", "\n\nb: 2"),
        ("a: 1\n\n x", 2, "a", "\n\n"),
        ("a:\n  - b\n\nc: d", 0, "a", "\n\n\nc: d"),
        ("a:\n  - b\n\nc: d", 3, "c", "a:\n  - b\n\n"),
        ("a: 1\nb: 2\nc: 3", 1, "b", "a: 1\n\nc: 3"),
        *(("'a': 1", 0, "a", ""), ('"a" = 1', 0, "a", ""), ("x y", 0, "x", "")),
        ("\n\n", 1, "", "\n\n"),
    ],
)
def test_a_key_is_left_out_with_all_its_lines(block: str, at: int, key: str, rest: str) -> None:
    """The lines below keep their numbers."""
    assert without_key(block, at) == (key, rest)


@pytest.mark.parametrize(
    ("line", "place", "sign", "plain"),
    [
        ("a:\u00a0x", "after the colon", "00A0", "a: x"),
        ("a:\u00a0\u2003-5", "after the colon", "00A0", "a: -5"),
        ("a: \u200bx", "after the colon", "200B", "a:  x"),
        ("a: \u00a0\u00a0 x\u00a0y ", "after the colon", "00A0", "a:   x\u00a0y"),
        ("\u00a0a: x", "at the start of this line", "00A0", " a: x"),
        ("\u00a0\u2003 a: b", "at the start of this line", "00A0", "   a: b"),
        (" \t\u00a0 a: b", "at the start of this line", "00A0", " \t  a: b"),
        ("\u3000", "at the start of this line", "3000", ""),
        ("  -\u2003x", "after the hyphen", "2003", "  - x"),
    ],
)
def test_a_space_that_is_no_plain_one_is_named(
    line: str, place: str, sign: str, plain: str
) -> None:
    assert odd_space([line], 0) == (
        0,
        f"the space {place} (U+{sign}) is no plain space",
        f"Write '{plain}', with a space of your own.",
    )
    told = odd_space(["a: é", line, line], 2)
    assert told is not None
    assert told[0] == 1
    assert odd_space(["a: x\u00a0y", line], 0) is None
