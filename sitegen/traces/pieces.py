"""Pieces: a file told as parts of another, so that a film of gigabytes takes no memory."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from sitegen.core.digests import digest_stream

_WINDOW = 1 << 20  # bytes that are read at a time


class Span(NamedTuple):
    """Bytes of the source that stay as they are."""

    start: int
    stop: int


class Zeros(NamedTuple):
    """So many zeros in place of what stood there."""

    length: int


Piece = bytes | Span | Zeros
Patch = tuple[int, bytes | Zeros]  # where other bytes stand, and which


class Reader:
    """A file whose bytes are looked at here and there. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("rb", buffering=0)
        self._facts = os.fstat(self._stream.fileno())
        self.size = self._facts.st_size
        self._start = 0
        self._window = b""

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()

    def at(self, start: int, count: int) -> bytes:
        """Return the bytes from `start` on: fewer than `count` only at the file's end."""
        offset = start - self._start
        if offset < 0 or offset + count > len(self._window):
            self._load(start, max(count, _WINDOW))
            offset = 0
        return self._window[offset : offset + count]

    def exactly(self, start: int, count: int) -> bytes:
        """Return just so many bytes. Raises ValueError where the file ends before."""
        data = self.at(start, count)
        if len(data) < count:
            raise ValueError("the file is cut short")
        return data

    def has(self, digest: str) -> bool:
        """Say whether all that was read is of the bytes that have this digest."""
        self._stream.seek(0)
        if digest_stream(self._stream) != digest:
            return False
        now, then = os.fstat(self._stream.fileno()), self._facts
        return (now.st_mtime_ns, now.st_ctime_ns) == (then.st_mtime_ns, then.st_ctime_ns)

    def chunks(self, span: Span) -> Iterator[bytes]:
        """Yield the bytes of a span, a window at a time."""
        start = span.start
        while start < span.stop:
            data = self.at(start, min(_WINDOW, span.stop - start))
            if not data:
                raise ValueError("the file is cut short")
            yield data
            start += len(data)

    def _load(self, start: int, count: int) -> None:
        self._stream.seek(start)
        parts = []
        while data := self._stream.read(count):
            parts.append(data)
            count -= len(data)
        self._start, self._window = start, b"".join(parts)


class MemoryReader(Reader):
    """A small file inside another, as the cover of a recording is."""

    def __init__(self, data: bytes) -> None:
        self._start, self._window, self.size = 0, data, len(data)

    def at(self, start: int, count: int) -> bytes:
        return self._window[start : start + count]


def bytes_of(pieces: Iterable[Piece], reader: Reader) -> Iterator[bytes]:
    """Yield the bytes that pieces stand for, at most a window at a time."""
    for piece in pieces:
        match piece:
            case Span():
                yield from reader.chunks(piece)
            case Zeros(count):
                while count > 0:
                    yield bytes(min(count, _WINDOW))
                    count -= _WINDOW
            case _:
                yield piece


def part_of(pieces: Iterable[Piece], start: int, stop: int) -> Iterator[Piece]:
    """Yield the pieces that stand for some of the bytes, counted from the first piece's."""
    position = 0
    for piece in pieces:
        length = length_of((piece,))
        first, last = max(start - position, 0), min(stop - position, length)
        position += length
        if first >= last:
            continue
        match piece:
            case Span(begin, _):
                yield Span(begin + first, begin + last)
            case Zeros():
                yield Zeros(last - first)
            case _:
                yield piece[first:last]


def length_of(pieces: Iterable[Piece]) -> int:
    """Return how many bytes pieces stand for."""
    count = 0
    for piece in pieces:
        match piece:
            case Span(start, stop):
                count += stop - start
            case Zeros(number):
                count += number
            case _:
                count += len(piece)
    return count


def with_patches(size: int, patches: Iterable[Patch]) -> list[Piece]:
    """Return the pieces of a file of which some bytes are others.

    Args:
        patches: where, and what stands there now; no two of them overlap.
    """
    pieces: list[Piece] = []
    position = 0
    for start, new in sorted(patches, key=lambda patch: patch[0]):
        if start < position:
            raise ValueError("two parts of the file lie over each other")
        if start > position:
            pieces.append(Span(position, start))
        pieces.append(new)
        position = start + (new.length if isinstance(new, Zeros) else len(new))
    if position < size:
        pieces.append(Span(position, size))
    return pieces
