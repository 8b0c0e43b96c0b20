"""Tables of a JPEG: how much of each segment that a decoder asks for is known.

What stands behind is nothing that is seen, and a program may have written there.

Source: ITU-T T.81, annex B.2.
"""

from __future__ import annotations

from sitegen.pictures.jpeg_segments import SCAN

_FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), 0xCD, 0xCE, 0xCF})
_HUFFMAN, _ARITHMETIC, _QUANTISATION = 0xC4, 0xCC, 0xDB
_LINES, _RESTARTS = 0xDC, 0xDD


def known_part(marker: int, payload: bytes) -> int:
    """Return how many bytes of a segment's content a decoder reads; 0 for one that it need not.

    Raises:
        ValueError: it holds less than it must.
    """
    if marker in _FRAMES:
        return _no_more(6 + 3 * payload[5] if len(payload) > 5 else 6, payload)
    if marker == SCAN:
        return _no_more(4 + 2 * payload[0] if payload else 1, payload)
    if marker in (_LINES, _RESTARTS):
        return _no_more(2, payload)
    at = 0
    while at < len(payload):
        length = _table(marker, payload, at)
        if not length or at + length > len(payload):
            break
        at += length
    return at


def _table(marker: int, payload: bytes, at: int) -> int:
    """Return how long one of a segment's tables is; 0 where none is."""
    kind, number = payload[at] >> 4, payload[at] & 15
    if marker == _HUFFMAN and kind < 2 and number < 4:
        return 17 + sum(payload[at + 1 : at + 17])
    if marker == _QUANTISATION and kind < 2 and number < 4:
        return 1 + 64 * (kind + 1)
    if marker == _ARITHMETIC and kind < 2 and number < 4:
        return 2
    return 0


def _no_more(length: int, payload: bytes) -> int:
    if length > len(payload):
        raise ValueError("a segment is cut short")
    return length
