"""The preview's search index: of what the preview shows, drafts included, in memory alone.

It is made beside the pages, in a thread of its own, and follows each edition. Parts that an
edition leaves as they were stay; while others are being made, the listing says so.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress

from sitegen.preview.press import FoundPart, Press, Shown
from sitegen.search.bundle import ENGINE, Bundle
from sitegen.search.listing import LISTING, PublishedPart, listing


class PreviewIndex:
    """Gives the files of the index; every method may be called from any thread.

    Args:
        press: what makes its parts.
    """

    def __init__(self, press: Press) -> None:
        self._press = press
        self._files: Mapping[str, bytes] = {}
        self._made: dict[str, Bundle] = {}  # by key
        self._shown: Shown | None = None  # that waits
        self._news = threading.Condition()
        self._is_closed = False
        self._is_idle = True
        self._thread: threading.Thread | None = None

    def follow(self, shown: Shown) -> None:
        """Bring the index up to date with an edition, soon."""
        with self._news:
            self._shown, self._is_idle = shown, False
            if not shown.settings.search_program:
                self._shown, self._is_idle, self._files = None, True, {}
            elif self._thread is None:
                self._thread = threading.Thread(target=self._run, name="index", daemon=True)
                self._thread.start()
            self._news.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until the index is that of the newest edition; False if it is not by then."""
        with self._news:
            return self._news.wait_for(lambda: self._is_idle or self._is_closed, seconds)

    def file(self, name: str) -> bytes | None:
        """Return a file of the index; None where it has none of this name."""
        return self._files.get(name)

    def close(self) -> None:
        """Begin nothing more."""
        with self._news:
            self._is_closed = True
            self._news.notify_all()

    def join(self) -> None:
        """Wait for the end of what was begun."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._shown is not None or self._is_closed)
                if self._is_closed:
                    return
                shown, self._shown = self._shown, None
            if shown is not None:
                with suppress(Exception):  # its process was ended: the next edition tries again
                    self._make(shown)
            with self._news:
                self._is_idle = self._shown is None
                self._news.notify_all()

    def _make(self, shown: Shown) -> None:
        prefix = shown.settings.prefix
        with self._press.one() as press:
            wanted = press.search_parts()
            self._made = {key: bundle for key, bundle in self._made.items() if key in wanted}
            for key in wanted:
                if key in self._made:
                    continue
                self._publish(wanted, prefix, whole=False)
                if self._shown is not None or self._is_closed:
                    return  # the next edition waits
                try:
                    self._made[key] = press.search_bundle(key)
                except Exception:
                    break  # what is made can be searched; the next edition tries again
        self._publish(wanted, prefix, whole=True)

    def _publish(self, wanted: Mapping[str, FoundPart], prefix: str, *, whole: bool) -> None:
        """Give browsers what is made by now."""
        files: dict[str, bytes] = {}
        engine, parts = "", []
        for key, part in wanted.items():
            bundle = self._made.get(key)
            if bundle is None:
                continue
            files |= bundle.files
            if part.name == ENGINE:
                engine = bundle.folder
            else:
                parts.append(PublishedPart(part.name, bundle.folder, part.count, part.years))
        files[LISTING] = listing(engine, parts, prefix, whole=whole)
        self._files = files
