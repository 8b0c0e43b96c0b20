"""The command import: a newspaper moves in from another program, with a receipt."""

from __future__ import annotations

import argparse
import math
import shlex
import sys
import time
from datetime import UTC
from pathlib import Path

from sitegen.cache.place import CACHE_DIR
from sitegen.cli import late
from sitegen.cli.options import Commands, add_now, clock, count, moment_in
from sitegen.core.problems import did_you_mean
from sitegen.settings.types import HOSTS

PROGRAMS = ("wordpress", "ghost", "hugo", "jekyll", "eleventy", "pelican", "feed")
_FOLDERS = ("hugo", "jekyll", "eleventy", "pelican")  # programs of which a folder is named
_SHOWN = 5  # of what needs a hand; the report has all


def add_import(commands: Commands) -> None:
    parser = commands.add_parser(
        "import",
        help="move a newspaper in from another program",
        description="Move a newspaper in from another program: its stories, pages, people, "
        "pictures and old addresses. What became of each piece stands in import-report.html.",
    )
    parser.add_argument(
        "program", nargs="?", default="", metavar="PROGRAM", help=", ".join(PROGRAMS)
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="what that program exported, its folder, or the address of a feed",
    )
    parser.add_argument(
        "--into", type=Path, metavar="FOLDER", help="the site's folder, a new one or one that is "
        "there"
    )  # fmt: skip
    parser.add_argument(
        "--media", type=Path, metavar="FOLDER", help="the old uploads, where the pictures are"
    )
    parser.add_argument(
        "--fetch", action="store_true", help="ask the old site for pictures, one at a time"
    )
    parser.add_argument("--since", metavar="DATE", help="only what came out on this day or later")
    parser.add_argument("--limit", type=count, default=0, metavar="N", help="only the first N")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, and print the sums")
    parser.add_argument(
        "--host", choices=HOSTS, default="", help="where a new site will be published"
    )
    parser.add_argument(
        "--check",
        metavar="URL|FILE",
        help="read an old sitemap or export, and name each old address that leads nowhere here",
    )
    add_now(parser)
    parser.set_defaults(run=lambda args: _run(args, parser))


def _run(args: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if args.into is None:
        parser.error("say where to: --into FOLDER")
    into: Path = args.into.absolute()
    if args.check:
        if args.program:
            parser.error("--check stands alone: sitegen import --check FILE --into FOLDER")
        return _run_check(args.check, into)
    if args.program not in PROGRAMS:
        if not args.program:
            parser.error(f"name the program: {', '.join(PROGRAMS)}")
        hint = did_you_mean(args.program, PROGRAMS, "Programs")
        parser.error(f"sitegen cannot move from '{args.program}'. {hint}")
    if not args.files:
        if args.program in _FOLDERS:
            parser.error(f"name the folder in which {args.program} ran")
        parser.error(f"name what {args.program} exported, a file or several")
    if args.media is not None and not args.media.is_dir():
        parser.error(f"there is no folder {args.media}")
    return _move(args, into)


def _move(args: argparse.Namespace, into: Path) -> int:
    choices = late.read_choices(into)
    origin = late.origin_of(args.program, tuple(args.files), choices)
    now = clock() if args.now is None else moment_in(UTC, args.now, "--now")
    since = moment_in(UTC, args.since, "--since") if args.since else None
    request = late.Request(
        into, now, choices, media=args.media, since=since, limit=args.limit, dry=args.dry_run,
        host=args.host,
    )  # fmt: skip
    fetcher = late.Fetcher(into / CACHE_DIR / "import") if args.fetch else None
    with late.Receipt() as receipt:
        try:
            late.move(origin, request, receipt, _Progress(), fetcher)
        except KeyboardInterrupt:
            print("Stopped. Run the same command again: it goes on.", file=sys.stderr)
            return 130
        finally:
            if fetcher is not None:
                fetcher.close()
        for sentence in late.sentences(receipt):
            print(sentence)
        for remark in receipt.remarks:
            print(f"Note: {remark}")
        if not receipt.sums:
            return 1
        if receipt.hands:
            print(f"{receipt.hands:,} of these need a hand:")
            for line in late.lines_of_hands(receipt, _SHOWN):
                print(f"- {line}")
        if args.dry_run:
            print("Nothing was written (--dry-run).")
        else:
            report = args.into / late.REPORT_PAGE
            print(f"What became of each piece: {report}")
            print(f"See it: cd {shlex.quote(str(args.into))} && sitegen serve --open")
        return 1 if receipt.hands or receipt.asks else 0


class _Progress:
    """Says on a terminal, twice a second, how far a run is."""

    def __init__(self) -> None:
        self._next = -math.inf

    def __call__(self, what: str, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        now = time.monotonic()
        if now >= self._next or done == total:
            self._next = now + 0.5
            end = "\n" if done == total else "\r"
            print(f"{done:,} of {total:,} {what} ", end=end, file=sys.stderr)


def _run_check(source: str, into: Path) -> int:
    dead = late.check_addresses(source, into, clock())
    for address in dead.lost:
        print(address)
    count = len(dead.lost)
    print(
        f"{dead.count:,} old addresses, and each leads somewhere here."
        if not count
        else f"{count:,} of {dead.count:,} old addresses lead nowhere here: write them under "
        "'aliases' of a story or [redirects] of the settings.",
        file=sys.stderr if count else sys.stdout,
    )
    return 1 if count else 0
