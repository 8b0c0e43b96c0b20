"""What tests of many builds share."""

from __future__ import annotations

import pytest

from sitegen.sources import scan


@pytest.fixture
def small_grain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file be old soon, so that notes of it are trusted, and may be wrong."""
    monkeypatch.setattr(scan, "GRAIN", 60_000_000)
