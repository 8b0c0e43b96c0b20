"""Figures: whole numbers as exports, hosts and readers of the web write them."""

from __future__ import annotations

_MOST = 18  # digits; nothing that we count has more, and Python itself reads no number of 5,000


def whole_number(text: str, otherwise: int = 0) -> int:
    """Return the number that a text of the digits 0 to 9 says, from 0 up.

    Args:
        otherwise: what any other text gives, "" and "²" too.
    """
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST
    return int(text) if is_number else otherwise
