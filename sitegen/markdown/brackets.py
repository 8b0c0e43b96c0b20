"""Brackets that never close: a bound on what Python-Markdown reads in search of their ends."""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import LinkInlineProcessor


class TangledError(Exception):
    """Brackets are opened so often and closed so seldom that reading them would take hours."""


class _Budget:
    """Counts the characters that Python-Markdown looks at in search of closing brackets.

    It begins again at each "[" and reads to the end of the paragraph where none closes it:
    ten thousand of them take minutes.
    """

    MOST = 5_000_000  # about a second

    def __init__(self) -> None:
        self.left = self.MOST

    def bound(self, processor: Any) -> None:
        """Have `processor`, one for links or pictures, count what it reads."""
        text, link = processor.getText, processor.getLink

        def get_text(data: str, index: int) -> Any:
            result = text(data, index)
            self.spend(result[1] - index)
            return result

        def get_link(data: str, index: int) -> Any:
            result = link(data, index)
            self.spend(result[2] - index)
            return result

        processor.getText, processor.getLink = get_text, get_link

    def spend(self, characters: int) -> None:
        self.left -= characters
        if self.left < 0:
            raise TangledError


def bound_brackets(md: Markdown) -> _Budget:
    """Have `md` raise `TangledError` rather than search for brackets without end.

    Set `left` of what is returned to `MOST` before each text.
    """
    budget = _Budget()
    for pattern in md.inlinePatterns:
        if isinstance(pattern, LinkInlineProcessor):
            budget.bound(pattern)
    return budget
