"""Sample: which addresses of a site are asked for, of the thousands that it has.

What readers and robots come to first is always in it; of the rest a few, spread over the whole
site and the same each time, so that what one run says another can be held against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sitegen.core.digests import digest_text
from sitegen.core.file_names import (
    FAVICON,
    FEED_FILES,
    NEWS_SITEMAP,
    PICTURE_ENDINGS,
    PICTURE_TYPES,
    ROBOTS,
    SITEMAP_FILE,
    WEB_MANIFEST,
    ending,
)
from sitegen.core.record import Record
from sitegen.core.urls import own_path, path_of_file
from sitegen.delivery.expected import Expected
from sitegen.hosts.headers import LASTING_FOLDERS
from sitegen.syndication.readers import read_sitemap

_PAGES = 20  # further pages
_MOVES = 10
_HIDDEN = 200
_SITEMAPS = 6  # of an index
_FEEDS = 8

T = TypeVar("T")


class Sample(Record):
    """Paths of one site, by what is to be seen of them."""

    story: str  # the newest; "" where there is none
    section: str  # its section's page, or the first one's; "" where there is none
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]  # the index first
    news: tuple[str, ...]  # sitemaps of news
    pictures: tuple[str, ...]  # one of each format
    files: tuple[str, ...]  # styles, scripts, fonts and what robots ask for
    pages: tuple[str, ...]
    missing: str  # an address at which nothing is
    moves: tuple[str, ...]  # old addresses
    hidden: tuple[str, ...]

    def known(self) -> tuple[str, ...]:
        """Return every path at which a file of output/ should answer."""
        firsts = [path for path in ("/", self.story, self.section) if path]
        others = (*self.feeds, *self.sitemaps, *self.news, *self.pictures, *self.files)
        return tuple(dict.fromkeys([*firsts, *others, *self.pages]))


def sample(site: Expected) -> Sample:
    """Choose what is asked for of a site."""
    stories = site.stories()
    story = stories[0] if stories else ""
    files = sorted(site.files)
    pages = [path_of_file(file) for file in files if file.endswith("/index.html")]
    old = {move.old for move in site.moves}
    plain = [path for path in pages if path not in old]
    return Sample(
        story=story,
        section=_section(site, story, plain),
        feeds=tuple(_feeds(site, story)),
        sitemaps=tuple(_with_parts(site, SITEMAP_FILE)),
        news=tuple(_with_parts(site, NEWS_SITEMAP)),
        pictures=tuple(_pictures(files)),
        files=tuple(_files(files)),
        pages=tuple(_spread(plain, _PAGES)),
        missing=f"/sitegen-asks-for-nothing-{digest_text(site.base_url)[:8]}/",
        moves=tuple(_spread([move.old for move in site.moves], _MOVES)),
        hidden=site.hidden.paths[:_HIDDEN],
    )


def _section(site: Expected, story: str, pages: Sequence[str]) -> str:
    own = f"/{story.split('/')[1]}/" if story else ""
    if own and site.has(own):
        return own
    return next((path for path in pages if path.count("/") == 2), "")


def _feeds(site: Expected, story: str) -> Iterator[str]:
    folders = ["/", f"/{story.split('/')[1]}/"] if story else ["/"]
    paths = [f"{folder}{name}" for folder in folders for name in FEED_FILES.values()]
    paths += [f"/{file}" for file in sorted(site.feed_types)]
    yield from [path for path in paths if site.has(path)][:_FEEDS]


def _with_parts(site: Expected, file: str) -> Iterator[str]:
    """Yield a sitemap and, where it is an index, the newest of those that it names."""
    if file not in site.files:
        return
    yield f"/{file}"
    try:
        reading = read_sitemap(site.built(f"/{file}"))
    except ValueError:
        return
    if reading.is_index:
        parts = [own_path(site.base_url, url) for url in reading.urls]
        named = [path for path in parts if path and site.has(path)]
        yield from dict.fromkeys([*named[:1], *named[-_SITEMAPS:]])


def _pictures(files: Iterable[str]) -> Iterator[str]:
    formats = set()
    for file in files:
        name = PICTURE_ENDINGS.get(ending(file), "")
        if name in PICTURE_TYPES and name not in formats:
            formats.add(name)
            yield path_of_file(file)


def _files(files: Sequence[str]) -> Iterator[str]:
    """Yield one lasting file of each ending, and what lies in the root for robots."""
    endings = set()
    for file in files:
        kind = ending(file)
        if file.startswith(f"{LASTING_FOLDERS[0]}/") and kind not in endings:
            if kind not in PICTURE_ENDINGS:
                endings.add(kind)
                yield path_of_file(file)
        elif file in (WEB_MANIFEST, FAVICON, ROBOTS) or ("/" not in file and file.endswith(".txt")):
            yield path_of_file(file)


def _spread(items: Sequence[T], count: int) -> Sequence[T]:
    """Return some items from all over a sequence, its first and last among them."""
    if len(items) <= count:
        return items
    return [items[number * (len(items) - 1) // (count - 1)] for number in range(count)]
