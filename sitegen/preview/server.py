"""Server: gives a browser the pages of a preview, on this machine and to its owner only.

No address is looked up on the disk: the plan says which files there are. Whatever comes
in by the network may be wrong, late or hostile, and gets an answer or is hung up on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from sitegen.core.digests import digest_bytes
from sitegen.core.file_names import is_active
from sitegen.hosts.headers import SANDBOX
from sitegen.preview import not_found, pages
from sitegen.preview.audience import is_here
from sitegen.preview.guard import Guard
from sitegen.preview.responses import respond, type_of
from sitegen.preview.state import Preview

STILL_HERE = 15.0  # seconds between signs of life to an open tab


class Hub:
    """Tells open tabs that something may have changed."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = asyncio.Event()
        self.closing = False

    def begin(self) -> None:
        self._loop = asyncio.get_running_loop()

    def ring(self) -> None:
        """Wake every tab's connection. May be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def close(self) -> None:
        self.closing = True
        self._wake()

    def _wake(self) -> None:
        waiting, self._changed = self._changed, asyncio.Event()
        waiting.set()

    async def wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return


def application(preview: Preview, hub: Hub, names: Callable[[str], bool]) -> Starlette:
    """Return the web application; `names` says which hosts' names are ours."""

    async def page(request: Request) -> Response:
        return await run_in_threadpool(_page, preview, request)

    async def events(request: Request) -> Response:
        path = request.query_params.get("page", "/")
        version = request.query_params.get("version", "")
        sees_all = preview.drafts or is_here(request)
        return StreamingResponse(
            _events(preview, hub, path, version, sees_all), media_type="text/event-stream"
        )

    async def own(request: Request) -> Response:
        name = request.path_params["name"]
        if name == "":
            sees_all = preview.drafts or is_here(request)
            body = await run_in_threadpool(pages.overview, preview, sees_all=sees_all)
            return Response(body, media_type="text/html")
        if name in ("preview.js", "preview.css"):
            body = (Path(__file__).parent / name).read_bytes()
            return respond(request, body, None, digest_bytes(body), type_of(name))
        return PlainTextResponse(not_found.SENTENCE, 404)

    async def failed(request: Request, error: Exception) -> Response:
        why = f": {error}" if is_here(request) else ""
        return PlainTextResponse(f"The preview has failed here{why}\n", 500)

    return Starlette(
        routes=[
            Route(pages.OWN.rstrip("/"), lambda _request: RedirectResponse(pages.OWN, 307)),
            Route(f"{pages.OWN}events", events),
            Route(f"{pages.OWN}{{name:path}}", own),
            Route("/{path:path}", page),
        ],
        middleware=[Middleware(Guard, names=names)],
        exception_handlers={Exception: failed},
    )


# Answers


def _page(preview: Preview, request: Request) -> Response:
    path = request.scope.get("raw_path", b"").decode("latin-1").partition("?")[0]
    prefix = preview.shown.settings.prefix if preview.shown is not None else ""
    if prefix and path in ("/", prefix):
        return RedirectResponse(f"{prefix}/", 307)
    if not preview.file_of(path) and not path.endswith("/") and preview.file_of(f"{path}/"):
        return RedirectResponse(f"{path}/", 307)
    answer, sees_all = preview.answer(path), preview.drafts or is_here(request)
    if answer.source is None and not answer.version and (answer.problems or not answer.file):
        body = pages.mistakes_page(preview, answer.problems, sees_all=sees_all)
        return Response(body, answer.status, media_type="text/html")
    kind = type_of(answer.file, answer.recipe)
    if kind == "text/html" and answer.source is None:
        panel = pages.panel(preview, answer.file, answer.problems, sees_all=sees_all)
        body = pages.with_script(answer.data, panel, answer.version)
        return respond(request, body, None, digest_bytes(body), kind, answer.status)
    response = respond(
        request, answer.data, answer.source, answer.version, kind, answer.status, answer.pieces
    )
    if is_active(answer.file) and answer.recipe.startswith("content/"):
        response.headers["Content-Security-Policy"] = SANDBOX  # as hosts are told
    return response


async def _events(
    preview: Preview, hub: Hub, path: str, version: str, sees_all: bool
) -> AsyncIterator[str]:
    """Yield what an open tab has to do, for as long as it listens."""
    number, latest = -1, ""
    while not hub.closing:
        if number != preview.number:
            number = preview.number
            do, version, text = await run_in_threadpool(_news, preview, path, version, sees_all)
            if text != latest:
                latest = text
                yield text
            if do == "reload":
                return
        else:
            yield ": still here\n\n"
        if number == preview.number:
            await hub.wait(STILL_HERE)


def _news(preview: Preview, path: str, version: str, sees_all: bool) -> tuple[str, str, str]:
    if path == pages.OWN:
        do = "stay" if version == str(preview.number) else "reload"
        return do, version, pages.news_text(do, version, "", "", {})
    news, answer = preview.news(path, version)
    panel = ""
    if answer.version:
        panel = pages.panel(preview, answer.file, answer.problems, sees_all=sees_all)
    marks = pages.marks(preview) if sees_all else {}
    text = pages.news_text(news.do, news.version, news.style, panel, marks)
    return news.do, news.version, text
