"""The way `folder:`: a mounted disk, or the root of a web server on this machine.

The change is staged whole inside the folder, then a journal says what is going to happen, and
from then on it will: files are moved one by one, each in a single step. A deploy that is killed
before the journal stands has changed nothing; the next one finishes what a journal says.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from sitegen.core import disk
from sitegen.core.digests import digest_file
from sitegen.core.problems import SitegenError
from sitegen.delivery.manifest import Manifest
from sitegen.delivery.plan import IN_THE_WAY, Plan, Standing, Standings, Step
from sitegen.delivery.target import LOCK, Progress, Source, refuse
from sitegen.output.folder import is_folder, mode_of, output_place, parent
from sitegen.output.journal import Journal, carry_out, read_journal, staged_name
from sitegen.output.staging import is_full

_STAGING = ".sitegen-deploying"
_JOURNAL = "journal.json"  # in it
_AGAIN = "deploy"


class FolderTarget:
    """A folder of this machine.

    Args:
        root: the site's own folder, in whose sources no site is put.
        place: as written; seen from `root` where it is no whole path.
    """

    writes_manifest = False
    where = ""

    def __init__(self, root: Path, place: str) -> None:
        self._root = root
        self._place = root / os.path.expanduser(place)
        self.name = place

    def open(self) -> None:
        try:
            self._place = output_place(self._root, self._place)
        except SitegenError as error:
            hint = "Name a folder of its own, such as folder:/srv/www/gazette."
            raise refuse(self.name, error.problems[0].message, hint) from None
        if self._place.is_relative_to((self._root / "output").resolve()):
            hint = "Name the folder from which readers are served."
            raise refuse(self.name, "is the folder from which is deployed", hint)

    def recover(self, _before: Manifest) -> None:
        if self._staging.exists():
            self._finish()

    def close(self) -> None:
        return None

    @property
    def _staging(self) -> Path:
        return self._place / _STAGING

    def note(self, name: str) -> bytes | None:
        try:
            return (self._place / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._trouble(error, name) from None

    def put_note(self, name: str, data: bytes) -> None:
        draft = self._place / f".sitegen-draft-{staged_name(name)}"
        try:
            self._place.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(self._place / name)
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            raise self._trouble(error, name) from None

    def drop_note(self, name: str) -> None:
        with suppress(OSError):
            (self._place / name).unlink()

    def locks(self) -> Mapping[str, float]:
        times = {}
        for entry in os.scandir(self._place):
            if entry.name.startswith(LOCK):
                with suppress(FileNotFoundError):
                    times[entry.name] = entry.stat(follow_symlinks=False).st_mtime
        return times

    def standings(self, files: Collection[str]) -> Standings:
        folders: dict[str, bool] = {}
        standings = {}
        for file in files:
            path = f"{self._place}/{file}"
            mode = mode_of(path)
            if not mode:
                odd = self._in_the_way(file)
                standings.update({file: IN_THE_WAY} if odd else {})
            elif stat.S_ISREG(mode) and is_folder(self._place, parent(file), folders):
                try:
                    standings[file] = Standing(os.stat(path).st_size, digest_file(Path(path)))
                except OSError as error:
                    raise self._trouble(error, file) from None
            else:
                standings[file] = IN_THE_WAY
        return standings

    def _in_the_way(self, file: str) -> bool:
        """Say whether a file or a link stands where a folder is needed."""
        folder = parent(file)
        while folder:
            mode = mode_of(f"{self._place}/{folder}")
            if mode:
                return not stat.S_ISDIR(mode)
            folder = parent(folder)
        return False

    def change(self, plan: Plan, source: Source, progress: Progress) -> None:
        steps = list(plan.steps)
        if steps and not steps[0].word:  # what has to be gone at once is gone first
            self._carry([steps.pop(0)], source, progress)
        if steps:
            self._carry(steps, source, progress)

    def _carry(self, steps: Collection[Step], source: Source, progress: Progress) -> None:
        sent = [file for step in steps if step.word for file in step.files]
        deleted = tuple(file for step in steps if not step.word for file in step.files)
        try:
            self._staging.mkdir(exist_ok=True)
            sizes = self._stage(sent, source.tree(sent), progress) if sent else {}
            disk.keep(self._staging, map(staged_name, sent))
            Journal(sizes, deleted, inside=True).save(self._staging / _JOURNAL)
        except OSError as error:
            shutil.rmtree(self._staging, ignore_errors=True)
            raise self._trouble(error) from None
        self._finish()

    def _stage(self, files: Collection[str], tree: Path, progress: Progress) -> dict[str, int]:
        sizes = {}
        for count, file in enumerate(files, 1):
            staged = self._staging / staged_name(file)
            shutil.copyfile(tree / file, staged)  # no link: what somebody edits there is theirs
            sizes[file] = staged.stat().st_size
            progress("staging", count, len(files))
        return sizes

    def _finish(self) -> None:
        journal = read_journal(self._staging / _JOURNAL)
        if journal is not None:
            carry_out(journal, self._place, self._staging, self.name, _AGAIN)
            disk.keep(self._place, ())
        shutil.rmtree(self._staging, ignore_errors=True)

    def _trouble(self, error: OSError, file: str = "") -> SitegenError:
        where = f"{self.name}/{file}" if file else self.name
        if is_full(error):
            return refuse(self.name, "the disk is full", "Free some space and deploy again.")
        hint = "Check who owns the folder and whether it may be written, and deploy again."
        return refuse(where, f"cannot be used: {(error.strerror or str(error)).lower()}", hint)
