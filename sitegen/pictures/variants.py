"""Which files a picture becomes, what they are called, and how a page offers them.

All of it is decided from a picture's facts, without opening it: so a page can be written,
and the preview can answer, before anything has been encoded. See docs/pictures.md.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath

from sitegen.core.digests import digest_text
from sitegen.core.file_names import PICTURE_TYPES, USUAL_ENDINGS
from sitegen.core.record import Record
from sitegen.core.urls import site_url, slugify
from sitegen.model.article import ImageRef
from sitegen.model.views import Picture, Source
from sitegen.pictures.facts import FULL_WIDTH, TALL
from sitegen.pictures.places import Place, shape_of, sizes
from sitegen.settings.types import ImageSettings

FOLDER = "media"
RECIPE = "3"  # a new number gives every file a new address: for when encoding changes for all
CROP_WIDTH = 1200  # Google shows a large preview of pictures from this width on
FALLBACK_WIDTH = 1200
CROPS = {"16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1)}  # Google's list for article images
CROP_LEAST = 300  # below this width a crop serves nobody
ANIMATED_WIDTH = 640  # the widest that moving pictures are offered: their bytes add up
SIDE_LIMIT = 16_000  # WebP ends at 16,383 pixels
CARD_CROP = "4x3"


# A phone's lead picture may weigh 60 KB. A photo full of leaves or gravel gets a lower
# quality until it fits; larger files may weigh more in proportion to their pixels, smaller
# ones less in proportion to their width.
BUDGET_BYTES = 58_000
BUDGET_WIDTH = 960


class Variant(Record):
    """One file to be made of a picture, and all that its bytes depend on but the source."""

    file: str  # relative to output/: "media/bayou.1a2b3c4d.640.webp"
    width: int
    height: int
    format: str
    crop: str  # a key of CROPS; "" for the whole picture
    quality: int
    box: tuple[int, int, int, int] = (0, 0, 0, 0)  # the part shown: left, top, right, bottom
    reach: int = 0  # width to decode at least: the same for all variants of one picture
    limit: int = 0  # bytes; quality is lowered until it fits; 0 for no limit
    animated: bool = False
    lossless: bool = False  # True: a drawing's exact pixels are kept where that is not dearer


def variants(image: ImageRef, options: ImageSettings, *, crops: bool = True) -> tuple[Variant, ...]:
    """Return every file that shall exist for a picture that is shown.

    Args:
        crops: True for pictures that stand for a story (its lead picture): those also get
            the crops that structured data and shared links name.

    A photo of 4000 × 3000 gives five WebP files, one JPEG and three JPEG crops. No file is
    larger than its source. Two uses of one picture give equal variants.
    """
    if image.format == "svg":
        return (_svg(image),)
    files = {variant.file: variant for variant in _whole(image, options)}
    if _is_tall(image):
        files |= {variant.file: variant for variant in _card_crops(image, options)}
    if crops:
        files |= {variant.file: variant for variant in _crops(image, options)}
    return tuple(files.values())


def picture(image: ImageRef, where: Place, options: ImageSettings, prefix: str) -> Picture:
    """Return what a template writes for one picture in one place of the theme.

    Tall pictures are offered to cards as a crop around their focus: a card would load
    twice the pixels it shows. Others are offered whole and trimmed by CSS, at `focus`.
    """
    shape = shape_of(where, image.width, image.height, full=image.full)
    where = where.shapes.get(shape, where)
    if image.format == "svg":
        url = _url(_svg(image), prefix)
        return Picture((), url, image.width, image.height, "", _position(image), "", url, shape)
    crop = where.trimmed and _is_tall(image)
    files = _card_crops(image, options) if crop else _whole(image, options)
    modern = [v for v in files if v.format in options.formats]
    fallback = next(v for v in files if v.format not in options.formats)
    return Picture(
        sources=tuple(
            Source(
                PICTURE_TYPES[name], _srcset([v for v in modern if v.format == name], where, prefix)
            )
            for name in _by_preference(options.formats)
        ),
        src=_url(fallback, prefix),
        width=fallback.width,
        height=fallback.height,
        color=image.color,
        focus="" if crop else _position(image),
        sizes=sizes(where, image.height / image.width),
        full=_url(max(_whole(image, options), key=lambda v: v.width), prefix),
        shape=shape,
    )


def crops(image: ImageRef, options: ImageSettings) -> tuple[Variant, ...]:
    """Return the files that structured data lists: 16:9, 4:3 and 1:1, where they exist.

    () for drawings: search engines and social networks want pixels.
    """
    return () if image.format == "svg" else tuple(_crops(image, options))


def social_image(image: ImageRef, options: ImageSettings) -> Variant | None:
    """Return the file that a shared link shows: 16:9, up to 1200 pixels wide.

    None for drawings and for pictures so small that a drawn card says more.
    """
    return next(iter(crops(image, options)), None)


def fallback(image: ImageRef, options: ImageSettings) -> Variant:
    """Return the one file that every reader can show: for feeds and old mail programs."""
    if image.format == "svg":
        return _svg(image)
    return next(v for v in _whole(image, options) if v.format not in options.formats)


def widths(width: int, height: int, targets: tuple[int, ...], most: int = 0) -> tuple[int, ...]:
    """Choose the widths at which a picture is offered: ascending, none above its own.

    A picture of 500 pixels asked for at 320 and 640 gives (320, 500). Its own width stands
    in for one of the targets only where it differs by a tenth. `most` caps them all; 0 does not.
    """
    tallest = SIDE_LIMIT * width // height  # a strip too tall for WebP is offered smaller
    most = max(1, min(width, tallest, most or width))
    chosen = sorted(w for w in set(targets) if w <= most)
    above = any(w > most for w in targets)
    if not chosen or (above and most > chosen[-1] * 1.1):
        chosen.append(most)
    return tuple(chosen)


def crop_box(
    width: int, height: int, ratio: tuple[int, int], focus: tuple[float, float]
) -> tuple[int, int, int, int]:
    """Return the largest box of `ratio` within the picture, as near to `focus` as it goes.

    Left, top, right and bottom in pixels. crop_box(400, 300, (1, 1), (0, 0.5)) gives
    (0, 0, 300, 300).
    """
    across, down = ratio
    wide = min(width, max(1, height * across // down))
    tall = min(height, max(1, width * down // across))
    left = min(max(round(focus[0] * width - wide / 2), 0), width - wide)
    top = min(max(round(focus[1] * height - tall / 2), 0), height - tall)
    return (left, top, left + wide, top + tall)


def _is_tall(image: ImageRef) -> bool:
    return image.height > image.width * TALL and not image.animated


def _still_format(image: ImageRef) -> str:
    return "png" if image.alpha else "jpeg"


def _by_preference(formats: tuple[str, ...]) -> list[str]:
    return sorted(formats, key=lambda name: (name != "avif", name))  # browsers take the first


@lru_cache(maxsize=4096)
def _whole(image: ImageRef, options: ImageSettings) -> tuple[Variant, ...]:
    box = (0, 0, image.width, image.height)
    most = ANIMATED_WIDTH if image.animated else 0
    wanted = (*options.widths, FULL_WIDTH) if image.full else options.widths
    chosen = widths(image.width, image.height, wanted, most)
    still = widths(image.width, image.height, (FALLBACK_WIDTH,))[-1]
    reach = _reach(image, options)
    modern = [
        _variant(image, options, name, w, box, reach, animated=image.animated)
        for name in options.formats
        for w in chosen
    ]
    return (*modern, _variant(image, options, _still_format(image), still, box, reach))


@lru_cache(maxsize=4096)
def _card_crops(image: ImageRef, options: ImageSettings) -> tuple[Variant, ...]:
    box = crop_box(image.width, image.height, CROPS[CARD_CROP], image.focus)
    wide, tall = box[2] - box[0], box[3] - box[1]
    reach = _reach(image, options)
    modern = [
        _variant(image, options, name, w, box, reach, CARD_CROP)
        for name in options.formats
        for w in widths(wide, tall, options.widths)
    ]
    still = min(wide, FALLBACK_WIDTH)
    return (*modern, _variant(image, options, _still_format(image), still, box, reach, CARD_CROP))


@lru_cache(maxsize=4096)
def _crops(image: ImageRef, options: ImageSettings) -> tuple[Variant, ...]:
    """Return all the crops of CROPS in its order, or none: the widest is the largest."""
    boxes = {
        crop: crop_box(image.width, image.height, ratio, image.focus)
        for crop, ratio in CROPS.items()
    }
    if min(right - left for left, _, right, _ in boxes.values()) < CROP_LEAST:
        return ()
    reach = _reach(image, options)
    return tuple(
        _variant(
            image, options, _still_format(image), min(box[2] - box[0], CROP_WIDTH), box, reach, crop
        )
        for crop, box in boxes.items()
    )


def _reach(image: ImageRef, options: ImageSettings) -> int:
    """Return the decoded width that serves every variant a picture may get."""
    square = min(image.width, image.height)
    needs = [min(image.width, max(options.widths)), min(image.width, FALLBACK_WIDTH)]
    if image.full:
        needs += [FULL_WIDTH]
    needs += [min(image.width, -(-min(square, CROP_WIDTH) * image.width // square))]
    if _is_tall(image):
        needs += [min(image.width, max(options.widths))]
    return max(needs)


def _variant(
    image: ImageRef,
    options: ImageSettings,
    name: str,
    width: int,
    box: tuple[int, int, int, int],
    reach: int,
    crop: str = "",
    *,
    animated: bool = False,
) -> Variant:
    wide, tall = box[2] - box[0], box[3] - box[1]
    if (wide, tall) == (image.width, image.height):
        crop = ""  # nothing is cut off: the whole picture serves
    height = max(1, round(tall * width / wide))
    # One stamp for all widths of a picture: lists of candidates then compress well.
    stamp = f"{RECIPE} {image.digest} {reach} {options.lossless} "
    stamp += f"{options.webp_quality} {options.avif_quality} {options.jpeg_quality}"
    if crop:
        stamp += f" {box}"
    parts = [_stem(image.path), digest_text(stamp)[:8], crop, str(width)]
    modern = name in options.formats
    return Variant(
        file=f"{FOLDER}/{'.'.join(filter(None, parts))}.{USUAL_ENDINGS.get(name, name)}",
        width=width,
        height=height,
        format=name,
        crop=crop,
        quality=_quality(name, options),
        box=box,
        reach=reach,
        limit=_limit(width) if modern and not animated else 0,
        animated=animated,
        lossless=options.lossless and name == "webp",
    )


def _limit(width: int) -> int:
    share = width / BUDGET_WIDTH
    return round(BUDGET_BYTES * (share * share if share > 1 else share))


def _quality(name: str, options: ImageSettings) -> int:
    if name == "webp":
        return options.webp_quality
    return options.avif_quality if name == "avif" else options.jpeg_quality


def _svg(image: ImageRef) -> Variant:
    stamp = digest_text(f"{RECIPE} {image.digest}")[:8]
    file = f"{FOLDER}/{_stem(image.path)}.{stamp}.svg"
    return Variant(file, image.width, image.height, "svg", "", 0)


def _stem(path: str) -> str:
    return slugify(PurePosixPath(path).stem)[:40].strip("-") or "picture"


def _url(variant: Variant, prefix: str) -> str:
    return site_url(prefix, "/" + variant.file)


def _srcset(files: list[Variant], where: Place, prefix: str) -> str:
    """List the candidates a place has a use for: up to two device pixels to the pixel."""
    useful = where.widest * 2
    last = next((i for i, v in enumerate(files) if v.width >= useful), len(files) - 1)
    return ", ".join(f"{_url(v, prefix)} {v.width}w" for v in files[: last + 1])


def _position(image: ImageRef) -> str:
    if image.focus == (0.5, 0.5):
        return ""
    return " ".join(f"{round(share * 100)}%" for share in image.focus)
