"""A file as it is published, whole: for the small files of tests."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sitegen.traces.cleaning import clean
from sitegen.traces.pieces import bytes_of


def clean_bytes(source: Path, shown_as: str, allow: Collection[str] = ()) -> bytes:
    """Return a small file as it is published. Raises as `clean`."""
    with clean(source, shown_as, allow) as (file, reader):
        return b"".join(bytes_of(file.pieces, reader))
