"""Sitemaps: whole, canonical, and still where nothing changed.

Oracles: Google's schemas of the news and image extensions, the protocol's of the index.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from sitegen.core.record import replace
from sitegen.model.documents import NewsEntry, SitemapEntry
from sitegen.model.kinds import KINDS
from sitegen.site.news_window import aged_out_at, is_news, news_window
from sitegen.syndication.sitemaps import (
    index,
    month_file,
    month_of,
    newest,
    news_language,
    news_sitemap,
    sitemap,
    split,
    split_news,
)
from tests.conftest import ROOT

SCHEMAS = ROOT / "tests/data/schemas"
HOUSTON = ZoneInfo("America/Chicago")
NOON = datetime(2026, 11, 20, 12, tzinfo=HOUSTON)
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def obeys(schema: str, document: bytes) -> Any:
    """Parse `document`, once its schema has nothing to say against it."""
    root = etree.fromstring(document)
    etree.XMLSchema(etree.parse(SCHEMAS / schema)).assertValid(root)
    return root


def texts(root: Any, path: str) -> list[str]:
    return [element.text for element in root.iterfind(path, NS)]


def story(name: str, month: str = "2026-11", lastmod: datetime | None = NOON) -> SitemapEntry:
    return SitemapEntry(f"https://gazette.example/news/{name}/", lastmod, month=month)


def news(number: int, published: datetime = NOON) -> NewsEntry:
    return NewsEntry(
        f"https://gazette.example/news/{number}/", f"Sample headline {number}", "en", published
    )


def test_a_sitemap_says_where_and_since_when() -> None:
    """S2: the story's own date, with its offset; no other date stands in the file."""
    pages = [story("a"), story("b", lastmod=None), story("c", lastmod=NOON.replace(hour=13))]
    root = obeys("sitemap-0.9.xsd", sitemap(pages))

    assert texts(root, "s:url/s:loc") == [page.loc for page in pages]
    assert texts(root, "s:url/s:lastmod") == [
        "2026-11-20T12:00:00-06:00",
        "2026-11-20T13:00:00-06:00",
    ]
    assert sitemap(pages) == sitemap(pages)


def test_pictures_stand_with_their_page() -> None:
    """Image entries are absolute addresses, escaped, at most 1,000 for one page."""
    page = replace(story("a"), images=("https://gazette.example/media/a.jpg?x=1&y=2",))
    root = obeys("sitemap-0.9.xsd", sitemap([page]))
    assert texts(root, "s:url/image:image/image:loc") == list(page.images)

    many = tuple(f"https://gazette.example/media/{number}.jpg" for number in range(1_001))
    root = obeys("sitemap-0.9.xsd", sitemap([replace(page, images=many)]))
    assert texts(root, "s:url/image:image/image:loc") == list(many[:1_000])


def test_old_months_stay_as_they_are() -> None:
    """S1: a new story changes this month's file and no other; pages have one of their own."""
    old = [story("a", "2026-09"), story("b", "2026-10"), story("about", "")]
    before = split(old)
    after = split([story("new", "2026-11"), *old])

    assert list(after) == [
        "sitemap-pages.xml",
        "sitemap-2026-09.xml",
        "sitemap-2026-10.xml",
        "sitemap-2026-11.xml",
    ]
    assert {name: after[name] for name in before} == before


def test_the_order_of_stories_does_not_matter() -> None:
    """S2: unchanged content gives the same files, in whatever order it was read."""
    stories = [story(name) for name in "cab"]
    assert split(stories) == split(stories[::-1])


def test_a_file_is_full_with_its_last_address_or_byte() -> None:
    """With 30,000 addresses, or when 40 MB are reckoned: the protocol's 50 MB are never near."""
    assert [len(part) for part in split([story("a")] * 30_000).values()] == [30_000]
    assert [len(part) for part in split([story("a")] * 30_001).values()] == [30_000, 1]
    large = SitemapEntry("x" * 100, None, images=("x" * 2_172,) * 900)  # reckoned to be 4 MB
    assert [len(part) for part in split([large] * 20).values()] == [10, 10]
    more = replace(large, loc="x" * 101)
    assert [len(part) for part in split([*[large] * 9, more]).values()] == [9, 1]


def test_a_files_name_says_whose_stories_it_holds() -> None:
    assert [month_of(month_file(month)) for month in ("2026-11", "")] == ["2026/11", ""]
    assert month_of("sitemap-2026-11-2.xml") == "2026/11"
    assert month_of("sitemap-news.xml") == month_of("sitemap-2026-110.xml") == ""


def test_a_file_that_is_full_goes_on_in_another() -> None:
    """S1: no file has more addresses than its limit, and none is lost or doubled."""
    files = split([story(f"{number:03}") for number in range(25)], limit=10)

    assert {name: len(entries) for name, entries in files.items()} == {
        "sitemap-2026-11.xml": 10,
        "sitemap-2026-11-2.xml": 10,
        "sitemap-2026-11-3.xml": 5,
    }
    assert len({entry.loc for entries in files.values() for entry in entries}) == 25


def test_files_stay_below_the_protocols_limits() -> None:
    """S1: at most 50,000 addresses and 50 MB, however many pictures the pages have."""
    pictures = tuple(f"https://gazette.example/media/{'x' * 100}{n}.jpg" for n in range(1_000))
    heavy = [replace(story(f"{number:04}"), images=pictures) for number in range(120)]
    light = [story(f"l{number}", "2026-10") for number in range(30_001)]
    files = split([*heavy, *light])

    assert len(files) > 3
    for entries in files.values():
        assert len(entries) <= 50_000
        assert len(sitemap(entries)) <= 50 * 1024 * 1024


def test_the_index_names_each_file_with_its_newest_date() -> None:
    """S1, S2: old files keep old dates, so that search engines leave them alone."""
    files: Mapping[str, tuple[SitemapEntry, ...]] = split(
        [story("a", "2026-10", NOON - timedelta(days=40)), story("b"), story("about", "", None)]
    )
    document = index(
        (f"https://gazette.example/{name}", newest(entries)) for name, entries in files.items()
    )
    root = obeys("siteindex-0.9.xsd", document)

    assert texts(root, "s:sitemap/s:loc") == [
        "https://gazette.example/sitemap-pages.xml",
        "https://gazette.example/sitemap-2026-10.xml",
        "https://gazette.example/sitemap-2026-11.xml",
    ]
    assert texts(root, "s:sitemap/s:lastmod") == [
        "2026-10-11T12:00:00-05:00",
        "2026-11-20T12:00:00-06:00",
    ]


def test_the_news_sitemap_obeys_googles_schema() -> None:
    """G1: name, language, date and title of each story stand."""
    root = obeys("sitemap-0.9.xsd", news_sitemap([news(1), news(2)], "The Sample Gazette"))

    base = "s:url/news:news"
    assert texts(root, "s:url/s:loc") == [news(1).loc, news(2).loc]
    assert texts(root, f"{base}/news:publication/news:name") == ["The Sample Gazette"] * 2
    assert texts(root, f"{base}/news:publication/news:language") == ["en", "en"]
    assert texts(root, f"{base}/news:title") == ["Sample headline 1", "Sample headline 2"]


def test_names_and_headlines_arrive_as_written() -> None:
    """G2: exactly the site's name and the headline, whatever characters they hold."""
    entry = replace(news(1), title='Fish & chips <b> ]]> "five" – đồng\x0b')
    root = obeys("sitemap-0.9.xsd", news_sitemap([entry], "Gazette & Sons"))

    assert texts(root, ".//news:name") == ["Gazette & Sons"]
    assert texts(root, ".//news:title") == ['Fish & chips <b> ]]> "five" – đồng']


def test_the_news_date_is_the_first_publication() -> None:
    """G3: a W3C date-time with its offset."""
    root = obeys("sitemap-0.9.xsd", news_sitemap([news(1)], "Gazette"))
    assert texts(root, ".//news:publication_date") == ["2026-11-20T12:00:00-06:00"]


@pytest.mark.parametrize(
    ("age", "is_news_now"),
    [
        (timedelta(0), True),
        (timedelta(hours=47, minutes=59, seconds=59), True),
        (timedelta(hours=48), False),
        (timedelta(seconds=-1), False),
    ],
)
def test_news_is_two_days_old_at_most(age: timedelta, is_news_now: bool) -> None:
    """G1: within 48 hours of first publication, and not before it."""
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert news_window(now - age, now) is is_news_now


@pytest.mark.parametrize("day", [datetime(2026, 10, 31, 20), datetime(2026, 3, 7, 20)])
def test_two_days_are_48_hours_when_clocks_change(day: datetime) -> None:
    """G8: what ages is real time, not what the clock on the wall says."""
    published = day.replace(tzinfo=HOUSTON)
    end = aged_out_at(published)

    assert end.timestamp() - published.timestamp() == 48 * 3600
    assert news_window(published, end - timedelta(seconds=1))
    assert not news_window(published, end)
    assert not news_window(published, end.astimezone(HOUSTON))


def test_a_great_day_fills_several_files() -> None:
    """G4: at most 1,000 stories in a file; the rest goes on, newest first."""
    day = [news(number, NOON - timedelta(minutes=number)) for number in range(2_001)]
    files = split_news(day[::-1])

    assert {name: len(entries) for name, entries in files.items()} == {
        "sitemap-news-1.xml": 1_000,
        "sitemap-news-2.xml": 1_000,
        "sitemap-news-3.xml": 1,
    }
    assert files["sitemap-news-1.xml"][0] == day[0]


def test_the_news_sitemap_has_one_address() -> None:
    """G7: the file is the same on a day with news and on a day without."""
    assert list(split_news([news(1)])) == list(split_news([])) == ["sitemap-news.xml"]


def test_no_news_is_a_sound_file() -> None:
    """G5: well-formed and empty."""
    root = obeys("sitemap-0.9.xsd", news_sitemap([], "Gazette"))
    assert root.tag == f"{{{NS['s']}}}urlset"
    assert len(root) == 0


def test_only_reporting_is_news() -> None:
    """G6: no advertisement, event, obituary, page, press release; opinion if wanted."""
    others = ("callout", "obituary", "event", "sponsored", "satire", "release", "page")
    assert [kind for kind in others if is_news(kind)] == []
    assert all(map(is_news, KINDS.keys() - {*others}))
    assert not is_news("opinion", exclude_kinds=("opinion",))
    assert not is_news("sponsored", exclude_kinds=("opinion",))


@pytest.mark.parametrize(
    ("lang", "code"),
    [
        ("en", "en"),
        ("es-US", "es"),
        ("vi", "vi"),
        ("zh-Hant", "zh-tw"),
        ("zh", "zh-cn"),
        ("zu", "zu"),
    ],
)
def test_languages_are_named_as_google_wants(lang: str, code: str) -> None:
    """G1: ISO 639, with its two exceptions for Chinese."""
    assert news_language(lang) == code
    obeys("sitemap-0.9.xsd", news_sitemap([replace(news(1), lang=lang)], "Gazette"))
