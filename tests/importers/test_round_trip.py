"""What moves in comes out: every word, link, picture, date and term, on the pages of the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import Site
from tests.importers.generated import compare, generated, write_pictures
from tests.importers.wxr import move


def test_nothing_of_generated_posts_is_lost_on_their_pages(tmp_path: Path, capsys: Any) -> None:
    """`tests.long.round_trip` does the same with as many posts as one likes."""
    parts, expected = generated(40)
    write_pictures(tmp_path / "uploads")
    moved = move(tmp_path, *parts, options=("--media", str(tmp_path / "uploads")))
    assert moved.sums["post"] == {"story": 40}
    pages = Site(moved.folder).build("2026-11-27T12:00:00Z").tree
    kept = compare(moved, pages, expected)
    assert kept.lost == ()
    assert kept.words == kept.of_words > 2_000
