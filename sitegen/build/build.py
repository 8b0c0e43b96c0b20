"""Build: the five stages in a row. Only this module knows their order.

There is one build. It is fast when little has changed because most keys are what they were
and their files are still there; and because the whole plan is a value too, so that when
nothing but the text of some stories moved, the last plan still stands but for them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.build import anew, late, makers
from sitegen.build.due_files import due_files, explain_file
from sitegen.build.inputs import Inputs, Progress, code_folders, gather, render_setup, silent
from sitegen.build.last_plan import MADE, last_plan, note_plan
from sitegen.build.plan import Extent, Plan, stop_on
from sitegen.build.reuse.plans import LastPlan, parts_answer, plan_answer
from sitegen.build.search_index import SearchIndex
from sitegen.build.share import PictureShare
from sitegen.build.standing import LastFiles, standing_plan
from sitegen.build.standing_warnings import last_warnings, note_warnings
from sitegen.build.vanished_stories import stop_where_all_vanished
from sitegen.cache.between_builds import BuildMemory
from sitegen.cache.damage import with_cache
from sitegen.cache.lock import BuildLock
from sitegen.cache.place import cache_place
from sitegen.cache.rows import LedgerRow, Origin
from sitegen.cache.store import PICTURES, Store
from sitegen.core.assistant import Assistant, start_assistant
from sitegen.core.digests import Values, load
from sitegen.core.pool import bulk_work
from sitegen.core.problems import Problem, has_errors
from sitegen.core.record import Record, replace
from sitegen.core.sure_reading import until_quiet
from sitegen.model.answers import Answer
from sitegen.model.tasks import MANIFEST, Report, Task
from sitegen.output.ignore_file import is_gone, keep_ignore_file
from sitegen.output.own_files import site_name
from sitegen.output.recovery import finish_last_change
from sitegen.output.staging import Staging, Stat
from sitegen.settings.load import load as load_settings
from sitegen.settings.types import Settings
from sitegen.sources.files import SourceResult
from sitegen.sources.scan import Scan, walk_again

if TYPE_CHECKING:
    from sitegen.build.files import Job, Outcome
    from sitegen.build.planning import Draft

ASSISTANT_FROM = 3000  # sources above which a plan takes as long as loading what makes pages
_IGNORE_FILE = "ignored"  # whether output/ had its .gitignore when it was built last
_INPUTS = "inputs"  # under which a process that builds again remembers what it read


class Order(Record):
    """What is asked of one build; `build` says more of each value."""

    settings: Settings
    output: Path
    cache: Path
    now: datetime
    jobs: int
    adopt: bool
    allow_empty: bool
    explain: str
    progress: Progress
    memory: BuildMemory | None
    hurry: Callable[[], bool]
    share: PictureShare | None
    saves: frozenset[str] | None


class _Start(Record):
    """What is known once the sources are read, and needed until the build is over."""

    inputs: Inputs  # without what was read
    bodies: Mapping[str, str]  # source → digest of its body
    lines: Mapping[str, str]  # source that a new plan warns of → digest of where its keys stand
    ledger: Mapping[str, LedgerRow]
    counts: Mapping[str, int]
    warnings: tuple[Problem, ...]  # of this build alone: what has just changed
    last: LastPlan | None  # if it may stand but for what changed stories touch


def build(
    root: Path,
    *,
    now: datetime,
    address: str = "",
    output: Path | None = None,
    cache: Path | None = None,
    jobs: int = 0,
    adopt: bool = False,
    allow_empty: bool = False,
    explain: str = "",
    progress: Progress = silent,
    memory: BuildMemory | None = None,
    patience: float = 0,
    hurry: Callable[[], bool] = lambda: False,
    share: PictureShare | None = None,
    saves: frozenset[str] | None = None,
) -> Report:
    """Bring output/ up to date with the site as of `now`.

    Args:
        root: the site's folder.
        now: aware.
        address: of a copy that nobody is told of, in place of `base_url`; "" for the site.
        output: where to put the site; root/output when None.
        cache: where to keep what was learnt; the site's own folder when None.
        jobs: processes to use; 0 decides by the work.
        adopt: take over files in output/ that sitegen has not made, or has for another site.
        allow_empty: content/ may hold no story, though output/ or the cache shows some.
        explain: a file of output/ whose making the report shall explain.
        memory: of a process that builds one site again and again.
        patience: for how many seconds to wait for another build of this site to end.
        hurry: says whether the next build waits already: what is missing of the search index
            is left to that one then.
        share: of encoded pictures, that other machines have too.
        saves: the files of content/ ("content/news/vote.md") that may have changed since the
            last build with this memory, if they are known: no other file is looked at, be it
            of the sources or of output/. A build without them has to follow soon.

    Raises:
        SitegenError: with every problem; output/ is as it was.
    """
    place = output if output is not None else root / "output"
    cache_folder = cache_place(root, cache)
    finish_last_change(root, place, cache_folder, patience)
    order = Order(
        settings=load_settings(root, _reserved_names, address),
        output=place,
        cache=cache_folder,
        now=now,
        jobs=jobs,
        adopt=adopt,
        allow_empty=allow_empty,
        explain=explain,
        progress=progress,
        memory=memory,
        hurry=hurry,
        share=share,
        saves=saves,
    )
    # What has moved meanwhile may be another file, so that the second try looks at all.
    orders = chain((order,), repeat(replace(order, saves=None)))
    with BuildLock(order.cache, patience), bulk_work():
        return until_quiet(lambda: with_cache(order.cache, lambda: _Build(next(orders)).run()))


class _Build:
    """One run of the stages, with what they share: the order, the store, the stopwatch."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._place = str(order.output.resolve())
        self._store = order.memory.open(order.cache) if order.memory else Store(order.cache)
        self._timings: dict[str, float] = {}
        self._share_problems: list[Problem] = []
        self._assistant: Assistant | None = None
        self._lap_start = time.perf_counter()

    def run(self) -> Report:
        try:
            report = self._stages()
        except BaseException:
            self._store.abandon()
            raise
        finally:
            if self._assistant is not None:
                self._assistant.dismiss()
        self._store.close()
        return report

    def _lap(self, stage_name: str) -> None:
        moment = time.perf_counter()
        self._timings[stage_name] = round(moment - self._lap_start, 4)
        self._lap_start = moment

    def _stages(self) -> Report:
        order, store = self._order, self._store
        was_gone = is_gone(order.output)
        start, plan = self._read_and_plan()
        ledger = start.ledger
        self._lap("plan")

        with Staging(
            order.settings.root,
            order.output,
            order.cache,
            site=site_name(order.settings.feeds.authority, order.settings.base_url),
            ledger_files=ledger,
            adopt=order.adopt,
        ) as staging:
            ours = staging.own_files
            index = SearchIndex(order.settings, store, plan, order.output, start.inputs.engine)
            tasks, reasons = due_files(plan, ledger, str(order.output))
            asked = order.explain
            explanation = explain_file(asked, plan, tasks, ledger, store) if asked else None
            results = [*zip(tasks, self._render(start.inputs, tasks, staging, plan), strict=True)]
            self._lap("render")
            new_files = [task.file for task, outcome in results if outcome.is_staged]
            deletions = sorted(ours - plan.files - index.files)
            stats = staging.commit([*new_files, *index.stage_listing(staging)], deletions)
            is_lost = was_gone and store.note(_IGNORE_FILE, bool) is True
            store.set_note(_IGNORE_FILE, keep_ignore_file(order.output, again=is_lost))
            rows = [_output_rows(task, outcome, stats) for task, outcome in results]
            store.put_outputs(rows, [file for file in ledger if file not in plan.files])
            standing = note_warnings(store, plan.files, results)
            store.set_note("output", self._place)
            if new_files or deletions or store.note(MADE, datetime) is None:
                store.set_note(MADE, order.now)
            self._note_for_next_build(start, plan)
            index.note()
            store.commit()  # should the index be broken off, the pages are known
            self._lap("write")
            index_problems = index.finish(staging, plan, order.progress, order.hurry)
            self._lap("search")

        page_problems = [problem for each in standing.values() for problem in each]
        problems = (*start.inputs.problems, *plan.problems, *start.warnings, *page_problems,
                    *index_problems, *self._share_problems)  # fmt: skip
        site_files = [file for file in new_files if file != MANIFEST]
        return Report(
            new=tuple(sorted(file for file in site_files if file not in ours)),
            changed=tuple(sorted(file for file in site_files if file in ours)),
            kept=len(plan.files) - len(site_files) - 1 + index.kept,
            removed=tuple(f for f in deletions if f != MANIFEST and f not in index.old_files),
            held=plan.held_stories,
            next_change=plan.until,
            timings=self._timings,
            counts={**start.counts, **_counts(tasks)},
            warnings=tuple(sorted({p for p in problems if p.warning})),
            plan=plan.answer,
            files=reasons,
            explained=explanation,
        )

    # Reading and planning

    def _read_and_plan(self) -> tuple[_Start, Plan]:
        """Read the sources, and plan the site anew unless the last plan stands.

        Of an archive what was read takes a great deal of memory, and so does the planner.
        The one is let go when `_start` returns, the other when this does.
        """
        start, plan = self._start()
        return start, plan if isinstance(plan, Plan) else self._new_plan(start, plan)

    def _new_plan(self, start: _Start, draft: Draft) -> Plan:
        """Plan what changed stories touch, if the rest of the last plan stands; else all."""
        if start.last is None:
            return anew.new_plan(draft, self._store, self._order.jobs)
        files = _last_files(self._order, start.ledger)
        plan = anew.partial_plan(draft, start.last, start.bodies, start.ledger, self._store, files)
        if isinstance(plan, Plan):
            return plan
        return anew.new_plan(replace(draft, answer=plan), self._store, self._order.jobs)

    def _start(self) -> tuple[_Start, Plan | Draft]:
        order, store = self._order, self._store
        last = last_plan(store)
        ledger = self._ledger(last)
        inputs = gather(
            order.settings, store, order.now, order.jobs, order.progress, self._write_nodes,
            self._last_inputs(), self._files(),
        )  # fmt: skip
        store.remember(_INPUTS, inputs.for_next())
        reading = inputs.reading
        if not order.allow_empty and not has_errors(inputs.problems):
            stop_where_all_vanished(reading, lambda: store.sources(inputs.rules), order.output)
        # What was parsed is written also when a problem elsewhere stops this build.
        rows = [source.row for source in reading.results if source.row is not None]
        store.put_sources(rows, reading.gone, inputs.rules)
        store.commit()
        self._lap("read")
        current = inputs.current(order.now)
        counts = {"sources": len(reading.rows), "parsed": len(reading.results)}
        answer = plan_answer(last, current, ledger)
        plan: Plan | Answer = answer.answer
        if last is not None and answer.answer.holds:
            plan = standing_plan(last, answer, ledger, store, _last_files(order, ledger))
        parts = last if parts_answer(last, current, ledger).holds else None
        if isinstance(plan, Answer) and parts is not None:
            self._call_assistant(len(reading.rows))
        new: Plan | Draft
        changes: tuple[Problem, ...] = ()
        warned: tuple[Problem, ...] = ()
        if isinstance(plan, Plan):
            new = plan
        else:
            new = anew.draft_plan(inputs, store, order.now, plan)
            warned = new.problems
            changes = anew.odd_changes(new, last, inputs, store, order.output, order.now)
        lines = {problem.path: current.lines_of(problem.path) for problem in warned}
        start = _Start(
            inputs.without_reading(), current.bodies, lines, ledger, counts, changes, parts
        )
        return start, new

    def _files(self) -> Scan | None:
        """Return how all files stand, if what was saved tells; None where they are walked."""
        order, last = self._order, self._last_inputs()
        return walk_again(
            last.files if last is not None else None, order.settings.root, order.saves
        )

    def _last_inputs(self) -> Inputs | None:
        last = self._store.recall(_INPUTS)
        return last if isinstance(last, Inputs) else None

    def _call_assistant(self, sources: int) -> None:
        """Have what makes pages loaded on another core, while this one plans a few of many."""
        order = self._order
        if sources >= ASSISTANT_FROM and order.jobs != 1 and order.memory is None:
            self._assistant = start_assistant(makers.__name__)

    def _ledger(self, last: LastPlan | None) -> dict[str, LedgerRow]:
        """Return what the last build noted of this very folder's files."""
        store = self._store
        is_known = store.note("output", str) == self._place and last_warnings(store) is not None
        if last is None or not is_known:
            self._store.forget_outputs()
            return {}
        rows = self._store.ledger().items()
        return {file: row for file, row in rows if file in last.files}

    def _write_nodes(self, source: SourceResult) -> SourceResult:
        """Write what a source was parsed to, so that the texts need not be held."""
        self._store.put_nodes(source.nodes)
        return replace(source, nodes={})

    # Rendering

    def _render(
        self, inputs: Inputs, tasks: Sequence[Task], staging: Staging, plan: Plan
    ) -> list[Outcome]:
        if not tasks:
            return []
        order = self._order
        setup = render_setup(order.settings, inputs.theme, inputs.analysis, order.cache)
        job = late.files.Job(setup, order.cache, order.output, staging.directory, inputs.engine)
        # A new plan's values are many: a maker that held them would hold them for good.
        memory = None if plan.extent is Extent.WHOLE else order.memory
        encoded = order.cache / PICTURES
        missing = self._fetch_shared(job, tasks, plan, encoded)
        outcomes, problems = late.files.make_files(
            job, plan.values, tasks, order.jobs, order.progress, memory, self._assistant
        )
        stop_on(problems)
        if order.share is not None:
            self._share_problems += order.share.add(encoded, missing)
        return outcomes

    def _fetch_shared(
        self, job: Job, tasks: Sequence[Task], plan: Plan, encoded: Path
    ) -> Sequence[str]:
        """Fetch pictures from the share; return the names of those that it does not have."""
        share = self._order.share
        if share is None:
            return ()
        wanted = late.files.shared_pictures(job, plan.values, tasks)
        self._share_problems += share.fetch(encoded, wanted)
        return [name for name in wanted if not (encoded / name).exists()]

    # Notes for the next build

    def _note_for_next_build(self, start: _Start, plan: Plan) -> None:
        store, order = self._store, self._order
        store.drop_nodes(plan.orphans)
        if plan.shows or plan.hidden:
            store.put_shows(plan.shows, None if plan.extent is Extent.WHOLE else plan.hidden)
        note_plan(store, plan, start.inputs.frame, start.bodies, start.lines)
        if plan.extent is not Extent.WHOLE:
            return
        inputs = start.inputs
        code = code_folders(order.settings, inputs.theme, order.cache, inputs.engine)
        code.share(inputs.analysis.built_in())
        code.sweep()
        image_tasks = [task for task in plan.tasks if task.maker == "image"]
        if image_tasks:
            self._sweep_pictures(image_tasks)

    def _sweep_pictures(self, image_tasks: Iterable[Task]) -> None:
        """Delete encoded pictures that the site has not shown for long."""
        pictures, values = late.pictures, Values()
        names = {
            pictures.entry(str(parts["source"]), values.decode(pictures.Variant, parts["variant"]))
            for parts in (load(task.parts) for task in image_tasks)
        }
        pictures.sweep(self._order.cache / PICTURES, names, self._order.now)


def _reserved_names() -> Collection[str]:
    """Return what templates know already; asked for where a site has lists of its own."""
    return late.context.reserved_names()


def _last_files(order: Order, ledger: Mapping[str, LedgerRow]) -> LastFiles:
    """Return the files of the last build of which one asks whether they still stand."""
    return LastFiles(ledger if order.saves is None else {}, str(order.output))


def _output_rows(
    task: Task, outcome: Outcome, stats: Mapping[str, Stat]
) -> tuple[LedgerRow, Origin]:
    """Return what the ledger holds of a file, `stats` being those of the files that moved."""
    size, mtime = stats.get(task.file) or outcome.stat
    return (
        LedgerRow(task.file, task.key, size, mtime),
        Origin(task.file, task.maker, task.recipe, task.base, task.parts),
    )


def _counts(tasks: Sequence[Task]) -> dict[str, int]:
    counts = {}
    for maker, name in (("page", "pages"), ("document", "documents"), ("image", "images"),
                        ("copy", "copies")):  # fmt: skip
        counts[name] = sum(task.maker == maker for task in tasks)
    return counts
