"""Raw HTML: what of a converted text was written as HTML, and on which line.

The converter puts marks around each piece of HTML that it passes on as it is:

    U+001A "H" line ";" piece U+001A "h"

`unmark` takes them out, and comments with them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from sitegen.markdown import tags
from sitegen.markdown.html_tokens import tokens
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

    def is_raw(self, place: int) -> bool:
        n = bisect_right(self.starts, place) - 1
        return n >= 0 and place < self.ends[n]

    def line(self, place: int) -> int:
        """Return the line of what stands at `place`, or of the last piece before it; else 0."""
        n = bisect_right(self.starts, place) - 1
        if n < 0 or not self.lines[n]:
            return 0
        return self.lines[n] + self.html.count("\n", self.starts[n], min(place, self.ends[n]))


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
            for token in tokens(part):
                if token.kind in ("comment", "open comment"):
                    add_raw(part[place : token.start], _line_of(part, place, line))
                    place = token.end
                if token.kind == "open comment":
                    pieces.open_comments.append(_line_of(part, token.start, line))
                elif token.kind in ("open tag", "open letters"):
                    beginning = part[token.start : token.start + 80]
                    pieces.open_tags.append((_line_of(part, token.start, line), beginning))
            add_raw(part[place:], _line_of(part, place, line))
        if match[1]:
            depth, line = depth + 1, int(match[1])
        else:
            depth = max(0, depth - 1)
    add(html[position:])
    pieces.html = "".join(output)
    return pieces


def _line_of(piece: str, place: int, first: int) -> int:
    """Return the line of `place` in a piece that begins on line `first`; 0 if that is 0."""
    return first and first + piece.count("\n", 0, place)
