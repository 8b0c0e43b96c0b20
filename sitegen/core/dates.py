"""Dates as people write them: the one parser for front matter, file names and commands.

A date without an offset is newsroom time. A date without a time of day is that day's
midnight in the newsroom, and is only ever shown as a day. The machine's zone never matters.
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from sitegen.core.bad_dates import DateError, impossible, not_a_date, typing_error
from sitegen.core.date_forms import MONTHS, in_our_form, in_plain_signs
from sitegen.core.patterns import late_pattern
from sitegen.core.record import Record


class Moment(Record):
    """A date that an editor wrote, with or without a time of day."""

    at: datetime  # aware, in the site's time zone; midnight where only a day was written
    timed: bool = True  # False: only a day was written, and only a day is shown


# Stands for the date of a page or draft that has none.
NO_DATE = Moment(datetime(1970, 1, 1, tzinfo=UTC), timed=False)
EARLIEST_YEAR, LATEST_YEAR = 1500, 2999

_DATE = late_pattern(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?"
    r"[ \t]*(?:([Zz])|([+-])(\d{2}):?(\d{2})?)?)?",
    re.ASCII,
)
_FILE_DATE = late_pattern(r"(\d{4}-\d{2}-\d{2})[-_ ](?=[^-_ ])", re.ASCII)


def parse_moment(text: str, zone: tzinfo, *, later: bool = False) -> tuple[Moment, str | None]:
    """Return the moment that `text` names, and a sentence when its meaning was chosen.

    Takes "2026-11-20", "2026-11-20 09:00", with seconds, with "T", with an offset or "Z".
    The sentence tells of a local time that does not exist or happens twice when clocks
    change (rule F7). The moment's own time zone is a fixed offset, that of `zone` at the
    time: so two moments always compare as moments, also within the hour that happens twice.

    Args:
        later: of an hour that happens twice, take the second: for what nobody may see before.

    Raises:
        DateError: with what is wrong, for the person who wrote it, and what to write.
    """
    text = text.strip(" \t\n")
    match = _DATE.fullmatch(text)
    if match is None:
        raise _not_a_date(text, zone)
    year, month, day, hour, minute, second, zulu, sign, off_hours, off_minutes = match.groups()
    try:
        wall_time = datetime(  # noqa: DTZ001 - its zone is settled below
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
        )
    except ValueError:
        raise DateError(impossible(text, match)) from None
    if not EARLIEST_YEAR <= wall_time.year <= LATEST_YEAR:
        raise DateError(f"'{text}' has the year {year}")
    if zulu:
        return Moment(_with_fixed_offset(wall_time.replace(tzinfo=UTC).astimezone(zone))), None
    if sign:
        minutes = int(off_minutes or 0)
        away = timedelta(hours=int(off_hours), minutes=minutes)
        if away > timedelta(hours=14) or minutes > 59:
            raise DateError(
                f"'{text}' has the offset {sign}{off_hours}:{off_minutes or '00'}, and no place "
                "on Earth is that far from UTC"
            )
        offset = timezone(away if sign == "+" else -away)
        return Moment(_with_fixed_offset(wall_time.replace(tzinfo=offset).astimezone(zone))), None
    if hour is None:  # a day begins once, though its midnight may be struck twice
        return Moment(newsroom_time(wall_time, zone), timed=False), None
    at = newsroom_time(wall_time, zone, later=later)
    return Moment(at), _choice(wall_time, at, zone)


def newsroom_time(wall_time: datetime, zone: tzinfo, *, later: bool = False) -> datetime:
    """Return the moment of a time without an offset.

    Args:
        later: of an hour that happens twice, take the second: for what nobody may see before.
    """
    first, second = (wall_time.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if _is_skipped(first, second):
        return in_newsroom(first.astimezone(UTC), zone)
    return _with_fixed_offset(second if later else first)


def _is_skipped(first: datetime, second: datetime) -> bool:
    """Say whether clocks jumped over a time, of which both readings are given."""
    return (first.utcoffset() or timedelta()) < (second.utcoffset() or timedelta())


def _choice(wall_time: datetime, at: datetime, zone: tzinfo) -> str | None:
    """Return what is to be said of the moment that was chosen for a time; None for nothing."""
    first, second = (wall_time.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return None
    written = f"{wall_time:%H:%M} on {_day(wall_time)}"
    if _is_skipped(first, second):
        return (
            f"{written} did not exist in {zone}: clocks went forward. "
            f"It is taken as {at:%H:%M} ({_offset(at)})."
        )
    which = "second" if at.utcoffset() == second.utcoffset() else "first"
    return (
        f"{written} happened twice in {zone}: clocks went back. "
        f"The {which} is taken ({_offset(at)})."
    )


def in_newsroom(moment: datetime, zone: tzinfo) -> datetime:
    """Return a moment as the newsroom's clock shows it, to be compared as a moment."""
    return _with_fixed_offset(moment.astimezone(zone))


def in_file_name(stem: str) -> tuple[str, str]:
    """Split the date from a file's name: "2026-11-20-vote" gives ("2026-11-20", "vote").

    A name without a date gives ("", name).
    """
    match = _FILE_DATE.match(stem)
    return (match[1], stem[match.end() :]) if match else ("", stem)


def _with_fixed_offset(moment: datetime) -> datetime:
    """Return the same moment with a fixed offset of whole minutes.

    Before standard time, zones were off by seconds (Chicago by 5:50:36), which neither
    feeds nor sitemaps can write: there the wall clock is kept and the offset is rounded.
    """
    return moment.replace(tzinfo=_timezone(moment.utcoffset() or timedelta()), fold=0)


@lru_cache(maxsize=256)
def _timezone(offset: timedelta) -> timezone:
    return timezone(timedelta(minutes=round(offset.total_seconds() / 60)))


def _offset(moment: datetime) -> str:
    text = moment.strftime("%z")
    return f"{text[:3]}:{text[3:5]}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def _not_a_date(text: str, zone: tzinfo) -> DateError:
    form = in_our_form(in_plain_signs(text))
    if form != text:
        with contextlib.suppress(DateError):
            parse_moment(form, zone)
            return typing_error(text, form)
    return DateError(not_a_date(text))
