"""Blocks: the lines of a text become paragraphs, lists, quotations, tables and the like.

Read as CommonMark 0.31.2 does, with GitHub's tables, and with what is ours on top: notes,
definition lists, abbreviations, attributes, and the markers of directives. Lines go by once.
Each is first measured against the blocks that are open (does it go on inside this quote, this
list item?), then asked what it begins; what begins nothing goes on with the paragraph above
or starts one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.markdown import tags
from sitegen.markdown.block_starts import MARKER, STARTS, USED_UP, BlockStarts, text
from sitegen.markdown.nodes import Definitions, Node, Remark
from sitegen.markdown.open_blocks import OpenBlocks

_PREFIX = re.compile(r"(?:[ \t>*+-]|\d{1,9}[.)])*")
_TAG = re.compile(r" *</?[A-Za-z][^<>]*>")
_NOT_PROSE = STARTS | {" ", "\t"}


class BlockReader:
    """Reads one text.

    Args:
        own_tags: names of elements that HTML does not know and that are closed in the text:
            their tags are HTML all the same.
    """

    def __init__(
        self, own_tags: frozenset[str] = frozenset(), definitions: Definitions | None = None
    ) -> None:
        self.blocks = OpenBlocks(own_tags, Definitions() if definitions is None else definitions)
        self._starts = BlockStarts(self.blocks)

    @property
    def root(self) -> Node:
        return self.blocks.root

    def read(self, lines: Sequence[str], first: int = 1) -> Node:
        """Return the document that `lines` are, from the line `first` on; raise `DeepTextError`."""
        for number, line in enumerate(lines, first):
            self.read_line(line, number)
        self.end()
        return self.blocks.root

    def end(self) -> None:
        self.blocks.close(1)

    def place(self, node: Node) -> None:
        """Put a block that is read already behind all that was read so far."""
        self.blocks.close(1)
        self.blocks.root.children.append(node)

    @property
    def is_between(self) -> bool:
        """Whether the next line may begin a block in no other."""
        return self.blocks.leaf is None

    @property
    def last_block(self) -> Node | None:
        return self.blocks.root.children[-1] if self.blocks.root.children else None

    def read_line(self, line: str, number: int) -> None:
        if len(self.blocks.open) == 1 and self.blocks.leaf is None:  # what most lines are
            if not line:
                return
            if line[0] not in _NOT_PROSE:
                self.blocks.leaf = Node("paragraph", number, number, lines=[line])
                self.blocks.root.children.append(self.blocks.leaf)
                return
        if "\t" in line:
            line = _expand(line)
        place, depth = self._enter(line, number) if len(self.blocks.open) > 1 else (0, 1)
        inside = depth == len(self.blocks.open)
        if inside and self.blocks.leaf is not None and self._goes_on(line, place, number):
            return
        begins = False
        while True:
            first = place
            size = len(line)
            while first < size and line[first] == " ":
                first += 1
            if first == size:
                self._empty(depth, begins=begins)
                return
            if first - place >= 4:
                if self.blocks.leaf_is("paragraph") and not begins:
                    break
                self.blocks.close(depth)
                self._add_code(line, place, number)
                return
            if line[first] not in STARTS:
                break
            entry = self._starts.begin(
                line, place, first, number, depth, within=inside and not begins
            )
            if entry is None:
                break
            if entry == USED_UP:
                return
            begins, place, depth = True, entry, len(self.blocks.open)
        goes_on = ("paragraph", "table") if inside else ("paragraph",)
        if begins or self.blocks.leaf is None or self.blocks.leaf.kind not in goes_on:
            self.blocks.close(depth)
        text(self.blocks, line[first:], number)

    def _enter(self, line: str, number: int) -> tuple[int, int]:
        """Go into the open blocks as far as `line` belongs to them; return place and depth."""
        blocks, place, size = self.blocks.open, 0, len(line)
        for depth in range(1, len(blocks)):
            node = blocks[depth]
            if node.kind in ("list", "definitions"):
                continue
            first = place
            while first < size and line[first] == " ":
                first += 1
            if node.kind == "quote":
                if first == size or first - place > 3 or line[first] != ">":
                    return place, depth
                place = first + 2 if line.startswith("> ", first) else first + 1
                node.last = number
            elif first == size:
                if not node.children:
                    return place, depth
                place = min(place + node.indent, size)
            elif first - place >= node.indent:
                place += node.indent
            else:
                return place, depth
        return place, len(blocks)

    def _goes_on(self, line: str, place: int, number: int) -> bool:
        """Give `line` to open code or HTML; say whether it took it."""
        leaf = self.blocks.leaf
        if leaf is None or leaf.kind not in ("code", "html"):
            return False
        words = line[place:]
        if leaf.kind == "html":
            if not leaf.mark and (not words.strip() or (not place and MARKER.match(words))):
                self.blocks.leaf = None
                return False
            leaf.lines.append(words)
            leaf.last = number
            if leaf.mark and tags.ends_block(words, leaf.mark):
                self.blocks.leaf = None
            return True
        indent = len(words) - len(words.lstrip(" "))
        if leaf.mark:
            fence = words.strip(" ")
            if indent < 4 and fence.startswith(leaf.mark) and not fence.strip(leaf.mark[0]):
                self.blocks.leaf = None
            else:
                leaf.lines.append(words[min(indent, leaf.indent) :])
            leaf.last = number
            return True
        if indent == len(words):
            leaf.lines.append(words[4:])
            return True
        if indent < 4:
            self.blocks.close_leaf()
            return False
        leaf.lines.append(words[4:])
        leaf.last = number
        return True

    def _empty(self, depth: int, *, begins: bool) -> None:
        if depth < len(self.blocks.open):
            self.blocks.close(depth)
        elif self.blocks.leaf_is("paragraph") or self.blocks.leaf_is("table") or begins:
            self.blocks.close_leaf()

    def _add_code(self, line: str, place: int, number: int) -> None:
        words = line[place + 4 :]
        self.blocks.add(Node("code", number, number, lines=[words]))
        if _TAG.match(words):
            self.blocks.remarks.append(
                Remark(
                    number,
                    "HTML that is set in by four spaces behind an empty line is shown as code",
                    "Begin it at the line's left edge; code that is meant stands between lines "
                    "of ```.",
                )
            )


def _expand(line: str) -> str:
    """Return `line` with spaces for the tabs before its text, as far as they reach."""
    prefix = _PREFIX.match(line)
    end = prefix.end() if prefix else 0
    if end == len(line):
        line = line.rstrip(" \t")
        end = len(line)
    return line[:end].expandtabs(4) + line[end:]
