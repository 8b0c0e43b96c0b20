"""The old site, asked politely for what is still there: one file at a time, each once.

What came is kept in the site's cache, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from sitegen.core import http
from sitegen.core.digests import digest_text
from sitegen.core.reach import address_fault

PAUSE = 0.1  # seconds between two files
MOST_BYTES = 200_000_000
_TRIES = 3


class Fetcher:
    """Fetches files, or takes them from the cache.

    Args:
        cache: a folder, which may be deleted at any time.
        pause: waits for some seconds; a test waits for none.
        near: addresses of this very machine may be asked, as tests do.
    """

    def __init__(
        self, cache: Path, pause: Callable[[float], None] = time.sleep, *, near: bool = False
    ) -> None:
        self._cache = cache
        self._pause = pause
        self._near = near
        self._client: http.Client | None = None
        self._silent: dict[str, int] = {}  # host → how often it did not answer

    def get(self, address: str) -> bytes | str:
        """Return a file's bytes, or why there are none."""
        kept = self._cache / digest_text(address)
        if kept.is_file():
            return kept.read_bytes()
        if not address.startswith(("http://", "https://")):
            return "its address is not one of the web"
        if not self._near and address_fault(address) is not None:
            return "its address cannot be reached from outside"
        host = address.split("/")[2]
        if self._silent.get(host, 0) >= _TRIES:
            return f"{host} did not answer"
        answer = self._ask(address, host)
        if isinstance(answer, bytes):
            self._cache.mkdir(parents=True, exist_ok=True)
            beside = kept.with_suffix(".part")
            beside.write_bytes(answer)
            os.replace(beside, kept)
        return answer

    def _ask(self, address: str, host: str) -> bytes | str:
        if self._client is None:
            self._client = http.Client(most=MOST_BYTES, seconds=600)
        for attempt in range(1, _TRIES + 1):
            self._pause(PAUSE)
            try:
                answer = self._client.get(address, follow=True)
            except http.HttpError as error:
                self._silent[host] = self._silent.get(host, 0) + 1
                return str(error)
            self._silent[host] = 0
            if answer.status in (429, 503):
                if attempt < _TRIES:
                    self._pause(min(answer.wait or 5.0 * attempt, 120.0))
                continue
            if not answer.is_good:
                return f"the old site answered {answer.status}"
            return answer.body
        return "the old site asked to be left alone"

    def close(self) -> None:
        if self._client is not None:
            self._client.__exit__(None, None, None)
            self._client = None
