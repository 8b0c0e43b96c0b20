"""Colour profiles: how colours are meant stays, who made them, for what and when goes.

The profile of a screen, which screenshots carry, names the screen and its number.

Source: ISO 15076-1 (ICC.1:2022), sections 7.2, "Profile header", and 9, "Tag definitions".
"""

from __future__ import annotations

import struct

# Parts of the header, from where to where: the date, the maker and the model of the device,
# the program, and the digest of all these.
_TELLING = ((24, 36), (48, 56), (80, 100))
_SIGNATURE = slice(36, 40)
_TABLE = 128  # where the table of tags begins
# Tags that say how colours are meant.
_COLOURS = frozenset(
    b"rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad chrm cicp lumi gamt tech view meas aarg "
    b"aagg aabg A2B0 A2B1 A2B2 A2B3 B2A0 B2A1 B2A2 B2A3 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 "
    b"pre0 pre1 pre2 rig0 rig2 ncl2 clro clrt resp".split()
)
_TYPE = 8  # bytes of a tag's data that say how to read it


def plain_profile(profile: bytes) -> bytes:
    """Return a profile of the same length that says no more than how colours are meant.

    Raises:
        struct.error: its table of tags is cut short.
    """
    if profile[_SIGNATURE] != b"acsp":
        return profile
    plain = bytearray(profile)
    for start, stop in _TELLING:
        plain[start:stop] = bytes(stop - start)
    (count,) = struct.unpack_from(">I", profile, _TABLE)
    tags = [
        struct.unpack_from(">4sII", profile, _TABLE + 4 + 12 * number)
        for number in range(min(count, (len(profile) - _TABLE - 4) // 12))
    ]
    kept = {offset for kind, offset, _length in tags if kind in _COLOURS}  # tags may share data
    for kind, offset, length in tags:
        if kind not in _COLOURS and offset not in kept and offset >= _TABLE:
            start, stop = offset + _TYPE, min(offset + length, len(plain))
            plain[start:stop] = bytes(max(0, stop - start))
    return bytes(plain)
