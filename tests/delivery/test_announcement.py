"""What follows a deploy: the newsroom's program, hubs and search engines, and the receipt.

A folder that nginx serves, a hub and an IndexNow endpoint on loopback.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from sitegen.delivery.announcement import Announcement, Rules, is_listed
from sitegen.delivery.evidence import verify_delivery
from sitegen.delivery.receipts import FILE, read_receipts
from sitegen.settings.load import load
from tests.conftest import NOW, ROOT
from tests.delivery.conftest import Paper
from tests.delivery.servers import Proxy, free_port, nginx, site_server
from tests.delivery.test_pings import World

pytestmark = pytest.mark.tools
KEY = "0123456789abcdef"
BASE, HUB, SEARCH = "http://gazette.test", "http://hub.test/hub", "http://search.test/indexnow"
AT_ONCE = Rules(patience=0, pause=lambda _seconds: None)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as each:
        thread = threading.Thread(target=each.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield each
        each.shutdown()
        thread.join()


@pytest.fixture
def told_paper(paper: Paper, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    """The paper with an audience, whose folder nginx serves as http://gazette.test."""
    paper.change_setting("https://gazette.test", BASE)
    paper.setting(f'host = "nginx"\nindexnow_key = "{KEY}"\nindexnow_endpoint = "{SEARCH}"')
    paper.setting(f'[feeds]\nhubs = ["{HUB}"]')
    paper.build()
    port = free_port()
    proxy = Proxy(port)
    monkeypatch.setenv("HTTP_PROXY", proxy.address)
    monkeypatch.setenv("http_proxy", proxy.address)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    http, server = site_server(paper.root / "output", port, names="gazette.test")
    server = server.replace(f"root {paper.root / 'output'};", f"root {paper.web};")
    server += (
        f"\nserver {{ listen 127.0.0.1:{port}; server_name hub.test search.test;"
        f" location / {{ proxy_pass {world.url}; }} }}"
    )
    paper.web.mkdir(parents=True, exist_ok=True)
    with nginx(paper.root.parent / "nginx", http, server):
        yield paper
    proxy.close()


def receipts(paper: Paper) -> list[object]:
    return list(read_receipts((paper.web / FILE).read_bytes()))


def test_a_deploy_is_told_once_and_of_what_changed(told_paper: Paper, world: World) -> None:
    """Hubs get each changed feed, search engines each page that they may list."""
    first = told_paper.put(telling=AT_ONCE)
    assert [message.is_good for message in first.told.messages] == [True, True]
    assert f"{BASE}/feed.xml" in world.calls
    pages = world.calls[-1]
    assert isinstance(pages, dict)
    assert (pages["host"], pages["key"]) == ("gazette.test", KEY)
    assert f"{BASE}/news/vote/" in pages["urlList"]
    assert f"{BASE}/404.html" not in pages["urlList"]
    assert f"{BASE}/search/" not in pages["urlList"]  # which says noindex

    world.calls.clear()
    assert told_paper.put(telling=AT_ONCE).told == Announcement()
    assert world.calls == []

    told_paper.story(title="The vote is over")
    told_paper.put(telling=AT_ONCE)
    *feeds, pages = world.calls
    assert isinstance(pages, dict)
    assert f"{BASE}/news/vote/" in pages["urlList"]
    assert f"{BASE}/about/" not in pages["urlList"]
    assert set(feeds) == {f"{BASE}/{name}" for name in (
        "feed.xml", "atom.xml", "feed.json", "news/feed.xml", "news/atom.xml", "news/feed.json",
    )}  # fmt: skip
    assert len(receipts(told_paper)) == 2


def test_what_fails_is_told_at_the_next_deploy_and_fails_none(
    told_paper: Paper, world: World
) -> None:
    """The receipt lies at the target, so that another machine knows too."""
    world.refusals = [(500, {})] * 50
    failed = told_paper.put(telling=AT_ONCE)
    assert not any(message.is_good for message in failed.told.messages)
    assert not failed.told.has_failed
    world.refusals = []
    again = told_paper.put(telling=AT_ONCE)  # which has nothing to send
    assert again.plan.is_empty
    assert all(message.is_good for message in again.told.messages)
    assert f"{BASE}/feed.xml" in world.calls


def test_nobody_is_told_who_shall_not_be(told_paper: Paper, world: World) -> None:
    """--no-ping, and nothing of it is told later."""
    quiet = told_paper.put(telling=Rules(ping=False))
    assert quiet.told == Announcement()
    told_paper.put(telling=AT_ONCE)
    assert world.calls == []
    assert not (told_paper.web / FILE).exists()


def test_the_newsrooms_program_is_told_first_and_again(told_paper: Paper) -> None:
    """A CDN that keeps the old pages would keep hubs from the news; if it fails, status 1."""
    log = told_paper.root / "purged"
    program = told_paper.write("purge.py", f"""
        import pathlib, sys
        pathlib.Path({str(log)!r}).write_text(sys.stdin.read())
        sys.exit(sys.argv[1] if sys.argv[1:] else 0)
    """)  # fmt: skip
    words = json.dumps([sys.executable, str(program), "no zone"])
    told_paper.change_setting("[deploy.live]", f"[deploy.live]\nafter = {words}")
    failed = told_paper.put(telling=AT_ONCE)
    assert failed.told.has_failed
    assert "it ended with status 1: no zone" in failed.told.messages[0].says
    first = log.read_text().splitlines()
    assert f"{BASE}/news/vote/" in first

    told_paper.change_setting(', "no zone"', "")
    again = told_paper.put(telling=AT_ONCE)
    assert not again.told.has_failed
    assert log.read_text().splitlines() == first
    log.unlink()
    told_paper.put(telling=AT_ONCE)
    assert not log.exists()  # nothing has changed since


def test_the_command_deploys_tells_and_verifies(told_paper: Paper, world: World) -> None:
    """One command does it all, and its status says whether readers have the paper."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "sitegen", "deploy", *words, "--now", NOW],
            cwd=told_paper.root, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    done = run("--verify")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Deployed to live: ")
    assert lines[1].startswith(f"hub {HUB} was told of ")
    assert lines[2].startswith(f"IndexNow {SEARCH} was told of ")
    assert "good   feeds" in done.stdout
    # A site by plain http is not good, and that is all that is wrong with it.
    assert [line.split()[1] for line in lines if line.startswith("wrong")] == ["address"]
    assert (done.returncode, done.stderr) == (1, "")
    value = json.loads(run("--json", "--no-ping").stdout)
    assert value["told"] == []
    assert run("--quiet").stdout == ""


def test_only_pages_that_may_be_listed_are_told() -> None:
    """The page at an old address says noindex in its head; what a text says counts for nothing."""
    assert not is_listed(b'<head><meta name="robots" content="noindex"></head>')
    assert is_listed(b'<head></head><p>&lt;meta name="robots" content="noindex"></p>')
    assert is_listed(b'<head><meta name="robots" content="max-image-preview:large"></head>')


def test_a_copy_is_told_to_nobody_and_verified_where_it_is(
    told_paper: Paper, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that search engines hear of is in their index by evening."""
    told_paper.setting(
        f'[deploy.staging]\nto = "folder:{tmp_path}/staging"\nbase_url = "http://127.0.0.1:1"'
    )
    port = free_port()
    address = f"http://copy.test:{port}"
    told_paper.change_setting("http://127.0.0.1:1", address)
    outcome = told_paper.put("staging", telling=AT_ONCE)
    assert outcome.told == Announcement()
    assert world.calls == []
    with nginx(tmp_path / "copy", *site_server(tmp_path / "staging", port)):
        for name in ("HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        look = verify_delivery(
            load(told_paper.root), outcome.delivery, told_paper.root / ".sitegen_cache",
            now=datetime.fromisoformat(NOW),
        )  # fmt: skip
    assert look.place == address
    assert [check.name for check in look.checks if check.is_wrong] == ["address"]
