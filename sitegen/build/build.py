"""Build: the five stages in a row. Only this module knows their order.

There is one build. It is fast when little has changed because most keys are what they were
and their files are still there; and because the whole plan is a value too, so that when
nothing but the text of some stories moved, the last plan still stands but for them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sitegen import pictures
from sitegen.build.inputs import (
    Inputs,
    Progress,
    all_rows,
    assemble_site,
    gather,
    render_setup,
    silent,
)
from sitegen.build.reuse import LastPlan, Plan, last_plan, note, standing_plan, stands
from sitegen.cache.between_builds import BuildMemory
from sitegen.cache.damage import with_cache
from sitegen.cache.lock import BuildLock
from sitegen.cache.store import CACHE_DIR, PICTURES, LedgerRow, Origin, Store
from sitegen.core.digests import Values, load
from sitegen.core.pool import bulk_work, map_in_order, workers
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.urls import output_file
from sitegen.model.article import Article
from sitegen.model.tasks import MANIFEST, Report, Task
from sitegen.output.write import Placed, Staging
from sitegen.pages.context import reserved_names
from sitegen.settings.load import load as load_settings
from sitegen.settings.types import Settings
from sitegen.site.site import Site
from sitegen.sources.files import Parsed
from sitegen.sources.read import line_of
from sitegen.theme.compiled import CodeFolders

if TYPE_CHECKING:
    from sitegen.build.files import Done, FileMaker
    from sitegen.pages.plan import Planner

T = TypeVar("T")

PARALLEL_FROM = 200  # pages below which starting processes costs more than it saves
FRESH_NODES = 10_000  # that are held until they are written
# Above this many, an article is read again for its page: a hundred thousand of them fill
# a quarter of a gigabyte.
HELD_ARTICLES = 30_000
PICTURE_AGE = timedelta(days=30)  # how long an unused encoded picture is kept


def build(
    root: Path,
    *,
    now: datetime,
    output: Path | None = None,
    jobs: int = 0,
    adopt: bool = False,
    explain: str = "",
    progress: Progress = silent,
    kept: BuildMemory | None = None,
) -> Report:
    """Bring output/ up to date with the site as of `now`.

    Args:
        root: the site's folder.
        now: aware.
        output: where to put the site; root/output when None.
        jobs: processes to use; 0 decides by the work.
        adopt: take over files in output/ that sitegen has not made.
        explain: a file of output/ whose making the report shall explain.
        kept: of a process that builds one site again and again.

    Raises:
        SitegenError: with every problem found; output/ is as it was.
    """
    settings = load_settings(root, reserved_names())
    cache = root / CACHE_DIR
    place = output if output is not None else root / "output"
    with BuildLock(cache), bulk_work():
        asked = (settings, place, cache, now, jobs, adopt, explain, progress, kept)
        return with_cache(
            cache, lambda: _Build(kept.open(cache) if kept else Store(cache), *asked).run()
        )


class _Build:
    """One run of the stages, with what they share: the store, the clock's time, the place."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        output: Path,
        cache: Path,
        now: datetime,
        jobs: int,
        adopt: bool,
        explain: str,
        progress: Progress,
        kept: BuildMemory | None,
    ) -> None:
        self._settings = settings
        self._output = output
        self._cache = cache
        self._now = now
        self._jobs = jobs
        self._adopt = adopt
        self._explain = explain
        self._progress = progress
        self._kept = kept
        self._store = store
        self._timings: dict[str, float] = {}
        self._mark = time.perf_counter()

    def run(self) -> Report:
        done = False
        try:
            report = self._stages()
            done = True
        finally:
            if done:
                self._store.close()
            else:
                self._store.abandon()
        return report

    def _lap(self, stage_name: str) -> None:
        moment = time.perf_counter()
        self._timings[stage_name] = round(moment - self._mark, 4)
        self._mark = moment

    def _stages(self) -> Report:
        store, settings = self._store, self._settings
        place = str(self._output.resolve())
        last = last_plan(store)
        ledger = self._ledger(last, place)
        inputs = gather(settings, store, self._now, self._jobs, self._progress, self._keep_nodes)
        self._keep_reading(inputs)
        self._lap("read")
        rows = inputs.reading.rows
        bodies = {path: row.body for path, row in rows.items()}
        counts = {"sources": len(rows), "parsed": len(inputs.reading.parsed)}
        plan = standing_plan(last, inputs, ledger, store, str(self._output), self._now)
        if plan is None:
            planner, problems = self._planner(inputs)
            stored = {row.node for row in rows.values()}.union(bodies.values())
            del rows  # else what `outlined` lets go of would stay
            inputs = inputs.outlined()
            plan = self._new_plan(planner, problems, stored, set(bodies.values()))
            del planner, stored
        self._lap("plan")

        known = set(ledger) | _manifest(self._output, ledger)
        staging = Staging(settings.root, self._output, self._cache, known=known, adopt=self._adopt)
        with staging:
            todo = self._todo(plan, ledger)
            explained = _why_made(self._explain, plan, todo, ledger, store) if self._explain else ()
            done = self._render(inputs, todo, staging, plan)
            self._lap("render")
            moved = [task.file for task, made in zip(todo, done, strict=True) if made.staged]
            removed = sorted(staging.known - plan.files)
            placed = staging.commit(moved, removed)
        outcomes = [_outcome(*made, placed) for made in zip(todo, done, strict=True)]
        store.put_outputs(outcomes, [file for file in ledger if file not in plan.files])
        store.set_meta("output", place)
        self._keep(inputs, plan, bodies)
        self._lap("write")

        said = [problem for made in done for problem in made.problems]
        warnings = [p for p in (*inputs.problems, *plan.problems, *said) if p.warning]
        shown = [file for file in moved if file != MANIFEST]
        return Report(
            new=tuple(sorted(file for file in shown if file not in ledger)),
            changed=tuple(sorted(file for file in shown if file in ledger)),
            kept=len(plan.files) - len(shown) - 1,
            removed=tuple(file for file in removed if file != MANIFEST),
            held=plan.held,
            next_change=plan.until,
            timings=self._timings,
            counts={**counts, **_counts(todo)},
            warnings=tuple(sorted(set(warnings))),
            explained=explained,
        )

    def _ledger(self, last: LastPlan | None, place: str) -> dict[str, LedgerRow]:
        """Return what the last build noted of this very folder's files."""
        if last is None or self._store.meta("output") != place:
            self._store.forget_outputs()
            return {}
        rows = self._store.ledger().items()
        return {file: row for file, row in rows if file in last.files}

    # Planning

    def _planner(self, inputs: Inputs) -> tuple[Planner, tuple[Problem, ...]]:
        from sitegen.pages.plan import Planner, outline  # late: a plan that stands needs no planner

        values = Values(self._store)
        site, problems = assemble_site(inputs, values, self._now, doubtful=True)
        facts = {path: fact.digest for path, fact in inputs.reading.facts.items()}
        where = line_of(all_rows(inputs.reading))
        found = outline(site, inputs.theme, facts, where)
        problems = (*problems, *found.problems)
        planner = Planner(site, inputs.theme, inputs.analysis, found, values, inputs.engine)
        problems = (*problems, *planner.problems(where), *_empty(site))
        _stop_on((*inputs.problems, *problems))
        return planner, problems

    def _new_plan(
        self,
        planner: Planner,
        problems: tuple[Problem, ...],
        stored: Collection[str],
        bodies: Collection[str],
    ) -> Plan:
        """Plan every file.

        Args:
            stored: the nodes that sources were parsed to, and among them their `bodies`.
        """
        store, site, values = self._store, planner.site, planner.values
        known = store.node_digests(stored)
        tasks: list[Task] = []
        for task in planner.tasks():
            tasks.append(task)
            if len(values.fresh) > FRESH_NODES:
                self._keep_fresh(values, known)
        self._keep_fresh(values, known)
        store.commit()
        unused = known.difference(values.digests())
        if len(site.articles) > HELD_ARTICLES:
            values.shed(Article)
        return Plan(
            tasks=tuple(tasks),
            files=frozenset(planner.outline.entries),
            held=site.held,
            problems=problems,
            since=site.since,
            until=site.next_change,
            standing=False,
            shows={**dict.fromkeys(bodies, ()), **planner.shows},
            unused=unused,
            values=values,
        )

    # Rendering

    def _todo(self, plan: Plan, ledger: Mapping[str, LedgerRow]) -> Sequence[Task]:
        """Return the tasks whose files are not what they make, or not there."""
        if plan.standing:
            return plan.tasks
        output = str(self._output)

        def done(task: Task) -> bool:
            row = ledger.get(task.file)
            return row is not None and row.key == task.key and stands(output, row)

        return [task for task in plan.tasks if not done(task)]

    def _render(
        self, inputs: Inputs, todo: Sequence[Task], staging: Staging, plan: Plan
    ) -> list[Done]:
        if not todo:
            return []
        from sitegen.build.files import Job, file_maker, grouped  # late: templates and Markdown

        setup = render_setup(self._settings, inputs.theme, inputs.analysis, self._cache)
        job = Job(setup, self._cache, self._output, staging.directory, inputs.engine, plan.values)
        groups = grouped(todo)
        processes = workers(self._jobs, len(groups), PARALLEL_FROM)
        if any(task.maker == "image" for task in todo) and not self._jobs:
            processes = max(processes, workers(0, len(groups), 2))
        make: Callable[[Job], FileMaker] = file_maker
        # A new plan's values are many: a maker that held them would hold them for good.
        if self._kept is not None and plan.standing and processes == 1:
            make = self._kept.maker(file_maker)
        done: dict[str, Done] = {}
        problems: dict[tuple[str, int, str], Problem] = {}
        results = map_in_order(make, job, groups, processes)
        for count, (group, made) in enumerate(zip(groups, results, strict=True), 1):
            self._progress("render", count, len(groups))
            for task, result in zip(group, made, strict=True):
                done[task.file] = result
                for problem in result.problems:
                    # One fault of a template is told once, not for each of its pages.
                    problems.setdefault((problem.path, problem.line, problem.message), problem)
        _stop_on(problems.values())
        return [done[task.file] for task in todo]

    # Keeping

    def _keep_nodes(self, parsed: Parsed) -> Parsed:
        """Write what a source was parsed to, so that the texts need not be held."""
        self._store.put_nodes(parsed.nodes)
        return replace(parsed, nodes={})

    def _keep_fresh(self, values: Values, known: Collection[str]) -> None:
        """Write the nodes that were encoded lately, so that their texts need not be held."""
        fresh = {digest: text for digest, text in values.fresh.items() if digest not in known}
        self._store.put_nodes(fresh)
        values.fresh.clear()

    def _keep_reading(self, inputs: Inputs) -> None:
        """Write what was parsed, also when a problem elsewhere stops this build."""
        store, reading = self._store, inputs.reading
        store.put_sources([p.row for p in reading.parsed if p.row is not None], reading.gone)
        store.commit()

    def _keep(self, inputs: Inputs, plan: Plan, bodies: Mapping[str, str]) -> None:
        """Write what the next build wants to know."""
        store = self._store
        store.drop_nodes(plan.unused)
        if plan.shows:
            store.put_shows(plan.shows, plan.hidden if plan.standing else None)
        note(store, plan, inputs.frame, bodies)
        if plan.standing:
            return
        CodeFolders(self._cache, inputs.engine, self._settings.timezone).sweep()
        used = [task for task in plan.tasks if task.maker == "image"]
        if used:
            self._sweep(used)

    def _sweep(self, used: Iterable[Task]) -> None:
        from sitegen.pictures.cache import entry  # late: Pillow is heavy

        values = Values()
        names = {
            entry(str(parts["source"]), values.decode(pictures.Variant, parts["variant"]))
            for parts in (load(task.parts) for task in used)
        }
        pictures.sweep(self._cache / PICTURES, names, self._now, PICTURE_AGE)


def _empty(site: Site) -> tuple[Problem, ...]:
    if site.articles or site.held or site.broken:
        return ()
    return (
        Problem("content", 0, "there is no story yet", "Write one: sitegen new article "
                '"Headline" --section NAME', warning=True),
    )  # fmt: skip


def _stop_on(problems: Iterable[Problem]) -> None:
    found = set(problems)
    if any(not problem.warning for problem in found):
        raise SitegenError(found)


def _manifest(output: Path, known: Collection[str]) -> set[str]:
    """Return the files beside `known` that the manifest in output/ names as ours.

    The ledger knows more, but it is in the cache, and the cache may be lost.
    """
    try:
        names = (output / MANIFEST).read_text("utf-8", "surrogatepass").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {name for name in names if name and name not in known and output_file("/" + name) == name
            and ".." not in name.split("/") and not name.startswith("/")}  # fmt: skip


def _outcome(task: Task, done: Done, placed: Placed) -> tuple[LedgerRow, Origin]:
    size, mtime = placed.stats.get(task.file) or done.found
    return (
        LedgerRow(task.file, task.key, size, mtime),
        Origin(task.file, task.maker, task.recipe, task.base, task.parts),
    )


def _why_made(
    file: str, plan: Plan, todo: Sequence[Task], ledger: Mapping[str, LedgerRow], store: Store
) -> tuple[str, ...]:
    """Say why the file that the caller asks about is made again, or is not."""
    if file not in plan.files:
        return (f"{file} is no file of the site.",)
    task = next((task for task in todo if task.file == file), None)
    if task is None:
        return (f"{file} is kept: nothing that it shows has changed.",)
    before = store.origin(file)
    if file not in ledger or before is None:
        return (f"{file} is new.",)
    old, new = load(before.parts), load(task.parts)
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    reasons = [f"'{name}' changed" for name in names]
    if before.base != task.base or before.recipe != task.recipe:
        reasons.append("a template, the settings or sitegen itself changed")
    if not reasons:
        reasons.append("its file in output/ was changed or deleted by somebody else")
    return (f"{file} is made again because {', '.join(reasons)}.",)


def _counts(todo: Sequence[Task]) -> dict[str, int]:
    counts = {}
    for maker, name in (("page", "pages"), ("document", "documents"), ("image", "images"),
                        ("copy", "copies")):  # fmt: skip
        counts[name] = sum(task.maker == maker for task in todo)
    return counts
