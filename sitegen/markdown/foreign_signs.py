"""Signs of other programs: what Hugo, Jekyll, WordPress or Obsidian would have read.

They mean nothing here, so readers would see them as they stand. Each kind is one warning, at
its first line, with its count. Signs inside code are shown on purpose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen.core.problems import Problem

_IN_BLOCKS = (
    "Write a film or a post as ::: embed https://… and a picture as ![what it shows](file.jpg)."
)
_AWAY = "Take it out, or write it in Markdown."


@dataclass(frozen=True, slots=True)
class _Kind:
    program: str
    sign: re.Pattern[str]
    hint: str


_KINDS = (
    _Kind("Hugo", re.compile(r"\{\{[<%](?:[^{}\n]|\n(?!\n))*[>%]\}\}"), _IN_BLOCKS),
    _Kind("a template", re.compile(r"\{\{(?![<%])[^{}\n]*\}\}"), _AWAY),
    _Kind("Jekyll", re.compile(r"(?<!\{)\{%(?:[^{}%\n]|%(?!\}))*%\}"), _IN_BLOCKS),
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
