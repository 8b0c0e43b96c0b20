"""What a picture takes in memory is known before it is unpacked, and taken from the room."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, WebPImagePlugin

from sitegen.build import picture_work
from sitegen.core.problems import Problem
from sitegen.core.room import Room, Share
from sitegen.pictures import cache, encoding, measuring, scaling
from sitegen.pictures.decode import decode, drafted, loaded, open_picture
from sitegen.pictures.encoding import encode_all
from sitegen.pictures.facts import Facts, Rights, image_ref
from sitegen.pictures.measuring import measure_bytes
from sitegen.pictures.scaling import scaled
from sitegen.pictures.variants import variants
from sitegen.pictures.weights import WEIGHT_MOST, weight
from sitegen.settings.types import ImageSettings
from tests.pictures.photo_files import noisy, saved

SIZE = (1000, 800)
PIXELS = SIZE[0] * SIZE[1]


def weighed(data: bytes, reach: int = 10) -> float:
    """Return how many bytes a picture takes for each of its pixels."""
    return (weight(drafted(data, reach), data) - len(data)) / PIXELS


@pytest.mark.parametrize(
    ("kind", "mode", "least", "most"),
    [
        ("PNG", "L", 1, 2), ("PNG", "RGB", 4, 5), ("PNG", "RGBA", 4, 5), ("PNG", "P", 5, 6),
        ("PNG", "I;16", 4, 5), ("GIF", "P", 5, 6), ("TIFF", "CMYK", 4, 5), ("WEBP", "RGB", 12, 13),
        ("AVIF", "RGB", 9, 10), ("AVIF", "RGBA", 11, 12), ("JPEG", "RGB", 0, 1),
    ],
)  # fmt: skip
def test_a_picture_weighs_what_its_format_unpacks_to(
    kind: str, mode: str, least: float, most: float
) -> None:
    """A WebP is held three times, a JPEG comes at an eighth; a photo's channels are four."""
    assert least <= weighed(saved(Image.new(mode, SIZE), kind)) <= most


def test_a_jpeg_in_passes_weighs_what_waits_for_the_last() -> None:
    photo = noisy(*SIZE)
    passes = weighed(saved(photo, progressive=True)) - weighed(saved(photo))
    assert passes == pytest.approx(3, abs=0.1)  # two bytes of each coefficient, colours halved


def test_a_moving_picture_weighs_several_frames() -> None:
    frames = [Image.new("RGB", SIZE, colour) for colour in ("red", "blue")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert weighed(data) >= 16


def test_a_strip_that_can_only_be_unpacked_whole_is_refused() -> None:
    """As wide as it is wanted, but so high that it took half a gigabyte."""
    data = saved(Image.new("RGB", (3100, 19000)))
    problem = measure_bytes(data, "content/a.jpg")
    assert isinstance(problem, Problem)
    assert problem.message.startswith("unpacking the picture takes ")
    assert problem.message.endswith(f" MB, more than {WEIGHT_MOST // 1_000_000}")


def test_a_png_that_is_too_large_is_not_unpacked_to_tell_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a PNG says how it was held, it may say so behind its pixels."""
    data = saved(Image.new("1", (7000, 6000)), "PNG")
    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", _never)
    assert isinstance(measure_bytes(data, "content/a.png"), Problem)


def _never(*_given: object) -> None:
    raise AssertionError("it was unpacked")


def test_a_picture_is_unpacked_in_room_that_is_taken_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Measured or encoded; once it is unpacked, the rest is given back."""
    steps: list[object] = []

    class Noted(Share):
        def __init__(self) -> None:
            pass

        def shrink(self, weight: int) -> None:
            steps.append(weight)

    @contextmanager
    def taken(weight: int) -> Iterator[Share]:
        steps.append(weight)
        yield Noted()
        steps.append("end")

    data = saved(noisy(*SIZE), "WEBP")
    whole = weight(drafted(data, 10), data)
    monkeypatch.setattr(measuring, "taken", taken)
    monkeypatch.setattr(encoding, "taken", taken)

    facts = measure_bytes(data, "content/a.webp")
    assert isinstance(facts, Facts)
    assert steps == [whole, "end"]
    steps.clear()
    image = image_ref("content/a.webp", facts, Rights(), alt="A sample")
    assert encode_all(data, variants(image, ImageSettings()))
    most, later, end = steps
    assert (most, end) == (whole, "end")
    assert isinstance(later, int)
    assert later < 30_000_000


def test_a_large_file_is_not_held_while_others_are_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read to see what it takes, and again when its turn has come; its files are the same."""
    data = saved(noisy(*SIZE), "PNG")
    (tmp_path / "a.png").write_bytes(data)
    facts = measure_bytes(data, "content/a.png")
    assert isinstance(facts, Facts)
    files = variants(image_ref("content/a.png", facts, Rights(), alt="A sample"), ImageSettings())
    steps: list[object] = []
    none = Share(Room(), [])
    read = cache.read_sure

    def read_sure(*given: Any) -> bytes:
        steps.append("read")
        return read(*given)

    @contextmanager
    def taken(weight: int) -> Iterator[None]:
        steps.append(weight)
        yield
        steps.append("end")

    monkeypatch.setattr(cache, "read_sure", read_sure)
    monkeypatch.setattr(cache, "taken", taken)
    monkeypatch.setattr(encoding, "taken", lambda more: nullcontext(none) if not more else _never())
    monkeypatch.setattr(cache, "LARGE_FILE", len(data))

    assert cache.encode_missing(tmp_path / "c", tmp_path / "a.png", facts.digest, files) > 2

    assert steps == ["read", weight(drafted(data, files[0].reach), data), "read", "end"]
    monkeypatch.undo()
    for file, encoded in encode_all(data, files).items():
        variant = next(v for v in files if v.file == file)
        assert cache.kept(tmp_path / "c", cache.entry(facts.digest, variant)) == encoded


def test_the_reader_of_a_webp_is_let_go_before_it_is_scaled() -> None:
    """It holds the picture twice. The pixels are those that Pillow would give."""
    for mode in ("RGB", "RGBA"):
        picture = noisy(60, 40).convert(mode)
        if mode == "RGBA":
            picture.putalpha(Image.linear_gradient("L").resize((60, 40)))
        data = saved(picture, "WEBP", quality=80)
        image = open_picture(data)
        plain = loaded(image)
        assert "_decoder" not in vars(image)
        with Image.open(BytesIO(data)) as by_pillow:
            assert plain.convert(mode).tobytes() == by_pillow.tobytes()
            assert decode(data, 60).image.tobytes() == by_pillow.tobytes()


def test_a_webp_whose_reader_has_another_name_is_loaded_as_pillow_does() -> None:
    """What a release of Pillow calls its own affair, the next may call otherwise."""

    class OtherFile(WebPImagePlugin.WebPImageFile):
        """A file as another release might open it."""

        def __init__(self, data: bytes) -> None:
            super().__init__(BytesIO(data))
            self.reader = vars(self).pop("_decoder")

        def load(self) -> Any:
            self._decoder = self.reader
            return super().load()

    picture = noisy(60, 40)
    other = OtherFile(saved(picture, "WEBP", lossless=True))
    assert loaded(other).convert("RGB").tobytes() == picture.tobytes()


def test_scaling_gives_the_bytes_that_pillow_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the sizes, the part and the filter."""
    monkeypatch.setattr(scaling, "LARGE", 0)
    source = random.Random(1)
    for _ in range(40):
        width, height = source.randrange(2, 200), source.randrange(2, 700)
        picture = Image.frombytes("RGBA", (width, height), source.randbytes(width * height * 4))
        left, top = source.uniform(0, width / 3), source.uniform(0, height / 3)
        box = source.choice([None, (left, top, width - left / 2, height - top / 2)])
        size = (source.randrange(1, width + 1), source.randrange(1, height + 1))
        for how, gap in ((Image.Resampling.LANCZOS, 3.0), (Image.Resampling.BOX, 2.0)):
            small = scaled(picture, size, box, how=how, gap=gap)
            assert small.tobytes() == picture.resize(size, how, box, gap).tobytes()


def test_as_many_pictures_are_encoded_at_a_time_as_there_are_processors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's own number of threads is four more than that."""
    threads: set[int] = set()
    all_there = threading.Barrier(2)

    def encode(*_given: object) -> None:
        threads.add(threading.get_ident())
        all_there.wait(60)

    monkeypatch.setattr(picture_work.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(picture_work.pictures, "encode_missing", encode)
    works = [picture_work.PictureWork(f"{n}.jpg", f"{n}", ()) for n in range(12)]

    assert picture_work.encode_here(tmp_path, tmp_path, works, 0, lambda *_step: None) == ()
    assert len(threads) == 2
