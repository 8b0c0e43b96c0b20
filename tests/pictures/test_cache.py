"""Encoded pictures are made once and kept, and let go when nobody shows them any more."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sitegen.core.record import replace
from sitegen.pictures import (
    Facts,
    Variant,
    cached_encode,
    encode,
    encode_missing,
    sweep,
    variants,
)
from sitegen.pictures.cache import cached_card, entry
from sitegen.pictures.facts import Rights, image_ref
from sitegen.pictures.measuring import measure
from sitegen.settings.types import ImageSettings
from tests.pictures.photo_files import noisy, saved

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONTH = timedelta(days=30)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "bayou.jpg"
    file.write_bytes(saved(noisy(700, 500)))
    return file


def plan(photo: Path) -> tuple[str, tuple[Variant, ...]]:
    facts = measure(photo, "content/bayou.jpg")
    assert isinstance(facts, Facts)
    image = image_ref("content/bayou.jpg", facts, Rights(), alt="A sample")
    return facts.digest, variants(image, ImageSettings())


def test_a_second_build_encodes_nothing(photo: Path, tmp_path: Path) -> None:
    """A variant that is there is not encoded again."""
    cache = tmp_path / "cache" / "pictures"
    digest, files = plan(photo)

    assert encode_missing(cache, photo, digest, files) == len(files)
    assert encode_missing(cache, photo, digest, files) == 0


def test_a_changed_photo_encodes_its_own_variants_only(photo: Path, tmp_path: Path) -> None:
    """One new photo costs what one photo costs."""
    cache = tmp_path / "cache"
    digest, files = plan(photo)
    encode_missing(cache, photo, digest, files)
    other = tmp_path / "other.jpg"
    other.write_bytes(saved(noisy(700, 500, 2)))
    other_digest, others = plan(other)

    assert encode_missing(cache, other, other_digest, others) == len(others)
    assert encode_missing(cache, photo, digest, files) == 0


def test_a_kept_variant_needs_no_source(photo: Path, tmp_path: Path) -> None:
    """What is kept is served without opening the photo, and is what encoding would give."""
    cache = tmp_path / "cache"
    digest, (first, *_) = plan(photo)
    data = photo.read_bytes()

    variant_bytes = cached_encode(cache, photo, digest, first)
    photo.unlink()

    assert variant_bytes == encode(data, first)
    assert cached_encode(cache, photo, digest, first) == variant_bytes


def test_entries_differ_where_bytes_may(photo: Path) -> None:
    """Another source, quality or crop has an entry of its own."""
    digest, (first, *_) = plan(photo)

    names = {
        entry(digest, first),
        entry("e" * 32, first),
        entry(digest, replace(first, quality=50)),
        entry(digest, replace(first, box=(0, 0, 9, 9))),
    }

    assert len(names) == 4


def test_only_whole_entries_are_kept(photo: Path, tmp_path: Path) -> None:
    """A build that is stopped leaves no half picture under an entry's name."""
    cache = tmp_path / "cache"
    digest, files = plan(photo)
    encode_missing(cache, photo, digest, files)

    assert {file.name for file in cache.iterdir()} == {entry(digest, v) for v in files}


@pytest.mark.parametrize("spoilt", [b"", b"half", b"x" * 40], ids=["empty", "short", "other"])
def test_an_entry_that_a_power_cut_spoilt_is_made_again(
    photo: Path, tmp_path: Path, spoilt: bytes
) -> None:
    """No reader ever gets a picture whose bytes are not those that were encoded."""
    cache = tmp_path / "cache"
    digest, (first, *_) = plan(photo)
    whole = cached_encode(cache, photo, digest, first)
    (cache / entry(digest, first)).write_bytes(spoilt)

    assert cached_encode(cache, photo, digest, first) == whole
    photo.unlink()
    assert cached_encode(cache, photo, digest, first) == whole


def test_a_card_that_a_power_cut_spoilt_is_drawn_again(tmp_path: Path) -> None:
    """An empty file in the cache is no card."""
    cached_card(tmp_path, "name", lambda: b"card")
    (tmp_path / "name").write_bytes(b"")

    assert cached_card(tmp_path, "name", lambda: b"card") == b"card"


def test_drafts_of_builds_that_were_killed_are_swept(tmp_path: Path) -> None:
    """What a killed build was writing does not lie in the cache for a month."""
    for name, hours in {"a.1.new": 25, "b.2.new": 1}.items():
        (tmp_path / name).write_bytes(b"x")
        moment = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / name, (moment, moment))

    sweep(tmp_path, set(), NOW)

    assert [file.name for file in tmp_path.iterdir()] == ["b.2.new"]


def test_what_nobody_shows_is_swept_by_age(tmp_path: Path) -> None:
    """A picture out of use stays a month, in case its story comes back."""
    for name, days in {"used": 90, "fresh": 2, "old": 40}.items():
        file = tmp_path / name
        file.write_bytes(b"x")
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(file, (moment, moment))

    assert sweep(tmp_path, {"used"}, NOW, MONTH) == 1
    assert {file.name for file in tmp_path.iterdir()} == {"used", "fresh"}
    # It was in use today, so its month begins today.
    assert sweep(tmp_path, set(), NOW + timedelta(days=29), MONTH) == 1
    assert {file.name for file in tmp_path.iterdir()} == {"used"}


def test_there_is_nothing_to_sweep_before_the_first_picture(tmp_path: Path) -> None:
    """A site without pictures has no such folder, and nothing goes wrong."""
    assert sweep(tmp_path / "none", set(), NOW, MONTH) == 0


def test_a_card_is_drawn_once(tmp_path: Path) -> None:
    """The second build takes the card from the cache."""
    cards: list[int] = []

    def draw() -> bytes:
        cards.append(1)
        return b"card"

    assert cached_card(tmp_path / "cache", "name", draw) == b"card"
    assert cached_card(tmp_path / "cache", "name", draw) == b"card"
    assert len(cards) == 1
