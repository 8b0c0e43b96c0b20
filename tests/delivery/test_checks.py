"""Checks of a live site as functions of answers: each fault alone, in its own words.

What a real web server makes of a built site is in test_verify.py.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.http import Answer, Client, HttpError
from sitegen.core.record import replace
from sitegen.core.urls import output_file
from sitegen.delivery import host_checks, page_checks, robot_checks
from sitegen.delivery.checks import GOOD, NOTE, WRONG, Check, Fault, verdict
from sitegen.delivery.expected import Expected, Hidden, Move, Turn
from sitegen.delivery.live import LiveSite, Reply, Silence
from sitegen.delivery.page_facts import PageFacts, is_local, page_facts
from sitegen.delivery.reading import Reading
from sitegen.delivery.sample import sample
from sitegen.hosts.answers import lifetime, types_of
from sitegen.hosts.headers import security_headers

BASE = "https://gazette.test"
ZONE = ZoneInfo("America/Chicago")
NOON = datetime(2026, 11, 22, 12, tzinfo=ZONE)
DEPLOY = "Deploy the site; or wait until every cache has it: sitegen verify --wait 300"
LONG = "A sample sentence. " * 80  # more than what fits into one packet


def page(path: str, more: str = "") -> str:
    return f'<html><head><link rel="canonical" href="{BASE}{path}"></head>{LONG}{more}</html>'


def rss(own: str, *paths: str) -> str:
    items = "".join(f"<item><guid>tag:{p}</guid><link>{BASE}{p}</link></item>" for p in paths)
    link = f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="self" href="{BASE}{own}"/>'
    return f"<rss><channel>{link}{items}</channel></rss>"


def sitemap(*paths: str, index: bool = False, date: str = "") -> str:
    each, whole = ("sitemap", "sitemapindex") if index else ("url", "urlset")
    news = 'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    dated = (
        f"<n:news {news}><n:publication_date>{date}</n:publication_date></n:news>" if date else ""
    )
    rows = "".join(f"<{each}><loc>{BASE}{path}</loc>{dated}</{each}>" for path in paths)
    return f'<{whole} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{whole}>'


STORIES = ("/news/vote/", "/local/park/")
FILES = {
    "index.html": page("/"),
    "404.html": "<html>nothing is here</html>",
    "news/index.html": page("/news/"),
    "local/index.html": page("/local/"),
    "news/vote/index.html": page("/news/vote/"),
    "local/park/index.html": page("/local/park/"),
    "old/index.html": page("/news/vote/"),
    "feed.xml": rss("/feed.xml", *STORIES),
    "news/feed.xml": rss("/news/feed.xml", STORIES[0]),
    "feeds/partner.xml": rss("/feeds/partner.xml", *STORIES),
    "sitemap.xml": sitemap("/sitemap-pages.xml", "/none.xml", index=True),
    "sitemap-pages.xml": sitemap("/", *STORIES),
    "sitemap-news.xml": sitemap("/news/vote/", date="2026-11-22T09:00:00-06:00"),
    "robots.txt": "# a sample\nUser-agent: *\nAllow: /\nSitemap: s\n",
    "humans.txt": "a sample",
    "favicon.ico": "icon",
    "manifest.webmanifest": "{}",
    "news/notes.txt": "a sample",
    "static/a.1234abcd.css": LONG,
    "static/b.1234abcd.css": "b {}",
    "static/c.1234abcd.js": "c()",
    "static/d.1234abcd.svg": "<svg/>",
    "media/a.1234abcd.jpg": "a picture",
    "media/b.1234abcd.jpg": "a picture",
    "media/c.1234abcd.webp": "a picture",
}
MOVES = (Move("/old/", f"{BASE}/news/vote/"), Move("/?p=1", f"{BASE}/local/park/"))


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("output")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def site(output: Path) -> Expected:
    feeds = {"feeds/partner.xml": "application/rss+xml"}
    return Expected(BASE, "nginx", output, frozenset(FILES), feeds, MOVES, Hidden(("/a/", "/b/")))


def answer(body: str = "", status: int = 200, **headers: str) -> Answer:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer("", status, names, body.encode())


def reply_of(site: Expected, path: str) -> Reply:
    """Return what a host that does as it is told answers."""
    moves = {move.old: move.new for move in site.moves}
    if path in moves:
        return Reply(answer(status=301, location=moves[path]), (moves[path],))
    file = output_file(path)
    if file not in site.files:
        return Reply(answer(FILES["404.html"], 404))
    headers = {name.lower(): value for name, value in security_headers(BASE).items()}
    headers |= {
        "content-type": (*types_of(file, site.feed_types), "text/plain")[0],
        "cache-control": lifetime(file, site.feed_types),
        "content-encoding": "gzip",
    }
    return Reply(Answer("", 200, headers, FILES[file].encode()))


def look(site: Expected, place: str = BASE, **changes: Reply | Answer | Silence) -> Reading:
    """Return a look at a site; changes are by path, with "_" for its last slash."""
    chosen = sample(site)
    turn = (*site.turn.came, *site.turn.gone) if site.turn else ()
    paths = (*chosen.known(), chosen.missing, *chosen.moves, *chosen.hidden, *turn)
    replies = {path: reply_of(site, path) for path in paths}
    for path, each in changes.items():
        assert path in replies, path
        replies[path] = each if isinstance(each, Reply) else Reply(each)
    return Reading(site, chosen, place, replies)


def spoilt(site: Expected, path: str, body: str = "", status: int = 200, **headers: str) -> Reading:
    """Return a look in which one path answers otherwise: its other headers stay."""
    usual = reply_of(site, path).answer
    assert isinstance(usual, Answer)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    new = Answer("", status, {**usual.headers, **names}, body.encode() or usual.body)
    return look(site, **{path: new})


# What is asked for


def test_a_sample_holds_what_readers_and_robots_come_to_first(site: Expected) -> None:
    chosen = sample(site)
    assert chosen.story == "/news/vote/"
    assert chosen.section == "/news/"
    assert chosen.feeds == ("/feed.xml", "/news/feed.xml", "/feeds/partner.xml")
    assert chosen.sitemaps == ("/sitemap.xml", "/sitemap-pages.xml")
    assert chosen.news == ("/sitemap-news.xml",)
    assert chosen.pictures == (
        "/media/a.1234abcd.jpg",
        "/media/c.1234abcd.webp",
        "/static/d.1234abcd.svg",
    )
    assert chosen.files == (
        "/favicon.ico",
        "/humans.txt",
        "/manifest.webmanifest",
        "/robots.txt",
        "/static/a.1234abcd.css",
        "/static/c.1234abcd.js",
    )
    assert chosen.pages == ("/local/", "/local/park/", "/news/", "/news/vote/")
    assert chosen.moves == ("/old/", "/?p=1")
    assert chosen.hidden == ("/a/", "/b/")
    assert chosen.missing.startswith("/sitegen-asks-for-nothing-")
    assert len(chosen.missing) == len("/sitegen-asks-for-nothing-") + 9
    assert chosen.known() == (
        "/", "/news/vote/", "/news/", *chosen.feeds, *chosen.sitemaps, *chosen.news,
        *chosen.pictures, *chosen.files, "/local/", "/local/park/",
    )  # fmt: skip


def test_a_sample_of_thousands_is_spread_over_them(site: Expected, tmp_path: Path) -> None:
    """The first and the last among them, and the same each time."""
    pages = frozenset(f"news/{number:03}/index.html" for number in range(200))
    moves = tuple(Move(f"/{number}/", "") for number in range(100))
    hidden = Hidden(tuple(f"/h/{number}/" for number in range(300)))
    names = [f"feeds/{number}.xml" for number in range(20)]
    maps = [f"/sitemap-{number}.xml" for number in range(20)]
    (tmp_path / "sitemap.xml").write_text(sitemap(*maps, index=True))
    files = frozenset((*pages, *names, "sitemap.xml", *(name[1:] for name in maps)))
    large = replace(site, output=tmp_path, files=files, feed_types=dict.fromkeys(names, ""),
                    moves=moves, hidden=hidden)  # fmt: skip
    chosen = sample(large)
    assert chosen.pages == tuple(f"/news/{n * 199 // 19:03}/" for n in range(20))
    assert chosen.moves == tuple(f"/{n * 99 // 9}/" for n in range(10))
    assert chosen.hidden == hidden.paths[:200]
    assert chosen.feeds == tuple(f"/{name}" for name in sorted(names)[:8])
    assert chosen.sitemaps == ("/sitemap.xml", maps[0], *maps[-6:])
    assert (chosen.story, chosen.section) == ("", "")
    few = replace(large, files=frozenset([*sorted(pages)[:20], "b/index.html"]), moves=moves[:10])
    assert sample(few).section == "/b/"
    assert len(sample(replace(few, files=frozenset(sorted(pages)[:20]))).pages) == 20
    assert sample(few).moves == tuple(move.old for move in moves[:10])
    assert sample(few).sitemaps == ()
    (tmp_path / "sitemap.xml").write_text("no map")
    assert sample(large).sitemaps == ("/sitemap.xml",)


def test_a_section_is_the_newest_storys_own_or_the_first(site: Expected, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss("/feed.xml", "/2026/vote/"))
    files = frozenset(
        ["feed.xml", "index.html", "2026/vote/index.html", "a/b/index.html", "c/index.html"]
    )
    chosen = sample(replace(site, output=tmp_path, files=files))
    assert (chosen.story, chosen.section) == ("/2026/vote/", "/c/")
    (tmp_path / "feed.xml").write_text("no feed")
    assert sample(replace(site, output=tmp_path, files=files)).story == ""


def test_what_the_site_has_is_read_from_its_folder(site: Expected) -> None:
    assert site.stories() == STORIES
    assert site.has("/news/")
    assert not site.has("/none/")
    assert site.built("/humans.txt") == b"a sample"
    assert site.built("/none/") == b""
    assert site.url("/news/") == f"{BASE}/news/"
    assert site.sends_headers
    assert not replace(site, host="").sends_headers
    assert not replace(site, host="github").sends_headers


# Verdicts and readings


def test_a_verdict_tells_the_first_fault_and_counts_the_others() -> None:
    one, two = Fault("/a/", "is red", "Paint it."), Fault("", "is blue")
    assert verdict("x", "all is well", []) == Check("x", GOOD, "all is well")
    assert verdict("x", "", [one]) == Check("x", WRONG, "/a/: is red", (one,))
    assert verdict("x", "", [two, one, one]) == Check(
        "x", WRONG, "is blue, and 2 more", (two, one, one)
    )
    assert verdict("x", "", [one, two], NOTE) == Check(
        "x", NOTE, "/a/: is red, and 1 more", (one, two)
    )
    assert [str(one), str(two)] == ["/a/: is red\n  Paint it.", "is blue"]
    assert verdict("x", "", [one]).is_wrong
    assert not verdict("x", "", [one], NOTE).is_wrong


@pytest.mark.parametrize(
    ("reply", "what", "hint"),
    [
        (Silence("nothing listens"), "nothing listens", ""),
        (Reply(answer(status=302), ("/else/", "/more/")), "leads on to /else/ (302)", ""),
        (answer(status=401), "answers 401", "It asks for a password"),
        (answer(status=403), "answers 403", "The host forbids it"),
        (answer(status=404), "answers 404", "Deploy the site"),
        (answer(status=429), "answers 429", "The host has had enough"),
        (answer(status=418), "answers 418", ""),
        (answer(status=499), "answers 499", ""),
        (answer(status=500), "answers 500", "The host is in trouble"),
    ],
)
def test_what_a_page_answers_instead_is_told(
    site: Expected, reply: Reply | Answer | Silence, what: str, hint: str
) -> None:
    reading = look(site, **{"/news/vote/": reply})
    fault = reading.answer("/news/vote/")
    assert isinstance(fault, Fault)
    assert (fault.where, fault.what) == (f"{BASE}/news/vote/", what)
    assert fault.hint.startswith(hint)
    assert bool(fault.hint) == bool(hint)
    assert "/news/vote/" not in reading.answered()
    assert "/news/vote/" not in reading.pages
    assert page_checks.story(reading).faults == (fault,)
    assert fault in page_checks.built(reading).faults


# Pages


def test_a_site_as_it_was_built_is_good(site: Expected) -> None:
    """Each check says what it saw, with its numbers."""
    reading = look(site)
    says = {
        page_checks.front: f"{BASE}/ answers",
        page_checks.story: f"{BASE}/news/vote/ answers",
        page_checks.section: f"{BASE}/news/ answers",
        page_checks.missing: "an address at which nothing is answers 404, with the site's page",
        page_checks.redirects: "2 of 2 old addresses lead on: 2 by the host, 0 by a page",
        page_checks.pictures: "one of each format came as built: jpg, webp, svg",
        page_checks.built: "17 files are served byte for byte",
        page_checks.previews: "no page comes from a preview or names this machine",
        robot_checks.feeds: "3 can be read, the newest story is /news/vote/",
        robot_checks.sitemaps: "2 can be read, with 3 pages",
        robot_checks.robots: "is as built",
        robot_checks.hidden: "2 of 2 were asked for, and answer 404",
        host_checks.types: "20 files are sent as what they are",
        host_checks.headers: "are those that the host was told",
        host_checks.compression: "6 pages and files are sent compressed",
    }
    assert {check: check(reading).says for check in says} == says
    assert {check(reading).verdict for check in says} == {GOOD}
    assert robot_checks.news(reading, NOON) == Check(
        "news sitemap", GOOD, "can be read, with 1 story of the last 48 hours"
    )


def test_a_site_that_has_little_is_told_so(site: Expected) -> None:
    empty = look(
        replace(site, files=frozenset(["index.html"]), moves=(), hidden=Hidden(), feed_types={})
    )
    says = {
        page_checks.story: (NOTE, "the site has no story yet"),
        page_checks.section: (NOTE, "the site has no section"),
        page_checks.redirects: (GOOD, "the site has no old addresses"),
        page_checks.pictures: (GOOD, "one of each format came as built: none"),
        robot_checks.feeds: (GOOD, "0 can be read, the newest story is no story"),
        robot_checks.sitemaps: (NOTE, "the site has none"),
        robot_checks.robots: (NOTE, "the site has none"),
        robot_checks.hidden: (GOOD, "there are none"),
    }
    assert {check: (check(empty).verdict, check(empty).says) for check in says} == says
    assert robot_checks.news(empty, NOON) == Check("news sitemap", NOTE, "the site has none")


@pytest.mark.parametrize(
    ("path", "change", "what"),
    [
        ("/", {"content_type": "text/plain"}, "is sent as 'text/plain', and browsers show no page"),
        ("/", {"content_type": ""}, "is sent as 'nothing', and browsers show no page"),
        ("/", {"body": page("/old/")}, f"calls itself {BASE}/old/"),
        ("/", {"body": "<html></html>"}, "calls itself by no address"),
    ],
)
def test_a_page_that_is_no_page_is_told(
    site: Expected, path: str, change: Mapping[str, str], what: str
) -> None:
    (fault,) = page_checks.front(spoilt(site, path, **change)).faults  # type: ignore[arg-type]
    assert (fault.where, fault.what) == (f"{BASE}/", what)


def test_a_front_that_was_built_for_another_address_is_told(site: Expected, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(page("/").replace(BASE, "http://old.test"))
    moved = replace(site, output=tmp_path)
    (fault,) = page_checks.front(look(moved)).faults
    assert fault.what == f"output/ was built for http://old.test/, not {BASE}/"
    (tmp_path / "index.html").write_text("<html></html>")
    (fault,) = page_checks.front(look(moved)).faults
    assert fault.what == f"output/ was built for no address, not {BASE}/"


def test_an_address_at_which_nothing_is_answers_so(site: Expected) -> None:
    path = sample(site).missing
    where = f"{BASE}{path}"

    def told(reply: Answer | Silence) -> Check:
        return page_checks.missing(look(site, **{path: reply}))

    assert told(answer(FILES["404.html"], 410)).verdict == GOOD
    assert told(Silence("no end")) == Check(
        "not found", WRONG, f"{where}: no end", (Fault(where, "no end"),)
    )
    assert told(answer("else", 404)).verdict == NOTE
    assert told(answer("else", 404)).says == "answers 404, with another page than 404.html"
    for status, hint in (
        (200, "Have the host answer with 404.html"),
        (403, "A bucket answers 403"),
    ):
        (fault,) = told(answer(FILES["404.html"], status)).faults
        assert (fault.where, fault.what) == (where, f"answers {status}, and nothing is there")
        assert fault.hint.startswith(hint)


def test_old_addresses_lead_to_their_pages(site: Expected) -> None:
    """By the host or by a page, on the site or on a copy of it; else it is told where they end."""
    copy = "http://copy.test"

    def told(reply: Reply | Answer | Silence, place: str = BASE) -> Check:
        return page_checks.redirects(look(site, place, **{"/old/": reply}))

    def says(check: Check) -> list[str]:
        return [f"{fault.where} {fault.what}" for fault in check.faults]

    end = f", not to {BASE}/news/vote/"
    assert told(answer(page("/news/vote/"))).says == (
        "2 of 2 old addresses lead on: 1 by the host, 1 by a page"
    )
    assert told(Reply(answer(status=301), ("/a", f"{BASE}/news/vote/#part"))).verdict == GOOD
    assert told(Reply(answer(status=301), (f"{copy}/news/vote/",)), copy).verdict == GOOD
    assert says(told(Reply(answer(status=301), (f"{copy}/news/vote/",)))) == [
        f"{BASE}/old/ leads to {copy}/news/vote/{end}"
    ]
    assert says(told(answer(page("/news/vote/"), 404))) == [f"{BASE}/old/ answers 404{end}"]
    assert says(told(answer("<html></html>"))) == [f"{BASE}/old/ leads nowhere{end}"]
    assert says(told(Silence("no end"))) == [f"{BASE}/old/ no end{end}"]


def test_a_picture_comes_as_it_was_built(site: Expected) -> None:
    path = "/media/a.1234abcd.jpg"

    def told(reply: Answer | Silence) -> list[str]:
        return [fault.what for fault in page_checks.pictures(look(site, **{path: reply})).faults]

    assert told(Silence("no end")) == ["no end"]
    assert told(answer("a picture", content_type="text/plain")) == [
        "is sent as 'text/plain', and no browser shows it"
    ]
    assert told(answer("another", content_type="image/jpeg")) == [
        "is not the picture that was built"
    ]


def test_bytes_that_are_not_those_that_were_built_are_told(site: Expected) -> None:
    def told(path: str, body: str) -> list[tuple[str, str]]:
        return [(f.where, f.what) for f in page_checks.built(spoilt(site, path, body)).faults]

    assert told("/news/", page("/news/", "more")) == [
        (f"{BASE}/news/", "is not the page that was built")
    ]
    for count, scripts in ((1, "a script"), (2, "2 scripts")):
        assert told("/news/", page("/news/", "<script></script>" * count)) == [
            (f"{BASE}/news/", f"has {scripts} more than was built")
        ]
    assert told("/feed.xml", "else") == [(f"{BASE}/feed.xml", "is not the file that was built")]
    style = "/static/a.1234abcd.css"
    assert told(style, "else") == [(f"{BASE}{style}", "is not the file that was built")]
    assert told("/robots.txt", "else") == []
    assert told("/media/a.1234abcd.jpg", "else") == []


def test_nothing_of_a_preview_is_published(site: Expected) -> None:
    def told(path: str, more: str) -> list[str]:
        body = FILES[output_file(path)].replace("</html>", f"{more}</html>")
        return [fault.what for fault in page_checks.previews(spoilt(site, path, body)).faults]

    assert told("/", '<script src="/_sitegen/a.js"></script>') == [
        "loads /_sitegen/a.js: this page comes from a preview"
    ]
    assert told("/", '<a href="http://localhost:8000/">') == ["names http://localhost:8000/"]
    local = rss("/feed.xml", *STORIES).replace(BASE, "http://127.0.0.1:8000")
    feed = page_checks.previews(spoilt(site, "/feed.xml", local))
    assert [f.what for f in feed.faults] == ["names http://127.0.0.1:8000/feed.xml"]
    for path in ("/sitemap-pages.xml", "/sitemap-news.xml"):
        maps = sitemap("/", "/a/").replace(f"{BASE}/a", "http://[::1]/a")
        found = page_checks.previews(spoilt(site, path, maps)).faults
        assert [fault.what for fault in found] == ["names http://[::1]/a/"]
    assert page_checks.previews(spoilt(site, "/feed.xml", "no feed")).verdict == GOOD
    assert page_checks.previews(spoilt(site, "/humans.txt", "http://localhost/")).verdict == GOOD
    own = page("/").replace(BASE, "http://localhost")
    (fault,) = page_checks.previews(spoilt(site, "/", own)).faults
    assert fault.what == "names http://localhost/"
    here = replace(site, base_url="http://localhost:8000")
    assert page_checks.previews(look(here)).says == "no page comes from a preview"


def test_a_newsrooms_own_word_of_its_machine_is_no_fault(site: Expected, tmp_path: Path) -> None:
    body = page("/news/", '<a href="http://localhost/">')
    (tmp_path / "news").mkdir()
    (tmp_path / "news/index.html").write_text(body)
    (tmp_path / "feed.xml").write_text(FILES["feed.xml"])
    own = replace(site, output=tmp_path)
    assert page_checks.previews(spoilt(own, "/news/", body)).verdict == GOOD


def test_a_page_says_what_it_is() -> None:
    html = (
        b'<link rel="canonical" href="/a/"><link rel="icon" href="/b"><META NAME="Robots" '
        b'CONTENT="NoIndex"><meta name="x" content="//localhost/c"><script src="/live.js"></script>'
        b'<script src="http://LOCALHOST:1/livereload.js"></script><a href="https://127.0.0.1">'
        b'<img src="http://127.0.0.10/a" srcset="/a 1x, http://0.0.0.0/b 2x">'
        b'<form action="http://[::]/"><video poster="http://localhost.test/"><object data="http://localhost">'
    )
    assert page_facts(html) == PageFacts(
        "/a/", "noindex", "http://LOCALHOST:1/livereload.js",
        ("//localhost/c", "http://LOCALHOST:1/livereload.js", "https://127.0.0.1",
         "http://127.0.0.10/a", "http://0.0.0.0/b 2x", "http://[::]/", "http://localhost"),
        2,
    )  # fmt: skip
    assert page_facts(b"<sitegen-preview>").reloading == "<sitegen-preview>"
    assert page_facts(b"<a href='http://localhost/%s'>" % (b"a" * 90)).local == (
        "http://localhost/" + "a" * 63,
    )
    assert not is_local("http://localhosts/")
    assert not is_local("see http://localhost/")


# Robots


def test_a_feed_holds_the_stories_that_were_built(site: Expected, tmp_path: Path) -> None:
    def told(body: str, reading: Reading | None = None) -> list[tuple[str, str]]:
        check = robot_checks.feeds(reading or spoilt(site, "/feed.xml", body))
        return [(fault.where, fault.what) for fault in check.faults]

    where = f"{BASE}/feed.xml"
    assert told("", look(site, **{"/feed.xml": Silence("no end")})) == [(where, "no end")]
    ((place, what),) = told("no feed")
    assert place == where
    assert what.startswith("no reader's program can read it: it is no XML")
    assert told(rss("/old.xml", *STORIES)) == [
        (where, f"says that it is published at {BASE}/old.xml")
    ]
    assert told(rss("/feed.xml", *STORIES).replace('rel="self"', "")) == [
        (where, "says that it is published at no address")
    ]
    assert told(rss("/feed.xml")) == [(where, "holds no story; the built one has 2")]
    assert told(rss("/feed.xml", "/a/", *STORIES)) == [
        (where, f"its newest story is {BASE}/a/; in output/ it is {BASE}/news/vote/")
    ]
    assert told(rss("/feed.xml", STORIES[0], "/a/", "/b/")) == [
        (where, "its stories differ from the built one's: 1 lack, 2 are more")
    ]
    (tmp_path / "feed.xml").write_text(rss("/feed.xml"))
    empty = replace(site, output=tmp_path, files=frozenset(["feed.xml"]))
    assert told("", look(empty)) == [
        (where, f"its newest story is {BASE}/news/vote/; in output/ it is nothing")
    ]
    (tmp_path / "feed.xml").unlink()
    assert told("", look(empty)) == [(where, "is in output/ no more: a build changed it meanwhile")]


def test_a_sitemap_names_the_pages_that_were_built(site: Expected, tmp_path: Path) -> None:
    def told(body: str, reading: Reading | None = None) -> list[tuple[str, str]]:
        check = robot_checks.sitemaps(reading or spoilt(site, "/sitemap-pages.xml", body))
        return [(fault.where, fault.what) for fault in check.faults]

    where = f"{BASE}/sitemap-pages.xml"
    assert told("", look(site, **{"/sitemap-pages.xml": Silence("no end")})) == [(where, "no end")]
    ((place, what),) = told("<html/>")
    assert (place, what) == (
        where,
        "no search engine can read it: it is no sitemap: it begins with <html>",
    )
    assert told(sitemap("/", "/a/", "/b/")) == [
        (where, "names other pages than the built one: 2 lack, 2 are more")
    ]
    assert told(sitemap("/", *STORIES, "/a/")) == [
        (where, "names other pages than the built one: 0 lack, 1 are more")
    ]
    assert told(sitemap("/", *STORIES).replace(f"{BASE}/news", f"{BASE}.old/news")) == [
        (where, f"names {BASE}.old/news/vote/"),
        (where, "names other pages than the built one: 1 lack, 1 are more"),
    ]
    assert (
        robot_checks.sitemaps(spoilt(site, "/sitemap-pages.xml", sitemap("/", *STORIES))).verdict
        == GOOD
    )
    assert told(sitemap("/a", "/b").replace(BASE, "https://old.test"))[0] == (
        where,
        "names https://old.test/a",
    )
    (tmp_path / "sitemap.xml").write_text(FILES["sitemap.xml"])
    gone = look(replace(site, output=tmp_path))
    assert told("", gone) == [(where, "is in output/ no more: a build changed it meanwhile")]


def test_news_is_of_the_last_two_days(site: Expected, tmp_path: Path) -> None:
    """With half an hour's grace, for schedules are late."""
    old = datetime.fromisoformat("2026-11-22T09:00:00-06:00")
    late = old + timedelta(hours=48, minutes=30)
    reading = look(site)
    assert robot_checks.news(reading, late).verdict == GOOD
    check = robot_checks.news(reading, late + timedelta(seconds=1))
    assert check.is_wrong
    assert [fault.what for fault in check.faults] == [
        "holds a story of 49 hours ago; news is what is at most 48 hours old"
    ]
    two = replace(reading.sample, news=("/sitemap-news.xml", "/sitemap-pages.xml"))
    of_both = Reading(site, two, BASE, reading.replies)
    (fault,) = robot_checks.news(of_both, late + timedelta(seconds=1)).faults
    assert fault.where == f"{BASE}/sitemap-news.xml"
    (tmp_path / "sitemap-news.xml").write_text(sitemap())
    none = look(replace(site, output=tmp_path), **{"/sitemap-news.xml": answer(sitemap())})
    assert robot_checks.news(none, NOON).says == "can be read, with 0 stories of the last 48 hours"
    silent = look(site, **{"/sitemap-news.xml": Silence("no end")})
    assert [f.what for f in robot_checks.news(silent, NOON).faults] == ["no end"]


def test_robots_are_told_what_was_built(site: Expected) -> None:
    def told(body: str, status: int = 200) -> Check:
        return robot_checks.robots(spoilt(site, "/robots.txt", body, status))

    where = f"{BASE}/robots.txt"
    built = FILES["robots.txt"]
    assert told("\n# else\n  " + built).verdict == GOOD
    assert told(built, 500).says == f"{where}: answers 500"
    assert told(built.replace("Allow: /\n", "")).says == f"{where}: lacks the line 'Allow: /'"
    assert told("Allow: /").says == f"{where}: lacks the line 'User-agent: *'"
    for line in ("Disallow: /", "disallow:/"):
        assert told(f"{built}{line}\n").says == f"{where}: keeps robots out"
    more = told(f"{built}Disallow: /a\nDisallow: /b\n")
    assert (more.verdict, more.says) == (NOTE, "is as built, with more lines")
    assert [fault.what for fault in more.faults] == [
        "has lines that were not built: 'Disallow: /a'"
    ]


def test_held_stories_are_counted(site: Expected) -> None:
    missing = sample(site).missing

    def told(of: Expected = site, **replies: Answer | Silence) -> Check:
        return robot_checks.hidden(look(of, **replies))

    assert told(**{"/a/": answer(status=410)}).verdict == GOOD
    for shown in (answer(), answer(status=403), Silence("no end")):
        assert told(**{"/a/": shown}).says == (
            "1 of 2 held stories, drafts and expired ones do not answer 404"
        )
    bucket = {missing: answer(status=403), "/a/": answer(status=403)}
    assert told(**bucket).verdict == GOOD
    assert told(**{**bucket, "/b/": answer()}).is_wrong
    older = replace(site, hidden=Hidden(("/a/", "/b/"), 3))
    assert told(older).says == "3 of 5 are in output/: it is older than their sources"
    assert [fault.what for fault in told(older, **{"/a/": answer()}).faults] == [
        "1 of 5 held stories, drafts and expired ones do not answer 404",
        "3 of 5 are in output/: it is older than their sources",
    ]
    mistaken = told(replace(site, has_mistakes=True))
    assert (mistaken.verdict, mistaken.says) == (NOTE, "2 of 2 were asked for, and answer 404")
    assert len(mistaken.faults) == 1
    assert told(replace(site, has_mistakes=True), **{"/a/": answer()}).verdict == WRONG
    assert told(replace(older, hidden=Hidden((), 1))).says == (
        "1 of 1 are in output/: it is older than their sources"
    )


def test_what_time_alone_should_have_changed_has_changed(site: Expected) -> None:
    def told(turn: Turn | None, now: datetime, **replies: Answer) -> Check:
        return robot_checks.schedule(look(replace(site, turn=turn), **replies), now, ZONE)

    assert told(None, NOON).says == "no change is due"
    due = replace(site, next_change=NOON)
    assert robot_checks.schedule(look(due), NOON, ZONE).says == (
        "the next change is due 2026-11-22 12:00 CST"
    )
    turn = Turn(NOON, ("/come/", "/came/"), ("/gone/", "/news/"))
    out = {"/come/": answer(), "/came/": answer(), "/news/": answer(status=404)}
    said = "the next change was due 2026-11-22 12:00 CST, and it is 2026-11-22 12:30 CST"
    soon, late = NOON + timedelta(minutes=30), NOON + timedelta(minutes=30, seconds=1)
    for at in (soon, late):
        assert told(turn, at, **out) == Check(
            "schedule", NOTE,
            f"{said}: the live site has made it, and output/ here is older. Build: sitegen build",
        )  # fmt: skip
    assert told(Turn(NOON), soon).says.startswith(f"{said}: it changes no story, and output/")
    assert told(Turn(NOON, (), ("/gone/",)), soon).says.startswith(
        f"{said}: the live site has made"
    )
    lacking = {"/news/": answer(status=404)}
    assert told(turn, soon, **lacking) == Check(
        "schedule", NOTE, f"{said}: 2 pages are not as they should be yet"
    )
    check = told(turn, late, **{"/come/": answer(), "/came/": answer()})
    assert (check.verdict, check.says) == (WRONG, said)


# Hosts


def test_files_are_sent_as_what_they_are(site: Expected) -> None:
    def told(path: str, type_: str, of: Expected = site) -> list[str]:
        return [
            fault.what for fault in host_checks.types(spoilt(of, path, content_type=type_)).faults
        ]

    assert told("/feed.xml", "text/xml") == ["is sent as 'text/xml'"]
    assert told("/feed.xml", "text/xml", replace(site, host="")) == []
    assert told("/feeds/partner.xml", "text/xml") == ["is sent as 'text/xml'"]
    assert told("/static/a.1234abcd.css", "") == ["is sent without a type"]
    assert told("/media/a.1234abcd.jpg", "text/plain") == []  # which the pictures' check tells
    (fault,) = host_checks.types(spoilt(site, "/static/c.1234abcd.js", content_type="x")).faults
    assert fault.hint == "Tell the host that it is text/javascript."
    (fault,) = host_checks.types(spoilt(site, "/robots.txt", content_type="text/html")).faults
    assert (fault.where, fault.hint) == (
        f"{BASE}/robots.txt",
        "Tell the host that it is text/plain.",
    )


def test_headers_are_those_that_the_host_was_told(site: Expected) -> None:
    plain = replace(site, host="")

    def told(path: str, of: Expected = site, place: str = BASE, **headers: str) -> list[str]:
        reading = spoilt(of, path, **headers)
        check = host_checks.headers(Reading(of, reading.sample, place, reading.replies))
        return [f"{fault.where}: {fault.what}" for fault in check.faults]

    nosniff = f"{BASE}/: is sent with"
    assert told("/", x_content_type_options="") == [f"{nosniff}out X-Content-Type-Options"]
    assert told("/", x_content_type_options="sniff") == [f"{nosniff} X-Content-Type-Options: sniff"]
    assert told("/", x_content_type_options=" NoSniff ,") == []
    assert told("/news/", x_content_type_options="") == []
    assert told("/", plain, x_content_type_options="") == []
    style = f"{BASE}/static/a.1234abcd.css"
    assert told("/static/a.1234abcd.css", cache_control="no-cache") == [
        f"{style}: is sent with Cache-Control: no-cache"
    ]
    assert told("/static/a.1234abcd.css", cache_control="") == [
        f"{style}: is sent with Cache-Control: nothing"
    ]
    assert told("/static/a.1234abcd.css", plain, cache_control="") == []
    for path in ("/news/", "/feed.xml", "/manifest.webmanifest", "/robots.txt"):
        kept = told(path, cache_control="max-age=3601, public")
        end = ".webmanifest" in path
        assert kept == ([] if end else [f"{BASE}{path}: may be kept for 3,601 seconds"])
        assert told(path, plain, cache_control="public; max-age=3600") == []
        assert told(path, cache_control="max-age=9999, no-store") == []
        assert told(path, cache_control="max-age=9999, no-cache") == []
        assert told(path, cache_control="s-maxage=9999") == []
    for path in ("/", "/news/vote/"):
        named = f"{BASE}{path}: is sent with X-Robots-Tag: noindex"
        assert told(path, x_robots_tag="NoIndex, nofollow") == [named]
        assert told(path, plain, x_robots_tag="noindex") == [named]
        assert told(path, place="http://copy.test", x_robots_tag="noindex") == []
    assert told("/local/", x_robots_tag="noindex") == []
    assert host_checks.headers(look(plain)).says == (
        "nothing keeps pages too long; the host takes none of ours"
    )
    front = look(site, **{"/": Silence("no end")})
    assert host_checks.headers(front).verdict == GOOD


def test_text_is_sent_compressed(site: Expected, output: Path) -> None:
    def told(path: str, of: Expected = site, body: str = "") -> Check:
        return host_checks.compression(spoilt(of, path, body, content_encoding=""))

    size = len(FILES["index.html"])
    check = told("/")
    assert (check.verdict, check.says) == (WRONG, f"{BASE}/: is sent as it is, in {size:,} bytes")
    assert told("/", replace(site, host="")).verdict == NOTE
    assert told("/static/a.1234abcd.css").is_wrong
    assert told("/feed.xml", body="x" * 2000).verdict == GOOD
    assert told("/", body="x" * 1399).says == "5 pages and files are sent compressed"
    assert told("/", body="x" * 1400).is_wrong
    for packing in ("gzip", "br", "zstd", "deflate", "GZIP"):
        assert host_checks.compression(spoilt(site, "/", content_encoding=packing)).verdict == GOOD
    assert host_checks.compression(spoilt(site, "/", content_encoding="aes")).is_wrong


class World:
    """Answers by address, as many times as one is asked for."""

    def __init__(self, answers: Mapping[str, Answer | Exception]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def get(self, url: str) -> Answer:
        self.asked.append(url)
        found = self.answers.get(url, HttpError("nobody is there"))
        if isinstance(found, Exception):
            raise found
        return found


def live(
    answers: Mapping[str, Answer | Exception], place: str = BASE
) -> tuple[LiveSite, World, list[float]]:
    world, pauses = World(answers), list[float]()
    return LiveSite(cast("Client", world), place, pauses.append), world, pauses


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_way_leads_to_one_address(site: Expected, scheme: str) -> None:
    base = f"{scheme}://gazette.test"
    own = replace(site, base_url=base)
    to_home = answer(status=301, location=f"{base}/")
    plain, twin = "http://gazette.test/", f"{scheme}://www.gazette.test/"

    def told(answers: Mapping[str, Answer | Exception], place: str = base) -> list[str]:
        check = host_checks.address(look(own, place), live(answers)[0])
        return [f"{fault.where} {fault.what}" for fault in check.faults]

    if scheme == "http":
        assert told({twin: to_home}) == [f"{base} browsers call it not secure"]
        assert told({}) == [f"{base} browsers call it not secure"]
        return
    assert told({plain: to_home, twin: to_home}) == []
    assert told({plain: to_home}) == []
    assert told({plain: answer(status=301, location=base), twin: to_home}) == []
    assert told({twin: to_home}) == [f"{plain} nobody is there"]
    assert told({}, "http://copy.test") == []
    for status in (200, 299, 400):
        assert told({plain: answer(status=status, location=f"{base}/")}) == [
            f"{plain} answers {status}, and does not lead to {base}/"
        ]
    assert told({plain: answer(status=300, location=f"{base}/")}) == []
    assert told({plain: answer(status=399, location=f"{base}/")}) == []
    hops = {f"http://gazette.test/{n}": answer(status=302, location=f"/{n + 1}") for n in range(9)}
    far = {**hops, plain: answer(status=302, location="/1")}
    assert told(far) == [f"{plain} leads to http://gazette.test/4"]
    assert told({**far, "http://gazette.test/3": to_home}) == []
    assert told({plain: to_home, twin: answer()}) == [
        f"{twin} answers 200, and does not lead to {base}/"
    ]
    for host, other in (
        ("www.gazette.test", "gazette.test"),
        ("news.gazette.test", ""),
        ("1.2", ""),
    ):
        home = f"https://{host}"
        named = replace(site, base_url=home)
        asked = live({f"http://{host}/": answer(status=301, location=f"{home}/")})
        assert host_checks.address(look(named, home), asked[0]).verdict == GOOD
        assert asked[1].asked == [f"http://{host}/", *([f"https://{other}/"] if other else [])]


# The live site


def test_a_live_site_follows_where_it_is_led_while_it_is_on_the_site() -> None:
    """Four times at most; what another host would say is not asked."""
    hops = {f"{BASE}/{n}": answer(status=302, location=f"{n + 1}") for n in range(9)}
    away = {f"{BASE}/away": answer(status=308, location="https://other.test/x")}
    ends = {f"{BASE}/299": answer(status=299), f"{BASE}/400": answer(status=400)}
    place, world, _ = live({**hops, **away, **ends})
    assert place.reply("/0") == Reply(hops[f"{BASE}/0"], tuple(f"{BASE}/{n}" for n in range(1, 5)))
    assert world.asked == [f"{BASE}/{n}" for n in range(5)]
    world.asked.clear()
    assert place.reply("/away") == Reply(away[f"{BASE}/away"], ("https://other.test/x",))
    assert world.asked == [f"{BASE}/away"]
    for status in (299, 400):
        assert place.reply(f"/{status}") == Reply(answer(status=status))
    assert place.reply("/none") == Reply(Silence("nobody is there"))
    other = answer(status=301, location="http://gazette.test/a")
    place, world, _ = live({f"{BASE}/a": other})
    assert place.reply("/a") == Reply(other, ("http://gazette.test/a",))
    assert world.asked == [f"{BASE}/a"]
    assert dict(place.replies(["/a", "/b", "/a"])) == {
        "/a": Reply(other, ("http://gazette.test/a",)), "/b": Reply(Silence("nobody is there")),
    }  # fmt: skip


def test_eight_addresses_are_asked_at_once() -> None:
    place, world, _ = live({})
    at_once = threading.Barrier(8, timeout=20)

    def get(url: str) -> Answer:
        at_once.wait()
        return answer(url)

    world.get = get  # type: ignore[method-assign]
    replies = place.replies(f"/{number}" for number in range(16))
    assert replies == {f"/{n}": Reply(answer(f"{BASE}/{n}")) for n in range(16)}


def test_a_host_that_wants_a_pause_gets_one_once() -> None:
    for status, wait, pauses in (
        (429, "15", [15.0]),
        (503, "1", [1.0]),
        (503, "16", []),
        (503, "0", []),
        (500, "1", []),
        (200, "1", []),
    ):
        place, world, waits = live({f"{BASE}/": answer(status=status, retry_after=wait)})
        assert place.ask(f"{BASE}/") == answer(status=status, retry_after=wait)
        assert waits == pauses
        assert len(world.asked) == 1 + len(pauses)
