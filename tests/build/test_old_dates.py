"""A story that comes out with the date of the day on which it was begun."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import Built, Site

MONDAY, THURSDAY = "2026-03-09T08:00:00-05:00", "2026-03-12T08:00:00-05:00"
LATER = "2026-03-12T08:10:00-05:00"


@pytest.fixture
def begun(site: Site) -> Site:
    """A site that is out since Monday, with a draft that was begun on Sunday."""
    site.story("content/news/old.md", published="2026-03-01 09:00")
    site.story("content/news/vote.md", "The vote.", published="2026-03-08 17:00", draft="true")
    site.build(now=MONDAY)
    return site


def warned(built: Built) -> list[tuple[str, int, str]]:
    return [(w.path, w.line, w.hint) for w in built.report.warnings if "is new on" in w.message]


def test_a_draft_that_comes_out_with_an_old_date_is_told_once(begun: Site) -> None:
    """The line to write is there; the next build has no more to say."""
    begun.story("content/news/vote.md", "The vote.", published="2026-03-08 17:00")

    first = begun.build(now=THURSDAY)
    second = begun.build(now=LATER)

    hint = "If it comes out now, write: 'published: 2026-03-12 08:00'"
    assert warned(first) == [("content/news/vote.md", 3, hint)]
    assert warned(second) == []


def test_what_a_first_build_brings_is_right(begun: Site) -> None:
    """A site that is built where nothing stands has all its stories from before."""
    begun.story("content/news/vote.md", published="2026-03-08 17:00")

    assert warned(begun.copy().build(now=THURSDAY)) == []


def test_an_import_is_not_asked_for_its_dates(begun: Site) -> None:
    """A whole archive comes out at once, and was published long ago."""
    for number in range(10):
        begun.story(f"content/news/some-{number}.md", body=f"Some {number}.")
    begun.story("content/local/one.md", "One.", guid="https://old.gazette.org/?p=1")
    assert len(warned(begun.build(now=THURSDAY))) == 10
    for number in range(11):
        begun.story(f"content/news/import-{number}.md", body=f"Text {number}.")

    assert warned(begun.build(now=THURSDAY)) == []


@pytest.mark.parametrize(
    ("published", "is_old"),
    [
        ("2026-03-12 02:00", False),
        ("2026-03-12 01:59", True),
        ("2026-03-12", False),
        ("2026-03-11", True),
        ("2026-03-10", True),
    ],
)
def test_six_hours_are_just_out(begun: Site, published: str, is_old: bool) -> None:
    """A date without an hour is the whole day."""
    begun.story("content/news/new.md", "New.", published=published)

    assert bool(warned(begun.build(now=THURSDAY))) == is_old


def test_a_story_that_waited_for_its_hour_is_dated_by_it(begun: Site) -> None:
    """An embargo ends at night, and the next build is in the morning: nothing is wrong."""
    begun.story("content/news/held.md", "Held.", embargo="2026-03-11 18:00")
    begun.build(now="2026-03-11T17:00:00-05:00")

    assert warned(begun.build(now=THURSDAY)) == []


def test_a_story_at_a_new_address_is_no_new_story(begun: Site) -> None:
    """Neither another slug nor another file makes an old story new, nor its return."""
    begun.story("content/news/old.md", published="2026-03-01 09:00", slug="another")
    assert warned(begun.build(now=THURSDAY)) == []

    begun.move("content/news/old.md", "content/local/moved.md")
    assert warned(begun.build(now=LATER)) == []

    begun.story("content/local/moved.md", expires="2026-03-12 08:15")
    begun.build(now="2026-03-12T08:20:00-05:00")
    begun.story("content/local/moved.md")
    assert warned(begun.build(now="2026-03-12T08:30:00-05:00")) == []


def test_without_a_cache_the_manifest_knows_what_was_out(begun: Site) -> None:
    """A host that keeps output/ and not the cache is told of new stories all the same."""
    begun.story("content/news/vote.md", published="2026-03-08 17:00")
    shutil.rmtree(begun.root / ".sitegen_cache")

    assert [path for path, *_ in warned(begun.build(now=THURSDAY))] == ["content/news/vote.md"]
