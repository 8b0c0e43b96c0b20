"""The digest of the engine: of all that makes pages but is no value of any page.

Sitegen's own code and words, the versions of the libraries that write HTML, XML and
pictures, and Python itself. When any of them changes, every page is made again, and nothing
in a cache is trusted any more; there is no version number to remember.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sitegen.core.digests import digest_bytes, digest_text

_LIBRARIES = re.compile(
    r"(jinja2|markupsafe|markdown|python_frontmatter|pyyaml|feedgen|lxml|python_slugify"
    r"|text_unidecode|msgspec|babel|nh3|pillow|selectolax)-[^-]+\.dist-info",
    re.IGNORECASE,
)
_CODE = (".py", ".mo")


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
    package = Path(__file__).parent.parent
    files = sorted(
        path
        for path in package.rglob("*")
        if path.suffix in _CODE and "_theme" not in path.relative_to(package).parts
    )
    parts += [f"{path.relative_to(package).as_posix()} {_digest(path)}" for path in files]
    return tuple(parts)


def _digest(path: Path) -> str:
    return digest_bytes(path.read_bytes())
