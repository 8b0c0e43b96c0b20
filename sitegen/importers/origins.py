"""Origins by the names of their programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sitegen.importers.choices import Choices
from sitegen.importers.model import Origin
from sitegen.importers.wordpress.export import WordPress


def origin_of(program: str, names: Sequence[str], choices: Choices) -> Origin:
    """Return the origin that a command names.

    Args:
        program: one of those that the command line knows: "wordpress".
        names: files, folders or addresses, as the program needs them.
    """
    match program:
        case "wordpress":
            return WordPress(tuple(Path(name) for name in names), choices)
    raise ValueError(program)
