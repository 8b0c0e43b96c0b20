"""Static pages to which no menu, story, page or template leads."""

from __future__ import annotations

import pytest

from tests.conftest import Site


def lost(site: Site) -> list[str]:
    """Build, and return the pages that are warned of."""
    warnings = [w for w in site.build().report.warnings if "leads here" in w.message]
    assert {warning.line for warning in warnings} <= {0}
    return [warning.path.removeprefix("content/pages/") for warning in warnings]


def page(site: Site, name: str, body: str = "A sample.") -> None:
    site.write(f"content/pages/{name}.md", f"---\ntitle: {name.title()} “us”\n---\n\n{body}\n")


def test_a_page_is_lost_unless_another_leads_to_it(site: Site) -> None:
    """A link to itself is no way, nor is one from a page to another heading of it."""
    page(site, "about", "[here](/about/) and [below](/about/#below)\n\n## Below")
    page(site, "help", "[us](about.md)")
    site.story(body="[Help](/help/?from=story#top)")
    assert lost(site) == []

    site.story(body="No link.")
    assert lost(site) == ["help.md"]

    page(site, "help", "No link either.")
    warnings = site.build().report.warnings
    assert [warning.path for warning in warnings] == [
        "content/pages/about.md",
        "content/pages/help.md",
    ]
    assert 'title = "About “us”", url = "/about/"' in warnings[0].hint


@pytest.mark.parametrize("url", ["/about/", "/about/#us", "/about/?a=1", "/about",
                                 "https://gazette.example/about/"])  # fmt: skip
def test_a_menu_leads_however_it_names_the_page(site: Site, url: str) -> None:
    """With a heading, a query, without its last stroke, or whole."""
    page(site, "about")
    site.setting(f'[menus.footer]\nlinks = [{{ title = "Us", url = "{url}" }}]')

    assert lost(site) == []
