"""How values are written in our YAML, and what is said of those that are written otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from html import unescape
from typing import Any

from sitegen.core.bad_dates import REMEDY
from sitegen.schema.curly_quotes import without_curly_quotes
from sitegen.schema.frontmatter import FrontMatter
from sitegen.schema.list_items import split_items
from sitegen.schema.reader import Reader, Rules
from sitegen.schema.yaml_blocks import QuotedText
from sitegen.schema.yaml_writing import as_yaml, without_quotes

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class YamlReader(Reader):
    """Reads what `frontmatter` has parted and `yaml_blocks` has read."""

    __slots__ = ("matter",)

    first_line = 1

    def __init__(self, path: str, matter: FrontMatter, rules: Rules) -> None:
        super().__init__(path, matter.values, matter.lines, rules, matter.problems)
        self.matter = matter
        self.bad |= matter.broken

    def text(self, key: str, value: object, *, names_file: bool = False) -> str | None:
        if isinstance(value, str):
            return value if "&" not in value or names_file else self._without_entities(key, value)
        self.problem(
            key,
            f"{self.name(key)} must be text, not {value_in_words(value)}",
            "Put the whole in quotes if it is one text.",
        )
        return None

    def _without_entities(self, key: str, text: str) -> str:
        """Read HTML's names of characters, "&ntilde;" or "&#34;", which other programs leave."""
        entities = [name for name in dict.fromkeys(_ENTITY.findall(text)) if unescape(name) != name]
        if not entities:
            return text
        pairs = ", ".join(f"'{name}' for {unescape(name)!r}" for name in entities[:3])
        self.warn(
            key,
            f"{self.name(key)} is written with HTML's names of characters: {pairs}",
            "It is published with the characters themselves. Write them so.",
        )
        return _ENTITY.sub(lambda name: unescape(name[0]), text)

    def flag(self, key: str, value: object, other: str = "") -> bool | None:
        if not isinstance(value, QuotedText):
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
        return None

    def number(self, key: str, value: object, least: int, most: int) -> int | None:
        text = value if isinstance(value, str) else ""
        if re.fullmatch(r"\d{1,15}", text, re.ASCII) and least <= int(text) <= most:
            return int(text)
        self.problem(
            key,
            f"{self.name(key)} must be a whole number, not {value_in_words(value)}",
            f"Write a number from {least} to {most}.",
        )
        return None

    def date_text(self, key: str, value: object) -> str | None:
        if isinstance(value, str):
            return value
        self.problem(key, f"{self.name(key)} must be a date, not {value_in_words(value)}", REMEDY)
        return None

    def items(
        self,
        key: str,
        value: object,
        *,
        names: Sequence[str] = (),
    ) -> Sequence[tuple[str, Any]] | None:
        """Return the items of a list; one thing is a list of one."""
        if not isinstance(value, list):
            if isinstance(value, str) and not isinstance(value, QuotedText):
                self._refuse_list_marks(key, value)
            return [(key, value)]
        items = []
        for index, item in enumerate(value):
            place = f"{key}.{index}"
            if item is None or item == "":
                line = self.line(place)  # "- #Tag" is a comment, and told of already
                if not any(p.line == line and not p.warning for p in self.problems):
                    self.problem(place, f"an item of {key} is empty", "Delete its line.")
            else:
                items.append((place, item))
        return items

    def _refuse_list_marks(self, key: str, text: str) -> None:
        """Catch "-Floods -Schools" and "Floods]": lists whose signs are not what they should be."""
        marks = re.fullmatch(r"[-•*–—]\s*(\S.*)", text)
        if marks:
            items = re.split(r"\s[-•*–—]\s*", marks[1])
            self.problem(
                key,
                f"the hyphens of the list of {key} are no plain ones with a space behind them",
                f"Write '{key}: {as_yaml(items)}'.",
            )
        elif text.endswith("]") and "[" not in text:
            items = split_items(text.rstrip("]"))
            self.problem(
                key,
                f"the list of {key} has no bracket at its start",
                f"Write '{key}: {as_yaml([without_quotes(item) for item in items])}'.",
            )

    def not_a_table(
        self, key: str, value: object, names: Sequence[str], needed: Sequence[str]
    ) -> None:
        example = ", ".join(f"{name}: …" for name in names)
        self.problem(
            key,
            f"{self.name(key)} cannot be {value_in_words(value)}",
            f"Write it as in '{key}: {{{example}}}'.",
        )

    def in_curly_quotes(self, key: str, value: object) -> bool:
        if not isinstance(value, str | list):
            return False
        plain = without_curly_quotes(value)
        if plain is None:
            return False
        line = f"{self.last(key)}: {as_yaml(plain)}"
        self.problem(
            key,
            f"the quotes in {self.name(key)} are curly, and would be part of it",
            f"Write '{line}'.",
        )
        return True

    def name(self, key: str) -> str:
        """Name a place in words: "authors.0.name" is "name of item 1 of authors"."""
        parts = [f"item {int(part) + 1}" if part.isdigit() else part for part in key.split(".")]
        return " of ".join(reversed(parts))

    def pair(self, key: str, value: object) -> str:
        return f"{key}: {as_yaml(value)}"

    def example(self, value: str) -> str:
        return f"'{value}'"

    def missing(self, under: str, key: str, what: str, names: Collection[str]) -> None:
        if not under:
            return  # what a whole file lacks follows from several keys: its own rules tell
        example = ", ".join(f"{name}: …" for name in names)
        self.problem(under, f"{self.name(under)} has no {key}", f"Write it as in '{example}'.")


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
