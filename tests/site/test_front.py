"""The front's strips: their shapes, their languages, and what sections tell of time."""

from __future__ import annotations

import random
from datetime import datetime

import pytest
from lxml import html

from sitegen.core.dates import Moment
from sitegen.model.article import ImageRef
from sitegen.model.marks import Marks
from sitegen.model.views import Teaser
from sitegen.site.shapes import arrange
from tests.conftest import NOW, Site


def teaser(number: int, *, title: str = "A sample headline of some length", shot: bool) -> Teaser:
    image = ImageRef(f"{number}.jpg", "0" * 64, "jpeg", 1200, 800, "") if shot else None
    return Teaser(
        url=f"/news/{number}/", title=title, marks=Marks(), lang="en", kicker="News", hue="",
        published=Moment(datetime.fromisoformat(NOW)), image=image,
    )  # fmt: skip


def front_of(site: Site) -> html.HtmlElement:
    return html.document_fromstring(site.build()["index.html"])


@pytest.fixture
def busy(site: Site) -> Site:
    """Enough news that the sections below keep their stories to themselves."""
    for number in range(9):
        site.story(f"content/news/n{number}.md", published=f"2026-11-22 0{number}:00")
    return site


@pytest.mark.parametrize("of", ["section", "story"])
def test_stories_in_another_language_say_all_in_theirs(busy: Site, of: str) -> None:
    """The strip's dates and labels are those of its stories, and marked as such."""
    lang = 'lang = "es"' if of == "section" else ""
    busy.setting(f'[[sections]]\nslug = "espanol"\ntitle = "Español"\n{lang}')
    busy.story("content/espanol/uno.md", kind="explainer", published="2026-11-20 08:00", lang="es")
    (strip,) = front_of(busy).xpath('//section[@aria-labelledby="s-espanol"]')

    (date,) = strip.iter("time")
    assert (date.text, date.get("lang")) == ("20 nov", "es")
    (label,) = strip.find_class("label")
    assert (label.text, label.get("lang")) == ("En contexto", "es")


def test_obituaries_tell_the_day_and_no_hour(busy: Site) -> None:
    """Nobody asks at what hour an obituary was published, nor how many hours ago."""
    busy.setting('[[sections]]\nslug = "lives"\ntitle = "Lives"')
    busy.story("content/lives/sample.md", kind="obituary", published="2026-11-22 08:00")
    busy.story("content/lives/other.md", published="2026-11-22 07:00")
    times = {
        card.xpath("string(.//h3)"): next(card.iter("time"))
        for card in front_of(busy).xpath('//article[not(ancestor::*[@class="latest"])]')
    }

    assert (times["Sample"].text, times["Sample"].get("datetime")) == ("Nov. 22", "2026-11-22")
    assert times["Other"].text == "Nov. 22, 7 a.m."


@pytest.mark.parametrize("first", [True, False])
def test_of_two_stories_the_one_with_a_picture_stands_large(first: bool) -> None:
    """Whichever is newer: two lines across the page look like what was left over."""
    stories = (teaser(1, shot=first), teaser(2, shot=not first))
    shape = arrange(stories)
    assert shape.name == "side"
    assert [story.url for story in shape.cards] == ["/news/1/" if first else "/news/2/"]
    assert len(shape.lines) == 1


def test_a_strip_shows_each_of_the_newest_stories_once() -> None:
    """However its columns are evened out, none is left out between others, and none stands twice.

    With pictures and without, by headlines of all lengths, under every shape above.
    """
    chance = random.Random(7)
    names = set()
    for _ in range(80):
        longest, share = chance.choice((2, 14)), chance.choice((0.4, 1.0))
        stories = [
            teaser(
                number,
                title="Sample " * chance.randint(1, longest),
                shot=chance.random() < share,
            )
            for number in range(chance.randint(1, 8))
        ]
        shape = arrange(stories, last=chance.choice(("", "big", "pair", "four heads")))
        names.add(shape.name)
        shown = sorted(story.url for story in (*shape.cards, *shape.lines, *shape.more))
        assert shown == [story.url for story in stories[: len(shown)]]
    assert names >= {"one", "two", "side", "big", "pair", "four", "heads"}


def test_results_stand_above_a_sections_stories(busy: Site) -> None:
    """An editor writes them where the front is made; a section that is not there is told."""
    busy.story("content/local/game.md", published="2026-11-20 08:00")
    busy.write("content/front.yml", "scores:\n  local: [Sample High 24]\n")
    (strip,) = front_of(busy).xpath('//section[@aria-labelledby="s-local"]')
    assert [score.text for score in strip.xpath('.//ul[@class="scores"]/li')] == ["Sample High 24"]

    busy.write("content/front.yml", "scores:\n  locals: [Sample High 24]\n  news: [They won]\n")
    unknown, wordy = busy.problems()
    assert (unknown.line, unknown.message) == (2, "scores: there is no section 'locals'")
    assert (wordy.line, wordy.message) == (3, "'They won' tells no result")


def test_languages_without_a_strip_stand_beside_the_river(busy: Site) -> None:
    """A reader of Spanish finds the way also where no strip is theirs."""
    busy.setting('[[languages]]\nlang = "es"\ntitle = "Español"\nurl = "/es/"')
    busy.setting("[front]\nriver = 10")
    busy.write(
        "content/pages/es.md", "---\ntitle: Español\nslug: es\nlang: es\n---\n\nUna muestra.\n"
    )
    for number in range(18):
        published, topics = f"2026-11-{number + 1:02} 08:00", f"[topic {number}, subject {number}]"
        busy.story(f"content/local/l{number}.md", published=published, tags=topics)
    links = front_of(busy).xpath('//section[@aria-labelledby="rail-languages"]//a')
    assert [(link.text, link.get("lang")) for link in links] == [("Español", "es")]
