"""From elements to HTML: what Python-Markdown's serializer writes, for strings alone and faster.

Characters that were kept from typography, STX number ETX, are given back here.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.serializers import to_html_string

_CODE = re.compile("\x02([0-9]+)\x03")
_AMPERSAND = re.compile(r"&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)
_EMPTY = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)

_NAMES = """
allowfullscreen async autofocus autoplay checked controls default defer disabled hidden inert ismap
loop multiple muted novalidate open playsinline readonly required reversed selected
"""
_FLAGS = frozenset(_NAMES.split())  # what stands alone where its value is its name


def to_html(root: Element) -> str:
    pieces: list[str] = []
    _write(root, pieces)
    return "".join(pieces)


def _write(element: Element, pieces: list[str]) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in ("script", "style"):
        pieces.append(to_html_string(element))  # with its tail
        return
    attributes = element.attrib
    if attributes:
        values = "".join([_attribute(key, attributes[key]) for key in sorted(attributes)])
        pieces.append(f"<{tag}{values}>")
    else:
        pieces.append(f"<{tag}>")
    if element.text:
        pieces.append(_text(element.text))
    for child in element:
        _write(child, pieces)
    if tag not in _EMPTY:
        pieces.append(f"</{tag}>")
    if element.tail:
        pieces.append(_text(element.tail))


def _attribute(key: str, value: str | None) -> str:
    if value is None or (key == value and key in _FLAGS):
        return f" {key}"
    value = _text(value)
    if '"' in value:
        value = value.replace('"', "&quot;")
    return f' {key}="{value}"'


def _text(text: str) -> str:
    if "\x02" in text:
        text = _CODE.sub(_character, text)
    if "&" in text:
        text = _AMPERSAND.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1]))
