"""HEIC, what iPhones take: read like any photo where the extra `heic` is installed.

It brings pillow-heif, a third of whose size is the decoder that no browser and no Pillow has.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
EXTRA = "heic"


def is_heic(data: bytes) -> bool:
    """Say whether a file is HEIC by its first bytes, whatever its name; AVIF is a sibling."""
    return data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS and b"avif" not in data[8:40]


@cache
def can_read() -> bool:
    """Say whether HEIC can be read here, and have Pillow read it."""
    try:
        library = import_module("pillow_heif")
    except ImportError:
        return False
    library.register_heif_opener(thumbnails=False)
    return True
