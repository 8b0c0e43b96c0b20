"""What can be found, and what a result shows of it: the same words as on the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sitegen.core.dates import Moment
from sitegen.core.record import asdict
from sitegen.model.article import Credit, Sponsor
from sitegen.search.entries import Entry, entries
from sitegen.site.site import Site
from tests.pages.sample import sample
from tests.site.assembled import assembled, page, picture, story


def facts_of(entry: Entry) -> dict[str, Any]:
    """Return what an entry says beside what every entry may leave out."""
    plain = asdict(Entry("", "", ""))
    return {name: value for name, value in asdict(entry).items() if value != plain[name]}


def entry_of(site: Site, address: str) -> Entry:
    (entry,) = [entry for entry in entries(site) if entry.url == f"/p{address}"]
    return entry


def test_a_site_is_found_in_one_order() -> None:
    """Stories by their age, then what has no date: pages, lists, podcasts, people and tags."""
    assert [(entry.url.removeprefix("/p"), entry.month) for entry in entries(sample())] == [
        ("/news/storm/", "2026-11"), ("/local/fun/", "2026-11"), ("/local/uno/", "2026-11"),
        ("/news/vote/", "2026-11"), ("/news/rain/", "2026-11"), ("/news/talk/", "2026-11"),
        ("/local/park/", "2026-11"), ("/local/ad/", "2026-11"), ("/views/op/", "2026-10"),
        ("/news/news2/", "2025-10"), ("/about/", ""), ("/news/", ""), ("/local/", ""),
        ("/views/", ""), ("/podcasts/hour/", ""), ("/authors/ana/", ""), ("/authors/desk/", ""),
        ("/tags/parks/", ""), ("/tags/rain/", ""),
    ]  # fmt: skip


def test_a_story_is_shown_with_all_that_stands_by_its_headline() -> None:
    assert facts_of(entry_of(sample(), "/news/vote/")) == {
        "url": "/p/news/vote/", "title": "Vote", "lang": "en", "minutes": 29921400,
        "month": "2026-11", "dek": "What was voted.", "byline": "Ana Ruiz",
        "date": "Nov. 21, 2026", "picture": "/p/media/hall.bc6de015.320.webp", "section": "News",
        "authors": ("Ana Ruiz",), "kind": "News", "language": "English",
        "tags": ("Parks", "Rain"), "captions": ("A caption", "Ana"),
        "body": "body of content/news/vote.md",
    }  # fmt: skip
    rain = entry_of(sample(), "/news/rain/")
    assert (rain.byline, rain.authors) == ("The Desk, Guest", ("The Desk", "Guest", "Ana Ruiz"))
    assert (rain.year, entry_of(sample(), "/about/").year) == ("2026", "")


def test_what_is_no_story_says_what_it_is() -> None:
    """In the site's language; a podcast and a person may speak another."""
    told = {entry.title: facts_of(entry) for entry in entries(sample()) if not entry.minutes}
    for facts in told.values():
        del facts["title"], facts["url"]
    assert told == {
        "About": {"lang": "en", "body": "body of content/pages/about.md"},
        "News": {"lang": "en", "label": "Section"},
        "Local": {"lang": "en", "label": "Section", "dek": "Near by."},
        "Views": {"lang": "en", "label": "Section"},
        "The Hour": {"lang": "es", "label": "Podcast", "dek": "What was heard."},
        "Ana Ruiz": {
            "lang": "vi", "label": "Author", "dek": "She writes.", "byline": "Reporter",
            "body": "body of content/authors/ana.md",
        },
        "The Desk": {
            "lang": "en", "label": "Author", "body": "body of content/authors/desk.md",
        },
        "Parks": {"lang": "en", "label": "Topic"},
        "Rain": {"lang": "en", "label": "Topic"},
    }  # fmt: skip


def test_what_must_stand_by_a_headline_does() -> None:
    """Of the kind in the story's language, and who paid; of a plain story nothing."""
    labels = {entry.title: entry.label for entry in entries(sample()) if entry.minutes}
    assert {title: label for title, label in labels.items() if label} == {
        "Storm": "Live", "Fun": "Satire", "Ad": "Sponsored: Bank", "Op": "Opinion",
    }  # fmt: skip


def test_details_of_stories_and_pages() -> None:
    """A month is the newsroom's; words under pictures are found once, of pages too."""
    minute = datetime.fromisoformat("2026-03-01T05:59:59+00:00")  # still February in Chicago
    again = picture("b.jpg", caption="One", credit="Ana")
    drawing = picture("c.svg", 80, 40, format="svg", caption="Three")
    site, problems = assembled(
        (
            story("vote", published=Moment(minute), image=picture(caption="One", credit="Bo"),
                  images=(again, drawing), authors=(Credit("Bo Ha", of="Rice"),),
                  contributors=(Credit("Bo Ha", of="Rice"), Credit("Cy", of="Rice"))),
            story("ad", kind="sponsored", lang="es", sponsor=Sponsor("Bank", "https://b.example/"),
                  image=drawing),
            page("about", summary="Who we are.", images=(again, again), lang="vi"),
        ),
        base_url="https://g.example/p", prefix="/p",
    )  # fmt: skip
    assert problems == ()
    places = ("/news/vote/", "/news/ad/", "/about/")
    vote, ad, about = (entry_of(site, place) for place in places)
    assert (vote.month, vote.minutes) == ("2026-02", 29539079)
    assert vote.captions == ("One", "Bo", "Ana", "Three")
    assert vote.authors == ("Bo Ha", "Cy")
    assert (ad.label, ad.kind, ad.language) == ("Patrocinado: Bank", "Sponsored", "Español")
    assert (ad.picture, ad.captions) == ("/p/media/c.443a62a2.svg", ("Three",))
    assert facts_of(about) == {
        "url": "/p/about/", "title": "About", "lang": "vi", "dek": "Who we are.",
        "captions": ("One", "Ana"), "body": "body of content/pages/about.md",
    }  # fmt: skip
