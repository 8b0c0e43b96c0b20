"""A live story is a place: what is new, and when it came, is seen at once."""

from __future__ import annotations

import pytest
from lxml import html

from tests.build.test_counts import pages
from tests.conftest import Built, Site

DURING = "2026-03-01T12:00:00-06:00"
AFTER = "2026-03-03T12:00:00-06:00"
BODY = """\
- The sample polls are open.

""" + "".join(
    f'::: update 2026-03-01 {hour:02}:15 "Update of {hour}"\nWhat happened.\n:::\n\n'
    for hour in (9, 11, 10, 8, 7, 6, 14)
)  # fmt: skip


@pytest.fixture
def live(site: Site) -> Site:
    site.story(
        "content/news/vote.md",
        BODY,
        kind="live",
        live="{start: 2026-03-01 06:00, end: 2026-03-02 06:00}",
        lead="true",
    )
    for number in range(8):
        site.story(f"content/local/other-{number}.md", published="2026-03-01")
    return site


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def page(built: Built, file: str = "news/vote/index.html") -> html.HtmlElement:
    return html.document_fromstring(built[file])


def test_the_newest_update_is_told_at_the_top(live: Site) -> None:
    """The newest by its time, wherever the editor put it, and none whose hour has not come."""
    story = page(live.build(DURING))

    (now,) = story.find_class("live-now")
    assert text(now) == "Latest update March 1, 2026, 11:15 a.m. CST"
    assert story.get_element_by_id(now.xpath("./a/@href")[0][1:]).tag == "section"
    (label,) = story.xpath('//header//b[@data-tone="live"]')
    assert text(label) == "Live"
    (updates,) = story.find_class("live-list")
    assert [text(link) for link in updates.xpath(".//a")] == [
        f"Update of {hour}" for hour in (11, 10, 9, 8, 7)
    ]
    assert next(text(time) for time in story.xpath('//*[@class="update-time"]')) == (
        "9:15 a.m. CST, March 1, 2026"
    )


def test_what_is_over_says_so(live: Site) -> None:
    """After its end a story is live nowhere, and says when it was."""
    built = live.build(AFTER)
    story = page(built)

    (now,) = story.find_class("live-now")
    assert text(now) == "Live coverage ended March 2, 2026, 6 a.m. CST"
    assert story.xpath('//*[@data-tone="live"]') == []
    assert page(built, "index.html").find_class("live-updates") == []


def test_the_front_shows_the_newest_three_of_its_lead(live: Site) -> None:
    """Under the lead, each a link to its place in the story."""
    front = page(live.build(DURING), "index.html")

    (updates,) = front.find_class("live-updates")
    assert [text(link) for link in updates.xpath(".//a")] == [
        "Update of 11",
        "Update of 10",
        "Update of 9",
    ]
    assert updates.xpath(".//a/@href")[0] == "/news/vote/#update-20260301-1115"
    assert next(text(time) for time in updates.xpath(".//time")) == "March 1, 11:15 a.m."


def test_an_edit_of_an_update_costs_no_front(live: Site) -> None:
    """The front holds an update's title and time, and never its text."""
    live.build(DURING)
    edited = live.read("content/news/vote.md").replace("What happened.", "What did happen.")
    live.write_bytes("content/news/vote.md", edited.encode())

    assert "index.html" not in pages(live.build(DURING).report)
