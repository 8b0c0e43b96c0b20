"""What everything stands on: problems, digests, addresses, dates, processes.

What only some builds need is loaded when first asked for here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes
    import multiprocessing

    import slugify

__all__ = ["ctypes", "multiprocessing", "slugify"]


def __getattr__(name: str) -> object:
    """Load a package: most texts are slugs already, and most builds stay in one process."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(name)
