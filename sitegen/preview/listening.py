"""Listening: the port and the server, which hangs up on whoever does not finish asking."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from sitegen.core.problems import Problem, SitegenError
from sitegen.preview.guard import own_names
from sitegen.preview.server import Hub, application
from sitegen.preview.state import Preview

TRIES = 20  # ports after the first one
PATIENCE = 15.0  # seconds that a browser may take to send one request's head
LARGEST_HEAD = 32 * 1024  # bytes


class PatientProtocol(H11Protocol):
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
        on_start: called when browsers are answered.
    """

    def __init__(
        self, preview: Preview, hub: Hub, address: str, on_start: Callable[[], None]
    ) -> None:
        config = uvicorn.Config(
            application(preview, hub, own_names(address)),
            http=PatientProtocol,
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
        # Out of descriptors, or as it ends, asyncio would write tracebacks to the terminal.
        logging.getLogger("asyncio").addHandler(logging.NullHandler())
        logging.getLogger("asyncio").propagate = False
        self._hub = hub
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._hub.begin()
        self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hub.close()
        await super().shutdown(sockets)


def listen(address: str, port: int) -> socket.socket:
    """Return a socket that listens on `port`, or on the next one that is free.

    Raises:
        SitegenError: the address is not this machine's, or no port is free.
    """
    last = port + TRIES if port else 0
    for number in range(port, last + 1):
        if number > 65535:
            break
        try:
            family, kind, proto, _name, place = socket.getaddrinfo(
                address, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            listener = socket.socket(family, kind, proto)
        except (OSError, UnicodeError) as error:  # the second of a name that no host can have
            raise SitegenError([_no_address(address, error)]) from error
        try:
            # Waiting connections of a preview that has just ended must not keep its port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(place)
            listener.listen(2048)
        except OSError as error:
            listener.close()
            if isinstance(error, PermissionError) or error.errno == errno.EADDRINUSE:
                continue
            raise SitegenError([_no_address(address, error)]) from error
        listener.setblocking(False)
        return listener
    message = f"no port from {port} to {min(last, 65535)} is free"
    raise SitegenError([Problem("--port", 0, message, "Choose another: --port 9000.")])


def _no_address(address: str, error: OSError | UnicodeError) -> Problem:
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    hint = "Leave --host out to see the preview on this machine."
    return Problem("--host", 0, f"cannot listen on '{address}': {reason}", hint)
