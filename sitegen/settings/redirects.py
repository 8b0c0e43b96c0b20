"""`[redirects]`: earlier addresses of the site, and where each leads now.

Whether something answers there is seen when the site's pages are known: `pages.moved`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.core.patterns import late_pattern
from sitegen.core.urls import alias_path, is_web_address
from sitegen.schema.old_addresses import fault_of
from sitegen.schema.reader import Reader
from sitegen.schema.values import LINE, check_reach

_QUERY = late_pattern(r"[^\s#<>\"'\\`{}|^;]{1,200}")


class Destination:
    """A path of this site, or a whole address elsewhere. Paths stay as they are written."""

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        target = LINE.read(reader, key, value)
        if target is None or reader.has_failed(key):
            return None
        if is_web_address(target):
            check_reach(reader, key, target)
            return target
        if target.startswith("/") and not target.startswith("//"):
            if re.search(r"[\s\\<>\"]", target) is None:
                return target
            example = re.sub(r"[\s\\<>\"]+", "-", target)
        else:
            example = f"/{target.strip('/')}/" if re.fullmatch(r"[\w/-]+", target) else "/news/"
        reader.problem(
            key,
            f"'{target}' is neither a path of this site nor a web address",
            f"Write a path as in {reader.example(example)}, or a whole address as in "
            f"{reader.example('https://…')}.",
        )
        return None


def check_old_address(reader: Reader, place: str, address: str) -> None:
    """Hold what stands on the left to paths of this site, perhaps with a query: "/?p=12"."""
    path, mark, query = address.partition("?")
    if mark and not _QUERY.fullmatch(query):
        reader.problem(
            place,
            f"the old address '{address}' asks for nothing that can be found",
            "After '?' stand names and values without spaces and quotes, as in '/?p=12'.",
        )
    elif not (mark and path == "/"):
        fault = fault_of(path if mark else address, "old address")
        if fault is not None:
            reader.problem(place, *fault)


def check_redirects(
    reader: Reader, key: str, redirects: Mapping[str, str]
) -> Mapping[str, str] | None:
    """Refuse one address written twice, with its last slash and without."""
    first: dict[str, str] = {}
    for old in redirects:
        other = first.setdefault(old if "?" in old else alias_path(old), old)
        if other != old:
            reader.problem(
                f"{key}.{old}", f"'{other}' and '{old}' are one address", "Take one of them out."
            )
    return redirects
