"""Ids of headings: each heading of a text's tree gets an anchor made of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from sitegen.markdown.headings import heading_slug
from sitegen.markdown.own_ids import OwnIds

_LEVELS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_STASH = re.compile("\x02wzxhzdk:([0-9]+)\x03")
_CODE = re.compile("\x02([0-9]+)\x03")


class AnchorTreeprocessor(Treeprocessor):
    """Gives each heading of a text an id made of its words."""

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if element.tag in _LEVELS]
        if not headings:
            return
        ids = OwnIds(own for element in root.iter() if (own := element.get("id")))
        for heading in headings:
            if not heading.get("id"):
                heading.set("id", ids.of_heading(heading_slug(self._words(heading))))

    @staticmethod
    def _words(heading: Element) -> str:
        text = "".join(_texts(heading))
        text = _STASH.sub("", text)  # tags
        text = _CODE.sub(lambda m: chr(int(m[1])), text.replace("\x02amp\x03amp;", "&"))
        return " ".join(text.split())


def _texts(element: Element) -> Iterator[str]:
    """Yield the words in an element, without the marks of notes."""
    yield element.text or ""
    for child in element:
        if child.tag != "sup" or not (child.get("id") or "").startswith("fnref"):
            yield from _texts(child)
        yield child.tail or ""
