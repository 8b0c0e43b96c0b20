"""One build, asked of values: who helps, what the ledger vouches for, what is usual."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from inspect import signature
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen import hosts
from sitegen.build import build as stages
from sitegen.build import (
    late,
    makers,
    picture_work,
    readiness,
    search_page,
    vanished_stories,
)
from sitegen.build.build import _Build
from sitegen.build.plan import Extent, Plan
from sitegen.build.planning import Draft
from sitegen.build.search_index import SearchIndex, StandingPart
from sitegen.build.standing import LastFiles
from sitegen.core.digests import Values, dump
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.hosts.host import FileLimit
from sitegen.model.answers import Answer, Why
from sitegen.model.tasks import Task
from sitegen.pages.entry import Entry
from sitegen.pictures import Variant

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_a_build_does_unless_asked() -> None:
    """Nothing of another's is taken over, no empty site built, and nobody waited for."""
    given = signature(stages.build).parameters
    usual = {
        name: given[name].default for name in given if given[name].default is not given[name].empty
    }
    assert usual.pop("hurry")() is False
    assert usual.pop("progress") is stages.silent
    assert usual == {
        "address": "", "output": None, "cache": None, "jobs": 0, "adopt": False,
        "allow_empty": False, "explain": "", "memory": None, "patience": 0, "share": None,
        "saves": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sources", "jobs", "memory", "helps"),
    [(3000, 0, None, True), (2999, 0, None, False), (3000, 1, None, False),
     (3000, 2, None, True), (3000, 0, "memory", False)],
)  # fmt: skip
def test_an_assistant_helps_where_planning_takes_long(
    monkeypatch: pytest.MonkeyPatch, sources: int, jobs: int, memory: Any, helps: bool
) -> None:
    """Where a second process may run, and this one has not loaded everything already."""
    monkeypatch.setattr(stages, "start_assistant", lambda name: name)
    one: Any = SimpleNamespace(_order=SimpleNamespace(jobs=jobs, memory=memory), _assistant=None)
    _Build._call_assistant(one, sources)
    assert one._assistant == ("sitegen.build.makers" if helps else None)


@pytest.mark.parametrize(
    ("has_plan", "place", "warnings", "known"),
    [(True, "/o", {}, True), (False, "/o", {}, False), (True, "/other", {}, False),
     (True, "/o", None, False)],
)  # fmt: skip
def test_a_ledger_vouches_for_its_own_folder(
    monkeypatch: pytest.MonkeyPatch, has_plan: bool, place: str, warnings: Any, known: bool
) -> None:
    """While the plan is known and what was warned of: else all is made again."""
    forgotten: list[str] = []
    store = SimpleNamespace(
        note=lambda *_: place, ledger=lambda: {"a": 1, "b": 2},
        forget_outputs=lambda: forgotten.append("all"),
    )  # fmt: skip
    monkeypatch.setattr(stages, "last_warnings", lambda _store: warnings)
    one: Any = SimpleNamespace(_store=store, _place="/o")
    last: Any = SimpleNamespace(files=frozenset("a")) if has_plan else None
    assert _Build._ledger(one, last) == ({"a": 1} if known else {})
    assert forgotten == ["all"] * (not known)


def test_a_build_that_fails_keeps_nothing_and_lets_its_helper_go() -> None:
    calls: list[str] = []

    def fail() -> None:
        raise KeyboardInterrupt

    one: Any = SimpleNamespace(
        _store=SimpleNamespace(
            abandon=lambda: calls.append("abandon"), close=lambda: calls.append("close")
        ),
        _assistant=SimpleNamespace(dismiss=lambda: calls.append("dismiss")),
        _stages=fail,
    )
    with pytest.raises(KeyboardInterrupt):
        _Build.run(one)
    assert calls == ["abandon", "dismiss"]
    one._stages, one._assistant = lambda: "report", None
    assert _Build.run(one) == "report"
    assert calls[2:] == ["close"]


def test_a_turn_is_the_first_since_the_last_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the moment until which that one held to now, both of them in it."""
    hour = timedelta(hours=1)
    for moments, turn in (
        ((0, 2), 0), ((1, 2), 1), ((2,), 2), ((2, 1), 1), ((-1, 3), None), ((), None),
    ):  # fmt: skip
        turns = [NOON + n * hour for n in moments]
        monkeypatch.setattr(readiness, "_turns", lambda *_, turns=turns: iter(turns))
        last: Any = SimpleNamespace(until=NOON)
        found = readiness._turn(last, last, last, NOON + 2 * hour)
        assert found == (None if turn is None else NOON + turn * hour)


def test_an_index_and_pages_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of pages alone that are too many, others tell."""
    few = replace(hosts.cloudflare.HOST, most_files=FileLimit("Cloudflare Pages", 10))
    monkeypatch.setattr(hosts, "HOSTS", {"cloudflare": few, "own": replace(few, most_files=None)})

    def told(host: str, pages: int, files: int) -> tuple[Problem, ...]:
        index: Any = SimpleNamespace(_settings=SimpleNamespace(host=host), files=range(files))
        plan: Any = SimpleNamespace(files=range(pages))
        return SearchIndex._limit_problem(index, plan)

    assert told("cloudflare", 9, 1) == ()
    assert told("cloudflare", 9, 2) == (FileLimit("Cloudflare Pages", 10).problem(11),)
    assert told("cloudflare", 10, 1) == (FileLimit("Cloudflare Pages", 10).problem(11),)
    assert told("cloudflare", 11, 1) == ()
    assert told("own", 9, 2) == told("none", 9, 2) == ()


def test_an_index_knows_what_of_it_stands() -> None:
    part = StandingPart("k", "2026", "f", 3, ("2026",), {"a": (1, 2), "b": (1, 2)})
    index: Any = object.__new__(SearchIndex)
    index._parts, index._wanted = [part], {"2026": "k"}
    index.old_files = frozenset({"search/index.json", "a", "c"})
    assert index.is_whole
    assert index.files == {"search/index.json", "a", "b"}
    assert index.kept == 2
    index._wanted = {"2026": "other"}
    assert not index.is_whole
    index._wanted = {"2026": "k", "2025": "k"}
    assert not index.is_whole
    index._wanted = {}
    assert index.files == {"a", "b"}
    index._parts = []
    assert (index.files, index.kept, index.is_whole) == (frozenset(), 0, True)


def variant(width: int) -> Variant:
    return Variant(f"media/a.{width}.webp", width, width, "webp", "", 80)


def test_pictures_of_most_missing_files_are_encoded_first(tmp_path: Path) -> None:
    entries = [
        Entry(f"{source}{width}", "image", source, "", variant=variant(width), digest=source)
        for source, widths in (("b", (1, 2)), ("a", (1, 2)), ("c", (1, 2, 3)), ("d", (1,)))
        for width in widths
    ]
    there = picture_work.pictures.entry("d", variant(1))
    (tmp_path / there).write_bytes(b"")
    works = picture_work._missing(entries, tmp_path)
    assert [(work.source, work.digest, len(work.variants)) for work in works] == [
        ("c", "c", 3), ("a", "a", 2), ("b", "b", 2),
    ]  # fmt: skip
    names = [picture_work.pictures.entry("a", variant(width)) for width in (1, 2)]
    assert works[1].entries == dict(zip(names, (variant(1), variant(2)), strict=True))


def test_a_picture_that_cannot_be_encoded_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wrong = Problem("b", 0, "no picture")
    results: dict[str, Exception] = {
        "b": SitegenError([wrong]), "c": OSError(5, "Input/output error"), "d": OSError("odd"),
    }  # fmt: skip
    asked: list[tuple[Any, ...]] = []

    def encode(*given: Any) -> None:
        asked.append(given)
        if given[-1] in results:
            raise results[given[-1]]

    monkeypatch.setattr(picture_work.pictures, "encode_missing", encode)
    works = [picture_work.PictureWork(name, f"d{name}", (variant(1),)) for name in "abcd"]
    steps: list[tuple[str, int, int]] = []
    problems = picture_work.encode_here(
        tmp_path, Path("/c"), works, 1, lambda *step: steps.append(step)
    )
    hint = "The next build says more."
    assert problems == (
        wrong, Problem("c", 0, "cannot be encoded: Input/output error", hint),
        Problem("d", 0, "cannot be encoded: odd", hint),
    )  # fmt: skip
    assert steps == [("pictures", n, 4) for n in range(1, 5)]
    folder = Path("/c") / picture_work.PICTURES
    assert asked == [(folder, tmp_path / n, f"d{n}", (variant(1),), n) for n in "abcd"]


def plan_of(extent: Extent, **more: Any) -> Plan:
    return Plan(
        tasks=(), files=frozenset(), held_stories=(), problems=(), since=None, until=None,
        extent=extent, answer=Answer(True, Why.SAME), **{"shows": {}, **more},
    )  # fmt: skip


def test_all_is_planned_where_no_part_of_the_last_plan_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And it is told why."""
    draft = Draft(None, (), Answer(False, Why.STORIES), frozenset(), frozenset())  # type: ignore[arg-type]
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(stages.anew, "new_plan", lambda *given: asked.append(given) or "new")
    order = SimpleNamespace(jobs=3, output=Path("/o"), saves=None)
    one: Any = SimpleNamespace(_store="store", _order=order)
    start: Any = SimpleNamespace(last=None, bodies={}, ledger={})
    assert _Build._new_plan(one, start, draft) == "new"
    start.last = "last"
    part = plan_of(Extent.PARTS)
    monkeypatch.setattr(stages.anew, "partial_plan", lambda *_: part)
    assert _Build._new_plan(one, start, draft) is part
    why = Answer(False, Why.PEOPLE)
    monkeypatch.setattr(stages.anew, "partial_plan", lambda *_: why)
    assert _Build._new_plan(one, start, draft) == "new"
    assert asked == [(draft, "store", 3), (replace(draft, answer=why), "store", 3)]


@pytest.mark.parametrize(("saves", "rows"), [(None, {"a.html": 1}), (frozenset(), {})])
def test_where_saves_are_known_no_file_of_output_is_asked_for(saves: Any, rows: Any) -> None:
    order: Any = SimpleNamespace(output=Path("/o"), saves=saves)
    assert stages._last_files(order, {"a.html": 1}) == LastFiles(rows, "/o")  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("plan", "shows", "sweeps"),
    [
        (plan_of(Extent.WHOLE, shows={"b": ("f",)}, orphans=("n",)), ({"b": ("f",)}, None), True),
        (plan_of(Extent.WHOLE), None, True),
        (plan_of(Extent.PARTS, shows={"b": ()}, hidden=("c",)), ({"b": ()}, ("c",)), False),
        (plan_of(Extent.TEXTS, hidden=("c",)), ({}, ("c",)), False),
        (plan_of(Extent.TEXTS), None, False),
    ],
)
@pytest.mark.parametrize("has_picture", [False, True])
def test_a_plan_is_noted_and_a_whole_one_tidies_up(
    monkeypatch: pytest.MonkeyPatch, plan: Plan, shows: Any, sweeps: bool, has_picture: bool
) -> None:
    """What no file shows is dropped; pictures that the site has not shown for long, too."""
    calls: dict[str, Any] = {}
    parts = dump({"source": "digest", "variant": Values().encode(variant(1))})
    picture = Task("a.webp", "image", "a.jpg", parts, "", "")
    pages = (Task("a.html", "page", "", "{}", "", ""),)
    plan = replace(plan, tasks=(*pages, picture) if has_picture else pages)
    monkeypatch.setattr(stages, "note_plan", lambda *given: calls.update(noted=given))
    monkeypatch.setattr(
        stages, "code_folders",
        lambda *_: SimpleNamespace(
            share=lambda facts: calls.update(shared=facts),
            sweep=lambda: calls.update(code="swept"),
        ),
    )  # fmt: skip
    monkeypatch.setattr(stages.late.pictures, "sweep", lambda *given: calls.update(pictures=given))
    store = SimpleNamespace(
        drop_nodes=lambda nodes: calls.update(dropped=nodes),
        put_shows=lambda *given: calls.update(shows=given),
    )
    settings = SimpleNamespace(root=Path("/"), timezone="UTC")
    order = SimpleNamespace(settings=settings, cache=Path("/c"), now=NOON)
    one: Any = SimpleNamespace(_store=store, _order=order)
    one._sweep_pictures = lambda tasks: _Build._sweep_pictures(one, tasks)
    start: Any = SimpleNamespace(
        inputs=SimpleNamespace(
            frame="frame", engine="engine", theme="theme",
            analysis=SimpleNamespace(built_in=lambda: "facts"),
        ),
        bodies="bodies", lines="lines",
    )  # fmt: skip
    _Build._note_for_next_build(one, start, plan)
    assert calls.pop("dropped") == plan.orphans
    assert calls.pop("noted") == (store, plan, "frame", "bodies", "lines")
    assert calls.pop("shows", None) == shows
    assert calls.pop("shared", None) == ("facts" if sweeps else None)
    assert calls.pop("code", None) == ("swept" if sweeps else None)
    name = picture_work.pictures.entry("digest", variant(1))
    swept = (Path("/c") / picture_work.PICTURES, {name}, NOON)
    assert calls.pop("pictures", None) == (swept if sweeps and has_picture else None)
    assert calls == {}


@pytest.mark.parametrize("extent", Extent)
@pytest.mark.parametrize("shares", [False, True])
def test_pictures_are_asked_of_the_share_and_given_to_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, extent: Extent, shares: bool
) -> None:
    """Those that it does not have; what is odd about it is told with the rest."""
    folder = tmp_path / picture_work.PICTURES
    folder.mkdir()
    calls: list[Any] = []
    odd = [Problem("share", n, "odd", warning=True) for n in (1, 2, 3)]

    def fetch(cache: Path, wanted: Any) -> tuple[Problem, ...]:
        calls.append(("fetch", cache, dict(wanted)))
        (cache / "there").write_bytes(b"")
        return (odd[1],)

    def add(cache: Path, names: Any) -> tuple[Problem, ...]:
        calls.append(("add", cache, list(names)))
        return (odd[2],)

    def make_files(_job: object, _values: object, *given: Any) -> Any:
        calls.append(given)
        return ["outcome"], [odd[0]]

    wanted = {"there": 1, "missing": 2}
    late = SimpleNamespace(
        Job=lambda *_: "job", shared_pictures=lambda *_: wanted, make_files=make_files
    )
    monkeypatch.setattr(stages, "late", SimpleNamespace(files=late))
    monkeypatch.setattr(stages, "render_setup", lambda *_: "setup")
    order = SimpleNamespace(
        settings=None, cache=tmp_path, output=None, jobs=2, progress="progress", memory="memory",
        share=SimpleNamespace(fetch=fetch, add=add) if shares else None,
    )  # fmt: skip
    one: Any = SimpleNamespace(_order=order, _share_problems=[odd[0]], _assistant="assistant")
    one._fetch_shared = lambda *given: _Build._fetch_shared(one, *given)
    inputs: Any = SimpleNamespace(theme=None, analysis=None, engine="engine")
    staging: Any = SimpleNamespace(directory=None)
    plan = plan_of(extent)
    assert _Build._render(one, inputs, [], staging, plan) == []
    assert calls == []
    tasks: Any = ["task"]
    assert _Build._render(one, inputs, tasks, staging, plan) == ["outcome"]  # type: ignore[comparison-overlap]
    memory = None if extent is Extent.WHOLE else "memory"
    making = (tasks, 2, "progress", memory, "assistant")
    assert calls == (
        [("fetch", folder, wanted), making, ("add", folder, ["missing"])] if shares else [making]
    )
    assert one._share_problems == (odd if shares else odd[:1])


def test_a_stage_is_timed_from_the_end_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """To a tenth of a millisecond."""
    one: Any = SimpleNamespace(_timings={}, _lap_start=1.0)
    for moment, name in ((1.234567, "read"), (3.0, "plan")):
        monkeypatch.setattr(stages.time, "perf_counter", lambda moment=moment: moment)
        _Build._lap(one, name)
    assert one._timings == {"read": 0.2346, "plan": 1.7654}


@pytest.mark.parametrize("module", [late, makers])
def test_what_is_loaded_late_is_a_module_and_nothing_else_is_there(module: Any) -> None:
    assert sorted(module.__all__) == sorted(module._MODULES)
    for name, path in module._MODULES.items():
        assert getattr(module, name).__name__ == path
    with pytest.raises(AttributeError, match=f"'{module.__name__}' has no attribute 'nothing'"):
        _ = module.nothing


def test_an_assistant_loads_all_that_makes_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(makers, "import_module", loaded.append)
    makers.load()
    assert loaded == [
        *[f"sitegen.{name}" for name in ("render.render", "render.feeds", "theme.fast",
                                         "pictures.card", "pictures.cache")],
        "jinja2.ext",
    ]  # fmt: skip


class Template:
    label = "templates/search.html"

    def __init__(self, digest: str, text: str = "") -> None:
        self.digest, self._text = digest, text

    def text(self) -> str:
        return self._text


def test_a_search_page_is_told_that_takes_away_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one that has the form, or all that stood there before."""
    built_in, own = Template("d1"), Template("d2", "<h1>Search</h1>")
    missing: list[Problem | None] = [None]
    monkeypatch.setattr(search_page, "search_warning", lambda _settings: missing[0])

    def told(page: Template | None, base: Template | None, search: str = "") -> list[Problem]:
        settings: Any = SimpleNamespace(search=search or search_page.BUILT_IN_SEARCH)
        known = {"search.html": page, "theme/search.html": base}
        theme: Any = SimpleNamespace(templates={n: t for n, t in known.items() if t is not None})
        return search_page.search_problems(settings, theme)

    (problem,) = told(own, built_in)
    assert problem.warning
    assert (problem.path, problem.line, problem.message) == (
        Template.label, 0, "this template takes the place of the built-in search page",
    )  # fmt: skip
    assert told(own, built_in, "own") == told(own, None) == told(None, built_in) == []
    assert told(Template("d1"), built_in) == []
    for text in ("<form data-search-box>", "{{ super() }}"):
        assert told(Template("d2", text), built_in) == []
    missing[0] = problem
    assert told(None, None, "own") == [problem]


@pytest.mark.parametrize(
    ("now", "broken", "before", "shown", "stops"),
    [
        ("", (), "article", 0, True),
        ("", (), "", 1, True),
        ("", (), "person", 0, False),
        ("person", (), "article", 0, True),
        ("article", (), "article", 1, False),
        ("", ("a.md",), "article", 1, False),
        ("", (), "", 0, False),
    ],
)
def test_a_site_that_has_lost_all_its_stories_is_not_built(
    monkeypatch: pytest.MonkeyPatch, now: str, broken: Any, before: str, shown: int, stops: bool
) -> None:
    """Be it the cache that knows some, or the site itself; a source with mistakes is one."""

    def rows(kind: str) -> Any:
        return {"a.md": SimpleNamespace(kind=kind)} if kind else {}

    monkeypatch.setattr(
        vanished_stories, "read_manifest", lambda _output: SimpleNamespace(stories=shown)
    )
    reading: Any = SimpleNamespace(rows=rows(now), broken=frozenset(broken), doubtful={})
    with pytest.raises(SitegenError) if stops else nullcontext() as error:
        vanished_stories.stop_where_all_vanished(reading, lambda: rows(before), Path("/o"))
    if error is not None:
        assert error.value.problems == (vanished_stories._problem(),)
        assert vanished_stories._problem().line == 0
        assert not vanished_stories._problem().warning
