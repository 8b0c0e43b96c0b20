"""PNG: the chunks that are the picture stay, all others go.

Source: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)", chapters 11 and 4.3.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Container, Mapping

from sitegen.traces.orientation import UPRIGHT, exif_of, orientation_of
from sitegen.traces.pieces import Piece, Reader, Span
from sitegen.traces.profiles import plain_profile

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DATA = frozenset((b"IDAT", b"fdAT"))
# How long each other chunk is, by the colours of the picture; a chunk of another length says
# something else.
_GREY, _COLOUR, _PALETTE, _GREY_ALPHA, _COLOUR_ALPHA = 0, 2, 3, 4, 6
_LENGTHS: Mapping[bytes, Container[int]] = {
    b"IHDR": {13}, b"IEND": {0}, b"cHRM": {32}, b"gAMA": {4}, b"sRGB": {1}, b"pHYs": {9},
    b"cICP": {4}, b"mDCV": {24}, b"mDCv": {24}, b"cLLI": {8}, b"cLLi": {8}, b"acTL": {8},
    b"fcTL": {26},
}  # fmt: skip
_BY_COLOURS: Mapping[bytes, Mapping[int, Container[int]]] = {
    b"tRNS": {_GREY: {2}, _COLOUR: {6}, _PALETTE: range(257)},
    b"PLTE": {_PALETTE: range(3, 769, 3)},
    b"sBIT": {_GREY: {1}, _COLOUR: {3}, _PALETTE: {3}, _GREY_ALPHA: {2}, _COLOUR_ALPHA: {4}},
    b"bKGD": {_GREY: {2}, _COLOUR: {6}, _PALETTE: {1}, _GREY_ALPHA: {2}, _COLOUR_ALPHA: {6}},
}
_FRAMES = frozenset((b"fcTL", b"fdAT"))  # of a picture that moves, and only there
_MOST_PROFILE = 4 << 20  # bytes that a profile may take, unpacked
_MOST_EXIF = 1 << 20  # bytes of it that are looked into


def png(reader: Reader) -> list[Piece]:
    """Return the pieces of a PNG that are its picture.

    Raises:
        ValueError: it is damaged or cut short.
    """
    pieces: list[Piece] = [SIGNATURE]
    position = len(SIGNATURE)
    kind = b""
    colours, shades = -1, 0
    seen: set[bytes] = set()
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", reader.exactly(position, 8))
        start, stop = position, position + 12 + length
        if stop > reader.size:
            raise ValueError("a chunk is cut short")
        if kind == b"IHDR" and length == 13:
            colours = reader.exactly(start + 17, 1)[0]
        if kind == b"PLTE":
            shades = length // 3
        if kind in _DATA or (_is_known(kind, length, colours) and length <= _most(kind, shades)):
            if (b"acTL" in seen) if kind in _FRAMES else (kind == b"IDAT" or kind not in seen):
                pieces.append(Span(start, stop))
        elif kind == b"IHDR":
            raise ValueError("a chunk is too long")
        elif kind == b"iCCP" and kind not in seen:
            pieces += _profile(reader.exactly(start + 8, length))
        elif kind == b"eXIf" and kind not in seen:
            orientation = orientation_of(reader.at(start + 8, _MOST_EXIF))
            if orientation != UPRIGHT:
                pieces.append(_chunk(kind, exif_of(orientation)))
        seen.add(kind)
        position = stop
    return pieces


def _most(kind: bytes, shades: int) -> int:
    """Return how long a chunk may be: transparency is said of each shade of the palette."""
    return max(shades, 6) if kind == b"tRNS" else _MOST_PROFILE


def _is_known(kind: bytes, length: int, colours: int) -> bool:
    lengths = _BY_COLOURS[kind].get(colours, ()) if kind in _BY_COLOURS else _LENGTHS.get(kind, ())
    return length in lengths


def _profile(payload: bytes) -> list[Piece]:
    """Return a profile's chunk without the name that its maker gave it."""
    name, _, packed = payload.partition(b"\0")
    if not 0 < len(name) < 80 or packed[:1] != b"\0":
        raise ValueError("a profile is damaged")
    try:
        profile = zlib.decompressobj().decompress(packed[1:], _MOST_PROFILE)
    except zlib.error as error:
        raise ValueError("a profile is damaged") from error
    plain = plain_profile(profile)
    return [_chunk(b"iCCP", b"icc\0\0" + zlib.compress(plain))] if plain else []


def _chunk(kind: bytes, payload: bytes) -> bytes:
    body = kind + payload
    return struct.pack(">I", len(payload)) + body + struct.pack(">I", zlib.crc32(body))
