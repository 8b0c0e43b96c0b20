"""Every page of both sites passes the Nu HTML checker without an error."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.conftest import ROOT, Built

pytestmark = pytest.mark.tools

CHECKER = ROOT / "tests/tools/node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.mark.parametrize("name", ["own_site", "sample_site"])
def test_every_page_is_valid_html(name: str, request: pytest.FixtureRequest) -> None:
    """The checker that browsers' makers trust finds no error in any page, and no SVG is broken."""
    built: Built = request.getfixturevalue(name)
    java = shutil.which("java")
    if java is None or not CHECKER.is_file():
        pytest.fail(
            "this test needs Java and the Nu HTML checker. Run tests/tools/install, which gets "
            'them, or leave such tests out with: pytest -m "not browser and not tools"',
            pytrace=False,
        )
    process = subprocess.run(
        [
            java,
            "-Xss2m",
            "-jar",
            str(CHECKER),
            *("--format", "json", "--errors-only", "--skip-non-html"),
            str(built.output),
        ],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    messages = json.loads(process.stderr)["messages"]
    root = built.output.as_uri()
    errors = sorted(
        f"{message['url'].removeprefix(root)}:{message.get('lastLine', 0)}: {message['message']}"
        for message in messages
    )
    assert errors == []
