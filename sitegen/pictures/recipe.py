"""What names the way in which pictures are encoded, or cards drawn: another gives other bytes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import PIL  # its version alone: none of what makes Pillow heavy comes with it

from sitegen.core.digests import digest_bytes
from sitegen.pictures.variants import RECIPE


def encoder() -> str:
    """Return the name of this way of encoding: it belongs to the key of every picture."""
    return f"{RECIPE} Pillow {PIL.__version__}"


@cache
def drawer() -> str:
    """Return the name of this way of drawing cards: its code, and that of what encodes them."""
    files = (Path(__file__).parent / name for name in ("card.py", "card_letters.py"))
    code = digest_bytes(b"".join(file.read_bytes() for file in files))
    return f"{code} Pillow {PIL.__version__}"
