"""Which files are copies that a program for shared folders made, and what becomes of them."""

from __future__ import annotations

import pytest

from sitegen.sources.copies import likely_copies, original_of
from tests.conftest import Site


@pytest.mark.parametrize(
    "name",
    [
        "vote (Ana Ruiz's conflicted copy 2026-11-20).md",
        "vote (Ana Ruiz's conflicted copy 2026-11-20) (1).md",
        "vote (conflicted copy 2026-11-20 090000).md",
        "vote (Copia en conflicto de Ana 2026-11-20).md",
        "vote (In Konflikt stehende Kopie von Ana 2026-11-20).md",
        "vote (Ana (laptop)'s conflicted copy 2026-11-20).md",
        "vote (Case Conflict 1).md",
        "vote (SFConflict ana@example.org 2026-11-20-09-00-00).md",
        "vote.sync-conflict-20261120-090000-ABCDEFG.md",
        "vote_conflict-20261120-090000.md",
        "vote [Conflict].md",
        "vote.conflict.md",
        "vote_NAS_Nov-20-090000-2026_Conflict.md",
        "vote_LOCAL_12345.md",
        "vote_BACKUP_12345.md",
    ],
)
def test_a_name_that_speaks_of_a_conflict_is_a_copys(name: str) -> None:
    """Each program has its own mark; all of them are known."""
    assert original_of(name) == "vote.md"


@pytest.mark.parametrize(
    "name",
    [
        "vote.md",
        "conflict.md",
        "conflict-of-interest.md",
        "the-sync-conflict-explained.md",
        "war (conflict in Sudan).md",
        "conflicted-copy.md",
        "confederate-statue.md",
        "vote_local_12345.md",
        "vote_LOCAL_news.md",
    ],
)
def test_a_story_about_a_conflict_is_a_story(name: str) -> None:
    """A word of the headline is no mark of a program."""
    assert original_of(name) == ""


@pytest.mark.parametrize(
    "copy",
    ["vote 2.md", "vote (1).md", "Copy of vote.md", "vote - Copia (2).md", "vote-DESKTOP-A1B2.md"],
)
def test_a_likely_copy_is_one_beside_its_twin(site: Site, copy: str) -> None:
    """With the same headline and day it is warned of and not published; else it is a story."""
    site.story("content/news/vote.md", title="Budget vote", body="The text as it is.")
    site.story(f"content/news/{copy}", title="Budget vote", body="The text of yesterday.")

    built = site.build()

    assert built.mentioning("The text of yesterday") == []
    (warning,) = built.report.warnings
    assert warning.path == f"content/news/{copy}"
    assert "copy of content/news/vote.md" in warning.message

    site.story(f"content/news/{copy}", title="A second vote", body="The text of a second.")
    assert site.build().mentioning("The text of a second") != []


def test_every_story_is_looked_at() -> None:
    """In whatever order the disk names them, and however many are no copies."""
    paths = ["content/news/a.md", "content/news/vote 2.md", "content/news/vote.md",
             "content/news/Rain.md", "content/news/Rain 2.md"]  # fmt: skip
    copies = [path for path, _ in likely_copies(paths, lambda _path: b"---\ntitle: Vote\n---\n")]
    assert copies == ["content/news/vote 2.md", "content/news/Rain 2.md"]


def test_two_ids_make_two_stories_of_one_headline(site: Site) -> None:
    """An id is for ever: two of them are two stories; one and the same is a copy's."""
    site.story("content/news/letters.md", title="Letters", id="letters-1")
    site.story("content/news/letters 2.md", title="Letters", id="letters-2")
    assert len(site.build().paths("news/letters*/index.html")) == 2

    site.story("content/news/letters 2.md", title="Letters, again", id="letters-1")
    assert site.build().paths("news/letters*/index.html") == ["news/letters/index.html"]


def test_a_copied_folder_and_a_copied_person_are_copies(site: Site) -> None:
    """Programs copy folders with all that is in them, and files of people too."""
    site.story("content/news/vote/index.md", title="Budget vote")
    site.story("content/news/vote 2/index.md", title="Budget vote")
    site.write("content/authors/jo-park.md", "---\nname: Jo Park\n---\n")
    site.write("content/authors/jo-park 2.md", "---\nname: Jo Park\n---\n")

    built = site.build()

    assert built.paths("news/*/index.html") == ["news/vote/index.html"]
    assert len(built.report.warnings) == 2


def test_a_sure_copy_is_left_out_wherever_it_lies(site: Site) -> None:
    """Also of static/, from where every file is published; the warning names both files."""
    site.story()
    site.write("static/root/plan.txt", "The plan.")
    site.write("static/root/plan (Jo's conflicted copy 2026-11-20).txt", "The other plan.")
    site.write("content/news/vote.sync-conflict-20261120-090000-ABCDEFG.md", "No front matter.")

    built = site.build()

    assert built.mentioning("The other plan") == []
    warnings = sorted(str(warning) for warning in built.report.warnings)
    assert "copy of content/news/vote.md" in warnings[0]
    assert "copy of static/root/plan.txt" in warnings[1]


def test_one_headline_on_one_day_is_warned_of(site: Site) -> None:
    """Two files with one headline and date are named; on another day they are two stories."""
    site.story("content/news/vote.md", title="Budget vote")
    site.story("content/local/budget.md", title="Budget vote")
    (warning,) = site.build().report.warnings
    assert warning.path == "content/news/vote.md"
    assert "content/local/budget.md" in warning.message

    site.story("content/local/budget.md", title="Budget vote", published="2026-03-02")
    assert site.build().report.warnings == ()
