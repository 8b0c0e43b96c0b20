"""How values are written in TOML, and what is said of those that are written otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sitegen.core.bad_dates import REMEDY
from sitegen.core.patterns import late_pattern
from sitegen.schema.reader import Reader

# TOML's own names of types are a programmer's.
_WORDS: Mapping[type, tuple[str, str, str]] = {  # what is wanted, as an item, what to write
    str: ("text", "text in quotes", 'in quotes: "…"'),
    bool: ("true or false", "true or false", "true or false, without quotes"),
    int: ("a whole number", "a whole number", ""),
    list: ("a list", "a list", "it in square brackets: [ … ]"),
}
_CONTROL = late_pattern(r"[\x00-\x08\x0b-\x1f]")


class TomlReader(Reader):
    """Reads what tomllib has read."""

    __slots__ = ()

    def order(self, values: Mapping[str, Any], names: Mapping[str, Any]) -> Iterable[str]:
        known = [name for name in names if name in values]
        return [*known, *(name for name in values if name not in names)]

    def text(self, key: str, value: object, *, names_file: bool = False) -> str | None:
        if not isinstance(value, str):
            self._refuse(key, value, str)
            return None
        is_item = self.is_item(key)
        if _CONTROL.search(value) or (is_item and "\n" in value):
            self.problem(
                key,
                f"'{key}' holds a control character",
                "It comes with text from another program, or is written with a backslash. "
                "Delete it.",
            )
            return None
        return value.strip()

    def flag(self, key: str, value: object, other: str = "") -> bool | None:
        if isinstance(value, bool):
            return value
        self._refuse(key, value, bool)
        return None

    def number(self, key: str, value: object, least: int, most: int) -> int | None:
        if type(value) is not int:
            self._refuse(key, value, int, f"Write a number from {least} to {most}.")
        elif least <= value <= most:
            return value
        else:
            self.problem(key, f"{key} is {value}", f"Write a number from {least} to {most}.")
        return None

    def date_text(self, key: str, value: object) -> str | None:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str):
            return value
        self.problem(key, f"{key} must be a date, not {_shown(value)}", REMEDY)
        return None

    def items(
        self, key: str, value: object, *, names: Sequence[str] = ()
    ) -> Sequence[tuple[str, Any]] | None:
        if isinstance(value, list):
            return [(f"{key}.{index}", item) for index, item in enumerate(value)]
        if names:
            self.problem(
                key,
                f"{key} must be a list of tables, not {_shown(value)}",
                f"Write [[{key}]] before each.",
            )
        else:
            self._refuse(key, value, list)
        return None

    def not_a_table(
        self, key: str, value: object, names: Sequence[str], needed: Sequence[str]
    ) -> None:
        if self.is_item(key):
            pairs = ", ".join(f'{name} = "…"' for name in needed or names)
            hint = f"Write {{ {pairs} }}."
            self.problem(key, f"{_shown(value)} stands where a table is wanted", hint)
        else:
            self.problem(
                key,
                f"{key} must be a table, not {_shown(value)}",
                f"Write [{key}] on a line of its own.",
            )

    def in_curly_quotes(self, key: str, value: object) -> bool:
        return False  # a text of TOML always stands in straight ones

    def name(self, key: str) -> str:
        return key

    def pair(self, key: str, value: object) -> str:
        if re.fullmatch(r"[\w-]+", key, re.ASCII) is None:
            key = json.dumps(key, ensure_ascii=False)
        return f"{key} = {json.dumps(value, ensure_ascii=False)}"

    def example(self, value: str) -> str:
        return f'"{value}"'

    def missing(self, under: str, key: str, what: str, names: Collection[str]) -> None:
        place = f"{under}.{key}" if under else key
        self.problem(place, f"'{place}' is missing", f"It is {what}.")

    def _refuse(self, key: str, value: object, kind: type, hint: str = "") -> None:
        words, as_item, remedy = _WORDS[kind]
        last = self.last(key)
        if self.is_item(key):
            around = key.rpartition(".")[0]
            self.problem(key, f"{around} holds {_shown(value)}", f"Each item must be {as_item}.")
            return
        right = _in_right_form(kind, value)
        hint = f"Write '{self.pair(last, right)}'." if right is not None else hint
        self.problem(key, f"{key} must be {words}, not {_shown(value)}", hint or f"Write {remedy}.")


def _in_right_form(kind: type, value: object) -> object:
    """Return the very value that stands there in the form that it should have; None for none."""
    if kind is bool:
        return _ANSWERS.get(str(value).casefold())
    if kind is int and isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    if kind is str and type(value) in (int, float):
        return str(value)
    if kind is list and isinstance(value, str):
        return [item.strip() for item in value.split(",")]
    return None


_ANSWERS = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False,
            "0": False, "off": False}  # fmt: skip


def _shown(value: object) -> str:
    """Return a value as it stands in the file: for a message about it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}…"'
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return str(value)
