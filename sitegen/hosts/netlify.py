"""Netlify: its headers and redirects, and the settings by which it builds the site.

Source: docs.netlify.com, "Redirects and rewrites", "Custom headers", "File-based configuration".
"""

from __future__ import annotations

from sitegen.hosts.host import Host, HostFiles, PublishedSite
from sitegen.hosts.rules import RedirectLimits, headers_file, redirects_file
from sitegen.hosts.workflows import CHANGED, workflow

_LIMITS = RedirectLimits("Netlify", rules=10_000)  # from about there on deploys may fail


def _files(site: PublishedSite) -> HostFiles:
    redirects, warnings = redirects_file((*site.queries, *site.redirects), _LIMITS)
    return (headers_file(site), redirects), warnings


_STEPS = f"""\
- if: {CHANGED}
  run: sitegen deploy live
  env:
    NETLIFY_AUTH_TOKEN: ${{{{ secrets.NETLIFY_AUTH_TOKEN }}}}
    NETLIFY_SITE_ID: ${{{{ secrets.NETLIFY_SITE_ID }}}}
"""
_DEPLOY = """\
to = "command"
run = ["npx", "--yes", "netlify-cli@23", "deploy", "--prod", "--no-build", "--dir", "{folder}"]
"""
_WORKFLOW = workflow(
    _STEPS,
    """Under Secrets and variables, Actions, the repository's
# settings need NETLIFY_AUTH_TOKEN (Netlify: User settings, Applications, Personal access
# tokens) and NETLIFY_SITE_ID (Project configuration, Project ID). Netlify itself builds
# nothing: do not connect the repository there.""",
)

HOST = Host(
    "netlify",
    _files,
    _WORKFLOW,
    deploy=_DEPLOY,
    sends_headers=True,
    sets_policies=True,
    redirects=True,
    most_redirects=_LIMITS.rules,
    asks_queries=True,
    files_first=True,
)
