"""Which pages search engines are told of, and when each changed."""

from __future__ import annotations

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.dates import Moment
from sitegen.model.article import Correction, Credit
from sitegen.model.documents import SitemapEntry
from sitegen.site.site import Site
from sitegen.syndication import sitemap_files, sitemaps
from sitegen.syndication.entries import file_url, news_entries
from sitegen.syndication.sitemap_files import SitemapFiles
from sitegen.syndication.structured_data import modified
from tests.pages.sample import sample
from tests.site.assembled import assembled, before, page, person, picture, story

ZONE = ZoneInfo("America/Chicago")


def at(day: str, hour: int = 9) -> Moment:
    return Moment(datetime.fromisoformat(f"2026-{day} {hour:02}:00").replace(tzinfo=ZONE))


@pytest.mark.parametrize("seed", range(12))
def test_the_index_says_of_the_pages_what_is_in_their_file(seed: int) -> None:
    """Whatever changed when, also static pages, parts of a series and dates of other zones."""
    chance = Random(seed)

    def moment() -> Moment:
        zone = chance.choice((ZONE, ZoneInfo("UTC"), ZoneInfo("Asia/Tokyo")))
        return Moment(before(days=chance.randint(0, 9)).at.astimezone(zone))

    def dates() -> dict[str, object]:
        more = {"updated": moment()} if chance.random() < 0.4 else {}
        more |= {"corrections": (Correction(moment(), "A"),)} if chance.random() < 0.2 else {}
        return {"published": moment(), **more}

    parts = [{"series": "The year", "part": n + 1, "tags": ("Budget",)} for n in range(6)]
    stories = [story(f"s{n}", **part, **dates()) for n, part in enumerate(parts)]
    pages = [page(f"p{n}", **dates()) for n in range(3)]
    site, _problems = assembled((*stories, *pages), page_size=2)
    entries = SitemapFiles(site).entries("sitemap-pages.xml")
    every = {path: modified(each) for path, each in site.articles.items()}
    assert SitemapFiles(site).newest("sitemap-pages.xml") == sitemaps.newest(entries)
    of_series = max((every[path] for path in site.stories), default=None)
    assert {e.lastmod for e in entries if "/series/" in e.loc} == {of_series}


def test_every_page_of_a_list_has_the_date_of_its_newest_story() -> None:
    """Lists in all their pages, of which the newest holds what the older do not; no copies."""
    days = {f"f{n}": f"02-0{n}" for n in range(1, 10)}
    days |= {f"m{n}": f"03-0{n}" for n in range(1, 7)}
    update = at("03-09", 10)
    parts = {"authors": (Credit("ana"),), "tags": ("Budget",), "series": "The year"}
    site, problems = assembled(
        (*(story(name, published=at(day), updated=update if name == "f2" else None, **parts)
           for name, day in days.items()),
         story("local/x", published=at("03-07"), canonical="https://first.example/x/")),
        (person("ana", "Ana Sample"),), page_size=5,
    )  # fmt: skip
    assert problems == ()
    maps = SitemapFiles(site)

    def dates(name: str) -> dict[str, datetime | None]:
        entries = maps.entries(name)
        return {e.loc.removeprefix(site.info.base_url): e.lastmod for e in entries}

    lists = ("/authors/ana/", "/news/", "/tags/budget/")
    found = dates("sitemap-pages.xml")
    assert list(found) == sorted(found)
    assert {url: date for url, date in found.items() if not url.startswith("/archive")} == {
        "/": update.at,
        "/local/": at("03-07").at,
        "/series/the-year/": update.at,
        **{folder: at("03-06").at for folder in lists},
        **{f"{folder}page/1/": update.at for folder in lists},
        **{f"{folder}page/2/": at("03-01").at for folder in lists},
        **dict.fromkeys(("/authors/", "/corrections/", "/feeds/", "/tags/")),
    }
    february = {f"/news/f{n}/": at(f"02-0{n}").at if n != 2 else update.at for n in range(1, 10)}
    march = {f"/news/m{n}/": at(f"03-0{n}").at for n in range(1, 7)}
    assert dates("sitemap-2026-02.xml") == february
    assert dates("sitemap-2026-03.xml") == march
    assert maps.names == ("sitemap-pages.xml", "sitemap-2026-02.xml", "sitemap-2026-03.xml")
    newest = [maps.newest(name) for name in maps.names]
    assert newest == [update.at, update.at, at("03-06").at]


def lines(site: Site, file: str) -> list[str]:
    """Return what stands in a file: addresses with their dates, and their pictures."""
    home, maps = site.info.base_url, SitemapFiles(site)
    return [
        " ".join([
            entry.loc.removeprefix(home), f"{entry.lastmod:%d %H:%M}" if entry.lastmod else "-",
            *(image.removeprefix(home) for image in entry.images),
        ])
        for entry in maps.entries(file)
    ]  # fmt: skip


def test_all_that_a_site_tells_of_itself() -> None:
    """Months from the oldest on; a list is as new as its newest story, one of lists has no date."""
    site = sample()
    maps = SitemapFiles(site)
    assert {name: f"{maps.newest(name):%m-%d %H:%M}" for name in maps.names} == {
        "sitemap-pages.xml": "11-22 10:00", "sitemap-2025-10.xml": "10-18 12:00",
        "sitemap-2026-10.xml": "10-13 12:00", "sitemap-2026-11.xml": "11-22 10:00",
    }  # fmt: skip
    assert maps.names == (
        "sitemap-pages.xml", *(f"sitemap-{m}.xml" for m in ("2025-10", "2026-10", "2026-11"))
    )  # fmt: skip
    assert lines(site, "sitemap-2026-11.xml") == [
        "/local/ad/ 17 12:00", "/local/fun/ 22 06:00",
        "/local/park/ 18 12:00 /media/small.65297b30.200.jpg", "/local/uno/ 22 05:00",
        "/news/rain/ 20 12:00", "/news/storm/ 22 10:00", "/news/talk/ 19 12:00",
        "/news/vote/ 21 17:00 /media/hall.8a42c617.16x9.1200.jpg",
    ]  # fmt: skip
    assert lines(site, "sitemap-2025-10.xml") == ["/news/news2/ 18 12:00"]
    assert lines(site, "sitemap-pages.xml") == [
        "/ 22 10:00", "/about/ 21 12:00", "/archive/ -", "/archive/2025/ -",
        "/archive/2025/10/ 18 12:00", "/archive/2026/ -", "/archive/2026/10/ 13 12:00",
        "/archive/2026/11/ 22 10:00", "/authors/ -", "/authors/ana/ 21 17:00",
        "/authors/desk/ 20 12:00", "/corrections/ -", "/feeds/ -", "/local/ 22 06:00",
        "/local/page/1/ 18 12:00", "/news/ 22 10:00", "/news/page/1/ 19 12:00",
        "/podcasts/hour/ 19 12:00", "/series/high-tide/ 21 17:00", "/tags/ -",
        "/tags/parks/ 21 17:00", "/tags/rain/ 21 17:00", "/views/ 13 12:00",
    ]  # fmt: skip
    assert file_url(site, "a/b.jpg") == "https://g.example/p/a/b.jpg"
    assert [(e.loc, e.title, e.lang, f"{e.published:%d %H}") for e in news_entries(site)] == [
        ("https://g.example/p/news/storm/", "Storm", "en", "22 07"),
        ("https://g.example/p/local/uno/", "Uno", "es", "22 05"),
        ("https://g.example/p/news/vote/", "Vote", "en", "21 12"),
    ]


def test_what_first_stood_elsewhere_is_told_there() -> None:
    """No copy has an address here, and its month none of its own; a drawing is its own picture."""
    elsewhere = {"canonical": "https://first.example/x/"}
    drawing = picture("map.svg", 80, 40, format="svg")
    site, problems = assembled(
        (story("own", image=drawing), story("copy", **elsewhere, published=before(days=90)),
         page("about"), page("terms", **elsewhere)),
        (person("mai", "Mai"),), base_url="https://g.example",
    )  # fmt: skip
    assert problems == ()
    assert SitemapFiles(site).names == ("sitemap-pages.xml", "sitemap-2026-11.xml")
    assert lines(site, "sitemap-2026-11.xml") == ["/news/own/ 21 12:00 /media/map.443a62a2.svg"]
    pages = [line.split()[0] for line in lines(site, "sitemap-pages.xml")]
    assert "/about/" in pages
    assert "/terms/" not in pages
    empty, _problems = assembled(())
    assert SitemapFiles(empty).names == ("sitemap-pages.xml",)
    assert "/ -" in lines(empty, "sitemap-pages.xml")


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_month_that_may_not_fit_is_divided(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Only there are its entries made to know the names of its files, and their dates."""
    monkeypatch.setattr(sitemap_files, "_SURELY_ONE_FILE", most)
    monkeypatch.setattr(sitemaps, "BYTE_LIMIT", 300)
    note = Correction(Moment(before(hours=1).at), "It was 7.")
    site, _problems = assembled(
        (story("a", published=before(days=3), corrections=(note,)), story("b")),
    )
    maps = SitemapFiles(site)
    newest = {f"{name} {maps.newest(name):%d %H}" for name in maps.names if "2026" in name}
    second = {"sitemap-2026-11-2.xml 21 12"} if most == 1 else set()
    assert newest == {"sitemap-2026-11.xml 22 11", *second}


def test_months_surely_fit_with_the_longest_addresses() -> None:
    """Two of 4,096 letters for each story, which take three bytes each."""
    longest = "%C3" * 4096
    entry = SitemapEntry(longest, None, (longest,), "2026-11")
    files = sitemaps.split([entry] * sitemap_files._SURELY_ONE_FILE)
    assert list(files) == ["sitemap-2026-11.xml"]


# A site with pages of many kinds, and addresses of which each letter takes its nine bytes.
TOPICS = ("Ẩm thực", "Cộng đồng", "新聞", "新聞 " * 20)


@pytest.mark.parametrize("size", [1, 3, 20])
def test_pages_that_surely_fit_one_file_do(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many and however long: an outline names the file and makes no entry for it."""
    people = [person("ana-sample", "Ana Sample")]
    stories = [
        story(f"s{number}", published=before(days=40 * number), tags=TOPICS[: number % 5],
              series="Tide" if number % 2 else "", authors=(Credit("ana-sample"),))
        for number in range(12)
    ]  # fmt: skip
    pages = [page(f"page-{'x' * 40}-{number}") for number in range(3)]
    site = assembled([*stories, *pages], people, page_size=size)[0]
    asked: list[tuple[int, int]] = []

    def surely_fit(count: int, longest: int) -> bool:
        asked.append((count, longest))
        return False

    assert SitemapFiles(site).names == (names := _every_name(site))
    monkeypatch.setattr(sitemaps, "surely_fit", surely_fit)
    files = SitemapFiles(site)
    assert files.names == names
    entries = files.entries("sitemap-pages.xml")
    assert len(entries) <= asked[0][0] <= 3 * len(entries)
    assert max(len(entry.loc) for entry in entries) <= asked[0][1]


def _every_name(site: Site) -> tuple[str, ...]:
    """Return the files that hold all entries, which `names` does not make."""
    files = SitemapFiles(site)
    months = sorted(name for kind, name in site.lists if kind == "month")
    return tuple(name for month in ("", *months) for name in files._files_of(month))


def test_pages_that_may_not_fit_one_file_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    site = assembled([story("vote", tags=TOPICS)])[0]
    monkeypatch.setattr(sitemaps, "BYTE_LIMIT", 1500)
    names = SitemapFiles(site).names
    assert names == _every_name(site)
    assert names[:2] == ("sitemap-pages.xml", "sitemap-pages-2.xml")


def test_a_file_surely_holds_what_is_within_its_limits() -> None:
    assert sitemaps.surely_fit(sitemaps.URL_LIMIT, 100)
    assert not sitemaps.surely_fit(sitemaps.URL_LIMIT + 1, 100)
    assert sitemaps.surely_fit(100, 199_900)  # each takes 200 bytes, and its address twice
    assert not sitemaps.surely_fit(100, 199_901)
