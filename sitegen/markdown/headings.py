"""Headings of a story: their levels, their anchors, and the list of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element

from markdown.extensions.toc import unique
from markdown.treeprocessors import Treeprocessor

from sitegen.core.problems import Problem
from sitegen.core.urls import slugify
from sitegen.markdown import source_lines
from sitegen.markdown.plain_text import NOTE_MARK, plain_text
from sitegen.model.article import Heading

# Ids that the theme's templates use: a heading of the same name gets another anchor.
RESERVED_IDS = frozenset({"main", "top", "menu", "nav", "search", "footer", "content", "theme"})

_HEADING = re.compile(r"<h([1-6])((?:\s[^>]*)?)>(.*?)</h\1\s*>", re.DOTALL | re.IGNORECASE)
_HEADING_TAG = re.compile(r"(</?h)([1-6])(?=[\s>])", re.IGNORECASE)

_ID = re.compile(r"""\sid\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_LEVELS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_STASH = re.compile("\x02wzxhzdk:([0-9]+)\x03")
_CODE = re.compile("\x02([0-9]+)\x03")
_GAP = re.compile(r"[^a-z0-9]+")

# Letters that have no accent to take off, and signs that words are joined by.
_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ø": "o", "ł": "l", "ß": "ss", "–": "-", "—": "-"})


class AnchorTreeprocessor(Treeprocessor):
    """Gives each heading of a text an id made of its words."""

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if element.tag in _LEVELS]
        if not headings:
            return
        ids = {own for element in root.iter() if (own := element.get("id"))}
        for heading in headings:
            if not heading.get("id"):
                heading.set("id", unique(heading_slug(self._words(heading)), ids))

    @staticmethod
    def _words(heading: Element) -> str:
        text = "".join(_texts(heading))
        text = _STASH.sub("", text)  # tags
        text = _CODE.sub(lambda m: chr(int(m[1])), text.replace("\x02amp\x03amp;", "&"))
        return " ".join(text.split())


def _texts(element: Element) -> Iterator[str]:
    """Yield the words in an element, without the marks of notes."""
    yield element.text or ""
    for child in element:
        if child.tag != "sup" or not (child.get("id") or "").startswith("fnref"):
            yield from _texts(child)
        yield child.tail or ""


def heading_slug(words: str) -> str:
    """Return the anchor of a heading: "What it’s for" gives "what-its-for"."""
    plain = words if words.isascii() else words.translate(_LETTERS)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
    slug = _GAP.sub("-", plain.replace("'", "").encode("ascii", "ignore").decode().lower())
    slug = slug.strip("-")[:80].rstrip("-") or slugify(words) or "part"
    return f"{slug}-1" if slug in RESERVED_IDS else slug


def raise_headings(
    html: str, lines: source_lines.SourceLines, path: str, problems: list[Problem]
) -> str:
    """Shift headings so that the highest is h2, and report levels that are left out."""
    levels = [int(m[2]) for m in _HEADING_TAG.finditer(html) if m[1] == "<h"]
    if not levels:
        return html
    shift = 2 - min(levels)
    if shift:
        html = _HEADING_TAG.sub(lambda m: f"{m[1]}{min(6, int(m[2]) + shift)}", html)
    above = 1
    for match in _HEADING.finditer(html):
        level = int(match[1])
        if level > above + 1:
            words = plain_text(match[3])
            problems.append(
                Problem(
                    path,
                    lines.of_words(words),
                    f"heading '{words}' leaves out a level",
                    "Write it with one # more than the heading above it, not two.",
                    warning=True,
                )
            )
        above = level
    return html


def headings(html: str) -> tuple[Heading, ...]:
    outline = []
    for match in _HEADING.finditer(html):
        own = _ID.search(match[2])
        words = plain_text(NOTE_MARK.sub("", match[3]))
        outline.append(Heading(int(match[1]), unescape(own[1]) if own else "", words))
    return tuple(outline)
