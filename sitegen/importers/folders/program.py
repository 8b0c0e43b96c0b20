"""What a generator is to the importer: its settings, its folders, its keys and addresses."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sitegen.core.record import Record, field
from sitegen.core.urls import slugify
from sitegen.importers.folders.tags import Replaced
from sitegen.schema.plain_yaml import plain_yaml

LARGEST = 20_000_000  # bytes of a text or of settings


class FolderSettings(Record):
    """What a folder says of the paper as a whole."""

    title: str = ""
    tagline: str = ""
    address: str = ""  # of the old site, without a last slash
    zone: str = ""
    language: str = ""
    content: str = ""  # folder of the texts below the root; "" for the root itself
    statics: tuple[str, ...] = ()  # folders below the root whose files answer by their paths
    menu: tuple[tuple[str, str], ...] = ()  # title, address
    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # key → what is said
    feeds: Mapping[str, str] = field(default_factory=dict)  # old path → path of every site
    remarks: tuple[str, ...] = ()  # what does not come along
    more: Mapping[str, Any] = field(default_factory=dict)  # the program's own, as written


class Source(Record):
    """What the place of a file says."""

    path: str  # below the root, "content/news/vote.md"
    name: str  # of the piece, for its address
    kind: str  # POST, PAGE or TYPE
    folders: tuple[str, ...] = ()  # above it, below the folder of the texts
    category: str = ""  # a folder that files stories
    day: str = ""  # that the file's name has, "2019-05-01"
    is_draft: bool = False
    lang: str = ""
    type: str = ""  # the program's own word
    left_out: str = ""  # why it is nothing to move; "" where it is


class Page(Record):
    """A piece with what its front matter says, as far as its address needs it."""

    source: Source
    values: Mapping[str, Any]
    title: str
    slug: str  # written; "" for none
    published: datetime | None
    categories: tuple[str, ...] = ()  # names
    author: str = ""

    @property
    def name(self) -> str:
        return self.slug or self.source.name


class Links(Record):
    """Finds what a text names by its file."""

    # of a file, as named in the text of another → old address; "" for none
    page: Callable[[str], str]
    # of values that tags show: "site.url", "page.title"
    value: Callable[[str], str]


Keys = Mapping[str, tuple[str, ...]]  # what it is → names in front matter, the best first

KEYS: Keys = {
    "title": ("title", "headline"),
    "slug": ("slug",),
    "date": ("date", "publishdate", "published_at", "created"),
    "updated": ("lastmod", "last_modified_at", "modified", "updated", "updated_at", "lastupdated"),
    "expires": ("expirydate", "expiry_date", "unpublishdate"),
    "draft": ("draft",),
    "summary": ("summary", "excerpt", "lead", "abstract", "teaser"),
    "description": ("description", "meta_description"),
    "subtitle": ("subtitle", "dek", "standfirst"),
    "categories": ("categories", "category", "section"),
    "tags": ("tags", "tag", "keywords"),
    "authors": ("authors", "author", "params.author", "byline"),
    "image": ("image", "images", "cover", "featured_image", "featuredimage", "feature_image",
              "thumbnail", "header", "feature", "hero", "banner", "og_image", "params.image"),
    "alt": ("image_alt", "imagealt", "featured_image_alt", "alt"),
    "caption": ("image_caption", "imagecaption", "featured_image_caption", "caption"),
    "credit": ("image_credit", "photo_credit", "credit"),
    "lang": ("lang", "language", "locale"),
    "series": ("series",),
    "aliases": ("aliases", "redirect_from", "alias"),
    "canonical": ("canonical", "canonical_url", "canonicalurl"),
    "guid": ("guid",),
    "pinned": ("pinned", "sticky"),
}  # fmt: skip


class Program(Record):
    """One generator."""

    name: str  # as people call it
    settings: Callable[[Path], FolderSettings]
    source: Callable[[str, FolderSettings], Source | None]  # None: no text
    address: Callable[[Page, FolderSettings], str]  # path on the old site; "" for none
    text: Callable[[str, Links], Replaced]  # of Markdown or HTML
    keys: Keys = field(default_factory=lambda: KEYS)
    # (kind of list, name, settings) → the old addresses of a category, tag or author
    list_address: Callable[[str, str, FolderSettings], tuple[str, ...]] = lambda *_: ()
    # (whole address, page) → how the old feed named a story
    guid: Callable[[str, Page], str] = lambda address, _page: address
    pairs: bool = False  # lines of `Key: value` are front matter
    by_spaces: bool = False  # categories and tags in one text are parted by spaces
    by_commas: bool = False
    no_tags: frozenset[str] = frozenset()  # words under `tags` that file for the program alone
    defaults: Callable[[str, FolderSettings], Mapping[str, Any]] = lambda _path, _settings: {}
    # what is said of a file elsewhere, by its path


def config_values(root: Path, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of the first of these files that is there, TOML, YAML or JSON."""
    for name in names:
        values = data_of(root / name)
        if isinstance(values, dict):
            return values
    return {}


def data_of(file: Path) -> Any:
    """Return what a file of data says; None where it is not there or cannot be read."""
    if not file.is_file() or file.stat().st_size > LARGEST:
        return None
    try:
        text = file.read_text("utf-8-sig", "replace")
        if file.suffix == ".toml":
            return tomllib.loads(text)
        return json.loads(text) if file.suffix == ".json" else plain_yaml(text)
    except (OSError, ValueError, RecursionError):
        return None


def data_files(root: Path, folder: str) -> tuple[str, ...]:
    """Return a remark about files of data, if there are any."""
    found = sorted(each.name for each in (root / folder).glob("**/*") if each.is_file())
    if not found:
        return ()
    names = ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
    what = f"Data in {folder}/ does not come along, {len(found):,} in all: {names}."
    return (f"{what} What pages made of them is not in the texts.",)


def path_of(pattern: str, values: Mapping[str, str], sign: str = ":") -> str:
    """Return an address by its pattern, "/:year/:slug/"; a name that nobody knows goes."""
    names = sorted(values, key=len, reverse=True)
    known = "|".join(map(re.escape, names))
    path = re.sub(
        rf"{sign}({known})(?![a-z_])|{sign}[a-z_]+",
        lambda match: values[match[1]] if match[1] else "",
        pattern,
    )
    return "/" + re.sub(r"/{2,}", "/", path).lstrip("/")


def of_date(published: datetime | None) -> dict[str, str]:
    """Return the parts of a date that addresses are made of."""
    if published is None:
        return {}
    return {
        "year": f"{published:%Y}", "month": f"{published:%m}", "day": f"{published:%d}",
        "hour": f"{published:%H}", "minute": f"{published:%M}", "second": f"{published:%S}",
        "short_year": f"{published:%y}", "i_month": str(published.month),
        "i_day": str(published.day), "y_day": f"{published:%j}", "monthname":
        f"{published:%B}".lower(), "weekdayname": f"{published:%A}".lower(),
        "yearday": str(published.timetuple().tm_yday),
    }  # fmt: skip


def segment(name: str) -> str:
    """Return a word as it stood in an old address, as most generators make it."""
    return re.sub(r"[\s_]+", "-", name.strip().lower()) if name.isascii() else slugify(name)


def menu_of(
    entries: object, title: str = "name", address: str = "url"
) -> Iterator[tuple[str, str]]:
    """Yield the links of a menu that is a list of tables."""
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, Mapping):
            words = entry.get(title) or entry.get("title") or entry.get("text")
            to = entry.get(address) or entry.get("link") or entry.get("href")
            if isinstance(words, str) and isinstance(to, str):
                yield words, to
