"""Sitemap files: which pages search engines are told of, from the assembled site.

Most plans ask for a month or two, and outlines for names alone: the entries of ten thousand
stories take longer than all that one of them touches, and are made only for who asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from sitegen.core.file_names import PAGES_SITEMAP
from sitegen.core.urls import absolute, page_path, site_url
from sitegen.model.article import ImageRef
from sitegen.model.documents import SitemapEntry
from sitegen.pictures import crops, fallback
from sitegen.site.paging import page_count, part_of
from sitegen.site.podcasts import episodes
from sitegen.site.selectors import months_of
from sitegen.site.site import Site, Stories
from sitegen.syndication import sitemaps
from sitegen.syndication.entries import file_url
from sitegen.syndication.structured_data import has_changed, modified

# Of which a file always has room: an address takes three bytes for each of the 4,096 that a
# path can have on a disk, is counted twice, and a story has two, its own and its picture's.
_SURELY_ONE_FILE = sitemaps.BYTE_LIMIT // (4 * 3 * 4096 + 2048)
_BYTES_OF_A_LETTER = 12  # in an address, at most


class SitemapFiles:
    """The sitemap files of a site: canonical pages, and none that moves away."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._divided: dict[str, Mapping[str, tuple[SitemapEntry, ...]]] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The files in the order of the index: sitemap-pages.xml, then each month's."""
        names = [PAGES_SITEMAP] if self._pages_surely_fit() else [*self._files_of("")]
        for month, stories in self._stories.items():
            if len(stories) > _SURELY_ONE_FILE:
                names += self._files_of(month)
            elif stories:
                names.append(sitemaps.month_file(month.replace("/", "-")))
        return tuple(names)

    def _pages_surely_fit(self) -> bool:
        """Say whether one file holds all pages that are no stories, without making an entry."""
        site, size = self._site, self._site.settings.page_size
        counts = [page_count(len(stories), size) for stories in site.lists.values()]
        podcasts = [podcast.slug for podcast in site.settings.podcasts]
        # A month has a page, and its year may have one; and there are some of which there is one.
        count = 20 + len(site.pages) + 2 * len(counts) + sum(counts) + len(podcasts)
        names = [len(name) for _kind, name in site.lists] + list(map(len, podcasts))
        longest = max(
            [_BYTES_OF_A_LETTER * max(names, default=0), *[len(site.urls[p]) for p in site.pages]]
        )
        address = len(site.info.base_url) + 100 + longest
        return sitemaps.surely_fit(count, address)

    def entries(self, name: str) -> Sequence[SitemapEntry]:
        """Return what stands in one file, in order of address."""
        return self._files_of(sitemaps.month_of(name))[name]

    def newest(self, name: str) -> datetime | None:
        """Return the latest date in one file: what the index says of it."""
        month = sitemaps.month_of(name)
        stories = self._stories.get(month, ())
        if 0 < len(stories) <= _SURELY_ONE_FILE:
            return self._latest(stories)
        if name == PAGES_SITEMAP and self._pages_surely_fit():
            return self._newest_page()
        return sitemaps.newest(self.entries(name))

    def _newest_page(self) -> datetime | None:
        """Return when the pages that are no stories changed last: the front shows every story."""
        site = self._site
        pages = sorted(self._own_pages(), key=lambda path: site.urls[path])
        dates = [self._latest(site.stories), *[self._modified(path) for path in pages]]
        return max((date for date in dates if date is not None), default=None)

    def _files_of(self, month: str) -> Mapping[str, tuple[SitemapEntry, ...]]:
        files = self._divided.get(month)
        if files is None:
            entries = self._month(month) if month else self._pages()
            files = self._divided[month] = sitemaps.split(entries)
        return files

    @cached_property
    def _changes(self) -> Mapping[str, datetime]:
        """When each story changed that changed since it was published."""
        articles = self._site.articles
        return {path: modified(each) for path, each in articles.items() if has_changed(each)}

    def _modified(self, path: str) -> datetime:
        return self._changes.get(path) or self._site.articles[path].published.at

    @cached_property
    def _seconds(self) -> Mapping[str, float]:
        """The same in seconds since 1970: dates of many offsets take ten times to compare."""
        changes = {path: date.timestamp() for path, date in self._changes.items()}
        return {**self._site.times, **changes}

    def _latest(self, stories: Stories, *, in_order: bool = True) -> datetime | None:
        """Return when the one of some stories changed that changed last; None for no stories.

        Args:
            in_order: the newest is the first. Then no other can be the one but by a change.
        """
        if not stories:
            return None
        some = (stories[0], *filter(self._changes.__contains__, stories)) if in_order else stories
        return self._modified(max(some, key=self._seconds.__getitem__))

    @cached_property
    def _stories(self) -> Mapping[str, Stories]:
        """The canonical stories of each month, oldest month first."""
        site = self._site
        return {
            month: tuple(
                [p for p in site.stories_of("month", month) if not site.articles[p].canonical]
            )
            for month in reversed(months_of(site))
        }

    def _month(self, month: str) -> Iterator[SitemapEntry]:
        site, name = self._site, month.replace("/", "-")
        for path in self._stories[month]:
            images = _images(site, site.articles[path].image)
            yield SitemapEntry(self._address(site.urls[path]), self._modified(path), images, name)

    def _pages(self) -> Iterator[SitemapEntry]:
        site = self._site

        def page(path: str, stories: Stories, *, in_order: bool = True) -> SitemapEntry:
            address = self._address(site_url(site.info.prefix, path))
            return SitemapEntry(address, self._latest(stories, in_order=in_order))

        for path in self._own_pages():
            yield SitemapEntry(self._address(site.urls[path]), self._modified(path))
        yield page("/", site.stories)
        size = site.settings.page_size
        for kind, folder in (("section", ()), ("person", ("authors",)), ("tag", ("tags",))):
            for id_ in sorted(name for name_kind, name in site.lists if name_kind == kind):
                stories = site.stories_of(kind, id_)
                path = page_path(*folder, id_)
                yield page(path, part_of(stories, size, 0))
                for number in range(1, page_count(len(stories), size) + 1):
                    yield page(f"{path}page/{number}/", part_of(stories, size, number))
        for slug in site.series:
            parts = site.stories_of("series", slug)
            yield page(page_path("series", slug), parts, in_order=False)
        for podcast in site.settings.podcasts:
            recordings = episodes(site, podcast)
            yield page(page_path("podcasts", podcast.slug), recordings, in_order=False)
        months = months_of(site)
        for name in months:
            yield page(page_path("archive", *name.split("/")), site.stories_of("month", name))
        for year in dict.fromkeys(name[:4] for name in months):
            yield page(page_path("archive", year), ())
        for path in ("/archive/", "/authors/", "/corrections/", "/feeds/", "/tags/"):
            yield page(path, ())

    def _own_pages(self) -> Stories:
        """Return the static pages that are not copies of what stands elsewhere."""
        site = self._site
        return tuple([path for path in site.pages if not site.articles[path].canonical])

    def _address(self, url: str) -> str:
        return absolute(self._site.info.base_url, url)


def _images(site: Site, image: ImageRef | None) -> tuple[str, ...]:
    if image is None:
        return ()
    pictures = crops(image, site.settings.images)[:1] or (fallback(image, site.settings.images),)
    return tuple(file_url(site, variant.file) for variant in pictures)
