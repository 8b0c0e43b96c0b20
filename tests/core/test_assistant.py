"""The assistant does the work, or the caller does: the results are the same."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sitegen.core import assistant as module
from sitegen.core.assistant import Assistant, assistant, errand

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks are safe on Linux only")


def in_which_process(setup: str) -> Callable[[int], tuple[str, int, int]]:
    return lambda item: (setup, item * 2, os.getpid())


def ended_at_two(_setup: str) -> Callable[[int], tuple[int, int]]:
    """Return a function that ends the process it is in, if that is not the caller's."""

    def work(item: int) -> tuple[int, int]:
        if item == 2 and os.getpid() != CALLER:
            os.kill(os.getpid(), signal.SIGKILL)
        return item, os.getpid()

    return work


def failing(_setup: str) -> Callable[[int], int]:
    def work(item: int) -> int:
        raise ValueError(f"sample {item}")

    return work


CALLER = os.getpid()


@pytest.fixture
def helper(monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    monkeypatch.setattr(module.threading, "active_count", lambda: 1)  # pytest's own do not lock
    monkeypatch.setattr(module.os, "cpu_count", lambda: 2)
    helper = assistant(lambda: None)
    assert helper is not None
    yield helper
    helper.dismiss()


def test_an_assistant_makes_each_item_in_order(helper: Assistant) -> None:
    results = list(helper.map_in_order(in_which_process, "sample", [1, 2, 3]))
    assert [result[:2] for result in results] == [("sample", 2), ("sample", 4), ("sample", 6)]
    assert {result[2] for result in results} == {helper._pid}


def test_what_an_assistant_leaves_the_caller_does(helper: Assistant) -> None:
    results = list(helper.map_in_order(ended_at_two, "sample", [1, 2, 3]))
    assert results == [(1, helper._pid), (2, os.getpid()), (3, os.getpid())]


def test_an_error_is_met_where_it_can_be_told(helper: Assistant) -> None:
    with pytest.raises(ValueError, match="sample 7"):
        list(helper.map_in_order(failing, "sample", [7]))


def test_an_assistant_that_cannot_prepare_is_no_harm(
    helper: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = assistant(lambda: 1 / 0)
    assert other is not None
    assert list(other.map_in_order(in_which_process, "s", [1])) == [("s", 2, os.getpid())]
    other.dismiss()
    del helper, monkeypatch


def test_dismissal_ends_one_that_never_would(helper: Assistant) -> None:
    other = assistant(lambda: time.sleep(600))
    assert other is not None
    other.dismiss()
    other.dismiss()  # twice is no harm
    with pytest.raises(ChildProcessError):
        os.waitpid(other._pid, 0)
    del helper


def test_a_process_with_threads_has_no_assistant(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork copies the locks that they hold, and not who would let them go."""
    monkeypatch.setattr(module.threading, "active_count", lambda: 2)
    assert assistant(lambda: None) is None
    monkeypatch.setattr(module.threading, "active_count", lambda: 1)
    monkeypatch.setattr(module.os, "cpu_count", lambda: 1)
    assert assistant(lambda: None) is None


def test_an_errand_brings_back_more_than_a_pipe_holds(helper: Assistant) -> None:
    with errand(lambda: ("sample" * 100_000, os.getpid())) as result_of:
        result = result_of()
    assert result is not None
    assert result[0] == "sample" * 100_000
    assert result[1] not in (os.getpid(), helper._pid)


def test_an_errand_that_fails_brings_nothing(
    helper: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with errand(lambda: 1 / 0) as result:
        assert result() is None
    monkeypatch.setattr(module.threading, "active_count", lambda: 2)
    with errand(lambda: "sample") as word:
        assert word() is None
    del helper


def test_an_errand_that_nobody_waits_for_is_ended(
    helper: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    helpers: list[Assistant] = []
    real = module._forked

    def forked(serve: Any) -> Assistant | None:
        helpers.extend(filter(None, [real(serve)]))
        return helpers[-1]

    monkeypatch.setattr(module, "_forked", forked)
    with pytest.raises(KeyError), errand(lambda: time.sleep(600)):
        raise KeyError
    with pytest.raises(ChildProcessError):
        os.waitpid(helpers[0]._pid, 0)
    del helper


def test_what_cannot_be_sent_is_done_here(helper: Assistant) -> None:
    def make(_setup: str) -> Callable[[int], int]:  # of this function: no other process knows it
        return lambda item: item + 1

    assert list(helper.map_in_order(make, "sample", [1, 2])) == [2, 3]
