"""What is true of every response: how long files may be kept, their types, security headers.

Sources: RFC 9111 and RFC 8246 on Cache-Control; OWASP, "Secure Headers Project".
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.core.file_names import FEED_FILES, FEED_TYPES
from sitegen.core.patterns import late_pattern

LASTING = "public, max-age=31536000, immutable"  # for names that hold a fingerprint
FRESH = "public, max-age=0, must-revalidate"
BRIEF = "public, max-age=600"  # feeds and the news sitemap: readers ask for them all day

# Of HTML and XML files that stories link to: their scripts run, but not as the site's own.
# A second policy in one header, after a comma, binds beside the first (CSP Level 3, 4.2).
SANDBOX = "sandbox allow-scripts allow-popups allow-downloads"

# Where fingerprinted files live, and what no other address may have.
LASTING_FOLDERS = ("static", "media")
_LASTING_PATHS = tuple(f"{folder}/" for folder in LASTING_FOLDERS)
_FINGERPRINT = late_pattern(r"\.[0-9a-f]{8,64}\.")
_FINGERPRINT_OF_FOLDER = late_pattern(r"\.[0-9a-f]{12}/")  # of a part of the search index

FEED_CONTENT_TYPES: Mapping[str, str] = {
    file: f"{FEED_TYPES[name]}; charset=utf-8" for name, file in FEED_FILES.items()
}
# What the search loads of a part of its index, beside stories: written plain, so that every
# machine writes the same. Its other files are compressed already. No list of types knows them,
# and no host compresses what it knows nothing of: so they are called the one type that every
# host compresses. Scripts read their bytes, and nobody opens them.
SEARCH_ENDINGS = ("pf_meta", "pf_filter", "pf_index")
SEARCH_TYPE = "text/plain"
# What is sent compressed beside text/html; pictures and fonts are compressed already.
COMPRESSIBLE = (
    *("text/css", "text/javascript", "text/plain", "text/xml", "image/svg+xml"),
    *("application/javascript", "application/json", "application/xml"),
    *("application/rss+xml", "application/atom+xml", "application/feed+json"),
    "application/manifest+json",
)
MANIFEST_TYPE = "application/manifest+json"


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


def is_lasting(file: str) -> bool:
    """Say whether hosts are told to serve this file for a year."""
    return file.startswith(_LASTING_PATHS)


def has_lasting_name(file: str) -> bool:
    """Say whether a file's name holds a fingerprint of its bytes, or its folder's of all in it."""
    return (
        _FINGERPRINT.search(file.rpartition("/")[2]) is not None
        or _FINGERPRINT_OF_FOLDER.search(file) is not None
    )
