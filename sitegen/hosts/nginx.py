"""nginx: what our own server's http and server blocks include.

Source: nginx.org, "Module ngx_http_headers_module", "Module ngx_http_gzip_module".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from sitegen.core.file_names import NEWS_SITEMAP
from sitegen.core.urls import base_prefix
from sitegen.hosts.headers import (
    BRIEF,
    COMPRESSIBLE,
    FEED_CONTENT_TYPES,
    FRESH,
    LASTING,
    LASTING_FOLDERS,
    MANIFEST,
    MANIFEST_TYPE,
    SANDBOX,
    security_headers,
)
from sitegen.hosts.host import BANNER, OWN_FOLDER, Host, HostFiles, PublishedSite, site_name
from sitegen.hosts.rules import rule_address
from sitegen.model.documents import HostFile, Redirect

_POLICY = "Content-Security-Policy"


def _files(site: PublishedSite) -> HostFiles:
    http = _http_block(site)
    server = _server_block(site.base_url, site.redirects, site.feeds)
    return (
        HostFile(f"{OWN_FOLDER}/nginx-http.conf", http),
        HostFile(f"{OWN_FOLDER}/nginx-server.conf", server),
    ), ()


def _http_block(site: PublishedSite) -> str:
    """Return the maps of how long things may be kept, and of policies, for nginx's http block."""
    base_url, feeds = site.base_url, site.feeds
    policy = security_headers(base_url)[_POLICY]
    apart = "".join(
        f'    {_quote(unquote(url))} "{policy}, {SANDBOX}";\n' for url in site.active_urls
    )
    prefix = re.escape(base_prefix(base_url))
    folders = "|".join(LASTING_FOLDERS)
    names = "|".join(re.escape(name) for name in (*FEED_CONTENT_TYPES, NEWS_SITEMAP, *feeds))
    return (
        f"{BANNER}\n# Include it in the http block, beside the server.\n\n"
        f"map $uri {_variable(base_url, 'cache')} {{\n"
        f'    default "{FRESH}";\n'
        f'    "~^{prefix}/(?:{folders})/" "{LASTING}";\n'
        f'    "~^{prefix}/(?:.*/)?(?:{names})$" "{BRIEF}";\n'
        "}\n\n"
        f"map $uri {_variable(base_url, 'policy')} {{\n"
        f'    default "{policy}";\n{apart}'
        "}\n"
    )


def _server_block(base_url: str, redirects: Sequence[Redirect], feeds: Mapping[str, str]) -> str:
    """Return what the server block includes.

    nginx forgets all inherited headers where a location sets one, so none does: every
    header is set once, and how long to keep things comes from a map.
    """
    prefix = base_prefix(base_url)
    lines = [BANNER, "# Include it in the server block, after its root.", ""]
    lines += ["index index.html;", "charset utf-8;", f"error_page 404 {prefix}/404.html;", ""]
    lines += ["gzip on;", "gzip_vary on;", "gzip_min_length 256;"]
    lines += [f"gzip_types {' '.join(COMPRESSIBLE)};", ""]  # text/html always is
    lines.append(f"add_header Cache-Control {_variable(base_url, 'cache')};")
    headers = {**security_headers(base_url), _POLICY: _variable(base_url, "policy")}
    lines += [f'add_header {name} "{value}" always;' for name, value in headers.items()]
    lines += ["", f"location ^~ {prefix}/{OWN_FOLDER}/ {{ return 404; }}"]
    lines.append(r"location ~ /\.(?!well-known/) { return 404; }")
    types = {
        f"/{name}$": type_
        for name, type_ in {**FEED_CONTENT_TYPES, MANIFEST: MANIFEST_TYPE}.items()
    }
    types |= {f"^{prefix}/{file}$": type_ for file, type_ in feeds.items()}
    for pattern, type_ in types.items():
        regex, plain = pattern.replace(".", r"\."), type_.partition(";")[0]
        lines.append(f"location ~ {regex} {{ types {{ }} default_type {plain}; }}")
    lines += [
        # "$" is a sign like any other in a location, and begins a variable in an answer.
        f"location = {_quote(unquote(r.old))} "
        f"{{ return {r.code} {_quote(rule_address(r.new).replace('$', '%24'))}; }}"
        for r in redirects
    ]
    return "\n".join(lines) + "\n"


def _variable(base_url: str, name: str) -> str:
    """Return a name of the site's own: all servers of one nginx share their variables."""
    return f"$sitegen_{site_name(base_url)}_{name}"


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


HOST = Host("nginx", _files, sends_headers=True, sets_policies=True)
