"""Addresses: what URL a thing has, and which file of output/ answers it.

A *path* is an address below the site's root, without the base URL's prefix: "/news/vote/".
Pages end in a slash and are answered by that directory's index.html. A *URL* is what a
browser asks for: for a site at https://example.org/paper/ it is "/paper/news/vote/".
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from sitegen import core

SLUG_LIMIT = 80
_PLAIN_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slugify(text: str) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens, 80 characters at most.

    "Đường Bellaire" gives "duong-bellaire". A title without any letter or digit that
    has an ASCII form gives "": the caller knows better than we do what to use instead.
    """
    if len(text) <= SLUG_LIMIT and _PLAIN_SLUG.fullmatch(text):
        return text
    slug: str = core.slugify.slugify(
        text, max_length=SLUG_LIMIT, word_boundary=True, save_order=True
    )
    return slug


def is_slug(text: str) -> bool:
    """Say whether `text` may stand as one segment of an address as it is."""
    return bool(text) and text == slugify(text)


def page_path(*segments: str) -> str:
    """page_path("news", "vote") gives "/news/vote/"; page_path() gives "/"."""
    return "/" + "".join(f"{segment}/" for segment in segments)


def alias_path(alias: str) -> str:
    """Return an old address as a path: "/2019/vote" gives "/2019/vote/", "/vote.html" stays."""
    return alias if alias.endswith("/") or "." in alias.rpartition("/")[2] else f"{alias}/"


def is_placeholder(base_url: str) -> bool:
    """Say whether an address is one at which no reader will ever find a site.

    Those are the names set apart for examples and for one's own machine.

    Source: RFC 2606, "Reserved Top Level DNS Names"; RFC 6761.
    """
    host = (urlsplit(base_url).hostname or "").rstrip(".").lower()
    return (
        host.endswith((".example", ".localhost", ".local"))
        or host in ("example", "localhost", "0.0.0.0", "::1")  # noqa: S104 - a name, not a door
        or host.startswith("127.")
        or ".".join(host.split(".")[-2:]) in ("example.com", "example.net", "example.org")
    )


def output_file(path: str) -> str:
    """Return the file that answers `path`, relative to output/, with forward slashes.

    "/news/vote/" gives "news/vote/index.html"; "/feed.xml" gives "feed.xml".
    """
    file = unquote(path).lstrip("/")
    return f"{file}index.html" if not file or file.endswith("/") else file


def path_of_file(file: str) -> str:
    """Return the path that `file` of output/ answers: the inverse of `output_file`."""
    if file == "index.html" or file.endswith("/index.html"):
        file = file[: -len("index.html")]
    return "/" + quote(file)


def base_prefix(base_url: str) -> str:
    """Return the path of the base URL without its last slash: "" or "/paper"."""
    return urlsplit(base_url).path.rstrip("/")


def site_url(prefix: str, path: str) -> str:
    """Return the root-relative URL of a path: what href and src attributes hold."""
    return prefix + path


def absolute(base_url: str, url: str) -> str:
    """Return the absolute form of a root-relative URL (one that has the prefix already)."""
    if not url.startswith("/") or url.startswith("//"):
        return url
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}{url}"


def is_outside(url: str) -> bool:
    """Say whether a link names something other than a place on this site."""
    try:
        parts = urlsplit(url)
    except ValueError:  # "https://[": no address at all, so none of this site's
        return True
    return bool(parts.scheme or parts.netloc)


def is_web_address(text: str) -> bool:
    """Say whether `text` is a whole http or https address that may stand in an attribute."""
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # "https://[": not even an address
        return False
    return is_whole and re.search(r"[\s\\<>\"]", text) is None


def spellings(path: str) -> tuple[str, ...]:
    """Return a path as written and, with accents, in both forms that disks and programs use.

    A Mac may write "é" as two characters, an editor as one; they look the same.
    """
    if path.isascii():
        return (path,)
    return (path, unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path))


def relative_source(source: str, target: str) -> str:
    """Resolve a link written in `source` ("content/news/a.md") to another source file.

    "../local/b.md" gives "content/local/b.md". ".." that climbs above the site's root
    stays as written, so that it matches no source.
    """
    parts: list[str] = list(PurePosixPath(source).parent.parts)
    for segment in PurePosixPath(unquote(target)).parts:
        if segment == "..":
            if not parts:
                return target
            parts.pop()
        elif segment != ".":
            parts.append(segment)
    return "/".join(parts)


def file_path(source: str) -> str:
    """Return the path at which a file beside a story is published."""
    return "/files/" + quote(source.removeprefix("content/"))
