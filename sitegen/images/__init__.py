"""Pictures: which files a photo becomes, and how those are made.

`choose` decides, without opening anything, and is all that planning and templates need.
`measure`, `encode`, `cache` and `card` do the work with Pillow; they are loaded when first
asked for, because a build with nothing to encode has no use for them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sitegen.images.choose import (
    PLACES,
    Variant,
    crops,
    fallback,
    narrow_lead,
    picture,
    sizes,
    social_image,
    variants,
)
from sitegen.images.svg import clean_svg

if TYPE_CHECKING:
    from sitegen.images.cache import cached_encode, encode_missing, sweep
    from sitegen.images.encode import encode, encode_all
    from sitegen.images.measure import Facts, measure, measure_bytes

__all__ = [
    "PLACES",
    "Facts",
    "Variant",
    "cached_encode",
    "clean_svg",
    "crops",
    "encode",
    "encode_all",
    "encode_missing",
    "fallback",
    "measure",
    "measure_bytes",
    "narrow_lead",
    "picture",
    "sizes",
    "social_image",
    "sweep",
    "variants",
]

_LATE = {
    "Facts": "measure",
    "cached_encode": "cache",
    "encode": "encode",
    "encode_all": "encode",
    "encode_missing": "cache",
    "measure": "measure",
    "measure_bytes": "measure",
    "sweep": "cache",
}


def __getattr__(name: str) -> object:
    """Load the room that holds `name`, and Pillow with it."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    globals()[name] = found  # a room of the same name must not hide its function
    return found
