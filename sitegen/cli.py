"""The command line: turns words into values, calls one function, prints what came back.

The only module that prints, sets the exit status or looks at the clock. Status 0 is
success, 1 a problem in the site, 2 a wrong command.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sitegen.problems import Problem, SitegenError

Commands = argparse._SubParsersAction


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    parser = _parser()
    args = parser.parse_args(argv)
    try:
        status: int = args.run(args)
    except SitegenError as error:
        _print_problems(error.problems)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the site is as it was.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sitegen", description="Make a news site from Markdown articles."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_build(commands)
    return parser


def _add_root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="the site's folder (default: this folder)",
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a time; write it as in 2026-11-26T06:00-06:00"
        ) from None
    return moment if moment.tzinfo else moment.astimezone(UTC)


def clock() -> datetime:
    """Return the time to build for: SOURCE_DATE_EPOCH when it is set, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC).replace(microsecond=0)


def _add_build(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("build", help="write the site to output/")
    _add_root(parser)
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where to write it (default: output/)"
    )
    parser.add_argument(
        "--now",
        type=_moment,
        metavar="TIME",
        help="build as of this time (default: SOURCE_DATE_EPOCH, else the clock)",
    )
    parser.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="processes to use (default: by the work)"
    )
    parser.add_argument(
        "--adopt", action="store_true", help="take over files in output/ that sitegen did not make"
    )
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")
    parser.add_argument("--quiet", action="store_true", help="print problems only")
    parser.set_defaults(run=_run_build)


def _run_build(args: argparse.Namespace) -> int:
    from sitegen.build import build

    progress = _Progress(sys.stderr.isatty() and not args.quiet)
    report = build(
        args.root.resolve(),
        now=args.now or clock(),
        output=args.output,
        jobs=args.jobs,
        adopt=args.adopt,
        progress=progress.show,
    )
    progress.clear()
    print(report)
    return 0


class _Progress:
    """A progress bar on a terminal, once the work takes longer than a second."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._began = time.monotonic()
        self._shown = False

    def show(self, stage: str, done: int, total: int) -> None:
        if not self._wanted or time.monotonic() - self._began < 1:
            return
        self._shown = True
        width = 30
        full = width * done // max(1, total)
        print(f"\r{stage:7} [{'#' * full}{'.' * (width - full)}] {done}/{total}",
              end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)


_ = (json, Callable)
