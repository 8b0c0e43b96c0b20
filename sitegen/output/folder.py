"""The place of a built site: which folder output/ truly is, and what stands in it.

Odd places are refused here. Files are named relative to the place, with forward slashes.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sitegen.cache.place import CACHE_DIR
from sitegen.core.problems import Problem, SitegenError

_COPIES = f"{CACHE_DIR}/deploy"  # of the site, for other addresses
_SOURCES = ("content", "templates", "static", ".git", CACHE_DIR)


def output_name(root: Path, output: Path) -> str:
    """Return output's name as the editor knows it: "output", or the full path elsewhere."""
    try:
        return output.relative_to(root).as_posix()
    except ValueError:
        return output.as_posix()


def output_place(root: Path, output: Path) -> Path:
    """Return the true folder that `output` names, which may not exist yet.

    Folders are compared by identity, so that no link, and no "Content" for "content" on a
    filesystem that takes them for one, gets past.

    Raises:
        SitegenError: a file; a loop of links; the home folder, the site's own, or one above
            either; or inside the site's sources, its cache or a repository's .git.
    """
    odd = _oddity(root.resolve(), output)
    if odd:
        hint = "Choose an empty or new folder, such as output/."
        raise SitegenError([Problem(output_name(root, output), 0, odd, hint)])
    return output.resolve()


def _oddity(root: Path, output: Path) -> str:
    try:
        place = output.resolve()  # gives up quietly on some loops of links; lstat tells
        if output.is_symlink() and not place.exists():
            return "is a link that leads nowhere"
        if not next(path for path in (place, *place.parents) if path.exists()).is_dir():
            return "is a file or lies below one, so no site can be put there"
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "its links lead in a circle"
        return f"cannot be used: {reason}"
    itself = _identity(place)
    if place.parent == place:
        return "is the whole disk"
    if itself & _identities(root):
        return "is or holds the site's own folder"
    if itself & _identities(Path(os.path.expanduser("~"))):
        return "is or holds your home folder"
    around = _identities(place)
    is_copy = place.is_relative_to(root / _COPIES)
    for folder in _SOURCES:
        lies_there = place.is_relative_to(root / folder) or around & _identity(root / folder)
        if lies_there and not (is_copy and folder == CACHE_DIR):
            return f"lies in {folder}/, which is not for output"
    if ".git" in place.parts:
        return "lies in a repository's .git"
    return ""


def files_in(place: Path) -> Iterator[str]:
    """Yield every file and link below `place`, in order; links are not followed."""
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(f"{place}/{folder}"), key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{folder}{entry.name}/")
            elif entry.name != ".DS_Store":  # a Mac leaves one in every folder it shows
                yield f"{folder}{entry.name}"


def is_hidden(file: str) -> bool:
    return file.startswith(".") or "/." in file


def parent(file: str) -> str:
    """parent("news/vote/index.html") gives "news/vote"; parent("index.html") gives ""."""
    return file.rpartition("/")[0]


def is_folder(place: Path, folder: str, answers: dict[str, bool]) -> bool:
    """Say whether `folder` and all above it, up to `place`, are true folders, not links.

    Earlier answers stand in `answers`, so that thousands of files cost one look at each folder.
    """
    if not folder:
        return True
    if folder not in answers:
        answers[folder] = is_folder(place, parent(folder), answers) and stat.S_ISDIR(
            mode_of(f"{place}/{folder}")
        )
    return answers[folder]


def mode_of(path: str) -> int:
    """Return the mode of what stands at `path`, a link's own too; 0 if nothing does."""
    try:
        return os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def check_name(file: str, *, stands: bool = False) -> None:
    """Stop a name that could lead out of output/; the plan should never make one.

    `stands`: the file is on the disk already. To most systems a backslash is a sign like any.
    """
    is_odd = "\0" in file or ("\\" in file and (os.sep == "\\" or not stands))
    if is_odd or {"", ".", ".."}.intersection(file.split("/")):
        raise ValueError(f"not a file of output/: {file!r}")


def _identity(path: Path) -> set[tuple[int, int]]:
    """Return what the filesystem knows `path` by, in a set that is empty if it is not there."""
    try:
        facts = path.stat()
    except OSError:
        return set()
    return {(facts.st_dev, facts.st_ino)}


def _identities(path: Path) -> set[tuple[int, int]]:
    return set().union(*map(_identity, (path, *path.parents)))
