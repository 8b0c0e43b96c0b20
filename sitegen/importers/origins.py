"""Origins by the names of their programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sitegen.core.problems import Problem, SitegenError
from sitegen.importers.choices import Choices
from sitegen.importers.feed import Feed
from sitegen.importers.folders.eleventy import ELEVENTY
from sitegen.importers.folders.hugo import HUGO
from sitegen.importers.folders.jekyll import JEKYLL
from sitegen.importers.folders.origin import Folder
from sitegen.importers.folders.pelican import PELICAN
from sitegen.importers.folders.program import Program
from sitegen.importers.ghost.origin import Ghost
from sitegen.importers.model import Origin
from sitegen.importers.wordpress.export import WordPress

# (names of files, folders or addresses, choices) → origin
_Make = Callable[[Sequence[str], Choices], Origin]


def _folder(program: Program) -> _Make:
    return lambda names, _choices: Folder(_one(names), program)


_ORIGINS: Mapping[str, _Make] = {
    "wordpress": lambda names, choices: WordPress(tuple(map(Path, names)), choices),
    "ghost": lambda names, _choices: Ghost(_one(names)),
    "hugo": _folder(HUGO),
    "jekyll": _folder(JEKYLL),
    "eleventy": _folder(ELEVENTY),
    "pelican": _folder(PELICAN),
    "feed": lambda names, _choices: Feed(names),
}


def origin_of(program: str, names: Sequence[str], choices: Choices) -> Origin:
    """Return the origin that a command names.

    Args:
        program: one of those that the command line knows: "wordpress".
        names: files, folders or addresses, as the program needs them.

    Raises:
        SitegenError: several are named of a program of which one is read.
    """
    return _ORIGINS[program](names, choices)


def _one(names: Sequence[str]) -> Path:
    if len(names) > 1:
        what = f"{len(names)} were named, and one is read at a time"
        raise SitegenError([Problem(names[1], 0, what, "Run the command once for each.")])
    return Path(names[0])
