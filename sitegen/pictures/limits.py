"""Limits: pictures that would take more memory or time than any newsroom's machine has to spare.

Looked at before anything is unpacked: a picture of forty bytes may say that it is as large as
a house, and be believed by what reads it.

Sources: ITU-T T.81, annex B, for JPEG; Google, "WebP Container Specification".
"""

from __future__ import annotations

import struct
from contextlib import suppress

from sitegen.core.problems import Problem
from sitegen.pictures.jpeg_segments import SCAN, segments

# Of a picture that can only be unpacked at its full size, so that it takes 400 MB at most:
# a WebP is held three times while it is read, an AVIF twice.
PIXELS_MOST = {"webp": 24_000_000, "avif": 32_000_000, "heif": 50_000_000}
PIXELS_MOST_OF_OTHERS = 40_000_000
FRAMES_MOST = 500
MOVING_PIXELS_MOST = 100_000_000  # of all frames together
SCANS_MOST = 200  # passes in which a JPEG is stored; programs write ten
PASSES_BYTES_MOST = 300_000_000  # what the passes of one take until the last has come

_EXPORT = "Export it smaller: 4000 pixels wide is plenty."
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # heads of pictures
_COEFFICIENT = 2  # bytes


def too_heavy(data: bytes, shown_as: str) -> Problem | None:
    """Say what of a picture's own header is too much, before a reader believes it."""
    if data[:4] == b"RIFF" and data[8:16] == b"WEBPVP8X" and len(data) >= 30:
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return too_large("webp", width, height, shown_as)
    if data.startswith(b"\xff\xd8\xff"):
        scans, size = passes(data)
        if scans > SCANS_MOST or size > PASSES_BYTES_MOST:
            return Problem(
                shown_as,
                0,
                f"the picture is stored in {scans} passes, which take {size // 1_000_000} MB",
                "Export it again as a plain JPEG, not a progressive one, or smaller.",
            )
    return None


def too_large(kind: str, width: int, height: int, shown_as: str) -> Problem | None:
    """Say that a picture has more pixels than can be unpacked.

    Args:
        kind: its format, "png"; a JPEG is unpacked smaller, and has another limit.
    """
    most = PIXELS_MOST.get(kind, PIXELS_MOST_OF_OTHERS)
    if kind == "jpeg" or width * height <= most:
        return None
    return Problem(
        shown_as,
        0,
        f"the picture unpacks to {width:,} × {height:,} pixels, more than "
        f"{most // 1_000_000} megapixels",
        f"{_EXPORT} As a JPEG it may have 89 megapixels.",
    )


def too_much(weight: int, most: int, shown_as: str) -> Problem | None:
    """Say that unpacking a picture takes more bytes than a machine has to spare."""
    if weight <= most:
        return None
    what = f"unpacking the picture takes {weight // 1_000_000} MB, more than {most // 1_000_000}"
    return Problem(shown_as, 0, what, _EXPORT)


def too_long(frames: int, width: int, height: int, shown_as: str) -> Problem | None:
    """Say that a moving picture is too long for its size."""
    if frames <= FRAMES_MOST and frames * width * height <= MOVING_PIXELS_MOST:
        return None
    return Problem(
        shown_as,
        0,
        f"the moving picture has {frames} frames of {width} × {height} pixels",
        f"Make it shorter or smaller (at most {FRAMES_MOST} frames, and "
        f"{MOVING_PIXELS_MOST // 1_000_000} megapixels together), or publish it as a video.",
    )


def passes(data: bytes) -> tuple[int, int]:
    """Return how many scans a JPEG has, and the bytes that they take until the last has come.

    The second is 0 for a picture of one scan, which is unpacked line by line. What is damaged
    ends the count: who decodes it says so.
    """
    scans = coefficients = 0
    with suppress(ValueError):
        for marker, start, stop in segments(lambda at, count: data[at : at + count], len(data)):
            scans += marker == SCAN
            if marker in _FRAMES:
                coefficients = _coefficients(data[start + 4 : stop])
    return scans, coefficients if scans > 1 else 0


def _coefficients(head: bytes) -> int:
    """Return the bytes of all coefficients of a picture, by the head of its frame."""
    if len(head) < 6:
        return 0
    height, width, count = struct.unpack(">xHHB", head[:6])
    shares = [divmod(head[7 + 3 * n], 16) for n in range(min(count, (len(head) - 6) // 3))]
    across = max((h for h, _ in shares), default=1) or 1
    down = max((v for _, v in shares), default=1) or 1
    return int(sum(width * height * h * v / across / down for h, v in shares) * _COEFFICIENT)
