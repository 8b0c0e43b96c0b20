"""The boxes of films that hold no boxes: how much of each is known, and what of that says nothing.

What follows the known part of a box is no part of the film, and a maker may have written there;
so may they have where the standards reserve bytes. A box of which nobody here knows how long
it is does not stay.

Sources: ISO/IEC 14496-12, 14496-14 and 14496-15; Apple, "QuickTime File Format"; the bindings
of AV1, VP9, Opus, FLAC, AC-3 and Dolby Vision to this format; Google, "Spherical Video V2".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from sitegen.traces.boxes import Box
from sitegen.traces.pieces import Reader

# Bytes of the content, by version; the last stands for all later ones.
_FIXED: Mapping[bytes, tuple[int, ...]] = {
    b"mvhd": (100, 112), b"tkhd": (84, 96), b"mdhd": (24, 36), b"vmhd": (12,), b"smhd": (8,),
    b"nmhd": (4,), b"sthd": (4,), b"gmin": (16,), b"text": (36,), b"mehd": (8, 12),
    b"trex": (24,), b"mfhd": (8,), b"tfdt": (8, 12), b"mfro": (8,), b"clef": (12,),
    b"prof": (12,), b"enof": (12,), b"cslg": (24, 44), b"pasp": (8,), b"clap": (32,),
    b"fiel": (2,), b"gama": (4,), b"btrt": (12,), b"mdcv": (24,), b"clli": (4,), b"SmDm": (28,),
    b"CoLL": (8,), b"dvcC": (24,), b"dvvC": (24,), b"vpcC": (12,), b"pcmC": (6,), b"damr": (9,),
    b"d263": (7,), b"dac3": (3,), b"amve": (8,), b"hfov": (4,), b"st3d": (5,), b"frma": (4,),
    b"enda": (2,), b"mp4a": (4,), b"\0\0\0\0": (0,), b"svhd": (4,), b"prhd": (16,),
    b"equi": (20,), b"cbmp": (12,), b"stri": (5,), b"hero": (5,), b"dadj": (8,), b"prji": (8,),
    b"ispe": (12,), b"irot": (1,), b"imir": (1,), b"a1op": (1,), b"lsel": (2,),
}  # fmt: skip
# Where the number of entries stands, where the first is, and how long each.
_COUNTED: Mapping[bytes, tuple[int, int, int]] = {
    b"stts": (4, 8, 8), b"ctts": (4, 8, 8), b"stsc": (4, 8, 12), b"stco": (4, 8, 4),
    b"co64": (4, 8, 8), b"stss": (4, 8, 4), b"stps": (4, 8, 4), b"chan": (12, 16, 20),
}  # fmt: skip
# Bytes that are reserved, or name a vendor, by version.
_SILENT: Mapping[bytes, tuple[tuple[tuple[int, int], ...], ...]] = {
    b"mvhd": (((26, 36), (72, 96)), ((38, 48), (84, 108))),
    b"tkhd": (((16, 20), (24, 32), (38, 40)), ((24, 28), (36, 44), (50, 52))),
    b"damr": (((0, 4),),), b"d263": (((0, 4),),), b"smhd": (((6, 8),),),
}  # fmt: skip
_GROUPS = {b"roll": 2, b"prol": 2, b"rap ": 1, b"sync": 1}  # bytes of a description, by kind
_HIGH_PROFILES = frozenset((100, 110, 122, 144, 44, 244))  # of AVC, which say more of colours
_LANGUAGE = re.compile(rb"[A-Za-z0-9-]{2,35}\0?")
FLAC_INFO = 4 + 4 + 34  # a head, and the block that says how the sound is to be read


def known_length(reader: Reader, box: Box) -> int:
    """Return how many bytes of a box's content are known; -1 for a box that must not stay.

    It may be more than there are: then all of them are.
    """
    if box.kind in _FIXED:
        lengths = _FIXED[box.kind]
        return lengths[min(_byte(reader, box, 0), len(lengths) - 1)]
    if box.kind in _COUNTED:
        count_at, first, each = _COUNTED[box.kind]
        return first + each * _number(reader, box, count_at)
    length = _OTHERS.get(box.kind)
    return -1 if length is None else length(reader, box)


def silent_parts(reader: Reader, box: Box) -> tuple[tuple[int, int], ...]:
    """Return where in a box's content bytes are reserved, or name whoever made the program."""
    parts = _SILENT.get(box.kind, ((),))
    return parts[min(_byte(reader, box, 0), len(parts) - 1)]


def _byte(reader: Reader, box: Box, at: int) -> int:
    return _number(reader, box, at, 1)


def _number(reader: Reader, box: Box, at: int, count: int = 4) -> int:
    """Return a number of a box's content; 0 where the box has ended."""
    if box.inside + at + count > box.stop:
        return 0
    return int.from_bytes(reader.exactly(box.inside + at, count))


def _edits(reader: Reader, box: Box) -> int:
    return 8 + _number(reader, box, 4) * (20 if _byte(reader, box, 0) == 1 else 12)


def _sizes(reader: Reader, box: Box) -> int:
    return 12 + (0 if _number(reader, box, 4) else 4 * _number(reader, box, 8))


def _small_sizes(reader: Reader, box: Box) -> int:
    return 12 + (_byte(reader, box, 7) * _number(reader, box, 8) + 7) // 8


def _groups(reader: Reader, box: Box) -> int:
    if reader.at(box.inside + 4, 4) not in _GROUPS:
        return -1
    head = 16 if _byte(reader, box, 0) else 12
    return head + 8 * _number(reader, box, head - 4)


def _group_kinds(reader: Reader, box: Box) -> int:
    each = _GROUPS.get(reader.at(box.inside + 4, 4))
    version = _byte(reader, box, 0)
    if each is None or version > 1 or (version == 1 and _number(reader, box, 8) != each):
        return -1
    head = 16 if version else 12
    return head + each * _number(reader, box, head - 4)


def _index(reader: Reader, box: Box) -> int:
    head = 32 if _byte(reader, box, 0) else 24
    return head + 12 * _number(reader, box, head - 2, 2)


def _entry_points(reader: Reader, box: Box) -> int:
    widths = _number(reader, box, 8)
    each = 3 + (widths >> 4 & 3) + (widths >> 2 & 3) + (widths & 3)
    each += 16 if _byte(reader, box, 0) else 8
    return 16 + each * _number(reader, box, 12)


def _fragment_head(reader: Reader, box: Box) -> int:
    flags = _number(reader, box, 0)
    return 8 + sum(8 if bit == 1 else 4 for bit in (1, 2, 8, 0x10, 0x20) if flags & bit)


def _run(reader: Reader, box: Box) -> int:
    flags = _number(reader, box, 0)
    each = sum(4 for bit in (0x100, 0x200, 0x400, 0x800) if flags & bit)
    return 8 + sum(4 for bit in (1, 4) if flags & bit) + each * _number(reader, box, 4)


def _language(reader: Reader, box: Box) -> int:
    data = reader.at(box.inside + 4, min(64, box.stop - box.inside - 4))
    match = _LANGUAGE.match(data)
    return -1 if match is None else 4 + match.end()


def _colours(reader: Reader, box: Box) -> int:
    """Return the length of colours in numbers; a profile is as long as its box."""
    kind = reader.at(box.inside, 4)
    return {b"nclx": 11, b"nclc": 10, b"prof": 1 << 32, b"rICC": 1 << 32}.get(kind, -1)


def _avc(reader: Reader, box: Box) -> int:
    at = 5
    for mask in (0x1F, 0xFF):
        count = _byte(reader, box, at) & mask
        at += 1
        for _ in range(count):
            at += 2 + _number(reader, box, at, 2)
    if _byte(reader, box, 1) in _HIGH_PROFILES and box.inside + at + 4 <= box.stop:
        count = _byte(reader, box, at + 3)
        at += 4
        for _ in range(count):
            at += 2 + _number(reader, box, at, 2)
    return at


def hevc_units(reader: Reader, box: Box) -> Iterator[tuple[int, int]]:
    """Yield where each unit of a film's HEVC setup begins and ends, in the file."""
    at = 22 if box.kind == b"hvcC" else 5
    arrays = _byte(reader, box, at)
    at += 1
    for _ in range(arrays):
        count = _number(reader, box, at + 1, 2)
        at += 3
        for _ in range(count):
            length = _number(reader, box, at, 2)
            start = box.inside + at + 2
            yield start, min(start + length, box.stop)
            at += 2 + length


def _hevc(reader: Reader, box: Box) -> int:
    head = 23 if box.kind == b"hvcC" else 6
    return max((stop - box.inside for _, stop in hevc_units(reader, box)), default=head)


def _av1(reader: Reader, box: Box) -> int:
    """Return the length up to the end of the sequence's header, the first unit of the setup."""
    first = _byte(reader, box, 4)
    if first >> 3 & 15 != 1 or not first & 2:
        return 4
    at, length, shift = 5 + (first >> 2 & 1), 0, 0
    while True:
        byte = _byte(reader, box, at)
        length |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not byte & 0x80 or shift > 28:
            return at + length


def _descriptor(reader: Reader, box: Box) -> int:
    at, length = 5, 0
    for _ in range(4):
        byte = _byte(reader, box, at)
        length = length << 7 | byte & 0x7F
        at += 1
        if not byte & 0x80:
            break
    return at + length


def _alac(reader: Reader, box: Box) -> int:
    return 28 + (24 if reader.at(box.inside + 32, 4) == b"chan" else 0)


def _opus(reader: Reader, box: Box) -> int:
    return 11 if not _byte(reader, box, 10) else 13 + _byte(reader, box, 1)


def _enhanced_ac3(reader: Reader, box: Box) -> int:
    at = 2
    for _ in range((_byte(reader, box, 1) & 7) + 1):
        at += 4 if _byte(reader, box, at + 2) >> 1 & 15 else 3
    return at + (2 if _byte(reader, box, at) == 1 else 0)


def _chapters(reader: Reader, box: Box) -> int:
    """Return the length of Nero's list of chapters: hours and names."""
    at = 9 if _byte(reader, box, 0) else 5
    for _ in range(_byte(reader, box, at - 1)):
        at += 9 + _byte(reader, box, at + 8)
    return at


def _pixels(reader: Reader, box: Box) -> int:
    return 5 + _byte(reader, box, 4)


def _auxiliary(reader: Reader, box: Box) -> int:
    """Return the length of the name of what a second picture is for, as transparency is."""
    data = reader.at(box.inside + 4, min(128, box.stop - box.inside - 4))
    match = re.match(rb"urn:(?:mpeg:[\w:.-]{1,60}|com:apple:photo:[\w:.-]{1,60})\0", data)
    return -1 if match is None else 4 + match.end()


_OTHERS: Mapping[bytes, Callable[[Reader, Box], int]] = {
    b"elst": _edits, b"stsz": _sizes, b"stz2": _small_sizes, b"sbgp": _groups,
    b"sgpd": _group_kinds, b"sidx": _index, b"tfra": _entry_points, b"tfhd": _fragment_head,
    b"trun": _run, b"elng": _language, b"colr": _colours, b"avcC": _avc, b"hvcC": _hevc,
    b"lhvC": _hevc, b"av1C": _av1, b"esds": _descriptor, b"alac": _alac, b"dOps": _opus,
    b"dec3": _enhanced_ac3, b"chpl": _chapters, b"pixi": _pixels, b"auxC": _auxiliary,
    b"dfLa": lambda _reader, _box: FLAC_INFO,
    b"a1lx": lambda reader, box: 1 + 3 * (4 if _byte(reader, box, 0) & 1 else 2),
    b"vttC": lambda _reader, box: box.stop - box.inside,  # which no camera makes
}  # fmt: skip
