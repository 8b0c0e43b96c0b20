"""The newsroom's mark and logo: which files of static/ they are, and in which forms they come.

Both may be drawings (SVG) or pictures. Feeds, shared cards and home screens take pictures
alone: a drawing has one beside it, a PNG of the same name.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from sitegen import pictures
from sitegen.core.problems import Problem
from sitegen.model.organisation import Organisation
from sitegen.model.views import Brand
from sitegen.theme.files import Theme

_PNG = b"\x89PNG\r\n\x1a\n"


def pixels_of(name: str, files: Collection[str]) -> str:
    """Return the picture that stands for a mark or logo where no drawing does: itself, or its PNG.

    "icons/mark.svg" has "icons/mark.png", or "icons/mark-512.png". "" where it has none.
    """
    return _beside(name, files, ("", "-512"))


def touch_icon_of(name: str, files: Collection[str]) -> str:
    """Return the picture that a phone's home screen shows: one of 180 pixels, if there is one."""
    return _beside(name, files, ("-180", "", "-512"))


def brand_of(theme: Theme, organisation: Organisation) -> Brand:
    """Return the addresses of a newsroom's mark and logo; "" for what it has not."""
    assets = theme.assets
    mark, logo = organisation.mark, organisation.logo
    width, height = _size(theme, logo)
    pixels = pixels_of(mark, assets)
    side = _size(theme, pixels)[0]
    return Brand(
        mark=assets.get(mark, ""),
        mark_pixels=assets.get(pixels, ""),
        mark_side=side,
        touch_icon=assets.get(touch_icon_of(mark, assets), ""),
        logo=assets.get(logo, ""),
        logo_dark=assets.get(organisation.logo_dark, ""),
        logo_width=width,
        logo_height=height,
    )


def _beside(name: str, files: Collection[str], endings: tuple[str, ...]) -> str:
    stem, dot, ending = name.rpartition(".")
    names = [f"{stem}{more}.png" for more in endings] if dot else []
    if ending.lower() != "svg":
        names = [name]
    return next((each for each in names if each in files), "")


def _size(theme: Theme, name: str) -> tuple[int, int]:
    """Return a picture's width and height in pixels; zeros where they cannot be told."""
    if name not in theme.statics:
        return 0, 0
    data = theme.statics[name].data()
    if data.startswith(_PNG):  # the commonest, told without Pillow
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if PurePosixPath(name).suffix.lower() == ".svg":
        size = pictures.svg_size(data, name)
        return (0, 0) if isinstance(size, Problem) else size
    facts = pictures.measure_bytes(data, name)
    return (0, 0) if isinstance(facts, Problem) else (facts.width, facts.height)
