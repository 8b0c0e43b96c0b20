"""The preview's parts, each by itself: who asks, what is answered, what is told; value by value."""

from __future__ import annotations

import asyncio
import ctypes
import errno
import logging
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request

from sitegen.core.problems import Problem, SitegenError
from sitegen.preview import (
    apart_press,
    assembling,
    changes,
    guard,
    listening,
    mistakes,
    rendered,
    responses,
    running,
    time_limit,
    worker,
)
from sitegen.preview.audience import is_here
from sitegen.preview.guard import Guard, host_name, own_names
from sitegen.preview.last_words import (
    Frame,
    Place,
    ended_problem,
    frames_of,
    places,
    stuck_problem,
)
from sitegen.preview.responses import respond, type_of
from sitegen.preview.server import Hub
from sitegen.preview.time_limit import PageTimeError, ReplaceableLock, TimeLimit
from sitegen.theme import layers
from sitegen.traces.pieces import Span
from tests.preview.previewing import Odd


def request(method: str = "GET", client: str | None = "127.0.0.1", **headers: str) -> Request:
    fields = {"host": "localhost:8000", **headers}
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in fields.items()]
    return Request({
        "type": "http", "method": method, "headers": raw, "path": "/", "query_string": b"",
        "client": None if client is None else (client, 5000),
    })  # fmt: skip


# Who asks


@pytest.mark.parametrize(
    ("client", "headers", "is_one"),
    [
        ("127.0.0.1", {}, True), ("127.9.9.9", {}, True), ("::1", {}, True), ("::1%lo", {}, True),
        ("::ffff:127.0.0.1", {}, True), ("::ffff:192.0.2.7", {}, False), ("192.0.2.7", {}, False),
        ("testclient", {}, False), (None, {}, False),
        ("127.0.0.1", {"host": "a.localhost"}, True), ("127.0.0.1", {"host": "127.0.0.1:1"}, True),
        ("127.0.0.1", {"host": "paper.example"}, False), ("127.0.0.1", {"host": ""}, False),
        ("127.0.0.1", {"host": "xlocalhost"}, False),
        *(("127.0.0.1", {name: "x"}, False) for name in (
            "forwarded", "x_forwarded_for", "x_forwarded_host", "x_real_ip", "via")),
        ("127.0.0.1", {"x_other": "x"}, True),
    ],
)  # fmt: skip
def test_somebody_at_this_machine_is_told_from_others(
    client: str | None, headers: dict[str, str], is_one: bool
) -> None:
    """By the address, by the name that was asked for, and by who passed it on."""
    assert is_here(request(client=client, **headers)) is is_one


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("localhost:8000", "localhost"),
        ("[::1]:8000", "::1"),
        ("[::1]", "::1"),
        (" LocalHost. ", "localhost"),
        ("a.b:12345", "a.b"),
        ("a.b:123456", ""),
        ("a:b:1", ""),
        ("[x]", ""),
        ("", ""),
        ("a[1]", ""),
        ("[FE80::1.2]", "fe80::1.2"),
    ],
)
def test_a_host_is_parted_into_name_and_port(host: str, name: str) -> None:
    """However it is written; nonsense has no name."""
    assert host_name(host) == name


def test_a_server_answers_to_its_own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """To numbers only where others on the network are meant to ask."""
    monkeypatch.setattr(socket, "gethostname", lambda: "Desk")
    names = (
        "localhost",
        "127.0.0.1",
        "::1",
        "a.localhost",
        "127.0.0.2",
        "192.0.2.7",
        "desk",
        "paper",
        "fe80::1",
    )
    mine, all_, paper = own_names("127.0.0.2"), own_names("0.0.0.0"), own_names("Paper")
    assert [name for name in names if mine(name)] == [*names[:5]]
    assert [name for name in names if all_(name)] == [
        n for n in names if n not in ("a.localhost", "paper")
    ]
    assert [name for name in names if paper(name)] == [n for n in names if n != "a.localhost"]


def guarded(path: bytes = b"/a%20b", *hosts: bytes, kind: str = "http") -> list[Any]:
    """Return what reached the application, and what was sent."""
    seen: list[Any] = []

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        seen.append((scope["raw_path"], scope["path"]))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x", b"y")]})

    async def send(message: Any) -> None:
        seen.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    headers = [(b"host", host) for host in hosts or (b"localhost",)]
    scope = {
        "type": kind,
        "headers": headers,
        "raw_path": path,
        "path": "/as it was",
        "method": "GET",
    }
    coroutine = Guard(app, own_names("127.0.0.1"))(scope, receive, send)
    with pytest.raises(StopIteration):
        coroutine.send(None)
    return seen


def test_every_answer_bears_the_guards_headers() -> None:
    """Behind the application's own."""
    ours = [(name.lower().encode(), value.encode()) for name, value in guard._HEADERS.items()]
    assert guarded() == [
        (b"/a%20b", "/as it was"),
        {"type": "http.response.start", "status": 200, "headers": [(b"x", b"y"), *ours]},
    ]
    assert guarded(kind="websocket") == []
    assert guarded(b"http://localhost/a%20b")[0] == (b"/a%20b", "/a b")
    assert guarded(b"HTTP://localhost")[0] == (b"/", "/")
    for refused in (guarded(b"/", b"a", b"b"), guarded(b"/", b"localhost", b"localhost"),
                    guarded(b"/", b"paper"), guarded(b"http://paper/")):  # fmt: skip
        assert (refused[0]["status"], refused[0]["headers"][-5:]) == (421, ours)
        assert refused[1]["body"] == b"This preview answers for its own address only.\n"


# Last words


def test_frames_are_read_as_python_writes_them() -> None:
    """The innermost first; other letters than ASCII are escaped."""
    text = ('Current thread 0x1 (most recent call first):\n'
            '  File "/a/newsroom.py", line 12 in spin\n'
            '  File "/\\xfc/b.py", line 3 in <module>\nFile "/c.py", line 4 in x\n')  # fmt: skip
    assert frames_of(text) == (Frame("/a/newsroom.py", 12), Frame("/ü/b.py", 3))
    assert frames_of("") == ()


def test_places_are_those_that_somebody_can_mend(tmp_path: Path) -> None:
    """Of the site and the theme: no library, nothing hidden, nothing of ours."""
    home = layers.root()
    frames = [
        Frame(str(tmp_path / "newsroom.py"), 4), Frame(str(tmp_path / "templates/a.html"), 7),
        Frame(str(tmp_path / ".venv/lib/x.py"), 1),
        Frame(str(tmp_path / "env/site-packages/x.py"), 1),
        Frame("/usr/lib/x.py", 1), Frame(str(home / "templates/base.html"), 9),
        Frame(str(home / "static/x.py"), 9),
    ]  # fmt: skip
    lines: list[tuple[str, int]] = []
    stood = places(tmp_path, frames, lambda file, line: lines.append((file, line)) or line * 10)
    assert stood == (
        Place("newsroom.py", 4), Place("templates/a.html", 70),
        Place("theme/templates/base.html", 90),
    )  # fmt: skip
    assert [line for _, line in lines] == [7, 9]
    assert [str(Place("a", 0)), str(Place("a", 3))] == ["a", "a:3"]


def test_what_took_too_long_is_told_with_who_uses_it() -> None:
    """A module, the template that asks it, and the page or story it was about."""
    module, page = Place("newsroom.py", 4), Place("templates/a.html", 7)
    assert stuck_problem((module, module, page), 2.5, "", "/a/") == Problem(
        "newsroom.py", 4, "this took more than 2.5 seconds, and was stopped",
        "Give it less to do, or a loop that ends. templates/a.html:7 uses it. It was making /a/.",
    )  # fmt: skip
    assert stuck_problem((module,), 5.0, "content/a.md", "/a/") == Problem(
        "newsroom.py", 4, "this took more than 5 seconds, and was stopped",
        "Give it less to do, or a loop that ends. It was reading content/a.md.",
    )  # fmt: skip
    assert stuck_problem((), 5, "content/a.md", "").path == "content/a.md"
    assert (stuck_problem((), 5, "", "/a/").path, stuck_problem((), 5, "", "/a/").line) == (
        "/a/",
        0,
    )
    assert ended_problem("/a/") == Problem(
        "/a/", 0, "the process that made this has ended before it was done",
        "Memory may be short, or a module ends the process. The next save tries again.",
    )  # fmt: skip


# Mistakes


def test_trouble_with_the_system_is_told_in_its_words(tmp_path: Path) -> None:
    """A file that went, no room for a process, a fault of our own."""
    gone = FileNotFoundError(errno.ENOENT, "No such file", f"{tmp_path}/content/a.md")
    assert mistakes.unreadable(tmp_path, gone) == Problem(
        "content/a.md", 0, "cannot be read: No such file"
    )
    assert mistakes.unreadable(tmp_path, OSError("odd")) == Problem(
        "the site's folder", 0, "cannot be read: odd"
    )
    hint = "Close some of the tabs that show the preview, or other programs, and load it again."
    assert mistakes.no_room("/a/", OSError(errno.EAGAIN, "Again")) == Problem(
        "/a/", 0, "cannot be made just now: Again", hint
    )
    assert mistakes.no_room("/a/", OSError("odd")).message == "cannot be made just now: odd"
    try:
        raise ValueError("sample")
    except ValueError as error:
        problem = mistakes.own_mistake("/a/", error)
        line = error.__traceback__.tb_lineno  # type: ignore[union-attr]
    assert problem == Problem(
        "/a/", 0, f"sitegen itself has failed: ValueError: sample (test_parts.py:{line})",
        "The next save tries again. If it stays, the build's own words say more.",
    )  # fmt: skip


# Responses


def answered(
    ask: Request, data: bytes = b"0123456789", **more: Any
) -> tuple[int, dict[str, str], bytes]:
    response = respond(ask, data, **{"source": None, "etag": "v", "kind": "image/png"} | more)
    body = response.body if hasattr(response, "body") else b"".join(_pieces(response))
    return response.status_code, dict(response.headers), bytes(body)


def _pieces(response: Any) -> list[bytes]:
    async def gather() -> list[bytes]:
        return [piece async for piece in response.body_iterator]

    found: list[list[bytes]] = []
    thread = threading.Thread(target=lambda: found.append(asyncio.run(gather())))
    thread.start()
    thread.join()
    return found[0]


WHOLE = {
    "etag": '"v"',
    "content-type": "image/png",
    "accept-ranges": "bytes",
    "content-length": "10",
}


@pytest.mark.parametrize(
    ("part", "start", "stop"),
    [("bytes=0-0", 0, 1), ("bytes=3-", 3, 10), ("bytes=9-9", 9, 10), ("bytes=8-99", 8, 10),
     ("bytes=-1", 9, 10), ("bytes=-10", 0, 10), ("bytes=-11", 0, 10), ("bytes=0-9", 0, 10)],
)  # fmt: skip
def test_a_part_is_answered_with_its_place(
    tmp_path: Path, part: str, start: int, stop: int
) -> None:
    """Of what is in memory, of a file, and of its pieces."""
    file = tmp_path / "a"
    file.write_bytes(b"0123456789")
    place = {"content-range": f"bytes {start}-{stop - 1}/10", "content-length": str(stop - start)}
    expected = (206, WHOLE | place, b"0123456789"[start:stop])
    assert answered(request(range=part)) == expected
    assert answered(request(range=part), b"", source=file) == expected
    pieces = (Span(0, 4), b"45", Span(6, 10))
    assert answered(request(range=part), b"", source=file, pieces=pieces) == expected
    assert answered(request(range=part, if_range='"v"')) == expected
    assert answered(request(range=part, if_range='"w"')) == (200, WHOLE, b"0123456789")
    assert answered(request(range=part), status=404) == (404, WHOLE, b"0123456789")
    assert answered(request("HEAD", range=part)) == (200, WHOLE, b"")


@pytest.mark.parametrize("part", ["bytes=10-", "bytes=5-4", "bytes=-0", "bytes=99-100"])
def test_a_part_that_is_not_there_is_refused(part: str) -> None:
    """With how much there is."""
    assert answered(request(range=part))[:2] == (
        416, {"content-range": "bytes */10", "content-length": "0"},
    )  # fmt: skip


@pytest.mark.parametrize("part", ["bytes=-", "bytes=1-2,4-5", "lines=1-2", "bytes=1", "xbytes=1-2"])
def test_what_is_no_part_is_not_heard(part: str) -> None:
    """All is sent."""
    assert answered(request(range=part)) == (200, WHOLE, b"0123456789")


def test_what_a_browser_has_is_not_sent_again() -> None:
    """By its mark, weak or not, one of many, or any."""
    for mark in ('"v"', 'W/"v"', '"a", "v"', '"a",W/"v" ', "*"):
        assert answered(request(if_none_match=mark)) == (304, {"etag": '"v"'}, b"")
    for mark in ('"w"', "v", "", "*, *", '"a"'):
        assert answered(request(if_none_match=mark))[0] == 200
    assert answered(request(if_none_match='"v"'), status=404)[0] == 404
    empty = answered(request(), b"")
    assert (empty[0], empty[1]["content-length"], empty[2]) == (200, "0", b"")
    assert answered(request("HEAD"))[1:] == (WHOLE, b"")


@pytest.mark.parametrize(
    ("kind", "sent"),
    [("text/html", "; charset=utf-8"), ("application/xml", "; charset=utf-8"),
     ("application/rss+xml", "; charset=utf-8"), ("application/atom+xml", "; charset=utf-8"),
     ("application/json", ""), ("image/svg+xml", "")],
)  # fmt: skip
def test_text_is_sent_with_its_letters(kind: str, sent: str) -> None:
    """All that is read as text is UTF-8."""
    assert answered(request(), kind=kind)[1]["content-type"] == kind + sent


def test_a_type_is_that_of_its_recipe_or_its_name() -> None:
    """Whatever this machine's own list of types says."""
    kinds = {"a.HTML": "text/html", "a.jpg": "image/jpeg", "a.svg": "image/svg+xml",
             "a.mjs": "text/javascript", "a.opus": "audio/ogg", "a": "application/octet-stream",
             "a.xyz": "application/octet-stream", "a.tar.gz": "application/gzip",
             "a.tif": "application/octet-stream"}  # fmt: skip
    assert {name: type_of(name) for name in kinds} == kinds
    assert type_of("feed.xml") == "application/xml"
    for recipe, kind in responses.FEED_TYPES.items():
        assert type_of("feed.xml", recipe) == kind


def test_a_file_that_was_cut_meanwhile_ends_the_answer(tmp_path: Path) -> None:
    """The browser sees a broken answer, and no traceback stands in the terminal."""
    (tmp_path / "a").write_bytes(b"0123")
    assert b"".join(responses._stream_of(tmp_path / "a", [Span(0, 9)])) in (b"", b"0123")


# Listening


def test_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to twenty after the first; none beyond the last that there is."""
    tried: list[int] = []
    taken: OSError = OSError(errno.EADDRINUSE, "in use")

    def bind(_self: Any, place: Any) -> None:
        tried.append(place[1])
        raise taken

    class Line(socket.socket):
        pass

    monkeypatch.setattr(Line, "bind", bind, raising=False)
    monkeypatch.setattr(socket, "socket", Line)
    with pytest.raises(SitegenError) as caught:
        listening.listen("127.0.0.1", 8000)
    assert tried == [*range(8000, 8021)]
    assert caught.value.problems == (
        Problem("--port", 0, "no port from 8000 to 8020 is free", "Choose another: --port 9000."),
    )
    tried.clear()
    taken = PermissionError(errno.EACCES, "Denied")
    with pytest.raises(SitegenError, match="no port from 65530 to 65535 is free"):
        listening.listen("127.0.0.1", 65530)
    assert tried == [*range(65530, 65536)]
    tried.clear()
    with pytest.raises(SitegenError, match="no port from 0 to 0"):
        listening.listen("127.0.0.1", 0)
    assert tried == [0]
    taken = OSError(errno.EADDRNOTAVAIL, "Cannot assign")
    with pytest.raises(SitegenError) as caught:
        listening.listen("127.0.0.1", 8000)
    hint = "Leave --host out to see the preview on this machine."
    assert caught.value.problems == (
        Problem("--host", 0, "cannot listen on '127.0.0.1': cannot assign", hint),
    )


def test_a_port_is_heard_at_once() -> None:
    """Without waiting, and again right after a preview that has ended."""
    with listening.listen("127.0.0.1", 0) as line:
        assert line.getblocking() is False
        assert line.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) == 1
        assert line.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
        port = line.getsockname()[1]
        with listening.listen("127.0.0.1", port) as other:
            assert port < other.getsockname()[1] <= port + 20
    for address in ("not an address", "x" * 70):
        with pytest.raises(SitegenError, match=r"--host: error: cannot listen on"):
            listening.listen(address, 0)


class Line:
    """A transport, which notes that it was closed."""

    def __init__(self, *, is_closing: bool = False) -> None:
        self.closed, self._is_closing = 0, is_closing

    def is_closing(self) -> bool:
        return self._is_closing

    def close(self) -> None:
        self.closed += 1


def test_a_line_is_hung_up_once() -> None:
    """If nobody has done so before."""
    for is_closing, closed in ((False, 1), (True, 0)):
        protocol = listening.PatientProtocol.__new__(listening.PatientProtocol)
        protocol.transport = Line(is_closing=is_closing)  # type: ignore[assignment]
        protocol._timer = object()  # type: ignore[assignment]
        protocol._hang_up()
        assert (protocol._timer, protocol.transport.closed) == (None, closed)  # type: ignore[attr-defined]


def test_a_hub_wakes_whoever_waits() -> None:
    """From any thread, all at once; before and after its loop it is silent."""
    hub = Hub()
    hub.ring()
    assert not hub.closing
    woken: list[float] = []

    async def waits() -> None:
        hub.begin()
        thread = threading.Timer(0.05, hub.ring)
        thread.start()
        began = time.monotonic()
        await asyncio.gather(hub.wait(20), hub.wait(20))
        woken.append(time.monotonic() - began)
        await hub.wait(0.01)  # a new event: nobody rings
        hub.close()
        thread.join()

    loop = threading.Thread(target=lambda: asyncio.run(waits()))
    loop.start()
    loop.join()
    assert (len(woken), woken[0] < 10, hub.closing) == (1, True, True)
    hub.ring()


# The time limit


def test_a_page_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it stands, once; one that ends in time is left alone, and so is the next."""
    monkeypatch.setattr(time_limit, "SECONDS", 0.05)
    limit, stuck = TimeLimit(lambda: stuck_ones.append(1)), PageTimeError()
    stuck_ones: list[int] = []
    try:
        with pytest.raises(PageTimeError):
            _endless(limit)
        assert str(stuck) == "this took more than 0 seconds, and was stopped"
        monkeypatch.setattr(time_limit, "SECONDS", 5.0)
        assert str(PageTimeError("ignored")) == "this took more than 5 seconds, and was stopped"
        with limit.watched():
            assert len(limit._watched) == 1
        assert (limit._watched, stuck_ones) == ({}, [])
        guardian = limit._guardian
        assert guardian is not None
        assert (guardian.daemon, guardian.name) == (True, "limit")
    finally:
        limit.close()
    guardian.join(10)
    assert not guardian.is_alive()


def test_a_thread_that_does_not_stop_is_told_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the grace is over; what was not delivered is taken back."""
    monkeypatch.setattr(time_limit, "SECONDS", 0.02)
    monkeypatch.setattr(time_limit, "GRACE", 0.02)
    told, raised = threading.Semaphore(0), list[object]()
    monkeypatch.setattr(time_limit, "_raise_in", lambda _thread, error: raised.append(error))
    limit = TimeLimit(told.release)
    with limit.watched():
        assert told.acquire(timeout=10)
        assert not told.acquire(timeout=0.1)
        ((end, was_told),) = limit._watched.values()
        assert was_told
        assert 3500 < end - time.monotonic() <= 3600
    limit.close()
    assert raised == [PageTimeError, None]


def test_whoever_ends_in_time_is_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken back, though it was never sent, has Python look for it at every step."""
    sent: list[object] = []
    monkeypatch.setattr(time_limit, "_raise_in", lambda _thread, error: sent.append(error))
    limit = TimeLimit(lambda: None)
    with limit.watched():
        pass
    limit.close()
    assert sent == []
    assert limit._watched == {}


def test_a_lock_is_left_to_whoever_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread may take it twice; who waits for the old one gets the new."""
    monkeypatch.setattr(time_limit, "_LOOK", 0.02)
    lock = ReplaceableLock()
    inside, free, through = threading.Event(), threading.Event(), threading.Event()

    def holder() -> None:
        with lock:
            inside.set()
            free.wait(10)

    def waiter() -> None:
        with lock as is_held, lock:
            assert is_held
            through.set()

    threads = [threading.Thread(target=work) for work in (holder, waiter)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    assert not through.wait(0.1)
    lock.replace()
    assert through.wait(10)
    free.set()
    for thread in threads:
        thread.join(10)
    with lock:
        assert len(lock._mine.locks) == 1
    assert lock._mine.locks == []


def test_an_error_is_raised_in_a_thread_and_taken_back() -> None:
    """By Python's own door for it."""
    me = threading.get_ident()
    with pytest.raises(PageTimeError):
        _step(lambda: time_limit._raise_in(me, PageTimeError))
    assert ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(me), None) == 1


def _step(work: Callable[[], None]) -> None:
    work()
    for _ in range(1000):
        pass


def _endless(limit: TimeLimit) -> None:
    with limit.watched():
        while True:
            pass


# The server's settings, and how long a line may be silent


def test_a_server_says_and_takes_no_more_than_it_must() -> None:
    """Browsers speak HTTP alone to it; a long head is refused, and an end takes a second."""
    started: list[str] = []
    one = listening.Server(Odd(), Hub(), "127.0.0.1", lambda: started.append("x"))  # type: ignore[arg-type]
    config = one.config
    assert config.http is listening.PatientProtocol
    assert [config.ws, config.loop, config.lifespan, config.log_config, config.log_level] == [
        "none", "asyncio", "off", None, "critical",
    ]  # fmt: skip
    assert (config.access_log, config.server_header, config.proxy_headers) == (False,) * 3
    assert (config.h11_max_incomplete_event_size, config.timeout_graceful_shutdown) == (32768, 1)
    quiet = logging.getLogger("asyncio")
    assert not quiet.propagate
    assert any(isinstance(each, logging.NullHandler) for each in quiet.handlers)
    assert started == []


class Timer:
    """What a loop gives for something that shall be done later."""

    def __init__(self) -> None:
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


def test_a_line_may_be_silent_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until a request is whole, and after its answer; while an answer is made nothing counts."""
    asked: list[tuple[float, Any]] = []
    for name in ("connection_made", "data_received", "on_response_complete", "connection_lost"):
        monkeypatch.setattr(listening.H11Protocol, name, lambda *_: None)
    line: Any = listening.PatientProtocol.__new__(listening.PatientProtocol)
    line.cycle, timers = None, list[Timer]()

    def call_later(seconds: float, work: Any) -> Timer:
        asked.append((seconds, work))
        timers.append(Timer())
        return timers[-1]

    line.loop = SimpleNamespace(call_later=call_later)
    line.connection_made(None)
    assert asked == [(15.0, line._hang_up)]
    line.data_received(b"GET")  # not whole yet: the same time goes on
    line.on_response_complete()
    assert len(asked) == 1
    line.cycle = SimpleNamespace(response_complete=False)
    line.data_received(b" / HTTP/1.1")
    assert (timers[0].is_cancelled, line._timer) == (True, None)
    line.data_received(b"more")
    line.connection_lost(None)
    assert len(asked) == 1
    line.on_response_complete()
    assert (len(asked), line._timer) == (2, timers[1])
    line._timer = None
    line.cycle.response_complete = True
    line.data_received(b"GET")
    assert (len(asked), timers[1].is_cancelled) == (3, False)
    line.connection_lost(None)
    assert timers[2].is_cancelled


def test_a_preview_takes_so_much_time_and_memory() -> None:
    """Another number is another promise: one page may take five seconds, a picture a minute."""
    assert (time_limit.SECONDS, time_limit.GRACE, time_limit._LOOK) == (5.0, 2.0, 0.5)
    assert (apart_press.SECONDS, apart_press.PICTURE_SECONDS, apart_press._WORDS_SECONDS) == (
        5.0, 60.0, 1.0,
    )  # fmt: skip
    assert (apart_press.FOLDER_STEPS, apart_press.MOST, apart_press.MOST_IDLE) == (4, 6, 2)
    assert (running.SECOND_TRY, assembling.MOST_VALUES) == (2.0, 50_000)
    assert rendered.MOST_BYTES == 64 << 20
    assert (rendered.MOST_VERSIONS, rendered.MOST_FILES, rendered.MOST_STYLES) == (5000, 2000, 20)
    assert (changes.CHANGES_LISTED, changes.PAGES_LISTED) == (40, 100)
    assert worker.LAST_WORDS == signal.SIGUSR1
