"""What is written about people: who wrote a story."""

from __future__ import annotations

from sitegen.core.urls import slugify
from sitegen.model.article import Credit
from sitegen.schema.reader import Fields, Reader
from sitegen.schema.tables import Key, ListOf, Table
from sitegen.schema.values import LINE
from sitegen.sources.topic_keys import refuse_commas


def _settle_credit(reader: Reader, key: str, value: object, fields: Fields) -> Credit | None:
    credit = Credit(fields.get("name", ""), fields.get("role", ""), fields.get("of", ""))
    if not isinstance(value, dict):
        refuse_commas(reader, key, credit.name)
    elif credit.of and credit.name and not reader.rules.guests:
        reader.problem(
            f"{key}.of",
            f"'{credit.name}' of '{credit.of}' is a guest, and the settings allow none",
            "Write 'guests = true' under [authors] of the settings, or give them a file: "
            f"content/authors/{slugify(credit.name) or 'name'}.md.",
        )
    return credit if credit.name else None


CREDITS = ListOf(
    Table(
        (
            Key("name", LINE, "id or name", needed="who it is",
                former=("id", "who", "author", "slug")),
            Key("role", LINE, "what they did", former=("title", "job", "as")),
            Key("of", LINE, "where a guest is from",
                former=("from", "affiliation", "outlet", "organisation", "organization",
                        "newsroom")),
        ),
        settle=_settle_credit,
        short="name",
    ),
    unique=True,
)  # fmt: skip
