"""Graphs: the structured data of each kind of page, from the values that its task carries."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.core.record import replace
from sitegen.core.urls import absolute, site_url
from sitegen.model.article import Article, Person
from sitegen.model.views import ImageUrl, NavLink, PageMeta, Section, SiteInfo, Teaser
from sitegen.pages.heads import Rendering, Values, card_image, lead_image
from sitegen.pictures import crops
from sitegen.syndication import structured_data


def article_graph(values: Values, rendering: Rendering) -> str:
    site: SiteInfo = values["site"]
    article: Article = values["article"]
    section: Section = values["section"]
    pictures = []
    if article.image is not None:
        for variant in crops(article.image, rendering.images):
            url = absolute(site.base_url, site_url(site.prefix, "/" + variant.file))
            pictures.append(ImageUrl(url, variant.width, variant.height))
    card = card_image(site, values["card"])
    if not pictures and card is not None:
        pictures = [card]
    return structured_data.article_graph(
        site,
        rendering.url,
        article,
        section,
        values["bylines"],
        values["contributors"],
        pictures,
        values["tags"],
        rendering.logo,
    )


def page_graph(values: Values, rendering: Rendering) -> str:
    return structured_data.page_graph(
        values["site"], rendering.url, values["article"], rendering.logo
    )


def front_graph(values: Values, rendering: Rendering) -> str:
    front = values["front"]
    teasers: list[Teaser] = [front.lead] if front.lead else []
    teasers += [*front.sublinks, *front.secondary]
    for strip in (*front.strips, *([front.opinion] if front.opinion else [])):
        teasers += strip.stories
    teasers += front.river
    teasers += [story for story in front.latest if story not in teasers]
    return structured_data.front_graph(values["site"], rendering.url, teasers, rendering.logo)


def person_graph(values: Values, rendering: Rendering) -> str:
    site: SiteInfo = values["site"]
    person: Person = values["person"]
    face = lead_image(person.image, site, rendering.images)
    if face is not None:
        face = replace(face, caption="", credit="")  # the page shows neither
    return structured_data.person_graph(
        site,
        rendering.url,
        person,
        face,
        values["stories"],
        _lists_above(values, rendering),
        rendering.logo,
    )


def list_graph(
    head: Callable[[Values, Rendering], PageMeta], type_name: str = "CollectionPage"
) -> Callable[..., str]:
    def graph(values: Values, rendering: Rendering) -> str:
        section: Section | None = values.get("section")
        return structured_data.listing_graph(
            values["site"],
            rendering.url,
            head(values, rendering).title,
            section.description if section is not None else "",  # others show none
            values.get("stories", ()),
            _lists_above(values, rendering),
            rendering.logo,
            type_name,
        )

    return graph


def _lists_above(values: Values, rendering: Rendering) -> list[NavLink]:
    """Return the list's front, for one of its archive pages."""
    for name in ("section", "tag", "series"):
        parent = values.get(name)
        if parent is not None and parent.url != rendering.url:
            return [NavLink(parent.title if name != "tag" else parent.name, parent.url)]
    return []


def no_graph(values: Values, rendering: Rendering) -> str:
    del values, rendering
    return ""
