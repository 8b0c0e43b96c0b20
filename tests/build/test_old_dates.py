"""A story that comes out with the date of the day on which it was begun."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from sitegen.build.old_dates import old_dates
from sitegen.core.dates import Moment
from sitegen.core.record import replace
from sitegen.model.article import Article
from sitegen.model.tasks import HeldStory
from tests.conftest import Built, Site
from tests.site.assembled import AT, before, site_of, story

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
    [("2026-03-12 02:00", False), ("2026-03-12", False), ("2026-03-11", True)],
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


def told(
    *stories: Article,
    manifest: Collection[str] = ("index.html",),
    bodies: Mapping[str, str] | None = None,
    held: Iterable[HeldStory] = (),
    lines: Mapping[str, int] | None = None,
) -> list[tuple[str, int, str, str]]:
    """Return what is said of a site of values: of each story its file, line, words and hint."""
    problems = old_dates(
        site_of(*stories), manifest, bodies or {}, held, AT,
        lambda _path, key: (lines or {"published": 3, "date": 4}).get(key, 0),
    )  # fmt: skip
    assert all(problem.warning for problem in problems)
    return [(p.path, p.line, p.message, p.hint) for p in problems]


def test_what_is_told_of_an_old_date_is_whole() -> None:
    """With its hour where it has one, and at the line where the date stands."""
    timed = story("timed", published=before(hours=7))
    day = story("day", published=Moment(AT - timedelta(days=3), timed=False))
    words = "this story is new on the site and dated {}, so it stands among older ones"
    hint = f"If it comes out now, write: 'published: {AT:%Y-%m-%d %H:%M}'"
    assert told(timed) == [
        (timed.path, 3, words.format(f"{timed.published.at:%Y-%m-%d %H:%M}"), hint)
    ]
    assert told(day) == [(day.path, 3, words.format(f"{day.published.at:%Y-%m-%d}"), hint)]
    assert told(day, lines={"date": 9})[0][1] == 9
    assert told(day, lines={"odd": 9})[0][1] == 0


def test_an_old_date_is_told_of_what_was_not_there() -> None:
    """By its file, its text and its address; a draft was there and was not out."""
    old = story("old", published=before(hours=7))
    body = f"body of {old.path}"

    def is_told(**more: Any) -> bool:
        return told(old, **more) != []

    def was(reason: str) -> list[HeldStory]:
        return [HeldStory(old.path, "Old", reason)]

    assert is_told()
    assert not is_told(manifest=())
    assert not is_told(manifest=("index.html", "news/old/index.html"))
    assert not is_told(bodies={old.path: "another"})
    assert is_told(bodies={old.path: "another"}, held=was("draft"))
    assert not is_told(bodies={old.path: "another"}, held=was("held"))
    assert not is_told(bodies={"content/news/other.md": body})
    assert is_told(bodies={"content/news/other.md": "another"})
    assert told(replace(old, guid="urn:old")) == []
    assert told(replace(old, published=before(hours=6))) == []
    assert told(replace(old, published=before(hours=6, microseconds=1))) != []
    for hours, is_old in ((29, False), (31, True)):
        day = Moment(AT - timedelta(hours=hours), timed=False)
        assert bool(told(replace(old, published=day))) is is_old
    many = [replace(old, path=f"content/news/{n}.md", slug=str(n), id=str(n)) for n in range(11)]
    assert (len(told(*many[:10])), told(*many)) == (10, [])
