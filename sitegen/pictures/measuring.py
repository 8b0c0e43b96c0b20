"""What a picture file is: its facts, or what is wrong with it.

Costs 60 to 120 ms for a photo of 12 megapixels, most of it for reading the whole file at an
eighth of its size: that finds damage anywhere in it, and its dominant colour. The facts
belong to the file's digest, so a caller keeps them and pays once.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from xml.sax.saxutils import unescape

from PIL import Image, ImageFile, IptcImagePlugin, UnidentifiedImageError

from sitegen.core.digests import digest_bytes
from sitegen.core.file_names import PICTURE_ENDINGS, USUAL_ENDINGS
from sitegen.core.file_names import ending as ending_of
from sitegen.core.identity import install_command
from sitegen.core.problems import Problem
from sitegen.core.room import taken
from sitegen.pictures.decode import (
    Bomb,
    Draft,
    drafted,
    format_of,
    has_alpha,
    is_animated,
    loaded,
    open_picture,
    to_srgb,
)
from sitegen.pictures.facts import Facts
from sitegen.pictures.heif import EXTRA, can_read, is_heic
from sitegen.pictures.limits import too_heavy, too_large, too_long, too_much
from sitegen.pictures.scaling import scaled
from sitegen.pictures.svg import svg_size
from sitegen.pictures.variants import SIDE_LIMIT
from sitegen.pictures.weights import USUAL_REACH, WEIGHT_MOST, weight

SAMPLE = 48  # pixels: enough to know a picture's colour
SIDE_MOST = 20_000  # pixels; no camera's panorama is longer

FORMAT_NAMES = "JPEG, PNG, WebP, AVIF, HEIC, GIF, TIFF, BMP or SVG"
# What cameras write into every picture, which describes none.
BOILERPLATE = ("digital camera", "sony dsc", "minolta", "kodak", "dav", "sdr", "hdr", "screenshot")

# IPTC datasets, by what a newsroom calls them.
IPTC_CAPTION, IPTC_CREDIT, IPTC_BYLINE, IPTC_COPYRIGHT = (2, 120), (2, 110), (2, 80), (2, 116)


def measure(path: Path, shown_as: str) -> Facts | Problem:
    """Read one picture file.

    Args:
        shown_as: the path as the editor knows it, for problems: "content/news/bayou.jpg".
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Problem(shown_as, 0, "there is no such picture", "Put the file there.")
    except OSError as error:
        reason = error.strerror or "no reason given"
        return Problem(
            shown_as,
            0,
            f"the picture cannot be read: {reason.lower()}",
            "Check that it is a file, and that you may open it.",
        )
    return measure_bytes(data, shown_as)


def measure_bytes(data: bytes, shown_as: str) -> Facts | Problem:
    """Read the content of one picture file; see `measure`."""
    if not data:
        return Problem(
            shown_as, 0, "the picture is empty: 0 bytes", "Copy it here again from its source."
        )
    ending = ending_of(shown_as)
    if is_heic(data) and not can_read():
        return _heic(shown_as)
    if _is_svg(data):
        return _wrong_name(shown_as, ending, "svg") or _measure_svg(data, shown_as)
    heavy = too_heavy(data, shown_as)
    if heavy is not None:
        return heavy
    try:
        image = open_picture(data)
        return _wrong_name(shown_as, ending, format_of(image)) or _measure(image, data, shown_as)
    except Bomb:
        limit = (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
        return Problem(
            shown_as,
            0,
            f"the picture unpacks to more than {limit} megapixels",
            "Export it smaller: 4000 pixels wide is plenty.",
        )
    except UnidentifiedImageError:
        return _no_picture(data, shown_as)
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError) as error:
        # Pillow's readers raise all of these on damaged files; none of them is ours.
        return Problem(
            shown_as,
            0,
            f"the picture is damaged or cut short ({error})",
            "Copy it here again from the camera or from whoever sent it.",
        )


def _measure(image: ImageFile.ImageFile, data: bytes, shown_as: str) -> Facts | Problem:
    kind, moving = format_of(image), is_animated(image)
    wrong = too_large(kind, *image.size, shown_as)
    if wrong is None and moving:
        wrong = too_long(getattr(image, "n_frames", 1), *image.size, shown_as)
    wrong = wrong or too_much(weight(drafted(data, USUAL_REACH), data), WEIGHT_MOST, shown_as)
    if wrong:
        return wrong
    draft = Draft(image, image.size, SAMPLE, kind)
    if kind == "jpeg":
        image.draft(image.mode, (SAMPLE, SAMPLE))
    with taken(weight(draft, data)):
        width, height = draft.upright_size()
        wrong = _wrong_size(width, height, shown_as)
        if wrong:
            return wrong
        words = _words(image)
        color, alpha = _look(image)
    return Facts(
        digest=digest_bytes(data),
        format=kind,
        width=width,
        height=height,
        color=color,
        animated=moving,
        alpha=alpha,
        caption=words[0],
        credit=words[1],
        copyright=words[2],
    )


def _look(image: ImageFile.ImageFile) -> tuple[str, bool]:
    """Unpack a picture; return its dominant colour, and whether one can see through it.

    The colour is empty where one can.
    """
    whole = loaded(image)
    if is_animated(image):
        _check_frames(image)
    # Pillow shrinks no 16-bit picture; others are cheaper to convert when they are small.
    sample = to_srgb(whole) if whole.mode.startswith("I") else whole
    sample = scaled(sample, _sample_size(sample), how=Image.Resampling.BOX, gap=2.0)
    if has_alpha(whole) and _see_through(whole):
        return "", True
    return _dominant(to_srgb(sample)), False


def _sample_size(image: Image.Image) -> tuple[int, int]:
    """Return the size of a picture within a sample's square, as near to its shape as may be."""
    share = min(1.0, SAMPLE / image.width, SAMPLE / image.height)
    return max(1, round(image.width * share)), max(1, round(image.height * share))


def _measure_svg(data: bytes, shown_as: str) -> Facts | Problem:
    size = svg_size(data, shown_as)
    if isinstance(size, Problem):
        return size
    return Facts(digest_bytes(data), "svg", *size, color="", alpha=True)


def _is_svg(data: bytes) -> bool:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<html" not in head


def _wrong_name(shown_as: str, ending: str, kind: str) -> Problem | None:
    if PICTURE_ENDINGS.get(ending) == kind:
        return None
    good = USUAL_ENDINGS.get(kind, kind)
    name = PurePosixPath(shown_as).with_suffix(f".{good}").name
    return Problem(
        shown_as,
        0,
        f"the name ends in .{ending} but the file is {'an' if kind[0] in 'as' else 'a'} "
        f"{kind.upper()} picture",
        f"Rename it to {name}, here and where it is used.",
    )


def _wrong_size(width: int, height: int, shown_as: str) -> Problem | None:
    size = f"the picture is {width:,} × {height:,} pixels"
    if min(width, height) < 2:
        return Problem(
            shown_as, 0, f"{size}: a placeholder, not a picture", "Put the real one in its place."
        )
    if max(width, height) > SIDE_MOST:
        return Problem(
            shown_as,
            0,
            f"{size}: too long for any reader's screen",
            f"Crop it or export it smaller, at most {SIDE_MOST:,} pixels on a side.",
        )
    # A strip so thin that it would have no width left at WebP's greatest height.
    if height > width * SIDE_LIMIT // 16:
        return Problem(shown_as, 0, f"{size}: too thin to show", "Crop it.")
    return None


def _check_frames(image: Image.Image) -> None:
    """Decode every frame, so that damage in a late one is found now."""
    for number in range(1, getattr(image, "n_frames", 1)):
        image.seek(number)
        image.load()
    image.seek(0)
    image.load()


def _see_through(image: Image.Image) -> bool:
    """Say whether any pixel is see-through: many a PNG could have such pixels and has none."""
    whole = image if image.mode == "RGBA" else image.convert("RGBA")
    lowest = whole.getchannel("A").getextrema()[0]
    return isinstance(lowest, int | float) and lowest < 255


def _dominant(sample: Image.Image) -> str:
    """Return the most frequent of a picture's main colours."""
    palette = sample.convert("RGB").quantize(6, Image.Quantize.MEDIANCUT)
    counts = palette.getcolors() or []
    colours = palette.getpalette() or [0, 0, 0]
    _, index = max(counts, key=lambda pair: (pair[0], str(pair[1])))
    assert isinstance(index, int)
    red, green, blue = colours[index * 3 : index * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _words(image: ImageFile.ImageFile) -> tuple[str, str, str]:
    """Return caption, credit and copyright as IPTC says them, which photo desks write.

    EXIF is the camera's: it names the owner of a phone, who may be a source, in every
    photo that they take. Nothing of it is read.
    """
    iptc = _iptc(image)
    caption = iptc.get(IPTC_CAPTION, "")
    byline = iptc.get(IPTC_BYLINE, "")
    agency = iptc.get(IPTC_CREDIT, "")
    if agency and byline and byline.casefold() not in agency.casefold():
        credit = f"{byline}/{agency}"
    else:
        credit = agency or byline
    rights = iptc.get(IPTC_COPYRIGHT, "")
    if _is_boilerplate(caption):
        caption = ""
    return caption, credit, rights


def _iptc(image: ImageFile.ImageFile) -> dict[tuple[int, int], str]:
    try:
        datasets = IptcImagePlugin.getiptcinfo(image) or {}
    except (OSError, ValueError, SyntaxError, IndexError, TypeError, KeyError):
        return {}  # a damaged caption is no reason to refuse the photo
    texts: dict[tuple[int, int], str] = {}
    for key, value in datasets.items():
        parts = value if isinstance(value, list) else [value]
        texts[key] = _clean(", ".join(_text(part) for part in parts))
    return texts


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _clean(text: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in unescape(text))
    return " ".join(printable.split())


def _is_boilerplate(caption: str) -> bool:
    low = caption.casefold()
    return len(low) < 3 or (len(low) < 40 and any(words in low for words in BOILERPLATE))


def _heic(shown_as: str) -> Problem:
    name = PurePosixPath(shown_as).with_suffix(".jpg").name
    return Problem(
        shown_as,
        0,
        "the picture is in Apple's HEIC format, and what reads it is not installed",
        f"Install it: {install_command(EXTRA)}. Or save the picture as {name}: open it in "
        "Preview or Photos and export as JPEG.",
    )


def _no_picture(data: bytes, shown_as: str) -> Problem:
    head = data[:512].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return Problem(
            shown_as,
            0,
            "the file is a web page, not a picture",
            "Open the picture itself in the browser and save that.",
        )
    if head.startswith(b"%pdf"):
        return Problem(
            shown_as, 0, "the file is a PDF, not a picture", "Export the page that you need as PNG."
        )
    if data[:3] == b"\xff\xd8\xff" or data[:4] in (b"\x89PNG", b"RIFF", b"GIF8"):
        return Problem(
            shown_as,
            0,
            "the picture is damaged or cut short: its first bytes are all that is sound",
            "Copy it here again from the camera or from whoever sent it.",
        )
    return Problem(
        shown_as,
        0,
        f"the file is no picture that sitegen knows: {FORMAT_NAMES}",
        "Export it as JPEG.",
    )
