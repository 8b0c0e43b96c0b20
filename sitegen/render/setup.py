"""What rendering depends on beside tasks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sitegen.core.record import Record
from sitegen.pages.rendering_rules import RenderingRules
from sitegen.pictures import Place
from sitegen.settings.types import FileSettings
from sitegen.theme.files import Theme


class RenderSetup(Record):
    """What rendering depends on beside tasks: all of it is in the key of what it makes.

    The rules are in every page's and feed's; of the theme, templates, static files and places
    are in the keys of what names them; `files` in that of a copy.
    """

    root: Path
    cache: Path
    theme: Theme
    rules: RenderingRules
    places: Mapping[str, Place]  # where pictures stand
    files: FileSettings = FileSettings()
    shared_parts: frozenset[str] = frozenset()  # see `theme.needs.Analysis.shared_parts`
    named_origins: frozenset[str] = frozenset()  # that templates write out; told of already
