"""Wording: the words of front matter as readers see them.

Front matter is read as it stands, because addresses are made of words as written. Here, when all
of it is read, quotes and dashes are set, and emphasis in headlines and summaries is read.
"""

from __future__ import annotations

from typing import Any

from sitegen.core.record import replace
from sitegen.language.quotation_marks import Quotes, quotes_of
from sitegen.language.typography import typeset
from sitegen.markdown.phrases import read_phrase
from sitegen.model.article import Correction, Credit, Reference, Sponsor
from sitegen.schema.reader import Fields, Reader

_HEADLINES = ("title", "card_title", "summary")
_LINES = ("kicker", "update_note", "dateline", "how_we_reported", "breaking")
_LINES_OF_PEOPLE = ("name", "role", "beat")
_LISTS = ("corrections", "sources", "authors", "contributors")


def settle_story(reader: Reader, fields: Fields) -> None:
    """Set the words of a story, whose language is settled."""
    quotes = quotes_of(fields["lang"], reader.rules.chosen_quotes)
    for name in _HEADLINES:
        if fields.get(name):
            _set_headline(reader, fields, name, quotes)
    for name in _LINES:
        if fields.get(name):
            fields[name] = _without_emphasis(fields[name], quotes)
    sponsor: Sponsor | None = fields.get("sponsor")
    if sponsor is not None:
        fields["sponsor"] = replace(sponsor, name=typeset(sponsor.name, quotes))
    for name in _LISTS:
        if fields.get(name):
            fields[name] = tuple([_with_words(entry, quotes) for entry in fields[name]])


def settle_person(reader: Reader, fields: Fields) -> None:
    quotes = quotes_of(fields.get("lang") or reader.rules.language, reader.rules.chosen_quotes)
    for name in _LINES_OF_PEOPLE:
        if fields.get(name):
            fields[name] = typeset(fields[name], quotes)


def _set_headline(reader: Reader, fields: Fields, name: str, quotes: Quotes) -> None:
    phrase = read_phrase(fields[name], quotes, links=False)
    if not phrase.plain.strip():
        return
    fields[name] = phrase.plain
    if phrase.html:
        fields[f"{name}_html"] = phrase.html
    if phrase.targets:
        reader.warn(
            name,
            f"{name} holds a link to '{phrase.targets[0]}', of which only the words are shown",
            "A headline or summary leads to the story by itself. Put the link into the text.",
        )


def _without_emphasis(text: str, quotes: Quotes) -> str:
    """Set a line that is published as plain text; of a link in it, nothing may be lost."""
    phrase = read_phrase(text, quotes, links=False)
    return typeset(text, quotes) if phrase.targets else phrase.plain


def _with_words(entry: Any, quotes: Quotes) -> Any:
    """Return an entry of one of _LISTS with the words that readers see set."""
    if isinstance(entry, Correction):
        return replace(entry, text=_without_emphasis(entry.text, quotes))
    if isinstance(entry, Reference) and entry.title != entry.url:
        return replace(entry, title=_without_emphasis(entry.title, quotes))
    if isinstance(entry, Credit) and (entry.role or entry.of):
        # Whoever has a file is found by the name as written; a guest has none.
        name = typeset(entry.name, quotes) if entry.of else entry.name
        of, role = typeset(entry.of, quotes), typeset(entry.role, quotes)
        return replace(entry, name=name, of=of, role=role)
    return entry
