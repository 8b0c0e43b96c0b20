"""Correction notes: the words by which a feed says that a story was corrected."""

from __future__ import annotations

from html import escape

from sitegen.language.words import correction_label
from sitegen.model.documents import FeedItem
from sitegen.syndication.fulltext import clean


def notes(item: FeedItem) -> list[str]:
    """Return the story's corrections as plain text: "Correction (2024-10-10): It was 7 to 2."

    The day is in figures because a feed goes to readers in every country.
    """
    return [
        f"{correction_label(note.type, item.lang)} ({note.date.at:%Y-%m-%d}): {clean(note.text)}"
        for note in item.corrections
    ]


def notes_html(item: FeedItem) -> str:
    return "".join(f"\n<p><em>{escape(note, quote=False)}</em></p>" for note in notes(item))
