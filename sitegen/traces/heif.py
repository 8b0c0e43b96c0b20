"""AVIF and HEIC: a picture that holds nothing but itself may be published, any other not.

Its parts lie at addresses that are counted from the file's start, so nothing moves: a part that
tells is no picture's, and refused; what lies between the parts, or behind what is known of
them, becomes zeros.

Source: ISO/IEC 23008-12, "Image File Format"; ISO/IEC 14496-12, section 8.11.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.traces.boxes import Box, boxes
from sitegen.traces.film_boxes import BRANDS
from sitegen.traces.film_parts import hevc_units, known_length
from sitegen.traces.film_units import sample_patches, unit_patches
from sitegen.traces.items import Items, gaps, item_table
from sitegen.traces.pieces import Patch, Piece, Reader, Zeros, with_patches
from sitegen.traces.profiles import plain_profile

_WHOLE = frozenset((b"ftyp", b"meta", b"mdat"))
_META = frozenset((b"hdlr", b"pitm", b"iinf", b"iref", b"iprp", b"iloc", b"idat", b"dinf", b"grpl"))
_PICTURES = frozenset((b"hvc1", b"av01", b"avc1", b"grid", b"iden", b"iovl", b"tmap",
                       b"lhv1", b"unci"))  # fmt: skip
_PROPERTIES = frozenset((b"ispe", b"pixi", b"colr", b"irot", b"imir", b"clap", b"pasp", b"hvcC",
                         b"av1C", b"avcC", b"auxC", b"a1op", b"a1lx", b"lsel", b"clli",
                         b"mdcv", b"amve", b"lhvC"))  # fmt: skip
_REFERENCES = frozenset((b"thmb", b"auxl", b"dimg", b"prem", b"base", b"exbl", b"pred", b"tbas"))
_GROUPS = frozenset((b"altr", b"ster", b"eqiv"))
_EMPTY = frozenset((b"free", b"skip"))


def is_still(reader: Reader, whole: list[Box]) -> bool:
    """Say whether a file of boxes is a picture and not a film."""
    return any(
        box.kind == b"meta" and reader.at(box.inside + 4 + 16, 4) == b"pict" for box in whole
    )


def tells(reader: Reader, whole: list[Box]) -> bool:
    """Say whether a picture may hold more than its picture.

    Raises:
        ValueError: it is damaged.
    """
    if sum(box.kind == b"meta" for box in whole) > 1:
        return True
    for box in whole:
        if box.kind in _EMPTY:
            if any(any(chunk) for chunk in _content(reader, box)):
                return True
        elif box.kind not in _WHOLE or (box.kind == b"meta" and _meta_tells(reader, box)):
            return True
    return False


def still(reader: Reader, whole: list[Box]) -> list[Piece]:
    """Return the pieces of a picture that does not tell, without what lies between its parts.

    Raises:
        ValueError: it is damaged.
    """
    patches: list[Patch] = []
    parts = {
        part.kind: part
        for box in whole if box.kind == b"meta"
        for part in boxes(reader, box.inside + 4, box.stop)
    }  # fmt: skip
    items = item_table(reader, parts.get(b"iloc"), parts.get(b"idat"))
    for box in whole:
        if box.kind == b"ftyp":
            patches += _brands(reader, box)
        elif box.kind == b"mdat" and b"iloc" in parts:
            patches += gaps(box, items.spans)
        elif box.kind == b"meta":
            patches += _tail(reader, box.inside + 4, box.stop)
    if b"iloc" in parts:
        patches += _rest(parts[b"iloc"], items.known)
    for kind, part in parts.items():
        patches += _part(reader, kind, part, items)
    width, kinds = _unit_width(reader, parts), dict(_kinds_by_number(reader, parts))
    for number, start, stop in items.extents:
        if width and kinds.get(number) == b"hvc1":
            patches += sample_patches(reader, start, stop, width, hevc=True)
    return with_patches(reader.size, patches)


def _brands(reader: Reader, box: Box) -> Iterator[Patch]:
    """Keep of a picture's kinds those that name no maker."""
    for at in range(box.inside, box.stop, 4):
        brand = reader.exactly(at, min(4, box.stop - at))
        if at != box.inside + 4 and brand not in BRANDS:
            yield at, b"mif1"[: len(brand)]


def _part(reader: Reader, kind: bytes, part: Box, items: Items) -> Iterator[Patch]:
    match kind:
        case b"hdlr":
            yield part.inside + 12, Zeros(part.stop - part.inside - 12)
        case b"pitm":
            yield from _rest(part, 8 if reader.exactly(part.inside, 1) != b"\0" else 6)
        case b"idat" if items.known:
            yield from gaps(part, items.spans)
        case b"iinf":
            head = 6 if reader.exactly(part.inside, 1) == b"\0" else 8
            yield from _tail(reader, part.inside + head, part.stop)
        case b"iref":
            yield from _references(reader, part)
        case b"iprp":
            yield from _properties_plain(reader, part)
        case b"dinf":
            yield from _blank(part)
        case b"grpl":
            for group in boxes(reader, part.inside, part.stop):
                if group.kind in _GROUPS:
                    count = int.from_bytes(reader.exactly(group.inside + 8, 4))
                    yield from _rest(group, 12 + 4 * count)
                else:
                    yield from _blank(group)
            yield from _tail(reader, part.inside, part.stop)


def _references(reader: Reader, part: Box) -> Iterator[Patch]:
    width = 2 if reader.exactly(part.inside, 1) == b"\0" else 4
    for reference in boxes(reader, part.inside + 4, part.stop):
        if reference.kind in _REFERENCES:
            count = int.from_bytes(reader.exactly(reference.inside + width, 2))
            yield from _rest(reference, width + 2 + width * count)
        else:
            yield from _blank(reference)
    yield from _tail(reader, part.inside + 4, part.stop)


def _properties_plain(reader: Reader, part: Box) -> Iterator[Patch]:
    yield from _tail(reader, part.inside, part.stop)
    for box in boxes(reader, part.inside, part.stop):
        if box.kind == b"ipma":
            yield from _rest(box, _associations(reader, box))
            continue
        yield from _tail(reader, box.inside, box.stop)
        for entry in boxes(reader, box.inside, box.stop):
            if entry.kind in (b"hvcC", b"lhvC"):
                for start, stop in hevc_units(reader, entry):
                    yield from unit_patches(reader, start, stop, hevc=True)
            if entry.kind == b"colr" and reader.at(entry.inside, 4) in (b"prof", b"rICC"):
                profile = reader.exactly(entry.inside + 4, entry.stop - entry.inside - 4)
                yield entry.inside + 4, plain_profile(profile) or bytes(len(profile))
            else:
                yield from _rest(entry, known_length(reader, entry))


def _associations(reader: Reader, box: Box) -> int:
    """Return how long the table is that says which properties each item has."""
    flags = int.from_bytes(reader.exactly(box.inside, 4))
    number, each = 2 if flags < 1 << 24 else 4, 2 if flags & 1 else 1
    at = 8
    for _ in range(int.from_bytes(reader.exactly(box.inside + 4, 4))):
        at += number + 1 + each * reader.exactly(box.inside + at + number, 1)[0]
    return at


def _kinds_by_number(reader: Reader, parts: dict[bytes, Box]) -> Iterator[tuple[int, bytes]]:
    """Yield number and kind of each item."""
    if b"iinf" not in parts:
        return
    box = parts[b"iinf"]
    head = 6 if reader.exactly(box.inside, 1) == b"\0" else 8
    for entry in boxes(reader, box.inside + head, box.stop):
        width = 2 if reader.exactly(entry.inside, 1)[0] <= 2 else 4
        number = int.from_bytes(reader.exactly(entry.inside + 4, width))
        yield number, reader.exactly(entry.inside + 4 + width + 2, 4)


def _unit_width(reader: Reader, parts: dict[bytes, Box]) -> int:
    """Return how many bytes say how long a unit of HEVC is; 0 where there is none."""
    if b"iprp" not in parts:
        return 0
    for box in boxes(reader, parts[b"iprp"].inside, parts[b"iprp"].stop):
        if box.kind == b"ipco":
            for entry in boxes(reader, box.inside, box.stop):
                if entry.kind == b"hvcC":
                    return (reader.exactly(entry.inside + 21, 1)[0] & 3) + 1
    return 0


def _rest(box: Box, known: int) -> Iterator[Patch]:
    if box.stop - box.inside > known:
        yield box.inside + known, Zeros(box.stop - box.inside - known)


def _tail(reader: Reader, start: int, stop: int) -> Iterator[Patch]:
    """Yield zeros for what stands behind boxes and is too short for one."""
    for box in boxes(reader, start, stop):
        start = box.stop
    if start < stop:
        yield start, Zeros(stop - start)


def _blank(box: Box) -> Iterator[Patch]:
    yield box.start + 4, b"free"
    if box.stop > box.inside:
        yield box.inside, Zeros(box.stop - box.inside)


def _meta_tells(reader: Reader, box: Box) -> bool:
    seen: set[bytes] = set()
    for part in boxes(reader, box.inside + 4, box.stop):
        if part.kind not in _META or part.kind in seen:  # of two, one would not be read
            return True
        seen.add(part.kind)
        if part.kind == b"iinf" and not all(
            kind in _PICTURES and not name for kind, name in _items(reader, part)
        ):
            return True
        if part.kind == b"iprp" and not all(
            entry.kind in _PROPERTIES and known_length(reader, entry) >= 0
            for entry in _properties(reader, part)
        ):
            return True
        if part.kind == b"hdlr" and any(reader.exactly(part.inside + 12, 12)):
            return True
    return False


def _items(reader: Reader, box: Box) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and name of each item."""
    head = 6 if reader.exactly(box.inside, 1) == b"\0" else 8
    for entry in boxes(reader, box.inside + head, box.stop):
        version = reader.exactly(entry.inside, 1)[0]
        if entry.kind != b"infe" or version < 2:
            yield b"", b""
            continue
        at = entry.inside + (8 if version == 2 else 10)
        name = reader.exactly(at + 4, max(0, entry.stop - at - 4))
        kind = reader.exactly(at, 4)
        yield kind, name.partition(b"\0")[0].replace(b"Color", b"").replace(b"Alpha", b"")


def _properties(reader: Reader, box: Box) -> Iterator[Box]:
    for part in boxes(reader, box.inside, box.stop):
        if part.kind == b"ipco":
            yield from boxes(reader, part.inside, part.stop)
        elif part.kind != b"ipma":
            yield part


def _content(reader: Reader, box: Box) -> Iterator[bytes]:
    start = box.inside
    while start < box.stop:
        data = reader.at(start, min(1 << 20, box.stop - start))
        if not data:
            return
        yield data
        start += len(data)
