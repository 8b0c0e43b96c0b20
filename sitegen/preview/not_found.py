"""The preview's 404: what an address that leads nowhere is answered with."""

from __future__ import annotations

PAGE = "404.html"  # the site's own, as readers will get it
SENTENCE = "The preview has no such page.\n"  # of the preview's own addresses
