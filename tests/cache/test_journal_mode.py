"""Where processes cannot share memory (9p, FUSE, many containers), builds work all the same.

A folder in the place of the file that SQLite shares stands for such a filesystem. The real
one is made by

    strace -f -P .sitegen_cache/cache.db-shm -e inject=mmap:error=ENODEV sitegen build
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from sitegen.cache.place import CACHE_DIR
from sitegen.cache.store import CACHE_FILE, Store
from tests.conftest import Site


def without_shared_memory(cache: Path) -> None:
    shared = cache / f"{CACHE_FILE}-shm"
    shared.unlink(missing_ok=True)
    shared.mkdir(parents=True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_site_is_built_and_remembered_without_shared_memory(site: Site, jobs: int) -> None:
    """Every build stopped there: "cannot be used: disk I/O error". Workers read as well."""
    for number in range(5):
        site.story(f"content/news/s{number}.md")
    without_shared_memory(site.root / CACHE_DIR)

    built = site.build(jobs=jobs)

    assert "S1" in built["news/s1/index.html"]
    again = site.build(jobs=jobs).report
    assert (again.new, again.changed, again.counts["parsed"]) == ((), (), 0)
    site.story("content/news/s1.md", "Another sample.\n")
    assert site.build(jobs=jobs).tree == site.copy().build().tree


def test_a_log_from_elsewhere_is_taken_in(tmp_path: Path) -> None:
    """A cache that came with its log from another filesystem keeps what stands in the log."""
    there, here = tmp_path / "there", tmp_path / "here"
    with closing(Store(there)) as store:
        store.set_note("word", "sample")
        store.commit()
        shutil.copytree(there, here)
    without_shared_memory(here)

    with closing(Store(here)) as store:
        assert store.note("word", str) == "sample"


def test_a_reader_is_not_locked_out_by_a_writer(tmp_path: Path) -> None:
    """While a build holds more than fits into memory, those who make files can still read."""
    without_shared_memory(tmp_path)
    with closing(Store(tmp_path)) as writer:
        writer.set_note("word", "sample")
        writer.commit()
        writer.put_nodes({f"{number:015x}": "x" * 2000 for number in range(5000)})
        with closing(Store(tmp_path, readonly=True)) as reader:
            assert reader.note("word", str) == "sample"
