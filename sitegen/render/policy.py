"""What a page may load: a content security policy made from the finished page.

It stands in the page itself, so it is exact, is the same on every host, and changes with no
other page. Pictures, films and forms of other sites are allowed where a page names them; what
runs or frames a page of another site, only if the site lists its origin.
Source: W3C, "Content Security Policy Level 3".
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from html import unescape
from urllib.parse import urlsplit

from sitegen.core.record import Record

# Pages are searched as bytes: several times as fast as text with letters beyond ASCII.
_BLOCK = re.compile(rb"<(script|style)\b([^>]*)>", re.IGNORECASE)
_TAG = re.compile(rb"""<([a-zA-Z]+)\s((?:[^>"']++|"[^"]*+"|'[^']*+')*+)""")
_NAME = re.compile(rb"[a-zA-Z]+")
_BLOCK_END = re.compile(rb"</(?:script|style)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_STYLE_ATTRIBUTE = re.compile(
    rb"""<[a-z][^<>]*?\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
_SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript", "importmap"}

# Which directive an address falls under, by element and attribute.
_DIRECTIVES: Mapping[tuple[str, str], str] = {
    ("script", "src"): "script-src",
    ("link", "href"): "style-src",  # only rel=stylesheet loads from elsewhere here
    ("img", "src"): "img-src",
    ("img", "srcset"): "img-src",
    ("source", "srcset"): "img-src",
    ("source", "src"): "media-src",
    ("video", "src"): "media-src",
    ("video", "poster"): "img-src",
    ("audio", "src"): "media-src",
    ("track", "src"): "media-src",
    ("iframe", "src"): "frame-src",
    ("object", "data"): "object-src",
    ("embed", "src"): "object-src",
    ("form", "action"): "form-action",
}
_LOADING = {tag for tag, _ in _DIRECTIVES}
# What hands a page to another site: allowed only for origins that the site lists.
_LISTED_ONLY = ("script-src", "frame-src", "object-src")
_BASE_POLICY: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "media-src": ("'self'",),
    "frame-src": ("'none'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
}


class GuardedPage(Record):
    """A page with its policy."""

    html: bytes
    violations: tuple[tuple[str, str], ...]  # directive and origin that the site does not list


def with_policy(
    html: bytes, base_url: str, origins: Collection[str] = (), search: bool = False
) -> GuardedPage:
    """Return a page that says what it may load: its own inline blocks, the origins it names.

    Args:
        html: the page in UTF-8.
        origins: from where the site allows frames and scripts, "https://host".
        search: True where the site has a search of its own, which may be compiled code. Ours
            runs in a worker, which this policy does not bind.
    """
    loads = page_sources(html, base_url)
    sources, violations = _sort_out(loads, origins)
    if search:
        scripts = sources.get("script-src", ())
        sources = {**sources, "script-src": (*scripts, "'wasm-unsafe-eval'")}
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(sources)}">'.encode()
    # Only what comes after it is bound by it, and the character set has to come first.
    for place in (b'<meta charset="utf-8">', b"<head>"):
        before, tag, after = html.partition(place)
        if tag:
            return GuardedPage(b"".join((before, tag, b"\n", meta, after)), violations)
    return GuardedPage(html, violations)


def _sort_out(
    loads: Mapping[str, tuple[str, ...]], origins: Collection[str]
) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    """Return the sources that are allowed, and directive and origin of those that are not.

    The script of a social network puts a frame in place of the post that it finds, often from
    another host than its own: beside a listed script, frames of all listed origins may open.
    """
    sources, violations = dict(loads), list[tuple[str, str]]()
    for directive in _LISTED_ONLY:
        wishes = loads.get(directive, ())
        outside = [source for source in wishes if not source.startswith("'")]
        violations += [(directive, origin) for origin in outside if origin not in origins]
        rest = tuple(s for s in wishes if s.startswith("'") or s in origins)
        if rest:
            sources[directive] = rest
        else:
            sources.pop(directive, None)
        if directive == "script-src" and any(origin in origins for origin in outside):
            loads = {**loads, "frame-src": (*loads.get("frame-src", ()), *origins)}
    return sources, tuple(violations)


def policy(sources: Mapping[str, Sequence[str]]) -> str:
    """Return a content security policy; `sources` adds to what every page may do.

    It may stand in an attribute: no source holds a double quote, "<" or "&".
    """
    directives = dict(_BASE_POLICY)
    for directive, additions in sources.items():
        base = tuple(source for source in directives.get(directive, ()) if source != "'none'")
        directives[directive] = tuple(dict.fromkeys((*base, *additions)))
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def page_sources(html: bytes, base_url: str) -> dict[str, tuple[str, ...]]:
    """Return what a page loads beside the site's own files, by directive.

    {"script-src": ("'sha256-…'",), "frame-src": ("https://player.example",)}. Scripts and
    styles that stand in the page are named by hash, everything else by origin.
    """
    sources: dict[str, dict[str, None]] = {}  # directive → sources, in order of appearance
    for directive, text in _inline_blocks(html):
        sources.setdefault(directive, {})[_hash(text)] = None
    own = _origin(base_url)
    # Most addresses of a page are the site's own: as paths they are passed over at once.
    for directive, origin in _outside(html.replace(f"{own}/".encode(), b"/")):
        if origin != own:
            sources.setdefault(directive, {})[origin] = None
    if b" style=" in html:
        styles = [(a or b).decode() for a, b in _STYLE_ATTRIBUTE.findall(html)]
        hashes = [_hash(unescape(style).encode()) for style in styles]
        if hashes:
            sources["style-src-attr"] = dict.fromkeys(["'unsafe-hashes'", *hashes])
    return {directive: tuple(values) for directive, values in sources.items()}


def _inline_blocks(html: bytes) -> Iterable[tuple[str, bytes]]:
    """Yield directive and text of each script that runs and each style sheet in the page."""
    for block in _BLOCK.finditer(html):
        tag = block[1].decode().lower()
        if tag == "script":
            attributes = _attributes(block[2].decode())
            if "src" in attributes or attributes.get("type", "") not in _SCRIPT_TYPES:
                continue
        end = _BLOCK_END.search(html, block.end())
        yield f"{tag}-src", html[block.end() : end.start() if end else len(html)]


def _outside(html: bytes) -> Iterable[tuple[str, str]]:
    """Yield directive and origin of each absolute address that the page loads from.

    Only tags that hold "//" are looked at: of two hundred tags on a page, a handful. A tag
    with a bare "<" in an attribute may be missed, and then the browser loads nothing for it.
    """
    position = 0  # all before it has been looked at
    slashes = html.find(b"//")
    while slashes >= 0:
        start = html.rfind(b"<", position, slashes)
        position = slashes + 2
        name = _NAME.match(html, start + 1) if start >= 0 else None
        element = name[0].decode().lower() if name is not None else ""
        if element in _LOADING:
            tag = _TAG.match(html, start)
            if tag is not None and tag.end() > slashes:
                position = tag.end()
                if element != "link" or b"stylesheet" in tag[2].lower():
                    yield from _origins(element, _attributes(tag[2].decode()))
        slashes = html.find(b"//", position)


def _origins(tag: str, attributes: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    if tag == "link" and "stylesheet" not in attributes.get("rel", "").lower().split():
        return
    for name, value in attributes.items():
        directive = _DIRECTIVES.get((tag, name))
        if directive is not None:
            for url in value.split(",") if name == "srcset" else [value]:
                origin = _origin(url.strip())
                if origin:
                    yield directive, origin


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(text)}


@lru_cache(maxsize=1024)
def _origin(url: str) -> str:
    """Return "https://host" of an absolute or protocol-relative address, else ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc):
        return ""
    return f"{parts.scheme or 'https'}://{parts.netloc.lower()}"


@lru_cache(maxsize=256)
def _hash(text: bytes) -> str:
    """Return the source that allows an inline block; browsers hash it with plain line ends."""
    plain = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return f"'sha256-{b64encode(sha256(plain).digest()).decode()}'"
