"""Samples: where in a film's data the pictures and sounds of one track lie.

Source: ISO/IEC 14496-12, section 8.7, "Track Data Layout Structures".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import accumulate

from sitegen.traces.boxes import Box, boxes
from sitegen.traces.pieces import Reader

_MOST = 64 << 20  # bytes of one table


def sample_spans(
    reader: Reader, table: Box | None, *, sound: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield where each chunk of a track begins and ends.

    Args:
        table: the track's box `stbl`.
        sound: whether it is a track of sound, whose sizes QuickTime may leave out.

    Raises:
        ValueError: a table is damaged, or a chunk lies outside the file.
    """
    if table is None:
        return
    parts = {box.kind: box for box in boxes(reader, table.inside, table.stop)}
    offsets = _offsets(reader, parts)
    if not offsets:
        return
    ends = list(accumulate(_sizes(reader, parts), initial=0))
    least = _frame_bytes(reader, parts.get(b"stsd")) if sound else 0.0
    sample = 0
    for offset, count in zip(offsets, _counts(reader, parts, len(offsets)), strict=True):
        last = sample + count
        if last >= len(ends):
            raise ValueError("a track names more samples than there are")
        stop = offset + max(ends[last] - ends[sample], int(count * least))
        if stop > reader.size:
            raise ValueError("a film is cut short")
        yield offset, stop
        sample = last


def _numbers(reader: Reader, box: Box | None, kind: str, skip: int = 8) -> tuple[int, ...]:
    """Return the numbers of a table, as many as it says that it has."""
    if box is None:
        return ()
    (count,) = struct.unpack(">I", reader.exactly(box.inside + skip - 4, 4))
    width = struct.calcsize(f">{kind}")
    if count * width > min(_MOST, box.stop - box.inside - skip):
        raise ValueError("a table is cut short")
    return struct.unpack(f">{count * kind}", reader.exactly(box.inside + skip, count * width))


def _offsets(reader: Reader, parts: dict[bytes, Box]) -> tuple[int, ...]:
    if b"co64" in parts:
        return _numbers(reader, parts[b"co64"], "Q")
    return _numbers(reader, parts.get(b"stco"), "I")


def _sizes(reader: Reader, parts: dict[bytes, Box]) -> Iterator[int]:
    box = parts.get(b"stsz")
    if box is None:
        yield from _small_sizes(reader, parts.get(b"stz2"))
        return
    size, count = struct.unpack(">II", reader.exactly(box.inside + 4, 8))
    if size:
        for _ in range(min(count, _MOST)):
            yield size
    else:
        yield from _numbers(reader, box, "I", 12)


def _frame_bytes(reader: Reader, box: Box | None) -> float:
    """Return how many bytes one sample of sound takes at least, by what its description says.

    QuickTime writes the size 1 for each sample of sound that is not packed.
    """
    if box is None or box.stop - box.inside < 8 + 8 + 28:
        return 0
    entry = box.inside + 16  # behind the count, and the entry's own length and kind
    version, channels, bits = struct.unpack(">H6xHH", reader.exactly(entry + 8, 12))
    if version == 1 and box.stop - entry >= 44:
        packet, _bytes, size = struct.unpack(">III", reader.exactly(entry + 28, 12))
        return float(size / max(1, packet))
    return float(channels * bits / 8)


def _small_sizes(reader: Reader, box: Box | None) -> Iterator[int]:
    if box is None:
        raise ValueError("a track has no sizes")
    width = reader.exactly(box.inside + 7, 1)[0]
    if width in (8, 16):
        yield from _numbers(reader, box, "B" if width == 8 else "H", 12)
        return
    (count,) = struct.unpack(">I", reader.exactly(box.inside + 8, 4))
    for byte in reader.exactly(box.inside + 12, (min(count, _MOST) + 1) // 2):
        yield byte >> 4
        yield byte & 15


def _counts(reader: Reader, parts: dict[bytes, Box], chunks: int) -> Iterator[int]:
    """Yield how many samples each chunk holds."""
    box = parts.get(b"stsc")
    if box is None:
        raise ValueError("a track does not say how its samples lie")
    (count,) = struct.unpack(">I", reader.exactly(box.inside + 4, 4))
    if count * 12 > min(_MOST, box.stop - box.inside - 8):
        raise ValueError("a table is cut short")
    runs = list(struct.iter_unpack(">III", reader.exactly(box.inside + 8, count * 12)))
    if not runs:
        raise ValueError("a track does not say how its samples lie")
    position = 0
    for number in range(1, chunks + 1):
        while position + 1 < len(runs) and runs[position + 1][0] <= number:
            position += 1
        yield runs[position][1]
