"""Small changes of the code, each of which some test should notice.

    pip install -c constraints.txt -e '.[test,mutants]'
    python -m tests.long.mutants map preview pictures     # which test runs which line
    python -m tests.long.mutants run 300                  # 300 changes, spread over all rooms
    python -m tests.long.mutants run 40 preview --seed 7  # 40 in one room
    python -m tests.long.mutants again                    # ask all tests of what survived
    python -m tests.long.mutants check                    # are the tests green without changes?
    python -m tests.long.mutants show                     # what was found so far, by room

cosmic-ray makes the changes: a comparison turned, a number moved, a decorator taken away, a
loop that never runs. Each is made in a copy of the repository (`--folder`), never here, and
put to the tests of its room: first those that run the changed line, quickest first, where
`map` has noted them, then all. What survives is put to all other tests by `again`. Results are
kept as they come, one line of JSON each, so that a run may be stopped and gone on with. What
survives everything is a test that is missing, or the same program: read its difference.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from difflib import unified_diff
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, NoReturn

import coverage
import pytest
from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[2]
_SKIPPED = re.compile(
    r"sitegen/newsite/sample|sitegen/pictures/(drawn|drawings|town_drawings)|__main__"
)
# What makes the same program of most lines: `is None` and `== None`.
_SAME = re.compile(r"_(Is_Eq|Eq_Is|IsNot_NotEq|NotEq_IsNot)$")
_SIZE = re.compile(r"@lru_cache\(maxsize=")  # a cache of another size is the same program too
_OPTIONS = ("-q", "-p", "no:randomly", "-p", "no:cacheprovider",
            "-m", "not browser and not tools",
            "-W", "ignore::pytest.PytestAssertRewriteWarning")  # fmt: skip
# What tests and the code load that is not ours.
_OTHERS = ("PIL.Image", "babel.dates", "extruct", "feedgen.feed", "feedparser", "frontmatter",
           "httpx", "hypothesis", "jinja2.sandbox", "lxml.etree", "lxml.html", "markdown",
           "markdown.extensions.toc", "markdown_it", "msgspec", "selectolax.lexbor",
           "starlette.applications", "tinytag", "uvicorn",
           "watchdog.observers", "yaml")  # fmt: skip
_FIRST, _SOME = 40, 90.0  # tests that are asked first, and for how many seconds of theirs
_PATIENCE = 600.0  # seconds after which a test run is given up
_LATE = "time"  # stands for the test where it was: an endless loop, or a machine that is busy
# Rooms whose behaviour is tested where it is seen, too or alone.
_TESTED_IN = {
    "schema": ("schema", "settings", "sources", "promises/test_messages.py"),
    "settings": ("settings", "promises/test_messages.py"),
    "sources": ("sources", "promises/test_messages.py"),
    "pages": ("pages", "build", "syndication", "theme"),
    "render": ("render", "build", "hosts", "theme"),
}


class Change(NamedTuple):
    path: str  # sitegen/core/urls.py
    operator: str
    occurrence: int  # of that operator, in that file
    line: int

    @property
    def room(self) -> str:
        return self.path.split("/")[1]


def changes(folder: Path, rooms: Collection[str] = ()) -> Iterator[Change]:
    """Yield every change that can be made in some rooms or all, but for those of annotations."""
    for file in sorted(folder.glob("sitegen/*/**/*.py")):
        path = file.relative_to(folder).as_posix()
        if _SKIPPED.match(path) or (rooms and path.split("/")[1] not in rooms):
            continue
        text = file.read_text("utf-8")
        unseen, lines = _annotations(text), text.splitlines()
        nodes = [*ast_nodes(get_ast_from_path(file))]
        for name in operator_names():
            operator = get_operator(name)
            if operator.arguments() or _SAME.search(name):
                continue
            at = (place for node in nodes for place in operator().mutation_positions(node))
            for occurrence, (start, _) in enumerate(at):
                if name == "core/NumberReplacer" and _SIZE.search(lines[start[0] - 1]):
                    continue
                if not any(first <= start < last for first, last in unseen):
                    yield Change(path, name, occurrence, start[0])


def _annotations(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    found = []
    for node in ast.walk(ast.parse(text)):
        for note in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(note, ast.expr):
                end = (note.end_lineno or 0, note.end_col_offset or 0)
                found.append(((note.lineno, note.col_offset), end))
    return found


def sample(every: Iterable[Change], count: int, seed: int) -> list[Change]:
    """Choose evenly among rooms, then among lines, then among what can be done to a line."""
    rng = random.Random(seed)
    lines: dict[str, dict[tuple[str, int], list[Change]]] = defaultdict(lambda: defaultdict(list))
    for change in every:
        lines[change.room][change.path, change.line].append(change)
    chosen = []
    queues = {room: rng.sample(sorted(at), len(at)) for room, at in sorted(lines.items())}
    while len(chosen) < count and any(queues.values()):
        for room, queue in queues.items():
            if queue and len(chosen) < count:
                chosen.append(rng.choice(lines[room][queue.pop()]))
    return chosen


class Copy:
    """A copy of the repository, in which the code is changed, and what is known of its tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = folder / "code"
        self.results = folder / "results.jsonl"

    def make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.code.exists():
            subprocess.run(["git", "clone", "-q", str(ROOT), str(self.code)], check=True)

    def map(self, room: str) -> None:
        """Run the tests of a room, and note which lines each runs."""
        self._ask([*_folders(room), "-p", "tests.long.lines"], None, room=room)

    def tests_of(self, change: Change) -> list[str]:
        """Return tests that run the changed line, [] where none are known.

        One case of each test comes first, then a second of each, the quickest before the others:
        forty cases of one test say hardly more than one.
        """
        file = self.folder / f"lines-{change.room}"
        if not file.exists():
            return []
        by_line = _lines(file).contexts_by_lineno(str(self.code / change.path))
        found = {test for test in by_line.get(change.line, ()) if test}
        if not found:  # a line that runs when its module is imported
            found = {test for tests in by_line.values() for test in tests if test}
        seconds = _seconds(self.folder / f"seconds-{change.room}.json")
        cases: Counter[str] = Counter()
        turns = []
        for took, test in sorted((seconds.get(test, 9.0), test) for test in found):
            name = test.partition("[")[0]
            turns.append((cases[name], took, test))
            cases[name] += 1
        chosen, spent = [], 0.0
        for _turn, took, test in sorted(turns)[:_FIRST]:
            spent += took
            if chosen and spent > _SOME:
                break
            chosen.append(test)
        return chosen

    def judge(self, change: Change, rounds: list[list[str]]) -> dict[str, object] | None:
        """Make a change, ask tests in rounds, take it back; None where it changes nothing."""
        file = self.code / change.path
        before = file.read_text("utf-8")
        try:
            after = mutate_code(before, get_operator(change.operator)(), change.occurrence)
        except AttributeError:  # cosmic-ray replaces no exception whose name has a dot
            return None
        if after is None or after == before:
            return None
        began = time.monotonic()
        by = ""
        file.write_text(after, "utf-8")
        try:
            for asked in filter(None, rounds):
                status, said = self._ask(["-x", *asked], _PATIENCE)
                lost = re.search(r"^ERROR: not found: (.+)$", said, re.MULTILINE)
                if lost is not None:  # by its name of another day: nobody has noticed anything
                    raise SystemExit(f"there is no test {lost[1]}: map the room anew")
                if status not in (0, 5):  # 5: no test was there
                    by = next(
                        iter(re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", said, re.MULTILINE)),
                        "?",
                    )
                    break
        finally:
            file.write_text(before, "utf-8")
        diff = [*unified_diff(before.splitlines(), after.splitlines(), n=2, lineterm="")][2:]
        seconds = round(time.monotonic() - began)
        return {**change._asdict(), "by": by, "seconds": seconds, "diff": "\n".join(diff)}

    def check(self, tests: list[str]) -> str:
        """Run the tests that noticed changes where nothing is changed: each has to pass."""
        return self._ask(tests, None)[1] if tests else "no test noticed a change yet"

    def _ask(self, more: list[str], limit: float | None, room: str = "") -> tuple[int, str]:
        """Run tests in the copy; tests that do not end in time have noticed.

        They run in a child of this process, which has loaded what tests need beside the code
        that is changed: loading it anew took most of the time of a judgement.
        """
        said = self.folder / "said.txt"
        child = os.fork()
        if not child:
            _run_tests(self.code, said, [*more, "--basetemp", str(self.folder / "temp")],
                       {"SITEGEN_LINES": f"{self.folder}:{room}"})  # fmt: skip
        until = None if limit is None else time.monotonic() + limit
        while not (ended := os.waitpid(child, os.WNOHANG))[0]:
            if until is not None and time.monotonic() > until:
                os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return 1, f"ERROR {_LATE}"
            time.sleep(0.02)
        return os.waitstatus_to_exitcode(ended[1]), said.read_text("utf-8", "replace")


def _run_tests(code: Path, said: Path, asked: list[str], env: Mapping[str, str]) -> NoReturn:
    """Run tests of a copy of the repository in this process, and end it."""
    status: int = pytest.ExitCode.INTERNAL_ERROR
    try:
        os.setsid()
        os.chdir(code)
        with said.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        os.environ.update(PYTHONPATH=str(code), CI="1", PYTHONDONTWRITEBYTECODE="1", **env)
        for name in [*sys.modules]:
            if name.partition(".")[0] in ("tests", "sitegen"):
                del sys.modules[name]
        sys.path[:] = [str(code), *(place for place in sys.path if place not in ("", str(ROOT)))]
        status = pytest.main([*_OPTIONS, *asked])
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(int(status))


def _folders(room: str) -> list[str]:
    return [f"tests/{name}" for name in _TESTED_IN.get(room, (room,))]


@cache
def _lines(file: Path) -> coverage.CoverageData:
    data = coverage.CoverageData(str(file))
    data.read()
    return data


@cache
def _seconds(file: Path) -> Mapping[str, float]:
    found: dict[str, float] = json.loads(file.read_text("utf-8"))
    return found


def run(copy: Copy, chosen: list[Change]) -> None:
    known = {(r["path"], r["operator"], r["occurrence"]) for r in _results(copy)}
    for change in chosen:
        if change[:3] not in known:
            _note(
                copy,
                copy.judge(change, [copy.tests_of(change), *([f] for f in _folders(change.room))]),
            )


def again(copy: Copy) -> None:
    """Ask all tests of what survived those of its room."""
    for result in _results(copy):
        if not result["by"] and "everywhere" not in result:
            change = Change(*[result[name] for name in Change._fields])  # type: ignore[arg-type]
            found = copy.judge(change, [["tests/promises"], ["tests"]])
            _note(copy, found and {**found, "everywhere": True})


def _note(copy: Copy, result: dict[str, object] | None) -> None:
    if result is not None:
        with copy.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")
        what = result["by"] or f"SURVIVED\n{result['diff']}"
        print(f"{result['path']}:{result['line']} {result['operator']}: {what}", flush=True)


def _results(copy: Copy) -> list[dict[str, object]]:
    if not copy.results.exists():
        return []
    rows = [json.loads(line) for line in copy.results.read_text("utf-8").splitlines()]
    return [*{(r["path"], r["operator"], r["occurrence"]): r for r in rows}.values()]  # the last


def show(copy: Copy) -> None:
    results = _results(copy)
    rooms: Counter[str] = Counter(str(r["path"]).split("/")[1] for r in results if r["by"] != _LATE)
    alive: Counter[str] = Counter(str(r["path"]).split("/")[1] for r in results if not r["by"])
    for r in results:
        if not r["by"]:
            print(f"{r['path']}:{r['line']} {r['operator']}\n{r['diff']}\n")
    for r in results:
        if r["by"] == _LATE:
            print(f"not judged in time: {r['path']}:{r['line']} {r['operator']}")
    for room, count in sorted(rooms.items()):
        print(f"{room:12} {count - alive[room]:3} of {count:3}")
    total, left = rooms.total(), alive.total()
    print(f"{'all':12} {total - left:3} of {total:3}: {100 * (total - left) / max(1, total):.0f} %")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("what", choices=("map", "run", "again", "check", "show"))
    parser.add_argument("rooms", nargs="*", help="after run: how many, and in which rooms")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/sitegen-mutants"))
    args = parser.parse_args()
    for name in _OTHERS:
        with suppress(ImportError):
            import_module(name)
    copy = Copy(args.folder)
    copy.make()
    if args.what == "map":
        for room in args.rooms:
            copy.map(room)
    if args.what == "run":
        count, *rooms = args.rooms or ["300"]
        run(copy, sample(changes(copy.code, rooms), int(count), args.seed))
    if args.what == "again":
        again(copy)
    if args.what == "check":
        print(copy.check(sorted({str(r["by"]) for r in _results(copy) if r["by"]} - {"?", _LATE})))
    show(copy)
    return 0


if __name__ == "__main__":
    sys.exit(main())
