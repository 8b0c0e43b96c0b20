"""Mobiledoc, in which Ghost kept texts from its first version to its fifth → HTML.

Source: the specification of Mobiledoc 0.3.2.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from sitegen.importers.ghost.cards import card, text_in
from sitegen.importers.ghost.lexical import UnknownNodeError

_MARKUPS = {"b": "strong", "i": "em", "s": "del", "strike": "del"}
_KNOWN = frozenset({"strong", "em", "del", "u", "code", "sub", "sup", "mark", "a"})
_TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"})


def mobiledoc_html(text: str, remarks: list[str], *, sure: bool = True) -> str:
    """Return a text as HTML; "" where it is empty or no Mobiledoc. See `lexical_html`.

    Raises:
        UnknownNodeError: `sure`, and a card is not known.
    """
    document = _document(text)
    if document is None:
        return ""
    pieces: list[str] = []
    for section in _list(document, "sections"):
        match section:  # 1 begins a text, 2 a picture, 3 a list, 10 a card
            case [1, str(tag), list(markers), *_]:
                tag = tag.lower() if tag.lower() in _TAGS else "p"
                tag = "blockquote" if tag in ("aside", "pull-quote") else tag
                inner = _markers(document, markers)
                pieces.append(f"<{tag}>{inner}</{tag}>" if inner.strip() else "")
            case [2, str(address), *_]:
                pieces.append(f'<figure><img src="{escape(address)}" alt=""></figure>')
            case [3, str(tag), list(items), *_]:
                tag = "ol" if tag.lower() == "ol" else "ul"
                inner = "".join(f"<li>{_markers(document, item)}</li>" for item in items)
                pieces.append(f"<{tag}>{inner}</{tag}>")
            case [10, int(number), *_]:
                pieces.append(_card(document, number, remarks, sure=sure))
    return "\n".join(filter(None, pieces))


def only_markdown(text: str) -> str:
    """Return the Markdown of a text that is one card of it; "" for all others."""
    document = _document(text)
    if document is None:
        return ""
    sections = [s for s in _list(document, "sections") if not _is_empty(document, s)]
    cards = _list(document, "cards")
    if [section[:1] for section in sections] == [[10]] and len(cards) == 1:
        name, values = (*cards[0], "", {})[:2]
        if name in ("markdown", "card-markdown") and isinstance(values, Mapping):
            return text_in(values, "markdown")
    return ""


def _document(text: str) -> Mapping[str, Any] | None:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_one = isinstance(document, dict) and isinstance(document.get("sections"), list)
    return document if is_one else None


def _list(document: Mapping[str, Any], name: str) -> list[list[Any]]:
    values = document.get(name)
    return [v for v in values if isinstance(v, list)] if isinstance(values, list) else []


def _is_empty(document: Mapping[str, Any], section: list[Any]) -> bool:
    """Say whether a section is a text or a list without words."""
    match section:
        case [1, str(), list(markers), *_]:
            return not _markers(document, markers)
        case [3, str(), list(items), *_]:
            return not any(_markers(document, item) for item in items)
    return False


def _markers(document: Mapping[str, Any], markers: Any) -> str:
    """Return phrases; what one marker opens, a later one may close."""
    known = _list(document, "markups")
    pieces: list[str] = []
    open_tags: list[str] = []
    for marker in markers if isinstance(markers, list) else ():
        match marker:
            case [int(kind), list(opened), int(closed), *rest]:
                for number in opened:
                    tag, start = _markup(known, number)
                    open_tags.append(tag)
                    pieces.append(start)
                value = rest[0] if rest else ""
                pieces.append(_atom(document, value) if kind == 1 else _escaped(value))
                for _ in range(min(closed, len(open_tags))):
                    tag = open_tags.pop()
                    pieces.append(f"</{tag}>" if tag else "")
    return "".join([*pieces, *(f"</{tag}>" for tag in reversed(open_tags) if tag)])


def _markup(known: list[list[Any]], number: Any) -> tuple[str, str]:
    markup = known[number] if isinstance(number, int) and 0 <= number < len(known) else [""]
    tag = str(markup[0]).lower() if markup else ""
    tag = _MARKUPS.get(tag, tag)
    if tag not in _KNOWN:
        return "", ""
    pairs = markup[1] if len(markup) > 1 and isinstance(markup[1], list) else []
    attributes = dict(zip(pairs[::2], pairs[1::2], strict=False))
    href = attributes.get("href")
    if tag == "a" and isinstance(href, str):
        return tag, f'<a href="{escape(href)}">'
    return tag, f"<{tag}>"


def _atom(document: Mapping[str, Any], number: Any) -> str:
    atoms = _list(document, "atoms")
    if not isinstance(number, int) or not 0 <= number < len(atoms):
        return ""
    name, text = (*atoms[number], "", "")[:2]
    return "<br>" if name == "soft-return" else _escaped(text)


def _escaped(value: Any) -> str:
    return escape(value, quote=False) if isinstance(value, str) else ""


def _card(document: Mapping[str, Any], number: int, remarks: list[str], *, sure: bool) -> str:
    cards = _list(document, "cards")
    if not 0 <= number < len(cards):
        return ""
    name, values = (*cards[number], "", {})[:2]
    values = values if isinstance(values, Mapping) else {}
    made = card(str(name), values, remarks)
    if made is not None:
        return made
    if sure:
        raise UnknownNodeError(str(name))
    words = [value for value in values.values() if isinstance(value, str) and " " in value]
    return f'<sitegen-gone name="{escape(str(name))}">{"<br>".join(words)}</sitegen-gone>'
