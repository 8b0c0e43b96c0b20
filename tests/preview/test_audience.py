"""The audience: to others on the network a preview without --drafts tells nothing unpublished."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from sitegen.preview.guard import own_names
from sitegen.preview.server import Hub, application
from sitegen.preview.state import Preview
from tests.conftest import Site
from tests.preview.previewing import Clock

SECRETS = ("Sealed indictment", "sealed-indictment", "Sample words that nobody shall read")
HERE, AWAY = ("127.0.0.1", 5000), ("192.0.2.7", 5000)


@contextmanager
def _preview(site: Site, *, drafts: bool = False) -> Iterator[Preview]:
    preview = Preview(site.root, clock=Clock(), drafts=drafts)
    preview.refresh()
    try:
        yield preview
    finally:
        preview.close()


def _get(
    preview: Preview,
    path: str,
    client: tuple[str, int],
    host: str = "localhost:8000",
    header: tuple[str, str] | None = None,
) -> str:
    """Return what the application sends; of an endless answer its first piece."""
    pieces: list[bytes] = []
    hub = Hub()
    headers = [(b"host", host.encode())]
    if header is not None:
        headers.append((header[0].encode(), header[1].encode()))
    raw, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": raw, "raw_path": raw.encode(), "query_string": query.encode(),
        "root_path": "", "headers": headers, "client": client, "server": ("127.0.0.1", 8000),
    }  # fmt: skip

    async def run() -> None:
        gone = asyncio.Event()

        async def receive() -> dict[str, object]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            if message["type"] == "http.response.body":
                pieces.append(bytes(message.get("body", b"")))  # type: ignore[call-overload]
                hub.close()
                gone.set()

        app = application(preview, hub, own_names("0.0.0.0"))
        await app(scope, receive, send)  # type: ignore[arg-type]

    with ThreadPoolExecutor(1) as thread:  # a browser of the tests keeps a loop in this one
        thread.submit(asyncio.run, run()).result()
    return b"".join(pieces).decode()


def _with_hidden_stories(site: Site) -> None:
    title, body = "Sealed indictment", "Sample words that nobody shall read.\n\n"
    site.story("content/news/vote.md")
    site.story("content/news/sealed-indictment.md", body, title=title, draft="true")
    site.story("content/news/sealed-indictment-2.md", body, title=title, embargo="2027-01-01")
    site.story("content/news/sealed-indictment-3.md", body, title=title, expires="2026-04-01")


BREAKS = {
    "nothing": lambda site: None,
    "a draft with a mistake": lambda site: site.story(
        "content/news/sealed-indictment.md",
        "Sample words that nobody shall read: [x](gone.md)\n",
        title="Sealed indictment",
        draft="true",
        kind="nonsense",
    ),
    "a file that cannot be read": lambda site: site.write_bytes(
        "content/news/sealed-indictment.md", b"---\ntitle: Sealed indictment\n\xff: Sample words\n"
    ),
    "a template with a mistake": lambda site: site.write(
        "templates/article.html", "{# Sample words that nobody shall read #}\n{% if %}"
    ),
    "a page that fails": lambda site: site.write(
        "templates/article.html", '{{ fail("Sample words that nobody shall read") }}'
    ),
}
PATHS = ("/_sitegen/", "/", "/news/vote/", "/news/sealed-indictment/", "/nowhere/",
         "/_sitegen/events?page=/news/vote/&version=x", "/_sitegen/events?page=/&version=x",
         "/_sitegen/events?page=/_sitegen/&version=x")  # fmt: skip


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("fault", BREAKS)
def test_others_learn_nothing_that_is_not_public(site: Site, fault: str, after: bool) -> None:
    """A colleague's phone in the café's network lists the sealed indictment and its lines."""
    _with_hidden_stories(site)
    if not after:
        BREAKS[fault](site)
    with _preview(site) as preview:
        if after:
            BREAKS[fault](site)
            preview.refresh()
        for path in PATHS:
            text = _get(preview, path, AWAY, "192.0.2.1:8000")
            assert not [secret for secret in SECRETS if secret in text], path
        here = _get(preview, "/_sitegen/", HERE)
        if fault != "nothing" and not after:
            assert SECRETS[2] in here or "sealed-indictment" in here or fault == "a page that fails"


def test_with_drafts_others_see_them(site: Site) -> None:
    """Whoever starts the preview with --drafts for others means it."""
    _with_hidden_stories(site)
    with _preview(site, drafts=True) as preview:
        assert "Sealed indictment" in _get(preview, "/_sitegen/", AWAY, "192.0.2.1:8000")


@pytest.mark.parametrize(
    ("client", "host", "header", "sees"),
    [
        (HERE, "localhost:8000", None, True),
        (HERE, "127.0.0.1:8000", None, True),
        (("::1", 5000), "[::1]:8000", None, True),
        (("::ffff:127.0.0.1", 5000), "localhost", None, True),
        (AWAY, "localhost:8000", None, False),
        (HERE, "192.0.2.1:8000", None, False),
        (HERE, "localhost:8000", ("x-forwarded-for", "192.0.2.7"), False),
        (HERE, "localhost:8000", ("via", "1.1 tunnel"), False),
        (("fe80::1%eth0", 5000), "localhost:8000", None, False),
    ],
)
def test_only_this_machine_is_here(
    site: Site, client: tuple[str, int], host: str, header: tuple[str, str] | None, sees: bool
) -> None:
    """A tunnel on this machine asks for somebody else."""
    _with_hidden_stories(site)
    with _preview(site) as preview:
        assert ("Sealed indictment" in _get(preview, "/_sitegen/", client, host, header)) is sees
