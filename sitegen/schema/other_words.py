"""What other programs and newsrooms call our keys, and what to write for each of them here.

Which words those are, each key says itself (`tables.Key.former`). A remedy is right or absent:
what it says to write is read on trial first, with the very value that stands in the file, and
only what is then without a problem is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from urllib.parse import urlsplit

from sitegen.schema.frontmatter import FrontMatter
from sitegen.schema.reader import Reader
from sitegen.schema.tables import Key, Table, fold
from sitegen.schema.yaml_reader import YamlReader
from sitegen.schema.yaml_writing import as_yaml

Value: TypeAlias = object  # str | None | list | dict, as `yaml_blocks` gives it

DELETE = "Delete this key, or keep it under 'extra:' for templates of your own."


def remedy(reader: Reader, name: str, value: Value, table: Table) -> str:
    """Return what to write for a key of another program; "" for a word that nobody uses."""
    word = fold(name)
    beside = reader.values
    if "date" in beside:
        beside = {**beside, "published": beside["date"]}  # they mean the same
    if word in PERSON_TEXT:
        return "Write it as the text below the front matter."
    if word in PARTS_OF_IMAGE:
        return _part_of_image(value, PARTS_OF_IMAGE[word], beside, table)
    owners = [key for key in table.keys if word in key.former]
    if not owners:
        return DELETE if word in table.foreign else ""
    for key in owners:
        ours = value if key.translate is None else key.translate(value)
        if ours in ("", None) or key.name in beside:
            continue
        if isinstance(ours, dict) and key.name == "image":
            ours = _with_words(ours, beside)
        if not _would_be_right(reader, key, ours):
            continue
        if ours == value and key.name != "aliases":
            return f"Write '{key.name}'."
        return f"Write '{key.name}: {as_yaml(ours)}'."
    rival = next((key.name for key in owners if key.name in beside), "")
    if rival == "aliases":
        path = as_paths(value)
        if isinstance(path, list):
            return f"Delete this key, and add '{path[0]}' to aliases."
    if rival in ("tags", "authors", "contributors"):
        return f"Delete this key, and add to {rival} what it says beyond them."
    return f"Delete this key: {rival} is there already." if rival else DELETE


def _would_be_right(reader: Reader, key: Key, value: Value) -> bool:
    """Say whether a key would be without a problem if this value stood under it."""
    if key.name == "aliases" and isinstance(value, list) and _own_address(reader.path) in value:
        return False
    trial = YamlReader(reader.path, FrontMatter({}, {}, "", 1), reader.rules)
    key.type.read(trial, key.name, value)
    return not trial.failed


def _own_address(path: str) -> str:
    """Return the address that a file's place gives: that of most stories."""
    place = path.removeprefix("content/").removesuffix(".md").removesuffix("/index")
    return f"/{place}/"


# How their values become ours.


def as_text(value: Value) -> Value:
    return value if isinstance(value, str) and value and not _is_picture(value) else None


def _one(value: Value) -> Value:
    """Return the only item of a list, or one text without a comma in it."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) and value and "," not in value else None


def as_slug(value: Value) -> Value:
    one = _one(value)
    return re.sub(r"[\s_]+", "-", one.casefold()) if isinstance(one, str) else None


def as_names(value: Value) -> Value:
    """Return a list of names, from a list or from names with commas between them."""
    if isinstance(value, str):
        names = [name.strip(" []\"'") for name in value.split(",")]
        return [name for name in names if name] if len(names) > 1 else value or None
    return value if value and isinstance(value, list) else None


def as_paths(value: Value) -> Value:
    """Return an old address as a list of its path: "https://old.example/a/" gives ["/a/"]."""
    items = value if isinstance(value, list) else [value]
    paths = []
    for item in items:
        if not isinstance(item, str) or ":" in item.partition("://")[2] or "{" in item:
            return None
        try:
            path = urlsplit(item).path.strip()
        except ValueError:
            return None
        if not re.search(r"[/.]\w", path) or (":" in path and not item.startswith("http")):
            return None  # "/:year/:title/" is the pattern of a whole site
        paths.append("/" + path.lstrip("/"))
    return paths or None


def as_last_part(value: Value) -> Value:
    is_style = value in ("pretty", "date", "none", "ordinal", "weekdate")  # of Jekyll's addresses
    return value if isinstance(value, str) and "/" not in value and not is_style else None


def as_picture(value: Value, names: Mapping[str, str]) -> Value:
    """Return a picture as a table with its file, from a file's name or from such a table.

    Args:
        names: a word for a part of a picture, theirs or ours → ours.
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        image = {
            ours: item
            for theirs, ours in names.items()
            if isinstance(item := value.get(theirs), str)
        }
        return image if _is_picture(image.get("file")) else None
    return {"file": value} if _is_picture(value) else None


def _is_picture(value: Value) -> bool:
    return isinstance(value, str) and bool(
        re.search(r"(?i)\.(jpe?g|png|webp|gif|svg|avif)(\?.*)?$", value)
    )


def as_answer(value: Value) -> Value:
    return "true" if isinstance(value, str) and value.casefold() in ("true", "yes", "1") else None


def as_draft(value: Value) -> Value:
    drafts = ("draft", "pending", "private", "unpublished", "hidden", "trash", "true")
    return "true" if isinstance(value, str) and value.casefold() in drafts else None


def as_template(value: Value) -> Value:
    return value if isinstance(value, str) and value.endswith(".html") else None


def as_kind(value: Value) -> Value:
    if not isinstance(value, str) or value == "page":  # a page is one by its folder
        return None
    return KIND_WORDS.get(value.casefold(), value.casefold())


def as_language(value: Value) -> Value:
    return value.replace("_", "-").partition(".")[0] if isinstance(value, str) else None


PERSON_TEXT = frozenset({"bio", "biography", "about"})
# Words of Hugo, Jekyll, WordPress, Eleventy, Ghost, Astro and their themes for what is not
# decided here story by story, or not at all.
_WITHOUT_COUNTERPART = """
    _build build cascade classes comment comment_status comments content css custom_css custom_js
    disable_comments disqus draft_date dsq_thread_id eleventycomputed
    eleventyexcludefromcollections eleventynavigation enable_comments feature footer gallery
    geo_latitude geo_longitude headless hide hidemeta hidetoc icon iscjklanguage js katex markup
    math mathjax menu menus mermaid meta nav_exclude nav_order noindex order outputs pagination
    parent password ping_status pinged post_name postid read_time reading_time readingtime
    related_posts resources robots script scripts search seo seo_title share sharing show_date
    showtoc sidebar sitemap slideshow style styles stylesheet submenu theme time_to_read toc
    translationkey twitter_card videos views weight wp_id
"""
WITHOUT_COUNTERPART = frozenset(_WITHOUT_COUNTERPART.split())
# Their name for a word that belongs to the picture → ours.
PARTS_OF_IMAGE: Mapping[str, str] = {
    f"{picture}{part}": ours
    for picture in ("image_", "featured_image_", "feature_image_", "cover_", "cover_image_",
                    "thumbnail_", "photo_", "hero_", "image", "banner_", "lead_image_", "")
    for part, ours in {"alt": "alt", "alt_text": "alt", "alttext": "alt", "caption": "caption",
                       "credit": "credit", "credits": "credit", "description": "alt",
                       "photographer": "credit", "byline": "credit"}.items()
    if picture or part not in ("description", "photographer", "byline")
}  # fmt: skip
# What others call our kinds of story.
KIND_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("article", "story", "newsarticle"), "news"),
    **dict.fromkeys(("column", "editorial", "op-ed", "oped", "commentary", "letter"), "opinion"),
    **dict.fromkeys(("press-release", "press release", "pr"), "release"),
    **dict.fromkeys(("ad", "advertorial", "advertisement", "sponsor", "paid"), "sponsored"),
    **dict.fromkeys(("obit", "obits"), "obituary"),
    **dict.fromkeys(("liveblog", "live-blog"), "live"),
    **dict.fromkeys(("parody", "humor", "humour"), "satire"),
}


def _part_of_image(value: Value, part: str, beside: Mapping[str, Value], table: Table) -> str:
    """Return where words go that belong to the picture: within the key image."""
    image = beside.get("image")
    if isinstance(image, dict):
        if part in image:
            return f"Delete this key: image has its {part} already."
        return f"Delete this key, and write '{part}: {as_yaml(value)}' within image."
    key = table.names.get("image")
    others = (
        word for word in beside
        if key is not None and fold(word) in key.former and not _has_other_owner(word, table)
    )  # fmt: skip
    if not isinstance(image, str) and not any(others):
        return "Delete this key: the story has no image."
    file = image if isinstance(image, str) else "…"
    form = as_yaml(_with_words({"file": file}, beside))
    return f"Delete this key: it stands within image, as in 'image: {form}'."


def _has_other_owner(word: str, table: Table) -> bool:
    """Say whether a word may mean more than a picture, as "teaser" does."""
    return any(fold(word) in key.former for key in table.keys if key.name != "image")


def _with_words(image: dict[str, Value], beside: Mapping[str, Value]) -> dict[str, Value]:
    """Add the words that stand elsewhere in the file to a picture; alt must be there."""
    words = dict(image)
    for ours, value in _words_beside(beside):
        words.setdefault(ours, value)
    words.setdefault("alt", "What it shows")
    return {key: words[key] for key in ("file", "alt", "caption", "credit") if key in words}


def _words_beside(beside: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for key, value in beside.items():
        ours = PARTS_OF_IMAGE.get(fold(key))
        if ours and isinstance(value, str) and value:
            yield ours, value
