"""The command publish: a draft comes out, and is dated by the hour."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen.cli import late
from sitegen.cli.options import Commands, add_now, add_root, moment_of, site_of


def add_publish(commands: Commands) -> None:
    parser = commands.add_parser(
        "publish",
        help="take a story's draft line out and write the hour",
        description="Take the draft line out of stories, and write the hour as their date. The "
        "next build brings them out.",
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="content/news/vote.md, ..."
    )
    add_root(parser)
    add_now(parser)
    parser.set_defaults(run=_run_publish)


def _run_publish(args: argparse.Namespace) -> int:
    site = site_of(args)
    now = moment_of(args.now, site, "--now")
    for story in late.publish(site.settings, args.files, now):
        start = f"{story.start.astimezone(site.settings.zone):%Y-%m-%d %H:%M %Z}"
        if not story.is_new:
            print(f"{story.path} is no draft, and is left as it is.")
        elif story.start > now:
            print(f"{story.path} is no draft any more. It is held until {start}.")
        else:
            print(f"{story.path} is dated {start}. The next build brings it out.")
    return 0
