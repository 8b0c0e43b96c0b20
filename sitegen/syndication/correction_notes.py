"""Correction notes: the words by which a feed says that a story was corrected."""

from __future__ import annotations

from html import escape

from sitegen.model.documents import FeedItem
from sitegen.syndication.fulltext import clean

# What a correction is called where a feed notes it, by language of the story.
_WORDS = {
    "en": {
        "correction": "Correction",
        "clarification": "Clarification",
        "update": "Update",
        "retraction": "Retraction",
    },
    "es": {
        "correction": "Corrección",
        "clarification": "Aclaración",
        "update": "Actualización",
        "retraction": "Retractación",
    },
    "vi": {
        "correction": "Đính chính",
        "clarification": "Làm rõ",
        "update": "Cập nhật",
        "retraction": "Rút bài",
    },
}


def notes(item: FeedItem) -> list[str]:
    """Return the story's corrections as plain text: "Correction (2024-10-10): It was 7 to 2."

    The day is in figures because a feed goes to readers in every country.
    """
    words = _WORDS.get(item.lang.split("-")[0], _WORDS["en"])
    return [
        f"{words[correction.type]} ({correction.date.at:%Y-%m-%d}): {clean(correction.text)}"
        for correction in item.corrections
    ]


def notes_html(item: FeedItem) -> str:
    return "".join(f"\n<p><em>{escape(note, quote=False)}</em></p>" for note in notes(item))
