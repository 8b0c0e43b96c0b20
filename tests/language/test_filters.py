"""How pages say dates, names and labels, in English, Spanish and Vietnamese."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from sitegen.core.dates import Moment
from sitegen.language import filters as formats
from sitegen.language import words
from sitegen.model.kinds import CORRECTION_TYPES, KINDS
from sitegen.model.views import Byline

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
    filters = formats.filters(language, ZONE)
    assert filters["day"](MORNING) == day
    assert filters["stamp"](MORNING) == stamp
    assert filters["full_day"](MORNING) == full


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (0, 0, "midnight"),
        (0, 5, "12:05 a.m."),
        (9, 0, "9 a.m."),
        (12, 0, "noon"),
        (12, 30, "12:30 p.m."),
        (23, 59, "11:59 p.m."),
    ],
)
def test_english_hours_follow_the_ap_stylebook(hour: int, minute: int, said: str) -> None:
    """Noon and midnight are words, and full hours have no minutes."""
    local = datetime(2024, 10, 24, hour, minute, tzinfo=timezone(timedelta(hours=-5)))
    assert formats.filters("en", ZONE)["time"](Moment(local)) == said


def test_a_day_without_an_hour_shows_no_hour() -> None:
    """Where an editor wrote a day only, readers see a day only, and machines too."""
    filters = formats.filters("en", ZONE)
    assert filters["stamp"](DAY_ONLY) == "Oct. 24, 2024"
    assert filters["time"](DAY_ONLY) == ""
    assert filters["brief"](DAY_ONLY, MORNING) == "Oct. 24"
    assert filters["iso"](DAY_ONLY) == "2024-10-24"
    assert filters["iso"](MORNING) == "2024-10-24T09:15:00-05:00"


def test_daylight_saving_time_shows_in_the_zone() -> None:
    """The letters of the zone are those of the day, not of the build."""
    winter = Moment(datetime(2024, 12, 1, 15, 0, tzinfo=UTC))
    assert formats.filters("en", ZONE)["stamp"](winter) == "Dec. 1, 2024, 9 a.m. CST"
    nowhere = formats.filters("en", "Asia/Novosibirsk")["stamp"](winter)
    assert nowhere == "Dec. 1, 2024, 10 p.m. UTC+07"


def test_an_update_of_the_same_day_shows_its_hour_alone() -> None:
    """ "Updated 11:02 a.m. CDT" under the date of publication; the whole date on another day."""
    later = formats.filters("en", ZONE)["later"]
    assert later(LATER, MORNING) == "11:02 a.m. CDT"
    assert later(NEXT_DAY, MORNING) == "Oct. 25, 2024, 11:02 a.m. CDT"


def test_cards_leave_out_what_goes_without_saying() -> None:
    """Today's stories show the hour, this year's the day, older ones the year."""
    brief = formats.filters("en", ZONE)["brief"]
    assert brief(MORNING, LATER) == "9:15 a.m."
    assert brief(MORNING, NEXT_DAY) == "Oct. 24"
    assert brief(MORNING, 2024) == "Oct. 24"
    assert brief(MORNING, 2025) == "Oct. 24, 2024"
    assert brief(MORNING, 2024, True) == "Oct. 24, 9:15 a.m."
    assert formats.filters("es", ZONE)["brief"](MORNING, 2024) == "24 oct"
    assert formats.filters("vi", ZONE)["brief"](MORNING, 2024) == "24/10"


def test_months_stand_alone_in_each_language() -> None:
    first = datetime(2024, 10, 1, 6, tzinfo=UTC)
    assert formats.filters("en", ZONE)["month"](first) == "October 2024"
    assert formats.filters("es", ZONE)["month"](first) == "Octubre de 2024"
    assert formats.filters("vi", ZONE)["month"](first) == "Tháng 10 năm 2024"
    assert formats.filters("es", ZONE)["short_month"](first) == "Octubre"


@pytest.mark.parametrize(
    ("language", "people", "said"),
    [
        ("en", ["Ana"], "Ana"),
        ("en", ["Ana", "Tom"], "Ana and Tom"),
        ("en", ["Ana", "Tom", "Mai"], "Ana, Tom and Mai"),
        ("es", ["Ana", "Tom"], "Ana y Tom"),
        ("es", ["Ana", "Íñigo"], "Ana e Íñigo"),
        ("es", ["Ana", "Hilda"], "Ana e Hilda"),
        ("es", ["Ana", "Hiedra"], "Ana y Hiedra"),
        ("vi", ["Lan", "Minh"], "Lan và Minh"),
    ],
)
def test_names_are_joined_as_the_language_joins_them(
    language: str, people: list[str], said: str
) -> None:
    """Two writers are joined by "and", which Spanish turns to "e" before the sound of i."""
    bylines = [Byline(name, "") for name in people]
    assert formats.filters(language, ZONE)["names"](bylines) == said


def test_headlines_are_told_apart_by_length() -> None:
    """The style sheet makes long headlines smaller; the limits are the brief's."""
    lengths = {52: "s", 53: "m", 80: "m", 81: "l", 110: "l", 111: "xl", 500: "xl", 1: "s"}
    for characters, name in lengths.items():
        assert formats.length_class("x" * characters) == name


def test_initials_stand_in_for_a_face() -> None:
    assert formats.initials("Mai Thị Trần") == "MT"
    assert formats.initials("Cher") == "C"
    assert formats.initials("Íñigo Peña-Ruiz") == "ÍP"
    assert formats.initials("محمد الأحمد") == "م"
    assert formats.initials("") == ""


def test_no_line_of_a_headline_ends_inside_a_short_name() -> None:
    """On a phone a headline broke at the hyphen of Yes-Hope."""

    def whole(title: str) -> str:
        return formats.unbroken(title).replace('<span class="nb">', "[").replace("</span>", "]")

    assert whole("Subscribe to Yes-Hope’s news") == "Subscribe to [Yes-Hope]’s news"
    assert whole("Yes-Hope: Kim Jong-un & Covid-19") == "[Yes-Hope]: Kim [Jong-un] &amp; [Covid-19]"
    assert whole("A state-of-the-art 12-hour vote - or -not") == (
        "A state-of-the-art [12-hour] vote - or -not"
    )
    assert whole("<b>&#x27;") == "&lt;b&gt;&amp;#x27;"


def test_passages_in_another_language_are_marked() -> None:
    """Screen readers change their voice by lang, and Arabic runs the other way."""
    foreign = formats.filters("en", ZONE)["foreign"]
    assert foreign("en") == foreign("") == ""
    assert foreign("vi").__html__() == ' lang="vi"'
    assert foreign("ar").__html__() == ' lang="ar" dir="rtl"'
    assert foreign('"><script>').__html__() == ' lang="&quot;&gt;&lt;script&gt;"'


def test_languages_are_named_in_themselves() -> None:
    assert words.language_name("vi") == "Tiếng Việt"
    assert words.language_name("es-MX") == "Español"
    assert words.language_name("fr") == "Français"
    assert words.language_name("xx-unknown") == "xx-unknown"


def test_every_kind_and_correction_has_its_word_in_every_language() -> None:
    """Only plain news and pages go without a label."""
    for language in ("en", "es", "vi"):
        filters = formats.filters(language, ZONE)
        unlabelled = {kind for kind in KINDS if not filters["kind_label"](kind)}
        assert unlabelled == {"news", "page"}
        assert all(filters["correction_label"](kind) for kind in CORRECTION_TYPES)
    assert formats.filters("es", ZONE)["kind_label"]("analysis") == "Análisis"


def test_recordings_say_how_long_they_play() -> None:
    assert formats.duration(125) == "2:05"
    assert formats.duration(3725) == "1:02:05"


def test_a_picture_is_kept_at_the_nearest_quarter() -> None:
    """The page may not carry style attributes, so the focus is rounded to rules that exist."""
    assert [formats.step("50% 30%", axis) for axis in (0, 1)] == [50, 25]
    assert [formats.step("", axis) for axis in (0, 1)] == [50, 50]
    assert formats.step("100% 0%", 0) == 100
