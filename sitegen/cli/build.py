"""The commands about output/: build it, keep it built, say whether that is due."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.cli.options import add_now, add_root, clock, jobs, moment_of, root_of, words
from sitegen.cli.report import (
    Progress,
    as_json,
    held_lines,
    next_change,
    print_warnings,
    summary,
)
from sitegen.core.problems import SitegenError
from sitegen.core.urls import output_file
from sitegen.model.tasks import Report
from sitegen.settings import load

if TYPE_CHECKING:
    from sitegen.build.explain import Due

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

NOT_DUE = 3  # exit status of `due` when a build would change nothing


def add_build(commands: Commands) -> None:
    parser = commands.add_parser(
        "build", help="write the site to output/", description="Write the site to output/."
    )
    add_root(parser)
    add_now(parser)
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where to write it (default: output/)"
    )
    parser.add_argument(
        "--jobs", type=jobs, default=0, metavar="N", help="processes to use (default: by the work)"
    )
    parser.add_argument(
        "--adopt", action="store_true", help="take over files in output/ that sitegen did not make"
    )
    parser.add_argument(
        "--if-due", action="store_true", help="build only if something would change by now"
    )
    parser.add_argument(
        "--watch", action="store_true", help="keep output/ up to date until stopped by Ctrl-C"
    )
    parser.add_argument(
        "--poll", action="store_true", help="with --watch: look at files instead of being told"
    )
    parser.add_argument(
        "--explain", type=words, metavar="URL", help="say why this page is made again, or not"
    )
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")
    parser.add_argument("--quiet", action="store_true", help="print problems only")
    parser.set_defaults(run=_run_build)


def _run_build(args: argparse.Namespace) -> int:
    from sitegen.build.build import build

    root = root_of(args)
    if args.watch:
        return _watch(args, root)
    now = moment_of(args.now, root, "--now")
    if args.if_due:
        from sitegen.build.explain import due

        state = due(root, now, args.output.absolute() if args.output else None)
        if not state.is_due:
            if not args.quiet:
                print(due_line(state, root))
            return 0
    progress = Progress(sys.stderr.isatty() and not args.quiet)
    began = time.monotonic()
    try:
        report = build(
            root,
            now=now,
            output=args.output.absolute() if args.output else None,
            jobs=args.jobs,
            adopt=args.adopt,
            explain=_file_of(args.explain, root) if args.explain else "",
            progress=progress.show,
        )
    except SitegenError as error:
        if args.json:
            print(json.dumps({"problems": list(map(asdict, error.problems))}, indent=1))
        raise
    finally:
        progress.clear()
    print_warnings(report.warnings)
    if args.json:
        print(json.dumps(as_json(report), ensure_ascii=False, indent=1))
    elif not args.quiet:
        for line in (*report.explained, *held_lines(report, root)):
            print(line)
        took = time.monotonic() - began
        print(f"{summary(report)} in {took:.2f} s.{next_change(report.next_change, root)}")
    return 0


def _watch(args: argparse.Namespace, root: Path) -> int:
    from sitegen.build.watching import watch_and_build

    def tell(report: Report) -> None:
        if not args.quiet:
            print(f"{summary(report)}.", flush=True)

    return watch_and_build(
        root,
        clock=clock,
        output=args.output.absolute() if args.output else None,
        jobs=args.jobs,
        adopt=args.adopt,
        poll=args.poll,
        say=lambda line: print(line, flush=True),
        report=tell,
    )


def _file_of(target: str, root: Path) -> str:
    """Return the file of output/ that answers an address or has that name."""
    known = load.load(root)
    path = target.removeprefix(known.base_url)
    if f"{path}/".startswith(f"{known.prefix}/"):
        path = path.removeprefix(known.prefix)
    if path and not path.startswith("/"):
        return path
    last = path.rpartition("/")[2]
    return output_file(path if "." in last or not last else f"{path}/")


def add_due(commands: Commands) -> None:
    parser = commands.add_parser(
        "due",
        help="say whether a build would change anything by now",
        description="Say whether a build would change anything by now: an embargo that passed, "
        "an expiry, an edit. The exit status is 0 when it would, 3 when it would not.",
    )
    add_root(parser)
    add_now(parser)
    parser.set_defaults(run=_run_due)


def _run_due(args: argparse.Namespace) -> int:
    from sitegen.build.explain import due

    root = root_of(args)
    state = due(root, moment_of(args.now, root, "--now"))
    print(due_line(state, root))
    return 0 if state.is_due else NOT_DUE


def due_line(state: Due, root: Path) -> str:
    said = "Due" if state.is_due else "Not due"
    return f"{said}: {state.reason}.{next_change(state.next_change, root)}"
