"""What `init --host` writes so that a site is built, published and verified on time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sitegen.hosts import HOSTS, PYTHON
from sitegen.newsite.host_files import deploy_table, files_for_host
from sitegen.settings.load import load
from tests.conftest import ROOT, Site

ACTIONS = ("github", "netlify", "cloudflare")
SERVERS = ("nginx", "caddy", "s3")


def files(host: str, folder: str = "gazette") -> dict[str, str]:
    return {path: data.decode("utf-8") for path, data in files_for_host(host, folder).items()}


def test_every_host_has_a_schedule() -> None:
    """An embargo lifts by itself wherever the site is published."""
    for host in HOSTS:
        if host in ACTIONS:
            own = [".github/workflows/site.yml"]
        elif host in SERVERS:
            own = ["schedule/crontab", "schedule/gazette.service", "schedule/gazette.timer"]
        else:
            own = [".gitlab-ci.yml"]
        assert sorted(files(host)) == own, host
    assert files_for_host("", "gazette") == {}


@pytest.mark.parametrize("host", ACTIONS)
def test_a_workflow_builds_publishes_and_verifies(host: str) -> None:
    """In that order, from vendor/, with the cache of the last run; what did not change stays."""
    workflow = yaml.safe_load(files(host)[".github/workflows/site.yml"])
    (job,) = workflow["jobs"].values()
    steps = [step.get("run") or step["uses"] for step in job["steps"]]
    own = ["sitegen deploy live"]
    if host == "github":
        own = ["sitegen deploy live --check", "actions/upload-pages-artifact",
               "actions/deploy-pages", "sitegen deploy live --done"]  # fmt: skip
    words = ["actions/checkout", "actions/setup-python", "pip install -r requirements.txt",
             "actions/cache", "sitegen build", *own, "sitegen verify --wait", "gh workflow enable",
             ]  # fmt: skip
    assert len(steps) == len(words)
    for step, word in zip(steps, words, strict=True):
        assert word in step
    publishing = job["steps"][5:-1]
    conditions = {step["if"] for step in publishing}
    assert conditions == {"steps.site.outputs.changed || github.event_name != 'schedule'"}
    # A failing check must not let the schedule fall asleep.
    assert job["steps"][-1]["if"] == "always() && github.event_name == 'schedule'"
    assert job["steps"][1]["with"]["python-version"] == PYTHON
    cached = job["steps"][3]["with"]["path"].split()
    assert cached == [".sitegen_cache", "output"]
    assert workflow[True]["schedule"], "YAML reads 'on' as true"
    assert workflow["permissions"]["contents"] == "read"


def command_line(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which `sitegen` is this checkout's."""
    shim = tmp_path / "bin" / "sitegen"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sitegen "$@"\n')
    shim.chmod(0o755)
    path = f"{shim.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT),
            "SOURCE_DATE_EPOCH": "1795370400"}  # fmt: skip


def test_a_run_by_schedule_publishes_only_what_is_due(site: Site, tmp_path: Path) -> None:
    """The step of the workflow, run by bash as GitHub does: first all, then nothing."""
    site.story()
    workflow = yaml.safe_load(files("github")[".github/workflows/site.yml"])
    steps = workflow["jobs"]["build"]["steps"]
    (script,) = [step["run"] for step in steps if step.get("id") == "site"]
    environment = command_line(tmp_path)

    def run(event: str) -> str:
        output = tmp_path / "github-output"
        output.write_text("")
        option = "--if-due" if event == "schedule" else ""
        text = re.sub(r"\$\{\{.*?\}\}", option, script)
        subprocess.run(["bash", "-e", "-c", text], cwd=site.root, check=True, capture_output=True,
                       env={**environment, "GITHUB_OUTPUT": str(output)})  # fmt: skip
        return output.read_text()

    assert run("push") == "changed=true\n"
    assert run("schedule") == ""
    site.story(title="Another headline")
    assert run("schedule") == "changed=true\n"


def test_a_pipeline_publishes_only_what_is_due(site: Site, tmp_path: Path) -> None:
    """GitLab publishes whatever public/ a job leaves: where nothing is due it ends before."""
    site.story()
    text = site.read("sitegen.toml").replace("gazette.example", "gazette.test")
    site.write_bytes("sitegen.toml", (text + deploy_table("gitlab", "site")).encode())
    pipeline = yaml.safe_load(files("gitlab")[".gitlab-ci.yml"])
    script = "\n".join(pipeline["pages"]["script"])
    environment = command_line(tmp_path)

    def run(source: str) -> int:
        shutil.rmtree(site.root / "public", ignore_errors=True)
        return subprocess.run(
            ["bash", "-e", "-c", script], cwd=site.root, capture_output=True,
            env={**environment, "CI_PIPELINE_SOURCE": source},
        ).returncode  # fmt: skip

    assert run("push") == 0
    assert (site.root / "public" / "index.html.gz").exists()
    assert run("schedule") == pipeline["pages"]["allow_failure"]["exit_codes"] == 3
    assert not (site.root / "public").exists()
    assert run("push") == 0  # as it stands in the cache
    assert (site.root / "public" / "index.html").exists()
    assert pipeline["verify"]["needs"] == ["pages"]
    assert [line.split()[:3] for line in pipeline["verify"]["script"][1:]] == [
        ["sitegen", "deploy", "live"], ["sitegen", "verify", "--output"],
    ]  # fmt: skip
    assert (site.root / "public" / ".sitegen-files").exists()  # by which it is verified
    assert pipeline[".sitegen"]["before_script"] == ["pip install -r requirements.txt"]


@pytest.mark.tools
@pytest.mark.parametrize("host", SERVERS)
def test_systemd_takes_the_units(host: str, tmp_path: Path) -> None:
    """A timer that does not start publishes nothing, and nobody sees it."""
    analyze = shutil.which("systemd-analyze")
    assert analyze, "systemd-analyze is not installed: tests/tools/install fetches it"
    root = tmp_path / "gazette"
    program = root / ".venv" / "bin" / "sitegen"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    units = []
    for path, text in files(host).items():
        if path != "schedule/crontab":
            unit = tmp_path / Path(path).name
            unit.write_text(text.replace("/srv/gazette", str(root)))
            units.append(unit)

    run = subprocess.run([analyze, "verify", *units], capture_output=True, text=True)

    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("host", SERVERS)
def test_a_server_builds_deploys_and_verifies(host: str) -> None:
    """The timer and the line for cron say the same, in that order, below the site's folder."""
    texts = files(host, "The Gazette")
    unit = texts["schedule/the-gazette.service"]
    steps = re.findall(r"^ExecStart=/srv/the-gazette/.venv/bin/sitegen (\w+)", unit, re.MULTILINE)
    assert steps == ["build", "deploy", "verify"]
    (line,) = [n for n in texts["schedule/crontab"].splitlines() if n.startswith("*/5")]
    assert re.findall(r"bin/sitegen (\w+)", line) == steps
    assert line.split(maxsplit=5)[5].startswith("cd /srv/the-gazette && ")
    assert "--if-due" in unit
    assert "--if-due" in line
    assert not any("[[" in text for text in texts.values())


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_has_a_place_to_deploy_to(host: str, site: Site) -> None:
    """What the workflow calls stands in the settings of a new site."""
    site.write_bytes(
        "sitegen.toml", (site.read("sitegen.toml") + deploy_table(host, "The Gazette")).encode()
    )
    place = load(site.root).deploy["live"]
    assert place.way == {"s3": "rclone", "nginx": "folder", "caddy": "folder"}.get(host, "command")
    if place.way == "command":
        assert ("{folder}" in " ".join(place.run)) or place.folder == "public"
    else:
        assert place.place.endswith("the-gazette")
