"""Hosts: the files that tell each kind of web host how to serve the site.

Every header, redirect and crawler rule is decided in this package, within each host's
limits: `headers` for what is true of every response, `platforms` and `servers` for each
host's own files, `crawlers` for robots.txt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import urlsplit

from sitegen.core.problems import Problem
from sitegen.hosts.crawlers import AI_ANSWERS as AI_ANSWERS
from sitegen.hosts.crawlers import AI_TRAINING as AI_TRAINING
from sitegen.hosts.crawlers import indexnow_file as indexnow_file
from sitegen.hosts.crawlers import robots_txt as robots_txt
from sitegen.hosts.headers import BRIEF as BRIEF
from sitegen.hosts.headers import FEED_TYPES as FEED_TYPES
from sitegen.hosts.headers import FRESH as FRESH
from sitegen.hosts.headers import LASTING as LASTING
from sitegen.hosts.headers import LASTING_FOLDERS, has_lasting_name, is_lasting
from sitegen.hosts.headers import cache_control as cache_control
from sitegen.hosts.headers import security_headers as security_headers
from sitegen.hosts.platforms import HEADER_LINE_LIMIT as HEADER_LINE_LIMIT
from sitegen.hosts.platforms import HEADER_RULE_LIMIT as HEADER_RULE_LIMIT
from sitegen.hosts.platforms import headers_file, redirects_file
from sitegen.hosts.schedules import ci_file as ci_file
from sitegen.hosts.servers import (
    OWN_FOLDER,
    caddy,
    cloudfront,
    nginx_http,
    nginx_server,
    s3_upload,
)
from sitegen.model.documents import HostFile, Redirect


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
        if is_lasting(file) and not has_lasting_name(file)
    ]
    made: list[HostFile] = []
    match host:
        case "netlify" | "cloudflare":
            made.append(HostFile("_headers", headers_file(host, base_url, feeds)))
            text, warnings = redirects_file(host, redirects)
            made.append(HostFile("_redirects", text))
            problems += warnings
        case "gitlab":
            text, warnings = redirects_file(host, redirects)
            made.append(HostFile("_redirects", text))
            problems += warnings
        case "github":
            made.append(HostFile(".nojekyll", ""))
            domain = urlsplit(base_url).hostname or ""
            if not domain.endswith(".github.io"):
                made.append(HostFile("CNAME", f"{domain}\n"))
        case "s3":
            made.append(HostFile(f"{OWN_FOLDER}/s3-upload.sh", s3_upload(feeds)))
            made.append(HostFile(f"{OWN_FOLDER}/cloudfront-headers.json", cloudfront(base_url)))
        case "nginx":
            made.append(HostFile(f"{OWN_FOLDER}/nginx-http.conf", nginx_http(base_url, feeds)))
            text = nginx_server(base_url, redirects, feeds)
            made.append(HostFile(f"{OWN_FOLDER}/nginx-server.conf", text))
        case "caddy":
            text = caddy(base_url, redirects, feeds)
            made.append(HostFile(f"{OWN_FOLDER}/Caddyfile", text))
    return tuple(made), tuple(problems)
