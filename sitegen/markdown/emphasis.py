"""Emphasis, strong emphasis and strikes: which signs open and which close.

Source: CommonMark 0.31.2, "Emphasis and strong emphasis" and "An algorithm for parsing nested
emphasis"; GitHub Flavored Markdown, "Strikethrough", with two tildes only: newsrooms write
~500 for "about 500".
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_TAGS = {1: "em", 2: "strong"}


@dataclass(slots=True, eq=False)
class Signs:
    """A run of one sign, and what it came to open and close."""

    sign: str
    count: int  # as written
    opens: bool
    closes: bool
    rest: int = 0
    ends: list[str] = field(default_factory=list)  # elements that it closes, innermost first
    begins: list[str] = field(default_factory=list)  # elements that it opens, innermost first

    def __post_init__(self) -> None:
        self.rest = self.count


def signs_at(text: str, start: int, end: int) -> Signs:
    """Say what the run of one sign from `start` to `end` may do, by what stands beside it."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    white_before, white_after = before.isspace(), after.isspace()
    mark_before, mark_after = is_punctuation(before), is_punctuation(after)
    opening = not white_after and (not mark_after or white_before or mark_before)
    closing = not white_before and (not mark_before or white_after or mark_after)
    sign = text[start]
    if sign == "_":  # not within a word
        opening, closing = (
            opening and (not closing or mark_before),
            closing and (not opening or mark_after),
        )
    return Signs(sign, end - start, opening, closing)


def is_punctuation(character: str) -> bool:
    if character.isascii():
        return character in _PUNCTUATION
    return unicodedata.category(character)[0] in "PS"


def pair(runs: list[Signs]) -> None:
    """Pair the signs of one text, or of one link's words, innermost first."""
    openers: list[Signs] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for closer in runs:
        if closer.closes:
            _close(closer, openers, bottoms)
        if closer.opens and closer.rest:
            openers.append(closer)


def _close(closer: Signs, openers: list[Signs], bottoms: dict[tuple[str, bool, int], int]) -> None:
    while closer.rest:
        key = (closer.sign, closer.opens, closer.count % 3)
        bottom = bottoms.get(key, 0)
        place = len(openers) - 1
        while place >= bottom and not _fit(openers[place], closer):
            place -= 1
        if place < bottom:
            bottoms[key] = len(openers)
            return
        opener = openers[place]
        del openers[place + 1 :]
        _lower(bottoms, len(openers))
        if closer.sign == "~":
            count, tag = 2, "del"
        else:
            count = 2 if opener.rest >= 2 and closer.rest >= 2 else 1
            tag = _TAGS[count]
        opener.rest -= count
        closer.rest -= count
        opener.begins.append(tag)
        closer.ends.append(tag)
        if not opener.rest:
            openers.pop()
            _lower(bottoms, len(openers))


def _lower(bottoms: dict[tuple[str, bool, int], int], size: int) -> None:
    for key, bottom in bottoms.items():
        if bottom > size:
            bottoms[key] = size


def _fit(opener: Signs, closer: Signs) -> bool:
    if opener.sign != closer.sign:
        return False
    if closer.sign == "~":
        return opener.count == closer.count == 2
    if (opener.closes or closer.opens) and (opener.count + closer.count) % 3 == 0:
        return opener.count % 3 == 0 and closer.count % 3 == 0
    return True
