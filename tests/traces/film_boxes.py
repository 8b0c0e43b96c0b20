"""Films made of boxes, box by box: what phones, action cameras and dashcams write."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tests.pictures.photo_files import SECRET

SEEN, HEARD = b"what is seen", b"what is heard"


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def header(kind: bytes, handler: bytes = b"") -> bytes:
    """Return a box that holds the hour at which the film was made, or the kind of its track."""
    if kind == b"hdlr":
        return box(kind, bytes(8) + handler + bytes(12) + SECRET + b"\0")
    if kind == b"tkhd":
        return box(kind, bytes(4), b"\xe6\x12\x34\x56" * 2, struct.pack(">I", 1), bytes(68))
    return box(kind, bytes(4), b"\xe6\x12\x34\x56" * 2, bytes(88))


def table(offset: int, size: int, kind: bytes = b"avc1", count: int = 1) -> bytes:
    """Return the tables of a track whose samples lie in one chunk."""
    entry = box(kind, bytes(12), SECRET[:4], bytes(26), SECRET[:32].ljust(32, b"!"), bytes(4))
    return box(
        b"stbl",
        box(b"stsd", struct.pack(">II", 0, 1), entry),
        box(b"stsc", struct.pack(">IIIII", 0, 1, 1, count, 1)),
        box(b"stsz", struct.pack(">III", 0, size // count, count)),
        box(b"stco", struct.pack(">III", 0, 1, offset)),
    )


def track(handler: bytes, offset: int, size: int, kind: bytes = b"avc1", *more: bytes) -> bytes:
    alias = box(b"alis", bytes(4), SECRET)
    minf = box(
        b"minf",
        box(b"vmhd", bytes(12)),
        header(b"hdlr", b"alis"),
        box(b"dinf", box(b"dref", struct.pack(">II", 0, 1), alias)),
        table(offset, size, kind),
    )
    mdia = box(b"mdia", header(b"mdhd"), header(b"hdlr", handler), minf, box(b"udta", SECRET))
    return box(b"trak", header(b"tkhd"), mdia, box(b"udta", box(b"loci", SECRET)), *more)


def film(first: bytes = b"", gap: bytes = SECRET, fields: bytes = b"") -> bytes:
    """Return a film with a track that is seen, one of places, and talk in every other part.

    Args:
        first: what stands before all else.
        gap: what lies in the data and belongs to no track.
        fields: what else stands in the header.
    """
    apple = box(b"meta", box(b"hdlr", bytes(8) + b"mdta" + bytes(12)) + box(b"keys", SECRET))
    words = box(b"data", struct.pack(">II", 1, 0), b"A sample title") + box(b"name", SECRET)
    title = box(b"ilst", box(b"\xa9nam", words) + box(b"\xa9xyz", SECRET))
    music = box(b"meta", bytes(4) + box(b"hdlr", bytes(8) + b"mdir" + bytes(12)) + title)
    user = box(b"udta", box(b"\xa9xyz", SECRET) + box(b"\xa9mak", SECRET) + music)
    packet = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + SECRET)
    begin = first + box(b"ftyp", b"mp42" + bytes(4)) + packet
    places = SECRET * 2
    data = box(b"mdat", SEEN, gap, places)
    offset = len(begin) + 8
    moov = box(
        b"moov",
        header(b"mvhd"),
        track(b"vide", offset, len(SEEN)),
        track(b"meta", offset + len(SEEN) + len(gap), len(places), b"gpmd"),
        user,
        apple,
        box(b"gps ", SECRET),
        fields,
    )
    return begin + data + moov + box(b"free", b"freeGPS " + SECRET) + box(b"skip", SECRET)


_HOLDERS = frozenset((b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl", b"edts", b"udta",
                      b"mvex", b"moof", b"traf", b"mfra", b"gmhd", b"ilst"))  # fmt: skip
_HEADS = {b"stsd": 8, b"dref": 8, b"avc1": 78, b"mp4a": 28}  # bytes before their own boxes


def parts(
    data: bytes, start: int, stop: int, above: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], bytes, int]]:
    """Yield each box of a film: where it and all that it lies in begin, its kind and its end."""
    while start + 8 <= stop:
        length, kind = struct.unpack_from(">I4s", data, start)
        path, end = (*above, start), start + (length or stop - start)
        yield path, kind, end
        inside = start + 8 + _HEADS.get(kind, 0)
        if kind == b"meta":
            inside += 0 if data[inside + 4 : inside + 8] == b"hdlr" else 4
        if kind in _HOLDERS or kind in _HEADS or kind == b"meta":
            yield from parts(data, inside, end, path)
        start = end


def grown(data: bytes, path: tuple[int, ...], end: int, words: bytes) -> bytes:
    """Return a film with words behind a box's content, all that it lies in being longer too."""
    longer = bytearray(data)
    for start in path:
        (length,) = struct.unpack_from(">I", longer, start)
        struct.pack_into(">I", longer, start, length + len(words) if length else 0)
    longer[end:end] = words
    return bytes(longer)
