"""Picture files for tests, made by code: as heavy as photos, as talkative as phones."""

from __future__ import annotations

import random
import struct
from io import BytesIO

from PIL import Image

SECRET = b"SECRET-OF-A-SOURCE"  # stands wherever a file can hide a text
LATITUDE = struct.pack(">6I", 29, 1, 45, 1, 6173, 100)  # as rationals, in EXIF's own bytes


def noisy(width: int, height: int, seed: int = 1) -> Image.Image:
    """Return a picture with detail at every scale, as a photo of leaves or gravel has."""
    source = random.Random(seed)
    picture = Image.new("RGB", (width, height), "#607080")
    cells = 4
    while cells < width:
        down = max(1, cells * height // width)
        grain = Image.frombytes("RGB", (cells, down), source.randbytes(cells * down * 3))
        smooth = grain.resize((width, height), Image.Resampling.BICUBIC)
        picture = Image.blend(picture, smooth, 0.3)
        cells *= 3
    return picture


def saved(picture: Image.Image, kind: str = "JPEG", **settings: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **settings)
    return file.getvalue()


def segment(marker: int, payload: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload


def exif(thumbnail: bytes, orientation: int = 1) -> bytes:
    """Return a JPEG's EXIF segment: rotation, serial number, position, thumbnail."""
    texts = b"Nguy\xe1\xbb\x85n Lan\0" + SECRET + b"\0"
    artist = len(b"Nguy\xe1\xbb\x85n Lan\0")
    first, gps = 8, 8 + 2 + 4 * 12 + 4
    second = gps + 2 + 2 * 12 + 4
    data = second + 2 + 3 * 12 + 4
    ifd0 = [
        (0x0112, 3, 1, struct.pack(">HH", orientation, 0)),
        (0x013B, 2, artist, struct.pack(">I", data)),
        (0x8825, 4, 1, struct.pack(">I", gps)),
        (0xA431, 2, len(SECRET) + 1, struct.pack(">I", data + artist)),
    ]
    place = data + len(texts)
    ifd_gps = [(1, 2, 2, b"N\0\0\0"), (2, 5, 3, struct.pack(">I", place))]
    image = place + len(LATITUDE)
    ifd1 = [
        (0x0103, 3, 1, struct.pack(">HH", 6, 0)),
        (0x0201, 4, 1, struct.pack(">I", image)),
        (0x0202, 4, 1, struct.pack(">I", len(thumbnail))),
    ]
    tiff = b"MM\0*" + struct.pack(">I", first)
    for entries, following in ((ifd0, second), (ifd_gps, 0), (ifd1, 0)):
        tiff += struct.pack(">H", len(entries))
        tiff += b"".join(struct.pack(">HHI", *head) + value for *head, value in entries)
        tiff += struct.pack(">I", following)
    return segment(0xE1, b"Exif\0\0" + tiff + texts + LATITUDE + thumbnail)


def iptc(**words: str) -> bytes:
    """Return a JPEG's IPTC segment. Keys: caption, byline, credit, copyright."""
    numbers = {"caption": 120, "byline": 80, "credit": 110, "copyright": 116}
    sets = b"\x1c\x01\x5a\x00\x03\x1b%G"  # says: UTF-8
    for key, word in words.items():
        text = word.encode()
        sets += b"\x1c\x02" + bytes([numbers[key]]) + struct.pack(">H", len(text)) + text
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(sets)) + sets + b"\0" * (len(sets) % 2)
    return segment(0xED, b"Photoshop 3.0\0" + block)


def xmp() -> bytes:
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>' + SECRET + b"</place></x:xmpmeta>"
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)


def phone_photo(picture: Image.Image, orientation: int = 1, **words: str) -> bytes:
    """Return a JPEG as a phone and a photo desk leave it: full of what is nobody's business."""
    plain = saved(picture, quality=92)
    thumbnail = saved(Image.new("RGB", (160, 120), "red"), comment=SECRET)
    extra = exif(thumbnail, orientation) + xmp() + iptc(**words) + segment(0xFE, SECRET)
    return plain[:2] + extra + plain[2:]
