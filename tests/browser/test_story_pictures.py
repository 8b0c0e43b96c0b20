"""What photographs of all shapes look like above a story."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import Readers
from tests.browser.test_picture_sizes import MEASURE
from tests.conftest import Site
from tests.pictures.photo_files import saved

pytestmark = pytest.mark.browser

# Name → width and height in pixels.
SHAPES = {
    "portrait": (1200, 1800),
    "square": (1300, 1300),
    "small-square": (434, 434),
    "landscape": (1500, 1000),
    "four-three": (1400, 1050),
    "panorama": (1800, 600),
    "small": (500, 333),
    "middling": (800, 533),
    "splinter": (300, 700),
    "full": (2000, 1125),
}
FREE = ("splinter", "full")  # so narrow that nothing is trimmed; as high as the window at most
WIDTHS = (360, 768, 1280, 1680)
# The picture's box, its own pixels, and where the text and its column stand.
LOOK = """() => {
  const image = document.querySelector(".lead-media img"), box = image.getBoundingClientRect();
  const text = document.querySelector(".prose").getBoundingClientRect();
  return {left: box.left, width: box.width, height: box.height, top: box.top,
          text: text.left, column: text.width, window: innerWidth, tall: innerHeight,
          sideways: document.documentElement.scrollWidth - innerWidth};
}"""


def test_photographs_keep_their_shape_and_are_never_enlarged(readers: Readers, site: Site) -> None:
    """A portrait stood between slabs of colour, and a square of 434 pixels was shown at 848."""
    for name, (width, height) in SHAPES.items():
        photo = saved(Image.new("RGB", (width, height), "#607080"))
        site.write_bytes(f"content/news/{name}.jpg", photo)
        more = ", width: full" if name == "full" else ""
        image = f"{{file: {name}.jpg, alt: Grain, caption: A sample caption., credit: A/B{more}}}"
        site.story(f"content/news/on-{name}.md", image=image)
    built = site.build()

    wrong: list[tuple[str, int, Any]] = []
    for window in WIDTHS:
        reader = readers.of(built, width=window)
        for name, (width, height) in SHAPES.items():
            page = reader.open(f"/news/on-{name}/")
            look = page.evaluate(LOOK)
            told = [each for each in page.evaluate(MEASURE) if "lead-media" in each["where"]]
            own = height / width
            is_cropped = window < 640 and own > 1.25
            shown = look["height"] / look["width"]
            fine = (
                look["width"] <= width + 0.5
                and look["sideways"] <= 0
                and (abs(shown - (1.25 if is_cropped else own)) < 0.02 or name in FREE)
                and (window < 640 or look["height"] <= 0.93 * look["tall"])
                and (width >= 700 or look["width"] <= look["column"] + 0.5)
                and all(width < 700 or 0.8 <= each["told"] / each["shown"] <= 1.4 for each in told)
            )
            if name == "full":
                fine = fine and look["width"] >= min(window, 1920) - 0.5
            elif window >= 640:
                fine = fine and abs(look["left"] - look["text"]) < 1
            if not fine:
                wrong.append((name, window, look | {"told": told}))
    assert wrong == []
