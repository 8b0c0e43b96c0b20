"""Pings: hubs and search engines on loopback hear of what readers have, each once."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from sitegen.core.digests import digest_bytes
from sitegen.core.http import Client
from sitegen.core.record import replace
from sitegen.delivery import pings
from sitegen.delivery.after import run_after
from sitegen.delivery.manifest import Delivery, SentFile
from sitegen.delivery.pings import Audience, Tidings, is_feed, news_of, tell
from sitegen.delivery.receipts import (
    Message,
    Pending,
    Receipt,
    pending_of,
    read_receipts,
    receipts_bytes,
    together,
)

KEY = "0123456789abcdef"


class World(ThreadingHTTPServer):
    """The public site, a hub and an IndexNow endpoint, on one door of loopback.

    `site` holds what the public address answers with, by path; a path that is not there is
    a 404. `refusals` are what the hub and the endpoint answer first, before they take calls.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.site: dict[str, bytes] = {}
        self.calls: list[object] = []
        self.refusals: list[tuple[int, dict[str, str]]] = []


class _Handler(BaseHTTPRequestHandler):
    server: World

    def do_GET(self) -> None:
        body = self.server.site.get(self.path)
        self._send(404 if body is None else 200, body or b"", {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.server.refusals:
            return self._send(*self.server.refusals.pop(0))
        if self.path == "/hub":
            form = parse_qs(body)
            assert form["hub.mode"] == ["publish"]
            self.server.calls.append(form["hub.url"][0])
            return self._send(204, {})
        self.server.calls.append(json.loads(body))
        return self._send(202, {})

    def _send(self, status: int, *rest: object) -> None:
        headers = rest[-1]
        body = rest[0] if len(rest) == 2 else b""
        assert isinstance(headers, dict)
        assert isinstance(body, bytes)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with World() as each:
        thread = threading.Thread(target=each.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield each
        each.shutdown()
        thread.join()


def deploy(world: World, changed: dict[str, bytes], removed: tuple[str, ...] = ()) -> Delivery:
    """Return a deploy of a site whose other files do not matter; nothing is public yet."""
    files = {file: SentFile(digest_bytes(data), len(data)) for file, data in changed.items()}
    built = datetime(2026, 11, 27, 6, tzinfo=UTC)
    return Delivery("live", world.url, built, files, tuple(changed), removed)


def audience(world: World) -> Audience:
    return Audience((f"{world.url}/hub",), KEY, f"{world.url}/indexnow")


def announce(
    world: World,
    delivery: Delivery,
    before: Pending = Pending(),  # noqa: B008 - frozen
    *,
    pauses: list[float] | None = None,
) -> Tidings:
    to = audience(world)
    pending = together(before, news_of(delivery, to))
    with Client() as client:
        pause = (pauses if pauses is not None else []).append
        return tell(delivery, to, pending, client, patience=0, pause=pause)


CHANGED = {
    "media/a.0123abcd.webp": b"picture",
    "news/vote/index.html": b"a story",
    "index.html": b"the front",
    "404.html": b"nothing",
    "feed.xml": b"a feed",
    "news/feed.json": b"{}",
    "feeds/radio.xml": b"a partner's",
}


def publish(world: World) -> None:
    for file, data in CHANGED.items():
        world.site["/" + file.removesuffix("index.html")] = data


def test_everybody_hears_of_what_is_new(world: World) -> None:
    """W1, S5: each changed feed by its exact address, pages that came and went, once."""
    publish(world)
    delivery = deploy(world, CHANGED, ("news/old/index.html", "media/b.0123abcd.webp"))

    told = announce(world, delivery)

    *feeds, call = world.calls
    assert feeds == [f"{world.url}/{file}" for file in CHANGED if is_feed(file)]
    assert call == {
        "host": world.url.removeprefix("http://"),
        "key": KEY,
        "urlList": [f"{world.url}{path}" for path in ("/news/vote/", "/", "/news/old/")],
    }
    assert told.pending.is_empty
    assert [(each.is_good, each.count, each.says) for each in told.messages] == [
        (True, 3, ""), (True, 3, ""),
    ]  # fmt: skip


def test_what_nobody_changed_is_told_to_nobody(world: World) -> None:
    """Search engines stop listening to those who call for nothing."""
    assert announce(world, deploy(world, {"static/a.0123abcd.css": b"x"})).messages == ()
    assert world.calls == []


def test_a_site_below_a_path_says_where_its_key_is(world: World) -> None:
    """IndexNow takes a key from elsewhere than the root only when it is told where."""
    below = replace(deploy(world, {"index.html": b"x"}), base_url=f"{world.url}/paper")
    world.site["/paper/"] = b"x"
    announce(world, below)
    (call,) = world.calls
    assert isinstance(call, dict)
    assert call["keyLocation"] == f"{world.url}/paper/{KEY}.txt"
    assert call["urlList"] == [f"{world.url}/paper/"]


def test_nobody_is_told_before_readers_have_it(world: World) -> None:
    """A hub that fetches the old feed drops the news; the next deploy tells, each once."""
    delivery = deploy(world, CHANGED)
    publish(world)
    world.site["/feed.xml"] = b"the old feed"
    world.site["/"] = b"the old front"

    told = announce(world, delivery)

    assert world.calls == [f"{world.url}/news/feed.json", f"{world.url}/feeds/radio.xml"]
    assert told.pending.feeds == ((f"{world.url}/hub", f"{world.url}/feed.xml"),)
    assert set(told.pending.pages) == {f"{world.url}/", f"{world.url}/news/vote/"}
    assert [m.says.partition(";")[0] for m in told.messages if not m.is_good] == [
        f"{world.url}/feed.xml does not answer with what was deployed yet",
        f"{world.url}/ does not answer with what was deployed yet",
    ]
    publish(world)
    world.calls.clear()
    nothing_new = replace(delivery, changed=())
    assert announce(world, nothing_new, told.pending).pending.is_empty
    assert world.calls[0] == f"{world.url}/feed.xml"
    assert len(world.calls) == 2


def test_a_page_that_is_gone_has_to_be_gone(world: World) -> None:
    """A search engine that still finds it would keep it."""
    world.site["/news/old/"] = b"still here"
    told = announce(world, deploy(world, {}, ("news/old/index.html",)))
    assert world.calls == []
    assert told.pending.pages == (f"{world.url}/news/old/",)


def test_the_public_address_is_waited_for(world: World) -> None:
    """A CDN takes some seconds; the deploy waits a minute, and no more."""
    delivery = deploy(world, CHANGED)
    to = audience(world)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 6:
            publish(world)

    with Client() as client:
        told = tell(delivery, to, news_of(delivery, to), client, pause=pause)
    assert told.pending.is_empty
    assert pauses == [1.0, 2.0, 4.0, 8.0, 8.0, 8.0]


def test_ten_thousand_pages_go_in_one_call(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """S5: at most so many; what a call that fails leaves is told at the next deploy."""
    monkeypatch.setattr(pings, "MOST_PAGES", 2)
    changed = {f"news/{number}/index.html": b"x" for number in range(5)}
    for number in range(5):
        world.site[f"/news/{number}/"] = b"x"
    delivery = deploy(world, changed)
    announce(world, delivery)
    assert [len(call["urlList"]) for call in world.calls] == [2, 2, 1]  # type: ignore[index]
    world.calls.clear()
    world.refusals = [(403, {})]
    told = announce(world, delivery)
    assert len(told.pending.pages) == 5
    assert f"the key is not at the site: {world.url}/{KEY}.txt" in told.messages[0].says


def test_a_wait_that_is_asked_for_is_kept(world: World) -> None:
    """429 and Retry-After are obeyed: once here, and then at the next deploy."""
    publish(world)
    delivery = deploy(world, {"feed.xml": CHANGED["feed.xml"], "index.html": CHANGED["index.html"]})
    world.refusals = [(429, {"Retry-After": "7"})]
    pauses: list[float] = []
    assert announce(world, delivery, pauses=pauses).pending.is_empty
    assert pauses == [7.0]
    world.calls.clear()
    world.refusals = [(503, {}), (429, {"Retry-After": "3600"})]
    told = announce(world, delivery, pauses=pauses)
    assert pauses == [7.0]
    assert told.pending.feeds == ((f"{world.url}/hub", f"{world.url}/feed.xml"),)
    assert [each.says.partition(";")[0] for each in told.messages] == [
        "it answers 503", "it has had enough of us for now",
    ]  # fmt: skip


def test_a_hub_that_does_not_answer_costs_nothing_but_its_ping(world: World) -> None:
    """Hubs come and go; the paper comes out all the same, and the others hear of it."""
    publish(world)
    delivery = deploy(world, {"feed.xml": CHANGED["feed.xml"]})
    to = Audience(("http://127.0.0.1:9/hub?key=secret", f"{world.url}/hub"))
    with Client() as client:
        told = tell(delivery, to, news_of(delivery, to), client, patience=0)
    assert world.calls == [f"{world.url}/feed.xml"]
    bad, good = told.messages
    assert not bad.is_good
    assert good.is_good
    assert "nothing listens at that port" in bad.says
    assert "secret" not in bad.to
    assert told.pending.feeds == ((to.hubs[0], f"{world.url}/feed.xml"),)


def test_who_is_told_no_more_has_nothing_pending(world: World) -> None:
    """A hub or a key that was taken out of the settings is not asked again for ever."""
    publish(world)
    before = Pending((("http://old.test/hub", f"{world.url}/feed.xml"),), (f"{world.url}/",))
    delivery = deploy(world, CHANGED)
    with Client() as client:
        told = tell(replace(delivery, changed=()), Audience(), before, client, patience=0)
    assert told == Tidings((), Pending())


# Receipts


def test_receipts_are_read_as_they_were_written() -> None:
    """The next deploy, from whatever machine, goes by the last one; a damaged line is none."""
    at = datetime(2026, 11, 27, 6, tzinfo=UTC)
    pending = Pending((("https://hub.test/", "https://a.test/feed.xml"),), ("https://a.test/",))
    first = Receipt(at, "https://a.test", 3, 1, (Message("after", 4, True),))
    last = Receipt(at, "https://a.test", 0, 0, (), pending)
    data = receipts_bytes([first, last])
    assert data.count(b"\n") == 2
    assert read_receipts(data + b'{"at": 5}\nhalf a li') == (first, last)
    assert pending_of((first, last)) == pending
    assert pending_of(read_receipts(None)) == Pending()
    assert len(read_receipts(receipts_bytes([first] * 500))) == 200


def test_what_came_back_is_not_told_as_gone() -> None:
    """A page that went and came again before anybody heard of it is there."""
    early = Pending(changed=("/a", "/b"), removed=("/c",))
    late = Pending(changed=("/c", "/a"), removed=("/b",))
    assert together(early, late) == Pending(changed=("/a", "/c"), removed=("/b",))


# After


def test_a_program_gets_the_addresses_a_line_each(tmp_path: Path) -> None:
    """A CDN's purge knows by them what to forget."""
    code = "import sys; open('purged', 'w').write(sys.stdin.read())"
    message = run_after([sys.executable, "-c", code], ["https://a.test/ö/", "b"], tmp_path)
    assert message.is_good
    assert (tmp_path / "purged").read_text("utf-8") == "https://a.test/ö/\nb\n"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; sys.exit('no such zone')", "it ended with status 1: no such zone"),
        ("import time; time.sleep(60)", "it had no end after 1 seconds"),
    ],
)
def test_a_program_that_fails_is_told(tmp_path: Path, code: str, words: str) -> None:
    """Readers have the old pages then, and nobody would know."""
    message = run_after([sys.executable, "-c", code], ["a"], tmp_path, seconds=1)
    assert not message.is_good
    assert words in message.says
    lost = run_after(["no-such-program-here"], ["a"], tmp_path)
    assert "it cannot be run: no such file" in lost.says
