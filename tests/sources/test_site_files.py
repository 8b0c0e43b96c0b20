"""The files of a site as its sources name them."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from sitegen.sources.site_files import SiteFiles


@pytest.mark.parametrize(
    ("there", "meant"),
    [
        ("content/news/hall.jpg", "hall.jpg"),
        ("static/hall.jpg", "/hall.jpg"),
        ("content/news/hall.jpeg.yml", ""),
        ("content/news/hall.md", ""),
        ("templates/hall.jpg", ""),
    ],
)
def test_only_a_file_that_a_text_may_name_is_meant(there: str, meant: str) -> None:
    """No note beside a photo, no story and no template is offered as a picture."""
    files = SiteFiles(Path(), "https://gazette.example", UTC, {there: (1, 1, 1, 1)}, {})

    assert files.hint("content/news/vote.md", "hall.jpeg") == (
        f"Did you mean '{meant}'?" if meant else "Put the file beside the story."
    )
