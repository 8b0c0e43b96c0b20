"""Films and recordings: what is seen and heard stays where it is, and nothing else is told."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from sitegen.core.problems import SitegenError
from sitegen.traces.cleaning import clean
from sitegen.traces.codec_setups import setup_patches
from sitegen.traces.film_units import sample_patches
from sitegen.traces.pieces import MemoryReader, Reader, bytes_of, with_patches
from tests.conftest import ROOT
from tests.pictures.photo_files import SECRET
from tests.traces.film_boxes import SEEN, box, film, grown, header, parts, track
from tests.traces.published import clean_bytes

RECORDINGS = ROOT / "tests/data/recordings"
PLACE, WORD = b"29.7604", b"SECRETWORD"


def cleaned(folder: Path, data: bytes, name: str = "content/news/film.mp4") -> bytes:
    file = folder / "film"
    file.write_bytes(data)
    return clean_bytes(file, name)


@pytest.mark.parametrize(
    "first",
    [
        b"",
        box(b"free", SECRET),
        box(b"skip", SECRET),
        box(b"wide"),
        box(b"mdat", SECRET),
        box(b"uuid", SECRET),
    ],
    ids=["ftyp", "free", "skip", "wide", "mdat", "uuid"],
)
def test_a_film_tells_no_place_no_maker_and_no_hour(tmp_path: Path, first: bytes) -> None:
    """Wherever a camera writes: in boxes of its own, in tracks of its own, between samples."""
    before = film(first)

    after = cleaned(tmp_path, before)

    assert len(after) == len(before)
    assert SECRET not in after
    assert SECRET[:4] not in after
    assert b"\xe6\x12\x34\x56" not in after  # the hour
    assert b"A sample title" in after
    at = before.index(SEEN)
    assert after[at : at + len(SEEN)] == SEEN


def test_words_between_the_samples_are_zeros(tmp_path: Path) -> None:
    """Dashcams write where they drove into the data itself, where no track names it."""
    after = cleaned(tmp_path, film(gap=b"freeGPS 29.7604N 95.3698W"))

    assert PLACE not in after


def test_a_film_in_fragments_is_cleaned_too(tmp_path: Path) -> None:
    """What a fragment says beside its samples goes, in its boxes and in its data."""
    moov = box(b"moov", header(b"mvhd"), track(b"vide", 0, 1), box(b"udta", SECRET))
    begin = box(b"ftyp", b"iso5" + bytes(4)) + moov
    head = box(b"tfhd", struct.pack(">II", 0x20000, 1))

    def fragment(offset: int) -> bytes:
        run = box(b"trun", struct.pack(">IIiI", 0x201, 1, offset, len(SEEN)), SECRET)
        return box(b"moof", box(b"mfhd", bytes(8)), box(b"traf", head, run, box(b"udta", SECRET)),
                   box(b"uuid", SECRET))  # fmt: skip

    offset = len(fragment(0)) + 8 + len(SECRET)
    before = begin + fragment(offset) + box(b"mdat", SECRET, SEEN, SECRET)

    after = cleaned(tmp_path, before)

    assert SECRET not in after
    assert after.endswith(bytes(len(SECRET)) + SEEN + bytes(len(SECRET)))


@pytest.mark.parametrize("name", ["film.mp4", "fragments.mp4", "chapters.m4a"])
@pytest.mark.parametrize("words", [SECRET, box(b"CNDA", SECRET)], ids=["words", "box"])
def test_no_box_says_more_than_it_must(tmp_path: Path, name: str, words: bytes) -> None:
    """Behind the known part of each box of a real film is a place to talk: it goes."""
    before = (RECORDINGS / name).read_bytes()
    refused = 0
    kinds = set()
    for path, kind, end in parts(before, 0, len(before)):
        try:
            after = cleaned(tmp_path, grown(before, path, end, words))
        except SitegenError:
            refused += 1  # words where boxes must stand
            continue
        kinds.add(kind)
        assert SECRET not in after, kind
    assert {b"ftyp", b"mvhd", b"tkhd", b"esds", b"stsz", b"mdat"} <= kinds
    assert len(kinds) > refused


def element(kind: int, *content: bytes) -> bytes:
    body = b"".join(content)
    return kind.to_bytes((kind.bit_length() + 7) // 8) + (len(body) | 1 << 28).to_bytes(4) + body


def webm(number: bytes = b"\1", more: bytes = element(0x4539, SECRET)) -> bytes:
    """Return a film with an element that no player knows in each that holds others."""
    video = element(0xE0, element(0xB0, b"\x40"), element(0x55B0, more), more)
    setup = bytes([1, 100, 0, 30, 0xFF, 0xE0, 0]) + bytes(4) + SECRET
    codec = element(0x86, b"V_MPEG4/ISO/AVC")
    track = element(
        0xAE,
        element(0xD7, number),
        element(0x83, b"\1"),
        codec,
        element(0x63A2, setup),
        video,
        more,
    )
    own = bytes(16) + b"MDPM" + SECRET
    unit = bytes([6, 5, len(own)]) + own + b"\x80"
    sample = struct.pack(">I", len(unit)) + unit + struct.pack(">I", len(SEEN)) + SEEN
    cluster = element(
        0x1F43B675, element(0xE7, b"\0"), element(0xA3, b"\x81\0\0\x80" + sample), more
    )
    seeks = element(0x114D9B74, element(0x4DBB, more), more)
    cues = element(0x1C53BB6B, element(0xBB, element(0xB7, more), more), more)
    head = element(0x1A45DFA3, element(0x4282, b"webm"), more)
    return head + element(0x18538067, seeks, element(0x1654AE6B, track, more), cluster, cues, more)


def test_no_element_of_a_webm_says_more_than_it_must(tmp_path: Path) -> None:
    """Each is of a kind that players know, and as long as that kind may be."""
    before = webm()

    after = cleaned(tmp_path, before, "content/news/film.webm")

    assert SECRET not in after
    assert SEEN in after
    assert len(after) == len(before)
    with pytest.raises(SitegenError, match="damaged"):
        cleaned(tmp_path, webm(number=b"\1" + SECRET), "content/news/film.webm")


AAC_LIST = bytes.fromhex("12000504000020")  # of no known order of channels: one pair in front


@pytest.mark.parametrize(
    ("codec", "known"),
    [
        (b"A_MPEG/L3", b""),
        (b"V_X", b""),
        (b"V_VP8", b""),
        (b"V_MS/VFW/FOURCC", bytes(40)),
        (b"A_MS/ACM", struct.pack("<HHIIHH", 0x55, 2, 44100, 16000, 1, 0) + b"\x0c\0" + b"\1" * 12),
        (b"A_MS/ACM", struct.pack("<HHIIHH", 1, 2, 44100, 176400, 4, 16)),
        (b"A_AAC", b"\x12\x10\x56\xe5\0"),
        (b"A_AAC", AAC_LIST),
        (b"A_AAC/MPEG4/LC/SBR", b"\x12\x10\x56\xe5\0"),
    ],
)
def test_no_setup_of_a_decoder_says_more_than_is_known(codec: bytes, known: bytes) -> None:
    """Of a codec that nobody here knows, nothing is known."""
    data = known + SECRET
    pieces = with_patches(len(data), setup_patches(MemoryReader(data), codec, 0, len(data)))
    assert b"".join(bytes_of(pieces, MemoryReader(data))) == known + bytes(len(SECRET))


@pytest.mark.parametrize("setup", [b"", b"\2", b"\2\xff", b"\2\0\7\3vorbis", b"\2\0\x20\3vorbis"])
def test_a_setup_that_is_cut_short_is_damaged(setup: bytes) -> None:
    with pytest.raises(ValueError, match=r"setup|comments"):
        list(setup_patches(MemoryReader(setup), b"A_VORBIS", 0, len(setup)))


def test_a_table_of_many_parts_takes_no_memory(tmp_path: Path) -> None:
    """Where neither places nor lengths take bytes, six of them stand for 65,535 parts."""
    item = b"\0\1\0\0\xff\xff"
    parts = box(b"hdlr", bytes(8), b"pict", bytes(13)), box(b"iloc", bytes(6), b"\0\2", item, item)
    picture = box(b"ftyp", b"avif" + bytes(4)) + box(b"meta", bytes(4), *parts)
    with pytest.raises(SitegenError, match="damaged"):
        cleaned(tmp_path, picture, "static/a.avif")


def test_makers_that_are_a_kind_of_film_are_not_named(tmp_path: Path) -> None:
    """The first box of a Canon's film says CAEP: players ask for the family, not the maker."""
    before = film().replace(b"mp42", b"CAEP", 1)

    assert b"CAEP" not in cleaned(tmp_path, before)


@pytest.mark.parametrize("hevc", [False, True], ids=["avc", "hevc"])
def test_what_a_camera_writes_between_the_pictures_goes(tmp_path: Path, hevc: bool) -> None:
    """AVCHD's cameras write maker, hour and place into the film itself; captions stay."""
    head = b"\x4e\1" if hevc else b"\6"
    own = bytes(16) + b"MDPM" + SECRET + b"\0\0\3\1"
    captions = b"\xb5\x00\x31GA94 words that are read"
    messages = bytes([5, len(own) - 5]) + own.replace(bytes(3), b"\0\0\3\0")[: len(own)]
    messages += bytes([4, len(captions)]) + captions + b"\x80"
    units = [b"\x09\x10", head + messages, b"\x26\1" + SEEN if hevc else b"\x65" + SEEN]
    sample = b"".join(struct.pack(">I", len(unit)) + unit for unit in units)
    file = tmp_path / "sample"
    file.write_bytes(sample)

    after = bytearray(sample)
    with Reader(file) as reader:
        for start, new in sample_patches(reader, 0, len(sample), 4, hevc=hevc):
            after[start : start + len(new)] = new

    assert len(after) == len(sample)
    assert SECRET not in after
    assert b"MDPM" not in after
    assert SEEN in after
    assert captions in after


@pytest.mark.parametrize("damage", ["cut", "no header", "wild table"])
def test_a_damaged_film_is_refused(tmp_path: Path, damage: str) -> None:
    """What cannot be read cannot be cleaned."""
    data = film()
    if damage == "cut":
        data = data[:-5]
    elif damage == "no header":
        data = box(b"ftyp", b"mp42" + bytes(4)) + box(b"mdat", SECRET)
    else:
        at = data.index(b"stco") + 12
        data = data[:at] + struct.pack(">I", 0x7FFFFFFF) + data[at + 4 :]

    with pytest.raises(SitegenError, match="damaged or cut short"):
        cleaned(tmp_path, data)


def test_a_still_that_holds_more_than_itself_is_refused(tmp_path: Path) -> None:
    """An AVIF or HEIC with EXIF, XMP or a signed history is exported as JPEG instead."""
    picture = box(b"hdlr", bytes(8), b"pict", bytes(13))
    plain_item = box(b"infe", b"\2\0\0\0", b"\0\1\0\0", b"av01", b"\0")
    exif_item = box(b"infe", b"\2\0\0\0", b"\0\2\0\0", b"Exif", b"\0")
    ftyp = box(b"ftyp", b"avif" + bytes(4))
    plain = ftyp + box(b"meta", bytes(4), picture, box(b"iinf", bytes(4), b"\0\1", plain_item))
    assert cleaned(tmp_path, plain, "static/a.avif") == plain
    exif = ftyp + box(
        b"meta", bytes(4), picture, box(b"iinf", bytes(4), b"\0\2", plain_item, exif_item)
    )
    for telling in (exif, plain + box(b"uuid", SECRET), plain + box(b"jumb", SECRET),
                    plain + box(b"free", SECRET)):  # fmt: skip
        with pytest.raises(
            SitegenError,
            match=r"^static/a\.avif: error: an AVIF or HEIC picture",
        ):
            cleaned(tmp_path, telling, "static/a.avif")


@pytest.mark.parametrize("name", sorted(file.name for file in RECORDINGS.iterdir()))
def test_real_recordings_keep_their_title_and_tell_nothing_else(name: str) -> None:
    """Files of a real encoder, in each container: the title stays, place, word and hour go."""
    before = (RECORDINGS / name).read_bytes()
    assert WORD in before or PLACE in before or name in ("timecode.mov", "quicktime.mov")

    after = clean_bytes(RECORDINGS / name, f"content/news/{name}")

    assert WORD not in after
    assert PLACE not in after
    assert b"2026-01-01" not in after
    assert b"Lavf" not in after or name in ("sound.mp3", "apetag.mp3")  # in a frame of silence
    if not name.endswith(".mov"):
        assert b"Sample" in after
    if name in ("chapters.m4a", "sound.mp3"):
        assert b"First part" in after
        assert b"Second part" in after
    if name.endswith((".mp4", ".mov", ".m4a", ".webm", ".ogg", ".opus")):
        assert len(after) == len(before)


def test_a_cleaned_file_is_cleaned_no_further(tmp_path: Path) -> None:
    """Cleaning twice is cleaning once, so nothing of a file moves from build to build."""
    for source in RECORDINGS.iterdir():
        once = clean_bytes(source, f"content/{source.name}")
        assert cleaned(tmp_path, once, f"content/{source.name}") == once


def test_a_film_of_gigabytes_takes_no_memory(tmp_path: Path) -> None:
    """Only what a film says of itself is looked at; its data stays on the disk."""
    size = 3 << 30
    head = box(b"ftyp", b"mp42" + bytes(4))
    start = len(head) + 16
    moov = box(b"moov", header(b"mvhd"), track(b"vide", start, 1000))
    file = tmp_path / "film.mp4"
    with file.open("wb") as stream:
        stream.write(head + struct.pack(">I4sQ", 1, b"mdat", 16 + size))
        stream.seek(start + size)  # a hole, which takes no room
        stream.write(moov)

    with clean(file, "content/news/film.mp4") as (result, _reader):
        assert result.size == file.stat().st_size
        assert len(result.pieces) < 100
