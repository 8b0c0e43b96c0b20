"""Lines of the source: where something that stands in the HTML was written."""

from __future__ import annotations

import re
from bisect import bisect_right

_LETTERS = re.compile(r"\W+|_")

_SIGNS = re.compile(r"[>\[\](){}*_-]|\d\.|    ")


class SourceLines:
    """Finds in the source the line on which something of the HTML was written."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line
        self._starts: list[int] = []
        self._next: dict[str, int] = {}  # needle → where to look for its next use

    def at(self, offset: int) -> int:
        if not self._starts:
            self._starts = [0]
            self._starts += [m.end() for m in re.finditer("\n", self._text)]
        return self._first_line + bisect_right(self._starts, offset) - 1

    def of(self, needle: str) -> int:
        """Return the line of the next use of `needle`; 0 when it is written otherwise.

        A use as an address goes before others: "a.md" is not looked for in "media.md".
        """
        if not needle:
            return 0
        start = self._next.get(needle, 0)
        address = re.compile(rf"""[(<"'=:]\s*{re.escape(needle)}(?=[\s)>"'\]]|\Z)""")
        use = address.search(self._text, start) or address.search(self._text)
        place = use.end() - len(needle) if use else self._text.find(needle, start)
        if place < 0:
            place = self._text.find(needle)
        if place < 0:
            return 0
        self._next[needle] = place + len(needle)
        return self.at(place)

    def of_words(self, words: str) -> int:
        """Return the line that holds `words`, whatever signs and quotes stand between them."""
        sought = _LETTERS.sub("", words)
        lines = [_LETTERS.sub("", line) for line in self._text.split("\n")]
        if sought not in lines:
            lines = [sought if sought in line else "" for line in lines]
        return self._first_line + lines.index(sought) if sought and sought in lines else 0

    def of_longest(self) -> int:
        """Return the line with the most signs of markup: where a reader lost the way."""
        lines = self._text.split("\n")
        signs = [len(_SIGNS.findall(line)) for line in lines]
        return self._first_line + signs.index(max(signs))

    def matches(self, pattern: str) -> bool:
        return re.search(pattern, self._text) is not None
