"""Files that are published as they are: what is seen stays, what the camera says goes."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from sitegen.core.problems import Problem
from sitegen.pictures import without_traces
from tests.conftest import Site
from tests.pictures.photo_files import LATITUDE, SECRET, exif, noisy, phone_photo, saved, xmp

PIXELS = noisy(64, 48)


def png_chunk(kind: bytes, payload: bytes) -> bytes:
    body = kind + payload
    return struct.pack(">I", len(payload)) + body + struct.pack(">I", zlib.crc32(body))


def talkative_png() -> bytes:
    plain = saved(PIXELS, "PNG")
    traces = png_chunk(b"tEXt", b"Author\0" + SECRET) + png_chunk(b"eXIf", exif_body(6))
    traces += png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET)
    return plain[:33] + traces + plain[33:] + SECRET  # and more behind the end


def exif_body(orientation: int) -> bytes:
    return exif(b"", orientation)[10:]


def talkative_gif() -> bytes:
    frames = [Image.new("P", (16, 16), colour) for colour in (0, 1)]
    frames[0].putpalette([255, 0, 0, 0, 0, 255] + [0] * 762)
    frames[1].putpalette([255, 0, 0, 0, 0, 255] + [0] * 762)
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], loop=3, comment=SECRET)
    return file.getvalue() + SECRET


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def film() -> bytes:
    """Return the boxes of a phone's film: its position in three of the usual places."""
    apple = box(b"meta", box(b"hdlr", bytes(8) + b"mdta" + bytes(12)) + box(b"keys", SECRET))
    title = box(b"ilst", box(b"\xa9nam", b"A sample title") + box(b"\xa9xyz", SECRET))
    music = box(b"meta", bytes(4) + box(b"hdlr", bytes(8) + b"mdir" + bytes(12)) + title)
    track = box(b"trak", box(b"tkhd", b"track") + box(b"udta", box(b"loci", SECRET)))
    user = box(b"udta", box(b"\xa9xyz", SECRET) + box(b"\xa9mak", SECRET) + music)
    packet = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + SECRET)
    moov = box(b"moov", box(b"mvhd", b"header") + track + user + apple)
    return box(b"ftyp", b"mp42" + bytes(4)) + packet + moov + box(b"mdat", b"what is seen")


TALKATIVE = {
    "jpg": phone_photo(PIXELS, 6, credit="Sample Agency") + b"a film behind the photo " + SECRET,
    "png": talkative_png(),
    "gif": talkative_gif(),
    "webp": saved(PIXELS, "WEBP", exif=exif_body(6), xmp=xmp()),
}


@pytest.mark.parametrize("kind", TALKATIVE)
def test_what_a_camera_wrote_is_taken_out_and_nothing_else(kind: str) -> None:
    """Position, thumbnail, names and words go; every pixel and the photo's rotation stay."""
    before = TALKATIVE[kind]
    assert SECRET in before

    after = without_traces(before, "content/news/photo.dat")

    assert isinstance(after, bytes)
    for trace in (SECRET, LATITUDE, b"8BIM", b"Sample Agency", b"xmpmeta"):
        assert trace not in after
    old, new = Image.open(BytesIO(before)), Image.open(BytesIO(after))
    assert new.getexif().get(0x0112) == old.getexif().get(0x0112)
    assert set(new.getexif()) <= {0x0112}
    for number in range(getattr(old, "n_frames", 1)):
        old.seek(number)
        new.seek(number)
        assert new.convert("RGBA").tobytes() == old.convert("RGBA").tobytes()
    assert new.info.get("loop") == old.info.get("loop")


def test_a_picture_that_says_nothing_stays_as_it_is() -> None:
    """Files without traces, and files that are no pictures, come back byte for byte."""
    profile = saved(PIXELS, "JPEG", icc_profile=b"how the colours are meant", progressive=True)
    for data in (profile, saved(PIXELS, "PNG"), saved(PIXELS, "WEBP"), b"%PDF-1.7", b"", b"text"):
        assert without_traces(data, "content/news/photo.jpg") == data


def test_a_film_tells_no_place_and_keeps_its_length() -> None:
    """A phone writes where it was into films too; titles of recordings are for listeners."""
    after = without_traces(film(), "content/news/film.mp4")

    assert isinstance(after, bytes)
    assert len(after) == len(film())
    assert SECRET not in after
    assert b"A sample title" in after
    assert after.endswith(b"what is seen")


def test_what_cannot_be_cleaned_is_refused() -> None:
    """Better no file than one that tells where a source lives."""
    raw = b"MM\0*" + exif_body(1)[4:]
    avif = box(b"ftyp", b"avif" + bytes(4)) + box(b"meta", box(b"infe", bytes(8) + b"Exif"))
    for data, name in ((raw, "photo.dng"), (avif, "photo.avif"), (b"\xff\xd8\xff\xe0", "cut.jpg")):
        result = without_traces(data, f"content/news/{name}")
        assert isinstance(result, Problem)
        assert result.path == f"content/news/{name}"
    assert without_traces(box(b"ftyp", b"avif" + bytes(4)), "static/a.avif") == box(
        b"ftyp", b"avif" + bytes(4)
    )


def test_no_copied_file_tells_where_a_photo_was_taken(site: Site) -> None:
    """A photo that a story links to, or that a theme shows, is published without its traces."""
    site.write_bytes("content/news/original.JPG", TALKATIVE["jpg"])
    site.write_bytes("content/news/film.mp4", film())
    site.write_bytes("static/photos/hall.png", TALKATIVE["png"])
    site.write_bytes("static/root/team.webp", TALKATIVE["webp"])
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s<path d="M0 0h9"/></svg>'
    site.write("content/news/map.svg", drawing % "<script>run()</script>")
    links = "[large](original.JPG) [film](film.mp4) [map](map.svg)"
    site.story(body=f"Look at it: {links}")

    built = site.build()

    assert len(built.paths("files/news/*")) == 3
    assert len(built.paths("static/photos/hall.*.png")) == 1
    assert built.mentioning(SECRET.decode()) == []
    assert [file for file, data in built.tree.items() if LATITUDE in data] == []
    assert built["files/news/map.svg"].count("script") == 0


def test_a_linked_raw_picture_is_named_with_the_remedy(site: Site) -> None:
    """It cannot be cleaned, so the editor hears how to publish it instead."""
    site.write_bytes("content/news/photo.tif", saved(PIXELS, "TIFF"))
    site.story(body="[large](photo.tif)")

    (problem,) = site.problems()

    assert str(problem).startswith("content/news/photo.tif: error: a TIFF or raw picture would be")
    assert problem.hint == "Export it as JPEG or PNG and link to that."
