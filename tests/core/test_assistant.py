"""The assistant does the work, or the caller does: the results are the same."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.core import assistant as module
from sitegen.core.assistant import Assistant, fork_of, start_assistant
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks are safe on Linux only")


def load() -> None:
    """Make ready, as an assistant is told to."""


def in_which_process(setup: str) -> Callable[[int], tuple[str, int, int]]:
    return lambda item: (setup, item * 2, os.getpid())


def ended_at_two(caller: int) -> Callable[[int], tuple[int, int]]:
    """Return a function that ends the process it is in, if that is not the caller's."""

    def work(item: int) -> tuple[int, int]:
        if item == 2 and os.getpid() != caller:
            os.kill(os.getpid(), signal.SIGKILL)
        return item, os.getpid()

    return work


def failing(_setup: str) -> Callable[[int], int]:
    def work(item: int) -> int:
        raise ValueError(f"sample {item}")

    return work


@pytest.fixture
def helper(monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    monkeypatch.setattr(module.threading, "active_count", lambda: 1)  # pytest's own do not lock
    monkeypatch.setattr(module.os, "cpu_count", lambda: 2)
    helper = start_assistant(__name__)
    assert helper is not None
    yield helper
    helper.dismiss()


def test_an_assistant_makes_each_item_in_order(helper: Assistant) -> None:
    results = list(helper.map_in_order(in_which_process, "sample", [1, 2, 3]))
    assert [result[:2] for result in results] == [("sample", 2), ("sample", 4), ("sample", 6)]
    assert {result[2] for result in results} == {helper._pid}


def test_what_an_assistant_leaves_the_caller_does(helper: Assistant) -> None:
    results = list(helper.map_in_order(ended_at_two, os.getpid(), [1, 2, 3]))
    assert results == [(1, helper._pid), (2, os.getpid()), (3, os.getpid())]


def test_an_error_is_met_where_it_can_be_told(helper: Assistant) -> None:
    with pytest.raises(ValueError, match="sample 7"):
        list(helper.map_in_order(failing, "sample", [7]))


@pytest.mark.parametrize("name", ["json", "tests.core.there_is_none"])
def test_an_assistant_that_cannot_prepare_is_no_harm(helper: Assistant, name: str) -> None:
    """The `load` of json wants an argument; the other module is not there."""
    other = start_assistant(name)
    assert other is not None
    assert os.waitpid(other._pid, 0)[1] == 0  # it has gone, without a word
    assert list(other.map_in_order(in_which_process, "s", [1])) == [("s", 2, os.getpid())]
    other.dismiss()
    del helper


def test_dismissal_ends_one_that_never_would(helper: Assistant) -> None:
    assert helper._order((endless, ""))
    assert helper._order(600)
    helper.dismiss()
    helper.dismiss()  # twice is no harm
    with pytest.raises(ChildProcessError):
        os.waitpid(helper._pid, 0)


def endless(_setup: str) -> Callable[[float], None]:
    return time.sleep


def test_an_assistant_ends_with_whoever_it_serves() -> None:
    """However that one ends: its last order was the last."""
    code = (
        "import os, signal; from sitegen.core.assistant import start_assistant; "
        f"print(start_assistant({__name__!r})._pid, flush=True); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    caller = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert caller.returncode == -signal.SIGKILL
    end = time.monotonic() + 20
    while _is_there(int(caller.stdout)):
        assert time.monotonic() < end
        time.sleep(0.01)


def _is_there(pid: int) -> bool:
    """Say whether a process runs: one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("cores", [1, None])
def test_one_core_has_no_assistant(cores: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor has a machine that does not know how many it has."""
    monkeypatch.setattr(module.threading, "active_count", lambda: 1)
    monkeypatch.setattr(module.os, "cpu_count", lambda: cores)
    assert start_assistant(__name__) is None
    with fork_of(lambda: "sample") as word:
        assert word() is None


@pytest.mark.parametrize(("name", "value"), [("executable", ""), ("posix_spawn", None)])
def test_where_no_interpreter_can_be_started_there_is_no_assistant(
    name: str, value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.os, "cpu_count", lambda: 2)
    if value is None:
        monkeypatch.delattr(os, name)
    else:
        monkeypatch.setattr(sys, name, value)
    assert start_assistant(__name__) is None


def test_many_cores_have_one_assistant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.threading, "active_count", lambda: 1)
    monkeypatch.setattr(module.os, "cpu_count", lambda: 8)
    helper = start_assistant(__name__)
    assert helper is not None
    helper.dismiss()
    with fork_of(os.getpid) as result:
        assert result() not in (None, os.getpid())


def test_a_fork_brings_back_more_than_a_pipe_holds(helper: Assistant) -> None:
    with fork_of(lambda: ("sample" * 100_000, os.getpid())) as result_of:
        result = result_of()
    assert result is not None
    assert result[0] == "sample" * 100_000
    assert result[1] not in (os.getpid(), helper._pid)


def test_a_fork_that_fails_brings_nothing(
    helper: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fork_of(lambda: 1 / 0) as result:
        assert result() is None
    monkeypatch.setattr(module.threading, "active_count", lambda: 2)
    with fork_of(lambda: "sample") as word:
        assert word() is None
    del helper


def test_a_fork_that_nobody_waits_for_is_ended(helper: Assistant, tmp_path: Path) -> None:
    note = tmp_path / "pid"

    def work() -> None:
        note.write_text(str(os.getpid()))
        time.sleep(600)

    with fork_of(work):
        while not note.exists() or not note.read_text():
            time.sleep(0.01)
    assert not _is_there(int(note.read_text()))
    del helper


def test_a_host_that_allows_no_more_processes_is_borne(
    helper: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object, **_more: object) -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    files = len(os.listdir("/proc/self/fd"))
    monkeypatch.setattr(module.os, "posix_spawn", refuse)
    monkeypatch.setattr(os, "fork", refuse)
    assert start_assistant(__name__) is None
    assert len(os.listdir("/proc/self/fd")) == files
    with fork_of(lambda: "sample") as word:
        assert word() is None
    del helper


def test_what_cannot_be_sent_is_done_here(helper: Assistant) -> None:
    def make(_setup: str) -> Callable[[int], int]:  # of this function: no other process knows it
        return lambda item: item + 1

    assert list(helper.map_in_order(make, "sample", [1, 2])) == [2, 3]


def test_from_the_first_item_that_cannot_be_sent_on_all_is_done_here(helper: Assistant) -> None:
    """An answer that comes late would be taken for that of the next item."""
    items = [1, lambda: None, 3]
    processes = helper.map_in_order(in_which, "sample", items)
    assert [*processes] == [helper._pid, os.getpid(), os.getpid()]


def in_which(_setup: str) -> Callable[[object], int]:
    return lambda _item: os.getpid()


def test_nobody_waits_for_the_answer_to_what_was_not_sent() -> None:
    """The answer to the first order that was sent would be taken for that of another."""

    class Silent(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            pytest.fail("an answer was waited for")

    alone = Assistant(0, io.BytesIO(), Silent())
    assert list(alone.map_in_order(lambda by: lambda item: item * by, 2, [1, 2])) == [2, 4]
