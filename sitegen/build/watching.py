"""Watching over a site: which of its files matter, and `build --watch`.

output/ is kept up to date by ordinary builds, so at every moment it is whole: that of the
last build that had no problems. Builds come when the sources change, and when the time
comes at which a story goes live, expires or leaves the news.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from math import inf
from pathlib import Path

from sitegen.build.build import build
from sitegen.build.watcher import Watch
from sitegen.cache.between_builds import BuildMemory
from sitegen.core.problems import SitegenError
from sitegen.model.tasks import Report
from sitegen.pages.context import reserved_names
from sitegen.settings import extensions as extend
from sitegen.settings.load import load as load_settings
from sitegen.settings.types import FILE, PROJECT_FILE

# Seconds between looks at the clock. A machine that sleeps stops every timer, so waiting
# for a story's hour by one timer would miss it.
LOOK_AT_CLOCK = 1.0
TRY_AGAIN = 10.0  # seconds after a failed build: another may have held the lock


def watch_site(
    root: Path, extensions: Sequence[str], poll: bool, say: Callable[[str], None]
) -> Watch:
    """Return a doorbell on everything that the site is made from."""
    paths = [root / name for name in ("content", "templates", "static", FILE, PROJECT_FILE)]
    for name in extensions:
        module = root.joinpath(*name.split("."))
        paths += [module, module.with_suffix(".py")]
    return Watch(paths, poll=poll, on_trouble=say)


def watch_and_build(
    root: Path,
    *,
    clock: Callable[[], datetime],
    output: Path | None = None,
    jobs: int = 0,
    adopt: bool = False,
    poll: bool = False,
    say: Callable[[str], None],
    report: Callable[[Report], None] = lambda _report: None,
    stop: threading.Event | None = None,
) -> int:
    """Keep output/ up to date until interrupted, or until `stop` is set; return 0.

    Args:
        clock: tells the time, aware.
        output, jobs, adopt: as for `build`.
        poll: look for changes instead of being told of them.
        say: told of problems and of what else the person at the terminal should know.
        report: given what each build did, if it did anything.
    """
    stop = stop or threading.Event()
    said: tuple[str, ...] = ()
    due: datetime | None = None  # when the site changes by itself
    again = inf  # when to try once more after a build that failed
    extensions = _extensions(root, ())
    kept = BuildMemory()
    watch = watch_site(root, extensions, poll, say)
    rang = True
    try:
        while not stop.is_set():
            now = clock()
            if rang or (due is not None and now >= due) or time.monotonic() >= again:
                due, again = None, inf
                problems: tuple[str, ...] = ()
                try:
                    extend.forget_changed()
                    done = build(root, now=now, output=output, jobs=jobs, adopt=adopt, kept=kept)
                    due = done.next_change
                    if done.new or done.changed or done.removed:
                        report(done)
                except SitegenError as error:
                    problems, again = tuple(map(str, error.problems)), time.monotonic() + TRY_AGAIN
                except OSError as error:
                    # A checkout takes away what the scan has just seen.
                    problems = (f"{error.filename}: {error.strerror or error}",)
                    again = time.monotonic() + TRY_AGAIN
                _tell(said, problems, say)
                said = problems
                named = _extensions(root, extensions)
                if named != extensions:
                    watch.close()
                    extensions, watch = named, watch_site(root, named, poll, say)
                    rang = True
                    continue
            rang = watch.wait(LOOK_AT_CLOCK)
    finally:
        watch.close()
        kept.close()
    return 0


def _tell(before: tuple[str, ...], now: tuple[str, ...], say: Callable[[str], None]) -> None:
    if now != before:
        for text in now:
            say(text)
        if not now:
            say("All is well again.")


def _extensions(root: Path, known: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return load_settings(root, reserved_names()).extensions
    except SitegenError:
        return known  # the build says what is wrong with the settings
