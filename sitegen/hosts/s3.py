"""Amazon S3 behind CloudFront: a script that uploads output/, and the headers of every answer.

Source: docs.aws.amazon.com, "Understand response headers policies".
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from sitegen.core.file_names import NEWS_SITEMAP
from sitegen.hosts import schedules
from sitegen.hosts.headers import (
    BRIEF,
    FEED_CONTENT_TYPES,
    FRESH,
    LASTING,
    LASTING_FOLDERS,
    MANIFEST,
    MANIFEST_TYPE,
    security_headers,
)
from sitegen.hosts.host import BANNER, OWN_FOLDER, Host, HostFiles, PublishedSite, site_name
from sitegen.model.documents import HostFile


def _files(site: PublishedSite) -> HostFiles:
    policy = _headers_policy(site.base_url)
    return (
        HostFile(f"{OWN_FOLDER}/s3-upload.sh", _upload_script(site.feeds)),
        HostFile(f"{OWN_FOLDER}/cloudfront-headers.json", policy),
    ), ()


def _upload_script(feeds: Mapping[str, str]) -> str:
    """Return a script that uploads output/: what is linked to first, what is gone last."""
    folders = "".join(
        f"[ ! -d output/{folder} ] ||\n"  # a site need not have a picture
        f'  aws s3 sync output/{folder} "$to/{folder}" --cache-control "{LASTING}"\n'
        for folder in LASTING_FOLDERS
    )
    own = f"--exclude '{OWN_FOLDER}/*' --exclude '.sitegen*'"
    apart = [f"{folder}/*" for folder in LASTING_FOLDERS]
    types = {f"*{name}": type_ for name, type_ in FEED_CONTENT_TYPES.items()} | dict(feeds)
    apart += [*types, NEWS_SITEMAP, MANIFEST]
    exclusions = " ".join(f"--exclude '{pattern}'" for pattern in apart)
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
        f'aws s3 sync output "$to" --cache-control "{FRESH}" \\\n  {own} {exclusions}\n'
        f"{uploads}"
        f"{copy} --include '{NEWS_SITEMAP}' --cache-control \"{BRIEF}\"\n"
        f"{copy} --include '{MANIFEST}' --content-type {MANIFEST_TYPE}\n"
        f'aws s3 sync output "$to" {own} --size-only --delete\n'
    )


def _headers_policy(base_url: str) -> str:
    """Return a response headers policy, as `aws cloudfront` takes it."""
    headers = security_headers(base_url)
    security: dict[str, object] = {
        "ContentSecurityPolicy": {
            "ContentSecurityPolicy": headers.pop("Content-Security-Policy"),
            "Override": True,
        },
        "ContentTypeOptions": {"Override": True},
        "ReferrerPolicy": {"ReferrerPolicy": headers.pop("Referrer-Policy"), "Override": True},
    }
    del headers["X-Content-Type-Options"]
    if headers.pop("Strict-Transport-Security", ""):
        security["StrictTransportSecurity"] = {
            "AccessControlMaxAgeSec": 31536000,
            "IncludeSubdomains": False,
            "Override": True,
            "Preload": False,
        }
    others = [{"Header": n, "Value": value, "Override": True} for n, value in headers.items()]
    config = {
        "Name": f"sitegen-{site_name(base_url)}",
        "Comment": "Headers of every page, written by sitegen",
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {"Quantity": len(others), "Items": others},
    }
    return json.dumps(config, indent=2) + "\n"


HOST = Host("s3", _files, schedule=schedules.FILES, sends_headers=True)
