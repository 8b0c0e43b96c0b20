"""The `paper` fixture: a small site with an address of its own, and the ways to deploy it.

paper.put()              # builds, and deploys to [deploy.live]
paper.refusal()          # what a deploy says that is refused
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen.core.problems import SitegenError
from sitegen.delivery.deploy import Order, Outcome, deploy
from sitegen.delivery.manifest import FILE, Manifest, read_manifest
from sitegen.delivery.places import target_of
from sitegen.settings.load import load
from tests.conftest import NOW, Site, tree_of


def silent(_word: str, _count: int, _all: int) -> None:
    return None


class Paper(Site):
    """A site with one story, and a web server's folder that it is deployed to."""

    def __init__(self, root: Path, web: Path) -> None:
        super().__init__(root)
        self.web = web
        text = self.read("sitegen.toml").replace("gazette.example", "gazette.test")
        self.write_bytes("sitegen.toml", text.encode())
        self.setting(f'[deploy.live]\nto = "folder:{web}"')
        self.story()

    def change_setting(self, old: str, new: str) -> None:
        text = self.read("sitegen.toml")
        assert old in text
        self.write_bytes("sitegen.toml", text.replace(old, new).encode())

    def put(
        self, name: str = "live", *, now: str = NOW, build: bool = True, **options: Any
    ) -> Outcome:
        """Build as of `now`, and deploy."""
        if build:
            self.build(now)
        settings = load(self.root)
        order = Order(
            settings=settings,
            name=name,
            cache=self.root / ".sitegen_cache",
            output=self.root / "output",
            now=datetime.fromisoformat(now),
            **options,
        )
        return deploy(order, target_of(settings, name, order.cache), silent)

    def refusal(self, name: str = "live", **options: Any) -> str:
        """Return what is said of a deploy that is refused; see that it has changed nothing."""
        before = tree_of(self.web)
        with pytest.raises(SitegenError) as refused:
            self.put(name, **options)
        assert tree_of(self.web) == before, "a deploy that was refused has changed something"
        return str(refused.value)

    def served(self) -> dict[str, bytes]:
        """Return what the web server's folder has of the site, without sitegen's own notes."""
        return {f: data for f, data in tree_of(self.web).items() if not f.startswith(".sitegen")}

    def noted(self) -> Manifest:
        """Return what the target's manifest says."""
        return read_manifest((self.web / FILE).read_bytes())

    def expected(self) -> dict[str, bytes]:
        """Return what of output/ goes out."""
        files = tree_of(self.root / "output")
        return {f: data for f, data in files.items() if f not in (".sitegen-files", ".gitignore")}


@pytest.fixture(scope="session")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache in which the templates are read already: that takes longest."""
    base = tmp_path_factory.mktemp("learnt")
    site = Paper(base / "site", base / "web")
    site.build()
    return site.root / ".sitegen_cache"


@pytest.fixture
def paper(tmp_path: Path, learnt: Path) -> Paper:
    shutil.copytree(learnt, tmp_path / "site/.sitegen_cache")
    return Paper(tmp_path / "site", tmp_path / "web")
