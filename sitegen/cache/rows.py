"""The rows of the cache, as values."""

from __future__ import annotations

import os
from collections.abc import Mapping

from sitegen.core.digests import LostNodeError, task_key
from sitegen.core.record import Record, field
from sitegen.core.stored import from_text, to_text

# What tells that a file may be another than before: its size in bytes, its time and that of
# the last change of its facts (in nanoseconds), and its number. Tools that unpack or copy set
# the time back, and none can set the other two. On Windows they say less: then size and time
# alone tell.
FileStat = tuple[int, int, int, int]
_MOST = (1 << 63) - 1  # SQLite's largest number


def file_stat(facts: os.stat_result) -> FileStat:
    """Return what tells whether a file may have changed."""
    return facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino & _MOST


class FileFact(Record):
    """What a scan found of one input file; the first four are its `FileStat`."""

    size: int
    mtime: int
    ctime: int
    number: int
    digest: str
    json: str = ""  # more facts: `pictures.Facts`, or those of a recording

    def is_of(self, stat: FileStat) -> bool:
        """Say whether a file that looks so now looks as it did when it was read."""
        return stat == (self.size, self.mtime, self.ctime, self.number)


class RowWarning(Record):
    """A warning of a source, which is told at every build."""

    line: int
    message: str
    hint: str


class Places(Record):
    """Where things stand in a source."""

    anchors: tuple[str, ...] = ()  # where links from elsewhere can lead to within it
    lines: Mapping[str, int] = field(default_factory=dict)  # key → line


class SourceRow(Record):
    """One parsed source file: an article or a person, and what was learnt beside it."""

    path: str
    digest: str  # of the file's bytes
    kind: str  # "article" or "person"
    node: str  # digest of the Article or Person, which is stored as a node
    body: str  # digest of the Body
    deps: Mapping[str, str]  # path of another file that was looked at → digest; "" when missing
    warnings: tuple[RowWarning, ...]
    packed_places: str  # `Places` as text: of an archive they are many, and few are asked for

    def places(self) -> Places:
        """Return where things stand.

        Raises:
            LostNodeError: that cannot be read any more.
        """
        places = from_text(self.packed_places, Places)
        if places is None:
            raise LostNodeError(self.path)
        return places

    def columns(self) -> tuple[str, ...]:
        """Return the row as the store keeps it."""
        deps = to_text(dict(sorted(self.deps.items()))) if self.deps else _NO_DEPS
        warnings = to_text(self.warnings) if self.warnings else _NO_WARNINGS
        return (
            self.path, self.digest, self.kind, self.node, self.body, deps, warnings,
            self.packed_places,
        )  # fmt: skip


_NO_DEPS, _NO_WARNINGS = "{}", "[]"
_NOTHING: Mapping[str, str] = {}


def source_row(
    path: str, digest: str, kind: str, node: str, body: str, deps: str, warnings: str, places: str
) -> SourceRow | None:
    """Return the row that these columns stand for; None when they are not of its types."""
    deps_ = _NOTHING if deps == _NO_DEPS else from_text(deps, dict[str, str])
    warnings_ = () if warnings == _NO_WARNINGS else from_text(warnings, tuple[RowWarning, ...])
    if deps_ is None or warnings_ is None or kind not in ("article", "person"):
        return None
    return SourceRow(path, digest, kind, node, body, deps_, warnings_, places)


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

    def key(self) -> str:
        """Return the key of the file that is rendered from this."""
        return task_key(self.base, self.maker, self.recipe, self.parts)
