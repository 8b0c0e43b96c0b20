"""Newsite: a site from nothing, a story, a site's own copy of a theme file.

The sample site's files are loaded when first asked for, and Pillow, which draws its
pictures, with them: a new site without samples has no use for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.newsite.sample import files as sample_files

__all__ = ["sample_files"]


def __getattr__(name: str) -> object:
    """Load the sample site's module, and Pillow with it."""
    if name != "sample_files":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.sample").files
