"""Memory: what this process holds no more is given back to the system.

The C library keeps what was freed for the next that asks. Processes that are forked meanwhile
share it, and each copies the pages of it that it writes to: of an archive, a tenth of all.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from sitegen import core


def give_back() -> None:
    """Give freed memory back, where the C library can (malloc_trim(3): glibc's)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            core.ctypes.CDLL(None).malloc_trim(0)
