"""Limits: what no reader could follow and no machine read is refused with a remedy."""

from __future__ import annotations

import random
from copy import deepcopy
from xml.etree.ElementTree import Element, tostring

from markdown import Markdown
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.toc import unique

from sitegen.markdown.abbreviations import Abbreviations
from sitegen.markdown.own_ids import OwnIds
from tests.markdown.test_convert import convert, told


def test_a_tag_with_hundreds_of_attributes_is_refused() -> None:
    """Browsers compare each attribute of a tag with all others."""
    names = " ".join(f"a{n}" for n in range(501))
    assert told(f"Word.\n\n<div {names[:-5]}>word</div>\n") == []
    assert told(f"Word.\n\n<div {names}>word</div>\n") == [
        (12, "'<div a0 a1 a2 a3 a4 …' has more than 500 attributes")
    ]
    assert told(f'Word <b title="{names}">word</b>.\n') == []


def test_hundreds_of_elements_inside_one_another_are_refused() -> None:
    """Browsers stop at 512, and look through all that are open at each tag."""
    told_of = "more than 500 elements stand inside one another here"
    assert told("Word.\n\n" + "<div>\n" * 600) == [(512, told_of)]
    assert told("<div><b>" * 300 + "</i>" * 900) == [(10, told_of)]
    for text in (
        "<div>\n" * 500 + "</div>\n" * 500,
        "<b>a</b> " * 900,
        "<p>a" * 900,
        "<ul>" + "<li>a" * 900 + "</ul>",
    ):
        assert told_of not in [message for _line, message in told(text)]


def test_rows_may_lack_some_cells_of_a_table_and_not_ten_thousands() -> None:
    """Each cell that a row lacks is written: the page would be the square of the text."""
    columns = "|a" * 101 + "|\n" + "|-" * 101 + "|\n"
    assert told(columns + "b\n" * 100) == []
    assert told(columns + "b\n" * 103) == [
        (112, "the rows of tables lack more than 10,000 cells up to here")
    ]


def test_a_reference_to_a_character_of_hundreds_of_digits_is_refused() -> None:
    """Python refuses to read such a number: the build ended with its words."""
    assert told(f"Word.\n\n&#{'1' * 5000};\n") == [
        (12, "'&#111111111111111111…' stands for no character: its number is too long")
    ]
    assert told("&#65; &#x1F44D; &#0000065;\n") == []


def test_headings_get_the_ids_that_python_markdown_gives_them() -> None:
    """However many share a name; the search for a free one does not begin anew each time."""
    dice = random.Random(1)
    for _ in range(50):
        ours, theirs = OwnIds(["word_2", "word_4"]), {"word_2", "word_4"}
        for _ in range(60):
            name = dice.choice(["word", "word_1", "word_3", "word_9", "other", "a_b", "a_b_1"])
            assert ours.of_heading(name) == unique(name, theirs)


def test_abbreviations_are_marked_as_python_markdown_marks_them() -> None:
    """However many there are; each word is looked up once."""
    dice = random.Random(1)
    words = ["A", "AB", "A-B", "AT&T", "é", "Ab_c", "x", " ", " ", " - ", ".", "A B", "(B)"]

    def tree(depth: int) -> Element:
        element = Element("p")
        element.text = "".join(dice.choices(words, k=6))
        for _ in range(dice.randrange(4) if depth else 0):
            child = tree(depth - 1)
            child.tail = "".join(dice.choices(words, k=6))
            element.append(child)
        return element

    markdown = Markdown()
    for _ in range(300):
        ours = tree(2)
        theirs = deepcopy(ours)
        told_of = {key: dice.choice(["", "T"]) for key in dice.sample(words, 4) if key.strip()}
        Abbreviations(markdown, told_of).run(ours)
        AbbrTreeprocessor(None, told_of).run(theirs)
        assert tostring(ours) == tostring(theirs)


def test_blocks_get_the_first_number_that_is_free() -> None:
    ids = OwnIds(["fact-2", "update-1"])
    assert [ids.numbered("fact") for _ in range(3)] == ["fact-1", "fact-3", "fact-4"]
    assert [ids.unique("update") for _ in range(3)] == ["update", "update-2", "update-3"]


def test_problems_of_addresses_that_are_written_again_name_each_line() -> None:
    """An address is looked up in an index of the text; each use has its own line."""
    text = "[a](b.md) media b.md\n\n[a](b.md)\n\n![](c.jpg)\n\n<img src='d.jpg' alt=''>\n"
    conversion = convert(text)
    assert [link.line for link in conversion.links] == [10, 12]
    assert [(image.target, image.line) for image in conversion.images] == [
        ("c.jpg", 14),
        ("d.jpg", 16),
    ]
