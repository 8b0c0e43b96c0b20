"""What the rooms of reading hand each other: the setup, and what one source gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sitegen import pictures
from sitegen.cache.store import FileFact, SourceRow
from sitegen.core.digests import digest_text
from sitegen.core.problems import Problem
from sitegen.settings.types import Settings

FRONT_FILE = "content/front.yml"

Stats = Mapping[str, tuple[int, int]]  # path → (size, mtime in ns)


@dataclass(frozen=True, slots=True)
class ReadSetup:
    """What reading one source depends on; the same for every process."""

    settings: Settings
    stats: Stats
    known: Mapping[str, FileFact]  # what is known of pictures already
    now: datetime  # updates of a later time are left out


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one source gave; plain, so that it can come from another process."""

    path: str
    row: SourceRow | None  # None: there are problems, or the bytes are those that were known
    nodes: Mapping[str, str]  # digest → JSON text
    facts: tuple[tuple[str, FileFact], ...]  # of pictures measured on the way
    problems: tuple[Problem, ...]
    doubtful: SourceRow | None = None  # beside problems: enough to find what else is wrong


MOMENT = "@"  # what the name of a moment begins with, where a row names what it was made from


def told_of(moment: datetime, now: datetime) -> tuple[str, str]:
    """Return the name of a moment, and what stands for whether it has come."""
    return MOMENT + moment.isoformat(), "has come" if moment <= now else "will come"


def listing(folder: str, stats: Stats) -> str:
    """Return what stands for the names of the pictures in a gallery's folder."""
    return digest_text("\n".join(pictures.gallery(folder.rstrip("/"), stats)))
