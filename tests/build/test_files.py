"""How the making of files is shared out among processes."""

from __future__ import annotations

import errno
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.build import files
from sitegen.build.files import Outcome, group_tasks
from sitegen.cache.damage import deleted
from sitegen.cache.store import Store
from sitegen.core import pool
from sitegen.core.digests import Values
from sitegen.core.patience import WAITING
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.model.tasks import Task
from sitegen.pictures import Variant


def task(file: str, maker: str = "page", recipe: str = "article.html") -> Task:
    return Task(file, maker, recipe, "{}", "base", "key")


def test_what_shares_work_is_made_together_and_what_is_long_begins_first() -> None:
    """Feeds by 400, for a story is written once for all of them; then pictures with many files.

    Feeds of every format come before all else: after them what only they hold is let go.
    """
    feeds = [task(f"{number}/feed.xml", "document", "rss") for number in range(401)]
    pages = [task("a.html"), task("b.html")]
    small = [task("small.webp", "image", "content/small.jpg")]
    large = [task(f"large.{width}.webp", "image", "content/large.jpg") for width in (1, 2)]
    other = task("feed.json", "document", "json")
    assert group_tasks([*pages, *small, *feeds, other, *large]) == [
        feeds[:400], feeds[400:], [other], large, small, pages[:1], pages[1:],
    ]  # fmt: skip


JOB = files.Job(None, Path("cache"), Path("output"), Path("staging"), "engine")  # type: ignore[arg-type]
WARNING = Problem("content/a.md", 0, "a sample", warning=True)
PICTURE = task("a.webp", "image", "a.jpg")


class Helper:
    """Takes down who was to make which groups, and makes them."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def outcomes(self, groups: list[list[Task]]) -> list[list[Outcome]]:
        return [[Outcome(True, (number, 0), (WARNING,)) for _ in group]
                for number, group in enumerate(groups)]  # fmt: skip

    def map_in_order(self, make: Any, _job: Any, groups: Any, processes: Any = "helper") -> Any:
        self.asked.append((processes, make if isinstance(make, str) else "own"))
        return self.outcomes(groups)

    def maker(self, _make: object) -> str:
        return "kept"


@pytest.mark.parametrize(
    ("tasks", "jobs", "memory", "assistant", "asked"),
    [
        ([task(f"{n}.html") for n in range(199)], 0, False, False, (1, "own")),
        ([task(f"{n}.html") for n in range(200)], 0, False, False, (8, "own")),
        ([task("a.html"), PICTURE], 0, False, False, (8, "own")),
        ([PICTURE], 0, False, False, (1, "own")),
        ([task("a.html"), PICTURE], 1, False, False, (1, "own")),
        ([task("a.html"), task("b.html"), PICTURE], 2, True, True, (2, "own")),
        ([task("a.html")], 0, True, False, (1, "kept")),
        ([task("a.html")], 0, False, True, ("helper", "own")),
        ([task("a.html")], 0, True, True, ("helper", "kept")),
        ([task("a.html"), PICTURE], 0, True, True, (8, "own")),
    ],
)
def test_few_files_are_made_here_or_by_whom_is_ready(
    monkeypatch: pytest.MonkeyPatch, tasks: list[Task], jobs: int, memory: bool, assistant: bool,
    asked: tuple[object, str],
) -> None:  # fmt: skip
    """Two hundred pages, or two files with a picture, are worth a process for each processor."""
    helper: Any = Helper()
    monkeypatch.setattr(pool.os, "cpu_count", lambda: 8)
    monkeypatch.setattr(files, "map_in_order", helper.map_in_order)
    monkeypatch.setattr(files, "told", lambda results, _tell: results)
    steps: list[tuple[str, int, int]] = []
    outcomes, problems = files.make_files(
        JOB, Values(), tasks, jobs, lambda *step: steps.append(step),
        helper if memory else None, helper if assistant else None,
    )  # fmt: skip
    assert helper.asked == [asked]
    assert problems == [WARNING]  # once
    groups = group_tasks(tasks)
    by_file = {group[0].file: number for number, group in enumerate(groups)}
    assert [outcome.stat for outcome in outcomes] == [(by_file[t.file], 0) for t in tasks]
    pictures = sum(each.maker == "image" for each in tasks)
    pages = len(tasks) - pictures
    assert sorted(steps) == sorted(
        [*[("pages", n, pages) for n in range(1, pages + 1)],
         *[("pictures", n, pictures) for n in range(1, pictures + 1)]]
    )  # fmt: skip


def test_who_waits_long_is_told_for_which_file(monkeypatch: pytest.MonkeyPatch) -> None:
    helper = Helper()
    monkeypatch.setattr(files, "map_in_order", helper.map_in_order)
    monkeypatch.setattr(files, "told", lambda results, tell: tell(1) or results)
    steps: list[tuple[str, int, int]] = []
    files.make_files(
        JOB, Values(), [task("a.html"), task("b.html")], 1, lambda *step: steps.append(step)
    )
    assert steps == [(f"{WAITING}b.html", 1, 2), ("pages", 1, 2), ("pages", 2, 2)]


@pytest.mark.parametrize("for_one_build", [True, False])
def test_after_the_feeds_of_one_build_what_they_hold_is_let_go(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, for_one_build: bool
) -> None:
    """Not by a maker that stays: the next build asks for the same stories."""
    calls: list[str] = []

    class Feeds(Renderer):
        def __init__(self, *_: object) -> None:
            super().__init__(b"A")

        def render(self, task: Task) -> bytes:
            calls.append(task.file)
            return super().render(task)

        def let_feeds_go(self) -> None:
            calls.append("go")

    monkeypatch.setattr(files.makers.render, "Renderer", Feeds)
    rules = SimpleNamespace(timezone="UTC", extensions=())
    setup = SimpleNamespace(root=tmp_path, theme=None, rules=rules)
    job = files.Job(setup, tmp_path, tmp_path, tmp_path, "engine")  # type: ignore[arg-type]
    Store(tmp_path).close()
    make = files.file_maker(job, Values(), for_one_build=for_one_build)
    rss, atom = task("feed.xml", "document", "rss"), task("atom.xml", "document", "atom")
    for group in group_tasks([task("a.html"), atom, rss]):
        make(group)
    assert calls == ["feed.xml", "atom.xml", *(["go"] if for_one_build else []), "a.html"]


class Renderer:
    """Gives what it was given, or fails with it."""

    def __init__(self, result: bytes | Exception) -> None:
        self.result = result
        self.warnings = [Problem("content/b.md", 0, "of the file before", warning=True)]

    def render(self, _task: Task) -> bytes:
        assert self.warnings == []
        self.warnings.append(WARNING)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def test_what_becomes_of_a_file(tmp_path: Path) -> None:
    """The same bytes stand, others are staged; what went wrong is told of the file or the disk."""
    for name in ("output", "staging"):
        (tmp_path / name).mkdir()
    same = tmp_path / "output/a.html"
    same.write_bytes(b"same")
    job = replace(JOB, output=same.parent, staging=tmp_path / "staging", cache=tmp_path / "cache")

    def made(result: bytes | Exception, job: files.Job = job) -> Outcome:
        return files._make_file(job, Renderer(result), task("a.html"))  # type: ignore[arg-type]

    facts = same.stat()
    assert made(b"same") == Outcome(False, (4, facts.st_mtime_ns), (WARNING,))
    assert list(job.staging.iterdir()) == []
    assert made(b"other") == Outcome(True, (0, 0), (WARNING,))
    assert [each.read_bytes() for each in job.staging.iterdir()] == [b"other"]
    wrong = Problem("templates/a.html", 3, "a mistake")
    assert made(SitegenError([wrong])) == Outcome(False, (0, 0), (wrong,))
    hint = "Free some space and build again. The old site stands."
    full = Problem("output", 0, "cannot be written: the disk is full", hint)
    assert made(OSError(errno.ENOSPC, "full")) == Outcome(False, (0, 0), (full,))
    hint = "Nothing was changed; mend the cause and build again."
    for error, why in (
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError("x"), "x"),
    ):
        problem = Problem("a.html", 0, f"cannot be made: {why}", hint)
        assert made(error) == Outcome(False, (0, 0), (problem,))
    gone = replace(job, staging=tmp_path / "none")
    assert made(OSError(5, "gone"), gone) == Outcome(False, (0, 0), (deleted(job.cache),))


def test_a_file_without_warnings_is_staged(tmp_path: Path) -> None:
    plain: Any = Renderer(b"some")
    plain.render = lambda _task: b"some"
    job = replace(JOB, output=tmp_path, staging=tmp_path / "staging")
    job.staging.mkdir()
    assert files._make_file(job, plain, task("a.html")) == Outcome(True, (0, 0))


def test_a_share_is_asked_for_what_the_cache_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cards by their size, pictures by theirs; no drawings, and what is no picture is none."""
    there, missing, drawing = (
        Variant(f"media/{name}", 300, 200, kind, "", 80)
        for name, kind in (("a", "webp"), ("b", "avif"), ("c", "svg"))
    )
    entries: dict[str, Any] = {
        "page": None, "there": ("there", there), "missing": ("missing", missing),
        "drawing": ("drawing", drawing), "card": ("card", None), "old card": ("old", None),
    }  # fmt: skip
    renderer = SimpleNamespace(picture_entry=lambda task: entries[task.file])
    monkeypatch.setattr(files.makers.render, "Renderer", lambda *_: renderer)
    monkeypatch.setattr(files, "Store", lambda *_, readonly: None)
    folder = tmp_path / files.PICTURES
    folder.mkdir()
    for name in ("there", "old"):
        (folder / name).write_bytes(b"")
    job: Any = SimpleNamespace(cache=tmp_path, setup=SimpleNamespace(cache=tmp_path))
    wanted = files.shared_pictures(job, Values(), [task(name) for name in entries])
    assert wanted == {
        "missing": files.pictures.Shape("avif", 300, 200),
        "card": files.pictures.Shape("png", *files.pictures.CARD_SIZE),
    }


def test_a_picture_is_read_once_for_all_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with it each of its files tells."""
    calls: list[Any] = []
    errors: list[Exception] = []

    def encode_ahead(tasks: list[Task]) -> None:
        calls.append([each.file for each in tasks])
        if errors:
            raise errors.pop()

    renderer = SimpleNamespace(encode_ahead=encode_ahead)
    monkeypatch.setattr(files.makers.render, "Renderer", lambda *_: renderer)
    monkeypatch.setattr(files, "Store", lambda *_, readonly: calls.append(("store", readonly)))
    monkeypatch.setattr(files, "_make_file", lambda _job, _renderer, task: f"made {task.file}")
    setup = SimpleNamespace(
        root=Path("/"), rules=SimpleNamespace(timezone="UTC", extensions=()), theme=None
    )
    job: Any = SimpleNamespace(cache=Path("/c"), engine="engine", setup=setup)
    make = files.file_maker(job, Values())
    assert calls == [("store", True)]
    pictures = [task("a.1.webp", "image"), task("a.2.webp", "image")]
    assert make([task("a.html")]) == ["made a.html"]
    for error in (None, SitegenError([WARNING]), OSError("gone")):
        errors += [error] if error else []
        assert make(pictures) == ["made a.1.webp", "made a.2.webp"]
    assert calls[1:] == [["a.1.webp", "a.2.webp"]] * 3
