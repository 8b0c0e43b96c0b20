"""The rows of an export, one after the other: no more of it is in memory than the longest.

An export is one JSON text of hundreds of megabytes: `{"db": [{"data": {"posts": [{…}, …]}}]}`,
or, as older ones, `{"data": {…}}`.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any

_CHUNK = 1 << 20  # bytes
_MOST = 100_000_000  # letters of one value: no text of a newspaper has a tenth of it
_SPACE = re.compile(r"[ \t\r\n]*")
# Where the tables stand; what lies anywhere else is passed over.
_WAYS = ((), ("db",), ("db", "0"), ("db", "0", "data"), ("data",))

Row = dict[str, Any]


class BrokenExportError(Exception):
    """The text ends too early, or is no JSON from there on; the words say where."""


def rows(stream: IO[bytes]) -> Iterator[tuple[str, Row]]:
    """Yield each row with the name of its table, in the order of the export.

    Raises:
        BrokenExportError: after all the rows that stand before the place.
    """
    reader = _Reader(stream)
    try:
        yield from _walk(reader, ())
    except RecursionError:
        raise BrokenExportError(f"line {reader.line}: values lie too deep") from None


def _walk(reader: _Reader, way: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    sign = reader.next_sign()
    if sign == "{" and way in _WAYS:
        for key in reader.names():
            yield from _walk(reader, (*way, key))
    elif sign == "[" and way == ("db",):
        for number in reader.items():
            yield from _walk(reader, ("db", str(number)))
    elif sign == "[" and way[:-1] in (("db", "0", "data"), ("data",)):
        for _number in reader.items():
            row = reader.value()
            if isinstance(row, dict):
                yield way[-1], row
    else:
        reader.value()


class _Reader:
    """Reads a JSON text from the front to the back."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._json = json.JSONDecoder(strict=False)
        self._text, self._place, self._chunk = "", 0, _CHUNK
        self._is_whole = False
        self.line = 1  # of what was read last, from 1

    def next_sign(self) -> str:
        """Return the next sign that is no space, and stay before it; "" at the end."""
        while True:
            space = _SPACE.match(self._text, self._place)
            assert space is not None
            self._move(space.end())
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._more():
                return ""

    def names(self) -> Iterator[str]:
        """Yield the keys of an object, each before its value, which the caller reads."""
        self._expect("{")
        while self.next_sign() != "}":
            key = self.value()
            self._expect(":")
            yield str(key)
            if self.next_sign() == ",":
                self._expect(",")
            elif self.next_sign() != "}":
                raise self._broken()
        self._expect("}")

    def items(self) -> Iterator[int]:
        """Yield the numbers of a list's items, each before the item."""
        self._expect("[")
        number = 0
        while self.next_sign() != "]":
            yield number
            number += 1
            if self.next_sign() == ",":
                self._expect(",")
            elif self.next_sign() != "]":
                raise self._broken()
        self._expect("]")

    def value(self) -> Any:
        self.next_sign()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._place)
            except json.JSONDecodeError:
                if len(self._text) - self._place > _MOST or not self._more():
                    raise self._broken() from None
                continue
            # A number at the end of what was read may go on.
            if end < len(self._text) or not self._more():
                self._move(end)
                self._chunk = _CHUNK
                return value

    def _expect(self, sign: str) -> None:
        if self.next_sign() != sign:
            raise self._broken()
        self._move(self._place + 1)

    def _move(self, place: int) -> None:
        self.line += self._text.count("\n", self._place, place)
        self._place = place

    def _more(self) -> bool:
        """Read on; False at the end. Each time twice as much, so that a long value costs little."""
        if self._is_whole:
            return False
        data = self._stream.read(self._chunk)
        self._is_whole = len(data) == 0
        self._text = self._text[self._place :] + self._decoder.decode(data, self._is_whole)
        self._place = 0
        self._chunk *= 2
        return not self._is_whole

    def _broken(self) -> BrokenExportError:
        what = "the export ends in the middle" if self._is_whole else "this is no JSON"
        return BrokenExportError(f"line {self.line}: {what}")
