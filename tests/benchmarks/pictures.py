"""Photographs of several kinds: what encoding them takes, beside Pillow's bare calls.

    python -m tests.benchmarks.pictures --photos 60

Sixty photographs of 12 megapixels that are all grain, sixty that are smooth, and a mix of both
with PNG, WebP and pictures of 48 megapixels, each a site of its own, are encoded by `sitegen
pictures`: wall time, processor time, and the most memory that all its processes hold together.

Beside it stands what Pillow takes for the same files in one process: each photo opened once,
scaled once for each file and saved once, at a quality that was found out before the clock
began, so that what comes out is of the same weight.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.benchmarks.build import watch
from tests.conftest import Site
from tests.pictures.photo_files import noisy, saved

SIZE, LARGE = (4000, 3000), (8000, 6000)
MOTIFS = 4


def _grain(size: tuple[int, int], seed: int) -> Image.Image:
    return noisy(*size, seed)


def _smooth(size: tuple[int, int], seed: int) -> Image.Image:
    return noisy(*size, seed).reduce(16).resize(size)


# The kinds of a mix, in turn: name ending, how it is saved, its size, what it shows.
Kind = tuple[str, str, tuple[int, int], Callable[[tuple[int, int], int], Image.Image]]
GRAIN: Kind = ("jpg", "JPEG", SIZE, _grain)
SMOOTH: Kind = ("jpg", "JPEG", SIZE, _smooth)
MIX: tuple[Kind, ...] = (
    GRAIN, SMOOTH, ("jpg", "JPEG", LARGE, _grain), ("png", "PNG", SIZE, _smooth),
    ("webp", "WEBP", SIZE, _grain), ("jpg", "JPEG", LARGE, _smooth),
)  # fmt: skip


def site_of(folder: Path, kinds: Sequence[Kind], photos: int) -> Site:
    """Write a site with so many photographs, no two of which have the same bytes."""
    site = Site(folder)
    motifs: dict[tuple[int, int], bytes] = {}  # kind, motif
    for number in range(photos):
        which, motif = number % len(kinds), number // len(kinds) % MOTIFS
        ending, kind, size, draw = kinds[which]
        if (which, motif) not in motifs:
            settings = {} if kind == "PNG" else {"quality": 88}
            motifs[which, motif] = saved(draw(size, motif), kind, **settings)
        name = f"hall-{number}.{ending}"
        site.write_bytes(f"content/news/{name}", _marked(motifs[which, motif], kind, number))
        image = f"{{file: {name}, alt: A sample hall}}"
        site.story(f"content/news/vote-{number}.md", title=f"Vote {number}", image=image)
    return site


def _marked(data: bytes, kind: str, number: int) -> bytes:
    """Return a picture with a note of no consequence, so that it is another file."""
    note = f"sample {number}".encode()
    if kind == "JPEG":
        return data[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + data[2:]
    with Image.open(BytesIO(data)) as picture:
        picture.putpixel((number, 0), (number % 256, 0, 0))
        settings = {} if kind == "PNG" else {"quality": 88}
        return saved(picture, kind, **settings)


def encoded(site: Site) -> tuple[float, float, float]:
    """Encode all pictures of a site; return wall seconds, processor seconds and MB."""
    command = [sys.executable, "-m", "sitegen", "pictures", "--root", str(site.root)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    done, peak = threading.Event(), [0.0]
    watcher = threading.Thread(target=watch, args=(process.pid, done, peak))
    watcher.start()
    _pid, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    watcher.join()
    assert process.returncode == 0
    return wall, used.ru_utime + used.ru_stime, peak[0]


def files_of(site: Site) -> Iterator[tuple[Path, list[Path]]]:
    """Yield each photograph, and the files that were made of it."""
    made: dict[str, list[Path]] = defaultdict(list)
    for file in (site.root / "output/media").glob("hall-*"):
        made[file.name.partition(".")[0]].append(file)
    for name, files in made.items():
        (source,) = (site.root / "content/news").glob(f"{name}.*")
        yield source, files


def bare(site: Site, photos: int) -> float:
    """Return the processor seconds that Pillow takes for the same files of some photographs."""
    total = 0.0
    for source, files in [*files_of(site)][:photos]:
        sizes = {}
        for file in files:
            with Image.open(file) as picture:
                sizes[file] = (picture.size, picture.format)
        with Image.open(source) as photo:
            wide = photo.convert("RGB")
        qualities = {
            file: _quality(_scaled(wide, size), kind or "JPEG", file.stat().st_size)
            for file, (size, kind) in sizes.items()
        }
        began = time.process_time()
        with Image.open(source) as photo:
            wide = photo.convert("RGB")
        for file, (size, kind) in sizes.items():
            _scaled(wide, size).save(BytesIO(), kind, quality=qualities[file], optimize=True)
        total += time.process_time() - began
    return total


def _scaled(photo: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a photo in another size, cut to its shape around the middle."""
    width = min(photo.width, photo.height * size[0] / size[1])
    height = min(photo.height, photo.width * size[1] / size[0])
    left, top = (photo.width - width) / 2, (photo.height - height) / 2
    box = (left, top, left + width, top + height)
    return photo.resize(size, Image.Resampling.LANCZOS, box)


def _quality(picture: Image.Image, kind: str, weight: int) -> int:
    """Return the quality whose file comes nearest to a weight from below."""
    low, high = 1, 95
    while low < high:
        middle = (low + high + 1) // 2
        file = BytesIO()
        picture.save(file, kind, quality=middle, optimize=True)
        if len(file.getvalue()) <= weight:
            low = middle
        else:
            high = middle - 1
    return low


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the encoding of pictures.")
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--bare", type=int, default=4, help="photographs that Pillow encodes too")
    args = parser.parse_args()
    print("| photographs | wall s | CPU s | CPU s of one | Pillow, CPU s of one | memory MB |")
    print("|---|---|---|---|---|---|")
    for name, kinds in (("grain", (GRAIN,)), ("smooth", (SMOOTH,)), ("a mix", MIX)):
        with tempfile.TemporaryDirectory() as desk:
            site = site_of(Path(desk), kinds, args.photos)
            wall, cpu, memory = encoded(site)
            site.build()  # which puts them into output/
            count = min(args.bare, args.photos)
            each = f"{bare(site, count) / count:.2f}" if count and name != "a mix" else ""
            print(
                f"| {args.photos}, {name} | {wall:.1f} | {cpu:.1f} | {cpu / args.photos:.2f} "
                f"| {each} | {memory:.0f} |"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
