"""Watching: rings when something under a site's folders may have changed.

A ring is a doorbell: what changed is for the scan to find out. So nothing is lost by gathering
a burst into one ring, and nothing is harmed by a ring for nothing. Who was at the door
(`saves`) is told where it is known, so that one may look there first, and at the rest later.

The system tells us of changes through watchdog. Where it cannot (network and container
mounts, or its limit on watched folders is reached) we look for ourselves, which on a site
of 10,000 stories takes some 50 ms, at least twice a second; where it can, every five seconds,
lest it has fallen silent. Links to folders inside a watched folder are not followed, the
folders that are asked for may be links.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sitegen.build import late
from sitegen.build.polling import Check, fingerprint
from sitegen.core.litter import is_litter

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver, ObservedWatch

QUIET = 0.02  # seconds without an event after which a save is over
MANY = 30  # events that no single save makes: a checkout, a sync, a search and replace
QUIET_AFTER_MANY = 0.1  # seconds without an event after which all of that is over
LONGEST_BURST = 2.0  # seconds after which we ring even if events go on
# Elsewhere a burst may be told of as its folder, and a file by a name in other letters.
_TELLS_OF_FILES = sys.platform == "linux"
LOOK_EVERY = 0.25  # seconds from look to look when we look for ourselves
_LEAST_REST = 4  # looking takes a fifth of our time at most, however slow the disk


class Watch:
    """A doorbell on some files and folders, which need not exist yet.

    Args:
        paths: what to watch; folders with all below them.
        ignore: says of a path, all links resolved, that it never rings: our own output.
        poll: look for changes ourselves from the start.
        on_trouble: called with the reason, in a sentence or two, why we look for ourselves.

    What happens from the moment of construction on is noticed. `wait` is for one thread at
    a time, `close` may be called from any.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        ignore: Callable[[str], bool] = lambda _path: False,
        poll: bool = False,
        on_trouble: Callable[[str], None] = lambda _message: None,
    ) -> None:
        self._paths = tuple(Path(os.path.abspath(path)) for path in paths)
        self._ignore = ignore
        self._on_trouble = on_trouble
        self._bell = threading.Event()
        self._events = 0  # since the last burst was over
        self._saves: set[str] | None = None  # files that were saved; None: any may have been
        self._saves_lock = threading.Lock()  # they come from watchdog's own thread
        self._closed = False
        self._observer: BaseObserver | None = None
        self._watches: dict[str, tuple[ObservedWatch, tuple[int, int]]] = {}
        self._lock = threading.RLock()  # close() may come while we follow new folders
        self._new_folders = False  # since we last tried the system's limit
        self._lost: set[str] = set()  # folders that were deleted or moved since then
        self._targets: tuple[str, ...] = ()  # what to watch, by its true name and its own
        self._state = 0
        self._check = Check(self._fingerprint)
        if poll:
            self._look()
        else:
            self._listen()

    def __enter__(self) -> Watch:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def polls(self) -> bool:
        """True if changes are looked for, not told by the system."""
        return self._observer is None

    @property
    def has_rung(self) -> bool:
        """True if something has changed and nobody was told; never while we look ourselves."""
        return self._bell.is_set()

    def saves(self) -> frozenset[str] | None:
        """Return the files that changed since this was asked last, by true name in full.

        None where any may have changed: at first, after a burst, where folders came or went,
        and where the system does not tell of each file.
        """
        with self._saves_lock:
            saves, self._saves = self._saves, set() if _TELLS_OF_FILES else None
        return None if saves is None or self.polls else frozenset(saves)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for a change, and for the burst that it is part of to be over.

        Returns False when `timeout` seconds have passed without a change, or when the watch
        is closed meanwhile. A change while nobody waits makes the next call return at once.
        """
        end = None if timeout is None else time.monotonic() + timeout
        rang = self._wait_for_look(end) if self.polls else self._wait_for_bell(end)
        return rang and not self._closed

    def close(self) -> None:
        """Stop watching; a thread that waits is let go."""
        self._closed = True
        self._bell.set()
        self._stop_listening()

    # What the system tells

    def _listen(self) -> None:
        # watchdog 7 warns of its own bookkeeping when a folder comes with folders inside it.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        try:
            self._observer = late.observers.Observer()
            self._observer.start()
            self._follow(self._observer)
        except OSError as error:
            self._look_instead(error)

    def _follow(self, observer: BaseObserver) -> None:
        """Listen to the folders that exist by now, and for the coming of the others.

        A folder that was deleted and made again is another folder, though it may have both
        the name and the number of the old. Raises OSError at the system's limits.
        """
        folders: dict[str, bool] = {}  # folder → is all below it watched too
        names: set[str] = set()
        for path in self._paths:
            real = os.path.realpath(path)
            names.update((real, os.path.join(os.path.realpath(path.parent), path.name)))
            if os.path.isdir(real):
                folders[real] = True
            for above in (path.parent, Path(real).parent):
                folders.setdefault(os.path.realpath(_existing(above)), False)
        self._targets = tuple(names)
        numbers = {folder: _number(folder) for folder in folders}
        lost, self._lost = self._lost, set()
        for folder, (watch, number) in list(self._watches.items()):
            gone = numbers.get(folder) != number or not lost.isdisjoint(_with_all_above(folder))
            if gone or folders[folder] != watch.is_recursive:
                del self._watches[folder]
                observer.unschedule(watch)
        for folder, recursive in folders.items():
            if folder not in self._watches:
                try:
                    watch = self._schedule(observer, folder, recursive)
                except FileNotFoundError:
                    if os.path.isdir(folder):
                        raise
                    self._forget_saves()
                    self._bell.set()  # it has gone meanwhile, and may come again unseen
                    continue
                self._watches[folder] = (watch, numbers[folder])
                self._new_folders = True
        if self._new_folders and sys.platform == "linux":
            # watchdog keeps it to itself when the limit is met below the folder that it was
            # given, so we ask for one folder more: any that is not watched already.
            observer.unschedule(self._schedule(observer, os.sep, recursive=False))
        self._new_folders = False

    def _schedule(self, observer: BaseObserver, folder: str, recursive: bool) -> ObservedWatch:
        events = late.events

        class Handler(events.FileSystemEventHandler):
            on_any_event = staticmethod(self._on_event)

        # Reading a file is an event as well: the scan itself would ring without this list.
        kinds: list[type[FileSystemEvent]] = [
            events.FileCreatedEvent,
            events.FileModifiedEvent,
            events.FileMovedEvent,
            events.FileDeletedEvent,
            events.DirCreatedEvent,
            events.DirMovedEvent,
            events.DirDeletedEvent,
            # Until version 7 a change of attributes was called a modification.
            getattr(events, "FileAttribEvent", events.FileModifiedEvent),
        ]
        return observer.schedule(Handler(), folder, recursive=recursive, event_filter=kinds)

    def _on_event(self, event: FileSystemEvent) -> None:
        """Ring, unless the event is nothing to us. Called by watchdog's own thread."""
        ends = [os.fsdecode(end) for end in (event.src_path, event.dest_path) if end]
        concerned = [end for end in ends if self._concerns(end)]
        if concerned:
            if event.is_directory:
                self._forget_saves()
                self._new_folders = True
                if event.event_type in ("deleted", "moved"):
                    self._lost.add(os.fsdecode(event.src_path))
            else:
                self._note_saves(concerned)
            self._events += 1
            self._bell.set()

    def _note_saves(self, files: Iterable[str]) -> None:
        with self._saves_lock:
            if self._saves is not None:
                self._saves.update(files)
                if len(self._saves) > MANY:
                    self._saves = None

    def _forget_saves(self) -> None:
        """Take in that any file may have changed."""
        with self._saves_lock:
            self._saves = None

    def _concerns(self, path: str) -> bool:
        for target in self._targets:
            if target.startswith(f"{path}{os.sep}"):
                return True  # a folder on the way to what we wait for comes or goes
            if path == target or path.startswith(f"{target}{os.sep}"):
                below = path[len(target) :].split(os.sep)
                return not any(map(is_litter, below)) and not self._ignore(path)
        return False

    def _wait_for_bell(self, end: float | None) -> bool:
        while not self._bell.wait(self._seconds_to(end)):
            if end is not None and time.monotonic() >= end:
                return False
            if self._check.seconds_left <= 0 and self._has_missed_something():
                self._forget_saves()
                self._bell.set()
        latest = time.monotonic() + LONGEST_BURST
        # A burst that we do not wait out leaves the bell set, so that there is one ring after
        # its end, though the system may have dropped its last events for their number.
        while not self._closed and time.monotonic() < latest:
            self._bell.clear()
            if not self._bell.wait(QUIET if self._events < MANY else QUIET_AFTER_MANY):
                break
        self._check.after_burst(many=self._events >= MANY)
        self._events = 0
        with self._lock:
            if self._observer is not None:
                try:
                    self._follow(self._observer)
                except OSError as error:
                    self._look_instead(error)
        return True

    def _seconds_to(self, end: float | None) -> float:
        """Return the seconds until a wait is over or the next check is due."""
        left = self._check.seconds_left
        return max(0.0, left if end is None else min(left, end - time.monotonic()))

    def _has_missed_something(self) -> bool:
        """Look whether there are changes that nobody has told of, and listen anew then."""
        if not self._check.shows_more() or self._bell.is_set():
            return False
        with self._lock:
            self._stop_listening()
            self._watches.clear()
            if not self._closed:
                self._listen()
        return True

    def _stop_listening(self) -> None:
        with self._lock:
            observer, self._observer = self._observer, None
        if observer is not None and observer.is_alive():
            observer.stop()
            observer.join()

    # What we see for ourselves

    def _look_instead(self, error: OSError) -> None:
        self._stop_listening()
        if not self._closed:
            self._bell.clear()
        self._on_trouble(_limit_message(error))
        self._look()

    def _look(self) -> float:
        """Take in how things stand, and return how many seconds to rest after that."""
        begun = time.monotonic()
        self._state = self._fingerprint()
        return max(LOOK_EVERY, _LEAST_REST * (time.monotonic() - begun))

    def _fingerprint(self) -> int:
        return fingerprint(self._paths, self._ignore)

    def _wait_for_look(self, end: float | None) -> bool:
        while not self._closed:
            before, rest = self._state, self._look()
            if self._state != before:
                self._wait_until_quiet()
                return True
            pause = rest if end is None else min(rest, end - time.monotonic())
            if pause <= 0 or self._bell.wait(pause):
                return False
        return False

    def _wait_until_quiet(self) -> None:
        latest = time.monotonic() + LONGEST_BURST
        while time.monotonic() < latest and not self._bell.wait(QUIET):
            before = self._state
            self._look()
            if self._state == before:
                return


def _existing(folder: Path) -> Path:
    """Return the folder, or else the nearest above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _with_all_above(folder: str) -> set[str]:
    return {folder, *map(str, Path(folder).parents)}


def _number(folder: str) -> tuple[int, int]:
    try:
        facts = os.stat(folder)
    except OSError:
        return (0, 0)
    return (facts.st_dev, facts.st_ino)


def _limit_message(error: OSError) -> str:
    limits = {
        errno.ENOSPC: ("watched folders", "fs.inotify.max_user_watches=1048576"),
        errno.EMFILE: ("programs that watch folders", "fs.inotify.max_user_instances=1024"),
    }
    if error.errno not in limits:
        reason = f"The system cannot tell of changes ({error.strerror or error})."
        return f"{reason} They are looked for instead, which takes a little longer."
    what, setting = limits[error.errno]
    return (
        f"The system's limit on {what} is reached, so changes are looked for instead, which "
        f"takes a little longer. To raise the limit: sudo sysctl {setting}"
    )
