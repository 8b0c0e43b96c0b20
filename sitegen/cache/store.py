"""The cache: what earlier builds learnt, in one SQLite file that is safe to lose.

It holds parsed sources, nodes (see `core.digests`), facts of files, and the ledger: which
files of output/ sitegen wrote, and from which parts. Nothing here is truth.

The file stands under the digest of the code that wrote it: what other code has left is
thrown away as a whole, so that no row of another shape is ever met. And every row carries a
check of its name, its content and that code: a damaged row is a missing row, and a damaged
file is an empty cache. The next build does more work and gives the same site.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from sitegen.cache import journal_mode
from sitegen.cache.rows import FileFact, LedgerRow, Origin, SourceRow, source_row
from sitegen.core.code_digest import code_digest
from sitegen.core.digests import digest_text
from sitegen.core.stored import from_text, to_text

CACHE_FILE = "cache.db"
PICTURES = "pictures"  # its folder of encoded pictures and drawn cards

T = TypeVar("T")

# The tables, as SQLite keeps their text: another text is another cache.
_TABLES = {
    "code": "(digest TEXT)",
    "notes": '(name TEXT PRIMARY KEY, json TEXT, "check" TEXT) WITHOUT ROWID',
    "files": "(path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, ctime INTEGER, number INTEGER, "
    'digest TEXT, json TEXT, "check" INTEGER) WITHOUT ROWID',
    "sources": "(path TEXT PRIMARY KEY, digest TEXT, kind TEXT, node TEXT, body TEXT, deps TEXT, "
    'warnings TEXT, places TEXT, "check" TEXT) WITHOUT ROWID',
    "nodes": "(id INTEGER PRIMARY KEY, digest TEXT, json TEXT)",
    "outputs": "(file TEXT PRIMARY KEY, key TEXT, size INTEGER, mtime INTEGER, "
    '"check" INTEGER, maker TEXT, recipe TEXT, base TEXT, parts TEXT) WITHOUT ROWID',
    "derived": '(path TEXT PRIMARY KEY, node TEXT, json TEXT, "check" INTEGER) WITHOUT ROWID',
    "shows": '(body TEXT PRIMARY KEY, files TEXT, "check" INTEGER) WITHOUT ROWID',
}
_SCHEMA = {
    **{name: f"CREATE TABLE {name} {columns}" for name, columns in _TABLES.items()},
    # Rows of outputs are long, and every plan asks for those of pictures.
    "pictures": "CREATE INDEX pictures ON outputs (recipe) WHERE maker='image'",
}


def _node_id(digest: str) -> int:
    try:
        return int(digest[:15], 16)
    except ValueError:
        return -1  # of no node


def _is_named(id_: object, digest: object) -> bool:
    """Say whether a row of nodes has the digest that belongs to its number."""
    return isinstance(digest, str) and _node_id(digest) == id_


class Store:
    """An open cache. One process writes; others may read what it has committed.

    Raises:
        sqlite3.DatabaseError: from any method, when the file is damaged: see `cache.damage`;
            from the constructor also when it may only be read and other code wrote it.
    """

    def __init__(self, cache: Path, *, readonly: bool = False) -> None:
        self.file = cache / CACHE_FILE
        if not readonly:
            cache.mkdir(parents=True, exist_ok=True)
        self._open(str(self.file), readonly=readonly)
        self._db.execute("PRAGMA synchronous=OFF")  # a lost cache costs time, never truth
        self._db.execute("PRAGMA cell_size_check=ON")
        if readonly:
            self._expect_own_code()
            return
        if not self._is_of_own_code():
            self._begin_anew()
        self._db.execute("BEGIN IMMEDIATE")

    def _open(self, address: str, *, readonly: bool = True, uri: bool = False) -> None:
        self._code = code_digest()
        self._seed = crc32(self._code.encode())

        def connect() -> sqlite3.Connection:
            return sqlite3.connect(address, isolation_level=None, check_same_thread=False, uri=uri)

        self._db = connect() if readonly else journal_mode.opened(connect)
        # Whoever makes files reads for as long as there is work, and then nobody closes it.
        weakref.finalize(self, self._db.close).atexit = False

    def _expect_own_code(self) -> None:
        if not self._is_of_own_code():
            raise sqlite3.DatabaseError("other code wrote this cache")

    def _is_of_own_code(self) -> bool:
        query = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        if dict(self._db.execute(query)) != _SCHEMA:
            return False
        return self._db.execute("SELECT digest FROM code").fetchall() == [(self._code,)]

    def _begin_anew(self) -> None:
        things = self._db.execute(
            "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
            " ORDER BY type='table'"  # what leans on a table goes before it
        ).fetchall()
        for kind, name in things:
            quoted = str(name).replace('"', '""')
            self._db.execute(f'DROP {kind} IF EXISTS "{quoted}"')
        for statement in _SCHEMA.values():
            self._db.execute(statement)
        self._db.execute("INSERT INTO code VALUES (?)", (self._code,))

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

    def _check(self, text: str) -> int:
        return crc32(text.encode("utf-8", "surrogatepass"), self._seed)

    # Notes: single values

    def note(self, name: str, kind: type[T], under: str = "") -> T | None:
        """Return the value that was noted; None when there is none of this type.

        Args:
            under: digest of what it depends on beside the code; it must be what it was.
        """
        row = self._db.execute('SELECT json, "check" FROM notes WHERE name=?', (name,)).fetchone()
        if row is None or self._note_check(name, row[0], under) != row[1]:
            return None
        return from_text(row[0], kind)

    def set_note(self, name: str, value: object, under: str = "") -> None:
        text = to_text(value)
        check = self._note_check(name, text, under)
        self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (name, text, check))

    def _note_check(self, name: str, text: object, under: str) -> str:
        return digest_text(f"{self._code}\0{name}\0{under}\0{text}")

    # Input files

    def files(self) -> dict[str, FileFact]:
        """Return all facts that are whole, by path."""
        rows = self._db.execute(
            'SELECT path, size, mtime, ctime, number, digest, json, "check" FROM files'
        )
        return {
            path: FileFact(size, mtime, ctime, number, digest, json)
            for path, size, mtime, ctime, number, digest, json, check in rows
            if self._check(f"{path}\n{size}\n{mtime}\n{ctime}\n{number}\n{digest}\n{json}") == check
        }

    def put_files(self, facts: Iterable[tuple[str, FileFact]], gone: Iterable[str]) -> None:
        rows = [(path, f.size, f.mtime, f.ctime, f.number, f.digest, f.json) for path, f in facts]
        self._db.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(*row, self._check("\n".join(map(str, row)))) for row in rows],
        )
        self._db.executemany("DELETE FROM files WHERE path=?", [(path,) for path in gone])

    # Sources

    def sources(self, under: str) -> dict[str, SourceRow]:
        """Return, by path, all rows that are whole and were parsed under these rules.

        Args:
            under: digest of all that parsing depends on beside a source's text.
        """
        rows: dict[str, SourceRow] = {}
        others: list[tuple[object]] = []
        query = (
            'SELECT path, digest, kind, node, body, deps, warnings, places, "check" FROM sources'
        )
        for *fields, check in self._db.execute(query):
            row = source_row(*fields) if self._source_check(under, fields) == check else None
            if row is None:
                others.append((fields[0],))
            else:
                rows[row.path] = row
        if self._db.in_transaction:  # and not only reading
            self._db.executemany("DELETE FROM sources WHERE path IS ?", others)
        return rows

    def put_sources(self, rows: Iterable[SourceRow], gone: Iterable[str], under: str) -> None:
        plain = [row.columns() for row in rows]
        self._db.executemany(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*fields, self._source_check(under, fields)) for fields in plain],
        )
        self._db.executemany("DELETE FROM sources WHERE path=?", [(path,) for path in gone])

    def _source_check(self, under: str, fields: Iterable[Any]) -> str:
        return digest_text("\0".join([self._code, under, *map(str, fields)]))

    # Nodes

    def value(self, digest: str) -> str | None:
        """Return the text of a node; see `core.digests`."""
        row = self._db.execute(
            "SELECT digest, json FROM nodes WHERE id=?", (_node_id(digest),)
        ).fetchone()
        return row[1] if row is not None and row[0] == digest and isinstance(row[1], str) else None

    def node_digests(self, but: Collection[str] = ()) -> set[str]:
        rows = self._db.execute("SELECT id, digest FROM nodes")
        return {digest for id_, digest in rows if digest not in but and _is_named(id_, digest)}

    def put_nodes(self, nodes: Mapping[str, str]) -> None:
        # In the order of the key, so that SQLite appends instead of seeking.
        rows = sorted((_node_id(digest), digest, text) for digest, text in nodes.items())
        self._db.executemany("INSERT OR REPLACE INTO nodes VALUES (?, ?, ?)", rows)

    def drop_nodes(self, digests: Iterable[str]) -> None:
        self._db.executemany(
            "DELETE FROM nodes WHERE id=?", [(_node_id(digest),) for digest in digests]
        )

    # What follows from one node alone, with other values as they are

    def derived(self, kind: type[T], under: str) -> dict[str, tuple[str, T]]:
        """Return by path what was derived from a source: from which node, and the value.

        Args:
            under: digest of all else that it was derived from.
        """
        rows = self._db.execute('SELECT path, node, json, "check" FROM derived')
        return {
            path: (node, value)
            for path, node, text, check in rows
            if self._check(f"{under}\n{path}\n{node}\n{text}") == check
            and (value := from_text(text, kind)) is not None
        }

    def put_derived(
        self, values: Mapping[str, tuple[str, object]], gone: Iterable[str] | None, under: str
    ) -> None:
        """Note what was derived from sources; `gone` is None when nothing older holds."""
        if gone is None:
            self._db.execute("DELETE FROM derived")
        self._db.executemany("DELETE FROM derived WHERE path=?", [(path,) for path in gone or ()])
        rows = ((path, node, to_text(value)) for path, (node, value) in sorted(values.items()))
        self._db.executemany(
            "INSERT OR REPLACE INTO derived VALUES (?, ?, ?, ?)",
            ((*row, self._check("\n".join([under, *row]))) for row in rows),
        )

    # What one process holds from build to build

    def recall(self, name: str) -> object:
        """Return what was remembered; None in a process that builds once."""
        del name
        return None

    def remember(self, name: str, value: object) -> None:
        """Hold a value for the next build of this process, if there will be one."""

    # The ledger

    def ledger(self) -> dict[str, LedgerRow]:
        """Return all rows that are whole, by file."""
        rows = self._db.execute('SELECT file, key, size, mtime, "check" FROM outputs')
        return {
            file: LedgerRow(file, key, size, mtime)
            for file, key, size, mtime, check in rows
            if self._check(f"{file}\n{key}\n{size}\n{mtime}") == check
        }

    def origin(self, file: str) -> Origin | None:
        """Return what one file of the ledger was rendered from; its key vouches for it."""
        row = self._db.execute(
            "SELECT key, maker, recipe, base, parts FROM outputs WHERE file=?", (file,)
        ).fetchone()
        if row is None or not all(isinstance(field, str) for field in row):
            return None
        origin = Origin(file, *row[1:])
        return origin if origin.key() == row[0] else None

    def picture_sources(self) -> dict[str, str]:
        """Return the encoded pictures of the ledger, each with the source it was made from."""
        rows = self._db.execute("SELECT file, recipe FROM outputs WHERE maker='image'")
        return dict(rows.fetchall())

    def shows(self, body: str) -> tuple[str, ...] | None:
        """Return the files that show a body; None when that is not known any more."""
        row = self._db.execute('SELECT files, "check" FROM shows WHERE body=?', (body,)).fetchone()
        if row is None or self._check(f"{body}\n{row[0]}") != row[1]:
            return None
        return from_text(row[0], tuple[str, ...])

    def put_shows(
        self, files: Mapping[str, Iterable[str]], gone: Iterable[str] | None = None
    ) -> None:
        """Note which files show which body, in place of `gone`: of all, when it is None."""
        if gone is None:
            self._db.execute("DELETE FROM shows")
        self._db.executemany("DELETE FROM shows WHERE body=?", [(body,) for body in gone or ()])
        texts = [(body, to_text(list(files[body]))) for body in sorted(files)]
        self._db.executemany(
            "INSERT OR REPLACE INTO shows VALUES (?, ?, ?)",
            [(body, text, self._check(f"{body}\n{text}")) for body, text in texts],
        )

    def forget_outputs(self) -> None:
        self._db.execute("DELETE FROM outputs")

    def put_outputs(self, rows: Iterable[tuple[LedgerRow, Origin]], gone: Iterable[str]) -> None:
        whole = [
            (r.file, r.key, r.size, r.mtime, self._check(f"{r.file}\n{r.key}\n{r.size}\n{r.mtime}"),
             m.maker, m.recipe, m.base, m.parts)
            for r, m in rows
        ]  # fmt: skip
        self._db.executemany(
            "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", whole
        )
        self._db.executemany("DELETE FROM outputs WHERE file=?", [(file,) for file in gone])
