"""The cache: what earlier builds learnt, in one SQLite file that is safe to lose.

It holds parsed sources, nodes (see `core.digests`), facts of files, and the ledger: which
files of output/ sitegen wrote, and from which parts. Nothing here is truth. Every row that
matters carries a digest of its own content, so a damaged row is a missing row, and a damaged
file is an empty cache: the next build does more work and gives the same site.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from zlib import crc32

from sitegen.core.digests import Canonical, digest_text, dump
from sitegen.core.record import Record

CACHE_DIR = ".sitegen_cache"
CACHE_FILE = "cache.db"
PICTURES = "pictures"  # its folder of encoded pictures and drawn cards
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, digest TEXT, json TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
  path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, digest TEXT, json TEXT,
  "check" INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources (
  path TEXT PRIMARY KEY, digest TEXT, kind TEXT, node TEXT, body TEXT, deps TEXT, json TEXT,
  "check" TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS nodes (id INTEGER PRIMARY KEY, digest TEXT, json TEXT);
CREATE TABLE IF NOT EXISTS outputs (
  file TEXT PRIMARY KEY, key TEXT, size INTEGER, mtime INTEGER, maker TEXT, recipe TEXT,
  base TEXT, parts TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shows (
  body TEXT PRIMARY KEY, files TEXT, "check" INTEGER) WITHOUT ROWID;
"""
SCHEMA_VERSION = 4


class FileFact(Record):
    """What a scan found of one input file."""

    size: int
    mtime: int  # nanoseconds
    digest: str
    json: str = ""  # more facts, for pictures


class SourceRow(Record):
    """One parsed source file: an article or a person, and what was learnt beside it."""

    path: str
    digest: str  # of the file's bytes
    kind: str  # "article" or "person"
    node: str  # digest of the Article or Person, which is stored as a node
    body: str  # digest of the Body
    deps: str  # JSON: {path: digest} of other files that were looked at; "" when missing
    json: str  # JSON: {"anchors": [...], "lines": {key: line}, "warnings": [[line, message, hint]]}


class LedgerRow(Record):
    """One file of output/ as the last build left it."""

    file: str
    key: str
    size: int
    mtime: int  # nanoseconds


class Origin(Record):
    """What one file of output/ was rendered from; see `Task` in `model.tasks`."""

    file: str
    maker: str
    recipe: str
    base: str
    parts: str  # as JSON


def _node_id(digest: str) -> int:
    return int(digest[:15], 16)


class Store:
    """An open cache. One process writes; others may read what it has committed.

    Raises:
        sqlite3.DatabaseError: from any method, when the file is damaged: see `cache.damage`.
    """

    def __init__(self, cache: Path, *, readonly: bool = False) -> None:
        self.file = cache / CACHE_FILE
        if not readonly:
            cache.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(self.file, isolation_level=None, check_same_thread=False)
        # Whoever makes files reads for as long as there is work, and then nobody closes it.
        weakref.finalize(self, self._db.close).atexit = False
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")  # a lost cache costs time, never truth
        self._db.execute("PRAGMA cell_size_check=ON")
        if readonly:
            return
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version != SCHEMA_VERSION:
            names = self._db.execute(
                "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
            for (name,) in names:
                self._db.execute(f'DROP TABLE "{name}"')
            self._db.executescript(_SCHEMA)
            self._db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Let other processes see what was written."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        if self._db.in_transaction:
            self._db.execute("COMMIT")
        self._db.close()

    def abandon(self) -> None:
        """Close without keeping what was written since the last commit."""
        self._db.close()

    # Facts about the last build

    def meta(self, name: str) -> Canonical | None:
        row = self._db.execute("SELECT digest, json FROM meta WHERE name=?", (name,)).fetchone()
        if row is None or not isinstance(row[1], str) or digest_text(row[1]) != row[0]:
            return None
        return json.loads(row[1])

    def set_meta(self, name: str, value: Canonical) -> None:
        text = dump(value)
        self._db.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", (name, digest_text(text), text)
        )

    # Input files

    def files(self) -> dict[str, FileFact]:
        """Return all facts that are whole, by path."""
        rows = self._db.execute('SELECT path, size, mtime, digest, json, "check" FROM files')
        return {
            path: FileFact(size, mtime, digest, json)
            for path, size, mtime, digest, json, check in rows
            if crc32(f"{path}\n{size}\n{mtime}\n{digest}\n{json}".encode()) == check
        }

    def put_files(self, facts: Iterable[tuple[str, FileFact]], gone: Iterable[str]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    path,
                    f.size,
                    f.mtime,
                    f.digest,
                    f.json,
                    crc32(f"{path}\n{f.size}\n{f.mtime}\n{f.digest}\n{f.json}".encode()),
                )
                for path, f in facts
            ],
        )
        self._db.executemany("DELETE FROM files WHERE path=?", [(path,) for path in gone])

    # Sources

    def sources(self) -> dict[str, SourceRow]:
        """Return all rows that are whole, by path."""
        rows = {}
        for *fields, check in self._db.execute("SELECT * FROM sources"):
            if digest_text("\0".join(map(str, fields))) == check:
                rows[fields[0]] = SourceRow(*fields)
        return rows

    def put_sources(self, rows: Iterable[SourceRow], gone: Iterable[str]) -> None:
        plain = [(r.path, r.digest, r.kind, r.node, r.body, r.deps, r.json) for r in rows]
        self._db.executemany(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(*fields, digest_text("\0".join(fields))) for fields in plain],
        )
        self._db.executemany("DELETE FROM sources WHERE path=?", [(path,) for path in gone])

    # Nodes

    def value(self, digest: str) -> str | None:
        row = self._db.execute(
            "SELECT digest, json FROM nodes WHERE id=?", (_node_id(digest),)
        ).fetchone()
        return None if row is None or row[0] != digest else row[1]

    def node_digests(self, but: Collection[str] = ()) -> set[str]:
        rows = self._db.execute("SELECT digest FROM nodes")
        return {digest for (digest,) in rows if digest not in but}

    def put_nodes(self, nodes: Mapping[str, str]) -> None:
        # In the order of the key, so that SQLite appends instead of seeking.
        rows = sorted((_node_id(digest), digest, text) for digest, text in nodes.items())
        self._db.executemany("INSERT OR REPLACE INTO nodes VALUES (?, ?, ?)", rows)

    def drop_nodes(self, digests: Iterable[str]) -> None:
        self._db.executemany(
            "DELETE FROM nodes WHERE id=?", [(_node_id(digest),) for digest in digests]
        )

    # The ledger

    def ledger(self) -> dict[str, LedgerRow]:
        rows = self._db.execute("SELECT file, key, size, mtime FROM outputs")
        return {row[0]: LedgerRow(*row) for row in rows}

    def origin(self, file: str) -> Origin | None:
        """Return what one file of the ledger was rendered from."""
        row = self._db.execute(
            "SELECT file, maker, recipe, base, parts FROM outputs WHERE file=?", (file,)
        ).fetchone()
        return None if row is None else Origin(*row)

    def shows(self, body: str) -> tuple[str, ...] | None:
        """Return the files that show a body; None when that is not known any more."""
        row = self._db.execute('SELECT files, "check" FROM shows WHERE body=?', (body,)).fetchone()
        if row is None or crc32(f"{body}\n{row[0]}".encode("utf-8", "surrogatepass")) != row[1]:
            return None
        return tuple(json.loads(row[0]))

    def put_shows(
        self, files: Mapping[str, Iterable[str]], gone: Iterable[str] | None = None
    ) -> None:
        """Note which files show which body, in place of `gone`: of all, when it is None."""
        if gone is None:
            self._db.execute("DELETE FROM shows")
        self._db.executemany("DELETE FROM shows WHERE body=?", [(body,) for body in gone or ()])
        texts = [(body, dump(list(files[body]))) for body in sorted(files)]
        self._db.executemany(
            "INSERT OR REPLACE INTO shows VALUES (?, ?, ?)",
            [(b, t, crc32(f"{b}\n{t}".encode("utf-8", "surrogatepass"))) for b, t in texts],
        )

    def forget_outputs(self) -> None:
        self._db.execute("DELETE FROM outputs")

    def put_outputs(self, rows: Iterable[tuple[LedgerRow, Origin]], gone: Iterable[str]) -> None:
        whole = [
            (r.file, r.key, r.size, r.mtime, m.maker, m.recipe, m.base, m.parts) for r, m in rows
        ]
        self._db.executemany(
            "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", whole
        )
        self._db.executemany("DELETE FROM outputs WHERE file=?", [(file,) for file in gone])
