"""How the dates that people write are read."""

from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.core.bad_dates import REMEDY, DateError
from sitegen.core.date_forms import in_our_form, in_plain_signs
from sitegen.core.dates import NO_DATE, in_file_name, parse_moment

HOUSTON = ZoneInfo("America/Chicago")


def iso(text: str, zone: ZoneInfo = HOUSTON) -> str:
    moment, note = parse_moment(text, zone)
    assert note is None
    return moment.at.isoformat() if moment.timed else f"day {moment.at.isoformat()}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-20", "day 2026-11-20T00:00:00-06:00"),
        ("2026-07-04", "day 2026-07-04T00:00:00-05:00"),
        ("2026-1-5", "day 2026-01-05T00:00:00-06:00"),
        ("2026-11-20 09:00", "2026-11-20T09:00:00-06:00"),
        ("2026-11-20 9:00", "2026-11-20T09:00:00-06:00"),
        ("2026-11-20T09:00:30", "2026-11-20T09:00:30-06:00"),
        ("2026-11-20 09:00:30.25", "2026-11-20T09:00:30-06:00"),
        ("2026-11-20T15:00Z", "2026-11-20T09:00:00-06:00"),
        ("2026-11-20T15:00:00z", "2026-11-20T09:00:00-06:00"),
        ("2026-11-20 09:00 -06:00", "2026-11-20T09:00:00-06:00"),
        ("2026-11-20T09:00-0600", "2026-11-20T09:00:00-06:00"),
        ("2026-11-20T16:00+01", "2026-11-20T09:00:00-06:00"),
        ("2026-11-20T23:00+14:00", "2026-11-20T03:00:00-06:00"),
        ("2026-11-20T01:00-01:59", "2026-11-19T20:59:00-06:00"),
        ("2026-12-31 23:59:59", "2026-12-31T23:59:59-06:00"),
        ("1500-01-01 12:00 Z", "1500-01-01T06:09:24-05:51"),
        ("2999-12-31", "day 2999-12-31T00:00:00-06:00"),
        ("  2026-11-20  ", "day 2026-11-20T00:00:00-06:00"),
    ],
)
def test_every_usual_way_of_writing_a_date_is_taken(text: str, meant: str) -> None:
    """Days, minutes, seconds, offsets: naive ones are newsroom time (F4)."""
    assert iso(text) == meant


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-13-40", "has month 13"),
        ("2026-02-30", "has day 30, and February 2026 has 28"),
        ("2024-02-30", "has day 30, and February 2024 has 29"),
        ("2026-12-32", "has day 32, and December 2026 has 31"),
        ("2026-01-00", "has day 0, and January 2026 has 31"),
        ("2026-11-20 24:00", "has hour 24; a day's hours are 00 to 23"),
        ("2026-11-20 09:60", "has minute 60"),
        ("2026-11-20 09:00:60", "has second 60"),
        ("1499-12-31", "has the year 1499"),
        ("3000-01-01", "has the year 3000"),
        ("2026-11-20 09:00 +14:01", "has the offset +14:01, and no place on Earth"),
        ("2026-11-20 09:00 -15", "has the offset -15:00, and no place on Earth"),
        ("2026-11-20 09:00 +01:60", "has the offset +01:60"),
        ("x" * 60, f"'{'x' * 60}' is not a date"),
        ("x" * 61, f"'{'x' * 57}…' is not a date"),
        ("2026-00-10", "has month 0"),
        ("0001-02-30", "has day 30, and February 1 has 28"),
        ("2026-11-01 24:00", "has hour 24"),
        ("2026-11-30 24:00", "has hour 24"),
        ("2026-11-20 23:60", "has minute 60"),
        ("2026-11-20 23:59:60", "has second 60"),
        ("0000-01-01", "has year 0"),
        ("0226-01-01", "has the year 0226"),
        ("9999-12-31 23:59 -14:00", "has the year 9999"),
        ("2026-11-20 25:00", "has hour 25"),
        ("2026-11-20 09:75", "has minute 75"),
        ("2026-11-20 09:00:61", "has second 61"),
        ("2026-11-20 09:00 +99:00", "no place on Earth"),
        ("2026-11-20 09:00 CST", "names its zone by letters"),
        ("2026-11-20 9 pm", "am and pm"),
        ("2026-11-20 9:00 a.m.", "am and pm"),
        ("2026-11-20 9", "has an hour but no minutes"),
        ("2026-11", "has no day"),
        ("09:30", "has a time but no day"),
        ("03/04/2026", "could be read in two ways"),
        ("20 November 2026", "'20 November 2026' is not a date"),
        ("", "the date is empty"),
        ("٢٠٢٦-١١-٢٠", "is not a date"),
        ("2026-11-20" + " " * 5000 + "x", "is not a date"),
    ],
)
def test_an_impossible_date_is_told_in_words(text: str, words: str) -> None:
    """The editor hears which part of the date is wrong, never a Python message."""
    with pytest.raises(ValueError, match=re.escape(words)) as raised:
        parse_moment(text, HOUSTON)
    assert len(str(raised.value)) < 200
    assert "2026-11-20" in REMEDY


def test_an_hour_that_happens_twice_is_reported_with_the_choice() -> None:
    """When clocks go back, 01:30 happens twice: the first is taken and said (F7)."""
    moment, note = parse_moment("2026-11-01 01:30", HOUSTON)

    assert moment.at.isoformat() == "2026-11-01T01:30:00-05:00"
    assert note == (
        "01:30 on 1 November 2026 happened twice in America/Chicago: clocks went back. "
        "The first is taken (-05:00)."
    )


def test_an_hour_that_does_not_exist_is_reported_with_the_choice() -> None:
    """When clocks go forward, 02:30 is skipped: an hour later is taken and said (F7)."""
    moment, note = parse_moment("2026-03-08 02:30", HOUSTON)

    assert moment.at.isoformat() == "2026-03-08T03:30:00-05:00"
    assert note is not None
    assert "did not exist" in note
    assert "taken as 03:30 (-05:00)" in note


def test_an_offset_settles_the_hour_that_happens_twice() -> None:
    """With -06:00 written, the second 01:30 is meant and nothing is asked."""
    assert iso("2026-11-01 01:30 -06:00") == "2026-11-01T01:30:00-06:00"
    first = parse_moment("2026-11-01 01:30 -05:00", HOUSTON)[0]
    second = parse_moment("2026-11-01 01:30 -06:00", HOUSTON)[0]
    assert second.at - first.at == timedelta(hours=1)
    assert max(first.at, second.at) is second.at
    assert first.at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_a_day_without_midnight_begins_when_it_begins() -> None:
    """Where clocks change at midnight a day is still a day, and nobody is bothered."""
    moment, note = parse_moment("2018-11-04", ZoneInfo("America/Sao_Paulo"))

    assert (moment.at.isoformat(), moment.timed, note) == ("2018-11-04T01:00:00-02:00", False, None)


def test_offsets_have_no_seconds() -> None:
    """Before standard time zones were off by seconds, which no feed can write."""
    assert iso("1880-05-01 10:00") == "1880-05-01T10:00:00-05:51"


def test_the_machine_and_its_zone_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same date means the same on a server in another zone."""
    here = iso("2026-11-20 09:00")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert iso("2026-11-20 09:00") == here
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "TZ" not in os.environ or os.environ["TZ"] != "Asia/Tokyo"


@pytest.mark.parametrize(
    ("stem", "parts"),
    [
        ("2026-11-20-vote", ("2026-11-20", "vote")),
        ("2026-11-20_vote-2", ("2026-11-20", "vote-2")),
        ("vote-2026-11-20", ("", "vote-2026-11-20")),
        ("2026-11-20", ("", "2026-11-20")),
        ("2026-11-201", ("", "2026-11-201")),
        ("2026-budget", ("", "2026-budget")),
    ],
)
def test_a_file_name_may_begin_with_the_date(stem: str, parts: tuple[str, str]) -> None:
    """ "2026-11-20-vote.md" is the story "vote" of that day."""
    assert in_file_name(stem) == parts


@pytest.mark.parametrize(
    ("written", "form"),
    [
        *[
            (text, "2026-11-20")
            for text in (
                "2026/11/20",
                "2026.11.20",
                "20261120",
                "November 20th, 2026",
                "Nov. 20 2026",
                "Friday, November 20th, 2026",
                "Fri, 20 Nov 2026",
                "20 November, 2026",
                "20-Nov-2026",
                "11/20/2026",
                "20.11.2026",
            )
        ],
        ("12/13/2026", "2026-12-13"),
        ("31.12.2026", "2026-12-31"),
        ("Jan 2, 2026", "2026-01-02"),
        ("1 May 2026", "2026-05-01"),
        ("2026/13/20", "2026-13-20"),
        ("Foo 20, 2026", "2026-00-20"),
        ("Nov 20, 2026 3 pm", "2026-11-20 15:00"),
        ("Nov 20, 2026 12 pm", "2026-11-20 12:00"),
        ("Nov 20, 2026 12:05 a.m.", "2026-11-20 00:05"),
        ("Nov 20, 2026 at 1 am", "2026-11-20 01:00"),
        ("2026/11/20 15:00 UTC", "2026-11-20 15:00Z"),
        ("2026/11/20T15:00z", "2026-11-20 15:00Z"),
        ("2026/11/20 15:00:30.5 GMT", "2026-11-20 15:00:30.5Z"),
        ("2026/11/20 15:00 -06:00 (cst)", "2026-11-20 15:00-06:00"),
        ("2026/11/20 15h", "2026-11-20 15:00"),
        *[
            (text, text)
            for text in (
                "2026/11.20",
                "11/12/2026",
                "32.12.2026",
                "Nov 20, 2026 13 pm",
                "Nov 20, 2026 0 am",
                "Nov 20, 2026 3 pm CST",
                "2026/11/20 x",
            )
        ],
    ],
)
def test_dates_of_other_forms_are_told_in_ours(written: str, form: str) -> None:
    """What to write is what was meant, or nothing where two things may be."""
    assert in_our_form(written) == form


@pytest.mark.parametrize(
    ("written", "message", "remedy"),
    [
        (
            "2026\u201311\u201320",
            "holds U+2013, which is no plain hyphen",
            "Write it as 2026-11-20.",
        ),
        (
            "2026-11-20\u00a009:00",
            "holds U+00A0, which is no plain space",
            "Write it as 2026-11-20 09:00.",
        ),
        (
            "2026-11-20 09\uff1a00",
            "holds U+FF1A, which is no plain colon",
            "Write it as 2026-11-20 09:00.",
        ),
        (
            "2026-11-2\uff10",
            "holds U+FF10, which is no plain part of a date",
            "Write it as 2026-11-20.",
        ),
        ("20 November 2026", "is not a date", "Write it as 2026-11-20."),
        ("nothing", "is not a date", REMEDY),
    ],
)
def test_a_date_that_was_meant_is_the_remedy(written: str, message: str, remedy: str) -> None:
    with pytest.raises(DateError, match=re.escape(f"'{written}' {message}")) as raised:
        parse_moment(written, HOUSTON)
    assert raised.value.remedy == remedy


def test_the_second_of_two_hours_is_taken_where_nobody_may_see_before() -> None:
    moment, note = parse_moment("2026-11-01 01:30", HOUSTON, later=True)
    assert moment.at.isoformat() == "2026-11-01T01:30:00-06:00"
    assert note is not None
    assert note.endswith("The second is taken (-06:00).")


def test_a_day_begins_once_though_its_midnight_is_struck_twice() -> None:
    """In Havana clocks go back at one, to midnight."""
    for later in (False, True):
        moment, note = parse_moment("2026-11-01", ZoneInfo("America/Havana"), later=later)
        assert (moment.at.isoformat(), note) == ("2026-11-01T00:00:00-04:00", None)


def test_undated_is_no_day_of_any_story() -> None:
    """What stands for "no date" is an aware moment that sorts before all news."""
    assert NO_DATE.at.timestamp() == 0
    assert NO_DATE.at.tzinfo is not None
    assert NO_DATE.timed is False


def test_each_sign_that_looks_like_one_of_a_date_is_read_as_that() -> None:
    """Spaces of all widths, hyphens, dashes and digits of Chinese and Japanese keyboards."""
    spaces = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
    hyphens = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
    assert in_plain_signs("".join(map(chr, range(0xFF10, 0xFF1A)))) == "0123456789"
    assert in_plain_signs(f"1{spaces}2") == f"1{' ' * len(spaces)}2"
    assert in_plain_signs(hyphens) == "-" * len(hyphens)
    assert in_plain_signs("\u200b1\uff1a2\uff0f3\u2069") == "1:2/3"


@given(st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 30)), st.sampled_from(["T", " "]))
def test_what_is_printed_can_be_read_again(moment: datetime, between: str) -> None:
    """ISO form in, same instant out, whatever the instant."""
    aware = moment.replace(tzinfo=UTC, microsecond=0)
    read, note = parse_moment(aware.isoformat(between), HOUSTON)

    assert read.at == aware
    assert note is None
    again, _ = parse_moment(read.at.isoformat(), HOUSTON)
    assert again == read


@given(st.text(max_size=40) | st.from_regex(r"\d{1,4}-\d{1,3}-\d{1,3}[ T]?\d*:?\d*:?\d*[+-Z]?\d*"))
@example("2026-11-20 09:00\0")
@example("2026-11-20T24:00")
def test_no_text_breaks_the_parser(text: str) -> None:
    """Whatever is written, it is a moment or a sentence."""
    try:
        moment, _ = parse_moment(text, HOUSTON)
    except ValueError as error:
        answer = str(error)
    else:
        answer = moment.at.isoformat()
    assert answer
