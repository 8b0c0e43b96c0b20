"""Setups of decoders, as Matroska holds them: how a film or sound is to be read, and no more.

Sources: RFC 9559 and the Matroska codec mappings; the Vorbis I specification; RFC 7845, Opus;
RFC 9639, FLAC; ISO/IEC 14496-15 for AVC and HEVC.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.traces.boxes import Box
from sitegen.traces.film_parts import FLAC_INFO, hevc_units, known_length
from sitegen.traces.film_units import unit_patches
from sitegen.traces.ogg import plain_comments
from sitegen.traces.pieces import Patch, Reader, Zeros
from sitegen.traces.wave import known_format

_AS_BOXES = {
    b"V_MPEG4/ISO/AVC": b"avcC", b"V_MPEGH/ISO/HEVC": b"hvcC", b"V_AV1": b"av1C",
}  # fmt: skip
_LONGEST = {
    b"V_VP9": 12, b"V_MS/VFW/FOURCC": 40, b"V_PRORES": 4, b"A_ALAC": 24, b"A_WAVPACK4": 2,
}  # fmt: skip
# What comments begin with, and how long the packet before them is.
_IN_PACKETS = {b"A_VORBIS": (b"\3vorbis", 30), b"V_THEORA": (b"\x81theora", 42)}
_FLAC, _OPUS, _AAC, _ACM = b"A_FLAC", b"A_OPUS", b"A_AAC", b"A_MS/ACM"
_MOST = 1 << 20
_MOST_AAC = 96  # bytes of a setup that lists its channels, without the words behind the list


def setup_patches(reader: Reader, codec: bytes, start: int, stop: int) -> Iterator[Patch]:
    """Yield what changes in a setup that lies from `start` to `stop`.

    Of a codec that nobody here knows, nothing stays.

    Raises:
        ValueError: it is damaged.
    """
    if stop - start > _MOST:
        raise ValueError("a setup is too long")
    if codec in _IN_PACKETS:
        yield from _packets(reader, start, stop, *_IN_PACKETS[codec])
        return
    known = _LONGEST.get(codec, 0)
    if codec in _AS_BOXES:
        box = Box(_AS_BOXES[codec], start, start, stop)
        known = known_length(reader, box)
        if box.kind == b"hvcC":
            for first, last in hevc_units(reader, box):
                yield from unit_patches(reader, first, last, hevc=True)
    elif codec == _FLAC:
        if stop - start >= FLAC_INFO:
            yield start + 4, bytes([reader.exactly(start + 4, 1)[0] | 0x80])
        known = FLAC_INFO
    elif codec == _OPUS:
        head = reader.exactly(start, min(19, stop - start))
        known = 19 if len(head) < 19 or not head[18] else 21 + head[9]
    elif codec == _AAC or codec.startswith(_AAC + b"/"):
        known = _aac(reader.exactly(start, min(_MOST_AAC, stop - start)))
    elif codec == _ACM:
        known = known_format(reader.exactly(start, stop - start))
    if stop - start > known:
        yield start + known, Zeros(stop - start - known)


def _aac(data: bytes) -> int:
    """Return how much is known: a few bytes, or a list of channels up to the words behind it.

    Source: ISO/IEC 14496-3, sections 1.6.2.1, 4.4.1 and 4.4.1.1.
    """
    bits, at = "".join(f"{byte:08b}" for byte in data), 0

    def number(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at] or "0", 2)

    def skip_frequency() -> None:
        if number(4) == 15:
            number(24)

    kind = number(5)
    if kind == 31:
        number(6)
    skip_frequency()
    if number(4):
        return 5
    if kind in (5, 29):  # with a second layer, of which this says where it lies
        skip_frequency()
        number(5)
    number(1)
    if number(1):
        number(14)
    number(1 + 10)
    wide = sum(number(4) for _ in range(3))
    narrow = number(2) + number(3)
    wide += number(4)
    for count in (4, 4, 3):
        if number(1):
            number(count)
    number(5 * wide + 4 * narrow)
    return (at + 7) // 8


def _packets(reader: Reader, start: int, stop: int, mark: bytes, head: int) -> Iterator[Patch]:
    """Yield plain comments for those in the second of three packets.

    The first byte says how many packets follow the first; then come the lengths of all but the
    last, each as a sum of bytes.

    Args:
        mark: what comments begin with.
        head: how many bytes of the first packet are known.
    """
    data = reader.exactly(start, stop - start)
    at, lengths = 1, list[int]()
    if data[:1] != b"\2":
        raise ValueError("a setup holds other packets than three")
    for _ in range(2):
        length = 0
        while data[at : at + 1] == b"\xff":
            length, at = length + 0xFF, at + 1
        if at == len(data):
            raise ValueError("a setup is cut short")
        lengths.append(length + data[at])
        at += 1
    first = at + lengths[0]
    comments = data[first : first + lengths[1]]
    if not comments.startswith(mark):
        raise ValueError("comments do not stand where they must")
    if lengths[0] > head:
        yield start + at + head, Zeros(lengths[0] - head)
    try:
        yield start + first, mark + plain_comments(comments[len(mark) :])
    except struct.error as error:
        raise ValueError("comments are cut short") from error
