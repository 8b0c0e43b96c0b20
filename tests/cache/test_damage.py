"""A damaged cache costs time and never correctness, and nobody hears of it.

Each row and each field is dropped, emptied, cut and swapped with another's; rows and tables
take shapes that other code might have left, under checks that are right. Whatever it is, the
next builds give what a build without a past gives, with the same warnings and no others.

    SITEGEN_ROWS=50 pytest tests/cache/test_damage.py

damages that many rows of each table instead of a few.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen.build.explain import due, why
from sitegen.build.filed_stories import _under
from sitegen.build.inputs import Inputs, gather
from sitegen.cache import store as store_module
from sitegen.cache.place import CACHE_DIR
from sitegen.cache.reading import ReadingStore
from sitegen.cache.store import CACHE_FILE, Store
from sitegen.core.digests import digest_text
from sitegen.core.record import replace
from sitegen.pages.context import reserved_names
from sitegen.preview.state import Preview
from sitegen.settings.load import load
from tests.conftest import NOW, Site, tree_of
from tests.pictures.photo_files import noisy, saved

ROWS = int(os.environ.get("SITEGEN_ROWS", "1"))
TABLES = {
    "code": ["digest"],
    "notes": ["name", "json", "check"],
    "files": ["path", "size", "mtime", "ctime", "number", "digest", "json", "check"],
    "sources": [
        "path", "digest", "kind", "node", "body", "deps", "warnings", "places", "check",
    ],
    "nodes": ["id", "digest", "json"],
    "outputs": ["file", "key", "size", "mtime", "check", "maker", "recipe", "base", "parts"],
    "derived": ["path", "node", "json", "check"],
    "shows": ["body", "files", "check"],
}  # fmt: skip
AT = datetime.fromisoformat(NOW)
VOTE, RAIN = "content/news/vote.md", "content/news/rain.md"


class Newsroom:
    """A small site with all that a cache holds, and what clean builds make of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        site = self._site = Site(folder / "site")
        site.setting("[images]\nwidths = [24]\nsocial_cards = false")
        site.write_bytes("content/news/hall.png", saved(noisy(320, 200), "PNG"))
        site.story(VOTE, "First text, [elsewhere](rain.md#later).", tags="[schools]")
        site.story(RAIN, "## Later\n\nA sample text.", image="{file: hall.png, alt: A hall}")
        site.story("content/news/draft.md", "A sample draft.", draft="true")
        site.story("content/news/soon.md", "A sample.", embargo="2027-03-01 09:00", summary=None)
        site.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
        site.build()
        site.story(VOTE, "Second text, [elsewhere](rain.md#later).", tags="[schools]")
        site.build()  # a plan that stands, with a body that moved
        sources = site.copy()
        self._clean = []
        for edit in EDITS:
            edit(sources)
            self._clean.append(sources.copy().build())

    def site(self) -> Site:
        """Return the site with its cache, built and with nothing changed since."""
        self._number += 1
        to = self._folder / f"damaged{self._number}"
        shutil.copytree(self._site.root, to)  # with the times that the cache has noted
        store = Store(to / CACHE_DIR)
        store.set_note("output", str((to / "output").resolve()))
        store.close()
        return Site(to)

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        return rows_of(self._site, table)

    def expect_clean_builds(self, site: Site, what: object) -> None:
        """Build it as it is, then with another text, then with another title."""
        for edit, clean in zip(EDITS, self._clean, strict=True):
            edit(site)
            report = site.build().report
            assert tree_of(site.root / "output") == clean.tree, what
            assert report.warnings == clean.report.warnings, what
            assert report.held == clean.report.held, what
            assert report.next_change == clean.report.next_change, what
        shutil.rmtree(site.root)


def _nothing(_site: Site) -> None:
    return None


def _new_text(site: Site) -> None:
    site.story(RAIN, "## Later\n\nAnother text.", image="{file: hall.png, alt: A hall}")


def _new_title(site: Site) -> None:
    site.story(VOTE, "Second text, [elsewhere](rain.md#later).", title="Another title")


EDITS = (_nothing, _new_text, _new_title)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("damage"))


@pytest.fixture(autouse=True)
def _silence(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "")


def database(site: Site) -> Path:
    return site.root / CACHE_DIR / CACHE_FILE


def change(site: Site, *statements: tuple[str, tuple[Any, ...]]) -> None:
    with closing(sqlite3.connect(database(site))) as db, db:
        for statement, values in statements:
            db.execute(statement, values)


def rows_of(site: Site, table: str) -> list[tuple[Any, ...]]:
    columns = ", ".join(f'"{column}"' for column in TABLES[table])
    with closing(sqlite3.connect(database(site))) as db:
        return db.execute(f"SELECT {columns} FROM {table}").fetchall()


def test_every_table_is_damaged_here(newsroom: Newsroom) -> None:
    """A new table, or column, takes part."""
    site = newsroom.site()
    assert TABLES.keys() == store_module._TABLES.keys()
    with closing(sqlite3.connect(database(site))) as db:
        for table, columns in TABLES.items():
            assert [row[1] for row in db.execute(f"PRAGMA table_info({table})")] == columns
            assert rows_of(site, table), f"{table} is empty: its damage would show nothing"


FIELDS = [(table, column) for table, columns in TABLES.items() for column in columns]


def _empty(value: Any) -> Any:
    return "" if isinstance(value, str) else 0


def _cut(value: Any) -> Any:
    return value[: len(value) // 2] if isinstance(value, str) else value // 2


HARMS: dict[str, Callable[[Any], Any]] = {
    "emptied": _empty,
    "cut": _cut,
    "null": lambda _value: None,
    "bytes": lambda value: str(value).encode(),
}


# Whatever was done to one of their rows, it is read as a missing one; see the next test.
CHECKED = ("notes", "files", "sources", "derived", "shows")
EVERY_HARM = (*HARMS, "swapped")


def damages() -> Iterator[tuple[str, str, str]]:
    """Yield tables, columns and harms: each where nothing checks the row, else one in turn."""
    for number, (table, column) in enumerate(FIELDS):
        turn = number % len(EVERY_HARM)
        for harm in EVERY_HARM[turn : turn + 1] if table in CHECKED else EVERY_HARM:
            yield table, column, harm


@pytest.mark.parametrize("table", CHECKED)
def test_a_damaged_row_is_read_as_a_missing_one(newsroom: Newsroom, table: str) -> None:
    """Each field in each way: so builds need to be right where a row is missing."""
    site = newsroom.site()
    held = _reading_of(site)
    rows, key = rows_of(site, table), TABLES[table][0]
    with closing(Store(site.root / CACHE_DIR)) as store:
        whole = held(store)
        for row, other in list(zip(rows, rows[1:] + rows[:1], strict=True))[: 4 * ROWS]:
            assert (table, row[0]) in whole
            for place, column in enumerate(TABLES[table]):
                for harm in EVERY_HARM:
                    value = other[place] if harm == "swapped" else HARMS[harm](row[place])
                    if value == row[place]:
                        continue
                    store._db.execute("SAVEPOINT before")
                    statement = f'UPDATE OR REPLACE {table} SET "{column}"=? WHERE "{key}"=?'
                    with suppress(sqlite3.IntegrityError):  # SQLite lets no row be like that
                        store._db.execute(statement, (value, row[0]))
                        lost = {(table, row[0]), (table, value)}
                        rest = {name: value for name, value in whole.items() if name not in lost}
                        assert held(store) == rest, (column, harm, row)
                    store._db.execute("ROLLBACK TO before")
        assert held(store) == whole


def _reading_of(site: Site) -> Callable[[Store], dict[tuple[str, str], object]]:
    """Return what reads all rows that carry a check, by table and name."""
    inputs, unders = _inputs(site), _unders(site)
    filed = _under(inputs, inputs.reading.rows)
    notes, bodies = ([row[0] for row in rows_of(site, table)] for table in ("notes", "shows"))

    def held(store: Store) -> dict[tuple[str, str], object]:
        tables: dict[str, Mapping[str, object]] = {
            "notes": {name: [store.note(name, object, under) for under in unders]
                      for name in notes},
            "files": store.files(),
            "sources": store.sources(inputs.rules),
            "derived": store.derived(object, filed),
            "shows": {body: store.shows(body) for body in bodies},
        }  # fmt: skip
        nothing = (None, [None] * len(unders))
        return {
            (table, name): value
            for table, values in tables.items()
            for name, value in values.items()
            if value not in nothing
        }

    return held


@pytest.mark.parametrize(("table", "column", "harm"), [*damages()])
def test_a_damaged_field_is_a_missing_row(
    newsroom: Newsroom, table: str, column: str, harm: str
) -> None:
    """Emptied, cut, of another type, or that of another row: the build is right and silent."""
    key, place = TABLES[table][0], TABLES[table].index(column)
    chance = random.Random(f"{table} {column} {harm}")
    rows = newsroom.rows(table)
    for row in chance.sample(rows, min(ROWS, len(rows))):
        other = chance.choice(rows)
        value = other[place] if harm == "swapped" else HARMS[harm](row[place])
        site = newsroom.site()
        statement = f'UPDATE OR REPLACE {table} SET "{column}"=? WHERE "{key}" IS ?'
        with suppress(sqlite3.IntegrityError):  # SQLite itself lets no row be like that
            change(site, (statement, (value, row[0])))
        newsroom.expect_clean_builds(site, (table, column, harm, row))


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_row_is_found_out(newsroom: Newsroom, table: str) -> None:
    """One row after another goes, then all at once, then the table."""
    key = TABLES[table][0]
    chance = random.Random(table)
    rows = newsroom.rows(table)
    losses = [
        (f'DELETE FROM {table} WHERE "{key}" IS ?', (row[0],))
        for row in chance.sample(rows, min(8 * ROWS, len(rows)))
    ]
    for loss in [*losses, (f"DELETE FROM {table}", ()), (f"DROP TABLE {table}", ())]:
        site = newsroom.site()
        change(site, loss)
        newsroom.expect_clean_builds(site, loss)


def test_notes_of_another_shape_are_no_notes(newsroom: Newsroom) -> None:
    """Of every note, under its right check: after a plan of another shape all builds failed."""
    names = [row[0] for row in newsroom.rows("notes")]
    assert {"plan", "arrangement", "bodies", "templates"} < {*names}
    for name in names:
        for shape in (None, 0, "text", [[1, 2]], {"a": {"b": 1}}):
            site = newsroom.site()
            note(site, name, shape)
            newsroom.expect_clean_builds(site, (name, shape))


def note(site: Site, name: str, shape: object) -> None:
    """Note something under the very check that the note had."""
    old, check = next((text, check) for n, text, check in rows_of(site, "notes") if n == name)
    store = Store(site.root / CACHE_DIR)
    under = next(u for u in _unders(site) if store._note_check(name, old, u) == check)
    store.set_note(name, shape, under)
    store.close()


def _unders(site: Site) -> list[str]:
    inputs = _inputs(site)
    return ["", inputs.engine, inputs.theme.digest, inputs.frame.digest()]


def test_a_plan_with_a_field_of_another_type_is_none(newsroom: Newsroom) -> None:
    """Field by field of the plan: each is needed, and each of its type."""
    plan = json.loads(next(row[1] for row in newsroom.rows("notes") if row[0] == "plan"))
    for name in plan:
        for value in (7, "x", [["x"]], {"x": ["y"]}):
            if name == "frame" and value == "x":
                continue  # that is a frame, though of another plan
            site = newsroom.site()
            note(site, "plan", {**plan, name: value})
            newsroom.expect_clean_builds(site, (name, value))
        site = newsroom.site()
        note(site, "plan", {key: value for key, value in plan.items() if key != name})
        newsroom.expect_clean_builds(site, name)


@pytest.mark.parametrize(
    ("table", "column", "shape"),
    [
        ("files", "json", "[]"),
        ("files", "json", '{"digest": 7}'),
        ("files", "json", "no json"),
        ("shows", "files", "{}"),
        ("shows", "files", "[1]"),
        ("shows", "files", "no json"),
        ("sources", "deps", "[]"),
        ("sources", "deps", '{"content/news/hall.png": 7}'),
        ("sources", "warnings", "[7]"),
        ("sources", "warnings", '[{"line": "7"}]'),
        ("sources", "places", "[]"),
        ("sources", "places", '{"lines": {"title": "x"}}'),
        ("sources", "kind", "film"),
        ("derived", "json", "[]"),
        ("derived", "json", "no json"),
    ],
)
def test_rows_of_another_shape_are_no_rows(
    newsroom: Newsroom, table: str, column: str, shape: str
) -> None:
    """A right check says that a row was written so, not that we would write it so."""
    site = newsroom.site()
    inputs = _inputs(site)
    store = Store(site.root / CACHE_DIR)

    def check_of(fields: dict[str, Any]) -> object:
        if table == "sources":
            return store._source_check(inputs.rules, fields.values())
        under = [_under(inputs, inputs.reading.rows)] if table == "derived" else []
        return store._check("\n".join([*under, *map(str, fields.values())]))

    for values in rows_of(site, table):
        row = dict(zip(TABLES[table], values, strict=True))
        assert row.pop("check") == check_of(row)
        statement = f'UPDATE {table} SET "{column}"=?, "check"=? WHERE "{TABLES[table][0]}"=?'
        store._db.execute(statement, (shape, check_of(row | {column: shape}), values[0]))
    store.close()
    (site.root / RAIN).touch()
    newsroom.expect_clean_builds(site, (table, shape))


@pytest.mark.parametrize("text", ["[]", "{}", "7", "null", '["a", 2]', '[["a"]]', "no json"])
@pytest.mark.parametrize("kind", ["Article", "Body", "Person"])
def test_a_node_of_another_shape_is_none(newsroom: Newsroom, kind: str, text: str) -> None:
    """Its digest is right, and so is the row that names it: other code wrote both."""
    site = newsroom.site()
    column = "body" if kind == "Body" else "node"
    digest = digest_text(kind + text)
    rules = _inputs(site).rules
    store = Store(site.root / CACHE_DIR)
    store.put_nodes({digest: text})
    changed = [
        replace(row, body=digest) if column == "body" else replace(row, node=digest)
        for row in store.sources(rules).values()
        if (row.kind == "person") == (kind == "Person")
    ]
    assert changed
    store.put_sources(changed, (), rules)
    store.close()
    newsroom.expect_clean_builds(site, (kind, text))


def _inputs(site: Site) -> Inputs:
    scratch = site.root.with_name("scratch")
    scratch.mkdir(exist_ok=True)
    reading = ReadingStore(site.root / CACHE_DIR, scratch)
    try:
        return gather(load(site.root, reserved_names), reading, AT, 1)
    finally:
        reading.abandon()


OTHER_CACHES = {
    "a column more": ["ALTER TABLE files ADD COLUMN words TEXT"],
    "a column less": ["ALTER TABLE outputs DROP COLUMN base"],
    "another name": ["ALTER TABLE sources RENAME COLUMN deps TO uses"],
    "a table more": ["CREATE TABLE words (word TEXT)"],
    "a view": ["CREATE VIEW words AS SELECT * FROM files"],
    "a trigger": ["CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM files; END"],
    "an index": ["CREATE INDEX i ON nodes (digest)"],
    "a view for a table": ["DROP TABLE shows", "CREATE VIEW shows AS SELECT * FROM nodes"],
    "other code": ["UPDATE code SET digest='00'"],
    "no code": ["DELETE FROM code"],
    "two codes": ["INSERT INTO code VALUES ('00')"],
    "no table": [f"DROP TABLE {table}" for table in TABLES],
}


@pytest.mark.parametrize("name", OTHER_CACHES)
def test_a_cache_of_another_shape_is_an_empty_one(newsroom: Newsroom, name: str) -> None:
    """Whatever other code has left in the file, it is thrown away as a whole."""
    site = newsroom.site()
    change(site, *[(statement, ()) for statement in OTHER_CACHES[name]])
    newsroom.expect_clean_builds(site, name)


def test_what_other_code_wrote_is_not_trusted(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version of sitegen reads sources, measures photos and plans by itself."""
    site = newsroom.site()
    monkeypatch.setattr(store_module, "code_digest", lambda: "00" * 16)
    with pytest.raises(sqlite3.DatabaseError):
        Store(site.root / CACHE_DIR, readonly=True)
    store = Store(site.root / CACHE_DIR)
    assert (store.files(), store.ledger(), store.node_digests()) == ({}, {}, set())
    store.close()
    newsroom.expect_clean_builds(site, "")


@pytest.mark.parametrize("table", TABLES)
def test_questions_of_a_damaged_cache_are_answered(newsroom: Newsroom, table: str) -> None:
    """The preview, `why` and `due` read the same cache, and never say a word of its state."""
    for column in TABLES[table]:
        site = newsroom.site()
        with suppress(sqlite3.IntegrityError):
            change(site, (f'UPDATE OR IGNORE {table} SET "{column}"=NULL', ()))

        assert why(site.root, VOTE, AT)[0] == f"{VOTE}: Vote"
        due(site.root, AT)
        preview = Preview(site.root, clock=lambda: AT)
        try:
            preview.refresh()
            assert preview.problems == ()
            answer = preview.answer("/news/vote/")
            assert (answer.status, b"Second text" in answer.data) == (200, True)
        finally:
            preview.close()
