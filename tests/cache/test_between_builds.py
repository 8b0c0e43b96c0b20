"""The cache kept open: builds of one process in a row give what single builds give."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen.build import files, planning
from sitegen.build.build import build
from sitegen.cache.between_builds import BuildMemory
from sitegen.cache.place import CACHE_DIR
from sitegen.cache.store import Store
from sitegen.core.digests import Values
from sitegen.core.problems import SitegenError
from sitegen.model.answers import Why
from sitegen.pages import outline
from tests.build.random_edits import Desk
from tests.conftest import NOW, Site, tree_of

EDITS = 25


@pytest.mark.parametrize("seed", [1, 2])
def test_builds_in_a_row_equal_clean_builds(tmp_path: Path, seed: int) -> None:
    """However long one process has kept a site up to date, its output is a clean build's."""
    desk, memory, edits = Desk(tmp_path / "site", seed), BuildMemory(), []
    root = desk.site.root
    for _ in range(EDITS):
        good, hour = desk.sources(), desk.now
        edits.append(desk.edit())
        if desk.chance.random() < 0.1:  # another process has built meanwhile
            edits.append("another build")
            _build(root, desk.now, None)
        if not _build(root, desk.now, memory):
            desk.restore(good)
            desk.now = hour
            assert _build(root, desk.now, memory), edits
        copy = desk.site.copy()
        clean = copy.build(desk.now.isoformat())
        assert tree_of(root / "output") == clean.tree, edits
        desk.next_change = clean.report.next_change
        shutil.rmtree(copy.root)
    memory.close()


def _build(root: Path, now: datetime, memory: BuildMemory | None) -> bool:
    try:
        build(root, now=now, jobs=1, memory=memory)
    except SitegenError:
        return False
    return True


def test_a_site_is_put_together_from_the_last_one(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that keeps a site up to date does not file every story again for one edit."""
    site.story("content/news/vote.md", title="Sample vote")
    memory, last, real = BuildMemory(), [], planning.assemble_site

    def noting(*given: Any, **named: Any) -> Any:
        last.append(named["last"])
        return real(*given, **named)

    monkeypatch.setattr(planning, "assemble_site", noting)
    for keys in ({}, {"tags": "[Bayou]"}, {"tags": "[Bayou]", "summary": "Other words."}):
        site.story("content/news/vote.md", title="Sample vote", **keys)
        build(site.root, now=datetime.fromisoformat(NOW), memory=memory)
    memory.close()

    first, second = last  # the third said other words alone
    assert first is None
    assert second.articles["content/news/vote.md"].tags == ()


def test_what_only_earlier_plans_named_goes_with_the_next_whole_one(site: Site) -> None:
    """Values are shared from plan to plan, but for one of all files, which tidies the cache."""
    now, memory, vote = datetime.fromisoformat(NOW), BuildMemory(), "content/news/vote.md"
    ana = "content/authors/ana.md"
    site.write(ana, "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.story("content/news/rain.md", authors="[ana]", tags="[Bayou]")
    plans = []
    for number in range(4):
        site.story(vote, title=f"Sample {number}", tags="[Bayou]", summary=f"Words {number}.")
        plans.append(build(site.root, now=now, memory=memory).plan.why)
    site.write(ana, "---\nname: Ana Sample\nrole: Editor\n---\nWrites samples.\n")
    plans.append(build(site.root, now=now, memory=memory).plan.why)
    assert plans == [Why.NEW, Why.PARTS, Why.PARTS, Why.PARTS, Why.PEOPLE]
    clean = site.copy()
    clean.build(NOW)
    assert _nodes(site) == _nodes(clean)

    for title in ("Sample 2", "Sample 7"):  # as it was once, and another
        site.story(vote, title=title, tags="[Bayou]", summary="Words 2.")
        assert build(site.root, now=now, memory=memory).plan.why is Why.PARTS
        assert tree_of(site.root / "output") == site.copy().build(NOW).tree
    memory.close()


def _nodes(site: Site) -> set[str]:
    """Return the digests of all nodes in a site's cache."""
    store = Store(site.root / CACHE_DIR, readonly=True)
    nodes = store.node_digests()
    store.close()
    return nodes


def test_tables_are_read_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that keeps a site up to date does not ask the disk for what it wrote itself."""
    site.story("content/news/vote.md", title="Sample vote")
    memory, tables = BuildMemory(), []
    for name in ("sources", "files", "ledger"):
        real = getattr(Store, name)

        def counting(store: Store, *under: str, name: str = name, real=real) -> object:  # type: ignore[no-untyped-def]
            tables.append(name)
            return real(store, *under)

        monkeypatch.setattr(Store, name, counting)
    now = datetime.fromisoformat(NOW)

    build(site.root, now=now, memory=memory)
    build(site.root, now=now, memory=memory)
    first = sorted(tables)
    site.story("content/news/vote.md", title="Sample vote", body="Another text.")
    report = build(site.root, now=now, memory=memory)

    assert first == ["files", "sources"]  # there was no ledger yet
    assert sorted(tables) == first
    assert "news/vote/index.html" in report.changed
    build(site.root, now=now)
    site.story("content/news/vote.md", title="Sample vote", body="A third text.")
    build(site.root, now=now, memory=memory)
    memory.close()
    assert tree_of(site.root / "output") == site.copy().build().tree


def test_files_are_made_by_one_maker(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are loaded, and fifty stories written for a feed, once and not at each save."""
    site.story("content/news/vote.md", title="Sample vote")
    site.build()
    memory = BuildMemory()
    jobs: list[files.Job] = []
    real = files.file_maker

    def file_maker(job: files.Job, values: Values, *, for_one_build: bool) -> files.FileMaker:
        jobs.append(job)
        return real(job, values, for_one_build=for_one_build)

    monkeypatch.setattr(files, "file_maker", file_maker)
    for number in range(3):
        site.story("content/news/vote.md", f"Sample text {number}.", title="Sample vote")
        build(site.root, now=datetime.fromisoformat(NOW), memory=memory)
    assert len(jobs) == 1

    site.write("templates/parts/footer.html", "sample foot")
    build(site.root, now=datetime.fromisoformat(NOW), memory=memory)
    site.story("content/news/vote.md", "Sample text.", title="Sample vote")
    build(site.root, now=datetime.fromisoformat(NOW), memory=memory)
    page = (site.root / "output/news/vote/index.html").read_text("utf-8")
    memory.close()

    assert "sample foot" in page
    assert "Sample text." in page


def test_files_are_named_again_only_when_more_than_words_moved(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Naming ten thousand files takes a process that watches longer than all else of a title."""
    for number in range(3):
        site.story(f"content/news/s{number}.md", title=f"Sample {number}", tags="[schools]")
    names: list[int] = []
    real = outline.outline

    def counting(*values: Any, **more: Any) -> outline.Outline:
        names.append(1)
        return real(*values, **more)

    monkeypatch.setattr(outline, "outline", counting)
    memory, now = BuildMemory(), datetime.fromisoformat(NOW)
    build(site.root, now=now, memory=memory)
    site.story("content/news/s1.md", title="Another title", tags="[schools]")
    report = build(site.root, now=now, memory=memory)
    assert "news/s1/index.html" in report.changed
    assert len(names) == 1
    assert tree_of(site.root / "output") == site.copy().build(NOW).tree
    names.clear()
    site.story("content/news/s1.md", title="Another title", tags="[roads]")
    build(site.root, now=now, memory=memory)
    assert len(names) == 1
    memory.close()
    assert tree_of(site.root / "output") == site.copy().build(NOW).tree
