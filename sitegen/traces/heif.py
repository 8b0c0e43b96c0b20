"""AVIF and HEIC: a picture that holds nothing but itself may be published, any other not.

Its parts lie at addresses that are counted from the file's start, so nothing is taken out here.

Source: ISO/IEC 23008-12, "Image File Format"; ISO/IEC 14496-12, section 8.11.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.traces.boxes import Box, boxes
from sitegen.traces.pieces import Reader

_WHOLE = frozenset((b"ftyp", b"meta", b"mdat"))
_META = frozenset((b"hdlr", b"pitm", b"iinf", b"iref", b"iprp", b"iloc", b"idat", b"dinf", b"grpl"))
_PICTURES = frozenset((b"hvc1", b"av01", b"avc1", b"jpeg", b"grid", b"iden", b"iovl", b"tmap",
                       b"lhv1", b"unci"))  # fmt: skip
_PROPERTIES = frozenset((b"ispe", b"pixi", b"colr", b"irot", b"imir", b"clap", b"pasp", b"hvcC",
                         b"av1C", b"avcC", b"auxC", b"a1op", b"a1lx", b"lsel", b"rloc", b"clli",
                         b"mdcv", b"cclv", b"amve", b"lhvC", b"oinf", b"tols"))  # fmt: skip
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
    for box in whole:
        if box.kind in _EMPTY:
            if any(any(chunk) for chunk in _content(reader, box)):
                return True
        elif box.kind not in _WHOLE or (box.kind == b"meta" and _meta_tells(reader, box)):
            return True
    return False


def _meta_tells(reader: Reader, box: Box) -> bool:
    for part in boxes(reader, box.inside + 4, box.stop):
        if part.kind not in _META:
            return True
        if part.kind == b"iinf" and not all(
            kind in _PICTURES and not name for kind, name in _items(reader, part)
        ):
            return True
        if part.kind == b"iprp" and not all(
            kind in _PROPERTIES for kind in _properties(reader, part)
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


def _properties(reader: Reader, box: Box) -> Iterator[bytes]:
    for part in boxes(reader, box.inside, box.stop):
        if part.kind == b"ipco":
            yield from (entry.kind for entry in boxes(reader, part.inside, part.stop))
        elif part.kind != b"ipma":
            yield part.kind


def _content(reader: Reader, box: Box) -> Iterator[bytes]:
    start = box.inside
    while start < box.stop:
        data = reader.at(start, min(1 << 20, box.stop - start))
        if not data:
            return
        yield data
        start += len(data)
