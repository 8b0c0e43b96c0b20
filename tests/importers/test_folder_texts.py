"""Shortcodes, Liquid, frames and code in the Markdown of other generators, text by text."""

from __future__ import annotations

import pytest

from sitegen.importers.folders.blocks import Tag
from sitegen.importers.folders.eleventy import ELEVENTY
from sitegen.importers.folders.frames import without_frames
from sitegen.importers.folders.hugo import HUGO
from sitegen.importers.folders.jekyll import JEKYLL
from sitegen.importers.folders.masks import outside_code
from sitegen.importers.folders.matter import matter_of
from sitegen.importers.folders.pelican import PELICAN, html_matter
from sitegen.importers.folders.program import Links, Program
from sitegen.importers.folders.tags import tag_of
from tests.importers.tables import table

LINKS = Links(
    page=lambda target: "" if "gone" in target else f"/page/{target}/",
    value=lambda name: {"site.title": "Paper", "page.x": "X", "title": "T", "tag:a": "/tags/a"}.get(
        name, ""
    ),
)


def replaced(program: Program, text: str) -> str:
    """Return a text without the tags of a program, then the names of those that stay."""
    made = program.text(text, LINKS)
    return "\n".join([made.text, *(f"? {name} {count}" for name, count in made.unknown.items())])


def framed(text: str) -> str:
    remarks: list[str] = []
    return "\n".join([without_frames(text, remarks), *(f"! {remark}" for remark in remarks)])


def matter(text: str) -> str:
    """Return front matter of each kind as values, fault and text."""
    made = matter_of(text, pairs=True)
    return f"{dict(made.values)}\n{made.fault}\n{made.text}"


def fields(text: str) -> str:
    made = matter_of(text, fields=True)
    return f"{dict(made.values)}\n{made.text}"


TABLES = {
    "hugo": lambda text: replaced(HUGO, text),
    "jekyll": lambda text: replaced(JEKYLL, text),
    "eleventy": lambda text: replaced(ELEVENTY, text),
    "pelican": lambda text: replaced(PELICAN, text),
    "frames": framed,
    "outside_code": lambda text: outside_code(text, str.upper),
    "matter": matter,
    "fields": fields,
    "html_matter": lambda text: "\n".join(map(str, html_matter(text))),
}
CASES = [(name, case) for name in TABLES for case in table(name)]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n}: {c}" for n, c in CASES])
def test_texts_of_other_generators_are_ours(name: str, case: str) -> None:
    given, wanted = table(name)[case]
    assert TABLES[name](given).rstrip("\n") == wanted


@pytest.mark.parametrize(("letters", "fault"), [(100_000, ""), (100_001, "it has 100,001 letters")])
def test_front_matter_that_is_too_long_is_text(letters: int, fault: str) -> None:
    block = "a: " + "b" * (letters - 4) + "\n"
    made = matter_of(f"---\n{block}---\nText\n")
    assert (made.fault, bool(made.values)) == (fault, not fault)


def test_signs_that_stand_for_code_come_from_no_text() -> None:
    assert outside_code("a\x000\x00b `c`", str.upper) == "A0B `c`"
    assert replaced(JEKYLL, "a\x02b {% raw %}{{ c }}{% endraw %}") == "ab {{ c }}"


def test_arguments_of_a_tag_are_quoted_in_four_ways() -> None:
    tag = tag_of("a", """ b "c \\"d\\"" 'e' `f g` h=i J.k: "l", m='n\\' o=``""", "in")
    assert tag == Tag(
        "a", ["b", 'c "d"', "e", "f g"], {"h": "i", "j.k": "l", "m": "n\\", "o": ""}, "in"
    )
    assert tag_of("include", "x.html a=b") == Tag("x.html", [], {"a": "b"})
    assert tag_of("include", "a=b") == Tag("include", [], {"a": "b"})
    assert (tag.value("o", "h"), tag.value("o"), tag.value("o", place=0)) == ("i", "", "b")
    assert (tag.value(place=3), tag.value(place=4), tag.value(place=-1)) == ("f g", "", "")
