"""The steps of a search index by themselves: what is wanted, what goes and what is made."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.build import search_index
from sitegen.build.search_index import Note, SearchIndex, StandingPart
from sitegen.core.problems import Problem
from sitegen.core.record import replace

ENGINE = StandingPart("k", "engine", "e", 0, (), {"e.js": (1, 2)})
SPRING = StandingPart("k1", "2026-03", "f1", 3, ("2026",), {"f1.js": (1, 2)})
WINTER = StandingPart("k2", "2025-12", "f2", 2, ("2025",), {"f2.js": (1, 2)})


class Notes:
    """What is noted of an index, by name."""

    def __init__(self, **notes: Any) -> None:
        self.notes: dict[str, Any] = notes

    def note(self, name: str, _kind: type) -> Any:
        return self.notes.get(name)

    def set_note(self, name: str, value: object) -> None:
        self.notes[name] = value


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Any:
    """An index of which an engine and two parts stand; a part's text is the list of its URLs."""
    parts = search_index.late.parts
    monkeypatch.setattr(parts, "urls_of", str.split)
    monkeypatch.setattr(parts, "part_key", lambda text, *_: f"key of {text}")
    monkeypatch.setattr(
        parts, "with_texts", lambda text, edits: " ".join(edits.get(w, w) for w in text.split())
    )
    made: Any = object.__new__(SearchIndex)
    made._settings = SimpleNamespace(
        search_program="program", language="en", prefix="/p", file="sitegen.toml", line=len
    )
    made._code, made._output = "code", "/o"
    wanted = (("engine", "k"), ("2026-03", "k1"), ("2025-12", "k2"))
    made._before = Note(wanted, (ENGINE, SPRING, WINTER))
    made._parts, made._wanted = [ENGINE, SPRING, WINTER], {}
    made._store = Notes(**{"search 2026-03": "/a/ /b/", "search 2025-12": "/c/"})
    return made


@pytest.mark.parametrize(
    ("texts", "stand"),
    [
        ({"2026-03": "/a/ /b/", "2025-12": "/c/"}, "e f1 f2"),
        ({"2026-03": "/a/ /b/ /n/", "2025-12": "/c/"}, "e f1 f2"),  # until it is made anew
        ({"2026-03": "/a/", "2025-12": "/c/"}, "e f2"),
        ({"2026-03": "/a/ /b/"}, "e f1"),
        ({"2026": "/a/ /b/ /c/"}, "e f1 f2"),
        ({}, "e"),
    ],
)
def test_a_part_that_names_what_is_gone_goes_with_its_page(
    index: Any, texts: dict[str, str], stand: str
) -> None:
    index._want(texts)
    assert " ".join(part.folder for part in index._parts) == stand
    keys = {name: f"key of {text}" for name, text in texts.items()}
    assert list(index._wanted.items()) == [("engine", "key of "), *keys.items()]
    for name, text in texts.items():
        assert index._store.notes[f"search {name}"] == text


def test_a_part_whose_making_was_broken_off_is_not_trusted(index: Any) -> None:
    """What it names nobody knows: its text is already that of the new one."""
    urls = {"/a/", "/b/", "/c/"}
    before = {"2026-03": "k1"}
    assert index._is_public(SPRING, before, urls)
    assert not index._is_public(SPRING, before, {"/a/"})
    assert not index._is_public(replace(SPRING, key="old"), before, urls)
    assert not index._is_public(WINTER, before, urls)
    assert index._is_public(ENGINE, {}, ())


def test_texts_that_are_wanted_as_before_are_not_written_again(index: Any) -> None:
    index._before = Note((("2026-03", "key of /a/ /b/"),))
    index._store.notes.clear()
    index._want({"2026-03": "/a/ /b/", "2025-12": "/c/"})
    assert index._store.notes == {"search 2025-12": "/c/"}


def test_new_texts_are_put_into_the_parts_that_hold_them(index: Any) -> None:
    wanted = dict(index._before.wanted)
    index._want_edits({"/c/": "/d/"})
    assert index._wanted == {**wanted, "2025-12": "key of /d/"}
    assert index._store.notes == {"search 2026-03": "/a/ /b/", "search 2025-12": "/d/"}
    index._want_edits({})
    assert index._wanted == wanted


def test_the_listing_has_parts_in_their_order_and_those_that_will_go_last(
    index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def listing(*given: Any, whole: bool) -> bytes:
        asked.append((*given, whole))
        return b""

    monkeypatch.setattr(search_index.late.listing, "listing", listing)
    index._wanted = {"engine": "k", "2025-12": "k2", "2027-01": "k"}
    assert index._listing_bytes(whole=True) == b""
    index._parts = [SPRING]
    index._listing_bytes(whole=False)
    part = search_index.late.listing.PublishedPart
    winter, spring = part("2025-12", "f2", 2, ("2025",)), part("2026-03", "f1", 3, ("2026",))
    assert asked == [("e", [winter, spring], "/p", True), ("", [spring], "/p", False)]


class Stage:
    """Takes down what is staged and committed."""

    own_files = frozenset({"page.html", "old.js", "f2.js"})

    def __init__(self) -> None:
        self.added: list[str] = []
        self.commits: list[tuple[list[str], frozenset[str]]] = []

    def add(self, file: str, _data: bytes) -> None:
        self.added.append(file)

    def commit(self, files: list[str], gone: frozenset[str]) -> None:
        self.commits.append((files, gone))


def made(index: Any, monkeypatch: pytest.MonkeyPatch, *results: Any) -> tuple[Any, list[Any], str]:
    """Return what making what is missing gives, the steps told, and the folders that stand."""
    queue, steps = list(results), []

    def make(_index: object, name: str, key: str, *_: object) -> StandingPart:
        result = queue.pop(0)
        if isinstance(result, Exception):
            raise result
        return StandingPart(key, name, result, 1, (), {f"{result}.js": (1, 2)})

    monkeypatch.setattr(SearchIndex, "_make", make)
    monkeypatch.setattr(
        SearchIndex, "_listing_bytes", lambda _index, *, whole: steps.append(whole) or b""
    )
    result = index._make_missing(Stage(), lambda *step: steps.append(step), bool)
    return result, steps, " ".join(part.folder for part in index._parts)


def test_what_is_missing_is_made_and_the_rest_kept(
    index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off or failing, what stands stays, and readers are told whether more will come."""
    parts, wanted = (
        list(index._parts),
        {"engine": "k", "2026-03": "new", "2025-12": "k2", "2024": "k"},
    )
    steps = [("search", n, 4) for n in range(1, 5)]
    halted = search_index.late.program.HaltedError()
    hint = (
        "The pages are in place, and readers search what was indexed before. Build again; "
        "if it stays so, write 'search = false'."
    )
    problems = [
        Problem("sitegen.toml", 6, f"the search index cannot be made: {why}", hint, warning=True)
        for why in ("wrong", "odd")
    ]
    listing = "search/index.json"
    for results, files, told, count, whole, stand in (
        (("n1", "n4"), ["n1.js", "n4.js", listing], (), 4, True, "e n1 f2 n4"),
        (("n1", halted), ["n1.js", listing], (), 3, False, "e n1 f2"),
        ((halted,), [listing], (), 1, False, "e f1 f2"),
        ((OSError("wrong"),), [listing], (problems[0],), 1, True, "e f1 f2"),
        (("n1", ValueError("odd")), ["n1.js", listing], (problems[1],), 3, True, "e n1 f2"),
    ):
        index._parts, index._wanted = list(parts), dict(wanted)
        assert made(index, monkeypatch, *results) == (
            (files, told), [*steps[:count], whole], stand,
        )  # fmt: skip
    index._parts = [SPRING, WINTER]
    index._wanted = {"2026-03": "k1"}  # of the other nothing is asked any more
    assert made(index, monkeypatch)[2] == "f1"


@pytest.mark.parametrize(
    ("wanted", "old", "is_whole", "manifest", "commits"),
    [
        (False, False, True, ["m"], None),
        (False, True, True, ["m"], ["m"]),
        (True, False, True, [], []),
        (True, True, True, ["m"], ["m"]),
        (True, False, False, [], ["new"]),
        (True, False, False, ["m"], ["new", "m"]),
    ],
)
def test_the_index_follows_the_pages_as_a_second_change(
    index: Any, monkeypatch: pytest.MonkeyPatch, wanted: bool, old: bool, is_whole: bool,
    manifest: list[str], commits: list[str] | None,
) -> None:  # fmt: skip
    """Nothing is changed where nothing is new; what no part holds any more goes."""
    calls: list[str] = []
    stage: Any = Stage()
    index._wanted = {p.name: p.key for p in (ENGINE, SPRING, WINTER)} if wanted else {}
    if wanted and not is_whole:
        index._wanted["2024"] = "k"
    elif not wanted:
        index._parts = []
    index.old_files = frozenset({"old.js"}) if old else frozenset()
    problem = Problem("a", 0, "odd", warning=True)
    for name, result in (
        ("_make_missing", (["new"], (problem,))), ("_stage_manifest", list(manifest)),
        ("_note_manifest", None), ("note", None), ("_limit_problem", (problem,)),
    ):  # fmt: skip
        monkeypatch.setattr(
            SearchIndex, name, lambda *_, name=name, result=result: calls.append(name) or result
        )
    plan: Any = SimpleNamespace(files=frozenset({"page.html"}))
    problems = index.finish(stage, plan, print, bool)
    if commits is None:
        assert (problems, calls, stage.commits) == ((), [], [])
        return
    gone = {"old.js"} if wanted else {"old.js", "f2.js"}
    assert stage.commits == ([(commits, gone)] if commits else [])
    assert problems == (problem,) * (1 if is_whole else 2)
    assert ("_make_missing" in calls, "_note_manifest" in calls) == (not is_whole, bool(commits))


def test_what_has_not_changed_is_not_noted_again(index: Any) -> None:
    index._wanted = dict(index._before.wanted)
    index.note()
    assert "search" not in index._store.notes
    index._wanted["2024"] = "k"
    index.note()
    noted = Note(tuple(index._wanted.items()), tuple(index._parts))
    assert index._store.notes.pop("search") == noted
    index.note()
    assert "search" not in index._store.notes


def test_a_listing_is_staged_where_another_stands(index: Any, tmp_path: Path) -> None:
    """None where no search is wanted."""
    stage = Stage()
    index._output = str(tmp_path)
    assert (index.stage_listing(stage), stage.added) == ([], [])
    index._wanted = {"engine": "k"}
    assert index.stage_listing(stage) == ["search/index.json"]
    (tmp_path / "search").mkdir()
    (tmp_path / "search/index.json").write_bytes(index._listing_bytes(whole=index.is_whole))
    assert index.stage_listing(stage) == []
    assert stage.added == ["search/index.json"]
