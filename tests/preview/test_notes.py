"""Notes of a preview: what it takes from builds and earlier previews, and what has changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sitegen.cache.rows import FileFact, SourceRow
from sitegen.cache.store import Store
from sitegen.core.digests import digest_text
from sitegen.core.problems import Problem, SitegenError
from sitegen.preview.notes import FOLDER, Notes
from sitegen.sources.files import SourceResult
from sitegen.sources.read import Reading


def fact(digest: str, mtime: int = 1) -> FileFact:
    return FileFact(1, mtime, mtime, 1, digest)


def row(path: str, digest: str) -> SourceRow:
    return SourceRow(
        path, digest, "article", digest_text(digest), digest_text(f"body {digest}"), {}, (), "{}"
    )


def write(cache: Path, facts: dict[str, FileFact], rows: list[SourceRow], scanned: int) -> None:
    store = Store(cache)
    store.put_files(facts.items(), ())
    store.put_sources(rows, (), "rules")
    store.set_note("scanned", scanned)
    store.close()


def test_of_two_caches_the_newer_state_of_a_file_counts(tmp_path: Path) -> None:
    """A build and a preview each know files as they were when they last looked."""
    write(tmp_path, {"a.md": fact("new", 5), "b.md": fact("old", 2)}, [row("a.md", "new"),
          row("b.md", "old")], scanned=9)  # fmt: skip
    write(tmp_path / FOLDER, {"a.md": fact("old", 4), "b.md": fact("new", 3)},
          [row("a.md", "old"), row("b.md", "new")], scanned=7)  # fmt: skip
    notes = Notes(tmp_path)
    try:
        assert {path: f.digest for path, f in notes.files().items()} == {
            "a.md": "new", "b.md": "new",
        }  # fmt: skip
        rows = notes.sources("rules")
        assert {path: r.digest for path, r in rows.items()} == {"a.md": "new", "b.md": "new"}
        assert notes.sources("rules") is rows
        assert notes.sources("others") == {}
        notes.let_go()  # as a process does before it is forked
        assert notes.sources("rules").keys() == rows.keys()
        # What is older than the earlier of both scans may be trusted.
        assert notes.note("scanned", int) == 7
        notes.reload(trusting=False)
        assert notes.files() == {}
        assert notes.sources("rules") == {}
    finally:
        notes.close()


def test_only_files_with_other_bytes_have_changed(tmp_path: Path) -> None:
    """A file that was saved as it is wakes nobody up; changes are told once."""
    notes = Notes(tmp_path)
    notes.put_files([("a.md", fact("1")), ("b.md", fact("1"))], ())
    assert notes.take_changes() == {"a.md", "b.md"}
    notes.put_files([("a.md", fact("1", 7)), ("b.md", fact("2", 7))], ())
    assert notes.take_changes() == {"b.md"}
    assert notes.files()["a.md"].mtime == 7
    notes.put_files((), ["a.md"])
    assert notes.take_changes() == {"a.md"}
    assert notes.take_changes() == set()
    assert notes.files().keys() == {"b.md"}


def test_a_note_has_one_value_under_one_digest(tmp_path: Path) -> None:
    """What was noted under something else is not asked for again."""
    notes = Notes(tmp_path)
    notes.set_note("plan", 1, "first")
    notes.set_note("other", 3, "first")
    notes.set_note("plan", 2, "second")
    assert notes.note("plan", int, "first") is None
    assert notes.note("plan", int, "second") == 2
    assert notes.note("other", int, "first") == 3
    files = notes.files()
    files["x.md"] = fact("1")
    assert notes.files() == {}


def test_what_a_build_noted_stands_before_what_a_preview_did(tmp_path: Path) -> None:
    """What only the preview knows is taken from there."""
    for cache, names in ((tmp_path, ("plan",)), (tmp_path / FOLDER, ("plan", "own"))):
        store = Store(cache)
        for name in names:
            store.set_note(name, str(cache))
        store.close()
    notes = Notes(tmp_path)
    try:
        assert notes.note("plan", str) == str(tmp_path)
        assert notes.note("own", str) == str(tmp_path / FOLDER)
        assert notes.note("none", str) is None
    finally:
        notes.close()


def test_nodes_that_no_source_names_are_let_go(tmp_path: Path) -> None:
    """What earlier previews parsed and nobody shows any more does not pile up."""
    stale = Store(tmp_path / FOLDER)
    stale.put_nodes({digest_text("old"): "1", digest_text("1"): "2"})
    stale.close()
    notes = Notes(tmp_path)
    notes.sources("rules")
    nodes = {digest_text("1"): "2", digest_text("body 1"): "3"}
    source = SourceResult("a.md", row("a.md", "1"), nodes, (("a.md", fact("1")),), ())
    notes.learn(Reading({"a.md": row("a.md", "1")}, (source,), (), (), {}, {}))
    notes.close()

    kept = Store(tmp_path / FOLDER, readonly=True)
    try:
        assert kept.node_digests() == nodes.keys()
        assert kept.sources("rules").keys() == {"a.md"}
        assert kept.files()["a.md"].digest == "1"
    finally:
        kept.close()


def test_a_cache_that_cannot_be_made_is_told_without_a_line(tmp_path: Path) -> None:
    """A file that stands in its place is no line of a story."""
    (tmp_path / "cache").write_text("", "utf-8")
    with pytest.raises(SitegenError) as refused:
        Notes(tmp_path / "cache")
    assert refused.value.problems == (
        Problem(
            "cache/preview",
            0,
            "cannot be made: Not a directory",
            "A preview keeps its notes there: make it writable, or name another with --cache.",
        ),
    )


def test_a_node_is_found_wherever_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In memory while the disk is full, then in the preview's own cache."""
    nodes = {digest_text("1"): "2"}
    source = SourceResult("a.md", row("a.md", "1"), nodes, (("a.md", fact("1")),), ())
    reading = Reading({"a.md": row("a.md", "1")}, (source,), (), (), {}, {})
    notes = Notes(tmp_path)
    notes.sources("rules")
    notes.set_note("word", 7, "u")

    def learn_with(error: Exception) -> None:
        def full(_reading: Reading) -> None:
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(notes, "_store", full)
            notes.learn(reading)

    for error in (sqlite3.OperationalError("full"), OSError("full")):
        learn_with(error)
        assert (notes.value(digest_text("1")), notes._nodes, notes._readers) == ("2", nodes, [])
        assert notes.sources("rules") == reading.rows
    notes.file.write_bytes(b"no database")
    learn_with(sqlite3.DatabaseError("damaged"))
    assert not notes.file.exists()

    notes.learn(Reading({}, (), (), (), {}, {}))  # nothing was parsed
    assert (notes.file.exists(), notes.sources("rules")) == (False, {})
    notes.learn(reading)
    assert (notes._nodes, len(notes._readers)) == ({}, 1)
    assert notes.value(digest_text("1")) == "2"
    assert notes.value(digest_text("none")) is None
    notes.learn(reading)
    assert len(notes._readers) == 1
    with closing(Store(tmp_path / FOLDER, readonly=True)) as kept:
        assert kept.note("word", int, "u") == 7
    notes.let_go()
    assert (notes._readers, notes._resting) == ([], [tmp_path / FOLDER])
    assert notes.value(digest_text("1")) == "2"
    assert (len(notes._readers), notes._resting) == (1, [])
    notes.let_go()
    notes.file.unlink()
    assert (notes.value(digest_text("1")), notes._readers, notes._resting) == (None, [], [])
    notes.let_go()
    notes.close()
    assert notes._resting == []


def test_sources_of_other_rules_are_let_go_once(tmp_path: Path) -> None:
    """And what is gone, with its facts."""
    source = SourceResult("a.md", row("a.md", "1"), {}, (("a.md", fact("1")),), ())
    notes = Notes(tmp_path)
    for rules, gone in (("one", ()), ("two", ("b.md",))):
        notes.sources(rules)
        write(tmp_path / FOLDER, {"b.md": fact("1")}, [row("b.md", "1")], 3)
        notes.learn(Reading({"a.md": row("a.md", "1")}, (source,), gone, (), {}, {}))
        with closing(Store(tmp_path / FOLDER)) as own:
            assert own.sources(rules).keys() == {"a.md"}
            assert own.files().keys() == ({"a.md", "b.md"} if not gone else {"a.md"})
    notes.close()


def test_of_two_equal_times_the_builds_state_counts(tmp_path: Path) -> None:
    """A preview's own says more only where it is newer; the earlier scan is the one to trust."""
    write(tmp_path, {"a.md": fact("build", 5)}, [row("a.md", "build")], scanned=3)
    write(tmp_path / FOLDER, {"a.md": fact("own", 5)}, [row("a.md", "own")], scanned=8)
    notes = Notes(tmp_path)
    assert notes.files()["a.md"].digest == "build"
    assert notes.sources("rules")["a.md"].digest == "build"
    assert notes.note("scanned", int) == 3
    notes.close()
    (tmp_path / "cache.db").write_bytes(b"damage" * 1000)
    notes = Notes(tmp_path)
    assert notes.files()["a.md"].digest == "own"
    notes.close()
