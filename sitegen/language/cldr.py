"""What CLDR knows of languages, through Babel: patterns of dates, and languages' names."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time


def date_text(value: date, pattern: str, locale: str) -> str:
    """Write a date by a pattern of CLDR ("d MMM") or its name for one ("long", "full").

    Here and below, `locale` is written as in "es_US"; one that CLDR does not know is English.
    """
    return format_date(value, pattern, locale=_locale(locale))


def skeleton_text(value: date, skeleton: str, locale: str) -> str:
    """Write the parts of a date that `skeleton` names ("yMMMd"), as the language orders them."""
    return format_skeleton(skeleton, value, locale=_locale(locale))


def interval_text(first: date, last: date, skeleton: str, locale: str) -> str:
    """Write two dates as one span, with nothing said twice: "19–23 nov 2026"."""
    text: str = format_interval(first, last, skeleton, locale=_locale(locale))
    return text.replace("\N{THIN SPACE}", "\N{NO-BREAK SPACE}")


def time_text(value: datetime, locale: str) -> str:
    """Write the time of day, hours and minutes."""
    return format_time(value.time(), "short", locale=_locale(locale))


def language_name(language: str, told_in: str) -> str:
    """Return a language's name in another or itself, "français"; "" when CLDR has none."""
    try:
        return Locale.parse(language).get_display_name(told_in) or ""
    except (UnknownLocaleError, ValueError):
        return ""


@cache
def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
