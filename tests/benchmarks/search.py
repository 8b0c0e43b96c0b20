"""The search: what its index costs to make, and what a reader loads and waits for.

    python -m tests.benchmarks.search --stories 1000 --stories 10000

The corpus is built with `search = true`; then one body is edited, and what the index takes
beside the pages is told. A reader's phone is Chromium with its processor throttled four times
and the search on the page's own thread, for a worker's is not throttled (the site's policy, which
keeps the program to its worker, is off for that); the host sends
1.6 Mbit/s after 150 ms, and compresses what our files for hosts tell it to. Times are from
the last key to the results, with the 0.2 s that the search waits for more keys; each is the
median over `--runs` new browsers. Words are those of the corpus, which stand in every story.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, sync_playwright

from sitegen.hosts.answers import types_of
from sitegen.hosts.headers import COMPRESSIBLE
from tests.benchmarks.build import EDITED, LATER, sitegen_site
from tests.browser.conftest import NAMES

LATENCY, SPEED = 0.15, 200_000  # seconds; bytes a second
SLOWER = 4  # a phone than this machine
QUESTIONS = ("council", "bridge", "river school", "harvest")
# Runs sitegen with a clock on the index: processor time of all processes, and their memory.
_CLOCKED = """
import json, os, resource, sys
from sitegen.build.search_index import SearchIndex
from sitegen.cli.main import main
def cpu():
    each = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in each)
finish = SearchIndex.finish
def timed_finish(*args):
    before = cpu()
    problems = finish(*args)
    of_children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    with open(os.environ["CLOCKED"], "w") as file:
        json.dump({"cpu": cpu() - before, "MB": of_children}, file)
    return problems
SearchIndex.finish = timed_finish
sys.exit(main())
"""


def index_cost(folder: Path, now: str) -> dict[str, float]:
    """Build, and return what the index took: "cpu" in seconds, "MB" of one process at most."""
    note = folder / "clocked.json"
    words = [sys.executable, "-c", _CLOCKED, "build", "--now", now]
    environment = {**os.environ, "CLOCKED": str(note)}
    subprocess.run(words, cwd=folder, env=environment, check=True, capture_output=True)
    cost: dict[str, float] = json.loads(note.read_text("utf-8"))
    return cost


class Line:
    """A host at the end of a phone's line, which notes what it sends."""

    def __init__(self, output: Path) -> None:
        self.sent: list[tuple[str, int]] = []
        self._lock = threading.Lock()
        self._data = lru_cache(maxsize=None)(lambda file: self._read(output, file))
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                file = unquote(urlsplit(self.path).path).lstrip("/")
                file += "index.html" if not file or file.endswith("/") else ""
                time.sleep(LATENCY)
                is_there = (output / file).is_file()
                data, type_, is_packed = (
                    line._data(file) if is_there else (b"", "text/plain", False)
                )
                self.send_response(200 if is_there else 404)
                self.send_header("Content-Type", type_)
                self.send_header("Content-Length", str(len(data)))
                if is_packed:
                    self.send_header("Content-Encoding", "gzip")
                self.end_headers()
                line._send(file, data)
                self.wfile.write(data)

            def log_message(self, *_args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def _read(output: Path, file: str) -> tuple[bytes, str, bool]:
        data = (output / file).read_bytes()
        type_ = next(iter(types_of(file)), "application/octet-stream")
        is_packed = type_ in ("text/html", *COMPRESSIBLE)
        return gzip.compress(data, 6) if is_packed else data, type_, is_packed

    def _send(self, file: str, data: bytes) -> None:
        with self._lock:  # one line: what is sent waits for what is being sent
            self.sent.append((file, len(data)))
            time.sleep(len(data) / SPEED)

    def take(self) -> int:
        """Return how many bytes were sent since this was asked last."""
        sent, self.sent = self.sent, []
        return sum(size for _, size in sent)


@contextmanager
def line_to(output: Path) -> Iterator[Line]:
    line = Line(output)
    try:
        yield line
    finally:
        line.server.shutdown()


def answers_of(browser: Browser, line: Line) -> list[tuple[int, float]]:
    """Return bytes and milliseconds of each search of a phone that has not searched before."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = context.new_page()
    page.add_init_script("delete window.Worker")
    page.set_default_timeout(120_000)
    page.goto(f"http://127.0.0.1:{line.server.server_port}/", wait_until="networkidle")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    line.take()
    page.locator("[data-search]:visible").first.click()
    box = page.locator("dialog input[type=search]")
    box.wait_for()
    answers = []
    for words in QUESTIONS:
        box.fill(words[:-1])
        # The clock is the page's own: from the last key to the results of these words.
        waited = page.evaluate(
            """(words) => new Promise((ready) => {
                const box = document.querySelector("dialog input[type=search]");
                const list = document.querySelector("dialog .search-results");
                list.replaceChildren();
                const start = performance.now();
                new MutationObserver((_, observer) => {
                    if (!list.children.length) return;
                    observer.disconnect();
                    requestAnimationFrame(() => ready(performance.now() - start));
                }).observe(list, { childList: true });
                box.value = words;
                box.dispatchEvent(new Event("input", { bubbles: true }));
            })""",
            words,
        )
        page.wait_for_load_state("networkidle")
        answers.append((line.take(), waited))
    context.close()
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, action="append")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the sites there, and use those there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, NAMES)), None)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for stories in options.stories or [1000]:
            folder = (options.folder or Path(scratch)) / str(stories)
            measure(folder, stories, browser, options.runs)


def measure(folder: Path, stories: int, browser: Browser, runs: int) -> None:
    if not (folder / "sitegen.toml").is_file():
        sitegen_site(folder, stories, full=True)
    whole = index_cost(folder, LATER.isoformat())
    with (folder / EDITED).open("a", encoding="utf-8") as file:
        file.write(f"\nEdited {time.time_ns()}.\n")
    edit = index_cost(folder, LATER.isoformat())
    print(f"{stories:,} stories")
    for name, cost in (("whole index", whole), ("after an edit", edit)):
        print(f"  {name:14} {cost['cpu']:6.1f} s of CPU, {cost['MB']:.0f} MB at most")
    files = [each.stat().st_size for each in (folder / "output/static/search").rglob("*.*")]
    print(f"  {len(files):,} files of {sum(files) / 1e6:.1f} MB")
    with line_to(folder / "output") as line:
        rounds = [answers_of(browser, line) for _ in range(runs)]
    for words, answers in zip(QUESTIONS, zip(*rounds, strict=True), strict=True):
        size = statistics.median(size for size, _ in answers) / 1000
        waited = statistics.median(waited for _, waited in answers)
        print(f"  {words:14} {size:6.0f} KB, {waited:,.0f} ms", flush=True)


if __name__ == "__main__":
    main()
