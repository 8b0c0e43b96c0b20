"""Structured data: what schema.org's words say of each kind of page.

Each page carries one JSON-LD graph whose nodes name each other by "@id": the page's own
thing, its breadcrumbs, the website and the newsroom that answers for it. Nothing stands
here that a reader of the page cannot see or reach from it.

Sources: schema.org, "Markup for News" and the types named in `nodes`; Google Search Central,
"Article", "Breadcrumb", "Profile page" and "Organization" structured data.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sitegen.core.urls import absolute
from sitegen.model.article import Article, Person
from sitegen.model.views import Byline, ImageUrl, NavLink, Section, SiteInfo, TagLink, Teaser
from sitegen.syndication import nodes
from sitegen.syndication.nodes import Json


def article_graph(
    site: SiteInfo,
    url: str,
    article: Article,
    section: Section | None,
    bylines: Sequence[Byline],
    contributors: Sequence[Byline] = (),
    images: Sequence[ImageUrl] = (),
    tags: Sequence[TagLink] = (),
    logo: str = "",
) -> str:
    """Return the graph of a story's page.

    Args:
        url: of the page, root-relative.
        images: the lead picture in its crops (16:9, 4:3, 1:1 where they exist).
        logo: absolute URL of the publisher's logo; "" when there is none.
    """
    page = absolute(site.base_url, url)
    published, sponsor = article.published.at, article.sponsor
    story: Json = {
        "@type": nodes.type_of(article),
        "@id": f"{page}#article",
        "url": page,
        "mainEntityOfPage": page,
        "headline": article.title,
        "description": article.summary,
        "image": [nodes.image_object(image) for image in images],
        "datePublished": published.isoformat(),
        "dateModified": modified(article).isoformat(),
        "author": [nodes.author(site, byline) for byline in bylines]
        or [nodes.payer(sponsor) if sponsor is not None else nodes.newsroom(site)],
        "contributor": [nodes.author(site, byline) for byline in contributors],
        "publisher": {"@id": nodes.publisher_id(site)},
        "sponsor": nodes.payer(sponsor) if sponsor is not None else "",
        "isPartOf": {"@id": nodes.website_id(site)},
        "articleSection": section.title if section is not None else "",
        "keywords": [tag.name for tag in tags],
        "inLanguage": article.lang,
        "isAccessibleForFree": True,
        "publishingPrinciples": nodes.principles(site),
        "dateline": article.dateline,
        "backstory": article.how_we_reported,
        "citation": [nodes.citation(source.title, source.url) for source in article.sources],
        "correction": [nodes.correction_comment(each) for each in article.corrections],
        "isBasedOn": article.canonical,
        **nodes.recording(site, article.enclosure, article.title, published),
    }
    if article.kind == "live" or article.live_end is not None:
        story |= nodes.live_coverage(page, article, published)
    crumbs = [NavLink(section.title, section.url)] if section is not None else []
    return _graph(
        [story, nodes.breadcrumbs(site, page, [*crumbs, NavLink(article.title, url)])], site, logo
    )


def has_changed(article: Article) -> bool:
    """Say whether readers are told of a change since a story was published."""
    return bool(article.updated or article.corrections or article.live_updates)


def modified(article: Article) -> datetime:
    """Return when a story last changed in a way that its readers are told of.

    Never before its publication: an update of which only the day is known begins earlier.
    """
    if not has_changed(article):
        return article.published.at
    moments = [article.published.at]
    moments += [article.updated.at] if article.updated is not None else []
    moments += [correction.date.at for correction in article.corrections]
    moments += [update.at.at for update in article.live_updates]
    return max(moments)


def front_graph(site: SiteInfo, url: str, stories: Sequence[Teaser], logo: str = "") -> str:
    """Return the graph of the front page, whose `stories` are in reading order."""
    page = absolute(site.base_url, url)
    node = nodes.collection(site, page, site.title, site.tagline, stories)
    return _graph([node], site, logo)


def listing_graph(
    site: SiteInfo,
    url: str,
    title: str,
    description: str,
    stories: Sequence[Teaser],
    parents: Sequence[NavLink] = (),
    logo: str = "",
    type_name: str = "CollectionPage",
) -> str:
    """Return the graph of a page that lists stories: a section, tag, series or month.

    Args:
        parents: the pages above this one, without the front: an archive page's section.
        type_name: what else of schema.org the page is.
    """
    page = absolute(site.base_url, url)
    node = nodes.collection(site, page, title, description, stories) | {"@type": type_name}
    return _graph(
        [node, nodes.breadcrumbs(site, page, [*parents, NavLink(title, url)])], site, logo
    )


def page_graph(site: SiteInfo, url: str, article: Article, logo: str = "") -> str:
    """Return the graph of a static page; "about" and "contact" have types of their own."""
    page = absolute(site.base_url, url)
    types = {"about": "AboutPage", "contact": "ContactPage"}
    node: Json = {
        "@type": types.get(article.slug, "WebPage"),
        "@id": f"{page}#page",
        "url": page,
        "name": article.title,
        "description": article.summary,
        "inLanguage": article.lang,
        "isPartOf": {"@id": nodes.website_id(site)},
        "publisher": {"@id": nodes.publisher_id(site)},
        "about": {"@id": nodes.publisher_id(site)} if article.slug in types else "",
    }
    return _graph([node, nodes.breadcrumbs(site, page, [NavLink(article.title, url)])], site, logo)


def person_graph(
    site: SiteInfo,
    url: str,
    person: Person,
    picture: ImageUrl | None = None,
    stories: Sequence[Teaser] = (),
    parents: Sequence[NavLink] = (),
    logo: str = "",
) -> str:
    """Return the graph of an author's page."""
    page = absolute(site.base_url, url)
    subject: Json = {
        "@type": "Organization" if person.organisation else "Person",
        "@id": f"{page}#person",
        "name": person.name,
        "url": page,
        "description": person.summary,
        "image": nodes.image_object(picture) if picture is not None else "",
        "email": person.email,
        "sameAs": list(person.profiles),
    }
    if not person.organisation:
        subject |= {
            "jobTitle": person.role,
            "knowsAbout": person.beat,
            "knowsLanguage": list(person.languages),
            "worksFor": {"@id": nodes.publisher_id(site)},
        }
    node: Json = {
        "@type": "ProfilePage",
        "@id": f"{page}#page",
        "url": page,
        "name": person.name,
        "inLanguage": site.language,
        "isPartOf": {"@id": nodes.website_id(site)},
        "mainEntity": nodes.without_blanks(subject),
        "hasPart": [{"@id": f"{absolute(site.base_url, story.url)}#article"} for story in stories],
    }
    crumbs = [*parents, NavLink(person.name, url)]
    return _graph([node, nodes.breadcrumbs(site, page, crumbs)], site, logo)


_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def _graph(page_nodes: Sequence[Json], site: SiteInfo, logo: str) -> str:
    """Return a page's nodes, and those of the whole site, as text for inside <script>."""
    graph = [
        nodes.without_blanks(node)
        for node in (*page_nodes, nodes.website(site), nodes.publisher(site, logo))
    ]
    return script_safe(_dump({"@context": "https://schema.org", "@graph": graph}))


def script_safe(json_text: str) -> str:
    """Return JSON that HTML cannot mistake for the script's end, whatever its strings say."""
    return json_text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
