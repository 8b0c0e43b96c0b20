"""Setups of decoders, as Matroska holds them: how a film or sound is to be read, and no more.

Sources: RFC 9559 and the Matroska codec mappings; the Vorbis I specification; RFC 7845, Opus;
RFC 9639, FLAC; ISO/IEC 14496-15 for AVC and HEVC.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.traces.boxes import Box
from sitegen.traces.film_parts import hevc_units, known_length
from sitegen.traces.film_units import unit_patches
from sitegen.traces.ogg import plain_comments
from sitegen.traces.pieces import Reader, Zeros

Patch = tuple[int, bytes | Zeros]

_AS_BOXES = {
    b"V_MPEG4/ISO/AVC": b"avcC", b"V_MPEGH/ISO/HEVC": b"hvcC", b"V_AV1": b"av1C",
}  # fmt: skip
_LONGEST = {b"V_VP9": 12, b"V_VP8": 0}
_IN_PACKETS = {b"A_VORBIS": b"\3vorbis", b"V_THEORA": b"\x81theora"}
_FLAC, _OPUS, _AAC = b"A_FLAC", b"A_OPUS", b"A_AAC"
_FLAC_HEAD = 4 + 4 + 34  # its name, and the block that says how it is to be read
_MOST = 1 << 20


def setup_patches(reader: Reader, codec: bytes, start: int, stop: int) -> Iterator[Patch]:
    """Yield what changes in a setup that lies from `start` to `stop`.

    Raises:
        ValueError: it is damaged.
    """
    if stop - start > _MOST:
        raise ValueError("a setup is too long")
    known = stop - start
    if codec in _AS_BOXES:
        box = Box(_AS_BOXES[codec], start, start, stop)
        known = known_length(reader, box)
        if box.kind == b"hvcC":
            for first, last in hevc_units(reader, box):
                yield from unit_patches(reader, first, last, hevc=True)
    elif codec in _IN_PACKETS:
        yield from _packets(reader, start, stop, _IN_PACKETS[codec])
    elif codec == _FLAC:
        if stop - start >= _FLAC_HEAD:
            yield start + 4, bytes([reader.exactly(start + 4, 1)[0] | 0x80])
        known = _FLAC_HEAD
    elif codec == _OPUS:
        head = reader.exactly(start, min(19, stop - start))
        known = 19 if len(head) < 19 or not head[18] else 21 + head[9]
    elif codec == _AAC:
        flags = reader.at(start, 2)
        known = (
            5 if len(flags) == 2 and flags[1] >> 3 & 15 else 64
        )  # its channels are known, or told
    elif codec in _LONGEST:
        known = _LONGEST[codec]
    if stop - start > known:
        yield start + known, Zeros(stop - start - known)


def _packets(reader: Reader, start: int, stop: int, mark: bytes) -> Iterator[Patch]:
    """Yield plain comments for those in the second of three packets.

    The first byte says how many packets follow the first; then come the lengths of all but the
    last, each as a sum of bytes.
    """
    data = reader.exactly(start, stop - start)
    at, lengths = 1, list[int]()
    if data[:1] != b"\2":
        raise ValueError("a setup holds other packets than three")
    for _ in range(2):
        length = 0
        while data[at] == 0xFF:
            length, at = length + 0xFF, at + 1
        lengths.append(length + data[at])
        at += 1
    first = at + lengths[0]
    comments = data[first : first + lengths[1]]
    if not comments.startswith(mark):
        raise ValueError("comments do not stand where they must")
    yield start + first, mark + plain_comments(comments[len(mark) :])
