"""What is loaded late: feeds, with lxml, which a page of the preview never needs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.render import feeds

__all__ = ["feeds"]

_MODULES = {"feeds": "sitegen.render.feeds"}


def __getattr__(name: str) -> object:
    """Load the module that `name` stands for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(_MODULES[name])
