"""Generated posts moved in and built: how much of them comes out on their pages.

Run by hand; 2,000 posts take five minutes:

    nice .venv/bin/python -m tests.long.round_trip --posts 2000 --seed 1
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.conftest import Site
from tests.importers.generated import compare, generated, write_pictures
from tests.importers.wxr import move


def run(posts: int, seed: int) -> bool:
    """Move and build; print what is missing, and whether that is little enough."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        parts, expected = generated(posts, seed)
        write_pictures(work / "uploads")
        moved = move(work, *parts, options=("--media", str(work / "uploads")))
        kept = compare(moved, Site(moved.folder).build("2026-11-27T12:00:00Z").tree, expected)
    for line in kept.lost[:100]:
        print(line)
    others = [line for line in kept.lost if ": the word " not in line]
    share = kept.words / kept.of_words
    print(f"{posts:,} posts: {kept.words:,} of {kept.of_words:,} words ({share:.3%}); links, "
          f"pictures, dates, titles and terms that are missing: {len(others)}")  # fmt: skip
    return share >= 0.995 and not others


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    raise SystemExit(0 if run(chosen.posts, chosen.seed) else 1)
