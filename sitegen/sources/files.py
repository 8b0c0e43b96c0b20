"""What the modules of reading hand each other: the setup, and what one source gave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sitegen.cache.rows import FileFact, FileStat, SourceRow
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.markdown.block_kinds import BlockKinds
from sitegen.sources.parsing_rules import ParsingRules

CONTENT = "content"  # the folder of stories, people and pages
FRONT_FILE = f"{CONTENT}/front.yml"
ZONES = ("lead", "secondary", "sublinks")  # zones of the front beside the sections' strips
TOP = "top"  # its key for what kind of day it is
SCORES = "scores"  # its key for results, by section
TOPS = ("quiet", "day", "big")

Stats = Mapping[str, FileStat]  # by path


class RecordingFacts(Record):
    """What a file of sound or film says of itself."""

    length: int  # bytes, as it is published
    duration: int  # seconds; 0 where that cannot be told, as in what is no recording


class ReadSetup(Record):
    """What reading one source depends on; the same for every process."""

    root: Path  # of the site
    rules: ParsingRules
    stats: Stats
    facts: Mapping[str, FileFact]  # of pictures and recordings that earlier builds measured
    now: datetime  # updates of a later time are left out
    blocks: BlockKinds = {}  # noqa: RUF012 - an empty one is never changed


class SourceResult(Record):
    """What one source gave; plain, so that it can come from another process."""

    path: str
    row: SourceRow | None  # None: there are problems, or the row of the last build holds
    nodes: Mapping[str, str]  # digest → JSON text
    facts: tuple[tuple[str, FileFact], ...]  # of pictures measured on the way
    problems: tuple[Problem, ...]
    doubtful: SourceRow | None = None  # beside problems: enough to find what else is wrong


class SlotEntry(Record):
    """One slot of content/front.yml: a story, and until when it holds the slot."""

    zone: str  # one of ZONES, a section's slug, TOP, or SCORES with a section's slug
    story: str  # source path; one of TOPS; a result
    until: datetime | None
    line: int


BLOCK = ":::"  # begins the name of a kind of block among the dependencies of a source
MOMENT = "@"  # begins the name of a moment among the dependencies of a source


def moment_dep(moment: datetime, now: datetime) -> tuple[str, str]:
    """Return a moment as a dependency: its name, and whether it has come."""
    return MOMENT + moment.isoformat(), "has come" if moment <= now else "will come"


def block_digest(name: str, blocks: BlockKinds) -> str:
    """Return the digest of what a kind of block declares; "" where there is none of it."""
    return blocks[name].digest if name in blocks else ""
