"""Editions: what one takes over from the last changes nothing."""

from __future__ import annotations

import shutil
import threading
from datetime import datetime
from pathlib import Path

import pytest

import sitegen.site.assemble
import sitegen.site.new_words
from sitegen.core.record import replace
from sitegen.preview.assembling import Assembler
from sitegen.preview.editions import Edition
from sitegen.preview.state import Preview
from sitegen.site.live import Filer
from sitegen.sources import scan
from tests.build.random_edits import Desk, facts_of_sources, saves_between
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


@pytest.mark.usefixtures("small_grain")
@pytest.mark.parametrize("seed", [3, 4])
def test_an_edition_of_what_was_saved_is_a_first_one(tmp_path: Path, seed: int) -> None:
    """Many looks at saves follow one another with none at all files between them."""
    desk = Desk(tmp_path / "site", seed)
    preview = Preview(desk.site.root, clock=DeskClock(desk))
    preview.refresh()
    looks = 0
    edits: list[str] = []
    for _ in range(EDITS // 2):
        good, hour, before = desk.sources(), desk.now, facts_of_sources(desk.site.root)
        edits.append(desk.edit())
        saves = saves_between(before, facts_of_sources(desk.site.root))
        looks += saves is not None
        if not _as_at_first(preview, desk, edits, saves):
            desk.restore(good)
            desk.now = hour
            assert _as_at_first(preview, desk, [*edits, "which was taken back"])
    preview.close()
    assert looks > EDITS / 6


def test_what_was_saved_is_looked_at_and_nothing_else(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.story("content/news/vote.md", title="Sample vote")
    preview = Preview(site.root, clock=Clock())
    preview.refresh(saves=frozenset())  # at first all is new
    assert _titles(preview) == ["Sample vote"]
    site.story("content/news/vote.md", title="Sample vote, reworded")
    site.story("content/news/fire.md", title="Sample fire")

    with monkeypatch.context() as context:
        context.setattr(scan, "walk", lambda _folders: pytest.fail("all was looked at"))
        preview.refresh(saves=frozenset({"content/news/vote.md"}))

    assert _titles(preview) == ["Sample vote, reworded"]
    preview.refresh()
    assert _titles(preview) == ["Sample fire", "Sample vote, reworded"]
    preview.close()


@pytest.mark.usefixtures("small_grain")
def test_after_a_mistake_saves_are_counted_from_the_last_look(site: Site) -> None:
    """What a look met is taken in, though its mistake keeps the edition back."""
    site.story("content/news/vote.md", title="Sample vote")
    site.story("content/news/fire.md", title="Sample fire")
    preview = Preview(site.root, clock=Clock())
    preview.refresh()
    site.write("content/news/vote.md", "---\ntitle: [\n---\n")
    site.story("content/news/fire.md", title="Sample fire, reworded")
    preview.refresh(saves=frozenset({"content/news/vote.md", "content/news/fire.md"}))
    assert preview.problems
    site.story("content/news/vote.md", title="Sample vote, mended")

    preview.refresh(saves=frozenset({"content/news/vote.md"}))

    assert _titles(preview) == ["Sample fire, reworded", "Sample vote, mended"]
    preview.close()


@pytest.mark.parametrize("loss", ["forget", "begin_anew"])
def test_whoever_begins_anew_looks_at_all(site: Site, loss: str) -> None:
    site.story("content/news/vote.md", title="Sample vote")
    lock = threading.Lock()
    assembler = Assembler(site.root, site.root / ".sitegen_cache", False, lock)  # type: ignore[arg-type]
    edition = assembler.edition(None, Clock()(), 1)
    site.story("content/news/fire.md", title="Sample fire")
    assembler.forget(trusting=True) if loss == "forget" else assembler.begin_anew()

    edition = assembler.edition(edition, Clock()(), 1, frozenset())

    assert len(edition.site.articles) == 2
    assembler.notes.close()


def _titles(preview: Preview) -> list[str]:
    assert preview.edition
    return sorted(article.title for article in preview.edition.site.articles.values())


def _as_at_first(
    preview: Preview, desk: Desk, edits: list[str], saves: frozenset[str] | None = None
) -> bool:
    """Compare a preview that goes on with one that begins; say whether all was well."""
    preview.refresh(saves=saves)
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


@pytest.mark.parametrize("section", ["news", "local"])
def test_an_edit_files_one_story_again(
    site: Site, monkeypatch: pytest.MonkeyPatch, section: str
) -> None:
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
    monkeypatch.setattr(sitegen.site.new_words, "Filer", Counting)
    site.story("content/news/story-3.md", title="Sample, reworded", tags="[Bayou]", section=section)
    preview.refresh()
    preview.close()

    after = preview.edition.site
    assert paths == ["content/news/story-3.md"]
    assert after.teasers["content/news/story-3.md"].title == "Sample, reworded"
    assert after.teasers["content/news/story-1.md"] is before.teasers["content/news/story-1.md"]
    assert (after.lists is before.lists) is (section == "news")


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
