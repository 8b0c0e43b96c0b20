"""The .gitignore of output/: it comes back with output/, and stays away when it was deleted."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from sitegen.newsite import scaffold
from tests.conftest import NOW, Site

IGNORE = "output/.gitignore"


def new_site(folder: Path) -> Site:
    scaffold.init(folder, title="Gazette", now=datetime.fromisoformat(NOW))
    site = Site(folder)
    site.build()
    return site


def test_it_comes_back_with_output(tmp_path: Path) -> None:
    """After `rm -r output` the next commit would hold the whole built site."""
    site = new_site(tmp_path / "gazette")
    before = site.read(IGNORE)

    for _ in range(2):
        shutil.rmtree(site.root / "output")
        site.build()
        assert site.read(IGNORE) == before


def test_who_deletes_it_keeps_the_built_site(tmp_path: Path) -> None:
    """A newsroom that commits its output has deleted the file, and nothing else."""
    site = new_site(tmp_path / "gazette")
    site.delete(IGNORE)
    site.build()
    assert not (site.root / IGNORE).exists()

    shutil.rmtree(site.root / "output")
    site.build()
    assert not (site.root / IGNORE).exists()


def test_a_site_that_never_had_one_gets_none(site: Site) -> None:
    """Output that is uploaded as it stands holds nothing that hides it."""
    site.story()
    site.build()
    shutil.rmtree(site.root / "output")

    assert ".gitignore" not in site.build().tree
