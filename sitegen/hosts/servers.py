"""nginx, Caddy, Amazon S3: what a server of our own, or an upload, is told.

Sources: nginx, "add_header"; Caddy, "header"; Amazon CloudFront, "Response headers policies".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from sitegen.core.urls import base_prefix
from sitegen.hosts.headers import (
    BRIEF,
    FEED_TYPES,
    FRESH,
    LASTING,
    LASTING_FOLDERS,
    MANIFEST,
    MANIFEST_TYPE,
    NEWS_SITEMAP,
    security_headers,
)
from sitegen.hosts.platforms import BANNER, rule_address, rule_path
from sitegen.model.documents import Redirect

OWN_FOLDER = "_host"  # in output/: what our own server reads, and serves to nobody

# nginx.


def nginx_http(base_url: str, feeds: Mapping[str, str]) -> str:
    """Return the map of how long things may be kept, for nginx's http block."""
    prefix = re.escape(base_prefix(base_url))
    folders = "|".join(LASTING_FOLDERS)
    names = "|".join(re.escape(name) for name in (*FEED_TYPES, NEWS_SITEMAP, *feeds))
    return (
        f"{BANNER}\n# Include it in the http block, beside the server.\n\n"
        "map $uri $sitegen_cache {\n"
        f'    default "{FRESH}";\n'
        f'    "~^{prefix}/(?:{folders})/" "{LASTING}";\n'
        f'    "~^{prefix}/(?:.*/)?(?:{names})$" "{BRIEF}";\n'
        "}\n"
    )


def nginx_server(base_url: str, redirects: Sequence[Redirect], feeds: Mapping[str, str]) -> str:
    """Return what the server block includes.

    nginx forgets all inherited headers where a location sets one, so none does: every
    header is set once, and how long to keep things comes from a map.
    """
    prefix = base_prefix(base_url)
    lines = [BANNER, "# Include it in the server block, after its root.", ""]
    lines += ["index index.html;", "charset utf-8;", f"error_page 404 {prefix}/404.html;", ""]
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
        # "$" is a sign like any other in a location, and begins a variable in an answer.
        f"location = {_nginx_text(unquote(r.old))} "
        f"{{ return {r.code} {_nginx_text(rule_address(r.new).replace('$', '%24'))}; }}"
        for r in redirects
    ]
    return "\n".join(lines) + "\n"


def _nginx_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# Caddy.


def caddy(base_url: str, redirects: Sequence[Redirect], feeds: Mapping[str, str]) -> str:
    """Return a snippet for Caddy; its Cache-Control rules exclude one another."""
    prefix = base_prefix(base_url)
    lasting = " ".join(f"{prefix}/{folder}/*" for folder in LASTING_FOLDERS)
    types = {f"*/{name}": type_ for name, type_ in FEED_TYPES.items()}
    types |= {f"{prefix}/{file}": type_ for file, type_ in feeds.items()}
    brief = " ".join([*types, f"{prefix}/{NEWS_SITEMAP}"])
    types[f"*/{MANIFEST}"] = MANIFEST_TYPE
    lines = [
        BANNER,
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
    lines += [f"\tredir {rule_path(r.old)} {rule_address(r.new)} {r.code}" for r in redirects]
    lines += [
        f"\t@own path {prefix}/{OWN_FOLDER}/* */.sitegen*",
        "\terror @own 404",
        "\thandle_errors {",
        f'\t\theader Cache-Control "{FRESH}"',  # what is missing now may be there tomorrow
        f"\t\trewrite * {prefix}/404.html",
        "\t\tfile_server",
        "\t}",
        "}",
    ]
    return "\n".join(lines) + "\n"


# Amazon S3 behind CloudFront.


def s3_upload(feeds: Mapping[str, str]) -> str:
    """Return a script that uploads output/: what is linked to first, what is gone last."""
    folders = "".join(
        f"[ ! -d output/{folder} ] ||\n"  # a site need not have a picture
        f'  aws s3 sync output/{folder} "$to/{folder}" --cache-control "{LASTING}"\n'
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
        f"{BANNER}\n"
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


def cloudfront(base_url: str) -> str:
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
