"""The place of the cache: a folder of the site's own, or another where that cannot be written."""

from __future__ import annotations

from pathlib import Path

from sitegen.core.problems import Problem, SitegenError

CACHE_DIR = ".sitegen_cache"  # below the site's folder
# What is read or published as the site's; a cache in it would be taken for part of it.
_SITES_OWN = ("content", "templates", "static", "output", ".git")


def cache_place(root: Path, cache: Path | None) -> Path:
    """Return the cache's folder.

    Args:
        root: the site's folder.
        cache: the folder that was asked for; None for the site's own.

    Raises:
        SitegenError: it lies in, or around, what is read or published as the site's.
    """
    if cache is None:
        return root / CACHE_DIR
    place, site = cache.resolve(), root.resolve()
    if site.is_relative_to(place):
        raise _odd(cache, "is or holds the site's own folder")
    for name in _SITES_OWN:
        if place.is_relative_to(site / name):
            raise _odd(cache, f"lies in {name}/, which is not for a cache")
    return place


def _odd(cache: Path, what: str) -> SitegenError:
    hint = "Choose a folder of its own, such as /var/cache/sitegen/gazette."
    return SitegenError([Problem(str(cache), 0, what, hint)])
