"""Jekyll: `_posts` with dates in their names, `_drafts`, collections, and Liquid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
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
    of_date,
    path_of,
    segment,
)
from sitegen.importers.folders.tags import Replaced, without_liquid

_TEXTS = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".html", ".htm")
_DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_OUTPUT = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}", re.DOTALL)
_MADE = frozenset({"index", "404", "feed", "search", "sitemap", "tags", "categories", "archive"})


def _settings(root: Path) -> FolderSettings:
    raw = config_values(root, ("_config.yml", "_config.yaml", "_config.toml"))
    people = data_of(root / "_data/authors.yml")
    base = loose.text(raw.get("baseurl")).rstrip("/")
    source = loose.text(raw.get("source")).strip("./")
    return FolderSettings(
        title=loose.text(raw.get("title") or raw.get("name")),
        tagline=loose.text(raw.get("tagline") or raw.get("subtitle") or raw.get("description")),
        address=loose.text(raw.get("url")).rstrip("/") + base,
        zone=loose.text(raw.get("timezone")),
        language=loose.text(raw.get("lang") or raw.get("locale")),
        content=source,
        statics=(source,),
        people=people if isinstance(people, dict) else {},
        feeds={"/feed.xml": "/feed.xml", "/atom.xml": "/atom.xml", "/rss.xml": "/feed.xml"},
        remarks=data_files(root, "_data"),
        more=raw,
    )


def _source(path: str, settings: FolderSettings) -> Source | None:
    place = PurePosixPath(path)
    inside = place.relative_to(settings.content) if settings.content else place
    folders = inside.parts[:-1]
    if place.suffix not in _TEXTS:
        return None
    special = next((each for each in folders if each.startswith("_")), "")
    if special in ("_posts", "_drafts"):
        above = folders[: folders.index(special)]
        dated = _DATED.fullmatch(place.stem)
        if special == "_posts" and dated is None:
            return Source(path, place.stem, model.POST, left_out="its name has no date")
        day, name = (dated[1], dated[2]) if dated else ("", place.stem)
        category = next((each for each in above if each != "collections"), "")
        return Source(path, name, model.POST, above, category, day, special == "_drafts")
    if special:
        collections = settings.more.get("collections")
        names = collections if isinstance(collections, Mapping | list) else ()
        if special[1:] not in names:
            return None
        inner = folders[folders.index(special) + 1 :]
        return Source(path, place.stem, model.TYPE, inner, type=special[1:])
    left_out = ""
    if place.stem in _MADE:
        left_out = "a page of lists, which sitegen makes itself"
    return Source(path, place.stem, model.PAGE, folders, left_out=left_out)


def _address(page: Page, settings: FolderSettings) -> str:
    source = page.source
    style = loose.text(settings.more.get("permalink")) or "date"
    pattern = loose.text(page.values.get("permalink"))
    ext = "/" if style == "pretty" or style.endswith("/") else ".html"
    if not pattern and source.kind == model.TYPE:
        collections = settings.more.get("collections")
        own = collections.get(source.type) if isinstance(collections, Mapping) else None
        pattern = loose.text(own.get("permalink")) if isinstance(own, Mapping) else ""
        pattern = pattern or f"/:collection/:path{ext}"
    elif not pattern and source.kind == model.PAGE:
        pattern = f"/:path{ext}"
    pattern = pattern or _STYLES.get(style, style)
    words = {
        **of_date(page.published),
        "title": page.name,
        "slug": segment(page.name),
        "name": source.name,
        "path": "/".join((*source.folders, source.name)),
        "categories": "/".join(map(segment, page.categories)),
        "collection": source.type,
        "output_ext": ".html",
    }
    return path_of(pattern, words)


def _defaults(path: str, settings: FolderSettings) -> Mapping[str, Any]:
    """Return what `defaults` of the settings say of a file, the nearest scope last."""
    found: dict[str, Any] = {}
    rules = settings.more.get("defaults")
    for rule in rules if isinstance(rules, list) else ():
        scope = rule.get("scope") if isinstance(rule, Mapping) else None
        values = rule.get("values") if isinstance(rule, Mapping) else None
        if not isinstance(values, Mapping) or not isinstance(scope, Mapping):
            continue
        where, type_ = loose.text(scope.get("path")).strip("/"), loose.text(scope.get("type"))
        fits = not where or path.startswith(f"{where}/") or path == where
        is_type = type_ in ("", "pages") or f"_{type_}/" in f"/{path}"
        if fits and is_type and (type_ != "pages" or "/_" not in f"/{path}"):
            found |= {str(name).casefold(): value for name, value in values.items()}
    return found


def _list_address(kind: str, name: str, _settings: FolderSettings) -> tuple[str, ...]:
    """Return where jekyll-archives puts a list."""
    folder = {"category": "category", "tag": "tag", "author": "author"}.get(kind, "category")
    return (f"/{folder}/{segment(name)}/",)


_OPEN = "\x02"  # stands for a brace that nothing reads


def _special(links: Links) -> Callable[[Tag], str | None]:
    def special(tag: Tag) -> str | None:
        if tag.name in ("post_url", "link"):
            return links.page(tag.value(place=0)) or tag.value(place=0)
        if tag.name in ("raw", "verbatim"):
            return tag.inner.replace("{", _OPEN)
        return None

    return special


def liquid_text(text: str, links: Links) -> Replaced:
    """Return a text without the tags and values of Liquid that are known."""
    unknown: Counter[str] = Counter()

    def output(match: re.Match[str]) -> str:
        subject, *filters = [part.strip() for part in match[1].split("|")]
        literal = re.fullmatch(r"(['\"])(.*)\1", subject)
        value = literal[2] if literal else links.value(subject)
        addresses = {"relative_url", "absolute_url", "url", "prepend: site.baseurl", "escape",
                     "strip", "xml_escape", "prepend: site.url"}  # fmt: skip
        if (not value and subject not in ("site.baseurl", "site.url")) or not addresses.issuperset(
            filters
        ):
            unknown["{{ … }}"] += 1
            return match[0]
        return value

    def change(outside: str) -> str:
        replaced = without_liquid(outside, _special(links))
        unknown.update(replaced.unknown)
        return replaced.text

    text = outside_code(text.replace(_OPEN, ""), change)
    # Once more, for some of the tags were code.
    text = outside_code(text, lambda outside: _OUTPUT.sub(output, outside))
    return Replaced(text.replace(_OPEN, "{"), unknown)


def _text(text: str, links: Links) -> Replaced:
    replaced = liquid_text(text, links)

    def without_lists_of_attributes(outside: str) -> str:
        outside = re.sub(r"^[*-] +\S.*\n\{:\s*toc[^}\n]*\}[ \t]*$", "", outside, flags=re.MULTILINE)
        outside = re.sub(r"^[ \t]*\{:[^}\n]*\}[ \t]*\n?", "", outside, flags=re.MULTILINE)
        return re.sub(r"(?<=[)\]*_`])\{:[^}\n]*\}", "", outside)

    return Replaced(outside_code(replaced.text, without_lists_of_attributes), replaced.unknown)


JEKYLL = Program(
    "Jekyll",
    _settings,
    _source,
    _address,
    _text,
    keys={**KEYS, "updated": ("last_modified_at", "updated", "modified", "lastmod")},
    list_address=_list_address,
    guid=lambda address, _page: address.removesuffix(".html").rstrip("/"),  # as jekyll-feed
    by_spaces=True,
    defaults=_defaults,
)
