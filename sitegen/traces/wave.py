"""WAV: sound, its marks and its title stay, all other chunks go.

Sources: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0";
EBU Tech 3285 for what broadcasters write besides.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.traces.pieces import Piece, Reader, Span, length_of

_SOUND, _FORMAT, _MARKS, _COUNT = b"data", b"fmt ", b"cue ", b"fact"
_NAMES = frozenset((b"labl", b"ltxt"))  # of marks
_TITLES = frozenset((b"INAM", b"IPRD", b"ITRK", b"IPRT", b"IGNR"))
# Bytes that follow the plain format, by kind: ADPCM of Microsoft and IMA, GSM, MP3, channels.
_MORE = {0x02: 32, 0x11: 2, 0x31: 2, 0x55: 12, 0xFFFE: 22}
_MOST = 1 << 20  # bytes of a chunk that is no sound
_UNKNOWN = 0xFFFFFFFF  # of a recording that did not know how long it would be


def wave(reader: Reader) -> list[Piece]:
    """Return the pieces of a WAV that are heard, its title and its marks.

    Raises:
        ValueError: it is damaged or cut short.
    """
    parts: list[Piece] = []
    seen: set[bytes] = set()
    for kind, start, inside, stop in _chunks(reader, 12, reader.size):
        if kind == b"LIST" and reader.exactly(inside, 4) == b"adtl":
            parts += _list_of(reader, inside, stop, b"adtl", _NAMES)
        elif kind == b"LIST" and reader.exactly(inside, 4) == b"INFO":
            parts += _list_of(reader, inside, stop, b"INFO", _TITLES)
        elif kind in seen:
            continue  # players read the first
        elif kind == _SOUND:
            parts.append(Span(start, stop))
        elif kind in (_FORMAT, _MARKS, _COUNT):
            length = int.from_bytes(reader.exactly(start + 4, 4), "little")
            content = reader.exactly(inside, min(length, _MOST))
            known = _known(kind, content)
            parts += [_chunk(kind, content[:known])] if known else []
        seen.add(kind)
    if _SOUND not in seen:
        raise ValueError("there is no sound")
    return [b"RIFF" + struct.pack("<I", 4 + length_of(parts)) + b"WAVE", *parts]


def _known(kind: bytes, content: bytes) -> int:
    """Return how many bytes of a chunk are known."""
    if kind == _COUNT:
        return 4
    if kind == _MARKS:
        length = 4 + 24 * int.from_bytes(content[:4], "little")
        return length if length <= len(content) else 0
    return known_format(content)


def known_format(content: bytes) -> int:
    """Return how many bytes are known of what says how a sound is to be read."""
    kind, count = (int.from_bytes(content[at : at + 2], "little") for at in (0, 16))
    is_whole = 18 + count <= len(content) and count == _MORE.get(kind, 0)
    return 18 + count if is_whole else 16


def _list_of(
    reader: Reader, inside: int, stop: int, name: bytes, kept: frozenset[bytes]
) -> list[Piece]:
    """Return a list of chunks with those that stay; nothing where none does."""
    parts: list[Piece] = [
        Span(start, end)
        for kind, start, _inside, end in _chunks(reader, inside + 4, stop)
        if kind in kept
    ]
    return [b"LIST" + struct.pack("<I", 4 + length_of(parts)) + name, *parts] if parts else []


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


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
