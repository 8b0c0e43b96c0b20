"""The commands by which a site carries its own copy of sitegen, and knows its host."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen.cli import late
from sitegen.cli.options import Commands, add_root, site_of
from sitegen.cli.report import print_problems
from sitegen.core.problems import SitegenError
from sitegen.settings.types import HOSTS


def add_pack(commands: Commands) -> None:
    parser = commands.add_parser(
        "pack",
        help="write this copy of sitegen into the site, for the host",
        description="Write this copy of sitegen into vendor/, and requirements.txt, from which "
        "the host installs it with all that it needs.",
    )
    add_root(parser)
    parser.set_defaults(run=_run_pack)


def _run_pack(args: argparse.Namespace) -> int:
    settings = site_of(args).settings
    files, warnings = late.pack(settings.root, settings.host, late.extras_of(settings))
    print_problems(warnings)
    print(f"Wrote {' and '.join(files)}. Commit them with the site.")
    return 0


def add_host(commands: Commands) -> None:
    parser = commands.add_parser(
        "host",
        help="say where the site is published",
        description="Write where the site is published into its settings, and what the host "
        "needs to build it.",
    )
    parser.add_argument("name", choices=HOSTS, metavar="HOST", help=", ".join(HOSTS))
    add_root(parser)
    parser.set_defaults(run=_run_host)


def _run_host(args: argparse.Namespace) -> int:
    settings = site_of(args).settings
    files, warnings = late.set_host(settings, args.name)
    print_problems(warnings)
    if late.builds_sites(args.name):
        paths, more = late.pack(settings.root, args.name, late.extras_of(settings))
        print_problems(more)
        files += paths
    if files:
        print(f"Wrote {', '.join(files)}. Commit them with the site.")
    else:
        print(f"The site is set up for {args.name} already.")
    return 0


def pack_new_site(root: Path, host: str) -> tuple[str, ...]:
    """Write sitegen into a new site that its host will build; return the files written.

    The site stands already: what hinders this is told, and can be done later.
    """
    if not host or not late.builds_sites(host):
        return ()
    try:
        files, warnings = late.pack(root, host)
    except SitegenError as error:
        print_problems(error.problems)
        print("The host cannot build the site yet. When that is mended: sitegen pack")
        return ()
    print_problems(warnings)
    return files
