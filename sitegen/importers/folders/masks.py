"""Code in a Markdown text, put aside while the rest of it is changed."""

from __future__ import annotations

import re
from collections.abc import Callable

_FENCE = re.compile(
    r"^(?P<indent>[ \t]{0,3})(?P<mark>`{3,}|~{3,})[^\n]*\n"
    r"(?:.*?\n)??[ \t]{0,3}(?P=mark)[`~]*[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_MASK = re.compile("\x00(\\d+)\x00")
_FENCE_MASK = re.compile("\x00\\d*[02468]\x00")  # fences have even numbers, spans odd ones
OUTER_FENCE = 9  # signs of a fence around one that is put aside: nobody writes as many


def outside_code(markdown: str, change: Callable[[str], str]) -> str:
    """Return a text of which all but the code was given to `change`."""
    code: list[str] = []

    def mask(match: re.Match[str]) -> str:
        code.append(match[0])
        return f"\x00{2 * len(code) - 2 + (match.re is _SPAN)}\x00"

    masked = _SPAN.sub(mask, _FENCE.sub(mask, markdown.replace("\x00", "")))
    changed = change(masked)
    while _MASK.search(changed):  # a span within a fence was put aside with it
        changed = _MASK.sub(lambda match: code[int(match[1]) // 2], changed)
    return changed


def holds_fence(text: str) -> bool:
    """Say whether a fence was put aside in a text that is being changed."""
    return _FENCE_MASK.search(text) is not None
