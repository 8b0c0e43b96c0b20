"""What stays in memory between the builds of one process.

`build --watch` builds again and again, and what it would read from the cache each time is
what it wrote there the time before. So the tables stay in memory, and are read anew when
another process has built meanwhile or somebody has deleted the cache. The maker of files
stays too, with its loaded templates and with the stories as feeds hold them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from sitegen.cache.rows import FileFact, LedgerRow, Origin, SourceRow
from sitegen.cache.store import Store

T = TypeVar("T")
Row = TypeVar("Row")
Job = TypeVar("Job")
Maker = TypeVar("Maker")
_USES = 500  # builds after which the maker of files begins anew, and forgets old stories


class BuildMemory:
    """Opens a site's cache for one build after another."""

    def __init__(self) -> None:
        self._store: _RememberingStore | None = None
        self._maker: tuple[Any, Any] | None = None  # of files, with its job
        self._uses = 0

    def open(self, cache: Path) -> Store:
        """Return the store, begun like a new one. The caller holds the build's lock."""
        store = self._store
        if store is None or not store.begin(cache):
            self.close()
            store = self._store = _RememberingStore(cache)
        return store

    def maker(self, make: Callable[[Job], Maker]) -> Callable[[Job], Maker]:
        """Return `make`, but for a job like the last: that one's maker goes on."""

        def same_or_new(job: Job) -> Maker:
            self._uses += 1
            if self._maker is None or self._maker[0] != job or self._uses > _USES:
                self._maker, self._uses = (job, make(job)), 1
            maker: Maker = self._maker[1]
            return maker

        return same_or_new

    def close(self) -> None:
        if self._store is not None:
            self._store.end()
        self._store = self._maker = None


class _RememberingStore(Store):
    """A store whose `close` and `abandon` leave it open for `begin`."""

    def __init__(self, cache: Path) -> None:
        super().__init__(cache)
        self._file_number = _number(self.file)
        self._forget()

    def _forget(self) -> None:
        self._version = self._data_version()
        self._notes: dict[tuple[str, str], object] = {}  # by name and what they stand under
        self._files: dict[str, FileFact] | None = None
        self._sources: dict[str, SourceRow] | None = None
        self._rules = ""  # that those sources were parsed under
        self._ledger: dict[str, LedgerRow] | None = None
        self._derived: dict[str, tuple[str, Any]] | None = None
        self._derived_under = ""
        self._values: dict[str, object] = {}

    def _data_version(self) -> int:
        """Return what is another number once another process has written."""
        (version,) = self._db.execute("PRAGMA data_version").fetchone()
        return int(version)

    def begin(self, cache: Path) -> bool:
        """Start a build; say no when the file is not the one that was opened."""
        if cache / self.file.name != self.file or _number(self.file) != self._file_number:
            return False
        try:
            if not self._is_of_own_code():
                return False
            self._db.execute("BEGIN IMMEDIATE")
            if self._data_version() != self._version:
                self._forget()
        except sqlite3.DatabaseError:
            return False
        return True

    def close(self) -> None:
        if self._db.in_transaction:
            self._db.execute("COMMIT")

    def abandon(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        self._forget()

    def end(self) -> None:
        super().abandon()

    # The tables

    def note(self, name: str, kind: type[T], under: str = "") -> T | None:
        if (name, under) not in self._notes:
            self._notes[name, under] = super().note(name, kind, under)
        return cast("T | None", self._notes[name, under])

    def set_note(self, name: str, value: object, under: str = "") -> None:
        super().set_note(name, value, under)
        for key in [key for key in self._notes if key[0] == name]:
            del self._notes[key]
        self._notes[name, under] = value

    def files(self) -> dict[str, FileFact]:
        if self._files is None:
            self._files = super().files()
        return self._files.copy()

    def put_files(self, facts: Iterable[tuple[str, FileFact]], gone: Iterable[str]) -> None:
        new, old = list(facts), list(gone)
        super().put_files(new, old)
        self._files = _with_changes(self._files, dict(new), old)

    def sources(self, under: str) -> dict[str, SourceRow]:
        if self._sources is None or self._rules != under:
            self._sources, self._rules = super().sources(under), under
        return self._sources.copy()

    def put_sources(self, rows: Iterable[SourceRow], gone: Iterable[str], under: str) -> None:
        new, old = list(rows), list(gone)
        super().put_sources(new, old, under)
        self._sources = _with_changes(self._sources, {row.path: row for row in new}, old)

    def derived(self, kind: type[T], under: str) -> dict[str, tuple[str, T]]:
        if self._derived is None or self._derived_under != under:
            self._derived, self._derived_under = dict(super().derived(kind, under)), under
        return self._derived.copy()

    def put_derived(
        self, values: Mapping[str, tuple[str, object]], gone: Iterable[str] | None, under: str
    ) -> None:
        old = list(gone) if gone is not None else None
        super().put_derived(values, old, under)
        if old is None or self._derived_under != under:
            self._derived, self._derived_under = ({} if old is None else None), under
        self._derived = _with_changes(self._derived, values, old or ())

    def recall(self, name: str) -> object:
        return self._values.get(name)

    def remember(self, name: str, value: object) -> None:
        self._values[name] = value

    def ledger(self) -> dict[str, LedgerRow]:
        if self._ledger is None:
            self._ledger = super().ledger()
        return self._ledger.copy()

    def forget_outputs(self) -> None:
        super().forget_outputs()
        self._ledger = {}

    def put_outputs(self, rows: Iterable[tuple[LedgerRow, Origin]], gone: Iterable[str]) -> None:
        new, old = list(rows), list(gone)
        super().put_outputs(new, old)
        self._ledger = _with_changes(self._ledger, {row.file: row for row, _origin in new}, old)


def _with_changes(
    rows: dict[str, Row] | None, new: Mapping[str, Row], gone: Iterable[str]
) -> dict[str, Row] | None:
    if rows is None:
        return None
    rows.update(new)
    for name in gone:
        rows.pop(name, None)
    return rows


def _number(file: Path) -> tuple[int, int]:
    try:
        facts = file.stat()
    except OSError:
        return (0, 0)
    return (facts.st_dev, facts.st_ino)
