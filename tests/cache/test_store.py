"""The store by itself: what is put into it comes back, and nothing else does."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sitegen.cache import between_builds, damage, journal_mode, reading
from sitegen.cache.between_builds import BuildMemory
from sitegen.cache.damage import with_cache
from sitegen.cache.reading import ReadingStore
from sitegen.cache.rows import (
    FileFact,
    LedgerRow,
    Origin,
    Places,
    RowWarning,
    SourceRow,
    file_stat,
    source_row,
)
from sitegen.cache.store import CACHE_FILE, Store
from sitegen.core.digests import LostNodeError, digest_text
from sitegen.core.problems import Problem, SitegenError

HALL = FileFact(5, 6, 7, 8, "d1", "{}")
VOTE = SourceRow("a.md", "d", "article", "n", "b", {"x": "1", "c": ""}, (), "{}")
ROW, ORIGIN = LedgerRow("a.html", "", 3, 4), Origin("a.html", "page", "r", "b", "[]")
ROW = LedgerRow("a.html", ORIGIN.key(), 3, 4)
PHOTO = Origin("a.webp", "image", "hall.jpg", "b", "[]")
ROWS = [(ROW, ORIGIN), (LedgerRow("a.webp", PHOTO.key(), 5, 6), PHOTO)]
NODES = {digest_text("a"): "a", digest_text("b"): "b"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "of a/cache")) as store:
        yield store


def test_what_was_put_in_comes_back(store: Store) -> None:
    """Each table gives what it was given, for the rules that it was given under."""
    other = SourceRow("b.md", "d", "person", "n", "b", {}, (RowWarning(3, "m", "h"),), "{}")
    store.set_note("plan", [1, 2], "u")
    store.put_files([("a.jpg", HALL), ("b.jpg", HALL)], ())
    store.put_sources([VOTE, other], (), "rules")
    store.put_nodes(NODES)
    store.put_derived({"a.md": ("n", [1]), "b.md": ("m", [2])}, None, "u")
    store.put_outputs(ROWS, ())
    store.put_shows({"b1": ("x", "y"), "b2": ()})

    assert store.note("plan", list[int], "u") == [1, 2]
    assert store.note("plan", list[int]) is None
    assert store.note("plan", list[str], "u") is None
    assert store.note("plans", list[int], "u") is None
    assert store.files() == {"a.jpg": HALL, "b.jpg": HALL}
    assert store.sources("rules") == {"a.md": VOTE, "b.md": other}
    assert store.node_digests() == NODES.keys()
    assert store.node_digests([digest_text("a")]) == {digest_text("b")}
    assert [store.value(digest) for digest in (*NODES, "no digest", "0")] == ["a", "b", None, None]
    assert store.derived(list[int], "u") == {"a.md": ("n", [1]), "b.md": ("m", [2])}
    assert store.derived(list[int], "v") == store.derived(list[str], "u") == {}
    assert store.ledger() == {"a.html": ROW, "a.webp": ROWS[1][0]}
    assert (store.origin("a.html"), store.origin("b.html")) == (ORIGIN, None)
    assert store.picture_sources() == {"a.webp": "hall.jpg"}
    assert [store.shows(body) for body in ("b1", "b2", "b3")] == [("x", "y"), (), None]
    assert (store.recall("x"), store.sources("other rules"), store.sources("rules")) == (
        None, {}, {},
    )  # fmt: skip


@pytest.mark.parametrize("table", ["notes", "files", "sources", "derived", "outputs", "shows"])
@pytest.mark.parametrize("check", ["''", "'zz'", '"check" - 1', '"check" + 1', "NULL"])
def test_a_row_with_another_check_is_a_missing_row(store: Store, table: str, check: str) -> None:
    """Whether it is greater or less, and of whatever type."""
    store.set_note("plan", [1], "u")
    store.put_files([("a.jpg", HALL)], ())
    store.put_sources([VOTE], (), "rules")
    store.put_derived({"a.md": ("n", [1])}, None, "u")
    store.put_outputs(ROWS[:1], ())
    store.put_shows({"b1": ("x",)})
    store._db.execute(f'UPDATE {table} SET "check" = {check}')

    held = {
        "notes": store.note("plan", list[int], "u"),
        "files": store.files(),
        "sources": store.sources("rules"),
        "derived": store.derived(list[int], "u"),
        "outputs": store.ledger(),
        "shows": store.shows("b1"),
    }
    assert {name for name, value in held.items() if not value} == {table}


@pytest.mark.parametrize("key", ["", "zz"])
def test_what_another_key_was_made_from_is_not_known(store: Store, key: str) -> None:
    store.put_outputs(ROWS[:1], ())
    store._db.execute("UPDATE outputs SET key = ?", (key,))
    assert store.origin("a.html") is None


def test_a_node_stands_where_its_digest_says(store: Store) -> None:
    """By its first fifteen digits, which SQLite can hold; under another number it is none."""
    store.put_nodes({"f" * 32: "a", "0" * 14 + "12" + "0" * 16: "b", "odd": "c"})
    rows = store._db.execute("SELECT id, digest FROM nodes").fetchall()
    assert rows == [
        (-1, "odd"), (1, "0" * 14 + "12" + "0" * 16), (16**15 - 1, "f" * 32),
    ]  # fmt: skip
    store._db.execute("UPDATE nodes SET id=7 WHERE id=1")
    assert store.node_digests() == {"odd", "f" * 32}
    store._db.execute("UPDATE nodes SET json=x'00', digest=x'00' WHERE id=7")
    assert store.node_digests() == {"odd", "f" * 32}
    assert store.value("f" * 15 + "0" * 17) is None


def test_what_is_gone_is_taken_out(store: Store) -> None:
    """Of each table those rows that are named, and no others."""
    store.put_files([("a.jpg", HALL), ("b.jpg", HALL)], ())
    store.put_sources([VOTE], (), "r")
    store.put_nodes(NODES)
    store.put_derived({"a.md": ("n", [1]), "b.md": ("m", [2])}, None, "u")
    store.put_outputs(ROWS, ())
    store.put_shows({"b1": ("x",), "b2": ("y",)})

    store.put_files([], ["a.jpg"])
    store.put_sources([], ["a.md"], "r")
    store.drop_nodes([digest_text("a")])
    store.put_derived({}, ["a.md"], "u")
    store.put_outputs([], ["a.html"])
    store.put_shows({"b3": ("z",)}, ["b1"])

    assert (store.files().keys(), store.sources("r")) == ({"b.jpg"}, {})
    assert store.node_digests() == {digest_text("b")}
    assert (store.derived(list[int], "u").keys(), store.ledger().keys()) == ({"b.md"}, {"a.webp"})
    assert [store.shows(body) for body in ("b1", "b2", "b3")] == [None, ("y",), ("z",)]
    store.put_shows({"b4": ()})
    store.put_derived({"c.md": ("n", [3])}, None, "u")
    store.forget_outputs()
    assert [store.shows(body) for body in ("b2", "b3", "b4")] == [None, None, ()]
    assert (store.derived(list[int], "u").keys(), store.ledger()) == ({"c.md"}, {})


def test_a_store_keeps_what_was_committed(tmp_path: Path) -> None:
    """Others read what was committed, from any thread; what was abandoned is nowhere."""
    with pytest.raises(sqlite3.DatabaseError):
        Store(tmp_path, readonly=True)
    writer = Store(tmp_path)
    writer.set_note("a", 1)
    with closing(Store(tmp_path, readonly=True)) as reader:
        assert reader.note("a", int) is None
        writer.commit()
        assert reader.note("a", int) == 1
        writer.put_sources([VOTE], (), "r")
        writer.commit()
        assert reader.sources("other") == {}
        seen: list[object] = []
        thread = threading.Thread(target=lambda: seen.append(reader.sources("r").keys()))
        thread.start()
        thread.join()
        assert seen == [{"a.md"}]
    writer.set_note("a", 2)
    writer.abandon()
    with closing(Store(tmp_path)) as store:
        assert store.note("a", int) == 1
        store.set_note("a", 3)
    with closing(Store(tmp_path)) as store:
        assert store.note("a", int) == 3


def test_rows_are_those_of_their_types() -> None:
    """What a row says of itself, and columns that say no such thing."""
    warned = SourceRow("a.md", "d", "article", "n", "b", {}, (RowWarning(3, "m", "h"),), "{}")
    assert source_row(*VOTE.columns()) == VOTE
    assert VOTE.columns()[5:] == ('{"c":"","x":"1"}', "[]", "{}")
    assert source_row(*warned.columns()) == warned
    assert warned.columns()[5:7] == ("{}", '[{"line":3,"message":"m","hint":"h"}]')
    assert VOTE.places() == Places((), {})
    with pytest.raises(LostNodeError, match=r"a\.md"):
        SourceRow("a.md", "d", "article", "n", "b", {}, (), "[]").places()
    plain = ("a.md", "d", "article", "n", "b")
    assert source_row(*plain, "[]", "[]", "{}") is source_row(*plain, "{}", "{}", "{}") is None
    assert source_row(*plain, "", "[]", "{}") is source_row(*plain, "{}", "", "{}") is None
    assert source_row("a.md", "d", "film", "n", "b", "{}", "[]", "{}") is None


def test_a_file_is_another_when_one_of_its_facts_is(tmp_path: Path) -> None:
    """Size, either time, or number: one that moved is enough."""
    assert HALL.is_of((5, 6, 7, 8))
    for place in range(4):
        moved = tuple(number + (place == index) for index, number in enumerate((5, 6, 7, 8)))
        assert not HALL.is_of(moved)  # type: ignore[arg-type]
    facts = tmp_path.stat()
    assert file_stat(facts) == (
        facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino,
    )  # fmt: skip


# Damage


@pytest.mark.parametrize("error", [sqlite3.DatabaseError("sample"), LostNodeError("sample")])
def test_work_is_done_again_without_a_damaged_cache(tmp_path: Path, error: Exception) -> None:
    """Its files go, folders in their place too, and nothing else beside them."""
    for name in (CACHE_FILE, f"{CACHE_FILE}-wal", "other.db"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / f"{CACHE_FILE}-shm/deep").mkdir(parents=True)
    (tmp_path / "folder").mkdir()
    (tmp_path / f"{CACHE_FILE}-journal").symlink_to(tmp_path / "folder")
    times: list[int] = []

    def work() -> str:
        times.append(1)
        if len(times) == 1:
            raise error
        return "done"

    assert with_cache(tmp_path, work) == "done"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "other.db"]


def test_a_cache_that_stays_damaged_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, a folder that was deleted, a file of ours that is missing: each is told."""
    cache = tmp_path / "cache"

    def broken() -> None:
        raise sqlite3.DatabaseError("sample")

    def missing() -> None:
        raise FileNotFoundError("sample")

    unusable = Problem(
        "cache/cache.db", 0, "cannot be used: sample",
        "Is the disk full? Otherwise delete the folder: it is made again.",
    )  # fmt: skip
    with pytest.raises(SitegenError) as caught:
        with_cache(cache, broken)
    assert caught.value.problems == (unusable,)
    with pytest.raises(SitegenError) as caught:
        with_cache(cache, missing)
    assert caught.value.problems == (damage.deleted(cache),)
    assert str(damage.deleted(cache)) == (
        "cache: error: was deleted while the build ran, and what had been made with it\n"
        "  Build again, and leave the folder alone meanwhile."
    )
    cache.mkdir()
    with pytest.raises(FileNotFoundError):
        with_cache(cache, missing)

    def discard(_cache: Path) -> None:
        raise OSError("sample")

    monkeypatch.setattr(damage, "discard", discard)
    with pytest.raises(SitegenError) as caught:
        with_cache(cache, broken)
    assert caught.value.problems == (unusable,)


# Logs and journals


class Refusing(sqlite3.Connection):
    """A file on a system that answers with a certain code where memory is to be shared."""

    code = 0
    closed = False

    def execute(self, *asked: object) -> sqlite3.Cursor:  # type: ignore[override]
        if asked == ("BEGIN IMMEDIATE",):
            error = sqlite3.OperationalError("sample")
            error.sqlite_errorcode = self.code
            raise error
        return super().execute(*asked)  # type: ignore[arg-type]

    def close(self) -> None:
        self.closed = True
        super().close()


@pytest.mark.parametrize(
    ("code", "is_taken"),
    [
        *((code | more, True) for code in (8, 10, 14, 15) for more in (0, 0x100, 0x1800)),
        *((code, False) for code in (5, 7, 9, 11, 13, 16, 0x10B, 0x80A & ~8)),
    ],
)
def test_a_journal_does_where_no_memory_is_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, is_taken: bool
) -> None:
    """Where SQLite says that it cannot; any other trouble is one."""
    monkeypatch.setattr(Refusing, "code", code)
    connections: list[Refusing] = []

    def connect() -> Refusing:
        connections.append(
            sqlite3.connect(tmp_path / "a.db", isolation_level=None, factory=Refusing)
        )
        return connections[-1]

    if not is_taken:
        with pytest.raises(sqlite3.OperationalError):
            journal_mode.opened(connect)
        assert [db.closed for db in connections] == [True]
        return
    with closing(journal_mode.opened(connect)) as db:
        assert [db.closed for db in connections] == [True, False]
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        db.execute("CREATE TABLE a (b)")
    with closing(journal_mode.opened(connect)) as db:  # asked for no memory any more
        assert len(connections) == 3
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert db.execute("PRAGMA cache_spill").fetchone() == (0,)
        with closing(sqlite3.connect(tmp_path / "a.db")) as reader:  # nobody is locked out
            assert reader.execute("SELECT * FROM a").fetchall() == []


def test_a_log_is_kept_where_memory_is_shared(tmp_path: Path) -> None:
    """A new file keeps one, and goes on with it; what does not fit into memory goes there."""
    for _ in range(2):
        with closing(journal_mode.opened(lambda: sqlite3.connect(tmp_path / "a.db"))) as db:
            assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert db.execute("PRAGMA cache_spill").fetchone() != (0,)
            db.execute("CREATE TABLE IF NOT EXISTS a (b)")
            db.commit()


# Reading


def test_a_question_is_asked_again_when_somebody_writes_meanwhile(tmp_path: Path) -> None:
    """Once; after that the answer is that of an empty cache. Nothing is left lying about."""
    with closing(Store(tmp_path)) as store:
        store.set_note("a", 0)
    answers: list[int | None] = []
    writes = 2

    def question(store: Store) -> int | None:
        nonlocal writes
        answers.append(store.note("a", int))
        if writes:
            writes -= 1
            with closing(Store(tmp_path)) as other:
                other.set_note("a", len(answers))
        return answers[-1]

    assert reading.ask(tmp_path, question) is None
    assert answers == [0, 1, None]
    assert reading.ask(tmp_path, question) == 2
    assert reading.ask(tmp_path / "none", question) is None
    assert len(answers) == 5
    assert not (tmp_path / "none").exists()

    def lost(store: Store) -> str:
        if store.note("a", int) is not None:
            raise LostNodeError("sample")
        return "empty"

    assert reading.ask(tmp_path, lost) == "empty"


def test_a_reading_store_keeps_nothing(tmp_path: Path) -> None:
    """It sees what a build has committed and not yet put away, and forgets what it is given."""
    with closing(Store(tmp_path / "cache")) as writer:
        writer.set_note("a", 1)
        writer.put_sources([VOTE], (), "r")
        writer.commit()
        store = ReadingStore(tmp_path / "cache", tmp_path)
        store.set_note("a", 2, under="u")
        store.put_files([("a.jpg", HALL)], ())
        assert store.file == tmp_path / CACHE_FILE
        assert (store.note("a", int), store.files(), store.sources("other")) == (1, {}, {})
        store.abandon()


# One process, many builds


def test_a_process_reads_each_table_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it wrote itself it knows, and it sees what others wrote meanwhile."""
    memory, asked = BuildMemory(), []
    for name in ("note", "files", "sources", "derived", "ledger"):
        real = getattr(Store, name)

        def counting(store: Store, *given: object, name: str = name, real=real) -> object:  # type: ignore[no-untyped-def]
            asked.append(name)
            return real(store, *given)

        monkeypatch.setattr(Store, name, counting)

    def tables() -> tuple[object, ...]:
        return (
            store.note("a", int), store.note("a", int, "u"), store.files(), store.sources("r"),
            store.derived(list[int], "u"), store.ledger(), store.recall("x"),
        )  # fmt: skip

    every = ["derived", "files", "ledger", "note", "note", "sources"]
    store = memory.open(tmp_path)
    assert tables() == (None, None, {}, {}, {}, {}, None)
    store.set_note("a", 1)
    store.put_files([("a.jpg", HALL), ("b.jpg", HALL)], ())
    store.put_sources([VOTE], (), "r")
    store.put_derived({"a.md": ("n", [1])}, None, "u")
    store.put_outputs(ROWS, ())
    store.remember("x", 7)
    whole = (
        1, {"a.jpg": HALL, "b.jpg": HALL}, {"a.md": VOTE}, {"a.md": ("n", [1])},
        {"a.html": ROW, "a.webp": ROWS[1][0]}, 7,
    )  # fmt: skip
    assert (tables()[0], *tables()[2:]) == whole
    assert sorted(asked) == sorted([*every, "note"])  # under another digest it is another note
    store.files().clear(), store.sources("r").clear(), store.ledger().clear()
    store.derived(list[int], "u").clear()
    store.close()

    asked.clear()
    assert memory.open(tmp_path) is store
    assert (tables()[0], *tables()[2:]) == whole
    store.put_files([], ["a.jpg", "none"])
    store.put_sources([], ["a.md"], "r")
    store.put_derived({"b.md": ("n", [2])}, ["a.md"], "u")
    store.put_outputs([], ["a.html"])
    assert tables()[2:6] == (
        {"b.jpg": HALL}, {}, {"b.md": ("n", [2])}, {"a.webp": ROWS[1][0]},
    )  # fmt: skip
    assert asked == []
    store.put_derived({"c.md": ("n", [3])}, None, "v")
    assert store.derived(list[int], "v") == {"c.md": ("n", [3])}
    assert asked == []
    assert store.derived(list[int], "u") == {}
    store.put_derived({"d.md": ("n", [4])}, [], "w")
    assert store.derived(list[int], "w") == {"d.md": ("n", [4])}
    assert store.sources("other") == store.sources("other") == {}
    assert sorted(asked) == ["derived", "derived", "sources"]
    store.forget_outputs()
    assert store.ledger() == {}
    assert {store.note(name, int) for name in "0mz"} == {None}
    asked.clear()
    store.set_note("m", 1)
    assert [store.note(name, int) for name in "0mz"] == [None, 1, None]
    assert asked == []
    store.abandon()
    store.abandon()  # with nothing begun

    asked.clear()
    assert memory.open(tmp_path) is store
    assert (tables()[0], *tables()[2:]) == (*whole[:5], None)  # what was abandoned is forgotten
    assert sorted(asked) == every
    store.close()
    store.close()  # with nothing begun
    with closing(Store(tmp_path)) as other:
        other.set_note("a", 9)
    assert memory.open(tmp_path).note("a", int) == 9
    memory.close()


def test_a_cache_of_another_place_or_code_is_opened_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moved, deleted, damaged, or written by other code: nothing is held of it."""
    memory = BuildMemory()

    def is_anew(cache: Path) -> bool:
        nonlocal last
        last, before = memory.open(cache), last
        last.close()
        return last is not before

    last: Store | None = None
    assert is_anew(tmp_path / "a")
    assert not is_anew(tmp_path / "a")
    assert is_anew(tmp_path / "b")
    damage.discard(tmp_path / "b")
    assert is_anew(tmp_path / "b")
    with closing(sqlite3.connect(tmp_path / "b" / CACHE_FILE)) as db, db:
        db.execute("UPDATE code SET digest='00'")
    assert is_anew(tmp_path / "b")
    with monkeypatch.context() as patch:
        patch.setattr(between_builds._RememberingStore, "_is_of_own_code", _broken)
        with pytest.raises(sqlite3.DatabaseError):
            memory.open(tmp_path / "b")
    assert is_anew(tmp_path / "b")
    memory.close()
    assert is_anew(tmp_path / "b")
    memory.close()
    memory.close()
    number = (tmp_path / "b").stat()
    assert between_builds._number(tmp_path / "b") == (number.st_dev, number.st_ino)
    assert between_builds._number(tmp_path / "none") == (0, 0)


def _broken(_store: Store) -> bool:
    raise sqlite3.DatabaseError("sample")


def test_a_maker_goes_on_for_five_hundred_builds_of_one_job() -> None:
    """Then, or for another job, it begins anew: what it holds of old stories goes."""
    memory, made = BuildMemory(), []

    def make(job: str) -> int:
        made.append(job)
        return len(made)

    for _ in range(2):
        assert {memory.maker(make)("a") for _ in range(500)} == {len(made)}
    assert made == ["a", "a"]
    assert [memory.maker(make)(job) for job in "aabb"] == [3, 3, 4, 4]
    memory.close()
    assert memory.maker(make)("b") == 5
