"""The same sources at the same hour give the same bytes, whatever the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.random_edits import Desk
from tests.conftest import NOW, ROOT, Site, tree_of

MACHINES = {
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "another language": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "no language at all": {"LC_ALL": "C", "PYTHONUTF8": "0"},
    "another hash seed": {"PYTHONHASHSEED": "4242"},
}


def _build(folder: Path, *options: str, **environment: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "sitegen", "build", "--now", NOW, "--quiet", *options]
    surroundings = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "UTC", **environment}
    surroundings["PYTHONPATH"] = str(ROOT)
    process = subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, check=False
    )
    assert process.returncode == 0, process.stderr.decode("utf-8", "replace")
    return tree_of(folder / "output")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a bit of everything, in three languages."""
    desk = Desk(tmp_path_factory.mktemp("determinism") / "site", seed=3)
    site = desk.site
    site.story("content/news/dem.md", "Nội dung mẫu.", title="Đêm Bellaire", lang="vi")
    site.story("content/news/dia.md", "Texto de muestra.", title="Día de muestra", lang="es",
               translation_of="dem.md")  # fmt: skip
    site.story("content/news/pic.md", image="{file: dot.png, alt: A dot}", series="Sample")
    site.setting('[robots]\nai_crawlers = "block"')
    return site.root


@pytest.fixture(scope="module")
def expected(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return _build(_copy(sources, tmp_path_factory.mktemp("here") / "site"), "--jobs", "1")


def _copy(sources: Path, to: Path) -> Path:
    shutil.copytree(sources, to)
    return to


def _differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(file for file in one.keys() | other.keys() if one.get(file) != other.get(file))


@pytest.mark.parametrize("machine", MACHINES)
def test_another_machine_gives_the_same_bytes(
    machine: str, sources: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """A byte of output/ depends on the machine's zone, locale or hash seed."""
    tree = _build(_copy(sources, tmp_path / "site"), **MACHINES[machine])
    assert _differing(tree, expected) == []


def test_several_processes_give_the_same_bytes(
    sources: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """A byte of output/ depends on how many processes made it."""
    assert _differing(_build(_copy(sources, tmp_path / "site"), "--jobs", "3"), expected) == []


def test_another_folder_gives_the_same_bytes(
    sources: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """A byte of output/ depends on where the site lies, or on the times of its files."""
    folder = _copy(sources, tmp_path / "Ein Ördner, with spaces & <signs>" / "site")
    for file in sorted(folder.rglob("*")):
        os.utime(file, (10**9, 10**9))
    assert _differing(_build(folder), expected) == []


def test_files_found_in_another_order_give_the_same_bytes(
    sources: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """A byte of output/ depends on the order in which a folder lists its files."""
    folder = tmp_path / "site"
    for file in sorted(sources.rglob("*"), reverse=True):
        if file.is_file():
            target = folder / file.relative_to(sources)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    assert _differing(_build(folder), expected) == []


def test_the_hour_alone_changes_nothing(site: Site) -> None:
    """A page says when it was built."""
    site.story(published="2026-01-05")
    one = site.build("2026-03-01T12:00:00-06:00").tree
    other = site.copy().build("2026-04-02T09:30:00-05:00").tree
    assert _differing(dict(one), dict(other)) == []
