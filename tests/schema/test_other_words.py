"""Values of other programs' keys: what each becomes under ours; None where that is not clear."""

from __future__ import annotations

import pytest

from sitegen.schema import other_words as words
from sitegen.schema.yaml_reader import is_seen, value_in_words


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "a"), ("a.jpg b", "a.jpg b"), ("", None), (None, None), (["a"], None),
     ("hall.jpg", None), ("hall.JPEG?x=1", None)],
)  # fmt: skip
def test_a_text_is_one_but_for_the_name_of_a_picture(value: object, text: object) -> None:
    assert words.as_text(value) == text


@pytest.mark.parametrize(
    ("value", "slug"),
    [("City Hall", "city-hall"), ("a_b  c", "a-b-c"), (["A b"], "a-b"), (["a", "b"], None),
     ("a, b", None), ("", None), (None, None), ([""], None), ([["a"]], None), ([], None)],
)  # fmt: skip
def test_one_name_becomes_a_slug(value: object, slug: object) -> None:
    assert words.as_slug(value) == slug


@pytest.mark.parametrize(
    ("value", "names"),
    [("a, b", ["a", "b"]), ("a", "a"), ("a,", ["a"]), ("a,,b", ["a", "b"]),
     ("[a, 'b']", ["a", "b"]), (["a"], ["a"]), ("", None), (None, None), ([], None),
     ({"a": "b"}, None)],
)  # fmt: skip
def test_names_become_a_list(value: object, names: object) -> None:
    assert words.as_names(value) == names


@pytest.mark.parametrize(
    ("value", "paths"),
    [
        *(("https://old.example/a/", ["/a/"]), (" https://x.org/a ", ["/a"]), ("/a/", ["/a/"])),
        *(("a.html", ["/a.html"]), (" /a ", ["/a"]), ("//x/a", ["/a"])),
        (["/a/", "b.html"], ["/a/", "/b.html"]),
        # No path, a port, or the pattern of a whole site.
        *(("a", None), ("/", None), ("https://x.org", None), ("http://x:80/a", None)),
        *(("/:year/:title/", None), ("https://x.org/:a/b", None), ("/a:b", None)),
        *(("{a}", None), ("https://x.org/{id}/", None), ("https://[", None)),
        *((["/a/", 5], None), (["/a/", "/b:c"], None), ([], None), (None, None)),
    ],
)
def test_old_addresses_become_paths(value: object, paths: object) -> None:
    assert words.as_paths(value) == paths


@pytest.mark.parametrize(
    ("value", "part"),
    [("a", "a"), ("a/b", None), ("/", None), (None, None), (["a"], None), ("pretty", None),
     ("date", None), ("none", None), ("ordinal", None), ("weekdate", None)],
)  # fmt: skip
def test_the_last_part_of_an_address_is_no_path_and_no_style(value: object, part: object) -> None:
    assert words.as_last_part(value) == part


NAMES = {"src": "file", "file": "file", "title": "alt", "alt": "alt", "credit": "credit"}


@pytest.mark.parametrize(
    ("value", "picture"),
    [
        *((f"a.{end}", {"file": f"a.{end}"})
          for end in ("jpg", "jpeg", "png", "webp", "gif", "svg", "avif", "JPG", "jpg?x")),
        (["a.jpg"], {"file": "a.jpg"}),
        ({"src": "a.png", "title": "T"}, {"file": "a.png", "alt": "T"}),
        ({"src": "a.webp", "alt": 5}, {"file": "a.webp"}),
        ([{"file": "a.svg"}], {"file": "a.svg"}),
        *(("a", None), ("a.jpgx", None), ("jpg", None), ("a.pdf", None), (None, None)),
        *((["a.jpg", "b.jpg"], None), (["x"], None), ([], None)),
        *(({"src": "a", "title": "T"}, None), ({"title": "T"}, None)),
    ],
)  # fmt: skip
def test_a_picture_becomes_a_table_with_its_file(value: object, picture: object) -> None:
    assert words.as_picture(value, NAMES) == picture


def test_other_answers_kinds_languages_and_templates() -> None:
    """What is no such answer, and what is no text at all, gives nothing."""
    answers = ["true", "Yes", "1", "no", "", True, None, ["true"]]
    assert [words.as_answer(v) for v in answers] == ["true"] * 3 + [None] * 5
    drafts = ["draft", "Pending", "private", "unpublished", "hidden", "trash", "true"]
    assert [words.as_draft(v) for v in drafts] == ["true"] * 7
    assert [words.as_draft(v) for v in ("publish", "false", None, ["draft"])] == [None] * 4
    assert [words.as_template(v) for v in ("map.html", "map", None, ["a.html"])] == [
        *("map.html", None, None, None)
    ]
    assert [words.as_kind(v) for v in ("story", "Column", "News", "page", None, ["news"])] == [
        *("news", "opinion", "news", None, None, None)
    ]
    assert [words.as_language(v) for v in ("es_MX.UTF-8", "en", None, ["en"])] == [
        *("es-MX", "en", None, None)
    ]


def test_a_value_is_named_as_it_stands_and_shortened() -> None:
    assert [value_in_words(value) for value in ({}, [], "x", 5)] == [
        *("a table", "a list", "'x'", "'5'")
    ]
    assert value_in_words("x" * 60) == f"'{'x' * 60}'"
    assert value_in_words("x" * 61) == f"'{'x' * 57}…'"


def test_signs_that_nobody_sees_are_no_text() -> None:
    seen = ["a", ".", "\u200b a", "", " ", "\u200b", "\u00a0", "\ue000", "\n"]
    assert [text for text in seen if is_seen(text)] == ["a", ".", "\u200b a"]
