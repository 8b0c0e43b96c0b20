"""Segments: the parts that a JPEG is made of, one after another.

Source: ITU-T T.81, annex B.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

SCAN = 0xDA  # the marker of a segment that the picture's data follows
_END = 0xD9
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_LOOK = 1 << 20  # bytes


def segments(at: Callable[[int, int], bytes], size: int) -> Iterator[tuple[int, int, int]]:
    """Yield marker, start and stop of each segment; a scan's data belongs to it.

    Whatever follows the end of the picture is no part of it.

    Args:
        at: gives so many bytes of the file from a place on, fewer only at its end.
        size: of the file.

    Raises:
        ValueError: it is damaged or cut short.
    """
    position = 2
    while True:
        while (head := at(position, 2)) == b"\xff\xff":  # fill bytes
            position += 1
        if len(head) < 2 or head[0] != 0xFF:
            raise ValueError("no marker where one must stand")
        marker = head[1]
        if marker == _END:
            return
        length = int.from_bytes(at(position + 2, 2))
        stop = position + 2 + length
        if length < 2 or stop > size:
            raise ValueError("a segment is cut short")
        if marker == SCAN:
            stop = _scan_end(at, stop, size)
        yield marker, position, stop
        position = stop


def _scan_end(at: Callable[[int, int], bytes], position: int, size: int) -> int:
    """Return where the marker stands that ends a scan's data."""
    while position < size:
        data = at(position, _LOOK)
        match = _MARKER_IN_SCAN.search(data)
        if match is not None:
            return position + match.start()
        if len(data) < 2:
            break
        position += len(data) - 1  # a marker may lie across two looks
    raise ValueError("the picture has no end")
