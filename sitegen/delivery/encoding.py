"""Encoding ahead: the pictures that the next build lacks, from the share, a cluster, and here.

Nothing but the cache changes, and only by files that would be the same had a build made them: so
every step may fail, and the next one does its work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sitegen.build.inputs import Progress
from sitegen.build.picture_work import PictureWork, encode_here, picture_work
from sitegen.cache.store import PICTURES
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record, replace
from sitegen.core.sure_reading import read_sure
from sitegen.delivery.cluster import Cluster, Errand, Refusal, checked_address
from sitegen.delivery.picture_share import RcloneShare, picture_share
from sitegen.pictures import Shape
from sitegen.pictures.cache import keep
from sitegen.pictures.elsewhere import sendable, variants_text
from sitegen.pictures.shared import is_shaped
from sitegen.settings.types import Settings
from sitegen.traces.cleaning import clean
from sitegen.traces.pieces import bytes_of


class PictureOrder(Record):
    """What is asked of one run."""

    settings: Settings
    cache: Path
    now: datetime
    cluster: str = ""  # address of a Dask scheduler; "" to encode here
    jobs: int = 0  # pictures that are encoded here at a time; 0 for one on each processor
    patience: float = 0.0  # seconds to wait for a build to end


class Encoded(Record):
    """What a run did."""

    pictures: int = 0  # that lacked files
    files: int = 0  # that they lacked
    shared: int = 0  # files that came from the share
    elsewhere: int = 0  # pictures that workers encoded
    here: int = 0  # pictures that this machine encoded
    workers: tuple[str, ...] = ()  # that encoded some
    problems: tuple[Problem, ...] = ()


def encode_pictures(order: PictureOrder, progress: Progress) -> Encoded:
    """Bring the encoded pictures that the next build needs into the cache.

    Raises:
        SitegenError: the site has problems; or the cluster cannot be used, and nothing was done.
    """
    address = checked_address(order.cluster) if order.cluster else ""
    works = picture_work(
        order.settings.root, order.now, order.cache, patience=order.patience, progress=progress
    )
    done = Encoded(pictures=len(works), files=sum(len(work.variants) for work in works))
    share = picture_share(order.settings)
    if share is None:
        return _encode(order, works, address, done, progress)
    with closing(share):
        works, done = _fetch(order, works, share, done)
        made = [name for work in works for name in work.entries]
        done = _encode(order, works, address, done, progress)
        problems = share.add(order.cache / PICTURES, made)
    return replace(done, problems=(*done.problems, *problems))


def _fetch(
    order: PictureOrder, works: Iterable[PictureWork], share: RcloneShare, done: Encoded
) -> tuple[tuple[PictureWork, ...], Encoded]:
    """Take from the share what it has; return the work that is left."""
    folder = order.cache / PICTURES
    wanted = {name: Shape(variant.format, variant.width, variant.height)
              for work in works for name, variant in work.entries.items()
              if variant.format != "svg"}  # fmt: skip
    problems = share.fetch(folder, wanted)
    left = []
    for work in works:
        lacking = {name: v for name, v in work.entries.items() if not (folder / name).exists()}
        if lacking:
            left.append(replace(work, variants=tuple(lacking.values())))
    shared = done.files - sum(len(work.variants) for work in left)
    return tuple(left), replace(done, shared=shared, problems=problems)


def _encode(
    order: PictureOrder,
    works: tuple[PictureWork, ...],
    address: str,
    done: Encoded,
    progress: Progress,
) -> Encoded:
    """Encode pictures on the cluster, if one was named, and here what that leaves."""
    left: tuple[PictureWork, ...] = works
    if address and works:
        cluster = Cluster(address)
        with closing(cluster):
            left = _encode_on(cluster, order, works, progress)
        problems = tuple(_unused(*each) for each in cluster.refusals.items())
        problems += (_lost(address),) if cluster.is_lost else ()
        done = replace(
            done,
            elsewhere=len(works) - len(left),
            workers=tuple(sorted(cluster.used)),
            problems=(*done.problems, *problems),
        )
    before = len(works) - len(left)  # one count goes over those that were encoded elsewhere, too

    def go_on(stage: str, number: int, _total: int) -> None:
        progress(stage, before + number, len(works))

    problems = encode_here(order.settings.root, order.cache, left, order.jobs, go_on)
    return replace(done, here=len(left), problems=(*done.problems, *problems))


def _encode_on(
    cluster: Cluster, order: PictureOrder, works: tuple[PictureWork, ...], progress: Progress
) -> tuple[PictureWork, ...]:
    cluster.begin()
    if not cluster.workers:
        problems = [_unused(*each) for each in cluster.refusals.items()]
        what = "the cluster has no worker" if not problems else "no worker of the cluster is used"
        hint = "Without --cluster the pictures are encoded here."
        raise SitegenError([*problems, Problem("--cluster", 0, what, hint)])
    root, folder = order.settings.root, order.cache / PICTURES
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        progress("pictures", count, len(works))

    with ThreadPoolExecutor() as threads:

        def keep_files(work: PictureWork, files: Mapping[str, bytes]) -> bool:
            return _keep(folder, work, files, threads)

        return tuple(cluster.encode(works, lambda work: _errand(root, work), keep_files, step))


def _errand(root: Path, work: PictureWork) -> Errand | None:
    """Return what is sent of a picture; None for one that is encoded here.

    Drawings are cleaned at home; of a file of which nobody can take out what a camera wrote,
    nothing is sent; and one that went away or is damaged is told of here.
    """
    if any(variant.format == "svg" for variant in work.variants):
        return None
    source = root / work.source
    try:
        data = read_sure(source, work.digest, work.source)
        with clean(source, work.source) as (file, reader):
            sent = b"".join(bytes_of(file.pieces, reader))
            is_sure = reader.has(work.digest)
    except (OSError, ValueError, SitegenError):
        return None
    is_same, as_srgb = sendable(data, sent)
    return Errand(sent, as_srgb, variants_text(work.variants)) if is_sure and is_same else None


def _keep(
    folder: Path, work: PictureWork, files: Mapping[str, bytes], threads: ThreadPoolExecutor
) -> bool:
    """Put what a worker has encoded into the cache, if all of it is what it should be."""

    def is_good(file: str) -> bool:
        data = files.get(file)
        return isinstance(data, bytes) and is_shaped(data, shapes[file])

    shapes = {v.file: Shape(v.format, v.width, v.height) for v in work.variants}
    if not isinstance(files, Mapping) or not all(threads.map(is_good, shapes)):
        return False
    for name, variant in work.entries.items():
        keep(folder, name, files[variant.file])
    return True


def _unused(worker: str, refusal: Refusal) -> Problem:
    what = f"the worker {worker} is not used: {refusal.why}"
    return Problem("--cluster", 0, what, refusal.remedy, warning=True)


def _lost(address: str) -> Problem:
    what = f"the scheduler at {address} has gone: what it had not done was encoded here"
    return Problem("--cluster", 0, what, "Is it still running?", warning=True)
