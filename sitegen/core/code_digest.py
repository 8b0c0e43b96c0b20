"""The digest of the engine: of all that makes pages but is no value of any page.

Sitegen's own code and words, the versions of the libraries that write HTML, XML and
pictures, and Python itself. When any of them changes, every page is made again, and nothing
in a cache is trusted any more; there is no version number to remember.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from sitegen.core.digests import digest_bytes, digest_text
from sitegen.core.patterns import late_pattern

_LIBRARIES = late_pattern(
    r"(jinja2|markupsafe|markdown|python_frontmatter|pyyaml|feedgen|lxml|python_slugify"
    r"|text_unidecode|msgspec|babel|nh3|pillow|selectolax)-[^-]+\.dist-info",
    re.IGNORECASE,
)
_CODE = (".py", ".mo")
# Rooms that no build may import, by the order of rooms, and that write no row of a cache.
LATER_ROOMS = ("cli", "delivery", "desk", "importers", "newsite")
_NO_CODE = ("_theme", "__pycache__")
_NO_PAGES = (*_NO_CODE, *LATER_ROOMS)


@cache
def code_digest() -> str:
    """Return the digest of the code that runs, without what a site adds to it."""
    return digest_text("\n".join(_own_code()))


def engine_digest(modules: Sequence[str] = (), files: Sequence[tuple[str, str]] = ()) -> str:
    """Return the digest.

    Args:
        modules: a site's own, in the order in which they are asked: the last word is the last's.
        files: of these modules, each with its digest.
    """
    own = [*modules, *[f"{name} {digest}" for name, digest in files]]
    return digest_text("\n".join([*_own_code(), *own]))


@cache  # what this process runs is what it has loaded, whatever comes to the disk meanwhile
def _own_code() -> tuple[str, ...]:
    parts = [sys.version]
    for folder in sys.path:
        path = Path(folder)
        if path.is_dir():
            # Reading folder names takes a thirtieth of the time that asking importlib takes.
            parts += sorted(
                entry.name for entry in path.iterdir() if _LIBRARIES.fullmatch(entry.name)
            )
    package = str(Path(__file__).parent.parent)
    parts += [f"{file} {_digest(f'{package}/{file}')}" for file in sorted(_code_files(package))]
    return tuple(parts)


def _code_files(folder: str, prefix: str = "") -> Iterator[str]:
    """Yield the files of code below a folder, but for the theme and what makes no pages."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_CODE):
                yield prefix + entry.name
            elif entry.is_dir() and entry.name not in (_NO_CODE if prefix else _NO_PAGES):
                yield from _code_files(entry.path, f"{prefix}{entry.name}/")


def _digest(file: str) -> str:
    with open(file, "rb", buffering=0) as stream:  # every build reads some four hundred
        return digest_bytes(stream.read())
