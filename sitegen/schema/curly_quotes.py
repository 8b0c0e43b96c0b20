"""Curly quotes around a value: to YAML they are letters, to whoever typed them they are quotes."""

from __future__ import annotations

from sitegen.schema.list_items import split_items
from sitegen.schema.yaml_blocks import QuotedText
from sitegen.schema.yaml_writing import CURLY_PAIRS, without_quotes

_OPENING = frozenset(CURLY_PAIRS) - frozenset("”")
_CLOSING = frozenset("”»")  # ’ may be an apostrophe


def without_curly_quotes(value: object) -> str | list[str] | None:
    """Return a value without the curly quotes around it or its items; None if it has none.

    "“news”" gives "news"; ["“Houston", "Texas”"] gives ["Houston, Texas"].
    """
    if isinstance(value, str):
        if value.isascii() or isinstance(value, QuotedText):
            return None
        return without_quotes(value) if _is_pair(value) else None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return None
    plain = [item for item in value if not isinstance(item, QuotedText) and not item.isascii()]
    if not any(_begins_or_ends_in_one(item) for item in plain):
        return None
    items = [without_quotes(item) for item in split_items(", ".join(value))]
    return items if items != value else None


def _is_pair(text: str) -> bool:
    return len(text) > 2 and text[0] in CURLY_PAIRS and text[-1] in CURLY_PAIRS[text[0]]


def _begins_or_ends_in_one(text: str) -> bool:
    return text[:1] in _OPENING or text[-1:] in _CLOSING
