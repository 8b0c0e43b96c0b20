"""Quotes around values, items of lists, and how both are written: what a hint is made of."""

from __future__ import annotations

import pytest

from sitegen.schema.curly_quotes import without_curly_quotes
from sitegen.schema.list_items import split_items
from sitegen.schema.plain_yaml import plain_yaml
from sitegen.schema.yaml_blocks import QuotedText
from sitegen.schema.yaml_writing import as_yaml, in_quotes, without_quotes


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        *(("“news”", "news"), ("“x”", "x"), ("„x“", "x"), ("„x”", "x"), ("‘x’", "x")),
        *(("«x»", "x"), ("‹x›", "x"), ("”x”", "x"), ("‟x”", "x")),
        # None around it, one alone, nothing within, not a pair, other words outside of them.
        *(("news", None), ("“n", None), ("n”", None), ("“”", None), ("’x’", None), ("»x«", None)),
        *(('"x"', None), ("é", None), ("“a” und „b“", None), (QuotedText("“x”"), None)),
        (["“Houston", "Texas”"], ["Houston, Texas"]),
        (["“a”", "b"], ["a", "b"]),
        (["b", "‘a’"], ["b", "a"]),
        (["“Houston”, Texas"], ["Houston", "Texas"]),
        # Swedish quotes are known by their end: they begin as others close.
        (["”a”", "b"], ["a", "b"]),
        (["b", "”c”"], ["b", "c"]),
        *((["a"], None), (["“a"], None), (["a’"], None), (["a”"], None), (["a»"], None)),
        *(([QuotedText("“a”"), "b"], None), (["ä", "b"], None), (["“a", None], None)),
        *(([], None), (None, None), (5, None), ({"a": "“b”"}, None)),
    ],
)
def test_curly_quotes_around_a_value_are_taken_off(value: object, plain: object) -> None:
    """Those that stand in straight quotes were meant."""
    assert without_curly_quotes(value) == plain


@pytest.mark.parametrize(
    ("text", "items"),
    [
        *(("", []), ("a", ["a"]), ("a,b", ["a", "b"]), ("a, b ,", ["a", "b"])),
        *(("a,,b", ["a", "b"]), ("it's, so", ["it's", "so"]), ("x y", ["x y"])),
        ('"a, b", c', ['"a, b"', "c"]),
        ("'a, b', c", ["'a, b'", "c"]),
        ("“a, b”, c", ["“a, b”", "c"]),
        ("[a, b], c", ["[a, b]", "c"]),
        ("{d: e, f: g}, h", ["{d: e, f: g}", "h"]),
        ("[[a, b], c], d", ["[[a, b], c]", "d"]),
        ("a [b, c] d, e", ["a [b, c] d", "e"]),
        *(("a], b", ["a]", "b"]), ("]a, b", ["]a", "b"])),
        ("k: 'a, b', c", ["k: 'a, b'", "c"]),
        ('a-b: "c, d", e', ['a-b: "c, d"', "e"]),
        ("a b: 'c, d'", ["a b: 'c", "d'"]),  # begins with no quote and no key
        ("x 'a, b', c", ["x 'a", "b'", "c"]),
        *(("'a, b", ["a", "b"]), ("“a, b", ["“a", "b"])),  # never closed
    ],
)
def test_a_text_is_parted_into_items(text: str, items: list[str]) -> None:
    """At its commas, but not within quotes and brackets."""
    assert split_items(text) == items


@pytest.mark.parametrize(
    "text",
    [
        *("a", "a b", "a:b", "a#b", "-a", "+1", ".5", "/x", "_x", "é", "it's", 'say "x"', "a[b"),
        *("a,b", "a\\b", "-.a", "-/a", "1", "a{b", "a}b", "a]b"),
    ],
)
def test_a_plain_text_is_written_without_quotes(text: str) -> None:
    assert as_yaml(text) == text
    assert plain_yaml(f"k: {text}") == {"k": text}


@pytest.mark.parametrize(
    "text",
    [
        *("", "a: b", "a:", "a #b", " a", "a ", "#a", "- a", "-", "+ 1", ". a", "★", "@a", "[a"),
        *("{", "“x”", "a\x7f", "a\x1fb", "a\tb", "*a", "&a", "!a", "%a", "?", "|", ">", "'a", "~"),
    ],
)
def test_a_text_that_would_mean_more_is_written_in_quotes(text: str) -> None:
    assert as_yaml(text) == f'"{text}"'


def test_values_are_written_on_one_line() -> None:
    """Within brackets, commas and brackets of a text need quotes too."""
    assert [as_yaml(value) for value in (None, 5, ["a", "b: c"], ("a",), [], {})] == [
        *("", "5", '[a, "b: c"]', "[a]", "[]", "{}")
    ]
    assert as_yaml({"k": "v, w", "l": ["x", {"y": "z"}]}) == '{k: "v, w", l: [x, {y: z}]}'
    for text in ("a,b", "a[b", "a]b", "a{b", "a}b"):
        assert as_yaml([text]) == f'["{text}"]'
    assert as_yaml("a b", in_list=True) == "a b"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        *(("a", '"a"'), ('a"b', "'a\"b'"), ("a'b", '"a\'b"'), ("a\\b", "'a\\b'")),
        *(("a\"'b\\", '"a\\"\'b\\\\"'), ("'a\\", '"\'a\\\\"')),
    ],
)
def test_a_text_is_quoted_with_the_fewest_signs(text: str, written: str) -> None:
    assert in_quotes(text) == written
    assert plain_yaml(f"k: {written}") == {"k": text}


@pytest.mark.parametrize(
    ("text", "within"),
    [
        *(("'a'", "a"), ('"a"', "a"), ("“a”", "a"), ("„a“", "a"), ("„a”", "a"), ("«a»", "a")),
        *(("“it’s”", "it’s"), ("‘it’s’", "it’s"), ('"it\'s"', "it's"), ("'a\"b'", 'a"b')),
        ("'The Mayor's plan'", "The Mayor's plan"),
        ("'it's Joe's'", "it's Joe's"),
        *(("'x'y'z'", "x'y'z"), ("'a' b'", "a' b"), ("'Mayors' plan'", "Mayors' plan")),
        *(("'a 'b' c'", "a 'b' c"), ("''a' b'", "'a' b"), ("'a ('b') c'", "a ('b') c")),
        *(('"a "b" c"', 'a "b" c'), ('"a b" c"', 'a b" c')),
    ],
)
def test_quotes_that_are_a_pair_around_it_all_are_taken_off(text: str, within: str) -> None:
    assert without_quotes(text) == within


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "ab", "abc", "''", "'ab", "ab'", "“a", "“”", "a”", "'ab\"", "‘a’ or ‘b’"),
        *("'No,' he says, 'never'", "“a” und „b“", "‘Mayors’ plan’", '"a", "b"'),
    ],
)
def test_other_quotes_stay(text: str) -> None:
    assert without_quotes(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\nb: [no, x]", {"a": "1", "b": ["no", "x"]}),
        ("- 077", ["077"]),
        ("a: !!int 3", {"a": "3"}),
        ("", None),
    ],
)
def test_yaml_of_other_programs_stays_text(text: str, value: object) -> None:
    assert plain_yaml(text) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: c: d", "mapping values are not allowed here in line 2"),
        ("a: *x", "found undefined alias 'x' in line 1"),
        ("a: \x01", "no YAML"),
        ("[" * 1200, "lists lie in one another too deep"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
        plain_yaml(text)
