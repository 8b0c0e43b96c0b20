"""The command pictures: encode what the next build needs, here or over other machines."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sitegen.cli import late
from sitegen.cli.options import (
    PATIENCE,
    Commands,
    add_cache,
    add_now,
    add_printing,
    add_root,
    cache_of,
    count,
    moment_of,
    site_of,
)
from sitegen.cli.report import print_as_json, print_json, print_problems, progress_for
from sitegen.core.problems import SitegenError, has_errors
from sitegen.core.record import asdict

if TYPE_CHECKING:
    from sitegen.delivery.encoding import Encoded


def add_pictures(commands: Commands) -> None:
    parser = commands.add_parser(
        "pictures",
        help="encode the pictures that the next build needs",
        description="Encode the pictures that the next build needs, so that it finds them in the "
        "cache. Nothing else is written.",
    )
    add_root(parser)
    add_cache(parser)
    add_now(parser)
    parser.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="have the workers of a Dask scheduler do it, as in tls://pictures.example.org:8786",
    )
    parser.add_argument(
        "--jobs",
        type=count,
        default=0,
        metavar="N",
        help="how many to encode here at a time (default: one on each processor)",
    )
    add_printing(parser)
    parser.set_defaults(
        run=_run_pictures, stopped="Stopped. What was encoded stays for the next build."
    )


def _run_pictures(args: argparse.Namespace) -> int:
    try:
        return _encode(args)
    except SitegenError as error:
        if args.json:
            print_as_json(error.problems)
        print_problems(error.problems)
        return 1


def _encode(args: argparse.Namespace) -> int:
    site = site_of(args)
    order = late.PictureOrder(
        settings=site.settings,
        cache=late.cache_place(site.root, cache_of(args)),
        now=moment_of(args.now, site, "--now"),
        cluster=args.cluster,
        jobs=args.jobs,
        patience=PATIENCE,
    )
    progress = progress_for(args)
    try:
        done = late.encode_pictures(order, progress.show)
    finally:
        progress.clear()
    print_problems(done.problems)
    if args.json:
        print_json({**asdict(done), "problems": list(map(asdict, done.problems))})
    elif not args.quiet:
        print(_summary(done, progress.seconds))
    return 1 if has_errors(done.problems) else 0


def _summary(done: Encoded, seconds: float) -> str:
    if not done.files:
        return "The next build has all pictures already: nothing was encoded."
    parts = [f"{_files(done.shared)} from the share"] if done.shared else []
    if done.elsewhere:
        count = len(done.workers)
        parts.append(f"{done.elsewhere:,} on {count} worker{'s' if count != 1 else ''}")
    parts += [f"{done.here:,} here"] if done.here else []
    took = f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    one = done.pictures == 1
    what = f"{done.pictures:,} picture{'' if one else 's'}"
    return f"Encoded {_files(done.files)} of {what} in {took}: {', '.join(parts)}."


def _files(count: int) -> str:
    return f"{count:,} file{'' if count == 1 else 's'}"
