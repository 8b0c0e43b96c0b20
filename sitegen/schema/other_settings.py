"""What other programs call the keys of settings, and what to write for each of them here."""

from __future__ import annotations

from collections.abc import Collection

_OTHER_WORDS = {
    **dict.fromkeys(("baseurl", "site_url", "siteurl", "url", "domain", "homepage"), "base_url"),
    **dict.fromkeys(("languagecode", "lang", "locale", "defaultcontentlanguage"), "language"),
    **dict.fromkeys(("name", "site_title", "sitename", "site_name", "headline"), "title"),
    **dict.fromkeys(("subtitle", "slogan", "motto", "description"), "tagline"),
    **dict.fromkeys(("time_zone", "tz"), "timezone"),
    **dict.fromkeys(("paginate", "per_page", "posts_per_page", "pagesize"), "page_size"),
    **dict.fromkeys(("address", "path", "link", "href"), "url"),
    **dict.fromkeys(("id", "folder"), "slug"),
    **dict.fromkeys(("color", "colour"), "hue"),
    **dict.fromkeys(("count", "number", "max", "size"), "limit"),
}
_WITHOUT_COUNTERPART = frozenset(
    {"theme", "permalinks", "markup", "plugins", "exclude", "include", "params", "taxonomies"}
    | {"outputs", "copyright", "googleanalytics", "disqusshortname", "enablerobotstxt", "build"}
    | {"collections", "defaults", "highlighter", "markdown", "minify", "mediatypes", "module"}
)


def remedy(key: str, keys: Collection[str], beside: Collection[str]) -> str:
    """Return what to write for a word of another program; "" for a word that is in no table.

    Args:
        keys: those that may stand in the same table.
        beside: those that stand there already.
    """
    word = key.casefold().replace("-", "_")
    ours = _OTHER_WORDS.get(word, "")
    if ours in keys:
        return "Delete this line." if ours in beside else f"Write '{ours}'."
    return "Delete it: nothing of the kind is set here." if word in _WITHOUT_COUNTERPART else ""
