"""The audience: who asks, and whether they may know what is not public.

Whoever sits at this machine sees all. Others see what readers will see: of stories that are
not public, and of mistakes, which may quote one, they are told nothing, unless the preview
was started with --drafts.
"""

from __future__ import annotations

import ipaddress

from starlette.requests import Request

from sitegen.core.reach import is_own_machine
from sitegen.preview.guard import host_name

# A tunnel or proxy on this machine asks for somebody else, and says so.
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")

ELSEWHERE = "They are shown on the computer on which the preview runs."


def is_here(request: Request) -> bool:
    """Say whether somebody at this very machine asks."""
    client = request.client
    if client is None or any(name in request.headers for name in _PASSED_ON):
        return False
    name = host_name(request.headers.get("host", ""))
    return _is_loopback(client.host) and (is_own_machine(name) or name.endswith(".localhost"))


def _is_loopback(address: str) -> bool:
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(number, "ipv4_mapped", None)  # as a socket for both kinds tells it
    return (mapped or number).is_loopback
