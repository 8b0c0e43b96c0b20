"""The manifest at a target says what is ours, and is believed only as we wrote it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sitegen.delivery.manifest import (
    Delivery,
    Manifest,
    ManifestError,
    SentFile,
    manifest_bytes,
    read_manifest,
)

HOUR = datetime(2026, 11, 22, 18, tzinfo=UTC)
MANIFEST = Manifest(
    site="gazette.example,2024",
    base_url="https://gazette.example/paper",
    built=HOUR,
    files={"index.html": SentFile("aa", 10), "static/a.12345678.css": SentFile("bb", 3)},
    coming={"news/vote/index.html": SentFile("cc", 4), "đường.pdf": SentFile("dd", 0)},
    going=("old/index.html",),
    leaving={"static/a.12345678.css": HOUR},
)


def test_a_manifest_is_read_as_it_was_written() -> None:
    """What one deploy wrote the next one knows, to the last file."""
    assert read_manifest(manifest_bytes(MANIFEST)) == MANIFEST
    assert read_manifest(manifest_bytes(Manifest())) == Manifest()


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data.replace(b'"old/index.html"', b'"his/index.html"'),
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: b"[]",
        lambda data: b"{}",
        lambda data: b"5",
        lambda data: b'{"check": 1}',
        lambda data: data.replace(b'"form":1', b'"form":2'),
    ],
    ids=[
        "edited",
        "cut off",
        "empty",
        "a list",
        "nothing",
        "a number",
        "no values",
        "of another form",
    ],
)
def test_an_edited_manifest_is_none(edit) -> None:
    """A list of what may be deleted is believed only as sitegen wrote it."""
    data = manifest_bytes(MANIFEST)
    assert edit(data) != data
    with pytest.raises(ManifestError):
        read_manifest(edit(data))


def test_a_manifest_names_nothing_outside_its_target() -> None:
    """No manifest leads a deploy to delete above its folder."""
    for name in ("../x", "/etc/x", "a//b", "a/./b"):
        with pytest.raises(ManifestError):
            read_manifest(manifest_bytes(Manifest(files={name: SentFile("aa", 1)})))


def test_a_delivery_gives_whole_addresses() -> None:
    """Hubs and search engines are told addresses as pages and feeds write them."""
    done = Delivery(
        name="live",
        base_url="https://gazette.example/paper",
        built=HOUR,
        files=MANIFEST.files,
        changed=("news/vote/index.html", "feed.xml"),
        removed=("index.html",),
    )
    assert done.changed_urls == (
        "https://gazette.example/paper/news/vote/",
        "https://gazette.example/paper/feed.xml",
    )
    assert done.removed_urls == ("https://gazette.example/paper/",)
