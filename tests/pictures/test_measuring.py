"""What a picture file says of itself, and how bad ones are reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from sitegen.core.problems import Problem
from sitegen.pictures import Facts, measure
from sitegen.pictures.measuring import measure_bytes
from tests.pictures.photo_files import noisy, phone_photo, saved


def facts(data: bytes, name: str = "content/news/bayou.jpg") -> Facts:
    result = measure_bytes(data, name)
    assert isinstance(result, Facts), result
    return result


def problem(data: bytes, name: str = "content/news/bayou.jpg") -> Problem:
    result = measure_bytes(data, name)
    assert isinstance(result, Problem), result
    assert (result.path, result.line) == (name, 0)
    assert result.hint
    return result


def test_facts_of_a_photo(tmp_path: Path) -> None:
    """Format, size and colour come from the file itself."""
    file = tmp_path / "bayou.jpg"
    file.write_bytes(saved(Image.new("RGB", (640, 480), "#2060a0")))

    result = measure(file, "content/news/bayou.jpg")

    assert isinstance(result, Facts)
    assert (result.format, result.width, result.height) == ("jpeg", 640, 480)
    assert (result.animated, result.alpha, result.caption) == (False, False, "")
    red, green, blue = (int(result.color[i : i + 2], 16) for i in (1, 3, 5))
    assert abs(red - 0x20) < 6
    assert abs(green - 0x60) < 6
    assert abs(blue - 0xA0) < 6


def test_size_is_that_after_the_cameras_rotation() -> None:
    """A photo taken upright is stored on its side; its size is what a reader sees."""
    result = facts(phone_photo(noisy(400, 300), orientation=6))

    assert (result.width, result.height) == (300, 400)


def test_desks_words_become_caption_and_credit() -> None:
    """IPTC, which photo desks and agencies write, gives caption, credit and copyright."""
    data = phone_photo(
        noisy(64, 48),
        caption="Lũ lụt ở Houston",
        byline="Nguyễn Lan",
        credit="Sample Agency",
        copyright="© Sample Agency",
    )

    result = facts(data)

    assert result.caption == "Lũ lụt ở Houston"
    assert result.credit == "Nguyễn Lan/Sample Agency"
    assert result.copyright == "© Sample Agency"


def test_the_owner_of_a_phone_is_not_named() -> None:
    """A source's photo names them in EXIF: that never becomes a credit, caption or copyright."""
    exif = Image.Exif()
    exif[270], exif[315], exif[33432] = "Taken by a source", "A Source", "© A Source"

    for data in (phone_photo(noisy(64, 48)), saved(noisy(64, 48), exif=exif)):
        result = facts(data)
        assert (result.caption, result.credit, result.copyright) == ("", "", "")


def test_what_a_camera_writes_into_every_photo_is_no_caption() -> None:
    """Readers are not told "OLYMPUS DIGITAL CAMERA" below a photo."""
    assert facts(phone_photo(noisy(64, 48), caption="OLYMPUS DIGITAL CAMERA")).caption == ""


@pytest.mark.parametrize("mode", ["L", "1", "CMYK", "P", "I;16", "RGB", "YCbCr"])
def test_every_way_to_hold_colours_is_taken(mode: str) -> None:
    """Print shops send CMYK, scanners 16 bits: both become pictures for screens."""
    kind, name = ("JPEG", "x.jpg") if mode in ("CMYK", "YCbCr") else ("PNG", "x.png")
    picture = Image.new("I;16", (64, 48), 40_000) if mode == "I;16" else noisy(64, 48).convert(mode)

    result = facts(saved(picture, kind), name)

    assert (result.width, result.height) == (64, 48)
    assert result.color.startswith("#")


def test_only_what_is_see_through_counts_as_that() -> None:
    """Many a PNG has a channel for transparency and is opaque: a JPEG can stand in for it."""
    opaque = noisy(64, 48).convert("RGBA")
    clear = opaque.copy()
    clear.putpixel((3, 3), (0, 0, 0, 0))

    assert not facts(saved(opaque, "PNG"), "x.png").alpha
    assert facts(saved(clear, "PNG"), "x.png").alpha
    assert facts(saved(clear, "PNG"), "x.png").color == ""


def test_moving_pictures_are_known() -> None:
    """GIF and WebP files of several frames move; a GIF of one does not."""
    frames = [noisy(40, 30, seed) for seed in range(3)]

    gif = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    webp = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100)

    assert facts(gif, "x.gif").animated
    assert facts(webp, "x.webp").animated
    assert not facts(saved(frames[0], "GIF"), "x.gif").animated


def test_a_moving_picture_without_end_is_refused() -> None:
    """Hundreds of frames are a video, and the message says so."""
    frames = [Image.new("RGB", (8, 8), (n % 256, n // 256, 0)) for n in range(501)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=20)

    result = problem(data, "x.gif")

    assert "501 frames" in result.message
    assert "video" in result.hint


def test_an_empty_file() -> None:
    """A copy that failed leaves 0 bytes, and the message says that."""
    assert "0 bytes" in problem(b"").message


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_file_cut_short_is_found_wherever_it_ends(kind: str, share: float) -> None:
    """An upload that broke off shows half a picture, or none: better to hear of it now."""
    data = saved(noisy(640, 480), kind)
    name = {"JPEG": "x.jpg"}.get(kind, f"x.{kind.lower()}")

    result = problem(data[: int(len(data) * share)], name)

    assert "damaged or cut short" in result.message


def test_a_wrong_ending_is_named_with_the_right_one() -> None:
    """Browsers save WebP files as .jpg; what is in the file is said, and the name to give."""
    result = problem(saved(noisy(64, 48), "WEBP"), "content/news/Bayou.JPG")

    assert "ends in .jpg but the file is a WEBP picture" in result.message
    assert "Bayou.webp" in result.hint


def test_a_web_page_saved_as_a_picture() -> None:
    """Saving from a browser often gives the page; the message names it."""
    assert "web page" in problem(b"<!DOCTYPE html><html>").message


def test_a_document_of_another_kind() -> None:
    """A PDF is called one, and any other file is no picture."""
    assert "PDF" in problem(b"%PDF-1.7 ...").message
    assert "no picture" in problem(b"MZ\x90 nonsense").message


def test_a_bomb_is_refused_at_pillows_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to gigabytes stops at its header."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000_000)
    bomb = saved(Image.new("1", (1200, 1000)), "PNG")

    assert "more than 1 megapixels" in problem(bomb, "x.png").message


def test_a_true_bomb_is_refused() -> None:
    """A small file of 285 megapixels stops at its header."""
    data = saved(Image.new("1", (19_000, 15_000)), "PNG")

    assert len(data) < 100_000
    assert "megapixels" in problem(data, "x.png").message


def test_a_picture_too_long_for_any_screen() -> None:
    """The message gives the size of the picture and the most that is allowed."""
    result = problem(saved(Image.new("L", (30_000, 40)), "PNG"), "x.png")

    assert "30,000 × 40 pixels" in result.message
    assert "20,000" in result.hint


def test_a_placeholder_of_one_pixel() -> None:
    """Such a file stands for a photo that somebody meant to add."""
    assert "placeholder" in problem(saved(Image.new("L", (1, 1)), "PNG"), "x.png").message


def test_heic_gets_a_word_on_how_to_convert(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing reads an iPhone's own format, the editor hears what to do."""
    monkeypatch.setattr("sitegen.pictures.measuring.can_read", lambda: False)
    result = problem(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64, "content/news/IMG_1.HEIC")

    assert "HEIC" in result.message
    assert "IMG_1.jpg" in result.hint
    assert "export as JPEG" in result.hint


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    """Neither is a picture, and each has a message of its own."""
    gone = measure(tmp_path / "gone.jpg", "content/news/gone.jpg")
    folder = measure(tmp_path, "content/news/folder.jpg")

    assert isinstance(gone, Problem)
    assert isinstance(folder, Problem)
    assert "no such picture" in gone.message
    assert "cannot be read" in folder.message


def test_a_damaged_caption_beats_no_photo() -> None:
    """Metadata is a courtesy: where it is garbage, the photo is taken without it."""
    plain = saved(noisy(64, 48))
    broken = plain[:2] + b"\xff\xed\0\x14Photoshop 3.0\0\x1c\x02\x78\xff" + plain[2:]

    assert facts(broken).caption == ""


def test_a_drawing_says_its_size() -> None:
    """Missing sides follow from the view box; a drawing without any size is a problem."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150" width="10in"/>'

    result = facts(svg, "x.svg")

    assert (result.format, result.width, result.height) == ("svg", 960, 480)
    lost = problem(b'<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>', "x.svg")
    assert "viewBox" in lost.hint


def test_equal_bytes_have_equal_digests() -> None:
    """The name of the file is no part of the digest."""
    data = saved(noisy(64, 48))

    assert facts(data).digest == facts(data, "other.jpg").digest
    assert facts(data).digest != facts(saved(noisy(64, 48, 2))).digest
