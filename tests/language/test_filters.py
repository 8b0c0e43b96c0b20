"""The filters of templates: names, headlines, initials, marks of other languages."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from sitegen.core.dates import Moment
from sitegen.language import filters, headlines
from sitegen.model.kinds import KINDS
from sitegen.model.marks import Marks, in_titles
from sitegen.model.views import Byline

ZONE = "America/Chicago"
MORNING = Moment(datetime(2024, 10, 24, 14, 15, tzinfo=UTC))


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
        ("es", ["Ana", "Iago"], "Ana y Iago"),
        ("es", ["Ana", "Hígado"], "Ana e Hígado"),
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
    with_emphasis = SimpleNamespace(title="Yes", title_html="<em>Yes-Hope</em> & Co-op")
    assert headlines.headline(with_emphasis).count('<span class="nb">') == 2
    plain = SimpleNamespace(title="<Yes-Hope>", title_html="")
    assert headlines.headline(plain) == '&lt;<span class="nb">Yes-Hope</span>&gt;'


def test_passages_in_another_language_are_marked() -> None:
    """Screen readers change their voice by lang, and Arabic runs the other way."""
    foreign = filters.filters("en", ZONE)["foreign"]
    assert foreign("en") == foreign("") == ""
    assert foreign("vi").__html__() == ' lang="vi"'
    assert foreign("ar").__html__() == ' lang="ar" dir="rtl"'
    assert filters.filters("ar", ZONE)["foreign"]("he") == ' lang="he"'
    assert filters.filters("ar", ZONE)["foreign"]("en") == ' lang="en" dir="ltr"'
    assert foreign('"><script>').__html__() == ' lang="&quot;&gt;&lt;script&gt;"'


def test_recordings_say_how_long_they_play() -> None:
    """Minutes and seconds; hours only where there are any."""
    assert filters.duration(125) == "2:05"
    assert filters.duration(3725) == "1:02:05"
    lengths = {0: "0:00", 59: "0:59", 60: "1:00", 3599: "59:59", 3600: "1:00:00", 3661: "1:01:01"}
    assert {seconds: filters.duration(seconds) for seconds in lengths} == lengths


def test_a_picture_is_kept_at_the_nearest_quarter() -> None:
    """The page may not carry style attributes, so the focus is rounded to rules that exist."""
    assert [filters.step("50% 30%", axis) for axis in (0, 1)] == [50, 25]
    assert [filters.step("", axis) for axis in (0, 1)] == [50, 50]
    assert filters.step("100% 0%", 0) == 100
    assert [filters.step("37% 63%", axis) for axis in (0, 1)] == [25, 75]
    assert filters.step("30%", 0) == 50


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [(1600, 900, "1.78"), (900, 1600, "0.56"), (4, 3, "1.33"), (3, 2, "1.5"), (1, 2, "0.5"),
     (1000, 1110, "1"), (240, 100, "2"), (260, 100, "3"), (9000, 1000, "3"), (100, 900, "0.5")],
)  # fmt: skip
def test_a_picture_has_the_nearest_shape_that_there_is_a_rule_for(
    width: int, height: int, shape: str
) -> None:
    """Before it has come, its room on the page is kept free."""
    assert filters.proportion(SimpleNamespace(width=width, height=height)) == shape


@pytest.mark.parametrize(
    ("credit", "shown"),
    [
        ("Ana", "Ana"),
        ("Ana Ruiz", "[Ana Ruiz]"),
        ("One Two Three Four", "[One Two Three Four]"),
        ("One Two Three Four Five", "One Two Three Four Five"),
        ("Ana Ruiz / Bo & Co", "[Ana Ruiz][ / ][Bo &amp; Co]"),
    ],
)
def test_no_line_of_a_credit_ends_inside_a_name(credit: str, shown: str) -> None:
    """Agencies have long names, which must still find room on a phone."""
    html = filters.credit(SimpleNamespace(credit=credit, credit_html=""))
    assert html.replace('<span class="nb">', "[").replace("</span>", "]") == shown


def test_a_caption_shows_its_emphasis_and_no_link_that_is_not_looked_up() -> None:
    def caption(html: str) -> str:
        return filters.caption(SimpleNamespace(caption="A < B", caption_html=html))

    assert caption("") == caption('<a href="\x1aL0\x1a">A</a>') == "A &lt; B"
    assert caption("<em>A</em>") == "<em>A</em>"
    linked = SimpleNamespace(credit="A B", credit_html='<a href="/a/">A B</a>')
    assert filters.credit(linked) == '<a href="/a/">A B</a>'


def test_a_summary_shows_its_emphasis() -> None:
    story = SimpleNamespace(summary="A < B", summary_html="")
    assert filters.summary(story) == "A &lt; B"
    story.summary_html = "<em>A</em>"
    assert filters.summary(story) == "<em>A</em>"


def test_a_text_begins_where_it_was_reported() -> None:
    """A list or a picture may come first: then the place has a line of its own."""
    line = '<b class="from">SUGAR &lt;LAND</b> –'
    assert filters.with_dateline("<p>A.</p>", "Sugar <Land") == f"<p>{line} A.</p>"
    assert filters.with_dateline("<ul>", "Sugar <Land") == f"<p>{line}</p>\n<ul>"
    assert filters.with_dateline("<p>A.</p>", "") == "<p>A.</p>"


def test_a_text_ends_with_the_mark_where_it_ends_in_words() -> None:
    mark = '<img class="end-mark" src="/m.svg" width="14" height="14" alt="" loading="lazy">'
    assert filters.with_end_mark("<p>A.</p>\n", "/m.svg") == f"<p>A. {mark}</p>"
    assert filters.with_end_mark("<p>A.</p>", "") == "<p>A.</p>"
    assert filters.with_end_mark("<ul></ul>\n", "/m.svg") == "<ul></ul>\n"


def test_an_address_is_told_by_its_host() -> None:
    assert filters.host("https://www.Example.org:8/a") == "example.org"
    assert filters.host("no address") == "no address"


def test_languages_are_listed_in_the_pages_own() -> None:
    assert filters.filters("en", ZONE)["spoken"](["en", "es", "vi"]) == (
        "English, Spanish and Vietnamese"
    )


def test_labels_are_in_the_language_that_is_asked_for() -> None:
    """A Spanish card on an English page says what it is in Spanish."""
    story = Marks("opinion", "retraction")
    english = filters.filters("en", ZONE)
    assert english["kind_label"]("opinion") == "Opinion"
    assert english["correction_label"]("correction") == "Correction"
    assert english["labels"](story) == [("Retracted", "alert"), ("Opinion", KINDS["opinion"].tone)]
    assert [word for word, _ in english["labels"](story, "es")] == ["Retractado", "Opinión"]
    assert english["title_labels"](story) == in_titles(story)
    assert english["correction_mark"]("") == ""
    assert english["correction_mark"]("correction") == "Corrected"
    assert (english["brief"](MORNING), english["brief"](MORNING, lang="vi")) == (
        "Oct. 24, 2024", "24/10/2024",
    )  # fmt: skip


def test_the_newest_of_some_stories_is_known() -> None:
    """Stories come from several lists, in which one may be missing."""
    later = Moment(datetime(2024, 10, 25, tzinfo=UTC))
    stories = [SimpleNamespace(published=at, kind="news") for at in (MORNING, later, MORNING)]
    assert filters.newest([stories[0], None, *stories]) == later
    assert filters.newest([None]) is None


@pytest.mark.parametrize(
    ("title", "ems"),
    [
        ("Council adopts the budget", ""),
        ("BACHEO DE CALLE BAJA CALIFORNIA", "8"),
        ("Straßenverkehrsordnungsänderung", "18"),
        ("counterrevolutionary-internationalization", "12"),
        ("W" * 60, "24"),
        ("W" * 22, "24"),
        ("M" * 6, "7"),
        ("m" * 6, "6"),
        ("n" * 8, ""),
        ("n" * 9, "6"),
        ("A" * 7, "6"),
        ("J" * 11, "6"),
        ("s" * 9, "6"),
        ("f" * 11, "6"),
        ("f" * 10, ""),
        ("e\u0301" * 9, "6"),
        ("nnnnn-nnnn", "6"),
        ("nnnnn-nnnnn", ""),
        ("休斯顿市议会周二通过新预算案并宣布明年的计划", ""),
        ("", ""),
    ],
)
def test_the_widest_word_of_a_headline_is_measured(title: str, ems: str) -> None:
    """The style sheet knows by it in which columns the word has room."""
    assert headlines.widest_word(title) == ems
