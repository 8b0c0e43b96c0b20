"""What other programs and newsrooms call our keys, and what to write for each of them here.

A remedy is right or absent: what it says to write is read on trial first, with the very
value that stands in the file, and only what is then without a problem is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import urlsplit

from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.schema.yaml_writing import as_yaml

Value: TypeAlias = object  # str | None | list | dict, as `yaml_blocks` gives it
Change = Callable[[Value], Value]  # their value → ours; None where it has no counterpart here

DELETE = "Delete this key, or keep it under 'extra:' for templates of your own."


class Unknown(Record):
    """A key that is not ours, and what is known of the file in which it stands."""

    key: str
    value: Value
    beside: Mapping[str, Value]  # all keys of the file
    is_readable: Callable[[str, Value], bool]  # says whether (our key, value) would be right


def remedy(unknown: Unknown) -> str:
    """Return what to write for a key of another program; "" for a word that is in no table."""
    word = fold(unknown.key)
    if word in PERSON_TEXT:
        return "Write it as the text below the front matter."
    if word in _PARTS_OF_IMAGE:
        return _part_of_image(unknown, _PARTS_OF_IMAGE[word])
    if word not in WORDS:
        return DELETE if word in WITHOUT_COUNTERPART else ""
    for key, change in WORDS[word]:
        value = change(unknown.value)
        if isinstance(value, dict) and key == "image":
            value = _with_words(value, unknown.beside)
        if value is None or key in unknown.beside or not unknown.is_readable(key, value):
            continue
        if value == unknown.value and key != "aliases":
            return f"Write '{key}'."
        return f"Write '{key}: {as_yaml(value)}'."
    rival = next((key for key, _ in WORDS[word] if key in unknown.beside), "")
    if rival == "aliases":
        path = _path(unknown.value)
        if isinstance(path, list):
            return f"Delete this key, and add '{path[0]}' to aliases."
    if rival in ("tags", "authors", "contributors"):
        return f"Delete this key, and add to {rival} what it says beyond them."
    return f"Delete this key: {rival} is there already." if rival else DELETE


def fold(key: str) -> str:
    return key.casefold().replace("-", "_")


def is_of_another_program(problems: Iterable[Problem]) -> bool:
    """Say whether problems are those of stories that another program was fed with.

    One wrong word is a slip; the same program's words in three files are an archive.
    """
    files = set()
    for problem in problems:
        match = re.fullmatch(r"unknown key '(.*)'", problem.message)
        word = fold(match[1]) if match else ""
        if (
            word in WORDS or word in WITHOUT_COUNTERPART or word in _PARTS_OF_IMAGE
            or "stands between '+++'" in problem.message
        ):  # fmt: skip
            files.add(problem.path)
            if len(files) >= 3:
                return True
    return False


# How their values become ours.


def _same(value: Value) -> Value:
    return value if value not in ("", None) else None


def _text(value: Value) -> Value:
    return value if isinstance(value, str) and value and not _is_picture(value) else None


def _one(value: Value) -> Value:
    """Return the only item of a list, or one text without a comma in it."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) and value and "," not in value else None


def _slug(value: Value) -> Value:
    one = _one(value)
    return re.sub(r"[\s_]+", "-", one.casefold()) if isinstance(one, str) else None


def _names(value: Value) -> Value:
    """Return a list of names, from a list or from names with commas between them."""
    if isinstance(value, str):
        names = [name.strip(" []\"'") for name in value.split(",")]
        return [name for name in names if name] if len(names) > 1 else value or None
    return value if value and isinstance(value, list) else None


def _path(value: Value) -> Value:
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


def _plain_slug(value: Value) -> Value:
    is_style = value in ("pretty", "date", "none", "ordinal", "weekdate")  # of Jekyll's addresses
    return value if isinstance(value, str) and "/" not in value and not is_style else None


def _picture(value: Value) -> Value:
    """Return a picture as a table with its file, from a file's name or from such a table."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        image = {
            ours: item
            for theirs, ours in _PARTS["image"].items()
            if isinstance(item := value.get(theirs), str)
        }
        return image if _is_picture(image.get("file")) else None
    return {"file": value} if _is_picture(value) else None


def _is_picture(value: Value) -> bool:
    return isinstance(value, str) and bool(
        re.search(r"(?i)\.(jpe?g|png|webp|gif|svg|avif)(\?.*)?$", value)
    )


def _if_true(value: Value) -> Value:
    return "true" if isinstance(value, str) and value.casefold() in ("true", "yes", "1") else None


def _if_draft(value: Value) -> Value:
    drafts = ("draft", "pending", "private", "unpublished", "hidden", "trash", "true")
    return "true" if isinstance(value, str) and value.casefold() in drafts else None


def _template(value: Value) -> Value:
    return value if isinstance(value, str) and value.endswith(".html") else None


def _kind(value: Value) -> Value:
    if not isinstance(value, str) or value == "page":  # a page is one by its folder
        return None
    return KIND_WORDS.get(value.casefold(), value.casefold())


def _language(value: Value) -> Value:
    return value.replace("_", "-").partition(".")[0] if isinstance(value, str) else None


_IMAGE = (("image", _picture),)
_TAGS = (("tags", _names),)
_AUTHORS = (("authors", _names),)
_SUMMARY = (("summary", _text),)
_PUBLISHED = (("published", _same),)
_UPDATED = (("updated", _same),)
_ADDRESS = (("slug", _plain_slug), ("aliases", _path))
_HIDDEN = (("draft", _if_draft),)

# Their word, without capitals and with underscores → our keys, the likeliest first.
WORDS: Mapping[str, tuple[tuple[str, Change], ...]] = {
    **dict.fromkeys(("author", "by", "byline", "writer", "writers", "reporter", "reporters",
                     "creator"), (*_AUTHORS, ("name", _text))),
    **dict.fromkeys(("photographer", "photos_by", "contributor", "additional_reporting"),
                    (("contributors", _names),)),
    **dict.fromkeys(("category", "categories", "section_name", "channel", "desk"),
                    (("section", _slug), *_TAGS)),
    **dict.fromkeys(("keywords", "tag", "topic", "topics", "label", "labels", "subjects"), _TAGS),
    **dict.fromkeys(("cover", "photo", "picture", "thumbnail", "thumb", "hero", "hero_image",
                     "featured_image", "featuredimage", "feature_image", "banner", "images",
                     "header_image", "lead_image", "main_image", "cover_image", "coverimage",
                     "image_url", "og_image", "social_image", "preview_image", "avatar",
                     "headshot", "header", "teaser_image", "post_image"), _IMAGE),
    "teaser": (*_IMAGE, *_SUMMARY),
    **dict.fromkeys(("dek", "deck", "description", "excerpt", "standfirst", "subtitle", "intro",
                     "sub_title", "subhead", "subheadline", "lede", "abstract", "blurb",
                     "meta_description", "seo_description"), _SUMMARY),
    **dict.fromkeys(("expirydate", "expiry_date", "unpublishdate", "unpublish_date"),
                    (("expires", _same),)),
    "featured": (("lead", _if_true), *_IMAGE),
    **dict.fromkeys(("sticky", "is_sticky", "pin"), (("pinned", _if_true),)),
    **dict.fromkeys(("guid", "uuid", "wordpress_id", "post_id"), (("id", _same),)),
    **dict.fromkeys(("headline", "heading"), (("title", _text),)),
    **dict.fromkeys(("linktitle", "link_title", "short_title", "shorttitle", "short_headline"),
                    (("card_title", _text),)),
    **dict.fromkeys(("language", "locale", "lng"), (("lang", _language),)),
    **dict.fromkeys(("last_modified", "lastmod", "modified", "last_modified_at", "updated_at",
                     "date_modified", "modified_date", "last_updated", "update_date"), _UPDATED),
    "layout": (("template", _template),),
    **dict.fromkeys(("type", "post_type", "story_type", "genre"), (("kind", _kind),)),
    **dict.fromkeys(("permalink", "url", "path", "link"), _ADDRESS),
    **dict.fromkeys(("redirect_from", "redirects", "alias", "old_url", "old_urls", "original_url"),
                    (("aliases", _path),)),
    "publishdate": (*_PUBLISHED, ("embargo", _same)),
    **dict.fromkeys(("publish_date", "pubdate", "pub_date", "published_at", "created", "created_at",
                     "pubdatetime", "publication_date", "date_published", "date_created",
                     "datetime"), _PUBLISHED),
    **dict.fromkeys(("status", "post_status", "hidden", "unlisted", "private", "unpublished",
                     "is_draft", "visibility"), _HIDDEN),
    **dict.fromkeys(("canonical_url", "canonicalurl", "rel_canonical", "source_url"),
                    (("canonical", _same),)),
    "source": (("sources", _same),),
    "location": (("dateline", _text),),
    **dict.fromkeys(("audio", "podcast"), (("enclosure", _same),)),
    # Of people.
    **dict.fromkeys(("display_name", "full_name", "fullname"), (("name", _text),)),
    **dict.fromkeys(("position", "job", "job_title", "title"), (("role", _text),)),
    **dict.fromkeys(("website", "homepage", "links", "twitter", "mastodon", "bluesky", "social"),
                    (("profiles", _same),)),
    **dict.fromkeys(("contact", "mail", "e_mail"), (("email", _text),)),
    "organization": (("organisation", _same),),
}  # fmt: skip
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
_PARTS_OF_IMAGE: Mapping[str, str] = {
    f"{picture}{part}": ours
    for picture in ("image_", "featured_image_", "feature_image_", "cover_", "cover_image_",
                    "thumbnail_", "photo_", "hero_", "image", "banner_", "lead_image_", "")
    for part, ours in {"alt": "alt", "alt_text": "alt", "alttext": "alt", "caption": "caption",
                       "credit": "credit", "credits": "credit", "description": "alt",
                       "photographer": "credit", "byline": "credit"}.items()
    if picture or part not in ("description", "photographer", "byline")
}  # fmt: skip
# Within a table, by the key around it: their word → ours.
_PARTS: Mapping[str, Mapping[str, str]] = {
    "image": {"file": "file", "src": "file", "url": "file", "path": "file", "image": "file",
              "filename": "file", "feature": "file", "name": "file", "teaser": "file",
              "alt": "alt", "alt_text": "alt", "alttext": "alt", "description": "alt",
              "title": "alt", "caption": "caption", "legend": "caption", "credit": "credit",
              "credits": "credit", "photographer": "credit", "by": "credit", "source": "credit",
              "author": "credit", "attribution": "credit", "copyright": "credit"},
    "authors": {"id": "name", "who": "name", "author": "name", "slug": "name", "title": "role",
                "job": "role", "as": "role", "from": "of", "affiliation": "of", "outlet": "of",
                "organisation": "of", "organization": "of", "newsroom": "of"},
    "sources": {"name": "title", "text": "title", "label": "title", "link": "url", "href": "url"},
    "corrections": {"at": "date", "on": "date", "published": "date", "note": "text",
                    "message": "text", "correction": "text", "kind": "type"},
    "updated": {"date": "at", "on": "at", "text": "note", "message": "note"},
    "series": {"name": "title", "number": "part", "order": "part", "weight": "part"},
    "enclosure": {"src": "file", "path": "file", "link": "url", "mime": "type", "size": "length",
                  "bytes": "length", "time": "duration"},
    "live": {"begin": "start", "from": "start", "stop": "end", "until": "end", "to": "end"},
    "breaking": {"end": "until", "expires": "until", "title": "text", "headline": "text"},
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


def part_remedy(around: str, key: str, keys: Collection[str]) -> str:
    """Return what to write for a word within a table, `around` being the key of the table."""
    ours = _PARTS.get(around, {}).get(fold(key), "")
    return f"Write '{ours}'." if ours in keys else ""


def _part_of_image(unknown: Unknown, part: str) -> str:
    """Return where words go that belong to the picture: within the key image."""
    image = unknown.beside.get("image")
    if isinstance(image, dict):
        if part in image:
            return f"Delete this key: image has its {part} already."
        return f"Delete this key, and write '{part}: {as_yaml(unknown.value)}' within image."
    if not isinstance(image, str) and not any(
        fold(key) in WORDS and WORDS[fold(key)] == _IMAGE for key in unknown.beside
    ):
        return "Delete this key: the story has no image."
    file = image if isinstance(image, str) else "…"
    form = as_yaml(_with_words({"file": file}, unknown.beside))
    return f"Delete this key: it stands within image, as in 'image: {form}'."


def _with_words(image: dict[str, Value], beside: Mapping[str, Value]) -> dict[str, Value]:
    """Add the words that stand elsewhere in the file to a picture; alt must be there."""
    words = dict(image)
    for ours, value in _words_beside(beside):
        words.setdefault(ours, value)
    words.setdefault("alt", "What it shows")
    return {key: words[key] for key in ("file", "alt", "caption", "credit") if key in words}


def _words_beside(beside: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for key, value in beside.items():
        ours = _PARTS_OF_IMAGE.get(fold(key))
        if ours and isinstance(value, str) and value:
            yield ours, value
