"""Addresses: what URL a thing has, and which file of output/ answers it.

A *path* is an address below the site's root, without the base URL's prefix: "/news/vote/".
Pages end in a slash and are answered by that directory's index.html. A *URL* is what a
browser asks for: for a site at https://example.org/paper/ it is "/paper/news/vote/".
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import SplitResult, quote, unquote, urlsplit

from sitegen import core
from sitegen.core.patterns import late_pattern

SLUG_LIMIT = 200  # letters: no disk takes names of more than 255 bytes
_PLAIN_SLUG = late_pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slugify(text: str, limit: int = SLUG_LIMIT) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens, `limit` characters at most.

    "Đường Bellaire" gives "duong-bellaire". A title without any letter or digit that
    has an ASCII form gives "": the caller knows better than we do what to use instead.
    """
    if len(text) <= limit and _PLAIN_SLUG.fullmatch(text):
        return text
    slug: str = core.slugify.slugify(text, max_length=limit, word_boundary=True, save_order=True)
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
    file = (unquote(path) if "%" in path else path).lstrip("/")  # one of ten thousand is quoted
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


def named_places(source: str, target: str) -> tuple[str, ...]:
    """Return where a file that `source` names as `target` may lie, the likeliest first.

    Beside the source, else below content/. What begins with "/" is no neighbour: it lies
    below content/, or it is an address, which a file of static/root/ or static/ answers, or
    one of content/ that is published as it is. Each place in the spellings that disks know.
    """
    name = unquote(target).removeprefix("/")
    if target.startswith("/"):
        places = [f"content/{name}", f"static/root/{name}", f"static/{name}", name]
        if name.startswith("files/"):
            places.append(f"content/{name.removeprefix('files/')}")
    else:
        places = [relative_source(source, target), f"content/{name}", name]
    return tuple(dict.fromkeys(spelt for place in places for spelt in spellings(place)))


def address_of(source: str) -> str:
    """Return how any text may name a file of the site: the inverse of `named_places`."""
    for home in ("content", "static/root", "static"):
        if source.startswith(f"{home}/"):
            return source.removeprefix(home)
    return f"/{source}"


def own_path(base_url: str, address: str) -> str | None:
    """Return the path that an address of this very site names; None for any other.

    For a site at https://example.org/paper, "https://Example.org/paper/news/#top" gives
    "/news/#top", and so does "http:" or "//" before it.
    """
    try:
        parts, base = urlsplit(address, "https"), urlsplit(base_url)
        same = parts.hostname == base.hostname and _port(parts) == _port(base)
    except ValueError:  # "https://[", or a port that is no number
        return None
    if not same or not parts.netloc or parts.scheme not in ("http", "https"):
        return None
    path, prefix = parts.path or "/", base.path.rstrip("/")
    if prefix and path != prefix and not path.startswith(f"{prefix}/"):
        return None
    query = f"?{parts.query}" if parts.query else ""
    return (path[len(prefix) :] or "/") + query + (f"#{parts.fragment}" if parts.fragment else "")


def _port(parts: SplitResult) -> int:
    """Return the port that is asked; plain http counts as https, to which hosts send it on."""
    return 443 if parts.port in (None, 80) else parts.port


def address_path(base_url: str, target: str) -> str | None:
    """Return the path of a page or file that a link names by its address.

    None when it names a file of content/ by its path, as "/news/vote.md" does, or is no
    address of this site at all.
    """
    if target.startswith("/") and not target.startswith("//"):
        path = target.partition("#")[0].partition("?")[0]
        return None if path.endswith(".md") else target
    return own_path(base_url, target)


def names_file(target: str) -> bool:
    """Say whether a link names a file beside its story, not a story, page or address."""
    path = target.partition("#")[0].partition("?")[0]
    if not path or path.startswith("/") or path.endswith((".md", "/")) or is_outside(path):
        return False
    return bool(PurePosixPath(path).suffix)


def without_spaces(address: str) -> str:
    """Return an address as it may stand in an attribute: a space is "%20", line ends go."""
    return re.sub(r"[\t\r\n]+", "", address.strip()).replace(" ", "%20")


def fragment_of(address: str) -> str:
    """Return what follows "#", as the page's own ids are written; "" when nothing does."""
    return unquote(address.partition("#")[2], errors="replace").strip()


def file_path(source: str) -> str:
    """Return the path at which a file beside a story is published."""
    return "/files/" + quote(source.removeprefix("content/"))


def origin_of(address: str) -> str:
    """Return "https://host" of an address that names a host; else ""."""
    try:
        parts = urlsplit(address, "https")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.netloc.lower()}"
