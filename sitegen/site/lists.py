"""Lists: which stories stand together, by section, month, tag, series, person and language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sitegen.core.urls import page_path, site_url, slugify
from sitegen.model.views import TagLink
from sitegen.site.site import Filed, Site, Stories


def sort_into_lists(
    stories: Iterable[Filed], prefix: str
) -> tuple[dict[tuple[str, str], Stories], dict[str, TagLink], dict[str, str]]:
    """Sort stories into the lists in which they stand, each newest first."""
    lists: dict[tuple[str, str], list[Filed]] = defaultdict(list)
    tags: dict[str, str] = {}
    series: dict[str, str] = {}
    for filed in stories:
        for key in filed.lists:
            lists[key].append(filed)
        tags.update(filed.tags)  # the oldest story's spelling stays
        if filed.article.series:
            series[slugify(filed.article.series)] = filed.article.series
    for key, found in lists.items():
        if key[0] == "series":
            found.sort(key=lambda filed: filed.article.part or 10**6)  # stable: then newest
    links = {
        slug: TagLink(name, site_url(prefix, page_path("tags", slug)))
        for slug, name in tags.items()
    }
    named = {key: tuple([filed.article.path for filed in found]) for key, found in lists.items()}
    return named, dict(sorted(links.items())), dict(sorted(series.items()))


def stand_alike(
    last: Site, stories: Stories, fresh: Collection[str], live: Iterable[Filed]
) -> bool:
    """Say whether every story stands in the lists and places in which it stood."""
    if stories != last.stories:
        return False
    for filed in live:
        if filed.article.path in fresh:
            old = last.filed.get(filed.article.path)
            if old is None or (old.lists, old.tags) != (filed.lists, filed.tags):
                return False
            one, other = old.article, filed.article
            if (one.series, one.part) != (other.series, other.part):
                return False
    return True
