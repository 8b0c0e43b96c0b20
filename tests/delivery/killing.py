"""Deploys that are killed at random moments, and what readers have meanwhile.

python -m tests.long.killed_deploys     # thirty times over every kind of storage
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sitegen.delivery.manifest import FILE, Manifest
from tests.conftest import NOW, tree_of
from tests.delivery.conftest import Paper

_HREF = re.compile(r'(?:src|href)="(/(?:static|media)/[^"?#]+)"')


def start(paper: Paper) -> subprocess.Popen[bytes]:
    """Begin a deploy in a process of its own."""
    words = [sys.executable, "-m", "sitegen", "deploy", "live", "--now", NOW]
    words += ["--root", str(paper.root), "--no-ping", "--force"]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_after(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Kill a deploy, as the system does; say whether it had still been running."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def await_change(paper: Paper, process: subprocess.Popen[bytes]) -> None:
    """Wait until a deploy has said at the target what it is about to change, or has ended."""
    before = os.stat(paper.web / FILE).st_mtime_ns
    while process.poll() is None:
        with suppress(FileNotFoundError):
            if os.stat(paper.web / FILE).st_mtime_ns != before:
                return
        time.sleep(0.001)


def torn(web: Path, states: Mapping[str, set[bytes]]) -> list[str]:
    """Return what is wrong with what readers have: files of no state, pages without theirs."""
    tree = {f: d for f, d in tree_of(web).items() if not os.path.basename(f).startswith(".")}
    faults = []
    for file, data in tree.items():
        if file.startswith(".sitegen") or "sitegen-part" in file or file.endswith(".partial"):
            continue
        if data not in states.get(file, set()):
            faults.append(f"{file} is of no state that was deployed")
        if file.endswith(".html"):
            lost = [url for url in _HREF.findall(data.decode()) if url.lstrip("/") not in tree]
            faults += [f"{file} lacks {url}" for url in lost]
    return faults


def rounds(paper: Paper, count: int, seed: int, longest: float) -> Counter[str]:
    """Change the paper, deploy, kill; look each time, and at the end let a deploy finish.

    Args:
        longest: seconds until a deploy is killed; 0 for as long as one takes here. Then every
            other one is killed while it changes the site, which is the shorter part.

    Returns:
        How many were killed before they changed anything, half-way, and how many had ended.
    """
    dice = random.Random(seed)
    moments: Counter[str] = Counter()
    states: dict[str, set[bytes]] = {}
    paper.put()
    _learn(states, paper)
    changing = 0.0  # seconds
    if not longest:
        paper.story(title="The vote, at first")
        paper.build()
        began = time.monotonic()
        first = start(paper)
        await_change(paper, first)
        changing = -time.monotonic()
        assert first.wait() == 0
        changing += time.monotonic()
        longest = time.monotonic() - began
    _learn(states, paper)
    for number in range(count):
        paper.story(title=f"The vote, part {number}")
        extra = paper.root / f"content/local/story-{number % 3}.md"
        if extra.exists():
            extra.unlink()
        else:
            paper.story(f"content/local/{extra.name}", title=f"A local story, {number}")
        paper.build()
        _learn(states, paper)
        before = paper.noted()
        process = start(paper)
        if changing and number % 2:
            await_change(paper, process)
            was_running = kill_after(process, dice.random() * changing)
        else:
            was_running = kill_after(process, dice.random() * longest)
        moments[_moment(before, paper.noted(), was_running=was_running)] += 1
        faults = torn(paper.web, states)
        assert faults == [], f"round {number} of seed {seed}: {faults}"
    time.sleep(0.2)
    paper.put(build=False, force=True)
    served = {f: d for f, d in paper.served().items() if not f.startswith(".")}
    stay = {f for f in served if f.startswith("static/") and f not in paper.expected()}
    assert {f: d for f, d in served.items() if f not in stay} == paper.expected()
    assert paper.put(build=False).plan.is_empty
    return moments


def _moment(before: Manifest, now: Manifest, *, was_running: bool) -> str:
    if not was_running:
        return "had ended"
    if now == before:
        return "before anything was written"
    return "at its end" if now.is_done else "half-way"


def _learn(states: dict[str, set[bytes]], paper: Paper) -> None:
    for file, data in paper.expected().items():
        states.setdefault(file, set()).add(data)
