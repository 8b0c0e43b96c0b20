"""A press: what it says of a site's files, in this process and in workers that may end."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from sitegen.build.reuse.editions import LastSite, OutlineNow, SiteNow
from sitegen.core.digests import LostNodeError, digest_bytes
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.model.answers import Answer as Standing
from sitegen.model.answers import Why
from sitegen.pages.planner import Planner
from sitegen.preview import apart_press, editions, worker
from sitegen.preview.apart_press import ApartPress, StuckError, Worker, WorkerEndedError
from sitegen.preview.assembling import Assembler, PartialEditionError
from sitegen.preview.editions import HiddenStory, Reasons, hidden_stories
from sitegen.preview.last_words import Frame
from sitegen.preview.press import About, Look, Outcome, OwnPress
from sitegen.search.bundle import ENGINE
from tests.conftest import NOW, Site
from tests.preview.previewing import Odd

AT = datetime.fromisoformat(NOW)
PROBLEM = Problem("content/a.md", 3, "is wrong")
STORY, DRAFT = "news/vote/index.html", "news/plan/index.html"


# A press says what there is


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/paper/news/vote/", STORY), ("/paper/news/vote", ""), ("/paper", ""), ("/papers/", ""),
        ("/paper/", "index.html"), ("/news/vote/", ""), ("/paper//news/vote/", ""),
        ("/paper/%2fnews/vote/", ""), ("/paper/news%2fvote/", STORY), ("/paper/none/", ""),
        ("/paper/.sitegen-files", ""), ("/paper/words.txt", "words.txt"), ("", ""),
    ],
)  # fmt: skip
def test_an_address_names_a_file_or_none(press: OwnPress, path: str, file: str) -> None:
    """Below the site's own path, among the names of the plan."""
    assert press.file_of(path, "/paper") == file


def test_a_site_without_a_path_of_its_own_answers_from_the_root(press: OwnPress) -> None:
    """And a press without an edition answers nothing."""
    assert press.file_of("/news/vote/", "") == STORY
    assert press.file_of("/", "") == "index.html"
    assert [press.has(file) for file in (STORY, "none")] == [True, False]


def test_each_file_is_made_in_its_own_way(press: OwnPress, paper: Site) -> None:
    """Pages are rendered, pictures encoded or drawn, the rest is copied: photos in parts."""
    edition = press.edition
    assert edition is not None
    entries = edition.outline.entries
    crop = next(file for file in entries if ".16x9." in file)
    card = next(file for file in entries if file.startswith("media/card-late"))
    looks = {file: press.look(file) for file in (STORY, crop, card, "words.txt", "camera.jpg")}
    assert {file: look.maker for file, look in looks.items()} == {
        STORY: "page", crop: "picture", card: "picture", "words.txt": "copy", "camera.jpg": "photo",
    }  # fmt: skip
    words = paper.root / "static/root/words.txt"
    assert looks["words.txt"] == Look(
        "copy", "static/root/words.txt", digest_bytes(words.read_bytes()), words
    )
    assert (looks[STORY].recipe, looks[card].recipe) == (entries[STORY].recipe, "card")
    words.rename(words.with_suffix(".x"))
    words.symlink_to("/etc/hostname")
    try:
        refused = press.look("words.txt")
    finally:
        words.unlink()
        words.with_suffix(".x").rename(words)
    assert (refused.maker, refused.source) == ("", None)
    assert refused.problem is not None
    with pytest.raises(LostNodeError, match="none"):
        press.look("none")
    task, data = press.page(STORY)
    assert (task, task.file) == (press.task(STORY), STORY)
    assert b"<h1" in data
    assert press.picture(crop)[:3] == b"\xff\xd8\xff"
    assert sum(map(len, (p for p in press.pieces("camera.jpg") if isinstance(p, bytes)))) > 0


def test_a_press_tells_what_lies_over_a_page(press: OwnPress) -> None:
    """The state of a story that is not public, and the crops of its picture."""
    about = press.about(STORY)
    assert about.story is None
    assert about.crops is not None
    assert about.crops.focus == (0.25, 0.5)
    assert [file.split(".")[2] for file in about.crops.files] == ["16x9", "1200", "1x1"]
    draft = press.about(DRAFT)
    assert draft.crops is None  # a drawing has none
    assert draft.story == HiddenStory(
        "content/news/plan.md", "Plan", "draft", None, "/paper/news/plan/"
    )
    held = press.about("news/late/index.html").story
    assert held is not None
    assert (held.state, held.at) == ("held", datetime.fromisoformat("2026-11-26T06:00-06:00"))
    for file in ("none", "words.txt", "index.html"):
        assert press.about(file) == About()


def test_an_edition_that_is_not_there_is_read_again(tmp_path: Path) -> None:
    """Whoever asks before the first one, or through a site's mistakes."""
    site = Site(tmp_path / "site")
    site.write("sitegen.toml", "nonsense = 1\n")
    press = OwnPress(site.root, site.root / ".sitegen_cache", False)
    try:
        assert (press.has(STORY), press.about(STORY)) == (False, About())
        for question in (press.look, press.task, press.page, press.picture, press.pieces):
            with pytest.raises(LostNodeError):
                question(STORY)
        outcome = press.refresh(AT, 1)
        assert (outcome.shown, outcome.sources) == (None, frozenset())
        assert outcome.problems[0].path == "sitegen.toml"
        for error, words in (
            (FileNotFoundError(errno.ENOENT, "No such file", f"{site.root}/a.md"), "a.md"),
            (ValueError("sample"), "preview"),
        ):
            press._assembler.edition = _raising(error)  # type: ignore[method-assign]
            (problem,) = press.refresh(AT, 1).problems
            assert problem.path == words
        warning = replace(PROBLEM, warning=True)
        press._assembler.edition = _raising(SitegenError([PROBLEM, warning]))  # type: ignore[method-assign]
        assert press.refresh(AT, 1, anew=True).problems == (PROBLEM,)
    finally:
        press.close()


def test_a_page_is_planned_once_for_its_task_and_its_bytes(
    paper: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Composing the front of an archive takes as long as all else; each edition plans anew."""
    planned: list[str] = []
    plan = Planner.task
    monkeypatch.setattr(
        Planner, "task", lambda self, file: (planned.append(file), plan(self, file))[1]
    )
    press = OwnPress(paper.root, paper.root / ".sitegen_cache", True)
    try:
        press.refresh(AT, 1)
        front = press.task("index.html")
        assert press.page("index.html")[0] is front
        assert planned == ["index.html"]
        press.page(STORY)
        press.page("index.html")
        assert planned == ["index.html", STORY, "index.html"]
        press.refresh(AT, 1)
        press.page("index.html")
        assert planned == ["index.html", STORY, "index.html", "index.html"]
    finally:
        press.close()


def _raising(*errors: Exception) -> Callable[..., Any]:
    left = list(errors)

    def work(*_: object, **__: object) -> None:
        raise left.pop(0) if left[1:] else left[0]

    return work


# A cache that was taken away while it was read


@pytest.mark.parametrize("error", [sqlite3.DatabaseError("x"), LostNodeError("x")])
def test_an_edition_begins_anew_without_what_is_damaged(
    paper: Site, tmp_path: Path, error: Exception
) -> None:
    """First from what the caches hold now, then from nothing."""
    assembler = Assembler(paper.root, tmp_path, False, threading.RLock())  # type: ignore[arg-type]
    forgotten: list[bool] = []
    assembler.forget = lambda *, trusting: forgotten.append(trusting)  # type: ignore[method-assign]
    try:
        for fails, expected in ((0, []), (1, [True]), (2, [True, False])):
            calls = [error] * fails
            forgotten.clear()
            assembler._assemble = lambda *_, calls=calls: _pop(calls)  # type: ignore[method-assign]
            assert assembler.edition(None, AT, 1) == "edition"  # type: ignore[comparison-overlap]
            assert forgotten == expected
        assembler._assemble = _raising(error)  # type: ignore[method-assign]
        with pytest.raises(type(error)):
            assembler.edition(None, AT, 1)
        calls = [SitegenError([PROBLEM])]
        assembler._assemble = lambda *_, **__: _pop(calls)  # type: ignore[method-assign]
        with pytest.raises(PartialEditionError) as caught:
            assembler.edition(None, AT, 1)
        assert (caught.value.problems, caught.value.edition) == ((PROBLEM,), "edition")
        assembler._assemble = _raising(SitegenError([PROBLEM]), ValueError())  # type: ignore[method-assign]
        with pytest.raises(SitegenError) as refused:
            assembler.edition(None, AT, 1)
        assert not isinstance(refused.value, PartialEditionError)
        calls = [SitegenError([PROBLEM])]
        assembler._assemble = lambda *_, **__: _pop(calls)  # type: ignore[method-assign]
        with pytest.raises(SitegenError) as refused:
            assembler.edition("last", AT, 1)  # type: ignore[arg-type]
        assert not isinstance(refused.value, PartialEditionError)
    finally:
        assembler.notes.close()


def _pop(errors: list[Exception]) -> str:
    if errors:
        raise errors.pop()
    return "edition"


def test_a_renderer_goes_on_while_nothing_of_it_differs(
    press: OwnPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another engine begins anew, too many values too; warnings are those of one edition."""
    edition, assembler = press.edition, press._assembler
    assert edition is not None
    engine = edition.inputs.engine
    first = assembler._renderer_for(edition.setup, engine)
    codes = assembler._codes
    first.warnings.append(PROBLEM)
    assert assembler._renderer_for(edition.setup, engine) is first
    assert not first.warnings
    values = assembler._values
    other = assembler._renderer_for(edition.setup, "other engine")
    assert other is not first
    assert (assembler._codes is codes, assembler._values is values) == (False, True)
    monkeypatch.setattr("sitegen.preview.assembling.MOST_VALUES", len(values.fresh))
    assert assembler._renderer_for(edition.setup, "other engine") is other
    monkeypatch.setattr("sitegen.preview.assembling.MOST_VALUES", len(values.fresh) - 1)
    assert assembler._renderer_for(edition.setup, "other engine") is not other
    assert assembler._values is not values
    read = assembler._read_values
    assembler.begin_anew()
    assert (assembler._renderer, assembler._read_values is read) == (None, False)


# Editions


def test_an_edition_says_what_stood_in_sentences() -> None:
    """Nothing of a first one."""
    same, new = Standing(True, Why.SAME), Standing(False, Why.STORIES)
    assert Reasons().words() == ()
    assert Reasons(same, new).words() == (
        f"Order and lists stood: {same.words()}.", f"The files were named anew: {new.words()}.",
    )  # fmt: skip
    assert Reasons(new, same).words() == (
        f"Order and lists were made anew: {new.words()}.",
        f"The files' names stood: {same.words()}.",
    )


def test_an_outline_takes_over_what_stands(
    press: OwnPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it, what stories call for, or nothing; a first one is made anew."""
    last = press.edition
    assert last is not None
    named: list[object] = []
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(
        editions, "outline", lambda *given, known: named.append((given[-1], known)) or "new"
    )
    monkeypatch.setattr(editions, "outline_now", lambda *given: asked.append(given) or now)
    site, inputs = last.site, last.inputs
    assert editions.outline_after(None, site, inputs, "") == ("new", Standing(False, Why.NEW))
    entries: object
    for entries in (None, ("entry",)):
        now = OutlineNow(Standing(False, Why.THEME), None, entries)  # type: ignore[arg-type]
        assert editions.outline_after(last, site, inputs, last.beside) == ("new", now.answer)
    assert named == [(None, {}), (None, {}), (("entry",), {})]
    now = OutlineNow(Standing(True, Why.SAME), last.outline)
    assert editions.outline_after(last, site, inputs, "other") == (last.outline, now.answer)
    assert len(named) == 3
    before = LastSite(site, last.site_problems, inputs.frame, inputs.reading.rows)
    themes = (inputs.theme, inputs.theme)
    given = (last.outline, before, site, inputs.reading.rows, themes)
    assert asked == [(*given, True), (*given, True), (*given, False)]


def test_a_site_stands_with_new_texts_or_is_put_together_again(
    press: OwnPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From what the last one holds, where there is one."""
    last = press.edition
    assert last is not None
    anew: list[tuple[bool, object]] = []

    def assemble(
        *_: object, unpublished: bool, last: object = None
    ) -> tuple[str, tuple[Problem, ...]]:
        anew.append((unpublished, last))
        return "site", (PROBLEM,)

    monkeypatch.setattr(editions.assembly, "assemble_site", assemble)
    first = editions.site_after(None, last.inputs, "values", AT, True)  # type: ignore[arg-type]
    assert first == ("site", (PROBLEM,), Standing(False, Why.NEW))
    for holds in (True, False):
        answer = Standing(holds, Why.SAME)
        stands = SiteNow(answer, last.site if holds else None)
        monkeypatch.setattr(editions.assembly, "standing_site", lambda *_, stands=stands: stands)
        site, problems, why = editions.site_after(last, last.inputs, "values", AT, False)  # type: ignore[arg-type]
        assert (site, problems, why) == (
            (last.site, last.site_problems, answer) if holds else ("site", (PROBLEM,), answer)
        )
    assert anew == [(True, None), (False, last.site)]


def test_hidden_stories_have_their_moment() -> None:
    """When it goes live, or since when it has expired."""
    until, gone = AT, AT + timedelta(days=1)
    held = [SimpleNamespace(path=name, title=name, reason=reason, until=until)
            for name, reason in (("a", "held"), ("b", "expired"), ("c", "expired"))]  # fmt: skip
    site: Any = SimpleNamespace(
        held=held, urls={"a": "/a/"}, articles={"a": SimpleNamespace(expires=gone),
                                               "b": SimpleNamespace(expires=gone)}
    )  # fmt: skip
    assert [*hidden_stories(site)] == [
        HiddenStory("a", "a", "held", until, "/a/"), HiddenStory("b", "b", "expired", gone, ""),
        HiddenStory("c", "c", "expired", until, ""),
    ]  # fmt: skip


# Workers


@pytest.fixture
def asleep() -> Iterator[Any]:
    """A process of its own group that does nothing."""
    code = "import time; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-Sc", code], start_new_session=True) as process:
        yield process
        process.kill()


@contextmanager
def talk(pid: int, *replies: object, step: float = 9.0) -> Iterator[tuple[Worker, list[object]]]:
    """Give a worker whose other end says these things, one after the other."""
    ours, theirs = Pipe()
    words, their_words = Pipe(duplex=False)
    heard: list[object] = []

    def reply() -> None:
        heard.append(theirs.recv())
        for each in replies:
            if each is None:
                theirs.close()
            elif isinstance(each, float):
                time.sleep(each)
            else:
                theirs.send(each)

    thread = threading.Thread(target=reply)
    thread.start()
    try:
        yield Worker(ours, words, pid, step), heard
    finally:
        thread.join()
        for end in (ours, theirs, words, their_words):
            end.close()


def test_a_worker_answers_or_says_what_is_wrong(asleep: Any) -> None:
    """Steps that it tells in between are no answer."""
    with talk(asleep.pid, ("at", "content/a.md"), ("at", ""), ("answer", 7)) as (one, heard):
        assert one.ask("task", "a", 1, seconds=5.0, anew=True) == 7
        assert heard == [("task", ("a", 1), {"anew": True})]
        assert (one.is_open, one.is_late, one.generation) == (True, False, 0)
    with talk(asleep.pid, ("error", LostNodeError("x"))) as (one, _), pytest.raises(LostNodeError):
        one.ask("task")
    assert asleep.poll() is None
    with talk(asleep.pid, None) as (one, _), pytest.raises(WorkerEndedError):
        one.ask("task")
    assert one.is_open is False
    assert asleep.wait(10) == -signal.SIGKILL
    one.kill()


def test_a_worker_that_takes_too_long_is_ended(
    asleep: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a page after half its time it goes behind all others; then it says where it stands."""
    monkeypatch.setattr(apart_press, "_slowness", lambda: 1.0)
    monkeypatch.setattr(apart_press, "_WORDS_SECONDS", 0.05)
    behind: list[tuple[int, int, int]] = []
    monkeypatch.setattr(os, "setpriority", lambda *given: behind.append(given))
    with talk(asleep.pid, 0.0) as (one, _), pytest.raises(StuckError) as caught:
        one.ask("page", seconds=0.1)
    assert (caught.value.label, caught.value.frames, one.is_late) == ("", (), True)
    assert asleep.wait(10) in (-signal.SIGKILL, -signal.SIGUSR1)
    assert behind == [(os.PRIO_PGRP, asleep.pid, 10)]


def test_a_page_is_waited_for_in_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once: what is late already, or no page, has its whole time at once."""
    polls: list[float | None] = []
    answers = [True]

    def poll(seconds: float | None) -> bool:
        polls.append(seconds)
        return answers.pop()

    behind: list[object] = []
    monkeypatch.setattr(os, "setpriority", lambda *given: behind.append(given))
    one = Worker(SimpleNamespace(poll=poll), SimpleNamespace(), 7, 9.0)  # type: ignore[arg-type]
    for seconds, is_page, said, expected in (
        (8.0, True, [True], [4.0]), (8.0, False, [False], [8.0]), (None, True, [False], [None]),
        (8.0, True, [True, False], [4.0, 4.0]), (8.0, True, [False], [8.0]),
    ):  # fmt: skip
        polls.clear()
        answers[:] = said
        one._wait(seconds, is_page=is_page)
        assert polls == expected
    assert (one.is_late, behind) == (True, [(os.PRIO_PGRP, 7, 10)])


def test_last_words_are_heard_to_their_end(asleep: Any) -> None:
    """However many pieces they come in; then the worker and its lines are gone."""
    (ours, theirs), (words, their_words) = Pipe(), Pipe(duplex=False)
    first, second = (b'  File "/%s.py", line 3 in x\n' % name for name in (b"a", b"b"))
    os.write(their_words.fileno(), first)

    def later() -> None:
        time.sleep(0.05)
        os.write(their_words.fileno(), second)
        their_words.close()

    thread = threading.Thread(target=later)
    thread.start()
    one = Worker(ours, words, asleep.pid, 9.0)
    assert one._stop() == (Frame("/a.py", 3), Frame("/b.py", 3))
    thread.join()
    assert (one.is_open, ours.closed, words.closed) == (False, True, True)
    theirs.close()
    assert asleep.wait(10) < 0


def test_the_parts_of_an_index_are_those_of_its_edition(press: OwnPress) -> None:
    """The engine first; they are reckoned once for each edition."""
    parts = press.search_parts()
    engine, *_ = parts.values()
    assert (engine.name, engine.count, engine.years) == (ENGINE, 0, ())
    assert sum(part.count for part in parts.values()) >= 3
    assert press._search_parts() is press._search_parts()
    with press.one() as one:
        assert one is press


@pytest.mark.parametrize(("label", "steps"), [("content/a.md", 1), ("content/", 4)])
def test_each_step_of_reading_has_its_own_time(
    asleep: Any, monkeypatch: pytest.MonkeyPatch, label: str, steps: int
) -> None:
    """A share of a folder has four times that of a story; a slow machine more."""
    waits: list[tuple[float | None, bool]] = []
    monkeypatch.setattr(apart_press, "_slowness", lambda: 1.5)
    real = Worker._wait

    def wait(one: Worker, seconds: float | None, *, is_page: bool) -> None:
        waits.append((seconds, is_page))
        real(one, 9, is_page=is_page)

    monkeypatch.setattr(Worker, "_wait", wait)
    with talk(asleep.pid, ("at", label), ("at", ""), ("answer", 7), step=2.0) as (one, _):
        one.ask("refresh")
    assert waits == [(None, True), (3.0 * steps, False), (None, True)]
    waits.clear()
    with talk(asleep.pid, ("answer", 7)) as (one, _):
        one.ask("page", seconds=4.0)
    assert waits == [(6.0, True)]


def test_a_slow_machine_is_given_up_to_twice_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """By how many want each of its processors."""
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    for load, slowness in ((0.0, 1.0), (4.0, 1.0), (6.0, 1.5), (8.0, 2.0), (40.0, 2.0)):
        monkeypatch.setattr(os, "getloadavg", lambda load=load: (load, 9.0, 9.0))
        assert apart_press._slowness() == slowness
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    monkeypatch.setattr(os, "getloadavg", lambda: (1.5, 9.0, 9.0))
    assert apart_press._slowness() == 1.5
    monkeypatch.setattr(os, "getloadavg", _raising(OSError()))
    assert apart_press._slowness() == 1.0


def test_no_pipe_stays_open_where_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the second there was none: both ends of the first are closed."""
    ends: list[Connection] = []
    real = apart_press.core.multiprocessing.Pipe

    def pipe(duplex: bool = True) -> Any:
        if not duplex:
            raise OSError(errno.EMFILE, "x")
        ends.extend(real())
        return tuple(ends)

    monkeypatch.setattr(apart_press.core.multiprocessing, "Pipe", pipe)
    with pytest.raises(OSError, match="x"):
        apart_press._pipes()
    assert [end.closed for end in ends] == [True, True]


def test_a_question_has_an_alarm_while_it_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asked may be gone; what a press raises comes back as words."""
    alarms: list[int] = []
    monkeypatch.setattr(signal, "alarm", alarms.append)
    frozen: list[str] = []
    monkeypatch.setattr(worker.gc, "freeze", lambda: frozen.append("freeze"))
    monkeypatch.setattr(worker.gc, "unfreeze", lambda: frozen.append("unfreeze"))
    line: Any = SimpleNamespace(send=lambda _what: None)
    odd_error = OSError(errno.EIO, "I/O", "a.md")
    press: Any = Odd(page=7, task=7, look=7, refresh=7, about=ValueError("x"), has=odd_error,
                     pieces=LostNodeError("x"), one=ValueError("y"))  # fmt: skip
    for name, expected in (
        ("page", [60, 0]),
        ("task", [60, 0]),
        ("look", [0, 0]),
        ("refresh", [0, 0]),
    ):
        alarms.clear()
        assert worker._answer(press, line, name, (), {}) == ("answer", 7)
        assert alarms == expected
    assert frozen == ["unfreeze", "freeze"]
    kind, error = worker._answer(press, line, "about", ("a.html",), {})
    assert (kind, error.problems[0].path) == ("error", "a.html")
    assert worker._answer(press, line, "one", (), {})[1].problems[0].path == "one"
    kind, error = worker._answer(press, line, "has", (), {})
    assert (type(error), error.errno, error.strerror, error.filename) == (
        OSError, errno.EIO, "I/O", "a.md",
    )  # fmt: skip
    assert isinstance(worker._answer(press, line, "pieces", (), {})[1], LostNodeError)


def test_processes_that_have_ended_are_let_go() -> None:
    """Those that go on are kept; those of others are none of ours."""
    ready, go = os.pipe()
    running = os.fork()
    if running == 0:
        os.close(go)
        os.read(ready, 1)
        os._exit(0)
    ended = os.fork()
    if ended == 0:
        os._exit(0)
    os.waitid(os.P_PID, ended, os.WEXITED | os.WNOWAIT)
    children = {running, ended, 1}
    worker._forget_ended(children)
    assert children == {running}
    os.close(go)
    os.close(ready)
    os.waitid(os.P_PID, running, os.WEXITED | os.WNOWAIT)
    worker._forget_ended(children)
    assert children == set()


# Presses apart


class Leaves(ApartPress):
    """A press apart whose workers are those of a test."""

    def __init__(self, root: Path, *forks: object) -> None:
        self.forks, self.firsts = list(forks), list[str]()
        self._join_first = lambda: None
        super().__init__(root, root, False, 5.0)

    def _first(self, method: str) -> Any:
        self.firsts.append(method)
        return Leaf(self)


class NoFork(NamedTuple):
    """What a worker that cannot be forked says."""

    error: Exception


class Leaf:
    """A worker that answers what a test says."""

    def __init__(self, press: Leaves, answer: object = None) -> None:
        self.press, self.answer = press, answer
        self.is_open, self.is_late, self.generation = True, False, -1

    def fork(self) -> Leaf:
        value = self.press.forks.pop(0)
        if isinstance(value, NoFork):
            raise value.error
        return Leaf(self.press, value)

    def ask(self, *_: object, **__: object) -> Any:
        if isinstance(self.answer, (StuckError, WorkerEndedError)):
            self.is_open = False
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def kill(self) -> None:
        self.is_open = False

    end = kill


def test_two_leaves_are_kept_for_the_next_pages(tmp_path: Path) -> None:
    """Those that are good and of the newest edition; six are at work at most."""
    assert (apart_press.MOST, apart_press.MOST_IDLE) == (6, 2)
    press = Leaves(tmp_path, *[True] * 9)
    leaves = [press._leaf() for _ in range(6)]
    workers = [leaf.__enter__() for leaf in leaves]
    assert len(press._busy) == 6
    waiting = threading.Thread(target=lambda: press.has("a"))
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()  # there is no room
    workers[0].is_late = True
    leaves[0].__exit__(None, None, None)
    waiting.join(10)
    assert not waiting.is_alive()
    press._generation += 1
    leaves[1].__exit__(None, None, None)
    press._generation -= 1
    for leaf in leaves[2:]:
        leaf.__exit__(None, None, None)
    assert [one.is_open for one in workers[:3]] == [False, False, True]
    assert (len(press._idle), len(press._busy)) == (2, 0)
    assert press.has("a")
    assert len(press.forks) == 2
    press.close()
    assert not any(one.is_open for one in workers)
    with pytest.raises(WorkerEndedError):
        press.has("a")
    assert press.refresh(AT, 1) == Outcome(None, ())


def test_a_page_that_was_ended_is_a_problem_of_its_address(tmp_path: Path) -> None:
    """With the place where it stood, or that its process has ended."""
    frames = (Frame(str(tmp_path / "newsroom.py"), 4), Frame(str(tmp_path / "templates/a.html"), 9))
    press = Leaves(tmp_path, StuckError("", frames), 70, WorkerEndedError(), StuckError("", frames),
                   ValueError())  # fmt: skip
    with pytest.raises(SitegenError) as caught:
        press.page("a/index.html")
    assert isinstance(caught.value.__cause__, StuckError)
    assert caught.value.problems == (Problem(
        "newsroom.py", 4, "this took more than 5 seconds, and was stopped",
        "Give it less to do, or a loop that ends. templates/a.html:70 uses it. It was making /a/.",
    ),)  # fmt: skip
    press._idle.clear()
    with pytest.raises(SitegenError, match="has ended before it was done") as caught:
        press.task("a/index.html")
    assert caught.value.problems[0].path == "/a/"
    with pytest.raises(SitegenError, match="took more than 60 seconds") as caught:
        press.picture("a.webp")
    assert "templates/a.html uses it" in caught.value.problems[0].hint
    press.close()


def test_a_reading_that_fails_leaves_the_last_edition(tmp_path: Path) -> None:
    """And what follows the sources lives on; several processes are tried as one again."""
    good = Outcome(None, (PROBLEM,), frozenset({"a.md"}))
    no_trunk = NoFork(WorkerEndedError())
    stuck, ended = StuckError("content/a.md", ()), WorkerEndedError()
    mistakes = SitegenError([PROBLEM]), ValueError("x")
    press = Leaves(tmp_path, good, no_trunk, stuck, ended, *mistakes)
    trunk = press._trunk
    assert press.refresh(AT, 1) == good
    assert (press._trunk is trunk, trunk.is_open, press._generation) == (False, False, 1)
    trunk = press._trunk
    outcome = press.refresh(AT, 2)  # the trunk was ended: another is begun
    assert press.firsts == ["fork", "spawn"]
    assert press._trunk is not trunk
    assert outcome.is_given_up
    assert outcome.problems[0].path == "preview"  # that of the second try, by one process
    assert press.refresh(AT, 1) == Outcome(None, (PROBLEM,))
    assert press.refresh(AT, 1).problems[0].message.startswith("sitegen itself has failed")
    press.forks = [NoFork(OSError(errno.EAGAIN, "Again")), NoFork(SitegenError([PROBLEM]))]
    assert press.refresh(AT, 1).problems[0].message == "cannot be made just now: Again"
    assert press.refresh(AT, 1) == Outcome(None, (PROBLEM,))
    press._idle = [Leaf(press), Leaf(press)]  # type: ignore[list-item]
    idle = [*press._idle]
    press.forks = [no_trunk, good]  # the newest of them was ended: the other is warm too
    assert press.refresh(AT, 1) == good
    assert ([one.is_open for one in idle], press._idle) == ([False, False], [])
    assert press._busy == set()
    press.close()
