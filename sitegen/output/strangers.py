"""Strangers: what stands in an output folder and is not this site's."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.core.problems import Problem
from sitegen.output.own_files import Manifest

_EXAMPLES = 3  # names of strange files that a problem lists


def is_foreign(manifest: Manifest, site: str, noted_site: str) -> bool:
    """Say whether output/ is another site's: neither this one's, nor what this one was called."""
    return bool(site and manifest.site) and manifest.site not in (site, noted_site)


def other_site_problem(name: str, site: str) -> Problem:
    return Problem(
        name,
        0,
        f"holds another site: {site}",
        "Choose another folder. With --adopt it becomes this site's: files that this site does "
        "not have are then deleted.",
    )


def strangers_problem(name: str, files: Sequence[str]) -> Problem:
    names = ", ".join(files[:_EXAMPLES]) + (", ..." if len(files) > _EXAMPLES else "")
    count = "a file" if len(files) == 1 else f"{len(files)} files"
    return Problem(
        name,
        0,
        f"holds {count} that sitegen has not made: {names}",
        "Choose another folder, or empty this one. With --adopt it becomes the site's: "
        "files that the site does not have are then deleted.",
    )
