"""The command verify: does the live site give readers what was built?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.cli import late
from sitegen.cli.options import (
    Commands,
    add_cache,
    add_now,
    add_printing,
    add_root,
    cache_of,
    moment_of,
    seconds,
    site_of,
)
from sitegen.cli.report import print_json

if TYPE_CHECKING:
    from sitegen.delivery.checks import Check
    from sitegen.delivery.verify import Verification

_MOST_SHOWN = 5  # faults of one check; --json has all


def add_verify(commands: Commands) -> None:
    parser = commands.add_parser(
        "verify",
        help="see that readers get the site that was built",
        description="Read the live site as readers and robots do, and hold it against output/.",
    )
    parser.add_argument(
        "url",
        nargs="?",
        default="",
        metavar="URL",
        help="a copy of the site elsewhere (default: base_url)",
    )
    parser.add_argument(
        "--wait",
        type=seconds,
        default=0,
        metavar="SECONDS",
        help="look again until all is right, for so long (default: look once)",
    )
    add_printing(parser, "what was seen")
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where the site was built (default: output/)"
    )
    add_root(parser)
    add_cache(parser)
    add_now(parser)
    parser.set_defaults(run=_run_verify)


def _run_verify(args: argparse.Namespace) -> int:
    site = site_of(args)

    def tell(look: Verification) -> None:
        if not (args.json or args.quiet):
            wrong = ", ".join(check.name for check in look.checks if check.is_wrong)
            print(f"Not yet: {wrong}. Looking again.", file=sys.stderr)

    look = late.verify(
        site.settings,
        now=moment_of(args.now, site, "--now"),
        url=args.url,
        output=args.output.absolute() if args.output else None,
        cache=cache_of(args),
        wait=args.wait,
        waiting=tell,
    )
    if args.json:
        print_json(verification_value(look))
    else:
        print_verification(look, quiet=args.quiet)
    return 0 if look.is_good else 1


def print_verification(look: Verification, *, quiet: bool) -> None:
    """Print the table of what was seen."""
    width = max(len(check.name) for check in look.checks)
    for check in look.checks:
        if not quiet or check.is_wrong:
            print(f"{check.verdict:5}  {check.name:{width}}  {check.says}")
            for line in _fault_lines(check):
                print(f"{'':{width + 9}}{line}")
    wrong = sum(check.is_wrong for check in look.checks)
    if not quiet:
        ending = f"{wrong} of {len(look.checks)} checks failed" if wrong else "all is well"
        print(f"{look.place}: {ending}.")


def _fault_lines(check: Check) -> Iterator[str]:
    """Yield what is wrong beyond the first fault, which stands in the check's own line."""
    for number, fault in enumerate(check.faults[:_MOST_SHOWN]):
        said = f"{fault.where}: {fault.what}" if fault.where else fault.what
        if number or said not in check.says:
            yield said
        # Several faults of one kind have one remedy.
        if fault.hint and fault.hint not in [f.hint for f in check.faults[:number]]:
            yield fault.hint
    if len(check.faults) > _MOST_SHOWN:
        yield f"… and {len(check.faults) - _MOST_SHOWN} more: sitegen verify --json"


def verification_value(look: Verification) -> dict[str, object]:
    """Return what was seen, for programs."""
    return {
        "url": look.place,
        "base_url": look.base_url,
        "good": look.is_good,
        "checks": [
            {
                "name": check.name,
                "verdict": check.verdict,
                "says": check.says,
                "faults": [
                    {"where": fault.where, "what": fault.what, "hint": fault.hint}
                    for fault in check.faults
                ],
            }
            for check in look.checks
        ],
    }
