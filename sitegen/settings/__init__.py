"""sitegen.toml: what a newsroom decides once.

`metadata` knows which sitegen this is. It is loaded for sites that ask, because that takes
longer than reading the settings.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib import metadata

__all__ = ["metadata"]


def __getattr__(name: str) -> object:
    """Load `metadata`."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"importlib.{name}")
