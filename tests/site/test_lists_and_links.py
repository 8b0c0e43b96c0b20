"""Which stories stand together, what links lead to, and what an editor's slots hold."""

# ruff: noqa: E501 - a table is read best with a row on a line

from __future__ import annotations

import random
from typing import Any

import pytest

from sitegen.core.dates import Moment
from sitegen.core.record import replace
from sitegen.language.quotation_marks import quotes_of
from sitegen.model.article import Article, Correction, Credit, Enclosure, LiveUpdate, Sponsor
from sitegen.model.marks import Marks
from sitegen.model.tasks import Subject
from sitegen.model.views import (
    BodyUse,
    Menu,
    NavLink,
    Organisation,
    Pager,
    Section,
    SeriesPart,
    TagLink,
    Translation,
)
from sitegen.settings.types import (
    BUILT_IN_SEARCH,
    FeedSettings,
    ImageSettings,
    LinkSettings,
    ListSettings,
    MenuSettings,
    PodcastSettings,
    SectionSettings,
)
from sitegen.site import selectors, social_cards
from sitegen.site.links import Elsewhere, Targets, _split, links_hold
from sitegen.site.lists import MOST_CHANGES, sort_into_lists
from sitegen.site.paging import page_count, pager, part_of
from sitegen.site.podcasts import episodes, podcast_faults, podcast_type, podcasts_with
from sitegen.site.related import own_picks, related
from sitegen.site.shared_addresses import _as_read, _other_slug, shared_series, shared_tags
from sitegen.site.site import LinkFacts, Site, find_story, line_of_item, tags_of
from sitegen.site.translations import edition, edition_sets, front_site, one_edition, same_language
from sitegen.sources.files import FRONT_FILE, SlotEntry
from tests.site.assembled import (
    AT,
    SECTIONS,
    assembled,
    before,
    line_of,
    names,
    page,
    person,
    picture,
    site_of,
    story,
    told,
)

PAID: dict[str, Any] = {"kind": "sponsored", "sponsor": Sponsor("Bank", "https://bank.example/")}


def row(count: int, **keys: Any) -> list[Any]:
    """Return stories "s1", the newest, to "sN", an hour apart."""
    return [story(f"s{n}", published=before(hours=n), **keys) for n in range(1, count + 1)]


def src(name: str) -> str:
    return f"content/news/{name}.md"


# Pages of lists


def test_a_long_list_stands_on_pages_that_never_change() -> None:
    """The front holds one to two pages' worth; behind it, 1 is the oldest."""
    assert [page_count(total, 20) for total in (0, 19, 20, 39, 40, 59, 60)] == [0, 0, 0, 0, 1, 1, 2]
    stories = tuple("abcdefgh")  # newest first
    assert ["".join(part_of(stories, 3, number)) for number in (0, 1)] == ["abcde", "fgh"]
    assert ["".join(part_of(stories, 2, number)) for number in range(4)] == ["ab", "gh", "ef", "cd"]
    assert pager("/news/", 39, 20, 0) == Pager()
    assert pager("/news/", 80, 20, 0) == Pager(older_url="/news/page/3/")
    assert pager("/news/", 80, 20, 3) == Pager("/news/", "/news/page/2/", 3)
    assert pager("/news/", 80, 20, 2) == Pager("/news/page/3/", "/news/page/1/", 2)
    assert pager("/news/", 80, 20, 1) == Pager("/news/page/2/", "", 1)


def test_a_series_stands_in_the_order_of_its_parts() -> None:
    """Those without a number last, newest first; of two spellings the oldest story's stays."""
    made = {"series": 'The "Tide"', "tags": ("New",)}
    articles = [
        story("a", **made, published=before(hours=1)), story("b", **made, part=2),
        story("c", **{**made, "tags": ("new", "B \"x\"")}, part=1), story("d", series='The "tide"', published=before(hours=2)),
    ]  # fmt: skip
    site = site_of(*articles)
    assert names(site.stories_of("series", "the-tide")) == "c b a d"
    assert site.places["series", "the-tide"][src("b")] == 1
    assert dict(site.series) == {"the-tide": "The “Tide”"}
    assert list(site.tags.items()) == [
        ("b-x", TagLink("B “x”", "/tags/b-x/")), ("new", TagLink("new", "/tags/new/")),
    ]  # fmt: skip
    assert site.stories_of("tag", "none") == ()
    lists = sort_into_lists(site.filings.values(), "/p", quotes_of("de", ""))
    assert (lists.tags["b-x"], lists.series["the-tide"]) == (
        TagLink("B „x“", "/p/tags/b-x/"),
        "The „Tide“",
    )


def test_lists_in_which_no_story_moved_are_those_of_the_last_site() -> None:
    vote = story("vote", tags=("A", "B"), series="Tide", part=1)
    rain = story("rain", tags=("B", "C"), published=before(days=2))
    about = page("about")
    was = site_of(vote, rain, about)

    def moved(*articles: Article) -> str:
        """Return the names of the lists that are others, of a site after some stories changed."""
        now = assembled(articles, last=was)[0]
        assert now == assembled(articles)[0]
        assert set(now.places) == set(now.lists)
        names = was.lists.keys() | now.lists.keys()
        return " ".join(sorted(
            name for kind, name in names
            if kind in ("tag", "series") and now.lists.get((kind, name)) is not was.lists.get((kind, name))
        ))  # fmt: skip

    retitled = assembled([replace(vote, title="Poll"), rain, replace(about, title="Us")], last=was)
    for name in ("lists", "places", "tags", "series"):
        assert getattr(retitled[0], name) is getattr(was, name), name
    assert moved(vote, rain) == moved(vote, rain, about) == ""
    assert moved(replace(vote, tags=("A",)), rain) == "b"
    assert moved(replace(vote, tags=("A", "B", "D"), series="Ebb"), rain) == "d ebb tide"
    assert moved(replace(vote, published=before(days=3)), rain) == "b"
    assert moved(vote) == "b c"
    assert moved(rain, about) == "a b tide"
    assert moved(vote, rain, story("new", tags=("C",), series="Tide", part=2)) == "c tide"
    assert moved(vote, rain, replace(about, kind="news", section="news", tags=("A",))) == "a"


def test_a_name_is_spelt_as_the_oldest_story_that_is_left_has_it() -> None:
    """Though the stories that stand under it are the same."""
    old = story("old", tags=("bayou",), series="high water", published=before(days=3))
    new = story("new", tags=("Bayou",), series="High Water", part=2)
    was = site_of(old, new)
    for articles in (
        [new], [old], [replace(old, tags=("BAYOU",), series="HIGH WATER"), new],
        [old, replace(new, published=before(days=9))],
    ):  # fmt: skip
        now = assembled(articles, last=was)[0]
        assert now == assembled(articles)[0]
        assert (now.tags, now.series) != (was.tags, was.series) or articles == [old]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_changes_lists_are_those_of_a_first_site(seed: int) -> None:
    """One change after another, a few stories at once or very many."""
    chance = random.Random(seed)

    def some(number: int) -> Article:
        return story(
            f"s{number}", published=before(hours=chance.randrange(2000)), lang=chance.choice(["en", "es"]),
            tags=tuple(chance.sample(("City", "city", "Rain", "RAIN", "River"), 2)),
            series=chance.choice(["", "Tide", "tide", "Ebb"]), part=chance.randrange(3),
            kind=chance.choice(["news", "news", "opinion", "obituary"]),
        )  # fmt: skip

    stories = {number: some(number) for number in range(MOST_CHANGES + 20)}
    site = assembled(stories.values())[0]
    for _ in range(25):
        for number in chance.sample(
            range(MOST_CHANGES + 30), chance.choice((1, 2, 5, MOST_CHANGES + 5))
        ):
            stories.pop(number, None)
            if chance.random() < 0.8:
                stories[number] = some(number)
        articles = [stories[number] for number in sorted(stories)]
        new = assembled(articles)[0]
        site = assembled(articles, last=site)[0]
        assert site == new


# Selectors


def test_lists_are_asked_for_by_name() -> None:
    articles = [
        story("a", lang="es", published=before(days=40)), story("b", **PAID), story("c", kind="satire"),
        story("d", kind="obituary", published=before(days=400)),
    ]  # fmt: skip
    site = site_of(*articles)
    assert selectors.months_of(site) == ["2026/11", "2026/10", "2025/10"]
    assert (selectors.languages_of(site), selectors.kinds_of(site)) == (["en", "es"], ["sponsored"])
    assert selectors.languages_of(site_of(story("a"))) == []
    assert names(selectors.beside_news(site, site.stories)) == "c a d"
    assert names(selectors.beside_news(site, site.stories, 1)) == "c"
    assert selectors.in_alphabet({"z": "Ẩm", "b": "am", "c": "B", "a": "AM"}) == [
        "a",
        "b",
        "z",
        "c",
    ]


def test_a_named_list_holds_the_newest_that_meet_every_condition() -> None:
    ana = person("ana", "Ana Ruiz")
    articles = [
        *row(2, tags=("Parks",)), story("local/x", tags=("parks", "Floods"), authors=(Credit("ana"),)),
        story("e", kind="event"),
    ]  # fmt: skip
    site = site_of(*articles, people=[ana], tag_aliases={"green": "Parks"})

    def matching(limit: int = 9, **keys: Any) -> str:
        return names(selectors.matching(site, ListSettings(**keys), limit, site.stories))

    assert matching() == "s1 s2 x e"
    assert (matching(2), matching(1)) == ("s1 s2", "s1")
    assert (matching(section="local"), matching(kind="event")) == ("x", "e")
    assert (matching(tag="GREEN"), matching(tag="floods"), matching(tag="none")) == (
        "s1 s2 x",
        "x",
        "",
    )
    assert [matching(author=who) for who in ("ana", "Ana Ruiz", "bea")] == ["x", "x", ""]
    assert matching(tag="Parks", section="news", kind="event") == ""


def test_neighbours_are_the_next_of_the_section_that_may_stand_beside_news() -> None:
    articles = [*row(3), story("paid", published=before(hours=1.5), **PAID), story("local/x")]
    site = site_of(*articles)

    def beside(name: str) -> list[str]:
        found = (selectors.neighbour(site, src(name), step) for step in (-1, 1))
        return [each.title if each is not None else "" for each in found]

    assert [beside(name) for name in ("s1", "s2", "s3", "paid")] == [
        ["", "S2"], ["S1", "S3"], ["S2", ""], ["", ""],
    ]  # fmt: skip


def test_a_series_tells_its_parts_and_where_the_reader_is() -> None:
    """Its own page says what it is about; stories do not."""
    made = {"series": "High Tide"}
    site, _ = assembled([
        story("a", part=1, **made), story("b", part=7, kind="opinion", **made), story("c", **made),
        story("ad", part=8, **made, **PAID), story("none")],
        series_descriptions={"Other": "No.", "high tide": "What rose."},
    )  # fmt: skip
    view = selectors.series_view(site, "high-tide", src("b"))
    assert (view.title, view.url, view.description) == ("High Tide", "/series/high-tide/", "")
    assert view.parts == (
        SeriesPart("A", "/news/a/", 1, False), SeriesPart("B", "/news/b/", 7, True, Marks("opinion")),
        SeriesPart("Ad", "/news/ad/", 8, False, Marks("sponsored", sponsor="Bank")),
        SeriesPart("C", "/news/c/", 4, False),
    )  # fmt: skip
    assert selectors.series_view(site, "high-tide", "").description == "What rose."
    after = [names(selectors.next_parts(site, src(name))) for name in ("a", "b", "c", "ad", "none")]
    assert after == ["b", "c", "", "", ""]


def test_a_text_is_used_with_its_links_and_pictures() -> None:
    site = site_of(
        story("a", links=("b.md",), images=(picture(),), blocks=("fact",), **PAID), story("b")
    )
    assert selectors.body_use(site, src("a")) == BodyUse(
        f"body of {src('a')}", ("/news/b/",), (picture(),), True, ("fact",)
    )
    assert not selectors.body_use(site, src("b")).paid


# Related


def test_what_is_read_next_shares_most_tags_and_is_nearest_in_time() -> None:
    """First what was picked by hand; of others those of the section, where tags are too few."""
    articles = [
        story("me", tags=("A", "B"), related=("pick.md", "me.md", "ad.md", "none.md", "pick.md"),
              published=before(hours=10)),
        story("both", tags=("A", "B"), published=before(hours=90)),
        story("near", tags=("A",), published=before(hours=11)),
        story("far", tags=("B",), published=before(hours=80)),
        story("plain", published=before(hours=10.5)), story("pick", published=before(hours=99)),
        story("ad", tags=("A", "B"), published=before(hours=10), **PAID),
    ]  # fmt: skip
    site, _ = assembled(articles)
    assert names(own_picks(site, src("me"))) == "pick"
    found = [names(related(site, src("me"), count)) for count in (1, 2, 4, 6)]
    assert found == ["pick", "pick both", "pick both near far", "pick both near far plain"]
    assert names(related(site, src("me"), 3, (src("pick"), src("both")))) == "near far"
    assert related(site, src("ad"), 3) == ()
    assert names(related(site, src("plain"), 2)) == "me near"


def test_six_stories_to_each_side_are_near() -> None:
    site = site_of(*row(15, tags=("A",)))
    assert sorted(related(site, src("s8"), 20)) == sorted(
        src(f"s{n}") for n in (*range(2, 8), *range(9, 15))
    )
    assert len(related(site, src("s1"), 20)) == 6
    assert names(related(site, src("s15"), 20)) == "s14 s13 s12 s11 s10 s9"


# Translations


def test_a_story_and_its_translations_are_one() -> None:
    """All that lead to one original, be it live or not, or in a circle."""

    def sets(*pairs: tuple[str, str], live: str = "") -> list[str]:
        articles = [story(name, translation_of=f"{of}.md" if of else "") for name, of in pairs]
        paths = [src(name) for name in live.split()] or [a.path for a in articles]
        return sorted({names(each) for each in edition_sets(articles, paths).values()})

    assert sets(("a", ""), ("b", "")) == []
    assert sets(("b", ""), ("a", "b"), ("c", "a"), ("x", "")) == ["b a c"]
    assert sets(("b", ""), ("a", "b"), ("c", "b"), live="a c") == ["a c"]
    assert sets(("b", ""), ("a", "b"), live="a") == []
    assert sets(("a", "b"), ("b", "a"), ("c", "b")) == ["a b c"]
    assert sets(("a", "none")) == []


def bilingual() -> Site:
    return site_of(
        story("en", lead=True), story("es", lang="es", translation_of="en.md", pinned=True, lead=True,
              published=before(hours=1)),
        story("local/vi", lang="vi", translation_of="/news/en.md", published=before(hours=2)),
        story("other", pinned=True),
    )  # fmt: skip


def test_one_edition_stands_for_all_of_its_set() -> None:
    site = bilingual()
    links = site.translations[src("es")]
    assert links == (
        Translation("en", "En", "/news/en/"), Translation("vi", "Vi", "/local/vi/"),
        Translation("es", "Es", "/news/es/"),
    )  # fmt: skip
    assert [names([edition(site, src("en"), lang)]) for lang in ("es", "vi", "de")] == [
        "es",
        "vi",
        "en",
    ]
    assert edition(site, src("other"), "es") == src("other")
    assert names(one_edition(site, site.stories, "en")) == "en other"
    assert names(one_edition(site, site.stories, "es", src("en"))) == "other"
    front = front_site(site)
    assert (names(front.stories), names(front.leads), names(front.pinned)) == (
        "en other",
        "en",
        "other",
    )
    assert [names(front.stories_of("section", slug)) for slug in ("news", "local")] == [
        "en other",
        "vi",
    ]
    plain = site_of(story("a"))
    assert front_site(plain) is plain


def test_two_editions_of_one_language_are_told() -> None:
    articles = [story("a"), story("b", translation_of="a.md"), story("c", translation_of="a.md", lang="es"),
                story("d", translation_of="a.md", draft=True)]  # fmt: skip
    (problem,) = same_language(articles, line_of)
    assert (problem.path, problem.line) == (src("b"), line_of(src("b"), "lang"))
    assert problem.message == f"{src('a')} is the same story in the same language, 'en'"
    more = [*articles, story("e", translation_of="a.md")]
    (problem,) = same_language(
        more, lambda path, key: 0 if (path, key) == (src("b"), "lang") else 7
    )
    assert (problem.path, problem.line) == (src("e"), 7)  # b is told to say its language


# Tags and series of one address


def test_names_that_want_one_address_are_told_with_a_way_to_part_them() -> None:
    """The plainest keeps it; spellings of one name are one."""
    articles = [
        story("b", tags=("C++", "C")),
        story("a", tags=("C#", "c")),
        story("z", tags=("C++",)),
    ]
    problems = list(shared_tags(articles, {}, "sitegen.toml", line_of))
    assert told(problems) == [
        (
            src("a"),
            line_of(src("a"), "tags.0"),
            f"the tags 'C' (in {src('b')}) and 'C#' both want /tags/c/",
        ),
        (
            src("b"),
            line_of(src("b"), "tags.0"),
            f"the tags 'C' (in {src('b')}) and 'C++' both want /tags/c/",
        ),
    ]
    assert [problem.hint for problem in problems] == [
        f'To part them, write under [tags.slugs] of sitegen.toml: "{name}" = "{slug}". If they mean the same, '
        f'write under [tags.aliases] of sitegen.toml: "C" = ["{name}"].'
        for name, slug in (("C#", "csharp"), ("C++", "cpp"))
    ]  # fmt: skip
    (first, _) = shared_tags(articles, {}, "pyproject.toml", line_of)
    assert "[tool.sitegen.tags.slugs] of pyproject.toml" in first.hint
    assert list(shared_tags(articles, {"c++": "x", "c#": "y"}, "f", line_of)) == []
    (problem,) = shared_series([story("b", series="Ano"), story("a", series="Año")], line_of)
    assert (problem.path, problem.line) == (src("a"), line_of(src("a"), "series"))
    assert (
        problem.hint == "If they are one, write 'series: Ano' here; if not, change a word of one."
    )


def test_a_slug_is_found_for_a_name() -> None:
    assert _other_slug("R&B @home 100%", "rb", ()) == "r-and-b-at-home-100-percent"
    assert _other_slug("A+ $*", "a", ()) == "a-plus-dollar-star"
    assert _other_slug("A", "a", {"a"}) == "a-2"
    assert _other_slug("A", "a", {"a", "a-2", "a-3"}) == "a-4"
    assert _other_slug("!", "x", ()) == "x"
    assert _as_read("  It’s  “A”–B ") == _as_read('it\'s "a"-b') == 'it\'s "a"-b'


# Links


TEXTS = {src("rain"): ("votacion", "costs"), src("tide"): ("here",), "content/authors/ana.md": None}


def targets(**more: Any) -> Targets:
    statics = {"/plan.pdf": "/plan.1a.pdf"}
    elsewhere = Elsewhere(
        TEXTS.get, lambda path: statics.get(path, ""), lambda: frozenset(("comments",))
    )
    rain = story("rain", aliases=("/old/rain",))
    known: dict[str, Any] = {
        "urls": {rain.path: "/p/news/rain/", "content/authors/ana.md": "/p/authors/ana/"},
        "sources": {rain.path, src("tide"), src("bad"), src("deep/index"), "content/authors/ana.md", src("vote")},
        "broken": {src("bad")}, "base_url": "https://g.example/p", "elsewhere": elsewhere,
        "articles": [rain], "coming": [story("tide")], **more,
    }  # fmt: skip
    return Targets(**known)


def resolved(*links: str) -> tuple[list[str], list[str]]:
    problems: list[Any] = []
    vote = story("vote", links=links, files=("content/news/plan.pdf",))
    urls = targets().resolve(vote, problems, line_of)
    assert {problem.path for problem in problems} <= {vote.path}
    return list(urls), [
        f"{problem.line - line_of(vote.path, 'link:0')}: {problem.message}" for problem in problems
    ]


@pytest.mark.parametrize(
    ("link", "url", "message"),
    [
        ("rain.md", "/p/news/rain/", ""),
        ("rain.md#costs", "/p/news/rain/#costs", ""),
        ("rain.md?a=b c#costs", "/p/news/rain/?a=b%20c#costs", ""),
        ("rain.md#votación", "/p/news/rain/#votacion", ""),
        ("rain.md#gone", "/p/news/rain/#gone", f"link to 'rain.md#gone': there is no heading #gone in {src('rain')}"),
        ("rain.md#comments", "/p/news/rain/#comments", ""),
        ("../authors/ana.md#x", "/p/authors/ana/#x", ""),
        ("plan.pdf#page=2", "/p/files/news/plan.pdf#page=2", ""),
        ("/plan.pdf?x#y", "/plan.1a.pdf?x#y", ""),
        ("/other.pdf", "/p/other.pdf", ""),
        ("/a b/", "/p/a%20b/", ""),
        ("/news/rain/#gone", "/p/news/rain/#gone",
         f"link to '/news/rain/#gone': there is no heading #gone in {src('rain')}"),
        ("/old/rain/#costs", "/p/old/rain/#costs", ""),
        ("https://g.example/p/news/rain/?q#gone", "/p/news/rain/?q#gone",
         f"link to 'https://g.example/p/news/rain/?q#gone': there is no heading #gone in {src('rain')}"),
        ("/news/tide/#gone", "/p/news/tide/#gone",
         f"link to '/news/tide/#gone': there is no heading #gone in {src('tide')}"),
        ("#top here", "#top%20here", ""),
        ("bad.md", "", ""),
        ("gone.pdf", "", ""),
        ("vote.md", "", f"links to {src('vote')}, which readers cannot see now"),
        ("deep", "", f"links to {src('deep/index')}, which readers cannot see now"),
        ("gone.md", "", "dead link 'gone.md'"),
    ],
)  # fmt: skip
def test_a_link_leads_where_it_is_written_to_lead(link: str, url: str, message: str) -> None:
    assert resolved(link) == ([url], [f"0: {message}"] if message else [])


def test_a_link_to_a_story_to_come_is_held_to_its_headings_now() -> None:
    """All of a text's links are told of, each with its own line; no address is asked twice."""
    urls, told_of = resolved("/x/", "tide.md#gone", "/x/", "/plan.pdf", "/plan.pdf", "gone.md")
    assert urls == ["/p/x/", "", "/p/x/", "/plan.1a.pdf", "/plan.1a.pdf", ""]
    assert told_of == [
        f"0: links to {src('tide')}, which readers cannot see now",
        f"0: link to 'tide.md#gone': there is no heading #gone in {src('tide')}",
        "0: dead link 'gone.md'",
    ]
    assert [_split(text) for text in ("a#b?c", "a?b#c", "a", "#b")] == [
        ("a", "#", "b?c"), ("a", "?", "b#c"), ("a", "", ""), ("", "#", "b"),
    ]  # fmt: skip


def test_links_hold_while_anchors_and_files_are_what_they_were() -> None:
    facts = LinkFacts({(src("rain"), "costs"): "costs"}, {"/a.pdf": "/a.1.pdf"})

    def hold(anchors: Any, url: str = "/a.1.pdf") -> bool:
        return links_hold(facts, Elsewhere(lambda _source: anchors, lambda _path: url))

    assert hold(("costs", "more"))
    assert [hold(None), hold(()), hold(("costs",), "/a.2.pdf")] == [False, False, False]


def test_links_are_taken_over_where_nothing_moved() -> None:
    """A new story among them is resolved alone; what is mistaken, each time."""
    asked: list[str] = []

    def anchors(source: str) -> tuple[str, ...]:
        asked.append(source)
        return ("costs",)

    elsewhere = Elsewhere(anchors)
    first = [story("a", links=("b.md#costs",)), story("b", links=("/x.pdf",))]
    site = site_of(*first, elsewhere=elsewhere)
    assert dict(site.link_facts.anchors) == {(src("b"), "costs"): "costs"}
    assert dict(site.link_facts.statics) == {"/x.pdf": ""}
    again, problems = assembled(
        [first[0], story("b", title="Other")], last=site, elsewhere=elsewhere
    )
    assert again.links[src("a")] is site.links[src("a")]
    assert (again.link_facts, problems) == (site.link_facts, ())
    wrong, problems = assembled(
        [*first, story("c", related=("none.md",), translation_of="no.md")], last=site
    )
    assert told(problems) == [
        (src("c"), line_of(src("c"), "related"), "related: there is no story 'none.md'"),
        (
            src("c"),
            line_of(src("c"), "translation_of"),
            "translation_of: there is no story 'no.md'",
        ),
    ]
    assert names(wrong.filings) == "a b"


def test_the_line_of_an_item_is_its_keys_where_items_were_written_twice() -> None:
    lines = {"tags": 3, "tags.0": 4, "tags.1": 5}

    def of(_path: str, key: str) -> int:
        return lines.get(key, 3)

    assert [line_of_item(of, "", "tags", at, 2) for at in (0, 1)] == [4, 5]
    assert line_of_item(of, "", "tags", 0, 1) == 3
    among = {"content/news/a/index.md": 1, "content/local/b.md": 1}
    found = [
        find_story(among, src("x"), target)
        for target in ("a", "a/", "../local/b.md", "/local/b.md", "c")
    ]
    assert found == ["content/news/a/index.md"] * 2 + ["content/local/b.md"] * 2 + [""]


# Slots


def test_slots_hold_what_an_editor_put_there() -> None:
    entries = [
        SlotEntry("top", "big", None, 1), SlotEntry("scores local", "A 1, B 2", None, 2),
        SlotEntry("scores local", "C 3", None, 3), SlotEntry("lead", src("a"), None, 4),
        SlotEntry("lead", src("ad"), None, 5), SlotEntry("secondary", src("ad"), None, 6),
        SlotEntry("sublinks", src("ad"), None, 7), SlotEntry("local", src("ad"), None, 8),
        SlotEntry("news", src("gone"), None, 9), SlotEntry("secondary", src("a"), AT, 10),
        SlotEntry("sublinks", src("a"), before(seconds=-1).at, 11), SlotEntry("lead", src("satire"), None, 12),
        SlotEntry("secondary", src("satire"), None, 13), SlotEntry("local", src("tide"), None, 14),
    ]  # fmt: skip
    coming = story("tide", embargo=before(days=-2).at)
    site, problems = assembled(
        [story("a"), story("ad", **PAID), story("satire", kind="satire"), coming], slots=entries
    )
    slots = site.slots
    assert (slots.top, slots.scores) == ("big", {"local": ("A 1, B 2", "C 3")})
    zones = [names(each) for each in (slots.lead, slots.secondary, slots.sublinks)]
    assert (zones, slots.strips) == (["a", "satire", "a"], {"local": (src("ad"),)})
    kinds = {5: ("lead", "sponsored", "ad"), 6: ("secondary", "sponsored", "ad"),
             7: ("sublinks", "sponsored", "ad"), 12: ("lead", "satire", "satire")}  # fmt: skip
    assert told(problems) == sorted(
        [*((FRONT_FILE, line, f"'{src(name)}' is of the kind {kind} and cannot stand under {zone}")
           for line, (zone, kind, name) in kinds.items()),
         (FRONT_FILE, 9, f"there is no story '{src('gone')}'")],
        key=lambda each: each[1],
    )  # fmt: skip
    assert (site.since, site.next_change) == (AT, before(seconds=-1).at)
    plain = site_of(story("a")).slots
    assert (plain.strips, plain.scores, plain.top) == (None, None, "")


# Podcasts


def talk(url: str = "/files/news/talk.mp3", **keys: Any) -> Enclosure:
    return Enclosure(**{"url": url, "type": "audio/mpeg", "length": 9, "duration": 60, **keys})


@pytest.mark.parametrize(
    ("url", "type_", "known"),
    [
        ("/talk.MP3", "x/y", "audio/mpeg"), ("https://a.example/t.m4a?x=1", "", "audio/x-m4a"),
        ("https://a.example/t.mov#t", "", "video/quicktime"), ("https://a.example/t", "audio/mp4", "audio/x-m4a"),
        ("https://a.example/t", "audio/mp3", "audio/mpeg"), ("https://a.example/t", "audio/ogg", ""),
        ("https://a.example/t", "video/mp4", "video/mp4"), ("/talk", "audio/mpeg", ""), ("/t.ogg", "audio/ogg", ""),
    ],
)  # fmt: skip
def test_a_recording_has_the_type_that_directories_know(url: str, type_: str, known: str) -> None:
    assert podcast_type(talk(url, type=type_)) == known


def test_a_podcast_is_the_recordings_of_a_section_that_directories_take() -> None:
    shows = (
        PodcastSettings("news", "hour", title="Hour", limit=2), PodcastSettings("local", "none", title="None"),
        PodcastSettings("news", "tagged", "Parks", "Tagged"),
    )  # fmt: skip
    articles = [
        story("a", enclosure=talk(), tags=("parks",)), story("ad", enclosure=talk(), **PAID), story("mute"),
        story("b", enclosure=talk("/files/news/talk.ogg", type="audio/ogg")), story("c", enclosure=talk(duration=0)),
        story("d", enclosure=talk("https://x.example/t.mp3", duration=0)), story("e", enclosure=talk()),
        story("f", enclosure=talk("https://x.example/t", type="audio/flac")),
    ]  # fmt: skip
    site = site_of(*articles, podcasts=shows, lines={"podcasts.1": 5})
    assert [names(episodes(site, show)) for show in shows] == ["a d", "", "a"]
    in_shows = {a.slug: [show.slug for show in podcasts_with(site, a.path)] for a in articles}
    assert in_shows == {"a": ["hour", "tagged"], "ad": [], "mute": [], "b": [], "c": [], "d": ["hour"],
                        "e": ["hour"], "f": []}  # fmt: skip
    problems = list(podcast_faults(site, line_of))
    out = "the podcast 'Hour' leaves this recording out: "
    assert told(problems) == [
        (
            src("b"),
            line_of(src("b"), "enclosure"),
            f"{out}directories take MP3 and M4A, and this is OGG",
        ),
        (
            src("c"),
            line_of(src("c"), "enclosure"),
            f"{out}'talk.mp3' is no recording, or one whose length cannot be told",
        ),
        (
            src("f"),
            line_of(src("f"), "enclosure"),
            f"{out}directories take MP3 and M4A, and this is audio/flac",
        ),
        ("sitegen.toml", 5, "the podcast 'None' has no episode, and directories take none such"),
    ]
    assert all(problem.warning for problem in problems)
    assert problems[0].hint == "Convert it, and name that file: ffmpeg -i talk.ogg talk.mp3"
    assert problems[2].hint == "Convert it, and name that file: ffmpeg -i t interview.mp3"


# Cards


def test_the_newest_stories_without_a_picture_have_cards_of_their_own() -> None:
    assert [social_cards.wants_card(story("a", image=image)) for image in (
        None, picture(width=300, height=300), picture(width=299), picture(height=299), picture(format="svg"),
    )] == [True, False, True, True, True]  # fmt: skip
    articles = [
        *row(101),
        story("s0", published=before(hours=0), title="市"),
        story("shot", image=picture()),
    ]
    cards = site_of(*articles).own_cards
    assert (len(cards), src("s1") in cards, src("s100") in cards, src("s101") in cards) == (
        100,
        True,
        True,
        False,
    )
    assert src("s0") not in cards


def test_a_card_says_what_its_story_is() -> None:
    """By its kind where that stands in titles, else by its section."""
    notes = (Correction(before(days=1), "A note.", "retraction"),)
    kinds = {"a": {}, "b": {"kind": "opinion", "lang": "es"}, "c": {"kind": "sponsored", "corrections": notes, **PAID},
             "d": {"corrections": notes}, "e": {"kind": "release"}}  # fmt: skip
    site = site_of(*(story(f"local/{name}", **keys) for name, keys in kinds.items()), tagline="Words",
                   place="Town", organisation=Organisation("N", "logo.png", mark="mark.svg"))  # fmt: skip

    def words(kind: str, id_: str) -> tuple[str, ...]:
        return tuple(social_cards.card_words(site, Subject(kind, id_)).values())

    rest = ("The Sample Gazette", "en", "mark.svg", "logo.png")
    found = {name: words("article", f"content/local/{name}.md")[:5] for name in kinds}
    assert found == {
        "a": ("A", "Local", "local", "The Sample Gazette", "en"),
        "b": ("B", "Opinión", "opinion", "The Sample Gazette", "es"),
        "c": ("C", "Retracted · Sponsored", "alert", "The Sample Gazette", "en"),
        "d": ("D", "Retracted", "alert", "The Sample Gazette", "en"),
        "e": ("E", "Press release", "quiet", "The Sample Gazette", "en"),
    }
    assert words("label", "satire") == ("Satire", "Words", "alert", *rest)
    assert words("label", "retraction") == ("Retracted", "Words", "alert", *rest)
    assert words("front", "") == ("Words", "Town", "", *rest)
    assert words("section", "local") == ("Local", "Words", "local", *rest)
    shared = {name: social_cards.shared_card(a, site.teasers[a.path].marks)
              for name in kinds if (a := site.articles[f"content/local/{name}.md"])}  # fmt: skip
    assert shared == {
        "a": Subject("section", "local"), "b": Subject("label", "opinion"), "c": Subject("label", "sponsored"),
        "d": Subject("label", "retraction"), "e": Subject("label", "release"),
    }  # fmt: skip


def test_every_card_is_drawn_once() -> None:
    """Own ones, and those that older stories share; none that has no letters."""
    articles = [*row(101), story("o1", published=before(days=9)), story("o2", published=before(days=9), kind="satire"),
                story("local/o3", published=before(days=9)), story("shot", image=picture())]  # fmt: skip
    site = site_of(*articles, sections=(SECTIONS[0], SectionSettings("local", "市")))
    cards = [*social_cards.cards(site)]
    assert [(subject.kind, subject.id) for _, subject in cards[101:]] == [
        ("section", "news"),
        ("label", "satire"),
    ]
    assert cards[0][1] == Subject("front")
    stems = [file.split(".")[0] for file, _ in (cards[0], cards[1], *cards[101:])]
    assert stems == ["media/card", "media/card-s1", "media/card-news", "media/card-kind-satire"]
    assert all(len(file.split(".")[1]) == 8 and file.endswith(".png") for file, _ in cards)
    assert len({file for file, _ in cards}) == len(cards)
    assert [
        *social_cards.cards(site_of(*articles[:1], images=ImageSettings(social_cards=False)))
    ] == []
    assert [s.kind for _, s in social_cards.cards(site_of(*articles[:1], title="市"))] == [
        "article"
    ]


# The masthead


def test_the_masthead_says_what_the_settings_do() -> None:
    links = (LinkSettings("Us", "/us/", "es"),)
    site = site_of(
        story("local/a", published=Moment(AT.replace(year=1987))), menus={"b": MenuSettings("B", links), "a": MenuSettings()},
        support=links[0], languages=links, search=BUILT_IN_SEARCH, feeds=FeedSettings(atom=False),
        base_url="https://g.example/p", prefix="/p", images=ImageSettings(social_cards=False),
    )  # fmt: skip
    info, us = site.info, NavLink("Us", "/us/", "es")
    assert info.sections == (NavLink("Local", "/p/local/", "", "local"),)
    assert list(info.menus.items()) == [("a", Menu("", ())), ("b", Menu("B", (us,)))]
    assert (info.support, info.languages, info.search, info.year) == (us, (us,), "", 1987)
    assert (info.feed_url, info.feed_formats, info.card) == ("/p/feed.xml", ("rss", "json"), "")
    assert site.sections["local"] == Section(
        "local", "Local", "/p/local/", "/p/local/feed.xml", "Near by.", "local"
    )
    other = site_of(search=BUILT_IN_SEARCH, search_program="1", feeds=FeedSettings(json=False)).info
    assert (other.search, other.support, other.feed_formats) == (
        BUILT_IN_SEARCH,
        None,
        ("rss", "atom"),
    )
    assert site_of(search="own").info.search == "own"
    assert other.card.startswith("media/card.")


def test_tags_of_a_story_are_links_in_the_order_written() -> None:
    vote = story("vote", tags=("Parks", "C++", "parks"))
    site = site_of(vote, tag_slugs={"c++": "cpp"})
    assert tags_of(site, vote) == (TagLink("parks", "/tags/parks/"), TagLink("C++", "/tags/cpp/"))
    assert tags_of(site, story("x", tags=("Gone",))) == ()
    assert site.url() == "/"
    assert (site.pages, names(site_of(page("b"), page("a")).pages)) == ((), "a b")
    assert LiveUpdate("u", before(days=1), "T").text == ""
