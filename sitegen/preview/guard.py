"""Guard: which requests the preview answers at all, and the headers of every answer."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from urllib.parse import unquote

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sitegen.core.reach import is_own_machine

_HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    # A story that is not public yet must not be read by another site that guesses our port.
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex",
}
_WHOLE_ADDRESS = re.compile(rb"http://([^/]*)(/.*)?", re.IGNORECASE)  # as proxies ask for it


class Guard:
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
        names = [*hosts, *([whole[1]] if whole else [])]
        if len(hosts) != 1 or not all(self._names(host_name(n.decode("latin-1"))) for n in names):
            text = "This preview answers for its own address only.\n"
            await PlainTextResponse(text, 421)(scope, receive, send_with_headers)
            return
        if whole:
            path = whole[2] or b"/"
            scope = {**scope, "raw_path": path, "path": unquote(path.decode("latin-1"))}
        await self._app(scope, receive, send_with_headers)


def host_name(host: str) -> str:
    """host_name("localhost:8000") gives "localhost"; "[::1]:8000" gives "::1"."""
    match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]]+))(?::\d{1,5})?", host.strip())
    return (match[1] or match[2]).lower().rstrip(".") if match else ""


def own_names(address: str) -> Callable[[str], bool]:
    """Return which names a server that listens on `address` answers to."""
    local = {"localhost", "127.0.0.1", "::1"}
    if is_own_machine(address):
        return lambda name: name in local or name.endswith(".localhost") or name == address
    ours = {*local, address.lower(), socket.gethostname().lower()}

    def is_ours(name: str) -> bool:
        # A number cannot be rebound, so whoever reaches us by one means us.
        return name in ours or _is_number(name)

    return is_ours


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
