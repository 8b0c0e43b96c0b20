"""The end of the front: the river of what no zone took, in columns, and the rail beside it.

The rail carries what a site has beside its stories, and stands where it is about as high as
the columns beside it. Where it is not, there is none: three columns, and the call to follow
the site below them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from sitegen.core.record import Record, replace
from sitegen.language.letter_widths import line_count, text_width
from sitegen.model.kinds import CORRECTION_TYPES
from sitegen.model.views import CorrectionEntry, Rail, TagLink, Teaser
from sitegen.site.card_heights import DESK, list_row
from sitegen.site.shapes import height_of, line_height
from sitegen.site.site import Site

WEEK = timedelta(days=7)
CORRECTIONS, SERIES, TOPICS = 4, 4, 24  # at most, in the rail
_EVEN = 34.0  # pixels by which columns may differ, see `shapes`
_SHEET = replace(DESK, is_mixed=True)
_WIDTH = DESK.span(4)
_GIVE = 26.0
_RAIL_GIVE = 8.0  # between two boxes of the rail, whose heights are known less well
_MISSING, _NO_RAIL = 45.0, 60.0  # what it costs to show a story less, and to have no rail
_CALL, _FORM = 190.0, 262.0  # the call to follow the site; the same with a form
_HEAD = 70.0  # the heading of a list in the rail, with the space above it


class River(Record):
    columns: tuple[tuple[Teaser, ...], ...] = ()
    rail: Rail | None = None


def lay_out(stories: Sequence[Teaser], rail: Rail, *, has_form: bool) -> River:
    """Return as many of `stories` as stand evenly in columns, beside a rail if it fits.

    Args:
        rail: all that it may carry.
        has_form: the call to follow the site, which begins the rail, has a form.
    """
    alone, among = (
        {s.url: line_height(s, _WIDTH, _SHEET, alone=is_alone) for s in stories}
        for is_alone in (True, False)
    )

    def ends_of(columns: Sequence[Sequence[Teaser]]) -> list[float]:
        return [
            height_of([(alone if len(column) == 1 else among)[story.url] for story in column])
            for column in columns
        ]

    best: tuple[float, River] | None = None
    for count in range(len(stories), 0, -1):
        some = stories[:count]
        heights = [alone[story.url] for story in some]
        missing = _MISSING * (len(stories) - count)
        columns = _split(some, heights, 2)
        ends = ends_of(columns)
        for shorter in _rails(rail):
            high = _rail_height(shorter, _FORM if has_form else _CALL)
            cost = missing + _cost([*ends, high], columns, _parts(shorter))
            if best is None or cost < best[0]:
                best = (cost, River(columns, shorter))
        columns = _split(some, heights, 3 if count > 2 else count)
        cost = missing + _NO_RAIL + _cost(ends_of(columns), columns)
        if best is None or cost < best[0]:
            best = (cost, River(columns))
    return best[1] if best is not None else River()


def in_columns(stories: Sequence[Teaser]) -> tuple[tuple[Teaser, ...], ...]:
    """Return all of `stories` in two columns of rows that end as evenly as they can."""
    width = DESK.span(6)
    ends = [list_row(story, width, DESK) for story in stories]
    splits = range(1, len(stories)) if len(stories) > 2 else range(0)
    best = min(splits, key=lambda at: abs(sum(ends[:at]) - sum(ends[at:])), default=len(stories))
    return (tuple(stories[:best]), tuple(stories[best:])) if splits else (tuple(stories),)


def _cost(ends: Sequence[float], columns: Sequence[Sequence[Teaser]], parts: int = 0) -> float:
    """Return what it costs that columns end unevenly; `parts` are those of a rail beside them."""
    row = max(ends)
    uneven = 0.0
    for place, end in enumerate(ends):
        is_rail = place >= len(columns)
        give = _RAIL_GIVE * (parts - 1) if is_rail else _GIVE * (len(columns[place]) - 1)
        uneven = max(uneven, row - end - give)
    return 14 * max(0.0, uneven - _EVEN) + uneven


def _split(
    stories: Sequence[Teaser], heights: Sequence[float], count: int
) -> tuple[tuple[Teaser, ...], ...]:
    """Return stories, which are so high, in so many columns, which come near to even ones."""
    if count < 2 or len(stories) < count:
        return (tuple(stories),)
    share = sum(heights) / count
    columns: list[tuple[Teaser, ...]] = []
    first = 0
    for place, high in enumerate(heights):
        left = count - len(columns) - 1
        is_full = sum(heights[first:place]) + high / 2 > share
        if left and place > first and (is_full or len(heights) - place == left):
            columns.append(tuple(stories[first:place]))
            first = place
    return (*columns, tuple(stories[first:]))


def _rails(rail: Rail) -> Iterator[Rail]:
    """Yield the rail with all of its topics, then with fewer and fewer."""
    for count in range(len(rail.topics), -1, -1):
        if count != 1:
            yield replace(rail, topics=rail.topics[:count])


def _parts(rail: Rail) -> int:
    """Return how many boxes stand in a rail, the call to follow the site among them."""
    return 1 + sum(map(bool, (rail.corrections, rail.series, rail.topics, rail.languages)))


def _rail_height(rail: Rail, call: float) -> float:
    high = call
    if rail.corrections:
        high += _HEAD
        for entry in rail.corrections:
            high += 28 + line_count(entry.story.title, _WIDTH / 18) * 21.5
    if rail.series:
        high += _HEAD + 33 * len(rail.series)
    if rail.topics:
        high += _HEAD + 44 * _pill_rows(rail.topics)
    if rail.languages:
        high += _HEAD + 33 * len(rail.languages)
    return high


def _pill_rows(topics: Sequence[TagLink]) -> int:
    rows, at = 1, 0.0
    for topic in topics:
        width = text_width(topic.name) * 15 + 40
        if at and at + width > _WIDTH:
            rows, at = rows + 1, 0.0
        at += width
    return rows


def rail_of(site: Site, shown: Collection[str]) -> Rail:
    """Return all that the rail may carry; its week is the one up to the newest story.

    Args:
        shown: languages whose stories stand in a strip above.
    """
    newest = site.articles[site.stories[0]].published.at
    entries = [
        (correction, path)
        for path in site.stories
        for correction in site.articles[path].corrections
        if newest - correction.date.at < WEEK and correction.type in CORRECTION_TYPES
    ]
    entries.sort(key=lambda entry: entry[0].date.at, reverse=True)
    series = sorted(site.series, key=lambda slug: (-_newest(site, slug), slug))
    topics = sorted(site.tags, key=lambda slug: (-len(site.stories_of("tag", slug)), slug))
    return Rail(
        corrections=tuple([CorrectionEntry(c, site.teasers[p]) for c, p in entries[:CORRECTIONS]]),
        series=tuple([TagLink(site.series[s], site.url("series", s)) for s in series[:SERIES]]),
        topics=tuple([site.tags[slug] for slug in topics[:TOPICS]]),
        languages=tuple([link for link in site.info.languages if link.lang not in shown]),
    )


def _newest(site: Site, series: str) -> float:
    return max(site.times[path] for path in site.stories_of("series", series))
