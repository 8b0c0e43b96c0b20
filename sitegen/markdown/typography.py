"""Typography of a text: its tree is walked block by block, and each line of text set.

What is set how stands in `language.typography`; here is what belongs to one line. Links and
emphasis do, so that a quotation may begin before them and end within; code, pictures and bare
addresses are passed over as one letter would be; notes' marks and tags are passed over as if
they were not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from sitegen.language.quotation_marks import Quotes, quotes_of
from sitegen.language.typography import typeset, typeset_runs
from sitegen.markdown import foreign_signs

PRIORITY = 6  # after abbreviations, whose words stay as they are; before anchors

_NAMES = """
a abbr b bdi bdo cite code data del dfn em i img input ins kbd mark q s samp small span strong sub
sup time tt u var wbr
"""
_INLINE = frozenset(_NAMES.split())
_OPAQUE = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea"})
_OPAQUE_TAG = re.compile(rf"<(/?)(?:{'|'.join(sorted(_OPAQUE | {'tt'}))})\b", re.IGNORECASE)
_OPAQUE_PIECE = re.compile(
    "(\x02[^\x03]*\x03(?:amp;)?)"
)  # a sign, a tag or HTML that was put aside
_STASH = re.compile("\x02wzxhzdk:([0-9]+)\x03")


def install(md: Markdown) -> Typesetter:
    """Have `md` set the typography of its tree; return what does it."""
    typesetter = Typesetter()
    md.treeprocessors.register(_TreeTypesetter(md, typesetter), "typography", PRIORITY)
    return typesetter


class Typesetter:
    """Sets lines in the language of the text that is read.

    Attributes:
        quotes: the marks of that language.
    """

    def __init__(self) -> None:
        self.quotes: Quotes = quotes_of("en")

    def set(self, text: str) -> str:
        """Return a line without any markup with its quotes, dashes and dots set."""
        return typeset(text, self.quotes)

    def set_runs(self, runs: list[str | None]) -> list[str | None]:
        """Return the runs of one line set; see `language.typography.typeset_runs`.

        Signs of other programs stay as they are.
        """
        passages = foreign_signs.apart(runs)
        if passages is None:
            return typeset_runs(runs, self.quotes)
        parts = [None if kept else words for run in passages for words, kept in run]
        printed = iter(typeset_runs(parts, self.quotes))
        whole = [
            "".join([next(printed) or words for words, _ in run])  # None where it was kept
            for run in passages
        ]
        return [None if run is None else words for run, words in zip(runs, whole, strict=True)]


@dataclass(slots=True)
class _Text:
    """One text of the tree, part of a line."""

    element: Element
    is_tail: bool
    pieces: list[str | int]  # what stays as it is, and numbers of runs


@dataclass(slots=True)
class _Line:
    """The texts between the beginning and the end of a block, or of a part of one."""

    runs: list[str | None] = field(default_factory=list)
    texts: list[_Text] = field(default_factory=list)
    depth: int = 0  # of tags like <code> that are open


class _TreeTypesetter(Treeprocessor):
    """Sets all text of a tree but code."""

    def __init__(self, md: Markdown, typesetter: Typesetter) -> None:
        super().__init__(md)
        self._typesetter = typesetter

    def run(self, root: Element) -> None:
        self._block(root)

    def _block(self, element: Element) -> None:
        if element.tag not in _OPAQUE:
            line = _Line()
            self._walk(element, line)
            self._set(line)

    def _walk(self, element: Element, line: _Line) -> None:
        if element.text:
            self._add(element, element.text, line, is_tail=False)
        for child in element:
            tag = child.tag
            if tag == "br":
                line.runs.append("\n")
            elif tag in _OPAQUE or tag == "img":
                if tag != "pre":
                    line.runs.append(None)
            elif tag == "sup" and (child.get("id") or "").startswith("fnref"):
                pass
            elif tag in _INLINE:
                self._walk(child, line)
            else:
                self._set(line)
                self._block(child)
            if child.tail:
                self._add(child, child.tail, line, is_tail=True)

    def _add(self, element: Element, text: str, line: _Line, *, is_tail: bool) -> None:
        runs = line.runs
        if isinstance(text, AtomicString):
            runs.append(None)
            return
        if "\x02" not in text and not line.depth:
            line.texts.append(_Text(element, is_tail, [len(runs)]))
            runs.append(text)
            return
        pieces: list[str | int] = []
        for piece in _OPAQUE_PIECE.split(text):
            if not piece:
                continue
            if piece[0] == "\x02":
                pieces.append(piece)
                self._pass_over(piece, line)
            elif line.depth:
                pieces.append(piece)
                runs.append(None)
            else:
                pieces.append(len(runs))
                runs.append(piece)
        line.texts.append(_Text(element, is_tail, pieces))

    def _pass_over(self, piece: str, line: _Line) -> None:
        match = _STASH.match(piece)
        if match is None:
            line.runs.append(None)
            return
        stash: Any = self.md.htmlStash.rawHtmlBlocks
        tag = _OPAQUE_TAG.match(str(stash[int(match[1])]))
        if tag is not None:
            line.depth = max(0, line.depth - 1) if tag[1] else line.depth + 1

    def _set(self, line: _Line) -> None:
        """Set the line, and begin another."""
        if not line.texts:
            line.runs.clear()
            return
        runs = self._typesetter.set_runs(line.runs)
        if runs != line.runs:
            for text in line.texts:
                words = "".join(
                    piece if isinstance(piece, str) else runs[piece] or "" for piece in text.pieces
                )
                if text.is_tail:
                    text.element.tail = words
                else:
                    text.element.text = words
        line.runs.clear()
        line.texts.clear()
