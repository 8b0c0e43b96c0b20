"""The feeds that readers may choose from, as the page of every way to follow offers them."""

from __future__ import annotations

from sitegen.core.record import Record
from sitegen.model.views import NavLink


class FeedChoice(Record):
    """One feed that readers may follow, as the page of feeds offers it."""

    title: str
    url: str  # absolute, of its RSS: what a reader copies
    lang: str = ""  # of the title; "" for the page's
    others: tuple[NavLink, ...] = ()  # the same in other formats
    page: str = ""  # of what it follows, where no menu leads there; "" else


class FeedGroup(Record):
    title: str
    feeds: tuple[FeedChoice, ...]
    folded: bool = False  # True: many, and shown when a reader asks
