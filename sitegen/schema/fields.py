"""Reading front matter key by key: values come out typed, problems are noted, and it goes on.

A *key reader* is a function (reader, key, value) → the fields that the key decides. Keys
within keys are named by their path, "image.alt" or "authors.1", which finds their line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from html import unescape
from typing import Any

from sitegen.core.bad_dates import REMEDY, DateError
from sitegen.core.dates import Moment, parse_moment
from sitegen.core.problems import Problem, has_errors, key_hint
from sitegen.schema import frontmatter, yaml_blocks
from sitegen.schema.curly_quotes import without_curly_quotes
from sitegen.schema.other_words import Unknown, fold, part_remedy, remedy
from sitegen.schema.reader import Rules as Rules
from sitegen.schema.yaml_lists import split_items
from sitegen.schema.yaml_writing import as_yaml, without_quotes

Fields = dict[str, Any]  # name of a field → its value, of that field's type
KeyReader = Callable[["Reader", str, object], Fields]


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

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
        # Keys, and places within them, that have a problem.
        self.bad: set[str] = set(matter.broken)
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

    def warn(self, key: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, self.line(key), message, hint, warning=True))

    def has_failed(self, key: str) -> bool:
        return key in self.bad

    def take(self, readers: Mapping[str, KeyReader]) -> Fields:
        """Read every key of the file; unknown ones are problems."""
        fields: Fields = {}
        for key, value in self.matter.values.items():
            read = readers.get(key)
            if read is None:
                self._unknown(key, value, readers)
            elif value is not None:
                if not self._is_in_curly_quotes(key, value):
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
        hints: set[str] = set()
        for name, item in value.items():
            place = f"{key}.{name}"
            read = readers.get(name)
            if read is None:
                hints.add(self._unknown_part(key, name, readers))
            elif item is not None and not self._is_in_curly_quotes(place, item):
                item_fields = read(self, place, item)
                # A reader names its field by its key, which here is a path.
                fields.update((path.rpartition(".")[2], v) for path, v in item_fields.items())
        for name in needs:
            if any(f"'{name}'" in hint for hint in hints):
                continue
            if value.get(name) is None or (fields.get(name) == "" and value[name] == ""):
                self.problem(key, f"{_words(key)} has no {name}", f"Write it as in '{example}'.")
        return fields

    def _unknown(self, key: str, value: object, readers: Mapping[str, KeyReader]) -> None:
        values = self.matter.values
        if "date" in values:
            values = {**values, "published": values["date"]}  # they mean the same
        unknown = Unknown(
            key, value, values, lambda ours, v: self._would_be_right(ours, v, readers)
        )
        if hint := remedy(unknown):
            self.problem(key, f"unknown key '{key}'", hint)
            return
        hint = key_hint(fold(key), readers, values)
        if "extra" in readers:
            hint += " Keys of your own stand under 'extra:'."
        self.problem(key, f"unknown key '{key}'", hint)

    def _unknown_part(self, around: str, key: str, readers: Collection[str]) -> str:
        """Note a key that is not known within the table of the key `around`; return its hint."""
        hint = part_remedy(re.sub(r"\.\d+$", "", around), key, readers)
        hint = hint or key_hint(fold(key), readers)
        self.problem(f"{around}.{key}", f"unknown key '{key}'", hint)
        return hint

    def _would_be_right(self, key: str, value: object, readers: Mapping[str, KeyReader]) -> bool:
        """Say whether a key would be without a problem if this value stood under it."""
        if key not in readers or (key == "section" and value not in self.rules.sections):
            return False
        if key == "aliases" and isinstance(value, list) and self._own_address() in value:
            return False
        trial = Reader(self.path, frontmatter.FrontMatter({}, {}, "", 1), self.rules)
        readers[key](trial, key, value)
        return not trial.failed

    def _own_address(self) -> str:
        """Return the address that the file's place gives: that of most stories."""
        place = self.path.removeprefix("content/").removesuffix(".md").removesuffix("/index")
        return f"/{place}/"

    def _is_in_curly_quotes(self, key: str, value: object) -> bool:
        """Note curly quotes around a value that is no prose; say whether there are any."""
        name = key.rpartition(".")[2]
        if name in _PROSE or not isinstance(value, str | list):
            return False
        plain = without_curly_quotes(value)
        if plain is None:
            return False
        line = f"{name}: {as_yaml(plain)}"
        self.problem(
            key,
            f"the quotes in {_words(key)} are curly, and would be part of it",
            f"Write '{line}'.",
        )
        return True

    def items(self, key: str, value: object) -> list[tuple[str, Any]]:
        """Return the items of a list with the place of each; one thing is a list of one."""
        if not isinstance(value, list):
            if isinstance(value, str) and not isinstance(value, yaml_blocks.QuotedText):
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

    def text(self, key: str, value: object) -> str:
        if isinstance(value, str):
            names_a_file = key.rpartition(".")[2] in ("file", "image")
            return value if "&" not in value or names_a_file else self._without_entities(key, value)
        self.problem(
            key,
            f"{_words(key)} must be text, not {value_in_words(value)}",
            "Put the whole in quotes if it is one text.",
        )
        return ""

    def _without_entities(self, key: str, text: str) -> str:
        """Read HTML's names of characters, "&ntilde;" or "&#34;", which other programs leave."""
        entities = [name for name in dict.fromkeys(_ENTITY.findall(text)) if unescape(name) != name]
        if not entities:
            return text
        pairs = ", ".join(f"'{name}' for {unescape(name)!r}" for name in entities[:3])
        self.warn(
            key,
            f"{_words(key)} is written with HTML's names of characters: {pairs}",
            "It is published with the characters themselves. Write them so.",
        )
        return _ENTITY.sub(lambda name: unescape(name[0]), text)

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
        except DateError as error:
            name = _words(key) if key else "the file's name"
            self.problem(key, f"{name}: {error}", error.remedy)
            return None
        if note:
            self.warn(key, note, "Write the offset, as in -06:00, to say which you mean.")
        return moment


# What readers see as it is written: quotes may belong to it.
_PROSE = frozenset(
    {"title", "card_title", "summary", "kicker", "how_we_reported", "sources", "alt", "caption"}
    | {"credit", "text", "note", "extra", "breaking"}
)


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
