"""Recovery: a change to output/ that a killed build began is finished, or its traces dropped.

Before its journal stands a change has done nothing, after it the change will be finished:
by the build that began it or, if that was killed, by the next one.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from sitegen.cache.lock import BuildLock
from sitegen.core import disk
from sitegen.core.problems import SitegenError
from sitegen.model.tasks import MANIFEST
from sitegen.output.folder import output_name, output_place
from sitegen.output.journal import Journal, carry_out, read_journal, write_whole
from sitegen.output.own_files import (
    OwnFiles,
    manifest_text,
    notes_folder,
    read_manifest,
    read_own_files,
    write_own_files,
)

JOURNAL = "journal.json"  # in the folder of notes
STAGING = "staging"  # there too
STAGING_IN_OUTPUT = ".sitegen-staging"


def finish_last_change(root: Path, output: Path, cache: Path, patience: float) -> None:
    """Finish what a build that was killed, or lost its power, had begun to change in output/.

    A build does it first of all: a mistake in the sources does not keep half a change standing,
    and what is planned is planned for what stands there.

    Args:
        patience: for how many seconds to wait for another build of this site to end.

    Raises:
        SitegenError: another build is running, or the change cannot be finished.
    """
    if cache.is_dir():  # else nobody has built here
        with BuildLock(cache, patience):
            recover(root, output, cache)


def recover(root: Path, output: Path, cache: Path) -> bool:
    """Finish or drop what a killed build left behind; True if a change was finished.

    Raises:
        SitegenError: the place is odd, or the change still cannot be finished.
    """
    place = output_place(root, output)
    notes = notes_folder(root, place, cache)
    stagings = (notes / STAGING, place / STAGING_IN_OUTPUT)
    journal = read_journal(notes / JOURNAL)
    if journal is not None:
        conclude(journal, place, notes, stagings[journal.inside], output_name(root, output))
    for staging in stagings:
        if os.path.lexists(staging):
            shutil.rmtree(staging, ignore_errors=True)
    return journal is not None


def conclude(journal: Journal, place: Path, notes: Path, staging: Path, name: str) -> None:
    """Carry out a journal that stands on the disk, note what is ours now, and strike it.

    Raises:
        SitegenError: as `carry_out`, which also says what `name` is.
    """
    before = read_own_files(notes)
    files = before.files.union(journal.sizes).difference(journal.deletions)
    after = OwnFiles(files, journal.site or before.site)
    with _signals_wait():
        try:
            carry_out(journal, place, staging, name)
            if _on_two_disks(place, notes):
                disk.keep(place, ())
            if after != before:
                write_own_files(notes, after)
            (notes / JOURNAL).unlink()
        except (SitegenError, OSError):
            _list_both(journal, place)
            raise


def _list_both(journal: Journal, place: Path) -> None:
    """Let the list of files in output/ name those of both sites, for the change is half made.

    Should the cache be deleted before it is finished, the next build knows them all for our own.
    """
    if MANIFEST not in journal.sizes:
        return  # no file comes or goes
    before = read_manifest(place)
    text = manifest_text(before.files.union(journal.sizes), before.site, before.stories)
    with suppress(OSError):  # the disk may refuse this too
        write_whole(place / MANIFEST, text)


def _on_two_disks(place: Path, notes: Path) -> bool:
    """Say whether striking the journal could reach its disk before the moves reach theirs."""
    return place.stat().st_dev != notes.stat().st_dev


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Let Ctrl-C and a polite kill wait until a change that has begun is finished."""
    waiting: list[int] = []

    def defer(number: int, _frame: FrameType | None) -> None:
        waiting.append(number)

    handlers = {}
    if threading.current_thread() is threading.main_thread():  # the others get no signals
        for kind in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(kind) is not None:  # None: set by something not Python
                handlers[kind] = signal.signal(kind, defer)
    try:
        yield
    finally:
        for kind, handler in handlers.items():
            signal.signal(kind, handler)
        for number in dict.fromkeys(waiting):
            signal.raise_signal(number)
