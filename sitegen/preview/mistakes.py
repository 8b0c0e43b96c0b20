"""Mistakes: what the preview says of its own accord when something goes wrong."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path

from sitegen.core.problems import Problem, SitegenError, has_errors
from sitegen.theme import layers

LINES_AROUND = 2  # of an excerpt, on each side of the line with the mistake


def unreadable(root: Path, error: OSError) -> Problem:
    """Say in an editor's words that a file went away, or may not be read."""
    name = str(error.filename or "the site's folder").removeprefix(f"{root}/")
    return Problem(name, 0, f"cannot be read: {error.strerror or error}")


def no_room(where: str, error: OSError) -> Problem:
    """Say that the system has no room for a process, or a file, that would make this."""
    hint = "Close some of the tabs that show the preview, or other programs, and load it again."
    return Problem(where, 0, f"cannot be made just now: {error.strerror or error}", hint)


def own_mistake(where: str, error: Exception) -> Problem:
    """Return a mistake that is no editor's as a problem: the preview shows it and goes on."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    message = f"sitegen itself has failed: {type(error).__name__}: {error} ({place})"
    hint = "The next save tries again. If it stays, the build's own words say more."
    return Problem(where, 0, message, hint)


def stop_on(problems: Iterable[Problem]) -> None:
    """Raise SitegenError with all problems if one of them is more than a warning."""
    everything = set(problems)
    if has_errors(everything):
        raise SitegenError(everything)


def excerpt(root: Path, problem: Problem) -> tuple[tuple[int, str], ...]:
    """Return the numbered lines about which a problem complains; () when there are none.

    Args:
        root: the site's folder. No file outside it and the theme is ever read.
    """
    path = root / problem.path
    if problem.path.startswith("theme/"):
        path = layers.root() / problem.path.removeprefix("theme/")
    homes = (root.resolve(), layers.root().resolve())
    if not problem.line or not any(path.resolve().is_relative_to(home) for home in homes):
        return ()
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except (OSError, ValueError):
        return ()
    first = max(1, problem.line - LINES_AROUND)
    chosen = lines[first - 1 : problem.line + LINES_AROUND]
    return tuple((number, line[:200]) for number, line in enumerate(chosen, first))
