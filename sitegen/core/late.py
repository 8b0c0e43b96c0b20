"""Late: Python's own modules that few builds need, each loaded when it is first asked for.

As `late.difflib`. A build with nothing to do is mostly the loading of modules.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dataclasses
    import difflib
    import hmac
    import tempfile

__all__ = ["dataclasses", "difflib", "hmac", "tempfile"]


def __getattr__(name: str) -> object:
    """Load the module of that name."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(name)
