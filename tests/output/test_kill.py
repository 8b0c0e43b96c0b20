"""A build that is killed at any moment leaves whole files, and the next build mends the rest."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.conftest import NOW, Site, tree_of

POINTS = int(os.environ.get("SITEGEN_KILLS", "16"))
# What a build does to the disk: any of these may be the last thing that it did.
DEEDS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed like this there")


def _in_child(work: Callable[[], object]) -> int:
    """Do `work` in a process of its own; return the signal that ended it, 0 for none."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _counting(then: Callable[[int], None]) -> None:
    number = 0

    def hook(event: str, _args: object) -> None:
        nonlocal number
        if event in DEEDS:
            number += 1
            then(number)

    sys.addaudithook(hook)


def _deeds_of(site: Site) -> int:
    """Build in a child and return how many deeds that took."""
    read, write = os.pipe()

    def work() -> None:
        count = 0

        def note(number: int) -> None:
            nonlocal count
            count = number

        _counting(note)
        site.build(NOW)
        os.write(write, str(count).encode())

    assert _in_child(work) == 0
    os.close(write)
    with os.fdopen(read) as stream:
        return int(stream.read())


def _kill_at(site: Site, number: int) -> int:
    def kill(deed: int) -> None:
        if deed == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        _counting(kill)
        site.build(NOW)

    return _in_child(work)


def _first(site: Site) -> None:
    for number in range(6):
        site.story(f"content/news/s{number}.md", tags="[one, two]", authors="[ana]")
    site.story("content/local/goes.md", published="2026-02-01", slug="goes")
    site.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.setting("[images]\nsocial_cards = false")


def _second(site: Site) -> None:
    """Edit so that files come, change, move and go, and a folder takes a file's place."""
    site.story("content/news/s1.md", "Another text.", title="Another title", tags="[one, three]")
    site.story("content/news/new.md", aliases="[/local/goes/]")
    site.delete("content/local/goes.md")
    site.write("static/root/note.txt", "A note.\n")


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Site, dict[str, bytes], dict[str, bytes]]:
    """Return a site that was built and then edited, its old output/ and its next one."""
    site = Site(tmp_path / "site")
    _first(site)
    old = dict(site.build(NOW).tree)
    _second(site)
    new = dict(site.copy(tmp_path / "clean").build(NOW).tree)
    return site, old, new


def _same(tree: Mapping[str, bytes], expected: Mapping[str, bytes]) -> None:
    assert tree.keys() == expected.keys()
    for file, data in expected.items():
        if tree[file] != data:
            at = next(i for i in range(len(data)) if tree[file][i : i + 1] != data[i : i + 1])
            around = slice(max(0, at - 60), at + 60)
            raise AssertionError(f"{file}: {tree[file][around]!r} instead of {data[around]!r}")


def _check(site: Site, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    tree = tree_of(site.root / "output")
    for file, data in tree.items():
        assert data in (old.get(file), new.get(file)), f"{file} is neither old nor new"
    for file in old.keys() & new.keys():
        assert file in tree, f"{file} is missing"
    _same(site.build(NOW).tree, new)
    again = site.build(NOW).report
    assert (again.new, again.changed, again.removed) == ((), (), ())


def test_a_killed_build_leaves_whole_files_and_a_mendable_site(
    sites: tuple[Site, dict[str, bytes], dict[str, bytes]], tmp_path: Path
) -> None:
    """After a kill every file is whole, and the next build equals a clean one."""
    site, old, new = sites
    trial = tmp_path / "trial"
    shutil.copytree(site.root, trial)
    deeds = _deeds_of(Site(trial))
    shutil.rmtree(trial)
    chance = random.Random(4)
    points = chance.sample(range(1, deeds + 1), min(POINTS, deeds))
    for point in sorted(points):
        # In the site's own place: the cache knows output/ by its path.
        original = tmp_path / "original"
        site.root.rename(original)
        shutil.copytree(original, site.root, symlinks=True)
        try:
            _kill_at(site, point)  # or not: builds do not all take the same number of deeds
            _check(site, old, new)
        except AssertionError as error:
            raise AssertionError(f"killed at deed {point} of {deeds}: {error}") from None
        finally:
            shutil.rmtree(site.root)
            original.rename(site.root)


def test_a_build_killed_again_and_again_ends_well(
    sites: tuple[Site, dict[str, bytes], dict[str, bytes]],
) -> None:
    """After kills that come one after another, one build still equals a clean one."""
    site, old, new = sites
    chance = random.Random(5)
    for _ in range(POINTS):
        _kill_at(site, chance.randrange(1, 400))
    _check(site, old, new)


def test_the_first_build_can_be_killed(tmp_path: Path) -> None:
    """A half-made first output/ is known as our own, and finished."""
    site = Site(tmp_path / "site")
    _first(site)
    new = dict(site.copy(tmp_path / "clean").build(NOW).tree)
    chance = random.Random(6)
    for point in [chance.randrange(1, 500) for _ in range(max(3, POINTS // 3))]:
        _kill_at(site, point)
        _same(site.build(NOW).tree, new)
        shutil.rmtree(site.root / "output")
        shutil.rmtree(site.root / ".sitegen_cache")
