"""Netlify, Cloudflare Pages, GitLab Pages: _headers and _redirects, within their limits.

Sources: the documentation of each on headers and redirects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote, urlsplit

from sitegen.core.problems import Problem
from sitegen.core.urls import base_prefix
from sitegen.hosts.headers import (
    BRIEF,
    FEED_TYPES,
    LASTING,
    LASTING_FOLDERS,
    MANIFEST,
    MANIFEST_TYPE,
    NEWS_SITEMAP,
    security_headers,
)
from sitegen.model.documents import Redirect

# Rules that a host takes in _redirects; netlify deploys may fail from about 10,000 on.
REDIRECT_LIMITS: Mapping[str, int] = {"cloudflare": 2_000, "gitlab": 1_000, "netlify": 10_000}
REDIRECT_LINE_LIMIT = 1_000  # characters, on Cloudflare
REDIRECT_FILE_LIMIT = 64_000  # bytes, on GitLab
HEADER_RULE_LIMIT = 100  # on Cloudflare
HEADER_LINE_LIMIT = 2_000  # characters, on Cloudflare

_HOST_NAMES: Mapping[str, str] = {
    "cloudflare": "Cloudflare Pages",
    "gitlab": "GitLab Pages",
    "netlify": "Netlify",
}
BANNER = "# Written by sitegen: the next build writes it again."


def headers_file(host: str, base_url: str, feeds: Mapping[str, str]) -> str:
    """Return _headers, in which no two rules for one address set the same header.

    Both hosts would join the two values with a comma. Pages have no Cache-Control of
    their own here, because both serve them with `FRESH` when they are told nothing.
    """
    prefix = base_prefix(base_url)
    rules: dict[str, dict[str, str]] = {f"{prefix}/*": security_headers(base_url)}
    for folder in LASTING_FOLDERS:
        rules[f"{prefix}/{folder}/*"] = {"Cache-Control": LASTING}
    for name, type_ in FEED_TYPES.items():
        for pattern in (f"{prefix}/{name}", f"{prefix}/*/{name}"):
            rules[pattern] = {"Cache-Control": BRIEF, "Content-Type": type_}
    for file, type_ in feeds.items():
        rules[f"{prefix}/{file}"] = {"Cache-Control": BRIEF, "Content-Type": type_}
    rules[f"{prefix}/{NEWS_SITEMAP}"] = {"Cache-Control": BRIEF}
    rules[f"{prefix}/{MANIFEST}"] = {"Content-Type": MANIFEST_TYPE}
    if host == "cloudflare":
        # Every deployment has an address of its own, which no search engine should list.
        domain = urlsplit(base_url).hostname or ""
        rules["https://:version.:project.pages.dev/*"] = {"X-Robots-Tag": "noindex"}
        if not domain.endswith(".pages.dev"):
            rules["https://:project.pages.dev/*"] = {"X-Robots-Tag": "noindex"}
    lines = [BANNER]
    for pattern, headers in rules.items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join(lines) + "\n"


def redirects_file(host: str, redirects: Sequence[Redirect]) -> tuple[str, list[Problem]]:
    """Return _redirects as far as the host's limits allow; pages stand in for the rest.

    The code is always written, because hosts differ in what they do without one.
    """
    lines = [f"{rule_path(r.old)} {rule_address(r.new)} {r.code}" for r in redirects]
    kept = lines[: REDIRECT_LIMITS[host]]
    limit = f"{REDIRECT_LIMITS[host]:,} rules"
    if host == "cloudflare":
        kept = [line for line in kept if len(line) <= REDIRECT_LINE_LIMIT]
        limit += f" of {REDIRECT_LINE_LIMIT:,} characters"
    if host == "gitlab":
        limit += f" and {REDIRECT_FILE_LIMIT // 1000} KB"
        size = len(BANNER) + 1
        for count, line in enumerate(kept):
            size += len(line) + 1
            if size > REDIRECT_FILE_LIMIT:
                kept = kept[:count]
                break
    text = "\n".join([BANNER, *kept]) + "\n"
    if len(kept) == len(lines):
        return text, []
    left = len(lines) - len(kept)
    problem = Problem(
        "_redirects",
        0,
        f"{left:,} of {len(lines):,} redirects do not fit: {_HOST_NAMES[host]} takes {limit}",
        "Pages at the old addresses lead on instead. Remove aliases that nobody asks for.",
        warning=True,
    )
    return text, [problem]


def rule_path(url: str) -> str:
    """Return an old address as a rule names it: one word, in which nothing is a wildcard."""
    return quote(unquote(url), safe="/-._~!$&'()+,;=@")


def rule_address(url: str) -> str:
    return quote(url, safe="/-._~!$&'()+,;=@:?#%*")
