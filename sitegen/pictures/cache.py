"""Encoded pictures that stay from build to build, in .sitegen_cache/pictures/.

An entry is named by a digest of all that its bytes depend on, and ends with a digest of those
bytes: one that a power cut, a full disk or a bad sector spoilt is made again. So an entry is
never wrong, only unused; unused ones go when they have been so for a while. Deleting the
folder costs time and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from sitegen.core.digests import Values, digest_text, dump
from sitegen.core.room import taken
from sitegen.core.sure_reading import read_sure
from sitegen.pictures.encoding import encode_all, most_weight
from sitegen.pictures.recipe import encoder
from sitegen.pictures.variants import Variant

FOLDER = "pictures"
UNUSED_FOR = timedelta(days=30)  # after that an encoded picture leaves the cache
TOUCH_AFTER = timedelta(days=1)
LARGE_FILE = 20_000_000  # bytes
_DRAFT = ".new"  # the end of an entry's name while it is written
_PROOF = 16  # bytes of the digest at an entry's end


def entry(digest: str, variant: Variant) -> str:
    """Return the name under which a variant is stored.

    Args:
        digest: of the source's bytes.
    """
    recipe = dump(Values().encode(variant))
    return digest_text(f"{encoder()} {digest} {recipe}")


def cached_encode(
    cache: Path, source: Path, digest: str, variant: Variant, label: str = ""
) -> bytes:
    """Return the bytes of one variant, encoding it unless that was done before.

    Args:
        cache: the folder of encoded pictures; created when it is missing.
        source: read only when there is something to encode.
        digest: of the source's bytes.
        label: the source as its editor knows it.

    Raises:
        OSError, SitegenError: see `read_sure`, and `encoding.encode`.
    """
    name = entry(digest, variant)
    data = kept(cache, name)
    if data is None:
        data = encode_all(read_sure(source, digest, label or source.name), [variant])[variant.file]
        keep(cache, name, data)
    return data


def encode_missing(
    cache: Path, source: Path, digest: str, variants: Iterable[Variant], label: str = ""
) -> int:
    """Encode those variants of one picture that are not there yet; return how many.

    The picture is decoded once for all of them, so a worker that calls this for one
    picture at a time needs memory for one picture.
    """
    missing = {v.file: v for v in variants if not (cache / entry(digest, v)).exists()}
    if not missing:
        return 0
    data = read_sure(source, digest, label or source.name)
    if len(data) < LARGE_FILE:
        files = encode_all(data, missing.values())
    else:  # it is read again when its turn comes: those that wait would hold theirs
        heavy = most_weight(data, missing.values())
        del data
        with taken(heavy):
            data = read_sure(source, digest, label or source.name)
            files = encode_all(data, missing.values(), has_room=True)
    for file, encoded in files.items():
        keep(cache, entry(digest, missing[file]), encoded)
    return len(missing)


def cached_card(cache: Path, name: str, draw: Callable[[], bytes]) -> bytes:
    """Return a card's bytes, stored under `name`, a digest of all that it shows."""
    data = kept(cache, name)
    if data is None:
        data = draw()
        keep(cache, name, data)
    return data


def keep(cache: Path, name: str, data: bytes) -> None:
    """Put an entry in place whole: two workers may write the same one at a time."""
    cache.mkdir(parents=True, exist_ok=True)
    draft = cache / f"{name}.{os.getpid()}{_DRAFT}"
    draft.write_bytes(data + _proof(data))
    draft.replace(cache / name)


def kept(cache: Path, name: str) -> bytes | None:
    """Return the bytes of an entry; None where there is none that proves itself."""
    try:
        entry_ = (cache / name).read_bytes()
    except FileNotFoundError:
        return None
    data = entry_[:-_PROOF]
    return data if entry_[-_PROOF:] == _proof(data) else None


def _proof(data: bytes) -> bytes:
    return blake2b(data, digest_size=_PROOF).digest()


def sweep(
    cache: Path, entries: Collection[str], now: datetime, unused_for: timedelta = UNUSED_FOR
) -> int:
    """Delete entries that no build has used for a while, and drafts; return how many.

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
        elif age > (TOUCH_AFTER if path.name.endswith(_DRAFT) else unused_for):
            path.unlink(missing_ok=True)
            count += 1
    return count
