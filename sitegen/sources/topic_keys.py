"""What is written about a story's subjects: its tags and series; and keys of a site's own."""

from __future__ import annotations

import re
from functools import lru_cache

from sitegen.core.record import Record
from sitegen.core.urls import slugify
from sitegen.schema.reader import Reader
from sitegen.schema.tables import Key, ListOf, Table
from sitegen.schema.values import LINE, Number
from sitegen.schema.yaml_blocks import QuotedText
from sitegen.schema.yaml_reader import value_in_words
from sitegen.schema.yaml_writing import as_yaml


def refuse_commas(reader: Reader, place: str, text: str) -> None:
    """Catch "tags: a, b", which YAML takes for one text."""
    if "," in text and not reader.has_failed(place):
        names = as_yaml([part.strip() for part in text.split(",") if part.strip()])
        key = place.partition(".")[0]
        reader.problem(
            place, f"'{text}' is one text with a comma in it", f"Write a list: '{key}: {names}'."
        )


class Tag(Record):
    """A tag, by the name that the settings have for it."""

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        tag = LINE.read(reader, key, value)
        if not tag:
            return None
        if "." not in key:
            refuse_commas(reader, key, tag)
        rules = reader.rules
        tag = rules.tag_aliases.get(tag.casefold(), tag)
        if not _has_slug(tag) and tag.casefold() not in rules.tag_slugs:
            reader.problem(
                key,
                f"no address can be made of the tag '{tag}'",
                "Use letters or digits, or give it an address under [tags.slugs] of the "
                f'settings: "{tag}" = "…"',
            )
        return tag


TAGS = ListOf(Tag())


def once_each(_reader: Reader, _key: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out tags that differ from one before them in capitals alone."""
    by_name: dict[str, str] = {}
    for tag in tags:
        by_name.setdefault(tag.casefold(), tag)
    return tuple(by_name.values())


def _check_series(reader: Reader, key: str, title: str) -> str:
    if title and not _has_slug(title):
        reader.problem(
            key, f"no address can be made of the series '{title}'", "Use letters or digits."
        )
    return title


PART = Number(1, 999)
SERIES = Table(
    (
        Key("title", LINE, "its name", becomes="series", needed="its name", check=_check_series,
            prose=True, former=("name",)),
        Key("part", PART, "the story's place in it", former=("number", "order", "weight")),
    ),
    short="title",
)  # fmt: skip


@lru_cache(maxsize=4096)
def _has_slug(tag: str) -> bool:
    return bool(slugify(tag))


class Own(Record):
    """Keys of a site's own, for its templates."""

    def read(self, reader: Reader, key: str, value: object) -> dict[str, object] | None:
        if isinstance(value, dict):
            return {name: _plain(item) for name, item in value.items()}
        reader.problem(
            key,
            f"extra holds keys of your own, not {value_in_words(value)}",
            "Write them below it, indented by two spaces.",
        )
        return None


def _plain(value: object) -> object:
    """Return a value of `extra` for templates: true, false and whole numbers, else text."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, QuotedText):
        return str(value)
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and re.fullmatch(r"0|-?[1-9]\d{0,14}", value, re.ASCII):
        return int(value)
    return value
