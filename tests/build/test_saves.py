"""Builds that look at nothing but what was saved, and the build behind them that looks at all."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.build import build as stages
from sitegen.build.build import build
from sitegen.build.watching import MOST_LOOKS, Door
from sitegen.cache.between_builds import BuildMemory
from sitegen.core.problems import SitegenError
from sitegen.core.sure_reading import other_bytes
from sitegen.model.tasks import Report
from sitegen.sources import scan
from tests.build.random_edits import Desk, facts_of_sources, saves_between
from tests.conftest import Site, tree_of
from tests.preview.previewing import Clock

EDITS = int(os.environ.get("SITEGEN_EDITS", "15"))
SEEDS = [int(seed) for seed in os.environ.get("SITEGEN_SEEDS", "1,2").split(",")]
NOW = Clock()()


@pytest.fixture
def memory() -> Iterator[BuildMemory]:
    memory = BuildMemory()
    yield memory
    memory.close()


def look(site: Site, memory: BuildMemory, *saves: str) -> Report:
    return build(site.root, now=NOW, jobs=1, memory=memory, saves=frozenset(saves))


def look_at_all(site: Site, memory: BuildMemory) -> Report:
    return build(site.root, now=NOW, jobs=1, memory=memory)


@pytest.mark.usefixtures("small_grain")
def test_what_was_saved_is_built_and_nothing_else_is_looked_at(
    site: Site, memory: BuildMemory
) -> None:
    for name in ("vote", "fire"):
        site.story(f"content/news/{name}.md", title="Before")
    time.sleep(0.1)  # what was saved in the moment of a look is read again by the next
    look_at_all(site, memory)
    for name in ("vote", "fire"):
        site.story(f"content/news/{name}.md", title="After")
    (site.root / "output/favicon.ico").unlink()

    report = look(site, memory, "content/news/vote.md")

    assert report.counts["parsed"] == 1
    assert report.plan.names == ("content/news/vote.md",)
    assert "news/vote/index.html" in report.changed
    assert not (site.root / "output/favicon.ico").exists()

    report = look_at_all(site, memory)

    assert report.counts["parsed"] == 1
    assert report.plan.names == ("content/news/fire.md",)
    assert tree_of(site.root / "output") == site.copy().build(NOW.isoformat()).tree


def test_a_warning_is_told_of_the_line_on_which_it_stands_now(
    site: Site, memory: BuildMemory
) -> None:
    """Where nothing but lines has moved, and where only words have."""
    for name in ("vote", "fire"):
        site.story(f"content/news/{name}.md", title="One headline")
    look_at_all(site, memory)
    vote = site.read("content/news/vote.md")
    lines = []
    for text in (
        vote.replace("title:", "# A note.\ntitle:"),
        vote.replace("title:", "# A note.\n# Another.\nkicker: Words\ntitle:"),
        vote.replace("title: One", "title: Another"),
        vote,
    ):
        site.write("content/news/vote.md", text)
        report = look(site, memory, "content/news/vote.md")
        clean = site.copy().build(NOW.isoformat()).report
        assert [str(each) for each in report.warnings] == [str(each) for each in clean.warnings]
        lines += [each.line for each in report.warnings if each.path == "content/news/vote.md"]
    assert lines == [3, 5, 2]


def test_where_nothing_was_saved_no_file_is_looked_at(
    site: Site, memory: BuildMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a story's hour comes, say."""
    site.story("content/news/vote.md")
    look_at_all(site, memory)
    monkeypatch.setattr(scan, "walk", lambda _folders: pytest.fail("all files were looked at"))

    report = look(site, memory)

    assert (report.new, report.changed, report.removed) == ((), (), ())


def test_a_first_look_is_at_all(site: Site, memory: BuildMemory) -> None:
    """Whoever has not looked yet does not know the other files."""
    site.story("content/news/vote.md")
    site.story("content/news/fire.md")

    report = look(site, memory, "content/news/vote.md")

    assert report.counts["parsed"] == 2


@pytest.mark.usefixtures("small_grain")
def test_after_a_build_that_failed_all_is_looked_at(site: Site, memory: BuildMemory) -> None:
    site.story("content/news/vote.md")
    site.story("content/news/fire.md")
    time.sleep(0.1)
    look_at_all(site, memory)
    site.write("content/news/vote.md", "---\ntitle: [\n---\n")
    site.story("content/news/fire.md", title="Saved unseen")
    with pytest.raises(SitegenError):
        look(site, memory, "content/news/vote.md")
    site.story("content/news/vote.md", title="Mended")

    report = look(site, memory, "content/news/vote.md")

    assert report.counts["parsed"] == 2


def test_a_second_try_looks_at_all(
    site: Site, memory: BuildMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file was saved while the site was being built: it may be one that nobody named."""
    tries: list[frozenset[str] | None] = []

    class Tried:
        def __init__(self, order: stages.Order) -> None:
            tries.append(order.saves)

        def run(self) -> str:
            if len(tries) == 1:
                raise other_bytes("content/news/fire.md")
            return "built"

    monkeypatch.setattr(stages, "_Build", Tried)

    assert look(site, memory, "content/news/vote.md") == "built"  # type: ignore[comparison-overlap]
    assert tries == [{"content/news/vote.md"}, None]


def test_facts_of_files_are_trusted_by_the_last_look_at_all(
    site: Site, memory: BuildMemory
) -> None:
    """One file's save says nothing of another that was saved in the moment of a look at all."""
    site.story("content/news/vote.md")
    look_at_all(site, memory)
    before = _scanned(site, memory)
    site.story("content/news/vote.md", title="Saved")

    look(site, memory, "content/news/vote.md")

    assert _scanned(site, memory) == before
    look_at_all(site, memory)
    assert _scanned(site, memory) > before


def _scanned(site: Site, memory: BuildMemory) -> int:
    store = memory.open(site.root / ".sitegen_cache")
    moment = store.note("scanned", int)
    store.close()
    assert moment is not None
    return moment


@pytest.mark.usefixtures("small_grain")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_look_at_what_was_saved_equals_a_clean_build(
    tmp_path: Path, memory: BuildMemory, seed: int
) -> None:
    """At once where stories and what lies beside them moved; else once all was looked at.

    Many looks follow one another with no look at all between them.
    """
    desk = Desk(tmp_path / "site", seed)
    desk.grow(4)
    looks = 0
    good, before = desk.sources(), facts_of_sources(desk.site.root)
    assert _try(desk, memory, None)
    for edit in range(EDITS):
        output = _output(desk)
        what = desk.edit()
        now = facts_of_sources(desk.site.root)
        saves = saves_between(before, now)
        if saves is not None and _output(desk) == output:
            built = _try(desk, memory, saves)
            if built:
                looks += 1
                _equals_clean(desk, f"seed {seed}, edit {edit}: {what}")
                good, before = desk.sources(), now
                continue
        if not _try(desk, memory, None):
            desk.restore(good)
            assert _try(desk, memory, None)
        _equals_clean(desk, f"seed {seed}, edit {edit}, all: {what}")
        good, before = desk.sources(), facts_of_sources(desk.site.root)
    assert looks > EDITS / 3


def _try(desk: Desk, memory: BuildMemory, saves: frozenset[str] | None) -> bool:
    try:
        report = build(
            desk.site.root, now=desk.now, jobs=1, memory=memory, saves=saves, allow_empty=True
        )
    except SitegenError:
        return False
    desk.next_change = report.next_change
    return True


def _equals_clean(desk: Desk, what: str) -> None:
    copy = desk.site.copy()
    clean = copy.build(desk.now.isoformat()).tree
    shutil.rmtree(copy.root)
    assert tree_of(desk.site.root / "output") == clean, what


def _output(desk: Desk) -> dict[str, int]:
    return {
        str(file): file.lstat().st_mtime_ns
        for folder in ("output", ".sitegen_cache")
        for file in (desk.site.root / folder).rglob("*")
    }


# Which files a watcher has the next build look at


@pytest.fixture
def door(site: Site) -> Iterator[Door]:
    site.story("content/news/vote.md")
    door = Door(site.root, lambda _last: (), False, lambda text: pytest.fail(text))
    yield door
    door.watch.close()


def test_the_first_build_looks_at_all_the_next_at_what_was_saved(site: Site, door: Door) -> None:
    assert door.saves() is None

    site.story("content/news/vote.md", title="Saved")

    assert door.wait(10)
    assert door.saves() == {"content/news/vote.md"}


def test_after_a_while_the_rest_is_looked_at(site: Site, door: Door) -> None:
    """Once; then there is nothing to do until the next save."""
    door.saves()
    site.story("content/news/vote.md", title="Saved")
    assert door.wait(10)
    door.saves()

    assert door.wait(0.3)
    assert door.saves() is None
    assert not door.wait(0.3)


def test_many_saves_in_a_row_do_not_put_the_rest_off_for_ever(site: Site, door: Door) -> None:
    door.saves()
    answers = []
    for number in range(MOST_LOOKS + 1):
        site.story("content/news/vote.md", title=f"Saved {number}")
        assert door.wait(10)
        answers.append(door.saves())

    assert answers == [frozenset({"content/news/vote.md"})] * MOST_LOOKS + [None]


def test_after_a_failure_the_next_build_looks_at_all(site: Site, door: Door) -> None:
    door.saves()
    door.look_at_all()
    site.story("content/news/vote.md", title="Saved")
    assert door.wait(10)

    assert door.saves() is None


def test_a_look_at_all_that_is_put_off_does_not_come_by_itself(site: Site, door: Door) -> None:
    """A site with a mistake was built each second, until somebody mended it."""
    door.saves()
    site.story("content/news/vote.md", title="Saved")
    assert door.wait(10)
    assert door.saves() is not None
    door.look_at_all()

    assert not door.wait(0.3)
    assert door.saves() is None


@pytest.mark.parametrize("path", ["sitegen.toml", "templates/article.html", "static/a.css"])
def test_what_is_not_of_content_has_all_looked_at(site: Site, door: Door, path: str) -> None:
    door.saves()
    site.write(path, "# a sample")
    assert door.wait(10)

    assert door.saves() is None


def test_a_new_folder_has_all_looked_at(site: Site, door: Door) -> None:
    """What is saved in it at once may come before anybody listens there."""
    door.saves()
    (site.root / "content/sport").mkdir()
    site.story("content/sport/match.md")
    assert door.wait(10)

    assert door.saves() is None


def test_a_burst_has_all_looked_at(site: Site, door: Door) -> None:
    door.saves()
    for number in range(100):
        site.write(f"content/news/n{number}.md", "A sample.")
    assert door.wait(10)

    assert door.saves() is None
