"""WebM and Matroska: film, sound, titles and chapters stay, all else becomes empty space.

Nothing moves: an element that goes is written over as a Void of the same length. Of one that
stays each part is known; one that is longer than its kind may be is damaged.

Sources: RFC 8794, "EBML"; RFC 9559, "Matroska".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sitegen.traces.codec_setups import setup_patches
from sitegen.traces.film_units import sample_patches
from sitegen.traces.pieces import Patch, Piece, Reader, Zeros, with_patches

_EBML, _SEGMENT, _INFO, _TRACKS, _TRACK = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
_CLUSTER, _GROUP, _CHAPTERS, _EDITION, _ATOM, _DISPLAY = (
    0x1F43B675, 0xA0, 0x1043A770, 0x45B9, 0xB6, 0x80)  # fmt: skip
_VOID, _NUMBER, _TRACK_TYPE, _CODEC, _PRIVATE = 0xEC, 0xD7, 0x83, 0x86, 0x63A2
_VIDEO, _AUDIO, _COLOUR, _MASTERING, _PROJECTION = 0xE0, 0xE1, 0x55B0, 0x55D0, 0x7670
_SEEKS, _SEEK, _CUES, _CUE, _CUE_PLACE = 0x114D9B74, 0x4DBB, 0x1C53BB6B, 0xBB, 0xB7
_ENCODINGS, _ENCODING, _COMPRESSION = 0x6D80, 0x6240, 0x5034
_ADDITIONS, _ADDITION = 0x75A1, 0xA6
_SIMPLE_BLOCK, _BLOCK, _ADDED = 0xA3, 0xA1, 0xA5
_WRITERS = frozenset((0x4D80, 0x5741))  # both programs, which an Info must name
_FILM, _SOUND = 1, 2

_KEPT: dict[int, frozenset[int]] = {
    # Versions, the longest numbers, the kind of document.
    _EBML: frozenset((0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4282, 0x4287, 0x4285)),
    _SEGMENT: frozenset((_SEEKS, _INFO, _TRACKS, _CUES, _CLUSTER, _CHAPTERS)),
    _SEEKS: frozenset((_SEEK,)),
    _SEEK: frozenset((0x53AB, 0x53AC)),
    _CUES: frozenset((_CUE,)),
    _CUE: frozenset((0xB3, _CUE_PLACE)),
    _CUE_PLACE: frozenset((0xF7, 0xF1, 0xF0, 0xB2, 0x5378)),
    # TimestampScale, Duration, Title, and the two programs, whose names go.
    _INFO: frozenset((0x2AD7B1, 0x4489, 0x7BA9, *_WRITERS)),
    _TRACKS: frozenset((_TRACK,)),
    # Number, UID, type, flags, durations, language, codec, film, sound, encodings, delays.
    _TRACK: frozenset((_NUMBER, 0x73C5, _TRACK_TYPE, 0xB9, 0x88, 0x55AA, 0x55AB, 0x55AC, 0x55AE,
                       0x55AF, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x234E7A, 0x22B59C, 0x22B59D, _CODEC,
                       _PRIVATE, 0xAA, _VIDEO, _AUDIO, _ENCODINGS, 0x56AA, 0x56BB, 0x55EE,
                       0x23314F)),
    # How it is interlaced, three-dimensional, cut and shown.
    _VIDEO: frozenset((0x9A, 0x9D, 0x53B8, 0x53C0, 0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD,
                       0x54B0, 0x54BA, 0x54B2, 0x54B3, 0x2EB524, _COLOUR, _PROJECTION)),
    _COLOUR: frozenset((*range(0x55B1, 0x55BE), _MASTERING)),
    _MASTERING: frozenset(range(0x55D1, 0x55DB)),
    _PROJECTION: frozenset((0x7671, 0x7673, 0x7674, 0x7675)),
    # Rates, channels, bits.
    _AUDIO: frozenset((0xB5, 0x78B5, 0x9F, 0x6264, 0x52F1)),
    _ENCODINGS: frozenset((_ENCODING,)),
    _ENCODING: frozenset((0x5031, 0x5032, 0x5033, _COMPRESSION)),
    _COMPRESSION: frozenset((0x4254, 0x4255)),
    # Timestamp, position, sizes, simple blocks, groups of blocks.
    _CLUSTER: frozenset((0xE7, 0xA7, 0xAB, _SIMPLE_BLOCK, _GROUP)),
    # Block, duration, references, discarded padding; Alpha's additions.
    _GROUP: frozenset((_BLOCK, 0x9B, 0xFA, 0xFB, 0x75A2, _ADDITIONS)),
    _ADDITIONS: frozenset((_ADDITION,)),
    _ADDITION: frozenset((_ADDED, 0xEE)),
    _CHAPTERS: frozenset((_EDITION,)),
    _EDITION: frozenset((0x45BC, 0x45BD, 0x45DB, 0x45DD, _ATOM)),
    _ATOM: frozenset((0x73C4, 0x91, 0x92, 0x98, 0x4598, _ATOM, _DISPLAY)),
    _DISPLAY: frozenset((0x85, 0x437C, 0x437D, 0x437E)),
}  # fmt: skip
_DATA = frozenset((_SIMPLE_BLOCK, _BLOCK, _ADDED))
_TOLD = frozenset((0x7BA9, 0x85))  # titles, of the film and of chapters
_LANGUAGE = re.compile(rb"[A-Za-z0-9-]{0,35}\0*")
_TEXTS: Mapping[int, re.Pattern[bytes]] = {
    0x4282: re.compile(rb"(?:webm|matroska)\0*"),
    _CODEC: re.compile(rb"[ASV]_[A-Z0-9_/]{1,24}\0*"),
    **dict.fromkeys((0x22B59C, 0x22B59D, 0x437C, 0x437D, 0x437E), _LANGUAGE),
}
_LONGEST_NUMBER = 8
_STRIPPED = 0x4255  # bytes that each picture begins with, and that are told once
_LACING = 0x06  # flags of a block that holds several pictures


class _Track(NamedTuple):
    """What is to be known of one track."""

    width: int  # bytes that say how long a unit of AVC or HEVC is; 0 for other kinds
    is_hevc: bool


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
    patches: list[Patch] = []
    tracks: dict[int, _Track] = {}
    for element in _elements(reader, 0, reader.size):
        if element.kind in (_EBML, _SEGMENT):
            _level(reader, element, patches, tracks)
        else:
            patches += _void(element)
    return with_patches(reader.size, patches)


def _level(
    reader: Reader,
    above: _Element,
    patches: list[Patch],
    tracks: dict[int, _Track],
) -> None:
    inside = list(_elements(reader, above.inside, above.stop))
    if above.kind == _TRACK:
        patches += _track(reader, inside, tracks)
    for element in inside:
        if element.kind in _WRITERS:
            patches.append((element.inside, Zeros(element.stop - element.inside)))
        elif element.kind not in _KEPT[above.kind]:
            patches += _void(element)
        elif element.kind in _KEPT:
            _level(reader, element, patches, tracks)
        elif element.kind in _DATA:
            patches += _block(reader, element, tracks)
        elif element.kind not in _TOLD and element.kind != _PRIVATE:
            _check(reader, element)


def _check(reader: Reader, element: _Element) -> None:
    """Raise ValueError for an element that holds more than its kind may."""
    length = element.stop - element.inside
    content = reader.at(element.inside, min(length, 64))
    if element.kind in _TEXTS:
        if length > len(content) or not _TEXTS[element.kind].fullmatch(content):
            raise ValueError("an element holds what is none of its kind")
    elif length > _LONGEST_NUMBER * (2 if element.kind == _STRIPPED else 1):
        raise ValueError("an element is too long")
    elif element.kind == _TRACK_TYPE and content[:1] not in (bytes([_FILM]), bytes([_SOUND])):
        raise ValueError("a track is neither film nor sound")


def _track(reader: Reader, inside: list[_Element], tracks: dict[int, _Track]) -> Iterator[Patch]:
    """Note what blocks of a track are, and yield what changes in how its decoder is set up."""
    parts = {element.kind: element for element in inside}
    if _NUMBER not in parts or _CODEC not in parts:
        raise ValueError("a track lacks its number or kind")
    number = int.from_bytes(_content(reader, parts[_NUMBER]))
    codec = _content(reader, parts[_CODEC]).rstrip(b"\0")
    width = 0
    if _PRIVATE in parts:
        start, stop = parts[_PRIVATE].inside, parts[_PRIVATE].stop
        yield from setup_patches(reader, codec, start, stop)
        at = {b"V_MPEG4/ISO/AVC": 4, b"V_MPEGH/ISO/HEVC": 21}.get(codec)
        if at is not None and start + at < stop:
            width = (reader.exactly(start + at, 1)[0] & 3) + 1
    tracks[number] = _Track(width, codec == b"V_MPEGH/ISO/HEVC")


def _block(reader: Reader, element: _Element, tracks: dict[int, _Track]) -> Iterator[Patch]:
    """Yield what changes in a block, where cameras write between the pictures too."""
    if element.kind == _ADDED:
        return
    number, at = _number(reader, element.inside, keep_marker=False)
    track = tracks.get(number)
    if track and track.width and not reader.exactly(at + 2, 1)[0] & _LACING:
        yield from sample_patches(reader, at + 3, element.stop, track.width, hevc=track.is_hevc)


def _content(reader: Reader, element: _Element) -> bytes:
    return reader.exactly(element.inside, min(64, element.stop - element.inside))


def _void(element: _Element) -> Iterator[Patch]:
    """Yield what makes an element empty space of the same length."""
    length = element.stop - element.start
    width = 1 if length - 2 < 0x7F else 8
    size = length - 1 - width
    yield element.start, bytes([_VOID]) + (size | 1 << 7 * width).to_bytes(width)
    yield element.start + 1 + width, Zeros(size)


def _elements(reader: Reader, start: int, end: int) -> Iterator[_Element]:
    while start < end:
        kind, at = _number(reader, start, keep_marker=True)
        size, inside = _number(reader, at, keep_marker=False)
        stop = end if size < 0 else inside + size  # a live recording does not know its length
        if size < 0 and kind != _SEGMENT:
            raise ValueError("an element has no end")
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
    value = int.from_bytes(reader.exactly(start, width))
    if not keep_marker:
        most = (1 << 7 * width) - 1
        value = -1 if value & most == most else value & most
    return value, start + width
