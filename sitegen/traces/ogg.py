"""Ogg: sound and film stay as they are, of their comments titles and chapters.

The comments keep their length: what goes is filled up in the name of the program that wrote
them, so that no page moves; only the check sums of the pages that hold them are made anew.

Sources: RFC 3533, "The Ogg Encapsulation Format"; the Vorbis I specification, chapter 5;
RFC 7845 for Opus; the FLAC and Theora specifications.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from sitegen.traces.pieces import Piece, Reader, Zeros, with_patches

# How each kind of stream begins, and what stands before its comments.
_STREAMS = {
    b"\x01vorbis": b"\x03vorbis",
    b"OpusHead": b"OpusTags",
    b"\x80theora": b"\x81theora",
    b"Speex   ": b"",
    b"\x7fFLAC": b"",
}
_FLAC = b"\x7fFLAC"
_FLAC_COMMENTS, _FLAC_KEPT = 4, frozenset((0, 1, 3))  # STREAMINFO, PADDING, SEEKTABLE
_TOLD = re.compile(
    rb"(?:TITLE|ALBUM|TRACKNUMBER|TRACKTOTAL|DISCNUMBER|GENRE|LANGUAGE"
    rb"|CHAPTER\d{3}(?:NAME|URL)?|R128_\w+|REPLAYGAIN_\w+)=", re.IGNORECASE
)  # fmt: skip
_MOST = 16 << 20  # bytes of comments
_HEAD = 27  # bytes of a page before its table of segments


class _Page(NamedTuple):
    start: int
    body: int
    stop: int
    serial: int
    lengths: bytes  # of its segments
    is_first: bool


def ogg(reader: Reader) -> list[Piece]:
    """Return the pieces of an Ogg file with comments that listeners are told.

    Raises:
        ValueError: it is damaged, or holds a stream of a kind that is not known here.
    """
    changes: dict[int, bytes] = {}  # where bytes change, and to what
    pages = list(_head_pages(reader, changes))
    patches: list[tuple[int, bytes | Zeros]] = []
    for page in pages:
        data = bytearray(reader.exactly(page.start, page.stop - page.start))
        touched = False
        for at, new in changes.items():
            start, stop = max(at, page.start), min(at + len(new), page.stop)
            if start < stop:
                data[start - page.start : stop - page.start] = new[start - at : stop - at]
                touched = True
        if touched:
            data[22:26] = bytes(4)
            data[22:26] = struct.pack("<I", _check_sum(data))
            patches.append((page.start, bytes(data)))
    return with_patches(reader.size, patches)


def _head_pages(reader: Reader, changes: dict[int, bytes]) -> Iterator[_Page]:
    """Yield the pages of headers, noting what changes in them.

    Streams may follow one another in a file, each with comments of its own.
    """
    kinds: dict[int, bytes] = {}  # serial → how the stream begins
    packets: dict[int, list[tuple[int, bytes]]] = {}  # serial → parts of the packet so far
    waiting: set[int] = set()
    for page in _pages(reader):
        if page.is_first:
            head = reader.exactly(page.body, page.stop - page.body)
            kind = next((k for k in _STREAMS if head.startswith(k)), None)
            if kind is None:
                raise ValueError("a stream is of a kind that is not known")
            if len(head) > _longest_head(kind, head):
                raise ValueError("the beginning of a stream is too long")
            kinds[page.serial] = kind
            waiting.add(page.serial)
            packets[page.serial] = []
            yield page
            continue
        if page.serial not in kinds:
            raise ValueError("a stream has no beginning")
        if page.serial not in waiting:
            continue
        yield page
        position = page.body
        for length in page.lengths:
            if page.serial not in waiting:
                break
            parts = packets[page.serial]
            parts.append((position, reader.exactly(position, length)))
            position += length
            if sum(len(data) for _, data in parts) > _MOST:
                raise ValueError("the comments are too long")
            if length < 255:  # the packet ends here
                if _packet(kinds[page.serial], parts, changes):
                    waiting.discard(page.serial)
                packets[page.serial] = []
    if waiting:
        raise ValueError("a stream has no comments")


def _longest_head(kind: bytes, head: bytes) -> int:
    """Return how long the first packet of a stream may be."""
    if kind == b"OpusHead":
        return 21 + head[9] if len(head) > 18 and head[18] else 19
    return {b"\x01vorbis": 30, b"\x80theora": 42, b"Speex   ": 80}.get(kind, 51)


def _packet(kind: bytes, parts: list[tuple[int, bytes]], changes: dict[int, bytes]) -> bool:
    """Note what changes in one packet of headers; say whether it was the last to look at."""
    data = b"".join(part for _, part in parts)
    if kind == _FLAC:
        block, last = data[0] & 0x7F, bool(data[0] & 0x80)
        if block == _FLAC_COMMENTS:
            new = data[:4] + plain_comments(data[4:])
        elif block in _FLAC_KEPT:
            new = data
        else:
            new = bytes([data[0] & 0x80 | 1]) + data[1:4] + bytes(len(data) - 4)  # padding
        is_last = last
    else:
        mark = _STREAMS[kind]
        if not data.startswith(mark):
            raise ValueError("comments do not stand where they must")
        new, is_last = mark + plain_comments(data[len(mark) :]), True
    position = 0
    for at, part in parts:
        changes[at] = new[position : position + len(part)]
        position += len(part)
    return is_last


def plain_comments(data: bytes) -> bytes:
    """Return comments of the same length that say what listeners are told."""
    (vendor,) = struct.unpack_from("<I", data)
    (count,) = struct.unpack_from("<I", data, 4 + vendor)
    position = 8 + vendor
    kept = []
    for _ in range(min(count, len(data))):
        (length,) = struct.unpack_from("<I", data, position)
        stop = position + 4 + length
        if stop > len(data):
            raise ValueError("a comment is cut short")
        if _TOLD.match(data[position + 4 : stop]):
            kept.append(data[position:stop])
        position = stop
    tail = data[position : position + 1]  # Vorbis ends with a bit that is set; Opus may be padded
    told = struct.pack("<I", len(kept)) + b"".join(kept)
    padding = len(data) - 4 - len(told) - len(tail)
    return struct.pack("<I", padding) + b" " * padding + told + tail


def _pages(reader: Reader) -> Iterator[_Page]:
    start = 0
    while start < reader.size:
        head = reader.exactly(start, _HEAD)
        if head[:5] != b"OggS\0":
            raise ValueError("no page where one must stand")
        lengths = reader.exactly(start + _HEAD, head[26])
        body = start + _HEAD + len(lengths)
        stop = body + sum(lengths)
        if stop > reader.size:
            raise ValueError("a page is cut short")
        (serial,) = struct.unpack_from("<I", head, 14)
        yield _Page(start, body, stop, serial, lengths, bool(head[5] & 2))
        start = stop


def _table() -> tuple[int, ...]:
    numbers = []
    for number in range(256):
        value = number << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
        numbers.append(value & 0xFFFFFFFF)
    return tuple(numbers)


_TABLE = _table()


def _check_sum(data: bytearray) -> int:
    value = 0
    for byte in data:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[(value >> 24) ^ byte]
    return value
