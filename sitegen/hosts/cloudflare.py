"""Cloudflare Pages: its headers and redirects, and the Python that it builds the site with.

Source: developers.cloudflare.com/pages, "Headers", "Redirects", "Build image",
"Limits".
"""

from __future__ import annotations

from urllib.parse import urlsplit

from sitegen.core.problems import Problem
from sitegen.hosts.host import FileLimit, Host, HostFiles, PublishedSite
from sitegen.hosts.rules import RedirectLimits, headers_file, redirects_file
from sitegen.hosts.workflows import CHANGED, workflow
from sitegen.model.documents import HostFile

_MOST_RULES = 100
_LIMITS = RedirectLimits("Cloudflare Pages", rules=2_000, line=1_000)


def _files(site: PublishedSite) -> HostFiles:
    # Every deployment has an address of its own, which no search engine should list.
    hidden = {"https://:version.:project.pages.dev/*": {"X-Robots-Tag": "noindex"}}
    domain = urlsplit(site.base_url).hostname or ""
    if not domain.endswith(".pages.dev"):
        hidden["https://:project.pages.dev/*"] = {"X-Robots-Tag": "noindex"}
    redirects, warnings = redirects_file(site.redirects, _LIMITS)
    headers = headers_file(site, hidden)
    return (headers, redirects), (*warnings, *_too_many_rules(headers))


def _too_many_rules(headers: HostFile) -> tuple[Problem, ...]:
    rules = sum(not line.startswith((" ", "#")) for line in headers.text.splitlines())
    if rules <= _MOST_RULES:
        return ()
    return (
        Problem(
            headers.file,
            0,
            f"there are {rules} rules, and Cloudflare Pages reads {_MOST_RULES}",
            "Each HTML or XML file that stories link to takes one to three: link to PDFs instead.",
        ),
    )


_STEPS = f"""\
- if: {CHANGED}
  run: sitegen deploy live
  env:
    CLOUDFLARE_PROJECT: ${{{{ vars.CLOUDFLARE_PROJECT }}}}
    CLOUDFLARE_ACCOUNT_ID: ${{{{ secrets.CLOUDFLARE_ACCOUNT_ID }}}}
    CLOUDFLARE_API_TOKEN: ${{{{ secrets.CLOUDFLARE_API_TOKEN }}}}
"""
_DEPLOY = """\
to = "command"
run = [
  "npx", "--yes", "wrangler@4", "pages", "deploy", "{folder}",
  "--project-name", "${CLOUDFLARE_PROJECT}", "--branch", "main",
]
"""
_WORKFLOW = workflow(
    _STEPS,
    """Under Secrets and variables, Actions, the repository's
# settings need the secrets CLOUDFLARE_API_TOKEN (with the right "Cloudflare Pages: Edit") and
# CLOUDFLARE_ACCOUNT_ID, and the variable CLOUDFLARE_PROJECT, the name of a Pages project that
# was made for direct upload. Cloudflare itself builds nothing.""",
)

HOST = Host(
    "cloudflare",
    _files,
    _WORKFLOW,
    deploy=_DEPLOY,
    most_files=FileLimit("Cloudflare Pages", 20_000),
    sends_headers=True,
    sets_policies=True,
    redirects=True,
    most_redirects=_LIMITS.rules,
)
