"""What one build notes for the next, and what the next makes of it: values, and a small cache."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.build import assembly, build, inputs, planning
from sitegen.build.due_files import due_files, explain_file
from sitegen.build.files import Outcome
from sitegen.build.last_plan import last_arrangement, last_plan, note_plan
from sitegen.build.partial_plan import _shows
from sitegen.build.plan import Extent, Plan, stop_on
from sitegen.build.reuse.editions import LastSite, OutlineNow
from sitegen.build.reuse.plans import Frame, LastPlan, PlanAnswer
from sitegen.build.reuse.stories import Arrangement
from sitegen.build.standing import LastFiles, lost_tasks, noted, standing_plan, stands
from sitegen.build.standing_warnings import last_warnings, note_warnings
from sitegen.cache.rows import FileFact, LedgerRow, Origin, SourceRow
from sitegen.cache.store import Store
from sitegen.core.digests import LostNodeError, Values, dump
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.model.answers import Answer, FileAnswer, Why
from sitegen.model.tasks import HeldStory, Task
from sitegen.pages.outline import Outline
from sitegen.sources.files import SourceResult
from sitegen.sources.read import Reading
from sitegen.theme.files import Theme, ThemeFile
from sitegen.theme.needs import TemplateFacts
from tests.site.assembled import AT, line_of, names, person, settings, site_of, story

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FRAME = Frame("engine", "settings", "theme", "slots", "stories")
HELD = HeldStory("content/news/held.md", "Held", "held", NOON)
WARNING = Problem("content/news/vote.md", 3, "a sample", warning=True)
PLAN = Plan(
    tasks=(),
    files=frozenset({"a.html", "b.html"}),
    held_stories=(HELD,),
    problems=(WARNING,),
    since=NOON,
    until=NOON.replace(hour=18),
    extent=Extent.WHOLE,
    answer=Answer(False, Why.NEW),
    shows={},
    anchors={("b", "later"): "l", ("a", "part"): "p"},
    arrangement=Arrangement("m", "p", "", ("a",), {}, {}, {}, {}, {}, frozenset(), (), {}),
    parts=3,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def made(file: str, *bodies: str) -> Origin:
    return Origin(file, "page", "t.html", "base", dump({"bodies": [[b, [], []] for b in bodies]}))


def task_of(origin: Origin) -> Task:
    return Task(
        *[getattr(origin, n) for n in ("file", "maker", "recipe", "parts", "base")], origin.key()
    )


class Output:
    """A folder with files, and what a cache knows of them."""

    def __init__(self, folder: Path, store: Store, *origins: Origin) -> None:
        self.place, self.store = str(folder), store
        self.ledger: dict[str, LedgerRow] = {}
        for origin in origins:
            path = folder / origin.file
            path.write_text("some")
            os.utime(path, ns=(7, 7))
            self.ledger[origin.file] = LedgerRow(origin.file, origin.key(), 4, 7)
        store.put_outputs([(self.ledger[o.file], o) for o in origins], [])


# Files


def test_a_file_stands_as_it_was_left(tmp_path: Path) -> None:
    """Of that size and time, and a file of its own: no link, no folder."""
    place, file = str(tmp_path), tmp_path / "a.html"
    file.write_text("some")
    os.utime(file, ns=(7, 7))
    (tmp_path / "link").symlink_to(file)
    facts = os.lstat(tmp_path / "link")
    assert stands(place, LedgerRow("a.html", "", 4, 7))
    assert not stands(place, LedgerRow("a.html", "", 5, 7))
    assert not stands(place, LedgerRow("a.html", "", 3, 7))
    assert not stands(place, LedgerRow("a.html", "", 4, 8))
    assert not stands(place, LedgerRow("a.html", "", 4, 6))
    assert not stands(place, LedgerRow("link", "", facts.st_size, facts.st_mtime_ns))
    assert not stands(place, LedgerRow("none", "", 4, 7))
    assert not stands(place, LedgerRow("a\0", "", 4, 7))


def test_what_a_file_was_made_from_is_known_by_its_key(tmp_path: Path, store: Store) -> None:
    origin = made("a.html", "b1")
    row = Output(tmp_path, store, origin).ledger["a.html"]
    assert noted(store, row) == origin
    for lost, name in ((replace(row, key="other"), "a.html"), (None, ""),
                       (replace(row, file="b.html"), "b.html")):  # fmt: skip
        with pytest.raises(LostNodeError) as error:
            noted(store, lost)
        assert error.value.args == (name,)


def test_files_that_do_not_stand_any_more_are_made_again(tmp_path: Path, store: Store) -> None:
    """But for those that are planned already, or shall go."""
    origins = [made(f"{name}.html", name) for name in "abcd"]
    out = Output(tmp_path, store, *origins)
    for name in "abc":
        (tmp_path / f"{name}.html").write_text("other")
    lost = lost_tasks(LastFiles(out.ledger, out.place), {"b.html"}, store)
    assert lost == {f"{o.file}": task_of(o) for o in (origins[0], origins[2])}


def test_a_plan_that_stands_makes_what_shows_new_texts(tmp_path: Path, store: Store) -> None:
    """And what somebody changed; two files of two new texts once each."""
    one, both, other, lost = (
        made("one.html", "b1"), made("both.html", "b1", "b2"), made("other.html", "b3"),
        made("lost.html", "b3"),
    )  # fmt: skip
    out = Output(tmp_path, store, one, both, other, lost)
    (tmp_path / "lost.html").unlink()
    (tmp_path / "one.html").unlink()
    store.put_shows({"b1": ["one.html", "both.html"], "b2": ["both.html"], "b3": ["other.html"]})
    last = LastPlan(
        FRAME, NOON, NOON, frozenset(out.ledger), {"v": "b0"}, (HELD,), (WARNING,), (),
        edits={"v": "b1"},
    )  # fmt: skip
    answer = PlanAnswer(Answer(True, Why.TEXTS, ("v",)), {"b1": "b8", "b2": "b9"})
    plan = standing_plan(last, answer, out.ledger, store, LastFiles(out.ledger, out.place))
    assert isinstance(plan, Plan)
    tasks = [made("one.html", "b8"), made("both.html", "b8", "b9"), lost]
    assert plan.values.fresh == {}
    assert replace(plan, values=PLAN.values) == Plan(
        tasks=tuple(map(task_of, tasks)), files=last.files, held_stories=(HELD,),
        problems=(WARNING,), since=NOON, until=NOON, extent=Extent.TEXTS, answer=answer.answer,
        shows={"b8": ("one.html", "both.html"), "b9": ("both.html",)}, hidden=("b1", "b2"),
        edits=answer.edits, bodies=last.bodies, values=PLAN.values,
    )  # fmt: skip
    unknown = replace(answer, edits={"b7": "b8"})
    assert standing_plan(
        last, unknown, out.ledger, store, LastFiles(out.ledger, out.place)
    ) == Answer(False, Why.FORGOTTEN)


def test_files_that_show_a_text_are_told_of_old_and_new_plans(store: Store) -> None:
    """Of files that were planned anew by what they show now, of others by what they showed."""
    store.put_shows({"old": ["a", "b", "c"], "kept": ["d"]})
    planned, shown = {"a", "b"}, {"new": ["b"], "old": ["a"]}
    assert _shows(store, planned, {"old"}, shown, {"old", "kept"}) == {
        "old": ("a", "c"), "new": ("b",),
    }  # fmt: skip
    assert _shows(store, planned, {"gone"}, shown, {"old"}) == {
        "old": ("a", "c"), "new": ("b",), "gone": (),
    }  # fmt: skip
    assert _shows(store, planned, {"gone"}, shown, {"gone"}) is None
    assert _shows(store, planned, set(), shown, {"new"}) is None


def test_what_is_due_is_told_with_its_reasons(tmp_path: Path, store: Store) -> None:
    origins = [made(f"{name}.html", name) for name in "abcd"]
    out = Output(tmp_path, store, *origins[:3])
    (tmp_path / "b.html").unlink()
    tasks = [*map(task_of, origins)]
    tasks[2] = replace(tasks[2], key="other", parts=dump({"bodies": []}))
    plan = replace(PLAN, tasks=tuple(tasks), files=frozenset(t.file for t in tasks))
    due, reasons = due_files(plan, out.ledger, out.place)
    assert due == tasks[1:]
    assert reasons == {Why.TOUCHED: 1, Why.VALUES: 1, Why.NEW: 1}
    answers = {
        f"{name}.html": explain_file(f"{name}.html", plan, due, out.ledger, store)
        for name in "abcde"
    }
    assert answers == {
        file: FileAnswer(file, Answer(why is Why.SAME, why, names))
        for file, why, names in (
            ("a.html", Why.SAME, ()), ("b.html", Why.TOUCHED, ()),
            ("c.html", Why.VALUES, ("bodies",)), ("d.html", Why.NEW, ()),
            ("e.html", Why.NO_FILE, ()),
        )
    }  # fmt: skip


# Notes


def test_a_plan_comes_back_as_it_was_noted(store: Store) -> None:
    assert last_plan(store) is None
    note_plan(store, PLAN, FRAME, {"a": "b1", "b": "b2"}, {"a": "lines"})
    last = last_plan(store)
    assert last == LastPlan(
        FRAME, PLAN.since, PLAN.until, PLAN.files, {"a": "b1", "b": "b2"}, (HELD,), (WARNING,),
        (("a", "part", "p"), ("b", "later", "l")), {}, {"a": "lines"}, 3,
    )  # fmt: skip
    assert last is not None
    assert last_arrangement(store, last) == PLAN.arrangement
    other = replace(last, frame=replace(FRAME, slots="other"))
    assert last_arrangement(store, other) is None
    # A plan that stood: beside it are the texts that have moved since.
    texts = replace(PLAN, extent=Extent.TEXTS, bodies={"a": "b1", "b": "b2"}, files=frozenset())
    note_plan(store, texts, FRAME, {"a": "b9", "b": "b2"}, {})
    again = last_plan(store)
    assert again == replace(last, edits={"a": "b9"})
    assert again is not None
    assert again.last_bodies() == {"a": "b9", "b": "b2"}
    assert [again.body(path) for path in "abc"] == ["b9", "b2", ""]
    parts = replace(PLAN, extent=Extent.PARTS, parts=4)
    note_plan(store, parts, FRAME, {"a": "b9"}, {})
    third = last_plan(store)
    assert third is not None
    assert (third.bodies, third.edits, third.parts) == ({"a": "b9"}, {}, 4)
    store.set_note("bodies", {"a": "b9"}, under="other")
    assert last_plan(store) is None


def test_each_part_of_a_frame_is_in_its_digest() -> None:
    names = Frame.__struct_fields__
    digests = {replace(FRAME, **{name: "other"}).digest() for name in names}
    assert len({FRAME.digest(), *digests}) == len(names) + 1


def test_warnings_of_files_are_kept_while_these_stand(store: Store) -> None:
    """A file that is made again without a warning is well, one that is gone is forgotten."""
    origins = {name: task_of(made(name)) for name in "abc"}
    warned, well = Outcome(True, (0, 0), (WARNING,)), Outcome(True, (0, 0))
    assert last_warnings(store) is None
    assert note_warnings(store, "ab", []) == {}
    assert last_warnings(store) == {}
    first = [(origins[n], warned) for n in "abc"]
    assert note_warnings(store, "abc", first) == dict.fromkeys("abc", (WARNING,))
    assert note_warnings(store, "ab", [(origins["b"], well)]) == {"a": (WARNING,)}
    assert last_warnings(store) == {"a": (WARNING,)}


def test_the_ledger_has_each_file_as_it_stands() -> None:
    origin = made("a.html", "b1")
    task = task_of(origin)
    for outcome, stats in (
        (Outcome(True, (0, 0)), {"a.html": (4, 7)}), (Outcome(False, (4, 7)), {}),
    ):  # fmt: skip
        assert build._output_rows(task, outcome, stats) == (
            LedgerRow("a.html", task.key, 4, 7), origin,
        )  # fmt: skip


def test_tasks_are_counted_by_what_they_make() -> None:
    makers = ("page",) * 4 + ("document",) * 3 + ("image",) * 2 + ("copy",)
    tasks = [replace(task_of(made("a")), maker=maker) for maker in makers]
    assert build._counts(tasks) == {"pages": 4, "documents": 3, "images": 2, "copies": 1}


# Inputs


def row(path: str, node: str = "n", body: str = "b", deps: Mapping[str, str] = {}) -> SourceRow:
    return SourceRow(path, "d", "article", node, body, deps, (), "{}")


def reading(*rows: SourceRow, **more: Any) -> Reading:
    facts: dict[str, Any] = {"results": (), "gone": (), "problems": (), "facts": {}, "learnt": {}}
    return Reading({each.path: each for each in rows}, **{**facts, **more})


def gathered(read: Reading, **more: Any) -> Any:
    names = inputs.Inputs.__struct_fields__
    return inputs.Inputs(**{**dict.fromkeys(names), "reading": read, "frame": FRAME, **more})


def test_files_that_are_no_more_are_forgotten() -> None:
    """And what is known already is not written again."""
    fact, other = FileFact(1, 2, 3, 4, "one"), FileFact(1, 2, 3, 4, "other")

    def put(before: str, theme: str, sources: str, learnt: str) -> tuple[list[Any], list[str]]:
        calls: list[tuple[list[Any], list[str]]] = []
        notebook: Any = SimpleNamespace(
            put_files=lambda facts, gone: calls.append((facts, sorted(gone)))
        )
        known = reading(facts=dict.fromkeys(sources, fact), learnt=dict.fromkeys(learnt, other))
        themes = dict.fromkeys(theme, fact)
        inputs._note_facts(notebook, dict.fromkeys(before, fact), themes, known)
        return calls[0]

    assert put("ab", "a", "b", "") == ([], [])
    assert put("ab", "a", "bc", "bc") == ([("b", other), ("c", other)], [])
    assert put("abx", "a", "b", "") == ([], ["x"])
    assert put("abx", "a", "bc", "c") == ([("c", other)], ["x"])
    assert put("ax", "ab", "b", "") == ([("b", fact)], ["x"])
    assert put("", "ab", "c", "c") == ([("a", fact), ("b", fact), ("c", other)], [])


def test_all_that_sources_say_but_their_texts_is_in_one_digest() -> None:
    base = inputs._headers_digest({}, reading(row("a"), row("b")), None)
    assert inputs._headers_digest({}, reading(row("b"), row("a", body="other")), None) == base
    others = [
        reading(row("a")), reading(row("a", "other"), row("b")), reading(row("a"), row("c")),
        reading(row("a", deps={"x": "1"}), row("b")), reading(row("a", deps={"x": "2"}), row("b")),
    ]  # fmt: skip
    assert len({base, *[inputs._headers_digest({}, each, None) for each in others]}) == 6


def test_the_last_digest_is_taken_where_texts_alone_have_changed() -> None:
    """A process that builds again has it at hand: nothing may have come, gone or moved."""
    rows = {"a": row("a"), "b": row("b")}
    last = gathered(reading(*rows.values()))
    last = replace(last, reading=replace(last.reading, rows=rows))

    def result(new: SourceRow | None, path: str = "a") -> SourceResult:
        return SourceResult(path, new, {}, (), ())

    def taken(*results: SourceResult, before: Any = rows, **more: Any) -> bool:
        now = reading(*more.pop("now", rows.values()), results=results, **more)
        return inputs._headers_digest(before, now, last) == "stories"

    assert taken()
    assert taken(result(row("a", body="other")))
    assert not taken(result(row("a", "other")))
    assert not taken(result(row("a", deps={"x": "1"})))
    assert not taken(result(row("a")), result(row("b", "other"), "b"))
    assert not taken(result(None))
    assert not taken(result(row("c"), "c"))
    assert not taken(gone=("c",))
    assert not taken(now=[row("a")])
    assert not taken(before=dict(rows))


def test_files_beside_stories_are_in_one_digest() -> None:
    """Their names and what is in them; not the stories themselves."""
    fact, other = FileFact(1, 2, 3, 4, "one"), FileFact(1, 2, 3, 4, "other")

    def beside(**facts: FileFact) -> str:
        each: inputs.Inputs = gathered(reading(row("a"), facts=facts))
        return each.beside

    every = {"a": fact, "x": other}
    assert gathered(reading(facts=every)).file_digests == {"a": "one", "x": "other"}
    assert beside(a=fact, x=fact, y=other) == beside(y=other, x=fact, a=other)
    assert (
        len({beside(x=fact), beside(x=other), beside(y=fact), beside(), beside(x=fact, y=fact)})
        == 5
    )


def test_inputs_are_held_against_the_last_plan() -> None:
    problem = replace(WARNING, warning=False)
    read = reading(row("a"), row("b", body="c"), doubtful={"d": row("d")}, facts={})
    each: inputs.Inputs = gathered(read, problems=(WARNING,))
    current = each.current(NOON)
    assert (current.frame, current.now, current.has_errors) == (FRAME, NOON, False)
    assert current.bodies == {"a": "b", "b": "c"}
    assert replace(each, problems=(WARNING, problem)).current(NOON).has_errors
    assert each.engine == "engine"
    assert each.without_reading().reading == reading()
    assert inputs.all_rows(read).keys() == {"a", "b", "d"}
    assert inputs.all_rows(reading(row("a"))).keys() == {"a"}


def test_a_site_without_its_folder_of_stories_is_a_problem(tmp_path: Path) -> None:
    hint = "It holds the stories. Make it, or bring it back."
    assert inputs._content_problems(tmp_path) == [
        Problem("content", 0, "there is no such folder", hint)
    ]
    (tmp_path / "content").symlink_to("nowhere")  # which the scan tells of
    assert inputs._content_problems(tmp_path) == []


def test_slow_reading_is_told_where_something_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site's own modules may need the slow way: that is theirs to know."""
    monkeypatch.setattr(inputs.late.speed, "slow_reading", lambda: WARNING)
    read = reading(results=(SourceResult("a", None, {}, (), ()),))
    plain: Any = SimpleNamespace(extensions=())
    own: Any = SimpleNamespace(extensions=("own",))
    assert inputs._speed_problems(plain, read) == [WARNING]
    assert inputs._speed_problems(plain, reading()) == []
    assert inputs._speed_problems(own, read) == []
    monkeypatch.setattr(inputs.late.speed, "slow_reading", lambda: None)
    assert inputs._speed_problems(plain, read) == []


# Planning


def test_a_site_without_a_story_is_told() -> None:
    """Not where one is held, or could not be read."""
    nothing = site_of()
    assert planning._no_story(nothing) == (
        Problem("content", 0, "there is no story yet", "Write one: sitegen new article "
                '"Headline" --section NAME', warning=True),
    )  # fmt: skip
    assert planning._no_story(site_of(story("vote"))) == ()
    assert planning._no_story(site_of(story("vote", draft=True))) == ()
    assert planning._no_story(replace(nothing, broken=frozenset({"content/news/a.md"}))) == ()


def test_half_of_a_plan_is_shared_where_there_are_many_files() -> None:
    """A fiftieth of a second to begin with, and memory for the plan of a great many."""
    site = site_of()
    own = replace(site, settings=replace(site.settings, extensions=("own",)))
    shares = {n: planning._may_share(site, range(n)) for n in (499, 500, 60_000, 60_001)}
    assert shares == {499: False, 500: True, 60_000: True, 60_001: False}
    assert not planning._may_share(own, range(500))


def test_what_is_wrong_stops_a_plan_and_what_is_odd_does_not() -> None:
    wrong = replace(WARNING, warning=False)
    stop_on([])
    stop_on([WARNING])
    with pytest.raises(SitegenError) as error:
        stop_on([WARNING, wrong, wrong])
    assert set(error.value.problems) == {WARNING, wrong}
    assert len(error.value.problems) == 2


def test_a_template_is_read_once_for_as_long_as_it_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under both of its names; what is known of others is let go."""
    names = {"a.html": "d1", "theme/a.html": "d1", "b.html": "d2", "c.html": "d3"}
    templates = {n: ThemeFile(f"templates/{n}", Path(n), digest) for n, digest in names.items()}
    theme = Theme(templates, {}, {}, "theme")
    read: list[str] = []
    facts = {name: TemplateFacts({name: 1}) for name in names}

    def facts_of(*_: object) -> Any:
        read.append("environment")
        return lambda name: read.append(name) or facts[name]  # type: ignore[func-returns-value]

    monkeypatch.setattr(inputs, "_facts_of", facts_of)
    known: dict[str, TemplateFacts] = {"d3": facts["c.html"], "old": facts["b.html"]}
    noted: list[Any] = []
    notebook: Any = SimpleNamespace(
        note=lambda name, _kind, under: known if (name, under) == ("templates", "e") else None,
        set_note=lambda *given, under: noted.append((*given, under)),
        file=Path("/c/cache"),
    )
    settings: Any = None
    inputs._analyse(theme, notebook, settings, "e")
    assert read == ["environment", "a.html", "b.html"]
    kept = {"d1": facts["a.html"], "d2": facts["b.html"], "d3": facts["c.html"]}
    assert noted == [("templates", kept, "e")]
    known, noted[:], read[:] = kept, [], []
    inputs._analyse(theme, notebook, settings, "e")
    assert (read, noted) == ([], [])
    known = {**kept, "old": facts["a.html"]}
    inputs._analyse(theme, notebook, settings, "e")
    assert (read, noted) == ([], [("templates", kept, "e")])


def test_an_outline_is_the_last_one_or_made_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    named: list[Any] = []
    answer = OutlineNow(Answer(True, Why.SAME), last_outline := Outline({}, (), ()))
    monkeypatch.setattr(
        planning.late.editions, "outline_now", lambda *given: asked.append(given) or answer
    )
    monkeypatch.setattr(
        planning.late.outline, "outline", lambda *given: named.append(given) or "new"
    )
    site, other = site_of(), site_of(story("vote"))
    one, two = Theme({}, {}, {}, "one"), Theme({}, {}, {}, "two")
    now = gathered(reading(), theme=two)
    before = LastSite(other, (), now.frame, {})
    last = planning._Edition(before, last_outline, one, "beside", Values(), {})
    beside = replace(last, beside=now.beside)
    maps: Any = "maps"

    def after(edition: planning._Edition | None) -> Outline:
        return planning._outline_after(edition, site, now, line_of, maps)

    assert after(None) == "new"
    assert named == [(site, two, now.file_digests, line_of, None, "maps", {})]
    assert after(last) is after(beside) is last_outline
    given = (last_outline, before, site, now.reading.rows, (one, two))
    assert asked == [(*given, False), (*given, True)]
    assert len(named) == 1
    entries: Any = ("entry",)
    answer = OutlineNow(Answer(False, Why.THEME), None, entries)
    assert after(last) == "new"
    assert named[1:] == [(site, two, now.file_digests, line_of, entries, "maps", {})]


def test_a_site_is_assembled_from_what_was_read() -> None:
    """People and stories by their paths; with doubtful sources, and hidden ones, where asked."""
    values = Values()
    nodes: list[Any] = [
        story("vote"), story("rain", draft=True), story("odd"), person("ana", "Ana Sample"),
    ]  # fmt: skip
    rows = []
    for node in nodes:
        digest = values.digest(node)
        values.hold(node, digest)
        kind = "person" if node.path.endswith("ana.md") else "article"
        rows.append(replace(row(node.path, digest, f"body of {node.path}"), kind=kind))
    read = reading(*rows[3:], *rows[:2], doubtful={rows[2].path: rows[2]}, broken=frozenset({"x"}))
    theme = Theme({}, {}, {}, "theme")
    each = gathered(read, settings=settings(), slots=(), theme=theme)

    def stems(**asked: bool) -> str:
        site, problems = assembly.assemble_site(each, values, AT, **asked)
        assert problems == ()
        assert site.bodies["content/news/vote.md"] == "body of content/news/vote.md"
        assert site.broken == {"x"}
        assert site.staff == (nodes[3],)
        return names(sorted(site.articles))

    assert stems() == "vote"
    assert stems(doubtful=True) == "odd vote"
    assert stems(unpublished=True) == "rain vote"


def test_whoever_asks_has_the_nodes_of_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are written nowhere; a question uses one process for each processor, as a build."""
    results = [SourceResult(n, None, {f"digest {n}": f"text {n}"}, (), ()) for n in "ab"]
    asked: list[Any] = []

    def gather(*given: Any) -> Any:
        asked.append(given)
        return gathered(reading(results=tuple(results)))

    monkeypatch.setattr(inputs, "gather", gather)
    settings: Any = None
    store: Any = None
    _, values = inputs.gather_to_ask(settings, store, NOON)
    assert asked == [(settings, store, NOON, 0)]
    assert values.fresh == {"digest a": "text a", "digest b": "text b"}


def test_static_files_are_looked_at_once_for_each_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    noted: dict[tuple[str, str], Any] = {}
    looks: list[Theme] = []
    other = replace(WARNING, line=4)
    monkeypatch.setattr(
        inputs.stylesheet, "style_problems", lambda theme: looks.append(theme) or [WARNING]
    )
    monkeypatch.setattr(inputs, "conflicts_in_static", lambda _theme: [other])
    notebook: Any = SimpleNamespace(
        note=lambda name, _kind, under: noted.get((name, under)),
        set_note=lambda name, value, under: noted.update({(name, under): value}),
    )
    theme = Theme({}, {}, {}, "theme")
    for each, count in ((theme, 1), (theme, 1), (replace(theme, digest="other"), 2)):
        assert inputs._theme_problems(each, notebook) == [WARNING, other]
        assert len(looks) == count
    noted["theme", "theme"] = []
    assert inputs._theme_problems(theme, notebook) == []
