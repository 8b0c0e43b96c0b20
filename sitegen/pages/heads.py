"""Heads: what the head of each kind of page says, from its title to what a shared link shows.

They are computed when a page is rendered, from the values that its task carries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sitegen.core.file_names import FEED_FILES, FEED_TYPES
from sitegen.core.record import Record
from sitegen.core.urls import absolute, site_url
from sitegen.model.article import Article, Body, ImageRef, Person
from sitegen.model.marks import marks_of, title_with_marks
from sitegen.model.views import (
    ArchiveMonth,
    ArchiveYear,
    FeedLink,
    Here,
    ImageUrl,
    PageMeta,
    Podcast,
    Section,
    Series,
    SiteInfo,
    TagLink,
    Teaser,
    Translation,
)
from sitegen.pictures import social_image
from sitegen.settings.types import ImageSettings
from sitegen.syndication import head_texts, structured_data

CARD_SIZE = (1200, 630)  # pixels, of the drawn card for stories without a picture

Values = Mapping[str, Any]  # a page's values by name; their types are those of `context`


class Rendering(Record):
    """What heads and structured data need beside a page's values."""

    url: str  # root-relative, of the page
    words: Callable[[str], str]  # gettext for the page's language
    month: Callable[[object], str]  # "October 2024"
    span: Callable[[Sequence[Teaser]], str]  # of stories: "Nov. 19 to 23, 2026"
    images: ImageSettings
    logo: str  # absolute URL of the publisher's logo; ""


def language(values: Values) -> str:
    """Return the language of a page: that of its article or section, else the site's."""
    article, section = values.get("article"), values.get("section")
    if isinstance(article, Article):
        return article.lang
    own = section.lang if isinstance(section, Section) else ""
    return str(own or values["site"].language)


def here(page: PageMeta, section: Section | None) -> Here:
    is_front = section is not None and section.url == page.url
    return Here(page.lang, page.kind, page.section, is_front)


def _feeds(site: SiteInfo, *more: tuple[str, str]) -> tuple[FeedLink, ...]:
    """Return the site's feeds and those of a page's own list: pairs of title and URL (D1).

    Of the list in RSS alone, which every list has and every reader takes.
    """
    links: list[FeedLink] = []
    for title, folder in ((site.title, site_url(site.prefix, "/")), *more):
        for name in site.feed_formats if not links else ("rss",):
            url = absolute(site.base_url, folder + FEED_FILES[name])
            links.append(FeedLink(title, url, FEED_TYPES[name]))
    return tuple(links)


def _list_head(
    kind: str,
    values: Values,
    rendering: Rendering,
    title: str,
    description: str = "",
    *,
    feed: str = "",
    section: str = "",
    is_indexed: bool = True,
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
        title = f"{title} – {rendering.span(values['stories'])}"
    if number or not description:
        words = (title, description) if description else (title, site.title, site.tagline)
        description = " – ".join(dict.fromkeys(filter(None, words)))
    return PageMeta(
        url=rendering.url,
        lang=language(values),
        title=title,
        description=description,
        canonical=absolute(site.base_url, rendering.url)
        if kind not in ("alias", "not_found")
        else "",
        robots=head_texts.robots(is_indexed),
        section=section,
        kind=kind,
        feeds=_feeds(site, *own),
        indexed=is_indexed,
        share=card_image(site, site.card),
        share_alt=site.title,
    )


def lead_image(image: ImageRef | None, site: SiteInfo, options: ImageSettings) -> ImageUrl | None:
    variant = social_image(image, options) if image is not None else None
    if variant is None or image is None:
        return None
    url = absolute(site.base_url, site_url(site.prefix, "/" + variant.file))
    return ImageUrl(url, variant.width, variant.height, image.caption, image.credit)


def card_image(site: SiteInfo, file: str) -> ImageUrl | None:
    """Return a drawn card as what a shared link shows; None where none is drawn."""
    if not file:
        return None
    return ImageUrl(absolute(site.base_url, site_url(site.prefix, f"/{file}")), *CARD_SIZE)


def article_head(values: Values, rendering: Rendering) -> PageMeta:
    site: SiteInfo = values["site"]
    article: Article = values["article"]
    section: Section | None = values.get("section")
    body: Body | None = values.get("body_node")
    translations: tuple[Translation, ...] = values["translations"]
    absolute_translations = tuple(
        Translation(t.lang, t.title, absolute(site.base_url, t.url)) for t in translations
    )
    versions = dict(head_texts.alternates(absolute_translations, site.language))
    titles = {t.lang: t.title for t in translations}
    own = ((section.title, section.url),) if section is not None else ()
    if article.live_updates:
        own = (*own, (article.title, rendering.url))
    photo = lead_image(article.image, site, rendering.images)
    return PageMeta(
        url=rendering.url,
        lang=article.lang,
        title=title_with_marks(article.title, marks_of(article), rendering.words),
        description=head_texts.description(article.summary, body.excerpt if body else "")
        or article.title,
        canonical=article.canonical or absolute(site.base_url, rendering.url),
        robots=head_texts.robots(True),
        og_type="article" if section is not None else "website",
        image=article.image,
        section=article.section,
        kind="article" if section is not None else "page",
        feeds=_feeds(site, *own),
        translations=tuple(
            Translation(lang, titles.get(lang, ""), url) for lang, url in versions.items()
        ),
        share=photo or card_image(site, values.get("card", site.card)),
        share_alt=article.image.alt if photo is not None and article.image is not None else "",
        modified=structured_data.modified(article),
        creators=tuple(b.fediverse for b in values.get("bylines", ()) if b.fediverse),
    )


def front_head(values: Values, rendering: Rendering) -> PageMeta:
    site: SiteInfo = values["site"]
    return _list_head("front", values, rendering, site.title, site.tagline)


def section_head(values: Values, rendering: Rendering) -> PageMeta:
    section: Section = values["section"]
    return _list_head(
        "section",
        values,
        rendering,
        section.title,
        section.description,
        feed=section.url,
        section=section.slug,
    )


def person_head(values: Values, rendering: Rendering) -> PageMeta:
    person: Person = values["person"]
    url = site_url(values["site"].prefix, f"/authors/{person.id}/")
    return _list_head("person", values, rendering, person.name, person.summary, feed=url)


def tag_head(values: Values, rendering: Rendering) -> PageMeta:
    tag: TagLink = values["tag"]
    return _list_head("tag", values, rendering, tag.name, feed=tag.url)


def series_head(values: Values, rendering: Rendering) -> PageMeta:
    series: Series = values["series"]
    return _list_head(
        "series", values, rendering, series.title, series.description, feed=series.url
    )


def podcast_head(values: Values, rendering: Rendering) -> PageMeta:
    podcast: Podcast = values["podcast"]
    return _list_head(
        "podcast", values, rendering, podcast.title, podcast.description, feed=podcast.url
    )


def year_head(values: Values, rendering: Rendering) -> PageMeta:
    year: ArchiveYear = values["year"]
    return _list_head("year", values, rendering, f"{rendering.words('Archive')}: {year.year}")


def month_head(values: Values, rendering: Rendering) -> PageMeta:
    month: ArchiveMonth = values["month"]
    return _list_head(
        "month", values, rendering, f"{rendering.words('Archive')}: {rendering.month(month.month)}"
    )


def titled_head(kind: str, title: str, *, is_indexed: bool = True) -> Callable[..., PageMeta]:
    def head(values: Values, rendering: Rendering) -> PageMeta:
        return _list_head(kind, values, rendering, rendering.words(title), is_indexed=is_indexed)

    return head


def corrections_head(values: Values, rendering: Rendering) -> PageMeta:
    return _list_head(
        "corrections", values, rendering, rendering.words("Corrections"), feed=rendering.url
    )


def alias_head(values: Values, rendering: Rendering) -> PageMeta:
    title = title_with_marks(values["target_title"], values["marks"], rendering.words)
    return _list_head("alias", values, rendering, title, is_indexed=False)
