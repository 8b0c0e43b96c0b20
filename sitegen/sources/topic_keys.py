"""Keys that say what a story belongs to: its kind, tags and series."""

from __future__ import annotations

from functools import lru_cache

from sitegen.core.problems import did_you_mean
from sitegen.core.urls import slugify
from sitegen.model.kinds import KINDS
from sitegen.schema.fields import Fields, Reader
from sitegen.sources.plain_keys import read_line, refuse_commas


def read_kind(reader: Reader, key: str, value: object) -> Fields:
    kind = reader.line_of_text(key, value)
    if kind and kind not in KINDS:
        reader.problem(key, f"there is no kind '{kind}'", did_you_mean(kind, KINDS, "Kinds"))
        return {}
    return {"kind": kind} if kind else {}


def read_tags(reader: Reader, key: str, value: object) -> Fields:
    tags: dict[str, str] = {}
    aliases = reader.rules.tag_aliases
    for place, item in reader.items(key, value):
        tag = reader.line_of_text(place, item)
        if isinstance(value, str):
            refuse_commas(reader, place, key, tag)
        if tag:
            tag = aliases.get(tag.casefold(), tag)
            tags.setdefault(tag.casefold(), tag)
            if not _has_slug(tag) and tag.casefold() not in reader.rules.tag_slugs:
                reader.problem(
                    place,
                    f"no address can be made of the tag '{tag}'",
                    "Use letters or digits, or give it an address under [tags.slugs] of the "
                    f'settings: "{tag}" = "…"',
                )
    return {"tags": tuple(tags.values())}


def read_series(reader: Reader, key: str, value: object) -> Fields:
    if isinstance(value, dict):
        parts = reader.table(key, value, {"title": read_line, "part": read_part}, needs=("title",))
    else:
        parts = {"title": reader.line_of_text(key, value)}
    title = parts.get("title", "")
    if title and not _has_slug(title):
        reader.problem(
            key, f"no address can be made of the series '{title}'", "Use letters or digits."
        )
    return {"series": title, **({"part": parts["part"]} if "part" in parts else {})}


def read_part(reader: Reader, key: str, value: object) -> Fields:
    number = reader.number(key, value, least=1, most=999)
    return {"part": number} if number else {}


@lru_cache(maxsize=4096)
def _has_slug(tag: str) -> bool:
    return bool(slugify(tag))
