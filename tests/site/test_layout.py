"""How high cards stand, and what stands beside what: to the pixel, for all the theme's sizes.

The figures are those that came out when the fronts that they make were looked at: whoever
changes a size of static/css changes them here, and looks again.
"""

from __future__ import annotations

import pytest

from sitegen.core.record import replace
from sitegen.model.article import Correction
from sitegen.model.views import CorrectionEntry, NavLink, Rail, Shape, TagLink, Teaser
from sitegen.site import card_heights, river, shapes, tops
from sitegen.site.card_heights import DESK, TABLET, Sheet
from tests.site.assembled import before, teaser, urls
from tests.site.layout_figures import (
    BESIDE,
    HEIGHTS,
    MISPLACED,
    PILLS,
    RAGGED,
    RAILS,
    RIVERS,
    SIZES,
    SPANS,
    SPLITS,
    STACKS,
    STRIPS,
    TOP_HEIGHTS,
    TOPS,
    UNEVEN,
    UNEVEN_OF,
    VOICES,
    WAYS,
)

DEK = "What a reader is told below a headline, in a sentence or two of ordinary length. " * 2
SHEETS = {"desk": DESK, "tablet": TABLET}
MIXED = replace(DESK, is_mixed=True)
STORIES = {
    "short": teaser("short", "A sample of few words", shot=True, topic="Parks", summary=DEK),
    "middle": teaser("middle", "Sample " * 9, summary=DEK, figure="17 of 41"),
    "long": teaser("long", "Sample " * 13, of={"sponsor": "A bank", "kind": "sponsored"}),
    "longest": teaser("longest", "Sample " * 17, lang="vi", shot=True, summary="Short."),
}


def stories(text: str) -> list[Teaser]:
    """Return stories by the words of their headlines, "p" for a picture, "d" for a dek.

    "3p 8 2d" are three, named "a", "b" and "c".
    """
    every = []
    for name, words in zip("abcdefgh", text.split(), strict=False):
        title = "Sample " * int(words.rstrip("pdos"))
        kind = "opinion" if "o" in words else "satire" if "s" in words else "news"
        dek = DEK if "d" in words else ""
        every.append(teaser(name, title, shot="p" in words, of={"kind": kind}, summary=dek))
    return every


def layout(shape: Shape) -> str:
    """Return a shape in one line: its name, then its cards, lines and second column of lines."""
    parts = (shape.cards, shape.lines, shape.more)
    return " | ".join([shape.name, *map(urls, parts)]).rstrip(" |")


@pytest.mark.parametrize(
    ("letters", "length"),
    [(0, "s"), (52, "s"), (53, "m"), (80, "m"), (81, "l"), (110, "l"), (111, "xl")],
)
def test_a_headline_is_set_by_its_length(letters: int, length: str) -> None:
    assert card_heights.length_of("x" * letters) == length


def test_headlines_are_as_large_as_their_lengths_allow() -> None:
    """The lead's, the cap that it sets for all others, and the large card's of a strip."""
    sizes = {
        (name, sheet): [
            round(number, 2)
            for number in (
                card_heights.lead_size(SHEETS[sheet], story.title),
                card_heights.cap_of(SHEETS[sheet], story.title),
                card_heights.big_size(story, SHEETS[sheet]),
            )
        ]
        for name, story in STORIES.items()
        for sheet in SHEETS
    }
    assert sizes == SIZES


def measures(story: Teaser, sheet: Sheet) -> list[float]:
    """Return the heights of a story on cards of every kind."""
    return [
        round(high, 1)
        for high in (
            card_heights.headline(story, sheet.head_4, 280, sheet),
            card_heights.headline(story, sheet.head_2, 500, replace(sheet, cap=30)),
            card_heights.dek(story, sheet.dek, 280),
            card_heights.card_text(story, sheet.head_4, 280, sheet),
            card_heights.card_text(story, sheet.head_4, 280, MIXED, with_dek=True),
            card_heights.row(story, 320, sheet),
            card_heights.row(story, 321, sheet),
            card_heights.poster(story, sheet.head_3, 400, sheet),
            card_heights.list_row(story, 560, sheet),
            card_heights.list_row(story, 900, sheet),
        )
    ]


@pytest.mark.parametrize(("name", "sheet"), [(n, s) for n in STORIES for s in SHEETS])
def test_cards_stand_as_high_as_the_style_sheet_has_them(name: str, sheet: str) -> None:
    assert measures(STORIES[name], SHEETS[sheet]) == HEIGHTS[name, sheet]


def test_columns_are_twelfths_with_gaps() -> None:
    spans = [[round(sheet.span(n), 1) for n in (3, 4, 6, 8, 12)] for sheet in (DESK, TABLET)]
    assert spans == SPANS
    assert (card_heights.shot(300), card_heights.shot(300, 2)) == (212, 162)


def test_a_line_without_a_picture_is_a_card_where_it_has_a_figure_or_stands_alone() -> None:
    """Satire and press releases are never as large."""
    plain, figure = teaser("a"), teaser("b", figure="7")
    paid = teaser("c", figure="7", of={"kind": "satire"})
    shown = teaser("d", figure="7", shot=True)
    every = (plain, figure, paid, shown)
    assert [card_heights.is_poster(one, alone=False) for one in every] == [
        False,
        True,
        False,
        False,
    ]
    assert [card_heights.is_poster(one, alone=True) for one in every] == [True, True, False, False]


# Strips


@pytest.mark.parametrize(
    "text", ["1", "1 2p", "1p 2", "1 2", "1p 2 3s", "1s 2p 3 4p", "1p 2p 3p 4 5"]
)
def test_every_way_to_lay_out_some_stories_is_tried(text: str) -> None:
    assert [layout(shape) for shape in shapes._shapes(stories(text))] == WAYS[text]


def test_more_lines_than_five_stand_beside_no_card() -> None:
    """A column beside one card, or beside two, ends far below it."""
    six, seven = (shapes._shapes(stories("1p " * count)) for count in (6, 7))
    assert {shape.name for shape in six} == {"big", "pair", "heads"}
    assert {shape.name for shape in seven} == {"pair", "heads"}


def test_what_a_strip_of_stories_looks_like() -> None:
    """From the newest stories of a section to its shape, under a lead and other strips."""
    found = {
        (text, lead, last, least): layout(
            shapes.arrange(stories(text), "Sample " * lead, last, least, is_mixed=lead > 2)
        )
        for text, lead, last, least in STRIPS
    }
    assert found == STRIPS


def test_how_uneven_a_shape_is_on_a_desk_and_a_tablet() -> None:
    """What the style sheet cannot even out, of every shape that some stories may have."""
    pixels = {
        way: [
            round(shapes._unevenness(shape, DESK, is_desk=True), 1),
            round(shapes._unevenness(shape, replace(TABLET, cap=20)), 1),
        ]
        for text in UNEVEN_OF
        for shape in shapes._shapes(stories(text))
        if (way := f"{text}: {layout(shape)}")
    }
    assert pixels == UNEVEN


def test_a_shape_costs_what_it_hides() -> None:
    prices = {
        f"{text}: {layout(shape)}": shapes._misplaced(shape, stories(text))
        for text in ("1 2p", "1p 2", "1 2 3p", "1p 2p 3")
        for shape in shapes._shapes(stories(text))
    }
    assert prices == MISPLACED
    assert shapes.cost(20, 0, 0, [], "big") == 20
    assert shapes.cost(21, 0, 0, ["big"], "pair") == 21 + 14
    assert shapes.cost(0, 2, 1, ["big", "pair", "big"], "big") == 2 * 80 + 400 + 2 * 25


def test_what_stays_blank_beside_a_column() -> None:
    """A picture grows to a longer column; the lines of a shorter one move apart."""
    assert shapes._beside(100, 20, 130, 3) == 10
    assert shapes._beside(100, 20, 110, 3) == 0
    assert shapes._beside(200, 20, 100, 3) == 28
    assert shapes._beside(172, 20, 100, 3) == 0


def ragged() -> list[Shape]:
    one, two, three = stories("1o 14o 5o")
    cards = ((one,), (one, two), (one, two, three))
    return [
        *(Shape("opinion", each) for each in cards),
        Shape("opinion", (two,), (one, three)),
        Shape("opinion", (one,), (two, three)),
    ]


OPINIONS = ("4o", "4o 5o", "4o 5o 14o", "4o 14o 5o", "1o 2o 3o 20o", "20o 1o 1o", "30o 1o", "")


def test_opinions_stand_side_by_side_or_one_below_the_other() -> None:
    """Of any number: those that say where a face stands are of one height."""
    found = {
        text: layout(shapes.arrange_opinion(stories(text), "A lead")) for text in OPINIONS if text
    }
    assert found == VOICES
    assert [round(shapes._ragged_opinions(shape, MIXED), 1) for shape in ragged()] == RAGGED
    assert shapes._opinion(stories("1")[0], 400, DESK) == 68


def test_a_column_of_lines_is_as_high_as_they_are() -> None:
    heights = [
        round(shapes.stack_height(stories(text), 400, DESK), 1)
        for text in ("", "3", "3 4p", "3 4 5d")
    ]
    assert heights == STACKS


# The top


def test_a_day_has_as_many_stories_beside_its_lead_as_end_with_it() -> None:
    found = {
        (lead, sub, beside, latest, updates): (
            tops.counts_beside(
                stories(lead)[0], stories(sub), stories(beside), stories(latest), updates
            ),
            tops.count_of_latest(stories(lead)[0], stories(sub), stories(latest), updates),
        )
        for lead, sub, beside, latest, updates in TOPS
    }
    assert found == TOPS


@pytest.mark.parametrize(
    ("lead", "sub", "latest", "updates", "count"),
    [
        ("4", "", "2 2 2", 0, 0),
        ("5", "3 4", "2 2 2", 0, 3),
        ("4", "3", "3 3 3 3 3", 2, 4),
        ("4", "3", "3 3 3", 2, 3),
        ("5", "3", "2 2 2", 2, 0),
        ("5", "3", "2 2", 2, 0),
    ],
    ids=["too high", "as high", "higher", "lower", "a hole below them", "two are no list"],
)
def test_beside_a_lead_without_a_picture_stand_as_many_lines_as_fill_its_height(
    lead: str, sub: str, latest: str, updates: int, count: int
) -> None:
    asked = (stories(lead)[0], stories(sub), stories(latest), updates)
    assert tops.count_of_latest(*asked) == count


def test_what_it_costs_that_columns_beside_a_lead_end_unevenly() -> None:
    found = {
        (lead, beside, latest): round(tops._cost_beside(lead, stories(beside), stories(latest)), 1)
        for lead, beside, latest in BESIDE
    }
    assert found == BESIDE


@pytest.mark.parametrize(
    ("room", "count"), [(0, 1), (95, 1), (145, 1), (160, 2), (230, 2), (290, 3), (900, 3)]
)
def test_as_many_lines_as_come_nearest_to_a_height(room: float, count: int) -> None:
    """One at least; a line that is too high costs half of one that is too low."""
    assert tops._nearest(room, [0, 100, 200, 300]) == count
    assert tops._nearest(room, [0]) == 0


def test_what_stands_at_the_top_is_as_high_as_the_style_sheet_has_it() -> None:
    short, middle, long, longest = STORIES.values()
    corrected = teaser("x", of={"correction": "retraction"}, published=before(days=2))
    numbers = [
        tops._lead_height(short, ()),
        tops._lead_height(longest, (short, long)),
        tops._lead_lines(middle, 40, 600),
        tops._lead_lines(longest, 40, 600),
        tops._updates_height(0),
        tops._updates_height(1),
        tops._updates_height(3),
        tops._sublink(long, 300),
        tops.beside_height(()),
        tops.beside_height((short,)),
        tops.beside_height((middle,)),
        tops.beside_height((short, middle, long), 350, on_desk=False),
        tops._latest_height((), 280),
        tops._latest_height((short, long), 280),
        tops._latest_height((short, corrected), 280),
    ]
    assert [round(number, 1) for number in numbers] == TOP_HEIGHTS


# The river


TOPICS = tuple(TagLink(f"Topic {'x' * n}", "/t/") for n in range(9))
SERIES = tuple(TagLink(f"Series {n}", "/s/") for n in range(3))
NOTES = tuple(
    CorrectionEntry(Correction(before(days=n), "A note."), STORIES[name])
    for n, name in enumerate(STORIES)
)
LANGUAGES = (NavLink("Español", "/es/", "es"),)
FULL_RAIL = Rail(NOTES, SERIES, TOPICS, LANGUAGES)


def test_a_rail_is_as_high_as_its_lists() -> None:
    rails = {
        "empty": Rail(),
        "notes": Rail(NOTES),
        "series": Rail((), SERIES),
        "topics": Rail((), (), TOPICS),
        "languages": Rail((), (), (), LANGUAGES),
        "full": FULL_RAIL,
    }
    heights = {name: round(river._rail_height(rail, 100), 1) for name, rail in rails.items()}
    assert heights == RAILS
    assert [river._parts(rail) for rail in rails.values()] == [1, 2, 2, 2, 2, 5]
    assert [river._pill_rows(TOPICS[:count]) for count in (0, 1, 4, 5, 9)] == PILLS


def test_a_rail_gives_topics_up_one_by_one_but_never_shows_one_alone() -> None:
    counts = [len(rail.topics) for rail in river._rails(Rail(topics=TOPICS[:4]))]
    assert counts == [4, 3, 2, 0]
    assert [rail.series for rail in river._rails(Rail(series=SERIES))] == [SERIES]


def test_columns_of_the_river_are_split_where_they_come_near_to_even() -> None:
    found = {}
    for text, count in SPLITS:
        heights = [
            shapes.line_height(story, river._WIDTH, river._SHEET, alone=True)
            for story in stories(text)
        ]
        columns = river._split(stories(text), heights, count)
        found[text, count] = " / ".join(map(urls, columns))
    assert found == SPLITS


def test_uneven_columns_cost_what_readers_see() -> None:
    """Lines move apart by some pixels; of what is left, more than 34 looks like a hole."""
    one, two = stories("1"), stories("1 2")
    assert river._cost([100, 126], [two, one]) == 0
    assert river._cost([100, 160], [two, one]) == 34
    assert river._cost([100, 161], [two, one]) == 35 + 14
    assert river._cost([100, 150, 130], [two, two], 2) == 24
    assert river._cost([150, 150, 106], [two, two], 3) == 28
    assert river._cost([90, 80], [one, one]) == 10


def test_the_river_stands_in_columns_beside_its_rail() -> None:
    found = {}
    for text, rail, has_form in RIVERS:
        shown = river.lay_out(stories(text), FULL_RAIL if rail else Rail(), has_form=has_form)
        columns = " / ".join(map(urls, shown.columns))
        topics = len(shown.rail.topics) if shown.rail else None
        found[text, rail, has_form] = (columns, topics)
    assert found == RIVERS


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", ""), ("3", "a"), ("3 3", "a b"), ("9 3 3", "a / b c"), ("3 9p 9p 3 3", "a b / c d e"),
     ("1 1 1 30", "a b / c d"), ("30 3 3", "a / b c")],
)  # fmt: skip
def test_the_stories_of_a_list_stand_in_two_columns(text: str, columns: str) -> None:
    """Of three and more; two would look like what was left over."""
    assert " / ".join(map(urls, river.in_columns(stories(text)))) == columns
