"""Films byte by byte: each says where somebody may talk, and those bytes alone are others."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from sitegen.traces.film_boxes import BRANDS
from sitegen.traces.films import film
from sitegen.traces.pieces import MemoryReader, bytes_of
from sitegen.traces.profiles import plain_profile
from tests.traces.film_boxes import box
from tests.traces.test_boxes import AVC, numbers
from tests.traces.test_pictures import colour_profile


class Before:
    """Writes a film as a camera does."""

    def talk(self, words: bytes = b"talk") -> bytes:
        return words

    def more(self) -> bytes:
        """Return words that are longer than the place at which they begin."""
        return self.talk(b"talk" * 1000)

    def or_else(self, before: bytes, after: bytes) -> bytes:
        return before

    def gone(self, kind: bytes, *content: bytes) -> bytes:
        return box(kind, *content)

    def no_box(self, words: bytes) -> bytes:
        return words


class After(Before):
    """Writes the same film as it is published."""

    def talk(self, words: bytes = b"talk") -> bytes:
        return bytes(len(words))

    def or_else(self, before: bytes, after: bytes) -> bytes:
        return after

    def gone(self, kind: bytes, *content: bytes) -> bytes:
        return box(b"free", bytes(len(b"".join(content))))

    def no_box(self, words: bytes) -> bytes:
        return box(b"free", bytes(len(words) - 8))


def published(data: bytes) -> tuple[bytes, bool]:
    reader = MemoryReader(data)
    pieces, text_went = film(reader)
    return b"".join(bytes_of(pieces, reader)), text_went


def is_published(write: Callable[[Before], bytes], text_went: bool = False) -> None:
    before, after = write(Before()), write(After())
    assert len(before) == len(after)
    assert published(before) == (after, text_went)


def dated(by: Before, kind: bytes, number: int, length: int, long: bool = False) -> bytes:
    """Return a box that begins with two dates, of ones where nothing is reserved."""
    dates = by.talk(b"d" * (16 if long else 8))
    body = bytes([long]) + b"\0\0\0" + dates + numbers(number)
    body = body.ljust(length, b"\1")
    for start, stop in {
        (b"mvhd", False): [(26, 36), (72, 96)],
        (b"mvhd", True): [(38, 48), (84, 108)],
        (b"tkhd", False): [(16, 20), (24, 32), (38, 40)],
        (b"tkhd", True): [(24, 28), (36, 44), (50, 52)],
    }.get((kind, long), []):
        body = body[:start] + by.talk(b"t" * (stop - start)) + body[stop:]
    return box(kind, body, by.more())


def table(entries: bytes, offset: int, *sizes: int) -> bytes:
    return box(
        b"stbl",
        box(b"stsd", numbers(0, 1), entries),
        box(b"stsc", numbers(0, 1, 1, len(sizes), 1)),
        box(b"stsz", numbers(0, 0, len(sizes), *sizes)),
        box(b"stco", numbers(0, 1, offset)),
    )


def track(by: Before, handler: bytes, stbl: bytes, number: int = 1, *more: bytes) -> bytes:
    return box(
        b"trak",
        dated(by, b"tkhd", number, 84),
        *more,
        box(
            b"mdia",
            dated(by, b"mdhd", 9, 24),
            box(b"hdlr", bytes(8), handler, by.more()),
            box(b"minf", box(b"vmhd", b"\0\0\0\1" + b"v" * 8, by.more()), stbl, by.talk(b"t")),
            by.talk(b"t" * 7),
        ),
        by.talk(),
    )


def entry(by: Before, kind: bytes, *inside: bytes) -> bytes:
    """Return how samples of a film are to be read, without the vendor and the compressor."""
    head = by.talk(b"t" * 6) + b"\0\1" + b"abcd" + by.talk() + b"s" * 26 + by.talk(b"c" * 32)
    return box(kind, head, b"\0\x18\xff\xff", *inside)


def sound(by: Before, kind: bytes, version: int, length: int, *inside: bytes) -> bytes:
    head = by.talk(b"t" * 6) + b"\0\1" + bytes([0, version]) + b"ab" + by.talk()
    head += bytes(4) + b"s" * 8 + b"\xff\xff\xff\xffssss\0\0\0\1"  # no byte for a sample
    return box(kind, head[:length].ljust(length, b"s"), *inside)


def movie(by: Before, *tracks: bytes, whole: tuple[bytes, ...] = ()) -> bytes:
    """Return a film whose data lie in front, from its 24th byte on."""
    return (
        box(b"ftyp", b"isom") + b"".join(whole) + box(b"moov", dated(by, b"mvhd", 1, 100), *tracks)
    )


def begin(data: bytes) -> bytes:
    return box(b"ftyp", b"isom" + bytes(4)) + box(b"mdat", data)  # the data begin at 24


def units(by: Before, width: int, hevc: bool = False) -> bytes:
    head = b"\x4e\1" if hevc else b"\6"
    said = head + b"\5\4" + by.or_else(b"talk", b"\xff" * 4) + b"\x80"
    return b"".join(len(each).to_bytes(width) + each for each in (said, b"\x65picture"))


def test_a_film_says_nothing_behind_its_boxes() -> None:
    """Wherever boxes end, up to seven bytes may follow that are none."""

    def write(by: Before) -> bytes:
        data = units(by, 4)
        setup = box(b"avcC", AVC % b"\x4d", by.more())
        words = box(b"data", numbers(1, 0), b"A title")
        title = box(b"\xa9nam", words, by.gone(b"name", b"talk"), by.talk())
        ilst = box(b"ilst", title, by.gone(b"\xa9ART", b"talk"), by.gone(b"\xa9nam", b"talk"),
                   by.gone(b"\xa9alb", b"talktalktalk"), by.talk())  # fmt: skip
        apple = box(b"hdlr", bytes(8) + b"mdirappl", by.talk(b"t" * 9))
        user = box(b"udta", box(b"meta", bytes(4), apple, ilst, by.gone(b"ID32", b"t"), by.talk()),
                   by.gone(b"\xa9xyz", b"talk"), by.talk())  # fmt: skip
        tref = box(b"tref", box(b"chap", numbers(1)), by.gone(b"chap", numbers(1, 9)),
                   by.gone(b"cdsc", numbers(1)), by.talk())  # fmt: skip
        stsd = entry(
            by, b"avc1", setup, box(b"pasp", b"12345678", by.more()), by.gone(b"talk"), by.talk()
        )
        moov = box(
            b"moov",
            dated(by, b"mvhd", 1, 112, long=True),
            track(by, b"vide", table(stsd, 24, len(data)), 1, tref, box(b"edts", by.talk())),
            user,
            by.gone(b"talk", b"talk"),
            by.talk(),
        )
        return (
            begin(data + by.talk(b"t" * 3)) + moov + by.gone(b"uuid", b"talk") + by.talk(b"1234567")
        )

    is_published(write)
    assert published(write(After())) == (write(After()), False)


@pytest.mark.parametrize("plain", [False, True], ids=["mp4", "quicktime"])
def test_titles_are_told_in_both_kinds_of_metadata(plain: bool) -> None:
    """QuickTime's box of metadata has no version; of a program's own kind nothing stays."""

    def write(by: Before) -> bytes:
        handler = box(b"hdlr", bytes(8) + b"mdir", by.more())
        title = box(b"ilst", box(b"\xa9nam", box(b"data", numbers(1, 0), b"A title")))
        meta = box(b"meta", b"" if plain else bytes(4), handler, title)
        other = by.gone(
            b"meta", b"" if plain else bytes(4), box(b"hdlr", bytes(8) + b"mdta"), title
        )
        user = box(b"udta", meta, other)
        zeros = box(b"udta", meta, by.no_box(b"\0\0\0\7some words"))
        return begin(b"") + movie(by, user, zeros, by.gone(b"udta", b"\0\0\0\7words"))[12:]

    is_published(write)
    assert published(write(After())) == (write(After()), False)


@pytest.mark.parametrize("unit_width", [1, 2, 4])
@pytest.mark.parametrize("hevc", [False, True], ids=["avc", "hevc"])
def test_what_cameras_write_between_the_pictures_becomes_ones(unit_width: int, hevc: bool) -> None:
    """By the width that the setup says, in each sample once; setups may hold messages too."""

    def write(by: Before) -> bytes:
        data = units(by, unit_width, hevc)
        if hevc:
            said = b"\x4e\1\5\4" + by.or_else(b"talk", b"\xff" * 4) + b"\x80"
            body = b"\1" + bytes(20) + bytes([0xFC | unit_width - 1]) + b"\1\x27\0\1"
            setup = box(b"hvcC", body, len(said).to_bytes(2), said, by.talk())
        else:
            setup = box(
                b"avcC", b"\1\x4d\0\x1e" + bytes([0xFC | unit_width - 1]) + b"\xe0\0", by.talk()
            )
        old = entry(by, b"jpeg", by.no_box(b"talk of no box"))
        stsd = old + entry(by, b"hvc1" if hevc else b"avc1", setup)
        tracks = [track(by, b"vide", table(stsd, 24, len(data)), number) for number in (1, 2)]
        other = entry(by, b"avc1", box(b"pasp", b"12345678"))
        plain = track(by, b"vide", table(other, 24 + len(data), 20), 3)
        return (
            begin(data + (b"\0\0\0\x0a" + b"\6\5\4talk\x80").ljust(20, b"p"))
            + movie(by, *tracks, plain)[12:]
        )

    is_published(write)


@pytest.mark.parametrize(
    ("version", "length"), [(0, 28), (1, 44), (2, 64), (3, 28)],
)  # fmt: skip
def test_a_sound_of_each_version_keeps_how_it_is_read(version: int, length: int) -> None:
    """A description that is too short, or of which nobody knows the length, says nothing."""

    def write(by: Before) -> bytes:
        head = sound(by, b"mp4a", version, length)[8:]
        flac = box(
            b"dfLa", b"\0\0\0\0", by.or_else(b"\0", b"\x80"), b"\0\0\x22", b"i" * 34, by.talk()
        )
        entries = box(b"mp4a", head, box(b"esds", bytes(4) + b"\3\4" + b"1234", by.more()))
        entries += box(b"fLaC", head, flac) + by.gone(b"mp4a", head[: length - 1])
        entries += box(b"sowt", head, by.no_box(b"talk of no box"))
        entries += box(b"sowt", head, by.talk()) + box(b"sowt", head)
        colours = colour_profile(b"the maker")
        video = entry(
            by,
            b"avc1",
            box(b"colr", b"prof", by.or_else(colours, plain_profile(colours))),
            box(b"colr", b"nclx" + b"1234567", by.more()),
            box(b"colr", b"rICC", by.talk(b"no profile")),
        )
        return (
            begin(b"heardseen")
            + movie(
                by,
                track(by, b"soun", table(entries, 24, 5), 1),
                track(by, b"vide", table(video, 29, 4), 2),
            )[12:]
        )

    is_published(write)


def test_sound_that_is_not_packed_is_longer_than_it_says() -> None:
    def write(by: Before) -> bytes:
        head = (
            by.talk(b"t" * 6) + b"\0\1" + bytes(4) + by.talk() + struct.pack(">HHII", 2, 16, 0, 0)
        )
        stbl = table(box(b"sowt", head), 24, 1, 1)
        return begin(b"12345678" + by.talk()) + movie(by, track(by, b"soun", stbl))[12:]

    is_published(write)


@pytest.mark.parametrize(
    ("handler", "kind", "length", "stays", "text_went"),
    [
        (b"text", b"text", 51, True, False), (b"sbtl", b"tx3g", 38, True, False),
        (b"clcp", b"c608", 8, True, False), (b"subt", b"wvtt", 8, True, False),
        (b"text", b"stpp", 9, True, False), (b"text", b"text", 51, False, True),
        (b"sbtl", b"tx3g", 38, False, True), (b"subt", b"tx3g", 38, False, True),
        (b"meta", b"gpmd", 8, False, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("long", [False, True])
def test_a_track_of_text_stays_where_another_names_it(
    handler: bytes, kind: bytes, length: int, stays: bool, text_went: bool, long: bool
) -> None:
    """As chapters; subtitles stay, which no camera makes, and places go with their data."""
    named = stays and handler in (b"text", b"sbtl")

    def write(by: Before) -> bytes:
        said = b"where it was"
        head = (by.talk(b"t" * 6) + b"\0\1").ljust(length, b"s")
        entries = box(kind, head, by.talk())
        if kind == b"stpp":
            entries = box(kind, b"xml" * 9) + by.gone(b"talk", b"t" * 5)
        second = dated(by, b"tkhd", 7, 96 if long else 84, long)
        parts = (
            box(b"mdia", dated(by, b"mdhd", 9, 36, True),
                box(b"hdlr", bytes(8), handler, by.more()),
                box(b"minf", box(b"gmhd", box(b"gmin", b"g" * 16, by.talk())),
                    table(entries, 28, len(said)))),
        )  # fmt: skip
        text = box(b"trak", second, *parts) if stays else by.gone(b"trak", second, *parts)
        # Described or hinted at by another track, its text is nothing that viewers are told.
        tref = box(b"tref", box(b"chap", numbers(7))) if named else box(
            b"tref", by.gone(b"cdsc", numbers(7)), by.gone(b"hint", numbers(7))
        )  # fmt: skip
        seen = track(by, b"vide", table(entry(by, b"mp4v"), 24, 4), 1, tref)
        return begin(b"seen" + (said if stays else by.talk(said))) + movie(by, seen, text)[12:]

    is_published(write, text_went)


def test_a_film_in_fragments_keeps_the_tracks_that_stay() -> None:
    """In a file with its header, and in fragments alone, which do not say what they are of."""

    def write(by: Before, whole: bool) -> bytes:
        data = units(by, 4) if whole else b"seen, of no known kind"
        place = b"where it was"
        extends = box(b"mvex", box(b"trex", numbers(0, 1, 1, 0, len(data), 0), by.talk()),
                      box(b"trex", numbers(0, 2, 1, 0, len(place), 0)))  # fmt: skip
        setup = box(b"avcC", b"\1\x4d\0\x1e\xff\xe0\0")
        empty = table(entry(by, b"avc1", setup), 0, 0)
        other = table(box(b"gpmd", bytes(8)), 0, 0)
        gone = by.gone(
            b"trak",
            dated(by, b"tkhd", 2, 84),
            box(b"mdia", box(b"hdlr", bytes(8) + b"meta"), box(b"minf", other)),
        )
        moov = movie(by, track(by, b"vide", empty), gone, extends)[12:] if whole else b""

        def fragment(offset: int) -> bytes:
            size = b"" if whole else numbers(len(data))
            head = box(b"tfhd", numbers(0x20000 | (0 if whole else 0x10), 1), size, by.talk())
            seen = box(
                b"traf",
                head,
                box(b"trun", numbers(1, 1, offset), by.more()),
                by.gone(b"udta", b"t"),
            )
            parts = (
                box(b"tfhd", numbers(0x20000, 2)),
                box(b"trun", numbers(1, 1, offset + len(data))),
            )
            lost = by.gone(b"traf", *parts) if whole else b""
            return box(
                b"moof", box(b"mfhd", b"12345678", by.more()), seen, lost, by.gone(b"uuid", b"t")
            )

        offset = len(fragment(0)) + 8
        words = by.talk(place) if whole else by.talk()
        return (
            box(b"styp", b"iso5" + bytes(4)) + moov + fragment(offset) + box(b"mdat", data, words)
        )

    is_published(lambda by: write(by, whole=True))
    is_published(lambda by: write(by, whole=False))


def test_kinds_that_name_a_maker_are_called_plainly() -> None:
    """In the family, and in what is compatible; the version of the first goes."""

    def write(by: Before) -> bytes:
        brands = b"mp42" + by.talk() + b"isom" + by.or_else(b"CAEP", b"isom") + b"qt  "
        short = by.or_else(b"XAVC", b"isom") + by.talk() + b"M4A " + by.or_else(b"CA", b"is")
        return (
            box(b"ftyp", brands)
            + box(b"styp", short)
            + box(b"ftyp", b"isom", by.talk(b"t"))
            + movie(by)[12:]
        )

    is_published(write)
    assert {len(brand) for brand in BRANDS} == {4}
    assert {b"isom", b"1pic", b"3gp4", b"M4A "} <= BRANDS


def test_a_way_to_somebodys_disk_becomes_the_film_itself() -> None:
    def write(by: Before) -> bytes:
        own = by.or_else(b"mine", b"url ")
        entries = box(own, by.or_else(b"abcd", b"\0\0\0\1"), by.talk())
        for kind in (b"url ", b"urn ", b"alis", b"rsrc"):
            entries += box(kind, by.or_else(b"\0\0\0\0", b"\0\0\0\1"), by.more())
        dinf = box(b"dinf", box(b"dref", numbers(0, 5), entries, by.talk()))
        stbl = table(entry(by, b"mp4v"), 24, 4)
        minf = box(b"minf", dinf, stbl)
        media = box(b"mdia", box(b"hdlr", bytes(8) + b"vide"), minf)
        return begin(b"seen") + movie(by, box(b"trak", dated(by, b"tkhd", 1, 84), media))[12:]

    is_published(write)


def test_a_film_without_header_is_none() -> None:
    with pytest.raises(ValueError, match="the film has no header"):
        published(begin(b"seen"))
