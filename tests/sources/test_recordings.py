"""What a recording says of itself: its length, whatever else is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from tinytag import TinyTag

from sitegen.core.problems import Problem, SitegenError
from sitegen.sources import recordings
from sitegen.sources.files import RecordingFacts
from tests.conftest import ROOT

SOUND = ROOT / "tests/data/recordings/sound.mp3"


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        (None, 0), (0.0, 0), (-1.0, 0), (0.01, 1), (1.4, 1), (1.6, 2), (59.7, 60),
        (999_999.0, 999_999), (1_000_000.0, 0), (math.inf, 0), (math.nan, 0),
    ],
)  # fmt: skip
def test_a_duration_is_whole_seconds_where_it_can_be_true(
    duration: float | None, seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lasts at all lasts a second; eleven days are a damaged header."""

    def get(_file: Path, **_how: bool) -> SimpleNamespace:
        return SimpleNamespace(duration=duration)

    monkeypatch.setattr(TinyTag, "get", get)
    assert recordings.measure(SOUND, "a.mp3", 9).duration == seconds


def test_a_recording_has_the_length_that_is_published() -> None:
    assert recordings.measure(SOUND, "a.mp3", 9) == RecordingFacts(2085, 1)


@pytest.mark.parametrize(
    "error", [OSError(5, "Input/output error"), SitegenError([Problem("a.mp3", 0, "Damaged")])]
)
def test_a_recording_that_cannot_be_cleaned_is_as_long_as_its_file(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused when it is published, with what to do: here it only is measured."""

    @contextmanager
    def clean(_file: Path, _shown_as: str) -> Iterator[None]:
        raise error
        yield

    monkeypatch.setattr(recordings, "clean", clean)
    assert recordings.measure(SOUND, "a.mp3", 9) == RecordingFacts(9, 1)
