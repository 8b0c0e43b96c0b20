"""Report: what a build prints for people while it runs and at its end, and for programs."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sitegen.cli.options import Site
from sitegen.core.problems import Problem
from sitegen.language.dates import dates
from sitegen.model.tasks import Report

if TYPE_CHECKING:
    from sitegen.build.explain import Due

MOST_WARNINGS = 20  # a big archive may have thousands
ALIKE = 3  # warnings that differ in names and numbers alone: more than these are told as one
_VARIES = re.compile(r"'[^']*'|\d+")


def summary(report: Report, seconds: float | None = None) -> str:
    """Return the line that says what a build did: "Wrote 791 files in 64 s. 1 story held."."""
    said = f"Wrote {_counted(len(report.new) + len(report.changed), 'file')}"
    if report.removed:
        said += f" and removed {len(report.removed)}"
    if seconds is not None:
        said += f" in {seconds:.0f} s" if seconds >= 10 else f" in {seconds:.1f} s"
    drafts = sum(story.reason == "draft" for story in report.held)
    waiting = sum(story.reason == "held" for story in report.held)
    counts = [f"{_counted(waiting, 'story', 'stories')} held"] if waiting else []
    counts += [_counted(drafts, "draft")] if drafts else []
    return ". ".join([said, *([", ".join(counts)] if counts else [])]) + "."


def _counted(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def held_lines(report: Report, site: Site) -> Iterator[str]:
    """Yield a line for each story that waits for its hour."""
    for story in report.held:
        if story.until is not None:
            yield f"Held until {_written(story.until, site)}: {story.path} ({story.title})"


def next_change(moment: datetime | None, site: Site) -> str:
    """Say when time alone will change the site: a schedule has to build it then."""
    if moment is None:
        return ""
    return f" Next scheduled change: {_written(moment, site)}."


def _written(moment: datetime, site: Site) -> str:
    """Write a moment as the newsroom reads it: "Nov. 27, 2026, 6 a.m. CST"."""
    return dates("en", site.settings.timezone).stamp(moment)


def due_line(state: Due, site: Site) -> str:
    """Return the line that says whether a build is due, and why."""
    verdict = "Due" if state.is_due else "Not due"
    return f"{verdict}: {state.reason}.{next_change(state.next_change, site)}"


def as_json(report: Report) -> dict[str, object]:
    """Return the values of `build --json`."""
    return {
        "new": report.new,
        "changed": report.changed,
        "kept": report.kept,
        "removed": report.removed,
        "held": [
            {
                "path": story.path,
                "title": story.title,
                "reason": story.reason,
                "until": story.until.isoformat() if story.until else None,
            }
            for story in report.held
        ],
        "next_change": report.next_change.isoformat() if report.next_change else None,
        "counts": dict(report.counts),
        "timings": dict(report.timings),
        "warnings": [str(problem) for problem in report.warnings],
        "explained": report.explained,
    }


def print_problems(problems: Iterable[Problem]) -> None:
    """Print warnings first, then errors: the last lines are what a terminal still shows."""
    ordered = sorted(problems, key=lambda problem: not problem.warning)
    print_warnings([problem for problem in ordered if problem.warning])
    for problem in ordered:
        if not problem.warning:
            where, _, rest = str(problem).partition(": ")
            print(f"{where}: error: {rest}", file=sys.stderr)


def print_failure(problems: Sequence[Problem]) -> None:
    """Print why a build failed, and what became of the site."""
    print_problems(problems)
    errors = _counted(sum(not problem.warning for problem in problems), "error")
    print(f"{errors}. Nothing was published; output/ is as it was.", file=sys.stderr)


def print_warnings(warnings: Sequence[Problem]) -> None:
    """Print the first warnings; of many that say the same of different files, one."""
    alike: dict[str, list[Problem]] = {}
    for problem in warnings:
        alike.setdefault(_VARIES.sub("", problem.message), []).append(problem)
    room, hidden = MOST_WARNINGS, 0
    for group in alike.values():
        shown = (group if len(group) <= ALIKE else group[:1])[:room]
        room -= len(shown)
        for problem in shown:
            print(problem, file=sys.stderr)
        more = len(group) - len(shown)
        if shown and len(group) > ALIKE:
            places = ", ".join(problem.path for problem in group[1:4])
            print(f"  {more} more like it: {places}{', …' if more > 3 else ''}", file=sys.stderr)
        else:
            hidden += more
    if hidden:
        print(f"{_counted(hidden, 'more warning')} (--json lists them).", file=sys.stderr)


class Progress:
    """A progress bar on a terminal, once the work takes longer than a second."""

    def __init__(self, visible: bool) -> None:
        self._visible = visible
        self._began = time.monotonic()
        self._bar = ""

    def show(self, stage: str, count: int, total: int) -> None:
        if not self._visible or time.monotonic() - self._began < 1:
            return
        full = 30 * count // max(1, total)
        bar = f"{stage:8} [{'#' * full}{'.' * (30 - full)}] {100 * count // max(1, total)}%"
        if bar != self._bar:
            self._bar = bar
            print(f"\r{bar}\033[K", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._bar:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
