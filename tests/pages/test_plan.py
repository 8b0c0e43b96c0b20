"""What stands on which page and in which document of a site that has something of everything."""

# ruff: noqa: E501 - a table is read best with a row on a line

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen.core.digests import Values
from sitegen.core.record import asdict, replace
from sitegen.language import filters, words
from sitegen.model.article import Correction, Credit, Enclosure, LiveUpdate
from sitegen.model.documents import Feed, FeedImage, FeedItem
from sitegen.model.feed_choices import FeedChoice, FeedGroup
from sitegen.model.marks import Marks
from sitegen.model.tasks import Subject
from sitegen.model.views import (
    Alert,
    ArchiveMonth,
    ArchiveYear,
    BodyUse,
    Byline,
    Episode,
    Here,
    ImageUrl,
    NavLink,
    PageMeta,
    Pager,
    Podcast,
    SeriesPart,
    TagLink,
    Topic,
)
from sitegen.pages import context, follow, graphs, heads
from sitegen.pages.documents import EPOCH, Documents, documents
from sitegen.pages.heads import Rendering
from sitegen.pages.kinds import KINDS
from sitegen.pages.outline import Outline, outline
from sitegen.settings.types import FeedSettings, FollowSettings, ImageSettings, PartnerFeed
from sitegen.site.site import Site
from sitegen.syndication.sitemap_files import SitemapFiles
from tests.pages.figures import FEEDS, GRAPHS, HEADS, OUTLINE
from tests.pages.sample import ARTICLES, FILES, PEOPLE, SHOT, other, sample, theme
from tests.site.assembled import before, line_of, picture, site_of, story, urls

NEWS, LOCAL = "content/news/", "content/local/"
VOTE, RAIN, TALK, STORM = (f"{NEWS}{name}.md" for name in ("vote", "rain", "talk", "storm"))


def value(name: str, kind: str, id_: str = "", number: int = 0, *, site: Site | None = None) -> Any:
    """Return a value as templates of a kind of page are given it."""
    site = site or sample()
    return context.table(site, kind)[name](site, Subject(kind, id_, number))


# The outline


def lines_of(plan: Outline) -> list[str]:
    """Return every file with who makes it from what, for whom, and why there."""
    return [
        " ".join(filter(None, (file, "=", entry.maker, entry.recipe, entry.subject.kind, entry.subject.id,
                               str(entry.subject.number or ""), "|", entry.claimant, entry.asked)))
        for file, entry in plan.entries.items()
    ]  # fmt: skip


def test_every_file_of_a_site_is_named_with_who_wants_it(tmp_path: Path) -> None:
    laid = theme(tmp_path, FILES)
    plan = outline(sample(), laid, {"content/news/plan.pdf": "p" * 8}, line_of)
    assert lines_of(plan) == OUTLINE
    digests = {file: plan.entries[file].digest for file in ("files/news/plan.pdf", "favicon.ico")}
    assert digests == {
        "files/news/plan.pdf": "p" * 8,
        "favicon.ico": laid.statics["mark-512.png"].digest,
    }
    assert {entry.file for entry in plan.from_site} == {
        file for file, entry in plan.entries.items()
        if not file.startswith("static/") and file not in ("robots.txt", "favicon.ico", ".sitegen-files")
    } | {"robots.txt"}  # fmt: skip
    again = outline(sample(), laid, {}, line_of, plan.from_site)
    assert again.entries == plan.entries


def test_an_outline_is_the_same_with_what_stories_called_for_before(tmp_path: Path) -> None:
    laid, facts = theme(tmp_path, FILES), {"content/news/plan.pdf": "p" * 8}
    plan = outline(sample(), laid, facts, line_of)
    known = dict(list(plan.of_stories.items())[::2])
    assert 0 < len(known) < len(plan.of_stories)
    again = outline(sample(), laid, facts, line_of, known=known)
    assert again == plan
    assert list(again.entries) == list(plan.entries)
    path = next(iter(known))
    assert again.of_stories[path] is known[path]


def test_a_list_has_a_page_for_each_part_that_is_full(tmp_path: Path) -> None:
    """The newest stand on its front, which has as many as a page and more."""
    laid = theme(tmp_path, {})
    for count, numbers in ((3, []), (4, [1]), (5, [1]), (6, [1, 2]), (8, [1, 2, 3])):
        site = site_of(*(story(f"s{n}") for n in range(count)), page_size=2)
        files = outline(site, laid, {}, line_of).entries
        pages = [file.split("/")[2] for file in files if file.startswith("news/page/")]
        assert pages == [str(number) for number in numbers], count


# Values


def test_what_every_page_may_show() -> None:
    site = sample()
    alert = Alert("A storm", "/p/news/storm/", before(hours=5), marks=Marks("live"))
    assert value("site", "front") is site.info
    assert [value("alerts", "section", "news", n) for n in (0, 1)] == [(alert,), ()]
    assert urls(value("latest", "front")) == "storm fun uno"
    assert [urls(value("latest", "section", "news")), urls(value("latest", "person", "ana"))] == [
        "",
        "storm fun uno",
    ]
    empty = site_of(story("vote"))
    assert urls(value("latest", "section", "local", site=empty)) == "vote"
    assert urls(value("top_local", "front")) == "fun uno"


def test_what_the_front_shows_of_its_lead() -> None:
    """The newest updates while it is live; its text while the site is small."""
    assert [(each.id, each.text) for each in value("live", "front")] == [
        ("u3", ""),
        ("u2", ""),
        ("u1", ""),
    ]
    assert value("live", "front", site=site_of(story("vote"))) == ()
    assert value("live", "front", site=site_of()) == ()
    assert value("bodies", "front") == ()
    small = site_of(story("vote"), story("rain", published=before(hours=1)))
    assert value("bodies", "front", site=small) == (BodyUse(f"body of {RAIN}", (), ()),)
    assert value("front", "front", site=small).lead.url == "/news/rain/"
    assert value("bodies", "front", site=site_of()) == ()


def test_what_the_pages_of_people_show() -> None:
    ana = value("person", "person", "ana")
    assert ana.name == "Ana Ruiz"
    assert value("byline", "person", "ana") == Byline(
        "Ana Ruiz", "/p/authors/ana/", "Reporter", picture("ana.jpg"), "vi"
    )
    assert value("byline", "person", "desk").organisation
    assert value("biography", "person", "ana") == BodyUse(
        "body of content/authors/ana.md", (), (picture("desk.jpg"),), blocks=("fact",)
    )
    assert [person.id for person in value("people", "people")] == ["ana", "desk"]


def test_what_lists_show() -> None:
    """Section fronts begin with what may stand large; a month and a series stand on one page."""
    assert value("section", "section", "local").title == "Local"
    assert urls(value("stories", "section", "local")) == "uno fun"
    assert urls(value("stories", "section", "local", 1)) == "park ad"
    assert [urls(column) for column in value("columns", "section", "local")] == ["fun"]
    assert [urls(column) for column in value("columns", "section", "local", 1)] == ["park ad"]
    assert [urls(column) for column in value("columns", "tag", "parks")] == ["vote rain"]
    assert urls(value("stories", "month", "2026/11")) == "storm fun uno vote rain talk park ad"
    assert value("pager", "month", "2026/11") == Pager()
    assert value("pager", "section", "local") == Pager(older_url="/p/local/page/1/")
    assert value("pager", "section", "local", 1) == Pager("/p/local/", "", 1)
    many = site_of(*(story(f"s{n}", tags=("A",)) for n in range(4)), page_size=2)
    assert value("pager", "tag", "a", site=many) == Pager(older_url="/tags/a/page/1/")
    assert value("pager", "person", "ana") == Pager()
    funny = site_of(story("fun", kind="satire", published=before(hours=1), authors=(Credit("ana"),), tags=("A",)),
                    story("vote", authors=(Credit("ana"),), tags=("A",)), people=PEOPLE)  # fmt: skip
    pages = (("section", "news"), ("person", "ana"), ("tag", "a"))
    assert [urls(value("stories", *page, site=funny)) for page in pages] == [
        "vote fun",
        "fun vote",
        "fun vote",
    ]
    assert [len(value("columns", *page, site=funny)[0]) for page in pages] == [1, 2, 2]
    assert value("tag", "tag", "rain") == TagLink("Rain", "/p/tags/rain/")
    assert value("tags", "tags") == (
        Topic("Parks", "/p/tags/parks/", 2),
        Topic("Rain", "/p/tags/rain/", 2),
    )
    assert value("series", "series", "high-tide").parts == (
        SeriesPart("Vote", "/p/news/vote/", 1, False, Marks(correction="correction")), SeriesPart("Rain", "/p/news/rain/", 2, False),
    )  # fmt: skip


def test_what_the_archive_shows() -> None:
    zone = sample().settings.zone
    november, october = (
        ArchiveMonth(datetime(2026, n, 1, tzinfo=zone), f"/p/archive/2026/{n}/") for n in (11, 10)
    )
    this = ArchiveYear(2026, "/p/archive/2026/", (november, october))
    assert value("archive", "archive")[0] == this
    assert [year.year for year in value("archive", "archive")] == [2026, 2025]
    assert value("year", "year", "2025").url == "/p/archive/2025/"
    assert value("month", "month", "2026/11") == november
    notes = [Correction(before(hours=h), f"{h}") for h in (1, 2, 3)]
    site = site_of(
        story("a", corrections=(notes[1],)), story("b", corrections=(notes[2], notes[0]))
    )
    assert [(e.correction.text, e.story.title) for e in value("corrections", "corrections", site=site)] == [
        ("1", "B"), ("2", "A"), ("3", "B"),
    ]  # fmt: skip


def test_what_a_story_shows() -> None:
    assert value("article", "article", VOTE) is sample().articles[VOTE]
    assert value("body", "article", VOTE) == BodyUse(
        f"body of {VOTE}", ("/p/news/rain/", "/p/files/news/plan.pdf"), ()
    )
    assert value("section", "article", VOTE).slug == "news"
    assert [byline.name for byline in value("bylines", "article", RAIN)] == ["The Desk", "Guest"]
    assert [byline.role for byline in value("contributors", "article", RAIN)] == ["photos"]
    assert [person.id for person in value("people", "article", RAIN)] == ["desk"]
    assert value("tags", "article", VOTE) == (
        TagLink("Parks", "/p/tags/parks/"),
        TagLink("Rain", "/p/tags/rain/"),
    )
    assert [part.here for part in value("series", "article", RAIN).parts] == [False, True]
    assert value("series", "article", TALK) is None
    assert urls([value("next_part", "article", VOTE)]) == "rain"
    assert value("next_part", "article", RAIN) is None
    assert urls(value("related", "article", VOTE)) == "storm talk"
    assert urls(value("related", "article", TALK)) == "rain vote"
    assert [urls([value(name, "article", RAIN)]) for name in ("newer", "older")] == ["vote", "talk"]
    assert value("marks", "article", f"{LOCAL}fun.md") == Marks("satire")
    assert [each.lang for each in value("translations", "article", VOTE)] == ["en", "es"]
    assert value("translations", "page", "content/pages/about.md") == ()


def test_which_card_stands_for_a_story() -> None:
    """Its own, else that of its section or kind; none where it has a picture."""
    site = sample()
    fun, park = f"{LOCAL}fun.md", f"{LOCAL}park.md"
    assert value("card", "article", VOTE) == ""
    assert value("card", "article", park).startswith("media/card-park.")
    old = replace(site, own_cards=frozenset())
    stems = [value("card", "article", path, site=old).split(".")[0] for path in (park, fun, RAIN)]
    assert stems == ["media/card-local", "media/card-kind-satire", "media/card-news"]
    assert value("card", "article", fun, site=other(images=ImageSettings(social_cards=False))) == ""
    mute = replace(
        old, sections={**old.sections, "news": replace(old.sections["news"], title="市")}
    )
    assert value("card", "article", RAIN, site=mute) == mute.info.card


def test_what_podcasts_show() -> None:
    site = replace(sample(), covers={"hour": "/p/static/cover.1.png"})
    link = NavLink("The Hour", "/p/podcasts/hour/", "es")
    assert value("podcast", "podcast", "hour", site=site) == Podcast(
        "The Hour", "/p/podcasts/hour/", "https://g.example/p/podcasts/hour/feed.xml", "What was heard.",
        "/p/static/cover.1.400.jpg", "Ana", "es", (NavLink("Apple", "https://a.example/"),),
    )  # fmt: skip
    assert value("podcast", "podcast", "hour").cover == ""
    (episode,) = value("episodes", "podcast", "hour")
    assert episode == Episode(site.teasers[TALK], ARTICLES[2].enclosure)
    assert (value("podcasts", "section", "news"), value("podcasts", "section", "local")) == (
        (link,),
        (),
    )
    assert (value("podcasts", "article", TALK), value("podcasts", "article", RAIN)) == ((link,), ())
    english = other(podcasts=(replace(site.settings.podcasts[0], language="en"),))
    assert value("podcasts", "section", "news", site=english) == (replace(link, lang=""),)
    (group,) = [g for g in value("feed_groups", "feeds", site=english) if g.title == "Podcasts"]
    assert [feed.lang for feed in group.feeds] == [""]
    german = other(podcasts=(replace(site.settings.podcasts[0], language="de"),))
    (group,) = [g for g in value("feed_groups", "feeds", site=german) if g.title == "Podcasts"]
    assert [feed.lang for feed in group.feeds] == ["de"]
    assert value("podcasts", "section", "news", site=german) == (replace(link, lang="de"),)


def test_what_stands_where_a_page_was() -> None:
    """The title of what it leads to: a story's, a list's, the site's."""
    assert (value("target", "alias", VOTE), value("target_title", "alias", VOTE)) == (
        "/p/news/vote/",
        "Vote",
    )
    assert value("target", "redirect", "/p/local/") == "/p/local/"
    titles = {url: value("target_title", "redirect", url) for url in REDIRECTED}
    assert titles == REDIRECTED
    assert (value("marks", "alias", f"{LOCAL}fun.md"), value("marks", "redirect", "/p/")) == (
        Marks("satire"),
        Marks("page"),
    )


REDIRECTED = {
    "/p/local/": "Local", "/p/tags/rain/": "Rain", "/p/authors/ana/": "Ana Ruiz", "/p/series/high-tide/": "High Tide",
    "/p/": "The Sample Gazette", "/p/news/gone/": "The Sample Gazette", "/p/series/gone/": "The Sample Gazette",
    "/p/tags/gone/": "The Sample Gazette", "/p/authors/gone/": "The Sample Gazette", "/p/gone/": "The Sample Gazette",
    "https://x.example/local/": "https://x.example/local/",
}  # fmt: skip


# Ways to follow


def test_every_feed_that_readers_may_choose_is_offered_with_its_address() -> None:
    at = "https://g.example/p"
    groups = value("feed_groups", "feeds")
    assert [(g.title, g.folded, [feed.title for feed in g.feeds]) for g in groups] == [
        ("All stories", False, ["The Sample Gazette", "English", "Español", "Corrections", "Sponsored"]),
        ("Live", False, ["Storm"]), ("Podcasts", False, ["The Hour"]), ("Sections", False, ["News", "Local", "Views"]),
        ("Series", False, ["High Tide"]), ("Topics", True, ["Parks", "Rain"]), ("Authors", True, ["Ana Ruiz", "The Desk"]),
    ]  # fmt: skip
    json_of = lambda folder: (NavLink("JSON Feed", f"{at}{folder}feed.json"),)  # noqa: E731
    site, live, shows, sections, _, topics, people = (group.feeds for group in groups)
    assert site[0] == FeedChoice("The Sample Gazette", f"{at}/feed.xml", "", json_of("/"))
    assert site[1:3] == (
        FeedChoice("English", f"{at}/feeds/en/feed.xml", "", json_of("/feeds/en/")),
        FeedChoice("Español", f"{at}/feeds/es/feed.xml", "es", json_of("/feeds/es/")),
    )
    assert site[4] == FeedChoice("Sponsored", f"{at}/feeds/sponsored.xml")
    assert live == (FeedChoice("Storm", f"{at}/news/storm/feed.xml", page="/p/news/storm/"),)
    assert shows == (
        FeedChoice("The Hour", f"{at}/podcasts/hour/feed.xml", "es", page="/p/podcasts/hour/"),
    )
    assert sections[0].url == f"{at}/news/feed.xml"
    assert (topics[0], people[0].url) == (
        FeedChoice("Parks", f"{at}/tags/parks/feed.xml"),
        f"{at}/authors/ana/feed.xml",
    )
    ended = site_of(story("a", live_updates=(LiveUpdate("u", before(hours=1), "T"),)))
    titles = [group.title for group in follow.feed_groups(ended, Subject("feeds"))]
    assert titles == ["All stories", "Sections"]
    spanish = site_of(
        story("a", kind="live", lang="es", live_updates=(LiveUpdate("u", before(hours=1), "T"),))
    )
    (live_now,) = follow.feed_groups(spanish, Subject("feeds"))[1].feeds
    assert live_now.lang == "es"
    german = site_of(
        story("a", kind="live", lang="de", live_updates=(LiveUpdate("u", before(hours=1), "T"),)),
        story("b", lang="en"),
    )
    whole, live_now_too = follow.feed_groups(german, Subject("feeds"))[:2]
    assert [feed.lang for feed in (*whole.feeds, *live_now_too.feeds)] == ["", "de", "", "", "de"]
    assert isinstance(groups[0], FeedGroup)


def test_where_else_the_newsroom_is_followed() -> None:
    """Google takes whole hosts as sources, and no folder of one."""
    places = (NavLink("Bluesky", "https://b.example/"), NavLink("WhatsApp", "https://w.example/"))
    assert value("places_to_follow", "feeds") == places
    root = other(base_url="https://g.example", prefix="")
    google = NavLink("Google", "https://google.com/preferences/source?q=g.example", key="google")
    assert value("places_to_follow", "feeds", site=root) == (*places, google)
    quiet = other(
        base_url="https://g.example", prefix="", follow=FollowSettings(youtube="https://y.example/")
    )
    assert value("places_to_follow", "feeds", site=quiet) == (
        NavLink("YouTube", "https://y.example/"),
    )


# Documents


def parts_of(name: str, site: Site, values: Values) -> dict[str, Any]:
    maps = SitemapFiles(site)
    recipe, subject = {file: (recipe, subject) for file, recipe, subject in documents(site, maps)}[
        name
    ]
    return Documents(site, values, maps).parts(recipe, subject, name)


def test_what_each_feed_is_made_from() -> None:
    """Its own data, its items by their addresses, and how many texts it takes along."""
    found = {}
    for file, recipe, _subject in documents(sample(), SitemapFiles(sample())):
        values = Values()
        if recipe in ("rss", "atom", "json"):
            parts = parts_of(file, sample(), values)
            feed = values.node(Feed, parts["feed"])
            items = [values.node(FeedItem, digest) for digest in parts["items"]]
            ends = [item.url.removeprefix("https://g.example/p/") for item in items]
            found[file] = (feed.title, feed.description, feed.page_url, feed.language, feed.updated.isoformat(),
                           feed.full_text, feed.publisher, " ".join(ends), len(parts["bodies"]), len(parts))  # fmt: skip
            assert feed.url == f"https://g.example/p/{file}"
    assert found == FEEDS


def items_of(file: str, site: Site | None = None) -> list[FeedItem]:
    values = Values()
    parts = parts_of(file, site or sample(), values)
    return [values.node(FeedItem, digest) for digest in parts["items"]]


def test_what_an_item_of_a_feed_says() -> None:
    vote, _rain = items_of("tags/rain/feed.xml")
    (spoken,) = items_of("feeds/sponsored.xml")
    assert vote == FeedItem(
        "tag:g.example,2005:id-vote" if vote.id.startswith("tag:g.example,2005:") else vote.id, "https://g.example/p/news/vote/", "Vote", "What was voted.", before(days=1).at, before(hours=19).at,
        "en", ("Ana Ruiz",), ("Parks", "Rain"),
        FeedImage("https://g.example/p/media/hall.bc6de015.1200.jpg", "image/jpeg", 0, 1200, 800, "A hall", "Ana"),
        None, ARTICLES[0].corrections, ("https://g.example/p/authors/ana/",),
    )  # fmt: skip
    assert (_rain.id, _rain.author_urls) == ("urn:rain", ("https://g.example/p/authors/desk/", ""))
    assert (spoken.title, spoken.authors, spoken.author_urls) == (
        "Sponsored: Ad",
        ("Bank",),
        ("https://bank.example/",),
    )
    assert spoken.categories == ("Sponsored",)
    (talk,) = items_of("podcasts/hour/feed.xml")
    audio = Enclosure(
        "https://g.example/p/files/news/talk.mp3",
        "audio/mpeg",
        9,
        60,
        "https://g.example/p/files/news/talk.txt",
    )
    assert (talk.authors, talk.author_urls, talk.enclosure) == (
        ("The Newsroom",),
        ("https://g.example/p/",),
        audio,
    )
    (fun,) = [item for item in items_of("feeds/all.xml") if item.title.startswith("Satire")]
    assert (fun.title, fun.categories) == ("Satire: Fun", ("Satire",))


def test_what_a_partner_takes_is_all_that_its_feed_has() -> None:
    (uno, *_rest) = items_of("feeds/wire.json")
    assert (uno.authors, uno.author_urls, uno.categories, uno.corrections) == ((), (), (), ())
    fields = ("authors", "categories", "corrections", "enclosure")
    feeds = FeedSettings(limit=9, partners={"wire": PartnerFeed(fields=fields)})
    values = Values()
    parts = parts_of("feeds/wire.xml", other(feeds=feeds), values)
    items = {
        item.url.split("/")[-2]: item for item in (values.node(FeedItem, d) for d in parts["items"])
    }
    assert (items["vote"].image, items["vote"].authors, items["vote"].categories) == (
        None,
        ("Ana Ruiz",),
        ("Parks", "Rain"),
    )
    assert items["talk"].enclosure is not None
    assert items["vote"].corrections == ARTICLES[0].corrections
    assert (items["vote"].author_urls, items["park"].categories) == (
        ("https://g.example/p/authors/ana/",),
        (),
    )
    assert items["park"].image is None
    shown = parts_of("feed.xml", other(lines={"feeds.limit": 3}), Values())
    assert shown["limited"] is True
    assert "limited" not in parts_of("news/feed.xml", other(lines={"feeds.limit": 3}), Values())
    bare = other(feeds=FeedSettings(partners={"wire": PartnerFeed(fields=("image",))}))
    items = {item.url.split("/")[-2]: item for item in items_of("feeds/wire.xml", bare)}
    assert (items["talk"].enclosure, items["vote"].corrections, items["vote"].authors) == (
        None,
        (),
        (),
    )
    assert (items["vote"].image, items["vote"].categories) != (None, ("Parks", "Rain"))


def test_a_feed_of_a_live_story_has_its_updates() -> None:
    """Newest first, each with its own address, as many as a feed may have."""
    items = items_of("news/storm/feed.xml")
    assert [(i.url.rpartition("#")[2], i.title, i.summary, i.published) for i in items] == [
        ("u3", "Third", "Third", before(hours=2).at), ("u2", "Storm", "Storm", before(hours=3).at),
        ("u1", "First", "It rains.", before(hours=4).at),
    ]  # fmt: skip
    assert [item.id.rpartition(":")[2] for item in items] == [
        "id-storm/updates/u3",
        "id-storm/updates/u2",
        "id-storm/updates/u1",
    ]
    assert {(item.image, item.enclosure, item.corrections, item.atom_id) for item in items} == {
        (None, None, (), "")
    }
    assert [item.updated for item in items] == [item.published for item in items]


def test_a_correction_is_an_item_of_its_own() -> None:
    notes = tuple(
        Correction(before(hours=h), f"Note {h}.", type_)
        for h, type_ in ((2, "correction"), (1, "update"))
    )
    site = site_of(
        story("a", corrections=notes, guid="urn:a", image=SHOT, kind="analysis"),
        story("b", corrections=(Correction(before(hours=3), "Old."),)),
    )
    newest, older, oldest = items_of("corrections/feed.xml", site)
    assert (newest.title, newest.summary, newest.url) == (
        "Update: Analysis: A",
        "Note 1.",
        "https://gazette.example/news/a/#corrections",
    )
    assert (older.title, oldest.title) == ("Correction: Analysis: A", "Correction: B")
    stamp = before(hours=1).at.strftime("%Y%m%dT%H%M")
    assert f"id-a/corrections/{stamp}-" in newest.id
    assert len(newest.id.rpartition("-")[2]) == 8
    assert (newest.published, newest.updated) == (before(hours=1).at,) * 2
    assert (newest.corrections, newest.enclosure, newest.atom_id) == ((), None, "")
    assert newest.image is not None
    values = Values()
    feed = values.node(Feed, parts_of("corrections/feed.xml", site, values)["feed"])
    assert (feed.updated, feed.full_text) == (before(hours=1).at, False)
    empty = values.node(Feed, parts_of("corrections/feed.xml", site_of(), values)["feed"])
    front = values.node(Feed, parts_of("feed.xml", site_of(), values)["feed"])
    assert (front.updated, front.description, front.full_text) == (
        EPOCH,
        "The Sample Gazette",
        True,
    )
    assert (empty.updated, EPOCH.isoformat()) == (EPOCH, "1970-01-01T00:00:00+00:00")


def test_what_directories_are_told_of_a_podcast() -> None:
    values = Values()
    site = replace(sample(), covers={"hour": "/p/static/cover.png"})
    feed = values.node(Feed, parts_of("podcasts/hour/feed.xml", site, values)["feed"])
    channel = feed.podcast
    assert channel is not None
    assert (feed.language, feed.publisher) == ("es", "Ana")
    assert feed.image == FeedImage("https://g.example/p/static/cover.png", "", 0, 0, 0, "", "")
    assert [*asdict(channel).values()][:7] == [
        "Ana", "Ana", "a@g.example", "https://g.example/p/static/cover.png", "Daily News", "News", False,
    ]  # fmt: skip
    nobody = replace(sample().settings.podcasts[0], owner=None)
    channel = values.node(
        Feed, parts_of("podcasts/hour/feed.xml", other(podcasts=(nobody,)), values)["feed"]
    ).podcast
    assert channel is not None
    assert (channel.owner, channel.email) == ("", "")


def test_what_other_documents_are_made_from() -> None:
    site, values = sample(), Values()

    def parts(name: str) -> dict[str, Any]:
        return parts_of(name, site, values)

    at = "https://g.example/p/"
    assert [name for name, _ in parts("sitemap.xml")["files"]] == [
        f"{at}sitemap-{name}.xml" for name in ("pages", "2025-10", "2026-10", "2026-11")
    ]  # fmt: skip
    assert parts("sitemap.xml")["files"][3][1] == before(hours=2).at.isoformat()
    assert [entry[0] for entry in parts("sitemap-2026-10.xml")["entries"]] == [f"{at}views/op/"]
    news = parts("sitemap-news.xml")
    assert ([entry[1] for entry in news["entries"]], news["name"]) == (
        ["Storm", "Uno", "Vote"],
        "The Sample Gazette",
    )
    assert parts("feeds/feeds.opml")["title"] == "The Sample Gazette"
    assert len(parts("feeds/feeds.opml")["groups"]) == 7
    assert parts("robots.txt") == {
        "sitemaps": [f"{at}sitemap.xml", f"{at}sitemap-news.xml"], "ai_crawlers": "allow", "agents": [],
    }  # fmt: skip
    assert parts("0123456789abcdef.txt") == {"text": "0123456789abcdef"}
    manifest = parts("manifest.webmanifest")
    assert {name: manifest[name] for name in ("title", "tagline", "prefix", "language")} == {
        "title": "The Sample Gazette", "tagline": "Words for tests", "prefix": "/p", "language": "en",
    }  # fmt: skip
    maps = SitemapFiles(site)
    card = Documents(site, values, maps).parts("card", Subject("section", "local"), "x.png")
    assert (card["title"], card["hue"]) == ("Local", "local")
    hosted = other(host="netlify")
    assert parts_of("_headers", hosted, values)["text"].startswith("# Written by sitegen")
    assert parts_of("_headers", hosted, values) != parts_of("_redirects", hosted, values)
    with pytest.raises(AssertionError, match="papyrus"):
        Documents(site, values, SitemapFiles(site)).parts("papyrus", Subject("x"), "x")
    old = site_of(story("a", published=before(days=9)))
    assert parts_of("sitemap-news.xml", old, values)["entries"] == []


# Heads


def rendering(url: str) -> Rendering:
    own = filters.filters("en", "America/Chicago")
    say = words.translations("en").gettext
    return Rendering(
        url,
        say,
        own["month"],
        own["span"],
        sample().settings.images,
        "https://g.example/p/logo.png",
    )


def head_of(
    kind: str, id_: str = "", number: int = 0, *, site: Site | None = None, **more: Any
) -> PageMeta:
    site = site or sample()
    table = context.table(site, kind)
    wanted = {*KINDS[kind].inputs, "stories", "pager"} & table.keys()
    found = {name: table[name](site, Subject(kind, id_, number)) for name in wanted}
    return KINDS[kind].head({**found, **more}, rendering("/p/here/"))


def said(page: PageMeta) -> dict[str, Any]:
    """Return what a head says beside what all of them do."""
    facts = asdict(page)
    usual = {
        "url": "/p/here/", "canonical": "https://g.example/p/here/", "share_alt": "The Sample Gazette", "lang": "en",
        "robots": "max-image-preview:large", "og_type": "website", "indexed": True, "share": ("card", 1200, 630),
    }  # fmt: skip
    feeds = [
        f"{feed.title} = {feed.url.removeprefix('https://g.example/p/')}" for feed in page.feeds
    ]
    share = page.share and (
        page.share.url.split("/")[-1].split(".")[0],
        page.share.width,
        page.share.height,
    )
    facts |= {"feeds": feeds, "share": share, "image": page.image and page.image.path,
              "modified": page.modified and page.modified.isoformat(), "translations": [t.lang + t.url for t in page.translations]}  # fmt: skip
    return {
        name: facts[name]
        for name in facts
        if (facts[name] or name in usual) and usual.get(name) != facts[name]
    }


SUBJECTS = [
    ("front", ""), ("section", "local"), ("section", "news"), ("person", "ana"), ("people", ""), ("tag", "rain"), ("tags", ""),
    ("series", "high-tide"), ("podcast", "hour"), ("archive", ""), ("year", "2026"), ("month", "2026/10"), ("corrections", ""),
    ("feeds", ""), ("search", ""), ("not_found", ""), ("alias", f"{LOCAL}fun.md"), ("redirect", "/p/local/"), ("article", VOTE),
    ("article", STORM), ("article", f"{LOCAL}uno.md"), ("article", f"{LOCAL}park.md"), ("page", "content/pages/about.md"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "id_"), SUBJECTS)
def test_what_the_head_of_each_kind_of_page_says(kind: str, id_: str) -> None:
    assert said(head_of(kind, id_)) == HEADS[kind, id_]


def test_a_page_of_a_list_tells_of_its_time() -> None:
    """Behind the front each has a title and a description of its own."""
    page = head_of("section", "local", 1)
    assert page.title.startswith("Local – Nov. 1")
    assert page.description == f"{page.title} – Near by."
    tag = head_of("tag", "rain", pager=Pager(number=2))
    assert tag.description == f"{tag.title} – The Sample Gazette – Words for tests"
    untold = head_of("tag", "rain", site=other(tagline=""))
    assert untold.description == "Rain – The Sample Gazette"
    assert heads.here(page, sample().sections["local"]) == Here("es", "section", "local", False)
    front = replace(page, url="/p/local/")
    assert heads.here(front, sample().sections["local"]).is_section_front
    assert not heads.here(front, None).is_section_front


def test_a_page_is_in_the_language_of_its_story_or_section() -> None:
    site = sample()
    assert heads.language({"site": site.info}) == "en"
    assert heads.language({"site": site.info, "section": site.sections["local"]}) == "es"
    assert heads.language({"site": site.info, "section": site.sections["news"]}) == "en"
    assert (
        heads.language(
            {
                "site": site.info,
                "article": replace(ARTICLES[0], lang="vi"),
                "section": site.sections["local"],
            }
        )
        == "vi"
    )


def test_what_a_shared_link_shows() -> None:
    info, images = sample().info, ImageSettings()
    url = heads.lead_image(SHOT, info, images)
    assert url is not None
    assert (url.width, url.height, url.caption, url.credit) == (1200, 675, "A caption", "Ana")
    assert url.url.startswith("https://g.example/p/media/hall.")
    assert heads.lead_image(None, info, images) is None
    assert heads.lead_image(picture(format="svg"), info, images) is None
    assert heads.card_image(info, "a.png") == ImageUrl("https://g.example/p/a.png", 1200, 630)
    assert heads.card_image(info, "") is None


def graph_of(kind: str, id_: str = "", number: int = 0) -> dict[str, Any]:
    table = context.table(sample(), kind)
    wanted = {*KINDS[kind].inputs, "stories", "pager"} & table.keys()
    found = {name: table[name](sample(), Subject(kind, id_, number)) for name in wanted}
    graph = json.loads(KINDS[kind].graph(found, rendering("/p/here/")) or "{}")
    return {
        node["@type"] if isinstance(node["@type"], str) else node["@type"][0]: node
        for node in graph.get("@graph", ())
    }


def listed(graph: dict[str, Any]) -> str:
    text = json.dumps(graph)
    return " ".join(
        part.split("/")[-2]
        for part in text.split('"')
        if part.startswith("https://g.example/p/") and part.endswith("/")
    )


def test_what_structured_data_says_of_each_kind_of_page() -> None:
    found = {
        f"{kind} {id_}".strip(): (" ".join(graph_of(kind, id_)), listed(graph_of(kind, id_)))
        for kind, id_ in SUBJECTS
    }
    assert found == GRAPHS
    assert graph_of("search")["SearchResultsPage"]["name"] == "Search"
    assert graph_of("section", "local", 1) != graph_of("section", "local")
    values = {"section": sample().sections["news"]}
    assert graphs._lists_above(values, rendering("/p/news/page/1/")) == [
        NavLink("News", "/p/news/")
    ]
    assert graphs._lists_above(values, rendering("/p/news/")) == []
    assert graphs._lists_above({"tag": TagLink("Rain", "/p/tags/rain/")}, rendering("/p/x/")) == [
        NavLink("Rain", "/p/tags/rain/")
    ]


def test_a_picture_of_a_story_is_named_in_its_crops_else_its_card() -> None:
    pictures = {path: json.dumps(graph_of("article", path)) for path in (VOTE, RAIN)}
    assert [
        pictures[VOTE].count(f"hall.{crop}")
        for crop in ("8a42c617.16x9", "c383d03e.4x3", "715310ee.1x1")
    ] == [1, 1, 1]
    assert ("media/card-rain." in pictures[RAIN], "media/card" in pictures[VOTE]) == (True, False)


def test_the_picture_of_a_person_bears_no_words() -> None:
    """Their page shows neither its caption nor its credit; some have no picture."""
    ana = {
        name: value(name, "person", "ana")
        for name in ("site", "person", "byline", "stories", "pager")
    }
    nodes = [
        json.loads(
            KINDS["person"].graph(
                {**ana, "person": replace(ana["person"], image=image)}, rendering("/p/here/")
            )
        )["@graph"][0]["mainEntity"].get("image", {})
        for image in (SHOT, None)
    ]
    assert [set(node) for node in nodes] == [{"@type", "url", "width", "height"}, set()]
