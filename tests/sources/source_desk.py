"""A folder with sources, read without a site around it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sitegen.cache.rows import SourceRow
from sitegen.core.digests import Values
from sitegen.model.article import Article, Person
from sitegen.settings.load import parse
from sitegen.sources import scan
from sitegen.sources.files import ReadSetup, SourceResult
from sitegen.sources.parse import parser
from sitegen.sources.parsing_rules import ParsingRules, parsing_rules
from tests.markdown.theme_blocks import KINDS

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STORY = "content/news/vote.md"
HEAD = "title: Vote\npublished: 2026-02-01\n"


class SourceDesk:
    """Writes files below a folder, and reads sources of it."""

    def __init__(self, root: Path, **settings: object) -> None:
        self.root = root
        data = {
            "title": "The Gazette", "base_url": "https://gazette.example/paper",
            "timezone": "UTC", "sections": [{"slug": "news", "title": "News"}], **settings,
        }  # fmt: skip
        self.rules: ParsingRules = parsing_rules(parse(root, "sitegen.toml", data))

    def write(self, path: str, data: bytes | str = "") -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)

    def story(self, head: str = "", body: str = "Text.", path: str = STORY) -> None:
        self.write(path, f"---\n{HEAD}{head}\n---\n{body}\n")

    def setup(self, now: datetime = NOW) -> ReadSetup:
        folders = [(name, self.root / name) for name in ("content", "static")]
        return ReadSetup(self.root, self.rules, scan.walk(folders).stats, {}, now, KINDS)

    def read(self, path: str = STORY, unless: str = "", now: datetime = NOW) -> SourceResult:
        return parser(self.setup(now))((path, unless))

    def said(self, path: str = STORY) -> list[str]:
        """Return all that is said of a source, in the order of its lines."""
        result = self.read(path)
        warnings = [] if result.row is None else result.row.warnings
        told = [f"{p.line}: {p.message} | {p.hint}" for p in sorted(result.problems)]
        return told + [f"{w.line}? {w.message} | {w.hint}" for w in warnings]

    def row(self, path: str = STORY) -> SourceRow:
        row = self.read(path).row
        assert row is not None, self.said(path)
        return row

    def node(self, path: str = STORY, now: datetime = NOW) -> Article | Person:
        result = self.read(path, now=now)
        assert result.row is not None, self.said(path)
        values = Values()
        values.fresh.update(result.nodes)
        return values.node(Person if result.row.kind == "person" else Article, result.row.node)
