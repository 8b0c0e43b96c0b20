"""Galleries: what a story that shows a whole folder of pictures depends on."""

from __future__ import annotations

from sitegen import pictures
from sitegen.core.digests import digest_text
from sitegen.sources.files import Stats


def listing(folder: str, stats: Stats) -> str:
    """Return a digest of the names of the pictures in a gallery's folder."""
    return digest_text("\n".join(pictures.gallery(folder.rstrip("/"), stats)))
