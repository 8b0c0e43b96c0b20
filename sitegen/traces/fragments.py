"""Fragments: where in a film that is cut into parts the pictures and sounds lie.

Source: ISO/IEC 14496-12, section 8.8, "Movie Fragments".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from sitegen.traces.boxes import Box, boxes
from sitegen.traces.pieces import Reader

_BASE, _DESCRIPTION, _DURATION, _SIZE, _FROM_FRAGMENT = 1, 2, 8, 0x10, 0x20000  # flags of tfhd
_OFFSET, _FIRST_FLAGS = 1, 4  # flags of trun
_OF_SAMPLES = (0x100, 0x200, 0x400, 0x800)  # duration, size, flags and offset of each sample


def default_sizes(reader: Reader, movie: Box) -> dict[int, int]:
    """Return how many bytes a sample of each track takes that does not say so itself."""
    return {
        struct.unpack(">I", reader.exactly(box.inside + 4, 4))[0]: struct.unpack(
            ">I", reader.exactly(box.inside + 16, 4)
        )[0]
        for extends in boxes(reader, movie.inside, movie.stop) if extends.kind == b"mvex"
        for box in boxes(reader, extends.inside, extends.stop) if box.kind == b"trex"
    }  # fmt: skip


def track_number(reader: Reader, fragment: Box) -> int:
    """Return which track a part of a fragment is of; 0 where it does not say so."""
    for box in boxes(reader, fragment.inside, fragment.stop):
        if box.kind == b"tfhd":
            return int(struct.unpack(">I", reader.exactly(box.inside + 4, 4))[0])
    return 0


def fragment_spans(
    reader: Reader, fragment: Box, sizes: Mapping[int, int]
) -> Iterator[tuple[int, int, int]]:
    """Yield the track, and where its samples begin and end, of each run of a fragment (`moof`).

    Raises:
        ValueError: a run lies outside the file.
    """
    behind = fragment.start  # the end of what the track before has here
    for part in boxes(reader, fragment.inside, fragment.stop):
        if part.kind != b"traf":
            continue
        track, base, size = track_number(reader, part), behind, 0
        for box in boxes(reader, part.inside, part.stop):
            if box.kind == b"tfhd":
                base, size = _head(reader, box, fragment.start, behind, sizes)
                behind = base
            elif box.kind == b"trun":
                start, length = _run(reader, box, base, behind, size)
                if start < 0 or start + length > reader.size:
                    raise ValueError("a film is cut short")
                yield track, start, start + length
                behind = start + length


def _head(
    reader: Reader, box: Box, fragment: int, behind: int, sizes: Mapping[int, int]
) -> tuple[int, int]:
    """Return from where offsets count, and how many bytes a sample takes."""
    flags, track = struct.unpack(">II", reader.exactly(box.inside, 8))
    at, base = box.inside + 8, fragment if flags & _FROM_FRAGMENT else behind
    if flags & _BASE:
        (base,) = struct.unpack(">Q", reader.exactly(at, 8))
        at += 8
    at += sum(4 for bit in (_DESCRIPTION, _DURATION) if flags & bit)
    if flags & _SIZE:
        return base, struct.unpack(">I", reader.exactly(at, 4))[0]
    return base, sizes.get(track, 0)


def _run(reader: Reader, box: Box, base: int, behind: int, size: int) -> tuple[int, int]:
    """Return where the samples of a run begin, and how many bytes they take."""
    flags, count = struct.unpack(">II", reader.exactly(box.inside, 8))
    at, start = box.inside + 8, behind
    if flags & _OFFSET:
        start = base + struct.unpack(">i", reader.exactly(at, 4))[0]
        at += 4
    at += 4 if flags & _FIRST_FLAGS else 0
    width = sum(4 for bit in _OF_SAMPLES if flags & bit)
    if not flags & _OF_SAMPLES[1]:
        return start, size * count
    if at + width * count > box.stop:
        raise ValueError("a table is cut short")
    skip = 4 if flags & _OF_SAMPLES[0] else 0
    table = reader.exactly(at, width * count)
    return start, sum(
        struct.unpack_from(">I", table, width * number + skip)[0] for number in range(count)
    )
