"""Sitemaps: what search engines are told that there is.

`sitemap.xml` is an index. Stories stand in one file for each month of first publication,
so that the file of a month gone by changes only when one of its stories does; all other
pages stand in `sitemap-pages.xml`. The news sitemap has one fixed address and holds the
last two days. Nothing here reads a clock: the same entries give the same bytes.

Sources: sitemaps.org, "Protocol"; Google Search Central, "Build and submit a sitemap",
"Image sitemaps" and "Create a news sitemap".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape as _escape

from sitegen.core.file_names import NEWS_SITEMAP, PAGES_SITEMAP
from sitegen.core.patterns import late_pattern
from sitegen.model.documents import NewsEntry, SitemapEntry

URL_LIMIT = 30_000  # in one file; the protocol allows 50,000, and readers differ in what they bear
BYTE_LIMIT = 40_000_000  # the protocol allows 50 MB (52,428,800 bytes)
IMAGE_LIMIT = 1_000  # for one page
NEWS_LIMIT = 1_000  # stories in one news sitemap
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_IMAGE_NS = ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
_NEWS_NS = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
_MONTH = late_pattern(r"sitemap-(\d{4})-(\d\d)\b")
_SPECIAL = late_pattern(r"[&<>]")
_FORBIDDEN = late_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # by XML 1.0


def sitemap(entries: Iterable[SitemapEntry]) -> bytes:
    """Return one sitemap file of `entries`, in their order."""
    lines = [_HEAD, _URLSET, _IMAGE_NS, ">\n"]
    for entry in entries:
        lines.append(f"<url><loc>{_text(entry.loc)}</loc>")
        if entry.lastmod is not None:
            lines.append(f"<lastmod>{_w3c(entry.lastmod)}</lastmod>")
        lines += [
            f"<image:image><image:loc>{_text(url)}</image:loc></image:image>"
            for url in entry.images[:IMAGE_LIMIT]
        ]
        lines.append("</url>\n")
    lines.append("</urlset>\n")
    return "".join(lines).encode()


def index(files: Iterable[tuple[str, datetime | None]]) -> bytes:
    """Return a sitemap index.

    Args:
        files: absolute URL of each sitemap, and the newest date in it (see `newest`).
    """
    lines = [_HEAD, _INDEX]
    for url, lastmod in files:
        date = "" if lastmod is None else f"<lastmod>{_w3c(lastmod)}</lastmod>"
        lines.append(f"<sitemap><loc>{_text(url)}</loc>{date}</sitemap>\n")
    lines.append("</sitemapindex>\n")
    return "".join(lines).encode()


def split(
    entries: Iterable[SitemapEntry], limit: int = URL_LIMIT
) -> Mapping[str, tuple[SitemapEntry, ...]]:
    """Share `entries` out among sitemap files, named in the order of the index.

    {"sitemap-pages.xml": …, "sitemap-2024-09.xml": …, "sitemap-2024-10.xml": …}. Entries
    are in order of address. What one file cannot hold goes on in "sitemap-2024-10-2.xml".
    """
    months: dict[str, list[SitemapEntry]] = {}
    for entry in entries:
        months.setdefault(entry.month, []).append(entry)
    files: dict[str, tuple[SitemapEntry, ...]] = {}
    for month in sorted(months):
        name = month_file(month).removesuffix(".xml")
        in_order = sorted(months[month], key=_loc)
        for number, part in enumerate(_parts(in_order, limit), 1):
            files[f"{name}.xml" if number == 1 else f"{name}-{number}.xml"] = part
    return files


def month_file(month: str) -> str:
    """Return the first file of a month's stories, "2024-10"; of other pages for ""."""
    return f"sitemap-{month}.xml" if month else PAGES_SITEMAP


def month_of(name: str) -> str:
    """Return the month whose stories a sitemap file holds ("2024/10"); "" for all else."""
    part = _MONTH.match(name)
    return f"{part[1]}/{part[2]}" if part else ""


def newest(entries: Iterable[SitemapEntry]) -> datetime | None:
    """Return the latest date among `entries`: what the index says of their file."""
    return max((entry.lastmod for entry in entries if entry.lastmod), default=None)


def news_sitemap(entries: Iterable[NewsEntry], name: str) -> bytes:
    """Return a news sitemap, well-formed also when there is nothing new to tell.

    Args:
        entries: stories of `news_window`, in their order.
        name: of the publication, exactly as the site calls itself.
    """
    lines = [_HEAD, _URLSET, _NEWS_NS, ">\n"]
    publication = f"<news:name>{_text(name)}</news:name>"
    lines += [
        f"<url><loc>{_text(entry.loc)}</loc><news:news><news:publication>{publication}"
        f"<news:language>{news_language(entry.lang)}</news:language></news:publication>"
        f"<news:publication_date>{_w3c(entry.published)}</news:publication_date>"
        f"<news:title>{_text(entry.title)}</news:title></news:news></url>\n"
        for entry in entries
    ]
    lines.append("</urlset>\n")
    return "".join(lines).encode()


def split_news(entries: Sequence[NewsEntry]) -> Mapping[str, tuple[NewsEntry, ...]]:
    """Share the news out among files of at most 1,000 stories, newest first.

    All that a newsroom prints in two days usually fits {"sitemap-news.xml": …}. When it does
    not, the parts are "sitemap-news-1.xml" and so on, and the fixed address has to hold
    their `index`.
    """
    in_order = sorted(entries, key=lambda entry: entry.loc)
    in_order.sort(key=lambda entry: entry.published, reverse=True)
    if len(in_order) <= NEWS_LIMIT:
        return {NEWS_SITEMAP: tuple(in_order)}
    stem = NEWS_SITEMAP.removesuffix(".xml")
    return {
        f"{stem}-{start // NEWS_LIMIT + 1}.xml": tuple(in_order[start : start + NEWS_LIMIT])
        for start in range(0, len(in_order), NEWS_LIMIT)
    }


def news_language(lang: str) -> str:
    """Return a BCP 47 tag as news sitemaps want it: "es-US" gives "es", "zh-Hant" "zh-tw"."""
    parts = lang.lower().replace("_", "-").split("-")
    if parts[0] == "zh":
        return "zh-tw" if {"tw", "hk", "mo", "hant"} & set(parts) else "zh-cn"
    return parts[0]


def _parts(entries: Sequence[SitemapEntry], limit: int) -> Iterable[tuple[SitemapEntry, ...]]:
    part: list[SitemapEntry] = []
    size = 0
    for entry in entries:
        entry_size = _size(len(entry.loc)) + sum(100 + 2 * len(url) for url in entry.images)
        if part and (len(part) == limit or size + entry_size > BYTE_LIMIT):
            yield tuple(part)
            part, size = [], 0
        part.append(entry)
        size += entry_size
    if part:
        yield tuple(part)


def surely_fit(count: int, longest: int) -> bool:
    """Say whether one file holds so many pages without pictures.

    Args:
        longest: the letters of the longest address.
    """
    return count <= URL_LIMIT and count * _size(longest) <= BYTE_LIMIT


def _size(address: int) -> int:
    """Return the bytes of an entry with so long an address, with room to spare.

    Escaping and tags are included: a character takes 6 bytes at most.
    """
    return 200 + 2 * address


def _loc(entry: SitemapEntry) -> str:
    return entry.loc


def _w3c(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _text(text: str) -> str:
    if not text.isprintable():  # almost never: the check is a quick one
        text = _FORBIDDEN.sub("", text)
    return _escape(text, quote=False) if _SPECIAL.search(text) else text
