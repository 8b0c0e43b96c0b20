"""Tables: each gets a box that scrolls by itself."""

from __future__ import annotations

import re
from html import escape

from sitegen.markdown.plain_text import plain_text

_TABLE = re.compile(r"<(/?)table(?=[\s>])[^>]*>", re.IGNORECASE)
_HEAD_CELL = re.compile(r"<th(?=[\s>])[^>]*>(.*?)</th>", re.DOTALL | re.IGNORECASE)

_CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL | re.IGNORECASE)


def wrap_tables(html: str) -> str:
    """Give each table a box that scrolls by keyboard, named by the table's own words."""
    pieces: list[str] = []
    position = depth = start = 0
    for match in _TABLE.finditer(html):
        if not match[1]:
            if depth == 0:
                start = match.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                table = html[start : match.end()]
                pieces.append(html[position:start])
                pieces.append(
                    '<div class="table-scroll" role="region" tabindex="0" '
                    f'aria-label="{escape(_table_name(table))}">\n{table}\n</div>'
                )
                position = match.end()
    return "".join(pieces) + html[position:]


def _table_name(table: str) -> str:
    caption = _CAPTION.search(table)
    if caption and plain_text(caption[1]):
        return plain_text(caption[1])
    cells = [words for m in _HEAD_CELL.finditer(table) if (words := plain_text(m[1]))]
    return ", ".join(cells[:8]) or plain_text(table)[:60] or "…"
