"""What a deploy of a large paper takes, and the pictures of an archive in three ways.

    python -m tests.benchmarks.delivery s3 --stories 10800      # some 12,000 pages
    python -m tests.benchmarks.delivery pictures --photos 500   # half an hour on two cores

`s3` deploys to `rclone serve s3` on this machine: everything, then one changed story, then
nothing. `pictures` encodes photographs of 12 megapixels here, takes them from a share on the same
disk, and has them encoded by two workers of a Dask cluster on this machine; then it compares the
bytes. Wall time and processor time of the command and what it calls, servers and workers not
counted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from PIL import ImageDraw

from sitegen.delivery.picture_share import picture_share
from sitegen.settings.load import load
from tests.benchmarks import corpus
from tests.conftest import Site, tree_of
from tests.delivery.dask_cluster import office
from tests.delivery.storage import serving
from tests.pictures.photo_files import noisy, saved

SIZE = (4000, 3000)
MOTIFS = 10  # half of them smooth, half full of grain


def sitegen(what: str, root: Path, *words: str) -> None:
    """Run a command, and print what it took."""
    command = [sys.executable, "-m", "sitegen", *words, "--root", str(root)]
    command += ["--now", corpus.NOW.isoformat()]
    before, began = os.times(), time.monotonic()
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    wall, after = time.monotonic() - began, os.times()
    cpu = sum(after[2:4]) - sum(before[2:4])
    sys.stdout.write(f"{what}: {wall:.1f} s, processor {cpu:.1f} s. {run.stdout.strip()}\n")
    sys.stdout.flush()


def s3(base: Path, stories: int) -> None:
    root = base / "site"
    corpus.write(root, stories)
    settings = root / "sitegen.toml"
    text = settings.read_text("utf-8").replace("measure.example", "measure.test")
    settings.write_text(f'{text}\n[deploy.live]\nto = "rclone:web:site"\n', "utf-8")
    (base / "kept/site").mkdir(parents=True)
    sitegen("build", root, "build")
    pages = sum(1 for _ in (root / "output").rglob("*.html"))
    sys.stdout.write(f"{pages} pages\n")
    with serving("s3", base / "kept") as variables:
        os.environ.update(variables)
        sitegen("all", root, "deploy")
        story = root / "content/news/sample-0.md"
        story.write_text(story.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
        sitegen("build of one changed story", root, "build")
        sitegen("one changed story", root, "deploy")
        sitegen("nothing", root, "deploy")


def pictures(base: Path, photos: int) -> None:
    site = Site(base / "site")
    motifs = [noisy(*SIZE, seed) for seed in range(MOTIFS)]
    motifs = [m if n % 2 else m.reduce(16).resize(SIZE) for n, m in enumerate(motifs)]
    for number in range(photos):
        photo = motifs[number % MOTIFS].copy()
        ImageDraw.Draw(photo).rectangle((number * 7, 100, number * 7 + 90, 400), fill="#803020")
        site.write_bytes(f"content/news/hall-{number}.jpg", saved(photo, quality=88))
        image = f"{{file: hall-{number}.jpg, alt: A sample hall}}"
        site.story(f"content/news/vote-{number}.md", title=f"Vote {number}", image=image)
    home, shared, away = (base / name for name in ("home", "shared", "away"))
    sitegen("at home", site.root, "pictures", "--cache", str(home))

    text = site.read("sitegen.toml")
    (base / "store").mkdir()
    site.setting(f'[cache]\nshare = "rclone::local:{base}/store"')
    share = picture_share(load(site.root))
    assert share is not None
    with closing(share):
        assert share.add(home / "pictures", os.listdir(home / "pictures")) == ()
    sitegen("from the share", site.root, "pictures", "--cache", str(shared))

    site.write("sitegen.toml", text)
    with office(base / "office") as cluster:
        cluster.worker("one")
        cluster.worker("two")
        cluster.await_workers(2)
        os.environ.update(cluster.variables)
        words = ("pictures", "--cache", str(away), "--cluster", cluster.address)
        sitegen("over two local workers", site.root, *words)
    trees = [tree_of(folder / "pictures") for folder in (home, shared, away)]
    same = trees[0] == trees[1] == trees[2]
    sys.stdout.write(f"{len(trees[0])} files: {'the same bytes' if same else 'OTHER BYTES'}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("s3", "pictures"))
    parser.add_argument("--stories", type=int, default=10_800)
    parser.add_argument("--photos", type=int, default=500)
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sitegen-delivery-"))
    try:
        if args.what == "s3":
            s3(folder, args.stories)
        else:
            pictures(folder, args.photos)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
