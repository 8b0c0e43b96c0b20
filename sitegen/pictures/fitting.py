"""At which quality a heavy photo comes within its weight: asked of a sample of it.

Encoding a photo of leaves or gravel again and again until it fits costs several times what
the file is worth. So tiles from all over the picture are encoded in its place: they weigh,
to a few hundredths, their share of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image, ImageFilter

from sitegen.core.record import Record

Encode = Callable[[Image.Image, int], bytes]

# Ways to make a picture lighter, each lighter than the one before: radius of smoothing in
# pixels, and quality. At a phone's density nobody sees the finest grain go, which is what
# costs; the lowest are for what is hardly a photo any more.
LIGHTER = (
    (0.0, 62),
    (0.0, 48),
    (0.45, 45),
    (0.6, 45),
    (0.8, 42),
    (1.0, 40),
    (1.4, 35),
    (2.0, 30),
    (3.0, 20),
)
TILE = 64  # pixels: whole blocks of every encoder, and wide enough for what they predict
TILES = 36  # of one sample
SMALL = 4 * TILES * TILE * TILE  # pixels of a picture that is no dearer than its sample
AIM = 0.96  # of the limit: what a sample does not know is within some hundredths
NEAR, MIDST = 0.93, 0.965  # of what is looked for: near enough, and what is tried
GUESSES = 2  # between two steps
WORTH = 0.88  # of the limit: what weighs less has lost more than it had to


class Step(Record):
    """How much lighter: a place on the way from the settings' quality to the last of LIGHTER."""

    blur: float
    quality: int


def fit(image: Image.Image, quality: int, limit: int, encode: Encode) -> bytes:
    """Return the best encoding that weighs at most `limit` bytes, or the lightest there is.

    Args:
        limit: bytes; 0 for none.
        encode: gives the bytes of a picture at a quality.

    A picture is encoded once, and a second time where its sample was mistaken.
    """
    if not limit:
        return encode(image, quality)
    sample = _sample(image)
    share = sample.width * sample.height / (image.width * image.height)
    if len(encode(sample, quality)) <= limit * share * AIM:
        data = encode(image, quality)
        if len(data) <= limit:
            return data
    way = _Way(sample, quality, encode)
    target = limit * share * AIM
    place = way.place(target)
    data = way.encoded(image, place)
    if WORTH * limit <= len(data) <= limit or place == way.end:
        return data
    mistake = len(data) * share / way.weight(place)
    place, first = way.place(target / mistake), data
    data = way.encoded(image, place)
    if len(data) <= limit:
        return max(data, first, key=len) if len(first) <= limit else data
    if len(first) <= limit:
        return first
    while len(data) > limit and place < way.end:
        place = min(math.floor(place) + 1.0, way.end)
        data = way.encoded(image, place)
    return data


class _Way:
    """The way from a quality to ever lighter ones, and what the sample weighs on it."""

    def __init__(self, sample: Image.Image, quality: int, encode: Encode) -> None:
        self.steps = [Step(0.0, quality)]
        self.steps += [Step(blur, min(step, quality)) for blur, step in LIGHTER]
        self.end = float(len(self.steps) - 1)
        self._sample = sample
        self._encode = encode
        self._weights: dict[Step, int] = {}

    def step(self, place: float) -> Step:
        """Return what stands at a place: 1.5 is halfway between the second and third step."""
        before, after = self.steps[math.floor(place)], self.steps[math.ceil(place)]
        share = place - math.floor(place)
        blur = before.blur + (after.blur - before.blur) * share
        quality = before.quality + (after.quality - before.quality) * share
        return Step(round(blur, 2), round(quality))

    def encoded(self, image: Image.Image, place: float) -> bytes:
        step = self.step(place)
        softer = image.filter(ImageFilter.GaussianBlur(step.blur)) if step.blur else image
        return self._encode(softer, step.quality)

    def weight(self, place: float) -> int:
        step = self.step(place)
        if step not in self._weights:
            self._weights[step] = len(self.encoded(self._sample, place))
        return self._weights[step]

    def place(self, weight: float) -> float:
        """Return the first place at which the sample weighs at most so much."""
        low, high = 0.0, self.end
        if self.weight(high) > weight:
            return high
        while high - low > 1:
            middle = float((low + high) // 2)
            low, high = (middle, high) if self.weight(middle) > weight else (low, middle)
        for _guess in range(GUESSES):
            above, below = math.log(self.weight(low)), math.log(self.weight(high))
            if below >= math.log(weight * NEAR) or above <= below:
                break
            guess = low + (high - low) * (above - math.log(weight * MIDST)) / (above - below)
            low, high = (guess, high) if self.weight(guess) > weight else (low, guess)
        return high


def _sample(image: Image.Image) -> Image.Image:
    """Return tiles from all over the picture as one; the picture itself where it is small."""
    if image.width * image.height <= SMALL or min(image.size) < TILE * 2:
        return image
    across = max(1, min(image.width // TILE, round(math.sqrt(TILES * image.width / image.height))))
    down = max(1, min(image.height // TILE, round(TILES / across)))
    sample = Image.new(image.mode, (across * TILE, down * TILE))
    for row in range(down):
        top = round((image.height - TILE) * (row + 0.5) / down)
        for column in range(across):
            left = round((image.width - TILE) * (column + 0.5) / across)
            tile = image.crop((left, top, left + TILE, top + TILE))
            sample.paste(tile, (column * TILE, row * TILE))
    return sample
