"""The command serve: the preview in a browser."""

from __future__ import annotations

import argparse

from sitegen.cli import late
from sitegen.cli.options import (
    Commands,
    add_cache,
    add_root,
    cache_of,
    clock,
    moment_of,
    port,
    site_of,
)
from sitegen.cli.report import say
from sitegen.settings.load import is_site


def add_serve(commands: Commands) -> None:
    parser = commands.add_parser(
        "serve",
        help="show the site in a browser and follow every save",
        description="Show the site in a browser and follow every save. Nothing is written.",
    )
    add_root(parser)
    add_cache(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=port, default=8000, help="port to listen on (8000)")
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
    site = site_of(args)
    if not is_site(site.root):
        _ = site.settings  # says so; other mistakes are shown in the preview itself

    def open_if_wished(url: str) -> None:
        if args.open:
            late.open_browser(url)

    return late.serve(
        site.root,
        clock=clock,
        host=args.host,
        port=args.port,
        drafts=args.drafts,
        as_of=moment_of(args.as_of, site, "--as-of") if args.as_of else None,
        cache=cache_of(args),
        poll=args.poll,
        on_start=open_if_wished,
        say=say,
    )
