"""A preview that runs in a thread of the test, and what a browser would get from it."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sitegen.preview.pages import BEGIN, END
from sitegen.preview.running import Running
from tests.conftest import NOW

PATIENCE = 30.0  # seconds after which a test fails; nothing takes as long


def without_script(page: bytes) -> bytes:
    """Take off what the preview put there: what is left is what a build writes."""
    before, begin, rest = page.partition(BEGIN)
    return before + rest.partition(END)[2] if begin else page


class Clock:
    """A clock that a test sets."""

    def __init__(self, now: str = NOW) -> None:
        self.now = datetime.fromisoformat(now)

    def __call__(self) -> datetime:
        return self.now

    def set(self, now: str) -> None:
        self.now = datetime.fromisoformat(now)


@dataclass
class Reply:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def page(self) -> bytes:
        """The body without what the preview added."""
        return without_script(self.body)


class Tab:
    """An open page: hears what the server says to it."""

    def __init__(self, connection: HTTPConnection) -> None:
        self._connection = connection
        self._response = connection.getresponse()
        assert self._response.status == 200

    def hear(self) -> dict[str, Any]:
        """Return the next news.

        Raises:
            TimeoutError: there is none, though the line stands.
        """
        quiet = 0
        while quiet < 3:
            line = self._response.readline()
            assert line, "the server has hung up"
            quiet += line.startswith(b": still here")
            if line.startswith(b"data: "):
                news: dict[str, Any] = json.loads(line[6:])
                return news
        raise TimeoutError("the server has no news")

    def close(self) -> None:
        self._response.close()
        self._connection.close()


@dataclass
class Served:
    running: Running
    clock: Clock
    port: int
    messages: queue.Queue[str]
    tabs: list[Tab] = field(default_factory=list)

    def ask(self, method: str, path: str, **headers: str) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=fields)
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def version(self, path: str) -> str:
        """Return the version that a page's script names."""
        return self.get(path).text.partition('data-version="')[2].partition('"')[0]

    def tab(self, path: str, version: str = "") -> Tab:
        """Open a page and hear that all is well."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        query = urlencode({"page": path, "version": version or self.version(path)})
        connection.request("GET", f"/_sitegen/events?{query}")
        tab = Tab(connection)
        self.tabs.append(tab)
        return tab


@contextmanager
def served(root: Path, *, clock: Clock | None = None, **options: Any) -> Iterator[Served]:
    """Run a preview of the site at `root` on a port of the system's choice."""
    clock = clock or Clock()
    messages: queue.Queue[str] = queue.Queue()
    ready = threading.Event()
    running = Running(
        root,
        clock=clock,
        **{"host": "127.0.0.1", "port": 0, "drafts": False, "as_of": None, "poll": False} | options,
        on_start=lambda _url: ready.set(),
        say=messages.put,
    )
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        assert ready.wait(PATIENCE), "the preview does not start"
        port = int(running.url.rpartition(":")[2])
        site = Served(running, clock, port, messages)
        yield site
        for tab in site.tabs:
            tab.close()
    finally:
        running.stop()
        thread.join(PATIENCE)
    assert not thread.is_alive(), "the preview does not stop"


class Odd:
    """A press that does what a test says."""

    edition = None

    def __init__(self, **answers: Any) -> None:
        self.answers, self.asked = answers, list[str]()

    def __getattr__(self, name: str) -> Any:
        def answer(*_: object, **options: object) -> Any:
            self.asked.append(f"{name} anew" if options.get("anew") else name)
            value = self.answers[name]
            if isinstance(value, list):
                value = value.pop(0) if value[1:] else value[0]
            if isinstance(value, BaseException):
                raise value
            return value

        return answer

    def close(self) -> None:
        return None
