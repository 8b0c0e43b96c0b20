"""Pictures: which files a photo becomes, and how those are made.

`variants` decides which files, and `places` where in the theme they stand: without opening
anything, and that is all that planning and templates need. `measuring`, `encoding`, `cache`
and `card` do the work with Pillow. These, and `metadata` for files that are published as
they are, are loaded when first asked for, because a build with nothing to encode has no use
for them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sitegen.pictures.card_letters import CARD_FONTS
from sitegen.pictures.facts import (
    Facts,
    Rights,
    fills_window,
    image_ref,
    licence_ended,
    narrow_full,
    narrow_lead,
    sidecar,
    weak_alt,
)
from sitegen.pictures.galleries import gallery
from sitegen.pictures.places import Place, sizes
from sitegen.pictures.variants import (
    Variant,
    crops,
    fallback,
    picture,
    social_image,
    variants,
)

if TYPE_CHECKING:
    from sitegen.pictures.cache import cached_card, cached_encode, encode_missing, entry, sweep
    from sitegen.pictures.card import CARD_SIZE, FontError, hue_color, social_card
    from sitegen.pictures.encoding import encode, encode_all
    from sitegen.pictures.headers import first_facts
    from sitegen.pictures.icons import favicon, small_square
    from sitegen.pictures.measuring import measure, measure_bytes
    from sitegen.pictures.recipe import drawer, encoder
    from sitegen.pictures.rights import read_rights
    from sitegen.pictures.shared import Shape
    from sitegen.pictures.svg import clean_svg, svg_size

__all__ = [
    "CARD_FONTS",
    "CARD_SIZE",
    "Facts",
    "FontError",
    "Place",
    "Rights",
    "Shape",
    "Variant",
    "cached_card",
    "cached_encode",
    "clean_svg",
    "crops",
    "drawer",
    "encode",
    "encode_all",
    "encode_missing",
    "encoder",
    "entry",
    "fallback",
    "favicon",
    "fills_window",
    "first_facts",
    "gallery",
    "hue_color",
    "image_ref",
    "licence_ended",
    "measure",
    "measure_bytes",
    "narrow_full",
    "narrow_lead",
    "picture",
    "read_rights",
    "sidecar",
    "sizes",
    "small_square",
    "social_card",
    "social_image",
    "svg_size",
    "sweep",
    "variants",
    "weak_alt",
]

_LATE = {
    "CARD_SIZE": "card",
    "FontError": "card",
    "favicon": "icons",
    "small_square": "icons",
    "svg_size": "svg",
    "clean_svg": "svg",
    "cached_card": "cache",
    "cached_encode": "cache",
    "encode_missing": "cache",
    "entry": "cache",
    "sweep": "cache",
    "hue_color": "card",
    "social_card": "card",
    "drawer": "recipe",
    "encoder": "recipe",
    "encode": "encoding",
    "encode_all": "encoding",
    "read_rights": "rights",
    "first_facts": "headers",
    "Shape": "shared",
    "measure": "measuring",
    "measure_bytes": "measuring",
}


def __getattr__(name: str) -> object:
    """Load the module that holds `name`, and Pillow with it."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
