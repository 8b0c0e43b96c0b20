"""Elsewhere: a picture that another machine encodes, to the bytes that it would have at home.

What is sent is the picture without what a camera wrote into it. That is sent only if all that
decoding asks of a file is the same without it; and only to a machine of which `machine` says
what it says here. What comes back is a function of what was sent, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib import metadata
from io import BytesIO
from pathlib import Path

import PIL
from PIL import Image, ImageFile

from sitegen.core.digests import digest_bytes
from sitegen.core.identity import version
from sitegen.core.stored import from_text, to_text
from sitegen.pictures.decode import (
    ORIENTATION,
    Bomb,
    format_of,
    has_alpha,
    is_animated,
    open_picture,
    says_srgb,
)
from sitegen.pictures.encoding import encode_all
from sitegen.pictures.shared import codec_versions, processor
from sitegen.pictures.variants import Variant

_SAMPLE = (96, 64)  # pixels
_SAMPLE_FORMATS = ("jpeg", "png", "webp", "avif")


@cache
def machine() -> Mapping[str, str]:
    """Return what the bytes of pictures depend on beside their sources, by its name for people.

    Versions say what to mend; what they cannot tell, such as how a library was built, shows in
    the digest of a sample that is encoded.
    """
    rooms = sorted(Path(__file__).parent.glob("*.py"))
    return {
        "sitegen": version(),
        "code for pictures": digest_bytes(b"".join(file.read_bytes() for file in rooms)),
        "Pillow": PIL.__version__,
        **{name: text for name, text in codec_versions().items() if name != "pil"},
        "processor": processor(),
        "reader of HEIC": _heic_version(),
        "sample": _sample_digest(),
    }


def encode_elsewhere(data: bytes, as_srgb: bool, variants: str) -> dict[str, bytes]:
    """Return the bytes of variants by their files, on whichever machine this runs.

    Args:
        data: the picture as it was sent.
        as_srgb: see `decode`.
        variants: as `variants_text` writes them: a machine between need not know the type.
    """
    wanted = from_text(variants, list[Variant])
    assert wanted is not None, "a machine of another sitegen is not used"
    return dict(encode_all(data, wanted, as_srgb=as_srgb))


def variants_text(variants: tuple[Variant, ...]) -> str:
    return to_text(list(variants))


def sendable(data: bytes, clean: bytes) -> tuple[bool, bool]:
    """Say whether a picture decodes to the same pixels without what a camera wrote into it.

    Args:
        data: the picture.
        clean: what of it would be sent.

    Returns:
        Whether it may be sent, and whether as sRGB; see `decode`.
    """
    try:
        with open_picture(data) as picture, open_picture(clean) as sent:
            if is_animated(picture) and "icc_profile" in picture.info:
                return False, False  # its frames are not asked whether they are sRGB
            return _head_of(picture) == _head_of(sent), says_srgb(picture)
    except (OSError, ValueError, SyntaxError, EOFError, *Bomb):
        return False, False


def _head_of(picture: ImageFile.ImageFile) -> tuple[object, ...]:
    """Return all that decoding asks of a file's head, but how its colours are meant."""
    moving = (picture.info.get("loop"), getattr(picture, "n_frames", 1))
    return (
        format_of(picture),
        picture.mode,
        picture.size,
        picture.getexif().get(ORIENTATION, 1),
        has_alpha(picture),
        bool(picture.info.get("icc_profile")),
        moving if is_animated(picture) else None,
    )


def _heic_version() -> str:
    try:
        return metadata.version("pillow-heif")
    except metadata.PackageNotFoundError:
        return "none"


def _sample_digest() -> str:
    """Return the digest of a sample's variants: slopes, an edge and some grain in each format."""
    slopes = [Image.linear_gradient("L"), Image.radial_gradient("L")]
    grain = blake2b(b"sitegen").digest() * (256 * 256 // 64)
    bands = [*slopes, Image.frombytes("L", (256, 256), grain)]
    file = BytesIO()
    Image.merge("RGB", bands).save(file, "JPEG", quality=90)
    variants = [
        Variant(kind, *_SAMPLE, kind, "", 60, box=(0, 40, 240, 200), reach=128, limit=1500)
        for kind in _SAMPLE_FORMATS
    ]
    files = encode_all(file.getvalue(), variants)
    return digest_bytes(b"".join(files[kind] for kind in _SAMPLE_FORMATS))
