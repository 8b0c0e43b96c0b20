"""Ids: feed readers know a story by one name, whatever becomes of the site."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from sitegen.core.dates import Moment
from sitegen.core.record import replace
from sitegen.model.article import Article
from sitegen.syndication.ids import authority_of, feed_ids, podcast_guid, same_ids, tag
from tests.conftest import Site
from tests.syndication.test_structured_data import ARTICLE

FEEDS = '[feeds]\natom = true\njson = true\n[feeds.partners.wire]\nformat = "rss"\n'


def ids(site: Site, base_url: str) -> dict[str, list[str]]:
    """Return the ids of every story in every kind of feed, of the site at an address."""
    text = re.sub(r'base_url = ".*"', f'base_url = "{base_url}"', site.read("sitegen.toml"))
    site.write("sitegen.toml", text)
    built = site.build()
    return {
        "rss": re.findall(r"<guid[^>]*>([^<]+)", built["feed.xml"]),
        "atom": re.findall(r"<id>([^<]+)</id>", built["atom.xml"])[1:],
        "json": [item["id"] for item in json.loads(built["feed.json"])["items"]],
        "wire": re.findall(r"<guid[^>]*>([^<]+)", built["feeds/wire.xml"]),
        "corrections": re.findall(r"<guid[^>]*>([^<]+)", built["corrections/feed.xml"]),
    }


@pytest.fixture
def stories(site: Site) -> Site:
    site.story("content/news/vote.md")
    site.story(
        "content/news/old.md",
        guid='"https://old.gazette.org/?p=12&x=1"',
        corrections="[{date: 2026-03-02, text: It was Tuesday.}]",
    )
    site.story("content/news/older.md", guid="'1234 at old.gazette.org'")
    return site


def test_another_address_changes_no_id(stories: Site) -> None:
    """When gazette.org becomes www.gazette.org, no story is new to any reader."""
    stories.setting(FEEDS.replace("[feeds]", '[feeds]\nauthority = "gazette.org,2024"', 1))

    before = ids(stories, "https://gazette.org")
    after = ids(stories, "https://www.gazette-news.org/paper")

    assert before == after
    assert "tag:gazette.org,2024:news/vote" in before["rss"]
    assert all(len(names) == 3 for name, names in before.items() if name != "corrections")


def test_without_an_authority_the_host_counts(stories: Site) -> None:
    """A site that was published before keeps the ids that its readers have."""
    stories.setting(FEEDS)

    before = ids(stories, "https://gazette.org")

    assert "tag:gazette.org,2024-01-01:news/vote" in before["rss"]
    stories.write(
        "sitegen.toml",
        stories.read("sitegen.toml").replace(
            "[feeds]\n", '[feeds]\nauthority = "gazette.org,2024-01-01"\n'
        ),
    )
    assert ids(stories, "https://www.gazette.org") == before


def test_a_guid_is_given_out_as_it_is(stories: Site) -> None:
    """A story from another system is known to readers by what that system called it."""
    stories.setting(FEEDS.replace("[feeds]", '[feeds]\nauthority = "gazette.org,2024"', 1))
    stories.story("content/news/another.md", guid='"https://old.gazette.org/?p=13"')

    found = ids(stories, "https://gazette.org")

    for feed in ("rss", "wire"):
        assert "https://old.gazette.org/?p=13" in found[feed]
        assert "https://old.gazette.org/?p=12&amp;x=1" in found[feed]
        assert "1234 at old.gazette.org" in found[feed]
    assert "1234 at old.gazette.org" in found["json"]
    # Atom takes only addresses.
    assert "https://old.gazette.org/?p=12&amp;x=1" in found["atom"]
    assert "tag:gazette.org,2024:1234%20at%20old.gazette.org" in found["atom"]
    # sitegen itself knows the story by its id, and so does the feed of corrections.
    assert found["corrections"][0].startswith("tag:gazette.org,2024:news/old/corrections/")


def test_an_id_is_an_address_that_names_the_site_and_its_day() -> None:
    """Each sign that a URI cannot hold is encoded, and none that it can."""
    assert authority_of("", "https://gazette.org:8443/paper") == "gazette.org,2024-01-01"
    assert authority_of("gazette.org,2024", "https://other.org") == "gazette.org,2024"
    assert tag("a,2024", "news/vote 1%é~(x)") == "tag:a,2024:news/vote%201%25%C3%A9~(x)"
    assert podcast_guid("gazette.org,2024", "talk") == "cc8c0d5a-f8c0-5454-b76d-d55e6833d257"


@pytest.mark.parametrize(
    ("guid", "ids_"),
    [
        ("", ("tag:a,2024:vote", "")),
        ("https://old.org/?p=1", ("https://old.org/?p=1", "")),
        ("1 at old", ("1 at old", "tag:a,2024:1%20at%20old")),
        ("9:a", ("9:a", "tag:a,2024:9:a")),
        ("a:b<", ("a:b<", "tag:a,2024:a:b%3C")),
    ],
)
def test_atom_takes_only_addresses(guid: str, ids_: tuple[str, str]) -> None:
    """What another system called a story stays its name; RFC 3987 says what an address is."""
    assert feed_ids("a,2024", "vote", guid) == ids_


def test_the_older_of_two_stories_keeps_its_id() -> None:
    """Drafts count as younger, then later dates, longer paths, and the alphabet."""

    def copies(*articles: Article) -> list[str]:
        for order in (articles, articles[::-1]):
            found = [problem.path for problem in same_ids(order, lambda _path, _key: 0, "a,2024")]
            assert found == [articles[1].path]
        return found

    later = Moment(ARTICLE.published.at + timedelta(minutes=1))
    copies(ARTICLE, replace(ARTICLE, path="content/a.md", published=later))
    copies(replace(ARTICLE, published=later), replace(ARTICLE, path="content/a.md", draft=True))
    copies(ARTICLE, replace(ARTICLE, path="content/news/vote-copy.md"))
    copies(ARTICLE, replace(ARTICLE, path="content/news/vote.mx"))
    one, other = same_ids(
        [replace(ARTICLE, path=path) for path in ("b.md", "c.md", "a.md")], lambda *_: 0, "a,2024"
    )
    assert [problem.message for problem in (one, other)] == [
        "this is a copy of b.md: it has the same id, 'vote'",
        "this is a copy of a.md: it has the same id, 'vote'",
    ]
    assert one.hint == (
        "Delete the file if it is not needed. If it is a story of its own, give it another name: "
        "feed readers know stories by their ids."
    )


def test_the_older_of_two_stories_keeps_its_guid() -> None:
    later = Moment(ARTICLE.published.at + timedelta(minutes=1))
    one = replace(ARTICLE, guid="1 at old")
    other = replace(ARTICLE, path="content/a.md", id="a", guid="1 at old", published=later)
    (problem,) = same_ids([other, one], lambda _path, key: 7 if key == "guid" else 0, "a,2024")
    assert (problem.path, problem.line) == ("content/a.md", 7)
    assert problem.message == "the guid '1 at old' belongs to content/news/vote.md already"
    assert same_ids([one, replace(other, guid="2 at old")], lambda *_: 0, "a,2024") == ()


@pytest.mark.parametrize("guid", ["'1234 at old.gazette.org'", "tag:gazette.org,2024:news/vote"])
def test_two_stories_never_share_a_guid(stories: Site, guid: str) -> None:
    """Readers would show one of the two, and a feed with both is refused."""
    stories.setting('[feeds]\nauthority = "gazette.org,2024"')
    stories.story("content/news/zwin.md", guid=guid, published="2026-11-20")

    (problem,) = stories.problems()

    assert (problem.path, problem.line) == ("content/news/zwin.md", 5)
    assert "belongs to content/news/" in problem.message


@pytest.mark.parametrize(
    "authority",
    ["gazette.org", "gazette.org,24", "https://gazette.org,2024", "gazette.org, 2024", ",2024"],
)
def test_an_authority_is_a_domain_and_a_day(site: Site, authority: str) -> None:
    """Whatever else stood there would be no URI, and could never be mended again."""
    site.setting(f'[feeds]\nauthority = "{authority}"')

    (problem,) = site.problems()

    assert "gazette.org,2024" in problem.hint


@pytest.mark.parametrize(
    ("name", "date"),
    [("ballot", "2026-03-02"), ("vote-copy", "2026-03-01"), ("a", "2026-03-02")],
)
def test_two_files_with_one_id_are_told_as_a_copy_of_the_older(
    site: Site, name: str, date: str
) -> None:
    """Whoever begins a story as a copy of another is told what they did, in the copy."""
    site.story("content/news/vote.md", id="20260301-vote", published="2026-03-01")
    site.story(f"content/news/{name}.md", id="20260301-vote", published=date)

    problem = next(p for p in site.problems() if "id" in p.message)

    assert (problem.path, problem.line) == (f"content/news/{name}.md", 5)
    assert problem.message.startswith("this is a copy of content/news/vote.md")
    site.write_bytes(
        problem.path, site.read(problem.path).replace("id: 20260301-vote\n", "").encode()
    )
    site.build()
