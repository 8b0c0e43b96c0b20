"""Amazon S3 behind CloudFront: the headers of every answer. `sitegen deploy` puts the files there.

Source: docs.aws.amazon.com, "Understand response headers policies".
"""

from __future__ import annotations

import json

from sitegen.hosts import schedules
from sitegen.hosts.headers import security_headers
from sitegen.hosts.host import OWN_FOLDER, Host, HostFiles, PublishedSite, site_name
from sitegen.model.documents import HostFile


def _files(site: PublishedSite) -> HostFiles:
    policy = _headers_policy(site.base_url)
    return (HostFile(f"{OWN_FOLDER}/cloudfront-headers.json", policy),), ()


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


HOST = Host(
    "s3", _files, schedule=schedules.FILES, deploy='to = "rclone:s3:[[NAME]]"\n', sends_headers=True
)
