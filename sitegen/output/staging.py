"""Staging: puts a new site in place of the old as one change.

New files are first staged in full, on the filesystem of output/. Then a journal says what
is going to happen, and from then on it will: files are moved one by one, each in a single
step, assets before pages before feeds, and what the site no longer has is deleted last. A
build that is killed before the journal stands has changed nothing; after it, `recover`
finishes the work. So output/ holds whole files only, at every moment.

Only files that earlier builds made are replaced or deleted (see `own_files`). Names
that begin with a dot (.gitignore, .git, .nojekyll) are not taken for somebody else's site,
and never adopted.

Files are staged flat, under a digest of their name: with no tree to build and take down,
writing 12,000 pages took two thirds of the time. All of them are on the disk before the
journal is, so that after a power cut too output/ is the old site or becomes the new one.
"""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from sitegen.core import disk, late
from sitegen.core.problems import Problem, SitegenError
from sitegen.output.folder import (
    check_name,
    files_in,
    is_folder,
    is_hidden,
    mode_of,
    output_name,
    output_place,
    parent,
)
from sitegen.output.journal import Journal, staged_name
from sitegen.output.own_files import (
    OwnFiles,
    notes_folder,
    read_manifest,
    read_own_files,
    write_own_files,
)
from sitegen.output.recovery import JOURNAL, STAGING, STAGING_IN_OUTPUT, conclude, recover
from sitegen.output.strangers import is_foreign, other_site_problem, strangers_problem

Stat = tuple[int, int]  # size in bytes, time of last change in nanoseconds

_NEVER_OURS = (".git", ".gitignore", STAGING_IN_OUTPUT)
_DATA = (".xml", ".json", ".txt", ".webmanifest")
_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows would turn \n into \r\n


class Staging:
    """One build's new files, from the first that is made to the change of sites.

    Args:
        root: the site's folder.
        output: where the site is put; need not exist. May be a link to a folder.
        cache: the site's cache folder, which also keeps the notes about output/.
        site: whose output it is to be; see `own_files.Manifest`.
        ledger_files: files that the ledger says earlier builds made here.
        adopt: take over all files that are in output/, as though we had made them.

    The caller holds the site's `BuildLock`. What a killed build left is dealt with first.
    Leaving the context without `commit` drops what was staged.

    Raises:
        SitegenError: the place is odd, or holds another site, or only files that sitegen
            has not made.
    """

    def __init__(
        self,
        root: Path,
        output: Path,
        cache: Path,
        *,
        site: str = "",
        ledger_files: Collection[str] = (),
        adopt: bool = False,
    ) -> None:
        recover(root, output, cache)
        self._name = output_name(root, output)
        self._place = output_place(root, output)
        self._notes = notes_folder(root, self._place, cache)
        self._adopt = adopt
        self._site = site
        self._own_files_on_disk = read_own_files(self._notes)
        self._directory: Path | None = None
        manifest = read_manifest(self._place)
        if not adopt and is_foreign(manifest, site, self._own_files_on_disk.site):
            raise SitegenError([other_site_problem(self._name, manifest.site)])
        ours = self._own_files_on_disk.files.union(ledger_files, manifest.files)
        if adopt or not ours:
            files = [file for file in files_in(self._place) if not is_hidden(file)]
            if files and not adopt:
                raise SitegenError([strangers_problem(self._name, files)])
            ours = ours.union(files)
        self.own_files: frozenset[str] = ours  # what may be replaced or deleted

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A journal that still stands needs the staged files: the next build finishes it.
        if not (self._notes / JOURNAL).exists():
            self._drop()

    @property
    def directory(self) -> Path:
        """The folder to give to `stage`; made, and output/ tried, when first asked for.

        It lies in the cache, or as a hidden folder inside output/ when the cache is on
        another filesystem, from where nothing can be moved in one step.
        """
        if self._directory is None:
            try:
                self._directory = _make_staging(self._notes, self._place)
            except OSError as error:
                raise SitegenError([self.problem("", error)]) from error
        return self._directory

    def add(self, file: str, data: bytes) -> Stat:
        """Stage one file from this process; see `stage`. Raises SitegenError."""
        try:
            return stage(self.directory, file, data)
        except OSError as error:
            raise SitegenError([self.problem(file, error)]) from error

    def problem(self, file: str, error: OSError) -> Problem:
        """Say what an error of `stage` means for the editor; `file` "" is output/ itself."""
        if is_full(error):  # whichever file it was that met it
            file = ""
            message, hint = "the disk is full", "Free some space and build again."
        else:
            message = error.strerror or str(error)
            hint = "Check who owns the folder and whether it may be written."
        where = f"{self._name}/{file}" if file else self._name
        return Problem(where, 0, f"cannot be written: {message}", f"{hint} The old site stands.")

    def commit(self, files: Sequence[str], deletions: Collection[str] = ()) -> dict[str, Stat]:
        """Put the staged files in place and delete what is to go, as one change.

        Args:
            files: the staged files. Within assets, pages and data they are moved in the
                order of the list: pages before the lists that link to them.
            deletions: files to delete. Of these, only what earlier builds made is touched.

        Returns:
            The size and time of each file that was moved, as the ledger wants them.

        Raises:
            SitegenError: something foreign is in the way, or the disk refuses. Nothing has
                changed, unless the problem says that the next build finishes the change.
            FileNotFoundError: one of `files` was never staged.
        """
        files = sorted(dict.fromkeys(files), key=_rank)
        gone = sorted(self.own_files.intersection(deletions).difference(files))
        problems = self._in_the_way(files)
        if problems:
            raise SitegenError(problems)
        stats = {file: self._stat_of(file) for file in files}
        staging = self._directory or self._notes / STAGING
        sizes = {file: size for file, (size, _) in stats.items()}
        journal = Journal(sizes, tuple(gone), staging.parent == self._place, self._site)
        own_files = OwnFiles(self.own_files, self._site or self._own_files_on_disk.site)
        try:
            if own_files != self._own_files_on_disk:
                write_own_files(self._notes, own_files)
            if files:
                disk.keep(staging, map(staged_name, files))
            if files or gone:
                journal.save(self._notes / JOURNAL)
        except OSError as error:
            raise SitegenError([self.problem("", error)]) from error
        if files or gone:
            conclude(journal, self._place, self._notes, staging, self._name)
        self.own_files = self.own_files.union(files).difference(gone)
        self._own_files_on_disk = OwnFiles(self.own_files, own_files.site)
        self._drop()
        return stats

    def _stat_of(self, file: str) -> Stat:
        facts = os.lstat(f"{self.directory}/{staged_name(file)}")
        return facts.st_size, facts.st_mtime_ns

    def _in_the_way(self, files: Sequence[str]) -> list[Problem]:
        """Name what stands where `files` shall go and is not ours."""
        strange: set[str] = set()
        folders: dict[str, bool] = {}
        for file in files:
            check_name(file)
            if file.split("/", 1)[0] in _NEVER_OURS:
                strange.add(file)
            elif is_folder(self._place, parent(file), folders):
                strange.update(self._strange_at(file))
            else:
                strange.update(self._strange_above(file))
        hint = (
            "Move it away, or rename what is published there. With --adopt the site's own "
            "file replaces it."
        )
        return [
            Problem(f"{self._name}/{file}", 0, "is in the way, and sitegen has not made it", hint)
            for file in sorted(strange)
        ]

    def _strange_at(self, file: str) -> Iterator[str]:
        """Yield what is foreign at a file's own place: itself, or files in a folder there."""
        mode = mode_of(f"{self._place}/{file}")
        if stat.S_ISDIR(mode):
            for name in files_in(self._place / file):
                if not self._may_replace(f"{file}/{name}"):
                    yield f"{file}/{name}"
        elif mode and not self._may_replace(file):
            staged = self.directory / staged_name(file)
            if not (stat.S_ISREG(mode) and filecmp.cmp(self._place / file, staged, shallow=False)):
                yield file

    def _strange_above(self, file: str) -> Iterator[str]:
        """Yield the file or link that stands where a folder is needed, if it is foreign."""
        folder = parent(file)
        while folder:
            mode = mode_of(f"{self._place}/{folder}")
            if mode and not stat.S_ISDIR(mode) and not self._may_replace(folder):
                yield folder
            folder = parent(folder)

    def _may_replace(self, file: str) -> bool:
        return self._adopt or file in self.own_files

    def _drop(self) -> None:
        if self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = None


def is_full(error: OSError) -> bool:
    """Say whether a disk has no room, or this user no more of it."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def stage(directory: Path, file: str, data: bytes) -> Stat:
    """Write one file of output/ whole into the staging folder; as `stage_chunks`."""
    return stage_chunks(directory, file, (data,))


def stage_chunks(directory: Path, file: str, chunks: Iterable[bytes]) -> Stat:
    """Write one file of output/ whole into the staging folder, bit by bit; for any process.

    Raises OSError (a full disk, say), of which `Staging.problem` makes a problem.
    """
    check_name(file)
    path = f"{directory}/{staged_name(file)}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666)
    try:
        for chunk in chunks:
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(handle, rest) :]
        disk.begin(handle)
        facts = os.fstat(handle)
    finally:
        os.close(handle)
    return facts.st_size, facts.st_mtime_ns


def same(path: Path, data: bytes) -> bool:
    """Say whether a regular file with just these bytes stands at `path`."""
    try:
        facts = os.lstat(path)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size != len(data):
            return False
        return path.read_bytes() == data
    except OSError:
        return False


def same_chunks(path: Path, size: int, chunks: Iterable[bytes]) -> bool:
    """Say whether a regular file of these bytes, which come bit by bit, stands at `path`."""
    try:
        facts = os.lstat(path)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size != size:
            return False
        with path.open("rb") as stream:
            return all(stream.read(len(chunk)) == chunk for chunk in chunks)
    except OSError:
        return False


def _rank(file: str) -> int:
    """Assets first, then pages, then feeds and sitemaps: links are whole at each step."""
    if file.endswith(".html"):
        return 1
    return 2 if file.endswith(_DATA) else 0


def _make_staging(notes: Path, place: Path) -> Path:
    """Make an empty folder from which files can be moved to `place` in one step."""
    place.mkdir(parents=True, exist_ok=True)
    notes.mkdir(parents=True, exist_ok=True)
    staging = notes / STAGING
    staging.mkdir()
    # Only a trial tells: a folder mounted into a container has the device number of the
    # disk around it, yet nothing moves between them. It also tries to write to output/.
    trial = Path(late.tempfile.mkdtemp(dir=staging))
    target = place / STAGING_IN_OUTPUT
    try:
        trial.rename(target)
    except OSError as error:
        shutil.rmtree(staging)
        if error.errno != errno.EXDEV:
            raise
        target.mkdir()
        return target
    target.rmdir()
    return staging
