"""Raw HTML: what of a converted text was written as HTML, and on which line.

The converter puts marks around each piece of HTML that it passes on as it is:

    U+001A "H" line ";" piece U+001A "h"

`unmark` takes them out, and comments with them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from sitegen.markdown import tags
from sitegen.markdown.html_tokens import beginning, tokens
from sitegen.markdown.marks import MARK

_TAG = re.compile(f"{tags.OPEN_TAG}|{tags.CLOSE_TAG}")
_MARK = re.compile(rf"{MARK}(?:H(\d+);|h)")


def marked(piece: str, line: int) -> str:
    """Return `piece` between marks; `line` is of the text, from 1, 0 where it is not known."""
    return f"{MARK}H{line};{piece}{MARK}h"


@dataclass(slots=True)
class RawPieces:
    """Converted HTML without marks and comments, and which of it was written as HTML."""

    html: str
    starts: list[int] = field(default_factory=list)  # of the pieces, ascending
    ends: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    open_comments: list[int] = field(default_factory=list)  # lines of those that never end
    open_tags: list[tuple[int, str]] = field(default_factory=list)  # line and tag that goes on
    line_ends: list[int] | None = None  # of `html`, once they are asked for

    def is_raw(self, place: int) -> bool:
        n = bisect_right(self.starts, place) - 1
        return n >= 0 and place < self.ends[n]

    def line(self, place: int) -> int:
        """Return the line of what stands at `place`, or of the last piece before it; else 0."""
        n = bisect_right(self.starts, place) - 1
        if n < 0 or not self.lines[n]:
            return 0
        if self.line_ends is None:
            self.line_ends = [match.start() for match in re.finditer("\n", self.html)]
        above = bisect_left(self.line_ends, self.starts[n])
        return self.lines[n] + bisect_left(self.line_ends, min(place, self.ends[n])) - above


def unmark(html: str) -> RawPieces:
    """Take marks and comments out of `html`."""
    pieces = RawPieces("")
    output: list[str] = []
    size = position = line = 0
    depth = 0  # an extension may put what was kept into what it keeps

    def add(text: str) -> None:
        nonlocal size
        output.append(text)
        size += len(text)

    def add_raw(text: str, first: int) -> None:
        if not text:
            return
        pieces.starts.append(size)
        pieces.lines.append(first)
        add(text)
        pieces.ends.append(size)

    for match in _MARK.finditer(html):
        part = html[position : match.start()]
        position = match.end()
        if not depth:
            add(part)
        elif _TAG.fullmatch(part):  # as most pieces are
            add_raw(part, line)
        else:
            place = 0
            line_of = _counter(part, line)
            for token in tokens(part):
                if token.kind in ("comment", "open comment"):
                    add_raw(part[place : token.start], line_of(place))
                    place = token.end
                if token.kind == "open comment":
                    pieces.open_comments.append(line_of(token.start))
                elif token.kind in ("open tag", "open letters"):
                    pieces.open_tags.append((line_of(token.start), beginning(part, token)))
            add_raw(part[place:], line_of(place))
        if match[1]:
            depth, line = depth + 1, int(match[1])
        else:
            depth = max(0, depth - 1)
    add(html[position:])
    pieces.html = "".join(output)
    return pieces


def _counter(piece: str, first: int) -> Callable[[int], int]:
    """Return what tells the line of a place in a piece that begins on line `first`; 0 if that is 0.

    Places that follow one another are counted once.
    """
    known = lines = 0

    def line_of(place: int) -> int:
        nonlocal known, lines
        if place < known:
            known = lines = 0
        lines += piece.count("\n", known, place)
        known = place
        return first and first + lines

    return line_of
