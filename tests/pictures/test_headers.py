"""What is read of a picture's bytes before, and beside, its pixels: value by value."""

from __future__ import annotations

import struct
import unicodedata
from hashlib import blake2b
from typing import Any

import pytest
from PIL import Image, ImageCms

from sitegen.core.problems import Problem
from sitegen.pictures import elsewhere, heif, measuring, shared
from sitegen.pictures.card_letters import printable
from sitegen.pictures.decode import Bomb, format_of, open_picture, says_srgb, upright_size
from sitegen.pictures.elsewhere import machine, sendable
from sitegen.pictures.facts import Facts
from sitegen.pictures.headers import FirstFacts, first_facts
from sitegen.pictures.heif import is_heic
from sitegen.pictures.jpeg_segments import segments
from sitegen.pictures.limits import too_heavy, too_large, too_long
from sitegen.pictures.measuring import measure_bytes
from sitegen.pictures.shared import Shape, is_shaped, seal, unseal
from tests.pictures.photo_files import noisy, phone_photo, saved, segment

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


# The parts of a JPEG


def parts(data: bytes) -> list[tuple[int, int, int]]:
    return list(segments(lambda at, count: data[at : at + count], len(data)))


def test_a_jpeg_is_parted_where_its_markers_stand() -> None:
    """Fill bytes belong to none, and a scan's data to the scan."""
    comment, scan = segment(0xFE, b"sample"), segment(0xDA, b"head")
    data = (
        b"\xff\xd8" + comment + b"\xff\xff" + comment + scan + b"d\xff\0\xff\xff\xd0\xd1\xff\xd9x"
    )
    assert parts(data) == [(0xFE, 2, 12), (0xFE, 14, 24), (0xDA, 24, len(data) - 3)]
    assert parts(b"\xff\xd8\xff\xd9") == []
    empty = segment(0xFE, b"")
    assert parts(b"\xff\xd8" + empty + b"\xff\xd9") == [(0xFE, 2, 6)]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff", b"\xfe\xd9", b"\0\0", b"\xff\xfe\0\x01", b"\xff\xfe\0\x07abcd",
        segment(0xDA, b"head"), segment(0xDA, b"head") + b"data", segment(0xDA, b"head") + b"\xff",
        segment(0xDA, b"head") + b"\xff\0", segment(0xFE, b"a"),
    ],
)  # fmt: skip
def test_a_jpeg_that_is_cut_short_is_damaged(data: bytes) -> None:
    """Wherever it ends: without a marker, within a segment, or before the end of a scan."""
    with pytest.raises(ValueError, match=r"marker|cut short|no end"):
        parts(b"\xff\xd8" + data)


@pytest.mark.parametrize("length", [0, 1, 2])
def test_a_marker_across_two_looks_is_seen(monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    """Data is looked through piece by piece, a megabyte at a time."""
    monkeypatch.setattr("sitegen.pictures.jpeg_segments._LOOK", 4)
    data = b"\xff\xd8" + segment(0xDA, b"head") + b"d" * (6 + length) + b"\xff\xd9"
    assert parts(data) == [(0xDA, 2, len(data) - 2)]


# Limits


def frame(marker: int, width: int, height: int, *shares: int) -> bytes:
    head = struct.pack(">xHHB", height, width, len(shares))
    return segment(marker, head + b"".join(bytes([n, share, 0]) for n, share in enumerate(shares)))


SCAN = segment(0xDA, bytes(10)) + b"data"


def heavy(*pieces: bytes) -> Problem | None:
    return too_heavy(b"\xff\xd8" + b"".join(pieces) + b"\xff\xd9", "a.jpg")


def test_passes_are_counted() -> None:
    """Two hundred, of three hundred megabytes: those are the most that are taken."""
    assert heavy(*[SCAN] * 200) is None
    assert heavy(*[SCAN] * 201) == Problem(
        "a.jpg", 0, "the picture is stored in 201 passes, which take 0 MB",
        "Export it again as a plain JPEG, not a progressive one, or smaller.",
    )  # fmt: skip
    for marker in (*range(0xC0, 0xC4), 0xC5, 0xC7, 0xC9, 0xCB, 0xCD, 0xCF):
        assert heavy(frame(marker, 15_000, 10_000, 0x11), SCAN, SCAN) is None
        problem = heavy(frame(marker, 15_001, 10_000, 0x11), SCAN, SCAN)
        assert problem is not None
        assert problem.message.endswith("2 passes, which take 300 MB")
    for marker in (0xC4, 0xC8, 0xCC, 0xBF, 0xD0):
        assert heavy(frame(marker, 60_000, 60_000, 0x11), SCAN, SCAN) is None
    assert heavy(frame(0xC0, 15_001, 10_000, 0x11), SCAN) is None


@pytest.mark.parametrize(
    ("shares", "megabytes"),
    [
        ((0x11,), 200), ((0x22, 0x11, 0x11), 300), ((0x21, 0x11, 0x11), 400),
        ((0x12, 0x11, 0x11), 400), ((0x11, 0x11, 0x11), 600), ((0x41, 0x14), 100), ((0,), 0),
        ((), 0), ((0x44, 0x11, 0x11), 225), ((0x20, 0x01), 0),
    ],
)  # fmt: skip
def test_what_passes_take_follows_from_their_shares(
    shares: tuple[int, ...], megabytes: int
) -> None:
    """Colours are stored at a half or a quarter, each coefficient in two bytes."""
    head = frame(0xC2, 10_000, 10_000, *shares)
    problem = heavy(head, *[SCAN] * 201)
    assert problem is not None
    assert problem.message.endswith(f"which take {megabytes} MB")


def test_a_head_that_is_cut_short_counts_as_far_as_it_goes() -> None:
    """Damage is told by who decodes it."""
    whole = frame(0xC2, 10_000, 10_000, 0x11, 0x11)
    for cut, megabytes in ((0, 400), (1, 200), (3, 200), (4, 0), (6, 0), (7, 0)):
        payload = whole[4 : len(whole) - cut]
        problem = heavy(segment(0xC2, payload), *[SCAN] * 201)
        assert problem is not None
        assert problem.message.endswith(f"take {megabytes} MB"), cut


def test_pixels_are_counted_by_kind() -> None:
    """As much as its reader holds of each."""
    for kind, most in (("webp", 24), ("avif", 32), ("heif", 50), ("png", 40), ("tiff", 40)):
        assert too_large(kind, 1000, most * 1000, "a") is None
        assert too_large(kind, 1000, most * 1000 + 1, "a.png") == Problem(
            "a.png", 0,
            f"the picture unpacks to 1,000 × {most * 1000 + 1:,} pixels, more than {most} "
            "megapixels",
            "Export it smaller: 4000 pixels wide is plenty. As a JPEG it may have 89 megapixels.",
        )  # fmt: skip
    assert too_long(501, 20, 30, "a.gif") == Problem(
        "a.gif", 0, "the moving picture has 501 frames of 20 × 30 pixels",
        "Make it shorter or smaller (at most 500 frames, and 100 megapixels together), or "
        "publish it as a video.",
    )  # fmt: skip


def test_the_size_that_a_webp_says_of_itself_is_read_to_the_byte() -> None:
    """Three bytes each, the lowest first, and one more."""
    head = b"RIFF\0\0\0\0WEBPVP8X" + bytes(8)
    problem = too_heavy(head + b"\x02\x10\x01\x03\x20\x02", "a.webp")
    assert problem is not None
    assert "69,635 × 139,268 pixels, more than 24" in problem.message
    assert too_heavy(head + b"\x02\x10\x01\x03\x20", "a.webp") is None
    assert too_heavy(b"\xff\xd8\xfe", "a.jpg") is too_heavy(b"", "a.jpg") is None


# Measuring


def told(data: bytes, name: str = "content/a.jpg") -> tuple[str, str]:
    problem = measure_bytes(data, name)
    assert isinstance(problem, Problem)
    assert (problem.path, problem.line, problem.warning) == (name, 0, False)
    return problem.message, problem.hint


def test_what_is_wrong_with_a_file_is_told_in_these_words() -> None:
    """What was found, and what to do."""
    again = "Copy it here again from the camera or from whoever sent it."
    assert told(b"") == ("the picture is empty: 0 bytes", "Copy it here again from its source.")
    page = ("the file is a web page, not a picture",
            "Open the picture itself in the browser and save that.")  # fmt: skip
    for data in (b"<!DOCTYPE html><html>", b"  <HTML>", b" " * 500 + b"<html>"):
        assert told(data) == page
    assert told(b" %PDF-1.7") == (
        "the file is a PDF, not a picture", "Export the page that you need as PNG.",
    )  # fmt: skip
    unknown = (
        f"the file is no picture that sitegen knows: {measuring.FORMAT_NAMES}",
        "Export it as JPEG.",
    )
    for data in (b"MZ", b" " * 512 + b"<html>", b"\xff\xd8", b"GIF", b"\x89PN"):
        assert told(data) == unknown
    for data in (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8"):
        assert told(data)[0] == (
            "the picture is damaged or cut short: its first bytes are all that is sound"
        )
        assert told(data)[1] == again
    assert told(saved(Image.new("1", (10_000, 9_000)), "PNG"), "a.png") == (
        "the picture unpacks to more than 89 megapixels",
        "Export it smaller: 4000 pixels wide is plenty.",
    )
    message, hint = told(saved(noisy(64, 48))[:-40])
    assert message.startswith("the picture is damaged or cut short (image file is truncated")
    assert hint == again


def test_a_wrong_name_is_told_with_its_article() -> None:
    """An AVIF, an SVG, a PNG."""
    photo = noisy(64, 48)
    for kind, article, name in (("AVIF", "an", "a.avif"), ("PNG", "a", "a.png"), ("TIFF", "a",
            "a.tif"), ("JPEG", "a", "a.jpg")):  # fmt: skip
        assert told(saved(photo, kind), "content/a.bmp") == (
            f"the name ends in .bmp but the file is {article} {kind} picture",
            f"Rename it to {name}, here and where it is used.",
        )
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>'
    assert told(drawing, "content/a.png")[0].endswith("the file is an SVG picture")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((1, 9), "1 × 9 pixels: a placeholder"), ((9, 1), "9 × 1 pixels"),
        ((2, 2), ""), ((20_000, 2), ""), ((20_001, 2), "20,001 × 2 pixels: too long for any"),
        ((2, 2000), ""), ((2, 2001), "2 × 2,001 pixels: too thin to show"),
    ],
)  # fmt: skip
def test_a_size_is_taken_within_these_bounds(size: tuple[int, int], words: str) -> None:
    """Two pixels at least, twenty thousand at most, and no strip that would have no width."""
    problem = measuring._wrong_size(*size, "a.png")
    assert (problem is None) is not words
    if problem is not None:
        assert problem.message.startswith(f"the picture is {words}")
        assert (problem.path, problem.line, bool(problem.hint)) == ("a.png", 0, True)


def test_a_drawing_is_told_by_its_first_bytes() -> None:
    """After a mark of bytes and white space, within a kilobyte; not a page that holds one."""
    for data in (
        b"<svg/>",
        b"\xef\xbb\xbf\r\n\t <SVG>",
        b"<?xml?>",
        b"<!-- a -->",
        b"<!DOCTYPE SVG",
    ):
        assert measuring._is_svg(data)
    for data in (b"<?xml?><html>", b"<html><svg>", b" " * 1024 + b"<svg>", b""):
        assert not measuring._is_svg(data)
    assert measuring._is_svg(b" " * 1020 + b"<svg>")
    assert measuring._is_svg(b"<?xml" + b" " * 1015 + b"<html>")


@pytest.mark.parametrize(
    ("caption", "is_one"),
    [("ab", True), ("abc", False), ("OLYMPUS DIGITAL CAMERA", True), ("", True),
     ("hdr" + " " * 36, True), ("hdr" + " " * 37, False), ("Reeds", False)],
)  # fmt: skip
def test_what_cameras_write_is_short(caption: str, is_one: bool) -> None:
    """A caption that mentions a camera says more."""
    assert measuring._is_boilerplate(caption) is is_one


def test_words_are_taken_as_they_were_meant() -> None:
    """In UTF-8 or an old code, of one line, with no sign that nobody sees."""
    assert measuring._text("Lũ".encode()) == "Lũ"
    assert measuring._text(b"caf\xe9 \x81") == "caf\xe9 \ufffd"
    assert measuring._clean(" a\n\tb\0c &amp;  d\u200b ") == "a b c & d"

    def words(**said: str) -> tuple[str, str, str]:
        facts = measure_bytes(phone_photo(noisy(64, 48), **said), "a.jpg")
        assert isinstance(facts, Facts)
        return facts.caption, facts.credit, facts.copyright

    assert words(byline="A. Sample") == ("", "A. Sample", "")
    assert words(credit="Agency") == ("", "Agency", "")
    assert words(byline="sample", credit="A. SAMPLE/Agency") == ("", "A. SAMPLE/Agency", "")
    assert words(byline="Lan", credit="Agency", copyright="Paper") == ("", "Lan/Agency", "Paper")


def test_a_sample_is_as_near_to_its_shape_as_may_be() -> None:
    """Within forty-eight pixels, and never enlarged."""
    sizes = {(480, 240): (48, 24), (240, 480): (24, 48), (9, 7): (9, 7), (48, 48): (48, 48),
             (49, 48): (48, 47), (9000, 2): (48, 1), (2, 9000): (1, 48)}  # fmt: skip
    for size, sample in sizes.items():
        assert measuring._sample_size(Image.new("L", size)) == sample


def test_facts_are_exact() -> None:
    """The commonest of a picture's colours, and what can be seen through."""
    picture = Image.new("RGB", (100, 60), "#204060")
    picture.paste("#c0a020", (0, 0, 40, 60))
    data = saved(picture, "PNG")
    assert measure_bytes(data, "a.png") == Facts(
        blake2b(data, digest_size=16).hexdigest(), "png", 100, 60, "#204060"
    )
    for alpha, is_clear in ((255, False), (254, True), (0, True)):
        glass = picture.convert("RGBA")
        glass.putpixel((3, 3), (1, 2, 3, alpha))
        facts = measure_bytes(saved(glass, "PNG"), "a.png")
        assert isinstance(facts, Facts)
        assert (facts.alpha, facts.color) == (is_clear, "" if is_clear else "#204060")
    for mode, value, color in (("I;16", 200 * 256 + 255, "#c8c8c8"), ("L", 7, "#070707"),
            ("1", 1, "#ffffff"), ("CMYK", (255, 255, 255, 255), "#000000")):  # fmt: skip
        kind, name = ("TIFF", "a.tif") if mode == "CMYK" else ("PNG", "a.png")
        facts = measure_bytes(saved(Image.new(mode, (600, 500), value), kind), name)
        assert isinstance(facts, Facts)
        assert facts.color == color


RED, BLUE, GREEN = "#c03020", "#2030c0", "#20c030"


@pytest.mark.parametrize(
    ("bands", "color"),
    [
        (((RED, 30), (BLUE, 10)), RED), (((RED, 10), (BLUE, 30)), BLUE),
        (((RED, 18), (BLUE, 10), (GREEN, 12)), RED), (((RED, 10), (BLUE, 18), (GREEN, 12)), BLUE),
        (((RED, 12), (BLUE, 10), (GREEN, 18)), GREEN),
        (((RED, 20), (BLUE, 20)), BLUE), (((BLUE, 20), (RED, 20)), BLUE),  # one, whichever is first
    ],
)  # fmt: skip
def test_the_colour_of_a_picture_is_its_commonest(
    bands: tuple[tuple[str, int], ...], color: str
) -> None:
    """Whatever place it has in the picture or among its colours."""
    picture = Image.new("RGB", (40, 40))
    top = 0
    for shade, height in bands:
        picture.paste(shade, (0, top, 40, top + height))
        top += height
    facts = measure_bytes(saved(picture, "PNG"), "a.png")
    assert isinstance(facts, Facts)
    assert facts.color == color


def test_damage_in_a_late_frame_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """All frames are decoded, and the first again, whose pixels are measured."""
    frames = [Image.new("RGB", (8, 8), color) for color in ("#ff0000", "#00ff00", "#0000ff")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    facts = measure_bytes(data, "a.gif")
    assert isinstance(facts, Facts)
    assert (facts.animated, facts.color) == (True, "#ff0000")
    image: Any = open_picture(data)
    assert image.n_frames == 3
    seen: list[int] = []
    seek = image.seek
    monkeypatch.setattr(image, "seek", lambda number: (seen.append(number), seek(number)))
    measuring._check_frames(image)
    assert seen == [1, 2, 0]


# Headers


def test_a_header_tells_kind_size_and_use() -> None:
    """Without a pixel; None where it is no picture."""
    assert first_facts(phone_photo(noisy(40, 30), 6)) == FirstFacts("jpeg", 30, 40, False)
    assert first_facts(saved(noisy(40, 30).convert("CMYK"))) == FirstFacts("jpeg", 40, 30, True)
    assert first_facts(b"no picture") is None
    assert first_facts(b"\x89PNG\r\n\x1a\n\0\0") is None


@pytest.mark.parametrize("turn", range(10))
def test_a_picture_on_its_side_is_as_wide_as_it_is_seen(turn: int) -> None:
    """Of the ways to hold a camera four lie; a TIFF comes turned."""
    exif = Image.Exif()
    exif[0x0112] = turn
    data = saved(noisy(40, 30), exif=exif)
    assert upright_size(open_picture(data)) == ((30, 40) if 5 <= turn <= 8 else (40, 30))
    scan = saved(noisy(40, 30), "TIFF")
    assert upright_size(open_picture(scan)) == (40, 30)


def test_a_photo_of_two_views_is_a_jpeg() -> None:
    """A phone's file with a second view behind it."""
    photo = noisy(40, 30)
    data = saved(photo, "MPO", save_all=True, append_images=[photo])
    assert open_picture(data).format == "MPO"
    assert format_of(open_picture(data)) == "jpeg"
    assert format_of(photo) == ""


def test_a_bomb_is_any_of_two_warnings() -> None:
    """One limit is enough: Pillow's warning stops as its error does."""
    assert Bomb == (Image.DecompressionBombError, Image.DecompressionBombWarning)
    data = saved(Image.new("1", (10_000, 9_000)), "PNG")
    with pytest.raises(Bomb):
        open_picture(data)


def test_a_profile_calls_itself_srgb() -> None:
    """By its name; a damaged one, or none, says nothing."""
    other = SRGB.replace("sRGB".encode("utf-16-be"), "mine".encode("utf-16-be"))
    for profile, says in ((SRGB, True), (other, False), (b"damage", False), (b"", False)):
        picture = noisy(8, 8)
        picture.info["icc_profile"] = profile
        assert says_srgb(picture) is says
    assert not says_srgb(noisy(8, 8))


def test_heic_is_told_by_its_brand() -> None:
    """Twelve bytes and no AVIF among those that it says it is like."""
    for brand in heif.HEIC_BRANDS:
        assert is_heic(b"\0\0\0\x18ftyp" + brand + b"\0" * 9)
    assert not is_heic(b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif")
    assert not is_heic(b"\0\0\0\x18ftypmif1" + b"\0" * 24 + b"avif")
    assert is_heic(b"\0\0\0\x18ftypmif1" + b"\0" * 25 + b"avif")
    assert not is_heic(b"\0\0\0\x18ftypavif\0\0\0\0")
    assert not is_heic(b"\0\0\0\x18mdatheic\0\0\0\0")
    assert not is_heic(b"\0\0\0ftypheic")


# Machines


def test_an_entry_proves_name_bytes_and_key() -> None:
    """Thirty-two bytes behind the picture's own."""
    entry = seal("a b", b"data", b"key")
    assert entry[:4] == b"data"
    assert entry[4:] == blake2b(b"a b data", digest_size=32, key=b"key").digest()
    assert unseal("a b", entry, b"key") == b"data"
    assert unseal("a", seal("a", b"", b""), b"") == b""
    assert unseal("a", seal("a b", b"data", b""), b"") is None


def test_a_picture_is_of_its_shape_or_none() -> None:
    """Kind, width and height, and whole: nothing else is taken from a store."""
    data = saved(noisy(40, 30), "PNG")
    assert is_shaped(data, Shape("png", 40, 30))
    for shape in (Shape("webp", 40, 30), Shape("png", 41, 30), Shape("png", 40, 31)):
        assert not is_shaped(data, shape)
    assert not is_shaped(data[:-60], Shape("png", 40, 30))
    assert not is_shaped(b"", Shape("png", 40, 30))
    canvas = b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\xff\x3f\x00" * 2
    assert not is_shaped(canvas, Shape("webp", 16_384, 16_384))
    bomb = saved(Image.new("1", (10_000, 9_000)), "PNG")
    assert not is_shaped(bomb, Shape("png", 10_000, 9_000))


def test_a_machine_says_what_its_bytes_depend_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked once: sitegen, the code, libraries, the processor, and a sample of what it makes."""
    said = machine()
    assert machine() is said
    assert [*said][:3] == ["sitegen", "code for pictures", "Pillow"]
    assert {"jpg", "webp", "avif", "zlib", "processor", "reader of HEIC", "sample"} < said.keys()
    assert "pil" not in said
    assert said["sample"] == elsewhere._sample_digest()
    name = shared.shared_name("a")
    codecs = [f"{codec} {version}" for codec, version in shared.codec_versions().items()]
    assert (len(name), shared.codecs()) == (32, " ".join([*codecs, said["processor"]]))
    assert shared.codecs() is shared.codecs()
    monkeypatch.setattr("sitegen.pictures.shared._CODECS", ("pil",))
    shared.codecs.cache_clear()
    assert shared.shared_name("a") != name
    shared.codecs.cache_clear()


def test_a_picture_is_sent_only_if_its_pixels_are_the_same() -> None:
    """Without its camera's words it has the same head, or it stays at home."""
    photo = noisy(40, 30)
    told = Image.Exif()
    told[0x010F] = "SAMPLE MAKER"
    plain = saved(photo)
    turned = Image.Exif()
    turned[0x0112] = 6
    glass = saved(photo.convert("RGBA"), "PNG")
    cases: list[tuple[bytes, bytes, tuple[bool, bool]]] = [
        (saved(photo, exif=told), plain, (True, False)),
        (saved(photo, exif=turned), plain, (False, False)),
        (saved(photo, icc_profile=SRGB), saved(photo, icc_profile=SRGB), (True, True)),
        (saved(photo, icc_profile=SRGB), plain, (False, True)),
        (plain, saved(noisy(40, 31)), (False, False)),
        (plain, saved(photo.convert("L")), (False, False)),
        (saved(photo, "PNG"), plain, (False, False)),
        (glass, glass, (True, False)),
        (plain, b"no picture", (False, False)),
        (b"", plain, (False, False)),
    ]
    for data, clean, answer in cases:
        assert sendable(data, clean) == answer
    frames = [noisy(8, 8, seed) for seed in range(3)]

    def film(count: int, **more: Any) -> bytes:
        rest = frames[1:count]
        return saved(frames[0], "WEBP", save_all=True, append_images=rest, **more)

    assert sendable(film(3, loop=2), film(3, loop=2)) == (True, False)
    assert sendable(film(3, loop=2), film(3, loop=3)) == (False, False)
    assert sendable(film(3), film(2)) == (False, False)
    assert sendable(film(3, icc_profile=SRGB), film(3, icc_profile=SRGB)) == (False, False)


# Letters


def test_a_card_holds_the_letters_that_its_fonts_have() -> None:
    """Others come as near as they may; a text of other letters is none."""
    vote = "Bỏ phiếu ₫"
    texts = {
        "A  sample\u00a0": "A sample", "a\tb": "a b", vote: vote, "Łódź": "",
        "Łódź i Kraków": "ódz i Kraków", "ﬁre": "fire",
        unicodedata.normalize("NFD", vote): vote, "Rain 🌧 today": "Rain today",
        "abcd市": "abcd", "abc市": "", "市": "", "🌧": "", "a🌧🌧": "a", "x\x07y": "xy",
    }  # fmt: skip
    assert {text: printable(text) for text in texts} == texts
