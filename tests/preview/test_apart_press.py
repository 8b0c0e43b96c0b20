"""The processes of a preview: what ends them, and that the preview goes on without them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import pytest

from sitegen.core.digests import LostNodeError
from sitegen.core.problems import Problem, SitegenError
from sitegen.preview import apart_press
from sitegen.preview.apart_press import ApartPress, Worker
from tests.conftest import NOW, Site
from tests.preview.previewing import served

_NOW = datetime.fromisoformat(NOW)
_LOOP = "def amend(article):\n    while True:\n        pass\n"


@pytest.fixture
def press(site: Site) -> Iterator[ApartPress]:
    site.story()
    press = ApartPress(site.root, site.root / ".sitegen_cache", False, 5.0)
    assert press.refresh(_NOW, 1).shown is not None
    yield press
    press.close()


def _end(worker: Worker) -> None:
    """End a worker as the system does, so that whoever asks it hears of it only then."""
    os.kill(worker._pid, signal.SIGKILL)
    state = Path(f"/proc/{worker._pid}/stat")
    while state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.01)


def test_a_story_without_end_is_named_though_several_processes_read(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They cannot tell at what they are: a first reading waited for them without a word."""
    monkeypatch.setattr(apart_press, "FOLDER_STEPS", 1)
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom.py", _LOOP)
    for name in ("fair", "vote"):
        site.story(f"content/news/{name}.md", title=name)
    press = ApartPress(site.root, site.root / ".sitegen_cache", False, 0.7)
    try:
        outcome = press.refresh(_NOW, 2)
    finally:
        press.close()
    assert outcome.is_given_up
    assert outcome.problems[0].path == "newsroom.py"
    assert "It was reading content/news/fair.md." in outcome.problems[0].hint


def test_ended_processes_are_forgotten(press: ApartPress) -> None:
    """Each kept a number of the system's until the preview came to an end."""
    trunk = press._trunk
    for _ in range(4):
        leaf = trunk.fork()
        _end(leaf)
        leaf.kill()
    trunk.fork().kill()
    children = Path(f"/proc/{trunk._pid}/task/{trunk._pid}/children").read_text().split()
    assert len(children) == 1  # the last one


def test_no_save_leaves_a_file_open(site: Site, press: ApartPress) -> None:
    """Each process held the caches of all before it: after 250 saves there was no room."""

    def open_files() -> int:
        return len(list(Path(f"/proc/{press._trunk._pid}/fd").iterdir()))

    counts = []
    for number in range(3):
        site.story(title=f"Sample {number}")
        press.refresh(_NOW, 1)
        assert f"Sample {number}".encode() in press.page("news/vote/index.html")[1]
        counts.append(open_files())
    assert counts == counts[:1] * 3


def test_an_ended_process_is_told_only_where_no_other_can_take_its_place(
    press: ApartPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A leaf that was ended took the trunk with it, and what then failed the follower."""
    problem = Problem(".sitegen_cache", 0, "cannot be written")

    def no_first(_press: ApartPress, _method: str) -> NoReturn:
        raise SitegenError([problem])

    monkeypatch.setattr(ApartPress, "_first", no_first)
    assert press.has("index.html")
    _end(press._idle[-1])
    assert press.refresh(_NOW, 1).shown is not None

    _end(press._trunk)
    outcome = press.refresh(_NOW, 1)
    assert (outcome.shown, outcome.problems) == (None, (problem,))


def test_a_file_that_a_newer_edition_lacks_is_looked_up_anew(press: ApartPress) -> None:
    """Each question may come to another edition than the one before: that was a KeyError."""
    for question in (press.look, press.task, press.page, press.picture, press.pieces):
        with pytest.raises(LostNodeError):
            question("news/gone/index.html")


def test_a_preview_whose_processes_were_ended_begins_anew_and_stops_at_once(site: Site) -> None:
    """Every address said that sitegen has failed; and Ctrl-C waited for the end of a reading."""
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom.py", "def amend(article):\n    return article\n")
    site.story()
    with served(site.root, seconds=30) as preview:
        assert preview.get("/news/vote/").status == 200
        inside = preview.running._preview
        press = inside._press
        assert isinstance(press, ApartPress)
        for worker in (*press._idle, press._trunk):
            _end(worker)
        reply = preview.get("/news/vote/")
        assert (reply.status, "sitegen itself" in reply.text) == (200, False)

        site.write("newsroom.py", "while True: pass\n")
        end = time.monotonic() + 30
        while not inside._refreshing.locked():
            assert time.monotonic() < end
            time.sleep(0.02)
        began = time.monotonic()
    assert time.monotonic() - began < 10
    words = [preview.messages.get_nowait() for _ in range(preview.messages.qsize())]
    assert not any("Fixed" in line or "ended" in line for line in words)
