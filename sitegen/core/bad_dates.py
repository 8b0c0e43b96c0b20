"""Bad dates: what is said of a date that is none, and what to write instead."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sitegen.core.date_forms import MONTHS, ODD_SIGNS

REMEDY = "Write it as in 2026-11-20 or 2026-11-20 09:00."


class DateError(ValueError):
    """A text is no date; says what is wrong and what to write."""

    def __init__(self, message: str, remedy: str = REMEDY) -> None:
        super().__init__(message)
        self.remedy = remedy


def impossible(text: str, match: re.Match[str]) -> str:
    """Say which part of a date that has the right form cannot be."""
    year, month, day = map(int, match.group(1, 2, 3))
    if not 1 <= month <= 12:
        what = f"has month {month}"
    elif year < 1:
        what = "has year 0"
    elif not 1 <= day <= _days(year, month):
        days = _days(year, month)
        what = f"has day {day}, and {MONTHS[month - 1]} {year} has {days}"
    elif int(match[4]) > 23:
        what = f"has hour {match[4]}; a day's hours are 00 to 23"
    elif int(match[5]) > 59:
        what = f"has minute {match[5]}"
    else:
        what = f"has second {match[6]}"
    return f"'{text}' {what}"


def _days(year: int, month: int) -> int:
    """Return how many days a month has."""
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - timedelta(1)).day


# What people write by mistake, and how each of them would be right.
_MISTAKES: dict[str, str] = {
    r"\d{1,2}:\d{2}.*": "has a time but no day",
    r"\d{4}-\d{1,2}-\d{1,2}.*\b[A-Za-z]{2,5}T": "names its zone by letters: leave them out for "
    "newsroom time, or write an offset such as -06:00",
    r"\d{4}-\d{1,2}-\d{1,2}.*\d *[AaPp]\.?[Mm]\.?": "tells the time by am and pm: 3 pm is 15:00",
    r"\d{4}-\d{1,2}-\d{1,2}[Tt ]+\d{1,2}[Hh.]?": "has an hour but no minutes",
    r"\d{4}-\d{1,2}": "has no day",
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}.*": "could be read in two ways: the year comes first",
}


def not_a_date(text: str) -> str:
    if not text:
        return "the date is empty"
    if len(text) > 60:
        return f"'{text[:57]}…' is not a date"
    for pattern, what in _MISTAKES.items():
        if re.fullmatch(pattern, text, re.ASCII):
            return f"'{text}' {what}"
    return f"'{text}' is not a date"


def typing_error(text: str, form: str) -> DateError:
    """Return what is wrong with a text that is a date when it is written in our form."""
    remedy = f"Write it as {form}."
    odd = next((char for char in text if char in ODD_SIGNS), "")
    if not odd:
        return DateError(not_a_date(text), remedy)
    sign = {" ": "space", "-": "hyphen", ":": "colon"}.get(ODD_SIGNS[odd], "part of a date")
    return DateError(f"'{text}' holds U+{ord(odd):04X}, which is no plain {sign}", remedy)
