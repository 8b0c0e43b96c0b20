"""The bell of a watch by itself: which paths ring it, how long it waits, and where it listens.

No clock runs here, and no thread: what is waited for is written down instead.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
)
from watchdog.observers.api import ObservedWatch

from sitegen.build import watcher
from sitegen.build.watcher import Watch


class Bell:
    """Waits as it is told to, each time for as long as it is asked or for `step` seconds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, step: float | None = None) -> None:
        self.now, self.step = 100.0, step
        self.answers: list[bool] = []
        self.waits: list[float] = []
        self.rings = False
        monkeypatch.setattr(watcher.time, "monotonic", lambda: self.now)

    def wait(self, seconds: float) -> bool:
        self.waits.append(round(seconds, 6))
        self.now = round(self.now + (seconds if self.step is None else self.step), 6)
        return self.answers.pop(0) or self.rings

    def is_set(self) -> bool:
        return self.rings

    def set(self) -> None:
        self.rings = True

    def clear(self) -> None:
        self.rings = False


class Checks:
    """How long it is to the next check, and what it shows."""

    def __init__(self, seconds_left: float, shows: bool = False) -> None:
        self.seconds_left, self.shows = seconds_left, shows
        self.bursts: list[bool] = []

    def after_burst(self, *, many: bool) -> None:
        self.bursts.append(many)

    def shows_more(self) -> bool:
        return self.shows


@pytest.fixture
def watch(tmp_path: Path) -> Any:
    return Watch([tmp_path / "none"], poll=True)


@pytest.fixture
def bell(watch: Any, monkeypatch: pytest.MonkeyPatch) -> Bell:
    watch._bell = Bell(monkeypatch)
    watch._check = Checks(5)
    return watch._bell  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("path", "rings"),
    [
        ("/site/content", True),
        ("/site/content/news/vote.md", True),
        ("/site/contents", False),
        ("/site/sitegen.toml", True),
        ("/site", True),
        ("/si", False),
        ("/site/output", False),
        ("/site/content/news/vote.md~", False),
        ("/site/content/.git/index.html", False),
        ("/site/content/ours/index.html", False),
    ],
)
def test_a_path_rings_that_is_watched_or_leads_to_it(watch: Any, path: str, rings: bool) -> None:
    """All below what is watched but litter and our own; above, what is on the way."""
    watch._targets = ("/site/content", "/site/sitegen.toml")
    watch._ignore = lambda path: "/ours/" in path
    assert watch._concerns(path) is rings


@pytest.mark.parametrize(
    ("event", "rings", "is_folder", "lost"),
    [
        (FileModifiedEvent("/site/a.md"), True, False, set()),
        (FileModifiedEvent("/other/a.md"), False, False, set()),
        (FileMovedEvent("/other/a.md", "/site/a.md"), True, False, set()),
        (FileMovedEvent("/site/a.md", "/other/a.md"), True, False, set()),
        (FileCreatedEvent("/site/a.md~"), False, False, set()),
        (DirCreatedEvent("/site/news"), True, True, set()),
        (DirDeletedEvent("/site/news"), True, True, {"/site/news"}),
        (DirMovedEvent("/site/news", "/site/city"), True, True, {"/site/news"}),
        (DirDeletedEvent("/other/news"), False, False, set()),
    ],
)
def test_an_event_is_counted_and_folders_that_go_are_known(
    watch: Any, event: FileSystemEvent, rings: bool, is_folder: bool, lost: set[str]
) -> None:
    """A folder that was made anew under its old name has to be listened to anew."""
    watch._targets = ("/site",)
    watch._on_event(event)
    state = (watch._events, watch.has_rung, watch._new_folders, watch._lost)
    assert state == (int(rings), rings, is_folder, lost)


@pytest.mark.parametrize(
    ("left", "end", "seconds"),
    [(3, None, 3), (3, 102, 2), (3, 110, 3), (3, 99, 0), (-1, None, 0)],
)
def test_a_wait_is_no_longer_than_to_its_end_or_the_next_check(
    watch: Any, bell: Bell, left: float, end: float | None, seconds: float
) -> None:
    watch._check = Checks(left)
    assert watch._seconds_to(end) == seconds


@pytest.mark.parametrize(("events", "quiet"), [(29, 0.02), (30, 0.1)])
def test_a_burst_is_over_after_a_moment_of_silence(
    watch: Any, bell: Bell, events: int, quiet: float
) -> None:
    """A save is one ring; a checkout, of which events come late, takes longer to fall silent."""
    watch._events = events
    bell.answers = [True, True, True, False]
    assert watch._wait_for_bell(None)
    assert bell.waits == [5, quiet, quiet, quiet]
    assert (watch._check.bursts, watch._events) == ([events == 30], 0)
    assert not bell.is_set()


def test_a_burst_without_end_rings_after_two_seconds_and_once_more(watch: Any, bell: Bell) -> None:
    """The system may have dropped the last of so many events."""
    bell.step = 0.5
    bell.answers = [True] * 9
    assert watch._wait_for_bell(None)
    assert bell.waits == [5, *[0.02] * 4]
    watch._closed = True
    bell.waits.clear()
    assert watch._wait_for_bell(None)
    assert bell.waits == [5]


def test_a_wait_ends_at_its_end_without_a_ring(watch: Any, bell: Bell) -> None:
    bell.answers = [False]
    assert not watch._wait_for_bell(102)
    assert bell.waits == [2]
    bell.answers, bell.step = [False, False, False], 1
    assert not watch._wait_for_bell(104)  # it is 102, and the check is not due
    assert bell.waits == [2, 2, 1]


@pytest.mark.parametrize(("left", "missed"), [(0, True), (0, False), (0.1, True)])
def test_a_check_that_shows_more_rings(
    watch: Any, bell: Bell, monkeypatch: pytest.MonkeyPatch, left: float, missed: bool
) -> None:
    """What nobody told of is heard of when a check is due, and not before."""
    monkeypatch.setattr(Watch, "_has_missed_something", lambda _watch: missed)
    watch._check = Checks(left)
    bell.step = 1
    bell.answers = [False] * 4
    rings = left == 0 and missed
    assert watch._wait_for_bell(102) is rings
    assert watch._check.bursts == [False] * rings


@pytest.mark.parametrize(
    ("shows", "rung", "closed", "missed", "listens"),
    [
        (False, False, False, False, 0),
        (True, True, False, False, 0),  # it was told of just now
        (True, False, False, True, 1),
        (True, False, True, True, 0),
    ],
)
def test_who_has_missed_something_listens_anew(
    watch: Any, bell: Bell, monkeypatch: pytest.MonkeyPatch,
    shows: bool, rung: bool, closed: bool, missed: bool, listens: int,
) -> None:  # fmt: skip
    calls: list[str] = []
    monkeypatch.setattr(Watch, "_listen", lambda _watch: calls.append("listen"))
    watch._watches = {"/site": ()}
    watch._closed, bell.rings = closed, rung
    watch._check = Checks(0, shows)
    assert watch._has_missed_something() is missed
    assert (len(calls), watch._watches == {}) == (listens, missed)


def test_what_is_looked_for_rings_once_it_is_quiet(
    watch: Any, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking rests four times as long as it takes, a quarter of a second at least."""
    states = [7, 7, 8, 9, 9]
    takes = [0.0]

    def look(_watch: Watch) -> int:
        bell.now += takes[0]
        return states.pop(0)

    monkeypatch.setattr(Watch, "_fingerprint", look)
    watch._state = 7
    bell.answers = [False] * 4
    assert watch._wait_for_look(None)
    assert bell.waits == [0.25, 0.25, 0.02, 0.02]
    takes[0], states[:], bell.waits[:], bell.answers = 1, [9], [], [True]
    assert not watch._wait_for_look(None)  # it was closed
    assert bell.waits == [4]
    takes[0], states[:], bell.waits[:] = 0, [9], []
    assert not watch._wait_for_look(bell.now)
    assert bell.waits == []
    states[:], bell.answers = [9], [True]
    assert not watch._wait_for_look(bell.now + 0.125)
    assert bell.waits == [0.125]
    watch._closed = True
    assert not watch._wait_for_look(None)


def test_what_goes_on_changing_rings_after_two_seconds(
    watch: Any, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = iter(range(1, 99))
    monkeypatch.setattr(Watch, "_fingerprint", lambda _watch: next(states))
    bell.step, bell.answers = 0.5, [False] * 9
    watch._wait_until_quiet()
    assert bell.waits == [0.02] * 4
    bell.answers = [True]
    watch._wait_until_quiet()  # closed meanwhile
    assert bell.waits == [0.02] * 5


class Observer:
    """Takes down where it is asked to listen."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.asked: list[tuple[str, bool]] = []
        self.let_go: list[str] = []

    def schedule(self, _handler: object, folder: str, *, recursive: bool, **_: Any) -> Any:
        if folder != os.sep and self.errors:
            raise self.errors.pop(0)
        self.asked.append((folder, recursive))
        return ObservedWatch(folder, recursive=recursive)

    def unschedule(self, watched: ObservedWatch) -> None:
        self.let_go.append(watched.path)


def test_what_exists_is_listened_to_and_what_will_come_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders with all below them, and the nearest folder above each that is not there yet."""
    monkeypatch.setattr(watcher.sys, "platform", "linux")
    root = str(tmp_path.resolve())
    content = Path(root, "content")
    content.mkdir()
    observer: Any = Observer()
    watch: Any = Watch([content, Path(root, "own/theme"), Path(root, "sitegen.toml")], poll=True)

    def follow() -> tuple[list[tuple[str, bool]], list[str]]:
        observer.asked.clear()
        observer.let_go.clear()
        watch._follow(observer)
        return sorted(observer.asked), sorted(observer.let_go)

    limit = ("/", False)  # one folder more, to meet the system's limit
    assert follow() == ([limit, (root, False), (f"{root}/content", True)], ["/"])
    assert sorted(watch._targets) == [
        f"{root}/{n}" for n in ("content", "own/theme", "sitegen.toml")
    ]
    assert follow() == ([], [])
    Path(root, "own/theme").mkdir(parents=True)
    new = [limit, (f"{root}/own", False), (f"{root}/own/theme", True)]
    assert follow() == (new, ["/"])
    watch._lost = {f"{root}/own"}  # and came again, perhaps under its old number
    assert follow() == (new, ["/", f"{root}/own", f"{root}/own/theme"])
    assert watch._lost == set()
    Path(root, "own/theme").rmdir()
    assert follow() == ([], [f"{root}/own/theme"])
    watch._watches[root] = (ObservedWatch(root, recursive=True), watcher._number(root))
    assert follow() == ([limit, (root, False)], ["/", root])  # others ask for less of it now
    watch._new_folders = True
    assert follow() == ([limit], ["/"])
    for platform in ("darwin", "win32"):
        monkeypatch.setattr(watcher.sys, "platform", platform)
        watch._new_folders = True
        assert follow() == ([], [])
    assert not watch.has_rung


def test_a_folder_that_is_there_and_cannot_be_listened_to_is_a_trouble(tmp_path: Path) -> None:
    """Of one that has gone meanwhile the bell tells: it may have come again unseen."""
    watch: Any = Watch([tmp_path], poll=True)
    gone: Any = Observer(FileNotFoundError("gone"))
    with pytest.raises(FileNotFoundError):
        watch._follow(gone)
    assert not watch.has_rung


def test_a_system_that_tells_of_nothing_is_asked_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence tells why, and what happens instead."""
    told: list[str] = []
    watch: Any = Watch([tmp_path], poll=True, on_trouble=told.append)
    stopped: list[str] = []
    watch._observer = SimpleNamespace(
        is_alive=lambda: True,
        stop=lambda: stopped.append("stop"),
        join=lambda: stopped.append("join"),
    )
    assert not watch.polls
    watch._bell.set()
    watch._look_instead(OSError(errno.ENOSYS, "no such thing"))
    assert (watch.polls, watch.has_rung, stopped) == (True, False, ["stop", "join"])
    instead = "They are looked for instead, which takes a little longer."
    assert told == [f"The system cannot tell of changes (no such thing). {instead}"]
    watch.close()
    watch._look_instead(OSError("odd"))
    assert watch.has_rung  # whoever waits is let go
    assert told[1].startswith("The system cannot tell of changes (odd). ")
    watch._observer = SimpleNamespace(is_alive=lambda: False)
    watch.close()  # one that has ended by itself need not be stopped


def test_the_systems_limits_are_told_with_what_raises_them() -> None:
    told = [watcher._limit_message(OSError(n, "")) for n in (errno.ENOSPC, errno.EMFILE)]
    assert told == [
        f"The system's limit on {what} is reached, so changes are looked for instead, which "
        f"takes a little longer. To raise the limit: sudo sysctl {setting}"
        for what, setting in (
            ("watched folders", "fs.inotify.max_user_watches=1048576"),
            ("programs that watch folders", "fs.inotify.max_user_instances=1024"),
        )
    ]


def test_a_folder_is_known_by_its_number(tmp_path: Path) -> None:
    facts = tmp_path.stat()
    assert watcher._number(str(tmp_path)) == (facts.st_dev, facts.st_ino)
    assert watcher._number(str(tmp_path / "none")) == (0, 0)
    assert watcher._existing(tmp_path / "a/b") == watcher._existing(tmp_path) == tmp_path
    assert watcher._with_all_above("/a/b") == {"/a/b", "/a", "/"}
