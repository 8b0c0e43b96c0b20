"""Keys about people: who wrote a story, and what a person's own page says."""

from __future__ import annotations

import re

from sitegen.core.urls import slugify
from sitegen.model.article import Credit
from sitegen.schema.fields import Fields, Reader
from sitegen.sources.plain_keys import read_lang, read_line, read_web_address, refuse_commas


def read_credits(reader: Reader, key: str, value: object) -> Fields:
    credits_: list[Credit] = []
    for place, item in reader.items(key, value):
        if isinstance(item, dict):
            parts = reader.table(
                place,
                item,
                {"name": read_line, "role": read_line, "of": read_line},
                needs=("name",),
            )
            credit = Credit(parts.get("name", ""), parts.get("role", ""), parts.get("of", ""))
            if credit.of and credit.name and not reader.rules.guests:
                reader.problem(
                    f"{place}.of",
                    f"'{credit.name}' of '{credit.of}' is a guest, and the settings allow none",
                    "Write 'guests = true' under [authors] of the settings, or give them a file: "
                    f"content/authors/{slugify(credit.name) or 'name'}.md.",
                )
        else:
            credit = Credit(reader.line_of_text(place, item))
            refuse_commas(reader, place, key, credit.name)
        if credit.name and credit not in credits_:
            credits_.append(credit)
    return {key: tuple(credits_)}


def read_languages(reader: Reader, key: str, value: object) -> Fields:
    languages = []
    for place, item in reader.items(key, value):
        languages.append(read_lang(reader, place, item).get("lang", ""))
    return {"languages": tuple(filter(None, languages))}


def read_email(reader: Reader, key: str, value: object) -> Fields:
    email = reader.line_of_text(key, value)
    if email and re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+", email) is None:
        reader.problem(
            key, f"'{email}' is not an e-mail address", "Write it as in 'name@example.org'."
        )
    return {"email": email}


def read_profiles(reader: Reader, key: str, value: object) -> Fields:
    return {
        "profiles": tuple(
            filter(
                None,
                (
                    next(iter(read_web_address(reader, place, item).values()))
                    for place, item in reader.items(key, value)
                ),
            )
        )
    }
