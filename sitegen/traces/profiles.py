"""Colour profiles: how colours are meant stays, who made them, for what and when goes.

The profile of a screen, which screenshots carry, names the screen and its number.

Source: ISO 15076-1 (ICC.1:2022), sections 7.2, "Profile header", 9, "Tag definitions", and 10,
"Tag type definitions".
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

# Parts of the header, from where to where, that say how to read colours: length; version, class
# and the two spaces; the mark of a profile. Between them are programs, makers, models, hours and
# bytes that are reserved.
_SAID = ((0, 4), (8, 24), (36, 40))
_INTENT, _LIGHT = 67, slice(68, 80)  # which of four; always the same, D50
_D50 = bytes.fromhex("0000f6d6000100000000d32d")
_SIGNATURE = slice(36, 40)
_TABLE = 128  # where the table of tags begins
# Tags that say how colours are meant.
_COLOURS = frozenset(
    b"rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad chrm cicp lumi gamt tech view meas aarg "
    b"aagg aabg A2B0 A2B1 A2B2 A2B3 B2A0 B2A1 B2A2 B2A3 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 "
    b"pre0 pre1 pre2 rig0 rig2".split()
)
_WORDS = frozenset((b"text", b"desc", b"mluc"))  # types of what is told in words


def _curve(data: bytes) -> int:
    return 12 + 2 * int.from_bytes(data[8:12])


def _formula(data: bytes) -> int:
    return 12 + 4 * (1, 3, 4, 5, 7)[min(4, int.from_bytes(data[8:10]))]


# How long each type of data is; those with tables of colours fill their tag.
_LENGTHS: Mapping[bytes, Callable[[bytes], int]] = {
    b"XYZ ": lambda _data: 20,
    b"curv": _curve,
    b"para": _formula,
    b"sf32": lambda _data: 44,
    b"chrm": lambda data: 12 + 8 * min(16, int.from_bytes(data[8:10])),
    b"cicp": lambda _data: 12,
    b"sig ": lambda _data: 12,
    b"meas": lambda _data: 36,
    b"view": lambda _data: 36,
    **dict.fromkeys((b"mft1", b"mft2", b"mAB ", b"mBA ", b"mpet"), len),
}


def plain_profile(profile: bytes) -> bytes:
    """Return a profile of the same length that says no more than how colours are meant.

    What is no profile is empty.

    Raises:
        struct.error: its table of tags is cut short.
    """
    if profile[_SIGNATURE] != b"acsp":
        return b""
    (count,) = struct.unpack_from(">I", profile, _TABLE)
    count = min(count, (len(profile) - _TABLE - 4) // 12)
    first = _TABLE + 4 + 12 * count
    plain = bytearray(len(profile))
    for start, stop in (*_SAID, (_TABLE, first)):
        plain[start:stop] = profile[start:stop]
    plain[_INTENT], plain[_LIGHT] = profile[_INTENT] & 3, _D50
    for number in range(count):
        kind, offset, length = struct.unpack_from(">4sII", profile, _TABLE + 4 + 12 * number)
        if offset < first:
            continue
        data = profile[offset : offset + length]
        measure = _LENGTHS.get(data[:4]) if kind in _COLOURS else None
        if measure is not None:
            known = min(measure(data), len(data))
            plain[offset : offset + known] = data[:known]
        elif data[:4] in _WORDS:  # a profile must have some of these tags, if with no words
            plain[offset : offset + 4] = data[:4]
    return bytes(plain)
