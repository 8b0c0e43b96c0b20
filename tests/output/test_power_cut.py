"""After a power cut the site is the old one or the new one, whole, and the next build goes on.

A disk of its own is cut off: a filesystem in a file (ext4 on a loop device) that is told to
forget all that it has not written yet, as a machine does that loses its power. For hours:

    SITEGEN_CUTS=1000 .venv/bin/pytest tests/output/test_power_cut.py

Only root may do that, on Linux; elsewhere these tests have nothing to cut.
"""

from __future__ import annotations

import fcntl
import gc
import os
import random
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import NOW, Site, tree_of

CUTS = int(os.environ.get("SITEGEN_CUTS", "4"))
SHUTDOWN = 0x8004587D  # FS_IOC_GOINGDOWN of linux/fs.h, as ext4 and XFS know it
NO_LOG_FLUSH = struct.pack("I", 2)  # nothing that waits is written
# Deeds of a build after which the power may go: what it does to the disk.
DEEDS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree")
SECONDS = 1.3  # longer than `commit=1`: the names are on the disk, the bytes would not be

pytestmark = [
    pytest.mark.usefixtures("real_disk"),
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or not Path("/dev/loop-control").exists(),
        reason="only root can cut the power of a disk, on Linux",
    ),
]


class Disk:
    """A small disk whose power can be cut."""

    def __init__(self, folder: Path) -> None:
        self.image, self.place = folder / "disk.img", folder / "disk"
        self.place.mkdir()
        with self.image.open("wb") as stream:
            stream.truncate(96 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", self.image], check=True)
        self.switch_on()

    def switch_on(self) -> None:
        subprocess.run(["mount", "-o", "loop,commit=1", self.image, self.place], check=True)

    def cut(self) -> None:
        handle = os.open(self.place, os.O_RDONLY)
        fcntl.ioctl(handle, SHUTDOWN, NO_LOG_FLUSH)
        os.close(handle)

    def switch_off(self) -> None:
        # Whoever made files holds the cache open until the collector comes by: late in a long run.
        gc.collect()
        subprocess.run(["umount", self.place], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path)
    yield disk
    disk.switch_off()


def _first(site: Site) -> None:
    for number in range(8):
        site.story(f"content/news/s{number}.md", "Sample text. " * 400, tags="[one, two]")
    site.story("content/local/goes.md", slug="goes")
    site.write("static/root/data.csv", "a,b\n" * 2000)


def _second(site: Site) -> None:
    site.story("content/news/s1.md", "Another text. " * 400, title="Another title", tags="[one]")
    site.story("content/news/new.md", aliases="[/local/goes/]")
    site.delete("content/local/goes.md")
    site.write("static/root/data.csv", "c,d\n" * 2000)


def _in_child(work: Callable[[], object]) -> None:
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def _build_until_cut(site: Site, disk: Disk, chance: random.Random) -> str:
    """Build, and cut the power at a random deed or up to a while after the last; say when."""
    after = chance.random() < 0.4
    limit = 10**9 if after else chance.randrange(1, 420)
    count = 0

    def hook(event: str, _args: object) -> None:
        nonlocal count
        if event in DEEDS:
            count += 1
            if count == limit:
                if chance.random() < 0.5:
                    time.sleep(SECONDS)
                count = limit + 1  # cutting opens the disk too
                disk.cut()
                os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        sys.addaudithook(hook)
        site.build(NOW)

    _in_child(work)
    if after and chance.random() < 0.7:
        time.sleep(SECONDS)
    disk.cut()
    return "after the build" if after else f"at deed {limit}"


def _check(site: Site, old: dict[str, bytes], new: dict[str, bytes], moment: str) -> None:
    """See that each file is old or new and whole, none of both is missing, and the next build."""
    tree = tree_of(site.root / "output")
    for file, data in tree.items():
        if "/.sitegen-staging" not in f"/{file}":
            assert data in (old.get(file), new.get(file)), f"{moment}: {file} is neither"
    for file in old.keys() & new.keys():
        assert file in tree, f"{moment}: {file} is missing"
    assert site.build(NOW).tree == new, moment
    again = site.build(NOW).report
    assert (again.new, again.changed, again.removed) == ((), (), ()), moment


@pytest.mark.parametrize("seed", range(CUTS))
def test_after_a_power_cut_the_site_is_old_or_new(disk: Disk, tmp_path: Path, seed: int) -> None:
    """Whole files only, no page lost, and the next build ends where a clean one does."""
    chance = random.Random(seed)
    site = Site(disk.place / "site")
    _first(site)
    old: dict[str, bytes] = {}
    if seed % 3:  # else the very first build is cut
        old = dict(site.build(NOW).tree)
        _second(site)
    new = dict(site.copy(tmp_path / "clean").build(NOW).tree)
    os.sync()  # the newsroom's own files are on the disk, and the old site

    moment = _build_until_cut(site, disk, chance)
    disk.switch_off()
    disk.switch_on()

    _check(site, old, new, f"cut {moment} (seed {seed})")
