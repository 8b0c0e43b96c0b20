"""Time zones by place: whoever writes their own city is told its zone, and never another."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from sitegen.settings.places import zones_of_places
from sitegen.settings.timezones import is_zone, zone_hint


@pytest.mark.parametrize(
    ("written", "zones"),
    [
        ("America/Houston", "'America/Chicago'"),
        ("Houston, TX", "'America/Chicago'"),
        ("US/Ft. Worth", "'America/Chicago'"),
        ("Texas", "'America/Chicago'"),
        ("Central Time", "'America/Chicago'"),
        ("America/Philadelphia", "'America/New_York'"),
        ("Amercia/New_York", "'America/New_York'"),
        ("new york", "'America/New_York'"),
        ("Indianapolis", "'America/Indiana/Indianapolis'"),
        ("Springfield", "'America/New_York' or 'America/Chicago' or 'America/Los_Angeles'"),
        ("Europe/Birmingham", "'Europe/London'"),
        ("America/Birmingham", "'America/Chicago'"),
        ("Asia/Hanoi", "'Asia/Ho_Chi_Minh'"),
        ("Asia/Mumbai", "'Asia/Kolkata'"),
    ],
)
def test_a_place_gives_its_own_zone(written: str, zones: str) -> None:
    """By what people write for it; where two places share a name, both zones are told."""
    assert zone_hint(written) == f"Did you mean {zones}?"


@pytest.mark.parametrize("written", ["America/Nowhere", "America/Wharton", "GMT-6", "America", ""])
def test_an_unknown_place_gets_no_zone(written: str) -> None:
    """A likely name is a wrong clock: nothing is better than a guess."""
    assert zone_hint(written).startswith("Write the name of a region and city")


def test_every_place_has_zones_that_exist() -> None:
    """What is suggested can be written."""
    for place, zones in zones_of_places().items():
        assert all(is_zone(zone) for zone in zones), place


def test_a_letter_too_few_is_mended() -> None:
    """A slip in the name of a zone leads to that zone."""
    for zone in sorted(available_timezones()):
        region, _, city = zone.rpartition("/")
        if region in ("America", "Europe", "Asia", "Africa") and len(city) > 7:
            assert zone_hint(f"{region}/{city[:3]}{city[4:]}").startswith("Did you mean"), zone
