"""Files that are published as they are: the place, the camera and the hour taken out of them.

A photo that a story links to, a picture in static/, a film from a phone: what is seen and
heard stays, bit for bit, and what else the file says goes. Nothing here decodes a picture.

Sources: ITU-T T.81 and Exif 2.32 for JPEG, W3C "PNG Third Edition", Google "WebP Container
Specification", CompuServe "GIF89a", ISO/IEC 14496-12 and Apple "QuickTime File Format".
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from sitegen.core.problems import Problem
from sitegen.pictures.svg import clean_svg

_ORIENTATION = 0x0112

# Of each format, the parts that are the picture itself; all others go.
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs sPLT cICP mDCV cLLI "
    b"acTL fcTL fdAT".split()
)
_WEBP_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04  # flags of VP8X
_GIF_EXTENSIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # how often it moves
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

_STILL_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx",
                 b"mif1", b"msf1")  # fmt: skip
_HOLDERS = frozenset((b"moov", b"trak"))
# What players need of a film's or recording's user data: titles, chapters, cover.
_USER_DATA = frozenset((b"meta", b"chpl", b"name", b"hnti", b"free"))
_PLACES = frozenset((b"\xa9xyz", b"loci"))
_TELLING_ITEM = re.compile(rb"infe.{8,10}(?:Exif|mime)", re.DOTALL)
_XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")

_EXPORT = "Export it as JPEG or PNG and link to that."


def without_traces(data: bytes, shown_as: str) -> bytes | Problem:
    """Return a file without what its camera or program wrote into it of itself.

    What the file is, its first bytes say, whatever its name. Text, documents and what is
    not known here come back as they are.

    Args:
        shown_as: the path as the editor knows it, for problems.
    """
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith(_PNG):
            return _png(data)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _gif(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        if data[4:8] in (b"ftyp", b"moov", b"wide"):
            if data[8:12] not in _STILL_BRANDS:
                return _film(data)
            if not _still_tells(data):
                return data
            return _refusal(shown_as, "an AVIF or HEIC picture")
    except (ValueError, IndexError, struct.error):
        return Problem(
            shown_as,
            0,
            "the file is damaged or cut short",
            "Copy it here again from the camera or from whoever sent it.",
        )
    if data.startswith((b"II*\0", b"MM\0*")):
        return _refusal(shown_as, "a TIFF or raw picture")
    if shown_as.lower().endswith(".svg"):
        return clean_svg(data, shown_as)
    return data


def _refusal(shown_as: str, kind: str) -> Problem:
    return Problem(
        shown_as, 0, f"{kind} would be published with all that the camera wrote into it", _EXPORT
    )


def _jpeg(data: bytes) -> bytes:
    segments: list[bytes] = [data[:2]]
    orientation = 1
    position = 2
    while True:
        while data[position + 1] == 0xFF:  # fill bytes
            position += 1
        marker = data[position + 1]
        if data[position] != 0xFF:
            raise ValueError("no marker where one must stand")
        if marker == 0xD9:  # whatever follows the end is no part of the picture
            break
        (length,) = struct.unpack_from(">H", data, position + 2)
        end = position + 2 + length
        payload = data[position + 4 : end]
        if end > len(data):
            raise ValueError("a segment is cut short")
        if marker == 0xDA:
            scan_end = _SCAN_END.search(data, end)
            if scan_end is None:
                raise ValueError("the picture has no end")
            end = scan_end.start()
        if marker == 0xE0 and payload.startswith(b"JFIF\0"):
            segments.append(_segment(0xE0, payload[:12] + b"\0\0"))  # without its thumbnail
        elif marker == 0xE1 and payload.startswith(b"Exif\0\0"):
            orientation = _orientation(payload[6:])
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or _is_colour(marker, payload):
            segments.append(data[position:end])
        position = end
    if orientation != 1:
        segments.insert(1, _segment(0xE1, b"Exif\0\0" + _exif(orientation)))
    return b"".join((*segments, b"\xff\xd9"))


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _is_colour(marker: int, payload: bytes) -> bool:
    """Say whether a segment tells how the colours are meant."""
    return (marker == 0xE2 and payload.startswith(b"ICC_PROFILE\0")) or (
        marker == 0xEE and payload.startswith(b"Adobe")
    )


def _orientation(tiff: bytes) -> int:
    """Return how the camera was held, by EXIF's numbers; 1 is upright."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 10:
        return 1
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    if first + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for number in range(min(count, (len(tiff) - first - 2) // 12)):
        tag, _kind, _count, value = struct.unpack_from(
            f"{order}HHIH", tiff, first + 2 + 12 * number
        )
        if tag == _ORIENTATION and 1 <= value <= 8:
            return int(value)
    return 1


def _exif(orientation: int) -> bytes:
    """Return EXIF that says how the camera was held, and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def _png(data: bytes) -> bytes:
    chunks = [_PNG]
    position = len(_PNG)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise ValueError("a chunk is cut short")
        if kind in _PNG_CHUNKS:
            chunks.append(data[position:end])
        elif kind == b"eXIf" and (orientation := _orientation(data[position + 8 : end - 4])) != 1:
            body = b"eXIf" + _exif(orientation)
            chunks.append(struct.pack(">I", len(body) - 4) + body)
            chunks.append(struct.pack(">I", zlib.crc32(body)))
        position = end
    return b"".join(chunks)


def _webp(data: bytes) -> bytes:
    chunks: list[bytes] = []
    orientation = 1
    position = 12
    end_of_all = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while position + 8 <= end_of_all:
        kind, length = struct.unpack_from("<4sI", data, position)
        end = position + 8 + length + length % 2
        if position + 8 + length > len(data):
            raise ValueError("a chunk is cut short")
        if kind == b"EXIF":
            orientation = _orientation(data[position + 8 : end].removeprefix(b"Exif\0\0"))
        elif kind in _WEBP_CHUNKS:
            chunks.append(data[position:end])
        position = end
    if chunks and chunks[0].startswith(b"VP8X"):
        exif = _WEBP_EXIF if orientation != 1 else 0
        flags = chunks[0][8] & ~(_WEBP_EXIF | _WEBP_XMP) | exif
        chunks[0] = chunks[0][:8] + bytes([flags]) + chunks[0][9:]
        if exif:
            chunks.append(
                struct.pack("<4sI", b"EXIF", len(_exif(orientation))) + _exif(orientation)
            )
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _gif(data: bytes) -> bytes:
    position = 13 + _table(data[10])
    blocks = [data[:position]]
    while data[position] != 0x3B:
        start = position
        if data[position] == 0x2C:
            position = _after_blocks(data, position + 11 + _table(data[position + 9]))
            blocks.append(data[start:position])
        elif data[position] == 0x21:
            label, name = data[position + 1], data[position + 3 : position + 14]
            position = _after_blocks(data, position + 2)
            if label != 0xFE and (label != 0xFF or name in _GIF_EXTENSIONS):
                blocks.append(data[start:position])
        else:
            raise ValueError("no block where one must stand")
    return b"".join((*blocks, b";"))


def _table(flags: int) -> int:
    """Return how many bytes a colour table takes."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, position: int) -> int:
    while data[position]:
        position += 1 + data[position]
    return position + 1


# Films, recordings, and pictures that are stored like them.


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield kind, start, start of the content and end of each box."""
    while start + 8 <= end:
        length, kind = struct.unpack_from(">I4s", data, start)
        inside = start + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, inside)
            inside += 8
        stop = start + length if length else end
        if not inside <= stop <= end:
            raise ValueError("a box is cut short")
        yield kind, start, inside, stop
        start = stop


def _still_tells(data: bytes) -> bool:
    """Say whether a picture's list of items names EXIF or XMP."""
    for kind, _start, inside, stop in _boxes(data, 0, len(data)):
        if kind == b"meta" and _TELLING_ITEM.search(data[inside:stop]):
            return True
    return False


def _film(data: bytes) -> bytes:
    """Blank what tells of place and camera; nothing moves, because a film counts its bytes."""
    film = bytearray(data)

    def blank(start: int, inside: int, stop: int) -> None:
        film[start + 4 : start + 8] = b"free"
        film[inside:stop] = bytes(stop - inside)

    def user_data(start: int, end: int) -> None:
        for kind, box, inside, stop in _boxes(data, start, end):
            if kind not in _USER_DATA:
                blank(box, inside, stop)
            elif kind == b"meta":
                meta(box, inside, stop)
            if stop + 4 == end:  # QuickTime ends user data with four zeros
                return

    def meta(start: int, inside: int, stop: int) -> None:
        if b"mdta" in data[inside : inside + 64]:  # Apple's own: position, maker, model
            blank(start, inside, stop)
            return
        content = inside if data[inside + 4 : inside + 8] == b"hdlr" else inside + 4
        for kind, _box, items, items_end in _boxes(data, content, stop):
            if kind == b"ilst":
                for name, box, value, value_end in _boxes(data, items, items_end):
                    if name in _PLACES:
                        blank(box, value, value_end)

    def walk(start: int, end: int) -> None:
        for kind, box, inside, stop in _boxes(data, start, end):
            if kind in _HOLDERS:
                walk(inside, stop)
            elif kind == b"udta":
                user_data(inside, stop)
            elif kind == b"meta":
                meta(box, inside, stop)
            elif kind == b"uuid" and data[inside : inside + 16] == _XMP_BOX:
                blank(box, inside, stop)

    walk(0, len(data))
    return bytes(film)
