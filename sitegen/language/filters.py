"""How a page says things in its language: dates, names, labels and the theme's own words.

Templates use the filters below; `filters` binds them to one language and one time zone.
English follows the AP style that American newsrooms know ("Oct. 24, 2024, 9:15 a.m. CDT")
and needs no library; every other language follows CLDR, through Babel, which is loaded
when the first such date is written because it costs a tenth of a second.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from functools import cache, lru_cache
from html import escape
from importlib import resources
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from sitegen.core.dates import Moment
from sitegen.core.urls import absolute
from sitegen.model.kinds import CORRECTION_TYPES, KINDS

_AP_MONTHS = (
    "Jan.",
    "Feb.",
    "March",
    "April",
    "May",
    "June",
    "July",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# CLDR patterns for the short day on a card, where CLDR's own skeletons are too long or,
# for Vietnamese, name a month by a number that looks like a day.
_SHORT_DAYS = {"es": ("d MMM", "d MMM y"), "vi": ("d/M", "d/M/y")}

# The locale whose habits a newsroom in the United States expects of a bare language.
_LOCALES = {"en": "en_US", "es": "es_US", "pt": "pt_BR", "vi": "vi_VN"}

# Scripts that run from right to left, by language.
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

# The languages' own names, where a newsroom's links need them; others come from CLDR.
_LANGUAGE_NAMES = {"en": "English", "es": "Español", "vi": "Tiếng Việt"}

# Characters up to which a headline is short, middling or long; the style sheet sets its size
# by these letters. Above the last it is "xl".
_LENGTHS = ((52, "s"), (80, "m"), (110, "l"))

# Words for what a reader should know before the headline. Plain news says nothing.
_UNLABELLED = frozenset({"news", "page"})
_KIND_LABELS = {
    "report": "Report",
    "analysis": "Analysis",
    "opinion": "Opinion",
    "explainer": "Explainer",
    "review": "Review",
    "callout": "Call-out",
    "obituary": "Obituary",
    "event": "Event",
    "sponsored": "Sponsored",
    "satire": "Satire",
    "release": "Press release",
    "live": "Live",
}
_CORRECTION_LABELS = {
    "correction": "Correction",
    "clarification": "Clarification",
    "update": "Update",
    "retraction": "Retraction",
}
assert set(_KIND_LABELS) | _UNLABELLED == set(KINDS)
assert set(_CORRECTION_LABELS) == set(CORRECTION_TYPES)

# Words that code looks up by what it computes: the catalogues hold these too.
LABELS = (*_KIND_LABELS.values(), *_CORRECTION_LABELS.values(), "and")

_Item = TypeVar("_Item")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A hyphenated word of at most ten characters.
_HYPHENATED = re.compile(r"(?<![\w&#-])(?=[\w-]{3,10}(?![\w-]))\w+(?:-\w+)+")


class _Named(Protocol):
    """What can stand in a list of names: a byline, or anything else with a name."""

    @property
    def name(self) -> str: ...


class _Html(str):
    """HTML that templates must not escape again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the theme's words in `language` ("es", "vi-VN"); English where none exist.

    The catalogues are sitegen/locales/<language>.po, compiled to .mo files beside them.
    """
    base = language.replace("_", "-").split("-")[0].lower()
    catalogue = resources.files("sitegen.language") / "locales" / f"{base}.mo"
    if not catalogue.is_file():
        return gettext.NullTranslations()
    with catalogue.open("rb") as stream:
        return gettext.GNUTranslations(stream)


@cache
def filters(language: str, zone: str) -> Mapping[str, Callable[..., Any]]:
    """Return the filters of templates for a page in `language` on a site in `zone`.

    Args:
        language: BCP 47, of the page.
        zone: the site's IANA time zone, "America/Chicago".

    Values are remembered: a front page writes few distinct dates, and a build writes each of
    them on many pages.
    """
    words = _English(zone) if language.split("-")[0] == "en" else _Cldr(language, zone)
    say = translations(language).gettext

    def foreign(lang: str) -> str:
        """Return the attributes that mark a passage in another language than the page's."""
        if not lang or lang == language:
            return ""
        turn = direction(lang)
        turned = f' dir="{turn}"' if turn != direction(language) else ""
        return _Html(f' lang="{escape(lang)}"{turned}')

    def kind_label(kind: str) -> str:
        """Return the word that sets a kind apart from plain news; "" for plain news."""
        return say(_KIND_LABELS[kind]) if kind in _KIND_LABELS else ""

    def correction_label(kind: str) -> str:
        return say(_CORRECTION_LABELS[kind])

    def joined(people: Sequence[_Item]) -> list[tuple[str, _Item]]:
        """Pair each name with the words that stand before it: "", ", " or " and "."""
        return [
            (
                "" if not place else ", " if place < len(people) - 1 else words.last_joint(person),
                person,
            )
            for place, person in enumerate(people)
        ]

    def names(people: Sequence[_Named]) -> str:
        """ "Mai Tran, Ana Ruiz and Tom Lee", in the page's language."""
        return "".join(before + person.name for before, person in joined(people))

    return {
        "absolute": lambda url, base_url: absolute(base_url, url),
        "brief": words.brief,
        "correction_label": correction_label,
        "day": words.day,
        "direction": direction,
        "duration": duration,
        "foreign": foreign,
        "full_day": words.full_day,
        "initials": initials,
        "iso": words.iso,
        "joined": joined,
        "kind_label": kind_label,
        "language_name": language_name,
        "later": words.later,
        "length_class": length_class,
        "locale": locale,
        "month": words.month,
        "names": names,
        "newest": newest,
        "short_month": words.short_month,
        "stamp": words.stamp,
        "step": step,
        "time": words.time,
        "unbroken": unbroken,
    }


# Filters that are the same in every language.


def length_class(title: str) -> str:
    """Return "s", "m", "l" or "xl": how long a headline is, for the style sheet."""
    return next((name for limit, name in _LENGTHS if len(title) <= limit), "xl")


def unbroken(title: str) -> str:
    """Return a headline as HTML in which no line ends inside a short name: "Yes-Hope".

    Longer words may still break at their hyphens, or a narrow column could not hold them.
    """
    return _Html(_HYPHENATED.sub(r'<span class="nb">\g<0></span>', escape(title)))


def initials(name: str) -> str:
    """Return one or two capitals for a person without a picture: "Mai Thị Trần" gives "MT"."""
    found = _WORD.findall(name)
    # Scripts without capitals join letters or write words with one: the first is enough.
    cased = len(found) > 1 and found[0][0].upper() != found[0][0].lower()
    return "".join(word[0] for word in ((found[0], found[-1]) if cased else found[:1])).upper()


def direction(lang: str) -> str:
    return "rtl" if lang.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def locale(lang: str) -> str:
    """Return a language as Open Graph writes it: "en_US", "es_US", "pt_BR"."""
    return _LOCALES.get(lang, lang.replace("-", "_"))


@cache
def language_name(lang: str) -> str:
    """Return a language's name in that language, as a link to it is written: "Español"."""
    base = lang.replace("_", "-").split("-")[0]
    if base in _LANGUAGE_NAMES:
        return _LANGUAGE_NAMES[base]
    from babel import Locale, UnknownLocaleError  # late: see the module's docstring

    try:
        name = Locale.parse(base).get_display_name()
    except (UnknownLocaleError, ValueError):
        return lang
    return name[:1].upper() + name[1:] if name else lang


def duration(seconds: int) -> str:
    """ "1:02:05" or "2:05": how long a recording plays."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def newest(stories: Iterable[Any]) -> Moment | None:
    """Return when the newest of some teasers was published; None of none."""
    dates = [story.published for story in stories if story is not None]
    return max(dates, key=lambda moment: moment.at, default=None)


def step(focus: str, axis: int) -> int:
    """Round one half of a CSS position to the quarters that the style sheet has rules for.

    "50% 30%" gives 50 for axis 0 and 25 for axis 1. A style attribute could be exact, but the
    page's security policy allows none. "" is the centre.
    """
    parts = focus.replace("%", "").split()
    return 25 * round(float(parts[axis]) / 25) if len(parts) == 2 else 50


# Dates.


def _moment(value: Moment | datetime) -> Moment:
    return value if isinstance(value, Moment) else Moment(value)


class _Dates:
    """Dates in one language; what languages do differently is left to the two below.

    Every value is moved to the site's zone before it is written: dates that come back from
    the store carry a bare offset.
    """

    def __init__(self, zone: str) -> None:
        self._zone: tzinfo = ZoneInfo(zone)
        # Memoised by value; equal instants in different zones are written alike.
        self.day = lru_cache(4096)(self.day)  # type: ignore[method-assign]
        self.time = lru_cache(4096)(self.time)  # type: ignore[method-assign]
        self.stamp = lru_cache(4096)(self.stamp)  # type: ignore[method-assign]
        self.brief = lru_cache(4096)(self.brief)  # type: ignore[method-assign]
        self.iso = lru_cache(4096)(self.iso)  # type: ignore[method-assign]

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

    def time(self, value: Moment | datetime) -> str:
        """ "9:15 a.m."; "" for a moment without a time of day."""
        return self.write_time(self.local(value)) if _moment(value).timed else ""

    def stamp(self, value: Moment | datetime) -> str:
        """ "Oct. 24, 2024, 9:15 a.m. CDT", or the day alone where no time was written."""
        local = self.local(value)
        if not _moment(value).timed:
            return self.write_day(local)
        return self.write_both(self.write_day(local), f"{self.write_time(local)} {_zone_of(local)}")

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
        """Write a card's date, as short as the page around it allows.

        Args:
            value: when the story appeared.
            reference: the page's day, on which the time alone is enough ("9:15 a.m."), or its
                year, which then goes without saying ("Oct. 23").
            hours: True writes the time of day beside the day.
        """
        local = self.local(value)
        timed = _moment(value).timed
        if isinstance(reference, int) or reference is None:
            near, year = None, reference
        else:
            near = self.local(reference).date()
            year = near.year
        if timed and local.date() == near:
            return self.write_time(local)
        day = self.write_short_day(local, with_year=local.year != year)
        return self.write_both(day, self.write_time(local)) if hours and timed else day

    def month(self, value: datetime | date) -> str:
        """ "October 2024" """
        return self.write_month(value)

    def short_month(self, value: datetime | date) -> str:
        """ "October": one of a year's months under that year's heading."""
        return self.write_month_name(value)

    def last_joint(self, person: object) -> str:  # noqa: ARG002 - other languages need it
        return " and "

    def write_both(self, day: str, time: str) -> str:
        return f"{day}, {time}"

    # What each language decides.
    def write_day(self, value: date) -> str:
        raise NotImplementedError

    def write_short_day(self, value: date, *, with_year: bool) -> str:
        raise NotImplementedError

    def write_full_day(self, value: date) -> str:
        raise NotImplementedError

    def write_time(self, value: datetime) -> str:
        raise NotImplementedError

    def write_month(self, value: date) -> str:
        raise NotImplementedError

    def write_month_name(self, value: date) -> str:
        raise NotImplementedError


def _zone_of(local: datetime) -> str:
    """Return the zone's letters, which readers know in any language; "UTC+07" where it has none."""
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


class _English(_Dates):
    """Dates as the AP Stylebook has them."""

    def write_day(self, value: date) -> str:
        return f"{_AP_MONTHS[value.month - 1]} {value.day}, {value.year}"

    def write_short_day(self, value: date, *, with_year: bool) -> str:
        return self.write_day(value) if with_year else f"{_AP_MONTHS[value.month - 1]} {value.day}"

    def write_full_day(self, value: date) -> str:
        weekday = _WEEKDAYS[value.weekday()]
        return f"{weekday}, {_MONTHS[value.month - 1]} {value.day}, {value.year}"

    def write_time(self, value: datetime) -> str:
        if not value.minute and value.hour in (0, 12):
            return "noon" if value.hour else "midnight"
        hour = value.hour % 12 or 12
        minutes = f":{value.minute:02}" if value.minute else ""
        return f"{hour}{minutes} {'p.m.' if value.hour >= 12 else 'a.m.'}"

    def write_month(self, value: date) -> str:
        return f"{_MONTHS[value.month - 1]} {value.year}"

    def write_month_name(self, value: date) -> str:
        return _MONTHS[value.month - 1]


class _Cldr(_Dates):
    """Dates as CLDR has them for any other language."""

    def __init__(self, language: str, zone: str) -> None:
        super().__init__(zone)
        self._base = language.split("-")[0].lower()
        self._language = language

    @property
    def _locale(self) -> Any:  # babel.Locale, which is not imported up here
        return _locale(_LOCALES.get(self._base, self._language.replace("-", "_")))

    def _date(self, value: date, pattern: str) -> str:
        from babel.dates import format_date  # late: see the module's docstring

        return format_date(value, pattern, locale=self._locale)

    def write_day(self, value: date) -> str:
        return self._date(value, "long")

    def write_short_day(self, value: date, *, with_year: bool) -> str:
        patterns = _SHORT_DAYS.get(self._base)
        if patterns:
            return self._date(value, patterns[with_year])
        from babel.dates import format_skeleton

        return format_skeleton("yMMMd" if with_year else "MMMd", value, locale=self._locale)

    def write_full_day(self, value: date) -> str:
        text = self._date(value, "full")
        return text[:1].upper() + text[1:]

    def write_time(self, value: datetime) -> str:
        from babel.dates import format_time

        # CLDR ties "a. m." together with a narrow space that not every font has.
        text = format_time(value.time(), "short", locale=self._locale)
        return text.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")

    def write_month(self, value: date) -> str:
        from babel.dates import format_skeleton

        text = format_skeleton("yMMMM", value, locale=self._locale)
        return text[:1].upper() + text[1:]

    def write_month_name(self, value: date) -> str:
        text = self._date(value, "LLLL")
        return text[:1].upper() + text[1:]

    def last_joint(self, person: object) -> str:
        if self._base == "es":
            # "y" turns into "e" before the sound of i, but not before a gliding "hie".
            name = str(getattr(person, "name", "")).lower()
            glides = name.startswith(("hie", "ie", "io", "ia"))
            return " e " if name.startswith(("i", "hi", "í", "hí")) and not glides else " y "
        word = translations(self._language).gettext("and")
        return f" {word} "


@cache
def _locale(name: str) -> Any:  # babel.Locale, which is not imported up here
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
