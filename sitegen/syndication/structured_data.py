"""What machines are told of a page: structured data, and what its head says.

Each page carries one JSON-LD graph whose nodes name each other by "@id": the page's own
thing, its breadcrumbs, the website and the newsroom that answers for it. Nothing stands
here that a reader of the page cannot see or reach from it.

Sources: schema.org, "Markup for News" and the types named below; Google Search Central,
"Article", "Breadcrumb", "Profile page" and "Organization" structured data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sitegen.core.urls import absolute
from sitegen.model.article import Article, Enclosure, LiveUpdate, Person
from sitegen.model.views import (
    Byline,
    ImageUrl,
    NavLink,
    Organisation,
    Section,
    SiteInfo,
    TagLink,
    Teaser,
    Translation,
)
from sitegen.settings.types import POLICIES
from sitegen.sources.summary import DESCRIPTION_MAX

# The type of each kind of story. "report" is one only while it shows its sources.
TYPES: Mapping[str, str] = {
    "news": "NewsArticle",
    "report": "ReportageNewsArticle",
    "analysis": "AnalysisNewsArticle",
    "opinion": "OpinionNewsArticle",
    "explainer": "BackgroundNewsArticle",
    "review": "ReviewNewsArticle",
    "callout": "AskPublicNewsArticle",
    "obituary": "NewsArticle",
    "event": "NewsArticle",
    "sponsored": "AdvertiserContentArticle",
    "satire": "SatiricalArticle",
    "release": "Article",
    "live": "LiveBlogPosting",
}


Json = dict[str, object]


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
    published = article.published.at
    story: Json = {
        "@type": _type(article),
        "@id": f"{page}#article",
        "url": page,
        "mainEntityOfPage": page,
        "headline": article.title,
        "description": article.summary,
        "image": [_image(image) for image in images],
        "datePublished": published.isoformat(),
        "dateModified": modified(article).isoformat(),
        "author": [_author(site, byline) for byline in bylines] or [_newsroom(site)],
        "contributor": [_author(site, byline) for byline in contributors],
        "publisher": {"@id": _publisher_id(site)},
        "isPartOf": {"@id": _website_id(site)},
        "articleSection": section.title if section is not None else "",
        "keywords": [tag.name for tag in tags],
        "inLanguage": article.lang,
        "isAccessibleForFree": True,
        "publishingPrinciples": _principles(site),
        "dateline": article.dateline,
        "backstory": article.how_we_reported,
        "citation": [_citation(source.title, source.url) for source in article.sources],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": correction.text,
                "datePublished": correction.date.at.isoformat(),
            }
            for correction in article.corrections
        ],
        "isBasedOn": article.canonical,
        **_recording(site, article.enclosure, article.title, published),
    }
    if article.kind == "live":
        story |= _live(page, article, published)
    crumbs = [NavLink(section.title, section.url)] if section is not None else []
    return _graph(
        [story, _breadcrumbs(site, page, [*crumbs, NavLink(article.title, url)])], site, logo
    )


def modified(article: Article) -> datetime:
    """Return when a story last changed in a way that its readers are told of.

    Never before its publication: an update of which only the day is known begins earlier.
    """
    told = [article.published.at]
    told += [article.updated.at] if article.updated is not None else []
    told += [correction.date.at for correction in article.corrections]
    told += [update.at.at for update in article.live_updates]
    return max(told)


def front_graph(site: SiteInfo, url: str, stories: Sequence[Teaser], logo: str = "") -> str:
    """Return the graph of the front page, whose `stories` are in reading order."""
    page = absolute(site.base_url, url)
    node = _collection(site, page, site.title, site.tagline, stories)
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
    node = _collection(site, page, title, description, stories) | {"@type": type_name}
    return _graph([node, _breadcrumbs(site, page, [*parents, NavLink(title, url)])], site, logo)


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
        "isPartOf": {"@id": _website_id(site)},
        "publisher": {"@id": _publisher_id(site)},
        "about": {"@id": _publisher_id(site)} if article.slug in types else "",
    }
    return _graph([node, _breadcrumbs(site, page, [NavLink(article.title, url)])], site, logo)


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
    described: Json = {
        "@type": "Organization" if person.organisation else "Person",
        "@id": f"{page}#person",
        "name": person.name,
        "url": page,
        "description": person.summary,
        "image": _image(picture) if picture is not None else "",
        "email": person.email,
        "sameAs": list(person.profiles),
    }
    if not person.organisation:
        described |= {
            "jobTitle": person.role,
            "knowsAbout": person.beat,
            "knowsLanguage": list(person.languages),
            "worksFor": {"@id": _publisher_id(site)},
        }
    node: Json = {
        "@type": "ProfilePage",
        "@id": f"{page}#page",
        "url": page,
        "name": person.name,
        "inLanguage": site.language,
        "isPartOf": {"@id": _website_id(site)},
        "mainEntity": _without_blanks(described),
        "hasPart": [{"@id": f"{absolute(site.base_url, story.url)}#article"} for story in stories],
    }
    crumbs = [*parents, NavLink(person.name, url)]
    return _graph([node, _breadcrumbs(site, page, crumbs)], site, logo)


# What the head of a page says.


def robots(indexed: bool) -> str:
    """Return what the robots meta element says."""
    return "max-image-preview:large" if indexed else "noindex, follow"


def description(summary: str, excerpt: str) -> str:
    """Return a page's description: its summary, else as many words of its text as have room."""
    text = " ".join((summary or excerpt).split())
    if summary or len(text) <= DESCRIPTION_MAX:
        return text
    return text[: DESCRIPTION_MAX - 1].rpartition(" ")[0].rstrip(",;:–— ") + "…"


def alternates(translations: Iterable[Translation], default: str) -> tuple[tuple[str, str], ...]:
    """Return (hreflang, URL) of a page's versions, complete for every one of them.

    Args:
        translations: all versions, that of the page itself among them.
        default: the site's language: its version is for readers of any other language,
            and the first version is when there is none.
    """
    versions = sorted({version.lang: version.url for version in translations}.items())
    if len(versions) < 2:
        return ()
    fallback = dict(versions).get(default, versions[0][1])
    return (*versions, ("x-default", fallback))


# Nodes.


def _type(article: Article) -> str:
    if article.kind == "report" and not article.sources:
        return "NewsArticle"
    return TYPES[article.kind]


def _live(page: str, article: Article, published: datetime) -> Json:
    start = article.live_start or published
    live: Json = {
        "coverageStartTime": start.isoformat(),
        "liveBlogUpdate": [_live_update(page, update) for update in article.live_updates],
    }
    if article.live_end is not None:
        live["coverageEndTime"] = article.live_end.isoformat()
    return live


def _live_update(page: str, update: LiveUpdate) -> Json:
    return {
        "@type": "BlogPosting",
        "url": f"{page}#{update.id}",
        "headline": update.title,
        "datePublished": update.at.at.isoformat(),
    }


def _recording(
    site: SiteInfo, enclosure: Enclosure | None, title: str, published: datetime
) -> Json:
    """Return the story's sound or film, once its file has an address."""
    if enclosure is None or not enclosure.url.startswith(("/", "http://", "https://")):
        return {}
    property_name, type_name = (
        ("video", "VideoObject")
        if enclosure.type.startswith("video/")
        else ("audio", "AudioObject")
    )
    recording: Json = {
        "@type": type_name,
        "name": title,
        "contentUrl": absolute(site.base_url, enclosure.url),
        "encodingFormat": enclosure.type,
        "uploadDate": published.isoformat(),
    }
    if enclosure.duration:
        recording["duration"] = f"PT{enclosure.duration}S"
    return {property_name: recording}


def _author(site: SiteInfo, byline: Byline) -> Json:
    author: Json = {
        "@type": "Organization" if byline.organisation else "Person",
        "name": byline.name,
    }
    if byline.url:
        author["url"] = absolute(site.base_url, byline.url)
    return author


def _newsroom(site: SiteInfo) -> Json:
    """Return the author of a story without a byline."""
    return {
        "@type": "NewsMediaOrganization",
        "name": site.organisation.name or site.title,
        "url": _home(site),
    }


def _citation(title: str, url: str) -> Json:
    citation: Json = {"@type": "CreativeWork", "name": title}
    if url:
        citation["url"] = url
    return citation


def _image(image: ImageUrl) -> Json:
    return _without_blanks(
        {
            "@type": "ImageObject",
            "url": image.url,
            "width": image.width,
            "height": image.height,
            "caption": image.caption,
            "creditText": image.credit,
        }
    )


def _collection(
    site: SiteInfo, page: str, title: str, text: str, stories: Sequence[Teaser]
) -> Json:
    node: Json = {
        "@type": "CollectionPage",
        "@id": f"{page}#page",
        "url": page,
        "name": title,
        "description": text,
        "inLanguage": site.language,
        "isPartOf": {"@id": _website_id(site)},
    }
    if stories:
        node["mainEntity"] = {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": n, "url": absolute(site.base_url, story.url)}
                for n, story in enumerate(stories, 1)
            ],
        }
    return node


def _breadcrumbs(site: SiteInfo, page: str, links: Iterable[NavLink]) -> Json:
    """Return the way from the front to a page; its last step is the page itself."""
    steps = [NavLink(site.title, f"{site.prefix}/"), *links]
    return {
        "@type": "BreadcrumbList",
        "@id": f"{page}#breadcrumbs",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": n,
                "name": step.title,
                "item": absolute(site.base_url, step.url),
            }
            for n, step in enumerate(steps, 1)
        ],
    }


def _publisher(site: SiteInfo, logo: str) -> Json:
    organisation = site.organisation
    return {
        "@type": "NewsMediaOrganization",
        "@id": _publisher_id(site),
        "name": organisation.name or site.title,
        "url": _home(site),
        "logo": {"@type": "ImageObject", "url": logo} if logo else "",
        "email": organisation.email,
        "telephone": organisation.phone,
        "address": organisation.address,
        "foundingDate": organisation.founded,
        "sameAs": list(organisation.profiles),
        **_policies(site.base_url, organisation),
    }


def _policies(base_url: str, organisation: Organisation) -> Json:
    stated = organisation.policies or {}
    return {
        term: absolute(base_url, stated[name]) for name, term in POLICIES.items() if name in stated
    }


def _principles(site: SiteInfo) -> str:
    """Return the page of the rules that a story was written by."""
    stated = site.organisation.policies or {}
    url = stated.get("principles") or stated.get("ethics") or ""
    return absolute(site.base_url, url)


def _website(site: SiteInfo) -> Json:
    website: Json = {
        "@type": "WebSite",
        "@id": _website_id(site),
        "url": _home(site),
        "name": site.title,
        "description": site.tagline,
        "inLanguage": site.language,
        "publisher": {"@id": _publisher_id(site)},
    }
    if site.search:
        website["potentialAction"] = {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{_home(site)}search/?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        }
    return website


def _home(site: SiteInfo) -> str:
    return f"{site.base_url}/"


def _publisher_id(site: SiteInfo) -> str:
    return f"{site.base_url}/#publisher"


def _website_id(site: SiteInfo) -> str:
    return f"{site.base_url}/#website"


# Writing.

_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def _graph(nodes: Sequence[Json], site: SiteInfo, logo: str) -> str:
    """Return the nodes, and those of the whole site, as text that may stand inside <script>."""
    graph = [_without_blanks(node) for node in (*nodes, _website(site), _publisher(site, logo))]
    return script_safe(_dump({"@context": "https://schema.org", "@graph": graph}))


def script_safe(json_text: str) -> str:
    """Return JSON that HTML cannot mistake for the script's end, whatever its strings say."""
    return json_text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _without_blanks(node: Json) -> Json:
    return {name: value for name, value in node.items() if value}
