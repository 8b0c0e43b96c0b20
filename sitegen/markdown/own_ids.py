"""Ids of one text: each stands once, and finding a free one takes no longer for many of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBERED = re.compile(r"(.*)_([0-9]+)\Z", re.DOTALL)


class OwnIds:
    """The ids that are taken in one text.

    Args:
        taken: those that were written by hand.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._later: dict[str, str] = {}  # taken id → one behind which the search goes on
        self._numbers: dict[tuple[str, int], int] = {}  # name, first number → the last one

    def of_heading(self, name: str) -> str:
        """Take `name`, or the next of name_1, name_2 … that is free, as Python-Markdown does."""
        own = name
        passed: list[str] = []
        while own in self._taken:
            passed.append(own)
            own = self._later.get(own) or _next(own)
        self._taken.add(own)
        for one in passed:  # all between it and `own` are taken for good
            self._later[one] = own
        return own

    def numbered(self, name: str, first: int = 1) -> str:
        """Take the first of name-1, name-2 … that is free."""
        number = self._numbers.get((name, first), first - 1) + 1
        while (own := f"{name}-{number}") in self._taken:
            number += 1
        self._numbers[name, first] = number
        self._taken.add(own)
        return own

    def unique(self, name: str) -> str:
        """Take `name`, or the first of name-2, name-3 … that is free."""
        if name in self._taken:
            return self.numbered(name, 2)
        self._taken.add(name)
        return name


def _next(own: str) -> str:
    number = _NUMBERED.match(own)
    return f"{number[1]}_{int(number[2]) + 1}" if number else f"{own}_1"
