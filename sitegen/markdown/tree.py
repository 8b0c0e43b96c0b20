"""From blocks to elements: the tree that Python-Markdown carries on with."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from sitegen.markdown import attributes, table_syntax
from sitegen.markdown.inlines import InlineReader
from sitegen.markdown.nodes import Definitions, Node, Remark
from sitegen.markdown.notes import Notes


class TreeWriter:
    """Writes the elements of one text.

    Args:
        inlines: reads running text.
        stash: keeps a block of HTML as it is and returns what stands for it.
    """

    def __init__(self, inlines: InlineReader, stash: Callable[[str, int], str]) -> None:
        self._inlines = inlines
        self._stash = stash
        self.remarks: list[Remark] = []
        self._missing = 0  # cells that rows of tables lack

    def write(self, holder: Node, parent: Element, *, tight: bool = False) -> None:
        """Put the blocks in `holder` into `parent`; `tight` puts paragraphs in as bare text."""
        for node in holder.children:
            if node.kind == "paragraph" and tight:
                _end_line(parent)
                self._inlines.read("\n".join(node.lines), parent, node.first)
                if node.attributes:
                    attributes.apply(parent, node.attributes)
            elif node.kind != "note":
                _end_line(parent)
                _WRITERS[node.kind](self, node, parent)

    def notes(self, definitions: Definitions, notes: Notes, parent: Element) -> None:
        """Put the list of notes at the end."""
        if not definitions.notes:
            return
        div = SubElement(parent, "div", {"class": "footnote"})
        SubElement(div, "hr")
        items = SubElement(div, "ol")
        contents = []
        for label, node in definitions.notes.items():
            item = notes.item(label)
            items.append(item)
            self.write(node, item)
            contents.append((item, label))
        for number, (item, label) in enumerate(contents, 1):  # all uses are known now
            notes.lead_back(item, label, number)

    def paragraph(self, node: Node, parent: Element) -> None:
        element = SubElement(parent, "p")
        self._inlines.read("\n".join(node.lines), element, node.first)
        if node.attributes:
            attributes.apply(element, node.attributes)

    def heading(self, node: Node, parent: Element) -> None:
        element = SubElement(parent, f"h{node.level}")
        self._inlines.read("\n".join(node.lines), element, node.first)
        if node.attributes:
            attributes.apply(element, node.attributes)

    def quote(self, node: Node, parent: Element) -> None:
        self.write(node, SubElement(parent, "blockquote"))

    def list(self, node: Node, parent: Element) -> None:
        element = SubElement(parent, "ol" if node.mark in ".)" else "ul")
        if node.mark in ".)" and node.level != 1:
            element.set("start", str(node.level))
        for item in node.children:
            self.write(item, SubElement(element, "li"), tight=node.tight)

    def definitions(self, node: Node, parent: Element) -> None:
        element = SubElement(parent, "dl")
        for child in node.children:
            if child.kind == "term":
                self._inlines.read(child.lines[0], SubElement(element, "dt"), child.first)
            else:
                self.write(child, SubElement(element, "dd"), tight=_is_dense(child))

    def code(self, node: Node, parent: Element) -> None:
        code = SubElement(SubElement(parent, "pre"), "code")
        code.text = AtomicString(_as_text("".join(f"{line}\n" for line in node.lines)))
        if node.info.startswith("{"):
            braces = attributes.alone(node.info)
            if braces:
                attributes.apply(code, braces)
                names = (code.get("class") or "").split()
                if names:
                    code.set("class", " ".join([f"language-{names[0]}", *names[1:]]))
        elif node.info.strip():
            language = self._inlines.plain(node.info.split(None, 1)[0])
            code.set("class", f"language-{language}")

    def html(self, node: Node, parent: Element) -> None:
        SubElement(parent, "p").text = AtomicString(self._stash("\n".join(node.lines), node.first))

    def rule(self, _node: Node, parent: Element) -> None:
        SubElement(parent, "hr")

    def marker(self, node: Node, parent: Element) -> None:
        SubElement(parent, "p").text = AtomicString(node.lines[0])

    def elements(self, node: Node, parent: Element) -> None:
        if node.holder is not None:
            parent.extend(list(node.holder))

    def table(self, node: Node, parent: Element) -> None:
        element = SubElement(parent, "table")
        self._row(node, 0, "th", SubElement(element, "thead"))
        if len(node.lines) > 1:
            body = SubElement(element, "tbody")
            for n in range(1, len(node.lines)):
                self._row(node, n, "td", body)

    def _row(self, node: Node, n: int, tag: str, parent: Element) -> None:
        words = table_syntax.cells(node.lines[n])
        line = node.first + n + (1 if n else 0)
        if not self._may_fill(len(node.columns) - len(words), line):
            return
        row = SubElement(parent, "tr")
        if any(words[len(node.columns) :]):
            self.remarks.append(
                Remark(
                    line,
                    f"this row has {len(words)} cells, and the table {len(node.columns)} columns",
                    r"Give the heading and the line of dashes as many cells, or write \| for the "
                    "sign itself.",
                    warning=False,
                )
            )
        for column, side in enumerate(node.columns):
            cell = SubElement(row, tag)
            if side:
                cell.set("style", f"text-align: {side};")
            if column < len(words):
                self._inlines.read(words[column], cell, line)

    def _may_fill(self, count: int, line: int) -> bool:
        """Say whether a row may get the `count` cells that it lacks; note where it may not."""
        before = self._missing
        self._missing += max(0, count)
        if self._missing <= table_syntax.MISSING_MOST:
            return True
        if before <= table_syntax.MISSING_MOST:
            self.remarks.append(
                Remark(
                    line,
                    f"the rows of tables lack more than {table_syntax.MISSING_MOST:,} cells up to "
                    "here",
                    "Give each row as many cells as the heading, or the heading fewer.",
                    warning=False,
                )
            )
        return False


def _end_line(parent: Element) -> None:
    """Have the next block begin on its own line where text stands before it."""
    if len(parent):
        if parent[-1].tail:
            parent[-1].tail += "\n"
    elif parent.text:
        parent.text += "\n"


def _is_dense(node: Node) -> bool:
    """Say whether a definition is written without empty lines."""
    if not node.tight:
        return False
    blocks = node.children
    return all(blocks[n].first <= blocks[n - 1].last + 1 for n in range(1, len(blocks)))


def _as_text(code: str) -> str:
    return code.replace("&", "\x02amp\x03amp;") if "&" in code else code


_WRITERS: dict[str, Callable[[TreeWriter, Node, Element], None]] = {
    "paragraph": TreeWriter.paragraph,
    "heading": TreeWriter.heading,
    "quote": TreeWriter.quote,
    "list": TreeWriter.list,
    "definitions": TreeWriter.definitions,
    "code": TreeWriter.code,
    "html": TreeWriter.html,
    "rule": TreeWriter.rule,
    "marker": TreeWriter.marker,
    "elements": TreeWriter.elements,
    "table": TreeWriter.table,
}
