"""Who is on the front, and where: whole fronts of small and large sites, zone by zone."""

# ruff: noqa: E501 - a table is read best with a row on a line

from __future__ import annotations

import random
from typing import Any

import pytest

from sitegen.core.dates import Moment
from sitegen.core.record import replace
from sitegen.model.article import Article, Correction, LiveUpdate
from sitegen.model.kinds import KINDS
from sitegen.model.views import CorrectionEntry, Front, NavLink, TagLink
from sitegen.settings.types import FrontSettings, LinkSettings, SectionSettings
from sitegen.site.front import _Hand, _Newsy, compose, lead_of, shows_opening
from sitegen.site.river import rail_of
from sitegen.site.site import Slots
from sitegen.site.tops import top_of
from sitegen.sources.files import SlotEntry
from tests.site.assembled import SECTIONS, assembled, before, names, picture, site_of, story, urls
from tests.site.layout_figures import (
    BIG_TOPS,
    BUSY,
    BUSY_BIG,
    BUSY_FEW,
    BUSY_QUIET,
    LIVE,
    SLOTTED,
    SMALL,
    SPANISH_FRONT,
)
from tests.site.test_layout import layout
from tests.site.test_lists_and_links import PAID, bilingual, row, src

OPINION = SectionSettings("views", "Views", opinion=True)
SPANISH = SectionSettings("es", "Español", lang="es")


def zones(front: Front) -> dict[str, Any]:
    """Return what stands in each zone that is not empty, in words."""
    strips = {strip.section.slug: layout(strip.shape) for strip in front.strips}
    found = {
        "lead": front.lead and urls([front.lead]),
        "top": front.top,
        "sublinks": urls(front.sublinks),
        "beside": urls(front.beside),
        "below": front.below and layout(front.below),
        "latest": urls(front.latest),
        "strips": strips,
        "opinion": front.opinion and layout(front.opinion.shape),
        "columns": " / ".join(map(urls, front.columns)),
        "older": front.older_url,
    }
    return {name: value for name, value in found.items() if value}


def local(count: int, **keys: Any) -> list[Article]:
    return [
        story(f"local/l{n}", published=before(hours=30 + n), **keys) for n in range(1, count + 1)
    ]


def busy() -> list[Article]:
    """Return a day's stories: news with pictures and without, some local, opinion, one paid."""
    news = [
        replace(each, image=picture() if number % 2 else None)
        for number, each in enumerate(row(14))
    ]
    views = [
        story(f"views/v{n}", kind="opinion", published=before(hours=n + 0.5)) for n in range(1, 5)
    ]
    return [*news, *local(6, kind="release")[1:], *local(1), *views, story("local/ad", published=before(hours=2), **PAID),
            story("local/fun", published=before(hours=3), kind="satire")]  # fmt: skip


def test_a_front_without_stories_is_empty() -> None:
    """And one of advertisements alone has no lead."""
    assert compose(site_of()) == Front()
    assert lead_of(site_of()) == ""
    ads = site_of(story("ad", **PAID), story("fun", kind="satire"), front=FrontSettings(river=1))
    assert zones(compose(ads)) == {"top": "quiet", "columns": "ad"}
    assert compose(ads).newest == before(days=1)
    assert lead_of(ads) == ""
    assert compose(site_of(story("ad", **PAID))).newest is None
    one = compose(site_of(story("vote")))
    assert (zones(one), one.newest) == ({"lead": "vote", "top": "quiet"}, before(days=1))


def test_what_leads_the_front() -> None:
    """An editor's slot, a story marked so, the newest news in the site's language, else what there is."""
    articles = [story("views/op", kind="opinion", published=before(hours=1)), story("es", lang="es", published=before(hours=2)),
                story("fun", kind="satire", published=before(hours=3)), story("vote"), story("old", published=before(days=3))]  # fmt: skip
    sections = (*SECTIONS, OPINION)
    assert names([lead_of(site_of(*articles, sections=sections))]) == "vote"
    assert names([lead_of(site_of(*articles[:3], sections=sections))]) == "es"
    assert names([lead_of(site_of(articles[0], articles[2], sections=sections))]) == "op"
    marked = [*articles[:4], replace(articles[4], lead=True)]
    assert names([lead_of(site_of(*marked, sections=sections))]) == "old"
    slot = SlotEntry("lead", src("es"), None, 1)
    site, _ = assembled(marked, slots=[slot], sections=sections)
    assert names([lead_of(site)]) == "es"
    assert zones(compose(site))["lead"] == "es"


def test_what_kind_of_day_it_is() -> None:
    """Busy from four fresh stories of eight; big while breaking news leads to the lead."""
    eight = [story(f"s{n}", published=before(hours=n)) for n in (0, 1, 2)]
    eight += [story(f"s{n}", published=before(hours=47.9)) for n in (3,)]
    eight += [story(f"s{n}", published=before(hours=50)) for n in range(4, 8)]
    lead = src("s0")
    assert top_of(site_of(*eight), lead) == "day"
    assert top_of(site_of(*eight[:7]), lead) == "quiet"
    late = [
        replace(each, published=before(hours=48)) if each.slug == "s3" else each for each in eight
    ]
    assert top_of(site_of(*late), lead) == "quiet"
    breaking = [replace(eight[0], breaking="Now"), *eight[1:3]]
    assert [top_of(site_of(*breaking), src(name)) for name in ("s0", "s1")] == ["big", "quiet"]
    chosen = replace(site_of(*breaking), slots=Slots(top="day"))
    assert top_of(chosen, lead) == "day"


def test_a_busy_front_from_top_to_bottom() -> None:
    site = site_of(*busy(), sections=(*SECTIONS, OPINION))
    assert zones(compose(site)) == BUSY
    quiet = replace(site, slots=Slots(top="quiet"))
    assert zones(compose(quiet)) == BUSY_QUIET
    big = replace(site, slots=Slots(top="big"))
    assert zones(compose(big)) == BUSY_BIG
    few = FrontSettings(secondary=2, latest=3, strips=("local", "gone"), strip_stories=2, river=3)
    assert zones(compose(site_of(*busy(), sections=(*SECTIONS, OPINION), front=few))) == BUSY_FEW


def test_an_editors_slots_come_before_what_fills_itself() -> None:
    slots = [SlotEntry("lead", src("s5"), None, 1), SlotEntry("secondary", src("s9"), None, 2),
             SlotEntry("sublinks", src("s11"), None, 3), SlotEntry("local", src("s13"), None, 4),
             SlotEntry("views", src("s14"), None, 5), SlotEntry("scores local", "A 1", None, 6)]  # fmt: skip
    pins = {"s12"}
    articles = [replace(each, pinned=each.slug in pins) for each in busy()]
    site, problems = assembled(articles, slots=slots, sections=(*SECTIONS, OPINION))
    assert problems == ()
    front = compose(site)
    assert zones(front) == SLOTTED
    assert {strip.section.slug: strip.scores for strip in front.strips}["local"] == ("A 1",)


def test_under_the_lead_stand_its_own_picks_or_its_series() -> None:
    """The fresh ones of a series with a picture are worth a card of their own."""
    made = {"series": "Tide"}
    articles = [
        story("lead", lead=True, published=before(hours=30), **made), *row(7),
        story("p1", published=before(hours=20), **made), story("p2", published=before(hours=2), image=picture(), **made),
        story("p3", published=before(hours=25.5), image=picture(), **made), story("p4", published=before(hours=40), **made),
        story("p5", published=before(hours=41), **made), story("ad", published=before(hours=19), **made, **PAID),
    ]  # fmt: skip
    assert urls(compose(site_of(*articles)).sublinks) == "p1 p3 p4"
    picked = replace(articles[0], related=("p5.md", "s3.md"))
    assert urls(compose(site_of(picked, *articles[1:])).sublinks) == "p5 s3"


def test_a_live_lead_shows_its_newest_updates() -> None:
    updates = tuple(LiveUpdate(f"u{n}", before(hours=n), "T") for n in range(5))
    lead = story(
        "lead", lead=True, image=picture(), summary="A dek.", live_updates=updates, kind="live"
    )
    fronts = [zones(compose(site_of(one, *row(9), front=FrontSettings(secondary=5))))
              for one in (lead, replace(lead, live_updates=updates[:1]), replace(lead, kind="news"))]  # fmt: skip
    assert fronts == LIVE


def test_small_fronts() -> None:
    """From two stories to eight: the list of the latest comes with the sixth, the archive with the eighth."""
    fronts = {}
    for count in (2, 5, 6, 7, 8):
        shot = [
            replace(each, image=picture()) if each.slug == "s1" else each for each in row(count)
        ]
        site = site_of(*shot)
        fronts[count] = (zones(compose(site)), shows_opening(site))
    assert fronts == SMALL


def test_the_latest_stand_beside_a_lead_from_six_stories_on() -> None:
    """With a picture whose height they reach; a headline alone over the page has room for them too."""
    fronts = {}
    for count in (5, 6, 7):
        for shot in (None, picture()):
            site = site_of(
                *(replace(each, image=shot) for each in row(count)), front=FrontSettings(latest=6)
            )
            front = compose(replace(site, slots=Slots(top="big")))
            fronts[count, shot is not None] = (front.top, urls(front.latest))
    assert fronts == BIG_TOPS


def test_a_story_stands_once_in_the_readers_language() -> None:
    assert zones(compose(bilingual())) == {
        "lead": "en", "top": "quiet", "below": "one | other", "strips": {"local": "one | vi"},
    }  # fmt: skip
    spanish = [
        story("es/uno", lang="es"),
        story("es/dos", lang="es"),
        story("tres", lang="es", published=before(hours=2)),
    ]
    site = site_of(
        *row(9), *spanish, sections=(*SECTIONS, SPANISH), front=FrontSettings(strips=("es",))
    )
    assert zones(compose(site)) == SPANISH_FRONT


# The rail


def test_the_rail_carries_what_the_site_has_beside_its_stories() -> None:
    """A week's corrections, newest first; series and topics, the liveliest first."""
    notes = [
        Correction(before(hours=h), f"{h}") for h in (23, 24 + 24 * 7 - 0.01, 24 * 8, 30, 40, 50)
    ]
    articles = [
        story("vote", corrections=(notes[0], notes[1], notes[2]), tags=("B", "A"), series="Tide"),
        story("rain", published=before(days=2), corrections=tuple(notes[3:]), tags=("A",), series="Ebb"),
        *(story(f"x{n}", published=before(days=3), tags=tuple(f"T{n}{m}" for m in range(6)), series=f"S{n}") for n in range(5)),
    ]  # fmt: skip
    site = site_of(
        *articles, languages=(LinkSettings("Es", "/es/", "es"), LinkSettings("Vi", "/vi/", "vi"))
    )
    rail = rail_of(site, {"vi"})
    assert [entry.correction.text for entry in rail.corrections] == ["23", "30", "40", "50"]
    assert rail.corrections[1] == CorrectionEntry(notes[3], site.teasers[src("rain")])
    assert [link.name for link in rail.series] == ["Tide", "Ebb", "S0", "S1"]
    assert rail.series[0].url == "/series/tide/"
    assert [link.name for link in rail.topics[:3]] == ["A", "B", "T00"]
    assert len(rail.topics) == 24
    assert rail.languages == (NavLink("Es", "/es/", "es"),)
    week = site_of(story("vote", corrections=tuple(notes[1:3])))
    assert [entry.correction.text for entry in rail_of(week, ()).corrections] == [
        str(24 + 24 * 7 - 0.01)
    ]
    assert rail_of(site_of(story("a", tags=("X",))), ()).topics == (TagLink("X", "/tags/x/"),)
    assert Moment(before(days=1).at) == before(days=1)


@pytest.mark.parametrize("seed", range(30))
def test_what_may_stand_at_the_top_is_news_in_the_readers_language_first(seed: int) -> None:
    """Else in any; else opinion; and nothing where there are advertisements alone."""
    chance = random.Random(seed)
    kinds = chance.choice([("news", "opinion", "sponsored"), ("sponsored", "satire"), ("news",)])
    languages = chance.choice([("en", "es"), ("es",)])
    sections = (SectionSettings("news", "News"), SectionSettings("views", "Views", opinion=True))
    folders = chance.choice([("news", "views"), ("views",)])
    stories = [
        story(f"{chance.choice(folders)}/s{number}", kind=chance.choice(kinds),
              lang=chance.choice(languages), published=before(hours=number))
        for number in range(chance.randrange(1, 12))
    ]  # fmt: skip
    site = assembled(stories, sections=sections)[0]
    opinion = site.sections["views"]

    leading = [each for each in stories if KINDS[each.kind].may_lead]
    news = [each for each in leading if each.section != "views"] or leading
    expected = [each.path for each in news if each.lang == "en"] or [each.path for each in news]

    newsy = _Newsy(site, opinion)
    assert [*newsy] == [*newsy] == expected
    assert bool(newsy) is bool(expected)
    every = [each.path for each in leading]
    here = [each.path for each in leading if each.lang == "en"]
    assert [*_Newsy(site, None)] == (here or every)


def test_a_story_in_another_language_stands_in_the_river_where_its_section_has_no_strip() -> None:
    articles = [*row(12), story("es", lang="es", published=before(hours=7.5))]
    for strips, is_there in ((("views",), True), (("local",), True), (("news",), False)):
        site = site_of(*articles, sections=(*SECTIONS, OPINION), front=FrontSettings(strips=strips))
        assert ("es" in zones(compose(site))["columns"].split()) is is_there, strips


def test_a_strip_shows_all_that_an_editor_put_there_and_one_story_at_least(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What fills itself may be left out where that looks better."""
    asked: list[tuple[str, int]] = []

    def arrange(
        _hand: object, dealt: Any, _lead: str, _last: str, least: int, **_more: bool
    ) -> None:
        if dealt:
            asked.append((names(dealt[:1]), least))

    monkeypatch.setattr(_Hand, "arrange", arrange)
    articles = [*row(12), *[story(f"local/l{n}", published=before(days=2 + n)) for n in range(4)]]
    slots = [SlotEntry("local", f"content/local/l{n}.md", None, n) for n in (1, 3)]
    compose(assembled(articles, slots=slots)[0])
    assert [least for name, least in asked if name == "l1"] == [2]
    asked.clear()
    compose(site_of(*articles))
    assert [least for name, least in asked if name == "l0"] == [1]
