"""The preview's 404: what an address that leads nowhere is answered with."""

from __future__ import annotations

SENTENCE = "The preview has no such page.\n"  # of the preview's own addresses
