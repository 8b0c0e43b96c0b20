"""What `sitegen init --host` writes so that a host builds the site by itself, and on time."""

from __future__ import annotations

from sitegen.model.documents import HostFile


def ci_file(host: str) -> HostFile | None:
    """Return what `sitegen init --host` writes so that the host builds the site, if anything."""
    match host:
        case "github":
            return HostFile(".github/workflows/site.yml", _GITHUB_WORKFLOW)
        case "gitlab":
            return HostFile(".gitlab-ci.yml", _GITLAB_PIPELINE)
        case "netlify":
            return HostFile("netlify.toml", _NETLIFY_SETTINGS)
        case "cloudflare":
            return HostFile(".python-version", "3.13\n")
        case _:
            return None


_GITHUB_WORKFLOW = """\
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

_GITLAB_PIPELINE = """\
# Builds the site when something is pushed. For embargoes and expiries, add a schedule under
# Build, Pipeline schedules: "*/15 * * * *" is four times an hour.
pages:
  image: python:3.13
  variables:
    PIP_CACHE_DIR: "$CI_PROJECT_DIR/.pip"
  cache:
    paths: [.sitegen_cache, .pip, output]
  script:
    - pip install -r requirements.txt
    - sitegen build
    - cp -r output public
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""

_NETLIFY_SETTINGS = """\
# Builds the site when something is pushed. For embargoes and expiries, make a build hook
# under Build hooks and have it called four times an hour; docs/deploying.md says how.
[build]
  command = "pip install -r requirements.txt && sitegen build"
  publish = "output"

[build.environment]
  PYTHON_VERSION = "3.13"
"""
