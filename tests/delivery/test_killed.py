"""A deploy that is killed leaves readers a whole site, and the next one ends as it should.

`python -m tests.long.killed_deploys` kills thirty times over every kind of storage.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.conftest import Paper
from tests.delivery.killing import rounds
from tests.delivery.storage import serving


def test_a_killed_deploy_into_a_folder_leaves_a_whole_site(paper: Paper) -> None:
    """Whenever the machine goes down, each page has its files, and none is torn."""
    rounds(paper, 3, seed=1, longest=1.2)


@pytest.mark.parametrize("way", ["sftp"])
def test_a_killed_deploy_into_storage_leaves_a_whole_site(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """The same where rclone sends: it ends with the deploy that has called it."""
    with serving(way, tmp_path / "kept") as variables:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        paper.change_setting(f"folder:{paper.web}", "rclone:web:site")
        paper.web = tmp_path / "kept/site"
        rounds(paper, 2, seed=2, longest=2.5)
