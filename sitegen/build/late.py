"""What is loaded late: modules that a build with nothing to do never needs.

Each is loaded when its name is first asked for here, as `late.planner`: planning and rendering
with their templates and Markdown, and watchdog for those who watch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchdog import events, observers

    from sitegen import hosts, pictures
    from sitegen.build import files
    from sitegen.build.reuse import editions, stories
    from sitegen.language import filters, marked_words
    from sitegen.markdown import speed
    from sitegen.pages import context, outline, planner, rendering_rules, shown_bodies
    from sitegen.render import setup
    from sitegen.search import bundle, entries, listing, parts, program
    from sitegen.settings import extensions
    from sitegen.syndication import sitemap_files
    from sitegen.theme import compiled, jinja, places

__all__ = [
    "bundle",
    "compiled",
    "context",
    "editions",
    "entries",
    "events",
    "extensions",
    "files",
    "filters",
    "hosts",
    "jinja",
    "listing",
    "marked_words",
    "observers",
    "outline",
    "parts",
    "pictures",
    "places",
    "planner",
    "program",
    "rendering_rules",
    "setup",
    "shown_bodies",
    "sitemap_files",
    "speed",
    "stories",
]

_MODULES = {
    "bundle": "sitegen.search.bundle",
    "compiled": "sitegen.theme.compiled",
    "context": "sitegen.pages.context",
    "editions": "sitegen.build.reuse.editions",
    "entries": "sitegen.search.entries",
    "events": "watchdog.events",
    "extensions": "sitegen.settings.extensions",
    "files": "sitegen.build.files",
    "filters": "sitegen.language.filters",
    "hosts": "sitegen.hosts",
    "jinja": "sitegen.theme.jinja",
    "listing": "sitegen.search.listing",
    "marked_words": "sitegen.language.marked_words",
    "observers": "watchdog.observers",
    "outline": "sitegen.pages.outline",
    "parts": "sitegen.search.parts",
    "pictures": "sitegen.pictures",
    "places": "sitegen.theme.places",
    "planner": "sitegen.pages.planner",
    "program": "sitegen.search.program",
    "rendering_rules": "sitegen.pages.rendering_rules",
    "setup": "sitegen.render.setup",
    "shown_bodies": "sitegen.pages.shown_bodies",
    "sitemap_files": "sitegen.syndication.sitemap_files",
    "speed": "sitegen.markdown.speed",
    "stories": "sitegen.build.reuse.stories",
}


def __getattr__(name: str) -> object:
    """Load the module that `name` stands for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(_MODULES[name])
