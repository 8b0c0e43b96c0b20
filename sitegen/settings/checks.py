"""Rules of settings beyond the type of a value: addresses, names, tags, marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

from sitegen.core.patterns import late_pattern
from sitegen.core.urls import base_prefix, is_slug, is_web_address, slugify
from sitegen.language.quotation_marks import CHOICES
from sitegen.model.organisation import Organisation
from sitegen.schema.reader import Fields, Reader
from sitegen.schema.values import PARAGRAPHS, WEB_ADDRESS
from sitegen.settings.types import (
    BUILT_IN_SEARCH,
    OWN_SEARCH,
    RESERVED_SLUGS,
    ImageSettings,
    SectionSettings,
)

_PLAIN_HOST = late_pattern(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\Z")


def sections_of(reader: Reader) -> tuple[str, ...]:
    """Return the slugs of the sections, which stand before all that names one."""
    return tuple(section.slug for section in reader.fields.get("sections", ()))


def check_base_url(reader: Reader, key: str, text: str) -> Fields | None:
    """Return the address of the site without a last slash, and the path in it."""
    if not text:
        return None
    host = ""
    try:
        parts = urlsplit(text)
        is_address = (
            parts.scheme in ("http", "https")
            and bool(host := _ascii_host(parts.hostname or ""))
            and parts.port != 0  # asking for the port checks it
            and not (parts.query or parts.fragment or parts.username)
            and not re.search(r"[\s\\\"'<>]|/\.{1,2}(/|$)|//", text.partition("://")[2])
        )
    except ValueError:
        is_address = False
    if not is_address:
        reader.problem(
            key,
            f"'{text}' is not the address of a site",
            'Write it whole, as in "https://example.org" or "https://example.org/paper".',
        )
        return None
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else host
    base_url = f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}"
    base_url += quote(parts.path.rstrip("/"), safe="/%:@!$&()*+,;=~")
    return Fields(base_url=base_url, prefix=base_prefix(base_url))


def _ascii_host(host: str) -> str:
    """Return a host as the network knows it; raise ValueError where there can be none.

    Most are plain already, and the tables of the rest take a fiftieth of what a command costs.
    """
    return host if _PLAIN_HOST.match(host) else host.encode("idna").decode()


def settle_section(reader: Reader, key: str, _value: object, fields: Fields) -> SectionSettings:
    slug = fields.setdefault("slug", "")
    fields.setdefault("title", "")
    number = int(key.rpartition(".")[2])
    before = [table for table in reader.values["sections"][:number] if isinstance(table, dict)]
    if slug in RESERVED_SLUGS:
        reader.problem(
            f"{key}.slug", f"'{slug}' is taken by sitegen itself", "Choose another slug."
        )
    elif slug and any(table.get("slug") == slug for table in before):
        reader.problem(
            f"{key}.slug", f"two sections have the slug '{slug}'", "Choose another slug."
        )
    return SectionSettings(**fields)


def in_static(_reader: Reader, _key: str, name: str) -> str:
    """Return the name that a file of static/ has among its neighbours."""
    return name.removeprefix("static/")


def check_list_names(
    reader: Reader, names: Collection[str], template_names: Collection[str]
) -> None:
    """Hold named lists to names that templates can use and do not use already."""
    for name in names:
        if not name.isidentifier() or name.startswith("_"):
            better = re.sub(r"\W+", "_", name).strip("_")
            better = better if better.isidentifier() else "top_stories"
            reader.problem(
                f"lists.{name}",
                f"a list cannot be named '{name}'",
                f"Templates use its name: write '{better}'.",
            )
        elif name in template_names:
            reader.problem(
                f"lists.{name}",
                f"'{name}' is the name of something else in templates",
                "Choose another name.",
            )


def check_feed_path(reader: Reader, place: str, path: str) -> None:
    if not path.startswith("/"):
        reader.problem(
            place, f"'{path}' is not the path of a feed", 'Write it as in "/news/feed.xml".'
        )


def check_partner_name(reader: Reader, place: str, name: str) -> None:
    if not is_slug(name):
        reader.problem(
            place,
            f"a partner's feed cannot be named '{name}'",
            f"It becomes part of an address: write '{slugify(name) or 'partner'}'.",
        )


def settle_organisation(reader: Reader, _key: str, _value: object, fields: Fields) -> Organisation:
    fields["name"] = fields.get("name") or reader.fields.get("title", "")
    fields.setdefault("policies", {})
    return Organisation(**fields)


def settle_tags(reader: Reader, key: str, _value: object, fields: Fields) -> Fields:
    """Return casefolded tag → the name to use, and casefolded name → last part of its address."""
    aliases: dict[str, str] = {}
    for name, words in fields.get("aliases", {}).items():
        for alias in (name, *words):
            other = aliases.setdefault(alias.casefold(), name)
            if other != name:
                reader.problem(
                    f"{key}.aliases.{name}",
                    f"the tag '{alias}' belongs to both '{other}' and '{name}'",
                    "Keep one.",
                )
    slugs: dict[str, str] = {}
    owners: dict[str, str] = {}
    for name, slug in fields.get("slugs", {}).items():
        if not slug:
            reader.missing(f"{key}.slugs", name, "the last part of the tag's address", ())
            continue
        tag = aliases.get(name.casefold(), name)
        if owners.setdefault(slug, tag).casefold() != tag.casefold():
            reader.problem(
                f"{key}.slugs.{name}",
                f"the tags '{owners[slug]}' and '{tag}' both get the slug '{slug}'",
                "Give one of them another.",
            )
        slugs[tag.casefold()] = slug
    return Fields(tag_aliases=aliases, tag_slugs=slugs)


def module_meant(text: str) -> str:
    """Return the module in a file's path, "lib/x.py" giving "x"; "" where it names none."""
    stem = PurePosixPath(text).stem
    return stem if stem.isidentifier() else ""


def check_widths(reader: Reader, key: str, widths: tuple[int, ...]) -> tuple[int, ...] | None:
    if not widths and not reader.has_failed(key):
        reader.problem(key, f"'{key}' is empty", f"Write as in {list(ImageSettings().widths)}.")
    if any(wide <= narrow for narrow, wide in pairwise(widths)):
        reader.problem(key, "widths must grow from one to the next", "Sort them.")
    return widths


class Origin:
    """Where an address begins, "https://host"."""

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        text = WEB_ADDRESS.read(reader, key, value)
        if not text:
            return None
        origin = text.rstrip("/").lower()
        if is_web_address(text) and not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", origin):
            parts = origin.split("/")
            reader.problem(
                key,
                f"'{text}' is more than an origin",
                f"Write only where it begins: '{'/'.join(parts[:3])}'."
                if re.fullmatch(r"[a-z0-9.:-]+", parts[2])
                else "Write each host by its whole name, as in 'https://player.example'.",
            )
        return origin


class Ending:
    """How the name of a kind of file ends, ".pmtiles"."""

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        text = PARAGRAPHS.read(reader, key, value)
        if not text:
            return None
        end = text.lower().removeprefix("*").removeprefix(".")
        if not re.fullmatch(r"[a-z0-9_-]+", end):
            reader.problem(key, f"'{text}' is not the ending of a name", "Write it as '.pmtiles'.")
            return None
        return end


class Search:
    """Whether readers can search: `true` for the index that sitegen makes, "own" for another."""

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        if value == OWN_SEARCH:
            return OWN_SEARCH
        flag = reader.flag(key, value)
        return None if flag is None else BUILT_IN_SEARCH if flag else ""


def check_quotes(reader: Reader, key: str, text: str) -> str | None:
    quotes = "".join(text.split())
    if not quotes or quotes in CHOICES:
        return quotes
    pairs = " or ".join([f"'{reader.pair('quotes', pair)}'" for pair in CHOICES])
    reader.problem(key, f"'{quotes}' are no quotation marks to choose", f"Write {pairs}.")
    return None


def policies_of(_reader: Reader, _key: str, _value: object, fields: Fields) -> Mapping[str, Any]:
    return dict(fields)
