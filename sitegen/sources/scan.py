"""Which input files there are, and which of them changed since the last build.

Stat is a shortcut, content decides. A file's digest is taken again when its size, a time or
its number changed, or when a time lies so near the last scan that it may have been written
again within the clock's grain.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from sitegen.cache.rows import FileFact, FileStat, file_stat
from sitegen.core.digests import digest_file
from sitegen.core.litter import is_litter
from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.sources.copies import original_of, sure_copy
from sitegen.sources.disk_links import Homes, folder_problem, homes, is_at_home, link_problem

# What ends a line somewhere: such a name would be two in a list of files.
_SIGNS = late_pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
GRAIN = 2_000_000_000  # ns: the coarsest file time still in use (FAT)


class Scan(Record):
    """One walk over the inputs: what is there, and where walking failed."""

    stats: Mapping[str, FileStat]
    problems: tuple[Problem, ...]
    saves: frozenset[str] | None = None  # the only files looked at, all others being as before


def walk(folders: Iterable[tuple[str, Path]]) -> Scan:
    """Stat every file below the folders.

    Links are followed as `disk_links` has it; one that leads elsewhere, or in a circle, is a
    problem.

    Args:
        folders: pairs of the name that paths begin with ("content") and the folder.
    """
    stats: dict[str, FileStat] = {}
    problems: list[Problem] = []
    places = [(name, folder) for name, folder in folders if os.path.lexists(folder)]
    within = homes(folder for _name, folder in places)
    for name, folder in places:
        astray = folder_problem(name, folder)
        if astray is not None:
            problems.append(astray)
        elif folder.is_dir():
            _walk(os.fspath(folder), f"{name}/", frozenset(), within, stats, problems)
        else:
            hint = "Take it away, or lead the link to the folder."
            problems.append(Problem(name, 0, "this is not a folder", hint))
    return Scan(stats, tuple(problems))


def walk_again(last: Scan | None, root: Path, saves: Collection[str] | None) -> Scan | None:
    """Stat again the files that were saved since a walk, and take all others as they were.

    Args:
        last: that walk, if there was one.
        saves: files of content/ ("content/news/vote.md") that came, went or were written, if
            they are known.

    Returns:
        None where only another walk tells how things stand.
    """
    if last is None or saves is None or last.problems:
        return None
    stats = dict(last.stats)
    looked_at: set[str] = set()
    place = os.path.realpath(root)
    for path in saves:
        *folders, name = path.split("/")
        if any(map(is_litter, (*folders, name))):
            continue
        folder = os.path.join(place, *folders)
        is_plain = (
            folders[:1] == ["content"]
            and not any(map(_is_odd, (*folders, name)))
            and not any(each.endswith(".md") for each in folders)
            and not original_of(name)
            and os.path.realpath(folder) == folder
        )
        if not is_plain:
            return None
        looked_at.add(path)
        try:
            status = os.lstat(os.path.join(folder, name))
        except FileNotFoundError:
            stats.pop(path, None)
            continue
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        stats[path] = file_stat(status)
    return Scan(stats, (), frozenset(looked_at))


def _walk(
    folder: str,
    prefix: str,
    above: frozenset[tuple[int, int]],
    within: Homes,
    stats: dict[str, FileStat],
    problems: list[Problem],
) -> None:
    try:
        here = os.stat(folder)
        identity = (here.st_dev, here.st_ino)
        if identity in above:
            problems.append(
                Problem(
                    prefix.rstrip("/"),
                    0,
                    "this link leads back into a folder above it",
                    "Remove the link.",
                )
            )
            return
        entries = list(os.scandir(folder))
    except OSError as error:
        problems.append(_unreadable(prefix.rstrip("/"), error))
        return
    for entry in entries:
        name = entry.name
        if is_litter(name):
            continue
        path = prefix + name
        original = original_of(name)
        if original:
            problems.append(sure_copy(path, original))
            continue
        try:
            if entry.is_file(follow_symlinks=False) and not _is_odd(name):
                status = entry.stat(follow_symlinks=False)  # nearly all are such files
                stats[path] = file_stat(status)
                continue
            refusal = _refusal(entry, path, within)
            if refusal is not None:
                problems.append(refusal)
            elif entry.is_dir():
                _walk(entry.path, f"{path}/", above | {identity}, within, stats, problems)
            else:
                status = entry.stat()
                stats[path] = file_stat(status)
        except OSError as error:
            problems.append(_unreadable(path, error))


def _refusal(entry: os.DirEntry[str], path: str, within: Homes) -> Problem | None:
    """Return what keeps a file or folder out, if anything does.

    Raises:
        OSError: it cannot be looked at.
    """
    if _is_odd(entry.name):
        message = "the name of this file is not UTF-8 text"
        if _SIGNS.search(entry.name):
            message = "the name of this file holds a line end, or another sign that nobody sees"
        if "\\" in entry.name:
            message = "the name of this file holds a backslash, which no address can"
        return Problem(_printable(path), 0, message, "Give it a new name.")
    if entry.is_symlink() and not is_at_home(entry.path, within):
        return link_problem(path)
    if entry.is_dir():
        if not entry.name.endswith(".md"):
            return None
        message = "this is a folder, though its name ends in .md"
        hint = "Take .md off its name; a story in a folder is its index.md."
        return Problem(path, 0, message, hint)
    if not stat.S_ISREG(entry.stat().st_mode):  # a pipe would keep the build waiting for ever
        return Problem(path, 0, "this is a device or a pipe, not a file", "Take it away.")
    return None


def _is_odd(name: str) -> bool:
    """Say whether a name holds bytes that are no text, or signs that end or steer a line."""
    if _SIGNS.search(name) or "\\" in name:
        return True
    if name.isascii():
        return False
    try:
        name.encode()
    except UnicodeEncodeError:
        return True
    return False


def _printable(path: str) -> str:
    text = path.encode("utf-8", "backslashreplace").decode()
    return _SIGNS.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)


def _unreadable(path: str, error: OSError) -> Problem:
    reason = (error.strerror or str(error)).lower()
    return Problem(
        _printable(path),
        0,
        f"cannot be read: {reason}",
        "Check that it is there, that it is no broken link, and that you may read it.",
    )


def facts_still_true(
    paths: Iterable[str],
    stats: Mapping[str, FileStat],
    facts_before: Mapping[str, FileFact],
    last_scan: int,
) -> dict[str, FileFact]:
    """Return the facts of those paths whose content is sure to be as it was."""
    fresh = last_scan - GRAIN
    facts: dict[str, FileFact] = {}
    for path in paths:
        fact = facts_before.get(path)
        if (
            fact is not None
            and fact.mtime < fresh
            and fact.ctime < fresh
            and stats[path] == (fact.size, fact.mtime, fact.ctime, fact.number)
        ):  # written out, for it is asked of every file
            facts[path] = fact
    return facts


def current_facts(
    root_of: Mapping[str, Path],
    paths: Collection[str],
    stats: Mapping[str, FileStat],
    facts_before: Mapping[str, FileFact],
    last_scan: int,
) -> tuple[dict[str, FileFact], list[Problem]]:
    """Return facts of those files, reading the ones that may have changed.

    `root_of` maps the first segment of a path ("static") to its folder.
    """
    facts = facts_still_true(paths, stats, facts_before, last_scan)
    problems: list[Problem] = []
    for path in paths:
        if path in facts:
            continue
        folder, _, rest = path.partition("/")
        try:
            digest = digest_file(root_of[folder] / rest)
        except OSError as error:
            problems.append(_unreadable(path, error))
            continue
        facts[path] = FileFact(*stats[path], digest)
    return facts, problems
