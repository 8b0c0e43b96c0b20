"""The command deploy: output/ goes to its readers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
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
    moment_of,
    site_of,
)
from sitegen.cli.report import print_as_json, print_json, print_problems, progress_for
from sitegen.cli.verify import print_verification, verification_value
from sitegen.core.problems import SitegenError
from sitegen.core.record import asdict

if TYPE_CHECKING:
    from sitegen.delivery.receipts import Message

_WAIT = 120.0  # seconds that caches may take until readers have what was deployed
_LISTED = 200  # lines of a dry run


def add_deploy(commands: Commands) -> None:
    parser = commands.add_parser(
        "deploy",
        help="put the built site where its readers find it",
        description="Put the built site where its readers find it, as [deploy.NAME] of the "
        "settings says.",
    )
    parser.add_argument(
        "name", nargs="?", default="", metavar="NAME", help="which place (default: the only one)"
    )
    add_root(parser)
    add_cache(parser)
    add_now(parser)
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where the site is built (default: output/)"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be sent and deleted, and do nothing"
    )
    parser.add_argument(
        "--adopt",
        action="store_true",
        help="replace files of the same name that sitegen has not put there",
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="send an older build, or over what somebody has changed there",
    )
    parser.add_argument(
        "--allow-removed", action="store_true", help="remove however many pages have gone"
    )
    parser.add_argument("--back", action="store_true", help="put the deploy before the last back")
    parser.add_argument(
        "--purge", default="", metavar="FILE|URL", help="a story that has to be gone at once"
    )
    halves = parser.add_mutually_exclusive_group()
    halves.add_argument(
        "--check",
        dest="half",
        action="store_const",
        const="check",
        default="",
        help="lay the site out for a host that publishes by itself, and print the folder",
    )
    halves.add_argument(
        "--done",
        dest="half",
        action="store_const",
        const="done",
        help="note that such a host has published it",
    )
    parser.add_argument(
        "--no-ping", action="store_true", help="do not tell hubs and search engines"
    )
    parser.add_argument(
        "--verify", action="store_true", help="then see that readers get what was built"
    )
    add_printing(parser)
    parser.set_defaults(run=_run_deploy, stopped="Stopped. The next deploy goes on from here.")


def _run_deploy(args: argparse.Namespace) -> int:
    try:
        return _deploy(args)
    except SitegenError as error:
        if args.json:
            print_as_json(error.problems)
        print_problems(error.problems)
        return 1


def _deploy(args: argparse.Namespace) -> int:
    site = site_of(args)
    settings = site.settings
    name = late.place_name(settings, args.name)
    order = late.Order(
        settings=settings,
        name=name,
        cache=late.cache_place(settings.root, cache_of(args)),
        output=args.output.absolute() if args.output else settings.root / "output",
        now=moment_of(args.now, site, "--now"),
        patience=PATIENCE,
        dry_run=args.dry_run,
        adopt=args.adopt,
        force=args.force,
        allow_removed=args.allow_removed,
        back=args.back,
        purge=args.purge,
        half=args.half,
        telling=late.Rules(ping=not args.no_ping),
    )
    progress = progress_for(args)
    try:
        outcome = late.deploy(order, late.target_of(settings, name, order.cache), progress.show)
    finally:
        progress.clear()
    value = _as_json(outcome, order)
    if args.dry_run and not args.json:
        for line in _dry_lines(outcome, name):
            print(line)
    elif outcome.folder is not None and not args.json:
        print(outcome.folder)
    elif not (args.json or args.quiet):
        print(_summary(outcome, name, progress.seconds))
    _print_messages(outcome.told.messages, silent=args.json, quiet=args.quiet)
    status = 1 if outcome.told.has_failed else 0
    if args.verify and not args.dry_run:
        look = late.verify_delivery(
            settings, outcome.delivery, order.cache, now=order.now, wait=_WAIT
        )
        value["verified"] = verification_value(look)
        if not args.json:
            print_verification(look, quiet=args.quiet)
        status = status or (0 if look.is_good else 1)
    if args.json:
        print_json(value)
    return status


def _print_messages(messages: Iterable[Message], *, silent: bool, quiet: bool) -> None:
    """Print who was told, and to standard error who was not."""
    for message in messages:
        count = f"{message.count:,} address{'es' if message.count != 1 else ''}"
        if not message.is_good:
            print(f"{message.to} was not told of {count}: {message.says}.", file=sys.stderr)
        elif not (silent or quiet):
            print(f"{message.to} was told of {count}.")


def _summary(outcome: late.Outcome, name: str, seconds: float) -> str:
    plan = outcome.plan
    if plan.is_empty and not outcome.note:
        return f"{name} has this site already: nothing was sent."
    line = f"Deployed to {name}: {_count(len(plan.sent))} sent"
    line += f", {len(plan.deleted):,} deleted" if plan.deleted else ""
    line += f", in {seconds:.1f} s." if seconds < 10 else f", in {seconds:.0f} s."
    return f"{line} {outcome.note}".rstrip()


def _dry_lines(outcome: late.Outcome, name: str) -> Iterator[str]:
    plan = outcome.plan
    lines = [f"{'send' if step.word else 'delete'} {file}"
             for step in plan.steps for file in step.files]  # fmt: skip
    yield from lines[:_LISTED]
    if len(lines) > _LISTED:
        yield f"... and {len(lines) - _LISTED:,} more (--json has all)"
    yield (
        f"{name} would get {_count(len(plan.sent))} and lose {len(plan.deleted):,}. "
        "Nothing was sent."
    )


def _as_json(outcome: late.Outcome, order: late.Order) -> dict[str, object]:
    plan, delivery = outcome.plan, outcome.delivery
    return {
        "name": order.name,
        "dry_run": order.dry_run,
        "base_url": delivery.base_url,
        "built": delivery.built.isoformat(),
        "sent": plan.sent,
        "deleted": plan.deleted,
        "leaving": {file: at.isoformat() for file, at in plan.after.leaving.items()},
        "bytes": outcome.bytes,
        "folder": str(outcome.folder) if outcome.folder else None,
        "note": outcome.note,
        "told": [asdict(message) for message in outcome.told.messages],
    }


def _count(files: int) -> str:
    return "1 file" if files == 1 else f"{files:,} files"
