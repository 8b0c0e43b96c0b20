"""Flaws of the HTML in a story: the words in which they are told, and what to write instead."""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.markdown import html_elements as elements

# What ends around an element that is open in it.
WORDS_FOR = {
    "p": "its paragraph",
    "li": "its list item",
    "td": "its table cell",
    "th": "its table cell",
    "blockquote": "its quotation",
    "em": "the emphasis around it",
    "strong": "the emphasis around it",
    "del": "the struck words around it",
    "a": "the link around it",
    elements.DIRECTIVE: "the block around it",
} | dict.fromkeys(elements.HEADINGS, "its heading")


class Flaw(NamedTuple):
    """One thing that is wrong with the HTML of a text."""

    place: int  # in the HTML
    message: str
    hint: str
    warning: bool = False


def swallowing(place: int, start: str) -> Flaw:
    """Return the flaw of a tag or element that takes what follows for its own.

    `start` begins with its tag.
    """
    tag = re.match(r"<([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?>", start)
    if tag is not None and tag[1].lower() in elements.LETTERS_ONLY:
        return Flaw(
            place,
            f"<{tag[1]}> swallows what follows: it is not closed where its HTML ends",
            f"Write </{tag[1]}> where it ends, and no empty line in it.",
        )
    beginning = re.split(r"(?<=>)|\n", start, maxsplit=1)[0]
    return Flaw(
        place,
        f"the tag {short(beginning)} does not end there, and swallows what follows",
        "Look in it for a quotation mark without its other half, or write the missing >.",
    )


def closing(name: str) -> str:
    if name in elements.ENDS_PARAGRAPH:
        return f"Write </{name}> on a line of its own, behind an empty line, where it ends."
    return f"Write </{name}> behind the last word that it is for."


def crossing_hint(name: str, outer: str) -> str:
    if outer in elements.ENDS_PARAGRAPH:
        return f"Put </{name}> on a line of its own, at the left edge, behind an empty line."
    return "Close last what was opened first."


def around_words(name: str) -> str:
    return WORDS_FOR.get(name, f"<{name}>").replace("its ", "a ").replace(" around it", "")


def short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 50 else text[:47] + "…"
