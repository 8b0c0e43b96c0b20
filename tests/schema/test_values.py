"""Values one by one, as front matter writes them: what is taken, and what is said of another."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.problems import Problem, SitegenError
from sitegen.schema.frontmatter import FrontMatter, split
from sitegen.schema.reader import Rules
from sitegen.schema.toml_files import text_of, toml_of
from sitegen.schema.toml_lines import DottedLines
from sitegen.schema.values import (
    END,
    FILE_NAME,
    FOCUS,
    INSTANT,
    LINE,
    PARAGRAPHS,
    WHEN,
    Form,
    Text,
)
from sitegen.schema.yaml_reader import YamlReader


def a_reader() -> YamlReader:
    return YamlReader("a.md", FrontMatter({}, {"key": 2, "list": 3, "list.1": 5}, "", 1), Rules())


def test_names_of_characters_are_read_and_the_first_three_are_told() -> None:
    """Each once; a name that HTML does not have stays as it is."""
    reader = a_reader()
    text = "&eacute; &#34; &uuml; &ntilde; &#x41; &eacute; &nosuchname; Q&A"
    assert reader.text("key", text) == 'é " ü ñ A é &nosuchname; Q&A'
    assert reader.text("key", "&nosuchname; Q&A") == "&nosuchname; Q&A"
    assert reader.text("key", "&eacute;", names_file=True) == "&eacute;"
    assert reader.problems == [
        Problem(
            "a.md", 2,
            "key is written with HTML's names of characters: '&eacute;' for 'é', '&#34;' for "
            "'\"', '&uuml;' for 'ü'",
            "It is published with the characters themselves. Write them so.",
            warning=True,
        )
    ]  # fmt: skip


def test_words_are_joined_but_for_those_that_have_lines() -> None:
    reader = a_reader()
    text = " a  b &amp; \n\n c "
    assert LINE.read(reader, "key", text) == "a b & c"
    assert PARAGRAPHS.read(reader, "key", text) == "a  b & \n\n c"
    assert FILE_NAME.read(reader, "key", text) == "a b &amp; c"


def test_of_the_hour_that_happens_twice_an_end_takes_the_first() -> None:
    """And what shows something the second: nothing is seen too early or too long."""
    reader = YamlReader("a.md", FrontMatter({}, {}, "", 1), Rules(ZoneInfo("America/Chicago")))
    text = "2026-11-01 01:30"
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (6, 7))
    assert [kind.read(reader, "key", text) for kind in (INSTANT, END)] == [second, first]
    when = WHEN.read(reader, "key", text)
    assert when is not None
    assert when.at == second
    assert not reader.failed


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("02", 2), ("4", 4), (f"{'0' * 14}3", 3), ("1", None), ("5", None), ("", None),
     (f"{'0' * 15}3", None), ("-2", None), ("2.5", None), ("٣", None), (["3"], None),
     (None, None)],
)  # fmt: skip
def test_a_number_has_bounds_and_fifteen_digits_at_most(text: object, number: int | None) -> None:
    reader = a_reader()
    assert reader.number("key", text, 2, 4) == number
    assert [(problem.line, problem.hint) for problem in reader.problems] == [
        (2, "Write a number from 2 to 4.")
    ] * (number is None)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        *((["0", "1"], (0.0, 1.0)), (["1", "0"], (1.0, 0.0)), (["0.5", ".25"], (0.5, 0.25))),
        *((["-0.1", "0"], None), (["0", "1.1"], None), (["0.5"], None), ("0.5", None)),
        *((["0", "0", "0"], None), (["x", "0"], None), ([["0"], "0"], None), (["nan", "0"], None)),
        ([], None),
    ],
)
def test_a_focus_is_two_shares_of_a_picture(
    value: object, place: tuple[float, float] | None
) -> None:
    """Both ends are in it."""
    reader = a_reader()
    assert FOCUS.read(reader, "key", value) == place
    assert [(problem.line, problem.message) for problem in reader.problems] == [
        (2, "the focus is not a place in the picture")
    ] * (place is None)


def test_a_text_has_its_form_and_its_longest_length() -> None:
    """Of an item the hint gives the value alone, of a key the whole line."""
    kind = Text(form=Form("[a-z]*", "is no word", "As in {}.", "abc", better=str.lower, most=3))
    reader = a_reader()
    assert [kind.read(reader, "key", text) for text in ("abc", "", "abcd", "AB")] == [
        *("abc", "", None, None)
    ]
    assert kind.read(reader, "list.1", "AB") is None
    assert (
        Text(form=Form("[a-z]", "is no letter", "As in {}.", "a")).read(reader, "key", "1") is None
    )
    assert [(problem.line, problem.message, problem.hint) for problem in reader.problems] == [
        (2, "the key has 4 letters; at most 3", "Write 'key: abcd'."),
        (2, "'AB' is no word", "Write 'key: ab'."),
        (5, "'AB' is no word", "Write 'ab'."),
        (2, "'1' is no letter", "As in 'a'."),
    ]


@pytest.mark.parametrize(("letters", "shown"), [(40, "x" * 40), (41, "x" * 39 + "…")])
def test_a_line_without_a_key_is_shown_up_to_forty_letters(letters: int, shown: str) -> None:
    assert split("a.md", f"---\ntitle: a\n{'x' * letters}\nslug: b\n---\n".encode()) == (
        Problem(
            "a.md", 3, f"'{shown}' is not a line of 'key: value'",
            "If it goes on from the line above, indent it by two spaces.",
        ),
    )  # fmt: skip


def test_lines_of_settings_within_another_file_are_those_of_its_table() -> None:
    """The table itself stands under no name."""
    text = "[tool.x]\na = 1\n[tool.sitegen]\nb = 2\n[[tool.sitegen.c]]\nd = 3\n"
    lines = DottedLines(text, ("tool", "sitegen"))
    assert dict(lines) == {"": 3, "b": 4, "c": 5, "c.0": 5, "c.0.d": 6}
    assert (len(lines), "c.1" in lines) == (5, False)
    assert DottedLines(text)["tool.x.a"] == 2


def test_a_key_of_toml_has_thirty_parts_at_most() -> None:
    most = ".".join("a" * 30)
    assert toml_of("a.toml", f"b = 1\n{most} = 1")["b"] == 1
    with pytest.raises(SitegenError) as raised:
        toml_of("a.toml", f"b = 1\n\n  {most} . a = 1")
    assert raised.value.problems == (
        Problem(
            "a.toml", 3, "a key has more than 30 parts between dots",
            "No setting has more than three. Delete the dots, or put text in quotes.",
        ),
    )  # fmt: skip


def test_a_text_that_was_read_already_is_not_read_again(tmp_path: Path) -> None:
    """What it may be is looked at all the same, but for its size on the disk."""
    file = tmp_path / "a.toml"
    file.write_text("on the disk", "utf-8")
    assert text_of(file, b"\xef\xbb\xbfa\r\nb\r") == "a\nb\r"
    assert text_of(file) == "on the disk"
    for data, line, message in (
        (b"a\n\0", 2, "this file is not text: byte 3 is zero"),
        (b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", 2, "git left a conflict"),
    ):
        with pytest.raises(SitegenError) as raised:
            text_of(file, data)
        (problem,) = raised.value.problems
        assert (problem.path, problem.line) == ("a.toml", line)
        assert message in problem.message
    file.unlink()
    with pytest.raises(SitegenError, match=r"^a\.toml: error: the file cannot be read: No such"):
        text_of(file)
