"""The parts of which an export of Ghost is read: cards, texts, routes, rows, redirects."""

from __future__ import annotations

import json
from collections import deque
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from sitegen.importers.ghost import lexical, mobiledoc
from sitegen.importers.ghost.cards import card
from sitegen.importers.ghost.lexical import UnknownNodeError
from sitegen.importers.ghost.origin import moment
from sitegen.importers.ghost.rendered import rendered_html
from sitegen.importers.ghost.routes import Collection, Routes, path_of, permalink_of, routes_of
from sitegen.importers.ghost.rows import BrokenExportError, rows
from sitegen.importers.ghost.texts import full_size, text_of
from tests.importers.tables import table


def with_remarks(html: str | None, remarks: list[str]) -> str:
    return "\n".join([str(html), *(f"! {remark}" for remark in remarks)])


def carded(text: str) -> str:
    """Return cards, one a line of JSON with its kind first, as HTML."""
    made = []
    for line in text.splitlines():
        kind, _, fields = line.partition(" ")
        remarks: list[str] = []
        made.append(with_remarks(card(kind, json.loads(fields or "{}"), remarks), remarks))
    return "\n".join(made)


def of_lexical(text: str) -> str:
    """Return a list of nodes as HTML; where some are unknown, all words that are in them."""
    remarks: list[str] = []
    source = f'{{"root": {{"children": {text}}}}}'
    try:
        return with_remarks(lexical.lexical_html(source, remarks), remarks)
    except UnknownNodeError as error:
        return f"{error}: {lexical.lexical_html(source, remarks, sure=False)}"


def of_mobiledoc(text: str) -> str:
    remarks: list[str] = []
    try:
        return with_remarks(mobiledoc.mobiledoc_html(text, remarks), remarks)
    except UnknownNodeError as error:
        return f"{error}: {mobiledoc.mobiledoc_html(text, remarks, sure=False)}"


def of_html(text: str) -> str:
    remarks: list[str] = []
    return with_remarks(rendered_html(text, remarks), remarks)


TABLES = {"cards": carded, "lexical": of_lexical, "mobiledoc": of_mobiledoc, "rendered": of_html}
CASES = [(name, case) for name in TABLES for case in table(name)]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n}: {c}" for n, c in CASES])
def test_texts_of_ghost_are_html(name: str, case: str) -> None:
    given, wanted = table(name)[case]
    assert TABLES[name](given).rstrip("\n") == wanted


@pytest.mark.parametrize("text", ["", "{", "[]", '{"root": 1}', '{"sections": 1}', "[1]"])
def test_what_is_no_text_of_ghosts_is_empty(text: str) -> None:
    assert lexical.lexical_html(text, []) == mobiledoc.mobiledoc_html(text, []) == ""
    assert lexical.only_markdown(text) == mobiledoc.only_markdown(text) == ""


MARKDOWN = {"type": "markdown", "markdown": " A *b* "}


@pytest.mark.parametrize(
    ("nodes", "markdown"),
    [
        ([MARKDOWN], "A *b*"), ([{"type": "paragraph", "children": []}, MARKDOWN], "A *b*"),
        ([MARKDOWN, MARKDOWN], ""), ([{**MARKDOWN, "type": "html"}], ""),
        ([{**MARKDOWN, "type": "paragraph"}], ""), ([], ""), ([1], ""),
        ([{}], ""),
    ],
)  # fmt: skip
def test_a_text_of_one_card_of_markdown_is_markdown(nodes: list[Any], markdown: str) -> None:
    text = json.dumps({"root": {"children": nodes}})
    assert lexical.only_markdown(text) == markdown


@pytest.mark.parametrize(
    ("sections", "cards", "markdown"),
    [
        ([[10, 0]], [["markdown", {"markdown": "a"}]], "a"),
        ([[10, 0], [1, "p", []]], [["card-markdown", {"markdown": "a"}]], "a"),
        ([[10, 0], [1, "p", [[0, [], 0, "b"]]]], [["markdown", {"markdown": "a"}]], ""),
        ([[10, 0], [3, "ul", [[[0, [], 0, "b"]]]]], [["markdown", {"markdown": "a"}]], ""),
        ([[10, 0], [3, "ul", [[[0, [], 0]]]]], [["markdown", {"markdown": "a"}]], "a"),
        ([[10, 0]], [["html", {"markdown": "a"}]], ""), ([[10, 0]], [["markdown"]], ""),
        ([[10, 0]], [["markdown", {"markdown": "a"}], ["hr", {}]], ""), ([[10, 0]], [], ""),
        ([[1, "p", [[0, [], 0, "b"]]]], [["markdown", {"markdown": "a"}]], ""),
        ([[10, 0], [2, "/a.jpg"]], [["markdown", {"markdown": "a"}]], ""),
        ([[10, 0], [4]], [["markdown", {"markdown": "a"}]], ""),
        ([[10, 0], []], [["markdown", {"markdown": "a"}]], ""),
        ([[10, 0], [10, 0]], [["markdown", {"markdown": "a"}]], ""),
        ([[10, 0], [1, "p", [[0, [], 0, ""]]], [3, "ul", [1]]],
         [["markdown", {"markdown": "a"}]], "a"),
        ([[10, 0]], [[]], ""), ([], [["markdown", {"markdown": "a"}]], ""),
    ],
)  # fmt: skip
def test_a_mobiledoc_of_one_card_of_markdown_is_markdown(
    sections: list[Any], cards: list[Any], markdown: str
) -> None:
    text = json.dumps({"sections": sections, "cards": cards})
    assert mobiledoc.only_markdown(text) == markdown


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2024-05-03T09:00:00.123Z", datetime(2024, 5, 3, 9, tzinfo=UTC)),
        (" 2024-05-03 09:00:00 ", datetime(2024, 5, 3, 9, tzinfo=UTC)),
        ("2024-05-03T09:00:00+02:00", datetime(2024, 5, 3, 7, tzinfo=UTC)),
        (1388318311999, datetime(2013, 12, 29, 11, 58, 31, tzinfo=UTC)),
        ("2024-05-03", datetime(2024, 5, 3, tzinfo=UTC)), (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (1e300, None), (1e20, None), (1e17, None), ("never", None), (" ", None), ("", None),
        (None, None), ("0001-01-01T00:00:00Z", None), (-62135596800000, None),
    ],
)  # fmt: skip
def test_dates_of_an_export_are_moments(value: object, at: datetime | None) -> None:
    assert moment(value) == at


@pytest.mark.parametrize(
    ("address", "full"),
    [
        ("/content/images/size/w600/2024/a.jpg", "/content/images/2024/a.jpg"),
        ("/content/images/size/w600h400/format/webp/a.jpg", "/content/images/a.jpg"),
        ("/content/images/format/avif/a.jpg", "/content/images/a.jpg"),
        ("/content/images/a.jpg", "/content/images/a.jpg"),
        ("/images/size/w600/a.jpg", "/images/size/w600/a.jpg"),
    ],
)
def test_a_picture_is_taken_at_its_full_size(address: str, full: str) -> None:
    assert full_size(address) == full


def test_what_editors_wrote_goes_before_what_ghost_made_of_it() -> None:
    """The newest form first; and what Ghost made where a form is empty or not understood."""
    words = json.dumps({"root": {"children": [{"type": "paragraph", "children": [
        {"type": "text", "text": "L"}]}]}})  # fmt: skip
    older = json.dumps({"sections": [[1, "p", [[0, [], 0, "M"]]]]})
    strange = json.dumps({"root": {"children": [{"type": "x", "say": "Two words"}]}})
    both = {"lexical": words, "mobiledoc": older, "html": "H"}
    assert text_of(both, "") == ("<p>L</p>", "html", ())
    assert text_of({"mobiledoc": older, "html": "H"}, "") == ("<p>M</p>", "html", ())
    assert text_of({"lexical": strange, "mobiledoc": older}, "")[0].startswith("<sitegen-gone")
    assert text_of({"lexical": strange, "mobiledoc": older, "html": "H"}, "")[0] == "<p>M</p>"
    assert text_of({"lexical": "", "html": "__GHOST_URL__/a"}, "o.org")[0] == "o.org/a"
    assert text_of({"lexical": 1, "html": None}, "") == ("", "html", ())


# Routes


def test_routes_are_read_with_what_they_leave_out() -> None:
    routes = routes_of(
        "routes:\n  /a/: {data: page.about}\n  /b/: {data: {post: {type: read}}}\n"
        "  /c/: {data: {page: page.c-1}}\n  /d/: tpl\n  /e/: {data: tag.x}\n"
        "collections:\n  /f/: /f/{slug}/\n  /g/: {filter: 'tag:a+x:b'}\n  /h/: {permalink: 3}\n"
        "taxonomies:\n  tag: /t/{slug}/\n"
    )
    assert routes.pages == {"/a/": "about", "/c/": "c-1"}
    assert routes.collections == (
        Collection("/f/{slug}/"), Collection("/g/{slug}/", "tag:a+x:b"), Collection("3"),
    )  # fmt: skip
    assert (routes.tag, routes.author) == ("/t/{slug}/", "/author/{slug}/")
    assert routes.strange == ("tag:a+x:b",)
    assert routes_of("[") == routes_of("- a") == routes_of("") == Routes()


FACTS = {"tag": ["a", "hash-b"], "primary_tag": ["a"], "author": ["ana", "bo"],
         "primary_author": ["ana"], "featured": ["false"], "visibility": ["public"]}  # fmt: skip


@pytest.mark.parametrize(
    ("filter_", "fits"),
    [
        ("", True), ("tag:a", True), ("tag:c", False), ("tag:-c", True), ("tag:-a", False),
        ("tag:[c,a]", True), ("tag:-[c,d]", True), ("tags:'hash-b'", True), ('authors:"bo"', True),
        ("primary_author:bo", False), ("tag:a+featured:true", False),
        ("tag:a+featured:false", True), ("tag:c,author:ana", True),
        ("tag:c+author:ana,tag:a+author:bo", True), ("tag:c,tag:d", False), ("id:1", False),
        (",tag:c", False), (" tag:c , tag:a", True), ("tag:c + tag:a", False),
        ("tag:c+tag:a,tag:d", False), ("tag:a,tag:c+tag:d", True),
    ],
)  # fmt: skip
def test_a_collection_takes_the_posts_that_fit(filter_: str, fits: bool) -> None:
    routes = Routes((Collection("/x/", filter_), Collection("/y/", "tag:c")))
    assert permalink_of(routes, FACTS) == ("/x/" if fits else "")
    strange = Routes((Collection("/x/", filter_),), strange=(filter_,))
    assert permalink_of(strange, FACTS) == ""


def test_a_path_has_no_empty_parts() -> None:
    assert path_of("/{primary_tag}/:slug", {"slug": "a"}) == "/a/"
    assert path_of("{x}", {}) == "//"


# Rows


def read(text: str) -> list[tuple[str, dict[str, Any]]]:
    return list(rows(BytesIO(text.encode())))


def test_rows_stand_in_their_tables() -> None:
    row = {"id": "1"}
    assert read('\ufeff{"meta": {}, "data": {"posts": [{"id": "1"}, 2, {"id": "1"}], "x": 3}}') == [
        ("posts", row), ("posts", row),
    ]  # fmt: skip
    two = '{"db": [{"meta": [1], "data": {"tags": [{"id": "1"}]}}, {"data": {"a": [{}]}}]}'
    assert read(two) == [("tags", row)]
    assert read('{"other": {"posts": [{"id": "1"}]}}') == []
    assert read('[{"id": "1"}]') == read("1") == []


@pytest.mark.parametrize(
    ("text", "line", "what", "count"),
    [
        ('{"data": {"posts": [{"a": 1},\n{"a": 2', 2, "the export ends in the middle", 1),
        ('{"data": {"posts": [{"a": 1}\n\n{"a": 2}]}}', 3, "this is no JSON", 1),
        ('{"data"\n"posts"}', 2, "this is no JSON", 0),
        ('{"data": {}\n"posts": []}', 2, "this is no JSON", 0),
        ("", 1, "the export ends in the middle", 0),
    ],
)
def test_a_broken_export_says_its_line(text: str, line: int, what: str, count: int) -> None:
    found: deque[object] = deque()
    with pytest.raises(BrokenExportError, match=f"^line {line}: {what}$"):
        found.extend(rows(BytesIO(text.encode())))  # one by one, unlike a list
    assert len(found) == count
