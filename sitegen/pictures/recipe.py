"""What names the way in which pictures are encoded: another gives other bytes."""

from __future__ import annotations

import PIL  # its version alone: none of what makes Pillow heavy comes with it

from sitegen.pictures.variants import RECIPE


def encoder() -> str:
    """Return the name of this way of encoding: it belongs to the key of every picture."""
    return f"{RECIPE} Pillow {PIL.__version__}"
