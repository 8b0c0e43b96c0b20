"""Boxes one by one: how much of each is known, and where samples and items lie."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pytest

from sitegen.traces import film_units
from sitegen.traces.boxes import Box, boxes, is_of_boxes
from sitegen.traces.film_parts import hevc_units, known_length, silent_parts
from sitegen.traces.film_units import is_message, sample_patches, unit_patches
from sitegen.traces.fragments import default_sizes, fragment_spans, track_number
from sitegen.traces.items import gaps, item_table
from sitegen.traces.pieces import MemoryReader, Zeros
from sitegen.traces.samples import sample_spans
from tests.traces.film_boxes import box


def numbers(*each: int, kind: str = "I") -> bytes:
    return struct.pack(f">{len(each)}{kind}", *each)


def content_of(kind: bytes, content: bytes) -> tuple[MemoryReader, Box]:
    """Return a box that neither begins nor ends with what it lies in."""
    data = b"before!!" + box(kind, content) + b"\xff" * 64
    return MemoryReader(data), Box(kind, 8, 16, 16 + len(content))


# Boxes


def test_boxes_lie_one_after_another() -> None:
    long = struct.pack(">I4sQ", 1, b"mdat", 19) + b"abc"
    data = b"?" + box(b"free") + box(b"moov", b"four") + long + box(b"last", b"x")
    last = len(data) - 9
    reader = MemoryReader(data + b"1234567")
    assert [*boxes(reader, 1, len(data) + 7)] == [
        (b"free", 1, 9, 9),
        (b"moov", 9, 17, 21),
        (b"mdat", 21, 37, 40),
        (b"last", last, last + 8, last + 9),
    ]
    endless = MemoryReader(box(b"free") + struct.pack(">I4s", 0, b"mdat") + b"to the end")
    assert [*boxes(endless, 0, endless.size)] == [(b"free", 0, 8, 8), (b"mdat", 8, 16, 26)]
    for cut in (
        struct.pack(">I4s", 7, b"moov"),
        struct.pack(">I4s", 9, b"moov"),
        struct.pack(">I4sQ", 1, b"moov", 15),
        struct.pack(">I4sQ", 1, b"moov", 17),
    ):
        with pytest.raises(ValueError, match="a box is cut short"):
            list(boxes(MemoryReader(cut), 0, len(cut)))


def test_a_file_of_boxes_has_one_of_a_film() -> None:
    for kind in (b"ftyp", b"moov", b"moof"):
        data = box(b"free") + box(kind)
        assert is_of_boxes(MemoryReader(data))
        assert not is_of_boxes(MemoryReader(data + b"\0\0\0\x09text"))
    assert not is_of_boxes(MemoryReader(box(b"free") + box(b"mdat")))


# What is known

FIXED = {
    "mvhd": (100, 112), "tkhd": (84, 96), "mdhd": (24, 36), "mehd": (8, 12), "tfdt": (8, 12),
    "cslg": (24, 44), "vmhd": (12,), "smhd": (8,), "nmhd": (4,), "sthd": (4,), "gmin": (16,),
    "text": (36,), "trex": (24,), "mfhd": (8,), "mfro": (8,), "clef": (12,), "prof": (12,),
    "enof": (12,), "pasp": (8,), "clap": (32,), "fiel": (2,), "gama": (4,), "btrt": (12,),
    "mdcv": (24,), "clli": (4,), "SmDm": (28,), "CoLL": (8,), "dvcC": (24,), "dvvC": (24,),
    "vpcC": (12,), "pcmC": (6,), "damr": (9,), "d263": (7,), "dac3": (3,), "amve": (8,),
    "hfov": (4,), "st3d": (5,), "frma": (4,), "enda": (2,), "mp4a": (4,), "\0\0\0\0": (0,),
    "svhd": (4,), "prhd": (16,), "equi": (20,), "cbmp": (12,), "stri": (5,), "hero": (5,),
    "dadj": (8,), "prji": (8,), "ispe": (12,), "irot": (1,), "imir": (1,), "a1op": (1,),
    "lsel": (2,),
}  # fmt: skip


@pytest.mark.parametrize("kind", FIXED)
def test_a_box_is_as_long_as_its_kind(kind: str) -> None:
    """By its version, where there are two; the lengths are those of its standard."""
    for version, length in enumerate(FIXED[kind]):
        assert known_length(*content_of(kind.encode(), bytes([version]) + bytes(150))) == length
    assert known_length(*content_of(kind.encode(), b"\xff" * 150)) == FIXED[kind][-1]
    assert known_length(*content_of(kind.encode(), b"")) == FIXED[kind][0]


def test_of_some_boxes_bytes_say_nothing() -> None:
    """They are reserved, or name a vendor."""
    silent = {
        (b"mvhd", 0): ((26, 36), (72, 96)), (b"mvhd", 1): ((38, 48), (84, 108)),
        (b"tkhd", 0): ((16, 20), (24, 32), (38, 40)), (b"tkhd", 1): ((24, 28), (36, 44), (50, 52)),
        (b"damr", 0): ((0, 4),), (b"d263", 7): ((0, 4),), (b"smhd", 0): ((6, 8),),
        (b"mdhd", 0): (), (b"stts", 1): (),
    }  # fmt: skip
    for (kind, version), parts in silent.items():
        assert silent_parts(*content_of(kind, bytes([version]) * 120)) == parts


VERSION_1 = b"\1\0\0\0"
AVC = b"\1%s\0\x1e\xff\xe2\0\3sps\0\1s\1\0\3pps"
HEVC = b"\1" + bytes(21) + b"\2\x20\0\1\0\3vps\x21\0\2\0\1s\0\2ss"


def tables() -> Iterator[tuple[str, bytes, int]]:
    """Yield the kind of a box, what it holds, and how much of that is known."""
    for kind, each in {"stts": 8, "ctts": 8, "stsc": 12, "stco": 4, "co64": 8, "stss": 4,
                       "stps": 4}.items():  # fmt: skip
        yield kind, numbers(0, 3), 8 + 3 * each
        yield kind, numbers(0x01000000, 0), 8
    yield "chan", numbers(0, 1, 2, 2, 9), 16 + 40
    yield "elst", numbers(0, 2), 8 + 24
    yield "elst", numbers(0x01000000, 2), 8 + 40
    yield "elst", numbers(0x02000000, 2), 8 + 24
    yield "stsz", numbers(0, 0, 5), 12 + 20
    yield "stsz", numbers(0, 7, 5), 12
    for width, known in ((4, 15), (8, 17), (16, 22)):
        yield "stz2", numbers(0, width, 5), known
    yield "stz2", numbers(0, 4, 6), 15
    for grouping in (b"roll", b"prol", b"rap ", b"sync"):
        yield "sbgp", bytes(4) + grouping + numbers(3), 12 + 24
        yield "sbgp", VERSION_1 + grouping + numbers(9, 3), 16 + 24
        each = 2 if grouping[2:] == b"ol" or grouping == b"roll" else 1
        yield "sgpd", bytes(4) + grouping + numbers(3), 12 + 3 * each
        yield "sgpd", VERSION_1 + grouping + numbers(each, 3), 16 + 3 * each
        yield "sgpd", VERSION_1 + grouping + numbers(each + 1, 3), -1
        yield "sgpd", b"\2\0\0\0" + grouping + numbers(each, 3), -1
    yield "sbgp", bytes(4) + b"mine" + numbers(3), -1
    yield "sgpd", bytes(4) + b"mine" + numbers(3), -1
    yield "sidx", bytes(20) + b"\xff\xff\0\3", 24 + 36
    yield "sidx", VERSION_1 + bytes(24) + b"\xff\xff\0\3", 32 + 36
    for widths, each in ((0, 11), (3, 14), (0x0C, 14), (0x30, 14), (0x1B, 3 + 8 + 1 + 2 + 3)):
        yield "tfra", numbers(0, 1, widths, 2), 16 + 2 * each
        yield "tfra", numbers(0x01000000, 1, widths, 2), 16 + 2 * (each + 8)
    for flag, more in ((0, 0), (1, 8), (2, 4), (8, 4), (0x10, 4), (0x20, 4), (4, 0), (0x20000, 0),
                       (0x3B, 24)):  # fmt: skip
        yield "tfhd", numbers(flag, 1), 8 + more
    for flag, head, each in (
        (0, 0, 0),
        (1, 4, 0),
        (4, 4, 0),
        (2, 0, 0),
        (0x100, 0, 4),
        (0x200, 0, 4),
        (0x400, 0, 4),
        (0x800, 0, 4),
        (0x1000, 0, 0),
        (0xF05, 8, 16),
    ):
        yield "trun", numbers(flag, 3), 8 + head + 3 * each
    yield "elng", bytes(4) + b"pt-BR\0", 10
    yield "elng", bytes(4) + b"pt-BR", 9
    yield "elng", bytes(4) + b"pt", 6
    yield "elng", bytes(4) + b"p\0", -1
    yield "elng", bytes(4) + b"p" * 36, 39
    yield "colr", b"nclx", 11
    yield "colr", b"nclc", 10
    yield "colr", b"prof", 1 << 32
    yield "colr", b"rICC", 1 << 32
    yield "colr", b"mine", -1
    for profile in (66, 77, 88):
        yield "avcC", AVC % bytes([profile]), 6 + 5 + 3 + 1 + 5
    for profile in (100, 110, 122, 144, 44, 244):
        yield "avcC", AVC % bytes([profile]), 20
        yield "avcC", AVC % bytes([profile]) + b"\xfd\xf8\xf8", 20
        yield "avcC", AVC % bytes([profile]) + b"\xfd\xf8\xf8\0", 24
        yield "avcC", AVC % bytes([profile]) + b"\xfd\xf8\xf8\2\0\3ext\0\1e", 24 + 5 + 3
    yield "avcC", (AVC % b"\x4d") + b"\xfd\xf8\xf8\2\0\3ext", 20
    yield "hvcC", HEVC, len(HEVC)
    yield "hvcC", bytes(22) + b"\0", 23
    yield "lhvC", bytes(5) + HEVC[22:], len(HEVC) - 17
    yield "lhvC", bytes(5) + b"\0", 6
    yield "av1C", b"\x81\0\0\0\x0a\4head", 10
    yield "av1C", b"\x81\0\0\0\x0e\0\4head", 11
    yield "av1C", b"\x81\0\0\0\x0a\x84\1head", 4 + 1 + 2 + 4 + 128
    yield "av1C", b"\x81\0\0\0\x0a\x80\x80\x80\x80\x80\1", 10
    yield "av1C", b"\x81\0\0\0\x08\4head", 4
    yield "av1C", b"\x81\0\0\0\x12\4head", 4
    yield "av1C", b"\x81\0\0\0", 4
    yield "esds", bytes(4) + b"\3\4", 6 + 4
    yield "esds", bytes(4) + b"\3\x81\4", 7 + 132
    yield "esds", bytes(4) + b"\3\x80\x80\x80\4\4", 9 + 4
    yield "esds", bytes(4) + b"\3\x80\x80\x80\x84\4", 9 + 4
    yield "alac", bytes(40), 28
    yield "alac", bytes(32) + b"chan", 52
    yield "dOps", bytes(2) + bytes(8) + b"\0", 11
    yield "dOps", b"\0\6" + bytes(8) + b"\1", 13 + 6
    yield "dec3", b"\0\0" + bytes(3), 5
    yield "dec3", b"\0\1" + bytes(6), 8
    yield "dec3", b"\0\xf8" + bytes(3) + b"\1\x10", 7
    yield "dec3", b"\0\0" + bytes(2) + b"\2\x01", 6
    yield "dec3", b"\0\0" + bytes(2) + b"\x1e\x01\1\x10", 8
    yield "dec3", b"\0\0" + bytes(2) + b"\x21", 5
    yield "chpl", bytes(4) + b"\2" + bytes(8) + b"\3one" + bytes(8) + b"\0", 5 + 12 + 9
    yield "chpl", b"\1" + bytes(7) + b"\1" + bytes(8) + b"\3one", 9 + 12
    yield "pixi", bytes(4) + b"\3", 8
    yield "auxC", bytes(4) + b"urn:mpeg:hevc:2015:auxid:1\0talk", 31
    yield "auxC", bytes(4) + b"urn:com:apple:photo:2020:aux:hdrgainmap\0", 44
    yield "auxC", bytes(4) + b"urn:mpeg:" + b"x" * 60 + b"\0", 74
    yield "auxC", bytes(4) + b"urn:mpeg:" + b"x" * 61 + b"\0", -1
    yield "auxC", bytes(4) + b"urn:com:apple:photo:" + b"x" * 60 + b"\0", 85
    yield "auxC", bytes(4) + b"urn:com:apple:photo:" + b"x" * 61 + b"\0", -1
    yield "auxC", bytes(4) + b"urn:mine:1\0", -1
    yield "auxC", bytes(4) + b"urn:mpeg:1", -1
    yield "dfLa", b"", 42
    yield "a1lx", b"\0", 7
    yield "a1lx", b"\1", 13
    yield "a1lx", b"\2", 7
    yield "vttC", b"WEBVTT", 6
    yield "none", b"talk", -1


@pytest.mark.parametrize(("kind", "content", "known"), list(tables()))
def test_so_much_of_a_box_is_known(kind: str, content: bytes, known: int) -> None:
    """What stands behind it changes nothing of that, and what would stand there is 0."""
    assert known_length(*content_of(kind.encode(), content)) == known


def test_units_of_a_setup_lie_in_its_arrays() -> None:
    for kind, content in ((b"hvcC", HEVC), (b"lhvC", bytes(5) + HEVC[22:])):
        reader, part = content_of(kind, content)
        units = [bytes(reader.at(start, stop - start)) for start, stop in hevc_units(reader, part)]
        assert units == [b"vps", b"s", b"ss"]
        reader, part = content_of(kind, content[:-1])
        assert [*hevc_units(reader, part)][-1] == (part.stop - 1, part.stop)


# Units


def test_units_of_messages_are_known_by_their_first_byte() -> None:
    avc = {first for first in range(256) if is_message(first, hevc=False)}
    hevc = {first for first in range(256) if is_message(first, hevc=True)}
    assert avc == {6 + step for step in range(0, 256, 32)}
    assert hevc == {78, 79, 80, 81, 206, 207, 208, 209}


def unit(data: bytes, hevc: bool = False) -> bytes:
    """Return a unit as it is published."""
    after = bytearray(b"??" + data)
    for start, new in unit_patches(MemoryReader(b"??" + data), 2, 2 + len(data), hevc=hevc):
        assert isinstance(new, bytes)
        after[start : start + len(new)] = new
    return bytes(after[2:])


@pytest.mark.parametrize("head", [b"\6", b"\x4e\1"], ids=["avc", "hevc"])
def test_messages_of_anybodys_own_become_ones(head: bytes) -> None:
    """Their length stays, and so do captions, other kinds, and guards between zeros."""
    hevc = len(head) == 2
    captions = [b"\xb5\0\x31GA", b"\xb5\0\x3bab", b"\xb5\0\x3cab", b"\x26\0\4ab"]
    seen = b"".join(bytes([4, len(each)]) + each for each in captions) + b"\1\2ab\x86\1c\xff\5\1d"
    own = b"\5\4talk" + seen + b"\4\5\xb5\0\x32ab" + b"\5\0" + b"\5\1t"
    after = b"\5\4" + b"\xff" * 4 + seen + b"\4\5" + b"\xff" * 5 + b"\5\0" + b"\5\1\xff"
    assert unit(head + seen + own + b"\x80", hevc) == head + seen + after + b"\x80"
    assert unit(head + own, hevc) == head + after
    long = b"\5\xff\x2d" + b"t" * 300
    assert unit(head + long + seen, hevc) == head + b"\5\xff\x2d" + b"\xff" * 300 + seen
    assert unit(head + b"\5\x63talk", hevc) == head + b"\5\x63" + b"\xff" * 4
    guarded = b"\5\7a\0\0\3b\0\1c" + b"\1\1d"
    assert unit(head + guarded, hevc) == head + b"\5\7\xff\0\0\3" + b"\xff" * 4 + b"\1\1d"
    assert unit(head, hevc) == head
    assert unit(b"\x65" + own, hevc) == b"\x65" + own


def test_a_unit_of_messages_of_megabytes_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film_units, "_MOST", 8)
    assert unit(b"\6\5\5talks") == b"\6\5\5" + b"\xff" * 5
    with pytest.raises(ValueError, match="a message is too long"):
        unit(b"\6\5\6talks!")


@pytest.mark.parametrize("width", [1, 2, 4])
def test_units_of_a_sample_lie_one_after_another(width: int) -> None:
    def said(*units: bytes) -> bytes:
        return b"".join(len(each).to_bytes(width) + each for each in units)

    before = said(b"\x09\x10", b"\6\5\4talk\x80", b"\x65picture", b"\6\5\1t")
    after = said(b"\x09\x10", b"\6\5\4\xff\xff\xff\xff\x80", b"\x65picture", b"\6\5\1\xff")
    for more in (b"", b"\xff" * width, (9).to_bytes(width) + b"\6\5\4talk"):
        data = b"??" + before + more
        result = bytearray(data)
        for start, new in sample_patches(
            MemoryReader(data + b"?"), 2, len(data), width, hevc=False
        ):
            assert isinstance(new, bytes)
            result[start : start + len(new)] = new
        assert bytes(result) == b"??" + after + more


# Samples


def table_of(*parts: bytes) -> tuple[MemoryReader, Box]:
    data = b"?" * 8 + box(b"stbl", *parts)
    return MemoryReader(data.ljust(5000, b"?")), Box(b"stbl", 8, 16, len(data))


def spans(*parts: bytes, sound: bool = False) -> list[tuple[int, int]]:
    reader, table = table_of(*parts)
    return [*sample_spans(reader, table, sound=sound)]


def runs(*each: tuple[int, int]) -> bytes:
    listed = b"".join(numbers(first, count, 1) for first, count in each)
    return box(b"stsc", numbers(0, len(each)), listed)


SIZES = box(b"stsz", numbers(0, 0, 6, 1, 2, 3, 4, 5, 6))
OFFSETS = box(b"stco", numbers(0, 3, 1000, 2000, 3000))


def test_chunks_hold_as_many_samples_as_their_run_says() -> None:
    assert spans(SIZES, OFFSETS, runs((1, 2))) == [(1000, 1003), (2000, 2007), (3000, 3011)]
    assert spans(SIZES, OFFSETS, runs((1, 1), (2, 3), (3, 2))) == [
        (1000, 1001), (2000, 2009), (3000, 3011),
    ]  # fmt: skip
    assert spans(SIZES, OFFSETS, runs((1, 1), (3, 4))) == [(1000, 1001), (2000, 2002), (3000, 3018)]
    far = box(b"co64", numbers(0, 1) + numbers(1500, kind="Q"))
    assert spans(SIZES, OFFSETS, far, runs((1, 6))) == [(1500, 1521)]
    assert spans(box(b"stsz", numbers(0, 9, 6)), OFFSETS, runs((1, 2))) == [
        (1000, 1018), (2000, 2018), (3000, 3018),
    ]  # fmt: skip
    at_the_end = box(b"stco", numbers(0, 1, 5000 - 21))
    assert spans(SIZES, at_the_end, runs((1, 6))) == [(4979, 5000)]
    assert spans(SIZES, runs((1, 6))) == []
    assert [*sample_spans(MemoryReader(b""), None)] == []


@pytest.mark.parametrize(
    ("width", "sizes"), [(4, b"\x12\x34\x56"), (4, b"\x12\x34\x56\xff"), (8, bytes(range(1, 7))),
                         (16, numbers(*range(1, 7), kind="H"))],
)  # fmt: skip
def test_small_sizes_are_read_in_each_width(width: int, sizes: bytes) -> None:
    small = box(b"stz2", numbers(0, width, 6), sizes)
    assert spans(small, OFFSETS, runs((1, 2))) == [(1000, 1003), (2000, 2007), (3000, 3011)]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([OFFSETS, runs((1, 2))], "a track has no sizes"),
        ([SIZES, OFFSETS], "does not say how its samples lie"),
        ([SIZES, OFFSETS, runs()], "does not say how its samples lie"),
        ([SIZES, OFFSETS, runs((1, 3))], "names more samples than there are"),
        ([SIZES, box(b"stco", numbers(0, 1, 5000 - 20)), runs((1, 6))], "a film is cut short"),
        ([SIZES, box(b"stco", numbers(0, 3, 1, 2)), runs((1, 2))], "a table is cut short"),
        ([box(b"stsz", numbers(0, 0, 3, 1, 2)), OFFSETS, runs((1, 1))], "a table is cut short"),
        ([SIZES, OFFSETS, box(b"stsc", numbers(0, 2, 1, 2, 1))], "a table is cut short"),
        ([box(b"stz2", numbers(0, 8, 3), b"ab"), OFFSETS, runs((1, 1))], "a table is cut short"),
    ],
)
def test_tables_that_are_damaged_are_none(parts: list[bytes], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        spans(*parts)


def described(head: bytes, more: bytes = b"") -> bytes:
    return box(b"stsd", numbers(0, 1), box(b"sowt", bytes(8) + head, more))


def test_sound_of_quicktime_is_as_long_as_its_description_says() -> None:
    """It gives the size 1 for each sample of sound that is not packed."""
    ones, chunks = box(b"stsz", numbers(0, 1, 8)), box(b"stco", numbers(0, 2, 1000, 2000))
    plain = described(struct.pack(">H6xHH", 0, 2, 16), bytes(8))
    packed = described(struct.pack(">H6xHH", 1, 2, 16), bytes(8) + numbers(4, 9, 14, 2))
    cut = described(struct.pack(">H6xHH", 1, 2, 16), bytes(8) + numbers(4, 9, 14)[:-1] + bytes(1))
    none = described(struct.pack(">H6xHH", 1, 2, 16), bytes(8) + numbers(0, 9, 14, 2))
    short = described(struct.pack(">H6xHH", 0, 2, 16), bytes(7))
    for entry, length in ((plain, 16), (packed, 14), (cut, 16), (none, 56), (short, 4)):
        parts = (entry, ones, chunks, runs((1, 4)))
        assert spans(*parts, sound=True) == [(1000, 1000 + length), (2000, 2000 + length)]
        assert spans(*parts) == [(1000, 1004), (2000, 2004)]
    large = box(b"stsz", numbers(0, 9, 8))
    assert spans(plain, large, chunks, runs((1, 4)), sound=True)[0] == (1000, 1036)
    assert spans(large, chunks, runs((1, 4)), sound=True)[0] == (1000, 1036)


# Fragments


def fragment(*tracks: bytes) -> tuple[MemoryReader, Box]:
    data = b"?" * 100 + box(b"moof", box(b"mfhd", bytes(8)), *tracks)
    return MemoryReader(data.ljust(5000, b"?")), Box(b"moof", 100, 108, len(data))


def of_track(flags: int, number: int, more: bytes, *runs_of: bytes) -> bytes:
    return box(b"traf", box(b"tfhd", numbers(flags, number), more), *runs_of)


def run(flags: int, count: int, more: bytes = b"") -> bytes:
    return box(b"trun", numbers(flags, count), more)


def test_runs_of_a_fragment_lie_behind_one_another() -> None:
    """From the fragment, from what came before, or from where they say."""
    sizes = {1: 10, 2: 20}

    def lie(*tracks: bytes) -> list[tuple[int, int, int]]:
        reader, moof = fragment(*tracks)
        return [*fragment_spans(reader, moof, sizes)]

    assert lie(of_track(0, 1, b"", run(0, 3), run(0, 2)), of_track(0, 2, b"", run(0, 2))) == [
        (1, 100, 130), (1, 130, 150), (2, 150, 190),
    ]  # fmt: skip
    offset = numbers(400)
    assert lie(of_track(0, 1, b"", run(1, 3, offset)), of_track(0x20000, 2, b"", run(1, 2, offset)),
               of_track(0, 1, b"", run(1, 1, offset))) == [
        (1, 500, 530), (2, 500, 540), (1, 940, 950),
    ]  # fmt: skip
    based = numbers(700, kind="Q")
    assert lie(of_track(1, 1, based, run(0, 3), run(1, 1, numbers(50)))) == [
        (1, 700, 730), (1, 750, 760),
    ]  # fmt: skip
    for flags, more in ((0x10, b""), (0x12, bytes(4)), (0x18, bytes(4)), (0x1B, based + bytes(8))):
        start = 700 if flags & 1 else 100
        assert lie(of_track(flags, 1, more + numbers(7), run(0, 3))) == [(1, start, start + 21)]
    assert lie(of_track(0, 3, b"", run(0, 3))) == [(3, 100, 100)]
    back = struct.pack(">i", -100)
    assert lie(of_track(0x20000, 1, b"", run(1, 1, back))) == [(1, 0, 10)]
    end = numbers(4880)
    assert lie(of_track(0x20000, 1, b"", run(1, 2, end))) == [(1, 4980, 5000)]
    for outside in (struct.pack(">i", -101), numbers(4881)):
        with pytest.raises(ValueError, match="a film is cut short"):
            lie(of_track(0x20000, 1, b"", run(1, 2, outside)))


@pytest.mark.parametrize("flags", [0x200, 0x201, 0x204, 0x300, 0x600, 0xA00, 0xF05])
def test_samples_of_a_run_may_say_how_long_they_are(flags: int) -> None:
    each = [numbers(1000)] if flags & 0x100 else []
    rows = b"".join(
        b"".join([*each, numbers(size), *([numbers(9)] * (flags >> 10 & 3).bit_count())])
        for size in (3, 4, 5)
    )
    head = (numbers(50) if flags & 1 else b"") + (numbers(7) if flags & 4 else b"")
    start = 150 if flags & 1 else 100
    reader, moof = fragment(of_track(0, 1, b"", run(flags, 3, head + rows)))
    assert [*fragment_spans(reader, moof, {1: 10})] == [(1, start, start + 12)]
    reader, moof = fragment(of_track(0, 1, b"", run(flags, 3, (head + rows)[:-1])))
    with pytest.raises(ValueError, match="a table is cut short"):
        list(fragment_spans(reader, moof, {1: 10}))


def test_a_film_says_how_long_samples_are_that_do_not_say_so() -> None:
    extends = [box(b"trex", numbers(0, number, 1, 8, size, 9)) for number, size in ((1, 5), (2, 6))]
    data = b"?" * 8 + box(b"moov", box(b"mvhd", bytes(9)), box(b"mvex", box(b"mehd"), *extends))
    assert default_sizes(MemoryReader(data), Box(b"moov", 8, 16, len(data))) == {1: 5, 2: 6}
    reader, moof = fragment(of_track(0, 7, b""), box(b"traf", box(b"tfdt", bytes(8))))
    parts = [part for part in boxes(reader, moof.inside, moof.stop) if part.kind == b"traf"]
    assert [track_number(reader, part) for part in parts] == [7, 0]


# Items


def located(version: int, sizes: int, *items: bytes, count: int | None = None) -> bytes:
    number = len(items) if count is None else count
    counted = number.to_bytes(4 if version == 2 else 2)
    return bytes([version, 0, 0, 0]) + sizes.to_bytes(2) + counted + b"".join(items)


def items_of(
    content: bytes, idat: Box | None = None
) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    reader, part = content_of(b"iloc", content)
    table = item_table(reader, part, idat)
    assert table.spans == sorted((start, stop) for _, start, stop in table.extents)
    return table.known, table.extents


def test_items_lie_where_the_table_says() -> None:
    """In each version of the table, with sizes of each number of bytes."""
    idat = Box(b"idat", 30, 38, 50)

    def item(version: int, number: int, method: int, index: int, base: bytes,
             *parts: tuple[int, int], other: int = 0) -> bytes:  # fmt: skip
        said = number.to_bytes(4 if version == 2 else 2)
        said += method.to_bytes(2) if version else b""
        said += other.to_bytes(2) + base + len(parts).to_bytes(2)
        return said + b"".join(bytes(index) + numbers(*part) for part in parts)

    for version in (0, 1, 2):
        for index in (0, 4):
            taken = index if version else 0
            rows = [item(version, 5, 0, taken, b"\x0a", (20, 4), (9, 2)),
                    item(version, 6, 0, taken, b"\0", (3, 4))]  # fmt: skip
            content = located(version, 0x4410 | index, *rows)
            assert items_of(content + b"talk") == (
                len(content),
                ((5, 30, 34), (5, 19, 21), (6, 3, 7)),
            )
            with pytest.raises(ValueError, match="a table is cut short"):
                items_of(content[:-1])
        if version:
            content = located(version, 0x4410, item(version, 5, 1, 0, b"\2", (3, 4)))
            assert items_of(content, idat)[1] == ((5, 43, 47),)
            assert items_of(content)[1] == ((5, 5, 9),)
            content = located(version, 0x4410, item(version, 5, 2, 0, b"\2", (3, 4)))
            with pytest.raises(ValueError, match="an item lies in another file"):
                items_of(content)
        content = located(version, 0x4410, item(version, 5, 0, 0, b"\2", (3, 4), other=1))
        with pytest.raises(ValueError, match="an item lies in another file"):
            items_of(content)
        for far, inside in ((0, True), (1, False)):
            content = located(version, 0x4410, item(version, 5, 0, 0, b"\0", (0, 0)))
            size = content_of(b"iloc", content)[0].size
            said = item(version, 5, 0, 0, b"\0", (size - 4, 4 + far))
            content = located(version, 0x4410, said)
            if inside:
                assert items_of(content)[1] == ((5, size - 4, size),)
            else:
                with pytest.raises(ValueError, match="an item lies outside the file"):
                    items_of(content)
        content = located(version, 0x4000, item(version, 5, 0, 0, b"")[:-2] + b"\0\1" + numbers(9))
        reader = content_of(b"iloc", content)[0]
        assert items_of(content)[1] == ((5, 9, reader.size),)  # to the file's end
    assert item_table(MemoryReader(b""), None, None) == (0, ())


def test_a_table_of_items_has_as_many_parts_as_may_be() -> None:
    def content(parts: int) -> bytes:
        rows = [b"\0\1\0\0\xff\xff", b"\0\2\0\0" + parts.to_bytes(2)]
        return located(0, 0, *rows)

    assert len(items_of(content(1))[1]) == 1 << 16
    with pytest.raises(ValueError, match="a table is too long"):
        items_of(content(2))


def test_gaps_are_what_lies_in_no_span() -> None:
    part = Box(b"mdat", 10, 18, 40)
    assert [*gaps(part, [])] == [(18, Zeros(22))]
    assert [*gaps(part, [(0, 18), (18, 20), (22, 30), (25, 28), (29, 35), (40, 50)])] == [
        (20, Zeros(2)), (35, Zeros(5)),
    ]  # fmt: skip
    assert [*gaps(part, [(0, 19), (39, 60)])] == [(19, Zeros(20))]
    assert [*gaps(part, [(0, 5), (18, 40)])] == []
    assert [*gaps(part, [(19, 39)])] == [(18, Zeros(1)), (39, Zeros(1))]
