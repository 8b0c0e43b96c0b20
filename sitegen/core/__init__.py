"""What everything stands on: problems, digests, addresses, dates, processes.

What only some builds need is loaded when first asked for here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes
    import multiprocessing
    import pickle
    import socket
    import tempfile
    from importlib import metadata

    import slugify

__all__ = ["ctypes", "metadata", "multiprocessing", "pickle", "slugify", "socket", "tempfile"]


def __getattr__(name: str) -> object:
    """Load a package: most texts are slugs already, and most builds stay in one process.

    And a checkout knows its version: the records of what is installed take a twelfth of a
    build that has nothing to do.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module("importlib.metadata" if name == "metadata" else name)
