"""The command line: turns words into values, calls one function, prints what came back.

The only module that prints, sets the exit status or looks at the clock. Status 0 is
success, 1 a problem in the site, 2 a wrong command.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sitegen import settings
from sitegen.dates import REMEDY as DATE_HINT
from sitegen.dates import parse_moment
from sitegen.model import Report
from sitegen.problems import Problem, SitegenError
from sitegen.urls import output_file

if TYPE_CHECKING:
    from sitegen.explain import Due

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

WARNINGS_SHOWN = 20  # a big archive may have thousands
# What is wrong with the machine, and neither with the site nor with sitegen.
MACHINES = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO,
            errno.EISDIR, errno.ENOTDIR, errno.EMFILE, errno.ENFILE}  # fmt: skip
NOT_DUE = 3  # exit status of `due` when a build would change nothing


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    parser = _parser()
    args = parser.parse_args(argv)
    _stop_when_asked()
    try:
        status: int = args.run(args)
    except SitegenError as error:
        _print_problems(error.problems)
        return 1
    except KeyboardInterrupt as stop:
        print("Stopped; the site is as it was.", file=sys.stderr)
        return 143 if isinstance(stop, _Terminated) else 130
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno not in MACHINES or not error.filename:
            raise
        what = f"cannot be used: {(error.strerror or '').lower()}"
        hint = "Is the disk full, or not yours to write on?"
        _print_problems([Problem(os.fsdecode(error.filename), 0, what, hint)])
        return 1
    return status


class _Terminated(KeyboardInterrupt):
    """Somebody, or the system as it goes down, has asked this process to end."""


def _stop_when_asked() -> None:
    """Tidy up after SIGTERM as after Ctrl-C: services and containers are stopped by it."""
    own = os.getpid()

    def stop(_number: int, _frame: object) -> None:
        if os.getpid() != own:
            os._exit(143)  # a worker: its parent tidies up
        raise _Terminated

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sitegen", description="Make a news site from Markdown articles."
    )
    parser.add_argument(
        "--version", action=_Version, nargs=0, help="say which version of sitegen this is"
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (_add_build, _add_serve, _add_new, _add_why, _add_due, _add_init, _add_theme):
        add(commands)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"sitegen {import_module('importlib.metadata').version('sitegen')}")
        parser.exit()


# What commands share


def _add_root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="the site's folder (default: this folder)",
    )


def _add_now(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--now",
        metavar="TIME",
        help="the time to go by, as in '2026-11-26 06:00', newsroom time unless it has an "
        "offset (default: SOURCE_DATE_EPOCH, else the clock)",
    )


def clock() -> datetime:
    """Return the time to build for: SOURCE_DATE_EPOCH when it is set, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        what = f"'{epoch}' is not a number of seconds since 1970"
        hint = "Correct the variable, or unset it."
        raise SitegenError([Problem("SOURCE_DATE_EPOCH", 0, what, hint)]) from None


def _root(args: argparse.Namespace) -> Path:
    root: Path = args.root.resolve()
    return root


def _moment(text: str | None, root: Path, option: str) -> datetime:
    """Return the time that an option names, in the newsroom's zone unless it has an offset."""
    if text is None:
        return clock()
    try:
        moment, _note = parse_moment(text, settings.load(root).zone)
    except ValueError as error:
        raise SitegenError([Problem(option, 0, str(error), DATE_HINT)]) from None
    return moment.at


def _words(text: str) -> str:
    """Refuse what a terminal passed on that is no text in any language."""
    if not text.isprintable() and text != text.encode("utf-8", "ignore").decode():
        raise argparse.ArgumentTypeError("this is not UTF-8 text")
    return text


def _jobs(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 up")
    return int(text)


def _print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)


class _Progress:
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


# build


def _add_build(commands: Commands) -> None:
    parser = commands.add_parser(
        "build", help="write the site to output/", description="Write the site to output/."
    )
    _add_root(parser)
    _add_now(parser)
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where to write it (default: output/)"
    )
    parser.add_argument(
        "--jobs", type=_jobs, default=0, metavar="N", help="processes to use (default: by the work)"
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
        "--explain", type=_words, metavar="URL", help="say why this page is made again, or not"
    )
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")
    parser.add_argument("--quiet", action="store_true", help="print problems only")
    parser.set_defaults(run=_run_build)


def _run_build(args: argparse.Namespace) -> int:
    from sitegen.build import build

    root = _root(args)
    if args.watch:
        return _watch(args, root)
    now = _moment(args.now, root, "--now")
    if args.if_due:
        state = _explain().due(root, now, args.output.absolute() if args.output else None)
        if not state.is_due:
            if not args.quiet:
                print(_due_line(state, root))
            return 0
    progress = _Progress(sys.stderr.isatty() and not args.quiet)
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
    _print_problems(report.warnings[:WARNINGS_SHOWN])
    more = len(report.warnings) - WARNINGS_SHOWN
    if more > 0:
        print(f"and {more} more warnings; --json lists them all.", file=sys.stderr)
    if args.json:
        print(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
    elif not args.quiet:
        for line in (*report.explained, *_held_lines(report, root)):
            print(line)
        took = time.monotonic() - began
        print(f"{summary(report)} in {took:.2f} s.{_next_change(report.next_change, root)}")
    return 0


def _next_change(moment: datetime | None, root: Path) -> str:
    """Say when time alone will change the site: a schedule has to build it then (rule G8)."""
    if moment is None:
        return ""
    there = moment.astimezone(settings.load(root).zone)
    return f" Next change by itself: {there:%Y-%m-%d %H:%M %Z}."


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


def _held_lines(report: Report, root: Path) -> Iterator[str]:
    if not any(found.until for found in report.held):
        return
    zone = settings.load(root).zone
    for found in report.held:
        if found.until is not None:
            until = f"{found.until.astimezone(zone):%Y-%m-%d %H:%M %Z}"
            yield f"held until {until}: {found.path} ({found.title})"


def _as_json(report: Report) -> dict[str, object]:
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


def _file_of(target: str, root: Path) -> str:
    """Return the file of output/ that answers an address or has that name."""
    known = settings.load(root)
    path = target.removeprefix(known.base_url)
    if f"{path}/".startswith(f"{known.prefix}/"):
        path = path.removeprefix(known.prefix)
    if path and not path.startswith("/"):
        return path
    last = path.rpartition("/")[2]
    return output_file(path if "." in last or not last else f"{path}/")


def _watch(args: argparse.Namespace, root: Path) -> int:
    from sitegen.watching import watch_and_build

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


# serve


def _add_serve(commands: Commands) -> None:
    parser = commands.add_parser(
        "serve",
        help="show the site in a browser and follow every save",
        description="Show the site in a browser and follow every save. Nothing is written.",
    )
    _add_root(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--drafts", action="store_true", help="show drafts and held stories too")
    parser.add_argument(
        "--as-of", metavar="TIME", help="show the site as it will be at '2026-11-26 06:00'"
    )
    parser.add_argument(
        "--poll", action="store_true", help="look at files instead of being told of changes"
    )
    parser.add_argument("--open", action="store_true", help="open a browser")
    parser.set_defaults(run=_run_serve)


def _run_serve(args: argparse.Namespace) -> int:
    from sitegen.preview import serve

    root = _root(args)

    def opened(url: str) -> None:
        if args.open:
            import_module("webbrowser").open(url)

    return serve(
        root,
        clock=clock,
        host=args.host,
        port=args.port,
        drafts=args.drafts,
        as_of=_moment(args.as_of, root, "--as-of") if args.as_of else None,
        poll=args.poll,
        opened=opened,
        say=lambda line: print(line, flush=True),
    )


# new


def _add_new(commands: Commands) -> None:
    parser = commands.add_parser("new", help="begin a story", description="Begin a story.")
    kinds = parser.add_subparsers(title="what", metavar="WHAT", required=True)
    article = kinds.add_parser("article", help="a story, as a draft with its front matter")
    article.add_argument(
        "title", type=_words, metavar="HEADLINE", help='in quotes: "Council votes tonight"'
    )
    article.add_argument(
        "--section", default="", metavar="SLUG", help="its section (default: the first one)"
    )
    article.add_argument("--author", default="", metavar="ID", help="a file of content/authors/")
    _add_root(article)
    _add_now(article)
    article.set_defaults(run=_run_new_article)


def _run_new_article(args: argparse.Namespace) -> int:
    from sitegen import scaffold

    root = _root(args)
    file = scaffold.new_article(
        settings.load(root),
        args.title,
        args.section,
        now=_moment(args.now, root, "--now"),
        author=args.author,
    )
    print(f"Wrote {file.relative_to(root).as_posix()}. It is a draft: only you can see it.")
    return 0


# why, due


def _add_why(commands: Commands) -> None:
    parser = commands.add_parser(
        "why",
        help="say where a story is on the site, or why it is not",
        description="Say where a story is on the site, or why it is not.",
    )
    parser.add_argument(
        "target", type=_words, metavar="FILE|URL", help="a file of content/, or an address"
    )
    _add_root(parser)
    _add_now(parser)
    parser.set_defaults(run=_run_why)


def _run_why(args: argparse.Namespace) -> int:
    root = _root(args)
    for line in _explain().why(root, args.target, _moment(args.now, root, "--now")):
        print(line)
    return 0


def _add_due(commands: Commands) -> None:
    parser = commands.add_parser(
        "due",
        help="say whether a build would change anything by now",
        description="Say whether a build would change anything by now: an embargo that passed, "
        "an expiry, an edit. The exit status is 0 when it would, 3 when it would not.",
    )
    _add_root(parser)
    _add_now(parser)
    parser.set_defaults(run=_run_due)


def _run_due(args: argparse.Namespace) -> int:
    root = _root(args)
    state = _explain().due(root, _moment(args.now, root, "--now"))
    print(_due_line(state, root))
    return 0 if state.is_due else NOT_DUE


def _due_line(state: Due, root: Path) -> str:
    said = "Due" if state.is_due else "Not due"
    return f"{said}: {state.reason}.{_next_change(state.next_change, root)}"


def _explain() -> ModuleType:
    return import_module("sitegen.explain")  # late: it brings the whole build with it


# init, theme


def _add_init(commands: Commands) -> None:
    parser = commands.add_parser("init", help="make a new site", description="Make a new site.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty folder")
    parser.add_argument(
        "--title", type=_words, default="", help="the newspaper's name (default: the folder's)"
    )
    parser.add_argument(
        "--timezone", default="America/Chicago", metavar="ZONE", help="America/Chicago, ..."
    )
    parser.add_argument(
        "--host", choices=settings.HOSTS, default="", help="where the site will be published"
    )
    parser.add_argument(
        "--sample", action="store_true", help="fill it with sample stories of every kind"
    )
    _add_now(parser)
    parser.set_defaults(run=_run_init)


def _run_init(args: argparse.Namespace) -> int:
    from sitegen import scaffold

    folder: Path = args.folder.absolute()
    title = args.title or folder.name.replace("-", " ").replace("_", " ").title()
    now = clock()
    if args.now is not None:
        try:
            now = parse_moment(args.now, ZoneInfo(args.timezone))[0].at
        except (ValueError, ZoneInfoNotFoundError) as error:
            raise SitegenError([Problem("--now", 0, str(error), DATE_HINT)]) from None
    files = scaffold.init(
        folder,
        title=title,
        now=now,
        host=args.host,
        sample=args.sample,
        timezone=args.timezone,
    )
    print(f"Made {len(files)} files in {args.folder}.")
    print(f"See it: cd {shlex.quote(str(args.folder))} && sitegen serve --open")
    return 0


def _add_theme(commands: Commands) -> None:
    parser = commands.add_parser(
        "theme", help="change how the site looks", description="Change how the site looks."
    )
    actions = parser.add_subparsers(title="what", metavar="WHAT", required=True)
    copy = actions.add_parser("copy", help="copy one of the theme's files, to change it")
    copy.add_argument("name", metavar="TEMPLATE", help="article.html, css/tokens.css, ...")
    _add_root(copy)
    copy.set_defaults(run=_run_theme_copy)


def _run_theme_copy(args: argparse.Namespace) -> int:
    from sitegen import scaffold

    root = _root(args)
    settings.load(root)  # so that a file is never put into a folder that is no site
    file = scaffold.theme_copy(root, args.name)
    print(f"Wrote {file.relative_to(root).as_posix()}. Delete it to have the theme's own back.")
    return 0
