"""From one source picture to the bytes of its variants.

The bytes of a variant depend on the source's bytes and on the variant alone, not on which
other variants are made with it: so the preview, which makes one at a time, shows what a
build publishes. Nothing of the source but its pixels gets in: no EXIF, GPS, XMP, IPTC,
thumbnail, comment or colour profile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from io import BytesIO
from itertools import groupby

from PIL import Image

from sitegen.core.problems import Problem, SitegenError
from sitegen.core.room import Share, taken
from sitegen.pictures.decode import Pixels, drafted, to_srgb, unpack, upright_size
from sitegen.pictures.fitting import fit
from sitegen.pictures.moving import frames_of
from sitegen.pictures.scaling import scaled
from sitegen.pictures.svg import clean_svg
from sitegen.pictures.variants import Variant
from sitegen.pictures.weights import weight, weight_of_still

FLAT_COLOURS = 4096  # a drawing has fewer in its 65,000 sampled pixels, a photo far more
WEBP_EFFORT = 4
AVIF_SPEED = 8

TakeRoom = Callable[[int], AbstractContextManager[Share]]


def encode(data: bytes, variant: Variant) -> bytes:
    """Return the bytes of one variant of the picture in `data`.

    Raises:
        OSError: the source cannot be read; `measure` says so before it comes to that.
        SitegenError: an SVG that cannot be published.
    """
    return encode_all(data, [variant])[variant.file]


def encode_all(
    data: bytes,
    variants: Iterable[Variant],
    *,
    as_srgb: bool = False,
    has_room: bool = False,
) -> Mapping[str, bytes]:
    """Return the bytes of several variants of one picture, by file. Decodes it once.

    Args:
        as_srgb: see `decode`; moving pictures know nothing of it.
        has_room: the caller has taken what `most_weight` says; else it is taken here.
    """
    room: TakeRoom = _room_of_caller if has_room else taken
    files: dict[str, bytes] = {}
    rows = sorted(variants, key=lambda v: (v.format == "svg", v.animated, v.reach, v.file))
    for (drawing, moving, reach), group in groupby(
        rows, key=lambda v: (v.format == "svg", v.animated, v.reach)
    ):
        if drawing:
            files |= {variant.file: _svg(data, variant.file) for variant in group}
        elif moving:
            files |= {variant.file: _animation(data, variant, room) for variant in group}
        else:
            draft = drafted(data, reach)
            with room(weight(draft, data)) as share:
                pixels = unpack(draft, as_srgb=as_srgb)
                del draft
                share.shrink(weight_of_still(pixels, data))
                flat = pixels.format in ("png", "gif", "bmp") and _is_flat(pixels.image)
                files |= {variant.file: _still(pixels, variant, flat=flat) for variant in group}
                del pixels
    return files


def most_weight(data: bytes, variants: Iterable[Variant]) -> int:
    """Return how many bytes encoding variants of a picture takes at most, with its file's own."""
    reaches = {v.width if v.animated else v.reach for v in variants if v.format != "svg"}
    return max((weight(drafted(data, reach), data) for reach in reaches), default=0)


def _room_of_caller(_weight: int) -> AbstractContextManager[Share]:
    return taken(0)


def _svg(data: bytes, file: str) -> bytes:
    drawing = clean_svg(data, file)
    if isinstance(drawing, Problem):
        raise SitegenError([drawing])
    return drawing


def _still(pixels: Pixels, variant: Variant, *, flat: bool) -> bytes:
    image = _cut(pixels, variant)
    if variant.format == "png":
        return _save(image, "PNG", optimize=True)
    if variant.format == "jpeg":
        return _jpeg(image, variant.quality)
    if variant.format == "avif":
        return fit(image, variant.quality, variant.limit, _avif)
    if flat and variant.lossless:
        # Charts and screenshots: exact pixels are often smaller than blurred ones.
        exact = _save(image, "WEBP", lossless=True, method=WEBP_EFFORT)
        return min(exact, _webp(image, variant.quality), key=len)
    return fit(image, variant.quality, variant.limit, _webp)


def _cut(pixels: Pixels, variant: Variant) -> Image.Image:
    """Return the variant's part of the picture at the variant's size."""
    image = pixels.image
    across, down = image.width / pixels.width, image.height / pixels.height
    left, top, right, bottom = variant.box
    box = (left * across, top * down, right * across, bottom * down)
    size = (variant.width, variant.height)
    return scaled(image, size, box)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    if image.mode == "RGBA":  # a search engine's crop of a see-through picture: on white
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image).convert("RGB")
    return _save(image, "JPEG", quality=quality, optimize=True, progressive=True)


def _webp(image: Image.Image, quality: int) -> bytes:
    return _save(image, "WEBP", quality=quality, method=WEBP_EFFORT)


def _avif(image: Image.Image, quality: int) -> bytes:
    # One thread: bytes must not depend on the machine, and workers share its cores.
    return _save(image, "AVIF", quality=quality, speed=AVIF_SPEED, max_threads=1)


def _animation(data: bytes, variant: Variant, room: TakeRoom) -> bytes:
    draft = drafted(data, variant.width)
    source = draft.image
    width, height = upright_size(source)

    def cut(frame: Image.Image) -> Image.Image:
        plain = to_srgb(frame).convert("RGBA")
        return _cut(Pixels(plain, width, height, ""), variant)

    with room(weight(draft, data)):
        frames, durations = frames_of(source, (variant.width, variant.height), cut)
        return _save(
            frames[0],
            variant.format.upper(),
            save_all=True,
            append_images=frames[1:],
            duration=durations,
            loop=int(source.info.get("loop", 0)),
            quality=variant.quality,
            **({"method": WEBP_EFFORT} if variant.format == "webp" else {"max_threads": 1}),
        )


def _is_flat(image: Image.Image) -> bool:
    sample = image.resize((256, 256), Image.Resampling.NEAREST).convert("RGB")
    return sample.getcolors(FLAT_COLOURS) is not None


def _save(image: Image.Image, format_name: str, **settings: object) -> bytes:
    image.info = {}  # where Pillow looks for profiles, EXIF and comments to write
    file = BytesIO()
    image.save(file, format_name, **settings)
    return file.getvalue()
