"""How long after a save is the page right on the screen, and what does a preview keep?

    python tests/benchmarks/preview.py [--stories 1000 10000] [--times 5] [--browser]

A site of that many sample stories is written to a temporary folder (or to --folder, where it
is kept), built once for a warm cache, and shown by `sitegen serve` in a process of its own.
Printed are medians in milliseconds:

- start: from the command to the front page;
- body, title, story, frame, style: from the end of the save until the changed page is there again.
  Without --browser that is when the open tab's next request has been answered, as a browser
  would make it; with --browser it is when Chromium's page shows the change;
  The second figure is the processor time that the server took for it, which a machine that
  is busy with other things does not distort;
- memory: the most that the server process has held, in MB.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent))

import corpus

NOW = corpus.NOW.isoformat()
STORY = "content/news/sample-80.md"
PAGE = "/news/sample-80/"
SERVE = """
import sys, datetime, pathlib
from sitegen.preview.running import serve
now = datetime.datetime.fromisoformat(sys.argv[2])
serve(pathlib.Path(sys.argv[1]), clock=lambda: now, port=0, say=lambda t: print(t, flush=True))
"""


class Site:
    """A site of the benchmark, and the ways in which it is edited."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.number = 0
        for file in (root / "content/news").glob("new-*.md"):
            file.unlink()  # of an earlier measurement

    def body(self) -> str:
        story = self.root / STORY
        text = re.sub(r"\nEdit \d+\.\n\Z", "", story.read_text("utf-8"))
        return self._save(story, f"{text}\nEdit {{n}}.\n")

    def title(self) -> str:
        story = self.root / STORY
        text = story.read_text("utf-8")
        return self._save(story, re.sub(r"(?m)^title: .*", "title: Edit {n}", text, count=1))

    def story(self) -> str:
        """Publish another story: the front page leads with it, or shows it."""
        text = (self.root / STORY).read_text("utf-8")
        at = corpus.NOW - timedelta(hours=1) + timedelta(seconds=self.number)
        text = re.sub(r"(?m)^title: .*", "title: Edit {n}", text, count=1)
        text = re.sub(r"(?m)^published: .*", f"published: {at.isoformat()}", text, count=1)
        return self._save(self.root / f"content/news/new-{self.number}.md", text)

    def frame(self) -> str:
        text = '{% extends "theme/base.html" %}\n{% block foot %}Edit {n}{% endblock %}\n'
        return self._save(self.root / "templates/base.html", text)

    def style(self) -> str:
        return self._save(self.root / "static/css/own.css", "/*! Edit {n} */\n")

    def _save(self, file: Path, text: str) -> str:
        """Write a file as editors do, aside and then in place; return words that it holds."""
        self.number += 1
        mark = f"Edit {self.number}"
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.draft")
        draft.write_text(text.replace("{n}", str(self.number)), "utf-8")
        draft.replace(file)
        return mark


def cpu_of(pid: int) -> float:
    """Return the seconds of processor time that a process has taken so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def warm_sites(numbers: Sequence[int], folder: Path | None) -> Iterator[Path]:
    """Yield a built site of each number of stories; in `folder` they are kept."""
    with tempfile.TemporaryDirectory() as made:
        for stories in numbers:
            root = (folder or Path(made)) / f"site-{stories}"
            if not (root / "sitegen.toml").exists():
                corpus.write(root, stories)
            command = [sys.executable, "-m", "sitegen", "build", "--quiet", "--now", NOW]
            subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
            print(f"{stories} stories")
            yield root


class Server:
    """`sitegen serve` in a process of its own."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            # -P: of the folder that it is called from it takes no sitegen.
            [sys.executable, "-P", "-c", SERVE, str(root), NOW],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        line = ""
        while "http://" not in line:
            line = self._process.stdout.readline()
            if not line:
                raise SystemExit("the preview does not start")
        self.port = int(re.search(r":(\d+)/", line)[1])  # type: ignore[index]

    def get(self, path: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path)
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def memory(self) -> float:
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]

    def cpu(self) -> float:
        """Return the seconds of processor time that the server has taken so far."""
        return cpu_of(self._process.pid)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)


def by_request(server: Server, save: Callable[[], str], page: str = PAGE) -> float:
    """Return the seconds from a save to the page that an open tab is then given."""
    version = server.get(page).partition('data-version="')[2].partition('"')[0]
    line = HTTPConnection("127.0.0.1", server.port, timeout=60)
    line.request("GET", f"/_sitegen/events?{urlencode({'page': page, 'version': version})}")
    response = line.getresponse()

    def hear() -> dict[str, str]:
        while True:
            text = response.readline()
            if text.startswith(b"data: "):
                told: dict[str, str] = json.loads(text[6:])
                return told

    hear()
    mark = save()
    began = time.perf_counter()
    while (news := hear())["do"] == "stay":
        pass
    text = server.get(news["style"] if news["do"] == "style" else page)
    took = time.perf_counter() - began
    assert mark in text, f"{mark} is not in the page"
    line.close()
    return took


def measure(root: Path, times: int, in_browser: bool) -> None:
    site = Site(root)
    starts = []
    for _ in range(2):
        began = time.perf_counter()
        server = Server(root)
        server.get("/")
        starts.append((time.perf_counter() - began, server.cpu()))
        if len(starts) < 2:
            server.stop()
    show("start", *min(starts))
    try:
        if in_browser:
            for name, took in by_browser(server, site, times).items():
                show(name, took)
        else:
            for edit in (site.body, site.title, site.story, site.frame, site.style):
                before = server.cpu()
                page = "/" if edit == site.story else PAGE
                took = statistics.median(by_request(server, edit, page) for _ in range(times))
                show(edit.__name__, took, (server.cpu() - before) / times)
        print(f"  memory {server.memory():6.0f} MB")
    finally:
        server.stop()
        (root / "templates/base.html").unlink(missing_ok=True)
        (root / "static/css/own.css").unlink(missing_ok=True)


def show(name: str, took: float, cpu: float | None = None) -> None:
    more = "" if cpu is None else f"  {cpu * 1000:6.0f} ms of processor time"
    print(f"  {name:6} {took * 1000:6.0f} ms{more}", flush=True)


def by_browser(server: Server, site: Site, times: int) -> dict[str, float]:
    """Return the seconds from a save until Chromium shows it, by kind of edit."""
    from playwright.sync_api import sync_playwright

    found: dict[str, float] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or None, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.port}{PAGE}")
        for edit in (site.body, site.title, site.frame):
            took = []
            for _ in range(times):
                page.wait_for_timeout(700)  # as if somebody typed
                mark = edit()
                began = time.perf_counter()
                page.get_by_text(mark, exact=False).first.wait_for(state="attached")
                took.append(time.perf_counter() - began)
            found[edit.__name__] = statistics.median(took)
        browser.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keep the sites here and use them again")
    parser.add_argument("--browser", action="store_true", help="measure in Chromium")
    args = parser.parse_args()
    for root in warm_sites(args.stories, args.folder):
        measure(root, args.times, args.browser)


if __name__ == "__main__":
    main()
