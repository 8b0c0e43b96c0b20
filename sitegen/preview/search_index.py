"""The preview's search index: of what the preview shows, drafts included, in memory alone.

It is made beside the pages, in a thread of its own, and follows each edition. Parts that an
edition leaves as they were stay; while others are being made, the listing says so.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from sitegen.core.digests import Rows, Values
from sitegen.preview.editions import Edition
from sitegen.search.bundle import ENGINE, Bundle, engine_bundle, forced_language, part_bundle
from sitegen.search.entries import entries
from sitegen.search.listing import LISTING, PublishedPart, listing
from sitegen.search.parts import Part, divide, part_key, part_text
from sitegen.settings.search_program import program_file


class PreviewIndex:
    """Gives the files of the index; every method may be called from any thread.

    Args:
        rows: where the texts of stories are found.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._files: Mapping[str, bytes] = {}
        self._made: dict[str, Bundle] = {}  # by key
        self._edition: Edition | None = None  # that waits
        self._news = threading.Condition()
        self._is_closed = False
        self._is_idle = True
        self._thread: threading.Thread | None = None

    def follow(self, edition: Edition) -> None:
        """Bring the index up to date with an edition, soon."""
        with self._news:
            self._edition, self._is_idle = edition, False
            if not edition.settings.search_program:
                self._edition, self._is_idle, self._files = None, True, {}
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
        with self._news:
            self._is_closed = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._edition is not None or self._is_closed)
                if self._is_closed:
                    return
                edition, self._edition = self._edition, None
            if edition is not None:
                self._make(edition)
            with self._news:
                self._is_idle = self._edition is None
                self._news.notify_all()

    def _make(self, edition: Edition) -> None:
        settings = edition.settings
        language, code = forced_language(settings.language), edition.inputs.engine
        wanted: dict[str, Part] = {}  # by key, the engine first
        for part in (Part(ENGINE, ()), *divide(entries(edition.site))):
            wanted[part_key(part_text(part), settings.search_program, language, code)] = part
        self._made = {key: bundle for key, bundle in self._made.items() if key in wanted}
        for key, part in wanted.items():
            if key in self._made:
                continue
            self._publish(wanted, settings.prefix, whole=False)
            if self._edition is not None or self._is_closed:
                return  # the next edition waits
            try:
                self._made[key] = self._bundle(part, language)
            except Exception:
                break  # what is made can be searched; the next edition tries again
        self._publish(wanted, settings.prefix, whole=True)

    def _bundle(self, part: Part, language: str) -> Bundle:
        if part.name == ENGINE:
            return engine_bundle(program_file(), language)
        return part_bundle(program_file(), language, part, Values(self._rows))

    def _publish(self, wanted: Mapping[str, Part], prefix: str, *, whole: bool) -> None:
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
                count = len(part.entries)
                parts.append(PublishedPart(part.name, bundle.folder, count, part.years))
        files[LISTING] = listing(engine, parts, prefix, whole=whole)
        self._files = files
