"""From a file's bytes to pixels that a browser may be shown: upright, in sRGB, 8 bits.

Only the formats named here are ever tried: Pillow knows dozens more, some of which start
other programs.
"""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from sitegen.core.record import Record
from sitegen.pictures.heif import can_read, is_heic
from sitegen.pictures.scaling import scaled

# Naming the plugins keeps Pillow from loading all of its forty when it meets the first.
_PLUGINS = (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP")
_TURNED = ("tiff", "heif")
ORIENTATION = 0x0112  # the EXIF tag; 5 to 8 lie on their side
_BAND = 256  # lines
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

Bomb = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# Pillow warns above its limit and refuses above twice that. One limit is enough.
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Pixels(Record):
    """A decoded picture. `width` and `height` are the file's own, after rotation."""

    image: Image.Image  # mode L, RGB or RGBA; smaller than the file where that is enough
    width: int
    height: int
    format: str  # "jpeg", "png", ...


class Draft(Record):
    """A picture of which nothing but the head was read."""

    image: ImageFile.ImageFile  # a JPEG as it will be decoded
    size: tuple[int, int]  # of the file
    reach: int  # the width, after rotation, to which it will be brought where it is wider
    format: str

    def upright_size(self) -> tuple[int, int]:
        """Return width and height of the file after rotation. A PNG is loaded for that."""
        return _turned(self.image, self.size)


def open_picture(data: bytes) -> ImageFile.ImageFile:
    """Read the header of a picture, and none of its pixels.

    Raises:
        Image.UnidentifiedImageError: it is in none of the formats that sitegen takes.
        Bomb: it would unpack to more pixels than Pillow's limit.
    """
    formats = (*FORMATS, "HEIF") if is_heic(data) and can_read() else FORMATS
    return Image.open(BytesIO(data), formats=formats)


def format_of(image: Image.Image) -> str:
    name = (image.format or "").lower()
    return "jpeg" if name == "mpo" else name  # a phone's JPEG with a second view behind it


def is_animated(image: Image.Image) -> bool:
    return format_of(image) in ("gif", "webp", "png", "avif") and bool(
        getattr(image, "is_animated", False)
    )


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Return width and height after the camera's rotation flag is applied."""
    return _turned(image, image.size)


def _turned(image: Image.Image, size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    # TIFF and HEIC files come turned.
    is_turned = format_of(image) in _TURNED
    on_side = not is_turned and image.getexif().get(ORIENTATION, 1) in (5, 6, 7, 8)
    return (height, width) if on_side else (width, height)


def says_srgb(image: Image.Image) -> bool:
    """Say whether a picture's profile calls itself sRGB: its colours are taken as they are."""
    try:
        return _names_srgb(ImageCms.ImageCmsProfile(BytesIO(image.info.get("icc_profile") or b"")))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return False


def decode(data: bytes, reach: int, *, as_srgb: bool = False) -> Pixels:
    """Return a picture's pixels, `reach` wide where the file is wider.

    Args:
        as_srgb: see `unpack`.

    Raises:
        OSError: the file is damaged, or no picture; see `open_picture`.
    """
    return unpack(drafted(data, reach), as_srgb=as_srgb)


def drafted(data: bytes, reach: int) -> Draft:
    """Open a picture that shall be `reach` wide where the file is wider.

    A JPEG will be decoded at a half, a quarter or an eighth where that is enough, which costs
    a fraction of the time and memory; and everything else is done to the small picture.
    """
    image = open_picture(data)
    draft = Draft(image, image.size, reach, format_of(image))
    if draft.format == "jpeg" and (size := _wanted(draft)) != draft.size:
        image.draft(image.mode, size)
    return draft


def _wanted(draft: Draft) -> tuple[int, int]:
    """Return the size to which a picture is brought, as it lies in the file."""
    width, _height = draft.upright_size()
    share = min(1.0, draft.reach / width)
    return round(draft.size[0] * share), round(draft.size[1] * share)


def unpack(draft: Draft, *, as_srgb: bool = False) -> Pixels:
    """Return the pixels of a picture.

    Args:
        as_srgb: the profile is passed over: it has lost the name by which it said `says_srgb`.

    Raises:
        OSError: the file is damaged.
    """
    if as_srgb:
        draft.image.info.pop("icc_profile", None)
    width, height = draft.upright_size()
    plain = to_srgb(_shrink(draft.image, _wanted(draft)))
    if draft.format not in _TURNED:
        ImageOps.exif_transpose(plain, in_place=True)
    plain.info = {}
    return Pixels(plain, width, height, draft.format)


def loaded(image: ImageFile.ImageFile) -> Image.Image:
    """Return a picture with its pixels: in the memory into which a WebP was unpacked.

    Its reader holds it twice beside that, for frames to come, and is let go.
    """
    own = vars(image)
    is_still_webp = isinstance(image, WebPImagePlugin.WebPImageFile) and not is_animated(image)
    if not is_still_webp or not {"_decoder", "rawmode"} <= own.keys():
        image.load()  # also by another release of Pillow, whose own affair these names are
        return image
    reader, mode = own.pop("_decoder"), own["rawmode"]
    frame = reader.get_next()
    if frame is None:
        raise OSError("failed to decode next frame in WebP file")
    del reader
    plain = Image.frombuffer(mode, image.size, frame[0], "raw", mode, 0, 1)
    plain.info = image.info
    return plain


def _shrink(image: ImageFile.ImageFile, size: tuple[int, int]) -> Image.Image:
    """Load a picture and bring it to `size`, unless its pixels are no plain colours."""
    whole = loaded(image)
    if size[0] >= whole.width or whole.mode not in ("L", "RGB", "RGBA", "RGBX", "CMYK"):
        return whole
    small = scaled(whole, size)
    small.info = whole.info
    small.getexif().update(whole.getexif())
    return small


def to_srgb(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB and in mode L, RGB or RGBA."""
    profile = image.info.get("icc_profile")
    exif = image.getexif()
    alpha = has_alpha(image)
    if image.mode.startswith("I"):
        image = _plain_grey(image)
    elif image.mode == "CMYK":
        image = _convert(image, profile) or image.convert("RGB")
        profile = None
    if alpha:
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    if profile and image.mode != "L":
        colours = _convert(image.convert("RGB"), profile)
        if colours is not None:
            if alpha:
                colours.putalpha(image.getchannel("A"))
            image = colours
    if exif.get(ORIENTATION, 1) != 1:
        image.info["exif"] = exif.tobytes()  # what is left to do for `exif_transpose`
    return image


def _plain_grey(image: Image.Image) -> Image.Image:
    """Return a picture of 16 bits in 8, band by band: as a whole it took ten times its size."""
    plain = Image.new("L", image.size)
    plain.info = image.info
    for top in range(0, image.height, _BAND):
        band = image.crop((0, top, image.width, min(top + _BAND, image.height)))
        plain.paste(band.convert("I").point(lambda value: value / 256).convert("L"), (0, top))
    return plain


def has_alpha(image: Image.Image) -> bool:
    """Say whether the picture has a channel, or a colour, for what is see-through."""
    return image.has_transparency_data


def _convert(image: Image.Image, profile: bytes | None) -> Image.Image | None:
    """Return the picture in sRGB; None where it has no usable profile or needs none."""
    if not profile:
        return None
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        space = source.profile.xcolor_space.strip()
        if space != image.mode or _names_srgb(source):
            return None
        return ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None  # a damaged profile: colours a little off beat no picture


def _names_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    return "srgb" in (profile.profile.profile_description or "").lower()
