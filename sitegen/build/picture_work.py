"""Picture work: what the next build has to encode, and encoding it before that build.

A build encodes what it lacks by itself. Whoever has an archive's pictures before them, or other
machines that can help, has it done ahead: the build then finds them in the cache.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from sitegen import pictures
from sitegen.build import late
from sitegen.build.assembly import assemble_site
from sitegen.build.inputs import Progress, gather, silent
from sitegen.build.plan import stop_on
from sitegen.cache.damage import with_cache
from sitegen.cache.lock import BuildLock
from sitegen.cache.place import cache_place
from sitegen.cache.store import PICTURES, Store
from sitegen.core.digests import Values
from sitegen.core.pool import bulk_work
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record, replace
from sitegen.core.sure_reading import until_quiet
from sitegen.pages.context import reserved_names
from sitegen.pages.entry import Entry
from sitegen.settings.load import load
from sitegen.settings.types import Settings
from sitegen.sources.files import SourceResult
from sitegen.sources.read import line_of


class PictureWork(Record):
    """One picture, and those of its files that the cache lacks."""

    source: str  # as its editor knows it: "content/news/bayou.jpg"
    digest: str  # of its bytes
    variants: tuple[pictures.Variant, ...]

    @property
    def entries(self) -> Mapping[str, pictures.Variant]:
        """The variants by their names in the cache."""
        return {pictures.entry(self.digest, variant): variant for variant in self.variants}


def picture_work(
    root: Path,
    now: datetime,
    cache: Path | None = None,
    *,
    patience: float,
    progress: Progress = silent,
) -> tuple[PictureWork, ...]:
    """Return what a build as of `now` has to encode, the pictures of most files first.

    What is learnt of the sources on the way is noted for that build.

    Args:
        cache: the cache's folder; the site's own when None.
        patience: for how many seconds to wait for a build of this site to end.

    Raises:
        SitegenError: the settings or sources have problems, as a build would say.
    """
    settings, folder = load(root, reserved_names), cache_place(root, cache)
    with BuildLock(folder, patience), bulk_work():
        entries = until_quiet(
            lambda: with_cache(folder, lambda: _image_entries(settings, folder, now, progress))
        )
    return _missing(entries, folder / PICTURES)


def encode_here(
    root: Path, cache: Path, works: Sequence[PictureWork], jobs: int, progress: Progress
) -> tuple[Problem, ...]:
    """Encode pictures into the cache on this machine; return what is wrong with some.

    Threads do it, for encoding needs no interpreter.

    Args:
        cache: the cache's folder.
        jobs: how many at a time; 0 for one on each processor.
    """
    problems: list[Problem] = []

    def encode(work: PictureWork) -> tuple[Problem, ...]:
        try:
            pictures.encode_missing(
                cache / PICTURES, root / work.source, work.digest, work.variants, work.source
            )
        except SitegenError as error:
            return error.problems
        except OSError as error:
            what = f"cannot be encoded: {error.strerror or error}"
            return (Problem(work.source, 0, what, "The next build says more."),)
        return ()

    with ThreadPoolExecutor(jobs or os.cpu_count()) as threads:
        for number, result in enumerate(threads.map(encode, works), 1):
            problems += result
            progress("pictures", number, len(works))
    return tuple(problems)


def _image_entries(
    settings: Settings, cache: Path, now: datetime, progress: Progress
) -> tuple[Entry, ...]:
    store = Store(cache)

    def write_nodes(source: SourceResult) -> SourceResult:
        store.put_nodes(source.nodes)
        return replace(source, nodes={})

    try:
        inputs = gather(settings, store, now, 0, progress, write_nodes)
        rows = [source.row for source in inputs.reading.results if source.row is not None]
        # What has gone stays known: a drive that is not mounted is the next build's to tell.
        store.put_sources(rows, (), inputs.rules)
        site, problems = assemble_site(inputs, Values(store), now)
        outline = late.outline.outline(
            site, inputs.theme, inputs.file_digests, line_of(inputs.reading.rows)
        )
        stop_on((*inputs.problems, *problems, *outline.problems))
    except BaseException:
        store.abandon()
        raise
    store.close()
    return tuple(entry for entry in outline.entries.values() if entry.maker == "image")


def _missing(entries: Iterable[Entry], folder: Path) -> tuple[PictureWork, ...]:
    groups: dict[tuple[str, str], list[pictures.Variant]] = {}
    for entry in entries:
        assert entry.variant is not None
        if not (folder / pictures.entry(entry.digest, entry.variant)).exists():
            groups.setdefault((entry.recipe, entry.digest), []).append(entry.variant)
    works = [PictureWork(*source, tuple(group)) for source, group in groups.items()]
    return tuple(sorted(works, key=lambda work: (-len(work.variants), work.source)))
