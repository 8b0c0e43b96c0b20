"""Notes of a preview: what it takes from builds and earlier previews, and what has changed."""

from __future__ import annotations

from pathlib import Path

from sitegen.cache.rows import FileFact, SourceRow
from sitegen.cache.store import Store
from sitegen.preview.notes import FOLDER, Notes


def fact(digest: str, mtime: int = 1) -> FileFact:
    return FileFact(1, mtime, mtime, 1, digest)


def row(path: str, digest: str) -> SourceRow:
    return SourceRow(path, digest, "article", f"node-{digest}", f"body-{digest}", {}, (), "{}")


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
