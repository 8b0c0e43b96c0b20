"""A file of content/ becomes an article, or problems that an editor can mend.

`scan` finds the files, `read` says which of them are to be parsed, `parse` parses one:
`header` its front matter (by the tables of `keys`), `named_files` the files that it names.
`front_slots` reads content/front.yml. What needs Markdown, YAML or pictures is loaded when first
asked for, because a build of an unchanged site has no use for any.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.sources.front_slots import slots_of
    from sitegen.sources.galleries import listing
    from sitegen.sources.keys import is_of_another_program
    from sitegen.sources.parse import parser
    from sitegen.sources.twins import are_twins

__all__ = ["are_twins", "is_of_another_program", "listing", "parser", "slots_of"]

_LATE = {
    "are_twins": "twins",
    "is_of_another_program": "keys",
    "listing": "galleries",
    "parser": "parse",
    "slots_of": "front_slots",
}


def __getattr__(name: str) -> object:
    """Load the module that holds `name`."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
