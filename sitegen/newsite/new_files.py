"""Files that are new: filled from a pattern, and never put in the place of another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from sitegen.core.problems import Problem, SitegenError

_BLANK = re.compile(r"\[\[([A-Z]+)\]\]")  # "[[TITLE]]", which `fill` replaces


def create(root: Path, path: str, data: bytes) -> Path:
    """Write a new file below `root`, with the folders above it, and return it.

    Raises:
        SitegenError: it cannot be written, or there is a file already.
    """
    file = root / path
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as target:
            target.write(data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        where = path if root.is_dir() else str(root)
        hint = "Choose another place, or see who may write here."
        raise SitegenError([Problem(where, 0, f"cannot be written: {reason}", hint)]) from None
    return file


def fill(text: str, words: Mapping[str, str]) -> bytes:
    """Return a pattern's text with its words in place of "[[TITLE]]" and the like."""
    pattern = dedent(text).lstrip("\n")
    return _BLANK.sub(lambda blank: words.get(blank[1], blank[0]), pattern).encode("utf-8")
