"""WebP: the chunks that are the picture stay, all others go.

Source: Google, "WebP Container Specification".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.traces.orientation import UPRIGHT, exif_of, orientation_of
from sitegen.traces.pieces import Piece, Reader, Span, length_of
from sitegen.traces.profiles import plain_profile

_FRAME_HEAD = 16  # bytes of a frame before its own chunks
_PROFILE, _ALPHA, _EXIF, _XMP, _MOVES = 0x20, 0x10, 0x08, 0x04, 0x02  # flags of VP8X
_SAME = {b"VP8L": b"VP8 "}  # a picture has one or the other
_MOST_PROFILE = 4 << 20
_MOST_EXIF = 1 << 20  # bytes of it that are looked into


def webp(reader: Reader) -> list[Piece]:
    """Return the pieces of a WebP that are its picture.

    Raises:
        ValueError: it is damaged or cut short.
    """
    chunks: list[Piece] = []
    orientation, flags = UPRIGHT, 0
    seen: set[bytes] = set()
    whole = 8 + struct.unpack("<I", reader.exactly(4, 4))[0]
    for kind, start, inside, stop in _chunks(reader, 12, min(whole, reader.size)):
        known = _SAME.get(kind, kind)
        if known in seen or (chunks and b"VP8X" not in seen):
            continue  # a plain picture is one chunk, and no chunk but a frame stands twice
        if not flags & _MOVES and _is_picture(reader, kind, inside, flags):
            chunks.append(Span(start, stop))
        elif kind == b"ANMF" and flags & _MOVES:
            chunks += _frame(reader, inside, stop)
            continue
        elif kind == b"ANIM" and flags & _MOVES:
            chunks.append(_chunk(kind, reader.exactly(inside, 6)))
        elif kind == b"VP8X" and not chunks:
            head = reader.exactly(inside, 10)
            flags = head[0]
            chunks.append(_chunk(kind, head[:1] + bytes(3) + head[4:]))
        elif kind == b"ICCP" and flags & _PROFILE and stop - inside <= _MOST_PROFILE:
            length = int.from_bytes(reader.exactly(start + 4, 4), "little")
            profile = plain_profile(reader.exactly(inside, length))
            chunks += [_chunk(kind, profile)] if profile else []
            flags &= ~(0 if profile else _PROFILE)
        elif kind == b"EXIF":
            orientation = orientation_of(reader.at(inside, _MOST_EXIF).removeprefix(b"Exif\0\0"))
        seen.add(known)
    if chunks and isinstance(chunks[0], bytes) and chunks[0].startswith(b"VP8X"):
        first = bytearray(chunks[0])
        first[8] = flags & ~(_EXIF | _XMP)
        if orientation != UPRIGHT:
            first[8] |= _EXIF
            chunks.append(_chunk(b"EXIF", exif_of(orientation)))
        chunks[0] = bytes(first)
    if not any(isinstance(chunk, Span) for chunk in chunks):
        raise ValueError("there is no picture")
    return [b"RIFF" + struct.pack("<I", 4 + length_of(chunks)) + b"WEBP", *chunks]


def _frame(reader: Reader, inside: int, stop: int) -> list[Piece]:
    """Return a frame of a moving picture with nothing in it but its picture."""
    parts: list[Piece] = [reader.exactly(inside, _FRAME_HEAD)]
    seen: set[bytes] = set()
    for kind, start, first, end in _chunks(reader, inside + _FRAME_HEAD, stop):
        known = _SAME.get(kind, kind)
        if known not in seen and _is_picture(reader, kind, first, _ALPHA):
            seen.add(known)
            parts.append(Span(start, end))
    if len(parts) == 1:
        return []
    return [b"ANMF" + struct.pack("<I", length_of(parts)), *parts]


def _is_picture(reader: Reader, kind: bytes, inside: int, flags: int) -> bool:
    """Say whether a chunk is what is seen: begins as a picture does, or is its transparency."""
    if kind == b"ALPH":
        return bool(flags & _ALPHA)
    if kind == b"VP8L":
        return reader.at(inside, 1) == b"\x2f"
    return kind == b"VP8 " and reader.at(inside + 3, 3) == b"\x9d\x01\x2a"


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
