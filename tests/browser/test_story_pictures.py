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
GALLERY = """() => [...document.querySelectorAll(".gallery img")].map(image => {
  const box = image.getBoundingClientRect();
  return [box.left, box.top, box.width, box.height].map(Math.round);
})"""
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


def test_a_gallery_tells_a_story_in_its_photographs(readers: Readers, site: Site) -> None:
    """Five stamps of 196 pixels, cut to one shape, left a hole where the sixth would be."""
    shapes = [(1500, 1000), (1000, 1500), (1600, 900), (1200, 1200), (1500, 1000)]
    lines = []
    for number, (width, height) in enumerate(shapes):
        photo = saved(Image.new("RGB", (width, height), "#607080"))
        site.write_bytes(f"content/news/{number}.jpg", photo)
        lines.append(f'![Grain {number}]({number}.jpg "Caption")\n')
    site.story("content/news/walk.md", f"::: gallery\n{''.join(lines)}:::\n")
    built = site.build()

    for window in WIDTHS:
        page = readers.of(built, width=window).open("/news/walk/")
        boxes = page.evaluate(GALLERY)
        for (_, _, width, height), (own_width, own_height) in zip(boxes, shapes, strict=True):
            assert abs(width / height - own_width / own_height) < 0.02, window
        for each in page.evaluate(MEASURE):
            if "/media/" in each["where"]:
                assert 0.8 <= each["told"] / each["shown"] <= 1.4, (window, each)
        rows = [boxes[:1], boxes[1:3], boxes[3:]] if window >= 640 else [[box] for box in boxes]
        edge = max(left + width for left, _, width, _ in boxes)
        for row in rows:
            assert len({top for _, top, _, _ in row}) == 1, window
            assert max(h for *_, h in row) - min(h for *_, h in row) <= 2, window
            assert abs(max(left + width for left, _, width, _ in row) - edge) <= 2, window
        if window >= 1280:
            assert boxes[0][2] == 848
