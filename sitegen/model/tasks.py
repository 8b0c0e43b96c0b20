"""Tasks and reports: one file that shall exist in output/, and what a build did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sitegen.core.problems import Problem
from sitegen.core.record import Record, field
from sitegen.model.answers import Answer, FileAnswer, Why

MANIFEST = ".sitegen-files"  # lists our files in output/, so that a lost cache loses nothing


class Subject(Record):
    """What a page is about, by name: templates' values are functions of (site, subject)."""

    kind: str  # "front", "section", "article", "person", "tag", "series", "archive", ...
    id: str = ""  # an article's source path, a section's slug, a tag's slug, "2024", "2024/10"
    number: int = 0  # 0: the list's front; 1 and up: an archive page, counted from the oldest


class Task(Record):
    """One file that shall exist in output/, as a pure function of what is named here.

    `parts` maps each named value to its canonical form (see `core.digests`), written as JSON: the
    key is a digest of them, and a worker or a later build can make the file from them alone.
    As text they take a quarter of the memory, which a hundred thousand stories need.
    """

    file: str  # relative to output/, with forward slashes
    maker: str  # "page", "document", "image" or "copy"
    recipe: str  # the template, kind of document, variant, or source file
    parts: str
    base: str  # digest of what makes the file but is no value: sitegen itself, templates
    key: str


class HeldStory(Record):
    """A story that is not live, for the report."""

    path: str
    title: str
    reason: str  # "draft", "held" or "expired"
    until: datetime | None = None  # when it goes live; None: not by itself


class Report(Record):
    """What one build did."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    kept: int
    removed: tuple[str, ...]
    held: tuple[HeldStory, ...]
    next_change: datetime | None
    timings: Mapping[str, float]  # seconds by stage
    counts: Mapping[str, int]  # "read", "parsed", "pages", "documents", "images", "copies"
    warnings: tuple[Problem, ...] = ()
    plan: Answer = Answer(False, Why.NEW)  # whether the last plan stood
    files: Mapping[Why, int] = field(default_factory=dict)  # made again, by reason
    explained: FileAnswer | None = None  # of the file that was asked about
