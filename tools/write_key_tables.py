"""Write the manual's tables of keys, from the tables by which files are read.

Run in the repository: `.venv/bin/python -m tools.write_key_tables`. A table stands below a
line `<!-- keys: NAME -->`, NAME being one of `GROUPS`; all else of a page is left as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import NODEFAULT
from msgspec.structs import fields

from sitegen.schema.tables import ByName, Key, ListOf, OrTable, Table
from sitegen.schema.values import Choice, Flag, Number, Type
from sitegen.settings import deploy_keys, feed_keys, organisation_keys, podcast_keys
from sitegen.settings import keys as settings_keys
from sitegen.settings import types as settings_types
from sitegen.sources import keys as story_keys

PAGES = ("docs/front-matter.md", "docs/settings.md")
_MOST_NAMED = 8  # words of a choice; where there are more, the page has a table of them

# Name → keys, and the type that holds their defaults.
GROUPS: dict[str, tuple[tuple[Key, ...], type]] = {
    "what a story is": (story_keys.WHAT, story_keys.Article),
    "when": (story_keys.WHEN_KEYS, story_keys.Article),
    "who": (story_keys.WHO, story_keys.Article),
    "where it is shown": (story_keys.WHERE_SHOWN, story_keys.Article),
    "what readers can check": (story_keys.CHECKED, story_keys.Article),
    "addresses and identity": (story_keys.ADDRESSES, story_keys.Article),
    "people": (story_keys.PERSON_KEYS, story_keys.Person),
    "the site": (settings_keys.SITE, settings_types.Settings),
    "sections": (settings_keys.SECTION, settings_types.SectionSettings),
    "front": (settings_keys.FRONT, settings_types.FrontSettings),
    "feeds": (feed_keys.FEED, settings_types.FeedSettings),
    "partners": (feed_keys.PARTNER, settings_types.PartnerFeed),
    "podcasts": (podcast_keys.PODCAST, settings_types.PodcastSettings),
    "organisation": (organisation_keys.ORGANISATION_KEYS, settings_types.Organisation),
    "support": (settings_keys.SUPPORT, settings_types.LinkSettings),
    "follow": (settings_keys.FOLLOW, settings_types.FollowSettings),
    "files": (settings_keys.FILES, settings_types.FileSettings),
    "images": (settings_keys.IMAGES, settings_types.ImageSettings),
    "robots": (settings_keys.ROBOTS, settings_types.RobotsSettings),
    "deploy": (
        (*deploy_keys.DEPLOY, *deploy_keys.GIT, *deploy_keys.COMMAND),
        settings_types.DeploySettings,
    ),
    "cache": (deploy_keys.CACHE, settings_types.Settings),
}


def with_tables(page: str) -> str:
    """Return a page of the manual with its tables of keys as they should be."""
    return re.sub(
        r"(<!-- keys: (.+) -->\n\n)(?:\|.*\n)*", lambda mark: mark[1] + _table(mark[2]), page
    )


def _table(group: str) -> str:
    keys, holder = GROUPS[group]
    rows = [f"| `{key.name}` | {_cell(key, holder)} |\n" for key in keys if _has_row(key)]
    return "".join(["| key | |\n", "|---|---|\n", *rows])


def _has_row(key: Key) -> bool:
    """Say whether a key stands in the table: tables of their own and synonyms do not."""
    return not isinstance(key.type, ByName) and not key.help.startswith(
        ("the same as", "where each policy")
    )


def _cell(key: Key, holder: type) -> str:
    sentences = [f"{key.help}{_bounds(key)}{_default(key, holder)}"]
    sentences += ["**Needed**"] if key.needed else []
    sentences += [key.more] if key.more else []
    text = ". ".join(sentences).replace("**Needed**.", "**Needed.**")
    return re.sub(r"(\.\"?`)\.", r"\1", text)  # an example that ends in a full stop


def _bounds(key: Key) -> str:
    match key.type:
        case Number(least=least, most=most) if f"{least} to" not in key.help:
            return f", {least} to {most}"
        case Choice(among=among) if not callable(among) and len(among) <= _MOST_NAMED:
            *first, last = [f"`{word}`" for word in among]
            return f": {', '.join(first)} or {last}"
    return ""


def _default(key: Key, holder: type) -> str:
    """Return the default, where a reader of the manual can make something of it."""
    if key.default:
        return f" (default{'' if key.default.startswith('`') else ':'} {key.default})"
    default = {field.name: field.default for field in fields(holder)}.get(key.field, NODEFAULT)
    match key.type, default:
        case Flag(), bool():
            return f" (default `{str(default).lower()}`)"
        case Number(least=least), int() if default >= least:
            return f" (default {default})"
        case ListOf(of=Choice(among=among)), tuple() if default and set(default) == set(among):
            return " (default: all)"
        case ListOf(), tuple() if default:
            return f" (default `{json.dumps(default)}`)"
        case _, str() if default:
            return f" (default `{default}`)"
    return ""


def every_key(table: Table) -> Iterator[tuple[Table, Key]]:
    """Yield the keys of a table and of all tables within it, each with its own table."""
    keys = [*table.keys, *(key for variant in table.variants.values() for key in variant)]
    for key in keys:
        yield table, key
        inner = _table_within(key.type)
        if inner is not None:
            yield from every_key(inner)


def _table_within(type_: Type) -> Table | None:
    while isinstance(type_, ListOf | ByName | OrTable):
        type_ = type_.table if isinstance(type_, OrTable) else type_.of
    return type_ if isinstance(type_, Table) else None


def main() -> None:
    for page in map(Path, PAGES):
        page.write_text(with_tables(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
