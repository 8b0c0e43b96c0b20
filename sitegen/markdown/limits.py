"""Limits: texts that are refused, because no reader could follow them or no machine would end.

A text is judged before it is read; where reading itself fails, the editor is told where the
trouble may be.
"""

from __future__ import annotations

import re

from sitegen.core.problems import Problem
from sitegen.markdown.nodes import DeepTextError
from sitegen.markdown.open_blocks import DEEPEST
from sitegen.markdown.source_lines import SourceLines
from sitegen.settings.extension_faults import place_of, words_of

LONGEST = 4_000_000  # characters of one text; a long novel has two million

_MOST_OPEN = 500  # signs < without a >: each is looked at to the text's end
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{100}")  # Unicode's have seven digits
_OPEN_TAGS = re.compile(rf"(?:<[^<>]*+){{{_MOST_OPEN + 1}}}")


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
    number = _LONG_NUMBER.search(text) if "&#" in text else None
    if number:
        return Problem(
            path,
            lines.at(number.start()),
            f"'{number[0][:20]}…' stands for no character: its number is too long",
            "Write &amp; for the sign & itself, or take it out.",
        )
    return None


def unreadable(error: BaseException, lines: SourceLines, path: str) -> Problem:
    """Return the problem for a text on which the converter raised `error`."""
    if isinstance(error, DeepTextError):
        return Problem(
            path,
            lines.at(0) + error.line - 1,
            f"more than {DEEPEST} quotes or lists stand inside one another",
            "Take most of the signs > - * or 1. at this line's beginning away.",
        )
    place = place_of(error)
    if place is not None:
        message = f"an extension in MARKDOWN fails for {path}: {words_of(error)}"
        return Problem(*place, message, "Mend it there, or take it out of MARKDOWN.")
    if isinstance(error, RecursionError):
        return Problem(
            path,
            lines.of_longest(),
            "quotes, lists or links stand inside one another too deeply to be read",
            "Look for a line with very many of > - * [ or spaces.",
        )
    return Problem(
        path,
        lines.at(0),
        f"Markdown could not be read: {type(error).__name__}: {error}",
        "Take parts of the text out to find the one that it is, and write that otherwise.",
    )
