"""What an edition takes over, asked of values: a site's order, its files, and names of cards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from sitegen.build.reuse.editions import (
    MOST_CHANGES,
    LastSite,
    OutlineAnswer,
    OutlineNow,
    SiteNow,
    outline_answer,
    outline_now,
    site_now,
    with_new_cards,
)
from sitegen.build.reuse.plans import Frame
from sitegen.cache.rows import SourceRow
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.answers import Answer, Why
from sitegen.model.article import Article
from sitegen.model.tasks import Subject
from sitegen.pages.entry import Entry
from sitegen.pages.outline import Outline, StoryFiles
from sitegen.site.links import Elsewhere
from sitegen.site.site import LinkFacts, Site
from sitegen.site.social_cards import card_file
from sitegen.theme.files import Theme, ThemeFile
from tests.site.assembled import AT, assembled, before, line_of, site_of, story

FRAME = Frame("engine", "settings", "theme", "slots", "stories")
FILE = ThemeFile("static/a.css", Path("a.css"), "digest")
THEME = Theme({}, {"a.css": FILE}, {"a.css": "/static/a.css"}, "theme")
VOTE, RAIN = "content/news/vote.md", "content/news/rain.md"
HOUR = timedelta(hours=1)


def site(last: Site | None = None, **keys: Any) -> Site:
    """Return a site of two stories, of which one says what is given here."""
    articles = [story("vote", **{"title": "Vote", **keys}), story("rain", published=before(days=2))]
    return assembled(articles, last=last)[0]


def row(name: str, node: str = "node", **facts: Any) -> SourceRow:
    """Return what is known of content/news/NAME.md; the node names its article here."""
    known = {"digest": "", "kind": "article", "body": f"body of {name}", "deps": {}, **facts}
    path = f"content/news/{name}.md"
    return SourceRow(path=path, node=node, warnings=(), packed_places="", **known)


ROWS = {VOTE: row("vote"), RAIN: row("rain")}
WARNING = Problem(RAIN, 3, "a headline like another", warning=True)


def now_of(
    last: Site,
    frame: Frame = FRAME,
    rows: dict[str, SourceRow] = ROWS,
    now: datetime = AT,
    *,
    elsewhere: Elsewhere | None = None,
    problems: tuple[Problem, ...] = (),
    **words: str,
) -> SiteNow:
    """Return what there is of a site now that one story says other words."""
    new = {VOTE: {"title": "Vote", **words}, RAIN: {"published": before(days=2), **words}}

    def article_of(row: SourceRow) -> Article:
        assert row.node != "node"  # those are not read again
        return story(PurePosixPath(row.path).stem, **new[row.path])

    last_site = LastSite(last, problems, FRAME, ROWS)
    return site_now(last_site, frame, rows, now, elsewhere or Elsewhere(), article_of, line_of)


@pytest.mark.parametrize("name", Frame.__struct_fields__)
def test_order_and_lists_stand_in_their_frame(name: str) -> None:
    """Templates put no story anywhere else. What says something new is looked at by itself."""
    other = replace(FRAME, **{name: "other"})
    answer = now_of(site(), other)
    why = Why.SAME if name == "theme" else Why(name)
    assert answer.answer == Answer(name == "theme", why)
    assert (answer.site is not None) is (name == "theme")


def test_order_and_lists_stand_for_their_time_and_while_links_lead_where_they_led() -> None:
    here = replace(site(), since=AT - HOUR, next_change=AT + HOUR)
    for now, why in ((AT, Why.SAME), (AT - 2 * HOUR, Why.EARLIER), (AT + HOUR, Why.HOUR)):
        assert now_of(here, now=now).answer == Answer(why is Why.SAME, why)
    linked = replace(here, link_facts=LinkFacts({(VOTE, "later"): "later"}, {}))
    assert now_of(linked, elsewhere=Elsewhere(lambda _: ("later",))).answer.holds
    gone = now_of(linked, elsewhere=Elsewhere(lambda _: ("sooner",)))
    assert gone == SiteNow(Answer(False, Why.ANCHORS))


def test_new_texts_are_taken_in_where_nothing_else_has_changed() -> None:
    was = site()
    rows = {**ROWS, VOTE: row("vote", body="another")}
    bodies = {VOTE: "another", RAIN: "body of rain"}
    assert now_of(was, rows=rows) == SiteNow(Answer(True, Why.SAME), replace(was, bodies=bodies))


NEWS = replace(FRAME, stories="other")


def test_new_words_are_taken_in_where_the_order_stands() -> None:
    """Of the story that says them; no other is looked at."""
    was = site()
    rows = {**ROWS, VOTE: row("vote", "new", body="another")}
    answer = now_of(was, NEWS, rows, title="Poll")
    expected = replace(site(title="Poll"), bodies={VOTE: "another", RAIN: "body of rain"})
    assert answer == SiteNow(Answer(True, Why.WORDING), expected)
    assert answer.site is not None
    assert answer.site.articles[RAIN] is was.articles[RAIN]


STORIES = SiteNow(Answer(False, Why.STORIES))


@pytest.mark.parametrize(
    "rows",
    [
        {VOTE: ROWS[VOTE]},
        {**ROWS, "content/news/fire.md": row("fire", "new")},
        {RAIN: ROWS[RAIN], "content/news/fire.md": row("fire", "new")},
        {**ROWS, VOTE: row("vote", "new", kind="person")},
        ROWS,
    ],
    ids=["one went", "one came", "one took another's place", "a person", "what is beside it"],
)
def test_more_than_words_assembles_all(rows: dict[str, SourceRow]) -> None:
    assert now_of(site(), NEWS, rows) == STORIES


def test_words_that_move_a_story_assemble_all() -> None:
    rows = {**ROWS, VOTE: row("vote", "new")}
    assert now_of(site(), NEWS, rows, slug="poll") == STORIES
    assert now_of(site(), NEWS, rows, title="Rain") == STORIES  # as the other is called


@pytest.mark.parametrize(
    "problem", [WARNING, Problem(VOTE, 3, f"{RAIN} has the same headline and date", warning=True)]
)
def test_what_was_said_of_a_source_is_said_anew(problem: Problem) -> None:
    """It may stand on another line, or be no longer true: after new words, and new texts."""
    warned = SiteNow(Answer(False, Why.WARNED))
    both = {VOTE: row("vote", "new"), RAIN: row("rain", body="another")}
    for new in ({RAIN: row("rain", "new")}, both):
        rows = {**ROWS, **new}
        assert now_of(site(), NEWS, rows, problems=(problem,), title="Poll") == warned
    rows = {**ROWS, RAIN: row("rain", body="another")}
    assert now_of(site(), rows=rows, problems=(problem,)) == warned
    other = replace(problem, path="content/news/fire.md", message="an odd date")
    for frame in (FRAME, NEWS):
        rows = {**ROWS, RAIN: row("rain", "new")}
        assert now_of(site(), frame, rows, problems=(other,), title="Poll").answer.holds


def test_many_new_words_assemble_all() -> None:
    """A hundred stories are looked at quicker with all others."""
    rows = {f"content/news/{number}.md": row(str(number)) for number in range(MOST_CHANGES + 1)}
    stories = {path: story(PurePosixPath(path).stem) for path in rows}
    last = LastSite(site_of(*stories.values()), (), FRAME, rows)
    for count in (MOST_CHANGES, MOST_CHANGES + 1):
        new = [row(str(number), "new") for number in range(count)]
        now = {**rows, **{each.path: each for each in new}}
        answer = site_now(
            last, NEWS, now, AT, Elsewhere(),
            lambda each: replace(stories[each.path], summary="New"), line_of,
        )  # fmt: skip
        assert answer.answer.holds is (count == MOST_CHANGES)
        texts = {each.path: replace(each, node="node") for each in new}
        for problems in ((), (replace(WARNING, path="content/news/far.md"),)):
            told = site_now(
                replace(last, problems=problems), FRAME, {**rows, **texts}, AT, Elsewhere(),
                lambda each: stories[each.path], line_of,
            )  # fmt: skip
            assert told.answer.holds is (count == MOST_CHANGES or not problems)


def outline_of(here: Site, *more: Entry) -> Outline:
    """Return an outline of a page and a card for each story."""
    entries = [*more]
    for path in here.stories:
        subject = Subject("article", path)
        entries.append(Entry(f"{path}.html", "page", "article.html", path, subject))
        entries.append(Entry(card_file(here, subject), "document", "card", path, subject))
    return Outline({entry.file: entry for entry in entries}, (), tuple(entries))


def asked(was: Site, now: Site, *, other: Theme = THEME, beside: bool = True,
          outline: Outline | None = None) -> OutlineAnswer:  # fmt: skip
    return outline_answer(outline or outline_of(was), was, now, (THEME, other), beside)


def test_an_outline_stands_while_its_files_are_the_same() -> None:
    was = site()
    same = OutlineAnswer(Answer(True, Why.SAME))
    assert asked(was, was) == same
    assert asked(was, was, beside=False) == OutlineAnswer(Answer(False, Why.BESIDE))
    assert asked(was, was, other=replace(THEME, digest="templates alone")) == same


@pytest.mark.parametrize(
    "change",
    [
        {"assets": {"a.css": "/static/b.css"}},
        {"statics": {"a.css": replace(FILE, digest="other")}},
        {"statics": {"a.css": FILE, "b.css": FILE}},
        {"statics": {}},
    ],
)
def test_another_theme_names_its_files_anew(change: dict[str, Any]) -> None:
    """What stories call for stands, if addresses do."""
    was, other = site(), replace(THEME, **change)
    theme = Answer(False, Why.THEME)
    assert asked(was, was, other=other) == OutlineAnswer(theme, stories_stand=True)
    assert asked(was, site(), other=other) == OutlineAnswer(theme)


def test_new_words_give_a_card_another_name() -> None:
    """A card's name is made of what is drawn on it."""
    was, now = site(), site(title="Another")
    subject = Subject("article", VOTE)
    cards = {card_file(was, subject): card_file(now, subject)}
    assert asked(was, now) == OutlineAnswer(Answer(True, Why.WORDING), cards)
    for word in ("summary", "kicker", "dateline", "update_note", "how_we_reported"):
        answer = asked(was, site(**{word: "Other"}))
        assert answer == OutlineAnswer(Answer(True, Why.WORDING)), word


@pytest.mark.parametrize(
    "keys",
    [
        {"slug": "ballot"}, {"kind": "opinion"}, {"published": before(days=3)}, {"tags": ("Rain",)},
        {"aliases": ("/old/",)}, {"template": "own.html"}, {"lang": "es"}, {"blocks": ("fact",)},
    ],
)  # fmt: skip
def test_more_than_words_names_all_files_anew(keys: dict[str, Any]) -> None:
    assert asked(site(), site(**keys)) == OutlineAnswer(Answer(False, Why.ADDRESSES))


SITES: dict[str, Any] = {
    "stories": (VOTE,), "pages": (VOTE,), "urls": {}, "links": {VOTE: ("/x/",)}, "coming": (1,),
    "coming_links": {VOTE: ()}, "hidden": {"/a/": VOTE}, "lists": {}, "own_cards": frozenset(),
    "people": {"ana": 1}, "tags": {"a": 1}, "series": {"a": "A"}, "sections": {}, "news": (),
    "translations": {VOTE: ()},
}  # fmt: skip


@pytest.mark.parametrize("name", SITES)
def test_other_addresses_or_lists_name_all_files_anew(name: str) -> None:
    was, now = site(), replace(site(), **{name: SITES[name]})
    assert asked(was, now) == OutlineAnswer(Answer(False, Why.ADDRESSES))
    back = asked(now, was, outline=outline_of(was))
    assert back == OutlineAnswer(Answer(False, Why.ADDRESSES))
    settings = replace(was.settings, digest="other")
    assert not asked(was, replace(site(), settings=settings)).answer.holds
    assert asked(was, site()).answer == Answer(True, Why.WORDING)


def test_a_card_that_two_stories_share_or_that_is_there_already_is_named_with_all() -> None:
    was, now = site(), site(title="Another")
    subject = Subject("article", VOTE)
    old, new = card_file(was, subject), card_file(now, subject)
    shared = outline_of(was, Entry(old, "document", "card", "another"))
    there = outline_of(was, Entry(new, "document", "card", "another"))
    for outline in (shared, there):
        assert asked(was, now, outline=outline).answer == Answer(False, Why.ADDRESSES)
    without = outline_of(was)
    bare = replace(without, entries={})  # a page that draws none
    assert asked(was, now, outline=bare) == OutlineAnswer(Answer(True, Why.WORDING))


def test_each_card_of_several_new_headlines_is_named() -> None:
    def both(vote: str, rain: str) -> Site:
        return site_of(
            story("vote", title=vote), story("rain", title=rain, published=before(days=2))
        )

    was, now = both("Vote", "Rain"), both("Vote", "Snow")
    cards = {card_file(was, Subject("article", RAIN)): card_file(now, Subject("article", RAIN))}
    assert asked(was, now).cards == cards
    assert len(asked(was, both("Poll", "Snow")).cards) == 2


def outline_after(
    was: Site,
    now: Site,
    *problems: Problem,
    theme: Theme = THEME,
    rows: dict[str, SourceRow] = ROWS,
    beside: bool = True,
) -> OutlineNow:
    last = replace(outline_of(was), problems=problems)
    before = LastSite(was, (), FRAME, ROWS)
    return outline_now(last, before, now, rows, (THEME, theme), beside)


def test_the_last_outline_is_taken_with_its_new_cards() -> None:
    was, now = site(), site(title="Another")
    last = outline_of(was)
    assert outline_after(was, was) == OutlineNow(Answer(True, Why.SAME), last)
    ((old, new),) = asked(was, now).cards.items()
    taken = outline_after(was, now)
    assert taken == OutlineNow(Answer(True, Why.WORDING), with_new_cards(last, {old: new}))


def test_of_an_outline_that_does_not_stand_the_stories_files_may() -> None:
    was, theme = site(), replace(THEME, assets={})
    same = outline_after(was, was, theme=theme)
    assert same == OutlineNow(Answer(False, Why.THEME), None, outline_of(was).from_site)
    assert outline_after(was, site(), theme=theme) == OutlineNow(Answer(False, Why.THEME))
    assert outline_after(was, was, beside=False) == OutlineNow(Answer(False, Why.BESIDE))
    moved = outline_after(was, site(slug="ballot"))
    assert moved == OutlineNow(Answer(False, Why.ADDRESSES))


def test_what_a_story_calls_for_stands_while_the_story_is_the_same_value() -> None:
    """A new story beside ten thousand has the files of none of them named again."""
    vote, rain = story("vote"), story("rain", published=before(days=2))
    was, now = site_of(vote, rain), site_of(vote, story("rain"), story("fire"))
    files = {path: StoryFiles((Entry(f"{path}.html", "page", "", path),)) for path in (VOTE, RAIN)}
    outline = replace(outline_of(was), of_stories=files)
    last = LastSite(was, (), FRAME, ROWS)

    def taken(site: Site, theme: Theme = THEME, *, beside: bool = True) -> Mapping[str, StoryFiles]:
        return outline_now(outline, last, site, ROWS, (THEME, theme), beside).of_stories

    assert taken(now) == {VOTE: files[VOTE]}
    assert taken(now, beside=False) == {}
    settings = replace(now.settings, digest="other")
    assert taken(replace(now, settings=settings)) == {}
    assert taken(was, replace(THEME, assets={})) == files
    unknown = replace(outline, of_stories={RAIN: files[RAIN]})
    assert outline_now(unknown, last, now, ROWS, (THEME, THEME), True).of_stories == {}


def test_what_an_outline_said_of_a_source_that_was_read_anew_is_said_anew() -> None:
    """Its files are those that they were, and may have new cards."""
    was, now = site(), site(title="Another")
    rows = {**ROWS, VOTE: row("vote", "new")}
    dead = Problem(VOTE, 9, "a dead link", warning=True)
    told = outline_after(was, now, dead, rows=rows)
    ((old, new),) = asked(was, now).cards.items()
    entries = with_new_cards(outline_of(was), {old: new}).from_site
    assert told == OutlineNow(Answer(True, Why.WORDING), None, entries)
    assert outline_after(was, now, dead).outline is not None
    other = replace(dead, path="templates/base.html")
    assert outline_after(was, now, other, rows=rows).outline is not None


def test_an_outline_with_new_cards_has_all_else_as_it_was() -> None:
    outline = outline_of(site())
    assert with_new_cards(outline, {}) is outline
    card = next(file for file in outline.entries if "card" in file)
    renamed = with_new_cards(outline, {card: "media/new.png"})
    entry = replace(outline.entries[card], file="media/new.png")
    expected = {f: e for f, e in outline.entries.items() if f != card} | {entry.file: entry}
    assert renamed.entries == expected
    assert renamed.from_site == tuple(
        entry if each.file == card else each for each in outline.from_site
    )
