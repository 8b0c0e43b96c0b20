"""What people install: the wheel, in a clean environment, far from this repository."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout by its own build backend."""
    folder = tmp_path_factory.mktemp("wheel")
    build = (
        "import os, sys; from hatchling.build import build_wheel; "
        "os.chdir(sys.argv[1]); print(build_wheel(sys.argv[2]))"
    )
    output = run(sys.executable, "-c", build, str(ROOT), str(folder))
    return folder / output.strip().splitlines()[-1]


def run(*command: str, cwd: Path | None = None, **env: str) -> str:
    """Run a command, return what it printed, and show what it said when it fails."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    process = subprocess.run(
        command,
        cwd=cwd,
        env={**clean, **env},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert process.returncode == 0, f"{' '.join(command)}\n{process.stdout}\n{process.stderr}"
    return process.stdout


def test_the_wheel_carries_the_theme_and_no_tests(wheel: Path) -> None:
    """Templates, stylesheets, fonts and catalogues are in the wheel; content and tests are not."""
    names = zipfile.ZipFile(wheel).namelist()

    for name in ("templates/article.html", "templates/parts/footer.html", "static/css/base.css"):
        assert f"sitegen/_theme/{name}" in names
    assert [name for name in names if name.startswith("sitegen/_theme/static/fonts/")]
    assert [name for name in names if name.endswith(".mo")]
    assert "sitegen/py.typed" in names
    assert [name for name in names if name.startswith(("tests", "content", "output"))] == []


def test_the_wheel_makes_and_builds_a_site_elsewhere(wheel: Path, tmp_path: Path) -> None:
    """In a clean environment, `sitegen init` and `sitegen build` work from any folder."""
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel))
    sitegen = str(scripts / "sitegen")

    run(sitegen, "init", "gazette", cwd=tmp_path)
    output = run(sitegen, "build", cwd=tmp_path / "gazette")

    assert (tmp_path / "gazette/output/index.html").is_file()
    assert (tmp_path / "gazette/output/feed.xml").is_file()
    assert len(output.strip().splitlines()) == 1
    again = run(str(scripts / "python"), "-m", "sitegen", "build", cwd=tmp_path / "gazette")
    assert "0 new" in again or "nothing" in again.lower()
