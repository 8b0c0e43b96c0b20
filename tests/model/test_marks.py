"""What stands before a headline: on pages, in lists, in titles and on shared cards."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sitegen.core.dates import Moment
from sitegen.core.record import replace
from sitegen.model.article import Article, Correction, Sponsor
from sitegen.model.kinds import CORRECTION_TYPES, KINDS
from sitegen.model.marks import PLAIN, Marks, before_headline, in_titles, marks_of, title_with_marks

NOON = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
VOTE = Article(
    "content/news/vote.md", "id", "vote", "news", "Vote", "news", Moment(NOON), "en", minutes=1
)


def corrected(*types: str) -> tuple[Correction, ...]:
    return tuple(Correction(Moment(NOON), "A note.", type_) for type_ in types)


@pytest.mark.parametrize(
    ("types", "gravest"),
    [
        ((), ""),
        (("update",), "update"),
        (("update", "correction"), "correction"),
        (("clarification", "update"), "clarification"),
        (tuple(CORRECTION_TYPES), "retraction"),
        (tuple(reversed(CORRECTION_TYPES)), "retraction"),
        (("sample",), ""),  # of a module of the site's own
    ],
)
def test_lists_tell_of_the_gravest_correction(types: tuple[str, ...], gravest: str) -> None:
    story = replace(VOTE, corrections=corrected(*types))
    assert marks_of(story).correction == gravest


@pytest.mark.parametrize(("seconds", "mark"), [(-1, ""), (0, ""), (1, "update")])
def test_a_story_is_updated_by_what_came_after_it(seconds: int, mark: str) -> None:
    """Many programs write the same date twice."""
    updated = Moment(NOON + timedelta(seconds=seconds))
    assert marks_of(replace(VOTE, updated=updated)).correction == mark


def test_a_story_bears_its_kind_who_paid_and_who_signs() -> None:
    """Names stand in lists where the kind is signed there."""
    assert marks_of(VOTE, ["Ana"]) == PLAIN == Marks("news")
    bank = Sponsor("A bank", "https://bank.example/")
    paid = replace(VOTE, kind="sponsored", sponsor=bank)
    assert marks_of(paid, ["Ana"]) == Marks("sponsored", sponsor="A bank")
    voice = replace(VOTE, kind="opinion")
    assert marks_of(voice, ["Ana", "Bo"]) == Marks("opinion", writers=("Ana", "Bo"))
    assert marks_of(voice) == Marks("opinion")


@pytest.mark.parametrize(
    ("marks", "before", "title"),
    [
        (Marks(), [], "Vote"),
        (Marks("explainer"), [("Explainer", "")], "Vote"),
        (Marks("live"), [("Live", "live")], "Vote"),
        (Marks("satire"), [("Satire", "alert")], "SATIRE: Vote"),
        (Marks("opinion"), [("Opinion", "opinion")], "OPINION: Vote"),
        (Marks("news", "correction"), [], "Vote"),
        (Marks("news", "retraction"), [("Retracted", "alert")], "RETRACTED: Vote"),
        (
            Marks("review", "retraction"),
            [("Retracted", "alert"), ("Review", "")],
            "RETRACTED: Vote",
        ),
        (
            Marks("opinion", "retraction"),
            [("Retracted", "alert"), ("Opinion", "opinion")],
            "RETRACTED: OPINION: Vote",
        ),
    ],
)
def test_words_stand_before_a_headline(
    marks: Marks, before: list[tuple[str, str]], title: str
) -> None:
    """All of them where it stands on a page; in titles those without which it would mislead."""
    assert before_headline(marks) == before
    assert title_with_marks("Vote", marks, str.upper) == title
    assert [word for word, _ in in_titles(marks)] == [
        word.capitalize() for word in title.split(": ")[:-1]
    ]


def test_each_kind_and_each_correction_can_stand_before_a_headline() -> None:
    for kind in KINDS:
        for type_ in ("", *CORRECTION_TYPES):
            words = before_headline(Marks(kind, type_))
            assert len(words) == bool(KINDS[kind].label) + (type_ == "retraction")
