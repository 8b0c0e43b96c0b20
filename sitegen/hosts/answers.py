"""Answers: what a host's answer bears for each file, by what the host is told.

The other modules of this room write rules in each host's language; here is what comes of
them, for whoever uploads files one by one or reads what the live site sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sitegen.core.file_names import (
    NEWS_SITEMAP,
    PICTURE_ENDINGS,
    PICTURE_TYPES,
    WEB_MANIFEST,
    ending,
)
from sitegen.hosts.headers import (
    BRIEF,
    FEED_CONTENT_TYPES,
    FRESH,
    LASTING,
    MANIFEST_TYPE,
    SEARCH_ENDINGS,
    SEARCH_TYPE,
    is_lasting,
)

_XML = ("application/xml", "text/xml")

# Ending of a name → types under which browsers and readers' programs take the file. The first
# is the one to send.
_TYPES: Mapping[str, tuple[str, ...]] = {
    "html": ("text/html",),
    "htm": ("text/html",),
    "css": ("text/css",),
    "js": ("text/javascript", "application/javascript", "application/x-javascript"),
    "mjs": ("text/javascript", "application/javascript"),
    "json": ("application/json",),
    "webmanifest": (MANIFEST_TYPE, "application/json"),
    "xml": _XML,
    "opml": ("text/x-opml", *_XML, "application/octet-stream"),
    "txt": ("text/plain",),
    "ico": ("image/vnd.microsoft.icon", "image/x-icon"),
    "woff2": ("font/woff2", "application/font-woff2", "application/octet-stream"),
    "wasm": ("application/wasm",),
    "pdf": ("application/pdf",),
    **dict.fromkeys(SEARCH_ENDINGS, (SEARCH_TYPE,)),
    **{
        name: (PICTURE_TYPES[format_],)
        for name, format_ in PICTURE_ENDINGS.items()
        if format_ in PICTURE_TYPES
    },
}


def lifetime(file: str, feeds: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the Cache-Control of a file of output/.

    Args:
        feeds: type of each feed whose file is not named as in `FEED_CONTENT_TYPES`.
    """
    if is_lasting(file):
        return LASTING
    name = file.rpartition("/")[2]
    return BRIEF if name in FEED_CONTENT_TYPES or file == NEWS_SITEMAP or file in feeds else FRESH


def types_of(
    file: str, feeds: Mapping[str, str] = MappingProxyType({}), *, told: bool = True
) -> tuple[str, ...]:
    """Return the MIME types under which a file of output/ may be sent, the best first.

    () for a name that says nothing. Without parameters such as the character set.

    Args:
        feeds: as in `lifetime`.
        told: whether the host can be told the types of single files; else a feed is what
            its name says.
    """
    name = file.rpartition("/")[2]
    if not told and (name == WEB_MANIFEST or ending(name) in SEARCH_ENDINGS):
        return ()  # browsers take them under any
    usual = _TYPES.get(ending(name), ())
    own = feeds.get(file) or FEED_CONTENT_TYPES.get(name, "")
    if not own:
        return usual
    plain = own.partition(";")[0]
    return (plain,) if told else (plain, *usual)
