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
    found = measure_bytes(data, name)
    assert isinstance(found, Facts), found
    return found


def problem(data: bytes, name: str = "content/news/bayou.jpg") -> Problem:
    found = measure_bytes(data, name)
    assert isinstance(found, Problem), found
    assert found.path == name
    assert found.hint
    return found


def test_facts_of_a_photo(tmp_path: Path) -> None:
    file = tmp_path / "bayou.jpg"
    file.write_bytes(saved(Image.new("RGB", (640, 480), "#2060a0")))

    found = measure(file, "content/news/bayou.jpg")

    assert isinstance(found, Facts)
    assert (found.format, found.width, found.height) == ("jpeg", 640, 480)
    assert (found.animated, found.alpha, found.caption) == (False, False, "")
    red, green, blue = (int(found.color[i : i + 2], 16) for i in (1, 3, 5))
    assert abs(red - 0x20) < 6
    assert abs(green - 0x60) < 6
    assert abs(blue - 0xA0) < 6


def test_size_is_that_after_the_cameras_rotation() -> None:
    """A photo taken upright is stored on its side; its size is what a reader sees."""
    found = facts(phone_photo(noisy(400, 300), orientation=6))

    assert (found.width, found.height) == (300, 400)


def test_desks_words_become_caption_and_credit() -> None:
    """IPTC, which photo desks write, gives the words; EXIF stands in where it is silent."""
    data = phone_photo(
        noisy(64, 48),
        caption="Lũ lụt ở Houston",
        byline="Nguyễn Lan",
        credit="Sample Agency",
        copyright="© Sample Agency",
    )

    found = facts(data)

    assert found.caption == "Lũ lụt ở Houston"
    assert found.credit == "Nguyễn Lan/Sample Agency"
    assert found.copyright == "© Sample Agency"
    assert facts(phone_photo(noisy(64, 48))).credit == "Nguyễn Lan"


def test_what_a_camera_writes_into_every_photo_is_no_caption() -> None:
    made = Image.Exif()
    made[270] = "OLYMPUS DIGITAL CAMERA         "

    assert facts(saved(noisy(64, 48), exif=made)).caption == ""


@pytest.mark.parametrize("mode", ["L", "1", "CMYK", "P", "I;16", "RGB", "YCbCr"])
def test_every_way_to_hold_colours_is_taken(mode: str) -> None:
    """Print shops send CMYK, scanners 16 bits: both become pictures for screens."""
    kind, name = ("JPEG", "x.jpg") if mode in ("CMYK", "YCbCr") else ("PNG", "x.png")
    picture = Image.new("I;16", (64, 48), 40_000) if mode == "I;16" else noisy(64, 48).convert(mode)

    found = facts(saved(picture, kind), name)

    assert (found.width, found.height) == (64, 48)
    assert found.color.startswith("#")


def test_only_what_is_see_through_counts_as_that() -> None:
    """Many a PNG has a channel for transparency and is opaque: a JPEG can stand in for it."""
    opaque = noisy(64, 48).convert("RGBA")
    clear = opaque.copy()
    clear.putpixel((3, 3), (0, 0, 0, 0))

    assert not facts(saved(opaque, "PNG"), "x.png").alpha
    assert facts(saved(clear, "PNG"), "x.png").alpha
    assert facts(saved(clear, "PNG"), "x.png").color == ""


def test_moving_pictures_are_known() -> None:
    frames = [noisy(40, 30, seed) for seed in range(3)]

    gif = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    webp = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100)

    assert facts(gif, "x.gif").animated
    assert facts(webp, "x.webp").animated
    assert not facts(saved(frames[0], "GIF"), "x.gif").animated


def test_a_moving_picture_without_end_is_refused() -> None:
    frames = [Image.new("RGB", (8, 8), (n % 256, n // 256, 0)) for n in range(501)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=20)

    found = problem(data, "x.gif")

    assert "501 frames" in found.message
    assert "video" in found.hint


def test_an_empty_file() -> None:
    assert "0 bytes" in problem(b"").message


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_file_cut_short_is_found_wherever_it_ends(kind: str, share: float) -> None:
    """An upload that broke off shows half a picture, or none: better to hear of it now."""
    data = saved(noisy(640, 480), kind)
    name = {"JPEG": "x.jpg"}.get(kind, f"x.{kind.lower()}")

    found = problem(data[: int(len(data) * share)], name)

    assert "damaged or cut short" in found.message


def test_a_wrong_ending_is_named_with_the_right_one() -> None:
    """Browsers save WebP files as .jpg; what is in the file is said, and the name to give."""
    found = problem(saved(noisy(64, 48), "WEBP"), "content/news/Bayou.JPG")

    assert "ends in .jpg but the file is a WEBP picture" in found.message
    assert "Bayou.webp" in found.hint


def test_a_web_page_saved_as_a_picture() -> None:
    assert "web page" in problem(b"<!DOCTYPE html><html>").message


def test_a_document_of_another_kind() -> None:
    assert "PDF" in problem(b"%PDF-1.7 ...").message
    assert "no picture" in problem(b"MZ\x90 nonsense").message


def test_a_bomb_is_refused_at_pillows_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to gigabytes stops at its header."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000_000)
    bomb = saved(Image.new("1", (1200, 1000)), "PNG")

    assert "more than 1 megapixels" in problem(bomb, "x.png").message


def test_a_true_bomb_is_refused() -> None:
    data = saved(Image.new("1", (19_000, 15_000)), "PNG")

    assert len(data) < 100_000
    assert "megapixels" in problem(data, "x.png").message


def test_a_picture_too_long_for_any_screen() -> None:
    found = problem(saved(Image.new("L", (30_000, 40)), "PNG"), "x.png")

    assert "30,000 × 40 pixels" in found.message
    assert "20,000" in found.hint


def test_a_placeholder_of_one_pixel() -> None:
    assert "placeholder" in problem(saved(Image.new("L", (1, 1)), "PNG"), "x.png").message


def test_heic_gets_a_word_on_how_to_convert() -> None:
    """An iPhone's own format is no use to readers; the editor hears what to do."""
    found = problem(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64, "content/news/IMG_1.HEIC")

    assert "HEIC" in found.message
    assert "IMG_1.jpg" in found.hint
    assert "export as JPEG" in found.hint


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
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
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150" width="10in"/>'

    found = facts(svg, "x.svg")

    assert (found.format, found.width, found.height) == ("svg", 960, 480)
    lost = problem(b'<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>', "x.svg")
    assert "viewBox" in lost.hint


def test_equal_bytes_have_equal_digests() -> None:
    data = saved(noisy(64, 48))

    assert facts(data).digest == facts(data, "other.jpg").digest
    assert facts(data).digest != facts(saved(noisy(64, 48, 2))).digest
