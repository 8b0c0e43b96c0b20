"""Beginnings of blocks: which line begins a heading, a list, a table, a note.

Source: CommonMark 0.31.2, "Leaf blocks" and "Container blocks"; GitHub Flavored Markdown,
"Tables (extension)". Notes, definitions and abbreviations are Python-Markdown's.
"""

from __future__ import annotations

import re

from sitegen.markdown import attributes, table_syntax, tags
from sitegen.markdown.nodes import Node, Remark
from sitegen.markdown.open_blocks import OpenBlocks, last_line

STARTS = frozenset("#`~<=-_*+>[:|\x1a0123456789")
USED_UP = -1  # in place of a place in a line: nothing of it is left
MARKER = re.compile(r"\x1a[BE]\d+\x1a[ ]*$")

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_RULE = re.compile(r"(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$")
_ITEM = re.compile(r"(?:([*+-])|(\d{1,9})([.)]))(?=[ ]|$)")
_NOTE = re.compile(r"\[\^([^\]\n]{1,999})\]:[ ]*")
_DEFINITION = re.compile(r":[ ]{1,3}(?=[^ ])")
_ABBREVIATION = re.compile(r"\*\[([^\]\n]+)\][ ]?:[ ]*(.*)$")


class BlockStarts:
    """Begins blocks among those that are open."""

    def __init__(self, blocks: OpenBlocks) -> None:
        self._blocks = blocks

    def begin(
        self, line: str, place: int, first: int, number: int, depth: int, *, within: bool
    ) -> int | None:
        """Begin the block that `line` begins at `first`.

        Returns:
            The place behind the sign of a block that holds others; USED_UP where the line has
            no more to say; None if nothing begins.
        """
        sign, words = line[first], line[first:]
        paragraph = self._blocks.leaf if within and self._blocks.leaf_is("paragraph") else None
        if sign == ">":
            self._blocks.close(depth)
            self._blocks.hold(Node("quote", number, number), number)
            return first + 2 if words.startswith("> ") else first + 1
        if sign == "\x1a":
            return self._marker(words, number)
        if sign == "#":
            return self._heading(words, number, depth)
        if sign in "`~":
            return self._fence(words, first - place, number, depth)
        if sign == "<":
            return self._html(line[place:], words, number, depth)
        if paragraph is not None and sign in "|:-" and self._table(paragraph, words, number):
            return USED_UP
        if paragraph is not None and sign in "=-" and self._underline(paragraph, words, number):
            return USED_UP
        if sign in "*-_" and _RULE.match(words):
            self._blocks.close(depth)
            self._blocks.add(Node("rule", number, number))
            return USED_UP
        if sign == "[" and words.startswith("[^"):
            return self._note(words, first, number, depth)
        if sign == "*" and words.startswith("*["):
            return self._abbreviation(words, depth)
        if sign == ":":
            return self._definition(line, first, number, depth, paragraph)
        if sign in "*+-" or sign.isdigit():
            return self._item(line, place, first, number, depth, paragraph)
        return None

    def _marker(self, words: str, number: int) -> int | None:
        if not MARKER.match(words):
            return None
        self._blocks.close(1)
        self._blocks.add(Node("marker", number, number, lines=[words.rstrip()]))
        return USED_UP

    def _heading(self, words: str, number: int, depth: int) -> int | None:
        match = _HEADING.match(words)
        if match is None:
            return None
        self._blocks.close(depth)
        text, braces = attributes.behind(words[match.end() :].strip(" \t"))
        text = _without_closing_signs(text)
        node = Node("heading", number, number, lines=[text], level=len(match[1]))
        if not braces:
            text, braces = attributes.behind(text)
            node.lines = [text]
        node.attributes = braces
        self._blocks.add(node)
        self._blocks.leaf = None
        return USED_UP

    def _fence(self, words: str, indent: int, number: int, depth: int) -> int | None:
        match = _FENCE.match(words)
        if match is None:
            return None
        self._blocks.close(depth)
        fence, info = (match[1], match[2]) if match[1] else (match[3], match[4])
        self._blocks.add(
            Node("code", number, number, mark=fence, info=info.strip(" \t"), indent=indent)
        )
        return USED_UP

    def _html(self, line: str, words: str, number: int, depth: int) -> int | None:
        end = tags.block_end(
            words, interrupts=self._blocks.leaf_is("paragraph") or self._blocks.leaf_is("table")
        )
        if end is None or (end == "" and self.is_text(words)):
            return None
        self._blocks.close(depth)
        if self._blocks.html_ends and words.rstrip() == self._blocks.html_ends[-1]:
            self._blocks.html_ends.pop()
        opening = tags.MARKDOWN_INSIDE.match(words) if "markdown" in words else None
        if opening is not None:
            self._open_html(opening, number)
            return USED_UP
        node = Node("html", number, number, lines=[line], mark=end)
        self._blocks.add(node)
        if end and tags.ends_block(words, end):
            self._blocks.leaf = None
        return USED_UP

    def _open_html(self, opening: re.Match[str], number: int) -> None:
        """Begin an element whose inside is Markdown, <div markdown="1">, right behind its tag."""
        self._blocks.add(Node("html", number, number, lines=[opening["before"] + opening["after"]]))
        self._blocks.leaf = None
        self._blocks.html_ends.append(f"</{opening['name']}>")
        if opening["inside"].strip():
            text(self._blocks, opening["inside"].strip(), number)

    def is_text(self, words: str) -> bool:
        """Say whether a tag is none of HTML's, so that its letters are shown."""
        name = tags.NAME.match(words)
        return (
            name is not None and not tags.is_known(name[1]) and name[1] not in self._blocks.own_tags
        )

    def _table(self, paragraph: Node, words: str, number: int) -> bool:
        columns = table_syntax.delimiters(words)
        header = paragraph.lines[-1]
        if columns is None or len(table_syntax.cells(header)) != len(columns):
            return False
        if "|" not in header and "|" not in words:
            return False
        paragraph.lines.pop()
        if paragraph.lines:
            paragraph.last -= 1
            self._blocks.close_leaf()
        else:
            self._blocks.drop_leaf()
        self._blocks.add(Node("table", number - 1, number, lines=[header], columns=columns))
        return True

    def _underline(self, paragraph: Node, words: str, number: int) -> bool:
        if not _UNDERLINE.match(words):
            return False
        self._blocks.take_references(paragraph)
        if not paragraph.lines:
            paragraph.lines = [words]
            return True
        paragraph.kind, paragraph.level = "heading", 1 if words[0] == "=" else 2
        text, paragraph.attributes = attributes.behind("\n".join(paragraph.lines).rstrip(" \t"))
        paragraph.lines, paragraph.last = text.split("\n"), number
        self._blocks.leaf = None
        return True

    def _note(self, words: str, first: int, number: int, depth: int) -> int | None:
        match = _NOTE.match(words)
        if match is None:
            return None
        self._blocks.close(depth)
        label = match[1]
        node = Node("note", number, number, mark=label, indent=4)
        if label in self._blocks.definitions.notes:
            self._blocks.remarks.append(
                Remark(
                    number,
                    f"the note '{label}' is written twice",
                    "Give each note its own name, and delete the one that is not meant.",
                    warning=False,
                )
            )
        else:
            self._blocks.definitions.notes[label] = node
        self._blocks.hold(node, number)
        return first + match.end()

    def _abbreviation(self, words: str, depth: int) -> int | None:
        match = _ABBREVIATION.match(words)
        if match is None:
            return None
        self._blocks.close(depth)
        self._blocks.definitions.abbreviations[match[1].strip()] = match[2].strip()
        return USED_UP

    def _definition(
        self, line: str, first: int, number: int, depth: int, paragraph: Node | None
    ) -> int | None:
        match = _DEFINITION.match(line, first)
        if match is None:
            return None
        holder = self._blocks.open[depth - 1]
        if holder.kind != "definitions":
            before = holder.children[-1] if holder.children else None
            if before is None or before.kind not in ("paragraph", "definitions"):
                return None
            if self._blocks.leaf is not None and paragraph is None:
                return None
            if before.kind == "paragraph":
                before = self._terms(holder, before)
            else:
                self._blocks.close(depth)
            holder = before
            self._blocks.open.append(holder)
        else:
            self._blocks.close(depth)
        loose = bool(holder.children) and number > last_line(holder) + 1
        node = Node("definition", number, number, indent=4, tight=not loose)
        self._blocks.hold(node, number, deepens=False)
        return match.end()

    def _terms(self, holder: Node, paragraph: Node) -> Node:
        """Make the paragraph above a definition its terms, one for each line."""
        self._blocks.leaf = None
        first = paragraph.first
        terms = [
            Node("term", first + n, first + n, lines=[words])
            for n, words in enumerate(paragraph.lines)
        ]
        before = holder.children[-2] if len(holder.children) > 1 else None
        if before is not None and before.kind == "definitions":
            holder.children.pop()
            before.children += terms
            before.last = paragraph.last
            return before
        node = Node("definitions", first, paragraph.last, children=terms)
        holder.children[-1] = node
        return node

    def _item(
        self, line: str, place: int, first: int, number: int, depth: int, paragraph: Node | None
    ) -> int | None:
        match = _ITEM.match(line, first)
        if match is None:
            return None
        sign, start = match[1] or match[3], int(match[2] or 1)
        end = match.end()
        behind = len(line[end:]) - len(line[end:].lstrip(" "))
        is_empty = end + behind == len(line)
        if paragraph is not None and (is_empty or start != 1):
            return None
        if is_empty or behind > 4:
            behind = 1
        self._blocks.close(depth)
        holder = self._blocks.open[-1]
        if holder.kind != "list" or holder.mark != sign:
            self._blocks.hold(Node("list", number, number, mark=sign, level=start), number)
        self._blocks.hold(
            Node("item", number, number, indent=end + behind - place), number, deepens=False
        )
        return min(end + behind, len(line))


def _without_closing_signs(heading: str) -> str:
    """Return a heading's words without the signs # that may close it."""
    words = heading.rstrip(" \t")
    before = words.rstrip("#")
    if before == words or before[-1:] not in ("", " ", "\t"):
        return heading
    return before.rstrip(" \t")


def text(blocks: OpenBlocks, words: str, number: int) -> None:
    """Go on with the open paragraph, or begin one; end the HTML that ends with `words`."""
    end = blocks.html_ends[-1] if blocks.html_ends else ""
    ends = bool(end) and words.rstrip().endswith(end)
    if ends:
        words = words.rstrip().removesuffix(end)
    if blocks.leaf is None and words:
        blocks.add(Node("paragraph", number, number, lines=[words]))
    elif blocks.leaf is not None and words:
        blocks.leaf.lines.append(words)
        blocks.leaf.last = number
    if ends:
        blocks.close_leaf()
        blocks.html_ends.pop()
        blocks.add(Node("html", number, number, lines=[end]))
        blocks.leaf = None
