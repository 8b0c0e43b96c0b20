"""The filters of templates: names, headlines, initials, marks of other languages."""

from __future__ import annotations

import pytest

from sitegen.language import filters, headlines
from sitegen.model.views import Byline

ZONE = "America/Chicago"


@pytest.mark.parametrize(
    ("language", "people", "words"),
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
    language: str, people: list[str], words: str
) -> None:
    """Two writers are joined by "and", which Spanish turns to "e" before the sound of i."""
    bylines = [Byline(name, "") for name in people]
    assert filters.filters(language, ZONE)["names"](bylines) == words


def test_headlines_differ_by_length() -> None:
    """The style sheet makes long headlines smaller; the limits are the brief's."""
    lengths = {52: "s", 53: "m", 80: "m", 81: "l", 110: "l", 111: "xl", 500: "xl", 1: "s"}
    for characters, name in lengths.items():
        assert headlines.length_class("x" * characters) == name


def test_initials_stand_in_for_a_face() -> None:
    """Of the first and last name; one letter where a script has no capitals to set apart."""
    assert filters.initials("Mai Thị Trần") == "MT"
    assert filters.initials("Cher") == "C"
    assert filters.initials("The Rev. Dr. Ana Ruiz") == "AR"
    assert filters.initials("The") == "T"
    assert filters.initials("Íñigo Peña-Ruiz") == "ÍP"
    assert filters.initials("محمد الأحمد") == "م"
    assert filters.initials("") == ""


def test_no_line_of_a_headline_ends_inside_a_short_name() -> None:
    """On a phone a headline broke at the hyphen of Yes-Hope."""

    def whole(title: str) -> str:
        return headlines.unbroken(title).replace('<span class="nb">', "[").replace("</span>", "]")

    assert whole("Subscribe to Yes-Hope’s news") == "Subscribe to [Yes-Hope]’s news"
    assert whole("Yes-Hope: Kim Jong-un & Covid-19") == "[Yes-Hope]: Kim [Jong-un] &amp; [Covid-19]"
    assert whole("A state-of-the-art 12-hour vote - or -not") == (
        "A state-of-the-art [12-hour] vote - or -not"
    )
    assert whole("<b>&#x27;") == "&lt;b&gt;&amp;#x27;"


def test_passages_in_another_language_are_marked() -> None:
    """Screen readers change their voice by lang, and Arabic runs the other way."""
    foreign = filters.filters("en", ZONE)["foreign"]
    assert foreign("en") == foreign("") == ""
    assert foreign("vi").__html__() == ' lang="vi"'
    assert foreign("ar").__html__() == ' lang="ar" dir="rtl"'
    assert foreign('"><script>').__html__() == ' lang="&quot;&gt;&lt;script&gt;"'


def test_recordings_say_how_long_they_play() -> None:
    """Minutes and seconds; hours only where there are any."""
    assert filters.duration(125) == "2:05"
    assert filters.duration(3725) == "1:02:05"


def test_a_picture_is_kept_at_the_nearest_quarter() -> None:
    """The page may not carry style attributes, so the focus is rounded to rules that exist."""
    assert [filters.step("50% 30%", axis) for axis in (0, 1)] == [50, 25]
    assert [filters.step("", axis) for axis in (0, 1)] == [50, 50]
    assert filters.step("100% 0%", 0) == 100


@pytest.mark.parametrize(
    ("title", "ems"),
    [
        ("Council adopts the budget", ""),
        ("BACHEO DE CALLE BAJA CALIFORNIA", "8"),
        ("Straßenverkehrsordnungsänderung", "18"),
        ("counterrevolutionary-internationalization", "12"),
        ("W" * 60, "24"),
        ("休斯顿市议会周二通过新预算案并宣布明年的计划", ""),
        ("", ""),
    ],
)
def test_the_widest_word_of_a_headline_is_measured(title: str, ems: str) -> None:
    """The style sheet knows by it in which columns the word has room."""
    assert headlines.widest_word(title) == ems
