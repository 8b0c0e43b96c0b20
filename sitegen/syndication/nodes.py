"""Nodes of structured data: people, pictures, lists, the newsroom, in schema.org's types.

Sources: schema.org; Google Search Central, "Article", "Breadcrumb" and "Organization".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sitegen.core.urls import absolute
from sitegen.model.article import Article, Correction, Enclosure, LiveUpdate, Sponsor
from sitegen.model.kinds import KINDS
from sitegen.model.organisation import Organisation
from sitegen.model.views import Byline, ImageUrl, NavLink, SiteInfo, Teaser
from sitegen.settings.types import POLICIES

Json = dict[str, object]


def type_of(article: Article) -> str:
    # What was live and has ended says until when it was.
    kind = KINDS["live" if article.live_end is not None else article.kind]
    return (article.sources and kind.type_with_sources) or kind.type


def payer(sponsor: Sponsor) -> Json:
    return {"@type": "Organization", "name": sponsor.name, "url": sponsor.url}


def live_coverage(page: str, article: Article, published: datetime) -> Json:
    start = article.live_start or published
    live: Json = {
        "coverageStartTime": start.isoformat(),
        "liveBlogUpdate": [_live_update(page, update) for update in article.live_updates],
    }
    if article.live_end is not None:
        live["coverageEndTime"] = article.live_end.isoformat()
    return live


def _live_update(page: str, update: LiveUpdate) -> Json:
    posting: Json = {
        "@type": "BlogPosting",
        "url": f"{page}#{update.id}",
        "headline": update.title,
        "datePublished": update.at.at.isoformat(),
    }
    if update.text:
        posting["articleBody"] = update.text
    return posting


def recording(site: SiteInfo, enclosure: Enclosure | None, title: str, published: datetime) -> Json:
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


def author(site: SiteInfo, byline: Byline) -> Json:
    author: Json = {
        "@type": "Organization" if byline.organisation else "Person",
        "name": byline.name,
    }
    if byline.url:
        author["url"] = absolute(site.base_url, byline.url)
    if byline.of:
        author["affiliation"] = {"@type": "Organization", "name": byline.of}
    return author


def newsroom(site: SiteInfo) -> Json:
    """Return the author of a story without a byline."""
    return {
        "@type": "NewsMediaOrganization",
        "name": site.organisation.name or site.title,
        "url": _home(site),
    }


def citation(title: str, url: str) -> Json:
    citation: Json = {"@type": "CreativeWork", "name": title}
    if url:
        citation["url"] = url
    return citation


def correction_comment(correction: Correction) -> Json:
    return {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": correction.date.at.isoformat(),
    }


def image_object(image: ImageUrl) -> Json:
    return without_blanks(
        {
            "@type": "ImageObject",
            "url": image.url,
            "width": image.width,
            "height": image.height,
            "caption": image.caption,
            "creditText": image.credit,
        }
    )


def collection(site: SiteInfo, page: str, title: str, text: str, stories: Sequence[Teaser]) -> Json:
    node: Json = {
        "@type": "CollectionPage",
        "@id": f"{page}#page",
        "url": page,
        "name": title,
        "description": text,
        "inLanguage": site.language,
        "isPartOf": {"@id": website_id(site)},
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


def breadcrumbs(site: SiteInfo, page: str, links: Iterable[NavLink]) -> Json:
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


def publisher(site: SiteInfo, logo: str) -> Json:
    organisation = site.organisation
    return {
        "@type": "NewsMediaOrganization",
        "@id": publisher_id(site),
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
    urls = organisation.policies or {}
    return {term: absolute(base_url, urls[name]) for name, term in POLICIES.items() if name in urls}


def principles(site: SiteInfo) -> str:
    """Return the page of the rules that a story was written by."""
    policies = site.organisation.policies or {}
    url = policies.get("principles") or policies.get("ethics") or ""
    return absolute(site.base_url, url)


def website(site: SiteInfo) -> Json:
    website: Json = {
        "@type": "WebSite",
        "@id": website_id(site),
        "url": _home(site),
        "name": site.title,
        "description": site.tagline,
        "inLanguage": site.language,
        "publisher": {"@id": publisher_id(site)},
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


def publisher_id(site: SiteInfo) -> str:
    return f"{site.base_url}/#publisher"


def website_id(site: SiteInfo) -> str:
    return f"{site.base_url}/#website"


def without_blanks(node: Json) -> Json:
    return {name: value for name, value in node.items() if value}
