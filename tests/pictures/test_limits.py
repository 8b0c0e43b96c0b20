"""Pictures that would take more memory or time than a newsroom's machine has are refused."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from PIL import Image

from sitegen.core.problems import Problem
from sitegen.pictures import moving
from sitegen.pictures.encoding import encode_all
from sitegen.pictures.facts import Facts, Rights, image_ref
from sitegen.pictures.limits import too_large, too_long
from sitegen.pictures.measuring import measure_bytes
from sitegen.pictures.variants import variants
from sitegen.settings.types import ImageSettings
from tests.pictures.photo_files import noisy, saved


def refusal(data: bytes, name: str) -> str:
    problem = measure_bytes(data, f"content/{name}")
    assert isinstance(problem, Problem), problem
    assert (problem.line, bool(problem.hint)) == (0, True)
    return problem.message


def test_a_tiny_file_is_not_believed_to_be_huge(monkeypatch: pytest.MonkeyPatch) -> None:
    """A WebP of 38 bytes that says 16,384 × 16,384 took 1.4 GB before its damage was found."""
    monkeypatch.setattr("sitegen.pictures.measuring.open_picture", _never)
    canvas = struct.pack("<I", 0x02) + b"\xff\x3f\x00" + b"\xff\x3f\x00"
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + canvas + b"VP8 " + bytes(4)

    message = refusal(b"RIFF" + struct.pack("<I", len(body)) + body, "a.webp")

    assert "16,384 × 16,384 pixels, more than 24 megapixels" in message


def _never(_data: bytes) -> Image.Image:
    raise AssertionError("the picture was opened")


def test_what_can_only_be_unpacked_whole_has_a_lower_bound_than_a_photo() -> None:
    """A JPEG is read at an eighth of its size; a PNG of so many pixels takes all the memory."""
    size = (7000, 6000)
    assert isinstance(measure_bytes(saved(Image.new("L", size), "JPEG"), "content/a.jpg"), Facts)
    assert "more than 40 megapixels" in refusal(saved(Image.new("1", size), "PNG"), "a.png")
    assert isinstance(measure_bytes(saved(Image.new("1", (100, 100)), "PNG"), "x/a.png"), Facts)


def test_a_photo_in_thousands_of_passes_is_refused() -> None:
    """Each pass is decoded over the whole picture: thousands took more than a minute."""
    photo = saved(noisy(64, 48), "JPEG", progressive=True)
    scan = photo.rindex(b"\xff\xda")
    assert isinstance(measure_bytes(photo, "content/a.jpg"), Facts)

    many = photo[:-2] + photo[scan:-2] * 300 + photo[-2:]

    assert "passes" in refusal(many, "a.jpg")


def test_a_large_photo_in_passes_without_saving_of_colour_is_refused() -> None:
    """All its coefficients wait in memory until the last pass: half a gigabyte."""
    photo = bytearray(saved(noisy(64, 48), "JPEG", progressive=True, subsampling=0))
    head = photo.index(b"\xff\xc2")
    photo[head + 5 : head + 9] = struct.pack(">HH", 9400, 9400)

    assert "which take 530 MB" in refusal(bytes(photo), "a.jpg")


def test_what_is_just_within_the_limits_is_taken() -> None:
    """Each limit is the most that is taken, and one more is refused."""
    assert too_large("gif", 8000, 5000, "a.gif") is None
    assert too_large("gif", 8000, 5001, "a.gif") is not None
    assert too_large("jpeg", 9999, 9999, "a.jpg") is None
    assert too_long(500, 8, 8, "a.gif") is None
    assert too_long(501, 8, 8, "a.gif") is not None
    assert too_long(100, 1000, 1000, "a.gif") is None
    assert too_long(100, 1000, 1001, "a.gif") is not None


@pytest.mark.parametrize(("frames", "side"), [(501, 8), (120, 1000)])
def test_a_film_that_calls_itself_a_picture_is_refused(frames: int, side: int) -> None:
    """Frames and their pixels are counted before one of them is unpacked."""
    colours = [Image.new("L", (side, side), number % 256) for number in range(frames)]
    file = BytesIO()
    colours[0].save(file, "GIF", save_all=True, append_images=colours[1:], optimize=False)

    assert f"has {frames} frames of {side} × {side} pixels" in refusal(file.getvalue(), "a.gif")


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_the_frames_of_a_moving_picture_are_in_memory_one_by_one(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five hundred at once took a gigabyte; their times and their order stay."""
    frames = [noisy(64, 48, number) for number in range(5)]
    file = BytesIO()
    times = [60, 80, 100, 120, 140]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=times, loop=3)
    data = file.getvalue()
    shown: list[moving.Frame] = []
    most = 0

    class Watched(moving.Frame):
        def seek(self, frame: int) -> None:
            nonlocal most
            super().seek(frame)
            shown.append(self)
            alive = {id(other) for other in shown if other.im.size != (1, 1)}
            most = max(most, len(alive))

    monkeypatch.setattr(moving, "Frame", Watched)
    facts = measure_bytes(data, f"content/a.{kind.lower()}")
    assert isinstance(facts, Facts)
    image = image_ref(f"content/a.{kind.lower()}", facts, Rights(), alt="A sample")
    variant = next(v for v in variants(image, ImageSettings()) if v.animated)

    after = Image.open(BytesIO(encode_all(data, [variant])[variant.file]))

    assert most == 1
    assert after.n_frames == 5
    durations = []
    for number in range(5):
        after.seek(number)
        after.load()
        durations.append(after.info["duration"])
    assert durations == times
    assert after.info["loop"] == 3
