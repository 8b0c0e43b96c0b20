"""nginx: what our own server's http and server blocks include.

Source: nginx.org, "Module ngx_http_headers_module", "Module ngx_http_gzip_module".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from sitegen.core.file_names import NEWS_SITEMAP, NOT_FOUND, WEB_MANIFEST
from sitegen.core.urls import base_prefix
from sitegen.hosts import schedules
from sitegen.hosts.headers import (
    BRIEF,
    COMPRESSIBLE,
    FEED_CONTENT_TYPES,
    FRESH,
    LASTING,
    LASTING_FOLDERS,
    MANIFEST_TYPE,
    SANDBOX,
    SEARCH_ENDINGS,
    SEARCH_TYPE,
    security_headers,
)
from sitegen.hosts.host import BANNER, OWN_FOLDER, Host, HostFiles, PublishedSite, site_name
from sitegen.hosts.rules import rule_address
from sitegen.model.documents import HostFile, Redirect

_POLICY = "Content-Security-Policy"
_LONGEST_KEY = 40  # bytes: a map's buckets hold 64, some of which nginx needs itself


def _files(site: PublishedSite) -> HostFiles:
    maps = _query_maps(site)
    http = _http_block(site) + "".join(f"\n{text}" for text in maps.values())
    server = _server_block(site.base_url, site.redirects, site.feeds, tuple(maps))
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


def _query_maps(site: PublishedSite) -> dict[str, str]:
    """Return maps from what is asked for to where it is now, by the variable that each sets.

    Redirects that ask for the same names share one, so that other names in the address, as
    newsletters and networks add them, make no difference, and each is found at once.
    """
    groups: dict[tuple[str, ...], dict[str, str]] = {}
    for redirect in site.queries:
        asked = dict(part.partition("=")[::2] for part in redirect.query.split("&") if part)
        names = tuple(sorted(asked))
        key = unquote(redirect.old)
        if all(re.fullmatch(r"\w+", name, re.ASCII) for name in names):
            key += "?" + "&".join(f"{name}={asked[name]}" for name in names)
        else:  # no variable of nginx is called so
            key, names = f"{key}?{redirect.query}", ()
        # nginx reads keys without capitals, and takes none twice.
        groups.setdefault(names, {}).setdefault(key.lower(), _answer(redirect))
    maps = {}
    for number, (names, answers) in enumerate(groups.items(), 1):
        variable = _variable(site.base_url, f"moved_{number}")
        asked_for = "&".join(f"{name}=$arg_{name}" for name in names) if names else "$args"
        lines = "".join(f"    {_map_key(key)} {answer};\n" for key, answer in answers.items())
        maps[variable] = f'map "$uri?{asked_for}" {variable} {{\n    default "";\n{lines}}}\n'
    return maps


def _map_key(key: str) -> str:
    """Return a key of a map; long ones as patterns, for nginx has no room for them as words."""
    return _quote(key if len(key.encode()) <= _LONGEST_KEY else f"~^{re.escape(key)}$")


def _answer(redirect: Redirect) -> str:
    # "$" is a sign like any other in a location, and begins a variable in an answer.
    return _quote(rule_address(redirect.new).replace("$", "%24"))


def _server_block(
    base_url: str,
    redirects: Sequence[Redirect],
    feeds: Mapping[str, str],
    moved: Sequence[str],
) -> str:
    """Return what the server block includes.

    nginx forgets all inherited headers where a location sets one, so none does: every
    header is set once, and how long to keep things comes from a map.

    Args:
        moved: variables that hold where a query leads now, or nothing.
    """
    prefix = base_prefix(base_url)
    lines = [BANNER, "# Include it in the server block, after its root.", ""]
    # Else a server behind another port or another machine's https would lead readers to itself.
    lines += ["absolute_redirect off;", "index index.html;", "charset utf-8;"]
    lines += [f"error_page 404 {prefix}/{NOT_FOUND};", ""]
    lines += ["gzip on;", "gzip_vary on;", "gzip_min_length 256;"]
    lines += [f"gzip_types {' '.join(COMPRESSIBLE)};", ""]  # text/html always is
    lines.append(f"add_header Cache-Control {_variable(base_url, 'cache')};")
    headers = {**security_headers(base_url), _POLICY: _variable(base_url, "policy")}
    lines += [f'add_header {name} "{value}" always;' for name, value in headers.items()]
    lines += ["", f"location ^~ {prefix}/{OWN_FOLDER}/ {{ return 404; }}"]
    lines.append(r"location ~ /\.(?!well-known/) { return 404; }")
    types = {
        f"/{name}$": type_
        for name, type_ in {**FEED_CONTENT_TYPES, WEB_MANIFEST: MANIFEST_TYPE}.items()
    }
    types[f".({'|'.join(SEARCH_ENDINGS)})$"] = SEARCH_TYPE
    types |= {f"^{prefix}/{file}$": type_ for file, type_ in feeds.items()}
    for pattern, type_ in types.items():
        regex, plain = pattern.replace(".", r"\."), type_.partition(";")[0]
        lines.append(f"location ~ {regex} {{ types {{ }} default_type {plain}; }}")
    lines += [f"if ({variable}) {{ return 301 {variable}; }}" for variable in moved]
    lines += [
        f"location = {_quote(unquote(r.old))} {{ return {r.code} {_answer(r)}; }}"
        for r in redirects
    ]
    return "\n".join(lines) + "\n"


def _variable(base_url: str, name: str) -> str:
    """Return a name of the site's own: all servers of one nginx share their variables."""
    return f"$sitegen_{site_name(base_url)}_{name}"


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


HOST = Host(
    "nginx",
    _files,
    schedule=schedules.FILES,
    deploy='to = "folder:/srv/www/[[NAME]]"\n',
    sends_headers=True,
    sets_policies=True,
    redirects=True,
    asks_queries=True,
    includes_files=True,
)
