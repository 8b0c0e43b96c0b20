"""Files that are published as they are: what is seen stays, what the camera says goes."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from sitegen.core.problems import Problem, SitegenError
from sitegen.traces.cleaning import clean
from sitegen.traces.profiles import plain_profile
from tests.conftest import Site
from tests.pictures.photo_files import LATITUDE, SECRET, exif, noisy, phone_photo, saved, xmp
from tests.traces.film_boxes import film
from tests.traces.published import clean_bytes

PIXELS = noisy(64, 48)


class Files:
    """Writes files and cleans them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def clean(self, data: bytes, shown_as: str, allow: tuple[str, ...] = ()) -> bytes:
        file = self._folder / "file"
        file.write_bytes(data)
        return clean_bytes(file, shown_as, allow)

    def refusal(self, data: bytes, shown_as: str) -> str:
        with pytest.raises(SitegenError) as refused:
            self.clean(data, shown_as)
        (problem,) = refused.value.problems
        assert (problem.path, problem.line, problem.warning) == (shown_as, 0, False)
        assert problem.hint
        return problem.message

    def warnings(self, data: bytes, shown_as: str) -> tuple[Problem, ...]:
        file = self._folder / "file"
        file.write_bytes(data)
        with clean(file, shown_as) as (cleaned, _reader):
            return cleaned.warnings


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


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


TALKATIVE = {
    "jpg": phone_photo(PIXELS, 6, credit="Sample Agency") + b"a film behind the photo " + SECRET,
    "png": talkative_png(),
    "gif": talkative_gif(),
    "webp": saved(PIXELS, "WEBP", exif=exif_body(6), xmp=xmp()),
}


@pytest.mark.parametrize("kind", TALKATIVE)
def test_what_a_camera_wrote_is_taken_out_and_nothing_else(kind: str, files: Files) -> None:
    """Position, thumbnail, names and words go; every pixel and the photo's rotation stay."""
    before = TALKATIVE[kind]
    assert SECRET in before

    after = files.clean(before, "content/news/photo.dat")

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


def test_a_picture_that_says_nothing_stays_as_it_is(files: Files) -> None:
    """Files without traces come back byte for byte, and so does what nobody wrote by a camera."""
    profile = saved(PIXELS, "JPEG", icc_profile=b"how the colours are meant", progressive=True)
    for name, data in {
        "photo.jpg": profile,
        "photo.png": saved(PIXELS, "PNG"),
        "photo.webp": saved(PIXELS, "WEBP"),
        "plan.pdf": b"%PDF-1.7",
        "notes.txt": b"text",
        "empty.csv": b"",
    }.items():
        assert files.clean(data, f"content/news/{name}") == data


def test_no_part_of_a_picture_says_more_than_it_must(files: Files) -> None:
    """Names of profiles and palettes, long parts and frames inside frames are places to talk."""
    jpeg = saved(PIXELS, "JPEG")
    long_adobe = (
        b"\xff\xee" + struct.pack(">H", 2 + 12 + len(SECRET)) + b"Adobe" + bytes(7) + SECRET
    )
    extension = b"\xff\xf0" + struct.pack(">H", 2 + len(SECRET)) + SECRET
    assert SECRET not in files.clean(jpeg[:2] + long_adobe + extension + jpeg[2:], "content/a.jpg")

    png = saved(PIXELS, "PNG")
    profile = png_chunk(b"iCCP", SECRET[:70] + b"\0\0" + zlib.compress(srgb_profile()))
    palette = png_chunk(b"sPLT", SECRET[:70] + b"\0\x08" + bytes(6))
    gamma = png_chunk(b"gAMA", bytes(4) + SECRET)
    cleaned = files.clean(png[:33] + profile + palette + gamma + png[33:], "content/a.png")
    assert SECRET[:70] not in cleaned
    assert Image.open(BytesIO(cleaned)).convert("RGB").tobytes() == PIXELS.convert("RGB").tobytes()
    assert Image.open(BytesIO(cleaned)).info["icc_profile"]

    frames = [noisy(32, 32, number) for number in range(2)]
    file = BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    moving = file.getvalue()
    at = moving.index(b"ANMF")
    length = struct.unpack_from("<I", moving, at + 4)[0]
    extra = b"XTRA" + struct.pack("<I", len(SECRET)) + SECRET + b"\0" * (len(SECRET) % 2)
    frame = b"ANMF" + struct.pack("<I", length + len(extra)) + moving[at + 8 : at + 8 + length]
    body = moving[8:at] + frame + extra + moving[at + 8 + length :]
    talking = b"RIFF" + struct.pack("<I", len(body)) + body
    cleaned = files.clean(talking, "content/a.webp")
    assert SECRET not in cleaned
    assert cleaned == moving


def jpeg_segment(marker: int) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, 2 + len(SECRET)) + SECRET


def riff(kind: bytes, *parts: bytes) -> bytes:
    body = kind + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def riff_chunk(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def test_no_segment_of_a_jpeg_says_more_than_it_must(files: Files) -> None:
    """Segments of each kind, and words behind each table that a decoder asks for, go."""
    photo = saved(PIXELS, "JPEG")
    for marker in (*range(0xC0, 0xD0), *range(0xDA, 0xFF)):
        try:
            after = files.clean(photo[:2] + jpeg_segment(marker) + photo[2:], "content/a.JPG")
        except SitegenError:
            continue  # a second frame is no picture
        assert marker == 0xDA or SECRET not in after, hex(marker)
    at = 2
    while photo[at + 1] != 0xDA:
        (length,) = struct.unpack_from(">H", photo, at + 2)
        longer = struct.pack(">H", length + len(SECRET)) + photo[at + 4 : at + 2 + length] + SECRET
        talking = photo[: at + 2] + longer + photo[at + 2 + length :]
        assert files.clean(talking, "content/a.jpg") == photo
        at += 2 + length


def test_no_chunk_of_a_png_says_more_than_it_must(files: Files) -> None:
    """Chunks of each kind that stand where they need not, or are too long, go."""
    png = saved(PIXELS, "PNG")
    kinds = b"PLTE tRNS hIST sPLT cHRM gAMA sBIT bKGD pHYs fcTL fdAT mDCV caBX tIME oFFs pCAL dSIG"
    for kind in kinds.split():
        for words in (SECRET, SECRET * 3, (SECRET * 2)[:32], (SECRET * 2)[:26]):
            talking = png[:33] + png_chunk(kind, words) + png[33:]
            assert kind == b"cHRM" or SECRET not in files.clean(talking, "content/a.png"), kind


def test_no_chunk_of_a_webp_gif_or_wav_says_more_than_it_must(files: Files) -> None:
    """A plain picture is one chunk, and only the first counts; players read the first chunk."""
    webp = saved(PIXELS, "WEBP")
    for kind in (b"ALPH", b"VP8 ", b"VP8L", b"ANMF", b"ICCP", b"ANIM", b"VP8X"):
        assert files.clean(webp[:8] + riff(b"WEBP", webp[12:], riff_chunk(kind, SECRET))[8:],
                           "content/a.webp") == webp  # fmt: skip
    gif = talkative_gif()
    at = 13 + (3 << (gif[10] & 7) + 1)
    for label in range(256):
        extension = bytes([0x21, label, len(SECRET)]) + SECRET + b"\0"
        assert SECRET not in files.clean(gif[:at] + extension + gif[at:], "content/a.gif")
    control = b"\x21\xf9\4\0\0\0\0" + bytes([len(SECRET)]) + SECRET + b"\0"
    assert SECRET not in files.clean(gif[:at] + control + gif[at:], "content/a.gif")
    plain = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
    sound = riff_chunk(b"fmt ", plain + struct.pack("<H", len(SECRET)) + SECRET)
    sound += riff_chunk(b"data", bytes(64)) + riff_chunk(b"data", SECRET)
    sound += riff_chunk(b"cue ", bytes(4) + SECRET) + riff_chunk(b"fact", bytes(4) + SECRET)
    sound += riff_chunk(b"LIST", b"adtl" + riff_chunk(b"file", SECRET))
    assert SECRET not in files.clean(riff(b"WAVE", sound), "content/a.wav")


def test_no_part_of_an_mp3_says_more_than_it_must(files: Files) -> None:
    """Covers come from phones, and tags and words stand between the frames of sound."""
    frame = b"\xff\xfb\x90\0" + bytes(413)  # 128 kbit/s at 44.1 kHz

    def tag(*frames: tuple[bytes, bytes]) -> bytes:
        body = b"".join(n + struct.pack(">I", len(b)) + bytes(2) + b for n, b in frames)
        size = bytes(len(body) >> shift & 127 for shift in (21, 14, 7, 0))
        return b"ID3\3\0\0" + size + body

    cover = b"\0image/jpeg\0\3" + SECRET + b"\0" + TALKATIVE["jpg"]
    title = b"TIT2" + struct.pack(">I", 3) + bytes(2) + b"\0OK"
    part = b"1\0" + bytes(16) + title + bytes(9) + SECRET
    tags = tag((b"APIC", cover), (b"CHAP", part), (b"TXXX", b"\0" + SECRET))
    sound = SECRET + frame * 3 + tags + frame * 2 + SECRET

    after = files.clean(tags + sound, "content/news/talk.mp3")

    assert SECRET not in after
    assert LATITUDE not in after
    assert after.endswith(frame * 5)
    assert b"\xff\xd8\xff" in after
    assert b"OK" in after


def test_a_frame_of_free_rate_is_believed_at_the_start_alone(files: Files) -> None:
    """Nothing in it says its length, so behind one all stayed, to the end of the file."""
    frame, free = b"\xff\xfb\x90\0" + bytes(413), b"\xff\xfb\0\0" + bytes(300)
    padded = b"\xff\xfb\2\0" + bytes(301)
    for sound in (frame * 3, padded + free + padded):
        after = files.clean(sound + free[:4] + SECRET, "content/news/talk.mp3")
        assert after == sound
    sound = free * 3 + SECRET + free * 2
    assert files.clean(sound, "content/news/talk.mp3") == free * 5


def test_no_tag_of_a_profile_says_more_than_its_colours(files: Files) -> None:
    """Words behind the numbers, between the tags, and where bytes are reserved go."""
    profile = bytearray(srgb_profile())
    profile[100:118] = SECRET
    profile[4:8] = b"appl"
    for number in range(struct.unpack_from(">I", profile, 128)[0]):
        start, length = struct.unpack_from(">II", profile, 136 + 12 * number)
        struct.pack_into(">II", profile, 136 + 12 * number, len(profile),
                         length + len(SECRET))  # fmt: skip
        profile += profile[start : start + length] + SECRET
    profile[:4] = struct.pack(">I", len(profile))

    for kind in ("JPEG", "WEBP"):
        photo = saved(PIXELS, kind, icc_profile=bytes(profile))
        after = files.clean(photo, "content/a")
        assert SECRET not in after
        assert b"appl" not in after
        assert Image.open(BytesIO(after)).info["icc_profile"]


@pytest.mark.parametrize(
    ("data", "length"),
    [
        (b"XYZ ", 20),
        (b"curv" + bytes(4) + struct.pack(">I", 3), 12 + 3 * 2),
        *((b"para" + bytes(4) + struct.pack(">H", form), 12 + 4 * parameters)
          for form, parameters in enumerate((1, 3, 4, 5, 7, 7))),
        (b"sf32", 8 + 9 * 4),
        (b"chrm" + bytes(4) + struct.pack(">H", 3), 12 + 3 * 8),
        (b"chrm" + bytes(4) + struct.pack(">H", 999), 12 + 16 * 8),  # nothing has more channels
        (b"cicp", 12),
        (b"sig ", 12),
        (b"meas", 36),
        (b"view", 36),
        (b"mft2", 999),
        (b"text", 4),
    ],
)  # fmt: skip
def test_the_data_of_a_tag_stay_and_nothing_behind_them(data: bytes, length: int) -> None:
    """The lengths are those of ICC.1:2022, section 10; tables of colours fill their tag."""
    said = data.ljust(200, b"s")
    table = struct.pack(">I4sII", 1, b"chrm", 144, len(said))
    profile = bytes(36) + b"acsp" + bytes(88) + table + said

    after = plain_profile(profile)[144:]

    assert after == said[:length].ljust(len(said), b"\0")


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_a_profile_tells_no_maker_and_no_hour(files: Files) -> None:
    """How the colours are meant stays; who made the profile, for what, and when goes."""
    profile = bytearray(srgb_profile())
    profile[48:52], profile[52:56] = b"SONY", b"DSLR"
    photo = saved(PIXELS, "JPEG", icc_profile=bytes(profile))

    after = Image.open(BytesIO(files.clean(photo, "content/a.jpg"))).info["icc_profile"]

    assert after[24:36] == bytes(12)
    assert after[48:56] == bytes(8)
    assert len(after) == len(profile)
    colours = ImageCms.buildTransform(BytesIO(after), ImageCms.createProfile("LAB"), "RGB", "LAB")
    before = ImageCms.buildTransform(
        BytesIO(bytes(profile)), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    pixels = PIXELS.convert("RGB")
    assert ImageCms.applyTransform(pixels, colours).tobytes() == (
        ImageCms.applyTransform(pixels, before).tobytes()
    )


def test_the_profile_of_a_screen_names_no_screen(files: Files) -> None:
    """A screenshot carries its screen's name and number; long profiles lie in many parts."""
    profile = bytearray(srgb_profile() + SECRET * 4000)
    start = len(srgb_profile())
    (count,) = struct.unpack_from(">I", profile, 128)
    entry = struct.pack(">4sII", b"mmod", start, len(profile) - start)
    profile[132 + 12 * (count - 1) : 132 + 12 * count] = entry
    profile[:4] = struct.pack(">I", len(profile))
    photo = saved(PIXELS, "JPEG", icc_profile=bytes(profile))
    assert photo.count(b"ICC_PROFILE") > 1

    after = files.clean(photo, "content/a.jpg")

    assert SECRET not in after
    assert len(Image.open(BytesIO(after)).info["icc_profile"]) == len(profile)


# Kinds


@pytest.mark.parametrize(
    "name",
    ["plan.pdf", "data.csv", "data.json", "map.geojson", "captions.vtt", "all.zip", "book.epub",
     "a.woff2", "favicon.ico"],
)  # fmt: skip
def test_what_no_camera_writes_passes(files: Files, name: str) -> None:
    """Documents, data and fonts are published as they are."""
    begins = {"pdf": b"%PDF-1.7", "zip": b"PK\3\4", "epub": b"PK\3\4", "woff2": b"wOF2",
              "ico": b"\0\0\1\0"}  # fmt: skip
    data = begins.get(name.rpartition(".")[2], b"{}") + b" sample"

    assert files.clean(data, f"content/news/{name}") == data
    assert files.clean(data, f"static/root/{name}") == data


@pytest.mark.parametrize("name", ["a.css", "a.js", "a.mjs", "a.map", "a.webmanifest", "LICENSE"])
def test_what_only_a_theme_has_passes_in_static_alone(files: Files, name: str) -> None:
    """A reporter links to no style sheet."""
    assert files.clean(b"sample", f"static/root/{name}") == b"sample"
    assert "would be published" in files.refusal(b"sample", f"content/news/{name}")


def test_all_of_well_known_passes(files: Files) -> None:
    """What services ask for there has names of all kinds."""
    assert files.clean(b"\0\1", "static/root/.well-known/key.bin") == b"\0\1"


@pytest.mark.parametrize(
    "name",
    ["a.tif", "a.dng", "a.cr3", "a.raf", "a.rw2", "a.orf", "a.x3f", "a.mrw", "a.jxl", "a.jp2",
     "a.psd", "a.bpg", "a.bmp", "a.avi", "a.mts", "a.wmv", "a.dss", "a.flac", "a.exe", "a.ics"],
)  # fmt: skip
def test_what_is_not_known_is_refused(files: Files, name: str) -> None:
    """Better no file than one that tells where a source lives."""
    for folder in ("content/news", "static/root"):
        assert "would be published with all that" in files.refusal(b"\1sample", f"{folder}/{name}")


@pytest.mark.parametrize("end", ["txt", "pdf", "zip", "csv", "jpg", "mp4", "mp3", "woff2", ""])
def test_a_name_opens_nothing(files: Files, end: str) -> None:
    """A raw file that was called .txt or .pdf is not what passes by that name."""
    name = f"static/root/file.{end}" if end else "static/root/file"
    for data in (b"II*\0" + bytes(90), b"\xff\x0a" + bytes(9), b"8BPS" + bytes(9)):
        files.refusal(data, name)
    if end not in ("mp4", "mp3"):
        files.refusal(b"\0\1\2" + bytes(9), name)


@pytest.mark.parametrize("name", ["talk.mp3", "talk.wav", "talk.ogg", "film.mp4", "film.webm"])
def test_a_recording_that_is_none_is_named(site: Site, name: str) -> None:
    """It tells nothing of a camera, and players do not play it: the newsroom hears of that."""
    site.write(f"content/news/{name}", "No recording, though its name says so.")
    site.story(body=f"[Listen]({name})")

    built = site.build()

    assert built.paths(f"files/news/{name}")
    (warning,) = [w for w in built.report.warnings if "will not show or play it" in w.message]
    assert warning.path == f"content/news/{name}"


def test_a_tag_before_what_is_no_sound_goes_all_the_same(files: Files) -> None:
    """What a recorder wrote into a damaged MP3 is not published either."""
    words = b"TXXX" + struct.pack(">I", 1 + len(SECRET)) + b"\0\0" + b"\0" + SECRET
    tag = b"ID3\3\0\0" + bytes([0, 0, len(words) >> 7, len(words) & 127]) + words

    assert files.clean(tag + b"no sound", "content/news/talk.mp3") == b"no sound"


def test_what_passes_with_a_word_is_named_as_a_whole(files: Files) -> None:
    """Each warning is of the file and of no line, and stops nothing."""
    path = "content/news/a"
    film_of_text = film().replace(b"vide", b"text")
    named = {
        f"{path}.mp3": (
            b"talk",
            "this is not what its name says: browsers will not show or play it",
        ),
        f"{path}.jpg": (
            b"talk",
            "this is not what its name says: browsers will not show or play it",
        ),
        f"{path}.gpx": (b"<gpx/>", "is published as it is: it says where somebody was, and when"),
        f"{path}.mp4": (
            film_of_text,
            ("a track of text in this film is left out: cameras write where they were into such"),
        ),
    }
    for name, (data, message) in named.items():
        (warning,) = files.warnings(data, name)
        assert (warning.path, warning.line, warning.warning) == (name, 0, True)
        assert warning.message == message
        assert warning.hint
    assert files.warnings(b"%PDF-1.7", f"{path}.pdf") == ()


def test_a_text_is_one_as_far_as_it_is_looked_at(files: Files) -> None:
    """64 KiB of a text, the first KiB of a PDF; and UTF-16 has zeros by right."""
    text = b"t" * 0xFFFF
    assert files.clean(text + b"t\0", "content/a.txt") == text + b"t\0"
    assert files.refusal(text + b"\0", "content/a.txt") == (
        "this is no .txt file, whatever its name says"
    )
    for mark in (b"\xff\xfe", b"\xfe\xff"):
        assert files.clean(mark + b"\0t", "content/a.txt") == mark + b"\0t"
    for begin in (b"", b"\0" * 1019):
        data = begin + b"%PDF-\0"
        assert files.clean(data, "content/a.pdf") == data
        assert files.refusal(b"\0" + data, "content/a.txt").startswith("this is no .txt file")
    files.refusal(b"\0" * 1020 + b"%PDF-", "content/a.pdf")
    assert files.refusal(b"\0", "static/root/LICENSE") == "this is no text, and has no ending"


def test_a_drawing_of_many_megabytes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    with file.open("wb") as stream:
        stream.truncate((64 << 20) + 1)
    with pytest.raises(SitegenError, match=r"a \.svg file would be published"):
        clean_bytes(file, "content/a.svg")


def test_a_raw_film_and_a_frame_by_another_name_are_refused(files: Files) -> None:
    """Canon's raw pictures are films by their boxes; one frame makes no MP3 of any file."""
    raw = struct.pack(">I4s", 16, b"ftyp") + b"crx \0\0\0\1"
    assert files.refusal(raw, "content/a.mp4").startswith("a .mp4 file would be published")
    frame = b"\xff\xfb\x90\0" + bytes(413)
    assert files.clean(frame * 2 + b"talk", "content/a.mp3") == frame * 2
    files.refusal(frame * 2 + b"talk", "content/a.txt")
    assert files.refusal(b"\0talk", "content/a.jpg") == (
        "the file is damaged or cut short, or is not what its name says"
    )


def test_a_photo_is_cleaned_whatever_it_is_called(files: Files) -> None:
    """What a file is, its first bytes say."""
    for name in ("a.txt", "a.pdf", "a.jpg", "a.bin", "LICENSE"):
        assert SECRET not in files.clean(TALKATIVE["jpg"], f"static/root/{name}")


def test_a_text_that_begins_like_a_film_is_a_text(files: Files) -> None:
    """ "The free press" has "free" where films have the kind of their first box."""
    for text in (b"The free press, and more of this sample", b"Too wide a sample of text"):
        assert files.clean(text, "content/news/a.txt") == text


def test_office_files_pass_with_a_word(site: Site) -> None:
    """Who wrote a document, and where somebody walked, may stand in it."""
    site.write_bytes("content/news/plan.docx", b"PK\3\4 sample")
    site.write("content/news/walk.gpx", "<gpx/>")
    site.story(body="[plan](plan.docx) [walk](walk.gpx)")

    built = site.build()

    assert len(built.paths("files/news/*")) == 2
    warnings = {
        w.path: w.message for w in built.report.warnings if "published as it is" in w.message
    }
    assert set(warnings) == {"content/news/plan.docx", "content/news/walk.gpx"}


def test_the_settings_open_a_kind(site: Site) -> None:
    """A map of tiles is published once the newsroom says so, and no longer."""
    site.write_bytes("content/news/map.pmtiles", b"PMTiles\3 sample")
    site.story(body="[map](map.pmtiles)")
    (problem,) = site.problems()
    assert 'allow = [".pmtiles"]' in problem.hint

    site.setting('[files]\nallow = [".pmtiles"]')
    assert site.build().paths("files/news/map*")

    site.write("sitegen.toml", site.read("sitegen.toml").replace('[".pmtiles"]', "[]"))
    assert len(site.problems()) == 1


def test_the_settings_open_no_camera_file_by_a_slip(site: Site) -> None:
    """A photo of a kind that is opened is cleaned all the same."""
    site.setting('[files]\nallow = ["bin"]')
    site.write_bytes("content/news/photo.bin", TALKATIVE["jpg"])
    site.story(body="[photo](photo.bin)")

    assert site.build().mentioning(SECRET.decode()) == []


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

    assert str(problem).startswith("content/news/photo.tif: error: a .tif file would be")
    assert problem.hint.startswith("Export it as JPEG or PNG and link to that.")
