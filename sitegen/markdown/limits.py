"""Limits: texts that are refused, because no reader could follow them or no machine would end.

A text is judged before it is read and after; where reading itself fails, the editor is told
where the trouble may be.
"""

from __future__ import annotations

import re

from sitegen.core.problems import Problem
from sitegen.markdown.brackets import TangledError
from sitegen.markdown.source_lines import SourceLines

LONGEST = 4_000_000  # characters of one text; a long novel has two million

_MOST_OPEN = 500  # signs < without a >: each is looked at to the text's end
_OPEN_TAGS = re.compile(rf"(?:<[^<>]*+){{{_MOST_OPEN + 1}}}")

_DEEPEST = 40  # beyond some hundreds the result would hang on Python's own limits
_DEEP = re.compile(
    rf"^(?: {{0,3}}> ?){{{_DEEPEST + 1}}}|^ *(?:(?:[-*+]|\d+\.) +){{{_DEEPEST + 1}}}[^\s*-]"
    rf"|^ {{{4 * _DEEPEST},}}(?:[-*+]|\d+\.) ",
    re.MULTILINE,
)


def before_reading(text: str, lines: SourceLines, path: str) -> Problem | None:
    if len(text) > LONGEST:
        return Problem(
            path,
            lines.at(0),
            f"the text has {len(text):,} characters; {LONGEST:,} is the most",
            "Split it into several stories, or link to the document as a file.",
        )
    open_tags = _OPEN_TAGS.search(text) if text.count("<") > _MOST_OPEN else None
    if open_tags:
        return Problem(
            path,
            lines.at(open_tags.start()),
            f"more than {_MOST_OPEN} signs < follow here without one >",
            "Write &lt; for the sign itself, or put the passage between lines of ```.",
        )
    return None


def after_reading(text: str, html: str, lines: SourceLines, path: str) -> Problem | None:
    many = html.count("<blockquote>") + html.count("<ul>") + html.count("<ol") > _DEEPEST
    deep = _DEEP.search(text) if many else None
    if deep is None:
        return None
    return Problem(
        path,
        lines.at(deep.start()),
        f"more than {_DEEPEST} quotes or lists stand inside one another",
        "Take most of the signs > - * or 1. at this line's beginning away.",
    )


def unreadable(error: Exception, lines: SourceLines, path: str) -> Problem:
    """Return the problem for a text on which the converter raised `error`."""
    if isinstance(error, RecursionError):
        return Problem(
            path,
            lines.of_longest(),
            "quotes or lists stand inside one another too deeply to be read",
            "Look for a line with very many of > - 1. or spaces at its beginning.",
        )
    if isinstance(error, TangledError):
        return Problem(
            path,
            lines.of_longest(),
            "brackets are opened here and never closed, too many to be read",
            r"Close them, or write \[ for the sign itself.",
        )
    return Problem(
        path,
        lines.at(0),
        f"Markdown could not be read: {type(error).__name__}: {error}",
        "Take parts of the text out to find the one that it is, and write that otherwise.",
    )
