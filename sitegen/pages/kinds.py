"""What each kind of page is: its template, and what its head and structured data say.

The head and the structured data are computed when a page is rendered, from the values
that its task carries, so that planning thousands of pages does not pay for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sitegen.core.record import Record
from sitegen.model.views import (
    PageMeta,
)
from sitegen.pages.graphs import (
    article_graph,
    front_graph,
    list_graph,
    no_graph,
    page_graph,
    person_graph,
)
from sitegen.pages.heads import (
    Rendering,
    Values,
    alias_head,
    article_head,
    corrections_head,
    front_head,
    month_head,
    person_head,
    podcast_head,
    section_head,
    series_head,
    tag_head,
    titled_head,
    year_head,
)


class PageKind(Record):
    """One kind of page.

    `inputs` names the values that `head` and `graph` use, whether the template mentions
    them or not.
    """

    template: str
    inputs: tuple[str, ...]
    head: Callable[[Values, Rendering], PageMeta]
    graph: Callable[[Values, Rendering], str]


def _list_kind(
    template: str, inputs: tuple[str, ...], head: Callable[[Values, Rendering], PageMeta]
) -> PageKind:
    return PageKind(template, inputs, head, list_graph(head))


_SUBJECT = ("site", "article", "translations", "body")
_LIST = ("stories", "pager")
_search_head = titled_head("search", "Search", is_indexed=False)

_MOVED = PageKind("alias.html", ("site", "target", "target_title", "marks"), alias_head, no_graph)

KINDS: Mapping[str, PageKind] = {
    "front": PageKind("front.html", ("site", "front", "bodies"), front_head, front_graph),
    "article": PageKind(
        "article.html",
        (*_SUBJECT, "section", "bylines", "contributors", "tags", "card"),
        article_head,
        article_graph,
    ),
    "page": PageKind("page.html", _SUBJECT, article_head, page_graph),
    "section": _list_kind("section.html", ("site", "section", *_LIST), section_head),
    "person": PageKind("author.html", ("site", "person", *_LIST), person_head, person_graph),
    "people": _list_kind("authors.html", ("site",), titled_head("people", "Authors")),
    "tag": _list_kind("tag.html", ("site", "tag", *_LIST), tag_head),
    "tags": _list_kind("tags.html", ("site",), titled_head("tags", "Topics")),
    "series": _list_kind("series.html", ("site", "series", "stories"), series_head),
    "podcast": _list_kind("podcast.html", ("site", "podcast"), podcast_head),
    "archive": _list_kind("archive.html", ("site",), titled_head("archive", "Archive")),
    "year": _list_kind("year.html", ("site", "year"), year_head),
    "month": _list_kind("month.html", ("site", "month", "stories"), month_head),
    "corrections": _list_kind("corrections.html", ("site",), corrections_head),
    "feeds": _list_kind("feeds.html", ("site",), titled_head("feeds", "Follow")),
    "search": PageKind(
        "search.html", ("site",), _search_head, list_graph(_search_head, "SearchResultsPage")
    ),
    "not_found": PageKind(
        "404.html",
        ("site",),
        titled_head("not_found", "We could not find that page", is_indexed=False),
        no_graph,
    ),
    "alias": _MOVED,
    "redirect": _MOVED,
}
