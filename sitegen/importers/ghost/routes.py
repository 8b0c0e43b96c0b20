"""routes.yaml of Ghost: at which addresses posts, tags and writers stood.

Source: Ghost's documentation, "Dynamic routing"; filters are its query language, of which a
collection takes the first posts that fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from sitegen.core.record import Record, field
from sitegen.schema.plain_yaml import plain_yaml

_PART = re.compile(
    r"(?P<before>[+,\s]*)(?P<name>[a-z_]+):"
    r"(?P<value>-?\[[^\]]*\]|'[^']*'|\"[^\"]*\"|[^+,()\s]+)"
)
_KNOWN = frozenset({"tag", "tags", "primary_tag", "author", "authors", "primary_author",
                    "featured", "visibility", "slug", "id"})  # fmt: skip


class Collection(Record):
    """Posts that stand below one address."""

    permalink: str  # "/podcast/{slug}/"
    filter: str = ""  # "tag:podcast+featured:true"; "" for all


class Routes(Record):
    """What a routes.yaml says."""

    collections: tuple[Collection, ...] = ()
    tag: str = "/tag/{slug}/"
    author: str = "/author/{slug}/"
    pages: Mapping[str, str] = field(
        default_factory=dict
    )  # address → slug of the page that it shows
    strange: tuple[str, ...] = ()  # filters that nobody here understands


def routes_of(text: str) -> Routes:
    """Return what a routes.yaml says; nothing for one that cannot be read."""
    try:
        read = plain_yaml(text)
    except ValueError:
        return Routes()
    if not isinstance(read, dict):
        return Routes()
    collections = []
    for address, rule in _table(read.get("collections")).items():
        permalink = rule if isinstance(rule, str) else _table(rule).get("permalink")
        permalink = permalink if isinstance(permalink, str) else f"{address}{{slug}}/"
        filter_ = _table(rule).get("filter")
        collections.append(Collection(permalink, filter_ if isinstance(filter_, str) else ""))
    lists = _table(read.get("taxonomies"))
    tag, author = lists.get("tag"), lists.get("author")
    pages: dict[str, str] = {}
    for address, rule in _table(read.get("routes")).items():
        data = _table(rule).get("data")
        data = _table(data).get("post") or _table(data).get("page") or data
        named = re.fullmatch(r"(?:page|post)\.([\w-]+)", data) if isinstance(data, str) else None
        if named:
            pages[address] = named[1]
    return Routes(
        tuple(collections),
        tag if isinstance(tag, str) else Routes().tag,
        author if isinstance(author, str) else Routes().author,
        pages,
        tuple(c.filter for c in collections if c.filter and not _is_known(c.filter)),
    )


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def permalink_of(routes: Routes, facts: Mapping[str, Iterable[str]]) -> str:
    """Return the pattern of the collection that a post is in; "" where none takes it.

    Args:
        facts: what is known of a post, by the names of filters: "tag" → slugs.
    """
    for collection in routes.collections:
        if collection.filter in routes.strange:
            continue
        if not collection.filter or _fits(collection.filter, facts):
            return collection.permalink
    return ""


def path_of(pattern: str, values: Mapping[str, str]) -> str:
    """Return the path of a pattern: "/podcast/{slug}/", or as old Ghosts wrote it "/:slug/"."""

    def value(match: re.Match[str]) -> str:
        return values.get(match[1] or match[2], "")

    path = re.sub(r"\{(\w+)\}|:(\w+)", value, pattern)  # at once: a value may hold ":"
    return f"/{re.sub('/{2,}', '/', path).strip('/')}/"


def _is_known(text: str) -> bool:
    """Say whether a filter is made of parts that are understood: "a:b+c:-[d,e],f:g".

    That a slug begins like "~^pod", or is ">" another, is not.
    """
    rest = _PART.sub("", text)
    return re.fullmatch(r"[+,\s]*", rest) is not None and all(
        part["name"] in _KNOWN and not re.match(r"-?\[?\s*[~<>]", part["value"])
        for part in _PART.finditer(text)
    )


def _fits(text: str, facts: Mapping[str, Iterable[str]]) -> bool:
    """Say whether a post fits; "+" binds before ","."""
    ways: list[list[Callable[[], bool]]] = []
    for part in _PART.finditer(text):
        if not ways or "," in part["before"]:
            ways.append([])
        ways[-1].append(_test(part["name"], part["value"], facts))
    return any(all(test() for test in way) for way in ways)


def _test(name: str, value: str, facts: Mapping[str, Iterable[str]]) -> Callable[[], bool]:
    negative, value = value.startswith("-"), value.removeprefix("-")
    wanted = {each.strip(" '\"") for each in value.strip("[]").split(",")}
    had = set(facts.get(name.removesuffix("s") if name in ("tags", "authors") else name, ()))
    return lambda: bool(had & wanted) != negative
