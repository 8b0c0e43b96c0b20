"""Work in several processes: the same results, and an end."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from sitegen import core
from sitegen.core.pool import bulk_work, lasting_values, map_in_order, workers


def doubling(by: int) -> Callable[[int], int]:
    return lambda item: item * by


def handling(_setup: None) -> Callable[[int], list[object]]:
    return lambda _item: [signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)]


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(processes: int) -> None:
    """However many processes work, and whichever is done first."""
    assert list(map_in_order(doubling, 2, range(500), processes)) == [2 * n for n in range(500)]


@pytest.mark.parametrize(("items", "processes"), [(1, 3), (8, 1), (8, 0)])
def test_one_item_or_one_process_has_its_work_done_here(items: int, processes: int) -> None:
    here = map_in_order(in_which_process, None, range(items), processes)
    assert set(here) == {os.getpid()}


def test_two_items_are_done_elsewhere() -> None:
    assert os.getpid() not in set(map_in_order(in_which_process, None, range(2), 2))


def in_which_process(_setup: None) -> Callable[[int], int]:
    return lambda _item: os.getpid()


def failing(_setup: None) -> Callable[[int], int]:
    raise LookupError("no such theme")


def test_a_function_that_cannot_be_made_is_an_error_and_no_endless_build() -> None:
    with pytest.raises(LookupError, match="no such theme"):
        list(map_in_order(failing, None, range(8), 2))


@pytest.mark.parametrize(
    ("items", "processes", "chunk"),
    [(2, 2, 1), (7, 2, 1), (8, 2, 1), (15, 2, 1), (16, 2, 2), (24, 3, 2), (504, 2, 63),
     (519, 2, 64), (5000, 2, 64)],
)  # fmt: skip
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_items_go_to_processes_in_pieces(
    items: int, processes: int, chunk: int, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four each at least, lest one work alone at the end; and forks are safe on Linux only."""
    told: list[object] = []

    class Context:
        @contextmanager
        def pool(self, count: int, _start: object, _args: object) -> Iterator[Context]:
            told.append(count)
            yield self

        Pool = pool

        def imap(self, _call: object, every: Sequence[int], size: int) -> Iterator[int]:
            told.append(size)
            return iter(every)

    def context(method: str) -> Context:
        told.append(method)
        return Context()

    monkeypatch.setattr(core.multiprocessing, "get_context", context)
    monkeypatch.setattr(sys, "platform", system)
    results = map_in_order(doubling, 2, range(items), processes)
    assert next(results) == 0
    assert told == ["fork" if system == "linux" else "spawn", processes, chunk]


def test_a_worker_ends_when_it_is_told_to() -> None:
    """The command line's own way of stopping must not keep a worker from being stopped.

    A handler that only sets a mark leaves a worker waiting for its next task: one build in
    fifteen never ended.
    """
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    try:
        handlers = list(map_in_order(handling, None, range(8), 2))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert handlers == [[signal.SIG_DFL, signal.SIG_IGN]] * 8


@pytest.mark.parametrize(("processes", "expected"), [(1, []), (2, ["meanwhile"])])
def test_other_work_is_done_once_while_others_are_at_theirs(
    processes: int, expected: list[str]
) -> None:
    """One process alone has no while for it."""
    calls: list[str] = []

    results = map_in_order(doubling, 2, range(8), processes, lambda: calls.append("meanwhile"))

    assert next(results) == 0
    assert calls == expected
    assert list(results) == [2 * n for n in range(1, 8)]
    assert calls == expected


@pytest.mark.parametrize(
    ("jobs", "items", "used"),
    [(0, 1, 1), (0, 2, 6), (0, 9, 6), (1, 9, 1), (3, 9, 3), (3, 2, 2), (3, 0, 1)],
)
def test_processes_are_those_that_were_asked_for_or_pay(
    jobs: int, items: int, used: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never more than there is to do; without a word every core, where it is worth it."""
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert workers(jobs, items, 2) == used


def test_a_machine_that_knows_no_cores_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert workers(0, 9, 2) == 1


def test_the_collector_looks_seldom_while_a_build_works() -> None:
    """Whoever calls a build from Python has it as it was afterwards."""
    before = gc.get_threshold()
    with bulk_work():
        assert gc.get_threshold() == (300_000, 20, 50)
    assert gc.get_threshold() == before


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_never_looks_at_lasting_values(enabled: bool) -> None:
    before = gc.get_freeze_count()
    if not enabled:
        gc.disable()
    try:
        with lasting_values():
            assert not gc.isenabled()
            values = [[number] for number in range(1000)]
        assert gc.isenabled() is enabled
        assert gc.get_freeze_count() > before + len(values)
    finally:
        gc.unfreeze()
        gc.enable()
