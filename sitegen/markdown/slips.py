"""Slips of the pen: Markdown that is nearly right, and makes nothing or something else.

CommonMark leaves as it stands what it does not understand, and takes a line of hyphens under a
sentence for a heading. An editor sees that only on the page, so each kind is one warning, at
its first line. Nothing of the text is changed, but that a heading without words is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from functools import cached_property
from html import unescape

from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.markdown.code_passages import without_code
from sitegen.markdown.html_flaws import short
from sitegen.markdown.link_syntax import normal_label
from sitegen.markdown.source_lines import SourceLines

_ADDRESS = r"(?:https?://|mailto:|/)[^\s()]+|[\w./-]+\.(?:md|html?|jpe?g|png|webp|gif|pdf)"
_DEFINITION = re.compile(r"^[ >]*\[((?:[^\\\[\]]|\\.)+)\]:", re.MULTILINE)


class _Text:
    """A text without its code, and the labels whose addresses it gives."""

    def __init__(self, text: str) -> None:
        self.bare = without_code(text)

    @cached_property
    def labels(self) -> Set[str]:
        return {normal_label(match[1]) for match in _DEFINITION.finditer(self.bare)}


class _Slip(Record):
    """A kind of slip; `says` gives the message of a place, "" where it is sound after all."""

    pattern: re.Pattern[str]
    says: Callable[[re.Match[str], _Text], str]
    hint: str


def _odd_space(match: re.Match[str], _text: _Text) -> str:
    code = f"U+{ord(match[2]):04X}"
    return f"readers see '{match[1]}': the space behind it is no plain space ({code})"


def _parted_link(match: re.Match[str], _text: _Text) -> str:
    return f"'{short(match[0])}' is no link, and readers see it as it stands"


def _lines_that_join(match: re.Match[str], _text: _Text) -> str:
    return f"the lines that begin with '{match[1]}' run together in one paragraph"


def _steps_that_join(match: re.Match[str], _text: _Text) -> str:
    if int(match[3]) != int(match[2]) + 1:
        return ""
    return f"the lines that begin with '{match[1]}' run together in one paragraph"


def _lost_label(match: re.Match[str], text: _Text) -> str:
    label = normal_label(match[2] or match[1])
    if (match[1] + match[2]).isdigit() or label in text.labels:
        return ""
    return f"'{short(match[0])}' is no link: no line says where [{match[2] or match[1]}] leads"


def _underlined(match: re.Match[str], _text: _Text) -> str:
    signs = "hyphens" if match[1] else "equals signs"
    return f"the line of {signs} makes a heading of the text above it"


def _empty_heading(match: re.Match[str], _text: _Text) -> str:
    return f"'{short(match[0].strip())}' is a heading without words, and is left out"


_SLIPS = (
    _Slip(
        pattern=re.compile(
            r"^ {0,3}(#{1,6}|[-*+]|\d{1,9}[.)])([\u00a0\u2002\u2003\u2007\u2009\u202f\u3000])",
            re.MULTILINE,
        ),
        says=_odd_space,
        hint="Delete that space, and type it again with the space bar alone.",
    ),
    _Slip(
        pattern=re.compile(rf"!?\[[^\[\]\n]++\][ \t]++\((?:{_ADDRESS})\)", re.IGNORECASE),
        says=_parted_link,
        hint="Take the space between ] and ( out.",
    ),
    _Slip(
        pattern=re.compile(
            r"\([^()\n]+\)\[(?:https?://|mailto:|www\.)[^\s\[\]]+\](?![(\[])", re.IGNORECASE
        ),
        says=_parted_link,
        hint="Write [words](address).",
    ),
    _Slip(
        pattern=re.compile(
            r"(?<!\\)\[((?!\^)[^\[\]\n]+)\]\[((?!\^)[^\[\]\n]*)\](?![(\[:])", re.IGNORECASE
        ),
        says=_lost_label,
        hint="Write [words](https://…), or at the end of the story a line [label]: https://…",
    ),
    _Slip(
        pattern=re.compile(
            r"^[ \t]{0,3}([•‣◦▪●○∙·])[ \t\u00a0]*[^\s•‣◦▪●○∙·][^\n]*(?<!  )(?<!\\)\n"
            r"[ \t]{0,3}\1[ \t\u00a0]*[^\s•‣◦▪●○∙·]",
            re.MULTILINE,
        ),
        says=_lines_that_join,
        hint="Begin each with '- ' to make a list of them.",
    ),
    _Slip(
        pattern=re.compile(
            r"^ {0,3}([–—])[ \t\u00a0]*\S[^\n]*(?<!  )(?<!\\)\n {0,3}\1[ \t\u00a0]*\S",
            re.MULTILINE,
        ),
        says=_lines_that_join,
        hint="Begin each with '- ' for a list; for speech, put an empty line between them.",
    ),
    _Slip(
        pattern=re.compile(
            r"^((\d{1,2})[.)])(?=[^\W\d_])[^\n]*(?<!  )(?<!\\)\n(?=(\d{1,2})[.)][^\W\d_])",
            re.MULTILINE,
        ),
        says=_steps_that_join,
        hint="Put a space behind each number to make a list of them.",
    ),
    _Slip(
        pattern=re.compile(
            r"^(?![ \t>#|<]|[-*+][ ]|\d+[.)][ ])"
            r"(?:[^\n|]*[.!?…][\"'”’»)*_]*+[ \t]*+|[^\n|]{120,}+)\n"
            r" {0,3}(?:(-)-*+|=++)[ \t]*+$",
            re.MULTILINE,
        ),
        says=_underlined,
        hint="For a rule, put an empty line between them; a heading is meant with ## before it.",
    ),
    _Slip(
        pattern=re.compile(
            r"^[ >]*+#{1,6}(?:[ \t]++#*+)?[ \t]*+$|<h([1-6])\b[^<>]*+>\s*+</h\1\s*>",
            re.MULTILINE | re.IGNORECASE,
        ),
        says=_empty_heading,
        hint="Take it out, or write the heading.",
    ),
)
# What a text without any slip does not hold. These are looked for in every text, so each
# begins with one letter that most texts have few of, or none.
_TRACES = (
    re.compile(r"\](?:\[|[ \t]+\()"),
    re.compile(r"\)\["),
    re.compile("<[hH]"),
    re.compile(
        r"\n(?=[ \t>#=\d•‣◦▪●○∙·–—*+-])"
        r"(?:[ >]*#{1,6}[ \t#]*(?:\n|\Z)| {0,3}(?:-+|=+)[ \t]*(?:\n|\Z)"
        r"|\d{1,2}[.)][^\W\d_]|[ \t]{0,3}[•‣◦▪●○∙·–—]"
        r"| {0,3}(?:#{1,6}|[-*+]|\d{1,9}[.)])[\u00a0\u2002-\u202f\u3000])"
    ),
)
_STARS = re.compile(r"(?<![A-Za-z0-9*])\*\*(?!\*)(?=[^*\n<]*\w)([^*\n<]++)\*\*(?!\*)")
_NO_FENCE = re.compile(r"(?<!:):::+(?:[ ]*[a-z][^\n<:]*|(?=[\s<]|\Z))")
_CODE_ELEMENT = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_INDENTED = re.compile(r"<pre><code>([^<]*)</code></pre>")
_SENTENCE = re.compile(r"(?<![\w’'-])(?:[^\W\d_][\w’'-]*+[,;:]?[ \n]++){6}")
_PROGRAM = re.compile(r"[{}=;|<>\\]|^ {2,}", re.MULTILINE)


def warnings(text: str, html: str, path: str, first_line: int, lines: SourceLines) -> list[Problem]:
    """Return a warning for the first slip of each kind.

    Args:
        text: Markdown.
        html: what has become of it, "" where that is not known.
        path: the source file.
        first_line: the line of that file on which `text` begins, from 1.
        lines: finds the words of a page in that file.
    """
    problems = [
        Problem(path, first_line + text.count("\n", 0, place), message, hint, warning=True)
        for place, message, hint in _in_text(text)
    ]
    for words, message, hint in _in_page(text, html):
        problems.append(Problem(path, lines.of_words(words), message, hint, warning=True))
    return problems


def _in_text(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield of each slip its place in the text, what is said of it and what to write."""
    whole_lines = f"\n{text}"
    if not any(trace.search(whole_lines) for trace in _TRACES):
        return
    whole = _Text(text)
    for slip in _SLIPS:
        for match in slip.pattern.finditer(whole.bare):
            if message := slip.says(match, whole):
                yield match.start(), message, slip.hint
                break


def _in_page(text: str, html: str) -> Iterator[tuple[str, str, str]]:
    """Yield of each slip that shows on the page its words, what is said of it and what to write."""
    if "**" in html and "\\*" not in text:
        stars = _STARS.search(_CODE_ELEMENT.sub("", html))
        if stars:
            words = unescape(stars[1])
            hint = "Put no space inside the stars, and one or a comma outside; or write <strong>."
            yield (
                words,
                f"'{short(unescape(stars[0]))}' is not bold, and readers see the stars",
                hint,
            )
    if ":::" in html:
        fence = _NO_FENCE.search(_CODE_ELEMENT.sub("", html))
        if fence:
            hint = "A block begins on a line of its own, outside of quotations, lists and tables."
            words = unescape(fence[0])
            yield words, f"readers see '{short(words)}', for no block begins or ends there", hint
    if "<pre><code>" in html and "```" not in text and "~~~" not in text:
        for code in _INDENTED.finditer(html):
            words = unescape(code[1])
            if _SENTENCE.search(words) and not _PROGRAM.search(words):
                message = "these words are shown as code: four spaces or a tab stand before them"
                yield (
                    words.partition("\n")[0],
                    message,
                    "Delete the spaces, or put ``` above and below.",
                )
                return
