"""Orientation: how the camera was held, the one thing of EXIF that readers need.

Source: CIPA DC-008 (Exif 2.32), tag 0x0112.
"""

from __future__ import annotations

import struct

_ORIENTATION = 0x0112
UPRIGHT = 1


def orientation_of(tiff: bytes) -> int:
    """Return how the camera was held, by EXIF's numbers."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 10:
        return UPRIGHT
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    if first + 2 > len(tiff):
        return UPRIGHT
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for number in range(min(count, (len(tiff) - first - 2) // 12)):
        tag, _kind, _count, value = struct.unpack_from(
            f"{order}HHIH", tiff, first + 2 + 12 * number
        )
        if tag == _ORIENTATION and UPRIGHT <= value <= 8:
            return int(value)
    return UPRIGHT


def exif_of(orientation: int) -> bytes:
    """Return EXIF that says how the camera was held, and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
