"""Watching over a site: which of its files matter, and `build --watch`.

output/ is kept up to date by ordinary builds, so at every moment it is whole: that of the
last build that had no problems. Builds come when the sources change, and when the time
comes at which a story goes live, expires or leaves the news.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from math import inf
from pathlib import Path

from sitegen.build.build import build
from sitegen.build.watcher import Watch
from sitegen.cache.between_builds import BuildMemory
from sitegen.core.listing import problem_lines
from sitegen.core.problems import SitegenError
from sitegen.model.tasks import Report
from sitegen.pages.context import reserved_names
from sitegen.settings.extension_files import watched_places
from sitegen.settings.extensions import forget_changed
from sitegen.settings.load import load as load_settings
from sitegen.settings.types import FILE, PROJECT_FILE

# Seconds between looks at the clock. A machine that sleeps stops every timer, so waiting
# for a story's hour by one timer would miss it.
LOOK_AT_CLOCK = 1.0
TRY_AGAIN = 10.0  # seconds after a failed build: another may have held the lock
MOST_LOOKS = 20  # in a row at nothing but what was saved


def watch_site(
    root: Path, modules: Sequence[Path], poll: bool, say: Callable[[str], None]
) -> Watch:
    """Return a doorbell on everything that the site is made from.

    Args:
        modules: where the site's own modules are; see `watched_places`.
    """
    paths = [root / name for name in ("content", "templates", "static", FILE, PROJECT_FILE)]
    return Watch([*paths, *modules], poll=poll, on_trouble=say)


def watch_and_build(
    root: Path,
    *,
    clock: Callable[[], datetime],
    output: Path | None = None,
    cache: Path | None = None,
    jobs: int = 0,
    adopt: bool = False,
    allow_empty: bool = False,
    poll: bool = False,
    say: Callable[[str], None],
    report: Callable[[Report], None] = lambda _report: None,
    stop: threading.Event | None = None,
) -> int:
    """Keep output/ up to date until interrupted, or until `stop` is set; return 0.

    Args:
        clock: tells the time, aware.
        output, cache, jobs, adopt, allow_empty: as for `build`.
        poll: look for changes instead of being told of them.
        say: called with problems, and with what else the person at the terminal should know.
        report: called with the report of each build that changed something.
    """
    stop = stop or threading.Event()
    last_problems: tuple[str, ...] = ()
    due: datetime | None = None  # when the site changes by itself
    again = inf  # when to try once more after a build that failed
    memory = BuildMemory()
    build_site = partial(
        build,
        root,
        output=output,
        cache=cache,
        jobs=jobs,
        adopt=adopt,
        allow_empty=allow_empty,
        memory=memory,
    )
    door = Door(root, partial(_modules, root), poll, say)
    rang = True
    try:
        while not stop.is_set():
            now = clock()
            if rang or (due is not None and now >= due) or time.monotonic() >= again:
                hurry = partial(_is_awaited, door, stop)
                latest, problems = _attempt(
                    partial(build_site, now=now, hurry=hurry, saves=door.saves())
                )
                if latest is None:
                    door.look_at_all()
                due = latest.next_change if latest else None
                again = inf if latest else time.monotonic() + TRY_AGAIN
                if latest and (latest.new or latest.changed or latest.removed):
                    report(latest)
                _tell(last_problems, problems, say)
                last_problems = problems
                if door.has_moved():
                    rang = True
                    continue
            rang = door.wait(LOOK_AT_CLOCK)
    finally:
        door.watch.close()
        memory.close()
    return 0


class Door:
    """Where it rings when something of a site is saved, modules of its own included.

    Args:
        modules: gives the places of those modules; it is given the last ones.
        poll, say: as in `watch_site`.
    """

    def __init__(
        self,
        root: Path,
        modules: Callable[[tuple[Path, ...]], tuple[Path, ...]],
        poll: bool,
        say: Callable[[str], None],
    ) -> None:
        self._root, self._poll, self._say = root, poll, say
        self._modules_after = modules
        self._modules = modules(())
        self._looks = 0  # in a row that were at saves alone
        self._is_all_new = True  # the next look is at all files
        self.watch = watch_site(root, self._modules, poll, say)

    def wait(self, seconds: float) -> bool:
        """Wait for a change, and after looks at saves alone for the time to look at all."""
        rang = self.watch.wait(seconds)
        if rang or not self._looks:
            return rang
        self.look_at_all()
        return True

    def look_at_all(self) -> None:
        """Have the next look be at all files, whenever it comes."""
        self._looks, self._is_all_new = 0, True

    def saves(self) -> frozenset[str] | None:
        """Return the files of content/ that are to be looked at now; None for all files."""
        saves = self._saves()
        if self._is_all_new or self._looks >= MOST_LOOKS:
            saves = None
        self._looks = 0 if saves is None else self._looks + 1
        self._is_all_new = False
        return saves

    def _saves(self) -> frozenset[str] | None:
        saves = self.watch.saves()
        if saves is None:
            return None
        content = os.path.join(os.path.realpath(self._root / "content"), "")
        if not all(file.startswith(content) for file in saves):
            return None
        return frozenset(f"content/{file.removeprefix(content)}" for file in saves)

    def has_moved(self) -> bool:
        """Listen at other places where the settings name others, and say so."""
        modules = self._modules_after(self._modules)
        if modules == self._modules:
            return False
        self.watch.close()
        self._modules = modules
        self.watch = watch_site(self._root, modules, self._poll, self._say)
        return True


def _is_awaited(door: Door, stop: threading.Event) -> bool:
    """Say whether what was saved meanwhile, or whoever interrupts, waits for a build to end."""
    return door.watch.has_rung or stop.is_set()


def _attempt(build_site: Callable[[], Report]) -> tuple[Report | None, tuple[str, ...]]:
    """Return the report of a build; or None, and what stopped it."""
    try:
        forget_changed()
        return build_site(), ()
    except SitegenError as error:
        return None, tuple(problem_lines(error.problems))
    except OSError as error:
        # A checkout takes away what the scan has just seen.
        return None, (f"{error.filename}: {error.strerror or error}",)


def _tell(before: tuple[str, ...], now: tuple[str, ...], say: Callable[[str], None]) -> None:
    if now != before:
        for text in now:
            say(text)
        if not now:
            say("Fixed.")


def _modules(root: Path, last: tuple[Path, ...]) -> tuple[Path, ...]:
    try:
        return watched_places(root, load_settings(root, reserved_names).extensions)
    except SitegenError:
        return last  # the build says what is wrong with the settings
