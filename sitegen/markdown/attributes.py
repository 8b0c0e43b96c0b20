"""Attributes in braces: {#id .class key="value"} behind a heading, a picture or a phrase.

Braces that hold anything else are text: "Winners {and losers}".
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

_ITEM = r"""(?:[#.][\w:.-]+|[A-Za-z_][\w:.-]*=(?:"[^"\n]*"|“[^”\n]*”|'[^'\n]*'|[^\s"'{}]+))"""
_BRACES = rf"\{{:?[ ]*({_ITEM}(?:[ ]+{_ITEM})*)[ ]*\}}"
BRACES = re.compile(_BRACES)
_ALONE = re.compile(rf"[ ]*{_BRACES}[ ]*$")
_ITEMS = re.compile(_ITEM)


def behind(text: str) -> tuple[str, str]:
    """Part `text` from the braces at its end; return both, "" for none."""
    if not text.endswith("}"):
        return text, ""
    place = text.find("{")
    while place >= 0:
        match = BRACES.fullmatch(text, place) if text[place - 1 : place] in ("", " ") else None
        if match is not None:
            return text[:place].rstrip(" "), match[1]
        place = text.find("{", place + 1)
    return text, ""


def alone(line: str) -> str:
    """Return what stands in the braces that `line` is, "" if it is something else."""
    match = _ALONE.match(line)
    return match[1] if match else ""


def apply(element: Element, braces: str) -> None:
    """Give `element` what stands in braces; classes are added to those that it has."""
    names = [name] if (name := element.get("class")) else []

    def add_class(name: str) -> None:
        if not names:
            element.set("class", "")  # the attributes keep their order
        if names == [""]:
            names.clear()
        names.append(name)

    for item in _ITEMS.findall(braces):
        if item[0] == "#":
            element.set("id", item[1:])
        elif item[0] == ".":
            add_class(item[1:])
        else:
            key, _, value = item.partition("=")
            if value[0] in "\"'“" and len(value) > 1:
                value = value[1:-1]
            if key == "class":
                add_class(value)
            else:
                element.set(key, value)
    if names:
        element.set("class", " ".join(names))
