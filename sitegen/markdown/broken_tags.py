"""Broken tags: HTML that Markdown does not take for HTML, and so shows to readers as letters.

A tag with half a quotation mark, or a comment in a line of text that goes on behind an empty
line, is text by the rules of Markdown. Nobody means it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from sitegen.markdown import tags
from sitegen.markdown.html_elements import ELEMENTS

MOST = 20  # of one text; more of them say nothing more

_CODE = re.compile(r"<(/?)(?:pre|code)\b")
_ESCAPED_START = re.compile(r"&lt;(?:!(?:--|[–—-])|([A-Za-z][A-Za-z0-9]*)\s+[A-Za-z:-]+\s*=)")
_RAW_START = re.compile(r"<(?:!--|([A-Za-z][A-Za-z0-9]*)\s+[A-Za-z:-]+\s*=)")
_EMPTY_LINE = re.compile(r"\n[ \t>]*(?=\n)")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_MOST_TICKS = 2_000  # in a text with more of them, code is not looked for: it would take long


class BrokenTag(NamedTuple):
    """One of them, as the source has it."""

    place: int
    name: str  # of the element, in lower case; "" for a comment
    beginning: str  # of its text: at most 40 letters


def broken_tags(text: str, html: str) -> list[BrokenTag]:
    """Return the broken tags of `text`, of which `html` was made, in order."""
    if "&lt;" not in html:
        return []
    most = min(MOST, _count_shown(html))
    broken: list[BrokenTag] = []
    empty_lines: list[int] | None = None
    for match in _RAW_START.finditer(_without_code(text)):
        if len(broken) >= most:
            break
        name, place = (match[1] or "").lower(), match.start()
        if (name and name not in ELEMENTS) or _is_escaped(text, place):
            continue
        if empty_lines is None:
            empty_lines = [m.start() for m in _EMPTY_LINE.finditer(text)]
        n = bisect_left(empty_lines, place)
        end = empty_lines[n] if n < len(empty_lines) else len(text)
        is_whole = tags.INLINE.match(text, place, end) if name else text.find("-->", place, end) > 0
        if not is_whole:
            line_end = text.find("\n", place, place + 40)
            beginning = text[place : place + 40 if line_end < 0 else line_end]
            broken.append(BrokenTag(place, name, beginning))
    return broken


def _without_code(text: str) -> str:
    """Return `text` with signs that begin nothing in place of code in a line of text."""
    if "`" not in text or text.count("`") > _MOST_TICKS:
        return text
    return _CODE_SPAN.sub(lambda code: "`" * len(code[0]), text)


def _count_shown(html: str) -> int:
    """Return how many tags that are none `html` shows outside of code."""
    count = position = depth = 0
    for code in _CODE.finditer(html):
        if not depth:
            count += _count(html[position : code.start()])
        depth = max(0, depth + (-1 if code[1] else 1))
        position = code.end()
    return count if depth else count + _count(html[position:])


def _count(html: str) -> int:
    return sum(
        not match[1] or match[1].lower() in ELEMENTS for match in _ESCAPED_START.finditer(html)
    )


def _is_escaped(text: str, place: int) -> bool:
    start = place
    while text[start - 1 : start] == "\\":
        start -= 1
    return (place - start) % 2 == 1
