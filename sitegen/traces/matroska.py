"""WebM and Matroska: film, sound, titles and chapters stay, all else becomes empty space.

Nothing moves: an element that goes is written over as a Void of the same length.

Sources: RFC 8794, "EBML"; RFC 9559, "Matroska".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sitegen.traces.pieces import Piece, Reader, Zeros, with_patches

_EBML, _SEGMENT, _INFO, _TRACKS, _TRACK = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
_CLUSTER, _GROUP, _CHAPTERS, _EDITION, _ATOM, _DISPLAY = (
    0x1F43B675, 0xA0, 0x1043A770, 0x45B9, 0xB6, 0x80)  # fmt: skip
_VOID, _TRACK_TYPE, _CODEC = 0xEC, 0x83, 0x86
_WRITERS = frozenset((0x4D80, 0x5741))  # both programs, which an Info must name
_FILM, _SOUND = 1, 2

_KEPT: dict[int, frozenset[int]] = {
    # Of the segment: SeekHead, Info, Tracks, Cues, Cluster, Chapters.
    _SEGMENT: frozenset((0x114D9B74, _INFO, _TRACKS, 0x1C53BB6B, _CLUSTER, _CHAPTERS)),
    # TimestampScale, Duration, Title, and the two programs, whose names go.
    _INFO: frozenset((0x2AD7B1, 0x4489, 0x7BA9, *_WRITERS)),
    _TRACKS: frozenset((_TRACK,)),
    # Number, UID, type, flags, durations, language, codec, film, sound, encodings, delays.
    _TRACK: frozenset((0xD7, 0x73C5, _TRACK_TYPE, 0xB9, 0x88, 0x55AA, 0x55AB, 0x55AC, 0x55AE,
                       0x55AF, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x234E7A, 0x22B59C, 0x22B59D, _CODEC,
                       0x63A2, 0xAA, 0xE0, 0xE1, 0x6D80, 0x56AA, 0x56BB, 0x55EE, 0x23314F)),
    # Timestamp, position, sizes, simple blocks, groups of blocks.
    _CLUSTER: frozenset((0xE7, 0xA7, 0xAB, 0xA3, _GROUP)),
    # Block, duration, references, discarded padding; Alpha's additions.
    _GROUP: frozenset((0xA1, 0x9B, 0xFA, 0xFB, 0xA4, 0x75A2, 0x75A1)),
    _CHAPTERS: frozenset((_EDITION,)),
    _EDITION: frozenset((0x45BC, 0x45BD, 0x45DB, 0x45DD, _ATOM)),
    _ATOM: frozenset((0x73C4, 0x5654, 0x91, 0x92, 0x98, 0x4598, _ATOM, _DISPLAY)),
    _DISPLAY: frozenset((0x85, 0x437C, 0x437D, 0x437E)),
}  # fmt: skip


class _Element(NamedTuple):
    kind: int
    start: int
    inside: int
    stop: int


def is_matroska(head: bytes) -> bool:
    return head.startswith(b"\x1a\x45\xdf\xa3")


def matroska(reader: Reader) -> list[Piece]:
    """Return the pieces of a WebM or Matroska file that are seen and heard.

    Raises:
        ValueError: it is damaged, or holds a track that is neither film nor sound.
    """
    patches: list[tuple[int, bytes | Zeros]] = []
    for element in _elements(reader, 0, reader.size):
        if element.kind == _SEGMENT:
            _level(reader, element, patches)
        elif element.kind != _EBML:
            patches += _void(element)
    return with_patches(reader.size, patches)


def _level(reader: Reader, above: _Element, patches: list[tuple[int, bytes | Zeros]]) -> None:
    for element in _elements(reader, above.inside, above.stop):
        if element.kind in _WRITERS:
            patches.append((element.inside, Zeros(element.stop - element.inside)))
        elif element.kind not in _KEPT[above.kind]:
            patches += _void(element)
        elif element.kind == _TRACK_TYPE:
            if reader.exactly(element.inside, 1)[0] not in (_FILM, _SOUND):
                raise ValueError("a track is neither film nor sound")
        elif element.kind in _KEPT:
            _level(reader, element, patches)


def _void(element: _Element) -> Iterator[tuple[int, bytes | Zeros]]:
    """Yield what makes an element empty space of the same length."""
    length = element.stop - element.start
    if length < 2:
        raise ValueError("an element is too short")
    width = 1 if length - 2 < 0x7F else 8
    if width == 8 and length < 9:
        raise ValueError("an element is too short")
    size = length - 1 - width
    yield (
        element.start,
        bytes([_VOID])
        + (bytes([0x80 | size]) if width == 1 else (size | 1 << 56).to_bytes(8, "big")),
    )
    yield element.start + 1 + width, Zeros(size)


def _elements(reader: Reader, start: int, end: int) -> Iterator[_Element]:
    while start < end:
        kind, at = _number(reader, start, keep_marker=True)
        size, inside = _number(reader, at, keep_marker=False)
        stop = end if size < 0 else inside + size  # a live recording does not know its length
        if size < 0 and kind not in (_SEGMENT, _CLUSTER):
            raise ValueError("an element has no end")
        if kind == _CLUSTER and size < 0:
            raise ValueError("a cluster has no end")
        if stop > end:
            raise ValueError("an element is cut short")
        yield _Element(kind, start, inside, stop)
        start = stop


def _number(reader: Reader, start: int, *, keep_marker: bool) -> tuple[int, int]:
    """Return a number of variable length, -1 where it says "unknown", and what follows it."""
    first = reader.exactly(start, 1)[0]
    width = 9 - first.bit_length()
    if width > (4 if keep_marker else 8):
        raise ValueError("no element where one must stand")
    value = int.from_bytes(reader.exactly(start, width), "big")
    if not keep_marker:
        value &= (1 << (7 * width)) - 1
        if value == (1 << (7 * width)) - 1:
            value = -1
    return value, start + width
