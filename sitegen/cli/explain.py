"""The commands that say why: where a story is, and whether a build is due."""

from __future__ import annotations

import argparse

from sitegen.cli import late
from sitegen.cli.options import (
    Commands,
    add_cache,
    add_now,
    add_root,
    cache_of,
    moment_of,
    site_of,
)
from sitegen.cli.report import due_line

NOT_DUE = 3  # exit status of `due` when a build would change nothing


def add_why(commands: Commands) -> None:
    parser = commands.add_parser(
        "why",
        help="say where a story is on the site, or why it is not",
        description="Say where a story is on the site, or why it is not.",
    )
    parser.add_argument("target", metavar="FILE|URL", help="a file of content/, or an address")
    add_root(parser)
    add_cache(parser)
    add_now(parser)
    parser.set_defaults(run=_run_why)


def _run_why(args: argparse.Namespace) -> int:
    site = site_of(args)
    now = moment_of(args.now, site, "--now")
    for line in late.why(site.root, args.target, now, cache_of(args)):
        print(line)
    return 0


def add_due(commands: Commands) -> None:
    parser = commands.add_parser(
        "due",
        help="say whether a build would change anything by now",
        description="Say whether a build would change anything by now: an embargo that passed, "
        "an expiry, an edit. The exit status is 0 when it would, 3 when it would not.",
    )
    add_root(parser)
    add_cache(parser)
    add_now(parser)
    parser.set_defaults(run=_run_due)


def _run_due(args: argparse.Namespace) -> int:
    site = site_of(args)
    state = late.due(site.root, moment_of(args.now, site, "--now"), cache=cache_of(args))
    print(due_line(state, site))
    return 0 if state.is_due else NOT_DUE
