"""Notes: what a preview remembers of the sources while it runs.

They begin with what the last build has read, and what the last preview has read since.
From then on they live in memory: the build's cache is only ever read, so a build may run
at the same time, and what the preview parses goes into a cache file of its own, which is
open only while it is written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

from sitegen.cache.damage import discard
from sitegen.cache.rows import FileFact, SourceRow
from sitegen.cache.store import Store
from sitegen.core.problems import Problem, SitegenError
from sitegen.sources.read import Reading

T = TypeVar("T")

FOLDER = "preview"  # of the cache


class Notes:
    """What `build.inputs.gather` needs of a store, in memory.

    Raises:
        KeyError, sqlite3.DatabaseError: from `value` alone, when a cache was damaged or a
            build took away what it no longer needs. `reload` then begins anew.
    """

    def __init__(self, cache: Path) -> None:
        self._builds = cache
        self._own = self._builds / FOLDER
        self.file = self._own / "cache.db"
        self.make_room()
        self._readers: list[Store] = []
        self._resting: list[Path] = []  # folders of readers that were let go
        self._pruned = False
        self._changes: set[str] = set()  # paths, since `take_changes`
        self.reload()

    def make_room(self) -> None:
        """See to it that there is a folder; somebody may delete the cache at any time."""
        try:
            self._own.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot be made: {error.strerror or error}"
            hint = (
                "A preview keeps its notes there: make it writable, or name another with --cache."
            )
            raise SitegenError(
                [Problem(f"{self._builds.name}/{FOLDER}", 0, message, hint)]
            ) from error

    def reload(self, *, trusting: bool = True) -> None:
        """Read again what earlier builds and previews have stored; nothing if not `trusting`."""
        self._files: dict[str, FileFact] = {}
        self._rows: Mapping[str, SourceRow] = {}
        self._rules = ""  # that those were parsed under
        self._stored_rules = ""  # the same, when they were stored last
        self._notes: dict[tuple[str, str], object] = {}  # by name and what they stand under
        self._nodes: dict[str, str] = {}  # digest → JSON text, of what could not be stored
        self.close()
        if trusting:
            for folder in (self._builds, self._own):
                self._open(folder)

    def _open(self, folder: Path) -> None:
        if not (folder / "cache.db").exists():
            return
        with suppress(sqlite3.DatabaseError):  # a damaged cache is an empty one
            reader = Store(folder, readonly=True)
            self._readers.append(reader)
            self._add_facts(reader)

    def let_go(self) -> None:
        """Close the caches until something is asked of them again.

        For a process that is about to be forked: SQLite's connections are no other's to use,
        and whoever inherits one can only hold its files open for ever.
        """
        self._resting += [reader.file.parent for reader in self._readers]
        self._close_readers()

    def _awake(self) -> list[Store]:
        """Return the caches, opened again where they were let go."""
        resting, self._resting = self._resting, []
        for folder in resting:
            if (folder / "cache.db").exists():
                with suppress(sqlite3.DatabaseError):  # what is missing is read again
                    self._readers.append(Store(folder, readonly=True))
        return self._readers

    def close(self) -> None:
        self._resting = []
        self._close_readers()

    def _close_readers(self) -> None:
        for reader in self._readers:
            with suppress(sqlite3.DatabaseError):
                reader.close()
        self._readers = []

    def _add_facts(self, reader: Store) -> None:
        """Add what a reader knows of files: of each file, what was learnt of its newest state."""
        scan_time = reader.note("scanned", int) or 0
        before = self._notes.get(("scanned", ""))
        self._notes["scanned", ""] = (
            min(scan_time, before) if isinstance(before, int) else scan_time
        )
        for path, fact in reader.files().items():
            known = self._files.get(path)
            if known is None or fact.mtime > known.mtime:
                self._files[path] = fact

    def _rows_under(self, rules: str) -> Mapping[str, SourceRow]:
        """Return what was parsed under these rules, of each file what is of its newest state."""
        rows: dict[str, SourceRow] = {}
        for reader in self._awake():
            with suppress(sqlite3.DatabaseError):
                for path, row in reader.sources(rules).items():
                    fact = self._files.get(path)
                    if path not in rows or (fact is not None and fact.digest == row.digest):
                        rows[path] = row
        return rows

    # What a build needs of its store

    def note(self, name: str, kind: type[T], under: str = "") -> T | None:
        for reader in self._awake():
            if self._notes.get((name, under)) is None:
                with suppress(sqlite3.DatabaseError):
                    self._notes[name, under] = reader.note(name, kind, under)
        return cast("T | None", self._notes.get((name, under)))

    def set_note(self, name: str, value: object, under: str = "") -> None:
        for key in [key for key in self._notes if key[0] == name]:
            del self._notes[key]
        self._notes[name, under] = value

    def sources(self, under: str) -> Mapping[str, SourceRow]:
        if self._rules != under:
            self._rows, self._rules = self._rows_under(under), under
        return self._rows

    def files(self) -> dict[str, FileFact]:
        return self._files.copy()

    def put_files(self, facts: Iterable[tuple[str, FileFact]], gone: Iterable[str]) -> None:
        for path, fact in facts:
            before = self._files.get(path)
            if before is None or before.digest != fact.digest:
                self._changes.add(path)
            self._files[path] = fact
        for path in gone:
            self._files.pop(path, None)
            self._changes.add(path)

    def value(self, digest: str) -> str | None:
        """Return a node's text; see `digests.Rows`."""
        text = self._nodes.get(digest)
        for reader in self._awake():
            text = text or reader.value(digest)
        return text

    # What a preview learns

    def take_changes(self) -> set[str]:
        """Return the paths of what was changed or deleted since the last call."""
        changes, self._changes = self._changes, set()
        return changes

    def learn(self, reading: Reading) -> None:
        """Take over what was read, and store what was parsed for the next preview."""
        self._rows = reading.rows
        if not reading.results:
            return
        for source in reading.results:
            self._nodes |= source.nodes
        try:
            is_new = not self.file.exists()
            self._store(reading)
            if is_new:
                self._awake().append(Store(self._own, readonly=True))
            self._nodes.clear()
        except (sqlite3.OperationalError, OSError):
            # Another preview holds the file, or the disk is full: then the nodes stay in
            # memory, and the next preview parses their sources again.
            return
        except sqlite3.DatabaseError:
            discard(self._own)

    def _store(self, reading: Reading) -> None:
        own = Store(self._own)
        try:
            if self._stored_rules != self._rules:
                own.sources(self._rules)  # lets go of those that were parsed under others
                self._stored_rules = self._rules
            facts: dict[str, FileFact] = {}
            for source in reading.results:
                facts |= dict(source.facts)
            own.put_nodes(self._nodes)
            rows = [source.row for source in reading.results if source.row is not None]
            own.put_sources(rows, reading.gone, self._rules)
            own.put_files(facts.items(), reading.gone)
            for (name, under), value in self._notes.items():
                own.set_note(name, value, under)
            if not self._pruned:
                live = {
                    d for row in own.sources(self._rules).values() for d in (row.node, row.body)
                }
                own.drop_nodes(own.node_digests() - live)
                self._pruned = True
        finally:
            own.close()
