"""Where a story is, or why it is not; whether the site is out as it should be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.build import explain
from sitegen.build.explain import Due, answered, due, page_of, why
from sitegen.build.readiness import Readiness, readiness
from sitegen.core.problems import Problem, SitegenError
from sitegen.model.answers import WORDS, Why
from tests.conftest import Site
from tests.site.assembled import settings, teaser

NOON = datetime.fromisoformat("2026-03-02T12:00:00-06:00")
VOTE = "content/news/vote.md"
STORIES: Mapping[str, Mapping[str, object]] = {
    VOTE: {"authors": "[ana]", "tags": "[Budget, Schools]", "series": "The year",
           "expires": "2026-04-01", "aliases": "[/old/]", "title": "Vote"},
    "content/news/plain.md": {"published": "2026-02-01", "title": "Plain"},
    "content/local/told.md": {"published": "2026-02-02", "title": "Told",
                              "corrections": "[{date: 2026-02-03, text: It was Tuesday.}]"},
    "content/news/draft.md": {"draft": "true", "title": "Draft"},
    "content/news/gone.md": {"published": "2026-02-01", "expires": "2026-03-01 06:00",
                             "title": "Gone"},
    "content/news/held.md": {"embargo": "2026-03-03 06:00", "title": "Held"},
    "content/news/later.md": {"published": "2026-03-04 06:00", "title": "Later"},
}  # fmt: skip


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site that was built at noon: all that is asked of it finds it in the cache."""
    site = Site(tmp_path_factory.mktemp("explained") / "site")
    text = site.read("sitegen.toml").replace("gazette.example", "gazette.example/news")
    site.write("sitegen.toml", f'{text}\n[redirects]\n"/gone/" = "/local/"\n"/?p=12" = "/local/"\n')
    for path, keys in STORIES.items():
        site.story(path, f"The text of {path}.", **keys)
    site.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.write("content/authors/bo.md", "---\nname: Bo Sample\n---\nWrites nothing yet.\n")
    site.write("content/pages/about.md", "---\ntitle: About\nslug: about\n---\nOf us.\n")
    site.build(now=NOON.isoformat())
    return site


DRAFT = "content/news/draft.md"
FEEDS = (
    "/feed.xml", "/news/feed.xml", "/tags/budget/feed.xml", "/tags/schools/feed.xml",
    "/authors/ana/feed.xml", "/series/the-year/feed.xml",
)  # fmt: skip
HOME = "https://gazette.example/news"
ANSWERS = {
    VOTE: [
        f"{VOTE}: Vote",
        f"Live at {HOME}/news/vote/",
        "It expires on 2026-04-01 00:00 CDT.",
        "On the front page: the lead.",
        "In the section News.",
        "On the pages of Ana Sample.",
        "Under the tags Budget, Schools.",
        "In the series The year.",
        "In the news sitemap.",
        f"In the feeds {', '.join(FEEDS)}.",
    ],
    "content/news/plain.md": [
        "content/news/plain.md: Plain",
        f"Live at {HOME}/news/plain/",
        "On the front page: beside the lead.",
        "In the section News.",
        "In the feeds /feed.xml, /news/feed.xml.",
    ],
    "content/local/told.md": [
        "content/local/told.md: Told",
        f"Live at {HOME}/local/told/",
        "On the front page: beside the lead.",
        "In the section Local.",
        "In the feeds /feed.xml, /local/feed.xml, /corrections/feed.xml.",
    ],
    "content/news/draft.md": [
        "content/news/draft.md: Draft",
        f"Not published: it says 'draft: true'. When it is ready: sitegen publish {DRAFT}",
    ],
    "content/news/gone.md": [
        "content/news/gone.md: Gone",
        "Not published any more: it expired on 2026-03-01 06:00 CST.",
    ],
    "content/news/held.md": [
        "content/news/held.md: Held", "Held until 2026-03-03 06:00 CST ('embargo').",
    ],
    "content/news/later.md": [
        "content/news/later.md: Later", "Held until 2026-03-04 06:00 CST ('published').",
    ],
    "content/pages/about.md": ["content/pages/about.md: About", f"Live at {HOME}/about/"],
    "content/authors/ana.md": [
        f"content/authors/ana.md: the page of its stories is {HOME}/authors/ana/",
    ],
    "content/authors/bo.md": ["content/authors/bo.md has no page: no story of theirs is live."],
    "/tags/budget/": ["/tags/budget/ is made for the tag 'Budget'."],
}  # fmt: skip


def test_each_story_is_told_where_it_is_or_why_it_is_not(paper: Site) -> None:
    """An editor asks by file, by address, or by whatever the browser shows."""
    told = {target: why(paper.root, target, NOON) for target in ANSWERS}
    assert told == ANSWERS
    for name in (
        f"{HOME}/news/vote/?x=1#y", "/news/vote/", "/news/news/vote/", "vote.md", "news\\vote.md",
        str(paper.root / VOTE),
    ):  # fmt: skip
        assert why(paper.root, name, NOON)[0] == f"{VOTE}: Vote", name
    with pytest.raises(SitegenError) as error:
        why(paper.root, "content/news/vtoe.md", NOON)
    what = "no story and no page of the site has that name"
    hint = "Did you mean 'content/news/vote.md'?"
    assert error.value.problems == (Problem("content/news/vtoe.md", 0, what, hint),)


def test_all_addresses_that_answer_are_known(paper: Site) -> None:
    """Pages, files and redirects; nothing of stories that readers do not see."""
    found = answered(paper.root, NOON)
    assert {"news/vote/index.html", "feed.xml", "old/index.html", "/?p=12"} <= found
    assert "gone/index.html" in found
    assert not [file for file in found if "draft" in file or "held" in file]


def test_the_file_of_a_page_is_known_before_it_is_live(paper: Site) -> None:
    """Hosts are asked to forget a page by its address, which may be of no story any more."""
    for target, file in (
        (VOTE, "news/vote/index.html"),
        ("content/news/held.md", "news/held/index.html"),
        (f"{HOME}/lost/", "lost/index.html"),
        (f"{HOME}/news/lost/", "news/lost/index.html"),
        ("/lost/a.html", "lost/a.html"),
    ):
        assert page_of(paper.root, target, NOON) == file
    with pytest.raises(SitegenError) as error:
        page_of(paper.root, "lost", NOON)
    hint = "If its file is deleted, name its address: sitegen deploy --purge /news/vote/"
    assert error.value.problems == (
        Problem("lost", 0, "no story of the site has that name", hint),
    )  # fmt: skip


def test_what_is_built_may_go_out_until_something_changes(paper: Site) -> None:
    """Each reason is told; an hour that moves the news sitemap alone is none."""

    def asked(now: str = "2026-03-02T12:00:00-06:00") -> Readiness:
        return readiness(paper.root, datetime.fromisoformat(now), paper.root / "output")

    unbuilt = Readiness("the site has not been built here yet", None)
    assert asked() == Readiness("", NOON)
    assert asked("2026-03-03T05:59:59-06:00") == Readiness("", NOON)
    assert asked("2026-03-03T06:00:00-06:00").reason == (
        "a story's hour has come, 2026-03-03 06:00 CST"
    )
    soon = due(paper.root, datetime.fromisoformat("2026-03-03T06:00:00-06:00"))
    assert (soon.is_due, soon.next_change) == (True, None)
    assert soon.reason.endswith(", 2026-03-03 06:00 CST")
    assert due(paper.root, NOON).reason == "nothing has changed"
    for other in ("/a/elsewhere", "/zzz/elsewhere"):
        elsewhere = due(paper.root, NOON, Path(other))
        assert elsewhere == Due(True, "the site has not been built here yet", None)
        assert readiness(paper.root, NOON, Path(other)) == unbuilt
    feed = paper.root / "output/feed.xml"
    feed.rename(paper.root / "feed.xml")
    assert asked() == Readiness("a file of it is missing or was changed by somebody else", NOON)
    quiet = due(paper.root, NOON)
    assert (quiet.is_due, quiet.reason) == (
        True, "a file of the built site is missing or was changed",
    )  # fmt: skip
    assert quiet.next_change == datetime.fromisoformat("2026-03-03T06:00:00-06:00")
    (paper.root / "feed.xml").rename(feed)
    paper.write("content/news/wrong.md", "---\ntitle: [\n---\n")
    assert asked() == Readiness("the sources have mistakes, so the last build is not theirs", NOON)
    for other in ("content/local/wrong.md", "content/pages/wrong.md"):
        paper.write(other, "---\ntitle: [\n---\n")
    with pytest.raises(SitegenError) as error:  # who asks about one is told of that one
        why(paper.root, "content/news/wrong.md", NOON)
    assert {problem.path for problem in error.value.problems} == {"content/news/wrong.md"}
    assert not [p for p in error.value.problems if p.warning or "no story" in p.message]
    for section in ("local", "news", "pages"):
        paper.delete(f"content/{section}/wrong.md")
    paper.story("content/news/fresh.md", title="Fresh")  # which no build has read yet
    assert why(paper.root, "fresh.md", NOON)[0] == "content/news/fresh.md: Fresh"
    assert page_of(paper.root, "fresh.md", NOON) == "news/fresh/index.html"
    assert "news/fresh/index.html" in answered(paper.root, NOON)
    assert asked() == Readiness(WORDS[Why.STORIES], NOON)
    assert due(paper.root, NOON) == Due(True, WORDS[Why.STORIES], quiet.next_change)
    assert asked("2026-03-03T06:00:00-06:00").reason.startswith("a story's hour has come")
    paper.delete("content/news/fresh.md")


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("https://gazette.example/news/vote/", "/vote/"),
        ("https://gazette.example/news/news/vote/?x=1#y", "/news/vote/"),
        ("https://gazette.example/news", "/"),
        ("http://Gazette.example/news/vote/", "/vote/"),
        ("https://gazette.example/newsroom/", "/https://gazette.example/newsroom/"),  # another's
        ("/news/vote/#y", "/vote/"),
        ("/newsroom/vote/", "/newsroom/vote/"),
        ("vote/", "/vote/"),
        ("/vote/?x#y", "/vote/"),
    ],
)
def test_an_address_is_taken_however_it_is_written(target: str, path: str) -> None:
    """With or without the host, the prefix, what is asked and where on the page."""
    sample = settings(base_url="https://gazette.example/news", prefix="/news")
    assert explain._path(target, sample) == path
    assert explain._whole("/news/vote/", sample) == "https://gazette.example/news/vote/"


def test_a_zone_of_the_front_is_named_by_the_first_that_shows_a_story() -> None:
    names = ("lead", "sub", "beside", "latest", "strip", "said", "river", "none")
    shown: Any = {name: teaser(name) for name in names}
    strip, opinion = (
        SimpleNamespace(section=SimpleNamespace(title=title), stories=(shown[name],))
        for name, title in (("strip", "Local"), ("said", "Views"))
    )
    front: Any = SimpleNamespace(
        lead=shown["lead"], sublinks=(shown["sub"],), secondary=(shown["beside"],),
        latest=(shown["latest"],), strips=(strip,), opinion=opinion,
        river=(shown["river"], shown["strip"]),
    )  # fmt: skip
    zones = [explain._on_front(front, shown[name]) for name in names]
    assert zones == [
        "the lead", "below the lead", "beside the lead", "the latest", "the strip Local",
        "the strip Views", "the river", "",
    ]  # fmt: skip
    front.opinion = None
    assert explain._on_front(front, shown["said"]) == ""
