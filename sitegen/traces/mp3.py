"""MP3: sound, titles, cover and chapters stay, all else goes: of its tags, and between its frames.

Sources: id3.org, "ID3v2.2" to "ID3v2.4.0", "ID3v2 Chapter Frame Addendum" and "ID3v1";
APEv2 and Lyrics3 as their authors describe them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.traces.jpeg import jpeg
from sitegen.traces.pieces import MemoryReader, Piece, Reader, Span, bytes_of
from sitegen.traces.png import SIGNATURE, png

_TITLES = frozenset(
    """TIT1 TIT2 TIT3 TALB TRCK TPOS TCON TLAN
    TT1 TT2 TT3 TAL TRK TPA TCO TLA""".split()  # noqa: SIM905
)
_TABLE_OF_CONTENTS, _CHAPTER = "CTOC", "CHAP"
_COVERS = frozenset(("APIC", "PIC"))
_UNSYNCHRONISED, _EXTENDED, _FOOTER = 0x80, 0x40, 0x10  # flags of a tag
_OLD_TAG = 128  # bytes of an ID3v1 at the end
_LINK = "WXXX"  # where a chapter leads
_MOST = 16 << 20  # bytes that a tag may take
_SYNC = 0xFFE0
_VERSIONS = (b"\2", b"\3", b"\4")  # of ID3v2 that there are
_MOST_PADDING = 1 << 16
_LOOK = 1 << 12  # bytes in which a frame is looked for at once
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_FREQUENCIES = (44100, 48000, 32000)


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
    heard = list(_sound(reader, sound, stop))
    return [*pieces, *(heard or [Span(start, stop)]), *old], bool(heard)


def _sound(reader: Reader, start: int, stop: int) -> Iterator[Span]:
    """Yield the frames of sound, without what stands between them and behind the last."""
    position = first = start
    free = _free_length(reader, start, stop)
    while position < stop:
        length = _frame_length(reader.at(position, 4), free)
        if length and position + length <= stop:
            position += length
            continue
        if position > first:
            yield Span(first, position)
        position = first = _next_frame(reader, position + 1, stop, free)
    if position > first:
        yield Span(first, position)


def _free_length(reader: Reader, start: int, stop: int) -> int:
    """Return how long frames are, without padding, where a sound of free rate begins; or 0.

    Nothing in such a frame says its length; but all are as long as the first, and it is
    believed where two others follow it, or one that ends the sound.
    """
    data = reader.at(start, min(_LOOK, stop - start))
    if not _is_frame(data) or data[2] >> 4:
        return 0
    at = 0
    while (at := data.find(data[:2], at + 4)) > 0:
        free = at - (data[2] >> 1 & 1)
        length = _frame_length(data[at : at + 4], free)
        after = start + at + length
        if length and (after == stop or _frame_length(reader.at(after, 4), free)):
            return free
    return 0


def _next_frame(reader: Reader, start: int, stop: int, free: int) -> int:
    """Return where a frame begins that another follows, or that ends the sound."""
    while start < stop:
        data = reader.at(start, min(_LOOK, stop - start))
        at = data.find(b"\xff")
        if at < 0:
            start += len(data)
            continue
        start += at
        length = _frame_length(reader.at(start, 4), free)
        after = start + length
        if length and (after == stop or _frame_length(reader.at(after, 4), free)):
            return start
        start += 1
    return stop


def _frame_length(head: bytes, free: int) -> int:
    """Return how many bytes a frame takes that begins so; 0 where none does.

    Args:
        free: how many in a sound of free rate; 0 in any other.
    """
    if len(head) < 4 or not _is_frame(head):
        return 0
    if free:
        return 0 if head[2] >> 4 else free + (head[2] >> 1 & 1)
    is_first = head[1] & 0x18 == 0x18  # MPEG-1; the others have half the samples
    rate = (_RATES_1 if is_first else _RATES_2)[head[2] >> 4] * 1000
    frequency = _FREQUENCIES[head[2] >> 2 & 3] >> {0x18: 0, 0x10: 1, 0: 2}[head[1] & 0x18]
    return (144 if is_first else 72) * rate // frequency + (head[2] >> 1 & 1) if rate else 0


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
    kept = b"".join(
        _frame(name, plain, version)
        for name, body in _frames(data, version)
        if (plain := _plain(name, body, version))
    )
    if not kept:
        return stop, b""
    return stop, b"ID3" + bytes([version, 0, 0]) + _safe(len(kept)) + kept


def _frame(name: str, body: bytes, version: int) -> bytes:
    if version == 2:
        return name.encode() + len(body).to_bytes(3) + body
    size = _safe(len(body)) if version == 4 else len(body).to_bytes(4)
    return name.encode() + size + bytes(2) + body


def _frames(data: bytes, version: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and body; frames that are packed or scrambled are passed over."""
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
            yield name.decode("latin-1"), data[position + head : stop]
        position = stop


def _plain(name: str, body: bytes, version: int) -> bytes:
    """Return what of a frame listeners are told; nothing where it is not for them."""
    if name in _TITLES:
        return body
    if name in _COVERS:
        return _cover(body, version)
    if name == _TABLE_OF_CONTENTS:
        start = _after_contents(body)
    elif name == _CHAPTER:
        start = body.find(b"\0") + 1 + 16
    else:
        return b""
    inner = [
        (each, told if each == _LINK else _plain(each, told, version))
        for each, told in _frames(body[start:], version)
        if each in _TITLES or each in _COVERS or each == _LINK
    ]
    return body[:start] + b"".join(_frame(each, told, version) for each, told in inner if told)


def _cover(body: bytes, version: int) -> bytes:
    """Return a cover without words, and its picture without what a phone wrote into it."""
    for first, clean in ((b"\xff\xd8\xff", jpeg), (SIGNATURE, png)):
        at = body.find(first, 0, 512)  # behind its type and a line of words
        if at >= 0:
            reader = MemoryReader(body[at:])
            try:
                picture = b"".join(bytes_of(clean(reader), reader))
            except (ValueError, struct.error):
                return b""
            kind = b"JPG" if clean is jpeg else b"PNG"
            if version == 2:
                return b"\0" + kind + b"\3\0" + picture
            mime = b"image/jpeg" if clean is jpeg else b"image/png"
            return b"\0" + mime + b"\0\3\0" + picture
    return b""


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


def _size(data: bytes) -> int:
    """Return a number of which each byte holds seven bits."""
    size = 0
    for byte in data:
        size = size << 7 | byte & 0x7F
    return size


def _safe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
