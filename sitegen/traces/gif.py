"""GIF: frames and their timing stay, comments and programs' own blocks go.

So does plain text, which no browser shows.

Source: CompuServe, "Graphics Interchange Format, Version 89a".
"""

from __future__ import annotations

from sitegen.traces.pieces import Piece, Reader, Span

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # say how often the picture moves


def gif(reader: Reader) -> list[Piece]:
    """Return the pieces of a GIF that are its picture.

    Raises:
        ValueError: it is damaged or cut short.
    """
    position = 13 + _table(reader.exactly(10, 1)[0])
    pieces: list[Piece] = [Span(0, position)]
    while (kind := reader.exactly(position, 1)[0]) != _TRAILER:
        start = position
        if kind == _IMAGE:
            colours = _table(reader.exactly(position + 9, 1)[0])
            position = _after_blocks(reader, position + 11 + colours)
            pieces.append(Span(start, position))
        elif kind == _EXTENSION:
            label = reader.exactly(position + 1, 1)[0]
            position = _after_blocks(reader, position + 2)
            if label == _CONTROL and reader.exactly(start + 2, 1) == b"\x04":
                pieces.append(reader.exactly(start, 7) + b"\0")
            elif label == _APPLICATION and reader.exactly(start + 3, 11) in _LOOPS:
                times = reader.exactly(start + 14, 4)  # 3, 1, and the number of times
                if times[:2] == b"\x03\x01":
                    pieces.append(reader.exactly(start, 14) + times + b"\0")
        else:
            raise ValueError("no block where one must stand")
    return [*pieces, b";"]


def _table(flags: int) -> int:
    """Return how many bytes a colour table takes."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(reader: Reader, position: int) -> int:
    while length := reader.exactly(position, 1)[0]:
        position += 1 + length
    return position + 1
