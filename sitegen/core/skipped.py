"""Skipped: a module that an import can do without, and that takes longer than it brings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def skipped(module: str) -> Iterator[None]:
    """Let imports find no module of this name, unless it is loaded already."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment] # as Python's reference has it
    try:
        yield
    finally:
        del sys.modules[module]
