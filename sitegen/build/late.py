"""What is loaded late: modules that a build with nothing to do never needs.

Each is loaded when its name is first asked for here, as `late.planner`: planning and rendering
with their templates and Markdown, and watchdog for those who watch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchdog import events, observers

    from sitegen.build import files
    from sitegen.build.reuse import editions
    from sitegen.language import filters, marked_words
    from sitegen.markdown import speed
    from sitegen.pages import outline, planner, rendering_rules
    from sitegen.render import setup
    from sitegen.search import bundle, entries, listing, parts, program
    from sitegen.syndication import sitemap_files
    from sitegen.theme import jinja

__all__ = [
    "bundle",
    "editions",
    "entries",
    "events",
    "files",
    "filters",
    "jinja",
    "listing",
    "marked_words",
    "observers",
    "outline",
    "parts",
    "planner",
    "program",
    "rendering_rules",
    "setup",
    "sitemap_files",
    "speed",
]

_MODULES = {
    "editions": "sitegen.build.reuse.editions",
    "events": "watchdog.events",
    "observers": "watchdog.observers",
    "files": "sitegen.build.files",
    "filters": "sitegen.language.filters",
    "marked_words": "sitegen.language.marked_words",
    "speed": "sitegen.markdown.speed",
    "outline": "sitegen.pages.outline",
    "planner": "sitegen.pages.planner",
    "rendering_rules": "sitegen.pages.rendering_rules",
    "setup": "sitegen.render.setup",
    "bundle": "sitegen.search.bundle",
    "entries": "sitegen.search.entries",
    "listing": "sitegen.search.listing",
    "parts": "sitegen.search.parts",
    "program": "sitegen.search.program",
    "sitemap_files": "sitegen.syndication.sitemap_files",
    "jinja": "sitegen.theme.jinja",
}


def __getattr__(name: str) -> object:
    """Load the module that `name` stands for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(_MODULES[name])
