"""How long after a save is the page in output/ right, while `build --watch` runs?

    python tests/benchmarks/watch.py [--stories 1000 10000] [--times 9] [--folder FOLDER]

Printed are medians in milliseconds, from the end of the save until the changed page is in
place, and the processor time that the watching process took for it.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from preview import NOW, PAGE, Site, cpu_of, show, warm_sites


class Watcher:
    """`sitegen build --watch` in a process of its own."""

    def __init__(self, root: Path) -> None:
        self._output = root / "output"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sitegen", "build", "--watch", "--now", NOW],
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def until(self, mark: str, page: str) -> None:
        file = self._output / page.strip("/") / "index.html"
        while mark.encode() not in file.read_bytes():
            time.sleep(0.002)

    def cpu(self) -> float:
        return cpu_of(self._process.pid)

    def rest(self) -> None:
        """Wait until the process has nothing to do any more."""
        before = -1.0
        while before != (before := self.cpu()):
            time.sleep(0.5)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(60)


def measure(root: Path, times: int) -> None:
    site = Site(root)
    watcher = Watcher(root)
    try:
        watcher.rest()
        for edit, page in ((site.body, PAGE), (site.title, PAGE), (site.story, "/")):
            watcher.until(edit(), page)  # the first loads what edits need
            watcher.rest()
            before = watcher.cpu()
            took = [_timed(watcher, edit, page) for _ in range(times)]
            show(edit.__name__, statistics.median(took), (watcher.cpu() - before) / times)
    finally:
        watcher.stop()


def _timed(watcher: Watcher, edit: Callable[[], str], page: str) -> float:
    mark = edit()
    began = time.perf_counter()
    watcher.until(mark, page)
    took = time.perf_counter() - began
    watcher.rest()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--folder", type=Path, help="keep the sites here and use them again")
    args = parser.parse_args()
    for root in warm_sites(args.stories, args.folder):
        measure(root, args.times)


if __name__ == "__main__":
    main()
