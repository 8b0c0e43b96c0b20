"""The ledger: what earlier runs wrote, so that a file that was edited since stays as it is.

It stands in import-report.json, beside the items: file → its digest as it was written, and
whose it is. Each file is written whole or not at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from sitegen.core import stored
from sitegen.core.dates import in_file_name
from sitegen.core.digests import digest_bytes, digest_file
from sitegen.core.record import Record, field
from sitegen.core.urls import page_path, slugify

REPORT = "import-report.json"

_SLUG = re.compile(rb"^slug:\s*[\"']?([a-z0-9-]+)", re.MULTILINE)

WRITTEN, UNCHANGED, EDITED, GONE, FOREIGN = "written", "unchanged", "edited", "gone", "foreign"


class Row(Record):
    digest: str
    key: str = ""


class Noted(Record):
    """What is read of an earlier report."""

    files: Mapping[str, Row] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)  # lines of the settings
    archive: str = ""  # the day of [archive] before, if an import wrote it


class Ledger:
    """Writes the files of a site, and knows which of them are still as an import wrote them.

    Args:
        root: the site's folder.
        dry: nothing is written; the answers are those of a run that writes.
    """

    def __init__(self, root: Path, *, dry: bool = False) -> None:
        self._root = root
        self._dry = dry
        report = root / REPORT
        noted = None
        if report.is_file():
            noted = stored.from_text(report.read_text("utf-8", "replace"), Noted)
        self._before: dict[str, Row] = dict(noted.files) if noted is not None else {}
        self.rows: dict[str, Row] = dict(self._before)
        self.redirects: Mapping[str, str] = noted.redirects if noted is not None else {}
        self.archive = noted.archive if noted is not None else ""
        self.written = 0

    def files_by_key(self) -> dict[str, str]:
        """Return where each piece came to stand in earlier runs."""
        return {row.key: file for file, row in self._before.items() if row.key}

    def state(self, path: str) -> str:
        """Say what became of a file since an import wrote it."""
        row, file = self._before.get(path), self._root / path
        if row is None:
            return FOREIGN if file.exists() else ""
        if not file.exists():
            return GONE
        return UNCHANGED if digest_file(file) == row.digest else EDITED

    def write(self, path: str, data: bytes, key: str = "") -> str:
        """Write a file, unless somebody else's hand was on it; return what was done."""
        state = self.state(path)
        if state in (EDITED, GONE, FOREIGN):
            return state
        digest = digest_bytes(data)
        is_same = state == UNCHANGED and self._before[path].digest == digest
        self.rows[path] = Row(digest, key)
        if is_same:
            return UNCHANGED
        self.written += 1
        if not self._dry:
            _write_whole(self._root / path, data)
        return WRITTEN

    def move_away(self, path: str) -> bool:
        """Delete a file that came to stand elsewhere, if it is as it was written."""
        if self.state(path) != UNCHANGED:
            return False
        del self.rows[path]
        if not self._dry:
            (self._root / path).unlink()
        return True

    def others(self) -> list[str]:
        """Return the files of content/ that no import wrote."""
        content = self._root / "content"
        if not content.is_dir():
            return []
        return [
            path
            for file in sorted(content.rglob("*"))
            if file.is_file()
            and (path := file.relative_to(self._root).as_posix()) not in self._before
        ]

    def paths_of_others(self) -> list[str]:
        """Return the addresses of the stories and pages that no import wrote."""
        paths: list[str] = []
        for file in self.others():
            parts = file.split("/")
            if not file.endswith(".md") or parts[1] == "authors" or len(parts) < 3:
                continue
            with (self._root / file).open("rb") as start:
                written = _SLUG.search(start.read(4000))
            stem = parts[-2] if parts[-1] == "index.md" else parts[-1].removesuffix(".md")
            slug = written[1].decode() if written else slugify(in_file_name(stem)[1])
            paths.append(page_path(slug) if parts[1] == "pages" else page_path(parts[1], slug))
        return paths


def _write_whole(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.import~")
    beside.write_bytes(data)
    os.replace(beside, file)
