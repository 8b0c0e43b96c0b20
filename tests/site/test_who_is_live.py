"""What is live when, what follows from one story alone, and what is wrong beside that."""

# ruff: noqa: E501 - a table is read best with a row on a line

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.dates import NO_DATE, Moment
from sitegen.core.record import replace
from sitegen.model.article import Article, Correction, Credit, ImageRef, Sponsor
from sitegen.model.kinds import KINDS
from sitegen.model.marks import Marks
from sitegen.model.tasks import HeldStory
from sitegen.model.views import Alert, Byline
from sitegen.settings.types import FeedSettings, ListSettings, PartnerFeed
from sitegen.site import live
from sitegen.site.live import moments, starts, state
from sitegen.site.news_window import aged_out_at, is_news, news_stories, news_window
from sitegen.site.people import Roster
from sitegen.site.same_stories import same_headlines, same_parts
from sitegen.site.site import Site
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
    settings,
    site_of,
    story,
    told,
)

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ({}, "live"),
        ({"draft": True, "expires": AT}, "draft"),
        ({"expires": AT}, "expired"),
        ({"expires": AT + SECOND}, "live"),
        ({"expires": AT, "embargo": AT + SECOND}, "expired"),
        ({"published": Moment(AT)}, "live"),
        ({"published": Moment(AT + SECOND)}, "held"),
        ({"embargo": AT}, "live"),
        ({"embargo": AT + SECOND}, "held"),
    ],
)
def test_a_story_is_live_from_its_hour_to_its_end(keys: dict[str, Any], what: str) -> None:
    assert state(story("vote", **keys), AT) == what


def test_the_later_of_date_and_embargo_is_the_hour_of_a_story() -> None:
    published = before(days=1).at
    assert starts(story("vote")) == published
    assert starts(story("vote", embargo=published - SECOND)) == published
    assert starts(story("vote", embargo=published + SECOND)) == published + SECOND


def test_every_moment_at_which_a_story_changes_the_site_is_known() -> None:
    """The build by schedule sleeps until the next one."""
    hours = {
        name: AT + timedelta(hours=number)
        for number, name in enumerate(
            ("embargo", "expires", "lead_until", "pinned_until", "breaking_until", "live_end",
             "next_update"), 1,
        )
    }  # fmt: skip
    late = picture(licence_until=AT + timedelta(hours=20))
    vote = story(
        "vote", **hours, updated=Moment(AT + timedelta(hours=9)), image=late,
        images=(picture(), replace(late, licence_until=AT + timedelta(hours=21))),
        corrections=(Correction(Moment(AT + timedelta(hours=10)), "A note."),),
    )  # fmt: skip
    aged = before(days=-1).at.astimezone(ZoneInfo("UTC"))
    after = [round((moment - AT).total_seconds() / 3600) for moment in moments(vote)]
    assert after == [1, 2, 3, 4, 5, 6, 7, 9, 10, 20, 21, 24]
    assert moments(story("plain")) == (before(days=1).at, aged)
    assert {moment.tzname() for moment in moments(vote)} == {"UTC"}
    assert moments(page("about")) == (before(days=1).at,)
    assert moments(replace(vote, draft=True)) == ()


def as_of(article: Article, now: datetime = AT) -> Article:
    return live._as_of(article, now, ZoneInfo("America/Chicago"))


def test_what_a_story_says_of_later_is_not_said_yet() -> None:
    """Until its second has come; then all of it is."""
    update = story("vote", updated=Moment(AT), update_note="New figures.")
    assert as_of(update) is update
    early = as_of(update, AT - SECOND)
    assert (early.updated, early.update_note) == (None, "")
    notes = tuple(Correction(Moment(AT + SECOND * n), f"Note {n}.") for n in (0, 1))
    corrected = story("vote", corrections=notes)
    assert as_of(corrected).corrections == notes[:1]
    assert as_of(corrected, AT + SECOND) is corrected
    running = story("vote", kind="live", live_end=AT)
    assert as_of(running).kind == "news"
    assert (as_of(running, AT - SECOND).kind, as_of(running, AT - SECOND).live_end) == (
        "live",
        None,
    )
    assert as_of(story("vote", live_end=AT)) == story("vote", live_end=AT)


def test_a_draft_without_a_date_is_a_story_of_today() -> None:
    draft = story("vote", draft=True, published=NO_DATE)
    today = as_of(draft, datetime.fromisoformat("2026-11-23T03:59:30+00:00")).published
    assert (today.at.isoformat(), today.timed) == ("2026-11-22T00:00:00-06:00", False)
    assert as_of(replace(draft, kind="satire")).published != NO_DATE
    for other in (
        replace(draft, draft=False),
        story("v", draft=True),
        page("a", draft=True, published=NO_DATE),
    ):
        assert as_of(other) is other


def test_a_site_tells_what_is_held_and_what_hides_where() -> None:
    """By path; each address of a hidden story leads to its source, old ones too."""
    coming = story("tide", embargo=AT + SECOND, aliases=("/old/tide",))
    site = site_of(
        story("vote"), story("rain", draft=True), coming, story("ash", expires=AT),
        story("b-held", published=Moment(AT + SECOND)),
    )  # fmt: skip
    assert site.held == (
        HeldStory("content/news/ash.md", "Ash", "expired"),
        HeldStory("content/news/b-held.md", "B-held", "held", AT + SECOND),
        HeldStory("content/news/rain.md", "Rain", "draft"),
        HeldStory("content/news/tide.md", "Tide", "held", AT + SECOND),
    )
    assert site.hidden == {
        "/news/rain/": "content/news/rain.md", "/news/tide/": "content/news/tide.md",
        "/old/tide/": "content/news/tide.md", "/news/ash/": "content/news/ash.md",
        "/news/b-held/": "content/news/b-held.md",
    }  # fmt: skip
    assert names(article.path for article in site.coming) == "b-held tide"
    assert (names(site.stories), site.next_change) == ("vote", AT + SECOND)
    shown, _ = assembled([story("vote"), coming, story("ash", draft=True)], unpublished=True)
    assert (names(shown.stories), shown.hidden) == ("ash tide vote", {})


def test_stories_stand_by_their_hours_and_then_by_path() -> None:
    """What was filed comes back for the stories that stayed, and for no other."""
    articles = [story("b"), story("a"), story("c", published=before(hours=1)), page("about")]
    site = site_of(*articles)
    assert (names(site.stories), site.pages) == ("c a b", ("content/pages/about.md",))
    assert site.times["content/news/b.md"] == before(days=1).at.timestamp()
    again, _ = assembled([*articles[:2], story("c", title="C")], last=site)
    same = [again.filings[p] is site.filings[p] for p in ("content/news/a.md", "content/news/c.md")]
    assert same == [True, False]
    for other in ({"digest": "other"}, {"broken": ["content/news/x.md"]}):
        broken = other.pop("broken", ())  # type: ignore[arg-type]
        fresh, _ = assembled(articles, last=site, broken=broken, **other)
        assert fresh.filings["content/news/a.md"] is not site.filings["content/news/a.md"]


def test_the_lists_of_a_story() -> None:
    """Each once; those of its people whether they wrote it or helped."""
    ana, bea = person("ana", "Ana"), person("bea", "Bea")
    vote = story(
        "vote", tags=("Floods", "floods", "Parks"), series="High Water", kind="sponsored",
        authors=(Credit("ana"), Credit("Ana")), contributors=(Credit("Bea"),),
        sponsor=Sponsor("Bank", "https://bank.example/"),
        published=Moment(datetime.fromisoformat("2026-03-01T05:00:00+00:00")),
    )  # fmt: skip
    filing = site_of(vote, people=[ana, bea]).filings[vote.path]
    assert filing.lists == (
        ("section", "news"), ("month", "2026/02"), ("tag", "floods"), ("tag", "parks"),
        ("series", "high-water"), ("person", "ana"), ("person", "bea"), ("language", "en"),
        ("kind", "sponsored"),
    )  # fmt: skip
    assert filing.tags == (("floods", "Floods"), ("floods", "floods"), ("parks", "Parks"))
    assert filing.marks == Marks("sponsored", sponsor="Bank")
    old = site_of(
        story("old", lang="", published=Moment(datetime.fromisoformat("0987-02-03T12:00:00+00:00")))
    )
    assert old.filings["content/news/old.md"].lists == (("section", "news"), ("month", "0987/02"))


def test_a_teaser_says_what_cards_show() -> None:
    shot = picture(caption="A caption", caption_html="<i>", credit="Ana", credit_html="<b>",
                   licence="CC", licence_until=AT + SECOND, color="#123456")  # fmt: skip
    vote = story("local/vote", title="Vote", title_html="<i>Vote</i>", tags=("Parks", "Floods"), image=shot,
                 summary="A summary.", summary_html="A <i>summary</i>.", figure="7")  # fmt: skip
    teaser = site_of(vote).teasers[vote.path]
    assert (teaser.url, teaser.title, teaser.title_html) == ("/local/vote/", "Vote", "<i>Vote</i>")
    assert (teaser.kicker, teaser.hue, teaser.topic, teaser.figure) == (
        "Local",
        "local",
        "Parks",
        "7",
    )
    assert (teaser.summary, teaser.summary_html) == ("A summary.", "A <i>summary</i>.")
    assert teaser.image == picture(color="#123456")
    card = replace(vote, card_title="Short", kicker="Budget", image=None, tags=())
    teaser = site_of(card).teasers[vote.path]
    assert (teaser.title, teaser.title_html, teaser.kicker, teaser.topic) == (
        "Short",
        "",
        "Budget",
        "Budget",
    )
    assert (teaser.image, site_of(story("x")).teasers["content/news/x.md"].topic) == (None, "")


# Alerts, leads, turns


def test_what_is_marked_until_an_hour_is_marked_until_then() -> None:
    def marked(now: datetime) -> tuple[str, str, int]:
        site = site_of(
            story("vote", lead=True, pinned=True, breaking="Now", lead_until=AT, pinned_until=AT,
                  breaking_until=AT),
            story("rain", lead=True, pinned=True, breaking="Ever", lang="es"), story("dry"), now=now,
        )  # fmt: skip
        return names(site.leads), names(site.pinned), len(site.alerts)

    assert marked(AT - SECOND) == ("rain vote", "rain vote", 2)
    assert marked(AT) == ("rain", "rain", 1)
    updated = story("rain", breaking="Ever", updated=before(hours=1), lang="es")
    site = site_of(
        updated, story("vote", breaking="Now"), story("wind", breaking="Jetzt", lang="de")
    )
    assert site.alerts == (
        Alert("Ever", "/news/rain/", before(hours=1), "es", Marks(correction="update")),
        Alert("Now", "/news/vote/", before(days=1)),
        Alert("Jetzt", "/news/wind/", before(days=1), "de"),
    )


def test_the_last_and_the_next_change_are_told_in_the_newsrooms_time() -> None:
    at = before(hours=-48).at
    site = site_of(story("vote", published=Moment(AT), expires=at + SECOND), now=AT)
    assert (site.since, site.next_change) == (AT, at)
    assert site.next_change is not None
    assert (site.next_change.tzinfo, site.since and site.since.tzinfo) == (
        ZoneInfo("America/Chicago"),
    ) * 2
    empty = site_of()
    assert (empty.since, empty.next_change, empty.info.year) == (None, None, 0)
    old = site_of(page("about"))
    assert (old.since, old.next_change) == (before(days=1).at, None)


# News


def test_a_story_is_news_for_48_hours() -> None:
    assert aged_out_at(AT) == AT + timedelta(hours=48)
    ends = [news_window(AT, AT + timedelta(hours=48) + s) for s in (-SECOND, 0 * SECOND, SECOND)]
    assert ends == [True, False, False]
    assert [news_window(AT, AT - s) for s in (SECOND, 0 * SECOND)] == [False, True]
    news = {kind for kind in KINDS if is_news(kind)}
    assert news == {kind.name for kind in KINDS.values() if kind.news}
    assert {"news", "report", "opinion", "live"} < news
    assert news.isdisjoint({"callout", "obituary", "event", "sponsored", "satire", "release"})
    assert not is_news("opinion", ["opinion"])


def test_the_news_are_those_of_sections_that_have_news() -> None:
    """Newest first; the first that is too old ends them."""
    articles = [
        story("a", published=before(hours=1)), story("b", canonical="https://x.example/"),
        story("c", section="local"), story("d", kind="satire"), story("e", published=before(hours=47)),
        story("f", published=before(hours=48)), story("g", published=before(seconds=-1)), story("h", published=Moment(AT)),
    ]  # fmt: skip
    by_path = {a.path: a for a in articles}
    order = sorted(by_path, key=lambda path: by_path[path].published.at, reverse=True)
    sections = {s.slug: s for s in site_of().sections.values()}
    sections["local"] = replace(sections["local"], news=False)
    assert names(news_stories(order, by_path, sections, (), AT)) == "h a e"
    assert names(news_stories(order, by_path, site_of().sections, ("news",), AT)) == ""
    assert names(site_of(*articles).news) == "h a c e"


# People


def test_who_is_meant_by_a_name() -> None:
    """By id, by name as written, by name but for capitals; a guest is nobody of ours."""
    people = [person("ana", "Ana O’Hara"), person("bo-li", "Bo Li"), person("bo", "BO LI")]
    roster = Roster(people, "", "en", ["content/authors/lost-one.md", "content/news/x.md"])
    who = {name: getattr(roster.find(Credit(name)), "id", None)
           for name in ("ana", "Ana O'Hara", "ANA o'hara", "Bo Li", "BO LI", "bo li", "Bea")}  # fmt: skip
    assert who == {"ana": "ana", "Ana O'Hara": "ana", "ANA o'hara": "ana", "Bo Li": "bo-li",
                   "BO LI": "bo", "bo li": "bo", "Bea": None}  # fmt: skip
    assert roster.find(Credit("ana", of="Elsewhere")) is None
    assert roster.unknown("ana", "a.md", 3) is None
    assert roster.unknown("lost-one", "a.md", 3) is None  # it may be in the file that is broken
    assert roster.unknown("Lost One", "a.md", 3) is None
    assert roster.unknown("other-one", "a.md", 3) is not None
    assert [roster._is_unclear(Credit(n)) for n in ("ana", "Bo Li", "bo li", "bo", "Bea")] == [
        False, False, True, False, False,
    ]  # fmt: skip


def test_a_name_that_nobody_has_is_told_with_what_to_write() -> None:
    roster = Roster([person("ana", "Ana Ruiz"), person("bo", "Bo Li")], "", "en")
    problem = roster.unknown("Ana Ruis", "a.md", 3)
    assert problem is not None
    assert (problem.line, problem.message) == (3, "nobody in content/authors/ is called 'Ana Ruis'")
    assert problem.hint == "Did you mean 'Ana Ruiz'? Or write content/authors/ana-ruis.md."
    for written in ("Ana Ruiz and bo", "ana & Bo Li", "ana; bo", "ana y bo", "ana với bo và ana"):
        problem = roster.unknown(written, "a.md", 3)
        assert problem is not None
        is_list = "với" not in written
        assert problem.hint.startswith("Write a list: '[") is is_list
    problem = roster.unknown("!", "a.md", 0)
    assert problem is not None
    assert problem.hint.endswith("Or write content/authors/name.md.")


def test_bylines_of_a_story() -> None:
    """One of each person and role; guests with where they are from; what is wrong, told."""
    ana = person("ana", "Ana", lang="en", image=picture(), fediverse="@ana@x.example")
    desk = person("desk", "Desk", lang="es", organisation=True)
    vote = story("vote", authors=(
        Credit("ana"), Credit("Ana"), Credit("ana", "photos"), Credit("Guest", "words", "Rice"),
        Credit("desk"),
    ))  # fmt: skip
    site = site_of(vote, people=[ana, desk], base_url="https://g.example/p", prefix="/p")
    mine = Byline("Ana", "/p/authors/ana/", "", picture(), "", False, "", "@ana@x.example")
    assert site.bylines[vote.path] == (
        mine, replace(mine, role="photos"), Byline("Guest", "", "words", of="Rice"),
        Byline("Desk", "/p/authors/desk/", "", None, "es", True),
    )  # fmt: skip
    assert site.urls[ana.path] == "/p/authors/ana/"
    _, problems = assembled(
        [story("vote", authors=(Credit("AB"), Credit("Cee")), contributors=(Credit("Dee"),))],
        [person("a", "Ab"), person("b", "aB")],
    )  # fmt: skip
    at = "content/news/vote.md"
    assert told(problems) == [
        (at, line_of(at, "authors.0"), "more than one person is called 'AB'"),
        (at, line_of(at, "authors.1"), "nobody in content/authors/ is called 'Cee'"),
        (at, line_of(at, "contributors"), "nobody in content/authors/ is called 'Dee'"),
    ]
    assert (
        problems[0].hint == "Write the name of the person's file in content/authors/, without .md."
    )


# What is wrong


def test_stories_that_are_there_twice_are_told() -> None:
    """One headline on one day in one language; drafts and pages are nobody's twin."""
    day = before(days=1)
    articles = [
        story("a", title="Vote", published=NO_DATE), page("p", title="Vote"), story("d", title="Vote", draft=True),
        story("one", title="Vote"), story("two", title="VOTE", published=replace(day, timed=False)),
        story("es", title="Vote", lang="es"), story("later", title="Vote", published=before(days=3)),
    ]  # fmt: skip
    (problem,) = same_headlines(articles, line_of)
    path = "content/news/two.md"
    assert (problem.path, problem.line, problem.warning) == (path, line_of(path, "title"), True)
    assert problem.message == "content/news/one.md has the same headline and date"
    parts = [
        story("a", series="Tide"), story("z", series="tide"), story("b", series="Tide", part=1),
        story("c", series="TIDE", part=1, draft=True), story("d", series="TIDE", part=1),
        story("e", series="Tide", part=2), story("f", series="Tide", part=1, lang="es"),
    ]  # fmt: skip
    path = "content/news/d.md"
    (problem,) = same_parts(parts, line_of)
    assert (problem.path, problem.line, problem.warning) == (path, line_of(path, "part"), True)
    assert problem.message == "content/news/b.md is part 1 of 'TIDE' too"


def test_what_settings_name_and_nobody_has_is_told() -> None:
    """People of lists and partners' feeds; descriptions of series."""
    lines = {"lists.top.author": 3, "feeds.partners.p.author": 4, "series.descriptions.Tied": 5}
    _, problems = assembled(
        [story("a", series="Tide")], [person("ana", "Ana")], lines=lines,
        lists={"top": ListSettings(author="Bea"), "fine": ListSettings(author="ana"), "any": ListSettings()},
        feeds=FeedSettings(partners={"p": PartnerFeed(author="Cee"), "q": PartnerFeed()}),
        series_descriptions={"tide": "Fine.", "Tied": "Not."},
    )  # fmt: skip
    assert told(problems) == [
        ("sitegen.toml", 3, "nobody in content/authors/ is called 'Bea'"),
        ("sitegen.toml", 4, "nobody in content/authors/ is called 'Cee'"),
        ("sitegen.toml", 5, "no story is of the series 'Tied'"),
    ]
    assert [p.warning for p in problems] == [False, False, True]
    assert problems[2].hint == "Did you mean 'Tide'?"


def test_what_would_break_the_build_of_a_storys_hour_is_told_now() -> None:
    """Of people, tags, series and links; a story with problems is filed anew each time."""
    later = {"embargo": AT + SECOND}
    site, problems = assembled([
        story("vote", tags=("C",), series="Ano", links=("gone.md",)), story("fine"),
        story("tide", tags=("C++",), series="Año", authors=(Credit("Bea"),), links=("gone.md",),
              contributors=(Credit("Cee"),), **later),
    ])  # fmt: skip
    at, vote = "content/news/tide.md", "content/news/vote.md"
    assert sorted(told(problems)) == sorted([
        (at, line_of(at, "authors"), "nobody in content/authors/ is called 'Bea'"),
        (at, line_of(at, "contributors"), "nobody in content/authors/ is called 'Cee'"),
        (at, line_of(at, "link:0"), "dead link 'gone.md'"),
        (at, line_of(at, "series"),
         f"the series 'Ano' (in {vote}) and 'Año' both want /series/ano/"),
        (at, line_of(at, "tags"), f"the tags 'C' (in {vote}) and 'C++' both want /tags/c/"),
        (vote, line_of(vote, "link:0"), "dead link 'gone.md'"),
    ])  # fmt: skip
    assert names(site.filings) == "fine"


def test_what_an_archive_lacks_is_a_warning() -> None:
    old = story("old", published=before(days=9), links=("gone.md", "tide.md"))
    tide = story("tide", embargo=AT + SECOND)
    _, problems = assembled(
        [old, story("new", links=("gone.md",)), tide], archive_before=before(days=2).at
    )
    assert [(names([p.path]), p.warning, p.message.endswith("of the archive")) for p in problems] == [
        ("new", False, False), ("old", True, True), ("old", True, False),
    ]  # fmt: skip


def test_a_picture_whose_licence_has_ended_is_told() -> None:
    """From the second at which it ends, for every picture of the story."""

    def told_of(until: datetime | None) -> int:
        shots: tuple[ImageRef, ...] = (picture("b.jpg", licence_until=until),)
        vote = story("vote", image=picture("a.jpg", licence_until=until), images=shots)
        _, problems = assembled([vote])
        assert {p.line for p in problems} <= {line_of(vote.path, "image")}
        return len(problems)

    assert [told_of(None), told_of(AT + SECOND), told_of(AT)] == [0, 0, 2]
    _, problems = assembled(
        [story("vote", image=picture(), images=(picture("b.jpg", licence_until=AT),))]
    )
    assert len(problems) == 1


def test_every_file_that_a_link_may_name_is_known() -> None:
    site, _ = assembled([story("vote")], [person("ana", "Ana")], broken=["content/news/x.md"])
    assert sorted(site.sources) == [
        "content/authors/ana.md",
        "content/news/vote.md",
        "content/news/x.md",
    ]
    assert (names(p.path for p in site.staff), site.people) == ("ana", {})
    assert SECTIONS[0].slug in site.sections
    assert settings().title == site.info.title


HOURS = [AT + timedelta(hours=hour) for hour in range(-6, 7)]


def of_some_hours(name: str, chance: random.Random) -> Article:
    """Return a story of which something begins or ends in these hours, whatever it is."""

    def some(keys: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in keys.items() if chance.random() < 0.3}

    at = [chance.choice(HOURS) for _ in range(8)]
    return story(
        name, published=Moment(at[0] - timedelta(hours=chance.choice((0, 3, 47, 90)))),
        **some({
            "embargo": at[1], "expires": at[2], "draft": True, "updated": Moment(at[3]),
            "update_note": "More", "lead": True, "lead_until": at[4], "pinned": True,
            "pinned_until": at[4], "breaking": "Sample alert", "breaking_until": at[5],
            "corrections": (Correction(Moment(at[6]), "A sample."),), "kind": "live",
            "live_end": at[7], "tags": ("Rain",), "aliases": (f"/old/{name}/",),
            "title": chance.choice(("Vote", "Rain")),
        }),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_hour_a_site_is_one_that_is_assembled_anew(seed: int) -> None:
    """Hour after hour, or back; as readers see it and as a preview does; with edits between."""
    chance = random.Random(seed)
    stories = {name: of_some_hours(name, chance) for name in "abcdefgh"}
    last: Site | None = None
    hour = 0
    for _ in range(30):
        hour = max(0, min(len(HOURS) - 1, hour + chance.choice((-1, 0, 0, 1, 1))))
        if chance.random() < 0.5:
            name = chance.choice("abcdefgh")
            stories[name] = of_some_hours(name, chance)
        unpublished = chance.random() < 0.2
        now = HOURS[hour] + timedelta(minutes=chance.choice((-1, 0, 0, 20)))
        anew, problems = assembled(stories.values(), now=now, unpublished=unpublished)
        site, told_of = assembled(stories.values(), now=now, unpublished=unpublished, last=last)
        assert site == anew
        assert told_of == problems
        last = site


def test_what_is_wrong_with_a_byline_is_told_of_every_site() -> None:
    """A story that has such a problem is filed again with each, whatever the last one says."""
    stories = [story("vote", authors=(Credit("Nobody Sample"),)), story("rain")]
    people = [person("ana-sample", "Ana Sample")]
    first, problems = assembled(stories, people)
    assert [problem.path for problem in problems] == ["content/news/vote.md"]
    again, told_again = assembled(stories, people, last=first)
    assert (again, told_again) == (first, problems)
    assert first.filings.keys() == {"content/news/rain.md"}
