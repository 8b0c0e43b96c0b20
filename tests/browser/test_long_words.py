"""Long words, and words in capitals, in the columns of a front."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Readers
from tests.build.random_edits import picture
from tests.conftest import Site

pytestmark = pytest.mark.browser

TITLES = (
    "BACHEO DE CALLE BAJA CALIFORNIA EN LA ZONA NORTE",
    "Straßenverkehrsordnungsänderun im Rat",
    "INSTITUTIONALIZATION IN WISCONSIN",
    "Desafortunadamente inconstitucionalmente",
    "The council adopts its budget",
)
# Words of headlines that stand on two lines, or reach beyond the window.
CUT = """() => {
  const cut = [];
  for (const headline of document.querySelectorAll("main .card :is(h2, h3)")) {
    const walker = document.createTreeWalker(headline, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      for (const word of walker.currentNode.data.matchAll(/[^\\s-]+/g)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, word.index);
        range.setEnd(walker.currentNode, word.index + word[0].length);
        const boxes = [...range.getClientRects()].filter(box => box.width);
        const isOut = boxes.some(box => box.right > document.documentElement.clientWidth);
        if (isOut || new Set(boxes.map(box => Math.round(box.top))).size > 1) cut.push(word[0]);
      }
    }
  }
  return cut;
}"""


def test_no_word_of_a_headline_is_cut_on_the_front(site: Site, readers: Readers) -> None:
    """BACHEO DE CALLE BAJA CALIFORNI/A stood in the second column, without a hyphen."""
    site.write_bytes("content/news/hall.png", picture((90, 110, 130), (1200, 800)))
    site.write("content/authors/ana-ruiz.md", "---\nname: Ana Ruiz\n---\n\nWrites.\n")
    for n in range(25):
        keys = {"title": TITLES[n % len(TITLES)], "published": f"2026-02-{n + 1:02} 09:00"}
        if n % 3:
            keys["image"] = "{file: hall.png, alt: A hall}"
        if n % 7 == 6:
            keys |= {"kind": "opinion", "authors": "[ana-ruiz]"}
        site.story(f"content/news/s{n}.md", **keys)
    page = readers.of(site.build()).open("/")
    page.evaluate("document.fonts.ready")
    cut = {}
    for width in (320, 360, 480, 600, 768, 960, 1024, 1100, 1280, 1680):
        page.set_viewport_size({"width": width, "height": 900})
        if words := page.evaluate(CUT):
            cut[width] = words
    assert cut == {}
