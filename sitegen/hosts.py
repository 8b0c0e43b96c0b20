"""Hosts: the files that tell each kind of web host how to serve the site.

Every header, redirect and crawler rule is decided here, within each host's limits. What a
page may load is written into the page itself (`with_policy`), so that it is exact, is the
same on every host, and changes with no other page; headers hold what is true of all pages.

Sources: the documentation of Cloudflare Pages, Netlify, GitLab Pages and GitHub Pages on
headers and redirects; nginx, "add_header"; Caddy, "header"; Amazon CloudFront, "Response
headers policies"; W3C, "Content Security Policy Level 3"; RFC 9309; indexnow.org.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from html import unescape
from types import MappingProxyType
from urllib.parse import quote, unquote, urlsplit

from sitegen.model import HostFile, Redirect
from sitegen.problems import Problem
from sitegen.urls import base_prefix

LASTING = "public, max-age=31536000, immutable"  # for names that hold a fingerprint
FRESH = "public, max-age=0, must-revalidate"
BRIEF = "public, max-age=600"  # feeds and the news sitemap: readers ask for them all day

OWN_FOLDER = "_host"  # in output/: what our own server reads, and serves to nobody

# Where fingerprinted files live, and what no other address may have.
LASTING_FOLDERS = ("static", "media")
_LASTING_PATHS = tuple(f"{folder}/" for folder in LASTING_FOLDERS)
_FINGERPRINT = re.compile(r"\.[0-9a-f]{8,64}\.")

FEED_TYPES: Mapping[str, str] = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
NEWS_SITEMAP = "sitemap-news.xml"
MANIFEST = "manifest.webmanifest"
MANIFEST_TYPE = "application/manifest+json"

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
_BANNER = "# Written by sitegen: the next build writes it again."


def host_files(
    host: str,
    base_url: str,
    redirects: Sequence[Redirect] = (),
    feeds: Mapping[str, str] = MappingProxyType({}),
    files: Iterable[str] = (),
) -> tuple[tuple[HostFile, ...], tuple[Problem, ...]]:
    """Return what `host` is told, and warnings where its limits do not let it be told all.

    Args:
        host: one of `settings.HOSTS`, or "" for a host that is told nothing.
        redirects: in the order of their importance; a page stands at each old address too.
        feeds: MIME type of each feed whose file is not named as in `FEED_TYPES`.
        files: all files of output/, to see that what is served for a year may be.
    """
    problems = [
        Problem(
            file,
            0,
            "this file is served for a year, but its name holds no fingerprint",
            f"Keep files without one out of {' and '.join(LASTING_FOLDERS)}/.",
        )
        for file in files
        if file.startswith(_LASTING_PATHS) and not _FINGERPRINT.search(file)
    ]
    made: list[HostFile] = []
    match host:
        case "netlify" | "cloudflare":
            made.append(HostFile("_headers", _headers(host, base_url, feeds)))
            text, warnings = _redirects(host, redirects)
            made.append(HostFile("_redirects", text))
            problems += warnings
        case "gitlab":
            text, warnings = _redirects(host, redirects)
            made.append(HostFile("_redirects", text))
            problems += warnings
        case "github":
            made.append(HostFile(".nojekyll", ""))
            domain = urlsplit(base_url).hostname or ""
            if not domain.endswith(".github.io"):
                made.append(HostFile("CNAME", f"{domain}\n"))
        case "s3":
            made.append(HostFile(f"{OWN_FOLDER}/s3-upload.sh", _s3_upload(feeds)))
            made.append(HostFile(f"{OWN_FOLDER}/cloudfront-headers.json", _cloudfront(base_url)))
        case "nginx":
            made.append(HostFile(f"{OWN_FOLDER}/nginx-http.conf", _nginx_http(base_url, feeds)))
            text = _nginx_server(base_url, redirects, feeds)
            made.append(HostFile(f"{OWN_FOLDER}/nginx-server.conf", text))
        case "caddy":
            text = _caddy(base_url, redirects, feeds)
            made.append(HostFile(f"{OWN_FOLDER}/Caddyfile", text))
    return tuple(made), tuple(problems)


def cache_control(file: str) -> str:
    """Return how long a file of output/ may be kept; a year only under a fingerprinted name."""
    name = file.rpartition("/")[2]
    if file.startswith(_LASTING_PATHS) and _FINGERPRINT.search(name):
        return LASTING
    is_feed = name in FEED_TYPES or (file.startswith("feeds/") and name != "index.html")
    return BRIEF if is_feed or name == NEWS_SITEMAP else FRESH


def security_headers(base_url: str) -> dict[str, str]:
    """Return the headers of every response, in the order in which they are written."""
    headers = {
        "Content-Security-Policy": "base-uri 'none'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if base_url.startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


# What a page may load.

# The patterns name no element, because ignoring case would cost three times as much: they
# run over every page of the site. Links load nothing.
_BLOCK = re.compile(r"<([sS](?:[cC][rR][iI][pP][tT]|[tT][yY][lL][eE]))\b([^>]*)>")
_TAG = re.compile(r"""<([a-zA-Z]+)\s((?:[^>"']++|"[^"]*+"|'[^']*+')*+)""")
_NAME = re.compile(r"[a-zA-Z]+")
_BLOCK_END = re.compile(r"</(?:script|style)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_STYLE_ATTRIBUTE = re.compile(
    r"""<[a-z][^<>]*?\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
_SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript", "importmap"}

# Which directive an address falls under, by element and attribute.
_DIRECTIVES: Mapping[tuple[str, str], str] = {
    ("script", "src"): "script-src",
    ("link", "href"): "style-src",  # only rel=stylesheet loads from elsewhere here
    ("img", "src"): "img-src",
    ("img", "srcset"): "img-src",
    ("source", "srcset"): "img-src",
    ("source", "src"): "media-src",
    ("video", "src"): "media-src",
    ("video", "poster"): "img-src",
    ("audio", "src"): "media-src",
    ("track", "src"): "media-src",
    ("iframe", "src"): "frame-src",
    ("object", "data"): "object-src",
    ("embed", "src"): "object-src",
    ("form", "action"): "form-action",
}
_LOADING = {tag for tag, _ in _DIRECTIVES}
_BASE_POLICY: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "media-src": ("'self'",),
    "frame-src": ("'none'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
}


def with_policy(html: str, base_url: str, search: bool = False) -> str:
    """Return a page that says what it may load: its own inline blocks, the origins it names.

    Args:
        search: True where the page can start the search engine, which is compiled code.
    """
    sources = page_sources(html, base_url)
    if search:
        scripts = sources.get("script-src", ())
        sources = {**sources, "script-src": (*scripts, "'wasm-unsafe-eval'")}
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(sources)}">'
    # Only what comes after it is bound by it, and the character set has to come first.
    for place in ('<meta charset="utf-8">', "<head>"):
        before, found, after = html.partition(place)
        if found:
            return f"{before}{found}\n{meta}{after}"
    return html


def policy(sources: Mapping[str, Sequence[str]]) -> str:
    """Return a content security policy; `sources` adds to what every page may do.

    It may stand in an attribute: no source holds a double quote, "<" or "&".
    """
    directives = dict(_BASE_POLICY)
    for directive, added in sources.items():
        known = tuple(source for source in directives.get(directive, ()) if source != "'none'")
        directives[directive] = tuple(dict.fromkeys((*known, *added)))
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def page_sources(html: str, base_url: str) -> dict[str, tuple[str, ...]]:
    """Return what a page loads beside the site's own files, by directive.

    {"script-src": ("'sha256-…'",), "frame-src": ("https://player.example",)}. Scripts and
    styles that stand in the page are named by hash, everything else by origin.
    """
    found: dict[str, dict[str, None]] = {}  # directive → sources, in order of appearance
    for directive, text in _inline_blocks(html):
        found.setdefault(directive, {})[_hash(text)] = None
    own = _origin(base_url)
    for directive, origin in _outside(html):
        if origin != own:
            found.setdefault(directive, {})[origin] = None
    if " style=" in html:
        hashes = [_hash(unescape(a or b)) for a, b in _STYLE_ATTRIBUTE.findall(html)]
        if hashes:
            found["style-src-attr"] = dict.fromkeys(["'unsafe-hashes'", *hashes])
    return {directive: tuple(sources) for directive, sources in found.items()}


def _inline_blocks(html: str) -> Iterable[tuple[str, str]]:
    """Yield directive and text of each script that runs and each style sheet in the page."""
    if not any(opening in html for opening in ("<script", "<style", "<S")):
        return
    for block in _BLOCK.finditer(html):
        tag = block[1].lower()
        if tag == "script":
            stated = _attributes(block[2])
            if "src" in stated or stated.get("type", "") not in _SCRIPT_TYPES:
                continue
        elif tag != "style":
            continue
        end = _BLOCK_END.search(html, block.end())
        yield f"{tag}-src", html[block.end() : end.start() if end else len(html)]


def _outside(html: str) -> Iterable[tuple[str, str]]:
    """Yield directive and origin of each absolute address that the page loads from.

    Only tags that hold "//" are looked at: of two hundred tags on a page, a handful. A tag
    with a bare "<" in an attribute may be missed, and then the browser loads nothing for it.
    """
    seen = 0
    slashes = html.find("//")
    while slashes >= 0:
        start = html.rfind("<", seen, slashes)
        seen = slashes + 2
        name = _NAME.match(html, start + 1) if start >= 0 else None
        if name is not None and name[0].lower() in _LOADING:
            tag = _TAG.match(html, start)
            if tag is not None and tag.end() > slashes:
                seen = tag.end()
                if name[0] != "link" or "stylesheet" in tag[2].lower():
                    yield from _origins(name[0].lower(), _attributes(tag[2]))
        slashes = html.find("//", seen)


def _origins(tag: str, stated: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    if tag == "link" and "stylesheet" not in stated.get("rel", "").lower().split():
        return
    for name, value in stated.items():
        directive = _DIRECTIVES.get((tag, name))
        if directive is not None:
            for url in value.split(",") if name == "srcset" else [value]:
                origin = _origin(url.strip())
                if origin:
                    yield directive, origin


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(text)}


def _origin(url: str) -> str:
    """Return "https://host" of an absolute or protocol-relative address, else ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc):
        return ""
    return f"{parts.scheme or 'https'}://{parts.netloc}"


@lru_cache(maxsize=256)
def _hash(text: str) -> str:
    """Return the source that allows an inline block; browsers hash it with plain line ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{b64encode(sha256(plain.encode()).digest()).decode()}'"


# Netlify, Cloudflare Pages, GitLab Pages.


def _headers(host: str, base_url: str, feeds: Mapping[str, str]) -> str:
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
    lines = [_BANNER]
    for pattern, headers in rules.items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join(lines) + "\n"


def _redirects(host: str, redirects: Sequence[Redirect]) -> tuple[str, list[Problem]]:
    """Return _redirects as far as the host's limits allow; pages stand in for the rest.

    The code is always written, because hosts differ in what they do without one.
    """
    lines = [f"{_path(r.old)} {_address(r.new)} {r.code}" for r in redirects]
    kept = lines[: REDIRECT_LIMITS[host]]
    limit = f"{REDIRECT_LIMITS[host]:,} rules"
    if host == "cloudflare":
        kept = [line for line in kept if len(line) <= REDIRECT_LINE_LIMIT]
        limit += f" of {REDIRECT_LINE_LIMIT:,} characters"
    if host == "gitlab":
        limit += f" and {REDIRECT_FILE_LIMIT // 1000} KB"
        size = len(_BANNER) + 1
        for count, line in enumerate(kept):
            size += len(line) + 1
            if size > REDIRECT_FILE_LIMIT:
                kept = kept[:count]
                break
    text = "\n".join([_BANNER, *kept]) + "\n"
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


def _path(url: str) -> str:
    """Return an old address as a rule names it: one word, in which nothing is a wildcard."""
    return quote(unquote(url), safe="/-._~!$&'()+,;=@")


def _address(url: str) -> str:
    return quote(url, safe="/-._~!$&'()+,;=@:?#%*")


# nginx.


def _nginx_http(base_url: str, feeds: Mapping[str, str]) -> str:
    """Return the map of how long things may be kept, for nginx's http block."""
    prefix = re.escape(base_prefix(base_url))
    folders = "|".join(LASTING_FOLDERS)
    names = "|".join(re.escape(name) for name in (*FEED_TYPES, NEWS_SITEMAP, *feeds))
    return (
        f"{_BANNER}\n# Include it in the http block, beside the server.\n\n"
        "map $uri $sitegen_cache {\n"
        f'    default "{FRESH}";\n'
        f'    "~^{prefix}/(?:{folders})/" "{LASTING}";\n'
        f'    "~^{prefix}/(?:.*/)?(?:{names})$" "{BRIEF}";\n'
        "}\n"
    )


def _nginx_server(base_url: str, redirects: Sequence[Redirect], feeds: Mapping[str, str]) -> str:
    """Return what the server block includes.

    nginx forgets all inherited headers where a location sets one, so none does: every
    header is set once, and how long to keep things comes from a map.
    """
    prefix = base_prefix(base_url)
    lines = [_BANNER, "# Include it in the server block, after its root.", ""]
    lines += ["index index.html;", f"error_page 404 {prefix}/404.html;", ""]
    lines.append("add_header Cache-Control $sitegen_cache;")
    lines += [
        f'add_header {name} "{value}" always;' for name, value in security_headers(base_url).items()
    ]
    lines += ["", f"location ^~ {prefix}/{OWN_FOLDER}/ {{ return 404; }}"]
    lines.append(r"location ~ /\.(?!well-known/) { return 404; }")
    types = {f"/{name}$": type_ for name, type_ in {**FEED_TYPES, MANIFEST: MANIFEST_TYPE}.items()}
    types |= {f"^{prefix}/{file}$": type_ for file, type_ in feeds.items()}
    for pattern, type_ in types.items():
        regex, plain = pattern.replace(".", r"\."), type_.partition(";")[0]
        lines.append(f"location ~ {regex} {{ types {{ }} default_type {plain}; }}")
    lines += [
        f"location = {_nginx_text(unquote(r.old))} "
        f"{{ return {r.code} {_nginx_text(_address(r.new))}; }}"
        for r in redirects
    ]
    return "\n".join(lines) + "\n"


def _nginx_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "%24")
    return f'"{escaped}"'


# Caddy.


def _caddy(base_url: str, redirects: Sequence[Redirect], feeds: Mapping[str, str]) -> str:
    """Return a snippet for Caddy; its Cache-Control rules exclude one another."""
    prefix = base_prefix(base_url)
    lasting = " ".join(f"{prefix}/{folder}/*" for folder in LASTING_FOLDERS)
    types = {f"*/{name}": type_ for name, type_ in FEED_TYPES.items()}
    types |= {f"{prefix}/{file}": type_ for file, type_ in feeds.items()}
    brief = " ".join([*types, f"{prefix}/{NEWS_SITEMAP}"])
    types[f"*/{MANIFEST}"] = MANIFEST_TYPE
    lines = [
        _BANNER,
        '# In the site\'s block, after its root: "import sitegen" and "file_server".',
        "(sitegen) {",
        "\theader {",
        *(f'\t\t{name} "{value}"' for name, value in security_headers(base_url).items()),
        "\t}",
        f"\t@lasting path {lasting}",
        f'\theader @lasting Cache-Control "{LASTING}"',
        f"\t@brief path {brief}",
        f'\theader @brief Cache-Control "{BRIEF}"',
        f"\t@fresh not path {lasting} {brief}",
        f'\theader @fresh Cache-Control "{FRESH}"',
    ]
    for number, (pattern, type_) in enumerate(types.items(), 1):
        lines += [
            f"\t@type{number} path {pattern}",
            f'\theader @type{number} Content-Type "{type_}"',
        ]
    lines += [f"\tredir {_path(r.old)} {_address(r.new)} {r.code}" for r in redirects]
    lines += [
        f"\t@own path {prefix}/{OWN_FOLDER}/* */.sitegen*",
        "\terror @own 404",
        "\thandle_errors {",
        f"\t\trewrite * {prefix}/404.html",
        "\t\tfile_server",
        "\t}",
        "}",
    ]
    return "\n".join(lines) + "\n"


# Amazon S3 behind CloudFront.


def _s3_upload(feeds: Mapping[str, str]) -> str:
    """Return a script that uploads output/: what is linked to first, what is gone last."""
    folders = "".join(
        f'aws s3 sync output/{folder} "$to/{folder}" --cache-control "{LASTING}"\n'
        for folder in LASTING_FOLDERS
    )
    own = f"--exclude '{OWN_FOLDER}/*' --exclude '.sitegen*'"
    apart = [f"{folder}/*" for folder in LASTING_FOLDERS]
    types = {f"*{name}": type_ for name, type_ in FEED_TYPES.items()} | dict(feeds)
    apart += [*types, NEWS_SITEMAP, MANIFEST]
    excluded = " ".join(f"--exclude '{pattern}'" for pattern in apart)
    copy = "aws s3 cp output \"$to\" --recursive --exclude '*'"
    uploads = "".join(
        f'{copy} --include \'{pattern}\' \\\n  --content-type "{type_}" --cache-control "{BRIEF}"\n'
        for pattern, type_ in types.items()
    )
    return (
        "#!/bin/sh\n"
        f"{_BANNER}\n"
        "# Usage, in the site's folder: sh output/_host/s3-upload.sh s3://BUCKET\n"
        "set -eu\n"
        "to=$1\n"
        f"{folders}"
        f'aws s3 sync output "$to" --cache-control "{FRESH}" \\\n  {own} {excluded}\n'
        f"{uploads}"
        f"{copy} --include '{NEWS_SITEMAP}' --cache-control \"{BRIEF}\"\n"
        f"{copy} --include '{MANIFEST}' --content-type {MANIFEST_TYPE}\n"
        f'aws s3 sync output "$to" {own} --size-only --delete\n'
    )


def _cloudfront(base_url: str) -> str:
    """Return a response headers policy, as `aws cloudfront` takes it."""
    headers = security_headers(base_url)
    named: dict[str, object] = {
        "ContentSecurityPolicy": {
            "ContentSecurityPolicy": headers.pop("Content-Security-Policy"),
            "Override": True,
        },
        "ContentTypeOptions": {"Override": True},
        "ReferrerPolicy": {"ReferrerPolicy": headers.pop("Referrer-Policy"), "Override": True},
    }
    del headers["X-Content-Type-Options"]
    if headers.pop("Strict-Transport-Security", ""):
        named["StrictTransportSecurity"] = {
            "AccessControlMaxAgeSec": 31536000,
            "IncludeSubdomains": False,
            "Override": True,
            "Preload": False,
        }
    others = [{"Header": n, "Value": value, "Override": True} for n, value in headers.items()]
    config = {
        "Name": "sitegen",
        "Comment": "Headers of every page, written by sitegen",
        "SecurityHeadersConfig": named,
        "CustomHeadersConfig": {"Quantity": len(others), "Items": others},
    }
    return json.dumps(config, indent=2) + "\n"


# Crawlers.

AI_POLICIES = ("allow", "no-training", "block")

# Who asks for pages on behalf of language models, by the name in robots.txt. The first
# table collects for training; those of the second fetch or index for answers that name
# their source. As their operators document them, November 2026.
AI_TRAINING: Mapping[str, str] = {
    "AI2Bot": "Allen Institute for AI",
    "Amazonbot": "Amazon",
    "anthropic-ai": "Anthropic",
    "Applebot-Extended": "Apple",
    "Bytespider": "ByteDance",
    "CCBot": "Common Crawl",
    "ClaudeBot": "Anthropic",
    "cohere-training-data-crawler": "Cohere",
    "Diffbot": "Diffbot",
    "FacebookBot": "Meta",
    "Google-Extended": "Google",
    "GPTBot": "OpenAI",
    "ImagesiftBot": "Hive",
    "Meta-ExternalAgent": "Meta",
    "omgili": "Webz.io",
    "PanguBot": "Huawei",
    "Timpibot": "Timpi",
    "Webzio-Extended": "Webz.io",
}
AI_ANSWERS: Mapping[str, str] = {
    "ChatGPT-User": "OpenAI",
    "Claude-SearchBot": "Anthropic",
    "Claude-User": "Anthropic",
    "DuckAssistBot": "DuckDuckGo",
    "Meta-ExternalFetcher": "Meta",
    "MistralAI-User": "Mistral",
    "OAI-SearchBot": "OpenAI",
    "Perplexity-User": "Perplexity",
    "PerplexityBot": "Perplexity",
    "YouBot": "You.com",
}


def robots_txt(
    sitemaps: Iterable[str], ai_crawlers: str = "allow", agents: Iterable[str] = ()
) -> str:
    """Return robots.txt: everything may be fetched, but by crawlers that the newsroom refuses.

    Args:
        sitemaps: absolute URLs, the index first.
        ai_crawlers: one of `AI_POLICIES`.
        agents: further crawlers to keep out, by the names they go by.
    """
    assert ai_crawlers in AI_POLICIES
    refused = set(agents)
    if ai_crawlers != "allow":
        refused |= AI_TRAINING.keys()
    if ai_crawlers == "block":
        refused |= AI_ANSWERS.keys()
    lines = ["User-agent: *", "Allow: /", ""]
    if refused:
        in_order = sorted(refused, key=lambda agent: (agent.casefold(), agent))
        lines += [f"User-agent: {agent}" for agent in in_order]
        lines += ["Disallow: /", ""]
    lines += [f"Sitemap: {url}" for url in sitemaps]
    return "\n".join(lines) + "\n"


def indexnow_file(key: str) -> HostFile:
    """Return the file by which search engines know that the key is the site's own."""
    return HostFile(f"{key}.txt", key)


# Building on a schedule.


def ci_file(host: str) -> HostFile | None:
    """Return what `sitegen init --host` writes so that the host builds the site, if anything."""
    match host:
        case "github":
            return HostFile(".github/workflows/site.yml", _GITHUB_WORKFLOW)
        case "gitlab":
            return HostFile(".gitlab-ci.yml", _GITLAB_PIPELINE)
        case "netlify":
            return HostFile("netlify.toml", _NETLIFY_SETTINGS)
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
"""
