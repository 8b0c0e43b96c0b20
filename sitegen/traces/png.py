"""PNG: the chunks that are the picture stay, all others go.

Source: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)", chapters 11 and 4.3.
"""

from __future__ import annotations

import struct
import zlib

from sitegen.traces.orientation import UPRIGHT, exif_of, orientation_of
from sitegen.traces.pieces import Piece, Reader, Span
from sitegen.traces.profiles import plain_profile

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DATA = frozenset((b"IDAT", b"fdAT"))
# The most that each other chunk may hold; what is longer says something else besides.
_LONGEST = {
    b"IHDR": 13, b"PLTE": 768, b"IEND": 0, b"tRNS": 256, b"cHRM": 32, b"gAMA": 4, b"sBIT": 4,
    b"sRGB": 1, b"bKGD": 6, b"hIST": 512, b"pHYs": 9, b"cICP": 4, b"mDCV": 24, b"cLLI": 8,
    b"acTL": 8, b"fcTL": 26,
}  # fmt: skip
_CRITICAL = frozenset((b"IHDR", b"PLTE"))
_MOST_PROFILE = 4 << 20  # bytes that a profile may take, unpacked
_MOST_EXIF = 1 << 20


def png(reader: Reader) -> list[Piece]:
    """Return the pieces of a PNG that are its picture.

    Raises:
        ValueError: it is damaged or cut short.
    """
    pieces: list[Piece] = [SIGNATURE]
    position = len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", reader.exactly(position, 8))
        start, stop = position, position + 12 + length
        if stop > reader.size:
            raise ValueError("a chunk is cut short")
        if kind in _DATA or length <= _LONGEST.get(kind, -1):
            pieces.append(Span(start, stop))
        elif kind in _CRITICAL:
            raise ValueError("a chunk is too long")
        elif kind == b"iCCP":
            pieces.append(_chunk(kind, _profile(reader.exactly(start + 8, length))))
        elif kind == b"eXIf" and length <= _MOST_EXIF:
            orientation = orientation_of(reader.exactly(start + 8, length))
            if orientation != UPRIGHT:
                pieces.append(_chunk(kind, exif_of(orientation)))
        position = stop
    return pieces


def _profile(payload: bytes) -> bytes:
    """Return a profile's chunk without the name that its maker gave it."""
    name, _, packed = payload.partition(b"\0")
    if not 0 < len(name) < 80 or packed[:1] != b"\0":
        raise ValueError("a profile is damaged")
    try:
        profile = zlib.decompressobj().decompress(packed[1:], _MOST_PROFILE)
    except zlib.error as error:
        raise ValueError("a profile is damaged") from error
    return b"icc\0\0" + zlib.compress(plain_profile(profile))


def _chunk(kind: bytes, payload: bytes) -> bytes:
    body = kind + payload
    return struct.pack(">I", len(payload)) + body + struct.pack(">I", zlib.crc32(body))
