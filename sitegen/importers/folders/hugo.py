"""Hugo: `content/` with page bundles, TOML, YAML or JSON, and shortcodes in double braces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from sitegen.importers import loose, model
from sitegen.importers.folders.blocks import Tag
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
    menu_of,
    of_date,
    path_of,
    segment,
)
from sitegen.importers.folders.tags import Replaced, without_shortcodes

_ENDS = ("toml", "yaml", "yml", "json")
_NAMES = tuple(
    f"{folder}{name}.{end}"
    for folder in ("", "config/_default/")
    for name in ("hugo", "config")
    for end in _ENDS
)
_TEXTS = (".md", ".markdown", ".html", ".htm")
_OTHERS = (".org", ".adoc", ".asciidoc", ".rst", ".pandoc", ".pdc")
_PAGES = frozenset({"page", "pages"})


def _settings(root: Path) -> FolderSettings:
    raw = {str(name).casefold(): value for name, value in config_values(root, _NAMES).items()}
    for part in ("params", "menus", "languages", "permalinks", "taxonomies"):
        for end in _ENDS:
            more = data_of(root / f"config/_default/{part}.{end}")
            if isinstance(more, dict):
                raw.setdefault(part, more)
    own = [name for name in _taxonomies(raw) if name not in ("categories", "tags", "series")]
    remarks = data_files(root, "data")
    if own:
        remarks += (f"The site's own taxonomies do not come along: {', '.join(own)}.",)
    static = raw.get("staticdir")
    statics = loose.texts(static) if static else ["static"]
    menus = raw.get("menus") or raw.get("menu")
    main = menus.get("main") if isinstance(menus, Mapping) else None
    return FolderSettings(
        title=loose.text(raw.get("title")),
        tagline=loose.text(
            loose.first(raw, ("params.tagline", "params.subtitle", "params.description"))
        ),
        address=loose.text(raw.get("baseurl")).rstrip("/"),
        zone=loose.text(raw.get("timezone")),
        language=loose.text(
            raw.get("languagecode") or raw.get("locale") or raw.get("defaultcontentlanguage")
        ),
        content=loose.text(raw.get("contentdir")) or "content",
        statics=(*statics, "assets"),
        menu=tuple(menu_of(main)),
        feeds={"/index.xml": "/feed.xml"},
        remarks=remarks,
        more=raw,
    )


def _taxonomies(raw: Mapping[str, Any]) -> list[str]:
    found = raw.get("taxonomies")
    return [str(value) for value in found.values()] if isinstance(found, Mapping) else []


def _languages(settings: FolderSettings) -> frozenset[str]:
    found = settings.more.get("languages")
    names = {str(name) for name in found} if isinstance(found, Mapping) else set()
    return frozenset(names | {loose.text(settings.more.get("defaultcontentlanguage")) or "en"})


def _source(path: str, settings: FolderSettings) -> Source | None:
    place = PurePosixPath(path)
    if not path.startswith(f"{settings.content}/") or place.suffix not in (*_TEXTS, *_OTHERS):
        return None
    folders = place.relative_to(settings.content).parts[:-1]
    stem, lang = place.stem, ""
    name, dot, end = stem.rpartition(".")
    if dot and end in _languages(settings):
        stem, lang = name, end
    if folders and folders[0] in _languages(settings):
        lang, folders = folders[0], folders[1:]
    left_out = ""
    if stem == "_index":
        left_out = "the page of a list, which sitegen makes itself"
    elif place.suffix in _OTHERS:
        left_out = f"a text in another form ({place.suffix[1:]}) than Markdown and HTML"
    if stem == "index" and folders:
        stem, folders = folders[-1], folders[:-1]
    elif stem == "index":
        left_out = "the front page, which sitegen makes itself"
    is_page = not folders or folders[0] in _PAGES
    return Source(
        path,
        segment(stem),
        model.PAGE if is_page else model.POST,
        folders,
        "" if is_page else folders[0],
        lang="" if lang == loose.text(settings.language).partition("-")[0] else lang,
        left_out=left_out,
    )


def _address(page: Page, settings: FolderSettings) -> str:
    written = loose.text(page.values.get("url"))
    if written:
        return written if written.startswith("/") else f"/{written}"
    folders = tuple(map(segment, page.source.folders))
    pattern = _pattern(page, settings)
    if pattern:
        section = folders[0] if folders else ""
        words = {
            **of_date(page.published), "slug": page.slug or segment(page.title), "title":
            segment(page.title), "section": section, "sections": "/".join(folders),
            "filename": page.source.name, "contentbasename": page.source.name,
            "slugorfilename": page.name, "slugorcontentbasename": page.name,
        }  # fmt: skip
        path = path_of(pattern, words)
    else:
        path = "/" + "/".join((*folders, page.name))
    if loose.flag(settings.more.get("uglyurls")):
        return path if path.endswith(".html") else f"{path.rstrip('/')}.html"
    return path if path.endswith((".html", "/")) else f"{path}/"


def _pattern(page: Page, settings: FolderSettings) -> str:
    patterns = settings.more.get("permalinks")
    if not isinstance(patterns, Mapping):
        return ""
    of_pages = patterns.get("page")
    patterns = of_pages if isinstance(of_pages, Mapping) else patterns
    section = page.source.folders[0] if page.source.folders else "/"
    return loose.text(patterns.get(section))


def _list_address(kind: str, name: str, _settings: FolderSettings) -> tuple[str, ...]:
    folder = {"category": "categories", "tag": "tags", "author": "authors"}.get(kind)
    path = f"/{folder}/{segment(name)}/" if folder else f"/{segment(name)}/"
    return path, f"{path}index.xml"


def _text(text: str, links: Links) -> Replaced:
    unknown: Counter[str] = Counter()

    def special(tag: Tag) -> str | None:
        if tag.name in ("ref", "relref"):
            return links.page(tag.value("path", place=0)) or tag.value("path", place=0)
        if tag.name == "param":
            return links.value(f"page.{tag.value(place=0)}")
        return None

    def change(outside: str) -> str:
        replaced = without_shortcodes(outside, special)
        unknown.update(replaced.unknown)
        return re.sub(r"^\s*<!--\s*more\s*-->\s*$", "", replaced.text, flags=re.MULTILINE)

    return Replaced(outside_code(text, change), unknown)


HUGO = Program(
    "Hugo",
    _settings,
    _source,
    _address,
    _text,
    keys={**KEYS, "date": ("publishdate", "date"), "updated": ("lastmod", "modified", "updated")},
    list_address=_list_address,
)
