"""What only words move: the site with them is what assembling it anew gives, or is not given."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from sitegen.core.record import replace
from sitegen.model.article import Article, Correction, Credit
from sitegen.site.new_words import differs_in_words_only, with_new_words
from sitegen.site.site import Site
from tests.site.assembled import (
    AT,
    assembled,
    before,
    line_of,
    page,
    person,
    picture,
    settings,
    site_of,
    story,
)

PEOPLE = (person("ana-sample", "Ana Sample"), person("bao-sample", "Bao Sample"))
ANA = (Credit("ana-sample"),)
DAY = timedelta(days=1)
STORIES = (
    story("vote", title="Vote", tags=("City",), authors=ANA, image=picture()),
    story("rain", title="Rain", published=before(days=2), tags=("City", "Rain"), authors=ANA),
    story("local/park", title="Park", published=before(days=3), kind="opinion", authors=ANA),
    page("about", title="About"),
)
VOTE, RAIN, PARK, ABOUT = (each.path for each in STORIES)
# What each key of front matter may say instead, and not in words alone.
OTHER: dict[str, Any] = {
    "slug": "ballot", "section": "local", "kind": "opinion", "lang": "es", "minutes": 9,
    "published": before(days=5), "updated": before(hours=1), "tags": ("Rain",), "draft": True,
    "authors": (Credit("bao-sample"),), "contributors": (Credit("bao-sample"),),
    "series": "Sample series", "part": 2, "expires": AT - DAY, "embargo": AT + DAY, "lead": True,
    "pinned": True, "breaking": "Sample alert", "image": picture("other.jpg"), "id": "other",
    "corrections": (Correction(before(hours=2), "A sample."),), "aliases": ("/old/",),
    "links": ("rain.md",), "template": "own.html", "related": ("rain.md",),
}  # fmt: skip
WORDS = ("title", "title_html", "card_title", "card_title_html", "summary", "summary_html",
         "kicker", "update_note", "dateline", "how_we_reported")  # fmt: skip


def after(was: Site, stories: tuple[Article, ...], *changed: str) -> Site | None:
    """Return the last site with the new words of the changed ones."""
    return with_new_words(was, [each for each in stories if each.path in changed], line_of)


def edited(path: str, **keys: Any) -> tuple[Article, ...]:
    return tuple(replace(each, **keys) if each.path == path else each for each in STORIES)


@pytest.mark.parametrize("path", [VOTE, RAIN, PARK, ABOUT])
@pytest.mark.parametrize("word", WORDS)
def test_a_site_with_new_words_is_one_that_is_assembled_anew(path: str, word: str) -> None:
    was = site_of(*STORIES, people=PEOPLE)
    stories = edited(path, **{word: "Sample words"})
    expected = site_of(*stories, people=PEOPLE)

    assert after(was, stories, path) == expected
    assert after(expected, STORIES, path) == was


def test_all_words_of_all_stories_may_change_at_once() -> None:
    was = site_of(*STORIES, people=PEOPLE)
    stories = tuple(replace(each, **{word: f"{each.slug} {word}" for word in WORDS})
                    for each in STORIES)  # fmt: skip
    assert after(was, stories, VOTE, RAIN, PARK, ABOUT) == site_of(*stories, people=PEOPLE)


@pytest.mark.parametrize("name", OTHER)
def test_a_site_is_assembled_anew_where_more_than_words_has_changed(name: str) -> None:
    was = site_of(*STORIES, people=PEOPLE)
    stories = edited(VOTE, title="Poll", **{name: OTHER[name]})
    assert not differs_in_words_only(STORIES[0], stories[0])
    assert after(was, stories, VOTE) is None
    there = assembled(stories, people=PEOPLE)[0]
    assert after(there, STORIES, VOTE) is None


def test_every_key_counts_that_is_not_known_to_be_words() -> None:
    """A new field of articles moves a story until somebody says that it does not."""
    for name in Article.__struct_fields__:
        other = replace(STORIES[0], **{name: "another"})
        assert differs_in_words_only(STORIES[0], other) is (name in WORDS), name


def test_stories_of_which_more_is_known_than_their_words_are_assembled_anew() -> None:
    """Translations name one another, and what is not yet or no longer seen stands in a list."""
    set_of_two = (*STORIES, story("voto", lang="es", translation_of="vote.md", title="Voto"))
    held = (*STORIES, story("soon", title="Soon", published=before(days=-1)))
    drafts = (*STORIES, story("late", title="Late", draft=True))
    ahead = edited(VOTE, corrections=(Correction(before(days=-1), "A sample."),))
    for stories, path, keys in (
        (set_of_two, VOTE, {}),
        (held, "content/news/soon.md", {}),
        (drafts, "content/news/late.md", {}),
        (drafts, "content/news/late.md", {"unpublished": True}),
        (ahead, VOTE, {}),
    ):
        was = assembled(stories, people=PEOPLE, **keys)[0]
        new = tuple(replace(one, title="Sample") if one.path == path else one for one in stories)
        assert after(was, new, path) is None
        other = tuple(replace(one, title="Sample") if one.path == RAIN else one for one in stories)
        expected = assembled(other, people=PEOPLE, **keys)[0]
        assert after(was, other, RAIN) == expected, path


@pytest.mark.parametrize("title", ["Rain", "RAIN", "Late", "Soon"])
def test_a_headline_that_another_story_has_is_looked_at_with_all(title: str) -> None:
    """Of any day and language: whether they are to be told of is not decided here."""
    more = (story("late", title="Late", draft=True),
            story("soon", title="Soon", published=before(days=-1)))  # fmt: skip
    was = site_of(*STORIES, *more, people=PEOPLE)
    stories = edited(VOTE, title=title)
    assert after(was, stories, VOTE) is None
    assert after(was, edited(VOTE, summary=title), VOTE) is not None


def test_two_new_headlines_that_are_one_are_looked_at_with_all() -> None:
    was = site_of(*STORIES, people=PEOPLE)
    stories = tuple(replace(each, title="Sample") for each in STORIES)
    assert after(was, stories, VOTE, RAIN) is None
    # Two may exchange theirs, and one that kept its headline may be another's namesake.
    swapped = (replace(STORIES[0], title="Rain"), replace(STORIES[1], title="Vote"), *STORIES[2:])
    assert after(was, swapped, VOTE, RAIN) == site_of(*swapped, people=PEOPLE)
    twins = (STORIES[0], replace(STORIES[1], title="Vote"), *STORIES[2:])
    assert after(site_of(*twins, people=PEOPLE), edited(VOTE, summary="New"), VOTE) is not None


def test_a_headline_that_no_card_can_bear_leaves_it_to_the_next_story() -> None:
    """Of a script for which no letters are drawn."""
    was = site_of(*STORIES, people=PEOPLE)
    stories = edited(RAIN, title="ሰላም")
    expected = site_of(*stories, people=PEOPLE)
    assert RAIN in was.own_cards
    assert RAIN not in expected.own_cards
    assert after(was, stories, RAIN) == expected


@pytest.mark.parametrize("seed", range(20))
def test_whatever_words_are_changed_the_site_is_one_that_is_assembled_anew(seed: int) -> None:
    """One edit after another, each on what the last one gave."""
    chance = random.Random(seed)
    made_of = settings(tag_slugs={"city": "town"})
    stories = [
        story(f"s{number}", title=f"Story {number}", published=before(hours=number),
              image=chance.choice([None, picture()]), authors=chance.choice([ANA, ()]),
              tags=tuple(chance.sample(("City", "Rain", "River"), 2)))
        for number in range(12)
    ]  # fmt: skip
    site = site_of(*stories, people=PEOPLE, made_of=made_of)
    edits = 0
    for number in range(30):
        places = chance.sample(range(12), chance.randint(1, 3))
        for place in places:
            words = {chance.choice(WORDS): f"Words {chance.randrange(40)}"}
            stories[place] = replace(stories[place], **words)
        expected, _ = assembled(stories, people=PEOPLE, made_of=made_of)
        new = with_new_words(site, [stories[place] for place in places], line_of)
        edits += new is not None
        assert new is None or new == expected, number
        site = expected
    assert edits > 10
