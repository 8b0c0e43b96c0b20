"""Anew: what plans a site whose last plan does not stand, loaded when it is first asked for.

A build with nothing to do asks for none of it; assembling the site, which planning begins with,
takes as long to load as such a build takes to look at the files of a thousand stories. They are
not in `late` because they ask there themselves: it would be a circle.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.build.odd_changes import odd_changes
    from sitegen.build.partial_plan import partial_plan
    from sitegen.build.planning import draft_plan, new_plan

__all__ = ["draft_plan", "new_plan", "odd_changes", "partial_plan"]

_MODULES = {
    "draft_plan": "sitegen.build.planning",
    "new_plan": "sitegen.build.planning",
    "odd_changes": "sitegen.build.odd_changes",
    "partial_plan": "sitegen.build.partial_plan",
}


def __getattr__(name: str) -> object:
    """Load the module that holds `name`."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
