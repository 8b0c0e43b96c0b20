"""Options: those that commands share, and the values that their words stand for.

The clock is read here and nowhere else.
"""

from __future__ import annotations

import argparse
import os
import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from sitegen.core.bad_dates import DateError
from sitegen.core.dates import parse_moment
from sitegen.core.digests import digest_text
from sitegen.core.problems import Problem, SitegenError
from sitegen.settings.load import load
from sitegen.settings.types import Settings

LAST_PORT = 65535
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00Z")
PATIENCE = 10.0  # seconds to wait for another build of the site, before saying that it runs

# What a command's parser is added to; the type has a name of its own in stubs only.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="the site's folder (default: this folder)",
    )


def add_cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="FOLDER",
        help="where what was learnt is kept (default: a folder of the site's own in "
        "SITEGEN_CACHE, else .sitegen_cache/)",
    )


def cache_of(args: argparse.Namespace) -> Path | None:
    """Return the cache that was asked for; None for the one in the site's folder.

    SITEGEN_CACHE may stand for all sites of a machine, so each has a folder of its own in it.
    """
    if args.cache is not None:
        return Path(args.cache).absolute()
    folder = os.environ.get("SITEGEN_CACHE", "")
    if not folder:
        return None
    root = args.root.resolve()
    return Path(folder).absolute() / f"{root.name}-{digest_text(str(root))[:8]}"


def add_now(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--now",
        metavar="TIME",
        help="the time to go by, as in '2026-11-26 06:00', newsroom time unless it has an "
        "offset (default: SOURCE_DATE_EPOCH, else the clock)",
    )


def add_printing(parser: argparse.ArgumentParser, json: str = "what was done") -> None:
    """Let what is printed be chosen; `json` says what --json prints."""
    parser.add_argument("--json", action="store_true", help=f"print {json} as JSON")
    parser.add_argument("--quiet", action="store_true", help="print only what is wrong")


class Site:
    """The site that a command is about. Its settings are read once, when first asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def settings(self) -> Settings:
        """The settings.

        Raises:
            SitegenError: the folder is no site, or its settings have mistakes.
        """
        return load(self.root)


def site_of(args: argparse.Namespace) -> Site:
    return Site(args.root.resolve())


def moment_of(text: str | None, site: Site, option: str) -> datetime:
    """Return the time that an option names, in the newsroom's zone unless it has an offset."""
    return clock() if text is None else moment_in(site.settings.zone, text, option)


def moment_in(zone: tzinfo, text: str, option: str) -> datetime:
    """Return the time that an option names, in a zone unless it has an offset.

    Raises:
        SitegenError: it names none.
    """
    try:
        return parse_moment(text, zone)[0].at
    except DateError as error:
        raise SitegenError([Problem(option, 0, str(error), error.remedy)]) from None


def clock() -> datetime:
    """Return the time to build for: SOURCE_DATE_EPOCH when it is set, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return _EPOCH + timedelta(seconds=int(epoch))
    except (ValueError, OverflowError):
        what = f"'{epoch}' is not a number of seconds since 1970"
        hint = "Correct the variable, or unset it."
        raise SitegenError([Problem("SOURCE_DATE_EPOCH", 0, what, hint)]) from None


def port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port, a number from 0 to {LAST_PORT}")
    return int(text)


def count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 up")
    return int(text)


def seconds(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of seconds")
    return int(text)
