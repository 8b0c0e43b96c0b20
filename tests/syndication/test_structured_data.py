"""Structured data and heads that search engines take without a word.

Oracle: extruct, which reads pages as search engines' testing tools do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

import extruct
import pytest

from sitegen.core.dates import Moment
from sitegen.core.record import replace
from sitegen.model.article import (
    Article,
    Correction,
    Enclosure,
    LiveUpdate,
    Person,
    Reference,
)
from sitegen.model.kinds import KINDS
from sitegen.model.marks import Marks
from sitegen.model.views import (
    Byline,
    ImageUrl,
    NavLink,
    Organisation,
    Section,
    SiteInfo,
    TagLink,
    Teaser,
    Translation,
)
from sitegen.settings.types import POLICIES
from sitegen.sources.summary import description_problem
from sitegen.syndication import structured_data
from sitegen.syndication.head_texts import alternates, description, robots
from sitegen.syndication.structured_data import (
    article_graph,
    front_graph,
    listing_graph,
    page_graph,
    person_graph,
)

HOUSTON = timezone(timedelta(hours=-6))
MORNING = datetime(2026, 11, 20, 9, 30, tzinfo=HOUSTON)
URL = "/paper/news/vote/"
PAGE = "https://gazette.example/paper/news/vote/"
HOME = "https://gazette.example/paper/"

SITE = SiteInfo(
    title="The Sample Gazette",
    tagline="Sample headlines for tests",
    base_url="https://gazette.example/paper",
    prefix="/paper",
    language="en",
    timezone="America/Chicago",
    place="",
    year=2026,
    feed_url="/paper/feed.xml",
    organisation=Organisation(
        name="Gazette Newsroom",
        email="desk@gazette.example",
        founded="2024",
        profiles=("https://social.example/@gazette",),
        policies={name: f"/paper/{name}/" for name in POLICIES},
    ),
    sections=(),
    menus={},
)
SECTION = Section("news", "News", "/paper/news/", "/paper/news/feed.xml")
ARTICLE = Article(
    path="content/news/vote.md",
    id="vote",
    slug="vote",
    section="news",
    title="The sample council votes",
    kind="news",
    published=Moment(MORNING),
    lang="en",
    minutes=2,
    summary="A sample summary.",
)
WRITERS = (
    Byline("Sample Writer", "/paper/authors/sample-writer/"),
    Byline("Gazette Newsroom", "", organisation=True),
)
CROPS = tuple(
    ImageUrl(f"https://gazette.example/paper/media/a.{height}.jpg", 1200, height, "A sample", "Mẫu")
    for height in (675, 900, 1200)
)


def graph_of(text: str) -> dict[str, dict[str, Any]]:
    """Read a graph as it stands in a page, by the type of each node."""
    html = f'<html><body><script type="application/ld+json">{text}</script></body></html>'
    (scripts,) = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    assert scripts["@context"] == "https://schema.org"
    return {node["@type"]: node for node in scripts["@graph"]}


def story_of(article: Article, **more: Any) -> dict[str, Any]:
    text = article_graph(SITE, URL, article, SECTION, WRITERS, **more)
    return next(iter(graph_of(text).values()))


def a_teaser(slug: str) -> Teaser:
    return Teaser(
        url=f"/paper/news/{slug}/",
        title=f"Sample {slug}",
        marks=Marks("news"),
        lang="en",
        kicker="News",
        hue="",
        published=Moment(MORNING),
    )


def a_person(**changes: Any) -> Person:
    person = Person(
        path="content/authors/sample-writer.md",
        id="sample-writer",
        name="Sample Writer",
        role="Sample reporter",
        beat="Samples",
        languages=("en", "es"),
        email="writer@gazette.example",
        profiles=("https://social.example/@writer",),
        summary="Writes samples.",
    )
    return replace(person, **changes)


def every_graph() -> Iterator[str]:
    teasers = [a_teaser("a"), a_teaser("b")]
    yield article_graph(SITE, URL, everything(), SECTION, WRITERS, WRITERS, CROPS, TAGS, LOGO)
    yield front_graph(SITE, "/paper/", teasers, LOGO)
    yield listing_graph(SITE, "/paper/news/", "News", "All of it", teasers, logo=LOGO)
    yield person_graph(
        SITE, "/paper/authors/sample-writer/", a_person(), CROPS[0], teasers, logo=LOGO
    )
    yield page_graph(SITE, "/paper/about/", replace(ARTICLE, kind="page", slug="about"), LOGO)


TAGS = (TagLink("Sample tag", "/paper/tags/sample-tag/"),)
LOGO = "https://gazette.example/paper/static/logo.0123abcd.png"


def everything() -> Article:
    return replace(
        ARTICLE,
        kind="live",
        updated=Moment(MORNING + timedelta(hours=2)),
        dateline="HOUSTON",
        how_we_reported="We asked.",
        sources=(Reference("County record", "https://county.example/1"), Reference("Interview")),
        corrections=(Correction(Moment(MORNING + timedelta(hours=1)), "It was 7."),),
        enclosure=Enclosure("/paper/media/talk.0123abcd.mp3", "audio/mpeg", 1000, 65),
        live_start=MORNING,
        live_end=MORNING + timedelta(hours=2),
        live_updates=(LiveUpdate("u1", Moment(MORNING), "It begins"),),
        canonical="https://first.example/vote",
    )


def test_a_story_has_all_that_search_engines_ask_for() -> None:
    """G9: headline, pictures, dates with offset, and one author object for each byline."""
    story = story_of(replace(ARTICLE, updated=Moment(MORNING + timedelta(hours=1))), images=CROPS)

    assert story["@type"] == "NewsArticle"
    assert story["headline"] == "The sample council votes"
    assert [image["url"] for image in story["image"]] == [crop.url for crop in CROPS]
    ratios = [round(image["width"] / image["height"], 2) for image in story["image"]]
    assert ratios == [1.78, 1.33, 1.0]
    assert story["datePublished"] == "2026-11-20T09:30:00-06:00"
    assert story["dateModified"] == "2026-11-20T10:30:00-06:00"
    assert story["author"] == [
        {
            "@type": "Person",
            "name": "Sample Writer",
            "url": "https://gazette.example/paper/authors/sample-writer/",
        },
        {"@type": "Organization", "name": "Gazette Newsroom"},
    ]
    assert story["isAccessibleForFree"] is True


def test_a_story_without_a_byline_is_the_newsrooms() -> None:
    """G9: the author is never missing."""
    text = article_graph(SITE, URL, ARTICLE, SECTION, ())
    (author,) = graph_of(text)["NewsArticle"]["author"]
    assert (author["@type"], author["name"]) == ("NewsMediaOrganization", "Gazette Newsroom")


def test_a_story_is_never_changed_before_it_is_published() -> None:
    """G10: dateModified is datePublished or later, also when an editor's dates are not."""
    early = replace(ARTICLE, updated=Moment(MORNING - timedelta(days=1)))
    for article in (ARTICLE, early):
        story = story_of(article)
        assert story["dateModified"] == story["datePublished"] == "2026-11-20T09:30:00-06:00"


def test_a_story_dated_by_day_keeps_its_day() -> None:
    """G10: what the page shows as a day is the same day in the markup, in the site's zone."""
    midnight = MORNING.replace(hour=0, minute=0)
    story = story_of(replace(ARTICLE, published=Moment(midnight, timed=False)))
    assert story["datePublished"] == "2026-11-20T00:00:00-06:00"


def test_each_kind_has_its_type() -> None:
    """T1: every kind of story says what it is; which types those are, the manual's table holds."""
    for kind in KINDS.values():
        if kind.name != "page":
            story = replace(ARTICLE, kind=kind.name, sources=(Reference("Sample record"),))
            assert story_of(story)["@type"] == (kind.type_with_sources or kind.type)


def test_reporting_shows_its_sources_or_is_plain_news() -> None:
    """T1: ReportageNewsArticle promises sources, so without any it is not claimed."""
    sourced = replace(ARTICLE, kind="report", sources=(Reference("Sample record"),))
    assert story_of(sourced)["@type"] == "ReportageNewsArticle"
    assert story_of(replace(sourced, sources=()))["@type"] == "NewsArticle"


def test_a_live_story_lists_its_updates() -> None:
    """T1: start, end once it is over, and each update with its place in the page."""
    story = story_of(everything())

    assert story["coverageStartTime"] == "2026-11-20T09:30:00-06:00"
    assert story["coverageEndTime"] == "2026-11-20T11:30:00-06:00"
    assert story["liveBlogUpdate"] == [
        {
            "@type": "BlogPosting",
            "url": f"{PAGE}#u1",
            "headline": "It begins",
            "datePublished": "2026-11-20T09:30:00-06:00",
        }
    ]
    assert "coverageEndTime" not in story_of(replace(everything(), live_end=None))
    assert story_of(replace(ARTICLE, kind="live"))["coverageStartTime"] == MORNING.isoformat()


def test_a_correction_says_the_words_of_the_page() -> None:
    """T2: text and date of each correction."""
    assert story_of(everything())["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "It was 7.",
            "datePublished": "2026-11-20T10:30:00-06:00",
        }
    ]


def test_a_story_says_how_it_was_reported() -> None:
    """T3: dateline, method, sources, and the rules it was written by."""
    story = story_of(everything())

    assert story["dateline"] == "HOUSTON"
    assert story["backstory"] == "We asked."
    assert story["citation"] == [
        {"@type": "CreativeWork", "name": "County record", "url": "https://county.example/1"},
        {"@type": "CreativeWork", "name": "Interview"},
    ]
    assert story_of(ARTICLE)["publishingPrinciples"] == f"{HOME}principles/"


def test_the_publisher_names_every_policy_that_exists() -> None:
    """T4: a NewsMediaOrganization, with each policy page that settings name and no other."""
    publisher = graph_of(front_graph(SITE, "/paper/", [], LOGO))["NewsMediaOrganization"]
    for name, term in POLICIES.items():
        assert publisher[term] == f"{HOME}{name}/"
    assert publisher["foundingDate"] == "2024"
    assert publisher["logo"]["url"] == LOGO

    bare = replace(SITE, organisation=Organisation(name=""))
    publisher = graph_of(front_graph(bare, "/paper/", []))["NewsMediaOrganization"]
    assert publisher == {
        "@type": "NewsMediaOrganization",
        "@id": f"{HOME}#publisher",
        "name": "The Sample Gazette",
        "url": HOME,
    }
    assert "publishingPrinciples" not in next(
        iter(graph_of(article_graph(bare, URL, ARTICLE, SECTION, WRITERS)).values())
    )


def test_an_author_is_known_by_role_beat_and_languages() -> None:
    """T5: what tells of expertise on an author's page is in its markup."""
    text = person_graph(SITE, "/paper/authors/sample-writer/", a_person(), CROPS[0])
    person = graph_of(text)["ProfilePage"]["mainEntity"]

    assert person["@type"] == "Person"
    assert person["name"] == "Sample Writer"
    assert person["jobTitle"] == "Sample reporter"
    assert person["knowsAbout"] == "Samples"
    assert person["knowsLanguage"] == ["en", "es"]
    assert person["email"] == "writer@gazette.example"
    assert person["sameAs"] == ["https://social.example/@writer"]
    assert person["worksFor"] == {"@id": f"{HOME}#publisher"}


def test_a_newsroom_is_no_person() -> None:
    """T5: a byline of the newsroom itself has no job and no employer."""
    text = person_graph(SITE, "/paper/authors/gazette/", a_person(organisation=True))
    newsroom = graph_of(text)["ProfilePage"]["mainEntity"]

    assert newsroom["@type"] == "Organization"
    assert not {"jobTitle", "worksFor", "knowsLanguage"} & set(newsroom)


@pytest.mark.parametrize("bad", ["</script><script>alert(1)</script>", "<!-- &amp; -->", "\u2028"])
def test_a_headline_cannot_end_the_script(bad: str) -> None:
    """T6: whatever the headline says, it arrives whole and runs nowhere."""
    text = article_graph(SITE, URL, replace(ARTICLE, title=bad), SECTION, WRITERS)

    assert not set("<>&") & set(text)
    assert graph_of(text)["NewsArticle"]["headline"] == bad


def test_every_address_is_absolute() -> None:
    """T6, G13: each URL of every graph names scheme and host."""
    count = 0
    for text in every_graph():
        for key, value in strings_of(json.loads(text)["@graph"]):
            if value.startswith("/") or "://" in value or key in URL_KEYS:
                assert urlsplit(value).scheme == "https", (key, value)
                assert urlsplit(value).netloc, (key, value)
                count += 1
    assert count > 100


URL_KEYS = {"@id", "url", "item", "contentUrl", "mainEntityOfPage", "isBasedOn", "urlTemplate"}


def strings_of(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text in JSON data with the key that it stands under."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from strings_of(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from strings_of(item, key)
    elif isinstance(value, str):
        yield key, value


def test_every_reference_is_answered_in_the_same_graph() -> None:
    """T6: a node that is named only by "@id" stands in the page, or is another page's story."""
    for text in every_graph():
        nodes = json.loads(text)["@graph"]
        ids = {node["@id"] for node in nodes}
        for node in nodes:
            for value in node.values():
                if isinstance(value, dict) and set(value) == {"@id"}:
                    assert value["@id"] in ids


def test_nothing_empty_is_said() -> None:
    """T6: what is not known is left out, not given as nothing."""
    for text in every_graph():
        for node in json.loads(text)["@graph"]:
            assert all(value not in ("", [], None, {}) for value in node.values())
    assert not {"image", "dateline", "backstory", "citation", "correction", "audio"} & set(
        story_of(ARTICLE)
    )


def test_nothing_is_said_that_the_page_does_not_show() -> None:
    """T6: every text of a story's own node comes from what its page was given."""
    article = everything()
    words = {article.title, article.summary, article.dateline, article.how_we_reported}
    words |= {c.text for c in article.corrections} | {s.title for s in article.sources}
    words |= {u.title for u in article.live_updates} | {t.name for t in TAGS}
    words |= {w.name for w in WRITERS} | {c.caption for c in CROPS} | {c.credit for c in CROPS}
    words |= {SECTION.title, article.lang}
    story = story_of(article, images=CROPS, tags=TAGS, contributors=WRITERS)

    for key, value in strings_of(story):
        is_plain = not key.startswith("@") and "://" not in value and "T" not in value[10:11]
        if is_plain and key not in ("encodingFormat", "duration"):
            assert value in words, (key, value)


def test_a_recording_has_an_address_or_is_not_mentioned() -> None:
    """G13: a sound file still named by its place beside the story is nothing to tell."""
    story = story_of(everything())
    assert story["audio"]["contentUrl"] == f"{HOME}media/talk.0123abcd.mp3"
    assert story["audio"]["duration"] == "PT65S"

    film = Enclosure("https://films.example/a.mp4", "video/mp4", 1000)
    assert story_of(replace(ARTICLE, enclosure=film))["video"]["@type"] == "VideoObject"

    beside = Enclosure("content/news/vote/talk.mp3", "audio/mpeg", 1000)
    assert "audio" not in story_of(replace(ARTICLE, enclosure=beside))


def test_breadcrumbs_lead_from_the_front_to_the_page() -> None:
    """Each step has its place, name and address; the last is the page."""
    text = article_graph(SITE, URL, ARTICLE, SECTION, WRITERS)
    steps = graph_of(text)["BreadcrumbList"]["itemListElement"]

    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "The Sample Gazette", HOME),
        (2, "News", f"{HOME}news/"),
        (3, "The sample council votes", PAGE),
    ]


def test_a_list_names_its_stories_in_order() -> None:
    """A CollectionPage holds an ItemList of addresses, counted from 1."""
    parents = [NavLink("News", "/paper/news/")]
    text = listing_graph(
        SITE, "/paper/news/page/1/", "News", "", [a_teaser("a"), a_teaser("b")], parents
    )
    nodes = graph_of(text)

    assert nodes["CollectionPage"]["url"] == f"{HOME}news/page/1/"
    items = nodes["CollectionPage"]["mainEntity"]["itemListElement"]
    assert [(item["position"], item["url"]) for item in items] == [
        (1, f"{HOME}news/a/"),
        (2, f"{HOME}news/b/"),
    ]
    assert len(nodes["BreadcrumbList"]["itemListElement"]) == 3


def test_search_is_offered_only_where_it_works() -> None:
    """WebSite names the search page's address once a search engine is set up."""
    with_search = graph_of(front_graph(replace(SITE, search=True), "/paper/", []))["WebSite"]
    target = with_search["potentialAction"]["target"]["urlTemplate"]
    assert target == f"{HOME}search/?q={{search_term_string}}"
    assert "potentialAction" not in graph_of(front_graph(SITE, "/paper/", []))["WebSite"]


@pytest.mark.parametrize(
    ("slug", "type_"), [("about", "AboutPage"), ("contact", "ContactPage"), ("ethics", "WebPage")]
)
def test_static_pages_say_what_they_are(slug: str, type_: str) -> None:
    """A page is no story: no date, no author, no breadcrumbs but its own."""
    page = replace(ARTICLE, kind="page", slug=slug, section="")
    nodes = graph_of(page_graph(SITE, f"/paper/{slug}/", page))

    assert nodes[type_]["name"] == "The sample council votes"
    assert "datePublished" not in nodes[type_]


def test_a_story_changed_when_its_readers_were_last_told_of_it() -> None:
    """By an update, a correction or an entry of a live page, and never before it appeared."""
    hours = [Moment(MORNING + timedelta(hours=number)) for number in range(4)]
    told = (Correction(hours[1], "A."), Correction(hours[2], "B."))
    live = (LiveUpdate("a", hours[3], "A"), LiveUpdate("b", hours[1], "B"))
    modified = structured_data.modified
    assert modified(ARTICLE) == MORNING
    assert modified(replace(ARTICLE, updated=hours[1])) == hours[1].at
    assert modified(replace(ARTICLE, updated=hours[1], corrections=told)) == hours[2].at
    assert modified(replace(ARTICLE, corrections=told)) == hours[2].at
    assert modified(replace(ARTICLE, live_updates=live)) == hours[3].at
    earlier = Moment(MORNING - timedelta(hours=1))
    assert modified(replace(ARTICLE, updated=earlier)) == MORNING


def test_robots_may_show_large_pictures() -> None:
    """G12, H4: indexed pages allow large previews; others are followed but not listed."""
    assert "max-image-preview:large" in robots(is_indexed=True)
    assert robots(is_indexed=False) == "noindex, follow"


def test_a_description_is_the_summary_or_fits() -> None:
    """H2: the editor's words as they are, else the text's first words within 160 characters."""
    assert description("A sample\nsummary.", "Text") == "A sample summary."
    cut = description("", "Sample words, " * 30)
    assert 100 < len(cut) <= 160
    assert cut.endswith(("words…", "Sample…"))
    assert description("", "Short text.") == "Short text."
    assert description("", "x " * 79 + "yz") == "x " * 79 + "yz"  # 160 characters
    assert description("", "x " * 79 + "yzz") == "x " * 78 + "x…"
    assert description("", "x, " * 53 + "yzz") == "x, " * 52 + "x…"


@pytest.mark.parametrize(("length", "warned"), [(1, False), (43, False), (160, False), (161, True)])
def test_a_summary_that_results_would_cut_is_reported(length: int, warned: bool) -> None:
    """H2: a warning above 160 characters, with the number; a short dek is a good dek."""
    problem = description_problem("content/news/vote.md", "x" * length)
    assert (problem is not None) is warned
    if problem is not None:
        assert problem.warning
        assert str(length) in problem.message


def test_versions_of_a_story_name_each_other() -> None:
    """H3: all languages, the page's own among them, and one x-default."""
    versions = [
        Translation("es", "Muestra", f"{HOME}noticias/voto/"),
        Translation("en", "Sample", PAGE),
    ]
    expected = (("en", PAGE), ("es", f"{HOME}noticias/voto/"), ("x-default", PAGE))

    assert alternates(versions, "en") == alternates(versions[::-1], "en") == expected
    assert alternates(versions, "vi")[-1] == ("x-default", PAGE)
    assert alternates(versions[:1], "en") == ()


def test_the_graph_is_a_function_of_its_values() -> None:
    """The same values give the same text, whatever was asked before."""
    other = replace(SITE, title="Another Gazette")
    first = list(every_graph())
    structured_data.front_graph(other, "/paper/", [])
    assert list(every_graph()) == first
    assert "Another Gazette" in structured_data.front_graph(other, "/paper/", [])
