"""Notes: what a preview remembers of the sources while it runs.

They begin with what the last build has read, and what the last preview has read since.
From then on they live in memory: the build's cache is only ever read, so a build may run
at the same time, and what the preview parses goes into a cache file of its own, which is
open only while it is written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from sitegen.cache.damage import discard
from sitegen.cache.store import FileFact, SourceRow, Store
from sitegen.core.digests import Canonical
from sitegen.core.problems import Problem, SitegenError
from sitegen.sources.read import Reading

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
        self._meta: dict[str, Canonical] = {}
        self._nodes: dict[str, str] = {}  # digest → JSON text, of what could not be stored
        self.close()
        if trusting:
            for folder, take in ((self._builds, self._take), (self._own, self._add)):
                self._open(folder, take)

    def _open(self, folder: Path, take: Callable[[Store], None]) -> None:
        if not (folder / "cache.db").exists():
            return
        with suppress(sqlite3.DatabaseError):  # a damaged cache is an empty one
            reader = Store(folder, readonly=True)
            self._readers.append(reader)
            take(reader)

    def close(self) -> None:
        for reader in self._readers:
            with suppress(sqlite3.DatabaseError):
                reader.close()
        self._readers = []

    def _take(self, store: Store) -> None:
        self._meta = {name: store.meta(name) for name in ("scanned", "parse")}
        self._rows = store.sources()
        self._files = store.files()
        # A fact vouches for a row only if they speak of the same bytes. A row without a fact
        # is still good if its source turns out to have the digest that it names.
        for path, row in self._rows.items():
            fact = self._files.get(path)
            if fact is not None and fact.digest != row.digest:
                del self._files[path]

    def _add(self, own: Store) -> None:
        """Add what the last preview has parsed and no build since."""
        parse, scan_time = own.meta("parse"), own.meta("scanned") or 0
        if self._meta.get("parse") != parse:
            if scan_time > (self._meta.get("scanned") or 0):
                self._take(own)
            return
        self._meta["scanned"] = min(scan_time, self._meta["scanned"] or 0)
        facts, rows = own.files(), dict(self._rows)
        for path, row in own.sources().items():
            before, fact = self._files.get(path), facts.get(path)
            if fact is None or fact.digest != row.digest:
                continue
            if before is None or fact.mtime > before.mtime:
                rows[path], self._files[path] = row, fact
        self._rows = rows
        for path, fact in facts.items():
            self._files.setdefault(path, fact)

    # What a build needs of its store

    def meta(self, name: str) -> Canonical | None:
        for reader in self._readers:
            if self._meta.get(name) is None:
                with suppress(sqlite3.DatabaseError):
                    self._meta[name] = reader.meta(name)
        return self._meta.get(name)

    def set_meta(self, name: str, value: Canonical) -> None:
        self._meta[name] = value

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

    def sources(self) -> Mapping[str, SourceRow]:
        return self._rows

    def value(self, digest: str) -> str | None:
        """Return a node's text; see `digests.Rows`."""
        text = self._nodes.get(digest)
        for reader in self._readers:
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
                self._readers.append(Store(self._own, readonly=True))
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
            if own.meta("parse") != self._meta["parse"]:
                own.put_sources([], own.sources())
            facts: dict[str, FileFact] = {}
            for source in reading.results:
                facts |= dict(source.facts)
            own.put_nodes(self._nodes)
            rows = [source.row for source in reading.results if source.row is not None]
            own.put_sources(rows, reading.gone)
            own.put_files(facts.items(), reading.gone)
            for name, value in self._meta.items():
                own.set_meta(name, value)
            if not self._pruned:
                live = {d for row in own.sources().values() for d in (row.node, row.body)}
                own.drop_nodes(own.node_digests() - live)
                self._pruned = True
        finally:
            own.close()
