"""A real Chromium that is handed the built files, and nothing else.

No server runs: the browser's requests for the site's own address are answered from the
built tree. A request for any other address is refused and noted, so that every test here
also sees that the site asks nothing of third parties.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.conftest import ROOT, Built

TOOLS = ROOT / "tests/tools"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "this test needs {what}. Run tests/tools/install, which gets it, or leave such tests out "
    'with: pytest -m "not browser and not tools"'
)
TYPES = {".xml": "application/xml", ".json": "application/json", ".webp": "image/webp"}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("SITEGEN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail(MISSING.format(what="Chromium"), pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, to be run in a page."""
    file = TOOLS / "node_modules/axe-core/axe.min.js"
    if not file.is_file():
        pytest.fail(MISSING.format(what="axe-core"), pytrace=False)
    return file.read_text("utf-8")


@dataclass
class Reader:
    """Somebody who reads one built site in one browser context."""

    built: Built
    origin: str
    context: BrowserContext
    outside: list[str] = field(default_factory=list)  # addresses asked of others
    missing: list[str] = field(default_factory=list)  # own addresses without a file
    complaints: list[str] = field(default_factory=list)  # of the browser: errors, refusals

    def open(self, path: str) -> Page:
        if self.context.pages:
            page = self.context.pages[0]
        else:
            page = self.context.new_page()
            page.on("pageerror", lambda error: self.complaints.append(str(error)))
            page.on("console", lambda message: self._hear(message.type, message.text))
        page.goto(self.origin + path, wait_until="load")
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def answer(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.outside.append(route.request.url)
            route.abort()
            return
        file = unquote(parts.path).lstrip("/")
        if not file or file.endswith("/"):
            file += "index.html"
        status = 200
        if file not in self.built.tree:
            self.missing.append(parts.path)
            file, status = "404.html", 404
        kind = TYPES.get(Path(file).suffix) or mimetypes.guess_type(file)[0] or "text/plain"
        route.fulfill(status=status, body=self.built.tree[file], content_type=kind)


@dataclass
class Readers:
    chromium: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    regulars: dict[object, Reader] = field(default_factory=dict)

    def of(self, built: Built, *, width: int = 1280, dark: bool = False, **more: object) -> Reader:
        """Return a reader of a site; `more` goes to Playwright's new_context."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            **more,  # type: ignore[arg-type]
        )
        self.contexts.append(context)
        reader = Reader(built, "https://reader.example", context)
        context.route("**/*", reader.answer)
        return reader

    def regular(self, built: Built, *, width: int = 1280, **more: object) -> Reader:
        """Return a reader who may have read other pages of the site before.

        For tests that neither store anything nor ask what a first visit loads: to begin a
        browser context takes as long as to open a page.
        """
        who = (built.output, width, *sorted(more.items()))
        if who not in self.regulars:
            self.regulars[who] = self.of(built, width=width, **more)
        reader = self.regulars[who]
        for page in reader.context.pages:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="light")
        for noted in (reader.outside, reader.missing, reader.complaints):
            noted.clear()
        return reader


@contextmanager
def _readers(chromium: Browser) -> Iterator[Readers]:
    sessions = Readers(chromium)
    yield sessions
    for context in sessions.contexts:
        context.close()


@pytest.fixture
def readers(chromium: Browser) -> Iterator[Readers]:
    with _readers(chromium) as sessions:
        yield sessions


@pytest.fixture(scope="module")
def lasting_readers(chromium: Browser) -> Iterator[Readers]:
    """Readers who stay for all tests of a file; see `regular`."""
    with _readers(chromium) as sessions:
        yield sessions
