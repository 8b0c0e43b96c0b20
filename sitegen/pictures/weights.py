"""How much memory a picture takes while it is unpacked, told from its head alone.

Measured with Pillow 13 by what the process held at most, and rounded up.
"""

from __future__ import annotations

from sitegen.pictures.decode import Draft, Pixels, is_animated
from sitegen.pictures.limits import passes

# Bytes for each pixel of the file while it is unpacked, where its codec decides.
_CODECS = {"webp": 12, "avif": 9, "heif": 8}
_SEE_THROUGH_AVIF = 11
_MOVING = 16  # the frame before, this one as it is stored, and as it is cut
# Else its mode decides: what it is unpacked to, and what that is made plain in.
_MODES = {"L": 1, "1": 5, "P": 5, "PA": 8, "LA": 8}
_SIXTEEN_BITS = 4
_PLAIN = 4
_COPIES = {"webp": 2, "avif": 2}  # of the file's own bytes

_ENCODING = 20_000_000  # what codecs take
WEIGHT_MOST = 335_000_000  # that a picture may take: beside it stand the processes themselves
USUAL_REACH = 1600  # the width to which most pictures are brought


def weight(draft: Draft, data: bytes) -> int:
    """Return how many bytes unpacking a picture takes, those of its file, `data`, among them."""
    image, kind = draft.image, draft.format
    if is_animated(image):
        each = _MOVING
    elif kind in _CODECS:
        each = _SEE_THROUGH_AVIF if (kind, image.mode) == ("avif", "RGBA") else _CODECS[kind]
    else:
        each = _SIXTEEN_BITS if image.mode.startswith("I") else _MODES.get(image.mode, _PLAIN)
    pixels, file = image.width * image.height, len(data) * _COPIES.get(kind, 1)
    if kind in _CODECS:  # it lets most of that go before the picture is scaled
        return pixels * each + file
    kept = passes(data)[1] if "progressive" in image.info else 0
    scaled = _PLAIN * min(draft.reach * max(image.size), pixels)
    return pixels * each + kept + scaled + file


def weight_of_still(pixels: Pixels, data: bytes) -> int:
    """Return how many bytes a picture takes that is unpacked, while its files are encoded."""
    return len(data) + _PLAIN * pixels.image.width * pixels.image.height + _ENCODING
