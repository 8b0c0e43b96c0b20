"""Shared pictures: encoded pictures as they lie in a store of several machines.

What lies there was put there by another machine, and by whoever else may write to the store.
So an entry bears a digest over its name and its bytes, under a key where the newsroom has one,
and is decoded and measured before anything is made of it. Its name also holds the codecs and
the kind of processor: other ones write other bytes, and every machine of a newsroom shall make
the bytes that it would have made alone.
"""

from __future__ import annotations

import platform
from functools import cache
from hashlib import blake2b
from hmac import compare_digest

from PIL import features

from sitegen.core.digests import digest_text
from sitegen.core.record import Record
from sitegen.pictures.decode import Bomb, format_of, open_picture
from sitegen.pictures.limits import too_heavy

_SEAL = 32  # bytes at an entry's end
_CODECS = ("pil", "jpg", "libjpeg_turbo", "zlib", "webp", "avif", "freetype2", "littlecms2")


class Shape(Record):
    """What a picture has to be, to be the one that is wanted."""

    format: str  # "webp", "jpeg", "png", "avif", "gif"
    width: int  # pixels
    height: int


def shared_name(name: str) -> str:
    """Return the name in the store of what the cache knows as `name`."""
    return digest_text(f"{name} {codecs()}")


@cache
def codecs() -> str:
    """Return what else the bytes of a picture depend on: codecs, and the kind of processor."""
    versions = [f"{name} {version}" for name, version in codec_versions().items()]
    return " ".join([*versions, processor()])


def codec_versions() -> dict[str, str]:
    return {name: str(features.version(name)) for name in _CODECS}


def processor() -> str:
    """Return the system and the kind of processor: "Linux x86_64"."""
    return f"{platform.system()} {platform.machine()}"


def seal(name: str, data: bytes, key: bytes) -> bytes:
    """Return an entry: the picture's bytes, and the proof that they are of this name.

    Args:
        key: of the newsroom, at most 64 bytes; b"" for none, which proves only that nothing
            was damaged.
    """
    return data + _proof(name, data, key)


def unseal(name: str, entry: bytes, key: bytes) -> bytes | None:
    """Return the bytes of an entry; None where its proof is of another name, bytes or key."""
    data = entry[:-_SEAL]
    return data if compare_digest(entry[-_SEAL:], _proof(name, data, key)) else None


def is_shaped(data: bytes, shape: Shape) -> bool:
    """Say whether bytes are a whole picture of this format and size. It is decoded."""
    if too_heavy(data, "") is not None:
        return False
    try:
        with open_picture(data) as picture:
            if (format_of(picture), *picture.size) != (shape.format, shape.width, shape.height):
                return False
            picture.load()
    except (OSError, ValueError, SyntaxError, EOFError, *Bomb):
        return False
    return True


def _proof(name: str, data: bytes, key: bytes) -> bytes:
    digest = blake2b(f"{name} ".encode(), digest_size=_SEAL, key=key)
    digest.update(data)
    return digest.digest()
