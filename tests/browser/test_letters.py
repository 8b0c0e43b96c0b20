"""Which typefaces a reader sees on a first visit, glyph by glyph."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Readers
from tests.conftest import Built, Site

pytestmark = pytest.mark.browser

VISITS = 5  # a busy machine may be late with every font of a page; one of so many visits is not
PATHS = ("/", "/news/", "/news/pho/", "/news/vi/", "/news/es/")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = Site(tmp_path_factory.mktemp("letters") / "site")
    site.setting("[images]\nsocial_cards = false")
    url = "https://vi.gazette.example/"
    site.setting(f'[[languages]]\ntitle = "Tiếng Việt"\nurl = "{url}"\nlang = "vi"')
    site.write("content/authors/mai.md", "---\nname: Mai Trần\n---\n\nWrites.\n")
    text = "By **Nguyễn Đức** and *Phương*, **señor** *José*: “**Việt Nam**”.\n"
    site.story("content/news/pho.md", text, title="Phở on Đường Bellaire", authors="[mai]")
    site.story("content/news/vi.md", "Hội đồng **thành phố** họp *hôm nay*.\n", lang="vi",
               title="Hội đồng thành phố thông qua ngân sách", authors="[mai]")  # fmt: skip
    site.story("content/news/es.md", "El **año** de la *sequía*.\n", lang="es", title="El año")
    return site.build()


def glyphs(readers: Readers, built: Built, path: str) -> dict[str, tuple[int, int]]:
    """Return for each element how many glyphs a first visit sets in ours and in other fonts."""
    page = readers.of(built, width=360).open(path)
    page.screenshot()  # by then the browser has chosen
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    query = {"nodeId": root, "selector": "body *"}
    found: dict[str, tuple[int, int]] = {}
    for node in session.send("DOM.querySelectorAll", query)["nodeIds"]:
        fonts: list[Any] = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        counts = [sum(f["glyphCount"] for f in fonts if f["isCustomFont"] is ours)
                  for ours in (True, False)]  # fmt: skip
        if any(counts):
            html = session.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"]
            found[html[:120]] = (counts[0], counts[1])
    return found


@pytest.mark.parametrize("path", PATHS)
def test_a_first_visit_is_set_in_the_themes_own_typefaces(
    readers: Readers, built: Built, path: str
) -> None:
    """Vietnamese and Spanish letters, bold and italic ones too, come with those around them."""
    visits = []
    for _visit in range(VISITS):
        visits.append({k: v for k, v in glyphs(readers, built, path).items() if v[1]})
        if not visits[-1]:
            return
    pytest.fail(f"glyphs in stand-in typefaces: {min(visits, key=len)}")
