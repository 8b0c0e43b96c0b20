"""Report: what a build prints for people while it runs and at its end, and for programs."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import sources
from sitegen.cli.options import Site
from sitegen.core.listing import (
    digest_lines,
    error_count,
    error_lines,
    problem_lines,
    warning_lines,
)
from sitegen.core.patience import WAITING
from sitegen.core.problems import Problem
from sitegen.core.record import asdict
from sitegen.language.dates import dates
from sitegen.model.answers import FileAnswer
from sitegen.model.tasks import MANIFEST, Report

if TYPE_CHECKING:
    from sitegen.build.explain import Due


def say(line: str) -> None:
    """Print a line while work goes on, for whoever reads along."""
    print(line, flush=True)


def print_as_json(problems: Iterable[Problem]) -> None:
    """Print what stopped a command for the program that has asked for JSON."""
    print_json({"problems": list(map(asdict, problems))})


def print_json(value: object) -> None:
    """Print one document for programs: in ASCII, so that it is JSON in every encoding."""
    print(json.dumps(value, indent=1))


def summary(report: Report, seconds: float | None = None) -> str:
    """Return the line that says what a build did: "Wrote 791 files in 64 s. 1 story held."."""
    line = f"Wrote {_count(len(report.new) + len(report.changed), 'file')}"
    if report.removed:
        line += f" and removed {len(report.removed)}"
    if seconds is not None:
        line += f" in {seconds:.0f} s" if seconds >= 10 else f" in {seconds:.1f} s"
    drafts = sum(story.reason == "draft" for story in report.held)
    waiting = sum(story.reason == "held" for story in report.held)
    counts = [f"{_count(waiting, 'story', 'stories')} held"] if waiting else []
    counts += [_count(drafts, "draft")] if drafts else []
    return ". ".join([line, *([", ".join(counts)] if counts else [])]) + "."


def _count(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def held_lines(report: Report, site: Site) -> Iterator[str]:
    """Yield a line for each story that waits for its hour."""
    for story in report.held:
        if story.until is not None:
            yield f"Held until {_stamp(story.until, site)}: {story.path} ({story.title})"


def next_change(moment: datetime | None, site: Site) -> str:
    """Say when time alone will change the site: a schedule has to build it then."""
    if moment is None:
        return ""
    return f" Next scheduled change: {_stamp(moment, site)}."


def _stamp(moment: datetime, site: Site) -> str:
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
        "plan": {
            "stood": report.plan.holds,
            "reason": report.plan.why.value,
            "words": report.plan.words(),
            "sources": report.plan.names,
        },
        "reasons": {why.value: count for why, count in report.files.items()},
        "explained": _explained_as_json(report.explained),
    }


def _explained_as_json(explained: FileAnswer | None) -> dict[str, object] | None:
    if explained is None:
        return None
    return {
        "file": explained.file,
        "kept": explained.answer.holds,
        "reason": explained.answer.why.value,
        "values": explained.answer.names,
        "words": explained.words(),
    }


def explained_lines(report: Report) -> Iterator[str]:
    """Yield why the file that was asked about was made, and why so much had to be looked at."""
    if report.explained is None:
        return
    yield report.explained.words()
    if report.plan.holds:
        yield f"The plan of the last build stood: {report.plan.words()}."
    else:
        yield f"All files were planned anew: {report.plan.words()}."


def print_problems(problems: Iterable[Problem]) -> None:
    _print(problem_lines(problems))


def print_refusal(problems: Iterable[Problem], output: Path) -> None:
    """Print why a build was refused, and that nothing has come of it.

    The first build of a site that comes from another program has thousands of mistakes of a
    few kinds: of each kind one is told, with how many there are.

    Args:
        output: the folder in which the site would be.
    """
    warnings, errors = _part(problems)
    if not (output / MANIFEST).exists() and sources.is_of_another_program(errors):
        _print((*digest_lines(warnings), *digest_lines(errors)))
    else:
        _print((*warning_lines(warnings), *error_lines(errors)))
    place = output.absolute().name
    _print((f"{error_count(errors)}. Nothing was published; {place}/ is as it was.",))


def print_warnings(warnings: Iterable[Problem]) -> None:
    _print(warning_lines(warnings))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _part(problems: Iterable[Problem]) -> tuple[list[Problem], list[Problem]]:
    """Part problems into warnings and errors."""
    every = list(problems)
    return [p for p in every if p.warning], [p for p in every if not p.warning]


def progress_for(args: argparse.Namespace) -> Progress:
    """Return the bar of a command, which is to be seen where somebody reads along."""
    return Progress(sys.stderr.isatty() and not (args.json or args.quiet))


class Progress:
    """A progress bar on a terminal, once the work takes longer than a second."""

    def __init__(self, visible: bool) -> None:
        self._visible = visible
        self._began = time.monotonic()
        self._bar = ""

    @property
    def seconds(self) -> float:
        """How long the work has taken until now."""
        return time.monotonic() - self._began

    def show(self, stage: str, count: int, total: int) -> None:
        if stage.startswith(WAITING):
            self.clear()
            print(
                f"Still {stage}. Does its template, or a module, go on without end? "
                "Ctrl-C stops the build.",
                file=sys.stderr,
            )
            return
        if not self._visible or self.seconds < 1:
            return
        full = 30 * count // max(1, total)
        bar = f"{stage:8} [{'#' * full}{'.' * (30 - full)}] {100 * count // max(1, total)}%"
        if bar != self._bar:
            self._bar = bar
            print(f"\r{bar}\033[K", end="", file=sys.stderr)

    def clear(self) -> None:
        if self._bar:
            print("\r\033[K", end="", file=sys.stderr)
