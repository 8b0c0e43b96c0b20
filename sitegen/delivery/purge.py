"""Purge: one story that has to be gone at once, a libel or a name, and the proof that it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sitegen.build.explain import page_of
from sitegen.core.http import Client, HttpError
from sitegen.core.problems import Problem, SitegenError
from sitegen.delivery.manifest import Delivery, Files
from sitegen.delivery.receipts import Message

_PATIENCE = 60.0  # seconds for caches to let go
_PAUSE = 3.0
_GONE = (404, 410)
_MOST = 50  # addresses that are asked for


def gone_page(root: Path, target: str, now: datetime, cache: Path, files: Files) -> str:
    """Return the page that has to be gone, which the site of these files has no more.

    Args:
        target: a file of content/, or an address.

    Raises:
        SitegenError: there is no such story, or it is still part of the site.
    """
    page = page_of(root, target, now, cache)
    if page in files:
        what = "is still part of the site, so it cannot be gone from where readers find it"
        hint = "Delete the file, or write 'draft: true' into it; then sitegen build, and purge."
        raise SitegenError([Problem(target, 0, what, hint)])
    return page


def proof(
    delivery: Delivery,
    page: str,
    client: Client,
    *,
    patience: float = _PATIENCE,
    pause: Callable[[float], None] = time.sleep,
) -> Message:
    """Ask the public addresses until they answer that nothing is there; say what came of it."""
    files = dict.fromkeys([page, *delivery.removed])
    urls = [delivery.url(file) for file in files if file not in delivery.files][:_MOST]
    end = time.monotonic() + patience
    left: Sequence[str] = urls
    while True:
        left = [url for url in left if not _is_gone(client, url)]
        if not left or time.monotonic() + _PAUSE > end:
            break
        pause(_PAUSE)
    if not left:
        return Message("404", len(urls), True)
    says = f"{left[0]} still answers: empty the caches of the host or CDN, and purge again"
    return Message("404", len(left), False, says)


def _is_gone(client: Client, url: str) -> bool:
    try:
        return client.get(url).status in _GONE
    except HttpError:
        return False
