"""What encoders and cameras write between the pictures of a film: places, makers, hours.

AVC and HEVC have units beside the pictures (SEI). One kind of message in them is anybody's own:
Sony's and Panasonic's cameras write maker, hour and place there, with each second of a film.
The messages keep their length, and their bytes become ones.

Sources: ITU-T H.264 and H.265, annex D; ITU-T T.35 for the messages of registered makers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.traces.pieces import Patch, Reader

_REGISTERED, _ANYBODYS = 4, 5  # kinds of messages
# Registered messages that are seen: captions, and how bright each scene is.
_SEEN = (b"\xb5\x00\x31", b"\xb5\x00\x3b", b"\xb5\x00\x3c", b"\x26\x00\x04")
_MOST = 1 << 20  # bytes of a unit that is looked into; a longer one becomes ones
_GUARD = re.compile(rb"\x00\x00\x03")  # the third byte is no part of what is said


def is_message(first: int, *, hevc: bool) -> bool:
    """Say whether a unit that begins with this byte holds messages."""
    return first >> 1 & 63 in (39, 40) if hevc else first & 31 == 6


def unit_patches(reader: Reader, start: int, stop: int, *, hevc: bool) -> Iterator[Patch]:
    """Yield what changes in one unit, if it holds messages that are anybody's own."""
    head = 2 if hevc else 1
    if stop - start <= head or not is_message(reader.exactly(start, 1)[0], hevc=hevc):
        return
    if stop - start > _MOST:
        raise ValueError("a message is too long")
    raw = reader.exactly(start + head, stop - start - head)
    guards = {match.end() - 1 for match in _GUARD.finditer(raw)}
    places = [at for at in range(len(raw)) if at not in guards]
    said = bytes(raw[at] for at in places)
    silent = bytearray(raw)
    for first, last in _own_messages(said):
        for at in places[first:last]:
            if raw[at] or not _is_guarded(at, guards):
                silent[at] = 0xFF
    if silent != raw:
        yield start + head, bytes(silent)


def sample_patches(
    reader: Reader, start: int, stop: int, width: int, *, hevc: bool
) -> Iterator[Patch]:
    """Yield what changes in samples that lie one after another.

    Args:
        width: how many bytes say how long a unit is.
    """
    while start + width < stop:
        length = int.from_bytes(reader.exactly(start, width))
        start += width
        if start + length > stop:
            return  # no decoder reads on either
        yield from unit_patches(reader, start, start + length, hevc=hevc)
        start += length


def _own_messages(said: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the content of each message begins and ends that is anybody's own."""
    at = 0
    while at + 2 < len(said):
        kind, at = _long_number(said, at)
        length, at = _long_number(said, at)
        content = said[at : at + length]
        if kind == _ANYBODYS or (kind == _REGISTERED and not content.startswith(_SEEN)):
            yield at, min(at + length, len(said))
        at += length


def _long_number(said: bytes, at: int) -> tuple[int, int]:
    """Return a number that is told as a sum of bytes, and what follows it."""
    number = 0
    while at < len(said) and said[at] == 0xFF:
        number, at = number + 0xFF, at + 1
    return number + (said[at] if at < len(said) else 0), at + 1


def _is_guarded(at: int, guards: set[int]) -> bool:
    """Say whether a zero makes the byte after it a guard: without it that would be said."""
    return at + 1 in guards or at + 2 in guards
