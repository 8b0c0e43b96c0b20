"""A read-only checkout: questions leave no trace, and the cache may stand elsewhere."""

from __future__ import annotations

import gc
import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from sitegen.build.build import build
from sitegen.build.explain import due, why
from sitegen.cache.lock import BuildLock
from sitegen.cache.place import CACHE_DIR
from sitegen.cache.store import Store
from sitegen.cli.main import main
from sitegen.core.problems import SitegenError
from sitegen.preview.state import Preview
from tests.conftest import NOW, Site, tree_of

AT = datetime.fromisoformat(NOW)
VOTE = "content/news/vote.md"


def times(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file and folder."""
    return {
        path.as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize("is_built", [True, False])
def test_questions_leave_no_trace(site: Site, is_built: bool) -> None:
    """`why` and `due` write nothing, neither into the cache nor beside it."""
    site.story(VOTE)
    if is_built:
        site.build()
    before, bytes_before = times(site.root), tree_of(site.root)

    assert why(site.root, VOTE, AT)[0] == f"{VOTE}: Vote"
    assert due(site.root, AT).is_due is not is_built

    assert times(site.root) == before
    assert tree_of(site.root) == bytes_before


def test_questions_see_what_was_edited_since(site: Site) -> None:
    """What is asked is of the sources as they are now."""
    site.story(VOTE)
    site.build()
    site.story(VOTE, title="Another headline")

    assert why(site.root, VOTE, AT)[0] == f"{VOTE}: Another headline"
    assert due(site.root, AT).is_due


def test_questions_are_answered_while_a_build_runs(site: Site) -> None:
    """An editor who asks why need not wait for the build, nor does the build mind."""
    site.story(VOTE)
    site.build()
    cache = site.root / CACHE_DIR
    with BuildLock(cache):
        store = Store(cache)
        store.set_note("plan", None)

        assert why(site.root, VOTE, AT)[0] == f"{VOTE}: Vote"
        assert not due(site.root, AT).is_due

        store.abandon()


def test_a_damaged_cache_is_passed_over(site: Site) -> None:
    """A question neither fails by it nor mends it."""
    site.story(VOTE)
    site.build()
    gc.collect()  # else its reader may be there still, and with it the journal, which is whole
    file = site.root / CACHE_DIR / "cache.db"
    file.write_bytes(b"no database" * 1000)

    assert why(site.root, VOTE, AT)[0] == f"{VOTE}: Vote"
    assert due(site.root, AT).is_due
    assert file.read_bytes() == b"no database" * 1000


def test_a_site_that_cannot_be_written_is_built_elsewhere(site: Site, tmp_path: Path) -> None:
    """With cache and output elsewhere, nothing in the checkout is touched."""
    site.story(VOTE)
    cache, output = tmp_path / "cache", tmp_path / "www"
    before = times(site.root)

    build(site.root, now=AT, output=output, cache=cache)
    again = build(site.root, now=AT, output=output, cache=cache)
    preview = Preview(site.root, clock=lambda: AT, cache=cache)
    preview.refresh()
    preview.close()

    assert (output / "news/vote/index.html").is_file()
    assert (again.new, again.changed) == ((), ())
    assert not due(site.root, AT, output, cache).is_due
    assert times(site.root) == before


def test_the_variable_gives_each_site_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two sites of one name in one cache would take each other's files for their own."""
    monkeypatch.setenv("SITEGEN_CACHE", str(tmp_path / "caches"))
    for folder in ("a", "b"):
        site = Site(tmp_path / folder / "gazette")
        site.story(VOTE)
        assert main(["build", "--root", str(site.root), "--now", NOW]) == 0
        assert not (site.root / CACHE_DIR).exists()
    assert len(os.listdir(tmp_path / "caches")) == 2

    own = tmp_path / "own"
    assert main(["build", "--root", str(site.root), "--now", NOW, "--cache", str(own)]) == 0
    assert (own / "cache.db").is_file()
    capsys.readouterr()
    assert main(["build", "--root", str(site.root), "--now", NOW, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["new"] == []


@pytest.mark.parametrize("place", ["content", "output/cache", "static", ".", ".."])
def test_a_cache_stands_apart_from_the_site(site: Site, place: str) -> None:
    """In content/ it would be read, in output/ published."""
    with pytest.raises(SitegenError, match=r"not for a cache|site's own folder"):
        build(site.root, now=AT, cache=site.root / place)
