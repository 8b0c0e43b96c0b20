"""Verify: does the live site give readers and robots what was built?

It is read as they read it, over http. Nothing is changed there, and nothing here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from sitegen.core.http import Client, HttpError
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.core.urls import is_placeholder, is_web_address, own_path
from sitegen.delivery import host_checks, page_checks, robot_checks
from sitegen.delivery.checks import Check, Fault, verdict
from sitegen.delivery.expected import Expected, expected
from sitegen.delivery.live import LiveSite, Silence
from sitegen.delivery.reading import Reading
from sitegen.delivery.sample import sample
from sitegen.settings.types import Settings

_LASTING = {"address"}  # checks of what only somebody at the host can mend
_PAUSES = (2.0, 5.0, 10.0, 20.0)  # seconds between two looks; the last one again and again

Pause = Callable[[float], None]


class Verification(Record):
    """What one look at the live site showed."""

    place: str  # the address that was read, without name and password
    base_url: str
    checks: tuple[Check, ...]

    @property
    def is_good(self) -> bool:
        return not any(check.is_wrong for check in self.checks)

    @property
    def may_come_right(self) -> bool:
        """Whether something is wrong that time may mend."""
        return any(check.is_wrong and check.name not in _LASTING for check in self.checks)


def verify(
    settings: Settings,
    *,
    now: datetime,
    url: str = "",
    output: Path | None = None,
    cache: Path | None = None,
    wait: float = 0,
    pause: Pause = time.sleep,
    waiting: Callable[[Verification], None] = lambda _look: None,
) -> Verification:
    """Look at the live site, again and again until all is as it should be or time is over.

    Args:
        settings: with the base_url that output/ was built for.
        now: aware.
        url: the address of a copy; "" for base_url's own.
        output: where the site was built; root/output when None.
        cache: the cache's folder; the site's own when None.
        wait: seconds within which all may come right.
        pause: waits for so many seconds.
        waiting: told what is not right yet, before each pause.

    Raises:
        SitegenError: there is no built site, the address is none, or the environment's
            proxy or certificates cannot be used.
    """
    place = place_of(settings, url)
    site = expected(settings, now, output, cache)
    try:
        with Client() as client:
            live = LiveSite(client, place, pause)
            end = time.monotonic() + wait
            pauses = iter(_PAUSES)
            next_pause = _PAUSES[0]
            while True:
                look = Verification(
                    shown(place), site.base_url, _look(site, live, now, settings.zone)
                )
                next_pause = next(pauses, next_pause)
                if not look.may_come_right or time.monotonic() + next_pause > end:
                    return look
                waiting(look)
                pause(next_pause)
    except HttpError as error:
        raise SitegenError([Problem("verify", 0, str(error), "Correct the variable.")]) from None


def place_of(settings: Settings, url: str) -> str:
    """Return the address that is read in base_url's stead, without a last slash.

    A copy of a site that lives below a path lives below that path too: its links say so.

    Raises:
        SitegenError: no address, one of a single page, or base_url is a placeholder.
    """
    base = settings.base_url
    if not url or own_path(base, url) == "/":
        if is_placeholder(base) and not url:
            hint = "Set base_url, or name the address of a copy: sitegen verify http://…"
            line = settings.line("base_url")
            what = f"base_url is a placeholder ({base}): nobody can read the site there"
            raise SitegenError([Problem(settings.file, line, what, hint)])
        return base
    if not is_web_address(url):
        hint = "Write it as in https://gazette.org"
        raise SitegenError([Problem("verify", 0, f"'{shown(url)}' is no address", hint)])
    page = own_path(base, url)
    if page is not None:
        what = f"'{shown(url)}' is one page; what is verified is a site"
        raise SitegenError([Problem("verify", 0, what, "Write: sitegen verify")])
    place = url.partition("#")[0].partition("?")[0].rstrip("/")
    return place if urlsplit(place).path else place + settings.prefix


def shown(url: str) -> str:
    """Return an address as it may stand in a log: without name and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _look(site: Expected, live: LiveSite, now: datetime, zone: ZoneInfo) -> tuple[Check, ...]:
    """Ask for all that is to be seen, and judge it."""
    first = live.reply("/")
    if isinstance(first.answer, Silence):
        # Each further question would wait as long, and hear the same.
        fault = Fault(shown(live.address("/")), first.answer.reason)
        return (verdict("front", "", [fault]),)
    chosen = sample(site)
    turn = (*site.turn.came, *site.turn.gone) if site.turn is not None else ()
    paths = (*chosen.known(), chosen.missing, *chosen.moves, *chosen.hidden, *turn)
    replies = live.replies(path for path in paths if path != "/")
    look = Reading(site, chosen, live.place, {"/": first, **replies})
    return _judgement(look, live, now, zone)


def _judgement(look: Reading, live: LiveSite, now: datetime, zone: ZoneInfo) -> tuple[Check, ...]:
    of_reading: Sequence[Callable[[Reading], Check]] = (
        page_checks.front,
        page_checks.story,
        page_checks.section,
        robot_checks.feeds,
        robot_checks.sitemaps,
    )
    of_host: Sequence[Callable[[Reading], Check]] = (
        robot_checks.robots,
        page_checks.missing,
        page_checks.redirects,
        page_checks.pictures,
        host_checks.types,
        host_checks.headers,
        host_checks.compression,
    )
    return (
        *(check(look) for check in of_reading),
        robot_checks.news(look, now),
        *(check(look) for check in of_host),
        host_checks.address(look, live),
        page_checks.previews(look),
        robot_checks.hidden(look),
        page_checks.built(look),
        robot_checks.schedule(look, now, zone),
    )
