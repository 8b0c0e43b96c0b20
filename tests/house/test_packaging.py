"""What people install: the wheel, in a clean environment, far from this repository."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import venv
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from sitegen.newsite.wheel import Wheel, running_wheel
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def packed() -> Wheel:
    """The wheel, built from this checkout by its own build backend."""
    return running_wheel()


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


def test_the_wheel_carries_the_theme_and_no_tests(packed: Wheel) -> None:
    """Templates, stylesheets, fonts and catalogues are in the wheel; content and tests are not."""
    names = zipfile.ZipFile(io.BytesIO(packed.data)).namelist()

    for name in ("templates/article.html", "templates/parts/footer.html", "static/css/base.css"):
        assert f"sitegen/_theme/{name}" in names
    assert [name for name in names if name.startswith("sitegen/_theme/static/fonts/")]
    assert [name for name in names if name.endswith(".mo")]
    assert "sitegen/py.typed" in names
    assert [name for name in names if name.startswith(("tests", "content", "output"))] == []


def test_a_packed_site_is_installed_and_built_elsewhere(packed: Wheel, tmp_path: Path) -> None:
    """What `sitegen pack` wrote into a site is all that a host needs: no checkout, no name.

    And what was installed from it packs itself to the same bytes.
    """
    sitegen = (sys.executable, "-m", "sitegen")
    site = tmp_path / "gazette"
    run(*sitegen, "init", str(site), "--url", "https://gazette.org", PYTHONPATH=str(ROOT))
    run(*sitegen, "pack", "--root", str(site), PYTHONPATH=str(ROOT))
    assert (site / "requirements.txt").read_text("utf-8").count("--hash=sha256:") > 10

    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python, program = str(scripts / "python"), str(scripts / "sitegen")
    run(python, "-m", "pip", "install", "--quiet", "-r", "requirements.txt", cwd=site)

    output = run(program, "build", cwd=site)

    assert (site / "output/index.html").is_file()
    assert (site / "output/feed.xml").is_file()
    assert len(output.strip().splitlines()) == 1
    again = run(python, "-m", "sitegen", "build", cwd=site)
    assert again.startswith("Wrote 0 files in ")
    say = (
        "import hashlib; from sitegen.newsite.wheel import running_wheel; "
        "print(hashlib.sha256(running_wheel().data).hexdigest())"
    )
    assert run(python, "-c", say, cwd=site).strip() == sha256(packed.data).hexdigest()
    assert run(program, "--version").strip() == f"sitegen {packed.version}"
