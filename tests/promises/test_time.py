"""Time tells the truth: no page changes because a day has passed, and no hour hides its day."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from lxml import html

from sitegen.build.explain import due
from tests.build.random_edits import picture
from tests.conftest import NOW, Site
from tests.promises import every_kind

BARE_TIME = re.compile(r"noon|midnight|\d{1,2}(:\d\d)? [ap]\.m\.")


def test_an_unchanged_site_tells_the_truth_thirty_days_later(site: Site) -> None:
    """What is due, a build that goes on from the last and a clean build agree."""
    every_kind.write(site)
    site.setting("[images]\nsocial_cards = false")
    first = site.build()
    later = datetime.fromisoformat(NOW) + timedelta(days=30)
    assert first.report.next_change is not None
    assert due(site.root, later).is_due
    assert not due(site.root, first.report.next_change - timedelta(seconds=1)).is_due

    kept = site.build(later.isoformat())
    clean = site.copy().build(later.isoformat())
    assert kept.tree == clean.tree

    # All that waited for its hour has had it: from now on nothing changes by itself.
    assert kept.report.next_change is None
    much_later = later + timedelta(days=300)
    assert not due(site.root, much_later).is_due
    assert site.build(much_later.isoformat()).report.changed == ()
    assert site.copy().build(much_later.isoformat()).tree == clean.tree


def test_the_front_says_of_when_it_is(site: Site) -> None:
    """The newest story's day, and never today's: also on a front that nobody edits any more."""
    site.story(published="2026-11-22T06:00:00-06:00")
    site.story("content/news/older.md", published="2026-11-20T06:00:00-06:00")
    front = html.fromstring(site.build("2026-12-24T12:00:00-06:00")["index.html"])
    (line,) = front.find_class("dateline")
    assert line.text_content().startswith("Updated Sunday, Nov. 22")


def test_a_time_of_day_stands_only_under_its_day(site: Site) -> None:
    """ "8:40 a.m." of last week is read as this morning's; only lists of days have bare times."""
    every_kind.write(site)
    site.setting("[images]\nsocial_cards = false")
    built = site.build()
    for file in built.paths("*.html"):
        for time in html.fromstring(built[file]).iter("time"):
            if BARE_TIME.fullmatch(time.text_content().strip()):
                lists = list(time.iterancestors("ol"))
                assert lists, file
                day = lists[0].getprevious()
                assert day.get("class") == "latest-day" or day.tag == "h2", file
                assert re.match(r"\w+day, \w+\.? \d+$", day.text_content()), file


def test_latest_holds_the_latest(site: Site) -> None:
    """A list of that name that leaves out the newest story is wrong."""
    site.write_bytes("content/news/hall.png", picture((90, 110, 130), (1200, 800)))
    for number in range(8):
        shown = "{file: hall.png, alt: A hall}" if number == 7 else None
        at = f"2026-11-22 0{number}:10"
        site.story(f"content/news/s{number}.md", published=at, image=shown)
    front = html.fromstring(site.build()["index.html"])
    (latest,) = front.find_class("latest")
    links = [a.get("href") for a in latest.xpath(".//h3/a")]
    assert links[0] == "/news/s7/"
    assert links == sorted(links, reverse=True)
