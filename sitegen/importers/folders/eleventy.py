"""Eleventy: any folder, with data beside the texts, and Liquid or Nunjucks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from sitegen.importers import loose, model
from sitegen.importers.folders.jekyll import liquid_text
from sitegen.importers.folders.masks import outside_code
from sitegen.importers.folders.program import (
    KEYS,
    FolderSettings,
    Links,
    Page,
    Program,
    Source,
    config_values,
    data_files,
    data_of,
    segment,
)
from sitegen.importers.folders.tags import Replaced

_CONFIGS = ("eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", ".eleventy.js")
_TEXTS = (".md", ".markdown", ".html", ".htm")
_TEMPLATES = (".njk", ".liquid", ".hbs", ".ejs", ".webc", ".11ty.js")
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
# Words that name a collection of stories and not a topic.
_COLLECTIONS = frozenset({"posts", "post", "blog", "article", "articles", "news", "stories"})
_NO_TAGS = _COLLECTIONS | {"all", "nav", "navigation", "featured", "page", "pages"}
_MADE = frozenset({"404", "feed", "search", "sitemap", "tags", "archive"})


def _settings(root: Path) -> FolderSettings:
    folder = ""
    for name in _CONFIGS:
        file = root / name
        if file.is_file():
            text = file.read_text("utf-8", "replace")
            match = re.search(r"\binput\s*:\s*['\"]([^'\"]+)['\"]", text)
            folder = match[1].strip("./") if match else ""
            break
    data = f"{folder}/_data".lstrip("/")
    names = tuple(f"{data}/{n}.json" for n in ("metadata", "site", "meta"))
    raw = config_values(root, (*names, f"{data}/metadata.yaml", f"{data}/site.yaml"))
    return FolderSettings(
        title=loose.text(raw.get("title") or raw.get("name")),
        tagline=loose.text(raw.get("tagline") or raw.get("description") or raw.get("subtitle")),
        address=loose.text(raw.get("url") or raw.get("base")).rstrip("/"),
        zone=loose.text(raw.get("timezone")),
        language=loose.text(raw.get("language") or raw.get("lang")),
        content=folder,
        statics=(folder, f"{folder}/public".lstrip("/"), "public", "static", ""),
        feeds={"/feed/feed.xml": "/feed.xml", "/feed/": "/feed.xml", "/rss.xml": "/feed.xml"},
        remarks=data_files(root, data),
        more={**raw, "root": str(root)},
    )


def _source(path: str, settings: FolderSettings) -> Source | None:
    place = PurePosixPath(path)
    if settings.content and not path.startswith(f"{settings.content}/"):
        return None
    folders = place.relative_to(settings.content).parts[:-1] if settings.content else (
        place.parts[:-1]
    )  # fmt: skip
    if any(each.startswith("_") for each in folders):
        return None
    if path.endswith(_TEMPLATES):
        return Source(path, place.stem, model.PAGE, folders, left_out="a template, and no text")
    if place.suffix not in _TEXTS or (not folders and place.stem.isupper()):  # README, LICENSE
        return None
    dated = _DATED.fullmatch(place.stem)
    name = dated[2] if dated else place.stem
    left_out = "a page of lists, which sitegen makes itself" if name in _MADE else ""
    if name == "index" and folders:
        name, folders = folders[-1], folders[:-1]
        dated = dated or _DATED.fullmatch(name)
        name = dated[2] if dated else name
    elif name == "index":
        left_out = "the front page, which sitegen makes itself"
    tags = loose.texts(_defaults(path, settings).get("tags"))
    is_post = bool(dated or _COLLECTIONS.intersection((*folders, *tags)))
    category = next((each for each in folders if each not in _COLLECTIONS), "")
    kind = model.POST if is_post else model.PAGE
    return Source(
        path, segment(name), kind, folders, category if is_post else "", dated[1] if dated else "",
        left_out=left_out,
    )  # fmt: skip


def _defaults(path: str, settings: FolderSettings) -> Mapping[str, Any]:
    """Return what the data beside a text and in the folders above it say, the nearest last."""
    return _folder_data(loose.text(settings.more.get("root")), str(PurePosixPath(path).parent))


@cache
def _folder_data(root: str, folder: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    parts = [] if folder == "." else folder.split("/")
    for depth in range(1, len(parts) + 1):
        place = Path(root, *parts[:depth])
        for end in (".json", ".11tydata.json"):
            values = data_of(place / f"{place.name}{end}")
            if isinstance(values, dict):
                found |= {str(name).casefold(): value for name, value in values.items()}
    return found


def _address(page: Page, _settings: FolderSettings) -> str:
    written = page.values.get("permalink")
    pattern = loose.text(written)
    if not pattern or pattern in ("false", "true"):
        return "/" + "/".join((*page.source.folders, page.name)) + "/"
    day = page.published
    parts = {
        "page.fileslug": page.name, "fileslug": page.name, "slug": page.name,
        "title": segment(page.title), "page.filepathstem":
        "/" + "/".join((*page.source.folders, page.name)),
    }  # fmt: skip

    def value(match: re.Match[str]) -> str:
        subject, *filters = [part.strip() for part in match[1].split("|")]
        form = re.match(r"date:?\s*\(?\s*['\"](.+?)['\"]", filters[0]) if filters else None
        if form and day is not None and subject in ("page.date", "date"):
            known = re.sub(r"yyyy", "%Y", re.sub(r"\bMM\b", "%m", re.sub(r"\bdd\b", "%d", form[1])))
            return day.strftime(known)
        return parts.get(subject.casefold(), "")

    path = re.sub(r"\{\{-?\s*(.*?)\s*-?\}\}", value, pattern)
    if "{%" in path or "//" in path:
        return ""
    path = re.sub(r"/index\.html$", "/", path)
    return path if path.startswith("/") else f"/{path}"


def _list_address(kind: str, name: str, _settings: FolderSettings) -> tuple[str, ...]:
    return (f"/tags/{segment(name)}/",) if kind != "author" else ()


def _text(text: str, links: Links) -> Replaced:
    without = outside_code(text, lambda outside: re.sub(r"\{#.*?#\}", "", outside, flags=re.DOTALL))
    return liquid_text(without, links)


ELEVENTY = Program(
    "Eleventy",
    _settings,
    _source,
    _address,
    _text,
    keys={**KEYS, "tags": ("tags", "tag")},
    list_address=_list_address,
    no_tags=_NO_TAGS,
    defaults=_defaults,
)
