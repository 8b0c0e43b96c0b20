"""Pelican: `Key: value` above Markdown, HTML with <meta>, reStructuredText, and a Python config."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from contextlib import suppress
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from sitegen.core.urls import slugify
from sitegen.importers import loose, model
from sitegen.importers.folders.jekyll import liquid_text
from sitegen.importers.folders.masks import outside_code
from sitegen.importers.folders.program import (
    KEYS,
    LARGEST,
    FolderSettings,
    Links,
    Page,
    Program,
    Source,
)
from sitegen.importers.folders.tags import Replaced
from sitegen.markdown.tags import attributes_of

_TEXTS = (".md", ".markdown", ".mkd", ".mdown", ".html", ".htm", ".rst")
_MARK = re.compile(r"(?<=[\](\"' <=:])[{|](filename|static|attach|author|category|tag|index)[}|]"
                   r"(?=[^\s)\"'>]*)([^\s)\"'>]*)")  # fmt: skip


def _settings(root: Path) -> FolderSettings:
    raw = {**_constants(root / "pelicanconf.py"), **_constants(root / "publishconf.py")}
    folder = loose.text(raw.get("PATH")).strip("./")
    if not folder:
        folder = "content" if (root / "content").is_dir() else ""
    statics = loose.texts(raw.get("STATIC_PATHS")) or ["images"]
    feeds = {"/feeds/all.atom.xml": "/atom.xml", "/feeds/all.rss.xml": "/feed.xml"}
    for name, to in (("FEED_ALL_ATOM", "/atom.xml"), ("FEED_ALL_RSS", "/feed.xml"),
                     ("FEED_ATOM", "/atom.xml"), ("FEED_RSS", "/feed.xml")):  # fmt: skip
        path = loose.text(raw.get(name))
        if path:
            feeds[f"/{path.lstrip('/')}"] = to
    menu = raw.get("MENUITEMS")
    pairs = [each for each in menu if isinstance(each, tuple | list) and len(each) > 1] if (
        isinstance(menu, tuple | list)
    ) else []  # fmt: skip
    return FolderSettings(
        title=loose.text(raw.get("SITENAME")),
        tagline=loose.text(raw.get("SITESUBTITLE") or raw.get("TAGLINE")),
        address=loose.text(raw.get("SITEURL")).rstrip("/"),
        zone=loose.text(raw.get("TIMEZONE")),
        language=loose.text(raw.get("DEFAULT_LANG")),
        content=folder,
        statics=(folder, *(f"{folder}/{each}".strip("/") for each in statics)),
        menu=tuple((str(each[0]), str(each[1])) for each in pairs),
        feeds=feeds,
        more=raw,
    )


def _constants(file: Path) -> dict[str, Any]:
    """Return the plain values that a Python file gives to names. Nothing of it is ever run."""
    if not file.is_file() or file.stat().st_size > LARGEST:
        return {}
    try:
        tree = ast.parse(file.read_text("utf-8", "replace"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Any] = {}
    for node in tree.body:
        match node:
            case ast.Assign([ast.Name(name)], value):
                with suppress(ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                    found[name] = ast.literal_eval(value)
    return found


def _source(path: str, settings: FolderSettings) -> Source | None:
    place = PurePosixPath(path)
    if place.suffix not in _TEXTS or (
        settings.content and not path.startswith(f"{settings.content}/")
    ):
        return None
    inside = place.relative_to(settings.content) if settings.content else place
    folders = inside.parts[:-1]
    pages = loose.texts(settings.more.get("PAGE_PATHS")) or ["pages"]
    is_page = bool(folders) and folders[0] in pages
    by_folder = loose.flag(settings.more.get("USE_FOLDER_AS_CATEGORY")) is not False
    category = folders[-1] if folders and by_folder and not is_page else ""
    dated = re.match(r"\d{4}-\d{2}-\d{2}", place.stem)
    return Source(
        path,
        place.stem,
        model.PAGE if is_page else model.POST,
        folders,
        category or ("" if is_page else loose.text(settings.more.get("DEFAULT_CATEGORY"))),
        dated[0] if dated else "",
    )


def _address(page: Page, settings: FolderSettings) -> str:
    written = loose.text(page.values.get("url") or page.values.get("save_as"))
    if not written:
        kind = "PAGE" if page.source.kind == model.PAGE else "ARTICLE"
        default = "pages/{slug}.html" if kind == "PAGE" else "{slug}.html"
        written = loose.text(
            settings.more.get(f"{kind}_URL") or settings.more.get(f"{kind}_SAVE_AS") or default
        )
    words = {
        "slug": page.slug or slugify(page.title) or page.source.name,
        "category": slugify(page.categories[0]) if page.categories else "",
        "author": slugify(page.author),
        "lang": loose.text(page.values.get("lang") or settings.language),
    }
    day = page.published

    def value(match: re.Match[str]) -> str:
        if match[1] == "date" and match[2] and day is not None:
            # "%-m" is a month without its zero, which not every machine knows.
            bare = re.sub(r"%-([a-zA-Z])", lambda m: f"{day:%{m[1]}}".lstrip("0"), match[2])
            return day.strftime(bare)
        return words.get(match[1], "")

    path = re.sub(r"\{(\w+)(?::([^{}]*))?\}", value, written)
    return "/" + re.sub(r"(?:^|/)index\.html$", "/", path).lstrip("/")


def _list_address(kind: str, name: str, settings: FolderSettings) -> tuple[str, ...]:
    default = f"{kind}/{{slug}}.html"
    pattern = loose.text(settings.more.get(f"{kind.upper()}_URL")) or default
    path = "/" + pattern.replace("{slug}", slugify(name)).lstrip("/")
    feed = f"/feeds/{slugify(name)}.atom.xml"
    return (path, feed) if kind == "category" and "{" not in path else (path,)


def _text(text: str, links: Links) -> Replaced:
    replaced = liquid_text(text, links)

    def target(match: re.Match[str]) -> str:
        kind, rest = match[1], match[2]
        if kind == "index":
            return "/"
        if kind in ("author", "category", "tag"):
            return links.value(f"{kind}:{rest}") or rest
        return links.page(rest) or rest

    return Replaced(
        outside_code(replaced.text, lambda outside: _MARK.sub(target, outside)), replaced.unknown
    )


def _guid(address: str, page: Page) -> str:
    """Return the tag by which Pelican's feeds name an article."""
    parts = urlsplit(address)
    if page.published is None or not parts.hostname:
        return ""
    return f"tag:{parts.hostname},{page.published:%Y-%m-%d}:{parts.path}"


def html_matter(source: str) -> tuple[Mapping[str, Any], str]:
    """Return what the head of an HTML file says, and its body."""
    values: dict[str, Any] = {}
    title = re.search(r"<title[^>]*>(.*?)</title>", source, re.DOTALL | re.IGNORECASE)
    if title:
        values["title"] = " ".join(unescape(title[1]).split())
    for meta in re.finditer(r"<meta\b([^>]*)>", source, re.IGNORECASE):
        written = attributes_of(meta[1])
        name = written.get("name")
        if name:
            values[name.casefold()] = written.get("content", written.get("contents"))
    body = re.search(r"<body[^>]*>(.*?)(?:</body>|\Z)", source, re.DOTALL | re.IGNORECASE)
    return values, body[1] if body else source


PELICAN = Program(
    "Pelican",
    _settings,
    _source,
    _address,
    _text,
    keys={**KEYS, "updated": ("modified", "updated", "lastmod"), "authors": ("authors", "author")},
    list_address=_list_address,
    guid=_guid,
    pairs=True,
    by_commas=True,
)
