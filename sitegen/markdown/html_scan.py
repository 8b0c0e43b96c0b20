"""The scan: where HTML in a story is not what a browser makes of it, and what to write.

A browser mends whatever it is given, in ways that no writer foresees. Here the tags are
counted off one by one, those that were written against those that the converter made, so
that what is wrong has its place and its remedy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.markdown import html_elements as elements
from sitegen.markdown.html_flaws import (
    WORDS_FOR,
    Flaw,
    around_words,
    closing,
    crossing_hint,
    short,
    swallowing,
)
from sitegen.markdown.html_tokens import Token, beginning, tokens
from sitegen.markdown.raw_html import RawPieces

DEEPEST = 200  # elements inside one another; browsers give up at 512

_FOREIGN = ("svg", "math")
_NO_WAY_UP = frozenset({"table", "td", "th", "caption", "button", "object", "template"})


@dataclass(slots=True)
class Scan:
    """What the scan of one text gave."""

    flaws: list[Flaw]
    left_out: list[tuple[int, int]]  # places of what the text is better without
    is_whole: bool  # False: too much was open for going on


class _Open(NamedTuple):
    """An element that is open."""

    name: str
    raw: bool
    place: int


def scan(pieces: RawPieces, html: str, known_starts: Iterable[str] = ()) -> Scan:
    """Look for what is wrong with `html`, whose places are those of `pieces`.

    `html` may be longer than what they are pieces of: then something stands behind the text.
    `known_starts` names elements whose beginnings are reported already: their ends need not be.
    """
    scanner = _Scanner(pieces, html)
    scanner.known_starts.update(known_starts)
    size = len(pieces.html)  # what follows it was not written by the editor
    is_whole = all(scanner.take(token) for token in tokens(html) if token.start < size)
    if is_whole:
        scanner.end()
    return Scan(scanner.flaws, scanner.left_out, is_whole)


class _Scanner:
    def __init__(self, pieces: RawPieces, html: str) -> None:
        self.pieces = pieces
        self.html = html
        self.flaws: list[Flaw] = []
        self.left_out: list[tuple[int, int]] = []
        self.open: list[_Open] = []
        self.counts: Counter[tuple[str, bool]] = Counter()  # of what is open
        self.known_starts: Counter[str] = Counter()  # elements told of, whose end tag may follow
        self.cut = 0  # paragraphs that ended before the end tag that the converter gave them
        self.has_loose_cells = False  # parts of a table that is none, which are told of once
        self.ends: list[tuple[str, int]] = []  # blocks that ended paragraphs written as HTML

    def take(self, token: Token) -> bool:
        """Take the next token; say whether the scan can go on."""
        kind, name, place = token.kind, token.name, token.start
        if kind == "text":
            self._text(token)
        elif kind == "start":
            self._start(token)
        elif kind == "end":
            self._end(token)
        elif kind == "other":
            self._other(token)
        elif kind in ("open letters", "open tag"):
            if self.open and self.open[-1].place == place:
                self._pop()
            self._swallow(token)
        if len(self.open) > DEEPEST:
            names = Counter(element.name for element in self.open if element.raw)
            self._flaw(
                place,
                f"more than {DEEPEST} elements are open here inside one another",
                f"Look above for <{(names.most_common(1) or [(name, 1)])[0][0]}> "
                "that is never closed.",
            )
            return False
        return True

    def _swallow(self, token: Token) -> None:
        place = token.start
        if self.flaws and self.flaws[-1].place == place:
            return
        self.flaws.append(swallowing(place, beginning(self.html, token)))

    def end(self) -> None:
        for element in self.open:
            if element.raw and element.name not in elements.OMITTED_ENDS:
                self._flaw(
                    element.place, f"<{element.name}> is never closed", closing(element.name)
                )

    def _flaw(self, place: int, message: str, hint: str, *, warning: bool = False) -> None:
        self.flaws.append(Flaw(place, message, hint, warning))

    def _push(self, name: str, place: int) -> None:
        raw = self.pieces.is_raw(place)
        self.open.append(_Open(name, raw, place))
        self.counts[name, raw] += 1

    def _pop(self) -> _Open:
        element = self.open.pop()
        self.counts[element.name, element.raw] -= 1
        return element

    def _is_open(self, name: str) -> bool:
        return bool(self.counts[name, True] or self.counts[name, False])

    # Texts

    def _text(self, token: Token) -> None:
        if not self.open or self.open[-1].name not in elements.BETWEEN_CELLS:
            return
        words = self.html[token.start : token.end]
        if words.strip():
            self._flaw(
                token.start + len(words) - len(words.lstrip()),
                f"'{short(' '.join(words.split()))}' stands in a table outside of its cells",
                "Browsers show it above the table. Put it into a <td>, or before the table.",
            )

    def _other(self, token: Token) -> None:
        words = self.pieces.html[token.start : token.end]  # and nothing of what follows them
        beginning = short(words)
        if words.startswith("<![CDATA["):
            hint = "Write the text itself, without <![CDATA[ and ]]>."
            self._flaw(token.start, f"readers see nothing of '{beginning}'", hint)
        elif words.startswith("</"):
            hint = "Write the element's name right behind </, or take the signs out."
            self._flaw(token.start, "'</' without a name is no tag", hint)
        else:
            self.left_out.append((token.start, token.end))
            message = f"'{beginning}' is no part of a story, and is left out"
            self._flaw(token.start, message, "Take it out.", warning=True)

    # Start tags

    def _start(self, token: Token) -> None:
        name, place = token.name, token.start
        closes_itself = self.html.startswith("/>", token.end - 2)
        if token.foreign or name in _FOREIGN:
            if not closes_itself:
                self._push(name, place)
            return
        if name in elements.NOT_IN_A_STORY:
            tag = self.html[place : token.end].lower()
            if name != "meta" or "itemprop" not in tag:
                hint = elements.NOT_IN_A_STORY[name]
                self._flaw(place, f"<{name}> has no place in a story", hint)
            self.known_starts[name] += 1
            return
        if name in elements.TABLE_PARENTS and not self._is_open("table"):
            self._loose_part(name, place)
            return
        self._check_place(name, place)
        if name in elements.VOID:
            return
        if closes_itself:
            start = self.html[place : token.end - 2].rstrip()
            self._flaw(
                place,
                f"'{short(start + '/>')}' is not closed by its /",
                f"In HTML only elements without content are. Write {short(start)}></{name}>.",
            )
            return
        self._push(name, place)

    def _check_place(self, name: str, place: int) -> None:
        """Say whether a browser would take the element to another place, or end others for it."""
        if name in elements.TABLE_PARENTS:
            self._table_part(name, place)
            return
        if self.open and self.open[-1].name in elements.BETWEEN_CELLS:
            if name not in elements.ANYWHERE:
                self._flaw(
                    place,
                    f"<{name}> stands in a table outside of its cells",
                    "Browsers show it above the table. Put it into a <td>, or before the table.",
                )
            return
        if name in elements.ENDS_PARAGRAPH:
            self._end_paragraph(name, place)
        if name in elements.HEADINGS and self.open and self.open[-1].name in elements.HEADINGS:
            self._tell_open(self._pop(), f"before <{name}>")
        if name in ("a", "button", "form", "nobr") and self._is_open(name):
            what = {"a": "link", "button": "button", "form": "form"}.get(name, f"<{name}>")
            self._flaw(
                place,
                f"a {what} begins inside another {what}",
                f"Write </{name}> before it, or take one of the two out.",
            )

    def _loose_part(self, name: str, place: int) -> None:
        self.known_starts[name] += 1
        if not self.has_loose_cells:
            self.has_loose_cells = True
            hint = "Browsers pass over it. Write <table> before it, or take it out."
            self._flaw(place, f"<{name}> stands outside of a table", hint)

    def _table_part(self, name: str, place: int) -> None:
        parents = elements.TABLE_PARENTS[name]
        while self.open and self.open[-1].name not in parents:
            if self.open[-1].name == "table":
                parent_tags = " or ".join(f"<{parent}>" for parent in sorted(parents))
                self._flaw(
                    place,
                    f"<{name}> stands outside of {parent_tags}",
                    f"Write {parent_tags} first.",
                )
                return
            element = self._pop()
            if element.name not in elements.OMITTED_ENDS:
                self._tell_open(element, f"before the next <{name}>")

    def _end_paragraph(self, name: str, place: int) -> None:
        """End the paragraph in which a block begins, as a browser does."""
        if not self._is_open("p"):
            return
        n = len(self.open) - 1
        while n >= 0 and self.open[n].name != "p":
            if self.open[n].name in _NO_WAY_UP or self.open[n].name in _FOREIGN:
                return
            n -= 1
        if n < 0:
            return
        inside = [e for e in self.open[n + 1 :] if e.name not in elements.OMITTED_ENDS]
        paragraph = self.open[n]
        while len(self.open) > n:
            self._pop()
        cuts = self.pieces.is_raw(place) and not paragraph.raw
        if self.pieces.is_raw(place) and paragraph.raw:
            self.ends.append((name, place))
        self.cut += cuts
        if inside:
            around = f"<{inside[-1].name}>"
            self._flaw(
                place if cuts else inside[-1].place,
                f"<{name}> begins in the middle of a paragraph, inside {around}",
                f"Close {around} before it, or put it alone on a line, behind an empty line.",
            )
            self.known_starts.update(element.name for element in inside)
        elif cuts:
            self._tell_cut(name, place)

    def _tell_cut(self, name: str, place: int) -> None:
        self._flaw(
            place,
            f"<{name}> ends the paragraph in which it stands",
            "What follows it is no part of the paragraph. Put an empty line before and behind "
            "it, or take the <p> around it out.",
            warning=True,
        )

    # End tags

    def _end(self, token: Token) -> None:
        name, place = token.name, token.start
        if name in elements.VOID and not token.foreign:
            if name == "br":
                self._flaw(place, "'</br>' is no tag", "Write <br>.")
            return
        raw = self.pieces.is_raw(place)
        if not self.counts[name, raw]:
            self._close_nothing(token, raw=raw)
            return
        n = len(self.open) - 1
        while (self.open[n].name, self.open[n].raw) != (name, raw):
            n -= 1
        above = self.open[n + 1 :]
        while len(self.open) > n:
            self._pop()
        self.cut += sum(element.name == "p" and not element.raw for element in above)
        left_open = [
            element
            for element in above
            if element.name not in elements.OMITTED_ENDS
            or (element.name in elements.STAY_OPEN and name not in elements.ENDS_OTHERS)
        ]
        crossing = next((e for e in left_open if raw and not e.raw), None)
        if crossing is not None:
            self._flaw(
                place,
                f"</{name}> stands inside {around_words(crossing.name)}, and <{name}> before it",
                crossing_hint(name, crossing.name),
            )
            return
        where = f"before </{name}>" if raw else f"before {WORDS_FOR.get(name, 'that')} ends"
        for element in left_open:
            self._tell_open(element, where)

    def _tell_open(self, element: _Open, where: str) -> None:
        name = element.name
        if not element.raw:
            return
        self.known_starts[name] += 1
        self._flaw(element.place, f"<{name}> is opened here and not closed {where}", closing(name))

    def _close_nothing(self, token: Token, *, raw: bool) -> None:
        name = token.name
        if not raw:
            if name == "p" and self.cut:  # the paragraph ended before: a second end makes another
                self.cut -= 1
                self.left_out.append((token.start, token.end))
            return
        if self.known_starts[name]:
            self.known_starts[name] -= 1
            return
        if name == "p" and self.ends:
            self._tell_cut(*self.ends.pop())
            self.left_out.append((token.start, token.end))
            return
        if name == "p" and self.counts["p", False]:
            hint = "An empty line ends a paragraph, the one of <p> too. Take it out."
        else:
            hint = f"Take it out, or write <{name}> where the part begins that it ends."
        self._flaw(token.start, f"</{name}> closes nothing that the story opened", hint)
