"""What is told of a build: while it runs, when it is done, and to programs."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sitegen.core.problems import Problem
from sitegen.model.tasks import Report
from sitegen.settings import load

WARNINGS_SHOWN = 20  # a big archive may have thousands


def summary(report: Report) -> str:
    """Return the one line that says what a build did."""
    drafts = sum(found.reason == "draft" for found in report.held)
    waiting = sum(found.reason == "held" for found in report.held)
    counts = [
        f"{len(report.new)} new",
        f"{len(report.changed)} changed",
        f"{report.kept} kept",
        f"{len(report.removed)} removed",
        f"{waiting} held",
    ]
    if drafts:
        counts.append(f"{drafts} draft{'s' if drafts > 1 else ''}")
    return ", ".join(counts)


def held_lines(report: Report, root: Path) -> Iterator[str]:
    if not any(found.until for found in report.held):
        return
    zone = load.load(root).zone
    for found in report.held:
        if found.until is not None:
            until = f"{found.until.astimezone(zone):%Y-%m-%d %H:%M %Z}"
            yield f"held until {until}: {found.path} ({found.title})"


def next_change(moment: datetime | None, root: Path) -> str:
    """Say when time alone will change the site: a schedule has to build it then (rule G8)."""
    if moment is None:
        return ""
    there = moment.astimezone(load.load(root).zone)
    return f" Next change by itself: {there:%Y-%m-%d %H:%M %Z}."


def as_json(report: Report) -> dict[str, object]:
    return {
        "new": report.new,
        "changed": report.changed,
        "kept": report.kept,
        "removed": report.removed,
        "held": [
            {
                "path": found.path,
                "title": found.title,
                "reason": found.reason,
                "until": found.until.isoformat() if found.until else None,
            }
            for found in report.held
        ],
        "next_change": report.next_change.isoformat() if report.next_change else None,
        "counts": dict(report.counts),
        "timings": dict(report.timings),
        "warnings": [str(problem) for problem in report.warnings],
        "explained": report.explained,
    }


def print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)


def print_warnings(warnings: Sequence[Problem]) -> None:
    print_problems(warnings[:WARNINGS_SHOWN])
    more = len(warnings) - WARNINGS_SHOWN
    if more > 0:
        print(f"and {more} more warnings; --json lists them all.", file=sys.stderr)


class Progress:
    """A progress bar on a terminal, once the work takes longer than a second."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._began = time.monotonic()
        self._shown = ""

    def show(self, stage: str, done: int, total: int) -> None:
        if not self._wanted or time.monotonic() - self._began < 1:
            return
        full = 30 * done // max(1, total)
        bar = f"{stage:7} [{'#' * full}{'.' * (30 - full)}] {100 * done // max(1, total)}%"
        if bar != self._shown:
            self._shown = bar
            print(f"\r{bar}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
