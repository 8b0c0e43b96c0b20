"""Last words: where a process stood that took too long, as a problem with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.theme import layers

# As `faulthandler` writes it: the innermost frame first, other letters than ASCII escaped.
_FRAME = re.compile(r'^  File "(.*)", line (\d+) in ', re.MULTILINE)


class Frame(Record):
    """One step of a Python stack."""

    file: str
    line: int


class Place(Record):
    """A line that somebody wrote."""

    path: str  # as an editor knows it: "newsroom.py", "templates/article.html"
    line: int  # 0: not known

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


def frames_of(text: str) -> tuple[Frame, ...]:
    return tuple(Frame(_unescaped(name), int(line)) for name, line in _FRAME.findall(text))


def _unescaped(name: str) -> str:
    return name.encode("ascii", "replace").decode("unicode_escape", "replace")


def places(
    root: Path, frames: Iterable[Frame], template_line: Callable[[str, int], int]
) -> tuple[Place, ...]:
    """Return where the site's own modules and templates stood, innermost first.

    Args:
        template_line: gives the line of a template for a line of the Python it was compiled to.
    """
    stops: list[Place] = []
    for frame in frames:
        file, home = Path(frame.file), layers.root()
        if file.is_relative_to(root):
            names = file.relative_to(root).parts
            if any(name.startswith(".") or name == "site-packages" for name in names):
                continue  # a library in an environment that stands in the site's folder
            path = "/".join(names)
        elif file.is_relative_to(home / "templates"):
            path = f"theme/{file.relative_to(home).as_posix()}"
        else:
            continue
        is_module = file.suffix == ".py"
        stops.append(
            Place(path, frame.line if is_module else template_line(frame.file, frame.line))
        )
    return tuple(stops)


def stuck_problem(stood: tuple[Place, ...], seconds: float, label: str, address: str) -> Problem:
    """Say what took too long.

    Args:
        stood: as `places` gives it.
        label: the file that was being read; "" when a page was being made.
        address: that page's.
    """
    place = stood[0] if stood else Place(label or address, 0)
    busy = f"reading {label}" if label else f"making {address}"
    user = next((one for one in stood if one.path != place.path), None)
    used = f" {user} uses it." if user is not None else ""
    message = f"this took more than {seconds:g} seconds, and was stopped"
    hint = f"Give it less to do, or a loop that ends.{used} It was {busy}."
    return Problem(place.path, place.line, message, hint)


def ended_problem(address: str) -> Problem:
    """Say that a process was ended from outside: by the system, when memory is short."""
    message = "the process that made this has ended before it was done"
    hint = "Memory may be short, or a module ends the process. The next save tries again."
    return Problem(address, 0, message, hint)
