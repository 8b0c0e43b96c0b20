"""The tree that a browser makes of a piece of HTML, as plain values that can be changed.

Nothing here calls itself, so that five thousand elements within one another are a tree too.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.markdown.html_elements import VOID

_TEXT = "-text"


class Element:
    """One element; its children are elements and texts."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(
        self,
        tag: str,
        attributes: dict[str, str] | None = None,
        children: list[Node] | None = None,
    ) -> None:
        self.tag = tag
        self.attributes = attributes if attributes is not None else {}
        self.children: list[Node] = children if children is not None else []

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attributes} {self.children}>"

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributes.get("class", "").split())

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in the order of their start tags."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(c for c in reversed(element.children) if isinstance(c, Element))

    def find(self, *tags: str) -> Element | None:
        """Return the first element below this one that has one of these names."""
        return next((e for e in self.walk() if e.tag in tags and e is not self), None)

    def text(self) -> str:
        """Return all letters below this element, as they stand."""
        pieces: list[str] = []
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                pieces.append(node)
            else:
                stack.extend(reversed(node.children))
        return "".join(pieces)


Node: TypeAlias = Element | str


def parse(html: str) -> Element:
    """Return the body that a browser makes of `html`, without comments and instructions."""
    root = Element("body")
    if not html:
        return root
    body = LexborHTMLParser(f"<!DOCTYPE html><body>{html}").body
    if body is None:  # a frameset, which has none
        return root
    todo: list[tuple[LexborNode | None, Element]] = [(body.child, root)]
    while todo:
        node, parent = todo.pop()
        while node is not None:
            tag = node.tag or ""  # "" of an instruction, <?php … ?>
            if tag == _TEXT:
                parent.children.append(node.text_content or "")
            elif tag and not tag.startswith("-"):  # as "-comment" does
                attributes = {name: value or "" for name, value in node.attributes.items()}
                element = Element(tag, attributes)
                parent.children.append(element)
                if node.child is not None:
                    todo.append((node.child, element))
            node = node.next
    return root


def to_html(node: Node) -> str:
    """Return a node as HTML, on as few lines as its text has."""
    pieces: list[str] = []
    stack: list[Node | tuple[str]] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, tuple):
            pieces.append(item[0])
        elif isinstance(item, str):
            pieces.append(escape(item, quote=False))
        else:
            attributes = "".join(
                f' {name}="{escape(value)}"' for name, value in item.attributes.items()
            )
            pieces.append(f"<{item.tag}{attributes}>")
            if item.tag not in VOID:
                stack.append((f"</{item.tag}>",))
                stack.extend(reversed(item.children))
    return "".join(pieces)
