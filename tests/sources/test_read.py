"""Reading the sources of a site, of which most are as they were."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT

# Modules that name others which come late: what stands in each of them under TYPE_CHECKING.
DOORS = ("build.build", "build.late", "build.makers", "cli.late", "core", "language", "newsite",
         "pictures", "render.late", "settings", "sources.late", "sources.read")  # fmt: skip
LATE = {"PIL", "babel", "feedgen", "httpx", "importlib.metadata", "jinja2", "lxml", "markdown",
        "multiprocessing", "pickle", "slugify", "socket", "tinytag", "watchdog", "webbrowser",
        "yaml", "sitegen.build.files", "sitegen.render.feeds", "sitegen.render.render",
        "sitegen.render.setup", "sitegen.sources.keys", "sitegen.sources.recordings",
        "sitegen.traces.pieces"}  # fmt: skip


def test_a_site_without_changes_waits_for_no_library() -> None:
    """Markdown, YAML, lxml and Pillow take longer to load than most builds take; they come when
    they are needed."""
    doors = ", ".join(f"sitegen.{door}" for door in DOORS)
    code = f"import sys, {doors}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert LATE & set(run.stdout.split()) == set()
