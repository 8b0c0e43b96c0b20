"""Makers: what makes pages, feeds and cards, loaded by who makes them.

With Jinja, feedgen and Pillow it takes longer to load than most edits take to render, so that
an assistant may load it while the build still plans.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.render import render
    from sitegen.traces import pieces

__all__ = ["pieces", "render"]

_MODULES = {"pieces": "sitegen.traces.pieces", "render": "sitegen.render.render"}


def __getattr__(name: str) -> object:
    """Load the module that `name` stands for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(_MODULES[name])


def load() -> None:
    """Load all of it."""
    for name in ("render.render", "render.feeds", "theme.fast", "pictures.card", "pictures.cache"):
        import_module(f"sitegen.{name}")
    import_module("jinja2.ext")
