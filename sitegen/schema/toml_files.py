"""Files of settings: from the disk to what their TOML says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sitegen.core.merge_conflicts import conflicts
from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem, SitegenError
from sitegen.schema.no_text import no_text, with_zeros
from sitegen.schema.toml_errors import toml_problem

PARTS_MOST = 30  # of a key, [a.b.c]; what reads TOML takes the square of their number
_LONG_KEY = late_pattern(rf"(?<![\w.-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{PARTS_MOST}}}")
SIZE_LIMIT = 1_000_000  # bytes; no newsroom's settings come near it


def text_of(file: Path, data: bytes | None = None) -> str:
    """Return the text of a file of settings, with \\n for line ends.

    Args:
        data: what it holds, if that was read already.

    Raises:
        SitegenError: it cannot be read, is no text, or git left a conflict in it.
    """
    try:
        if file.stat().st_size > SIZE_LIMIT:
            raise SitegenError([Problem(file.name, 0, "this file is too large for settings")])
        data = file.read_bytes() if data is None else data
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise SitegenError(
            [Problem(file.name, 0, f"the file cannot be read: {error.strerror}")]
        ) from None
    except UnicodeDecodeError as error:
        raise SitegenError([no_text(file.name, error)]) from None
    if "\0" in text:
        raise SitegenError([with_zeros(file.name, data)])
    left = conflicts(file.name, text)
    if left:
        raise SitegenError(left)
    return text


def toml_of(name: str, text: str) -> dict[str, Any]:
    """Return what a TOML text says.

    Raises:
        SitegenError: it is not TOML.
    """
    long_key = _LONG_KEY.search(text)
    if long_key is not None:
        line = text.count("\n", 0, long_key.start()) + 1
        message = f"a key has more than {PARTS_MOST} parts between dots"
        hint = "No setting has more than three. Delete the dots, or put text in quotes."
        raise SitegenError([Problem(name, line, message, hint)])
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError
        raise SitegenError([toml_problem(name, text, error)]) from None
