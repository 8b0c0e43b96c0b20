"""What readers and robots are told of time: when a story came out, and that it is over."""

from __future__ import annotations

import json
import re

import pytest

from tests.conftest import Site

AFTER = "2026-03-10T18:05:00-05:00"


def test_a_story_is_dated_by_the_end_of_its_embargo(site: Site) -> None:
    """Written in the morning and held until six, it came out at six: for all who ask."""
    site.setting("[feeds]\natom = true\njson = true")
    site.story(published="2026-03-10 09:00", updated="2026-03-10 12:00", embargo="2026-03-10 18:00")
    site.story("content/news/noon.md", published="2026-03-10 12:30")

    built = site.build(now=AFTER)

    page = built["news/vote/index.html"]
    assert '"datePublished":"2026-03-10T18:00:00-05:00"' in page.replace('": "', '":"')
    assert "T09:00" not in page
    assert "Updated" not in page
    assert "T18:00:00-05:00" in built["sitemap-news.xml"]
    assert json.loads(built["feed.json"])["items"][0]["date_published"].startswith("2026-03-10T18")
    assert built.mentioning("2026-03-10T09:00") == []
    assert built["index.html"].index(">Vote<") < built["index.html"].index(">Noon<")


def test_an_embargo_that_ends_before_the_date_changes_nothing(site: Site) -> None:
    """Readers see the later of the two."""
    site.story(published="2026-03-10 17:00", embargo="2026-03-10 12:00")

    assert "2026-03-10T17:00" in site.build(now=AFTER)["news/vote/index.html"]


def test_a_story_without_a_date_is_told_the_hour_to_write(site: Site) -> None:
    """The draft line was taken out by hand: the remedy is today's line, to be pasted."""
    site.story(published=None)

    (problem,) = site.problems(now=AFTER)

    assert problem.message == "the story has no date"
    assert "'published: 2026-03-10 18:05'" in problem.hint
    assert "sitegen publish" in problem.hint


LIVE = {
    "kind": "live",
    "published": "2026-03-10 09:00",
    "live": "{start: 2026-03-10 09:00, end: 2026-03-10 18:00}",
    "tags": "[storm]",
}
BODY = '::: update 2026-03-10 09:30 "First"\nWater rises.\n:::\n'


def test_a_live_story_that_has_ended_is_live_nowhere(site: Site) -> None:
    """The word stays on cards and pages for ever, and readers wait for what will not come."""
    site.setting('[feeds]\natom = true\njson = true\n[lists.now]\nkind = "live"')
    site.story(body=BODY, **LIVE)

    during = site.build(now="2026-03-10T17:59:00-05:00")
    assert during.report.next_change is not None
    assert during.report.next_change.isoformat() == "2026-03-10T18:00:00-05:00"
    assert len(spoken_live(during.tree)) > 4

    after = site.build(now=AFTER)

    assert spoken_live(after.tree) == []
    assert '"LiveBlogPosting"' in after["news/vote/index.html"]
    assert '"coverageEndTime"' in after["news/vote/index.html"]
    assert "Water rises." in after["news/vote/index.html"]
    assert site.copy().build(now=AFTER).tree == after.tree


def spoken_live(tree: object) -> list[str]:
    """Return the pages and feeds that say "Live" to readers."""
    assert isinstance(tree, dict)
    return [
        file
        for file, data in tree.items()
        if file.endswith((".html", ".xml", ".json")) and re.search(rb">Live<|\"Live\"", data)
    ]


@pytest.mark.parametrize("end", [None, "{start: 2026-03-10 09:00}"])
def test_a_live_story_without_an_end_goes_on(site: Site, end: str | None) -> None:
    """Only what says when it ends can have ended."""
    site.story(body=BODY, **{**LIVE, "live": end})

    assert spoken_live(site.build(now="2026-04-10T18:05:00-05:00").tree)


# The hour that happens twice: in 2026 clocks go back on November 1, at 2 a.m.


def test_an_embargo_in_the_hour_that_happens_twice_holds_until_the_second(site: Site) -> None:
    """At 1:45, the first time, nobody may know of what is held until 1:30."""
    site.story(embargo="2026-11-01 01:30", published="2026-10-31")

    assert not site.build("2026-11-01T01:45:00-05:00").mentioning("Vote")
    assert not site.build("2026-11-01T01:15:00-06:00").mentioning("Vote")
    assert site.build("2026-11-01T01:30:00-06:00").mentioning("Vote")


def test_what_expires_in_the_hour_that_happens_twice_is_gone_at_the_first(site: Site) -> None:
    """A right that ends at 1:30 has ended when the clock first says so."""
    site.story(expires="2026-11-01 01:30", published="2026-10-31")

    assert site.build("2026-11-01T01:15:00-05:00").mentioning("Vote")
    assert not site.build("2026-11-01T01:30:00-05:00").mentioning("Vote")


def test_live_updates_in_the_hour_that_happens_twice_are_held_until_the_second(site: Site) -> None:
    """An update for 1:30 is not out at 1:45 summer time; one with an offset says which."""
    body = """
        ::: update 2026-11-01 01:30 "The later one"
        Sample words of the later.
        :::

        ::: update 2026-11-01 01:40-05:00 "The earlier one"
        Sample words of the earlier.
        :::
        """
    live = "{start: 2026-10-31 20:00}"
    site.story(body=body, kind="live", live=live, published="2026-10-31")

    early = site.build("2026-11-01T01:45:00-05:00")
    assert early.mentioning("The earlier one")
    assert not early.mentioning("The later one")
    assert site.build("2026-11-01T01:45:00-06:00").mentioning("The later one")


def test_a_live_update_in_the_hour_that_is_skipped_is_not_out_early(site: Site) -> None:
    """On March 8 clocks jump from 2 to 3: what is written for 2:30 comes at 3:30."""
    body = """
        ::: update 2026-03-08 02:30 "The later one"
        Sample words of the later.
        :::
        """
    live = "{start: 2026-03-07 20:00}"
    site.story(body=body, kind="live", live=live, published="2026-03-07")

    assert not site.build("2026-03-08T03:15:00-05:00").mentioning("The later one")
    assert site.build("2026-03-08T03:30:00-05:00").mentioning("The later one")
