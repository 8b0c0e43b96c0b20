"""The shape of a strip: how its stories stand, chosen by their pictures and their lengths.

Four shapes for three stories and more, never one twice in a row, and none that leaves a hole:

    big     one large card, and lines beside it
    pair    two cards with pictures, and a column of lines
    four    three or four cards with pictures in a row
    heads   two columns of lines

and `one`, `two` and `side` (the one of two that has a picture, and the other beside it) for
fewer. `arrange` tries every way to lay out the newest stories of a strip, works out how high
each column would stand (`card_heights`), and takes the one whose columns end most evenly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sitegen.core.record import replace
from sitegen.model.kinds import KINDS
from sitegen.model.views import Shape, Teaser
from sitegen.site import card_heights as heights
from sitegen.site.card_heights import DESK, TABLET, Sheet, cap_of

SOLE = ("one", "two", "side")  # shapes that may follow themselves
_EVEN = 20.0  # pixels by which columns may differ: nobody sees it
_EVEN_ON_TINT = 36.0  # the same in the opinion strip, whose ground ends soon below
_GIVE = 36.0  # pixels that the style sheet lays between two lines of a column, where it has to
_GROW = 0.5  # share by which a picture may grow to the height of its row
_BETWEEN = 25.0  # between two lines of a column: gaps and a rule
_OVER = 14.0  # what each further pixel costs
_MISSING = 80.0  # what it costs to show a story less
_LINES = 5  # at most in one column
# Width by height of pictures beside a column of lines, before they grow with it.
WIDE = 2.0

Stack = Sequence[Teaser]


def arrange(
    stories: Sequence[Teaser],
    lead: str = "",
    last: str = "",
    least: int = 1,
    *,
    is_mixed: bool = False,
) -> Shape:
    """Return the best shape for some of `stories`, which are in the order of their weight.

    Args:
        lead: the headline of the page's lead, which caps all others.
        last: the shapes of the strips above, in order, parted by spaces.
        least: how many stories to show if it can be done at all.
        is_mixed: they are of several sections, whose names stand above their headlines.
    """
    names = last.split()
    desk, tablet = (
        replace(s, cap=cap_of(s, lead) if lead else 1000, is_mixed=is_mixed) for s in (DESK, TABLET)
    )
    best: tuple[float, Shape] | None = None
    for count in range(len(stories), 0, -1):
        some = stories[:count]
        for shape in _shapes(some):
            if [shape.name] == names[-1:] and shape.name not in SOLE:
                continue
            uneven = max(_unevenness(shape, desk, is_desk=True), _unevenness(shape, tablet))
            price = cost(uneven, len(stories) - count, max(0, least - count), names, shape.name)
            price += _misplaced(shape, some)
            if best is None or price < best[0]:
                best = (price, shape)
    assert best is not None  # one story can always stand alone
    return best[1]


def cost(uneven: float, left_out: int, lacking: int, above: Sequence[str], name: str) -> float:
    """Return what a shape costs, but for how it places its stories.

    Args:
        uneven: pixels by which its columns differ.
        left_out: how many stories it does not show.
        lacking: how many of those had to be shown.
        above: the shapes of the strips above.
    """
    over = _OVER * max(0.0, uneven - _EVEN)
    return over + uneven + _MISSING * left_out + (400 if lacking else 0) + 25 * above.count(name)


def arrange_opinion(stories: Sequence[Teaser], lead: str = "") -> Shape:
    """Return the shape of the opinion strip: side by side, or one beside the others."""
    sheet = replace(DESK, cap=cap_of(DESK, lead) if lead else 1000, is_mixed=True)
    ways = [Shape("opinion", tuple(stories))] if len(stories) < 4 else []
    for place in range(len(stories) if len(stories) > 2 else 0):
        others = tuple(s for at, s in enumerate(stories) if at != place)
        ways.append(Shape("opinion", (stories[place],), others))
    best = min(ways, key=lambda shape: _ragged_opinions(shape, sheet))
    if _ragged_opinions(best, sheet) <= _EVEN_ON_TINT:
        return best
    return Shape("opinion", (), tuple(stories))  # one below the other


def _ragged_opinions(shape: Shape, sheet: Sheet) -> float:
    width = sheet.span(4 if len(shape.cards) == 3 else 6) - 84  # beside a face
    ends = [_opinion(story, width, sheet) for story in shape.cards]
    if shape.lines:
        rest = [_opinion(story, width, sheet) for story in shape.lines]
        ends.append(sum(rest) + _BETWEEN * (len(rest) - 1))
    return max(ends) - min(ends)


def _opinion(story: Teaser, width: float, sheet: Sheet) -> float:
    return max(68.0, heights.card_text(story, sheet.head_4, width, sheet))


def _misplaced(shape: Shape, stories: Sequence[Teaser]) -> float:
    """Return what a shape costs because it hides pictures, or puts the newest story low."""
    large = [*shape.cards] or [*shape.lines[:1]]
    place = min(stories.index(story) for story in large)
    if shape.name == "two" and not shape.cards and not shape.more:
        return 80.0  # always even, and what nobody would choose first
    if shape.name == "side":
        return 5.0 * place
    unseen = 0 if shape.name != "heads" else sum(30 for s in stories if s.image is not None)
    return 45 * place + unseen


def _shapes(stories: Sequence[Teaser]) -> Iterator[Shape]:
    """Yield every way to lay out all of these stories."""
    count = len(stories)
    if count == 1:
        yield Shape("one", tuple(stories))
        return
    shown = [story for story in stories if story.image is not None and _may_be_large(story)]
    if count == 2:
        yield Shape("two", tuple(stories))
        if len(shown) == 1:
            yield Shape("side", tuple(shown), tuple(s for s in stories if s not in shown))
        yield Shape("two", (), (stories[0],), (stories[1],))
        yield Shape("two", (), tuple(stories))  # one below the other
        return
    for large in (
        *islice(shown, 3),
        *[s for s in stories[:3] if s.image is None and _may_be_large(s)],
    ):
        lines = tuple(s for s in stories if s is not large)
        if len(lines) <= _LINES:
            yield Shape("big", (large,), lines)
    if len(shown) >= 2:
        for second in shown[1:3]:
            lines = tuple(s for s in stories if s not in (shown[0], second))
            if len(lines) <= _LINES:
                yield Shape("pair", (shown[0], second), lines)
    if count in (3, 4) and len([s for s in stories if s.image is None]) <= 1:
        yield Shape("four", tuple(stories))
    for split in range(count // 2, count // 2 + 2):
        if split < count:
            yield Shape("heads", (), tuple(stories[:split]), tuple(stories[split:]))


def _may_be_large(story: Teaser) -> bool:
    return KINDS[story.kind].may_lead


def _unevenness(shape: Shape, sheet: Sheet, *, is_desk: bool = False) -> float:
    """Return by how many pixels a shape's columns differ, after the style sheet has helped."""
    if shape.name == "one":
        return 0.0
    if shape.name == "big":
        return _beside_big(shape, sheet, is_desk=is_desk)
    if shape.name == "side":
        return _beside_side(shape, sheet) if is_desk else 0.0
    if shape.name == "pair":
        width = sheet.span(4 if is_desk else 6)
        texts = [heights.card_text(s, sheet.head_4, width, sheet) for s in shape.cards]
        ragged = max(texts) - min(texts)
        if not is_desk:
            return ragged
        picture = heights.shot(width, WIDE)
        row = max(texts) + picture
        stack = stack_height(shape.lines, width, sheet)
        return max(ragged, _beside(row, picture * _GROW, stack, len(shape.lines)))
    if shape.name in ("four", "two") and shape.cards:
        return _ragged_row(shape, sheet, is_desk=is_desk)
    if not shape.more:
        return 0.0
    width = sheet.span(6)
    left, right = (stack_height(each, width, sheet) for each in (shape.lines, shape.more))
    if shape.name == "two":  # the date of the lower one stands at the foot of its column
        return abs(left - right) * 0.3
    lower = shape.lines if left < right else shape.more
    return max(0.0, abs(left - right) - _GIVE * (len(lower) - 1))


def _beside(row: float, growth: float, stack: float, lines: int) -> float:
    """Return what stays blank where a row with pictures stands beside a column of lines."""
    if stack > row:
        return max(0.0, stack - row - growth)
    return max(0.0, row - stack - _GIVE * (lines - 1))


def _beside_big(shape: Shape, sheet: Sheet, *, is_desk: bool) -> float:
    (large,) = shape.cards
    side = sheet.span(5)
    stack = stack_height(shape.lines, side, sheet)
    width = sheet.span(7)
    if large.image is None:
        return _beside(
            heights.poster(large, heights.big_size(large, sheet) * 1.14, width, sheet),
            0,
            stack,
            len(shape.lines),
        )
    if not is_desk:
        picture = heights.shot(width)
        row = picture + heights.card_text(
            large, heights.big_size(large, sheet), width, sheet, with_dek=True
        )
        return _beside(row, picture * _GROW, stack, len(shape.lines))
    picture = heights.shot(sheet.span(4), WIDE) - 12
    text = heights.card_text(
        large, heights.big_size(large, sheet), sheet.span(3), sheet, with_dek=True
    )
    row = max(picture, text)
    return max(0.0, text - picture * 1.4) + _beside(row, picture * 0.6, stack, len(shape.lines))


def _beside_side(shape: Shape, sheet: Sheet) -> float:
    (large,), (other,) = shape.cards, shape.lines
    width = sheet.span(4)
    picture = heights.shot(width, WIDE) - 12
    text = heights.card_text(large, sheet.head_3, width, sheet, with_dek=True)
    poster = heights.poster(other, sheet.head_4 * 1.14, width, sheet)
    row = max(picture, text)
    # The date of the other one stands at the foot of its column: that one may be shorter.
    taller = max(0.0, poster - row - picture * _GROW)
    return max(0.0, text - picture * 1.4) + taller


def _ragged_row(shape: Shape, sheet: Sheet, *, is_desk: bool) -> float:
    count = len(shape.cards)
    columns = 12 // count if is_desk or count == 3 else 6
    width, size = sheet.span(columns), sheet.head_4
    ends = []
    for story in shape.cards:
        if story.image is None:
            ends.append(heights.poster(story, sheet.head_3, width, sheet))
        else:
            text = heights.card_text(story, size, width, sheet)
            ends.append(heights.shot(width, WIDE if count == 2 else 1.5) + text)
    rows = [ends] if is_desk or count != 4 else [ends[:2], ends[2:]]
    return max(max(each) - min(each) for each in rows)


def stack_height(stories: Stack, width: float, sheet: Sheet) -> float:
    """Return the height of a column of lines."""
    alone = len(stories) == 1
    return height_of([line_height(story, width, sheet, alone=alone) for story in stories])


def line_height(story: Teaser, width: float, sheet: Sheet, *, alone: bool) -> float:
    """Return the height of one line of a column; `alone`: it is the only one."""
    if heights.is_poster(story, alone=alone):
        return heights.poster(story, sheet.head_4 * 1.14, width, sheet)
    return heights.row(story, width, sheet)


def height_of(lines: Sequence[float]) -> float:
    """Return the height of a column of lines that are so high."""
    return sum(lines) + _BETWEEN * (len(lines) - 1)
