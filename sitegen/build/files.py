"""Making files: tasks rendered and staged, in this process or in several.

A page's bytes never travel: whoever renders a file compares it with the one that stands,
stages it where it differs, and reports no more than that.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import pictures
from sitegen.build import makers
from sitegen.cache.between_builds import BuildMemory
from sitegen.cache.damage import deleted
from sitegen.cache.store import PICTURES, Store
from sitegen.core.assistant import Assistant
from sitegen.core.digests import Values
from sitegen.core.file_names import FEED_FILES
from sitegen.core.memory import give_back
from sitegen.core.patience import WAITING, told
from sitegen.core.pool import map_in_order, workers
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.model.tasks import Task
from sitegen.output.staging import Stat, is_full, same, same_chunks, stage, stage_chunks
from sitegen.render.setup import RenderSetup
from sitegen.theme.compiled import code_folders

if TYPE_CHECKING:
    from sitegen.render.render import Renderer

FEEDS = 400  # that one process makes in a row, which takes it a third of a second
PARALLEL_FROM = 200  # groups of files below which starting processes costs more than it saves


class Job(Record):
    """What making files needs beside tasks; the same in every process."""

    setup: RenderSetup
    cache: Path
    output: Path
    staging: Path
    engine: str  # see `code_digest`


class Outcome(Record):
    """What became of one task's file."""

    is_staged: bool  # False: the file that stands has these very bytes
    stat: Stat  # of the file that stands; (0, 0) for a staged one
    problems: tuple[Problem, ...] = ()


FileMaker = Callable[[list[Task]], list[Outcome]]

# One for all: it is sent, and held, a hundred thousand times.
_STAGED_OUTCOME = Outcome(True, (0, 0))


def make_files(
    job: Job,
    values: Values,
    tasks: Sequence[Task],
    jobs: int,
    progress: Callable[[str, int, int], None],
    memory: BuildMemory | None = None,
    assistant: Assistant | None = None,
) -> tuple[list[Outcome], list[Problem]]:
    """Render and stage the files of tasks, in as many processes as pay.

    Args:
        values: of the planner: what it has encoded need not be read again.
        jobs: processes to use; 0 decides by the work.
        progress: called with "pages" or "pictures", how many are ready, and how many there are.
        memory: keeps this process's maker of files for the next build.
        assistant: has loaded what this takes, and makes them if they are few.

    Returns:
        The outcome of each task, in the order of `tasks`, and their problems: one fault of
        a template is reported once, not for each of its pages.
    """
    groups = group_tasks(tasks)
    processes = workers(jobs, len(groups), PARALLEL_FROM)
    if any(task.maker == "image" for task in tasks) and not jobs:
        processes = max(processes, workers(0, len(groups), 2))
    if processes > 1:
        give_back()  # before they are forked
    make: Callable[[Job], FileMaker] = partial(
        file_maker, values=values, for_one_build=processes > 1
    )
    if memory is not None and processes == 1:
        make = memory.maker(make)
    outcomes: dict[str, Outcome] = {}
    problems: dict[tuple[str, int, str], Problem] = {}

    def tell(number: int) -> None:
        progress(f"{WAITING}{groups[number][0].file}", number, len(groups))

    if assistant is not None and processes == 1:
        results = told(assistant.map_in_order(make, job, groups), tell)
    else:
        results = told(map_in_order(make, job, groups, processes), tell)
    stages = Counter(_stage(group) for group in groups)
    ready: Counter[str] = Counter()
    for group, group_outcomes in zip(groups, results, strict=True):
        stage_name = _stage(group)
        ready[stage_name] += 1
        progress(stage_name, ready[stage_name], stages[stage_name])
        for task, outcome in zip(group, group_outcomes, strict=True):
            outcomes[task.file] = outcome
            for problem in outcome.problems:
                problems.setdefault((problem.path, problem.line, problem.message), problem)
    return [outcomes[task.file] for task in tasks], list(problems.values())


def _stage(group: Sequence[Task]) -> str:
    """Return what a group's files are, in a word for whoever waits for them."""
    return "pictures" if group[0].maker == "image" else "pages"


def group_tasks(tasks: Sequence[Task]) -> list[list[Task]]:
    """Group tasks that share work, so that one process does it once.

    A picture is decoded for all its variants, a story written for all RSS feeds that hold
    it. The feeds come first, then the pictures, those of most files before the others: a group
    that is long would keep the others waiting at the end.
    """
    groups: dict[str, list[Task]] = {}
    feeds: list[Task] = []
    others: list[list[Task]] = []  # feeds in other formats
    for task in tasks:
        if not _is_feed(task):
            name = f"image {task.recipe}" if task.maker == "image" else task.file
            groups.setdefault(name, []).append(task)
        elif task.recipe == "rss":
            feeds.append(task)
        else:
            others.append([task])
    runs = [feeds[start : start + FEEDS] for start in range(0, len(feeds), FEEDS)]
    rest = sorted(groups.values(), key=lambda group: -len(group) * (group[0].maker == "image"))
    return [*runs, *others, *rest]


def _is_feed(task: Task) -> bool:
    return task.maker == "document" and task.recipe in FEED_FILES


def file_maker(job: Job, values: Values, *, for_one_build: bool = False) -> FileMaker:
    """Return the function that makes one group's files; each process has its own.

    Args:
        for_one_build: it is given a share of one build's files, feeds before all others: what
            only feeds hold is let go after the last. Of 10,000 stories that is some 20 MB.
    """
    store = Store(job.cache, readonly=True)
    setup, rules = job.setup, job.setup.rules
    code = code_folders(
        setup.root, job.cache, job.engine, rules.timezone, setup.theme, rules.extensions
    )
    renderer = makers.render.Renderer(setup, Values(store, values), code)

    def render(tasks: list[Task]) -> list[Outcome]:
        if for_one_build and not _is_feed(tasks[0]):
            renderer.let_feeds_go()
        if tasks[0].maker == "image":
            with contextlib.suppress(SitegenError, OSError):  # each task meets the fault itself
                renderer.encode_ahead(tasks)
        return [_make_file(job, renderer, task) for task in tasks]

    return render


def shared_pictures(job: Job, values: Values, tasks: Sequence[Task]) -> dict[str, pictures.Shape]:
    """Return what each encoded picture and card of these tasks has to be, by its name in the cache.

    Those that the cache has are left out; so are drawings, whose cleaning is not left to others.
    """
    values = Values(Store(job.cache, readonly=True), values)
    renderer = makers.render.Renderer(job.setup, values)
    wanted = {}
    for task in tasks:
        entry = renderer.picture_entry(task)
        if entry is None or (job.setup.cache / PICTURES / entry[0]).exists():
            continue
        name, variant = entry
        if variant is None:
            wanted[name] = pictures.Shape("png", *pictures.CARD_SIZE)
        elif variant.format != "svg":
            wanted[name] = pictures.Shape(variant.format, variant.width, variant.height)
    return wanted


def _make_file(job: Job, renderer: Renderer, task: Task) -> Outcome:
    renderer.warnings.clear()
    place = job.output / task.file
    try:
        if task.maker == "copy":
            with renderer.copy(task) as (file, reader):
                bytes_of = partial(makers.pieces.bytes_of, file.pieces, reader)
                is_same = same_chunks(place, file.size, bytes_of())
                if not is_same:
                    stage_chunks(job.staging, task.file, bytes_of())
        else:
            data = renderer.render(task)
            is_same = same(place, data)
            if not is_same:
                stage(job.staging, task.file, data)
        if is_same:
            facts = os.lstat(place)
            stat = (facts.st_size, facts.st_mtime_ns)
            return Outcome(False, stat, tuple(renderer.warnings))
    except SitegenError as error:
        return Outcome(False, (0, 0), error.problems)
    except OSError as error:
        if is_full(error):  # said once, not for each file
            hint = "Free some space and build again. The old site stands."
            problem = Problem("output", 0, "cannot be written: the disk is full", hint)
            return Outcome(False, (0, 0), (problem,))
        if not os.path.isdir(job.staging):
            return Outcome(False, (0, 0), (deleted(job.cache),))
        hint = "Nothing was changed; mend the cause and build again."
        problem = Problem(task.file, 0, f"cannot be made: {error.strerror or error}", hint)
        return Outcome(False, (0, 0), (problem,))
    if renderer.warnings:
        return Outcome(True, (0, 0), tuple(renderer.warnings))
    return _STAGED_OUTCOME
