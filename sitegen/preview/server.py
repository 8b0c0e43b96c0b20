"""Server: gives a browser the pages of a preview, on this machine and to its owner only.

No address is looked up on the disk: the plan says which files there are. Whatever comes
in by the network may be wrong, late or hostile, and gets an answer or is hung up on.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from sitegen.core.digests import digest_bytes
from sitegen.core.problems import Problem, SitegenError
from sitegen.preview import pages
from sitegen.preview.state import Preview

TRIES = 20  # ports after the wanted one
PATIENCE = 15.0  # seconds that a browser may take to send one request's head
LARGEST_HEAD = 32 * 1024  # bytes
STILL_HERE = 15.0  # seconds between signs of life to an open tab
CHUNK = 256 * 1024  # bytes read at once of a large file

_RECIPE_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".xml": "application/xml",
    ".xsl": "application/xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".vtt": "text/vtt",
    ".ics": "text/calendar",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".gz": "application/gzip",
}
_WITH_CHARSET = ("text/", "application/xml", "application/rss", "application/atom")
_HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    # A story that is not public yet must not be read by another site that guesses our port.
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex",
}
_TAKEN = (errno.EADDRINUSE,)
_WHOLE_ADDRESS = re.compile(rb"http://([^/]*)(/.*)?", re.IGNORECASE)  # as proxies ask for it
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


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
        return StreamingResponse(
            _events(preview, hub, path, version), media_type="text/event-stream"
        )

    async def own(request: Request) -> Response:
        name = request.path_params["name"]
        if name == "":
            body = await run_in_threadpool(pages.overview, preview)
            return Response(body, media_type="text/html")
        if name in ("preview.js", "preview.css"):
            body = (Path(__file__).parent / name).read_bytes()
            return _respond(request, body, None, digest_bytes(body), _type_of(name))
        return PlainTextResponse("The preview has no such page.\n", 404)

    async def failed(_request: Request, error: Exception) -> Response:
        return PlainTextResponse(f"The preview has failed here: {error}\n", 500)

    return Starlette(
        routes=[
            Route(pages.OWN.rstrip("/"), lambda _request: RedirectResponse(pages.OWN, 307)),
            Route(f"{pages.OWN}events", events),
            Route(f"{pages.OWN}{{name:path}}", own),
            Route("/{path:path}", page),
        ],
        middleware=[Middleware(_Guard, names=names)],
        exception_handlers={Exception: failed},
    )


class _Guard:
    """Turns away requests for hosts that are not us, and puts our headers on every answer.

    A page elsewhere can point its own name at this machine and would then read the preview
    as if it were its own (DNS rebinding); only the Host header gives it away.
    """

    def __init__(self, app: ASGIApp, names: Callable[[str], bool]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [(k.lower().encode(), v.encode()) for k, v in _HEADERS.items()]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        if scope["type"] != "http":
            return
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        whole = _WHOLE_ADDRESS.fullmatch(scope["raw_path"])
        named = [*hosts, *([whole[1]] if whole else [])]
        if len(hosts) != 1 or not all(self._names(_host_name(n.decode("latin-1"))) for n in named):
            text = "This preview answers for its own address only.\n"
            await PlainTextResponse(text, 421)(scope, receive, send_with_headers)
            return
        if whole:
            path = whole[2] or b"/"
            scope = {**scope, "raw_path": path, "path": unquote(path.decode("latin-1"))}
        await self._app(scope, receive, send_with_headers)


def _host_name(host: str) -> str:
    """_host_name("localhost:8000") gives "localhost"; "[::1]:8000" gives "::1"."""
    found = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]]+))(?::\d{1,5})?", host.strip())
    return (found[1] or found[2]).lower().rstrip(".") if found else ""


def own_names(address: str) -> Callable[[str], bool]:
    """Return which names a server that listens on `address` answers to."""
    local = {"localhost", "127.0.0.1", "::1"}
    if is_local(address):
        return lambda name: name in local or name.endswith(".localhost") or name == address
    known = {*local, address.lower(), socket.gethostname().lower()}

    def is_ours(name: str) -> bool:
        # A number cannot be rebound, so whoever reaches us by one means us.
        return name in known or _is_number(name)

    return is_ours


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_local(address: str) -> bool:
    """Say whether only this machine reaches a server that listens on `address`."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


# Answers


def _page(preview: Preview, request: Request) -> Response:
    path = request.scope.get("raw_path", b"").decode("latin-1").partition("?")[0]
    prefix = preview.edition.settings.prefix if preview.edition is not None else ""
    if prefix and path in ("/", prefix):
        return RedirectResponse(f"{prefix}/", 307)
    if not preview.file_of(path) and not path.endswith("/") and preview.file_of(f"{path}/"):
        return RedirectResponse(f"{path}/", 307)
    found = preview.answer(path)
    if found.source is None and not found.version and (found.problems or not found.file):
        body = pages.mistakes_page(preview, found.problems)
        return Response(body, found.status, media_type="text/html")
    kind = _RECIPE_TYPES.get(found.recipe, "") or _type_of(found.file)
    if kind == "text/html" and found.source is None:
        panel = pages.panel(preview, found.file, found.problems)
        body = pages.with_script(found.data, panel, found.version)
        return _respond(request, body, None, digest_bytes(body), kind, found.status)
    return _respond(request, found.data, found.source, found.version, kind, found.status)


def _type_of(file: str) -> str:
    return _TYPES.get(Path(file).suffix.lower(), "application/octet-stream")


def _respond(
    request: Request, data: bytes, source: Path | None, etag: str, kind: str, status: int = 200
) -> Response:
    """Answer with the whole, a part, or the word that nothing has changed."""
    size = source.stat().st_size if source is not None else len(data)
    if kind.startswith(_WITH_CHARSET):
        kind += "; charset=utf-8"
    headers = {"ETag": f'"{etag}"', "Content-Type": kind, "Accept-Ranges": "bytes"}
    if status == 200 and _matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers={"ETag": f'"{etag}"'})
    start, stop = 0, size
    wanted = _RANGE.fullmatch(request.headers.get("range", ""))
    if wanted and status == 200 and request.method == "GET" and _may_split(request, etag):
        first, last = wanted[1], wanted[2]
        if first:
            start, stop = int(first), min(size, int(last) + 1 if last else size)
        elif last:
            start = max(0, size - int(last))
        if first or last:
            if start >= stop:
                return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
            status = 206
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers["Content-Length"] = str(stop - start)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    if source is None:
        return Response(data[start:stop], status, headers)
    return StreamingResponse(_pieces(source, start, stop), status, headers)


def _matches(header: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return f'"{etag}"' in tags or tags == ["*"]


def _may_split(request: Request, etag: str) -> bool:
    return request.headers.get("if-range", f'"{etag}"') == f'"{etag}"'


def _pieces(source: Path, start: int, stop: int) -> Iterator[bytes]:
    with source.open("rb") as stream:
        stream.seek(start)
        while start < stop:
            piece = stream.read(min(CHUNK, stop - start))
            if not piece:
                return  # the file was cut meanwhile: the browser sees a broken answer
            start += len(piece)
            yield piece


async def _events(preview: Preview, hub: Hub, path: str, version: str) -> AsyncIterator[str]:
    """Yield what an open tab is told, for as long as it listens."""
    seen, told = -1, ""
    while not hub.closing:
        if seen != preview.number:
            seen = preview.number
            do, version, text = await run_in_threadpool(_news, preview, path, version)
            if text != told:
                told = text
                yield text
            if do == "reload":
                return
        else:
            yield ": still here\n\n"
        if seen == preview.number:
            await hub.wait(STILL_HERE)


def _news(preview: Preview, path: str, version: str) -> tuple[str, str, str]:
    if path == pages.OWN:
        do = "stay" if version == str(preview.number) else "reload"
        return do, version, pages.news_text(do, version, "", "", {})
    news, answer = preview.news(path, version)
    panel = pages.panel(preview, answer.file, answer.problems) if answer.version else ""
    text = pages.news_text(news.do, news.version, news.style, panel, pages.marks(preview))
    return news.do, news.version, text


# Listening


class _Patient(H11Protocol):
    """Speaks HTTP, and hangs up on whoever does not finish asking."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # as asyncio's own stubs have it
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        asks = self.cycle is not None and not self.cycle.response_complete
        if asks and self._timer is not None:
            self._timer.cancel()
            self._timer = None
        elif not asks and self._timer is None:
            self._wait()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._timer is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._timer = self.loop.call_later(PATIENCE, self._hang_up)

    def _hang_up(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self.transport.close()


class Server(uvicorn.Server):
    """The listening server. `run` returns when it has been told to stop.

    Args:
        started: called when browsers are answered.
    """

    def __init__(
        self, preview: Preview, hub: Hub, address: str, started: Callable[[], None]
    ) -> None:
        config = uvicorn.Config(
            application(preview, hub, own_names(address)),
            http=_Patient,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            h11_max_incomplete_event_size=LARGEST_HEAD,
            timeout_graceful_shutdown=1,
        )
        super().__init__(config)
        self._hub = hub
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._hub.begin()
        self._started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hub.close()
        await super().shutdown(sockets)


def listen(address: str, port: int) -> socket.socket:
    """Return a socket that listens on `port`, or on the next one that is free.

    Raises:
        SitegenError: the address is not this machine's, or no port is free.
    """
    last = port + TRIES if port else 0
    for tried in range(port, last + 1):
        if tried > 65535:
            break
        try:
            family, kind, proto, _name, place = socket.getaddrinfo(
                address, tried, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            found = socket.socket(family, kind, proto)
        except OSError as error:
            raise SitegenError([_no_address(address, error)]) from error
        try:
            # Waiting connections of a preview that has just ended must not keep its port.
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(place)
            found.listen(2048)
        except OSError as error:
            found.close()
            if isinstance(error, PermissionError) or error.errno in _TAKEN:
                continue
            raise SitegenError([_no_address(address, error)]) from error
        found.setblocking(False)
        return found
    message = f"no port from {port} to {min(last, 65535)} is free"
    raise SitegenError([Problem("--port", 0, message, "Choose another: --port 9000.")])


def _no_address(address: str, error: OSError) -> Problem:
    reason = (error.strerror or str(error)).lower()
    hint = "Leave --host out to see the preview on this machine."
    return Problem("--host", 0, f"cannot listen on '{address}': {reason}", hint)
