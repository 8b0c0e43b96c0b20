"""Links on disk: which of them are followed, so that nobody publishes a file by a link to it.

A link may lead within content/, static/ and templates/, and not to a hidden name: a link
that comes with a checkout could else publish .git/config with the token of a workflow. One
of the three folders may be a link as a whole, to a place that is not hidden either.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sitegen.core.litter import is_litter
from sitegen.core.problems import Problem

Homes = frozenset[str]  # real paths of the folders within which links may lead


def homes(folders: Iterable[Path]) -> Homes:
    return frozenset(os.path.realpath(folder) for folder in folders)


def is_at_home(path: str, within: Homes) -> bool:
    """Say whether a path, all links followed, lies in one of these folders and is not hidden."""
    real = os.path.realpath(path)
    for home in within:
        start = home.rstrip(os.sep) + os.sep
        if real == home:
            return True
        if real.startswith(start) and not any(map(is_litter, real[len(start) :].split(os.sep))):
            return True
    return False


def link_problem(path: str) -> Problem:
    return Problem(
        path,
        0,
        "this is a link that leads out of content/, static/ and templates/, or to a hidden file",
        "Put what it leads to there itself: only what is in these folders is published.",
    )


def folder_problem(name: str, folder: Path) -> Problem | None:
    """Return what is wrong with where one of the three folders leads, if it is a link.

    What is hidden on the way there is judged from where the two paths part: the site itself
    may lie in a hidden folder.
    """
    if not folder.is_symlink():
        return None
    real, site = Path(os.path.realpath(folder)), Path(os.path.realpath(folder.parent))
    common = os.path.commonpath([real, site])
    if not site.is_relative_to(real) and not any(map(is_litter, real.relative_to(common).parts)):
        return None
    return Problem(
        name,
        0,
        f"this link leads to a hidden folder, or to the site's own: '{os.readlink(folder)}'",
        f"Lead it to a folder that holds nothing but what belongs in {name}/.",
    )
