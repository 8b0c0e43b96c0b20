"""Making files: tasks rendered and staged, in this process or in several.

A page's bytes never travel: whoever renders a file compares it with the one that stands
and stages it where it differs, and only says so.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.cache.store import Store
from sitegen.core.digests import Values
from sitegen.core.problems import Problem, SitegenError
from sitegen.model.tasks import Task
from sitegen.output.write import same, stage
from sitegen.render.render import Renderer
from sitegen.render.setup import RenderSetup
from sitegen.theme.compiled import CodeFolders

FEEDS = 400  # that one process makes in a row, which takes it a third of a second


@dataclass(frozen=True, slots=True)
class Job:
    """What making files needs beside tasks; the same in every process."""

    setup: RenderSetup
    cache: Path
    output: Path
    staging: Path
    engine: str  # see `engine`
    # Of the planner: what it has encoded need not be read again. It makes no difference else.
    values: Values = field(compare=False)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one task's file."""

    staged: bool  # False: the file that stands has these very bytes
    found: tuple[int, int]  # size and mtime of the file that stands
    problems: tuple[Problem, ...] = field(default=())


def grouped(todo: Sequence[Task]) -> list[list[Task]]:
    """Group tasks that share work, so that one process does it once.

    A picture is decoded for all its variants, a story written for all RSS feeds that hold
    it. The feeds come first: a group that is long would keep the others waiting at the end.
    """
    groups: dict[str, list[Task]] = {}
    feeds: list[Task] = []
    for task in todo:
        if task.maker == "document" and task.recipe == "rss":
            feeds.append(task)
            continue
        name = f"image {task.recipe}" if task.maker == "image" else task.file
        groups.setdefault(name, []).append(task)
    runs = [feeds[start : start + FEEDS] for start in range(0, len(feeds), FEEDS)]
    return [*runs, *groups.values()]


_STAGED = Done(True, (0, 0))  # one for all: it is sent, and held, a hundred thousand times

FileMaker = Callable[[list[Task]], list[Done]]


def file_maker(job: Job) -> FileMaker:
    """Return the function that makes one group's files; each process has its own."""
    store = Store(job.cache, readonly=True)
    compiled = CodeFolders(job.cache, job.engine, job.setup.timezone)
    renderer = Renderer(job.setup, Values(store, job.values), compiled)

    def render(tasks: list[Task]) -> list[Done]:
        if tasks[0].maker == "image":
            with contextlib.suppress(SitegenError, OSError):  # each task tells of it itself
                renderer.encode_ahead(tasks)
        return [_one(job, renderer, task) for task in tasks]

    return render


def _one(job: Job, renderer: Renderer, task: Task) -> Done:
    renderer.warnings.clear()
    try:
        data = renderer.render(task)
        place = job.output / task.file
        if same(place, data):
            found = os.lstat(place)
            kept = (found.st_size, found.st_mtime_ns)
            return Done(False, kept, tuple(renderer.warnings))
        stage(job.staging, task.file, data)
    except SitegenError as error:
        return Done(False, (0, 0), error.problems)
    except OSError as error:
        hint = "Nothing was changed; mend the cause and build again."
        problem = Problem(task.file, 0, f"cannot be made: {error.strerror or error}", hint)
        return Done(False, (0, 0), (problem,))
    if renderer.warnings:
        return Done(True, (0, 0), tuple(renderer.warnings))
    return _STAGED
