"""Copies: the site built for another address, which only the newsroom is to see.

It is built apart from output/, in the cache, so that nothing of it can ever go out as the site.
Search engines are kept out by every page and by robots.txt; hubs and others are told nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sitegen.build.build import build
from sitegen.cache.store import PICTURES
from sitegen.core.file_names import ROBOTS

CLOSED = b"User-agent: *\nDisallow: /\n"
_ROBOTS = b'<meta name="robots" content="noindex, nofollow">'
_HEAD = re.compile(rb"<head(?:\s[^>]*)?>|<!doctype[^>]*>", re.IGNORECASE)
_PAGES = (".html", ".htm", ".xhtml")


def build_copy(
    root: Path,
    address: str,
    now: datetime,
    folder: Path,
    cache: Path,
    progress: Callable[[str, int, int], None],
    patience: float,
) -> Path:
    """Build the site for another address; return the folder that holds it.

    Args:
        folder: of the copy, in the cache.
        cache: the site's own, whose encoded pictures need not be encoded again.

    Raises:
        SitegenError: the site has mistakes.
    """
    own_cache, output = folder / "cache", folder / "output"
    _share_pictures(cache / PICTURES, own_cache / PICTURES)
    build(
        root,
        now=now,
        output=output,
        cache=own_cache,
        address=address,
        progress=progress,
        patience=patience,
    )
    return output


def hidden(file: str, data: bytes) -> bytes:
    """Return a file of the site as it is where no search engine shall list it."""
    if file == ROBOTS:
        return CLOSED
    if not file.endswith(_PAGES):
        return data
    head = re.search(rb"<head(?:\s[^>]*)?>", data, re.IGNORECASE) or _HEAD.search(data)
    place = head.end() if head else 0
    return data[:place] + _ROBOTS + data[place:]


def _share_pictures(source: Path, target: Path) -> None:
    for folder, _, files in os.walk(source):
        here = target / Path(folder).relative_to(source)
        here.mkdir(parents=True, exist_ok=True)
        for file in files:
            with suppress(OSError):  # it is there, or this disk has no links
                os.link(f"{folder}/{file}", here / file)
