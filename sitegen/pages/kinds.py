"""What each kind of page is: its template, and what its head and structured data say.

The head and the structured data are computed when a page is rendered, from the values
that its task carries, so that planning thousands of pages does not pay for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sitegen.core.urls import absolute, site_url
from sitegen.model.article import Article, Body, ImageRef, Person
from sitegen.model.views import (
    ArchiveMonth,
    ArchiveYear,
    FeedLink,
    Here,
    ImageUrl,
    NavLink,
    PageMeta,
    Section,
    Series,
    SiteInfo,
    TagLink,
    Teaser,
    Translation,
)
from sitegen.pictures import crops, social_image
from sitegen.settings.types import ImageSettings
from sitegen.syndication import structured_data
from sitegen.syndication.feed_files import FEED_FILES, FEED_TYPES

CARD_SIZE = (1200, 630)  # pixels, of the drawn card for stories without a picture
# What is drawn and listed from static/: a change of these files changes what shows them.
CARD_STYLE = "css/tokens.css"  # holds the hues
CARD_FONT = "fonts/newsreader-display-latin.woff2"
ICONS = (
    ("icons/mark.svg", "any", "image/svg+xml"),
    ("icons/mark-180.png", "180x180", "image/png"),
    ("icons/mark-512.png", "512x512", "image/png"),
)  # name, size, type: those of the web app manifest

Values = Mapping[str, Any]  # a page's values by name; their types are those of `context`


@dataclass(frozen=True, slots=True)
class Rendering:
    """What heads and structured data need beside a page's values."""

    url: str  # root-relative, of the page
    words: Callable[[str], str]  # gettext for the page's language
    month: Callable[[object], str]  # "October 2024"
    images: ImageSettings
    logo: str  # absolute URL of the publisher's logo; ""


@dataclass(frozen=True, slots=True)
class PageKind:
    """One kind of page.

    `inputs` names the values that `head` and `graph` use, whether the template mentions
    them or not.
    """

    template: str
    inputs: tuple[str, ...]
    head: Callable[[Values, Rendering], PageMeta]
    graph: Callable[[Values, Rendering], str]


def language(values: Values) -> str:
    """Return the language of a page: that of its article, else the site's."""
    found = values.get("article")
    return found.lang if isinstance(found, Article) else values["site"].language


def here(page: PageMeta, section: Section | None) -> Here:
    is_front = section is not None and section.url == page.url
    return Here(page.lang, page.kind, page.section, is_front)


# Heads


def _feeds(site: SiteInfo, *more: tuple[str, str]) -> tuple[FeedLink, ...]:
    """Return the site's feeds and those of a page's own list: pairs of title and URL (D1)."""
    found = []
    for title, folder in ((site.title, site_url(site.prefix, "/")), *more):
        for name in site.feed_formats:
            url = absolute(site.base_url, folder + FEED_FILES[name])
            found.append(FeedLink(title, url, FEED_TYPES[name]))
    return tuple(found)


def _list_head(
    kind: str,
    values: Values,
    made: Rendering,
    title: str,
    description: str = "",
    *,
    feed: str = "",
    section: str = "",
    indexed: bool = True,
) -> PageMeta:
    """Return the head of a page that lists things.

    Args:
        description: when it is empty, or stands for a page behind the list's front already,
            one is made up: search engines want every page's to be its own (H2, H4).
        feed: the URL of the list's front.
    """
    site: SiteInfo = values["site"]
    own = ((f"{title} | {site.title}", feed),) if feed else ()
    number = values["pager"].number if "pager" in values else 0
    if number:
        title = f"{title} – {made.words('Page %(number)s') % {'number': number}}"
    if number or not description:
        said = (title, description) if description else (title, site.title, site.tagline)
        description = " – ".join(dict.fromkeys(filter(None, said)))
    return PageMeta(
        url=made.url,
        lang=site.language,
        title=title,
        description=description,
        canonical=absolute(site.base_url, made.url) if kind not in ("alias", "not_found") else "",
        robots=structured_data.robots(indexed),
        section=section,
        kind=kind,
        feeds=_feeds(site, *own),
        indexed=indexed,
        share=_card(site, site.card),
        share_alt=site.title,
    )


def _lead_image(image: ImageRef | None, site: SiteInfo, options: ImageSettings) -> ImageUrl | None:
    variant = social_image(image, options) if image is not None else None
    if variant is None or image is None:
        return None
    url = absolute(site.base_url, site_url(site.prefix, "/" + variant.file))
    return ImageUrl(url, variant.width, variant.height, image.caption, image.credit)


def _card(site: SiteInfo, file: str) -> ImageUrl | None:
    """Return a drawn card as what a shared link shows; None where none is drawn."""
    if not file:
        return None
    return ImageUrl(absolute(site.base_url, site_url(site.prefix, f"/{file}")), *CARD_SIZE)


def _article_head(values: Values, made: Rendering) -> PageMeta:
    site: SiteInfo = values["site"]
    article: Article = values["article"]
    section: Section | None = values.get("section")
    body: Body | None = values.get("body_node")
    translations: tuple[Translation, ...] = values["translations"]
    absolute_translations = tuple(
        Translation(t.lang, t.title, absolute(site.base_url, t.url)) for t in translations
    )
    versions = dict(structured_data.alternates(absolute_translations, site.language))
    titles = {t.lang: t.title for t in translations}
    own = ((section.title, section.url),) if section is not None else ()
    photo = _lead_image(article.image, site, made.images)
    return PageMeta(
        url=made.url,
        lang=article.lang,
        title=article.title,
        description=structured_data.description(article.summary, body.excerpt if body else "")
        or article.title,
        canonical=article.canonical or absolute(site.base_url, made.url),
        robots=structured_data.robots(True),
        og_type="article" if section is not None else "website",
        image=article.image,
        section=article.section,
        kind="article" if section is not None else "page",
        feeds=_feeds(site, *own),
        translations=tuple(
            Translation(lang, titles.get(lang, ""), url) for lang, url in versions.items()
        ),
        share=photo or _card(site, values.get("card", site.card)),
        share_alt=article.image.alt if photo is not None and article.image is not None else "",
        modified=structured_data.modified(article),
    )


def _front_head(values: Values, made: Rendering) -> PageMeta:
    site: SiteInfo = values["site"]
    return _list_head("front", values, made, site.title, site.tagline)


def _section_head(values: Values, made: Rendering) -> PageMeta:
    found: Section = values["section"]
    return _list_head(
        "section", values, made, found.title, found.description, feed=found.url, section=found.slug
    )


def _person_head(values: Values, made: Rendering) -> PageMeta:
    found: Person = values["person"]
    url = site_url(values["site"].prefix, f"/authors/{found.id}/")
    return _list_head("person", values, made, found.name, found.summary, feed=url)


def _tag_head(values: Values, made: Rendering) -> PageMeta:
    found: TagLink = values["tag"]
    return _list_head("tag", values, made, found.name, feed=found.url)


def _series_head(values: Values, made: Rendering) -> PageMeta:
    found: Series = values["series"]
    return _list_head("series", values, made, found.title, feed=found.url)


def _year_head(values: Values, made: Rendering) -> PageMeta:
    found: ArchiveYear = values["year"]
    return _list_head("year", values, made, f"{made.words('Archive')}: {found.year}")


def _month_head(values: Values, made: Rendering) -> PageMeta:
    found: ArchiveMonth = values["month"]
    return _list_head("month", values, made, f"{made.words('Archive')}: {made.month(found.month)}")


def _titled(kind: str, title: str, *, indexed: bool = True) -> Callable[..., PageMeta]:
    def head(values: Values, made: Rendering) -> PageMeta:
        return _list_head(kind, values, made, made.words(title), indexed=indexed)

    return head


def _corrections_head(values: Values, made: Rendering) -> PageMeta:
    return _list_head("corrections", values, made, made.words("Corrections"), feed=made.url)


def _alias_head(values: Values, made: Rendering) -> PageMeta:
    return _list_head("alias", values, made, values["target_title"], indexed=False)


# Structured data


def _article_graph(values: Values, made: Rendering) -> str:
    site: SiteInfo = values["site"]
    article: Article = values["article"]
    section: Section = values["section"]
    pictures = []
    if article.image is not None:
        for variant in crops(article.image, made.images):
            url = absolute(site.base_url, site_url(site.prefix, "/" + variant.file))
            pictures.append(ImageUrl(url, variant.width, variant.height))
    card = _card(site, values["card"])
    if not pictures and card is not None:
        pictures = [card]
    return structured_data.article_graph(
        site,
        made.url,
        article,
        section,
        values["bylines"],
        values["contributors"],
        pictures,
        values["tags"],
        made.logo,
    )


def _page_graph(values: Values, made: Rendering) -> str:
    return structured_data.page_graph(values["site"], made.url, values["article"], made.logo)


def _front_graph(values: Values, made: Rendering) -> str:
    front = values["front"]
    shown: list[Teaser] = [front.lead] if front.lead else []
    shown += [*front.sublinks, *front.secondary, *front.latest]
    for strip in (*front.strips, *([front.opinion] if front.opinion else [])):
        shown += strip.stories
    shown += front.river
    return structured_data.front_graph(values["site"], made.url, shown, made.logo)


def _person_graph(values: Values, made: Rendering) -> str:
    site: SiteInfo = values["site"]
    person: Person = values["person"]
    face = _lead_image(person.image, site, made.images)
    if face is not None:
        face = replace(face, caption="", credit="")  # the page shows neither
    return structured_data.person_graph(
        site, made.url, person, face, values["stories"], _above(values, made), made.logo
    )


def _list_graph(
    head: Callable[[Values, Rendering], PageMeta], type_name: str = "CollectionPage"
) -> Callable[..., str]:
    def graph(values: Values, made: Rendering) -> str:
        section: Section | None = values.get("section")
        return structured_data.listing_graph(
            values["site"],
            made.url,
            head(values, made).title,
            section.description if section is not None else "",  # others show none
            values.get("stories", ()),
            _above(values, made),
            made.logo,
            type_name,
        )

    return graph


def _above(values: Values, made: Rendering) -> list[NavLink]:
    """Return the list's front, for one of its archive pages."""
    for name in ("section", "tag", "series"):
        found = values.get(name)
        if found is not None and found.url != made.url:
            return [NavLink(found.title if name != "tag" else found.name, found.url)]
    return []


def _no_graph(values: Values, made: Rendering) -> str:
    del values, made
    return ""


def _list_kind(
    template: str, inputs: tuple[str, ...], head: Callable[[Values, Rendering], PageMeta]
) -> PageKind:
    return PageKind(template, inputs, head, _list_graph(head))


_SUBJECT = ("site", "article", "translations", "body")
_LISTED = ("stories", "pager")
_search_head = _titled("search", "Search", indexed=False)

KINDS: Mapping[str, PageKind] = {
    "front": PageKind("front.html", ("site", "front", "bodies"), _front_head, _front_graph),
    "article": PageKind(
        "article.html",
        (*_SUBJECT, "section", "bylines", "contributors", "tags", "card"),
        _article_head,
        _article_graph,
    ),
    "page": PageKind("page.html", _SUBJECT, _article_head, _page_graph),
    "section": _list_kind("section.html", ("site", "section", *_LISTED), _section_head),
    "person": PageKind("author.html", ("site", "person", *_LISTED), _person_head, _person_graph),
    "people": _list_kind("authors.html", ("site",), _titled("people", "Authors")),
    "tag": _list_kind("tag.html", ("site", "tag", *_LISTED), _tag_head),
    "tags": _list_kind("tags.html", ("site",), _titled("tags", "Topics")),
    "series": _list_kind("series.html", ("site", "series", "stories"), _series_head),
    "archive": _list_kind("archive.html", ("site",), _titled("archive", "Archive")),
    "year": _list_kind("year.html", ("site", "year"), _year_head),
    "month": _list_kind("month.html", ("site", "month", "stories"), _month_head),
    "corrections": _list_kind("corrections.html", ("site",), _corrections_head),
    "feeds": _list_kind("feeds.html", ("site",), _titled("feeds", "Feeds")),
    "search": PageKind(
        "search.html", ("site",), _search_head, _list_graph(_search_head, "SearchResultsPage")
    ),
    "not_found": PageKind(
        "404.html",
        ("site",),
        _titled("not_found", "We could not find that page", indexed=False),
        _no_graph,
    ),
    "alias": PageKind("alias.html", ("site", "target", "target_title"), _alias_head, _no_graph),
}
