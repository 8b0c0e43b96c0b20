"""Items: where the parts of an AVIF or HEIC picture lie.

Source: ISO/IEC 14496-12, section 8.11.3, "The Item Location Box".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sitegen.traces.boxes import Box
from sitegen.traces.pieces import Reader, Zeros

_OF_FILE, _OF_IDAT = 0, 1  # from where an item's offsets count
_MOST = 1 << 16  # parts of all items


class Items(NamedTuple):
    """The table of items."""

    known: int  # bytes of the box that are the table; 0 for a picture without one
    extents: tuple[tuple[int, int, int], ...]  # item's number, and where each part of it lies

    @property
    def spans(self) -> list[tuple[int, int]]:
        return sorted((start, stop) for _, start, stop in self.extents)


def item_table(reader: Reader, box: Box | None, data: Box | None) -> Items:
    """Read where the items lie.

    Args:
        data: the box `idat`, from which some items count.

    Raises:
        ValueError: an item lies outside the file, or in another file; or there are too many.
    """
    if box is None:
        return Items(0, ())
    numbers = _Numbers(reader, box)
    version = numbers.next(1)
    numbers.next(3)
    sizes = numbers.next(2)
    offset, length, base = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index = sizes & 15 if version else 0
    extents: list[tuple[int, int, int]] = []
    for _ in range(numbers.next(4 if version == 2 else 2)):
        number = numbers.next(4 if version == 2 else 2)
        method = numbers.next(2) & 15 if version else _OF_FILE
        if numbers.next(2) or method not in (_OF_FILE, _OF_IDAT):
            raise ValueError("an item lies in another file")
        origin = data.inside if method == _OF_IDAT and data is not None else 0
        first = origin + numbers.next(base)
        for _ in range(numbers.next(2)):
            numbers.next(index)
            start = first + numbers.next(offset)
            stop = start + numbers.next(length)
            if len(extents) == _MOST:  # of sizes of no bytes, a short table holds a million
                raise ValueError("a table is too long")
            extents.append((number, start, stop if stop > start else reader.size))
            if stop > reader.size:
                raise ValueError("an item lies outside the file")
    return Items(numbers.at, tuple(extents))


def gaps(box: Box, spans: list[tuple[int, int]]) -> Iterator[tuple[int, Zeros]]:
    """Yield zeros for what lies in a box and in none of the spans, which are in order."""
    position = box.inside
    for start, stop in spans:
        if stop <= position or start >= box.stop:
            continue
        if start > position:
            yield position, Zeros(start - position)
        position = min(stop, box.stop)
    if position < box.stop:
        yield position, Zeros(box.stop - position)


class _Numbers:
    """Reads one number after another."""

    def __init__(self, reader: Reader, box: Box) -> None:
        self._reader = reader
        self._box = box
        self.at = 0

    def next(self, count: int) -> int:
        start = self._box.inside + self.at
        if start + count > self._box.stop:
            raise ValueError("a table is cut short")
        self.at += count
        return int.from_bytes(self._reader.exactly(start, count))
