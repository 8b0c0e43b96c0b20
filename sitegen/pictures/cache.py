"""Encoded pictures that stay from build to build, in .sitegen_cache/pictures/.

An entry is named by a digest of all that its bytes depend on, so it is never wrong, only
unused; unused ones go when they have been so for a while. Deleting the folder costs time
and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sitegen.core.digests import Values, digest_text, dump
from sitegen.pictures.encoding import encode_all
from sitegen.pictures.recipe import encoder
from sitegen.pictures.variants import Variant

FOLDER = "pictures"
UNUSED_FOR = timedelta(days=30)  # after that an encoded picture leaves the cache
TOUCH_AFTER = timedelta(days=1)


def entry(digest: str, variant: Variant) -> str:
    """Return the name under which a variant is stored.

    Args:
        digest: of the source's bytes.
    """
    recipe = dump(Values().encode(variant))
    return digest_text(f"{encoder()} {digest} {recipe}")


def cached_encode(cache: Path, source: Path, digest: str, variant: Variant) -> bytes:
    """Return the bytes of one variant, encoding it unless that was done before.

    Args:
        cache: the folder of encoded pictures; created when it is missing.
        source: read only when there is something to encode.
        digest: of the source's bytes.

    Raises:
        OSError, SitegenError: see `encoding.encode`.
    """
    file = cache / entry(digest, variant)
    try:
        return file.read_bytes()
    except FileNotFoundError:
        encode_missing(cache, source, digest, [variant])
    return file.read_bytes()


def encode_missing(cache: Path, source: Path, digest: str, variants: Iterable[Variant]) -> int:
    """Encode those variants of one picture that are not there yet; return how many.

    The picture is decoded once for all of them, so a worker that calls this for one
    picture at a time needs memory for one picture.
    """
    missing = {v.file: v for v in variants if not (cache / entry(digest, v)).exists()}
    if not missing:
        return 0
    cache.mkdir(parents=True, exist_ok=True)
    for file, data in encode_all(source.read_bytes(), missing.values()).items():
        keep(cache, entry(digest, missing[file]), data)
    return len(missing)


def cached_card(cache: Path, name: str, draw: Callable[[], bytes]) -> bytes:
    """Return a card's bytes, stored under `name`, a digest of all that it shows."""
    try:
        return (cache / name).read_bytes()
    except FileNotFoundError:
        data = draw()
    cache.mkdir(parents=True, exist_ok=True)
    keep(cache, name, data)
    return data


def keep(cache: Path, name: str, data: bytes) -> None:
    """Put an entry in place whole: two workers may write the same one at a time."""
    draft = cache / f"{name}.{os.getpid()}.new"
    draft.write_bytes(data)
    draft.replace(cache / name)


def sweep(
    cache: Path, entries: Collection[str], now: datetime, unused_for: timedelta = UNUSED_FOR
) -> int:
    """Delete entries that no build has used for a while; return how many.

    Args:
        entries: names (see `entry`) of those that the site shows now. Their files' times
            are set to `now`, once a day at most: that is how their age is told.
    """
    if not cache.is_dir():
        return 0
    names, moment, count = frozenset(entries), now.timestamp(), 0
    for path in sorted(cache.iterdir()):
        age = timedelta(seconds=moment - path.stat().st_mtime)
        if path.name in names:
            if age > TOUCH_AFTER:
                os.utime(path, (moment, moment))
        elif age > unused_for:
            path.unlink(missing_ok=True)
            count += 1
    return count
