"""The command line: turns words into values, calls one function, prints what came back.

Only this room prints, sets the exit status and looks at the clock. Status 0
is success, 1 a problem in the site, 2 a wrong command.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module

from sitegen.cli import late
from sitegen.cli.report import print_problems
from sitegen.core.problems import Problem, SitegenError, did_you_mean

# Each with the module whose `add_NAME` adds its words: of one that is given no other is loaded.
_COMMANDS = {
    "build": "build",
    "deploy": "deploy",
    "pictures": "pictures",
    "serve": "serve",
    "new": "new",
    "publish": "publish",
    "why": "explain",
    "due": "explain",
    "verify": "verify",
    "init": "new",
    "import": "moving",
    "host": "pack",
    "pack": "pack",
    "theme": "new",
}
_SHOWN = 80  # characters of a name that is too long

# What is wrong with the machine, and neither with the site nor with sitegen.
MACHINE_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO,
                  errno.EISDIR, errno.ENOTDIR, errno.EMFILE, errno.ENFILE}  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    status: int = 0
    stopped = "Stopped; the site is as it was."
    _print_anything()
    try:
        args = arguments(sys.argv[1:] if argv is None else argv)
        stopped = getattr(args, "stopped", stopped)
        _stop_on_signal()
        status = args.run(args)
        sys.stdout.flush()  # here, where a full disk can be reported
    except SitegenError as error:
        print_problems(error.problems)
        return 1
    except KeyboardInterrupt as stop:
        print(stopped, file=sys.stderr)
        return 143 if isinstance(stop, _TerminationSignal) else 130
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return status
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            name = str(error.filename)
            hint = "No disk takes names of more than 255 bytes: choose a shorter one."
            shown = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
            print_problems([Problem(shown, 0, "this name is too long", hint)])
            return 1
        if error.errno not in MACHINE_ERRORS:
            raise
        what = f"cannot be used: {(error.strerror or '').lower()}"
        hint = "Is the disk full, or not yours to write on?"
        where = os.fsdecode(error.filename) if error.filename else "the disk"
        print_problems([Problem(where, 0, what, hint)])
        return 1
    return status


def _print_anything() -> None:
    """Let no name that is no text, or that the terminal has no letters for, end a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is sys.__stdout__ and isinstance(sys.stdout, io.TextIOWrapper):
        # With PYTHONUNBUFFERED, too: a reader who has left is met when the status is known.
        sys.stdout.reconfigure(write_through=False)


class _TerminationSignal(KeyboardInterrupt):
    """SIGTERM: somebody, or the system as it goes down, wants this process to end."""


def _stop_on_signal() -> None:
    """Tidy up after SIGTERM as after Ctrl-C: services and containers are stopped by it."""
    own = os.getpid()

    def stop(_number: int, _frame: object) -> None:
        if os.getpid() != own:
            os._exit(143)  # a worker: its parent tidies up
        raise _TerminationSignal

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Return the command and its options; a misspelt command's message says what is close."""
    argv = _command_first(argv)
    parser = _parser(argv[0] if argv else "")
    for word in argv:
        if not word.isprintable() and word != word.encode("utf-8", "ignore").decode():
            # Such a name could be written into no feed, no page and no list of files.
            shown = word.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
            parser.error(f"'{shown}' is not UTF-8 text. Give the file or folder another name.")
    if argv and argv[0] not in _COMMANDS and not argv[0].startswith("-"):
        hint = did_you_mean(argv[0], _COMMANDS, "Commands")
        parser.error(f"there is no command '{argv[0]}'. {hint}")
    return parser.parse_args(argv)


# What every command takes: some people write it before the command, as with git.
_FOR_ALL = ("--root", "--cache", "--now")


def _command_first(words: Sequence[str]) -> list[str]:
    """Put options that stand before the command behind all its words."""
    first: list[str] = []
    rest = list(words)
    while rest and rest[0].partition("=")[0] in _FOR_ALL:
        count = 1 if "=" in rest[0] else 2
        first, rest = [*first, *rest[:count]], rest[count:]
    if not rest or rest[0].startswith("-"):
        return list(words)
    end = rest.index("--") if "--" in rest else len(rest)
    return [*rest[:end], *first, *rest[end:]]


def _parser(command: str = "") -> argparse.ArgumentParser:
    """Return the parser of all commands; of one alone, which takes less time, where it is known."""
    parser = argparse.ArgumentParser(
        prog="sitegen", description="Make a news site from Markdown articles."
    )
    parser.add_argument(
        "--version", action=_Version, nargs=0, help="say which version of sitegen this is"
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module in _COMMANDS.items():
        if command in (name, "") or command not in _COMMANDS:
            add = getattr(import_module(f"sitegen.cli.{module}"), f"add_{name}")
            add(commands)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when somebody wants it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"sitegen {late.version()}")
        parser.exit()
