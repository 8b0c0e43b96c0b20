"""Cloudflare Pages: its headers and redirects, and the Python that it builds the site with.

Source: developers.cloudflare.com/pages, "Headers", "Redirects", "Build image",
"Limits".
"""

from __future__ import annotations

from urllib.parse import urlsplit

from sitegen.hosts.host import PYTHON, FileLimit, Host, HostFiles, PublishedSite
from sitegen.hosts.rules import RedirectLimits, headers_file, redirects_file
from sitegen.model.documents import HostFile

_LIMITS = RedirectLimits("Cloudflare Pages", rules=2_000, line=1_000)


def _files(site: PublishedSite) -> HostFiles:
    # Every deployment has an address of its own, which no search engine should list.
    hidden = {"https://:version.:project.pages.dev/*": {"X-Robots-Tag": "noindex"}}
    domain = urlsplit(site.base_url).hostname or ""
    if not domain.endswith(".pages.dev"):
        hidden["https://:project.pages.dev/*"] = {"X-Robots-Tag": "noindex"}
    redirects, warnings = redirects_file(site.redirects, _LIMITS)
    return (headers_file(site, hidden), redirects), warnings


HOST = Host(
    "cloudflare",
    _files,
    HostFile(".python-version", f"{PYTHON}\n"),
    FileLimit("Cloudflare Pages", 20_000),
)
