"""Entries: which pages search engines are told of, from the assembled site."""

from __future__ import annotations

from datetime import datetime

from sitegen.core.urls import absolute, page_path, site_url
from sitegen.model.article import ImageRef
from sitegen.model.documents import NewsEntry, SitemapEntry
from sitegen.pictures import crops, fallback
from sitegen.site.paging import page_count, part_of
from sitegen.site.podcasts import episodes
from sitegen.site.selectors import months_of
from sitegen.site.site import Site, Stories
from sitegen.syndication.structured_data import modified


def sitemap_entries(site: Site, *, with_dates: bool = True) -> list[SitemapEntry]:
    """Return every page that search engines may list: canonical, and none that moves away.

    Without dates, which are not needed to tell how many files there shall be, it takes a
    third of the time.
    """
    base, prefix = site.info.base_url, site.info.prefix
    # A story stands in some eight lists, and each asks.
    modified_at = (
        {path: modified(article) for path, article in site.articles.items()} if with_dates else {}
    )
    entries = []
    for path in site.stories:
        article = site.articles[path]
        if not article.canonical:
            at = article.published.at
            entries.append(
                SitemapEntry(
                    absolute(base, site.urls[path]),
                    modified_at.get(path),
                    _images(site, article.image),
                    f"{at.year:04}-{at.month:02}",
                )
            )
    entries += [
        SitemapEntry(absolute(base, site.urls[path]), modified_at.get(path))
        for path in site.pages
        if not site.articles[path].canonical
    ]

    def page(path: str, stories: Stories) -> None:
        newest = max(map(modified_at.__getitem__, stories), default=None) if with_dates else None
        entries.append(SitemapEntry(absolute(base, site_url(prefix, path)), newest))

    page("/", site.stories)
    size = site.settings.page_size
    for kind, folder in (("section", ()), ("person", ("authors",)), ("tag", ("tags",))):
        for id_ in sorted(name for name_kind, name in site.lists if name_kind == kind):
            stories = site.stories_of(kind, id_)
            path = page_path(*folder, id_)
            page(path, part_of(stories, size, 0))
            for number in range(1, page_count(len(stories), size) + 1):
                page(f"{path}page/{number}/", part_of(stories, size, number))
    for slug in site.series:
        page(page_path("series", slug), site.stories_of("series", slug))
    for podcast in site.settings.podcasts:
        page(page_path("podcasts", podcast.slug), episodes(site, podcast))
    for name in months_of(site):
        page(page_path("archive", *name.split("/")), site.stories_of("month", name))
    for year in dict.fromkeys(name[:4] for name in months_of(site)):
        page(page_path("archive", year), ())
    for path in ("/archive/", "/authors/", "/corrections/", "/feeds/", "/tags/"):
        page(path, ())
    return entries


def changed_at(site: Site, path: str) -> datetime:
    return modified(site.articles[path])


def _images(site: Site, image: ImageRef | None) -> tuple[str, ...]:
    if image is None:
        return ()
    pictures = crops(image, site.settings.images)[:1] or (fallback(image, site.settings.images),)
    return tuple(file_url(site, variant.file) for variant in pictures)


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
