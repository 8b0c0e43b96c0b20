"""Editions: what one takes over from the last changes nothing."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

import sitegen.site.assemble
from sitegen.core.record import replace
from sitegen.preview.editions import Edition
from sitegen.preview.state import Preview
from sitegen.site.live import Filer
from tests.build.random_edits import Desk
from tests.conftest import Site
from tests.preview.previewing import Clock

EDITS = 30


class DeskClock(Clock):
    """The desk's own clock."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __call__(self) -> datetime:
        return self.desk.now


@pytest.mark.parametrize(
    ("seed", "drafts"), [(1, False), (2, True)], ids=["as readers see it", "with drafts"]
)
def test_whatever_was_edited_an_edition_is_a_first_one(
    tmp_path: Path, seed: int, drafts: bool
) -> None:
    """A preview that has run all day shows what one that starts now shows."""
    desk = Desk(tmp_path / "site", seed)
    preview = Preview(desk.site.root, clock=DeskClock(desk), drafts=drafts)
    preview.refresh()
    edits: list[str] = []
    for _ in range(EDITS):
        good, hour = desk.sources(), desk.now
        edits.append(desk.edit())
        if not _as_at_first(preview, desk, edits):
            desk.restore(good)
            desk.now = hour
            assert _as_at_first(preview, desk, [*edits, "which was taken back"])
    preview.close()


def _as_at_first(preview: Preview, desk: Desk, edits: list[str]) -> bool:
    """Compare a preview that goes on with one that begins; say whether all was well."""
    preview.refresh()
    copy = desk.site.copy()
    clean = Preview(copy.root, clock=DeskClock(desk), drafts=preview.drafts)
    clean.refresh()
    assert preview.problems == clean.problems, edits
    if not clean.problems:
        assert preview.edition, edits
        assert clean.edition, edits
        assert told_of(preview.edition) == told_of(clean.edition), edits
        assert keys(preview.edition) == keys(clean.edition), edits
        desk.next_change = preview.edition.site.next_change
    clean.close()
    shutil.rmtree(copy.root)
    return not clean.problems


def told_of(edition: Edition) -> tuple[object, ...]:
    """Return all that an edition says of the site."""
    site = replace(edition.site, settings=edition.settings, filings={})
    facts = {name: getattr(site, name) for name in site.__slots__ if name != "settings"}
    return (
        facts,
        dict(edition.outline.entries),
        sorted(edition.outline.problems),
        edition.warnings,
        edition.hidden,
    )


def keys(edition: Edition) -> dict[str, str]:
    """Return the key of every file, which stands for its bytes."""
    return {file: edition.planner.task(file).key for file in edition.outline.entries}


def test_a_new_title_files_one_story_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many stories there are, only the edited one is looked at closely."""
    for number in range(5):
        site.story(f"content/news/story-{number}.md", title=f"Sample {number}", tags="[Bayou]")
    preview = Preview(site.root, clock=Clock())
    preview.refresh()
    assert preview.edition
    before = preview.edition.site
    paths = []

    class Counting(Filer):
        def file(self, source, article, problems):  # type: ignore[no-untyped-def]
            paths.append(source.path)
            return super().file(source, article, problems)

    monkeypatch.setattr(sitegen.site.assemble, "Filer", Counting)
    site.story("content/news/story-3.md", title="Sample, reworded", tags="[Bayou]")
    preview.refresh()
    preview.close()

    after = preview.edition.site
    assert paths == ["content/news/story-3.md"]
    assert after.teasers["content/news/story-3.md"].title == "Sample, reworded"
    assert after.teasers["content/news/story-1.md"] is before.teasers["content/news/story-1.md"]
    assert after.lists is before.lists


def test_a_new_stylesheet_names_no_page_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the stories call for is taken over when only files of the theme have moved."""
    site.story("content/news/vote.md", title="Sample vote")
    preview = Preview(site.root, clock=Clock())
    preview.refresh()
    assert preview.edition
    edits = preview.edition.outline.from_site

    site.write("static/css/own.css", "h1 { color: teal }\n")
    preview.refresh()
    preview.close()

    assert preview.edition.outline.from_site is edits
