"""The command line: turns words into values, calls one function, prints what came back.

Only this module and its parts (`cli_build` and so on) print, set the exit status or look at
the clock. Status 0 is success, 1 a problem in the site, 2 a wrong command.
"""

from __future__ import annotations

import argparse
import errno
import os
import shlex
import signal
import sys
import threading
from collections.abc import Collection, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sitegen.cli.build import add_build, add_due
from sitegen.cli.options import add_now, add_root, clock, moment_of, root_of, words
from sitegen.cli.report import print_problems
from sitegen.core.dates import REMEDY as DATE_HINT
from sitegen.core.dates import parse_moment
from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.newsite import story, theme_copies
from sitegen.settings import load, types

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

# What is wrong with the machine, and neither with the site nor with sitegen.
MACHINES = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO,
            errno.EISDIR, errno.ENOTDIR, errno.EMFILE, errno.ENFILE}  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    status: int = 0
    try:
        args = _asked(sys.argv[1:] if argv is None else argv)
        _stop_when_asked()
        status = args.run(args)
        sys.stdout.flush()  # here, where it can be told that the disk is full
    except SitegenError as error:
        print_problems(error.problems)
        return 1
    except KeyboardInterrupt as stop:
        print("Stopped; the site is as it was.", file=sys.stderr)
        return 143 if isinstance(stop, _Terminated) else 130
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return status
    except OSError as error:
        if error.errno not in MACHINES:
            raise
        what = f"cannot be used: {(error.strerror or '').lower()}"
        hint = "Is the disk full, or not yours to write on?"
        where = os.fsdecode(error.filename) if error.filename else "the disk"
        print_problems([Problem(where, 0, what, hint)])
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


def _asked(said: Sequence[str]) -> argparse.Namespace:
    """Return what a command is asked to do; a misspelt one gets its name."""
    parser, names = _parser()
    if said and said[0] not in names and not said[0].startswith("-"):
        hint = did_you_mean(said[0], names, "Commands")
        parser.error(f"there is no command '{said[0]}'. {hint}")
    return parser.parse_args(said)


def _parser() -> tuple[argparse.ArgumentParser, Collection[str]]:
    """Return the parser, and the names of all commands."""
    parser = argparse.ArgumentParser(
        prog="sitegen", description="Make a news site from Markdown articles."
    )
    parser.add_argument(
        "--version", action=_Version, nargs=0, help="say which version of sitegen this is"
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (add_build, _add_serve, _add_new, _add_why, add_due, _add_init, _add_theme):
        add(commands)
    return parser, commands.choices.keys()


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"sitegen {import_module('importlib.metadata').version('sitegen')}")
        parser.exit()


# serve


def _add_serve(commands: Commands) -> None:
    parser = commands.add_parser(
        "serve",
        help="show the site in a browser and follow every save",
        description="Show the site in a browser and follow every save. Nothing is written.",
    )
    add_root(parser)
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

    root = root_of(args)

    def opened(url: str) -> None:
        if args.open:
            import_module("webbrowser").open(url)

    return serve(
        root,
        clock=clock,
        host=args.host,
        port=args.port,
        drafts=args.drafts,
        as_of=moment_of(args.as_of, root, "--as-of") if args.as_of else None,
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
        "title", type=words, metavar="HEADLINE", help='in quotes: "Council votes tonight"'
    )
    article.add_argument(
        "--section", default="", metavar="SLUG", help="its section (default: the first one)"
    )
    article.add_argument("--author", default="", metavar="ID", help="a file of content/authors/")
    add_root(article)
    add_now(article)
    article.set_defaults(run=_run_new_article)


def _run_new_article(args: argparse.Namespace) -> int:

    root = root_of(args)
    file = story.new_article(
        load.load(root),
        args.title,
        args.section,
        now=moment_of(args.now, root, "--now"),
        author=args.author,
    )
    print(f"Wrote {file.relative_to(root).as_posix()}. It is a draft: only you can see it.")
    return 0


# why


def _add_why(commands: Commands) -> None:
    parser = commands.add_parser(
        "why",
        help="say where a story is on the site, or why it is not",
        description="Say where a story is on the site, or why it is not.",
    )
    parser.add_argument(
        "target", type=words, metavar="FILE|URL", help="a file of content/, or an address"
    )
    add_root(parser)
    add_now(parser)
    parser.set_defaults(run=_run_why)


def _run_why(args: argparse.Namespace) -> int:
    from sitegen.build.explain import why

    root = root_of(args)
    for line in why(root, args.target, moment_of(args.now, root, "--now")):
        print(line)
    return 0


# init, theme


def _add_init(commands: Commands) -> None:
    parser = commands.add_parser("init", help="make a new site", description="Make a new site.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty folder")
    parser.add_argument(
        "--title", type=words, default="", help="the newspaper's name (default: the folder's)"
    )
    parser.add_argument(
        "--timezone", default="America/Chicago", metavar="ZONE", help="America/Chicago, ..."
    )
    parser.add_argument(
        "--host", choices=types.HOSTS, default="", help="where the site will be published"
    )
    parser.add_argument(
        "--sample", action="store_true", help="fill it with sample stories of every kind"
    )
    add_now(parser)
    parser.set_defaults(run=_run_init)


def _run_init(args: argparse.Namespace) -> int:
    from sitegen.newsite import scaffold

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
    add_root(copy)
    copy.set_defaults(run=_run_theme_copy)


def _run_theme_copy(args: argparse.Namespace) -> int:

    root = root_of(args)
    load.load(root)  # so that a file is never put into a folder that is no site
    file = theme_copies.theme_copy(root, args.name)
    print(f"Wrote {file.relative_to(root).as_posix()}. Delete it to have the theme's own back.")
    return 0
