"""Long lists over several pages, numbered from the oldest.

The front of a list holds its newest stories, between one and two pages' worth; behind it
stand full pages, of which 1 is the oldest. So a full page never changes again: a new story
changes the front of its lists, and every so often makes one new page.
"""

from __future__ import annotations

from sitegen.model.views import Pager
from sitegen.site.site import Stories


def page_count(total: int, size: int) -> int:
    """Return how many full pages stand behind the front: 39 stories by 20 give 0, 40 give 1."""
    return max(0, total // size - 1)


def part_of(stories: Stories, size: int, number: int) -> Stories:
    """Return the stories of page `number`, or of the front for 0; newest first."""
    total = len(stories)
    if number == 0:
        return stories[: total - page_count(total, size) * size]
    return stories[total - number * size : total - (number - 1) * size]


def pager(base_url: str, total: int, size: int, number: int) -> Pager:
    """Return the ways to a page's neighbours; `base_url` is that of the list's front."""
    pages = page_count(total, size)

    def url(page: int) -> str:
        return f"{base_url}page/{page}/"

    if number == 0:
        return Pager(older_url=url(pages) if pages else "")
    newer = url(number + 1) if number < pages else base_url
    return Pager(newer, url(number - 1) if number > 1 else "", number)
