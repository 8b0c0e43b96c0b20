"""CBOR: the small part of it in which Pagefind writes what it knows of an index.

Whole numbers, texts and lists: no more is needed to put those files into one order.
Source: RFC 8949, "Concise Binary Object Representation", section 3.
"""

from __future__ import annotations

from typing import Any

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


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    for code, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * size:
            return bytes([kind << 5 | code]) + number.to_bytes(size, "big")
    raise ValueError(f"no such number in CBOR: {number}")


def _value(data: bytes, start: int) -> tuple[Cbor, int]:
    if start >= len(data):
        raise ValueError("the data end too early")
    kind, code = data[start] >> 5, data[start] & 31
    start += 1
    number = code
    if code >= 24:
        size = {24: 1, 25: 2, 26: 4, 27: 8}.get(code)
        if size is None:
            raise ValueError(f"a length that is not told: {code}")
        number = int.from_bytes(data[start : start + size], "big")
        start += size
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
