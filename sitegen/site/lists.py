"""Lists: which stories stand together, by section, month, tag, series, person and language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sitegen.core.record import Record
from sitegen.core.urls import page_path, site_url
from sitegen.language.quotation_marks import Quotes
from sitegen.language.typography import typeset
from sitegen.model.views import TagLink
from sitegen.site.site import Filing, Site, Stories

K = TypeVar("K", bound=Any)  # that can be sorted
V = TypeVar("V")

MOST_CHANGES = 50  # stories above which it is as quick to sort all


class Lists(Record):
    """Every list of stories, by kind and name: ("tag", "hisd")."""

    stories: Mapping[tuple[str, str], Stories]
    places: Mapping[tuple[str, str], Mapping[str, int]]  # where a story stands in a list
    tags: Mapping[str, TagLink]  # by slug
    series: Mapping[str, str]  # slug → title


def sort_into_lists(filings: Iterable[Filing], prefix: str, quotes: Quotes) -> Lists:
    """Sort stories, newest first, into the lists in which they stand.

    Names of tags and series are set with `quotes`, the marks of the site's language.
    """
    lists: dict[tuple[str, str], list[Filing]] = defaultdict(list)
    for filing in filings:
        for key in filing.lists:
            lists[key].append(filing)
    return _with_lists(Lists({}, {}, {}, {}), lists, prefix, quotes)


def lists_after(
    last: Site, filings: Sequence[Filing], fresh: Collection[str], prefix: str, quotes: Quotes
) -> Lists | None:
    """Return the lists; of the last site's those in which no story came, went or moved.

    Args:
        last: an earlier assembly, under the same settings.
        filings: of all stories, newest first.
        fresh: paths of what is not filed as it was then, be it stories or not.

    Returns:
        None where so many stories have changed that all are sorted as quickly.
    """
    place_of = {filing.article.path: place for place, filing in enumerate(filings)}
    changed = place_of.keys() ^ last.teasers.keys() | place_of.keys() & fresh
    if len(changed) > MOST_CHANGES:
        return None
    new = [filings[place] for path in changed if (place := place_of.get(path)) is not None]
    touched = {key for filing in new for key in filing.lists}
    touched.update(
        key for key, places in last.places.items() if any(path in places for path in changed)
    )
    lists: dict[tuple[str, str], list[Filing]] = {}
    for key in touched:
        members = [path for path in last.lists.get(key, ()) if path not in changed]
        members += [filing.article.path for filing in new if key in filing.lists]
        lists[key] = [filings[place] for place in sorted([place_of[path] for path in members])]
    return _with_lists(
        Lists(last.lists, last.places, last.tags, last.series), lists, prefix, quotes
    )


def _with_lists(
    before: Lists, lists: Mapping[tuple[str, str], list[Filing]], prefix: str, quotes: Quotes
) -> Lists:
    """Return lists with some as they are now, each newest first; one without stories goes."""
    tags: dict[str, TagLink | None] = {}
    series: dict[str, str | None] = {}
    stories: dict[tuple[str, str], Stories | None] = {}
    for key, members in lists.items():
        kind, slug = key
        oldest = members[-1] if members else None  # whose spelling of a name stays
        if kind == "tag":
            tags[slug] = _tag_link(slug, oldest, prefix, quotes) if oldest is not None else None
        elif kind == "series":
            series[slug] = typeset(oldest.article.series, quotes) if oldest is not None else None
            members.sort(key=_place_in_series)  # stable: then newest
        stories[key] = tuple([filing.article.path for filing in members]) or None
    moved = {key: each for key, each in stories.items() if before.stories.get(key) != each}
    places = {
        key: {path: i for i, path in enumerate(each)} if each else None
        for key, each in moved.items()
    }
    return Lists(
        _with_changes(before.stories, moved), _with_changes(before.places, places),
        _with_changes(before.tags, tags), _with_changes(before.series, series),
    )  # fmt: skip


def _with_changes(before: Mapping[K, V], changes: Mapping[K, V | None]) -> Mapping[K, V]:
    """Return a mapping by its keys' order, with other values; without those that are None."""
    if all(before.get(key) == value for key, value in changes.items()):
        return before
    values = {**before, **changes}
    return {key: value for key in sorted(values) if (value := values[key]) is not None}


def _tag_link(slug: str, oldest: Filing, prefix: str, quotes: Quotes) -> TagLink:
    name = dict(oldest.tags)[slug]
    return TagLink(typeset(name, quotes), site_url(prefix, page_path("tags", slug)))


def _place_in_series(filing: Filing) -> tuple[bool, int]:
    return not filing.article.part, filing.article.part  # those without a number come last
