"""Proves stories' Markdown with every release of Python-Markdown that pyproject.toml allows.

    python -m tests.markdown.releases

installs each release into a folder of its own and reads mutated texts with it, the short way
and in full; it leaves with status 1 if a release differs, loses a letter, or is not known to
the short way. Run it by hand when a release comes out, and when the range changes. In CI the
installed release is proved by the tests.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT

COUNT = "400"
_KNOWN = (
    "from sitegen.markdown.speed import slow_reading; raise SystemExit(slow_reading() is not None)"
)


def releases() -> list[str]:
    """Return the releases that the registry has and pyproject.toml allows, oldest first."""
    lines = (ROOT / "pyproject.toml").read_text("utf-8")
    lowest = re.search(r'"markdown>=([\d.]+)"', lines)
    assert lowest is not None
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "index", "versions", "markdown"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    versions = re.search(r"Available versions: (.*)", listing)
    assert versions is not None
    found = [version.strip() for version in versions[1].split(",")]
    return [v for v in reversed(found) if _parts(v) >= _parts(lowest[1])]


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]


def proof_of(version: str) -> str:
    """Return "" where the release is as it must be, else what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder]
        subprocess.run([*pip, f"markdown=={version}"], check=True)
        paths = os.pathsep.join([folder, str(Path(ROOT))])
        env = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
        known = subprocess.run([sys.executable, "-c", _KNOWN], env=env, cwd=ROOT, check=False)
        if known.returncode:
            return "is not known to the short way"
        fuzz = [sys.executable, "-m", "tests.markdown.fuzz", "--count", COUNT]
        done = subprocess.run(fuzz, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else done.stdout + done.stderr


def main() -> int:
    failures = 0
    for version in releases():
        problem = proof_of(version)
        failures += bool(problem)
        print(f"{version}: {problem or 'as it must be'}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
