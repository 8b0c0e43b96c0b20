"""Which lists have feeds, and which stories each feed holds."""

from __future__ import annotations

import pytest

from sitegen.model.tasks import Subject
from sitegen.settings.types import FeedSettings, PartnerFeed
from sitegen.syndication.selection import (
    feed_formats,
    feed_lists,
    kind_file,
    partner_file,
    podcast_file,
    stories_in_feed,
    updates_file,
    with_updates,
)
from tests.pages.sample import other, sample
from tests.site.assembled import names


def test_every_list_that_has_a_feed_has_its_folder() -> None:
    """The front, sections, what few follow, languages, corrections: in this order."""
    assert [(s.kind, s.id, folder) for s, folder in feed_lists(sample())] == [
        ("front", "", ""), ("section", "news", "news/"), ("section", "local", "local/"),
        ("section", "views", "views/"), ("tag", "parks", "tags/parks/"),
        ("tag", "rain", "tags/rain/"), ("person", "ana", "authors/ana/"),
        ("person", "desk", "authors/desk/"), ("series", "high-tide", "series/high-tide/"),
        ("language", "en", "feeds/en/"), ("language", "es", "feeds/es/"),
        ("corrections", "", "corrections/"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["front", "section", "series", "language", "tag", "person"])
def test_what_few_follow_is_in_plain_rss(kind: str) -> None:
    """Unless the settings ask for more."""
    few = kind in ("tag", "person")
    assert feed_formats(sample(), kind) == (("rss",) if few else ("rss", "json"))
    every = other(feeds=FeedSettings(every_format=True))
    assert feed_formats(every, kind) == ("rss", "atom", "json")


@pytest.mark.parametrize(
    ("kind", "id_", "limit", "stories"),
    [
        ("front", "", 9, "storm fun uno vote rain talk park op news2"),
        ("front", "", 2, "storm fun"),
        ("section", "local", 9, "fun uno park"),  # and no advertisement
        ("section", "local", 2, "fun uno"),
        ("section", "none", 9, ""),
        ("tag", "parks", 1, "vote"),
        ("person", "ana", 9, "vote rain op"),
        ("series", "high-tide", 9, "vote rain"),  # newest first, whichever part it is
        ("series", "high-tide", 1, "vote"),
        ("language", "en", 9, "storm fun vote rain talk park op news2"),
        ("kind", "sponsored", 1, "ad"),
        ("kind", "sponsored", 0, ""),
        ("kind", "news", 9, ""),
        ("updates", "content/news/storm.md", 9, "storm"),
        ("podcast", "hour", 0, "talk"),  # directories want every episode
        ("partner", "wire", 2, "fun uno"),
        ("partner", "all", 3, "storm fun uno"),
        ("corrections", "", 9, ""),  # it holds corrections, not stories
    ],
)
def test_a_feed_holds_the_newest_of_its_list(kind: str, id_: str, limit: int, stories: str) -> None:
    assert names(stories_in_feed(sample(), Subject(kind, id_), limit)) == stories


def test_a_partner_is_given_what_its_conditions_name() -> None:
    partners = {
        "a": PartnerFeed(section="news", tag="Rain"), "b": PartnerFeed(kind="opinion"),
        "c": PartnerFeed(author="desk"), "d": PartnerFeed(section="views", author="desk"),
    }  # fmt: skip
    site = other(feeds=FeedSettings(partners=partners))
    held = {name: names(stories_in_feed(site, Subject("partner", name), 9)) for name in partners}
    assert held == {"a": "vote rain", "b": "op", "c": "rain", "d": ""}


def test_feeds_beside_lists_have_their_files() -> None:
    site = sample()
    assert kind_file("sponsored") == "feeds/sponsored.xml"
    assert podcast_file("hour") == "podcasts/hour/feed.xml"
    assert with_updates(site) == ("content/news/storm.md",)
    assert updates_file(site, "content/news/storm.md") == "news/storm/feed.xml"
    partners = site.settings.feeds.partners
    assert [partner_file(name, partner) for name, partner in partners.items()] == [
        "feeds/wire.json", "feeds/all.xml",
    ]  # fmt: skip
