"""Keys about addresses: the story's own, its old ones, and those of the stories it names."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from sitegen.core.file_names import steers_host
from sitegen.core.urls import SLUG_LIMIT, is_slug, slugify
from sitegen.schema.fields import Fields, Reader


def read_slug(reader: Reader, key: str, value: object) -> Fields:
    slug = reader.line_of_text(key, value)
    if slug and not is_slug(slug):
        better = slugify(slug)
        long = len(slug) > SLUG_LIMIT
        reader.problem(
            key,
            f"the slug has {len(slug)} letters; at most {SLUG_LIMIT}"
            if long
            else f"the slug '{slug}' cannot stand in an address",
            f"Write 'slug: {better}'." if better else "Use a to z, 0 to 9 and hyphens.",
        )
    return {"slug": slug}


def read_id(reader: Reader, key: str, value: object) -> Fields:
    id_ = reader.line_of_text(key, value)
    if re.search(r"[\s<>\"']", id_) or len(id_) > 200:
        reader.problem(
            key,
            f"'{id_}' cannot be an id",
            "An id has no spaces, quotes or brackets, and at most 200 characters.",
        )
    return {"id": id_} if id_ else {}


def read_guid(reader: Reader, key: str, value: object) -> Fields:
    guid = reader.line_of_text(key, value)
    if len(guid) > 1000:
        reader.problem(key, "the guid has more than 1,000 characters", "Copy it from the old feed.")
    return {"guid": guid}


def read_aliases(reader: Reader, key: str, value: object) -> Fields:
    aliases = []
    for place, item in reader.items(key, value):
        alias = reader.line_of_text(place, item)
        if not alias:
            continue
        parts = unquote(alias).strip("/").split("/")
        steering = next((part for part in parts if part.strip(".") and steers_host(part)), "")
        if steering and alias.startswith("/"):
            reader.problem(
                place,
                f"the alias '{alias}' is an address that web hosts keep for themselves",
                f"Take it out: what stands at '{steering}' can change how the site is served. If "
                "it shall, put the file into static/root/.",
            )
        elif _ALIAS.fullmatch(alias) is None or not _is_file_path(alias):
            better = "/" + _address_path(alias).strip("/. ")
            reader.problem(
                place,
                f"the alias '{alias}' is not a path of this site",
                f"Write the old address without the site's name: '{better}'."
                if _ALIAS.fullmatch(better) and _is_file_path(better)
                else "Write it as in '/2019/05/old-address/'.",
            )
        else:
            aliases.append(alias)
    return {"aliases": tuple(dict.fromkeys(aliases))}


_ALIAS = re.compile(r"(?:/[^/\s?#<>\"'\\]+)+/?")


_SEGMENT_LIMIT = 200  # bytes: no disk takes names of more than 255


def _is_file_path(alias: str) -> bool:
    """Say whether files may stand at an address: none hidden, none above, none too long."""
    return all(
        part
        and not steers_host(part)
        and part.isprintable()
        and "\\" not in part
        and len(part.encode()) <= _SEGMENT_LIMIT
        for part in unquote(alias).strip("/").split("/")
    )


def _address_path(text: str) -> str:
    try:
        return urlsplit(text).path
    except ValueError:
        return ""


def read_related(reader: Reader, key: str, value: object) -> Fields:
    return {
        key: tuple(
            dict.fromkeys(
                target
                for place, item in reader.items(key, value)
                if (target := reader.line_of_text(place, item))
            )
        )
    }


def read_translation_of(reader: Reader, key: str, value: object) -> Fields:
    target = reader.line_of_text(key, value)
    return {key: target}


def read_template(reader: Reader, key: str, value: object) -> Fields:
    name = reader.line_of_text(key, value)
    if name and re.fullmatch(r"[\w-]+(?:/[\w-]+)*\.html", name) is None:
        reader.problem(
            key, f"'{name}' is not the name of a template", "Write it as in 'template: map.html'."
        )
    return {"template": name}
