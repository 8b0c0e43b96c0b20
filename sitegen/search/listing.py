"""The listing: by what a browser finds the parts of the index, and learns that more will come.

It is the one file of the index whose name stays: small, and asked for anew each time.
"""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.core.digests import dump
from sitegen.core.record import Record

LISTING = "search/index.json"  # in output/


class PublishedPart(Record):
    """A part that stands in output/."""

    name: str
    folder: str
    count: int  # of what can be found in it
    years: tuple[str, ...]  # of its stories, newest first


def listing(engine: str, parts: Iterable[PublishedPart], prefix: str, *, whole: bool) -> bytes:
    """Return the listing.

    Args:
        engine: its folder; "" before there is one.
        parts: names first, then the newest.
        whole: False while parts are still being made.
    """
    value = {
        "engine": f"{prefix}/{engine}/" if engine else "",
        "parts": [
            {"url": f"{prefix}/{part.folder}/", "count": part.count, "years": list(part.years)}
            for part in parts
        ],
        "whole": whole,
    }
    return (dump(value) + "\n").encode()
