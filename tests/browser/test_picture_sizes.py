"""What pages say of a picture's width is what the style sheet makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Readers
from tests.conftest import Built

pytestmark = pytest.mark.browser

WIDTHS = (360, 412, 700, 800, 1000, 1100, 1280, 1440)
PAGES = (
    "/",
    "/news/",
    "/news/sample-lead/",
    "/culture/sample-gallery/",
    "/authors/sample-reporter-one/",
)

# For each picture: the width that `sizes` tells the browser, the width of its box.
MEASURE = """() => [...document.querySelectorAll("picture")].flatMap(picture => {
  const source = picture.querySelector("source"), image = picture.querySelector("img");
  const box = image.getBoundingClientRect();
  if (!source || !box.width || !source.srcset.includes(",")) return [];  // nothing to choose
  const ruler = document.createElement("div");
  ruler.style.position = "absolute";
  document.body.append(ruler);
  for (const entry of source.sizes.split(/,\\s*(?![^(]*\\))/)) {
    const [, condition, length] = entry.match(/^(\\([^)]*\\))?\\s*(.*)$/);
    if (condition && !matchMedia(condition).matches) continue;
    ruler.style.width = length;
    break;
  }
  const told = ruler.getBoundingClientRect().width;
  ruler.remove();
  return [{told, shown: box.width, where: picture.parentElement.outerHTML.slice(0, 120),
           fit: getComputedStyle(image).objectFit}];
})"""


@pytest.mark.parametrize("path", PAGES)
def test_pictures_are_loaded_as_wide_as_they_are_shown(
    readers: Readers, sample_site: Built, path: str
) -> None:
    """A picture told too narrow is blurred; one told too wide costs a phone for nothing."""
    wrong: list[tuple[int, dict[str, Any]]] = []
    count = 0
    page = readers.of(sample_site).open(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for picture in page.evaluate(MEASURE):
            count += 1
            fits_whole = picture["fit"] == "contain"
            least = 0.4 if fits_whole else 0.8
            if not least <= picture["told"] / picture["shown"] <= 1.4:
                wrong.append((width, picture))
    assert count
    assert wrong == []
