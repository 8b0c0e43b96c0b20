"""Lexical, in which Ghost keeps texts since its fifth version → HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from sitegen.importers.ghost.cards import Values, card, text_in

# Bits of a text's format, and their elements, from the outside in.
_FORMATS = ((1, "strong"), (2, "em"), (4, "del"), (8, "u"), (128, "mark"), (32, "sub"),
            (64, "sup"), (16, "code"))  # fmt: skip
_TEXTS = frozenset({"text", "extended-text", "hashtag", "tk", "code-highlight"})
_BLOCKS = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "table": "table",
    "tablerow": "tr",
}
_NOTHING = frozenset({"zwnj", "at-link-search"})


class UnknownNodeError(Exception):
    """A text holds something of which its words may be lost."""


def lexical_html(text: str, remarks: list[str], *, sure: bool = True) -> str:
    """Return a text as HTML; "" where it is empty or no Lexical.

    Args:
        remarks: is given what does not come along, a few words each.
        sure: refuse what is not known; False takes all words that can be found in it.

    Raises:
        UnknownNodeError: `sure`, and a node is not known.
        RecursionError: nodes lie in one another beyond all reason.
    """
    try:
        root = json.loads(text).get("root")
    except (ValueError, AttributeError):
        return ""
    if not isinstance(root, Mapping):
        return ""
    return _Writer(remarks, sure).children(root).strip()


def only_markdown(text: str) -> str:
    """Return the Markdown of a text that is one card of it; "" for all others."""
    try:
        children = json.loads(text)["root"]["children"]
        nodes = [node for node in children if node.get("children") != []]
        if len(nodes) == 1 and nodes[0]["type"] == "markdown":
            return text_in(nodes[0], "markdown")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ""
    return ""


class _Writer:
    def __init__(self, remarks: list[str], sure: bool) -> None:
        self._remarks = remarks
        self._sure = sure

    def children(self, node: Values) -> str:
        return self._row(_nodes(node.get("children")))

    def _row(self, nodes: Iterable[Values]) -> str:
        return "".join([self._node(node) for node in nodes])

    def _node(self, node: Values) -> str:
        kind = str(node.get("type", ""))
        if kind in _TEXTS:
            return _phrase(node)
        if kind in _BLOCKS:
            inner = self.children(node)
            return f"<{_BLOCKS[kind]}>{inner}</{_BLOCKS[kind]}>" if inner.strip() else ""
        match kind:
            case "linebreak":
                return "<br>"
            case "tab":
                return "\t"
            case "heading" | "extended-heading":
                tag = node.get("tag")
                tag = tag if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else "h2"
                return f"<{tag}>{self.children(node)}</{tag}>"
            case "link" | "autolink" | "at-link":
                return f'<a href="{escape(text_in(node, "url"))}">{self.children(node)}</a>'
            case "list":
                return self._list(node)
            case "tablecell":
                tag = "th" if node.get("headerState") else "td"
                return f"<{tag}>{self.children(node)}</{tag}>"
        if kind in _NOTHING:
            return ""
        made = card(kind, node, self._remarks)
        if made is not None:
            return f"\n{made}\n"
        if self._sure:
            raise UnknownNodeError(kind)
        return self._unknown(kind, node)

    def _unknown(self, kind: str, node: Values) -> str:
        inner = self.children(node)
        if inner:
            return f"<div>{inner}</div>"
        words = [value for value in node.values() if isinstance(value, str) and " " in value]
        return f'<sitegen-gone name="{escape(kind)}">{"<br>".join(words)}</sitegen-gone>'

    def _list(self, node: Values) -> str:
        """Return a list; an item that is a list alone belongs to the item before it."""
        tag = "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
        items: list[str] = []
        for item in _nodes(node.get("children")):
            children = _nodes(item.get("children"))
            inner = self._row(children)
            if item.get("type") != "listitem":
                inner = self._node(item)
            if isinstance(item.get("checked"), bool) and node.get("listType") == "check":
                inner = f"{'☑' if item['checked'] else '☐'} {inner}"
            if items and children and all(each.get("type") == "list" for each in children):
                items[-1] += inner
            elif inner.strip():
                items.append(inner)
        start = node.get("start")
        first = f' start="{start}"' if tag == "ol" and isinstance(start, int) and start > 1 else ""
        return f"<{tag}{first}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"


def _nodes(value: Any) -> list[Values]:
    return [node for node in value if isinstance(node, Mapping)] if isinstance(value, list) else []


def _phrase(node: Values) -> str:
    text = node.get("text")
    html = escape(text if isinstance(text, str) else "", quote=False)
    bits = node.get("format")
    for bit, tag in reversed(_FORMATS):
        if isinstance(bits, int) and bits & bit and html:
            html = f"<{tag}>{html}</{tag}>"
    return html
