"""CBOR: the small part of it in which Pagefind writes what it knows of an index.

Whole numbers, texts and lists: no more is needed to put those files into one order, and to divide
lists into smaller ones.
Source: RFC 8949, "Concise Binary Object Representation", section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sitegen.core.record import Record

Cbor = Any  # int, str, or a list of them
_UNSIGNED, _NEGATIVE, _TEXT, _LIST = 0, 1, 3, 4


def decode(data: bytes) -> Cbor:
    """Return the value that `data` holds.

    Raises:
        ValueError: it holds something else, or more than one value.
    """
    value, end = _value(data, 0)
    if end != len(data):
        raise ValueError("more than one value")
    return value


def encode(value: Cbor) -> bytes:
    """Return the shortest form of a value."""
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    if isinstance(value, list):
        return _head(_LIST, len(value)) + b"".join(map(encode, value))
    number = int(value)
    return _head(_UNSIGNED, number) if number >= 0 else _head(_NEGATIVE, -1 - number)


class Item(Record):
    """One item of a list of lists, as it is written, and the text with which it begins."""

    word: str
    data: bytes


def items(data: bytes) -> Iterator[Item]:
    """Yield the items of the one list in a list of one, [[["a", …], ["b", …]]].

    They are found, and not read: of an index that takes a fifth of the time.

    Raises:
        ValueError: `data` holds something else.
    """
    ones, start = _length(data, 0)
    if ones != 1:
        raise ValueError("more than one list")
    count, start = _length(data, start)
    for _ in range(count):
        end = _end(data, start)
        _, place = _length(data, start)
        word, _ = _value(data, place)
        yield Item(str(word), data[start:end])
        start = end
    if start != len(data):
        raise ValueError("more than one value")


def encode_list_of(written: Sequence[bytes]) -> bytes:
    """Return a list of one list, of items that are written already; see `items`."""
    return b"".join((_head(_LIST, 1), _head(_LIST, len(written)), *written))


def _length(data: bytes, start: int) -> tuple[int, int]:
    """Return how many items the list has that begins there, and where they begin."""
    kind, number, place = _read_head(data, start)
    if kind != _LIST:
        raise ValueError("no list")
    return number, place


def _end(data: bytes, start: int) -> int:
    """Return where the value ends that begins there."""
    due = 1  # values that are still to come
    try:
        while due:
            due -= 1
            head = data[start]
            if head < 0x18 or 0x20 <= head < 0x38:  # the commonest: small numbers
                start += 1
                continue
            kind, number, start = _read_head(data, start)
            if kind == _LIST:
                due += number
            elif kind == _TEXT:
                start += number
    except IndexError as error:
        raise ValueError("the data end too early") from error
    return start


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    for code, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * size:
            return bytes([kind << 5 | code]) + number.to_bytes(size, "big")
    raise ValueError(f"no such number in CBOR: {number}")


def _value(data: bytes, start: int) -> tuple[Cbor, int]:
    kind, number, start = _read_head(data, start)
    if kind == _UNSIGNED:
        return number, start
    if kind == _NEGATIVE:
        return -1 - number, start
    if kind == _TEXT:
        return data[start : start + number].decode(), start + number
    if kind == _LIST:
        items = []
        for _ in range(number):
            item, start = _value(data, start)
            items.append(item)
        return items, start
    raise ValueError(f"a kind of value that is not read: {kind}")


_SIZES = {24: 1, 25: 2, 26: 4, 27: 8}


def _read_head(data: bytes, start: int) -> tuple[int, int, int]:
    """Return the kind and number of the value that begins there, and where the rest begins."""
    if start >= len(data):
        raise ValueError("the data end too early")
    kind, code = data[start] >> 5, data[start] & 31
    start += 1
    if code < 24:
        return kind, code, start
    size = _SIZES.get(code)
    if size is None:
        raise ValueError(f"a length that is not told: {code}")
    return kind, int.from_bytes(data[start : start + size], "big"), start + size
