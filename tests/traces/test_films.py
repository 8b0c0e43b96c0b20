"""Films and recordings: what is seen and heard stays where it is, and nothing else is told."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from sitegen.core.problems import SitegenError
from sitegen.traces.cleaning import clean
from tests.conftest import ROOT
from tests.pictures.photo_files import SECRET
from tests.traces.film_boxes import SEEN, box, film, header, track
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
    """What a fragment says beside its samples goes."""
    moov = box(b"moov", header(b"mvhd"), box(b"trak", header(b"tkhd")), box(b"udta", SECRET))
    fragment = box(b"moof", box(b"mfhd", bytes(8)), box(b"udta", SECRET), box(b"uuid", SECRET))
    before = box(b"ftyp", b"iso5" + bytes(4)) + moov + fragment + box(b"mdat", SEEN)
    track_of_film = track(b"vide", 0, 0)
    before = before.replace(box(b"trak", header(b"tkhd")), b"")
    moov = box(b"moov", header(b"mvhd"), track_of_film, box(b"udta", SECRET))
    before = box(b"ftyp", b"iso5" + bytes(4)) + moov + fragment + box(b"mdat", SEEN)

    after = cleaned(tmp_path, before)

    assert SECRET not in after
    assert after.endswith(SEEN)


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
        with pytest.raises(SitegenError, match="an AVIF or HEIC picture would be published"):
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
