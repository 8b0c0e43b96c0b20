"""Galleries: how wide each of their pictures stands.

Two pictures share a row and are of one height there; of an odd number the first has a row
of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sitegen.markdown.block_filling import BETWEEN
from sitegen.markdown.marks import MARK
from sitegen.model.article import ImageRef

_PICTURE = rf"{MARK}G(\d+)(?:;[^{MARK}]*)?{MARK}"
_ROW = re.compile(rf"{_PICTURE}(?:{BETWEEN}{_PICTURE})*")
ALONE = "gallery-wide"  # the place of a picture with a row of its own
SHARES = (30, 40, 50, 60, 70)  # percent of a row, for which the theme has places


def gallery_places(html: str, images: Sequence[ImageRef]) -> Mapping[int, str]:
    """Return the place in the theme of each picture that stands in a gallery, by its number."""
    places: dict[int, str] = {}
    for match in _ROW.finditer(html) if f"{MARK}G" in html else ():
        numbers = [int(number) for number in re.findall(_PICTURE, match[0])]
        if len(numbers) % 2:
            places[numbers[0]] = ALONE
        paired = numbers[len(numbers) % 2 :]
        for left, right in zip(paired[::2], paired[1::2], strict=True):
            share = _ratio(images[left]) / (_ratio(images[left]) + _ratio(images[right]))
            places[left] = _place(share)
            places[right] = _place(1 - share)
    return places


def _ratio(image: ImageRef) -> float:
    return image.width / image.height


def _place(share: float) -> str:
    return f"gallery-{min(SHARES, key=lambda percent: abs(percent - share * 100))}"
