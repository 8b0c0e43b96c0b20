"""Boxes: the parts that films, recordings and pictures of the ISO family are made of.

Source: ISO/IEC 14496-12, section 4.2; Apple, "QuickTime File Format", "Atoms".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from sitegen.traces.pieces import Reader


class Box(NamedTuple):
    """One box: its kind, and where it, its content and what follows it begin."""

    kind: bytes
    start: int
    inside: int
    stop: int


def boxes(reader: Reader, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes that lie one after another.

    Raises:
        ValueError: one is longer than what it lies in.
    """
    while start + 8 <= end:
        length, kind = struct.unpack(">I4s", reader.exactly(start, 8))
        inside = start + 8
        if length == 1:
            (length,) = struct.unpack(">Q", reader.exactly(inside, 8))
            inside += 8
        stop = start + length if length else end
        if not inside <= stop <= end:
            raise ValueError("a box is cut short")
        yield Box(kind, start, inside, stop)
        start = stop


def is_of_boxes(reader: Reader) -> bool:
    """Say whether a file is nothing but boxes, as a text that begins like one is not."""
    try:
        kinds = [box.kind for box in boxes(reader, 0, reader.size)]
    except ValueError:
        return False
    return any(kind in (b"ftyp", b"moov", b"moof") for kind in kinds)
