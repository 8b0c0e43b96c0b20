"""_headers and _redirects: two files that more than one host reads, within each one's limits.

Sources: the documentation of Netlify, Cloudflare Pages and GitLab Pages on headers and
redirects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, unquote

from sitegen.core.file_names import NEWS_SITEMAP, WEB_MANIFEST
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.core.urls import base_prefix
from sitegen.hosts.headers import (
    BRIEF,
    FEED_CONTENT_TYPES,
    LASTING,
    LASTING_FOLDERS,
    MANIFEST_TYPE,
    SANDBOX,
    SEARCH_TYPE,
    security_headers,
)
from sitegen.hosts.host import BANNER, PublishedSite
from sitegen.model.documents import HostFile, Redirect

# Where files of `SEARCH_ENDINGS` lie, by whole folders: hosts differ in what "*.pf_index" means.
SEARCH_PATHS = tuple(
    f"static/search/:part/{rest}" for rest in ("index/*", "filter/*", "pagefind.part.pf_meta")
)

Rules = Mapping[str, Mapping[str, str]]  # pattern of addresses → header → value


class RedirectLimits(Record):
    """What a host takes in _redirects."""

    host: str  # as it calls itself
    rules: int
    line: int | None = None  # characters; None: any number
    file: int | None = None  # bytes; None: any number

    def __str__(self) -> str:
        text = f"{self.rules:,} rules"
        if self.line is not None:
            text += f" of {self.line:,} characters"
        if self.file is not None:
            text += f" and {self.file // 1000} KB"
        return text


def headers_file(site: PublishedSite, extra: Rules = MappingProxyType({})) -> HostFile:
    """Return _headers, in which no two rules for one address set the same header.

    Hosts join the two values with a comma, which only policies bear: both bind then. Pages
    have no Cache-Control of their own here, because hosts serve them with `FRESH` when they
    are told nothing.

    Args:
        extra: rules of one host alone, which come last.
    """
    prefix = base_prefix(site.base_url)
    rules: dict[str, Mapping[str, str]] = {f"{prefix}/*": security_headers(site.base_url)}
    for folder in LASTING_FOLDERS:
        rules[f"{prefix}/{folder}/*"] = {"Cache-Control": LASTING}
    for name, type_ in FEED_CONTENT_TYPES.items():
        for pattern in (f"{prefix}/{name}", f"{prefix}/*/{name}"):
            rules[pattern] = {"Cache-Control": BRIEF, "Content-Type": type_}
    for file, type_ in site.feeds.items():
        rules[f"{prefix}/{file}"] = {"Cache-Control": BRIEF, "Content-Type": type_}
    rules[f"{prefix}/{NEWS_SITEMAP}"] = {"Cache-Control": BRIEF}
    rules[f"{prefix}/{WEB_MANIFEST}"] = {"Content-Type": MANIFEST_TYPE}
    for path in SEARCH_PATHS:
        rules[f"{prefix}/{path}"] = {"Content-Type": SEARCH_TYPE}
    for url in site.active_urls:
        for address in _addresses(url):
            rules[rule_path(address)] = {"Content-Security-Policy": SANDBOX}
    lines = [BANNER]
    for pattern, headers in {**rules, **extra}.items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in headers.items())]
    return HostFile("_headers", "\n".join(lines) + "\n")


def _addresses(url: str) -> list[str]:
    """Return all addresses at which hosts that leave ".html" out answer with a file."""
    names = ("/index.html", ".html", ".htm")
    addresses = [url, *(url.removesuffix(name) for name in names if url.endswith(name))]
    if url.endswith("/index.html"):
        addresses.append(url.removesuffix("index.html"))
    return addresses


def redirects_file(
    redirects: Sequence[Redirect], limits: RedirectLimits
) -> tuple[HostFile, tuple[Problem, ...]]:
    """Return _redirects as far as the host's limits allow; pages stand in for the rest.

    The code is always written, because hosts differ in what they do without one.
    """
    lines = [_rule(redirect) for redirect in redirects]
    fitting = lines[: limits.rules]
    if limits.line is not None:
        fitting = [line for line in fitting if len(line) <= limits.line]
    if limits.file is not None:
        size = len(BANNER) + 1
        for count, line in enumerate(fitting):
            size += len(line) + 1
            if size > limits.file:
                fitting = fitting[:count]
                break
    file = HostFile("_redirects", "\n".join([BANNER, *fitting]) + "\n")
    if len(fitting) == len(lines):
        return file, ()
    problem = Problem(
        file.file,
        0,
        f"{len(lines) - len(fitting):,} of {len(lines):,} redirects do not fit: "
        f"{limits.host} takes {limits}",
        "Pages at the old addresses lead on instead. Remove aliases that nobody asks for.",
        warning=True,
    )
    return file, (problem,)


def _rule(redirect: Redirect) -> str:
    old, new, code = rule_path(redirect.old), rule_address(redirect.new), redirect.code
    if not redirect.query:
        return f"{old} {new} {code}"
    # A page answers there too, whatever is asked: "!" puts the rule before it (Netlify).
    return f"{old} {asked_for(redirect.query)} {new} {code}!"


def asked_for(query: str) -> str:
    """Return a query's parts as rules name them, one word each, in which nothing is a wildcard."""
    parts = parse_qsl(query, keep_blank_values=True)
    return " ".join(
        f"{rule_path(name)}={quote(value, safe='/-._~!$(),;@:')}" for name, value in parts
    )


def rule_path(url: str) -> str:
    """Return an old address as a rule names it: one word, in which nothing is a wildcard."""
    return quote(unquote(url), safe="/-._~!$&'()+,;=@")


def rule_address(url: str) -> str:
    return quote(url, safe="/-._~!$&'()+,;=@:?#%*")
