"""sitegen.toml: what a newsroom decides once.

`identity` knows which sitegen this is. It is loaded for sites that ask, because that takes
longer than reading the settings.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.core import identity

__all__ = ["identity"]


def __getattr__(name: str) -> object:
    """Load `identity`."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"sitegen.core.{name}")
