"""TOML tables, read key by key: values come out checked, problems are noted, and it goes on."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from sitegen.core.merge_conflicts import conflicts
from sitegen.core.problems import Problem, SitegenError, did_you_mean, key_hint
from sitegen.core.reach import address_fault
from sitegen.core.urls import is_web_address
from sitegen.schema.other_settings import remedy
from sitegen.schema.toml_errors import toml_problem

SIZE_LIMIT = 1_000_000  # bytes; no newsroom's settings come near it


def text_of(file: Path) -> str:
    """Return the text of a file of settings, with \\n for line ends.

    Raises:
        SitegenError: it cannot be read, is no text, or git left a conflict in it.
    """
    try:
        if file.stat().st_size > SIZE_LIMIT:
            raise SitegenError([Problem(file.name, 0, "this file is too large for settings")])
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise SitegenError(
            [Problem(file.name, 0, f"the file cannot be read: {error.strerror}")]
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SitegenError(
            [Problem(file.name, line, "this line is not UTF-8 text", "Save the file as UTF-8.")]
        ) from None
    left = conflicts(file.name, text)
    if left:
        raise SitegenError(left)
    return text


def toml_of(name: str, text: str) -> dict[str, Any]:
    """Return what a TOML text says.

    Raises:
        SitegenError: it is not TOML.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError
        raise SitegenError([toml_problem(name, text, error)]) from None


class Table:
    """One table of the file while it is read: hands out checked values, notes problems.

    A key that nobody has read by the time of `close` is unknown.
    """

    def __init__(
        self,
        file: str,
        data: Mapping[str, Any],
        lines: Mapping[str, int],
        path: str,  # dotted, "feeds.partners.wire"; "" for the whole file
        problems: list[Problem],
    ) -> None:
        self.file = file
        self.lines = lines
        self.problems = problems
        self._data = data
        self._path = path
        self._keys: dict[str, None] = {}  # read so far, in order

    def names(self) -> tuple[str, ...]:
        return tuple(self._data)

    def problem(self, key: str, message: str, hint: str = "") -> None:
        """Note a problem with `key` of this table ("" for the table itself)."""
        self.problems.append(Problem(self.file, self._line(key), message, hint))

    def close(self, keys: Collection[str] = ()) -> None:
        candidates = keys or self._keys
        for key in self._data:
            if key in self._keys:
                continue
            hint = remedy(key, candidates, self._data) or key_hint(key, candidates, self._data)
            self.problem(key, f"unknown key '{key}'", hint)

    def text(self, key: str, required: str = "") -> str:
        """Return a text; `required` says, for one that must be there, what it is."""
        value = self._take(key, str, "text", 'in quotes: "…"')
        if value is not None:
            text: str = value.strip()
            if any(ord(char) < 32 and char not in "\n\t" for char in text):
                self._controls(key)
                return ""
            if text or not required:
                return text
        is_misnamed = any(remedy(word, (key,), ()) == f"Write '{key}'." for word in self._data)
        if required and not is_misnamed and (value is not None or key not in self._data):
            self.problem(key, f"'{self._name(key)}' is missing", f"It is {required}.")
        return ""

    def _controls(self, key: str) -> None:
        self.problem(
            key,
            f"'{self._name(key)}' holds a control character",
            "It comes with text from another program, or is written with a backslash. Delete it.",
        )

    def flag(self, key: str, default: bool) -> bool:
        value = self._take(key, bool, "true or false", "true or false, without quotes")
        return default if value is None else bool(value)

    def integer(self, key: str, default: int, least: int, most: int) -> int:
        value = self._take(key, int, "a whole number", f"a whole number, as in {default}")
        if value is None:
            return default
        return self._within(key, value, default, least, most)

    def integers(
        self, key: str, default: tuple[int, ...], least: int, most: int
    ) -> tuple[int, ...]:
        values = self._items(key, int, "a whole number")
        if values is None:
            return default
        if not values:
            self.problem(key, f"'{self._name(key)}' is empty", f"Write as in {list(default)}.")
        return tuple(
            self._within(f"{key}.{index}", value, least, least, most)
            for index, value in enumerate(values)
        )

    def texts(self, key: str) -> tuple[str, ...]:
        texts = tuple(text.strip() for text in self._items(key, str, "text in quotes") or ())
        for index, text in enumerate(texts):
            if any(ord(char) < 32 for char in text):
                self._controls(f"{key}.{index}")
        return texts

    def choice(self, key: str, default: str, among: Collection[str], heading: str = "Known") -> str:
        value = self.text(key)
        if value and value not in among:
            self.problem(key, f"{key} '{value}' is not known", did_you_mean(value, among, heading))
            return default
        return value or default

    def choices(
        self,
        key: str,
        default: tuple[str, ...],
        among: Collection[str],
        heading: str = "Known",
    ) -> tuple[str, ...]:
        values = self._items(key, str, "text in quotes")
        if values is None:
            return default
        for index, value in enumerate(values):
            if value not in among:
                self.problem(
                    f"{key}.{index}",
                    f"'{value}' is not known in {self._name(key)}",
                    did_you_mean(value, among, heading),
                )
        return tuple(dict.fromkeys(values))

    def language(self, key: str, default: str) -> str:
        value = self.text(key)
        if value and not is_language(value):
            better = value.replace("_", "-").partition(".")[0]
            self.problem(
                key,
                f"'{value}' is not the code of a language",
                f'Write "{better}".' if is_language(better) else 'Write it as in "en", "es", "vi".',
            )
            return default
        return value or default

    def web_address(self, key: str) -> str:
        value = self.text(key)
        if value and not is_web_address(value):
            self.problem(key, f"'{value}' is not a web address", 'Write it as in "https://…".')
            return ""
        return value

    def web_addresses(self, key: str) -> tuple[str, ...]:
        values = self.texts(key)
        for index, value in enumerate(values):
            if not is_web_address(value):
                self.problem(
                    f"{key}.{index}",
                    f"'{value}' is not a web address",
                    'Write it as in "https://…".',
                )
            else:
                self._check_reach(f"{key}.{index}", value)
        return values

    def link(self, key: str, prefix: str, required: str = "") -> str:
        """Return a URL: absolute as written, a path of this site with the prefix added."""
        value = self.text(key, required)
        if not value or value.startswith(("mailto:", "tel:")):
            return value
        if is_web_address(value):
            self._check_reach(key, value)
            return value
        if value.startswith("/") and not value.startswith("//") and not re.search(r"[\s\\]", value):
            return prefix + value
        self.problem(
            key,
            f"'{value}' is neither a path of this site nor a web address",
            'Write a path as in "/about/", or a whole address as in "https://…".',
        )
        return ""

    def _check_reach(self, key: str, address: str) -> None:
        fault = address_fault(address)
        if fault is not None:
            self.problem(key, fault.said_of(f"'{address}'"), fault.hint)

    def table(self, key: str) -> Table:
        value = self._take(key, dict, "a table", f"[{self._name(key)}] on a line of its own")
        return self._child(key, value or {})

    def tables_by_name(self, key: str) -> list[tuple[str, Table]]:
        """Return the tables of a table whose keys are names that the site chooses."""
        outer = self.table(key)
        return [(name, outer.table(name)) for name in outer.names()]

    def tables(self, key: str) -> list[Table]:
        """Return an array of tables."""
        values = self._take(key, list, "a list of tables", f"[[{self._name(key)}]] before each")
        tables = []
        for index, value in enumerate(values or ()):
            if isinstance(value, dict):
                tables.append(self._child(f"{key}.{index}", value))
            else:
                self.problem(
                    f"{key}.{index}",
                    f"{_value_in_words(value)} stands where a table is wanted",
                    'Write { title = "…", url = "…" }.'
                    if key in ("links", "languages")
                    else f"Write [[{self._name(key)}]] before each.",
                )
        return tables

    def _child(self, key: str, data: Mapping[str, Any]) -> Table:
        return Table(self.file, data, self.lines, self._name(key), self.problems)

    def _name(self, key: str) -> str:
        return ".".join(filter(None, (self._path, key)))

    def _line(self, key: str) -> int:
        name = self._name(key)
        while name not in self.lines:
            if not name:
                return 0
            name = name.rpartition(".")[0]
        return self.lines[name]

    def _take(self, key: str, kind: type, words: str, remedy: str) -> Any:
        """Return the value of `key` when it is of the right type, else None."""
        self._keys[key] = None
        value = self._data.get(key)
        if value is None:
            return None
        if type(value) is kind:
            return value
        self.problem(
            key,
            f"{self._name(key)} must be {words}, not {_value_in_words(value)}",
            ("" if remedy.startswith("[[") else _right_value(key, kind, value))
            or f"Write {remedy}.",
        )
        return None

    def _items(self, key: str, kind: type, words: str) -> list[Any] | None:
        values = self._take(key, list, "a list", "it in square brackets: [ … ]")
        if values is None:
            return None
        for index, value in enumerate(values):
            if type(value) is not kind:
                self.problem(
                    f"{key}.{index}",
                    f"{self._name(key)} holds {_value_in_words(value)}",
                    f"Each item must be {words}.",
                )
        return [value for value in values if type(value) is kind]

    def _within(self, key: str, value: int, default: int, least: int, most: int) -> int:
        if least <= value <= most:
            return value
        self.problem(
            key,
            f"{self._name(key)} is {value}",
            f"Write a number from {least} to {most}.",
        )
        return default


def _right_value(key: str, kind: type, value: object) -> str:
    """Return a remedy with the very value that stands there, in the form that it should have."""
    if re.fullmatch(r"[\w-]+", key, re.ASCII) is None:
        key = json.dumps(key, ensure_ascii=False)
    if kind is bool and str(value).casefold() in _ANSWERS:
        return f"Write '{key} = {_ANSWERS[str(value).casefold()]}'."
    if kind is int and isinstance(value, str) and value.strip().isdecimal():
        return f"Write '{key} = {int(value)}'."
    if kind is str and type(value) in (int, float):
        return f"Write '{key} = \"{value}\"'."
    if kind is list and isinstance(value, str):
        items = [json.dumps(item.strip(), ensure_ascii=False) for item in value.split(",")]
        return f"Write '{key} = [{', '.join(items)}]'."
    return ""


_ANSWERS = {"true": "true", "yes": "true", "1": "true", "on": "true", "false": "false",
            "no": "false", "0": "false", "off": "false"}  # fmt: skip


def _value_in_words(value: object) -> str:
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


_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")


def is_language(text: str) -> bool:
    """Say whether `text` is a language tag such as "en", "es-MX", "zh-Hant" or "vi"."""
    return _LANGUAGE.fullmatch(text) is not None
