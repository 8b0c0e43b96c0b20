"""Fronts of ten random sites; `python -m tests.long.random_fronts` looks at two hundred."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import busy
from tests.conftest import Site
from tests.long import random_fronts

pytestmark = pytest.mark.browser


# 48 to 106 had holes under the latest, lines, a card without a picture, and sub-links.
@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 48, 62, 72, 79, 106])
def test_a_front_has_no_holes_and_one_lead(chromium: Browser, tmp_path: Path, seed: int) -> None:
    """Half the page stood blank beside a picture, and sub-links outshone the lead."""
    site = Site(tmp_path / "site")
    random_fronts.make(site, seed)
    assert random_fronts.faults(random_fronts.show(chromium, site.build())) == []


def test_a_busy_day_has_no_holes_and_one_lead(chromium: Browser, tmp_path: Path) -> None:
    """Sixty stories with pictures of all shapes, three languages and every kind."""
    site = Site(tmp_path / "site")
    for path, data in busy.files().items():
        site.write_bytes(path, data)
    site.setting("[images]\nwidths = [640]\nsocial_cards = false")
    assert random_fronts.faults(random_fronts.show(chromium, site.build())) == []
