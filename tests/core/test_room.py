"""Large work takes memory in turn: threads, forks and processes that are no forks."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.core import room
from sitegen.core.pool import map_in_order
from sitegen.core.room import UNIT, Room

ALL = room.UNITS * UNIT


def held(of: Room) -> int:
    """Return how much of a room this process has."""
    return len(of._mine)


def test_work_has_what_it_says_and_gives_it_back() -> None:
    """A share is as large as was asked for, and what is left of it goes at the end."""
    own = Room(10)
    with own.taken(4 * UNIT) as share:
        assert held(own) == 4
        share.shrink(UNIT)
        assert held(own) == 1
        share.shrink(3 * UNIT)  # a share never grows: that could wait for itself
        assert held(own) == 1
    assert held(own) == 0


def test_small_work_takes_no_room() -> None:
    own = Room(10)
    with own.taken(UNIT // 3), own.taken(10 * UNIT):
        assert held(own) == 10


def test_work_that_fails_gives_its_room_back() -> None:
    own = Room(10)
    with pytest.raises(ZeroDivisionError), own.taken(4 * UNIT):
        raise ZeroDivisionError
    assert held(own) == 0


def test_threads_never_have_more_than_there_is_and_all_come_to_an_end() -> None:
    """What is larger than all of the room is done alone; small work goes on beside large."""
    own, books = Room(10), threading.Lock()
    at_work: list[int] = []
    most, alone = 0, []

    def work(weight: int) -> None:
        nonlocal most
        with own.taken(weight * UNIT):
            with books:
                at_work.append(weight)
                most = max(most, sum(min(one, 10) for one in at_work))
                alone.append(len(at_work) == 1 or weight < 10)
            threading.Event().wait(0.002)
            with books:
                at_work.remove(weight)

    threads = [threading.Thread(target=work, args=(weight,)) for weight in (3, 30, 1, 7, 10, 2) * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(alone), all(alone)) == (30, True)
    assert most <= 10
    assert held(own) == 0


def test_small_work_goes_on_beside_large() -> None:
    """Only what does not fit waits."""
    own = Room(10)
    with own.taken(8 * UNIT), own.taken(2 * UNIT):
        assert held(own) == 10


def noting(place: str) -> Callable[[int], bool]:
    def work(weight: int) -> bool:
        """Say whether no more than all of the room was at work at once, by files of a folder."""
        with room.taken(weight):
            mine = Path(place) / f"{weight}.{os.getpid()}"
            mine.touch()
            others = [int(name.partition(".")[0]) for name in os.listdir(place)]
            mine.unlink()
        return sum(min(other, ALL) for other in others) <= ALL

    return work


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_never_have_more_than_there_is(
    method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However processes begin, they share one room, and all work is done."""
    if method == "spawn":
        monkeypatch.setattr("sitegen.core.pool.sys.platform", "darwin")
    weights = [ALL * 2, ALL // 2, ALL // 3, UNIT * 2, ALL] * 4

    assert list(map_in_order(noting, str(tmp_path), weights, 3)) == [True] * 20


def leftovers(_setup: None) -> Callable[[int], bool]:
    def work(item: int) -> bool:
        if item == 0 and os.fork() == 0:  # a fork that takes all, and is ended by the system
            with room.taken(ALL):
                os.kill(os.getpid(), signal.SIGKILL)
        if item == 0:
            os.wait()
        with room.taken(ALL):
            return True

    return work


def test_a_process_that_is_killed_gives_its_room_back() -> None:
    """Nobody can tell the others: the system does."""
    assert list(map_in_order(leftovers, None, range(4), 2)) == [True] * 4


def test_a_fork_has_nothing_of_what_its_parent_has() -> None:
    """What the parent has it keeps; the fork waits for it as any other does."""
    with room.shared("fork"):
        with room.taken(ALL):
            fork = os.fork()
            if fork == 0:
                os._exit(len(room._room._mine))
            _pid, status = os.waitpid(fork, 0)
        assert os.waitstatus_to_exitcode(status) == 0


def test_a_process_that_is_no_fork_joins_the_room_by_its_name() -> None:
    """On macOS and Windows workers are new interpreters; the file goes when they have."""
    code = (
        "import sys; from sitegen.core import room; room.join(sys.argv[1]);"
        "print([room._room._try(unit) for unit in (1, 2)])"
    )
    with room.shared("spawn") as name:
        with room.taken(UNIT):
            command = [sys.executable, "-c", code, name]
            answer = subprocess.run(command, check=True, capture_output=True, text=True)
        assert answer.stdout == "[False, True]\n"
    assert not Path(name).exists()


def test_where_no_file_can_be_shared_each_process_has_its_own_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_given: object, **_more: object) -> int:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("sitegen.core.room.os.memfd_create", refuse)
    monkeypatch.setattr("sitegen.core.room.core.tempfile.mkstemp", refuse)
    for method in ("fork", "spawn"):
        with room.shared(method) as name, room.taken(ALL):
            assert name == ""
    room.join("/nowhere/room")
    with room.taken(ALL):
        pass


def test_a_system_that_locks_nothing_does_not_stop_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some network disks know no locks."""

    def refuse(_file: int, _unit: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(room, "_lock_byte", refuse)
    with room.shared("fork"), room.taken(ALL):
        pass


@pytest.fixture(autouse=True)
def _all_is_given_back() -> Iterator[None]:
    yield
    assert room._room._mine == set()
