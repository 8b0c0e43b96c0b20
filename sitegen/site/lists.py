"""Lists: which stories stand together, by section, month, tag, series, person and language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sitegen.core.record import Record
from sitegen.core.urls import page_path, site_url, slugify
from sitegen.language.quotation_marks import Quotes
from sitegen.language.typography import typeset
from sitegen.model.views import TagLink
from sitegen.site.site import Filing, Site, Stories


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
    tags: dict[str, str] = {}
    series: dict[str, str] = {}
    for filing in filings:
        for key in filing.lists:
            lists[key].append(filing)
        tags.update(filing.tags)  # the oldest story's spelling stays
        if filing.article.series:
            title = filing.article.series
            series[slugify(title)] = typeset(title, quotes)
    for key, members in lists.items():
        if key[0] == "series":
            members.sort(key=_place_in_series)  # stable: then newest
    links = {
        slug: TagLink(typeset(name, quotes), site_url(prefix, page_path("tags", slug)))
        for slug, name in tags.items()
    }
    stories = {
        key: tuple([filing.article.path for filing in members]) for key, members in lists.items()
    }
    places = {key: {path: i for i, path in enumerate(each)} for key, each in stories.items()}
    return Lists(stories, places, dict(sorted(links.items())), dict(sorted(series.items())))


def _place_in_series(filing: Filing) -> tuple[bool, int]:
    return not filing.article.part, filing.article.part  # those without a number come last


def lists_stand(
    last: Site, stories: Stories, fresh: Collection[str], live: Iterable[Filing]
) -> bool:
    """Say whether every story stands in the lists and places in which it stood."""
    if stories != last.stories:
        return False
    for filing in live:
        if filing.article.path in fresh:
            old = last.filings.get(filing.article.path)
            if old is None or (old.lists, old.tags) != (filing.lists, filing.tags):
                return False
            one, other = old.article, filing.article
            if (one.series, one.part) != (other.series, other.part):
                return False
    return True
