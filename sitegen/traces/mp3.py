"""MP3: sound, titles, cover and chapters stay, all else of its tags goes.

Sources: id3.org, "ID3v2.2" to "ID3v2.4.0", "ID3v2 Chapter Frame Addendum" and "ID3v1";
APEv2 and Lyrics3 as their authors describe them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.traces.pieces import Piece, Reader, Span

_TITLES = frozenset(
    """TIT1 TIT2 TIT3 TALB TRCK TPOS TCON TLAN
    TT1 TT2 TT3 TAL TRK TPA TCO TLA""".split()  # noqa: SIM905
)
_TABLE_OF_CONTENTS, _CHAPTER = "CTOC", "CHAP"
_COVERS = frozenset(("APIC", "PIC"))
_UNSYNCHRONISED, _EXTENDED, _FOOTER = 0x80, 0x40, 0x10  # flags of a tag
_OLD_TAG = 128  # bytes of an ID3v1 at the end
_TELLING = (b"Exif\0\0", b"http://ns.adobe.com/", b"Photoshop 3.0", b"eXIf", b"tEXt", b"iTXt",
            b"zTXt", b"<x:xmpmeta")  # fmt: skip
_MOST = 16 << 20  # bytes that a tag may take
_SYNC = 0xFFE0
_VERSIONS = (b"\2", b"\3", b"\4")  # of ID3v2 that there are
_MOST_PADDING = 1 << 16


def is_mp3(head: bytes) -> bool:
    """Say whether a file begins with an ID3 tag, or with a frame of MPEG sound."""
    return head.startswith(b"ID3") or _is_frame(head)


def mp3(reader: Reader) -> tuple[list[Piece], bool]:
    """Return the pieces of an MP3 that are heard, what listeners are told, and whether it is one.

    Raises:
        ValueError: a tag is damaged.
    """
    pieces: list[Piece] = []
    start = 0
    while reader.at(start, 3) == b"ID3" and reader.at(start + 3, 1) in _VERSIONS:
        stop, tag = _tag(reader, start)
        if not pieces and tag:
            pieces.append(tag)
        start = stop
    stop, old = _end_of_sound(reader, start)
    sound = start
    while sound < min(stop, start + _MOST_PADDING) and reader.exactly(sound, 1) == b"\0":
        sound += 1
    is_sound = _is_frame(reader.at(sound, 4))
    return [*pieces, Span(sound if is_sound else start, stop), *old], is_sound


def _is_frame(head: bytes) -> bool:
    """Say whether bytes are the head of a frame: in sync, of a version and rate that exist."""
    if len(head) < 3:
        return False
    (word,) = struct.unpack(">H", head[:2])
    return (
        word & _SYNC == _SYNC
        and word & 0x18 != 0x08  # a version that is reserved
        and word & 0x06 == 0x02  # layer III
        and head[2] & 0xF0 != 0xF0
        and head[2] & 0x0C != 0x0C
    )


def _end_of_sound(reader: Reader, start: int) -> tuple[int, list[Piece]]:
    """Return where the tags at a file's end begin, and what stays of them."""
    stop, old = reader.size, list[Piece]()
    if stop - start >= _OLD_TAG and reader.exactly(stop - _OLD_TAG, 3) == b"TAG":
        stop -= _OLD_TAG
        tag = bytearray(reader.exactly(stop, _OLD_TAG))
        tag[33:63] = bytes(30)  # the artist: there a recorder writes whose it is
        tag[93:125] = bytes(32)  # year and comment; track and genre stay
        old.append(bytes(tag))
    changed = True
    while changed:
        changed = False
        if stop - start >= 32 and reader.exactly(stop - 32, 8) == b"APETAGEX":
            size, _items, flags = struct.unpack("<III", reader.exactly(stop - 20, 12))
            stop -= size + (32 if flags & 1 << 31 else 0)
            changed = True
        elif stop - start >= 15 and reader.exactly(stop - 9, 9) == b"LYRICS200":
            digits = reader.exactly(stop - 15, 6)
            if not digits.isdigit():
                raise ValueError("a tag is damaged")
            stop -= int(digits) + 15
            changed = True
        elif stop - start >= 10 and reader.exactly(stop - 10, 3) == b"3DI":
            stop -= _size(reader.exactly(stop - 4, 4)) + 20
            changed = True
    if stop < start:
        raise ValueError("a tag is damaged")
    return stop, old


def _tag(reader: Reader, start: int) -> tuple[int, bytes]:
    """Return where a tag ends, and the tag that says only what listeners are told."""
    version, _revision, flags = reader.exactly(start + 3, 3)
    size = _size(reader.exactly(start + 6, 4))
    stop = start + 10 + size + (10 if flags & _FOOTER else 0)
    if stop > reader.size:
        raise ValueError("a tag is cut short")
    if size > _MOST:
        return stop, b""
    data = reader.exactly(start + 10, size)
    if flags & _UNSYNCHRONISED:
        data = data.replace(b"\xff\x00", b"\xff")
    if flags & _EXTENDED and version > 2:
        extended = _size(data[:4]) if version == 4 else struct.unpack(">I", data[:4])[0] + 4
        data = data[extended:]
    kept = b"".join(frame for name, frame, body in _frames(data, version)
                    if _stays(name, body, version))  # fmt: skip
    if not kept:
        return stop, b""
    return stop, b"ID3" + bytes([version, 0, 0]) + _safe(len(kept)) + kept


def _frames(data: bytes, version: int) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield name, whole frame and body; frames that are packed or scrambled are passed over."""
    head = 6 if version == 2 else 10
    position = 0
    while position + head <= len(data) and data[position]:
        if version == 2:
            name, size = (
                data[position : position + 3],
                int.from_bytes(data[position + 3 : position + 6]),
            )
            scrambled = 0
        else:
            name = data[position : position + 4]
            raw = data[position + 4 : position + 8]
            size = _size(raw) if version == 4 else int.from_bytes(raw)
            scrambled = data[position + 9]
        stop = position + head + size
        if stop > len(data):
            return
        if not scrambled:
            body = data[position + head : stop]
            yield name.decode("latin-1"), data[position:stop], body
        position = stop


def _stays(name: str, body: bytes, version: int) -> bool:
    if name in _TITLES or name == _TABLE_OF_CONTENTS:
        return name != _TABLE_OF_CONTENTS or _inner_stay(body, version, _after_contents(body))
    if name == _CHAPTER:
        return _inner_stay(body, version, body.find(b"\0") + 1 + 16)
    if name in _COVERS:
        return not _tells(body)
    return False


def _after_contents(body: bytes) -> int:
    """Return where the frames inside a table of contents begin."""
    position = body.find(b"\0") + 1
    if position >= len(body) - 1:
        return len(body)
    count = body[position + 1]
    position += 2
    for _ in range(count):
        position = body.find(b"\0", position) + 1
    return position


def _inner_stay(body: bytes, version: int, start: int) -> bool:
    """Say whether all that a chapter says of itself may be told; else the chapter goes."""
    inner = body[start:]
    allowed = {*_TITLES, "WXXX", "APIC"}
    return all(
        name in allowed and not (name == "APIC" and _tells(data))
        for name, _frame, data in _frames(inner, version)
    )


def _tells(cover: bytes) -> bool:
    """Say whether a cover says more than its picture, as a photo from a phone does."""
    return any(mark in cover for mark in _TELLING)


def _size(data: bytes) -> int:
    """Return a number of which each byte holds seven bits."""
    size = 0
    for byte in data:
        size = size << 7 | byte & 0x7F
    return size


def _safe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
