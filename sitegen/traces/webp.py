"""WebP: the chunks that are the picture stay, all others go.

Source: Google, "WebP Container Specification".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.traces.orientation import UPRIGHT, exif_of, orientation_of
from sitegen.traces.pieces import Piece, Reader, Span, length_of
from sitegen.traces.profiles import plain_profile

_DATA = frozenset((b"VP8 ", b"VP8L", b"ALPH"))
_FRAME_HEAD = 16  # bytes of a frame before its own chunks
_EXIF, _XMP = 0x08, 0x04  # flags of VP8X
_MOST_PROFILE, _MOST_EXIF = 4 << 20, 1 << 20


def webp(reader: Reader) -> list[Piece]:
    """Return the pieces of a WebP that are its picture.

    Raises:
        ValueError: it is damaged or cut short.
    """
    chunks: list[Piece] = []
    orientation = UPRIGHT
    whole = 8 + struct.unpack("<I", reader.exactly(4, 4))[0]
    for kind, start, inside, stop in _chunks(reader, 12, min(whole, reader.size)):
        if kind in _DATA:
            chunks.append(Span(start, stop))
        elif kind == b"ANMF":
            chunks += _frame(reader, inside, stop)
        elif kind == b"ANIM":
            chunks.append(_chunk(kind, reader.exactly(inside, 6)))
        elif kind == b"VP8X":
            chunks.append(_chunk(kind, reader.exactly(inside, 10)))
        elif kind == b"ICCP" and stop - inside <= _MOST_PROFILE:
            chunks.append(_chunk(kind, plain_profile(reader.exactly(inside, stop - inside))))
        elif kind == b"EXIF" and stop - inside <= _MOST_EXIF:
            exif = reader.exactly(inside, stop - inside)
            orientation = orientation_of(exif.removeprefix(b"Exif\0\0"))
    if chunks and isinstance(chunks[0], bytes) and chunks[0].startswith(b"VP8X"):
        head = bytearray(chunks[0])
        head[8] &= ~(_EXIF | _XMP)
        if orientation != UPRIGHT:
            head[8] |= _EXIF
            chunks.append(_chunk(b"EXIF", exif_of(orientation)))
        chunks[0] = bytes(head)
    return [b"RIFF" + struct.pack("<I", 4 + length_of(chunks)) + b"WEBP", *chunks]


def _frame(reader: Reader, inside: int, stop: int) -> list[Piece]:
    """Return a frame of a moving picture with nothing in it but its picture."""
    parts: list[Piece] = [reader.exactly(inside, _FRAME_HEAD)]
    for kind, start, _inside, end in _chunks(reader, inside + _FRAME_HEAD, stop):
        if kind in _DATA:
            parts.append(Span(start, end))
    return [b"ANMF" + struct.pack("<I", length_of(parts)), *parts]


def _chunks(reader: Reader, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield kind, start, start of the content and end of each chunk, its padding included."""
    while start + 8 <= end:
        kind, length = struct.unpack("<4sI", reader.exactly(start, 8))
        stop = start + 8 + length
        if stop > reader.size:
            raise ValueError("a chunk is cut short")
        stop = min(stop + length % 2, reader.size)
        yield kind, start, start + 8, stop
        start = stop


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)
