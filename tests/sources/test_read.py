"""Reading the sources of a site, of which most are as they were."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def test_a_site_without_changes_waits_for_no_parser() -> None:
    """Markdown and YAML take longer to load than most builds take; they come when needed."""
    code = "import sys, sitegen.sources.read; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert not {"yaml", "markdown", "PIL"} & set(run.stdout.split())
