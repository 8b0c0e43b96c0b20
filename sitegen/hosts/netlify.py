"""Netlify: its headers and redirects, and the settings by which it builds the site.

Source: docs.netlify.com, "Redirects and rewrites", "Custom headers", "File-based configuration".
"""

from __future__ import annotations

from sitegen.hosts.host import Host, HostFiles, PublishedSite
from sitegen.hosts.rules import RedirectLimits, headers_file, redirects_file
from sitegen.model.documents import HostFile

_LIMITS = RedirectLimits("Netlify", rules=10_000)  # from about there on deploys may fail


def _files(site: PublishedSite) -> HostFiles:
    redirects, warnings = redirects_file((*site.queries, *site.redirects), _LIMITS)
    return (headers_file(site), redirects), warnings


_SETTINGS = """\
# Builds the site when something is pushed. For embargoes and expiries, make a build hook
# under Build hooks and have it called four times an hour; docs/deploying.md says how.
[build]
  command = "pip install -r requirements.txt && sitegen build"
  publish = "output"

[build.environment]
  PYTHON_VERSION = "3.13"
"""

HOST = Host(
    "netlify",
    _files,
    HostFile("netlify.toml", _SETTINGS),
    sends_headers=True,
    sets_policies=True,
    redirects=True,
    asks_queries=True,
    files_first=True,
)
