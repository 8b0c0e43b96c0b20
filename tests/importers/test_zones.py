"""A newsroom's time zone, of times told by two clocks: what counts, and how far back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sitegen.importers.zones import zone_of

Pair = tuple[datetime, datetime]


def told(zone: str, moments: Iterable[datetime]) -> list[Pair]:
    """Return moments by the clock of a zone and by UTC, both without a zone."""
    there = ZoneInfo(zone)
    return [(at.astimezone(there).replace(tzinfo=None), at.replace(tzinfo=None)) for at in moments]


def months(first: int, last: int) -> list[datetime]:
    """Return a moment of each month, counted from January 1970."""
    return [datetime(1970 + n // 12, 1 + n % 12, 4, 14, 30, tzinfo=UTC) for n in range(first, last)]


def test_the_last_four_hundred_months_count() -> None:
    """And those that were told first do not come first for it."""
    late = told("UTC", months(140, 540))
    early = told("Asia/Tokyo", months(139, 140))
    assert zone_of([*late, *early]) == ("UTC", 0)
    assert zone_of([*early, *late[:-1]])[1] == 1


def test_the_last_of_a_month_with_one_offset_counts() -> None:
    """Before the clocks went forward and after: 10 March 2019, 8:00 UTC."""
    before, after = (datetime(2019, 3, 10, hour, tzinfo=UTC) for hour in (7, 8))
    assert zone_of(told("America/Chicago", [before, after])) == ("America/Chicago", 0)
    (winter,), (summer,) = told("America/Chicago", [before]), told("America/Chicago", [after])
    wrong = (before.replace(tzinfo=None) - timedelta(hours=5), before.replace(tzinfo=None))
    assert zone_of([winter, wrong, summer]) == ("America/Chicago", 0)
    assert zone_of([winter, summer, wrong])[1] == 1


@pytest.mark.parametrize(
    ("seconds", "zone"),
    [(30, "UTC"), (-30, "UTC"), (14 * 3600 + 29, "Pacific/Kiritimati"), (14 * 3600 + 31, "")],
)
def test_clocks_differ_by_minutes_and_by_fourteen_hours_at_most(seconds: int, zone: str) -> None:
    utc = datetime(2019, 5, 4, 14, 30)
    assert zone_of([(utc + timedelta(seconds=seconds), utc)]) == (zone, 0)


def test_a_zone_of_which_more_fits_is_the_one() -> None:
    """Of two that fit alike, the one that most newsrooms mean."""
    stray = told("Asia/Tokyo", months(580, 583))
    assert zone_of([*told("Europe/Berlin", months(583, 588)), *stray]) == ("Europe/Berlin", 3)
    assert zone_of(told("Europe/Vienna", months(580, 600))) == ("Europe/Berlin", 0)
    assert zone_of(told("America/Indiana/Knox", months(580, 600))) == ("America/Chicago", 0)
    assert zone_of(told("Asia/Kabul", months(580, 600))) == ("Asia/Kabul", 0)


def test_a_zone_of_the_sea_is_none_of_the_first() -> None:
    """Fourteen hours east lie an island and the sea; twelve hours west the sea alone."""
    assert zone_of(told("Etc/GMT-14", months(580, 582))) == ("Pacific/Kiritimati", 0)
    assert zone_of(told("Etc/GMT+12", months(580, 582))) == ("Etc/GMT+12", 0)
