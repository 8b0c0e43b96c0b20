"""Pictures byte by byte: what stays of each part, with what stands before and behind it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest

from sitegen.traces.gif import gif
from sitegen.traces.jpeg import jpeg
from sitegen.traces.jpeg_tables import known_part
from sitegen.traces.orientation import exif_of, orientation_of
from sitegen.traces.pieces import MemoryReader, Piece, Reader, bytes_of
from sitegen.traces.png import SIGNATURE, png
from sitegen.traces.profiles import plain_profile
from sitegen.traces.webp import webp


def told(clean: Callable[[Reader], list[Piece]], data: bytes) -> bytes:
    reader = MemoryReader(data)
    return b"".join(bytes_of(clean(reader), reader))


# How the camera was held


@pytest.mark.parametrize("order", ["<", ">"])
def test_each_way_to_hold_a_camera_is_read(order: str) -> None:
    """Of eight ways, in both orders of bytes, wherever the table stands and the tag in it."""
    mark = {"<": b"II*\0", ">": b"MM\0*"}[order]
    for value in range(12):
        for first in (8, 13):
            entries = struct.pack(f"{order}HHIHH", 0x010F, 3, 1, 4, 0)
            entries += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, value, 0)
            head = (mark + struct.pack(f"{order}I", first)).ljust(first, b"?")
            tiff = head + struct.pack(f"{order}H", 2) + entries
            assert orientation_of(tiff) == (value if 1 <= value <= 8 else 1)
            assert orientation_of(tiff[:-1]) == 1
            assert orientation_of(head + struct.pack(f"{order}H", 99) + entries + b"?" * 11) == (
                value if 1 <= value <= 8 else 1
            )
    assert orientation_of(mark + struct.pack(f"{order}I", 9) + b"?") == 1
    assert orientation_of(mark + bytes(3)) == 1


def test_what_is_published_says_how_a_camera_was_held() -> None:
    assert exif_of(6) == bytes.fromhex(
        "4d4d002a 00000008 0001 0112 0003 00000001 0006 0000 00000000"
    )
    assert orientation_of(exif_of(6)) == 6


# GIF


def gif_head(flags: int) -> bytes:
    table = 3 << ((flags & 7) + 1) if flags & 0x80 else 0
    return b"GIF89a" + b"\2\0\2\0" + bytes([flags]) + b"\1\2" + b"c" * table


def image(flags: int = 0) -> bytes:
    table = 3 << ((flags & 7) + 1) if flags & 0x80 else 0
    return b"," + bytes(8) + bytes([flags]) + b"d" * table + b"\2\3abc\1d\0"


@pytest.mark.parametrize("flags", [0, 3, *range(0x80, 0x88), 0xF7])
def test_a_gif_keeps_its_tables_frames_times_and_loops(flags: int) -> None:
    """And nothing else, byte for byte: each table is as long as its flags say."""
    control, loop = b"\x21\xf9\4\1\2\3\4", b"\x21\xff\x0bNETSCAPE2.0\3\1\5\0"
    other = b"\x21\xff\x0bANIMEXTS1.0\3\1\6\0"
    talk = b"\x21\xfe\3abc\0" + b"\x21\xff\x0bXMP DataXMP\3abc\0" + b"\x21\x01\3abc\0"
    talk += b"\x21\xf9\5\1\2\3\4\5\0" + b"\x21\xff\x0bNETSCAPE2.0\3\2\5\0\0"
    talk += b"\x21\xff\x0bNETSCAPE2.0\4\1\5\0\1\0"
    before = gif_head(flags) + talk + loop + b"\3abc\0" + control + b"\2ab\0"
    before += image(flags) + talk + other + b"\0" + control + b"\0" + image() + b";" + talk
    assert told(gif, before) == (
        gif_head(flags) + loop + b"\0" + control + b"\0" + image(flags)
        + other + b"\0" + control + b"\0" + image() + b";"
    )  # fmt: skip


def test_a_gif_that_is_damaged_is_none() -> None:
    with pytest.raises(ValueError, match="no block where one must stand"):
        told(gif, gif_head(0) + b"?;")
    with pytest.raises(ValueError, match="cut short"):
        told(gif, gif_head(0) + image())


# JPEG


@pytest.mark.parametrize(
    ("marker", "payload", "known"),
    [
        *((0xC0 + n, b"\x08\0\1\0\1" + bytes([2]) + b"abcdef", 12 if n not in (4, 8, 12) else None)
          for n in range(16) if n not in (4, 8, 12)),
        (0xC0, b"\x08\0\1\0\1\0", 6),
        (0xDA, b"\2abcd123", 8),
        (0xDC, b"ab", 2), (0xDD, b"ab", 2),
        (0xC4, b"\0" + bytes([1] * 16) + b"v" * 16, 33),
        (0xC4, b"\x13" + bytes([0] * 15 + [3]) + b"vvv", 20),
        (0xC4, (b"\x13" + bytes([3] + [0] * 15) + b"vvv") * 2, 40),
        (0xC4, b"\x23" + bytes(16), 0), (0xC4, b"\x14" + bytes(16), 0),
        (0xDB, b"\3" + b"q" * 64, 65), (0xDB, b"\x13" + b"q" * 128, 129),
        (0xDB, b"\4" + b"q" * 64, 0), (0xDB, b"\x20" + b"q" * 192, 0),
        (0xCC, b"\x13a", 2), (0xCC, b"\x13a\3b", 4), (0xCC, b"\4a", 0), (0xCC, b"\x20a", 0),
        (0xC8, b"\3a", 0), (0xDE, b"\3a", 0), (0xFE, b"\3a", 0), (0xE2, b"", 0), (0xDB, b"", 0),
    ],
)  # fmt: skip
def test_of_a_segment_so_much_is_known(marker: int, payload: bytes, known: int) -> None:
    """Frames and scans count components, tables follow one another, and no byte more is theirs."""
    assert known_part(marker, payload) == known
    if known:
        assert known_part(marker, payload + b"\xff") == known
        short = payload[: known - 1]
        if marker in (0xC4, 0xDB, 0xCC):  # the last table is none, and the others stay
            assert known_part(marker, short) < known
        else:
            with pytest.raises(ValueError, match="cut short"):
                known_part(marker, short)


def test_an_empty_frame_or_scan_is_none() -> None:
    for marker in (0xC0, 0xDA):
        with pytest.raises(ValueError, match="cut short"):
            known_part(marker, b"")


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def colour_profile(words: bytes = b"") -> bytes:
    said = b"XYZ " + bytes(4) + b"x" * 12
    table = struct.pack(">I4sII", 1, b"wtpt", 144, len(said))
    return (bytes(36) + b"acsp" + bytes(88) + table + said).ljust(200, b"\0") + words


def test_a_jpeg_is_its_segments_byte_for_byte() -> None:
    """JFIF without a thumbnail, Adobe without more, EXIF with the way the camera was held."""
    frame = segment(0xC0, b"\x08\0\1\0\1\1abc")
    table = segment(0xDB, b"\0" + b"q" * 64)
    scan = segment(0xDA, b"\1ab123")
    data = b"pixels\xff\0more"
    profile = colour_profile(b"said of the maker")
    plain = plain_profile(profile)
    assert plain != profile
    parts = [(1, profile[:90]), (2, profile[90:180]), (3, profile[180:])]
    icc = [segment(0xE2, b"ICC_PROFILE\0" + bytes([n, 3]) + part) for n, part in parts]
    cleaned = [segment(0xE2, b"ICC_PROFILE\0" + bytes([n, 3]) + plain[at : at + len(part)])
               for (n, part), at in zip(parts, (0, 90, 180), strict=True)]  # fmt: skip
    exif = segment(0xE1, b"Exif\0\0" + exif_of(3))
    jfif, adobe = b"JFIF\0\1\2\0\0\1\0\1", b"Adobe\0\x64\0\0\0\0\1"
    before = (
        b"\xff\xd8"
        + segment(0xE0, jfif + b"\1\1abc")
        + segment(0xE1, b"Exif\0\0" + exif_of(3) + b"?")
    )
    before += segment(0xE0, b"JFXX\0abc") + segment(0xE1, b"http://x\0") + segment(0xFE, b"words")
    before += icc[1] + segment(0xE2, b"MPF\0abc") + icc[0] + icc[2]
    before += segment(0xEE, adobe + b"more") + segment(0xEE, b"Other")
    before += segment(0xDB, b"\0" + b"q" * 64 + b"more") + segment(0xC0, b"\x08\0\1\0\1\1abcmore")
    before += segment(0xDA, b"\1ab123more") + data + b"\xff\xd9behind"
    after = (
        b"\xff\xd8" + exif + segment(0xE0, jfif + b"\0\0") + cleaned[1] + cleaned[0] + cleaned[2]
    )
    after += segment(0xEE, adobe) + table + frame + scan + data + b"\xff\xd9"
    assert told(jpeg, before) == after
    upright = before.replace(exif_of(3), exif_of(1))
    assert told(jpeg, upright) == after.replace(exif, b"")


# PNG


def chunk(kind: bytes, payload: bytes) -> bytes:
    body = kind + payload
    return struct.pack(">I", len(payload)) + body + struct.pack(">I", zlib.crc32(body))


def drawing(colours: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", bytes(9) + bytes([colours]) + bytes(3))
    return SIGNATURE + head + b"".join(chunks) + chunk(b"IDAT", b"pixels") + chunk(b"IEND", b"")


KINDS = {
    b"cHRM": {32}, b"gAMA": {4}, b"sRGB": {1}, b"pHYs": {9}, b"cICP": {4}, b"mDCV": {24},
    b"mDCv": {24}, b"cLLI": {8}, b"cLLi": {8}, b"acTL": {8}, b"tEXt": set(), b"tIME": set(),
    b"hIST": set(), b"sPLT": set(), b"iTXt": set(),
}  # fmt: skip
BY_COLOURS = {
    b"tRNS": {0: {2}, 2: {6}, 3: {*range(7)}},
    b"PLTE": {3: {*range(3, 769, 3)}},
    b"sBIT": {0: {1}, 2: {3}, 3: {3}, 4: {2}, 6: {4}},
    b"bKGD": {0: {2}, 2: {6}, 3: {1}, 4: {2}, 6: {6}},
}


@pytest.mark.parametrize("kind", [*KINDS, *BY_COLOURS])
def test_a_chunk_stays_that_is_as_long_as_its_kind(kind: bytes) -> None:
    """By the colours of the picture; one of another length says something else."""
    for colours in (0, 2, 3, 4, 6):
        lengths = KINDS.get(kind, BY_COLOURS.get(kind, {}).get(colours, set()))
        for length in range(780 if kind == b"PLTE" else 40):
            before = drawing(colours, chunk(kind, b"c" * length))
            after = before if length in lengths else drawing(colours)
            assert told(png, before) == after, (colours, length)


def test_transparency_is_said_of_each_shade() -> None:
    for shades in (1, 5, 6, 7, 256):
        palette = chunk(b"PLTE", b"abc" * shades)
        for length in range(258):
            before = drawing(3, palette, chunk(b"tRNS", b"t" * length))
            stays = length <= max(shades, 6)
            assert told(png, before) == (before if stays else drawing(3, palette))


def test_a_moving_png_keeps_its_frames() -> None:
    """Where it says that it moves, and only there; of other chunks the first one counts."""
    frames = chunk(b"fcTL", bytes(26)) + chunk(b"fdAT", b"x" * 9) + chunk(b"fcTL", bytes(26))
    moves, gamma = chunk(b"acTL", bytes(8)), chunk(b"gAMA", b"abcd")
    talk = chunk(b"fcTL", bytes(25)) + chunk(b"fcTL", bytes(27))
    assert told(png, drawing(2, moves, frames, talk)) == drawing(2, moves, frames)
    assert told(png, drawing(2, frames)) == drawing(2)
    assert told(png, drawing(2, gamma, gamma, moves, moves)) == drawing(2, gamma, moves)
    data = chunk(b"IDAT", b"one")
    assert told(png, drawing(2, data) + b"behind") == drawing(2, data)


def test_a_png_keeps_its_colours_and_how_it_was_held() -> None:
    profile = colour_profile(b"said of the maker")
    packed = chunk(b"iCCP", b"icc\0\0" + zlib.compress(plain_profile(profile)))
    for name in (b"n", b"n" * 79):
        talk = chunk(b"iCCP", name + b"\0\0" + zlib.compress(profile))
        assert told(png, drawing(2, talk, talk)) == drawing(2, packed)
    none = chunk(b"iCCP", b"n\0\0" + zlib.compress(b"no profile"))
    assert told(png, drawing(2, none)) == drawing(2)
    for damage in (b"\0\0", b"n" * 80 + b"\0\0", b"n\0\1"):
        with pytest.raises(ValueError, match="a profile is damaged"):
            told(png, drawing(2, chunk(b"iCCP", damage + zlib.compress(profile))))
    with pytest.raises(ValueError, match="a profile is damaged"):
        told(png, drawing(2, chunk(b"iCCP", b"n\0\0packed")))
    held, upright = chunk(b"eXIf", exif_of(8)), chunk(b"eXIf", exif_of(1))
    for talk in (chunk(b"eXIf", exif_of(8) + b"talk"), held + chunk(b"eXIf", exif_of(3))):
        assert told(png, drawing(2, talk)) == drawing(2, held)
    assert told(png, drawing(2, upright)) == drawing(2)
    far = b"MM\0*" + struct.pack(">I", (1 << 20) - 14) + bytes((1 << 20) - 22) + exif_of(8)[8:]
    assert told(png, drawing(2, chunk(b"eXIf", far))) == drawing(2, held)
    farther = far[:4] + struct.pack(">I", (1 << 20) - 13) + b"\0" + far[8:]
    assert told(png, drawing(2, chunk(b"eXIf", farther))) == drawing(2)


def test_before_its_head_a_png_has_no_colours() -> None:
    for kind, by_colours in BY_COLOURS.items():
        for length in set().union(*by_colours.values()):
            early = SIGNATURE + chunk(kind, b"c" * length) + drawing(0)[len(SIGNATURE) :]
            assert told(png, early) == drawing(0)


def test_a_png_that_is_damaged_is_none() -> None:
    with pytest.raises(ValueError, match="a chunk is too long"):
        told(png, SIGNATURE + chunk(b"IHDR", bytes(14)))
    with pytest.raises(ValueError, match="a chunk is cut short"):
        told(png, drawing(2)[:-1])
    with pytest.raises(ValueError, match="cut short"):
        told(png, drawing(2)[:-12])


# Profiles


def test_a_profile_keeps_how_colours_are_meant_byte_for_byte() -> None:
    """Of its head, its table and its tags; words keep their kind, and other tags nothing."""
    tags = [(b"wtpt", b"XYZ " + b"x" * 30), (b"desc", b"desc" + b"d" * 20),
            (b"rTRC", b"curv" + bytes(4) + b"\0\0\0\2" + b"c" * 9), (b"vcgt", b"vcgt" + b"v" * 20),
            (b"cprt", b"mluc" + b"m" * 9), (b"info", b"XYZ " + b"x" * 30),
            (b"dmdd", b"text" + b"t" * 9)]  # fmt: skip
    first = 132 + 12 * len(tags)
    head = bytearray(b"h" * 128)
    head[36:40], head[67] = b"acsp", 0xFE
    entries, data, kept = b"", b"", b""
    lengths = (20, 4, 16, 0, 4, 0, 4)
    for (kind, said), known in zip(tags, lengths, strict=True):
        entries += struct.pack(">4sII", kind, first + len(data), len(said))
        data += said
        kept += said[:known].ljust(len(said), b"\0")
    table = struct.pack(">I", len(tags)) + entries
    plain = bytearray(128)
    plain[:4], plain[8:24], plain[36:40], plain[67] = b"hhhh", b"h" * 16, b"acsp", 2
    plain[68:80] = bytes.fromhex("0000f6d6000100000000d32d")
    assert plain_profile(bytes(head) + table + data) == bytes(plain) + table + kept
    inside = struct.pack(">I4sII", 1, b"wtpt", 143, 20)  # over the table itself
    assert plain_profile(bytes(head) + inside + data) == bytes(plain) + inside + bytes(len(data))
    two = struct.pack(">I4sII4sII", 2, b"wtpt", 155, 20, b"bkpt", 156, 20)
    assert plain_profile(bytes(head) + two + b"XYZ " + b"x" * 30) == (
        bytes(plain) + two + b"XYZ " + b"x" * 16 + bytes(14)
    )
    for length in range(40):  # more tags than there are: those that are whole stay
        many = struct.pack(">I", 99) + b"e" * length
        whole = 4 + length // 12 * 12
        assert plain_profile(bytes(head) + many) == bytes(plain) + many[:whole].ljust(
            4 + length, b"\0"
        )
    assert plain_profile(bytes(head).replace(b"acsp", b"acsq") + table) == b""


# WebP


def riff_chunk(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def riff(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


LOSSY, LOSSLESS = riff_chunk(b"VP8 ", b"abc\x9d\x01\x2adef"), riff_chunk(b"VP8L", b"\x2fabcd")
ALPHA = riff_chunk(b"ALPH", b"alpha")


def head_of(flags: int, reserved: bytes = bytes(3)) -> bytes:
    return riff_chunk(b"VP8X", bytes([flags]) + reserved + b"abcdef")


def test_a_plain_webp_is_one_chunk() -> None:
    talk = riff_chunk(b"TALK", b"talk")
    for picture in (LOSSY, LOSSLESS):
        assert told(webp, riff(talk, picture, LOSSY, ALPHA) + b"behind") == riff(picture)
        long = bytearray(riff(picture) + LOSSY)
        long[4] = 0xFF  # longer than the file is: as in a file that was cut
        assert told(webp, bytes(long)) == riff(picture)
    for no_picture in (talk, ALPHA, riff_chunk(b"VP8L", b"\x2eabc")):
        with pytest.raises(ValueError, match="there is no picture"):
            told(webp, riff(no_picture))
    with pytest.raises(ValueError, match="cut short"):
        told(webp, riff(LOSSY)[:-2])


def test_a_webp_says_of_itself_what_it_holds() -> None:
    """Its flags lose EXIF and XMP, its reserved bytes go, and EXIF says how it was held."""
    talk = riff_chunk(b"XMP ", b"talk") + riff_chunk(b"TALK", b"talk")
    icc = riff_chunk(b"ICCP", colour_profile(b"the maker"))
    plain = riff_chunk(b"ICCP", plain_profile(colour_profile(b"the maker")))
    held = riff_chunk(b"EXIF", exif_of(6))
    for exif in (held, riff_chunk(b"EXIF", b"Exif\0\0" + exif_of(6) + b"more")):
        before = riff(head_of(0xFC, b"abc"), icc, icc, ALPHA, LOSSY, LOSSLESS, exif, talk)
        assert told(webp, before) == riff(head_of(0xF8), plain, ALPHA, LOSSY, held)
    upright = riff_chunk(b"EXIF", exif_of(1))
    assert told(webp, riff(head_of(0x08), ALPHA, icc, LOSSLESS, upright)) == (
        riff(head_of(0), LOSSLESS)
    )
    none = riff_chunk(b"ICCP", b"no profile")
    assert told(webp, riff(head_of(0x30), none, LOSSY)) == riff(head_of(0x10), LOSSY)
    far = b"MM\0*" + struct.pack(">I", (1 << 20) - 14) + bytes((1 << 20) - 22) + exif_of(6)[8:]
    farther = far[:4] + struct.pack(">I", (1 << 20) - 13) + b"\0" + far[8:]
    for exif, after in ((far, riff(head_of(8), LOSSY, held)), (farther, riff(head_of(0), LOSSY))):
        assert told(webp, riff(head_of(0), LOSSY, riff_chunk(b"EXIF", exif))) == after


def test_a_moving_webp_keeps_its_frames() -> None:
    """Each with its picture and transparency alone, and how often they are shown."""

    def frame(*chunks: bytes) -> bytes:
        return riff_chunk(b"ANMF", b"f" * 16 + b"".join(chunks))

    talk = riff_chunk(b"TALK", b"talk")
    before = riff(head_of(2), riff_chunk(b"ANIM", b"abcdefgh"), frame(talk, ALPHA, LOSSY, LOSSLESS),
                  frame(talk), LOSSY, frame(LOSSLESS, LOSSY, talk))  # fmt: skip
    after = riff(head_of(2), riff_chunk(b"ANIM", b"abcdef"), frame(ALPHA, LOSSY), frame(LOSSLESS))
    with pytest.raises(ValueError, match="there is no picture"):
        told(webp, riff(head_of(2), frame(talk)))
    assert told(webp, before) == after
    still = riff(head_of(0), riff_chunk(b"ANIM", b"abcdef"), frame(LOSSLESS), LOSSY)
    assert told(webp, still) == riff(head_of(0), LOSSY)
