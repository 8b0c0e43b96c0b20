"""Dates and times of day as a page writes them, in its language and the site's time zone.

English follows the AP style that American newsrooms know ("Oct. 24, 2024, 9:15 a.m. CDT")
and needs no library; every other language follows CLDR.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from functools import cache, lru_cache
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sitegen import language as room
from sitegen.core.dates import Moment
from sitegen.language.words import base_language, locale

_AP_MONTHS = (
    *("Jan.", "Feb.", "March", "April", "May", "June"),
    *("July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# CLDR patterns for the short day on a card, where CLDR's own skeletons are too long or,
# for Vietnamese, name a month by a number that looks like a day.
_SHORT_DAYS = {"es": ("d MMM", "d MMM y"), "vi": ("d/M", "d/M/y")}


@cache
def dates(language: str, zone: str) -> Dates:
    """Return what writes dates in `language` on a site in `zone` ("America/Chicago")."""
    return _English(zone) if language.split("-")[0] == "en" else _Cldr(language, zone)


class Dates:
    """Dates in one language; what languages do differently is left to the two below.

    Every value is moved to the site's zone before it is written: dates that come back from
    the store carry a bare offset.
    """

    def __init__(self, zone: str) -> None:
        self._zone: tzinfo = ZoneInfo(zone)
        # Memoised by value; equal instants in different zones are written alike.
        for name in ("day", "time", "stamp", "brief", "iso"):
            setattr(self, name, lru_cache(4096)(getattr(self, name)))

    def local(self, value: Moment | datetime) -> datetime:
        return _moment(value).at.astimezone(self._zone)

    def iso(self, value: Moment | datetime) -> str:
        """Return what a datetime attribute holds: "2024-10-24T09:15:00-05:00", or the day."""
        local = self.local(value)
        if not _moment(value).timed:
            return local.date().isoformat()
        return local.isoformat(timespec="seconds")

    def day(self, value: Moment | datetime) -> str:
        """ "Oct. 24, 2024" """
        return self.write_day(self.local(value))

    def full_day(self, value: Moment | datetime) -> str:
        """ "Thursday, October 24, 2024" """
        return self.write_full_day(self.local(value))

    def weekday(self, value: Moment | datetime) -> str:
        """ "Thursday, Oct. 24" """
        return self.write_weekday(self.local(value))

    def time(self, value: Moment | datetime) -> str:
        """ "9:15 a.m."; "" for a moment without a time of day."""
        return self.write_time(self.local(value)) if _moment(value).timed else ""

    def stamp(self, value: Moment | datetime) -> str:
        """ "Oct. 24, 2024, 9:15 a.m. CDT", or the day alone where no time was written."""
        local = self.local(value)
        if not _moment(value).timed:
            return self.write_day(local)
        return f"{self.write_day(local)}, {self.write_time(local)} {_zone_of(local)}"

    def later(self, value: Moment | datetime, earlier: Moment | datetime) -> str:
        """Write an update's time: without the day where it is that of the publication."""
        local = self.local(value)
        if _moment(value).timed and local.date() == self.local(earlier).date():
            return f"{self.write_time(local)} {_zone_of(local)}"
        return self.stamp(value)

    def brief(
        self,
        value: Moment | datetime,
        reference: Moment | datetime | int | None = None,
        hours: bool = False,
    ) -> str:
        """Write a card's date, as short as the page around it allows; never a bare time.

        Args:
            value: when the story appeared.
            reference: the newest day of the page, of which the time is told too ("Oct. 24, 9:15
                a.m."), or its year; the year then goes without saying ("Oct. 23").
            hours: True writes the time of day beside every day.
        """
        local = self.local(value)
        has_time = _moment(value).timed
        if isinstance(reference, int) or reference is None:
            near, year = None, reference
        else:
            near = self.local(reference).date()
            year = near.year
        day = self.write_short_day(local, with_year=local.year != year)
        shows_time = has_time and (hours or local.date() == near)
        return f"{day}, {self.write_time(local)}" if shows_time else day

    def span(self, stories: Sequence[Any], year: int = 0) -> str:
        """Write the days of some teasers, newest first: "Nov. 19 to 23, 2026".

        Of one day alone, the hours too, for several pages of a list may be of that day.

        Args:
            year: what goes without saying; 0 says it always.
        """
        first, last = stories[-1].published, stories[0].published
        one, other = self.local(first), self.local(last)
        with_year = not one.year == other.year == year
        if one.date() != other.date():
            return self.write_days(one, other, with_year=with_year)
        day = self.write_short_day(one, with_year=with_year)
        if not first.timed or not last.timed or one == other:
            return day
        return f"{day}, {self.write_hours(one, other)}"

    def by_day(self, stories: Iterable[Any]) -> list[tuple[Moment, list[Any]]]:
        """Return teasers in groups of one day each, in their order, each with its first's time."""
        days = groupby(stories, key=lambda story: self.local(story.published).date())
        groups = [list(group) for _day, group in days]
        return [(group[0].published, group) for group in groups]

    # What each language decides.

    def write_day(self, value: date) -> str:
        raise NotImplementedError

    def write_short_day(self, value: date, *, with_year: bool) -> str:
        raise NotImplementedError

    def write_days(self, first: date, last: date, *, with_year: bool) -> str:
        raise NotImplementedError

    def write_hours(self, first: datetime, last: datetime) -> str:
        return f"{self.write_time(first)} – {self.write_time(last)}"

    def write_full_day(self, value: date) -> str:
        raise NotImplementedError

    def write_weekday(self, value: date) -> str:
        raise NotImplementedError

    def write_time(self, value: datetime) -> str:
        raise NotImplementedError

    def month(self, value: date) -> str:
        """ "October 2024" """
        raise NotImplementedError

    def short_month(self, value: date) -> str:
        """ "October": one of a year's months under that year's heading."""
        raise NotImplementedError


class _English(Dates):
    """Dates as the AP Stylebook has them."""

    def write_day(self, value: date) -> str:
        return f"{_AP_MONTHS[value.month - 1]} {value.day}, {value.year}"

    def write_short_day(self, value: date, *, with_year: bool) -> str:
        return self.write_day(value) if with_year else f"{_AP_MONTHS[value.month - 1]} {value.day}"

    def write_days(self, first: date, last: date, *, with_year: bool) -> str:
        near = first.year == last.year
        begin = self.write_short_day(first, with_year=with_year and not near)
        if near and first.month == last.month:
            return f"{begin} to {last.day}{f', {last.year}' if with_year else ''}"
        return f"{begin} to {self.write_short_day(last, with_year=with_year)}"

    def write_hours(self, first: datetime, last: datetime) -> str:
        return f"{self.write_time(first)} to {self.write_time(last)}"

    def write_full_day(self, value: date) -> str:
        weekday = _WEEKDAYS[value.weekday()]
        return f"{weekday}, {_MONTHS[value.month - 1]} {value.day}, {value.year}"

    def write_weekday(self, value: date) -> str:
        return f"{_WEEKDAYS[value.weekday()]}, {self.write_short_day(value, with_year=False)}"

    def write_time(self, value: datetime) -> str:
        if not value.minute and value.hour in (0, 12):
            return "noon" if value.hour else "midnight"
        hour = value.hour % 12 or 12
        minutes = f":{value.minute:02}" if value.minute else ""
        return f"{hour}{minutes} {'p.m.' if value.hour >= 12 else 'a.m.'}"

    def month(self, value: date) -> str:
        return f"{_MONTHS[value.month - 1]} {value.year}"

    def short_month(self, value: date) -> str:
        return _MONTHS[value.month - 1]


class _Cldr(Dates):
    """Dates as CLDR has them for any other language."""

    def __init__(self, language: str, zone: str) -> None:
        super().__init__(zone)
        base = base_language(language).lower()
        country = locale(base)
        self._locale = country if country != base else locale(language)
        self._short_days = _SHORT_DAYS.get(base)

    def _date(self, value: date, pattern: str) -> str:
        return room.cldr.date_text(value, pattern, self._locale)

    def write_day(self, value: date) -> str:
        return self._date(value, "long")

    def write_short_day(self, value: date, *, with_year: bool) -> str:
        if self._short_days:
            return self._date(value, self._short_days[with_year])
        return room.cldr.skeleton_text(value, "yMMMd" if with_year else "MMMd", self._locale)

    def write_days(self, first: date, last: date, *, with_year: bool) -> str:
        if self._short_days:
            begin = self.write_short_day(first, with_year=first.year != last.year)
            return f"{begin} – {self.write_short_day(last, with_year=with_year)}"
        return room.cldr.interval_text(first, last, "yMMMd" if with_year else "MMMd", self._locale)

    def write_full_day(self, value: date) -> str:
        return _capital(self._date(value, "full"))

    def write_weekday(self, value: date) -> str:
        return room.cldr.skeleton_text(value, "MMMMEEEEd", self._locale)

    def write_time(self, value: datetime) -> str:
        # CLDR ties "a. m." together with a narrow space that not every font has.
        text = room.cldr.time_text(value, self._locale)
        return text.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")

    def month(self, value: date) -> str:
        return _capital(room.cldr.skeleton_text(value, "yMMMM", self._locale))

    def short_month(self, value: date) -> str:
        return _capital(self._date(value, "LLLL"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _moment(value: Moment | datetime) -> Moment:
    return value if isinstance(value, Moment) else Moment(value)


def _zone_of(local: datetime) -> str:
    """Return the zone's letters, which readers know in any language; "UTC+07" where it has none."""
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name
