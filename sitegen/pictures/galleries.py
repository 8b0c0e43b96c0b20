"""Galleries: a folder of pictures, in the order in which a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from sitegen.core.file_names import is_picture


def gallery(folder: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Return the pictures that stand in `folder` itself, ordered by name.

    Args:
        folder: "content/news/flood/photos", without a last slash.
        paths: source files of the site, in any order; others are passed over.

    Numbers count as numbers: "2.jpg" comes before "10.jpg". Sub-folders are galleries of
    their own. A picture's alternative text and caption stand in the file beside it.
    """
    pictures = [
        path
        for path in paths
        if path.rpartition("/")[0] == folder
        and is_picture(path)
        and not PurePosixPath(path).name.startswith(".")
    ]
    return tuple(sorted(pictures, key=_natural))


def _natural(path: str) -> tuple[list[tuple[int, str]], str]:
    parts = re.findall(r"\d+|\D+", path.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], path
