"""Signs of other programs: what Hugo, Jekyll, WordPress or Obsidian would have read.

They mean nothing here, so readers would see them as they stand. Each kind is one warning, at
its first line, with its count. Signs inside code are shown on purpose. Typography leaves them
alone, so that they can be searched for and taken out, and mean what they did elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sitegen.core.problems import Problem
from sitegen.core.record import Record

_IN_BLOCKS = (
    "Write a film or a post as ::: embed https://… and a picture as ![what it shows](file.jpg)."
)
_AWAY = "Take it out, or write it in Markdown."


class _Kind(Record):
    program: str
    sign: re.Pattern[str]
    hint: str


_KINDS = (
    _Kind("Hugo", re.compile(r"\{\{[<%](?:[^{}\n]|\n(?!\n))*[>%]\}\}"), _IN_BLOCKS),
    _Kind("a template", re.compile(r"\{\{(?![<%])[^{}\n]*\}\}"), _AWAY),
    _Kind("Jekyll", re.compile(r"(?<!\{)\{%(?:[^{}%\n]|%(?!\})|\n(?!\n))*%\}"), _IN_BLOCKS),
    _Kind(
        "WordPress",
        re.compile(
            r"\[/?(?:wp_)?(?:caption|gallery|embed|playlist)\b[^\]\n]*\](?![(\[:])"
            r"|\[/?(?:audio|video|youtube|vimeo|soundcloud|contact-form-7)\s+[^\]\n]*=[^\]\n]*\]"
        ),
        _IN_BLOCKS,
    ),
    _Kind("Obsidian", re.compile(r"!\[\[[^\[\]\n]+\]\]"), _IN_BLOCKS),
    _Kind(
        "a wiki",
        re.compile(r"(?<!!)\[\[(?!\])[^\[\]\n]+\]\](?![(\[])"),
        "Write a link as [words](file.md).",
    ),
    _Kind(
        "other programs", re.compile(r"^ {0,3}\[toc\][ \t]*$", re.IGNORECASE | re.MULTILINE), _AWAY
    ),
)
_CODE = re.compile(
    r"^[ >]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ >]*\1[`~]*[ \t]*$|\Z)|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)"
    r"|^(?: {4}|\t)[^\n]*$",
    re.DOTALL | re.MULTILINE,
)
_NO_TEXT = "\ufffc"  # stands in a line for what is no text, a picture or code
_MAY_STAND = re.compile(r"\{[{%]|\[\[|\[/?(?:wp_|caption|gallery|embed|playlist|audio|video|youtube"
                        r"|vimeo|soundcloud|contact|toc\])", re.IGNORECASE)  # fmt: skip


def warnings(text: str, path: str, first_line: int) -> list[Problem]:
    """Return a warning for each kind of foreign sign in `text`.

    Args:
        text: Markdown.
        path: the source file.
        first_line: the line of that file on which `text` begins, from 1.
    """
    if ("{" not in text and "[" not in text) or not _MAY_STAND.search(text):
        return []
    text = _CODE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    return [
        _warning(kind, matches, path, first_line + text.count("\n", 0, matches[0].start()))
        for kind in _KINDS
        if (matches := list(kind.sign.finditer(text)))
    ]


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
    if ("{" not in line and "[" not in line) or not _MAY_STAND.search(line):
        return None
    is_sign = bytearray(len(line))
    for kind in _KINDS:
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
    return Problem(
        path,
        line,
        f"'{sign}' is a sign of {kind.program}, and readers see it as it stands{count}",
        kind.hint,
        warning=True,
    )
