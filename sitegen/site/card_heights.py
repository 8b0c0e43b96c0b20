"""How high a card stands, near enough: what `shapes` weighs when it lays out a strip.

In CSS pixels, at the two widths for which the theme has columns of its own: a desk (1280,
and the same for anything wider) and a tablet (768). The sizes are those of static/css; what
a browser makes of a line may differ by one, and the style sheet takes up as much.
"""

from __future__ import annotations

from sitegen.core.record import Record
from sitegen.language.letter_widths import line_count
from sitegen.language.words import is_tall
from sitegen.model.kinds import KINDS
from sitegen.model.marks import before_headline
from sitegen.model.views import Teaser

_LONG = ((52, "s"), (80, "m"), (110, "l"))
# By length of the headline: what its size is multiplied by on the lead, and on other cards.
_LEAD_SHARE = {"s": 1.0, "m": 0.9, "l": 0.82, "xl": 0.76}
_CARD_SHARE = {"s": 1.0, "m": 1.0, "l": 0.95, "xl": 0.89}
_BIG_SHARE = {"s": 1.0, "m": 1.0, "l": 0.9, "xl": 0.83}  # of that, on the large card of a strip
_KICKER, _META = 22.0, 26.0
_RATIO_OF_LEAD = 1.36  # a lead's headline is at least so many times as large as any other


class Sheet(Record):
    """One width of the window, and the sizes of headlines at it."""

    width: float  # of the content
    gap: float  # between columns
    head_1: float
    head_2: float
    head_3: float
    head_4: float
    head_5: float
    head_6: float
    dek: float
    cap: float = 1000.0  # no headline but the lead's is larger
    is_mixed: bool = False  # True: the section's name stands above headlines without another word

    def span(self, columns: int) -> float:
        """Return the width of so many of twelve columns."""
        return (self.width + self.gap) * columns / 12 - self.gap


DESK = Sheet(1216, 32, 54, 42, 32, 24, 21, 18, 15)
TABLET = Sheet(722, 25.4, 42.9, 35.3, 28.1, 22.3, 19.9, 17.4, 14.4)


def length_of(title: str) -> str:
    return next((name for limit, name in _LONG if len(title) <= limit), "xl")


def lead_size(sheet: Sheet, title: str) -> float:
    return sheet.head_1 * _LEAD_SHARE[length_of(title)]


def cap_of(sheet: Sheet, lead: str) -> float:
    """Return the largest size of a headline beside a lead."""
    return lead_size(sheet, lead) / _RATIO_OF_LEAD


def headline(story: Teaser, size: float, width: float, sheet: Sheet) -> float:
    """Return the height of a card's headline; `size` is that of a short one."""
    size = min(size * _CARD_SHARE[length_of(story.title)], sheet.cap)
    leading = 1.24 if is_tall(story.lang) else 1.16
    return line_count(story.title, width / size) * size * leading


def big_size(story: Teaser, sheet: Sheet) -> float:
    """Return the size of the headline on the large card of a strip."""
    return sheet.head_3 * _BIG_SHARE[length_of(story.title)]


def dek(story: Teaser, size: float, width: float) -> float:
    if not story.summary:
        return 0.0
    return 6 + line_count(story.summary, width / size, is_display=False) * size * 1.5


def card_text(
    story: Teaser, size: float, width: float, sheet: Sheet, *, with_dek: bool = False
) -> float:
    """Return the height of a card's words: kicker, headline, dek, date."""
    has_kicker = sheet.is_mixed or bool(before_headline(story.marks)) or bool(story.topic)
    high = (_KICKER if has_kicker else 0.0) + headline(story, size, width, sheet) + _META
    if with_dek:
        high += dek(story, sheet.dek, width)
    if story.marks.sponsor:
        high += 27
    return high


_DEK_FROM = 320.0  # narrower rows have no dek
THUMB, THUMB_GAP = 104.0, 16.0  # a picture beside the words of a row, in a narrow column
LIST_THUMB = 176.0  # a picture beside the words of a row on the page of a list
POSTER_BAR, FIGURE = 13.0, 64.0


def is_poster(story: Teaser, *, alone: bool) -> bool:
    """Say whether a line of a column stands there as a card: see `macros/shape.html`."""
    may_be_large = KINDS[story.kind].may_lead
    return story.image is None and may_be_large and (alone or bool(story.figure))


def row(story: Teaser, width: float, sheet: Sheet) -> float:
    """Return the height of a row: words, and a small picture at the right if there is one."""
    size = sheet.head_6 * 1.06
    if story.image is None:
        return card_text(story, size, width, sheet, with_dek=width > _DEK_FROM)
    words = card_text(story, size, width - THUMB - THUMB_GAP, sheet)
    return max(words, THUMB * 0.75)


def poster(story: Teaser, size: float, width: float, sheet: Sheet) -> float:
    """Return the height of a card that has no picture and stands for itself."""
    high = POSTER_BAR + card_text(story, size, width, sheet, with_dek=True)
    return high + (FIGURE if story.figure else 0.0)


def shot(width: float, ratio: float = 1.5) -> float:
    """Return the height of a picture above a card's words, with the gap below it."""
    return width / ratio + 12


def list_row(story: Teaser, width: float, sheet: Sheet) -> float:
    """Return the height of a row on the page of a list, where every row has its dek."""
    room = width - LIST_THUMB - THUMB_GAP if story.image is not None else width
    words = card_text(story, sheet.head_5, room, sheet, with_dek=True)
    return max(words, LIST_THUMB * 0.75 if story.image is not None else 0.0) + 33
