"""A disk that fills, a cache that goes away: said once, in a sentence, and the old site stands."""

from __future__ import annotations

import errno
from datetime import datetime

import pytest

from sitegen.build import files
from sitegen.build.build import build
from sitegen.core.problems import Problem, SitegenError
from tests.conftest import NOW, Site, tree_of


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_one_sentence(
    site: Site, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A site of 3,000 files says 3,000 times that the disk is full."""
    for count in range(4):
        site.story(f"content/news/s{count}.md")
    site.build()
    before = tree_of(site.root / "output")
    site.setting('tagline = "Another sample"') if "tagline" not in site.read("sitegen.toml") else (
        site.write_bytes(
            "sitegen.toml", site.read("sitegen.toml").replace("Sample h", "H").encode()
        )
    )

    def full(*_: object) -> None:
        raise OSError(number, "No space left on device", "x")

    monkeypatch.setattr(files, "stage", full)
    with pytest.raises(SitegenError) as refused:
        site.build()
    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == ("output", 0)
    assert "the disk is full" in problem.message
    assert "Free some space" in problem.hint
    assert tree_of(site.root / "output") == before


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("moment", ["pages", "stories"])
def test_a_cache_deleted_meanwhile_is_a_sentence(site: Site, moment: str, jobs: int) -> None:
    """Somebody tidies up while a build renders, and reads a traceback."""
    for count in range(6):
        site.story(f"content/news/s{count}.md")
    seen: list[str] = []

    def progress(stage: str, _ready: int, _total: int) -> None:
        if stage == moment and not seen:
            seen.append(stage)
            site.move(".sitegen_cache", "elsewhere")

    now = datetime.fromisoformat(NOW)
    told: list[Problem] = []
    try:
        build(site.root, now=now, jobs=jobs, progress=progress)
    except SitegenError as error:
        told += error.problems
    assert [problem.path for problem in told] in ([], [".sitegen_cache"])
    assert all("deleted while the build ran" in problem.message for problem in told)
    assert seen
    again = build(site.root, now=now, jobs=jobs)
    assert tree_of(site.root / "output") == site.copy().build().tree
    assert not again.removed


def test_drafts_of_a_killed_build_are_swept(site: Site) -> None:
    """`.new` files stay in the cache for good."""
    site.story()
    site.build()
    cache = site.root / ".sitegen_cache"
    code = next(folder for folder in (cache / "templates").glob("*/*") if folder.is_dir())
    (code / "page.123.new").write_bytes(b"half")
    site.write("sitegen.toml", site.read("sitegen.toml").replace("Sample h", "H"))
    site.build()
    assert list(cache.rglob("*.new")) == []


def test_a_robots_txt_for_nobody_is_warned_of(site: Site) -> None:
    """`agents = ["*"]` takes the site out of every search engine, without a word."""
    site.setting('[robots]\nagents = ["*"]')
    site.story()
    (warning,) = [w for w in site.build().report.warnings if "every crawler" in w.message]
    assert (warning.path, warning.line) == ("sitegen.toml", 16)

    site.write("sitegen.toml", site.read("sitegen.toml").replace('"*"', '"SampleBot"'))
    assert site.build().report.warnings == ()
