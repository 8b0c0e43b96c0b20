"""The top of the front: what kind of day it is, and how many stories stand beside the lead.

Three tops. *quiet* has the lead's words beside its picture and no list of times; *day* has
columns beside the lead; *big* sets its headline over the whole page. An editor chooses with
`top` in content/front.yml. Else it is big while a line of breaking news leads to the lead,
quiet where few stories came in the two days up to the newest, and a day otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sitegen.core.record import replace
from sitegen.language.letter_widths import line_count
from sitegen.language.words import is_tall
from sitegen.model.marks import before_headline
from sitegen.model.views import Teaser
from sitegen.site import card_heights as heights
from sitegen.site.card_heights import DESK, TABLET
from sitegen.site.shapes import stack_height
from sitegen.site.site import Site

DAY_FROM = 8  # a site with fewer stories has no busy day
FRESH = 4  # stories of two days that make one
TWO_DAYS = timedelta(days=2).total_seconds()
_GIVE, _LATEST_GIVE = 48.0, 18.0


def top_of(site: Site, lead: str) -> str:
    """Return the top that fits the day; see this module's docstring."""
    if site.slots.top:
        return site.slots.top
    if any(alert.url == site.urls[lead] for alert in site.alerts):
        return "big"
    if len(site.stories) < DAY_FROM:
        return "quiet"
    newest = site.times[site.stories[0]]
    fresh = [path for path in site.stories[:FRESH] if newest - site.times[path] < TWO_DAYS]
    return "day" if len(fresh) == FRESH else "quiet"


def counts_beside(
    lead: Teaser,
    sublinks: Sequence[Teaser],
    beside: Sequence[Teaser],
    latest: Sequence[Teaser],
    updates: int,
) -> tuple[int, int]:
    """Return how many stories of both columns end where the lead ends.

    Args:
        updates: how many of a live lead stand under it.
    """
    desk_lead = _lead_height(lead, sublinks) + _updates_height(updates)
    counts = (
        (first, second)
        for first in range(min(2, len(beside)), len(beside) + 1)
        for second in range(min(3, len(latest)), len(latest) + 1)
    )
    _, first, second = min(
        (_cost_beside(desk_lead, beside[:first], latest[:second]) + 8 * (len(beside) - first),
         first, second)
        for first, second in counts
    )  # fmt: skip
    return first, second


def _cost_beside(lead: float, beside: Sequence[Teaser], latest: Sequence[Teaser]) -> float:
    """Return what it costs that a lead of that height and the columns beside it end unevenly."""
    give = _GIVE * (len(beside) - 1)
    give += 110.0 if beside and beside[0].image is not None else 0.0  # a picture that grows
    latest_give = _LATEST_GIVE * len(latest)
    ends = [
        (lead, 190.0),  # so does this one
        (beside_height(beside), give),
        (_latest_height(latest, DESK.span(3)), latest_give),
    ]
    row = max(end for end, _ in ends)
    uneven = max(row - end - give for end, give in ends)
    left = beside_height(beside, TABLET.span(7), on_desk=False)
    right = _latest_height(latest, TABLET.span(5))
    uneven = max(uneven, abs(left - right) - (give if left < right else latest_give), 0)
    return uneven * 6 + max(0, 820 - row) / 8 + max(0, row - 820) / 2


def count_of_latest(
    lead: Teaser, sublinks: Sequence[Teaser], latest: Sequence[Teaser], updates: int
) -> int:
    """Return how many lines of the latest stand beside a lead that is as wide as a page."""
    width, side = DESK.span(8), DESK.span(4)
    sub = sum(_sublink(story, width if lead.image is None else side) for story in sublinks)
    sub += _updates_height(updates)
    heights_of = [_latest_height(latest[:count], side) for count in range(len(latest) + 1)]
    if lead.image is not None:
        return _nearest(width / 2.2 - sub, heights_of)
    room = 56 + _lead_lines(lead, heights.lead_size(DESK, lead.title), width) + sub
    fits = [count for count, high in enumerate(heights_of) if count >= 3 and high <= room + 30]
    if not fits or room - heights_of[fits[-1]] > 40 + _LATEST_GIVE * fits[-1]:
        return 0
    return fits[-1]


def _nearest(room: float, heights_of: Sequence[float]) -> int:
    """Return how many lines, one at least, come nearest to a height; the picture may grow to it."""

    def cost(count: int) -> float:
        short = room - heights_of[count]
        return -short if short < 0 else 2 * max(0.0, short - _LATEST_GIVE * count)

    return min(range(1, len(heights_of)), key=cost, default=0)


def _lead_lines(lead: Teaser, size: float, width: float) -> float:
    lines = line_count(lead.title, width / size)
    return lines * size * (1.18 if is_tall(lead.lang) else 1.08) + heights.dek(lead, 21, width)


def _lead_height(lead: Teaser, sublinks: Sequence[Teaser]) -> float:
    width = DESK.span(6)
    size = heights.lead_size(DESK, lead.title)
    high = 28 + _lead_lines(lead, size, width) + 40 + width / 1.6 + 24
    return high + sum(_sublink(story, width) for story in sublinks)


def _updates_height(count: int) -> float:
    return 28 + 54 * count if count else 0


def _sublink(story: Teaser, width: float) -> float:
    return 21 + line_count(story.title, width / 17, is_display=False) * 23


def beside_height(stories: Sequence[Teaser], width: float = 0.0, *, on_desk: bool = True) -> float:
    """Return the height of the column beside the lead: a card, and rows below it."""
    sheet = replace(DESK if on_desk else TABLET, is_mixed=True)
    width = width or sheet.span(3)
    if not stories:
        return 0.0
    first = stories[0]
    size = sheet.head_4
    high = heights.card_text(first, size, width, sheet, with_dek=first.image is None)
    high += heights.shot(width) if first.image is not None else 13
    rest = stack_height(stories[1:], width, sheet)
    return high + (rest + 25 if len(stories) > 1 else 0)


def _latest_height(stories: Sequence[Teaser], width: float) -> float:
    days = len({story.published.at.date() for story in stories})
    lines = 0.0
    for story in stories:
        lines += 34 + line_count(story.title, (width - 22) / 18) * 21
        lines += 20 if before_headline(story.marks) else 0
    return 48 + 36 * days + lines
