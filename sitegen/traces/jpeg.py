"""JPEG: the segments that are the picture stay, all others go.

Sources: ITU-T T.81, annex B; ITU-T T.871 for JFIF; Adobe's technical note 5116 for APP14;
ICC.1:2022, annex B.4 for profiles.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.pictures.jpeg_segments import SCAN, segments
from sitegen.traces.jpeg_tables import known_part
from sitegen.traces.orientation import UPRIGHT, exif_of, orientation_of
from sitegen.traces.pieces import Piece, Reader, Span
from sitegen.traces.profiles import plain_profile

_APP0, _EXIF, _ICC, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_JFIF_LENGTH, _ADOBE_LENGTH = 12, 12  # without a thumbnail; without what may follow
_PROFILE = b"ICC_PROFILE\0"


def jpeg(reader: Reader) -> list[Piece]:
    """Return the pieces of a JPEG that are its picture.

    Raises:
        ValueError: it is damaged or cut short.
    """
    pieces: list[Piece] = [b"\xff\xd8"]
    orientation = UPRIGHT
    profile: list[tuple[int, bytes]] = []  # where in the pieces each part of it goes
    for marker, start, stop in segments(reader.at, reader.size):
        payload = reader.exactly(start + 4, min(stop - start - 4, 0x10000))
        if marker == _APP0 and payload.startswith(b"JFIF\0"):
            pieces.append(_segment(marker, payload[:_JFIF_LENGTH] + b"\0\0"))
        elif marker == _EXIF and payload.startswith(b"Exif\0\0"):
            orientation = orientation_of(payload[6:])
        elif marker == _ICC and payload.startswith(_PROFILE):
            profile.append((len(pieces), payload))
            pieces.append(b"")
        elif marker == _ADOBE and payload.startswith(b"Adobe"):
            pieces.append(_segment(marker, payload[:_ADOBE_LENGTH]))
        elif marker == SCAN:
            pieces.append(_segment(marker, payload[: known_part(marker, payload)]))
            data = start + 2 + int.from_bytes(reader.exactly(start + 2, 2))
            pieces.append(Span(data, stop))
        else:
            known = known_part(marker, payload)
            if known:
                pieces.append(_segment(marker, payload[:known]))
    for place, segment in _plain_parts(profile):
        pieces[place] = segment
    if orientation != UPRIGHT:
        pieces.insert(1, _segment(_EXIF, b"Exif\0\0" + exif_of(orientation)))
    return [*pieces, b"\xff\xd9"]


def _plain_parts(parts: list[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield the segments of a profile, which may be too long for one, with what it may tell."""
    head = len(_PROFILE) + 2  # which part it is, of how many, follows the name
    order = sorted(parts, key=lambda part: part[1][head - 2])
    whole = b"".join(payload[head:] for _place, payload in order)
    rest = plain_profile(whole) or whole  # of what is none, no camera knows either
    for place, payload in order:
        length = len(payload) - head
        yield place, _segment(_ICC, payload[:head] + rest[:length])
        rest = rest[length:]


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload
