"""What of the last build still holds: each answer, with its reason, and what attacks it.

The guide's table "What is believed to hold" names these tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sitegen.build.explain import due
from sitegen.build.reuse.files import file_answer, full_answer
from sitegen.build.reuse.plans import (
    Current,
    Frame,
    LastPlan,
    PlanAnswer,
    frame_answer,
    parts_answer,
    plan_answer,
)
from sitegen.build.reuse.stories import Arrangement, arrangement_answer
from sitegen.cache.rows import FileFact, LedgerRow, Origin
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.answers import WORDS, Answer, Why
from sitegen.model.tasks import Task
from sitegen.pages.shown_bodies import bodies_in, with_new_bodies
from sitegen.preview.state import Preview
from sitegen.sources import scan
from tests.conftest import NOW, Site
from tests.pictures.photo_files import noisy, saved
from tests.preview.previewing import Clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
VOTE, RAIN = "content/news/vote.md", "content/news/rain.md"
FRAME = Frame("engine", "settings", "theme", "slots", "stories")
LAST = LastPlan(
    frame=FRAME,
    since=NOON - HOUR,
    until=NOON + HOUR,
    files=frozenset({"news/vote/index.html", "news/rain/index.html"}),
    bodies={VOTE: "b1", RAIN: "b2"},
    held_stories=(),
    warnings=(),
    anchors=((VOTE, "later", "later"),),
)
CURRENT = Current(
    frame=FRAME,
    now=NOON,
    bodies={VOTE: "b1", RAIN: "b2"},
    anchors_of=lambda _path: ("later",),
    lines_of=lambda _path: "",
)


def answer(last: LastPlan | None = LAST, **changes: Any) -> PlanAnswer:
    current = replace(CURRENT, **changes)
    return plan_answer(last, current, LAST.files)


# Plans


def test_a_plan_stands_where_nothing_has_changed() -> None:
    assert answer() == PlanAnswer(Answer(True, Why.SAME))


def test_a_plan_stands_with_new_texts() -> None:
    """The commonest edit of all plans nothing anew."""
    assert answer(bodies={VOTE: "b9", RAIN: "b2"}) == PlanAnswer(
        Answer(True, Why.TEXTS, (VOTE,)), {"b1": "b9"}
    )


def test_a_text_is_held_against_the_one_that_it_had_last() -> None:
    """A plan that stood once already has moved on from the bodies that it was computed with."""
    last = replace(LAST, edits={VOTE: "b5"})
    assert answer(last, bodies={VOTE: "b1", RAIN: "b2"}).edits == {"b5": "b1"}
    assert answer(last, bodies={VOTE: "b5", RAIN: "b2"}).answer.why is Why.SAME


@pytest.mark.parametrize("name", Frame.__struct_fields__)
def test_no_plan_stands_when_its_frame_moved(name: str) -> None:
    """Sitegen, settings, theme, slots, stories: each is named as the reason."""
    moved = answer(frame=replace(FRAME, **{name: "other"})).answer
    assert (moved.holds, moved.why.value) == (False, name)
    assert frame_answer(FRAME, replace(FRAME, **{name: "other"}), but=(name,)).holds


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (NOON - HOUR, Why.SAME),
        (NOON - HOUR - timedelta(microseconds=1), Why.EARLIER),
        (NOON + HOUR - timedelta(microseconds=1), Why.SAME),
        (NOON + HOUR, Why.HOUR),
    ],
)
def test_no_plan_stands_past_its_hour(now: datetime, why: Why) -> None:
    """An embargo lifts at its moment and not a second later."""
    assert answer(now=now).answer == Answer(why is Why.SAME, why)


def test_no_plan_stands_without_one() -> None:
    assert answer(None).answer == Answer(False, Why.NEW)


def test_no_plan_stands_beside_mistakes() -> None:
    """A new plan finds what else is wrong: all is told at once."""
    assert answer(has_errors=True).answer == Answer(False, Why.MISTAKES)


def test_no_plan_stands_on_other_files() -> None:
    """A ledger that has lost a row, or has one too many, vouches for nothing."""
    forgotten = PlanAnswer(Answer(False, Why.FORGOTTEN))
    assert plan_answer(LAST, CURRENT, ["news/vote/index.html"]) == forgotten
    assert plan_answer(LAST, CURRENT, [*LAST.files, "x.html"]) == forgotten


def test_no_plan_stands_when_a_heading_is_gone_that_a_link_names() -> None:
    """Another story's link leads to a part of this text: it must be told that it is dead."""
    gone = {"anchors_of": lambda _path: ("sooner",), "bodies": {VOTE: "b9", RAIN: "b2"}}
    assert answer(**gone).answer == Answer(False, Why.ANCHORS, (VOTE,))
    untouched = {"anchors_of": lambda _path: ("sooner",), "bodies": {VOTE: "b1", RAIN: "b9"}}
    assert answer(**untouched).answer.holds


def test_no_plan_stands_when_the_line_of_a_warning_may_have_moved() -> None:
    """A warning that is told at each build names the line where it now stands."""
    last = replace(LAST, warnings=(Problem(RAIN, 4, "a sample", warning=True),))
    assert answer(last, lines_of={RAIN: "l2", VOTE: ""}.get).answer == Answer(
        False, Why.WARNED, (RAIN,)
    )
    assert answer(last, lines_of={RAIN: "", VOTE: "l2"}.get).answer.holds


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({VOTE: "b1", RAIN: "b1"}, {VOTE: "b9", RAIN: "b1"}),  # which of them shows b1?
        ({VOTE: "b1", RAIN: "b2"}, {VOTE: "b2", RAIN: "b2"}),
        ({VOTE: "b1", RAIN: "b2"}, {VOTE: "b2", RAIN: "b1"}),  # they change places
        ({RAIN: "b2"}, {VOTE: "b1", RAIN: "b2"}),
    ],
)
def test_no_plan_stands_when_stories_share_a_text(
    before: dict[str, str], now: dict[str, str]
) -> None:
    """Files are known by the text that they show: of one text it must be told whose it is."""
    moved = tuple(sorted(path for path, body in now.items() if before.get(path) != body))
    assert answer(replace(LAST, bodies=before), bodies=now) == PlanAnswer(
        Answer(False, Why.SHARED, moved)
    )


# Plans in parts

STOOD = Arrangement("masthead", "people", "", (), {}, {}, {}, {}, {}, frozenset(), (), {})


@pytest.mark.parametrize("name", Frame.__struct_fields__)
def test_no_part_of_a_plan_stands_in_another_frame(name: str) -> None:
    """What every page is made with plans all anew; stories and the front's slots do not."""
    current = replace(CURRENT, frame=replace(FRAME, **{name: "other"}), now=NOON + 9 * HOUR)
    told = parts_answer(LAST, current, LAST.files)
    assert told.holds is (name in ("stories", "slots"))
    assert told.holds or told.why.value == name
    assert not parts_answer(LAST, replace(CURRENT, has_errors=True), LAST.files).holds
    assert not parts_answer(LAST, CURRENT, ["news/vote/index.html"]).holds
    assert not parts_answer(None, CURRENT, ()).holds


def test_no_part_of_a_plan_stands_where_every_page_may_show_what_moved() -> None:
    """People sign stories everywhere, and the masthead stands on every page."""
    for before, parts, why in (
        (None, 0, Why.FORGOTTEN),
        (replace(STOOD, people="others"), 0, Why.PEOPLE),
        (replace(STOOD, masthead="another"), 0, Why.MASTHEAD),
        (STOOD, 400, Why.TIDYING),
        (STOOD, 399, Why.PARTS),
    ):
        assert arrangement_answer(before, STOOD, parts) == Answer(why is Why.PARTS, why)


# Files

ROW = LedgerRow("news/vote/index.html", "key", 1, 2)
TASK = Task("news/vote/index.html", "page", "article.html", '{"a":1,"b":2}', "base", "key")
ORIGIN = Origin("news/vote/index.html", "page", "article.html", "base", '{"a":1,"b":2}')


def test_a_file_stands_by_its_key_and_as_it_was_left() -> None:
    assert file_answer("key", ROW, True) == Answer(True, Why.SAME)
    assert file_answer("key", ROW, False) == Answer(False, Why.TOUCHED)
    assert file_answer("other", ROW, True) == Answer(False, Why.VALUES)
    assert file_answer("key", None, True) == Answer(False, Why.NEW)


def test_a_file_is_explained_down_to_its_values() -> None:
    """`--explain` names the values that moved, and whatever else it was."""
    file = TASK.file

    def told(task: Task | None, before: Origin | None = ORIGIN) -> Answer:
        return full_answer(file, {file}, task, ROW, before)

    assert told(None) == Answer(True, Why.SAME)
    assert told(replace(TASK, parts='{"a":9,"c":2}')) == Answer(False, Why.VALUES, ("a", "b", "c"))
    assert told(replace(TASK, base="other")) == Answer(False, Why.RULES)
    assert told(replace(TASK, recipe="other.html")) == Answer(False, Why.RULES)
    assert told(TASK) == Answer(False, Why.TOUCHED)
    assert told(TASK, None) == Answer(False, Why.NEW)
    assert full_answer(file, {file}, TASK, None, ORIGIN) == Answer(False, Why.NEW)
    assert full_answer("x.html", {file}, None, ROW, ORIGIN) == Answer(False, Why.NO_FILE)


def test_new_bodies_are_put_where_bodies_stand() -> None:
    """The digest of a text is replaced in its own place, wherever else it may occur."""
    parts = {
        "body": ["b1", ["/b1/"], []],
        "biography": ["b2", [], []],
        "bodies": [["b1", [], []], ["b3", [], []]],
        "article": "b1",
        "words": ["b1"],
    }
    assert sorted(bodies_in(parts)) == ["b1", "b1", "b2", "b3"]
    assert with_new_bodies(parts, {"b1": "b9", "b2": "b1"}) == {
        "body": ["b9", ["/b1/"], []],
        "biography": ["b1", [], []],
        "bodies": [["b9", [], []], ["b3", [], []]],
        "article": "b1",
        "words": ["b1"],
    }


# Sources


def test_a_digest_is_trusted_only_when_the_file_was_old() -> None:
    """A file that was written in the moment of the look may be written again within it."""
    old, young = 9 * scan.GRAIN, 10 * scan.GRAIN
    for mtime, ctime in ((old, young), (young, old)):
        stat = (5, mtime, ctime, 7)
        facts = {VOTE: FileFact(*stat, "digest")}
        assert scan.facts_still_true([VOTE], {VOTE: stat}, facts, 12 * scan.GRAIN) == facts
        assert scan.facts_still_true([VOTE], {VOTE: stat}, facts, 11 * scan.GRAIN) == {}


def test_a_digest_is_trusted_only_while_the_file_looks_the_same() -> None:
    """Size, time, the time of its facts and its number: each alone tells of another file."""
    stat = (5, scan.GRAIN, scan.GRAIN, 7)
    facts = {VOTE: FileFact(*stat, "digest")}
    for place in range(len(stat)):
        other = tuple(value + (number == place) for number, value in enumerate(stat))
        assert scan.facts_still_true([VOTE], {VOTE: other}, facts, 12 * scan.GRAIN) == {}


RULES = [
    'timezone = "Asia/Ho_Chi_Minh"',
    'language = "es"',
    "words_per_minute = 60",
    "trust_html = false",
    '[typography]\nquotes = "“”"',
    '[tags.aliases]\nRiver = ["bayou"]',
    '[policy]\norigins = ["https://player.example"]',
    "[authors]\nguests = true",
]


@pytest.mark.parametrize("rule", RULES)
def test_sources_are_read_anew_under_other_rules(site: Site, rule: str) -> None:
    """Whatever of the settings parsing looks at: the site is that of a clean build.

    Quotation marks were forgotten in a list that was kept by hand.
    """
    site.story(VOTE, 'She said "no" to it. ' * 60, title='The "no" vote', lang="fr", tags="[bayou]")
    site.build()
    key = rule.split(" = ")[0]
    settings = re.sub(
        rf"^{re.escape(key)} = .*\n", "", site.read("sitegen.toml"), flags=re.MULTILINE
    )
    site.write("sitegen.toml", settings)
    site.setting(rule)

    built = site.build()

    assert built.tree == site.copy().build().tree
    assert built.report.counts["parsed"] == 1


def test_no_row_of_other_rules_comes_back(site: Site) -> None:
    """A story that was away while the settings changed is read by the new ones when it returns."""
    site.story(RAIN, "A text of its own.")
    site.story(VOTE, "A word. " * 400)
    site.build()
    away = site.root.parent / "away.md"
    (site.root / VOTE).rename(away)
    site.setting("words_per_minute = 60")
    site.build()
    away.rename(site.root / VOTE)

    built = site.build()

    assert built.tree == site.copy().build().tree


# Rules of rendering


def test_feeds_are_made_anew_when_the_mark_is_drawn_anew(site: Site) -> None:
    """Where there is no logo, the mark stands in feeds: by an address that names its bytes."""
    site.write_bytes("static/icons/own.png", saved(noisy(64, 64), "PNG"))
    site.setting('[organisation]\nmark = "icons/own.png"')
    site.story(VOTE)
    before = site.build()
    site.write_bytes("static/icons/own.png", saved(noisy(72, 72), "PNG"))

    built = site.build()

    assert built.tree == site.copy().build().tree
    assert built.tree["feed.xml"] != before.tree["feed.xml"]


# What a whole build and a preview say

Edit = Callable[[Site], object]
EDITS: dict[Why, Edit] = {
    Why.SAME: lambda site: None,
    Why.TEXTS: lambda site: site.story(VOTE, "Another text."),
    Why.STORIES: lambda site: site.story(VOTE, title="Another title"),
    Why.SETTINGS: lambda site: site.setting("page_size = 7"),
    Why.THEME: lambda site: site.write("templates/parts/footer.html", "sample foot"),
    Why.SLOTS: lambda site: site.write("content/front.yml", f"lead:\n  - {RAIN}\n"),
}
IN_PARTS = (Why.STORIES, Why.SLOTS)


@pytest.mark.parametrize("why", EDITS)
def test_a_build_says_why_the_plan_stood_or_did_not(site: Site, why: Why) -> None:
    """The reason is that of the edit, in the report, and in `due` before it."""
    site.story(VOTE)
    site.story(RAIN, "A text of its own.")
    assert site.build().report.plan == Answer(False, Why.NEW)
    EDITS[why](site)

    assert due(site.root, datetime.fromisoformat(NOW)).reason == WORDS[why]
    report = site.build().report

    assert report.plan.why is (Why.PARTS if why in IN_PARTS else why)
    assert report.plan.holds is (why in (Why.SAME, Why.TEXTS, *IN_PARTS))
    assert site.build().report.plan == Answer(True, Why.SAME)


def test_a_build_says_why_all_was_planned_anew(site: Site) -> None:
    """An author's role, or the first story of a section, which every menu then names."""
    ana = "content/authors/ana.md"
    site.setting('[[sections]]\nslug = "culture"\ntitle = "Culture"')
    site.write(ana, "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.story(VOTE, authors="[ana]")
    site.build()
    site.write(ana, "---\nname: Ana Sample\nrole: Reporter\n---\nWrites samples.\n")
    assert site.build().report.plan == Answer(False, Why.PEOPLE)
    site.story("content/culture/dance.md")
    assert site.build().report.plan == Answer(False, Why.MASTHEAD)


def test_a_build_counts_the_reasons_of_its_files(site: Site) -> None:
    site.story(VOTE)
    first = site.build().report
    assert first.files == {Why.NEW: len(first.new) + 1}
    (site.root / "output/news/vote/index.html").unlink()
    assert site.build().report.files == {Why.TOUCHED: 1}
    site.story(VOTE, "Another text.")
    assert set(site.build().report.files) == {Why.VALUES}


def test_the_reasons_are_told_as_json(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A program is told the same as a person, by names that stay."""
    from sitegen.cli.main import main

    site.story(VOTE)
    site.build()
    site.story(VOTE, "Another text.")
    address = "/news/vote/"
    build = ["build", "--root", str(site.root), "--now", NOW, "--explain", address]

    assert main([*build, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    site.story(VOTE, "A third text.")
    assert main(build) == 0
    text = capsys.readouterr().out

    assert report["plan"] == {
        "stood": True, "reason": "texts", "words": WORDS[Why.TEXTS], "sources": [VOTE],
    }  # fmt: skip
    assert report["reasons"]["values"] >= 1
    assert report["explained"] == {
        "file": "news/vote/index.html", "kept": False, "reason": "values", "values": ["body"],
        "words": "news/vote/index.html is made again because 'body' changed.",
    }  # fmt: skip
    assert "is made again because 'body' changed.\nThe plan of the last build stood: " in text


PREVIEWED: dict[Why, tuple[Edit, bool, Why]] = {
    Why.SAME: (EDITS[Why.TEXTS], True, Why.SAME),
    Why.WORDING: (EDITS[Why.STORIES], True, Why.WORDING),
    Why.STORIES: (lambda site: site.story(VOTE, slug="poll"), False, Why.ADDRESSES),
    Why.SETTINGS: (EDITS[Why.SETTINGS], False, Why.ADDRESSES),
    Why.SLOTS: (EDITS[Why.SLOTS], False, Why.WORDING),
}


@pytest.mark.parametrize("why", PREVIEWED)
def test_an_edition_says_what_it_took_over(site: Site, why: Why) -> None:
    """The overview of a preview tells it to whoever wonders why a save takes long."""
    edit, stands, outline = PREVIEWED[why]
    site.setting("[images]\nsocial_cards = false")
    site.story(VOTE)
    site.story(RAIN, "A text of its own.")
    preview = Preview(site.root, clock=Clock())
    preview.refresh()
    edit(site)
    preview.refresh()
    preview.close()

    assert preview.edition
    reasons = preview.edition.reasons
    assert reasons.site == Answer(stands, why)
    assert reasons.outline.why is outline
    assert preview.changes.latest()[0].reasons == reasons.words()
    assert WORDS[why] in reasons.words()[0]
    assert WORDS[outline] in reasons.words()[1]


def test_every_reason_has_words() -> None:
    assert WORDS.keys() == set(Why)
