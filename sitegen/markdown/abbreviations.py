"""Abbreviations: words that a text explains once get their explanation wherever they stand.

Python-Markdown's own processor looks for each of them at each letter, and for each element's
place among the others: a glossary of thousands took the square of its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_WORD = re.compile(r"\w+")


class Abbreviations(Treeprocessor):
    """Puts abbreviations into <abbr>, as Python-Markdown's own processor does."""

    def __init__(self, md: Markdown, explanations: Mapping[str, str]) -> None:
        super().__init__(md)
        self._explanations = explanations

    def run(self, root: Element) -> None:
        if self._explanations:
            self._walk(root, _pattern(self._explanations))

    def _walk(self, element: Element, pattern: re.Pattern[str]) -> None:
        element.text, inside = self._marked(element.text, pattern)
        for child in element:
            self._walk(child, pattern)
            child.tail, following = self._marked(child.tail, pattern)
            inside += [child, *following]
        element[:] = inside

    def _marked(
        self, text: str | None, pattern: re.Pattern[str]
    ) -> tuple[str | None, list[Element]]:
        """Return a text up to its first abbreviation, and the elements that follow."""
        if not text or isinstance(text, AtomicString):
            return text, []
        matches = [match for match in pattern.finditer(text) if self._explanations.get(match[0])]
        if not matches:
            return text, []
        elements = []
        for match, end in zip(matches, [*(m.start() for m in matches[1:]), len(text)], strict=True):
            element = Element("abbr", {"title": self._explanations[match[0]]})
            element.text = AtomicString(match[0])
            element.tail = text[match.end() : end]
            elements.append(element)
        return text[: matches[0].start()], elements


def _pattern(abbreviations: Iterable[str]) -> re.Pattern[str]:
    """Return what finds each word, to be looked up, and all that is more: "AT&T"."""
    others = sorted((key for key in abbreviations if not _WORD.fullmatch(key)), key=len)
    return re.compile(rf"\b(?:{'|'.join([*map(re.escape, reversed(others)), _WORD.pattern])})\b")
