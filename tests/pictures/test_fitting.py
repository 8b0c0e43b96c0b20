"""A heavy photo comes within its weight, near it, and is encoded once or twice for that."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageFilter

from sitegen.pictures.fitting import AIM, Step, _sample, _Way, fit
from tests.pictures.photo_files import noisy

LIMIT = 161_000  # bytes: what 1,600 pixels across may weigh
SIZE = (1600, 1200)


def _gravel() -> Image.Image:
    """Return what costs most: grain of the size that encoders keep."""
    grain = Image.frombytes("RGB", (800, 600), random.Random(5).randbytes(800 * 600 * 3))
    return Image.blend(noisy(*SIZE), grain.resize(SIZE, Image.Resampling.BICUBIC), 0.6)


def _sky_over_gravel() -> Image.Image:
    picture = _gravel()
    sky = picture.crop((0, 0, 1600, 700)).filter(ImageFilter.GaussianBlur(30))
    picture.paste(sky, (0, 0))
    return picture


def _encoder(kind: str, sizes: list[tuple[int, int]]) -> Callable[[Image.Image, int], bytes]:
    def encode(image: Image.Image, quality: int) -> bytes:
        sizes.append(image.size)
        file = BytesIO()
        image.save(file, kind, quality=quality, **({"speed": 9} if kind == "AVIF" else {}))
        return file.getvalue()

    return encode


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
@pytest.mark.parametrize("picture", [_gravel, _sky_over_gravel])
def test_a_heavy_photo_weighs_nearly_its_limit(
    picture: Callable[[], Image.Image], kind: str
) -> None:
    """Within a tenth below it, from at most two encodings of the whole picture."""
    sizes: list[tuple[int, int]] = []
    data = fit(picture(), 78, LIMIT, _encoder(kind, sizes))
    assert 0.88 * LIMIT <= len(data) <= LIMIT
    assert sizes.count(SIZE) <= 2


def test_a_light_photo_is_encoded_once_at_the_quality_that_was_set() -> None:
    picture, sizes = noisy(*SIZE).filter(ImageFilter.GaussianBlur(5)), list[tuple[int, int]]()
    encode = _encoder("WEBP", sizes)
    data = fit(picture, 78, LIMIT, encode)
    assert sizes.count(SIZE) == 1
    assert data == encode(picture, 78)


@pytest.mark.parametrize("size", [(320, 240), (640, 480), (90, 900), (3000, 100)])
def test_small_and_narrow_pictures_fit_as_well(size: tuple[int, int]) -> None:
    """What is no larger than a sample is its own; and there is always an answer."""
    grain = Image.frombytes("RGB", size, random.Random(6).randbytes(size[0] * size[1] * 3))
    sizes: list[tuple[int, int]] = []
    whole = len(_encoder("WEBP", [])(grain, 78))
    data = fit(grain, 78, whole // 2, _encoder("WEBP", sizes))
    assert 0.85 * AIM * whole / 2 <= len(data) <= whole / 2


def test_what_cannot_fit_is_as_light_as_it_gets() -> None:
    sizes: list[tuple[int, int]] = []
    assert len(fit(_gravel(), 78, 10, _encoder("WEBP", sizes))) > 0
    assert sizes.count(SIZE) == 1


@pytest.mark.parametrize(
    ("limit", "dearer", "sampled", "whole"),
    [
        (160_000, 1, [78], [78]),  # it weighs 149,760 at that quality
        (150_000, 1, [78, 20, 45, 48, 62, 78, 73], [73]),  # as near, and no guess is right
        (120_000, 1, [78, 20, 45, 48, 62, 58], [58]),
        (90_000, 1, [78, 20, 45, 48, 45], [45]),
        (60_000, 1, [78, 20, 45, 40, 35, 30, 29], [29]),
        (40_000, 1, [78, 20, 45, 40, 35, 30], [20]),
        (90_000, 1.2, [78, 20, 45, 48, 45, 40, 35], [45, 35]),
        (90_000, 0.8, [78, 20, 45, 48, 45, 62, 55], [45, 55]),
        (60_000, 1.6, [78, 20, 45, 40, 35, 30, 29], [29, 20]),
    ],
)
def test_what_is_tried_follows_from_what_the_sample_weighs(
    limit: int, dearer: float, sampled: list[int], whole: list[int]
) -> None:
    """The sample is asked in halves, then twice between two steps; `dearer` is its mistake."""
    picture = Image.new("L", SIZE)
    tried: dict[bool, list[int]] = {True: [], False: []}

    def encode(image: Image.Image, quality: int) -> bytes:
        is_whole = image.size == SIZE
        tried[is_whole].append(quality)
        weight = image.width * image.height * quality / 1000
        return bytes(round(weight * dearer if is_whole else weight))

    fit(picture, 78, limit, encode)
    assert tried == {False: sampled, True: whole}


@pytest.mark.parametrize(
    ("size", "sample"),
    [
        ((768, 768), (768, 768)),  # no dearer than a sample
        ((772, 768), (384, 384)),
        ((127, 4800), (127, 4800)),  # too narrow for tiles
        ((128, 4800), (64, 2304)),
        ((3000, 200), (1472, 128)),
    ],
)
def test_a_sample_is_of_tiles_from_all_over(size: tuple[int, int], sample: tuple[int, int]) -> None:
    sizes: list[tuple[int, int]] = []
    fit(Image.new("L", size), 78, 10, lambda image, _: bytes(sizes.append(image.size) or 90_000))
    assert [sizes[0], sizes[-1]] == [sample, size]


def test_a_picture_without_a_limit_is_encoded_as_it_is() -> None:
    sizes: list[tuple[int, int]] = []
    fit(_gravel(), 78, 0, _encoder("WEBP", sizes))
    assert sizes == [SIZE]


def test_the_way_to_lighter_pictures_has_these_steps() -> None:
    """Each smoother or at a lower quality than the one before, and none above the settings'."""
    way = _Way(Image.new("L", (8, 8)), 46, lambda _image, quality: bytes(quality))
    steps = [(0, 46), (0, 46), (0, 46), (0.45, 45), (0.6, 45), (0.8, 42), (1, 40), (1.4, 35),
             (2, 30), (3, 20)]  # fmt: skip
    assert [(step.blur, step.quality) for step in map(way.step, range(10))] == steps
    assert way.end == 9.0
    assert (way.step(5.5), way.step(2.25)) == (Step(0.9, 41), Step(0.11, 46))
    high = _Way(Image.new("L", (8, 8)), 90, lambda _image, quality: bytes(quality))
    assert [high.step(place).quality for place in (0, 1, 2)] == [90, 62, 48]
    assert (high.weight(9.0), high.place(20), high.place(19)) == (20, 9.0, 9.0)
    assert high.place(90) == pytest.approx(0.0955984, abs=1e-6)


def test_what_was_weighed_is_not_weighed_again() -> None:
    """And it is smoothed as far as its step says, which costs nothing where it says nothing."""
    asked: list[tuple[int, int]] = []

    def encode(image: Image.Image, quality: int) -> bytes:
        box = image.point(lambda value: 255 if value else 0).getbbox() or (0, 0, 0, 0)
        asked.append((quality, box[2] - box[0]))
        return b""

    spot = Image.new("L", (64, 64))
    spot.putpixel((32, 32), 255)
    way = _Way(spot, 90, encode)
    for place in (0.0, 9.0, 0.0, 9.0):
        way.weight(place)
    assert asked == [(90, 1), (20, 13)]


def test_tiles_stand_in_rows_as_they_did() -> None:
    """From the middle of each part of the picture."""
    picture = Image.new("L", (1600, 1200))
    for column, left in enumerate(range(0, 1600, 8)):
        picture.paste(column, (left, 0, left + 8, 1200))
    for row in range(1200):
        picture.putpixel((0, row), row % 251)
    sample = _sample(picture)
    assert sample.size == (7 * 64, 5 * 64)
    assert [sample.getpixel((64 * n, 0)) for n in range(7)] == [
        round((1600 - 64) * (n + 0.5) / 7) // 8 for n in range(7)
    ]
    lines = Image.linear_gradient("L").resize((1600, 1200))
    sample = _sample(lines)
    assert [sample.getpixel((0, 64 * n)) for n in range(5)] == [
        lines.getpixel((0, round((1200 - 64) * (n + 0.5) / 5))) for n in range(5)
    ]
    for mode in ("RGB", "RGBA"):
        assert _sample(picture.convert(mode)).mode == mode


@pytest.mark.parametrize(
    ("limit", "mistakes", "tried", "weight"),
    [
        (90_000, [1.2, 2, 1.5], [45, 35, 30], 86_400),
        (90_000, [1.2, 2], [45, 35, 30, 20], 76_800),
        (60_000, [1.2, 9], [29, 24, 20], 345_600),  # nothing fits: the lightest there is
        (90_000, [0.5, 2], [45, 76], 43_200),  # the first one fits, the second does not
    ],
)
def test_what_is_too_heavy_twice_goes_down_step_by_step(
    limit: int, mistakes: list[float], tried: list[int], weight: int
) -> None:
    """Where the sample is mistaken each time anew."""
    asked: list[int] = []

    def encode(image: Image.Image, quality: int) -> bytes:
        sampled = image.width * image.height * quality / 1000
        if image.size != SIZE:
            return bytes(round(sampled))
        asked.append(quality)
        return bytes(round(sampled * mistakes[min(len(asked), len(mistakes)) - 1]))

    assert len(fit(Image.new("L", SIZE), 78, limit, encode)) == weight
    assert asked == tried
