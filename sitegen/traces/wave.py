"""WAV: sound, its marks and its title stay, all other chunks go.

Sources: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0";
EBU Tech 3285 for what broadcasters write besides.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.traces.pieces import Piece, Reader, Span, length_of

_SOUND = frozenset((b"fmt ", b"data", b"fact", b"cue "))
_TITLES = frozenset((b"INAM", b"IPRD", b"ITRK", b"IPRT", b"IGNR"))
_UNKNOWN = 0xFFFFFFFF  # of a recording that did not know how long it would be


def wave(reader: Reader) -> list[Piece]:
    """Return the pieces of a WAV that are heard, its title and its marks.

    Raises:
        ValueError: it is damaged or cut short.
    """
    parts: list[Piece] = []
    for kind, start, inside, stop in _chunks(reader, 12, reader.size):
        if kind in _SOUND or (kind == b"LIST" and reader.exactly(inside, 4) == b"adtl"):
            parts.append(Span(start, stop))
        elif kind == b"LIST" and reader.exactly(inside, 4) == b"INFO":
            parts += _titles(reader, inside, stop)
    if not any(isinstance(part, Span) for part in parts):
        raise ValueError("there is no sound")
    return [b"RIFF" + struct.pack("<I", 4 + length_of(parts)) + b"WAVE", *parts]


def _titles(reader: Reader, inside: int, stop: int) -> list[Piece]:
    titles: list[Piece] = [
        Span(start, end)
        for kind, start, _inside, end in _chunks(reader, inside + 4, stop)
        if kind in _TITLES
    ]
    if not titles:
        return []
    return [b"LIST" + struct.pack("<I", 4 + length_of(titles)) + b"INFO", *titles]


def _chunks(reader: Reader, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield kind, start, start of the content and end of each chunk, its padding included."""
    while start + 8 <= end:
        kind, length = struct.unpack("<4sI", reader.exactly(start, 8))
        stop = reader.size if length == _UNKNOWN else start + 8 + length
        if stop > reader.size:
            raise ValueError("a chunk is cut short")
        stop = min(stop + length % 2, reader.size)
        yield kind, start, start + 8, stop
        start = stop
