"""What is told of pages that are gone, whole and without a build: see `lost_addresses`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from sitegen.build.lost_addresses import Builds, lost_addresses
from sitegen.cache.rows import Origin
from sitegen.core.digests import Values, dump
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.article import Article
from sitegen.site.site import Site
from tests.site.assembled import before, site_of, story, teaser

GONE = "news/vote/index.html"
VOTE = story("vote", title="Vote", published=before(days=3))
OTHER = story("other")
WRITE = "To keep old links alive, write"


class Cellar(Values):
    """The nodes of the last build."""

    def add(self, node: Any) -> str:
        digest = self.digest(node)
        self.hold(node, digest)
        return digest


def told(
    site: Site,
    file: str | Iterable[str] = GONE,
    parts: Mapping[str, Any] | None = None,
    *,
    was: Article = VOTE,
    files: Iterable[str] = (),
    manifest: Iterable[str] = (),
    bodies: Mapping[str, str] | None = None,
    held: Iterable[Article] = (),
    unknown: bool = False,
) -> list[tuple[str, int, str, str]]:
    """Return what is said of files that are gone, which were made of a story unless said."""
    values = Cellar()
    lost = [file] if isinstance(file, str) else [*file]
    usual = {"kind": "article", "article": values.add(was)}

    def origin(name: str) -> Origin | None:
        known = usual if parts is None else dict(parts)
        known = {**known, "stories": [values.add(t) for t in known.get("stories", ())]}
        return None if unknown else Origin(name, "page", "t.html", "", dump(known))

    builds = Builds({*lost, *manifest}, {*files}, origin, bodies or {}, lambda: list(held))

    def line_of(path: str, key: str) -> int:
        return {"aliases": 7 if path.endswith("b.md") else 0, "slug": 5}.get(key, 0)

    problems = lost_addresses(site, builds, values, line_of)
    assert all(isinstance(p, Problem) and p.warning for p in problems)
    return [(p.path, p.line, p.message, p.hint) for p in problems]


def moved(story: Article, address: str = "/news/vote/", line: int = 5, old: str = "") -> Any:
    message = f"{address} led to this story until now, and nothing answers there any more"
    return (story.path, line, message, f"{WRITE}: 'aliases: [{old}{address}]'")


def gone(path: str, message: str, address: str = "/news/vote/") -> Any:
    hint = "In the story that its readers should find instead, write: "
    return (path, 0, message, f"{hint}'aliases: [{address}]'")


DELETED = gone(VOTE.path, "this file is gone, and nothing answers /news/vote/")
NOBODY = gone("content", "no story answers /news/vote/ any more")


def test_a_story_that_moved_is_told_by_what_is_still_its_own() -> None:
    """Its id, its text, its headline and date, or its file with another address."""
    plain = site_of(OTHER)
    assert told(plain) == [DELETED]
    same_text = story("b", title="Other", published=before(days=9), aliases=("/b/",))
    body = plain.bodies[OTHER.path]
    assert told(plain, bodies={VOTE.path: body}) == [moved(OTHER)]
    for text in ("another", "z"):
        assert told(plain, bodies={VOTE.path: text}) == [DELETED]
    assert told(plain, bodies={OTHER.path: body}) == [DELETED]
    by_id = replace(same_text, id=VOTE.id)
    assert told(site_of(by_id)) == [moved(by_id, line=7, old="/b/, ")]
    by_title = story("c", title="Vote", published=VOTE.published)
    assert told(site_of(by_title)) == [moved(by_title)]
    assert told(site_of(replace(by_title, title="Other"))) == [DELETED]
    assert told(site_of(replace(by_title, published=before(days=4)))) == [DELETED]
    twins = site_of(by_title, story("d", title="Vote", published=VOTE.published))
    first = next(story for story in twins.articles.values() if story.title == "Vote")
    assert told(twins) == [moved(first)]
    slug = replace(VOTE, slug="ballot", title="Other")
    assert told(site_of(slug, by_title)) == [moved(slug)]


def test_a_story_that_is_there_has_no_heir_by_its_headline() -> None:
    """Two stories of one headline and day: only its own file or id is it."""
    there = replace(VOTE, slug="ballot", id="new")
    twin = story("c", title="Vote", published=VOTE.published)
    site = site_of(twin)
    site = replace(site, sources=site.sources | {VOTE.path})  # which is no draft, and not live
    assert told(site) == [DELETED]
    assert told(site, held=[there]) == []
    both = site_of(replace(twin, id=VOTE.id))
    assert told(both) == [moved(replace(twin, id=VOTE.id))]


def test_nothing_is_said_of_a_story_that_is_held() -> None:
    """Neither of its address nor of its old ones, wherever they lead."""
    site = site_of(OTHER)
    held = story("ballot", title="Vote", published=VOTE.published, draft=True)
    assert told(site, held=[held]) == []
    assert told(site, held=[story("x", slug="vote")]) == []
    assert told(site, held=[story("x", aliases=("/news/vote",))]) == []
    assert told(site, held=[story("x", aliases=("/news/votes",))]) == [DELETED]
    assert told(site, "a.html", {"kind": "alias", "target": "/news/other/"}) != []
    assert told(site, "a.html", held=[story("x", aliases=("/a.html",))]) == []
    files = ("news/ballot/index.html", GONE)
    assert told(site, files, held=[story("ballot")]) == [DELETED]  # and the others are told


@pytest.mark.parametrize("ending", ["html", "htm", "php", "asp", "aspx"])
def test_pages_alone_are_missed(ending: str) -> None:
    """What is still answered is not, by whatever; nor are feeds and pictures."""
    site = site_of(OTHER)
    names = [f"old.{ending}", "feed.xml", "a.jpg"]
    message = f"this file is gone, and nothing answers /old.{ending}"
    assert told(site, names) == [gone(VOTE.path, message, f"/old.{ending}")]
    assert told(site, names, files=[f"old.{ending}"]) == []
    settings = site.settings
    redirects = {f"/old.{ending}": "/news/other/"}
    led = replace(site, settings=replace(settings, redirects=redirects))
    assert told(led, names) == []
    asked = replace(site, settings=replace(settings, redirects={f"/old.{ending}?p=1": "/"}))
    assert len(told(asked, names)) == 1


def test_pages_that_are_gone_are_told_in_order() -> None:
    messages = [row[2] for row in told(site_of(OTHER), ["b/index.html", "a/index.html"])]
    assert [message.rpartition(" ")[2] for message in messages] == ["/a/", "/b/"]


def test_an_old_address_is_told_with_the_story_that_it_led_to() -> None:
    site = site_of(OTHER)
    alias = {"kind": "alias", "target": "/p/news/other/"}
    below = replace(site, info=replace(site.info, prefix="/p"))
    assert told(below, "a/index.html", alias) == [moved(OTHER, "/a/")]
    assert told(below, "a/index.html", {**alias, "target": "/p/news/vote/"}) == []
    assert told(site, "a/index.html", alias) == []


def test_a_redirect_is_told_with_the_line_for_the_settings() -> None:
    site = site_of(OTHER)
    site = replace(site, info=replace(site.info, prefix="/p"))
    parts = {"kind": "redirect", "target": "/p/tags/"}
    message = "/a/ led to /a/ until now".replace("to /a/", "to /tags/")
    line = '"/a/" = "/tags/"'
    assert told(site, "a/index.html", parts) == [(
        "sitegen.toml", 0, f"{message}, and nothing answers there any more",
        f"{WRITE} under [redirects]: {line}",
    )]  # fmt: skip
    settings = replace(site.settings, file="pyproject.toml", lines={"redirects": 9})
    (row,) = told(replace(site, settings=settings), "a/index.html", parts)
    assert row[:2] == ("pyproject.toml", 9)
    assert row[3] == f"{WRITE} under [tool.sitegen.redirects]: {line}"


def listed(*names: str) -> dict[str, Any]:
    return {"kind": "tag", "stories": [teaser(name, name.capitalize()) for name in names]}


@pytest.mark.parametrize(
    ("before", "now", "heir"),
    [
        ("abc", {"flood": "abc"}, "flood"),
        ("abcd", {"flood": "abc"}, "flood"),
        ("abcd", {"flood": "ab"}, ""),  # no more than half of them
        ("ab", {"flood": "abcd"}, "flood"),
        ("abc", {"flood": "ab", "water": "abc"}, "water"),
        ("abc", {"water": "abc", "flood": "abc"}, "water"),  # the last by its name
        ("abc", {"rain": "abc"}, ""),  # which was there before
        ("abc", {}, ""),
        ("", {"flood": "abc"}, ""),
    ],
)
def test_a_list_has_gone_where_most_of_its_stories_stand(
    before: str, now: dict[str, str], heir: str
) -> None:
    stories = {
        name: story(name, tags=tuple(tag.capitalize() for tag in now if name in now[tag]))
        for name in "abcd"
    }
    rows = told(site_of(*stories.values()), "tags/old/index.html", listed(*before),
                manifest=["tags/rain/index.html"], files=["tags/rain/index.html"])  # fmt: skip
    what = f"/tags/old/ listed what /tags/{heir}/ lists now, and nothing answers there any more"
    line = f'{WRITE} under [redirects]: "/tags/old/" = "/tags/{heir}/"'
    assert rows == [("sitegen.toml", 0, what, line)] * bool(heir)


def test_a_list_is_no_heir_of_another_kind_and_pages_of_archives_are_not_told() -> None:
    site = site_of(*[story(name, series="Flood") for name in "abc"])
    assert told(site, "tags/old/index.html", listed(*"abc")) == []
    assert told(site, "a/page/2/index.html", {**listed(*"abc"), "kind": "series"}) == []
    assert len(told(site, "a/index.html", {**listed(*"abc"), "kind": "series"})) == 1
    assert told(site, "a/index.html", {**listed(*"abc"), "kind": "month"}) == []


def test_of_a_list_whose_stories_are_lost_nothing_is_said() -> None:
    site = site_of(*[story(name, tags=("Flood",)) for name in "abc"])
    values = Cellar()
    known = dump({"kind": "tag", "stories": ["0" * 32]})
    builds = Builds(
        {"tags/old/index.html"}, set(), lambda name: Origin(name, "page", "", "", known), {}, list
    )
    assert lost_addresses(site, builds, values, lambda *_: 0) == ()


@pytest.mark.parametrize(
    ("file", "is_story"),
    [(GONE, True), ("sports/vote/index.html", False), ("news/index.html", False),
     ("news/vote/page.html", False), ("news/page/2/index.html", False)],
)  # fmt: skip
def test_a_page_of_which_the_address_alone_is_known_may_be_a_storys(
    file: str, is_story: bool
) -> None:
    assert told(site_of(OTHER), file, unknown=True) == [NOBODY] * is_story
    assert told(site_of(OTHER), file, {"kind": "odd"}) == []


def test_a_story_that_the_cache_has_lost_is_told_by_its_address() -> None:
    parts = {"kind": "page", "article": "0" * 32}
    assert told(site_of(OTHER), GONE, parts) == [NOBODY]
    two = told(site_of(OTHER), [GONE, "a/index.html"], parts)
    assert two[1] == NOBODY
    assert len(two) == 2
