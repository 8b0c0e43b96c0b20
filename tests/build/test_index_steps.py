"""The steps of a search index by themselves: what is wanted, what goes and what is made."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.build import search_index
from sitegen.build.plan import Extent
from sitegen.build.search_index import Note, SearchIndex, StandingPart
from sitegen.cache.rows import LedgerRow, Origin
from sitegen.core.digests import dump
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.tasks import MANIFEST
from sitegen.output.own_files import manifest_text

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


def test_a_part_is_whole_while_each_of_its_files_stands(index: Any, tmp_path: Path) -> None:
    index._output = str(tmp_path)
    files = {}
    for name in ("a", "b"):
        (tmp_path / name).write_text("some")
        os.utime(tmp_path / name, ns=(7, 7))
        files[name] = (4, 7)
    part = replace(SPRING, files=files)
    assert index._is_whole(part)
    assert not index._is_whole(replace(part, files={**files, "c": (4, 7)}))
    os.utime(tmp_path / "b", ns=(8, 8))
    assert not index._is_whole(part)


def test_the_list_of_files_names_those_of_the_index(index: Any, tmp_path: Path) -> None:
    """It is staged where another stands, and the ledger knows it as it stands then."""
    index._output, index._wanted = str(tmp_path), {"engine": "k"}
    index._parts = [SPRING]
    origins: dict[str, Origin] = {}
    rows: list[Any] = []
    index._store = SimpleNamespace(
        origin=origins.get, put_outputs=lambda made, gone: rows.append((made, gone))
    )
    stage = Stage()
    assert (index._stage_manifest(stage), stage.added) == ([], [])
    index._note_manifest()
    assert rows == []
    parts = {"files": ["page.html"], "site": "gazette.example", "stories": 2}
    origin = Origin(MANIFEST, "document", "manifest", "base", dump(parts))
    origins[MANIFEST] = origin
    assert (index._stage_manifest(stage), stage.added) == ([MANIFEST], [MANIFEST])
    names = {"page.html", "f1.js", "search/index.json"}
    text = manifest_text(names, "gazette.example", 2)
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    assert index._stage_manifest(stage) == []
    index._note_manifest()
    facts = (tmp_path / MANIFEST).stat()
    row = LedgerRow(MANIFEST, origin.key(), facts.st_size, facts.st_mtime_ns)
    assert rows == [([(row, origin)], [])]


def test_the_engine_holds_no_text_and_a_part_that_of_its_pages(
    index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    bundle = SimpleNamespace(files={"x/a.js": b"a", "x/b.js": b"b"}, folder="x")
    part = SimpleNamespace(entries=(1, 2, 3), years=("2026",))
    monkeypatch.setattr(search_index, "program_file", lambda: "program")
    monkeypatch.setattr(search_index, "late", SimpleNamespace(
        bundle=SimpleNamespace(
            forced_language=lambda language: f"forced {language}",
            engine_bundle=lambda *given: asked.append(given) or bundle,
            part_bundle=lambda *given: asked.append((*given[:3], given[4])) or bundle,
        ),
        parts=SimpleNamespace(
            Part=lambda _name, entries: SimpleNamespace(entries=entries, years=()),
            part_of=lambda text: (asked.append(text), part)[1],
        ),
    ))  # fmt: skip
    stage: Any = SimpleNamespace(add=lambda _file, data: (len(data), 7))
    files = {"x/a.js": (1, 7), "x/b.js": (1, 7)}
    engine = index._make("engine", "k", stage, bool)
    assert engine == StandingPart("k", "engine", "x", 0, (), files)
    made = index._make("2026-03", "k1", stage, bool)
    assert made == StandingPart("k1", "2026-03", "x", 3, ("2026",), files)
    assert asked == [
        ("program", "forced en"), "/a/ /b/", ("program", "forced en", part, bool),
    ]  # fmt: skip


def test_an_index_begins_with_what_of_the_last_one_stands(
    index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With parts of a new plan, or new texts in those of the last; without search, none."""
    monkeypatch.setattr(SearchIndex, "_is_whole", lambda _index, part: part.folder != "f1")
    index._store.set_note("search", index._before)

    def begun(extent: Extent, store: Any = index._store, program: str = "program") -> Any:
        settings: Any = SimpleNamespace(search_program=program, language="en")
        plan: Any = SimpleNamespace(extent=extent, edits={"/c/": "/d/"}, search={"2027": "/c/"})
        return SearchIndex(settings, store, plan, Path("/o"), "code")

    old = {"search/index.json", "e.js", "f1.js", "f2.js"}
    texts = begun(Extent.TEXTS)
    assert (texts.old_files, texts._parts) == (old, [ENGINE, WINTER])
    assert texts._wanted == {"engine": "k", "2026-03": "k1", "2025-12": "key of /d/"}
    for extent in (Extent.WHOLE, Extent.PARTS):
        new = begun(extent)
        assert new._wanted == {"engine": "key of ", "2027": "key of /c/"}
    none = begun(Extent.TEXTS, program="")
    assert (none.old_files, none._parts, none._wanted) == (old, [], {})
    first = begun(Extent.WHOLE, Notes())
    assert (first.old_files, first._parts) == (frozenset(), [])
