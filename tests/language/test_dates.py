"""How pages write dates, in English, Spanish and Vietnamese."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.dates import Moment
from sitegen.language.dates import dates

ZONE = "America/Chicago"
MORNING = Moment(datetime(2024, 10, 24, 14, 15, tzinfo=UTC))  # 9:15 in Houston
LATER = Moment(datetime(2024, 10, 24, 16, 2, tzinfo=UTC))
NEXT_DAY = Moment(datetime(2024, 10, 25, 16, 2, tzinfo=UTC))
DAY_ONLY = Moment(datetime(2024, 10, 24, 0, 0, tzinfo=timezone(timedelta(hours=-5))), timed=False)


@pytest.mark.parametrize(
    ("language", "day", "stamp", "full"),
    [
        ("en", "Oct. 24, 2024", "Oct. 24, 2024, 9:15 a.m. CDT", "Thursday, October 24, 2024"),
        (
            "es",
            "24 de octubre de 2024",
            "24 de octubre de 2024, 9:15\u00a0a.m. CDT",
            "Jueves, 24 de octubre de 2024",
        ),
        (
            "vi",
            "24 tháng 10, 2024",
            "24 tháng 10, 2024, 09:15 CDT",
            "Thứ Năm, 24 tháng 10, 2024",
        ),
    ],
)
def test_dates_follow_the_language(language: str, day: str, stamp: str, full: str) -> None:
    """A date is written as a newspaper of that language writes it, in the site's own zone."""
    writer = dates(language, ZONE)
    assert writer.day(MORNING) == day
    assert writer.stamp(MORNING) == stamp
    assert writer.full_day(MORNING) == full


def test_a_weekday_stands_before_its_day() -> None:
    """What happens this week is told by its weekday."""
    assert dates("en", ZONE).weekday(MORNING) == "Thursday, Oct. 24"
    assert dates("es", ZONE).weekday(MORNING) == "jue, 24 de octubre"


@pytest.mark.parametrize("language", ["xx", "e1"])
def test_a_language_that_nobody_knows_has_english_dates(language: str) -> None:
    """CLDR lacks many languages, and not all that is written is a language's code."""
    assert dates(language, ZONE).day(MORNING) == "October 24, 2024"


def test_a_country_decides_where_it_has_habits_of_its_own() -> None:
    """Newspapers of Montreal and Paris write hours in two ways; ours are read in Houston."""
    assert dates("fr-CA", ZONE).time(MORNING) == "09 h 15"
    assert dates("fr", ZONE).time(MORNING) == "09:15"
    assert dates("es-MX", ZONE).time(MORNING) == dates("es", ZONE).time(MORNING)


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "midnight"),
        (0, 5, "12:05 a.m."),
        (9, 0, "9 a.m."),
        (12, 0, "noon"),
        (12, 30, "12:30 p.m."),
        (23, 59, "11:59 p.m."),
    ],
)
def test_english_hours_follow_the_ap_stylebook(hour: int, minute: int, words: str) -> None:
    """Noon and midnight are words, and full hours have no minutes."""
    local = datetime(2024, 10, 24, hour, minute, tzinfo=timezone(timedelta(hours=-5)))
    assert dates("en", ZONE).time(Moment(local)) == words


def test_a_day_without_an_hour_shows_no_hour() -> None:
    """Where an editor wrote a day only, readers see a day only, and machines too."""
    writer = dates("en", ZONE)
    assert writer.stamp(DAY_ONLY) == "Oct. 24, 2024"
    assert writer.time(DAY_ONLY) == ""
    assert writer.brief(DAY_ONLY, MORNING) == "Oct. 24"
    assert writer.iso(DAY_ONLY) == "2024-10-24"
    assert writer.iso(MORNING) == "2024-10-24T09:15:00-05:00"


def test_daylight_saving_time_shows_in_the_zone() -> None:
    """The letters of the zone are those of the day, not of the build."""
    winter = Moment(datetime(2024, 12, 1, 15, 0, tzinfo=UTC))
    assert dates("en", ZONE).stamp(winter) == "Dec. 1, 2024, 9 a.m. CST"
    nowhere = dates("en", "Asia/Novosibirsk").stamp(winter)
    assert nowhere == "Dec. 1, 2024, 10 p.m. UTC+07"


def test_an_update_of_the_same_day_shows_its_hour_alone() -> None:
    """ "Updated 11:02 a.m. CDT" under the date of publication; the whole date on another day."""
    later = dates("en", ZONE).later
    assert later(LATER, MORNING) == "11:02 a.m. CDT"
    assert later(NEXT_DAY, MORNING) == "Oct. 25, 2024, 11:02 a.m. CDT"
    assert later(DAY_ONLY, MORNING) == "Oct. 24, 2024"


def test_cards_leave_out_what_goes_without_saying() -> None:
    """The newest day's stories show the hour too, this year's the day, older ones the year.

    A time without its day would be taken for today's by whoever opens the page tomorrow.
    """
    brief = dates("en", ZONE).brief
    assert brief(MORNING, LATER) == "Oct. 24, 9:15 a.m."
    assert brief(MORNING, NEXT_DAY) == "Oct. 24"
    assert brief(MORNING, 2024) == "Oct. 24"
    assert brief(MORNING, 2025) == "Oct. 24, 2024"
    assert brief(MORNING, 2024, True) == "Oct. 24, 9:15 a.m."
    assert brief(MORNING) == "Oct. 24, 2024"
    assert brief(MORNING, None, True) == "Oct. 24, 2024, 9:15 a.m."
    assert brief(DAY_ONLY, 2024, True) == "Oct. 24"
    assert brief(MORNING, Moment(datetime(2025, 1, 2, 16, tzinfo=UTC))) == "Oct. 24, 2024"
    assert dates("vi", ZONE).brief(MORNING) == "24/10/2024"
    assert dates("es", ZONE).brief(MORNING, 2024) == "24 oct"
    assert dates("vi", ZONE).brief(MORNING, 2024) == "24/10"


def test_months_stand_alone_in_each_language() -> None:
    """A month heads a list of stories: it begins with a capital in every language."""
    first = datetime(2024, 10, 1, 6, tzinfo=UTC)
    assert dates("en", ZONE).month(first) == "October 2024"
    assert dates("es", ZONE).month(first) == "Octubre de 2024"
    assert dates("vi", ZONE).month(first) == "Tháng 10 năm 2024"
    assert dates("es", ZONE).short_month(first) == "Octubre"
    assert dates("en", ZONE).short_month(first) == "October"


@pytest.mark.parametrize(
    ("language", "first", "last", "year", "said"),
    [
        ("en", "2026-11-19T09:00", "2026-11-23T10:00", 2026, "Nov. 19 to 23"),
        ("en", "2026-11-19T09:00", "2026-11-23T10:00", 0, "Nov. 19 to 23, 2026"),
        ("en", "2026-10-28T09:00", "2026-11-03T10:00", 2026, "Oct. 28 to Nov. 3"),
        ("en", "2025-12-30T09:00", "2026-01-02T10:00", 2026, "Dec. 30, 2025 to Jan. 2, 2026"),
        ("en", "2025-10-28T09:00", "2025-11-03T10:00", 2026, "Oct. 28 to Nov. 3, 2025"),
        ("en", "2025-12-03T09:00", "2026-12-05T10:00", 2026, "Dec. 3, 2025 to Dec. 5, 2026"),
        ("fr", "2026-11-19T09:00", "2026-11-23T10:00", 0, "19–23 nov. 2026"),
        ("fr", "2026-11-19T09:00", "2026-11-23T10:00", 2026, "19–23 nov."),
        ("en", "2026-11-19T09:00", "2026-11-19T10:30", 2026, "Nov. 19, 9 a.m. to 10:30 a.m."),
        ("es", "2026-11-19T09:00", "2026-11-23T10:00", 0, "19 nov – 23 nov 2026"),
        ("es", "2025-12-30T09:00", "2026-01-02T10:00", 2026, "30 dic 2025 – 2 ene 2026"),
        (
            "es",
            "2026-11-19T09:00",
            "2026-11-19T10:00",
            2026,
            "19 nov, 9:00\u00a0a.m. – 10:00\u00a0a.m.",
        ),
        ("vi", "2026-11-19T09:00", "2026-11-23T10:00", 0, "19/11 – 23/11/2026"),
        ("vi", "2025-12-30T09:00", "2026-01-02T10:00", 2026, "30/12/2025 – 2/1/2026"),
        ("en", "2026-11-19T09:00", "2026-11-19T09:00", 0, "Nov. 19, 2026"),
        ("en", "2026-11-19", "2026-11-19T10:00", 0, "Nov. 19, 2026"),
        ("en", "2026-11-19T00:30", "2026-11-19", 0, "Nov. 19, 2026"),
    ],
)
def test_a_page_of_a_list_is_named_by_its_days(
    language: str, first: str, last: str, year: int, said: str
) -> None:
    """ "Page 1" tells nobody what it holds, and is the oldest."""
    zone = ZoneInfo(ZONE)
    moments = [
        Moment(datetime.fromisoformat(at).replace(tzinfo=zone), timed="T" in at)
        for at in (last, first)
    ]
    stories = [SimpleNamespace(published=moment) for moment in moments]
    assert dates(language, ZONE).span(stories, year) == said


def test_stories_of_one_day_stand_together() -> None:
    """Days are those of the newsroom's own clock, and each is told by its newest story."""
    late = Moment(datetime(2024, 10, 25, 3, tzinfo=UTC))  # 10 p.m. of the 24th
    stories = [SimpleNamespace(published=moment) for moment in (NEXT_DAY, late, MORNING)]
    assert dates("en", ZONE).by_day(stories) == [(NEXT_DAY, stories[:1]), (late, stories[1:])]
