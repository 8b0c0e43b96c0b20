"""What is loaded late: the readers of recordings, which most builds never need."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.sources import recordings

__all__ = ["recordings"]


def __getattr__(name: str) -> object:
    """Load the module that `name` stands for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"sitegen.sources.{name}")
