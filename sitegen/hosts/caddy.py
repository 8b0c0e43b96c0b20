"""Caddy: a snippet for our own server's Caddyfile.

Source: caddyserver.com/docs, "header", "encode" and "Request matchers".
"""

from __future__ import annotations

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
from sitegen.hosts.rules import asked_for, rule_address, rule_path
from sitegen.model.documents import HostFile


def _files(site: PublishedSite) -> HostFiles:
    snippet = _snippet(site)
    return (HostFile(f"{OWN_FOLDER}/Caddyfile", snippet),), ()


def _snippet(site: PublishedSite) -> str:
    """Return a snippet for Caddy; its Cache-Control rules exclude one another."""
    base_url, feeds = site.base_url, site.feeds
    prefix, name = base_prefix(base_url), f"sitegen_{site_name(base_url)}"
    lasting = " ".join(f"{prefix}/{folder}/*" for folder in LASTING_FOLDERS)
    types = {f"*/{name}": type_ for name, type_ in FEED_CONTENT_TYPES.items()}
    types |= {f"{prefix}/{file}": type_ for file, type_ in feeds.items()}
    brief = " ".join([*types, f"{prefix}/{NEWS_SITEMAP}"])
    types[f"*/{WEB_MANIFEST}"] = MANIFEST_TYPE
    types[" ".join(f"*.{end}" for end in SEARCH_ENDINGS)] = SEARCH_TYPE
    lines = [
        BANNER,
        f'# In the site\'s block, after its root: "import {name}" and "file_server".',
        f"({name}) {{",
        "\tencode zstd gzip {",
        "\t\tmatch {",
        *(f"\t\t\theader Content-Type {type_}*" for type_ in ("text/html", *COMPRESSIBLE)),
        "\t\t}",
        "\t}",
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
    if site.active:
        lines += [
            f"\t@active path {' '.join(map(rule_path, site.active_urls))}",
            f'\theader @active +Content-Security-Policy "{SANDBOX}"',
        ]
    for number, redirect in enumerate(site.queries, 1):
        lines += [
            f"\t@asked{number} {{",
            f"\t\tpath {rule_path(redirect.old)}",
            f"\t\tquery {asked_for(redirect.query)}",
            "\t}",
            f"\tredir @asked{number} {rule_address(redirect.new)} {redirect.code}",
        ]
    lines += [f"\tredir {rule_path(r.old)} {rule_address(r.new)} {r.code}" for r in site.redirects]
    lines += [
        f"\t@own path {prefix}/{OWN_FOLDER}/* */.sitegen*",
        "\terror @own 404",
        "\thandle_errors {",
        f'\t\theader Cache-Control "{FRESH}"',  # what is missing now may be there tomorrow
        f"\t\trewrite * {prefix}/{NOT_FOUND}",
        "\t\tfile_server",
        "\t}",
        "}",
    ]
    return "\n".join(lines) + "\n"


HOST = Host(
    "caddy",
    _files,
    schedule=schedules.FILES,
    deploy='to = "folder:/srv/www/[[NAME]]"\n',
    sends_headers=True,
    sets_policies=True,
    redirects=True,
    asks_queries=True,
    includes_files=True,
)
