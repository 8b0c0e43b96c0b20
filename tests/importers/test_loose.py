"""What front matter of others holds: read kindly, value by value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sitegen.importers import loose

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("names", "value"),
    [
        (("a",), 0), (("b", "a"), 0), (("c", "d", "e", "f"), "last"), (("g.h",), 1),
        (("g.i",), 2), (("g.h.x",), None), (("j",), None), ((), None), (("k",), False),
    ],
)  # fmt: skip
def test_the_first_name_that_has_a_value_counts(names: tuple[str, ...], value: Any) -> None:
    values = {"a": 0, "c": "", "d": [], "e": {}, "f": "last", "g": {"h": 1, "I": 2}, "k": False}
    assert loose.first(values, names) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" a \n b ", "a b"), (12, "12"), (1.5, "1.5"), (date(2019, 5, 1), "2019-05-01"),
        (True, ""), (None, ""), (["a"], ""), ({}, ""),
    ],
)  # fmt: skip
def test_words_stand_on_one_line(value: Any, text: str) -> None:
    assert loose.text(value) == text


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        (True, True), (False, False), ("Yes", True), ("on", True), (1, True), ("true", True),
        ("no", False), ("OFF", False), (0, False), ("false", False), ("", None), (None, None),
        ("maybe", None), (2, None),
    ],
)  # fmt: skip
def test_an_answer_is_yes_no_or_none(value: Any, flag: bool | None) -> None:
    assert loose.flag(value) is flag


@pytest.mark.parametrize(
    ("value", "how", "texts"),
    [
        ("a b, c", {}, ["a b, c"]),
        ("a b, c", {"by_spaces": True}, ["a", "b,", "c"]),
        ("a b, c", {"by_commas": True}, ["a b", "c"]),
        (" a,, b ,", {"by_commas": True, "by_spaces": True}, ["a", "b"]),
        ("a b", {"by_commas": True}, ["a b"]),
        ("a b", {"by_commas": True, "by_spaces": True}, ["a", "b"]),
        (["a b", ["c"], 1, None, {"name": "d"}], {"by_spaces": True}, ["a b", "c", "1", "d"]),
        (("a",), {}, ["a"]),
        ({"name": " A  B "}, {}, ["A B"]),
        ({"name": True}, {}, []),
        ({"x": "y"}, {}, []),
        ("", {}, []),
        (None, {}, []),
    ],
)
def test_a_list_of_words_is_a_list_or_one_text(
    value: Any, how: dict[str, bool], texts: list[str]
) -> None:
    assert loose.texts(value, **how) == texts


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("en_us", "en-US"), ("EN", "en"), ("zh-hans", "zh-Hans"), ("es-419", "es"),
        ("sr-latn-rs", "sr-RS"), ("haw", "haw"), ("english", ""), ("e", ""), ("", ""),
        ("en-US.UTF-8", "en-US"), ("de_DE.utf8", "de-DE"), ("1a", ""), ("e1", ""),
    ],
)  # fmt: skip
def test_a_language_is_written_as_ours(written: str, code: str) -> None:
    assert loose.language(written) == code


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (
            "A *word* and **two** and ***three***, _four_ `five`",
            "A word and two and three, four five",
        ),
        ("2 * 3 * 4 and snake_case_name a*b*", "2 * 3 * 4 and snake_case_name a*b*"),
        ("<p>One</p><br>two <b>three</b>", "One two three"),
        ("[words](/x) ![alt](/y.jpg) [z]", "words alt [z]"),
        ("* a*", "* a*"),
    ],
)
def test_words_of_markdown_or_html_are_plain(written: str, plain: str) -> None:
    assert loose.plain(written) == plain


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (datetime(2019, 5, 1, 2, tzinfo=UTC), datetime(2019, 5, 1, 2, tzinfo=UTC)),
        (datetime(2019, 5, 1, 2), datetime(2019, 5, 1, 2, tzinfo=CHICAGO)),
        (date(2019, 5, 1), datetime(2019, 5, 1, tzinfo=CHICAGO)),
        ("2019/05/01 10:30:15", datetime(2019, 5, 1, 10, 30, 15, tzinfo=CHICAGO)),
        ("2019/05/01 10:30", datetime(2019, 5, 1, 10, 30, tzinfo=CHICAGO)),
        ("2019.05.01", datetime(2019, 5, 1, tzinfo=CHICAGO)),
        ("2019-5-1", datetime(2019, 5, 1, tzinfo=CHICAGO)),
        ("2019-5-1 9:30", datetime(2019, 5, 1, 9, 30, tzinfo=CHICAGO)),
        ("2019-5-1 9:30:10", datetime(2019, 5, 1, 9, 30, 10, tzinfo=CHICAGO)),
        ("Jan 2, 2019", datetime(2019, 1, 2, tzinfo=CHICAGO)),
        ("2 January 2019", datetime(2019, 1, 2, tzinfo=CHICAGO)),
        ("2 Jan 2019", datetime(2019, 1, 2, tzinfo=CHICAGO)),
        ("January 2, 2019 15:45", datetime(2019, 1, 2, 15, 45, tzinfo=CHICAGO)),
        ("2019-01-02 03:45 PM", datetime(2019, 1, 2, 15, 45, tzinfo=CHICAGO)),
        ("2019-01-02 03:45:10 PM", datetime(2019, 1, 2, 15, 45, 10, tzinfo=CHICAGO)),
        ("2019-05-01 10:30 GMT", datetime(2019, 5, 1, 10, 30, tzinfo=UTC)),
        ("2019-05-01 10:30 Z", datetime(2019, 5, 1, 10, 30, tzinfo=UTC)),
        ("2019-05-01 10:30 +0200", datetime(2019, 5, 1, 8, 30, tzinfo=UTC)),
        ("2019-05-01 10:30 -02:30", datetime(2019, 5, 1, 13, tzinfo=UTC)),
        ("Wed, 01 May 2019 10:30:00 -0500", datetime(2019, 5, 1, 15, 30, tzinfo=UTC)),
        ("Wed, 01 May 2019 10:30:00 -0000", datetime(2019, 5, 1, 10, 30, tzinfo=CHICAGO)),
        ("2019-13-01", None),
        ("GMT", None),
        ("Wed, 01 May 2019 10:30:00 +99999999999999999", None),
        ("0001-12-31T23:59:59Z", None),
        ("0002-01-01T00:00:00Z", datetime(2, 1, 1, tzinfo=UTC)),
        ("9998-12-31", datetime(9998, 12, 31, tzinfo=CHICAGO)),
        (datetime(9999, 1, 1, tzinfo=UTC), None),
        (date(1, 1, 1), None),
        (True, None),
        ([], None),
    ],
)
def test_a_moment_is_aware(value: Any, at: datetime | None) -> None:
    assert loose.moment(value, CHICAGO) == at
