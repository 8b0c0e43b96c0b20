"""Lines of the source: where something that stands in the HTML was written."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import cycle

from sitegen.core.patterns import late_pattern

_LETTERS = late_pattern(r"\W+|_")

_SIGNS = late_pattern(r"[>\[\](){}*_-]|\d\.|    ")
# An address stands behind one of these signs, and goes on to one of the others.
_BEFORE_ADDRESS = "[(<\"'=:"
_LONGEST = 300  # characters of an address that is looked up; the others are looked for
_ADDRESS = late_pattern(
    rf"""(?<=[\[(<"'=:])\s*+(?=([^\s)>"'\]]{{1,{_LONGEST}}}+)(?:[\s)>"'\]]|\Z))"""
)
_ENDS_ADDRESS = late_pattern(r"""[\s)>"'\]]""")
_IMG = late_pattern(r"<img\b[^>]*+", re.IGNORECASE)
_EMPTY_ALT = late_pattern(r"""\balt\s*+=\s*+(?:"\s*+"|'\s*+')""", re.IGNORECASE)
_VALUE = late_pattern(r"""(?:href|src|poster|data)\s*+=\s*+["']?\s*+""", re.IGNORECASE)
_BEGINNING = 60  # characters of an address by which it is known
_DATA = late_pattern(r"""src\s*+=\s*+["']?\s*+data:""", re.IGNORECASE)


class SourceLines:
    """Finds in the source the line on which something of the HTML was written."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line
        self._starts: list[int] = []
        self._uses: dict[str, Iterator[int]] = {}  # needle → lines of its uses, over and over

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
        uses = self._uses.get(needle)
        if uses is None:
            lines = [self.at(place) for place in self._places(needle)]
            uses = self._uses[needle] = cycle(lines or [0])
        return next(uses)

    def _places(self, needle: str) -> list[int]:
        """Return where `needle` is used: as an address, or if it is none, as any words."""
        if len(needle) <= _LONGEST and not _ENDS_ADDRESS.search(needle):
            places = self._addresses.get(needle)
        else:
            places = [
                place for place in _places_of(needle, self._text) if self._is_address(place, needle)
            ]
        places = places or _places_of(needle, self._text)
        if not places and "\\" in needle:  # which Markdown has escaped
            places = _places_of(needle.replace("\\", "\\\\"), self._text)
        return places

    @cached_property
    def _addresses(self) -> Mapping[str, list[int]]:
        """Where each word stands behind a sign that addresses stand behind."""
        addresses: dict[str, list[int]] = {}
        for match in _ADDRESS.finditer(self._text):
            addresses.setdefault(match[1], []).append(match.start(1))
        return addresses

    def _is_address(self, place: int, needle: str) -> bool:
        text, end, before = self._text, place + len(needle), place - 1
        if text[end : end + 1] and not _ENDS_ADDRESS.match(text, end):
            return False
        while before >= 0 and text[before].isspace():
            before -= 1
        return before >= 0 and text[before] in _BEFORE_ADDRESS

    def of_words(self, words: str) -> int:
        """Return the line that holds `words`, whatever signs and quotes stand between them."""
        sought = _LETTERS.sub("", words)
        if not sought:
            return 0
        line = self._line_of_words.get(sought)
        if line is None:
            line = next((n for n, words in enumerate(self._lines_of_words) if sought in words), -1)
        return self._first_line + line if line >= 0 else 0

    @cached_property
    def _lines_of_words(self) -> list[str]:
        return [_LETTERS.sub("", line) for line in self._text.split("\n")]

    @cached_property
    def _line_of_words(self) -> Mapping[str, int]:
        lines = self._lines_of_words
        return {lines[n]: n for n in range(len(lines) - 1, -1, -1)}

    def of_longest(self) -> int:
        """Return the line with the most signs of markup: where a reader lost the way."""
        lines = self._text.split("\n")
        signs = [len(_SIGNS.findall(line)) for line in lines]
        return self._first_line + signs.index(max(signs))

    def declares_decorative(self, target: str) -> bool:
        """Say whether an <img> of this file is written with alt=""."""
        return target.lower() in self._decorative

    @cached_property
    def _decorative(self) -> str:
        tags = _IMG.findall(self._text) if "<" in self._text else []
        return "\n".join([tag.lower() for tag in tags if _EMPTY_ALT.search(tag)])

    @cached_property
    def holds_data(self) -> bool:
        """Whether the picture of an <img> is written into its address."""
        return _DATA.search(self._text) is not None

    def is_in_html(self, address: str) -> bool:
        """Say whether the value of an attribute of HTML begins as `address` does."""
        beginning = address[:_BEGINNING].lower()
        n = bisect_left(self._values, beginning)
        return n < len(self._values) and self._values[n].startswith(beginning)

    @cached_property
    def _values(self) -> list[str]:
        """How the addresses begin that attributes of HTML hold, in order."""
        text = self._text
        places = [match.end() for match in _VALUE.finditer(text)] if "=" in text else []
        return sorted(text[place : place + _BEGINNING].lower() for place in places)


def _places_of(needle: str, text: str) -> list[int]:
    places: list[int] = []
    place = text.find(needle)
    while place >= 0:
        places.append(place)
        place = text.find(needle, place + len(needle))
    return places
