"""What the writers of directives' elements share: ids that are free, and a list of problems."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from zoneinfo import ZoneInfo

from sitegen.core.problems import Problem
from sitegen.language.quotation_marks import Quotes
from sitegen.markdown.directives import Block
from sitegen.markdown.own_ids import OwnIds
from sitegen.markdown.phrases import Phrase, read_phrase
from sitegen.model.article import LiveUpdate


@dataclass(slots=True)
class Elements:
    """The elements that took the markers' places."""

    html: str
    updates: list[LiveUpdate]
    problems: list[Problem]


@dataclass(slots=True)
class ElementWriter:
    """What the makers of elements share."""

    elements: Elements
    path: str
    zone: ZoneInfo
    lang: str
    quotes: Quotes  # quotation marks of `lang`
    ids: OwnIds  # of the text, headings' among them

    def problem(self, block: Block, message: str, hint: str, *, warning: bool = False) -> None:
        self.elements.problems.append(Problem(self.path, block.line, message, hint, warning))

    def phrase(self, words: str) -> Phrase:
        """Return the words of an opening line, whose links are not to be followed."""
        return read_phrase(words, self.quotes, links=False)

    def html(self, words: str, *, links: bool = False) -> str:
        phrase = read_phrase(words, self.quotes, links=links)
        return phrase.html or escape(phrase.plain, quote=False)
