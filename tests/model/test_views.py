"""What templates see of stories, zones and pages."""

from __future__ import annotations

from sitegen.core.dates import NO_DATE
from sitegen.model.answers import Answer, Why
from sitegen.model.article import Article, Body, Enclosure, ImageRef, Person
from sitegen.model.documents import Feed, FeedItem, Redirect
from sitegen.model.feed_choices import FeedGroup
from sitegen.model.marks import Marks
from sitegen.model.tasks import Report, Subject
from sitegen.model.views import (
    BodyUse,
    Brand,
    Byline,
    Front,
    PageMeta,
    Pager,
    Section,
    Shape,
    SiteInfo,
    Strip,
    Teaser,
)

A, B, C, D = (
    Teaser(f"/{name}/", name.upper(), Marks("satire"), "en", "News", "", NO_DATE) for name in "abcd"
)


def test_a_teaser_is_of_its_kind() -> None:
    assert A.kind == "satire"


def test_the_stories_of_a_shape_are_its_cards_and_then_its_lines() -> None:
    shape = Shape("big", (A,), (B, C), (D,))
    assert shape.stories == (A, B, C, D)
    assert Strip(Section("news", "News", "/news/", "/news/feed.xml"), shape).stories == (A, B, C, D)


def test_what_stands_next_to_the_lead_is_below_it_or_beside_it() -> None:
    assert Front(beside=(A, B)).secondary == (A, B)
    assert Front(beside=(A,), below=Shape("two", (B,), (C,))).secondary == (B, C)
    assert Front().secondary == ()


def test_the_river_is_read_column_by_column() -> None:
    assert Front(columns=((A, B), (C,), ())).river == (A, B, C)


def test_texts_alone_are_not_held_in_memory() -> None:
    """Those of thousands of stories would not fit."""
    nodes = (Article, Body, Feed, FeedItem, Front, Person, Section, Shape, SiteInfo, Strip, Teaser)
    assert [node for node in nodes if node.bulky] == [Body]


def test_what_is_not_said_is_not_so() -> None:
    """A module of a site that makes a value names what it knows, and nothing is claimed beside."""
    picture = ImageRef("a.jpg", "0", "jpeg", 800, 600, "A hall")
    assert (picture.focus, picture.licence_until) == ((0.5, 0.5), None)  # the middle stays
    assert [picture.animated, picture.alpha, picture.full] == [False] * 3
    story = Article("a.md", "a", "a", "news", "A", "news", NO_DATE, "en", 1)
    assert [story.draft, story.lead, story.pinned, bool(story.part)] == [False] * 4
    assert not Person("a.md", "a", "A").organisation
    assert not Byline("A", "").organisation
    assert not BodyUse("0", (), ()).paid
    section = Section("news", "News", "/news/", "/news/feed.xml")
    assert (section.news, section.opinion) == (True, False)
    assert PageMeta("/", "en", "A").indexed
    assert (Pager().number, Subject("front").number) == (0, 0)
    assert Enclosure("a.mp3", "audio/mpeg", 1).duration == 0
    assert Feed("A", "", "", "", "en", NO_DATE.at).full_text
    assert Redirect("/a", "/b").code == 301  # for good, as hosts and search engines call it
    assert not FeedGroup("A", ()).folded
    assert Report((), (), 0, (), (), None, {}, {}).plan == Answer(False, Why.NEW)
    assert (Brand().mark_side, Brand().logo_width, Brand().logo_height) == (0, 0, 0)
