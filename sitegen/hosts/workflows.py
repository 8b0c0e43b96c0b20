"""Workflows: how GitHub Actions builds a site on time, has it published, and sees that it is.

One frame for all hosts that are published from there: what each host has of its own is how
the finished folder gets to it. The hosts' own builders publish after their last line, so that
nothing could verify there.

Source: docs.github.com, "Workflow syntax for GitHub Actions", "Events that trigger workflows".
"""

from __future__ import annotations

from textwrap import indent

from sitegen.hosts.host import PYTHON
from sitegen.model.documents import HostFile

FILE = ".github/workflows/site.yml"

_FRAME = """\
# Builds the site when something is pushed, and four times an hour when something is due:
# an embargo that has passed, a story that has expired, news that has grown old. When it is
# published, the live site is read, and this run fails if readers do not get what was built.
#
# GitHub stops schedules in repositories where nothing was pushed for 60 days; the last step
# starts the count again. {note}
name: Site
on:
  push:
    branches: [main]
  schedule:
    - cron: "7,22,37,52 * * * *"
  workflow_dispatch:
permissions:
  actions: write # for the step that keeps the schedule alive
  contents: read
{permissions}concurrency:
  group: site
  cancel-in-progress: false
jobs:
  build:
    runs-on: ubuntu-latest
{job}    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "{python}"
          cache: pip
          cache-dependency-path: requirements.txt
      - run: pip install -r requirements.txt
      - uses: actions/cache@v4
        with:
          path: |
            .sitegen_cache
            output
          key: site-${{{{ github.run_id }}}}
          restore-keys: site-
      - id: site
        run: |
          touch .before
          sitegen build ${{{{ github.event_name == 'schedule' && '--if-due' || '' }}}}
          if [ -n "$(find output -newer .before -print -quit)" ]; then
            echo "changed=true" >> "$GITHUB_OUTPUT"
          fi
{steps}      - if: {changed}
        run: sitegen verify --wait {wait}
      - if: always() && github.event_name == 'schedule'
        run: gh workflow enable site.yml
        env:
          GH_TOKEN: ${{{{ github.token }}}}
          GH_REPO: ${{{{ github.repository }}}}
"""
# Below [deploy.live] of a site whose host takes it from a folder by a step of its own.
BY_ITSELF = 'to = "command"\nfolder = "public"\n'
CHANGED = "steps.site.outputs.changed || github.event_name != 'schedule'"


def workflow(
    steps: str, note: str, *, permissions: str = "", job: str = "", wait: int = 300
) -> HostFile:
    """Return the workflow of a host.

    Args:
        steps: that publish output/, each with `CHANGED` as its condition.
        note: what has to be set at GitHub, a sentence or two; further lines begin with "#".
        permissions: further lines of the workflow's permissions.
        job: further lines of the job.
        wait: seconds that the host's caches may take.
    """
    text = _FRAME.format(
        note=note,
        permissions=indent(permissions, "  "),
        job=indent(job, "    "),
        python=PYTHON,
        steps=indent(steps, "      "),
        changed=CHANGED,
        wait=wait,
    )
    return HostFile(FILE, text)
