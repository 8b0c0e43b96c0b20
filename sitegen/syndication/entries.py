"""Entries: what the news sitemap tells of the assembled site, and addresses in full."""

from __future__ import annotations

from datetime import datetime

from sitegen.core.urls import absolute, site_url
from sitegen.model.documents import NewsEntry
from sitegen.site.site import Site
from sitegen.syndication.structured_data import modified


def changed_at(site: Site, path: str) -> datetime:
    return modified(site.articles[path])


def file_url(site: Site, file: str) -> str:
    return absolute(site.info.base_url, site_url(site.info.prefix, f"/{file}"))


def news_entries(site: Site) -> list[NewsEntry]:
    return [
        NewsEntry(
            absolute(site.info.base_url, site.urls[path]),
            site.articles[path].title,
            site.articles[path].lang,
            site.articles[path].published.at,
        )
        for path in site.news
    ]
