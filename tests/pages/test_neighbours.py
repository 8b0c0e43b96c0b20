"""The stories before and after one in its section."""

from __future__ import annotations

import re

from tests.conftest import Built, Site


def ways(built: Built, slug: str) -> list[str]:
    """Return where the foot of a story leads: to the newer one, and to the older."""
    page = built[f"news/{slug}/index.html"]
    nav = re.search(r'<nav class="neighbours".*?</nav>', page, re.DOTALL)
    return re.findall(r'href="/news/(\w+)/"', nav[0]) if nav else []


def test_a_story_leads_to_the_next_newer_and_the_next_older(site: Site) -> None:
    """Those of its own section, and none beyond the ends."""
    for day in range(1, 6):
        site.story(f"content/news/day{day}.md", published=f"2026-02-0{day}")
    site.story("content/local/park.md", published="2026-02-03")

    built = site.build()

    assert ways(built, "day3") == ["day4", "day2"]
    assert ways(built, "day5") == ["day4"]
    assert ways(built, "day1") == ["day2"]
