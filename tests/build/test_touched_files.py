"""Which files a changed story touches: whole lists of them, of sites assembled from values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pytest

from sitegen.build.reuse.stories import (
    Arrangement,
    Touch,
    arrangement,
    changed_stories,
    same_dates,
    standing_items,
)
from sitegen.core.digests import Values
from sitegen.core.record import replace
from sitegen.model.article import Article, Correction, Credit
from sitegen.model.tasks import Subject
from sitegen.pages.documents import Documents
from sitegen.pages.entry import Entry
from sitegen.settings.types import ListSettings
from sitegen.site.paging import page_count
from sitegen.site.site import Site
from sitegen.syndication.sitemap_files import SitemapFiles
from tests.pages.sample import sample
from tests.site.assembled import before, page, person, picture, site_of, story

SIZE = 3


def entries(site: Site) -> Iterator[Entry]:
    """Yield a file for each story and page, and for each page and feed of each list."""
    for path in (*site.stories, *site.pages):
        kind = "page" if path in site.pages else "article"
        stem = path.removeprefix("content/").removesuffix(".md")
        yield Entry(stem, "page", "article.html", "", Subject(kind, path))
        if kind == "article":
            yield Entry(f"{stem} card", "document", "card", "", Subject("article", path))
        for alias in site.articles[path].aliases:
            yield Entry(alias, "page", "moved.html", "", Subject("alias", path))
    for (kind, name), stories in site.lists.items():
        if kind in ("section", "person", "tag", "series", "month"):
            pages = page_count(len(stories), SIZE) if kind in ("section", "person", "tag") else 0
            for number in range(pages + 1):
                subject = Subject(kind, name, number)
                yield Entry(f"{kind} {name} {number}", "page", f"{kind}.html", "", subject)
            if kind != "month":
                yield Entry(f"{kind} {name} feed", "document", "rss", "", Subject(kind, name))


def touched(
    one: Site,
    other: Site,
    texts: Collection[str] = (),
    more: Collection[Entry] = (),
    sources: Mapping[str, str] | None = None,
    names: Mapping[str, Collection[str]] | None = None,
) -> set[str]:
    """Return the files to plan anew, where those of `one` and all of `more` stand."""
    was, now = arrangement(one, Values()), arrangement(other, Values())
    assert arrangement(other, Values(), one, was) == now  # made from the other or not
    changed = changed_stories(was, now, frozenset(texts))
    touch = Touch(was, now, other, changed, lambda template: (names or {}).get(template, ()))
    known = {entry.file for entry in (*entries(one), *more)}
    every = [*entries(other), *more]
    chosen = touch.files(every, known, sources or {})
    assert chosen == [entry.file for entry in every if entry.file in chosen]  # in their order
    return set(chosen)


def stories(count: int = 24, **special: dict[str, Any]) -> list[Article]:
    """Return stories of one section, s00 the oldest, a day from one to the next."""
    return [
        story(f"s{n:02}", **{"published": before(days=60 - n), **special.get(f"s{n:02}", {})})
        for n in range(count)
    ]


def paper(count: int = 24, **special: dict[str, Any]) -> Site:
    return site_of(*stories(count, **special), page_size=SIZE)


def near(first: int, last: int) -> set[str]:
    return {f"news/s{n:02}" for n in range(first, last + 1)}


OTHER = {"title": "Another headline"}
OCTOBER = "month 2026/10 0"


def test_nothing_is_touched_where_nothing_has_changed() -> None:
    assert touched(paper(), paper()) == set()


def test_a_headline_touches_its_page_six_stories_either_way_and_its_lists() -> None:
    """Newer, Older and related stories look six stories far."""
    expected = {*near(4, 16), "news/s10 card", OCTOBER, "section news 4", "section news feed"}
    assert touched(paper(), paper(s10=OTHER)) == expected
    assert touched(paper(), paper(), ["content/news/s10.md"]) == expected
    first = {*near(0, 6), "news/s00 card", "month 2026/09 0", "section news 1", "section news feed"}
    assert touched(paper(), paper(s00=OTHER)) == first


def test_a_story_that_comes_touches_the_front_of_its_lists() -> None:
    """A page that fills up touches all pages of the list: each names its neighbours."""
    lists = {OCTOBER, "section news 0", "section news feed"}
    new = {*near(18, 24), "news/s24 card", *lists}
    assert touched(paper(25), paper(26)) == {*near(19, 25), "news/s25 card", *lists}
    assert touched(paper(25), paper(24)) >= near(18, 23)
    full = touched(paper(23), paper(24))
    assert {file for file in full if file.startswith("section news")} == {
        *[f"section news {n}" for n in range(8)], "section news feed",
    }  # fmt: skip
    assert touched(paper(24), paper(25)) == new


def test_stories_that_change_places_touch_all_that_stand_beside() -> None:
    """Where other stories have moved, nobody knows who stands next to whom."""
    swapped = paper(s10={"published": before(days=20)})
    assert touched(paper(), swapped) >= near(4, 16)
    moved = replace(paper(), lists={**paper().lists, ("section", "news"): ("content/news/s01.md",)})
    assert touched(paper(), moved, ["content/news/s10.md"]) >= {"news/s01", "news/s10"}
    assert "news/s20" not in touched(paper(), moved, ["content/news/s10.md"])


@pytest.mark.parametrize(
    ("keys", "last"),
    [({}, 16), ({"kind": "sponsored"}, 18), ({"kind": "satire"}, 16)],
)
def test_who_looks_passes_over_paid_stories(keys: dict[str, str], last: int) -> None:
    """Beyond seven advertisements the next story is the neighbour."""
    ads = {f"s{n:02}": keys for n in range(11, 18)}
    files = touched(paper(**ads), paper(**ads, s10=OTHER))
    assert {file for file in files if file.startswith("news/s1") and "card" not in file} == {
        *near(10, last)
    }


def test_who_looks_passes_over_translations() -> None:
    pairs = {
        f"s{n:02}": {"lang": "es", "translation_of": f"/news/s{n - 8:02}.md"} for n in range(11, 18)
    }
    assert near(4, 18) <= touched(paper(**pairs), paper(**pairs, s10=OTHER))
    assert "news/s19" not in touched(paper(**pairs), paper(**pairs, s10=OTHER))
    # The other edition has changed as well, and with it what stands around it.
    assert near(0, 9) <= touched(paper(**pairs), paper(**pairs, s03=OTHER))


def test_all_parts_of_a_series_and_all_of_a_tag_are_touched_where_a_name_is_spelt_anew() -> None:
    part = {"series": "Tide", "tags": ("Rain",)}
    two = {"s00": part, "s23": part}
    lists = {"series tide 0", "series tide feed", "tag rain 0", "tag rain feed"}
    files = touched(paper(**two), paper(s00={**part, **OTHER}, s23=part))
    assert lists <= files
    assert {file for file in files if file.startswith("news/")} == {
        *near(0, 6), "news/s00 card", "news/s23",
    }  # fmt: skip
    spelt = {"s00": {**part, "tags": ("RAIN",)}, "s23": part}
    files = touched(paper(**two), paper(**spelt))
    assert {"news/s23 card", *near(17, 23), *lists} <= files
    assert touched(
        paper(s00=part, s12=part, s23={}), paper(s00=part, s12=part, s23=OTHER)
    ).isdisjoint({*lists, "news/s00", "news/s12"})


def test_all_parts_of_a_series_are_touched_by_one() -> None:
    """Each names the others, and which comes next."""
    part = {"series": "Tide"}
    files = touched(paper(s00=part, s23=part), paper(s00={**part, **OTHER}, s23=part))
    assert {file for file in files if file.startswith("news/")} == {
        *near(0, 6), "news/s00 card", "news/s23",
    }  # fmt: skip


def test_stories_are_looked_for_beside_a_changed_one_in_each_of_its_lists() -> None:
    """Also where in one of them others have changed places."""
    tags = [f"Tag {n}" for n in range(6)]
    far = [
        story(f"local/l{n}", tags=(tag,), published=before(days=90 + n))
        for n, tag in enumerate(tags)
    ]
    here = site_of(*stories(12, s10={"tags": tuple(tags)}), *far, page_size=SIZE)
    moved = replace(here, lists={**here.lists, ("section", "news"): ("content/news/s01.md",)})
    files = touched(here, moved, ["content/news/s10.md"])
    assert {file for file in files if file.startswith("local/")} == {
        f"local/l{n}" for n in range(6)
    }


@pytest.mark.parametrize(
    ("target", "is_picked"),
    [("s00.md", True), ("/news/s00.md", True), ("news/s00.md", True), ("s01.md", False)],
)  # fmt: skip
def test_who_names_a_changed_story_as_related_is_touched(target: str, is_picked: bool) -> None:
    pick = {"related": (target,)}
    files = touched(paper(s20=pick), paper(s20=pick, s00=OTHER))
    assert ("news/s20" in files) is is_picked


def test_who_names_the_folder_of_a_changed_story_is_touched() -> None:
    def with_folder(**keys: Any) -> Site:
        folder = story("x", path="content/news/far/index.md", published=before(days=90), **keys)
        return site_of(*stories(s20={"related": ("far/",)}), folder, page_size=SIZE)

    assert "news/s20" in touched(with_folder(), with_folder(**OTHER))


def test_a_persons_pages_are_touched_by_their_words_and_their_stories() -> None:
    """An archive page of theirs stands where neither they nor its own stories have changed."""
    ana = person("ana", "Ana Ruiz")
    by = {f"s{n:02}": {"authors": (Credit("ana"),)} for n in range(12)}
    pages = [f"person ana {n}" for n in range(4)]

    def with_ana(**special: Any) -> Site:
        return site_of(*stories(**{**by, **special}), people=[ana], page_size=SIZE)

    words = touched(with_ana(), with_ana(), [ana.path])
    assert {file for file in words if file.startswith("person")} == {*pages}
    title = touched(with_ana(), with_ana(s00={**by["s00"], **OTHER}))
    assert {f for f in title if f.startswith("person")} == {"person ana 1", "person ana feed"}


def test_pages_and_old_addresses_are_touched_by_their_own_story_alone() -> None:
    def with_pages(**keys: Any) -> Site:
        pages = (page("about", aliases=("/us/",), **keys), page("help", aliases=("/aid/",)))
        return site_of(*stories(2), *pages, page_size=SIZE)

    assert touched(with_pages(), with_pages(**OTHER)) == {"pages/about", "/us/"}


DOCUMENTS = {
    "rss of news": ("rss", Subject("section", "news"), True),
    "atom of news": ("atom", Subject("section", "news"), True),
    "json of news": ("json", Subject("section", "news"), True),
    "rss of local": ("rss", Subject("section", "local"), False),
    "rss of a tag": ("rss", Subject("tag", "rain"), False),
    "rss of a series": ("rss", Subject("series", "tide"), False),
    "rss of a person": ("rss", Subject("person", "ana"), False),
    "rss of a kind": ("rss", Subject("kind", "opinion"), True),
    "rss of the site": ("rss", Subject("front"), True),
    "month": ("sitemap", Subject("sitemap", "sitemap-2026-10.xml"), True),
    "another month": ("sitemap", Subject("sitemap", "sitemap-2026-09.xml"), False),
    "stylesheet of that name": ("stylesheet", Subject("", "sitemap-2026-10.xml"), False),
    "list of that name": ("opml", Subject("", "sitemap-2026-09.xml"), True),
    "pages": ("sitemap", Subject("sitemap", "sitemap-pages.xml"), True),
    "stylesheet": ("stylesheet", Subject(""), False),
    "favicon": ("favicon", Subject(""), False),
    "cover": ("cover", Subject("podcast", "hour"), False),
    "listing": ("opml", Subject("section", "local"), True),
    "card of another": ("card", Subject("article", "content/news/s11.md"), False),
    "card of a section": ("card", Subject("section", "content/news/s10.md"), False),
}  # fmt: skip


def test_a_document_is_touched_by_the_stories_that_it_holds() -> None:
    """What is made of settings and theme alone stands; what is not known is made anew."""
    more = [
        Entry(name, "document", recipe, "", subject)
        for name, (recipe, subject, _) in DOCUMENTS.items()
    ]
    files = touched(paper(), paper(s10=OTHER), more=more)
    assert files & DOCUMENTS.keys() == {name for name, row in DOCUMENTS.items() if row[2]}


def test_other_pages_are_touched_by_any_change() -> None:
    """A list of which nobody thought looks at the whole site."""
    more = [Entry("front", "page", "front.html", "", Subject("front")),
            Entry("copied", "copy", "content/a.pdf", "")]  # fmt: skip
    assert touched(paper(), paper(), more=more) == {"front", "copied"}


def test_a_picture_is_touched_by_the_stories_that_show_it() -> None:
    """And where another source gave it last: two stories may show one picture."""
    shown, inside = picture("shown.jpg"), picture("inside.jpg")
    keys = {"image": shown, "images": (inside,)}
    paths = {"shown": shown.path, "inside": inside.path, "other": "o.jpg", "moved": "m.jpg"}
    more = [Entry(name, "image", path, "") for name, path in paths.items()]
    sources = {**paths, "moved": "n.jpg"}
    one, other = paper(s10=keys), paper(s10={**keys, **OTHER})
    assert touched(one, other, more=more, sources=sources) & paths.keys() == {
        "shown", "inside", "moved",
    }  # fmt: skip
    assert touched(one, one, more=more, sources=sources) == {"moved"}


def shared(one: Site, other: Site, *names: str, has_story: str = "local") -> list[str]:
    """Return the pages that are touched of those whose template mentions these values.

    Of a section without stories of its own, of one with some, of a page of its archive, and of
    other lists.
    """
    more = [
        Entry(name, "page", "own.html", "", subject)
        for name, subject in (
            ("bare", Subject("section", "sports")),
            ("lists", Subject("section", has_story)),
            ("archive", Subject("section", has_story, 1)),
            ("month", Subject("month", has_story)),  # of the section's name
            ("tag", Subject("tag", has_story)),
        )
    ]
    files = touched(one, other, more=more, names={"own.html": names})
    return [entry.file for entry in more if entry.file in files]


def test_a_page_is_touched_by_the_shared_values_that_its_template_mentions() -> None:
    """The newest stories, the settings' own lists, what breaks, and what no one knows."""
    park = story("local/park", published=before(days=90))
    quiz = ListSettings(section="local", limit=2)
    every = ["bare", "lists", "archive", "month", "tag"]

    def with_park(count: int = 24, **special: Any) -> Site:
        return site_of(*stories(count, **special), park, page_size=SIZE, lists={"quiz": quiz})

    newest, old = with_park(s23=OTHER), with_park(s10=OTHER)
    assert shared(with_park(), newest, "latest") == ["bare", "month", "tag"]
    assert shared(with_park(), old, "latest") == []
    assert shared(with_park(), newest, "article", "page", "quiz", "site") == []
    assert shared(with_park(), with_park(), "article", "oldest") == every
    breaking = with_park(s10={"breaking": "A storm", "breaking_until": before(days=-1).at})
    assert shared(with_park(), breaking, "alerts") == ["bare", "lists", "month", "tag"]
    assert shared(breaking, breaking, "alerts") == []
    assert shared(with_park(), breaking, "latest") == []
    retitled = replace(park, **OTHER)
    listed = site_of(*stories(), retitled, page_size=SIZE, lists={"quiz": quiz})
    assert shared(with_park(), listed, "quiz") == every


def test_a_site_is_noted_as_it_stands() -> None:
    """What the pages of other stories lean on, lists by the places of their stories."""
    site = sample()
    noted = arrangement(site, Values())
    stems = [path.rpartition("/")[2].removesuffix(".md") for path in noted.stories]
    assert stems == ["storm", "fun", "uno", "vote", "rain", "talk", "park", "ad", "op", "news2"]
    assert noted.lists == {
        "section news": (-10, -7, -6, -5, -1), "section local": (-9, -8, -4, -3),
        "section views": (-2,), "month 2026/11": (-10, -9, -8, -7, -6, -5, -4, -3),
        "month 2026/10": (-2,), "month 2025/10": (-1,),
        "language en": (-10, -9, -7, -6, -5, -4, -3, -2, -1), "language es": (-8,),
        "tag parks": (-7, -6), "tag rain": (-7, -6), "series high-tide": (-7, -6),
        "person ana": (-7, -6, -2), "person desk": (-6,), "kind sponsored": (-3,),
    }  # fmt: skip
    assert noted.list_of("series high-tide") == ("content/news/vote.md", "content/news/rain.md")
    assert noted.list_of("series none") == ()
    assert noted.names == {
        "tag parks": "Parks", "tag rain": "Rain", "series high-tide": "High Tide",
    }  # fmt: skip
    assert noted.links == {
        "content/news/vote.md": ("/p/news/rain/", "/p/files/news/plan.pdf"),
        "content/pages/about.md": ("/p/about/",),
    }
    assert noted.newest == noted.stories[:3]
    assert noted.own_lists == {"top_local": noted.stories[1:3]}
    assert noted.articles.keys() == site.articles.keys()
    assert (noted.editions, noted.own_cards) == (site.editions, site.own_cards)
    for change in ({"staff": ()}, {"info": replace(site.info, title="Other")}, {"alerts": ()}):
        other = arrangement(replace(site, **change), Values())
        moved = {n for n in Arrangement.__struct_fields__ if getattr(noted, n) != getattr(other, n)}
        assert moved == {{"staff": "people", "info": "masthead"}.get(*change, *change)}


def test_what_stands_is_taken_from_the_last_site() -> None:
    """Nothing is encoded again of a story that is the same value still."""
    one = paper()
    was = arrangement(one, Values())
    path = "content/news/s10.md"
    new = replace(one.articles[path], **OTHER)
    retitled = replace(one, articles={**one.articles, path: new})
    values = Values()
    now = arrangement(retitled, values, one, was)
    assert all(places is was.lists[name] for name, places in now.lists.items())
    assert now == arrangement(retitled, Values())
    assert values.digest(new) in values.fresh
    assert not {was.articles[other] for other in one.articles if other != path} & {
        *values.digests()
    }


def with_same_lists(site: Site, last: Site) -> Site:
    """Return a site whose lists are those of the last one where they are equal, as assembled."""
    lists = {key: last.lists[key] if last.lists.get(key) == each else each
             for key, each in site.lists.items()}  # fmt: skip
    return replace(site, lists=lists)


def test_places_stand_of_lists_below_a_story_that_came_or_went() -> None:
    """They are counted from the oldest. What holds a story above it has other places."""
    tags = {f"s{n:02}": {"tags": ("Old" if n < 8 else "New",)} for n in range(24)}
    one = paper(**tags)
    was = arrangement(one, Values())
    front = with_same_lists(paper(25, **tags), one)
    now = arrangement(front, Values(), one, was)
    assert now == arrangement(front, Values())
    assert now.lists["tag new"] is was.lists["tag new"]
    assert now.lists["section news"] != was.lists["section news"]
    others = [each for each in stories(24, **tags) if not each.path.endswith("s08.md")]
    gone = with_same_lists(site_of(*others, page_size=SIZE), one)
    now = arrangement(gone, Values(), one, was)
    assert now == arrangement(gone, Values())
    assert now.lists["tag old"] is was.lists["tag old"]
    # This list is as long as before, and where its stories stand nobody sees of itself.
    late = paper(25, **tags, s24={"published": before(days=60 - 10, hours=1)})
    now = arrangement(with_same_lists(late, one), Values(), one, was)
    assert now == arrangement(late, Values())
    assert now.lists["tag old"] is was.lists["tag old"]
    assert now.lists["tag new"] != was.lists["tag new"]


MAPS = [
    Entry("sitemap.xml", "document", "sitemap-index", "", Subject("sitemap")),
    Entry("sitemap-pages.xml", "document", "sitemap", "", Subject("sitemap", "sitemap-pages.xml")),
    Entry("old", "document", "sitemap", "", Subject("sitemap", "sitemap-2026-09.xml")),
    Entry("new", "document", "sitemap", "", Subject("sitemap", "sitemap-2026-10.xml")),
    Entry("sitemap-news.xml", "document", "news-sitemap", "", Subject("news", "sitemap-news.xml")),
]


def maps_touched(one: Site, other: Site) -> list[str]:
    """Return the sitemaps to plan anew, where the site that was planned last is at hand."""
    was, now = arrangement(one, Values()), arrangement(other, Values())
    changed = changed_stories(was, now, frozenset())
    touch = Touch(was, now, other, changed, lambda _: (), same_dates(one, other, changed))
    return touch.files(MAPS, {entry.file for entry in MAPS}, {})


def test_new_words_touch_no_sitemap_but_that_of_the_news() -> None:
    """Search engines are told addresses and dates; the news, headlines too."""
    assert maps_touched(paper(), paper(s10=OTHER)) == ["sitemap-news.xml"]
    assert maps_touched(paper(), paper()) == ["sitemap-news.xml"]
    every = ["sitemap.xml", "sitemap-pages.xml", "new", "sitemap-news.xml"]
    for change in (
        {"updated": before(days=1)}, {"corrections": (Correction(before(days=1), "A sample."),)},
        {"image": picture()}, {"canonical": "https://first.example/"}, {"tags": ("Rain",)},
    ):  # fmt: skip
        assert maps_touched(paper(), paper(s10=change)) == every, change
        assert maps_touched(paper(s10=change), paper(s10={**change, **OTHER})) == every[-1:]
    assert maps_touched(paper(), paper(25)) == every
    assert maps_touched(paper(25), paper()) == every


@pytest.mark.parametrize("name", ["stories", "pages", "urls", "lists", "series"])
def test_dates_are_the_same_where_addresses_and_lists_are(name: str) -> None:
    one = paper()
    assert same_dates(one, replace(one), ["content/news/s10.md", "content/authors/ana.md"])
    assert not same_dates(None, one, [])
    other: dict[str, Any] = {"stories": (), "pages": ("x",), "urls": {}, "lists": {}}
    assert not same_dates(one, replace(one, **{name: other.get(name, {"a": "A"})}), [])


STOOD = Arrangement(
    "masthead", "people", "alerts", ("a", "b", "c", "d"), {"a": "1"}, {"a": ("x",)},
    {"tag t": (0, 1), "tag u": (2, 3)}, {"tag t": "T", "tag u": "U"}, {"a": ("a", "d")},
    frozenset("a"), (), {},
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "texts", "expected"),
    [
        ({}, "", ""),
        ({}, "c", "c"),
        ({}, "a", "ad"),  # each edition names the others
        ({"articles": {"a": "1", "c": "2"}}, "", "c"),
        ({"articles": {"a": "2"}}, "", "ad"),
        ({"links": {"a": ("x",), "b": ("y",)}}, "", "b"),
        ({"editions": {"a": ("a", "c")}}, "", "acd"),
        ({"editions": {}}, "", "ad"),
        ({"own_cards": frozenset("abd")}, "", "bd"),
        ({"names": {"tag t": "t", "tag u": "U"}}, "", "abd"),
        ({"names": {"tag t": "T", "tag u": "u"}, "lists": {"tag u": (3,)}}, "", "cd"),
        ({"masthead": "other", "stories": (*"dcba",), "lists": {}, "newest": ("a",)}, "", ""),
    ],
)
def test_a_story_has_changed_where_a_value_of_its_own_has(
    changes: dict[str, Any], texts: str, expected: str
) -> None:
    now = replace(STOOD, **changes)
    assert changed_stories(STOOD, now, frozenset(texts)) == frozenset(expected)
    assert changed_stories(now, STOOD, frozenset(texts)) == frozenset(expected)


def items_of(site: Site, known: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """Return the item of each story in the site's own feed, `known` ones taken over."""
    values = Values()
    feeds = Documents(site, values, SitemapFiles(site), items=known or {})
    feeds.parts("rss", Subject("front"), "feed.xml")
    return feeds.items


def test_items_in_feeds_stand_while_their_stories_are_the_same_values() -> None:
    """A new headline had the items of all stories of seven feeds written anew."""
    ana = person("ana", "Ana Sample")
    rain, vote = story("rain", tags=("Rain",)), story("vote", authors=(Credit("ana"),))
    was = site_of(rain, vote, people=(ana,))
    items = items_of(was)
    assert items.keys() == {"content/news/rain.md", "content/news/vote.md"}
    assert standing_items(was, site_of(rain, vote, people=(ana,)), items) == items

    now = site_of(replace(rain, title="Another"), vote, people=(ana,))
    assert standing_items(was, now, items).keys() == {"content/news/vote.md"}
    assert items_of(now, standing_items(was, now, items)) == items_of(now)
    renamed = site_of(rain, vote, people=(replace(ana, name="Ana Other"),))
    assert standing_items(was, renamed, items).keys() == {"content/news/rain.md"}
    assert standing_items(was, site_of(rain, people=(ana,)), items).keys() == {
        "content/news/rain.md"
    }


def test_items_in_feeds_do_not_stand_where_the_site_says_something_else() -> None:
    was = site_of(story("rain", tags=("Rain",)))
    items = items_of(was)
    settings, info = replace(was.settings, digest="other"), was.info
    organisation = replace(info.organisation, name="The Sample Other")
    for now in (
        replace(was, settings=settings),
        replace(was, info=replace(info, base_url="https://other.example")),
        replace(was, info=replace(info, organisation=organisation)),
        replace(was, tags={"rain": replace(was.tags["rain"], name="RAIN")}),
    ):
        assert standing_items(was, now, items) == {}
    assert standing_items(was, replace(was), items) == items
