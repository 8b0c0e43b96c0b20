"""Blocks of a text: what the block reader gives and the tree is built from.

Kinds that hold other blocks: document, quote, list, item, note (a footnote's text),
definitions, definition. Kinds that hold lines: paragraph, heading, code, html, rule, table,
term, and marker, the place of a directive's beginning or end. Elements are what an extension
of the site made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from sitegen.core.record import Record, replace


@dataclass(slots=True, eq=False)
class Node:
    """One block, open for more lines until its reader closes it."""

    kind: str
    first: int  # line of the text on which it begins, from 1
    last: int = 0  # the last line that is its own
    children: list[Node] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    indent: int = 0  # columns that its lines are set in by; of a fence, at most 3
    mark: str = ""  # a list's sign, a code block's fence, a note's label, HTML's own end
    level: int = 0  # of a heading; the first number of a list
    info: str = ""  # what stands behind a fence
    attributes: str = ""  # what stands in braces behind or under it
    tight: bool = True  # of a list: no empty line between its items or within one
    columns: tuple[str, ...] = ()  # of a table: "left", "right", "center", "" for each column
    holder: Element | None = None  # of elements: what a site's extension made


class DeepTextError(Exception):
    """Quotes and lists stand inside one another deeper than anybody could follow."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line  # of the text, from 1


@dataclass(slots=True)
class Definitions:
    """What one place of a text says for all of it."""

    links: dict[str, tuple[str, str]] = field(default_factory=dict)  # label → address, title
    abbreviations: dict[str, str] = field(default_factory=dict)  # short form → its words
    notes: dict[str, Node] = field(default_factory=dict)  # label → the note, in order


class Remark(Record):
    """Something that the editor should know of one line of the text."""

    line: int  # of the text, from 1
    message: str
    hint: str
    warning: bool = True

    def lower(self, lines: int) -> Remark:
        """Return the same remark `lines` further down."""
        return replace(self, line=self.line + lines)
