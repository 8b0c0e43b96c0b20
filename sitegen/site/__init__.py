"""What is live now, where, in which order.

`links` says what a link leads to. A build whose sources are as they were has no use for it,
and most others need no more than `anchors_hold`, which is loaded when first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.site.links import anchors_hold

__all__ = ["anchors_hold"]


def __getattr__(name: str) -> object:
    """Load `anchors_hold`."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.links"), name)
