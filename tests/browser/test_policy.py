"""The content security policy of each page, as a browser keeps it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser.conftest import Readers
from tests.conftest import Built

pytestmark = pytest.mark.browser

INTRUDERS = [
    "<script>document.title = 'taken'</script>",
    "<img src='/none.png' onerror=\"document.title = 'taken'\">",
    "<style>h1 { display: none }</style>",
    "<iframe src='https://outside.example/'></iframe>",
    "<img src='https://outside.example/a.png'>",
    "<form action='https://outside.example/'><button>x</button></form>",
]


@pytest.mark.parametrize("intruder", INTRUDERS)
def test_what_got_into_a_page_does_nothing(
    readers: Readers, own_site: Built, intruder: str
) -> None:
    """N7: only what stood in the page when it was made runs, shows, loads or sends."""
    html = own_site["contact/index.html"].replace("</main>", f"{intruder}</main>")
    reader = readers.of(
        replace(own_site, tree={**own_site.tree, "contact/index.html": html.encode()})
    )
    page = reader.open("/contact/")
    if "<form" in intruder:
        page.evaluate("document.querySelector('form[action^=https]').submit()")

    assert page.title() != "taken"
    assert page.locator("h1").is_visible()
    assert reader.outside == []
    assert any("Content Security Policy" in complaint for complaint in reader.complaints)


def test_the_sites_own_scripts_and_styles_work(readers: Readers, own_site: Built) -> None:
    """N7: nothing of the theme is refused, and its inline script has run."""
    reader = readers.of(own_site)
    for path in ("/", "/contact/", "/archive/", "/search/", "/feeds/"):
        page = reader.open(path)
        assert page.locator("html").get_attribute("class") == "js"
    assert reader.complaints == []
