"""Signs of other programs: what Hugo, Jekyll, WordPress or Obsidian would have read.

They mean nothing here, so readers would see them as they stand. Each kind is one warning, at
its first line, with its count; notes among editors, which the other program hides, are a
problem. Signs inside code are shown on purpose. Typography leaves those alone that hold more
than words, so that they can be searched for and taken out, and mean what they did elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.markdown.code_passages import without_code

_IN_BLOCKS = (
    "Write a film or a post as ::: embed https://… and a picture as ![what it shows](file.jpg)."
)
_AWAY = "Take it out, or write it in Markdown."
_HIDDEN = "Take it out, or write it as <!-- … -->, which is not published."


class _Kind(Record):
    program: str
    sign: re.Pattern[str]
    hint: str
    is_kept: bool = False  # typography leaves it alone
    is_private: bool = False  # the other program hides it
    may_be_read: bool = False  # here too, in some places


_KINDS = (
    _Kind("Hugo", re.compile(r"\{\{[<%](?:[^{}\n]|\n(?!\n))*[>%]\}\}"), _IN_BLOCKS, is_kept=True),
    _Kind("a template", re.compile(r"\{\{(?![<%])[^{}\n]*\}\}"), _AWAY, is_kept=True),
    _Kind(
        "Jekyll",
        re.compile(r"(?<!\{)\{%(?:[^{}%\n]|%(?!\})|\n(?!\n))*%\}"),
        _IN_BLOCKS,
        is_kept=True,
    ),
    _Kind(
        "Jekyll",
        re.compile(r"(?<!\{)\{:[^{}\n]*\}"),
        "Take it out; or write it without the colon, right behind what it is for.",
        is_kept=True,
        may_be_read=True,
    ),
    _Kind(
        "WordPress",
        re.compile(
            r"\[/?(?:wp_)?(?:caption|gallery|embed|playlist)\b[^\[\]\n]*\](?![(\[:])"
            r"|\[/?(?:audio|video|youtube|vimeo|soundcloud|contact-form-7)\s+[^\[\]\n]*=[^\[\]\n]*\]"
        ),
        _IN_BLOCKS,
        is_kept=True,
    ),
    _Kind("Obsidian", re.compile(r"!\[\[[^\[\]\n]+\]\]"), _IN_BLOCKS, is_kept=True),
    _Kind(
        "a wiki",
        re.compile(r"(?<!!)\[\[(?!\])[^\[\]\n]+\]\](?![(\[])"),
        "Write a link as [words](file.md).",
        is_kept=True,
    ),
    _Kind(
        "other programs",
        re.compile(r"^ {0,3}\[toc\][ \t]*$", re.IGNORECASE | re.MULTILINE),
        _AWAY,
    ),
    _Kind(
        "Obsidian",
        re.compile(r"(?<![\w%\\])%%(?!%)(?:[^%]|%(?!%))+%%(?![\w%])|^%%[ \t]*$", re.MULTILINE),
        _HIDDEN,
        is_private=True,
    ),
    _Kind(
        "CriticMarkup",
        re.compile(r"(?<!\\)\{>>(?:[^<{\n]|<(?!<)|\n(?!\n))*<<\}"),
        _HIDDEN,
        is_kept=True,
        is_private=True,
    ),
    _Kind(
        "CriticMarkup",
        re.compile(r"\{(\+\+|--|~~|==)(?:[^{}\n]|\n(?!\n))+\1\}"),
        "Keep the words that are right, and take the signs out.",
        is_kept=True,
    ),
    _Kind(
        "Obsidian",
        re.compile(
            r"(?<=>)[ ]?\[![A-Za-z]+\]|(?<![=\w{\\])==(?=[^\s=])[^=\n]+(?<=[^\s=])==(?![=\w}])"
        ),
        "Write a box as ::: note, and marked words as **words**.",
    ),
    _Kind(
        "MkDocs",
        re.compile(r'^(?:!!!|\?\?\?\+?)[ ]?[a-z]+(?:[ ]"[^"\n]*")?[ \t]*$', re.MULTILINE),
        "Write a box as ::: note, with ::: below it.",
    ),
    _Kind(
        "a forum",
        re.compile(
            r"\[/(?:b|i|u|s|url|img|quote|code|color|size|center)\]|\[(?:url|color|size|quote)=[^\[\]\n]*\]",
            re.IGNORECASE,
        ),
        "Write **bold**, *italics*, [words](https://…) and > quotation.",
    ),
    _Kind(
        "a chat",
        re.compile(r":(?<![\w:]:)[a-z][a-z0-9_+-]+:(?![\w:])"),
        "Write the picture sign itself, or take it out.",
    ),
    _Kind(
        "Pandoc",
        re.compile(r"~(?<=\w~)[^~\s]{1,20}~(?!~)|\^(?<=\w\^)[^\^\s\[\]]{1,20}\^"),
        "Write <sub>2</sub> below the line, and <sup>2</sup> above it.",
    ),
    _Kind(
        "a list of tasks",
        re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ ]+\[[ xX]\](?= )", re.MULTILINE),
        "Take it out: a page has nothing to tick.",
    ),
)
_KEPT = tuple(kind for kind in _KINDS if kind.is_kept)
_NO_TEXT = "\ufffc"  # stands in a line for what is no text, a picture or code
# What a text or line without any sign does not hold, by the letter that it begins with.
_MAY_BE_KEPT = {
    "{": re.compile(r"\{[{%:+=~>-]"),
    "[": re.compile(
        r"\[(?:\[|/?(?i:wp_|caption|gallery|embed|playlist|audio|video|youtube|vimeo"
        r"|soundcloud|contact|toc\]))"
    ),
}
_MAY_STAND = {
    "%": re.compile("%%"),
    "=": re.compile("==[^=]"),
    "!": re.compile("!!!"),
    "?": re.compile(r"\?\?\?"),
    "[": re.compile(r"\[(?:[!/ xX]|[a-zA-Z]{3,5}=)"),
    ":": re.compile(":[a-z][a-z0-9_+-]*:"),
    "~": re.compile(r"~(?<=\w~)[^~\s]+~"),
    "^": re.compile(r"\^(?<=\w\^)[^\^\s]+\^"),
}


def warnings(text: str, html: str, path: str, first_line: int) -> list[Problem]:
    """Return a warning for each kind of foreign sign in `text`; of private ones a problem.

    Args:
        text: Markdown.
        html: what has become of it, "" where that is not known.
        path: the source file.
        first_line: the line of that file on which `text` begins, from 1.
    """
    if not _holds(text, _MAY_BE_KEPT) and not _holds(text, _MAY_STAND):
        return []
    text = without_code(text)
    problems = []
    for kind in _KINDS:
        matches = [*kind.sign.finditer(text)]
        if kind.may_be_read:
            matches = [match for match in matches if escape(match[0], quote=False) in html]
        if matches:
            line = first_line + text.count("\n", 0, matches[0].start())
            problems.append(_warning(kind, matches, path, line))
    return problems


def _holds(text: str, signs: Mapping[str, re.Pattern[str]]) -> bool:
    return any(letter in text and sign.search(text) for letter, sign in signs.items())


def apart(runs: Sequence[str | None]) -> list[list[tuple[str, bool]]] | None:
    """Tell the signs in a line of text from the words around them.

    Args:
        runs: the texts of the line; None stands for what is no text. A sign may begin in one
            and end in another.

    Returns:
        Of each run its passages, in order, and whether each stays as it is: what belongs to
        a sign does, and a run of None, which is one passage without letters. None when there
        is no sign in the line.
    """
    line = "".join([_NO_TEXT if run is None else run for run in runs])
    if not _holds(line, _MAY_BE_KEPT):
        return None
    is_sign = bytearray(len(line))
    for kind in _KEPT:
        for match in kind.sign.finditer(line):
            start, end = match.span()
            is_sign[start:end] = b"\x01" * (end - start)
    if not any(is_sign):
        return None
    result: list[list[tuple[str, bool]]] = []
    position = 0
    for run in runs:
        start = position
        position += 1 if run is None else len(run)
        if run is None:
            result.append([("", True)])
            continue
        edges = [n for n in range(start + 1, position) if is_sign[n] != is_sign[n - 1]]
        places = pairwise([start, *edges, position])
        result.append([(line[a:b], bool(is_sign[a])) for a, b in places if a < b])
    return result


def _warning(kind: _Kind, matches: list[re.Match[str]], path: str, line: int) -> Problem:
    sign = " ".join(matches[0][0].split())
    sign = sign if len(sign) <= 60 else sign[:57] + "…"
    count = f" ({len(matches)} of them in this text)" if len(matches) > 1 else ""
    what = f"'{sign}' is a sign of {kind.program}, and readers see it as it stands{count}"
    if kind.is_private:
        what = f"'{sign}' is a note that {kind.program} hides, and here readers would see{count}"
    return Problem(path, line, what, kind.hint, warning=not kind.is_private)
