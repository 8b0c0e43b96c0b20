"""The journal of a change to output/: decided on once, carried out whatever happens.

Once a journal stands on the disk, its staged files are moved into place one by one, each in
a single step, and then what the site no longer has is deleted. Carrying it out a second
time does what is left to do, so a build that was killed halfway is finished by the next.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sitegen.core import disk, late
from sitegen.core.digests import digest_text
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.model.tasks import MANIFEST
from sitegen.output.folder import check_name, is_folder, mode_of, parent


class Journal(Record):
    """One change. Staged files lie flat in `staging`, under their `staged_name`."""

    sizes: Mapping[str, int]  # file → its size, in the order in which they are moved
    deletions: tuple[str, ...]
    inside: bool  # True: the files are staged inside output/, not in the cache
    site: str = ""  # whose site it is; see `own_files`

    def save(self, path: Path) -> None:
        """Write the journal whole, and on to the disk. Raises OSError."""
        value = {
            "changed": self.sizes,
            "removed": self.deletions,
            "inside": self.inside,
            "site": self.site,
        }
        write_whole(path, json.dumps(value))  # names need not be text


def staged_name(file: str) -> str:
    return digest_text(file)


def read_journal(path: Path) -> Journal | None:
    try:
        value = json.loads(path.read_bytes())
        site = str(value.get("site", ""))
        return Journal(dict(value["changed"]), tuple(value["removed"]), bool(value["inside"]), site)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError):
        # The disk damaged it. What was moved is whole, and the ledger finds the rest.
        path.unlink()
        return None


def carry_out(
    journal: Journal, place: Path, staging: Path, name: str, again: str = "build"
) -> None:
    """Do what the journal says, or what a killed build left of it.

    Where files go, the list of files in output/ comes after them: should the cache be deleted
    meanwhile, and the journal with it, nothing else tells that they are ours.

    Args:
        name: what the editor calls `place`.
        again: the command that goes on where the disk refused.

    Raises:
        SitegenError: the disk refuses.
    """
    folders: dict[str, bool] = {}  # folder → it is a true one
    thinner: set[str] = set()  # folders that lost a file
    by_casefold = {file.casefold(): file for file in journal.sizes} if journal.deletions else {}
    file = ""
    try:
        place.mkdir(parents=True, exist_ok=True)
        last = {MANIFEST} if journal.deletions else set()
        for file, size in journal.sizes.items():
            check_name(file)
            if file not in last:
                _move(place, staging, file, size, folders)
        for file in journal.deletions:
            check_name(file, stands=True)
            if _delete(place, file, by_casefold.get(file.casefold()), folders):
                thinner.add(parent(file))
        for file in last.intersection(journal.sizes):
            _move(place, staging, file, journal.sizes[file], folders)
    except OSError as error:
        raise SitegenError([_interruption(name, file, error, again)]) from error
    for folder in sorted(thinner):
        _remove_empty(place, folder)


def write_whole(path: Path, text: str) -> None:
    """Replace a file of our own notes in one step, and wait for the disk. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    try:
        with draft.open("wb") as stream:
            stream.write(text.encode("utf-8", "surrogatepass"))
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()  # it may lie in output/
        raise
    disk.keep_names(path.parent)


def _move(place: Path, staging: Path, file: str, size: int, folders: dict[str, bool]) -> None:
    source, target = f"{staging}/{staged_name(file)}", f"{place}/{file}"
    try:
        if os.lstat(source).st_size != size:
            return  # the disk lost it all the same: the ledger will ask for it again
    except FileNotFoundError:
        return  # the build that was killed had moved it already
    _make_folder(place, parent(file), staging, folders)
    try:
        _replace(source, target)
    except (IsADirectoryError, PermissionError):  # the second is Windows's word for the first
        if not stat.S_ISDIR(mode_of(target)):
            raise
        _set_aside(target, staging)
        _replace(source, target)


def _replace(source: str, target: str) -> None:
    """Put a staged file in its place, in one step.

    A folder of output/ may be a mounted disk, to which nothing can be moved: the file is
    copied beside its place and moved from there.
    """
    try:
        os.replace(source, target)
        return
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    folder, _, name = target.rpartition("/")
    draft = f"{folder}/.{staged_name(name)}"  # hidden: no build takes it for a page
    shutil.copyfile(source, draft)
    shutil.copystat(source, draft)  # the ledger knows the file by its time
    disk.keep(Path(folder), [f".{staged_name(name)}"])
    os.replace(draft, target)
    os.unlink(source)


def _make_folder(place: Path, folder: str, staging: Path, folders: dict[str, bool]) -> None:
    """Make sure that `folder` of output/ and all above it are true folders."""
    if not folder or folders.get(folder):
        return
    _make_folder(place, parent(folder), staging, folders)
    path = f"{place}/{folder}"
    try:
        os.mkdir(path)
    except FileExistsError:
        if not stat.S_ISDIR(mode_of(path)):
            _set_aside(path, staging)
            os.mkdir(path)
    folders[folder] = True


def _set_aside(path: str, staging: Path) -> None:
    """Take away what stood at `path`, in one step; it goes when the staging folder does."""
    os.rename(path, f"{late.tempfile.mkdtemp(dir=staging)}/old")


def _delete(place: Path, file: str, twin: str | None, folders: dict[str, bool]) -> bool:
    """Delete one file; False if its folder is no longer there, or no longer ours.

    `twin` is a new file whose name differs in case only: "news" for "News". Where the
    filesystem takes the two for one, as on most Macs, the new one must stay.
    """
    if not is_folder(place, parent(file), folders):
        return False
    path = f"{place}/{file}"
    if twin and os.path.lexists(path) and os.path.samefile(path, place / twin):
        return False
    if not stat.S_ISDIR(mode_of(path)):
        with suppress(FileNotFoundError):
            os.unlink(path)
    return True


def _remove_empty(place: Path, folder: str) -> None:
    """Remove a folder and those above it, up to the first that still holds something."""
    with suppress(OSError):
        while folder:
            os.rmdir(f"{place}/{folder}")
            folder = parent(folder)


def _interruption(name: str, file: str, error: OSError, again: str) -> Problem:
    return Problem(
        f"{name}/{file}" if file else name,
        0,
        f"cannot be put in place: {error.strerror or error}",
        f"The change is half made. Mend this and {again} again: the rest then follows.",
    )
