"""What machines take from a whole built site: every feed, sitemap, head and graph of it.

The rules of single functions are tested beside those; here stands what only a built site
can show. The sample site has a story in every kind, length and state.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

import extruct
import feedparser
import lxml.html
import pytest
from lxml import etree

from sitegen.hosts.headers import has_lasting_name, is_lasting
from tests.conftest import ROOT, Built, Site

SCHEMAS = ROOT / "tests/data/schemas"


@pytest.fixture(params=["sample_site", "own_site"])
def built(request: pytest.FixtureRequest) -> Built:
    report: Built = request.getfixturevalue(request.param)
    return report


def pages_of(built: Built) -> dict[str, Any]:
    """Return every page but the stubs at old addresses, parsed."""
    pages = {}
    for file in built.paths("*.html"):
        page = lxml.html.fromstring(built.tree[file])
        if page.find(".//meta[@http-equiv='refresh']") is None:
            pages[file] = page
    assert len(pages) > 10
    return pages


def one(page: Any, path: str) -> str:
    (matches,) = page.xpath(path)
    return str(matches)


def home_of(built: Built) -> str:
    return re.findall(r"^Sitemap: (.*)/sitemap.xml$", built["robots.txt"], re.MULTILINE)[0]


def file_of(url: str) -> str:
    path = urlsplit(url).path.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


# Sitemaps


def test_every_sitemap_obeys_its_schema(built: Built) -> None:
    """S1, G5: the index, the months, the pages and the news, as their schemas have it."""
    pages = etree.XMLSchema(etree.parse(SCHEMAS / "sitemap-0.9.xsd"))
    index = etree.XMLSchema(etree.parse(SCHEMAS / "siteindex-0.9.xsd"))
    for file in built.paths("sitemap*.xml"):
        root = etree.fromstring(built.tree[file])
        (index if root.tag.endswith("sitemapindex") else pages).assertValid(root)


def test_the_index_names_every_sitemap(built: Built) -> None:
    """S4: what robots.txt names leads to all of them."""
    root = etree.fromstring(built.tree["sitemap.xml"])
    files = {file_of(loc.text) for loc in root.iter("{*}loc")}
    assert files == set(built.paths("sitemap-*.xml")) - {"sitemap-news.xml"}


def test_every_address_of_a_sitemap_is_a_page_to_list(built: Built) -> None:
    """S3: it is there, is its own canonical, is no stub, and may be listed."""
    addresses = set()
    for file in built.paths("sitemap-*.xml"):
        for loc in etree.fromstring(built.tree[file]).iter(
            "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
        ):
            page = lxml.html.fromstring(built.tree[file_of(loc.text)])
            assert one(page, "//link[@rel='canonical']/@href") == loc.text
            assert "noindex" not in one(page, "//meta[@name='robots']/@content")
            assert page.find(".//meta[@http-equiv='refresh']") is None
            addresses.add(loc.text)
    assert f"{home_of(built)}/" in addresses
    for file, page in pages_of(built).items():
        # A page with nothing on it yet is none to look for.
        if file == "404.html" or "noindex" in one(page, "//meta[@name='robots']/@content"):
            continue
        canonical = one(page, "//link[@rel='canonical']/@href")
        if file_of(canonical) == file and not page.xpath("//p[@class='nothing']"):
            assert canonical in addresses, file


# Feeds


def test_every_feed_is_read_without_complaint(built: Built) -> None:
    """R2, R3, R6, A1: each feed names its own address, each story once, nothing relative."""
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom-rfc4287.rng"))
    files = [f for f in built.tree if f.endswith(("feed.xml", "atom.xml"))]
    assert len(files) > 5
    for file in files:
        read = feedparser.parse(built.tree[file])
        assert not read.bozo, file
        assert f"{home_of(built)}/{file}" in [link.href for link in read.feed.links]
        ids = [entry.id for entry in read.entries]
        assert len(ids) == len(set(ids)), file
        if file.endswith("atom.xml"):
            schema.assertValid(etree.fromstring(built.tree[file]))
        for entry in read.entries:
            assert file_of(entry.link) in built.tree
            for part in entry.get("content", ()):
                relative = re.findall(
                    r'(?:href|src|poster)="(?!https?:|mailto:|tel:)[^"]*', part.value
                )
                assert relative == [], (file, entry.link)


def test_every_enclosure_and_picture_of_a_feed_is_published(built: Built) -> None:
    """R9: what a feed hands out can be fetched, and is as long as it says."""
    home = home_of(built)
    for file in built.paths("*feed.xml"):
        root = etree.fromstring(built.tree[file])
        for element in [
            *root.iter("enclosure"),
            *root.iter("{http://search.yahoo.com/mrss/}content"),
        ]:
            url = element.get("url")
            assert urlsplit(url).scheme == "https"
            if url.startswith(home):
                data = built.tree[file_of(url)]
                assert element.get("length", str(len(data))) == str(len(data))


def test_every_page_names_the_sites_feed(built: Built) -> None:
    """D1: readers' programs find the feeds by any page's address, each with a title."""
    for file, page in pages_of(built).items():
        links = page.xpath("//link[@rel='alternate'][@type='application/rss+xml']")
        assert f"{home_of(built)}/feed.xml" in [link.get("href") for link in links], file
        assert all(link.get("title") for link in links), file
        assert all(file_of(link.get("href")) in built.tree for link in links), file


# Heads and structured data


def test_every_head_is_whole(built: Built) -> None:
    """H1, H2, H4, G12: one title, one h1, one canonical, an absolute card, large previews."""
    for file, page in pages_of(built).items():
        assert one(page, "//head/title/text()"), file
        assert len(page.xpath("//h1")) == 1, file
        assert page.get("lang"), file
        robots = one(page, "//meta[@name='robots']/@content")
        if file == "404.html":
            continue
        assert ("max-image-preview:large" in robots) != ("noindex" in robots), file
        assert one(page, "//meta[@name='description']/@content"), file
        canonical = one(page, "//link[@rel='canonical']/@href")
        assert file_of(canonical) == file or not canonical.startswith(home_of(built)), file
        assert one(page, "//meta[@property='og:url']/@content") == canonical
        assert one(page, "//meta[@name='twitter:card']/@content") == "summary_large_image"
        names = ["title", "type", "site_name", "locale"]
        names += ["image:alt", "image:width", "image:height"]
        for name in (f"og:{name}" for name in names):
            assert one(page, f"//meta[@property='{name}']/@content"), (file, name)
        picture = one(page, "//meta[@property='og:image']/@content")
        assert file_of(picture) in built.tree, (file, picture)


def test_every_page_has_one_graph_that_holds(built: Built) -> None:
    """G9, T6: JSON-LD that extruct reads, whose pictures are published and pages exist."""
    home = home_of(built)
    for file in pages_of(built):
        if file == "404.html":
            continue
        (graph,) = extruct.extract(built[file], syntaxes=["json-ld"])["json-ld"]
        types = {node["@type"] for node in graph["@graph"]}
        assert {"WebSite", "NewsMediaOrganization"} <= types, file
        graph["@graph"][0].pop("citation", None)  # a source may name an address long gone
        for url in re.findall(r'"(?:url|item|contentUrl)": ?"([^"]*)"', json.dumps(graph)):
            assert urlsplit(url).scheme == "https", (file, url)
            if url.startswith(home):
                assert file_of(url.partition("#")[0]) in built.tree, (file, url)


def test_every_story_shows_the_dates_of_its_markup(built: Built) -> None:
    """G10: datePublished and dateModified stand in the page as <time>, with their offsets."""
    stories = 0
    for file, page in pages_of(built).items():
        for text in page.xpath("//script[@type='application/ld+json']/text()"):
            story = json.loads(text)["@graph"][0]
            if "datePublished" not in story:
                continue
            dates = set(page.xpath("//time/@datetime"))
            days = {moment[:10] for moment in dates}
            assert story["datePublished"] in dates or story["datePublished"][:10] in days, file
            assert story["dateModified"] >= story["datePublished"], file
            stories += 1
    assert stories > 3


def test_every_story_says_what_its_markup_says(built: Built) -> None:
    """T2, T6: headline, authors, corrections and sources can be read on the page."""
    for file, page in pages_of(built).items():
        for text in page.xpath("//script[@type='application/ld+json']/text()"):
            story = json.loads(text)["@graph"][0]
            if "headline" not in story:
                continue
            read = " ".join(page.find("body").text_content().split())
            texts = [story["headline"], *(author["name"] for author in story["author"])]
            texts += [note["text"] for note in story.get("correction", ())]
            texts += [source["name"] for source in story.get("citation", ())]
            for words in texts:
                assert " ".join(words.split()) in read, (file, words)


# Hosts


def test_only_lasting_names_lie_in_lasting_folders(built: Built) -> None:
    """N6: every file that hosts serve for a year has a fingerprint in its name."""
    for file in [*built.paths("static/*"), *built.paths("media/*")]:
        assert is_lasting(file), file
        assert has_lasting_name(file), file


def test_every_page_says_what_it_may_load(built: Built) -> None:
    """N7: the policy is there, before all that it binds, and allows nothing inline at large."""
    for file in built.paths("*.html"):
        text = built[file]
        policies = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert len(policies) == 1, file
        assert "'unsafe-inline'" not in policies[0]
        assert text.index("Content-Security-Policy") < text.index("<title>"), file


# Work


def test_a_text_changes_only_the_feeds_that_hold_it(site: Site) -> None:
    """A corrected word goes to the story's page and its feeds; sitemaps and others stay."""
    site.story("content/news/vote.md", tags="[council]")
    site.story("content/local/bridge.md", tags="[roads]")
    site.build()
    site.story("content/news/vote.md", tags="[council]", body="A corrected sample text.")

    assert sorted(site.build().report.changed) == [
        "atom.xml",
        "feed.json",
        "feed.xml",
        "news/atom.xml",
        "news/feed.json",
        "news/feed.xml",
        "news/vote/index.html",
        "tags/council/feed.xml",
    ]


def test_a_new_story_leaves_old_months_alone(site: Site) -> None:
    """S1: it adds to its own month's sitemap, and the others keep their bytes."""
    site.story("content/news/old.md", published="2026-01-10T09:00:00-06:00")
    before = site.build()
    site.story("content/news/new.md", published="2026-11-21T09:00:00-06:00")
    after = site.build()

    assert "sitemap-2026-11.xml" in after.report.new
    assert "sitemap-2026-01.xml" not in {*after.report.changed, *after.report.new}
    assert before.tree["sitemap-2026-01.xml"] == after.tree["sitemap-2026-01.xml"]


def test_news_grows_old_by_itself(site: Site) -> None:
    """G1, G7, G8: after 48 hours the story leaves the file, and the build knew when."""
    site.story("content/news/vote.md", published="2026-11-21T12:00:00-06:00")
    fresh = site.build("2026-11-22T12:00:00-06:00")
    assert "<news:title>Vote</news:title>" in fresh["sitemap-news.xml"]
    assert fresh.report.next_change is not None
    assert fresh.report.next_change.isoformat() == "2026-11-23T12:00:00-06:00"

    old = site.build("2026-11-23T12:00:00-06:00")
    assert "news:title" not in old["sitemap-news.xml"]
    assert old.report.changed == ("sitemap-news.xml",)


@pytest.mark.parametrize("kind", ["sponsored", "event", "obituary", "release"])
def test_no_advertisement_is_news(site: Site, kind: str) -> None:
    """G6: nor are events, obituaries and press releases."""
    sponsor = "{name: Sample Bank, url: https://bank.example/}" if kind == "sponsored" else None
    site.story(
        "content/news/vote.md", published="2026-11-22T09:00:00-06:00", kind=kind, sponsor=sponsor
    )
    assert "news:title" not in site.build()["sitemap-news.xml"]


def test_a_host_is_told_by_the_build(site: Site) -> None:
    """N1, S5: the host's files and the key's stand in the root, with every old address."""
    site.setting('host = "netlify"\nindexnow_key = "0123456789abcdef"')
    site.story("content/news/vote.md", aliases="[/old/vote]")
    built = site.build()

    assert "/old/vote/ /news/vote/ 301" in built["_redirects"].splitlines()
    assert "frame-ancestors 'none'" in built["_headers"]
    assert built["0123456789abcdef.txt"] == "0123456789abcdef"
    assert "old/vote/index.html" in built.tree
