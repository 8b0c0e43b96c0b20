"""What rendering depends on beside tasks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sitegen.core.record import Record
from sitegen.core.urls import absolute
from sitegen.pictures import Place
from sitegen.settings.types import FileSettings, ImageSettings
from sitegen.theme.brand import pixels_of
from sitegen.theme.files import Theme


class RenderSetup(Record):
    """What rendering depends on beside tasks: all of it is in every page's key."""

    root: Path
    cache: Path
    theme: Theme
    base_url: str
    prefix: str
    language: str
    timezone: str
    images: ImageSettings
    logo: str  # name in static/; ""
    places: Mapping[str, Place]  # where pictures stand
    mark: str = ""  # name in static/, which stands in for the logo
    files: FileSettings = FileSettings()
    shared_parts: frozenset[str] = frozenset()  # see `theme.needs.Analysis.shared_parts`
    extensions: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()  # from where pages may load frames and scripts
    named_origins: frozenset[str] = frozenset()  # that templates write out; told of already

    @property
    def logo_url(self) -> str:
        """The absolute URL of the publisher's logo; "" when there is none."""
        assets = self.theme.assets
        url = assets.get(pixels_of(self.logo, assets) or pixels_of(self.mark, assets), "")
        return absolute(self.base_url, url) if url else ""
