"""Reading front matter key by key: values come out typed, problems are noted, and it goes on.

A *key reader* is a function (reader, key, value) → the fields that the key decides. Keys
within keys are named by their path, "image.alt" or "authors.1", which finds their line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from sitegen.core.bad_dates import REMEDY
from sitegen.core.dates import Moment, parse_moment
from sitegen.core.problems import Problem, did_you_mean, has_errors
from sitegen.schema import frontmatter, yaml_blocks

Fields = dict[str, Any]  # name of a field → its value, of that field's type
KeyReader = Callable[["Reader", str, object], Fields]
# What other generators and newsrooms call our keys.
_OTHER_WORDS = {
    "author": "authors",
    "by": "authors",
    "byline": "authors",
    "categories": "section",
    "category": "section",
    "cover": "image",
    "dek": "summary",
    "deck": "summary",
    "description": "summary",
    "excerpt": "summary",
    "expirydate": "expires",
    "featured": "lead",
    "guid": "id",
    "headline": "title",
    "keywords": "tags",
    "language": "lang",
    "last_modified": "updated",
    "lastmod": "updated",
    "layout": "template",
    "locale": "lang",
    "modified": "updated",
    "permalink": "slug",
    "photo": "image",
    "picture": "image",
    "publishdate": "published",
    "redirect_from": "aliases",
    "standfirst": "summary",
    "subtitle": "summary",
    "sticky": "pinned",
    "tag": "tags",
    "thumbnail": "image",
    "type": "kind",
    "url": "slug",
    "bio": "the text below the front matter",
    "contact": "email",
    "organization": "organisation",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What of the settings decides how a file is read."""

    zone: tzinfo  # the newsroom's
    language: str
    sections: tuple[str, ...]  # slugs
    tag_aliases: Mapping[str, str] = field(default_factory=dict)  # casefolded → canonical
    now: datetime | None = None  # stands in remedies that name an hour; None: an example does


# A half-written line of these could let a story out: it is asked about.
_NEVER_EMPTY = frozenset({"draft", "embargo", "expires"})


class Reader:
    """Turns the values of one file into fields; notes what is wrong and goes on."""

    __slots__ = ("bad", "failed", "lines", "matter", "path", "problems", "rules")

    def __init__(self, path: str, matter: frontmatter.FrontMatter, rules: Rules) -> None:
        self.path = path
        self.rules = rules
        self.matter = matter
        self.lines = matter.lines
        self.problems = list(matter.problems)
        self.bad: set[str] = set()  # keys, and places within them, that have a problem
        self.failed = has_errors(matter.problems)

    def line(self, key: str) -> int:
        return self.matter.line(key)

    def problem(self, key: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, self.line(key), message, hint))
        self.failed = True
        self.bad.add(key)
        while "." in key:
            key = key.rpartition(".")[0]
            self.bad.add(key)

    def has_failed(self, key: str) -> bool:
        return key in self.bad

    def take(self, readers: Mapping[str, KeyReader]) -> Fields:
        """Read every key of the file; unknown ones are problems."""
        fields: Fields = {}
        for key, value in self.matter.values.items():
            read = readers.get(key)
            if read is None:
                self._unknown(key, key, readers, free="extra" in readers)
            elif value is not None:
                fields.update(read(self, key, value))
            elif key in _NEVER_EMPTY:
                self.problem(
                    key,
                    f"{key} is empty, and it decides who sees the story",
                    "Write its value, or delete the line.",
                )
        return fields

    def table(
        self,
        key: str,
        value: object,
        readers: Mapping[str, KeyReader],
        needs: tuple[str, ...] = (),
    ) -> Fields:
        """Read a table within a key: its own keys → their values."""
        example = ", ".join(f"{name}: …" for name in readers)
        if not isinstance(value, dict):
            self.problem(
                key,
                f"{_words(key)} cannot be {value_in_words(value)}",
                f"Write it as in '{key}: {{{example}}}'.",
            )
            return {}
        fields: Fields = {}
        for name, item in value.items():
            place = f"{key}.{name}"
            read = readers.get(name)
            if read is None:
                self._unknown(place, name, readers)
            elif item is not None:
                item_fields = read(self, place, item)
                # A reader names its field by its key, which here is a path.
                fields.update((path.rpartition(".")[2], v) for path, v in item_fields.items())
        for name in needs:
            if value.get(name) is None or (fields.get(name) == "" and value[name] == ""):
                self.problem(key, f"{_words(key)} has no {name}", f"Write it as in '{example}'.")
        return fields

    def _unknown(self, place: str, key: str, readers: Collection[str], free: bool = False) -> None:
        word = _OTHER_WORDS.get(key.casefold().replace("-", "_"))
        if word and (word in readers or " " in word):
            hint = f"Write '{word}'." if " " not in word else f"Write it as {word}."
        else:
            hint = did_you_mean(key.replace("-", "_"), readers, "Known keys")
        if free:
            hint += " Keys of your own stand under 'extra:'."
        self.problem(place, f"unknown key '{key}'", hint)

    def items(self, key: str, value: object) -> list[tuple[str, Any]]:
        """Return the items of a list with the place of each; one thing is a list of one."""
        if not isinstance(value, list):
            return [(key, value)]
        items = []
        for index, item in enumerate(value):
            place = f"{key}.{index}"
            if item is None or item == "":
                self.problem(place, f"an item of {key} is empty", "Delete its line.")
            else:
                items.append((place, item))
        return items

    def text(self, key: str, value: object) -> str:
        if isinstance(value, str):
            return value
        self.problem(
            key,
            f"{_words(key)} must be text, not {value_in_words(value)}",
            "Put the whole in quotes if it is one text.",
        )
        return ""

    def line_of_text(self, key: str, value: object) -> str:
        """Return a text as one line, with single spaces."""
        return " ".join(self.text(key, value).split())

    def flag(self, key: str, value: object, other: str = "") -> bool:
        if not isinstance(value, yaml_blocks.QuotedText):
            if value == "true":
                return True
            if value == "false":
                return False
        hint = f"Write '{key}: true' or '{key}: false', without quotes"
        self.problem(
            key,
            f"{key}: {value_in_words(value)} is "
            + ("text" if isinstance(value, str) else "not an answer"),
            f"{hint}, {other}." if other else f"{hint}.",
        )
        return False

    def number(self, key: str, value: object, least: int, most: int) -> int:
        text = value if isinstance(value, str) else ""
        if re.fullmatch(r"\d{1,15}", text, re.ASCII) and least <= int(text) <= most:
            return int(text)
        self.problem(
            key,
            f"{_words(key)} must be a whole number, not {value_in_words(value)}",
            f"Write a number from {least} to {most}.",
        )
        return 0

    def moment(self, key: str, value: object) -> Moment | None:
        if isinstance(value, str):
            return self.moment_of(key, value)
        self.problem(key, f"{_words(key)} must be a date, not {value_in_words(value)}", REMEDY)
        return None

    def moment_of(self, key: str, text: str) -> Moment | None:
        try:
            moment, note = parse_moment(text, self.rules.zone)
        except ValueError as error:
            name = _words(key) if key else "the file's name"
            self.problem(key, f"{name}: {error}", REMEDY)
            return None
        if note:
            self.problems.append(
                Problem(
                    self.path,
                    self.line(key),
                    note,
                    "Write the offset, as in -06:00, to say which you mean.",
                    warning=True,
                )
            )
        return moment


def _words(key: str) -> str:
    """Name a place in words: "authors.0.name" is "name of item 1 of authors"."""
    parts = [f"item {int(part) + 1}" if part.isdigit() else part for part in key.split(".")]
    return " of ".join(reversed(parts))


def value_in_words(value: object) -> str:
    """Return a value as it stands in the file, shortened: for a message about it."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}…'"


def is_seen(text: str) -> bool:
    """Say whether a reader sees anything of a text: not of a zero-width space alone."""
    return any(unicodedata.category(char)[0] not in "CZ" for char in text)
