"""GitHub Pages: the domain, and the workflow that builds the site. It takes no headers.

Source: docs.github.com, "Managing a custom domain for your GitHub Pages site".
"""

from __future__ import annotations

from urllib.parse import urlsplit

from sitegen.core.urls import is_placeholder
from sitegen.hosts.host import Host, HostFiles, PublishedSite
from sitegen.hosts.workflows import BY_ITSELF, CHANGED, workflow
from sitegen.model.documents import HostFile


def _files(site: PublishedSite) -> HostFiles:
    files: tuple[HostFile, ...] = (HostFile(".nojekyll", ""),)
    domain = urlsplit(site.base_url).hostname or ""
    if not domain.endswith(".github.io") and not is_placeholder(site.base_url):
        files += (HostFile("CNAME", f"{domain}\n"),)
    return files, ()


_STEPS = f"""\
- if: {CHANGED}
  run: sitegen deploy live --check
- if: {CHANGED}
  uses: actions/upload-pages-artifact@v4
  with:
    path: public
- if: {CHANGED}
  id: deployment
  uses: actions/deploy-pages@v4
- if: {CHANGED}
  run: sitegen deploy live --done
"""
_PERMISSIONS = """\
id-token: write
pages: write
"""
_JOB = """\
environment:
  name: github-pages
  url: ${{ steps.deployment.outputs.page_url }}
"""

HOST = Host(
    "github",
    _files,
    workflow(
        _STEPS,
        'In the repository\'s settings, Pages has to say "GitHub Actions".',
        permissions=_PERMISSIONS,
        job=_JOB,
        wait=660,  # GitHub's caches keep pages for ten minutes
    ),
    deploy=BY_ITSELF,
)
