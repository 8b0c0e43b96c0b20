"""The rounds of `build --watch` by themselves: when it builds, and what it says.

No clock runs here and nothing is built: each round's answers are given.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.build import watching
from sitegen.core.problems import Problem, SitegenError
from sitegen.model.tasks import Report

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROBLEM = Problem("content/vote.md", 3, "a sample")
Moment = tuple[float, bool]  # seconds after noon, and whether it rings then


def report(due: float | None = None, **changes: tuple[str, ...]) -> Report:
    files: dict[str, tuple[str, ...]] = {"new": (), "changed": (), "removed": (), **changes}
    return Report(
        kept=0, held=(), timings={}, counts={}, **files,
        next_change=None if due is None else NOON + timedelta(seconds=due),
    )  # fmt: skip


class Rounds:
    """A watch that is asked at the given moments, and builds that end as given."""

    def __init__(
        self,
        monkeypatch: pytest.MonkeyPatch,
        results: list[Report | Exception],
        moments: list[Moment],
        moves: tuple[bool, ...] = (),
    ) -> None:
        self.results, self.moments, self.moves = results, moments, list(moves)
        self.at = 0.0
        self.built: list[float] = []
        self.orders: list[dict[str, Any]] = []
        self.waits: list[float] = []
        self.said: list[str] = []
        self.reported: list[Report] = []
        self.stop = Event()
        self.closed: list[str] = []
        self.looks_at_all: list[float] = []
        self.watch = SimpleNamespace(
            wait=self.wait, close=lambda: self.closed.append("watch"), has_rung=False
        )
        monkeypatch.setattr(watching, "Door", self.door)
        monkeypatch.setattr(watching, "build", self.build)
        monkeypatch.setattr(watching, "forget_changed", lambda: None)
        monkeypatch.setattr(watching.time, "monotonic", lambda: self.at)

    def door(self, root: Path, _modules: object, poll: bool, say: object) -> Rounds:
        assert (root, say) == (Path("/site"), self.said.append)
        self.polls = poll
        return self

    def has_moved(self) -> bool:
        return bool(self.moves and self.moves.pop(0))

    def saves(self) -> frozenset[str]:
        return frozenset({f"content/saved-at-{self.at:.1f}.md"})

    def look_at_all(self) -> None:
        self.looks_at_all.append(self.at)

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        if not self.moments:
            self.stop.set()
            return True
        self.at, rings = self.moments.pop(0)
        return rings

    def build(self, *args: object, **order: Any) -> Report:
        self.built.append(self.at)
        self.orders.append({**order, "root": args})
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    def run(self, **asked: Any) -> int:
        clock = lambda: NOON + timedelta(seconds=self.at)  # noqa: E731
        return watching.watch_and_build(
            Path("/site"), clock=clock, say=self.said.append, report=self.reported.append,
            stop=self.stop, **asked,
        )  # fmt: skip


def test_a_build_comes_with_a_ring_at_its_hour_and_after_a_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The clock is looked at each second; what failed is tried again after ten."""
    rounds = Rounds(
        monkeypatch,
        [report(60), report(), report(), SitegenError([PROBLEM]), report()],
        [(59.9, False), (60, False), (61, False), (70, True), (80, True), (89.9, False),
         (90, False), (200, False)],
    )  # fmt: skip
    assert rounds.run() == 0
    assert rounds.built == [0, 60, 70, 80, 90]
    assert rounds.waits == [1.0] * 9
    assert rounds.said == [str(PROBLEM), "Fixed."]
    assert rounds.closed == ["watch"]
    assert rounds.looks_at_all == [80]


def test_a_build_that_changed_something_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = [report(new=("a",)), report(changed=("a",)), report(removed=("a",))]
    rounds = Rounds(monkeypatch, [report(), *changes, report()], [(n, True) for n in range(4)])
    rounds.run()
    assert rounds.reported == changes


def test_what_was_asked_goes_into_each_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless asked, nothing is taken over that sitegen has not made, and no empty site built."""
    rounds = Rounds(monkeypatch, [report(), report()], [(1, True)])
    rounds.run()
    asked: dict[str, Any] = {
        "output": Path("/o"), "cache": Path("/c"), "jobs": 2, "adopt": True, "allow_empty": True,
    }  # fmt: skip
    other = Rounds(monkeypatch, [report()], [])
    other.run(**asked, poll=True)
    assert (rounds.polls, other.polls) == (False, True)
    usual = {"output": None, "cache": None, "jobs": 0, "adopt": False, "allow_empty": False}
    for order, values, at in (
        (rounds.orders[0], usual, 0), (rounds.orders[1], usual, 1), (other.orders[0], asked, 0),
    ):  # fmt: skip
        memory, hurry = order.pop("memory"), order.pop("hurry")
        assert memory is not None
        saves = frozenset({f"content/saved-at-{at:.1f}.md"})
        now = NOON + timedelta(seconds=at)
        assert order == {**values, "now": now, "root": (Path("/site"),), "saves": saves}
    assert rounds.orders[0].keys() == rounds.orders[1].keys()
    assert hurry()  # it was stopped
    other.stop.clear()
    assert not hurry()
    other.watch.has_rung = True
    assert hurry()


def test_settings_that_name_other_modules_are_built_with_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was saved there before anybody listened would be missed."""
    rounds = Rounds(monkeypatch, [report(), report()], [(1, False)], moves=(True, False))
    rounds.run()
    assert rounds.built == [0, 0]
    assert rounds.waits == [1.0, 1.0]


def test_a_build_that_the_disk_stops_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same is said once; a checkout takes away what was just seen."""
    lost, odd = FileNotFoundError(2, "No such file", "vote.md"), OSError()
    rounds = Rounds(monkeypatch, [lost, lost, odd, report()], [(1, True), (2, True), (12, False)])
    rounds.run()
    assert rounds.said == ["vote.md: No such file", "None: ", "Fixed."]
    assert rounds.built == [0, 1, 2, 12]


def test_nothing_is_built_where_it_was_stopped_already(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = Rounds(monkeypatch, [], [])
    rounds.stop.set()
    assert (rounds.run(), rounds.closed) == (0, ["watch"])


def test_a_door_is_moved_where_modules_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that a site is made from, and the places of its own modules, as the settings say now."""
    opened: list[tuple[list[Path], dict[str, Any]]] = []
    closed: list[int] = []

    def open_watch(paths: list[Path], **more: Any) -> Any:
        opened.append((paths, more))
        number = len(opened)
        return SimpleNamespace(close=lambda: closed.append(number))

    monkeypatch.setattr(watching, "Watch", open_watch)
    root, say = Path("/site"), print
    answers = iter([(), (), (root / "own.py",)])
    last: list[tuple[Path, ...]] = []
    modules: Callable[[tuple[Path, ...]], tuple[Path, ...]] = lambda before: (  # noqa: E731
        last.append(before) or next(answers)  # type: ignore[func-returns-value]
    )
    door = watching.Door(root, modules, True, say)
    assert not door.has_moved()
    assert (len(opened), closed) == (1, [])
    assert door.has_moved()
    assert closed == [1]
    names = ["content", "templates", "static", "sitegen.toml", "pyproject.toml"]
    paths, more = [root / name for name in names], {"poll": True, "on_trouble": say}
    assert opened == [(paths, more), ([*paths, root / "own.py"], more)]
    assert last == [(), (), ()]


def test_broken_settings_leave_the_modules_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "sitegen.toml").write_text("title = \n")
    before = (tmp_path / "own.py",)
    modules = partial(watching._modules, tmp_path)
    assert modules(before) == before
