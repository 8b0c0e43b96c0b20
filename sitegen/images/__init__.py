"""Pictures: which files a photo becomes, and how those are made.

`choose` decides, without opening anything, and is all that planning and templates need.
`measuring`, `encoding`, `cache` and `card` do the work with Pillow. These rooms, and `traces`
for files that are published as they are, are loaded when first asked for, because a build
with nothing to encode has no use for them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sitegen.images.choose import (
    PLACES,
    Variant,
    crops,
    encoder,
    fallback,
    picture,
    sizes,
    social_image,
    variants,
)
from sitegen.images.facts import (
    Facts,
    Rights,
    image_ref,
    licence_ended,
    narrow_lead,
    sidecar,
    weak_alt,
)
from sitegen.images.galleries import gallery

if TYPE_CHECKING:
    from sitegen.images.cache import (
        cached_card,
        cached_encode,
        encode_missing,
        entry,
        sweep,
    )
    from sitegen.images.card import hue_color, social_card
    from sitegen.images.encoding import encode, encode_all
    from sitegen.images.licences import rights
    from sitegen.images.measuring import measure, measure_bytes
    from sitegen.images.svg import clean_svg
    from sitegen.images.traces import without_traces

__all__ = [
    "PLACES",
    "Facts",
    "Rights",
    "Variant",
    "cached_card",
    "cached_encode",
    "clean_svg",
    "crops",
    "encode",
    "encode_all",
    "encode_missing",
    "encoder",
    "entry",
    "fallback",
    "gallery",
    "hue_color",
    "image_ref",
    "licence_ended",
    "measure",
    "measure_bytes",
    "narrow_lead",
    "picture",
    "rights",
    "sidecar",
    "sizes",
    "social_card",
    "social_image",
    "sweep",
    "variants",
    "weak_alt",
    "without_traces",
]

_LATE = {
    "clean_svg": "svg",
    "cached_card": "cache",
    "cached_encode": "cache",
    "encode_missing": "cache",
    "entry": "cache",
    "sweep": "cache",
    "hue_color": "card",
    "social_card": "card",
    "encode": "encoding",
    "encode_all": "encoding",
    "rights": "licences",
    "measure": "measuring",
    "measure_bytes": "measuring",
    "without_traces": "traces",
}


def __getattr__(name: str) -> object:
    """Load the room that holds `name`, and Pillow with it."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
