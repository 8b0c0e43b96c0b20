"""What a reader does with the box below a story, and how far it is to the next one."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Readers
from tests.conftest import NOW, Site
from tests.promises.test_story_page import TRUST

pytestmark = pytest.mark.browser

DISTANCE = """() => {
  const last = [...document.querySelectorAll(".prose > *")].at(-1).getBoundingClientRect().bottom;
  return document.querySelector(".related").getBoundingClientRect().top - last;
}"""


@pytest.fixture
def told(site: Site) -> Site:
    for name in ("ana", "tom"):
        words = f"{name.title()} has covered the sample council of this sample city for ten years."
        site.write(
            f"content/authors/{name}.md",
            f"---\nname: {name.title()} Ruiz-Castellanos\nrole: Reporter\n---\n\n{words}\n",
        )
    keys = {**TRUST, "authors": "[ana, tom]", "contributors": None}
    for number in range(6):
        site.story(
            f"content/news/part-{number}.md",
            published=f"2026-11-1{number}T09:00:00-06:00",
            tags="[Flooding, City Hall, Harris County]",
            body="A sample paragraph.\n\n" * 12,
            **keys,
        )
    return site


def test_the_way_on_is_near_the_last_line(readers: Readers, told: Site) -> None:
    """Four boxes stood between a story's last line and the next headline: 1,266 pixels."""
    built = told.build(NOW)

    for width in (768, 1280):
        page = readers.of(built, width=width).open("/news/part-1/")
        assert page.evaluate(DISTANCE) <= 500, width


@pytest.mark.parametrize("script", [True, False])
def test_what_the_top_leads_to_is_open(readers: Readers, told: Site, script: bool) -> None:
    """A reader who asks for the sources sees them, with scripts and without."""
    reader = readers.of(told.build(NOW), java_script_enabled=script)
    page = reader.open("/news/part-1/")
    assert page.locator("#sources li").first.is_visible() is False

    page.get_by_role("link", name="2 sources").click()

    page.locator("#sources li").first.wait_for(state="visible", timeout=5000)
    assert not reader.complaints


def test_sources_are_printed_with_their_addresses(readers: Readers, told: Site) -> None:
    """On paper nothing can be opened, and a link is nothing without its address."""
    page = readers.of(told.build(NOW), java_script_enabled=False).open("/news/part-1/")
    page.emulate_media(media="print")

    link = page.locator("#sources a")
    assert link.bounding_box() is not None
    assert "https://records.example/1" in link.evaluate(
        "link => getComputedStyle(link, '::after').content"
    )
