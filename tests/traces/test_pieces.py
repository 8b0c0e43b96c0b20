"""Pieces: a file told as parts of another is the same bytes, wherever it is cut."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.core.digests import digest_bytes
from sitegen.traces import pieces
from sitegen.traces.pieces import (
    MemoryReader,
    Reader,
    Span,
    Zeros,
    bytes_of,
    length_of,
    part_of,
    with_patches,
)

DATA = bytes(range(1, 22))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(DATA)
    return path


def test_a_reader_gives_the_bytes_that_stand_there(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was looked at before, in its window of the file, across its end or behind it."""
    monkeypatch.setattr(pieces, "_WINDOW", 4)
    with Reader(file) as reader:
        assert reader.size == 21
        for before in (0, 3, 17):
            for start in range(23):
                for count in range(8):
                    reader.at(before, 2)
                    assert reader.at(start, count) == DATA[start : start + count]
        assert reader.exactly(18, 3) == DATA[18:]
        with pytest.raises(ValueError, match="cut short"):
            reader.exactly(19, 3)


def test_a_window_is_read_once(file: Path) -> None:
    """What lies in the bytes that were read is not read again."""
    with Reader(file) as reader:
        reader.at(4, 1)
        file.write_bytes(bytes(21))
        assert reader.at(4, 17) == DATA[4:]
        assert reader.at(3, 1) == b"\0"


def test_no_more_than_a_window_is_in_memory(tmp_path: Path) -> None:
    """Spans and zeros of any length are given in parts of a mebibyte."""
    path = tmp_path / "file"
    with path.open("wb") as stream:
        stream.truncate((2 << 20) + 9)
    with Reader(path) as reader:
        given = [len(data) for data in bytes_of([Span(1, (2 << 20) + 9)], reader)]
        assert given == [1 << 20, 1 << 20, 8]
        assert [len(data) for data in bytes_of([Zeros((1 << 20) + 1)], reader)] == [1 << 20, 1]
        with pytest.raises(ValueError, match="cut short"):
            list(reader.chunks(Span(0, (2 << 20) + 10)))


def test_a_file_that_was_changed_is_not_what_was_read(file: Path) -> None:
    """Not where its bytes are others, and not where it was written again meanwhile."""
    with Reader(file) as reader:
        assert reader.has(digest_bytes(DATA))
        assert not reader.has(digest_bytes(DATA[1:]))
        os.utime(file, ns=(0, 0))
        assert not reader.has(digest_bytes(DATA))


PARTS = (b"abc", Zeros(3), Span(2, 7), b"", Zeros(0), b"z")
WHOLE = b"abc" + bytes(3) + DATA[2:7] + b"z"


def test_a_part_of_pieces_is_that_part_of_their_bytes() -> None:
    assert length_of(PARTS) == len(WHOLE)
    reader = MemoryReader(DATA)
    assert b"".join(bytes_of(PARTS, reader)) == WHOLE
    for start in range(len(WHOLE) + 1):
        for stop in range(len(WHOLE) + 2):
            part = [*part_of(PARTS, start, stop)]
            assert b"".join(bytes_of(part, reader)) == WHOLE[start:stop]
            assert all(length_of((piece,)) > 0 for piece in part)


def test_patches_stand_where_they_are_put() -> None:
    """In any order, at both ends and side by side, but not over each other."""
    assert with_patches(9, []) == [Span(0, 9)]
    assert with_patches(0, []) == []
    assert with_patches(9, [(0, b"ab"), (2, Zeros(1)), (8, b"c")]) == [
        b"ab", Zeros(1), Span(3, 8), b"c",
    ]  # fmt: skip
    assert with_patches(9, [(5, b"c"), (1, b"a")]) == [
        Span(0, 1), b"a", Span(2, 5), b"c", Span(6, 9),
    ]  # fmt: skip
    for over in ((0, b"ab"), (0, Zeros(2))):
        with pytest.raises(ValueError, match="over each other"):
            with_patches(9, [over, (1, b"c")])
