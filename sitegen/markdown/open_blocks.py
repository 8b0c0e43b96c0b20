"""Open blocks: where in a text's structure its reader is.

Blocks that hold others are open one inside another, and in the innermost at most one with
lines. Here they are opened, filled and closed; which line does what is decided by the reader.
"""

from __future__ import annotations

from sitegen.markdown import attributes, link_syntax
from sitegen.markdown.nodes import DeepTextError, Definitions, Node, Remark

DEEPEST = 40  # quotes and lists inside one another; nobody follows more


class OpenBlocks:
    """The blocks of one text that are open, and all that was read of it so far.

    Args:
        own_tags: names of elements that HTML does not know and that are closed in the text:
            their tags are HTML all the same.
        definitions: where links, notes and abbreviations are put down.
    """

    def __init__(self, own_tags: frozenset[str], definitions: Definitions) -> None:
        self.own_tags = own_tags
        self.definitions = definitions
        self.remarks: list[Remark] = []
        self.root = Node("document", 1)
        self.open = [self.root]  # the blocks that hold others, outermost first
        self.leaf: Node | None = None  # the block with lines that is open in the last of them
        self.html_ends: list[str] = []  # of the elements in which Markdown is read
        self._depth = 0  # quotes, lists and notes among those that are open

    def leaf_is(self, kind: str) -> bool:
        return self.leaf is not None and self.leaf.kind == kind

    def add(self, node: Node) -> None:
        """Put a block with lines into the innermost open block."""
        self.end_lists(node.kind)
        self.open[-1].children.append(node)
        self.leaf = node if node.kind not in ("rule", "marker", "heading") else None

    def hold(self, node: Node, number: int, *, deepens: bool = True) -> None:
        """Put a block that holds others into the innermost open block, and open it."""
        self.end_lists(node.kind)
        self.open[-1].children.append(node)
        self.open.append(node)
        if deepens:
            self._depth += 1
            if self._depth > DEEPEST:
                raise DeepTextError(number)

    def end_lists(self, kind: str) -> None:
        if (self.open[-1].kind == "list" and kind != "item") or (
            self.open[-1].kind == "definitions" and kind != "definition"
        ):
            self.close(len(self.open) - 1)

    def close(self, depth: int) -> None:
        """Close the open block with lines, and all but the first `depth` that hold others."""
        self.close_leaf()
        blocks = self.open
        while len(blocks) > depth:
            node = blocks.pop()
            if node.kind in ("quote", "list", "note"):
                self._depth -= 1
            if node.children:
                node.last = max(node.last, node.children[-1].last)
            if node.kind == "list":
                node.tight = _is_tight(node)

    def close_leaf(self) -> None:
        leaf, self.leaf = self.leaf, None
        if leaf is None:
            return
        if leaf.kind == "code" and not leaf.mark:
            while not leaf.lines[-1].strip(" "):
                leaf.lines.pop()
        elif leaf.kind == "paragraph":
            self.take_references(leaf)
            if not leaf.lines:
                self.open[-1].children.pop()
            elif len(leaf.lines) > 1 and leaf.lines[-1][0] == "{":
                braces = attributes.alone(leaf.lines[-1])
                if braces:
                    leaf.attributes = braces
                    leaf.lines.pop()

    def drop_leaf(self) -> None:
        self.open[-1].children.pop()
        self.leaf = None

    def take_references(self, paragraph: Node) -> None:
        """Take the lines [label]: address from a paragraph's beginning."""
        if not paragraph.lines or paragraph.lines[0][0] != "[":
            return
        text, place = "\n".join(paragraph.lines), 0
        while text.startswith("[", place):
            match = link_syntax.definition(text, place)
            if match is None:
                break
            label, target, title, place = match
            self.definitions.links.setdefault(
                link_syntax.normal_label(label),
                (link_syntax.literal(target), link_syntax.literal(title)),
            )
        if place:
            count = len(paragraph.lines) if place == len(text) else text.count("\n", 0, place)
            paragraph.first += count
            paragraph.lines = paragraph.lines[count:]


def last_line(node: Node) -> int:
    return max(node.last, last_line(node.children[-1])) if node.children else node.last


def _is_tight(node: Node) -> bool:
    """Say whether no empty line stands between a list's items or the blocks of one."""
    for place, item in enumerate(node.children):
        if place and item.first > last_line(node.children[place - 1]) + 1:
            return False
        for n in range(1, len(item.children)):
            if item.children[n].first > last_line(item.children[n - 1]) + 1:
                return False
    return True
