"""What is written about addresses: the story's earlier ones, its id, its template."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from sitegen.core.file_names import steers_host
from sitegen.core.record import Record
from sitegen.schema.reader import Reader
from sitegen.schema.values import LINE, Form, Text

ID = Text(
    form=Form(
        r"[^\s<>\"']+", "cannot be an id",
        "An id has no spaces, quotes or brackets, and at most 200 characters.", most=200,
    )
)  # fmt: skip
GUID = Text(form=Form(r"(?s).*", "", "Copy it from the old feed.", most=1000))
TEMPLATE = Text(
    form=Form(
        r"[\w-]+(?:/[\w-]+)*\.html", "is not the name of a template",
        "Write it as in 'template: map.html'.",
    )
)  # fmt: skip


class Alias(Record):
    """An earlier address of this site: a path, at which files may stand."""

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        alias = LINE.read(reader, key, value)
        if not alias:
            return None
        parts = unquote(alias).strip("/").split("/")
        steering = next((part for part in parts if part.strip(".") and steers_host(part)), "")
        if steering and alias.startswith("/"):
            reader.problem(
                key,
                f"the alias '{alias}' is an address that web hosts keep for themselves",
                f"Take it out: what stands at '{steering}' can change how the site is served. If "
                "it shall, put the file into static/root/.",
            )
        elif _ALIAS.fullmatch(alias) is None or not _is_file_path(alias):
            better = "/" + _address_path(alias).strip("/. ")
            reader.problem(
                key,
                f"the alias '{alias}' is not a path of this site",
                f"Write the old address without the site's name: '{better}'."
                if _ALIAS.fullmatch(better) and _is_file_path(better)
                else "Write it as in '/2019/05/old-address/'.",
            )
        else:
            return alias
        return None


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
