"""GitHub Pages: the domain, and the workflow that builds the site. It takes no headers.

Source: docs.github.com, "Managing a custom domain for your GitHub Pages site".
"""

from __future__ import annotations

from urllib.parse import urlsplit

from sitegen.core.urls import is_placeholder
from sitegen.hosts.host import Host, HostFiles, PublishedSite
from sitegen.model.documents import HostFile


def _files(site: PublishedSite) -> HostFiles:
    files: tuple[HostFile, ...] = (HostFile(".nojekyll", ""),)
    domain = urlsplit(site.base_url).hostname or ""
    if not domain.endswith(".github.io") and not is_placeholder(site.base_url):
        files += (HostFile("CNAME", f"{domain}\n"),)
    return files, ()


_WORKFLOW = """\
# Builds the site when something is pushed, and four times an hour when something is due:
# an embargo that has passed, a story that has expired, news that has grown old.
#
# GitHub stops schedules in repositories where nothing was pushed for 60 days; the last step
# starts the count again. In the repository's settings, Pages has to say "GitHub Actions".
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
  id-token: write
  pages: write
concurrency:
  group: site
  cancel-in-progress: false
jobs:
  build:
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
          cache: pip
          cache-dependency-path: requirements.txt
      - run: pip install -r requirements.txt
      - uses: actions/cache@v4
        with:
          path: |
            .sitegen_cache
            output
          key: site-${{ github.run_id }}
          restore-keys: site-
      - id: site
        run: |
          touch .before
          sitegen build ${{ github.event_name == 'schedule' && '--if-due' || '' }}
          if [ -n "$(find output -newer .before -print -quit)" ]; then
            echo "changed=true" >> "$GITHUB_OUTPUT"
          fi
      - if: steps.site.outputs.changed || github.event_name != 'schedule'
        uses: actions/upload-pages-artifact@v4
        with:
          path: output
      - if: steps.site.outputs.changed || github.event_name != 'schedule'
        id: deployment
        uses: actions/deploy-pages@v4
      - if: github.event_name == 'schedule'
        run: gh workflow enable site.yml
        env:
          GH_TOKEN: ${{ github.token }}
          GH_REPO: ${{ github.repository }}
"""

HOST = Host("github", _files, HostFile(".github/workflows/site.yml", _WORKFLOW))
