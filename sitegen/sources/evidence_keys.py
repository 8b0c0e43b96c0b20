"""What lets readers judge a story: who paid for it, its sources and its corrections."""

from __future__ import annotations

from sitegen.core.urls import is_web_address
from sitegen.model.article import Correction, Reference, Sponsor
from sitegen.model.kinds import CORRECTION_TYPES
from sitegen.schema.reader import Fields, Reader
from sitegen.schema.tables import Key, ListOf, Table
from sitegen.schema.values import LINE, PARAGRAPHS, WEB_ADDRESS, WHEN, Choice

SPONSOR = Table(
    (
        Key("name", LINE, "who paid", needed="who paid"),
        Key("url", WEB_ADDRESS, "where they are found", needed="where they are found"),
    ),
    makes=Sponsor,
    wrong=(
        "a sponsor has a name and a url",
        "Write 'sponsor: {name: Gulf Coast Credit Union, url: https://…}'.",
    ),
)


def _settle_source(reader: Reader, key: str, _value: object, fields: Fields) -> Reference | None:
    title, url = fields.get("title", ""), fields.get("url", "")
    if title or url:
        return Reference(title or url, url)
    if not reader.has_failed(key):
        reader.problem(
            key, "a source needs a title", "Write 'title: What it is called', or its 'url'."
        )
    return None


SOURCES = ListOf(
    Table(
        (
            Key("title", LINE, "what it is", prose=True, former=("name", "text", "label")),
            Key("url", WEB_ADDRESS, "where it is found", former=("link", "href")),
        ),
        settle=_settle_source,
        short=lambda text: "url" if is_web_address(text) else "title",
    )
)


_AS_LIST = "Write '- date: 2026-11-20', below it 'text: …' with what was wrong and what is right."
CORRECTIONS = ListOf(
    Table(
        (
            Key("date", WHEN, "when it was corrected", needed="when it was corrected",
                former=("at", "on", "published")),
            Key("text", PARAGRAPHS, "what was wrong and what is right", prose=True,
                needed="what was wrong and what is right",
                former=("note", "message", "correction")),
            Key("type", Choice(CORRECTION_TYPES, "Types",
                               wrong="there is no correction of the type '{}'"),
                "which kind of correction", former=("kind",)),
        ),
        makes=Correction,
        wrong=("a correction needs a date and a text", _AS_LIST),
    ),
    alone=("corrections are a list", _AS_LIST),
)  # fmt: skip
