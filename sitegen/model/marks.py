"""Marks: what a reader must know before a headline, wherever the headline stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sitegen.core.record import Record
from sitegen.model.article import Article
from sitegen.model.kinds import CORRECTION_TYPES, KINDS


class Marks(Record):
    """What sets a story apart from plain news that stands as it was written."""

    kind: str = "news"  # one of KINDS
    correction: str = ""  # the gravest of its CORRECTION_TYPES; "" where nothing was corrected
    sponsor: str = ""  # who paid for it
    writers: tuple[str, ...] = ()  # names, of kinds that are signed in lists too


PLAIN = Marks()


def marks_of(article: Article, writers: Iterable[str] = ()) -> Marks:
    """Return a story's marks; `writers` are the names of its bylines."""
    types = {correction.type for correction in article.corrections}
    if article.updated is not None and article.updated.at > article.published.at:
        types.add("update")
    return Marks(
        article.kind,
        next((name for name in CORRECTION_TYPES if name in types), ""),
        article.sponsor.name if article.sponsor is not None else "",
        tuple(writers) if KINDS[article.kind].signed else (),
    )


def before_headline(marks: Marks) -> list[tuple[str, str]]:
    """Return the words that stand before a headline, each with its tone; English."""
    words = []
    correction = CORRECTION_TYPES.get(marks.correction)
    if correction is not None and correction.before_headline:
        words.append((correction.mark, "alert"))
    kind = KINDS[marks.kind]
    if kind.label:
        words.append((kind.label, kind.tone))
    return words


def in_titles(marks: Marks) -> list[tuple[str, str]]:
    """Return those of `before_headline` that a headline bears where it travels alone."""
    kind = KINDS[marks.kind]
    return [word for word in before_headline(marks) if word[0] != kind.label or kind.in_title]


def title_with_marks(title: str, marks: Marks, say: Callable[[str], str]) -> str:
    """Return a headline as titles and shared cards have it: "Satire: Mayor declares a flood".

    Args:
        say: gettext for the language of the title.
    """
    return ": ".join([*(say(word) for word, _ in in_titles(marks)), title])
