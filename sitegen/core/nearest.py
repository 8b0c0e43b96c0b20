"""Nearest: which file or page somebody meant who named one that is not there.

First the same path in other letters (hall.jpg, and the file is Hall.JPG), then the same name
elsewhere, the nearest folder first, then a name that differs by a slip. What holds the name
is never the answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from sitegen.core import late
from sitegen.core.urls import named_places, spellings

MOST = 5000  # names that are compared letter by letter: more take too long


class NearestFile:
    """Finds the source that was meant.

    Args:
        files: every file that may be meant, as paths from the site's root.
    """

    def __init__(self, files: Iterable[str]) -> None:
        self._by_path: dict[str, list[str]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for file in sorted(files):
            self._by_path[_plain(file)].append(file)
            self._by_name[_plain(_name(file))].append(file)

    def of(self, source: str, target: str) -> str:
        """Return how `source` should write what it wrote as `target`; "" for no idea.

        A picture in the folder of `source` or below it is named from there, a story from the
        site's root, and a file of static/ by its address.
        """
        folder = PurePosixPath(source).parent.as_posix()
        for place in named_places(source, target):
            for end in ("", "/index.md"):
                same = _but(source, self._by_path.get(_plain(place.rstrip("/") + end), ()))
                if same:
                    return _as_written(folder, same[0])
        name = _plain(PurePosixPath(target.rstrip("/")).name)
        for possible in (name, f"{name}.md"):  # a story is also named without its ending
            namesakes = _but(source, self._by_name.get(possible, ()))
            if namesakes:
                return _as_written(folder, min(namesakes, key=lambda f: (_way(folder, f), f)))
        return self._slip(source, folder, name)

    def _slip(self, source: str, folder: str, name: str) -> str:
        """Return the file whose name is nearest, one beside the source before others."""
        start = f"{folder}/"
        beside = [n for n, files in self._by_name.items()
                  if any(file.startswith(start) for file in _but(source, files))]  # fmt: skip
        others = [n for n, files in self._by_name.items() if _but(source, files)]
        for names in (beside, others):
            close = late.difflib.get_close_matches(name, names[:MOST], n=1, cutoff=0.7)
            if close:
                files = _but(source, self._by_name[close[0]])
                return _as_written(folder, min(files, key=lambda f: (_way(folder, f), f)))
        return ""


class NearestAddress:
    """Finds the page that was meant, as `NearestFile` finds files."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._addresses = sorted(addresses)
        self._by_path: dict[str, list[str]] = defaultdict(list)
        self._by_end: dict[str, list[str]] = defaultdict(list)
        for address in self._addresses:
            path = _plain(address).rstrip("/")
            self._by_path[path].append(address)
            self._by_end[path.rpartition("/")[2]].append(address)

    def of(self, here: str, target: str) -> str:
        """Return the address that `target`, written on the page at `here`, may be for."""
        path = _plain(target).rstrip("/")
        same = _but(here, self._by_path.get(path, ()))
        if same:
            return same[0]
        end = path.rpartition("/")[2].removesuffix(".html")
        namesakes = _but(here, self._by_end.get(end, ())) if end else []
        if namesakes:
            return min(namesakes, key=lambda address: (_way(target, address), address))
        choices = _but(here, self._addresses[:MOST])
        return next(iter(late.difflib.get_close_matches(target, choices, n=1, cutoff=0.6)), "")


def _but(source: str, files: Iterable[str]) -> list[str]:
    return [file for file in files if file != source]


def _name(file: str) -> str:
    """Return what a file is called: a story in a folder by the folder's name."""
    path = PurePosixPath(file)
    return f"{path.parent.name}.md" if path.name == "index.md" else path.name


def _plain(text: str) -> str:
    return spellings(text)[-1].casefold()


def _way(folder: str, file: str) -> int:
    """Return how far a file lies from a folder: the parts of their paths that differ."""
    one, other = folder.strip("/").split("/"), file.strip("/").split("/")[:-1]
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return len(one) + len(other) - 2 * same


def _as_written(folder: str, file: str) -> str:
    if file.startswith(f"{folder}/") and not file.endswith(".md"):
        return file.removeprefix(f"{folder}/")
    for home in ("static/root/", "static/"):
        if file.startswith(home):
            return "/" + file.removeprefix(home)
    return file


def hint_of(guess: str, otherwise: str) -> str:
    """Return the hint that asks for `guess`; `otherwise` where there is none."""
    return f"Did you mean '{guess}'?" if guess else otherwise
