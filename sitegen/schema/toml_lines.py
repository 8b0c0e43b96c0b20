"""Where the keys of a TOML text stand: tomllib reads them, and does not say."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property

from sitegen.core.patterns import late_pattern

Key = tuple[str | int, ...]

_SPACE = late_pattern(r"(?:[ \t\r\n]|#[^\n]*)*")
_WORD = late_pattern(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+')
_STRING = late_pattern(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL
)
_BARE = late_pattern(r"[^,\]}#\n]+")


def key_lines(text: str) -> dict[Key, int]:
    """Return the line of every key, table and list item of a TOML text.

    A key is the path to it: ("sections", 1, "slug") is the slug of the second of
    [[sections]]. Of a text that is no TOML, some keys are missed.
    """
    return _Scan(text).lines


class DottedLines(Mapping[str, int]):
    """The lines of the keys of a TOML text, "sections.1.slug", found when one is asked for.

    Args:
        under: the table of the text whose keys these are.
    """

    def __init__(self, text: str, under: tuple[str, ...] = ()) -> None:
        self._text = text
        self._under = under

    @cached_property
    def _lines(self) -> dict[str, int]:
        depth = len(self._under)
        return {
            ".".join(map(str, key[depth:])): line
            for key, line in key_lines(self._text).items()
            if key[:depth] == self._under
        }

    def __getitem__(self, key: str) -> int:
        return self._lines[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


class _Scan:
    def __init__(self, text: str) -> None:
        self.lines: dict[Key, int] = {}
        self._text = text
        self._at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._arrays: dict[Key, int] = {}  # array of tables → index of its last table
        try:
            self._whole()
        except (ValueError, RecursionError):  # not TOML after all: fewer lines, but an end
            return

    def _whole(self) -> None:
        table: Key = ()
        self._match(_SPACE)
        while self._at < len(self._text):
            before = self._at
            if self._eat("["):
                table = self._header()
            else:
                self._pair(table)
            self._match(_SPACE)
            self._must_move(before)

    def _must_move(self, before: int) -> None:
        if self._at == before:
            raise ValueError("this is not TOML")

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match[0]

    def _eat(self, char: str) -> bool:
        if self._text.startswith(char, self._at):
            self._at += len(char)
            return True
        return False

    def _note(self, key: Key, at: int) -> None:
        line = bisect_right(self._starts, at)
        for length in range(len(key), 0, -1):
            self.lines.setdefault(key[:length], line)

    def _path(self) -> Key:
        words: list[str] = []
        while True:
            self._match(_SPACE)
            words.append(_without_quotes(self._match(_WORD)))
            self._match(_SPACE)
            if not self._eat("."):
                return tuple(words)

    def _header(self) -> Key:
        start = self._at
        many = self._eat("[")
        words = self._path()
        self._eat("]")
        self._eat("]")
        table: Key = ()
        for word in words[:-1]:
            table = (*table, word)
            if table in self._arrays:
                table = (*table, self._arrays[table])
        table = (*table, words[-1])
        if many:
            index = self._arrays.get(table, -1) + 1
            self._arrays[table] = index
            table = (*table, index)
        self._note(table, start)
        return table

    def _pair(self, table: Key) -> None:
        start = self._at
        key = (*table, *self._path())
        self._eat("=")
        self._note(key, start)
        self._value(key)

    def _value(self, key: Key) -> None:
        self._match(_SPACE)
        if self._eat("["):
            index = 0
            self._match(_SPACE)
            while not self._eat("]") and self._at < len(self._text):
                before = self._at
                self._note((*key, index), before)
                self._value((*key, index))
                self._match(_SPACE)
                self._eat(",")
                self._match(_SPACE)
                self._must_move(before)
                index += 1
        elif self._eat("{"):
            self._match(_SPACE)
            while not self._eat("}") and self._at < len(self._text):
                before = self._at
                self._pair(key)
                self._match(_SPACE)
                self._eat(",")
                self._match(_SPACE)
                self._must_move(before)
        elif not self._match(_STRING):
            self._match(_BARE)


def _without_quotes(word: str) -> str:
    if word.startswith('"') and "\\" in word:
        return next(iter(tomllib.loads(f"{word} = 0")))
    return word.strip("\"'") if word[:1] in ('"', "'") else word
