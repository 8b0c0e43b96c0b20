"""AVIF and HEIC byte by byte: a picture that holds nothing but itself, and what makes it none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.traces import heif
from sitegen.traces.boxes import boxes
from sitegen.traces.pieces import MemoryReader, bytes_of
from sitegen.traces.profiles import plain_profile
from tests.traces.film_boxes import box
from tests.traces.test_boxes import numbers
from tests.traces.test_film_bytes import After, Before, units
from tests.traces.test_pictures import colour_profile

HANDLER = box(b"hdlr", bytes(8), b"pict", bytes(13))


def published(data: bytes) -> bytes:
    reader = MemoryReader(data)
    whole = [*boxes(reader, 0, reader.size)]
    assert heif.is_still(reader, whole)
    assert not heif.tells(reader, whole)
    return b"".join(bytes_of(heif.still(reader, whole), reader))


def tells(*whole: bytes) -> bool:
    reader = MemoryReader(b"".join(whole))
    return heif.tells(reader, [*boxes(reader, 0, reader.size)])


def is_published(write: Callable[[Before], bytes]) -> None:
    before, after = write(Before()), write(After())
    assert len(before) == len(after)
    assert published(before) == after


def info(*entries: bytes, version: int = 0, more: bytes = b"") -> bytes:
    count = len(entries).to_bytes(4 if version else 2)
    return box(b"iinf", bytes([version, 0, 0, 0]), count, *entries, more)


def item(number: int, kind: bytes, name: bytes = b"", version: int = 2) -> bytes:
    said = number.to_bytes(4 if version == 3 else 2)
    return box(b"infe", bytes([version, 0, 0, 0]), said, b"\0\0", kind, name, b"\0")


def located(*each: tuple[int, int, int, int]) -> bytes:
    """Return where items lie: number, how it is counted, start and length."""
    rows = b"".join(
        number.to_bytes(2) + method.to_bytes(2) + b"\0\0\0\1" + numbers(start, length)
        for number, method, start, length in each
    )
    return b"\1\0\0\0\x44\0" + len(each).to_bytes(2) + rows


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("width", [1, 2, 4])
def test_between_the_parts_of_a_picture_nothing_is_said(version: int, width: int) -> None:
    """Behind what is known of each box, between items, and between the pictures of a HEIC."""

    def write(by: Before) -> bytes:
        coded, other = (
            units(by, width, hevc=True),
            b"of another kind" + units(Before(), width, hevc=True),
        )
        brands = b"heic\0\0\0\1mif1" + by.or_else(b"SONY", b"mif1") + by.or_else(b"SO", b"mi")
        begin = box(b"ftyp", brands)
        start = len(begin) + 8
        extra = item(2, b"av01", b"Alpha", version=3 if version else 2)
        infos = info(item(1, b"hvc1", b"Color"), extra, version=version, more=by.talk(b"t" * 7))
        two = b"\0\0\0\2" if version else b"\0\2"
        one = b"\0\0\0\1" if version else b"\0\1"
        refs = box(b"iref", bytes([version, 0, 0, 0]), box(b"auxl", two, b"\0\1", one, by.more()),
                   by.gone(b"cdsc", two, b"\0\1", one), by.talk())  # fmt: skip
        said = b"\x4e\1\5\4" + by.or_else(b"talk", b"\xff" * 4) + b"\x80"
        setup = (
            b"\1"
            + bytes(20)
            + bytes([0xFC | width - 1])
            + b"\1\x27\0\1"
            + len(said).to_bytes(2)
            + said
        )
        colours = colour_profile(b"the maker")
        properties = box(
            b"ipco",
            box(b"hvcC", setup, by.more()),
            box(b"ispe", bytes(4), numbers(4, 4), by.more()),
            box(b"colr", b"prof", by.or_else(colours, plain_profile(colours))),
            box(b"colr", b"rICC", by.talk(b"no profile")),
            box(b"colr", b"nclx" + b"1234567", by.more()),
            by.talk(),
        )
        flags = bytes([version, 0, 0, version])
        each = b"\2" + (b"\0\1\0\2" if version else b"\1\2")
        which = box(b"ipma", flags, numbers(2), one, each, two, b"\0", by.more())
        groups = box(
            b"grpl",
            box(b"altr", bytes(4) + numbers(7, 2, 1, 2), by.more()),
            by.gone(b"mine", b"t"),
            by.talk(),
        )
        main = box(b"pitm", bytes([version, 0, 0, 0]), one, by.more())
        inside = b"in the box"
        rows = (
            (1, 0, start + 3, len(coded)),
            (2, 0, start + 3 + len(coded) + 2, len(other)),
            (9, 1, 2, 10),
        )
        meta = box(
            b"meta",
            bytes(4),
            box(b"hdlr", bytes(8), b"pict", bytes(12), by.talk(b"\0") + by.more()),
            main,
            infos,
            refs,
            box(
                b"iprp",
                *((which, properties) if version else (properties, which)),
                by.talk(b"t" * 7),
            ),
            box(b"iloc", located(*rows), by.more()),
            box(b"idat", by.talk(b"tt"), inside, by.more()),
            by.gone(b"dinf", box(b"dref", b"talk")),
            groups,
            by.talk(b"tt"),
        )
        return begin + box(b"mdat", by.talk(b"ttt"), coded, by.talk(b"tt"), other, by.talk()) + meta

    is_published(write)


def test_a_picture_without_a_table_of_items_keeps_its_data() -> None:
    plain = box(b"ftyp", b"avif" + bytes(4)) + box(b"mdat", b"seen")
    plain += box(b"meta", bytes(4), HANDLER, box(b"idat", b"seen"))
    assert published(plain) == plain
    assert published(plain + box(b"free", bytes(9)) + box(b"skip")) == plain + box(
        b"free", bytes(9)
    ) + box(b"skip")


def test_what_is_a_picture_its_handler_says() -> None:
    for handler, still in ((b"pict", True), (b"mdir", False)):
        data = box(b"mdat") + box(b"meta", bytes(4), box(b"hdlr", bytes(8), handler, bytes(13)))
        reader = MemoryReader(data)
        assert heif.is_still(reader, [*boxes(reader, 0, reader.size)]) == still


PROPERTIES = (
    b"ispe pixi irot imir clap pasp hvcC av1C avcC a1op a1lx lsel clli mdcv amve lhvC"
).split()


def test_of_its_own_parts_a_picture_may_hold_each() -> None:
    ftyp = box(b"ftyp", b"avif" + bytes(4))
    assert not tells(ftyp, box(b"meta", bytes(4), HANDLER))
    assert not tells(ftyp, box(b"free", bytes(9)), box(b"skip", bytes(9)))
    for kind in (b"hvc1", b"av01", b"avc1", b"grid", b"iden", b"iovl", b"tmap", b"lhv1", b"unci"):
        for version in (0, 1):
            for name in (b"", b"Color", b"Alpha"):
                for of in (2, 3):
                    each = item(1, kind, name, of)
                    assert not tells(box(b"meta", bytes(4), info(each, each, version=version)))
    for kind in PROPERTIES:
        assert not tells(
            box(b"meta", bytes(4), box(b"iprp", box(b"ipco", box(kind, bytes(40))), box(b"ipma")))
        )


@pytest.mark.parametrize(
    "part",
    [
        box(b"xml ", b"talk"),
        info(item(1, b"hvc1"), item(2, b"Exif")),
        info(item(1, b"Exif"), item(2, b"hvc1"), version=1),
        info(item(1, b"hvc1", b"talk")),
        info(item(1, b"hvc1", b"ColorX", version=3)),
        info(item(1, b"hvc1", version=1)),
        info(box(b"talk", b"\2\0\0\0\0\1\0\0hvc1\0")),
        box(b"iprp", box(b"ipco", box(b"udes", b"talk"))),
        box(b"iprp", box(b"ipco", box(b"ispe", bytes(12)), box(b"colr", b"mine"))),
        box(b"iprp", box(b"auxC", b"talk")),
        box(b"iprp", box(b"talk")),
        box(b"dinf") + box(b"dinf"),
    ],
)
def test_what_else_a_picture_holds_tells(part: bytes) -> None:
    """EXIF, names, descriptions, parts of a maker's own: each makes it one to export anew."""
    assert tells(box(b"ftyp", b"heic"), box(b"meta", bytes(4), HANDLER, part))


def test_a_handler_that_names_somebody_tells() -> None:
    for words in (b"t" + bytes(12), bytes(11) + b"t\0"):
        assert tells(box(b"meta", bytes(4), box(b"hdlr", bytes(8), b"pict", words)))


def test_boxes_beside_a_picture_tell() -> None:
    for kind in (b"uuid", b"jumb", b"moov"):
        assert tells(box(b"ftyp", b"heic"), box(kind))
    assert tells(box(b"meta", bytes(4), HANDLER), box(b"meta", bytes(4)))
    for at in (0, 8, 1 << 20, (1 << 20) + 8):
        content = bytearray((1 << 20) + 9)
        content[at] = 1
        assert tells(box(b"free", bytes(content)))
    assert not tells(box(b"free", bytes((1 << 20) + 9)))
