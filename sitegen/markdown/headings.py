"""Headings of a story: their levels, their anchors, and the list of them."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem
from sitegen.core.urls import slugify
from sitegen.markdown import source_lines
from sitegen.markdown.plain_text import NOTE_MARK, plain_text
from sitegen.model.article import Heading

# Ids that the page around a story has, or may have: a heading of the same name gets another
# anchor. "#corrections" is where labels and the page of corrections lead.
RESERVED_IDS = frozenset(
    {
        "about-story",
        "about-title",
        "content",
        "corrections",
        "footer",
        "main",
        "menu",
        "method",
        "nav",
        "published",
        "related",
        "retraction",
        "search",
        "search-title",
        "series",
        "signup",
        "sources",
        "theme",
        "top",
        "updates",
    }
)

_HEADING = late_pattern(r"<h([1-6])((?:\s[^>]*)?)>(.*?)</h\1\s*>", re.DOTALL | re.IGNORECASE)
_HEADING_TAG = late_pattern(r"(</?h)([1-6])(?=[\s>])", re.IGNORECASE)

_ID = late_pattern(r"""\sid\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_GAP = late_pattern(r"[^a-z0-9]+")

# Letters that have no accent to take off, and signs that words are joined by.
_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ø": "o", "ł": "l", "ß": "ss", "–": "-", "—": "-"})


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
    """Shift headings so that the highest is h2, and report levels that are left out.

    Headings without words are taken out; `slips` has told of them.
    """
    html = _HEADING.sub(lambda m: "" if _is_empty(m[3]) else m[0], html)
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


def _is_empty(inner: str) -> bool:
    return "<img" not in inner and "\x1a" not in inner and not plain_text(inner).strip()


def headings(html: str) -> tuple[Heading, ...]:
    outline = []
    for match in _HEADING.finditer(html):
        own = _ID.search(match[2])
        words = plain_text(NOTE_MARK.sub("", match[3]))
        outline.append(Heading(int(match[1]), unescape(own[1]) if own else "", words))
    return tuple(outline)
