"""Code in a text that runs from right to left: it runs from left to right all the same.

Without a direction of its own `git commit -m "x"` loses its last sign to its beginning.
"""

from __future__ import annotations

import re

from sitegen.language.direction import direction
from sitegen.markdown.html_tokens import tokens

_CODE = frozenset({"code", "kbd", "pre", "samp"})
_RIGHT_TO_LEFT = re.compile(r"""\sdir\s*=\s*["']?rtl""", re.IGNORECASE)
_HAS_DIRECTION = re.compile(r"\sdir\s*=", re.IGNORECASE)


def with_directed_code(html: str, lang: str) -> str:
    """Return a text's HTML with `dir="ltr"` on its code, where all or some of it runs leftwards.

    What bears a direction already keeps it.

    Args:
        lang: the text's language, BCP 47.
    """
    if direction(lang) == "ltr" and not _RIGHT_TO_LEFT.search(html):
        return html
    pieces: list[str] = []
    position = 0
    for token in tokens(html):
        if token.kind != "start" or token.name not in _CODE or token.foreign:
            continue
        if _HAS_DIRECTION.search(html, token.start, token.end):
            continue
        end = token.start + len("<") + len(token.name)
        pieces += (html[position:end], ' dir="ltr"')
        position = end
    return "".join(pieces) + html[position:]
