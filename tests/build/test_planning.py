"""A new plan, made by a planner of nothing: which files are planned where, and what is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.build import planning
from sitegen.build.plan import Extent, Plan
from sitegen.build.planning import _Half, _planned, new_plan
from sitegen.core.digests import Values
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.answers import Answer, Why
from sitegen.model.tasks import Task
from sitegen.site.site import Site
from tests.site.assembled import site_of, story

WARNING = Problem("content/a.md", 0, "a sample", warning=True)
NEW = Answer(False, Why.NEW)


class Notes(Values):
    """Values that note what is shed, and of which some are needed."""

    def __init__(self) -> None:
        super().__init__()
        self.shed_kinds: list[str] = []

    def shed(self, kind: Any) -> None:
        self.shed_kinds.append(kind.__name__)


class Planner:
    """Plans a file as a task of that name, for which it encodes `nodes` nodes."""

    def __init__(self, site: Site, count: int, nodes: int = 1) -> None:
        self.site, self.nodes = site, nodes
        self.values: Any = Notes()
        self.outline = SimpleNamespace(entries=dict.fromkeys(f"f{n:05}" for n in range(count)))
        self.shows: dict[str, list[str]] = {}

    def task(self, file: str) -> Task:
        self.values.fresh.update({f"{file} {n}": "text" for n in range(self.nodes)})
        self.shows.setdefault("body", []).append(file)
        return Task(file, "page", "t.html", "{}", "base", "key")


class Shelf:
    """A store that takes down what is written."""

    def __init__(self, *old: str) -> None:
        self.old, self.written, self.commits = set(old), [], 0  # type: ignore[var-annotated]

    def node_digests(self, but: Any) -> set[str]:
        assert but == frozenset({"body", "parsed"})
        return self.old

    def put_nodes(self, nodes: Any) -> None:
        self.written.append(set(nodes))

    def commit(self) -> None:
        self.commits += 1


def planned(
    planner: Planner, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, **more: Any
) -> tuple[Plan, list[str]]:
    """Return the plan, and the files that another process planned."""
    elsewhere: list[str] = []

    @contextmanager
    def fork_of(work: Callable[[], _Half]) -> Iterator[Callable[[], _Half | None]]:
        def result() -> _Half | None:
            there = Planner(planner.site, 0)
            half = _planned(there, work.args[1])  # type: ignore[attr-defined, arg-type]
            elsewhere.extend(task.file for task in half.tasks)
            return half if more.get("forks", True) else None

        yield result

    monkeypatch.setattr(planning, "fork_of", fork_of)
    draft: Any = SimpleNamespace(
        shares_values=False,
        planner=planner, problems=(WARNING,), answer=NEW, nodes=frozenset({"body", "parsed"}),
        bodies=frozenset({"body", "hidden"}),
    )  # fmt: skip
    plan = new_plan(draft, shelf, more.get("jobs", 0))  # type: ignore[arg-type]
    return plan, elsewhere


SITE = site_of(story("vote"), story("held", draft=True))


@pytest.mark.parametrize(
    ("count", "jobs", "forks", "there"),
    [(499, 0, True, 0), (500, 0, True, 250), (501, 0, True, 251), (501, 2, True, 251),
     (501, 1, True, 0), (501, 0, False, 251)],
)  # fmt: skip
def test_the_second_half_is_planned_in_another_process(
    monkeypatch: pytest.MonkeyPatch, count: int, jobs: int, forks: bool, there: int
) -> None:
    """The plan is the same, be it planned there or, where that failed, here after all."""
    planner, shelf = Planner(SITE, count), Shelf("f00000 0", "orphan", "vote")
    plan, elsewhere = planned(planner, shelf, monkeypatch, jobs=jobs, forks=forks)
    files = list(planner.outline.entries)
    assert elsewhere == files[count - there :]
    assert [task.file for task in plan.tasks] == files
    assert {**plan.shows} == {"body": files, "hidden": ()}
    assert set().union(*shelf.written) >= {f"{file} 0" for file in files[1:]}
    assert "f00000 0" not in set().union(*shelf.written)  # which is there
    assert shelf.commits == 1
    assert plan.orphans == shelf.old
    assert replace(plan, tasks=(), shows={}, orphans=(), arrangement=None) == Plan(
        tasks=(), files=frozenset(files), held_stories=SITE.held, problems=(WARNING,),
        since=SITE.since, until=SITE.next_change, extent=Extent.WHOLE, answer=NEW, shows={},
        values=planner.values, anchors={},
    )  # fmt: skip
    assert plan.arrangement is not None
    assert plan.arrangement.stories == SITE.stories


def test_nodes_are_written_before_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand may wait in memory."""
    shelf = Shelf()
    planned(Planner(SITE, 2, 10_000), shelf, monkeypatch)
    assert [len(nodes) >= 20_000 for nodes in shelf.written] == [True, False]
    shelf = Shelf()
    planned(Planner(SITE, 1, 10_000), shelf, monkeypatch)
    assert len(shelf.written) == 1
    shelf = Shelf()
    planned(Planner(SITE, 1, 10_001), shelf, monkeypatch)
    assert len(shelf.written) == 2


@pytest.mark.parametrize(("count", "shed"), [(5_000, []), (5_001, ["Article"])])
def test_the_stories_of_an_archive_are_let_go(
    monkeypatch: pytest.MonkeyPatch, count: int, shed: list[str]
) -> None:
    """Each is read again for its page: a hundred thousand would fill the memory."""
    (article,) = SITE.articles.values()
    others = {str(n): article for n in range(count - 1)}
    site = replace(SITE, articles={article.path: article, **others})
    planner = Planner(site, 1)
    planned(planner, Shelf(), monkeypatch)
    assert planner.values.shed_kinds == shed


def test_who_plans_a_half_sends_what_is_its_own() -> None:
    """What waited in this process is written by this process."""
    planner: Any = Planner(SITE, 0)
    planner.values.fresh["mine"] = "text"
    planner.shows["body"] = ["mine"]
    half = _planned(planner, ["a", "b"])
    assert [task.file for task in half.tasks] == ["a", "b"]
    assert half.nodes == {"a 0": "text", "b 0": "text"}
    assert half.shows == {"body": ["a", "b"]}
    assert half.digests == frozenset(planner.values.digests())


def test_a_site_without_search_has_no_parts() -> None:
    assert planning.search_parts(SITE) == {}
