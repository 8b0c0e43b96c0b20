"""The page of every way to follow, and feeds that every reader takes."""

from __future__ import annotations

import json

import feedparser
import lxml.html
from lxml import etree

from tests.conftest import Built, Site


def follow_page(built: Built) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(built["feeds/index.html"])


def a_site(site: Site) -> Site:
    site.story("content/news/vote.md", tags="[Budget]", authors="[ana]", series="The budget")
    site.story("content/local/park.md", lang="es", kind="satire")
    site.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
    return site


def test_each_feed_stands_there_with_its_address(site: Site) -> None:
    """A reader copies an address, whole: site, sections, series, topics, authors, languages."""
    site.setting("[feeds.partners.wire]\nsection = 'news'")
    page = follow_page(a_site(site).build())

    addresses = [code.text_content() for code in page.findall(".//code")]
    base = "https://gazette.example"
    for path in ("/feed.xml", "/news/feed.xml", "/local/feed.xml", "/tags/budget/feed.xml",
                 "/authors/ana/feed.xml", "/series/the-budget/feed.xml", "/feeds/es/feed.xml",
                 "/corrections/feed.xml"):  # fmt: skip
        assert f"{base}{path}" in addresses
    assert not any("wire" in address for address in addresses)
    assert set(page.xpath("//main//*[@lang]/@lang")) == {"es"}  # said in its own tongue
    copied = [button.get("data-copy") for button in page.xpath("//button[@data-copy]")]
    assert copied == addresses
    assert page.xpath("//summary/h2/text()") == ["Topics", "Authors"]  # folded: there may be many


def test_every_page_leads_there(site: Site) -> None:
    """No reader has to guess an address."""
    built = a_site(site).build()

    for file in built.paths("*index.html"):
        assert 'href="/feeds/"' in built[file], file


def test_one_file_brings_all_feeds(site: Site) -> None:
    """Readers' programs take in the list at once; each of its feeds is there."""
    built = a_site(site).build()

    root = etree.fromstring(built.tree["feeds/feeds.opml"])
    feeds = [outline.get("xmlUrl") for outline in root.iter("outline") if outline.get("xmlUrl")]
    assert len(feeds) >= 8
    for address in feeds:
        file = address.removeprefix("https://gazette.example/")
        assert feedparser.parse(built.tree[file]).feed.title


def test_lists_that_many_follow_are_in_every_format(site: Site) -> None:
    """Site, sections, languages and series in three formats; topics and authors in RSS."""
    built = a_site(site).build()
    names = ("feed.xml", "atom.xml", "feed.json")
    for folder in ("", "news/", "series/the-budget/", "feeds/es/", "corrections/"):
        assert {f"{folder}{name}" for name in names} <= set(built.tree)
    for folder in ("tags/budget/", "authors/ana/"):
        assert f"{folder}feed.xml" in built.tree
        assert f"{folder}atom.xml" not in built.tree

    site.setting("[feeds]\nevery_format = true")
    assert {"tags/budget/atom.xml", "authors/ana/feed.json"} <= set(site.build().tree)


def test_networks_stand_there_where_the_settings_name_them(site: Site) -> None:
    """Bluesky, Mastodon, WhatsApp, YouTube, Google's preferred sources: what there is."""
    assert not follow_page(a_site(site).build()).xpath("//*[contains(@class, 'follow-places')]")
    site.setting(
        '[follow]\nbluesky = "https://bsky.app/profile/gazette.example"\n'
        'mastodon = "https://social.example/@gazette"\ngoogle_preferred = true'
    )

    links = follow_page(site.build()).xpath("//*[contains(@class, 'follow-places')]//a/@href")

    assert links == [
        "https://bsky.app/profile/gazette.example",
        "https://social.example/@gazette",
        "https://google.com/preferences/source?q=gazette.example",
    ]


def test_a_live_story_has_a_feed_of_its_updates(site: Site) -> None:
    """Newest first, each with its place in the page; offered on /feeds/ while it is live."""
    site.story(
        "content/news/night.md",
        "\n\n".join(
            f'::: update 2026-03-01 {hour:02}:15 "Update of {hour}"\nIt *happened* at {hour}.\n:::'
            for hour in (9, 11, 10, 20)
        ),
        kind="live",
        live="{start: 2026-03-01 06:00, end: 2026-03-02 06:00}",
    )

    built = site.build(now="2026-03-01T12:00:00-06:00")

    feed = feedparser.parse(built.tree["news/night/feed.xml"])
    assert [entry.title for entry in feed.entries] == [f"Update of {hour}" for hour in (11, 10, 9)]
    first = feed.entries[0]
    assert first.summary == "It happened at 11."
    page, _, anchor = first.link.partition("#")
    assert page == "https://gazette.example/news/night/"
    story = lxml.html.fromstring(built["news/night/index.html"])
    assert story.get_element_by_id(anchor) is not None
    address = "https://gazette.example/news/night/feed.xml"
    assert address in story.xpath("//link[@rel='alternate']/@href")
    assert address in [code.text_content() for code in follow_page(built).findall(".//code")]

    later = site.build(now="2026-03-03T12:00:00-06:00")
    assert len(feedparser.parse(later.tree["news/night/feed.xml"]).entries) == 4
    assert address not in later["feeds/index.html"]


def test_google_knows_no_paths(site: Site) -> None:
    """A site below a path of somebody's host cannot be preferred."""
    settings = site.read("sitegen.toml").replace("gazette.example", "gazette.example/paper")
    site.write("sitegen.toml", settings)
    site.setting("[follow]\ngoogle_preferred = true")
    site.story()

    assert "google.com" not in site.build()["feeds/index.html"]


def test_a_story_names_its_authors_to_the_fediverse(site: Site) -> None:
    """In the order of the bylines; who has no name there has no line."""
    for name, handle in (("ana", "@ana@example.social"), ("ben", ""), ("chi", "@chi@a.example")):
        line = f'fediverse: "{handle}"\n' if handle else ""
        site.write(f"content/authors/{name}.md", f"---\nname: {name.title()} Sample\n{line}---\n")
    site.story(authors="[chi, ben, ana]")

    page = lxml.html.fromstring(site.build()["news/vote/index.html"])

    creators = page.xpath("//meta[@name='fediverse:creator']/@content")
    assert creators == ["@chi@a.example", "@ana@example.social"]


def test_a_handle_without_its_sign_is_named(site: Site) -> None:
    """The message shows what to write."""
    site.write(
        "content/authors/ana.md", "---\nname: Ana Sample\nfediverse: ana@example.social\n---\n"
    )
    site.story()

    (problem,) = site.problems()

    assert "ana@example.social" in problem.message
    assert "@mai@example.social" in problem.hint
    assert problem.line == 3


def test_a_feed_is_never_larger_than_readers_take(site: Site) -> None:
    """Whole stories as long as they fit, the newest first; then summaries."""
    for number in range(30):
        site.story(f"content/news/s{number:02}.md", "Sample text of a story. " * 700)

    built = site.build()

    for file in ("feed.xml", "atom.xml", "feed.json", "news/feed.xml"):
        assert 150_000 < len(built.tree[file]) <= 250_000, file
    entries = feedparser.parse(built.tree["feed.xml"]).entries
    assert 10 <= len(entries) < 30
    assert [w for w in built.report.warnings if "250 KB" in w.message] == []

    site.setting("[feeds]\nlimit = 30")
    (warning,) = [w for w in site.build().report.warnings if "250 KB" in w.message]
    assert f"limit = {len(entries)}" in warning.hint
    site.write("sitegen.toml", site.read("sitegen.toml").replace("30", str(len(entries))))
    assert not [w for w in site.build().report.warnings if "250 KB" in w.message]


def test_where_ten_stories_are_too_much_a_feed_gives_summaries(site: Site) -> None:
    """Ten very long stories: all of them, each in its summary."""
    for number in range(12):
        site.story(f"content/news/s{number:02}.md", "Sample text of a story. " * 2000)

    entries = feedparser.parse(site.build().tree["feed.xml"]).entries

    assert len(entries) == 12
    assert not any("content" in entry for entry in entries)


def test_a_feed_says_its_own_type(site: Site) -> None:
    """rel="self" carries it, as the validator wants."""
    site.story()
    built = site.build()

    assert 'rel="self" type="application/rss+xml"' in built["feed.xml"] or (
        'type="application/rss+xml"' in built["feed.xml"]
    )
    assert 'type="application/atom+xml"' in built["atom.xml"]


def test_a_headline_reads_the_same_in_every_format(site: Site) -> None:
    """An ampersand and a tag that somebody writes about are decoded once, and by nobody twice."""
    site.story(title='"R&D: why <b> matters & <i> too"')
    built = site.build()
    wanted = "R&D: why <b> matters & <i> too"

    rss = etree.fromstring(built.tree["feed.xml"]).findtext("channel/item/title")
    atom = etree.fromstring(built.tree["atom.xml"]).findtext("{*}entry/{*}title")
    titles = {rss, atom, json.loads(built["feed.json"])["items"][0]["title"]}
    assert titles == {wanted}
