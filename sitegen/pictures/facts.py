"""The facts of a picture, and the use of it that a story makes.

`Facts` is what the file itself tells (see `measuring`), `Rights` what stands in the file
beside it (see `rights`).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from sitegen.core.file_names import PICTURE_ENDINGS
from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.model.article import ImageRef

SIDECAR = ".yml"
LEAD_WIDTH = 1200  # pixels; what Google asks of a picture that it shows large
CENTRE = (0.5, 0.5)
UPPER_THIRD = (0.5, 0.33)
TALL = 0.85  # height by width from which a picture is a portrait or as good as square
FULL_WIDTH = 1920  # pixels that a picture needs to go from edge to edge and stay sharp

# What screen readers say already, in the languages of the interface; and cameras' names.
_SAYS_PICTURE = late_pattern(
    r"(?:an? |the |una? |la )?(?:image|picture|photo|photograph|graphic|imagen|foto|fotografía)"
    r"(?: of\b| de\b| showing\b|:|$)|(?:hình ảnh|bức ảnh|ảnh chụp)\b",
    re.IGNORECASE,
)
_FILE_NAME = late_pattern(
    rf"\S+\.(?:{'|'.join(PICTURE_ENDINGS)})"
    r"|(?:img|dsc[nf]?|pxl|mvimg|image|screenshot|whatsapp image)[-_ ]?\d[\d_-]*",
    re.IGNORECASE,
)


class Facts(Record):
    """What a picture file says of itself. The words are defaults; see `sources.picture_words`."""

    digest: str
    format: str  # "jpeg", "png", "webp", "gif", "avif", "tiff", "bmp" or "svg"
    width: int  # pixels, after rotation
    height: int
    color: str  # dominant colour, "#rrggbb"; "" for drawings and what is see-through
    animated: bool = False
    alpha: bool = False
    caption: str = ""
    credit: str = ""
    copyright: str = ""


class Rights(Record):
    """What the file beside a photo says; it holds for every use of the photo."""

    alt: str | None = None  # for galleries of a folder, where no story writes one
    caption: str = ""
    credit: str = ""
    copyright: str = ""
    licence: str = ""
    licence_until: datetime | None = None  # the first moment at which it may not be shown
    focus: tuple[float, float] | None = None  # None: not written


def sidecar(path: str) -> str:
    """Return where a photo's words stand: "content/news/bayou.jpg.yml"."""
    return path + SIDECAR


def image_ref(
    path: str,
    facts: Facts,
    photo: Rights,
    *,
    alt: str,
    caption: str = "",
    credit: str = "",
    focus: tuple[float, float] | None = None,
) -> ImageRef:
    """Return one use of a picture, with its words, and the focus of its file if it has none."""
    return ImageRef(
        path=path,
        digest=facts.digest,
        format=facts.format,
        width=facts.width,
        height=facts.height,
        alt=alt,
        caption=caption,
        credit=credit,
        licence=photo.licence,
        color=facts.color,
        focus=focus or photo.focus or usual_focus(facts.width, facts.height),
        animated=facts.animated,
        alpha=facts.alpha,
        licence_until=photo.licence_until,
    )


def usual_focus(width: int, height: int) -> tuple[float, float]:
    """Return what crops keep where nobody has said: heads are in the upper third of portraits."""
    return UPPER_THIRD if height > width * TALL else CENTRE


def licence_ended(image: ImageRef, now: datetime, shown_as: str, line: int) -> Problem | None:
    """Return a problem when a live story shows a picture whose licence has run out.

    The moment at which the next one will is a change of the site: `image.licence_until`.
    """
    if image.licence_until is None or now < image.licence_until:
        return None
    name = PurePosixPath(image.path).name
    last = image.licence_until - timedelta(seconds=1)
    return Problem(
        shown_as,
        line,
        f"the licence of the picture '{name}' ran out on {last:%Y-%m-%d}",
        f"Use another picture, or renew it and write the new date in {name}{SIDECAR}.",
    )


def weak_alt(alt: str, shown_as: str, line: int) -> Problem | None:
    """Warn of an alt text that tells nobody what the picture shows (rule A11)."""
    if _FILE_NAME.fullmatch(alt):
        fault, hint = "is a file's name", "Say what the picture shows."
    elif _SAYS_PICTURE.match(alt):
        fault, hint = "says that there is a picture", "Readers know. Begin with what it shows."
    else:
        return None
    return Problem(shown_as, line, f"the alt text '{alt[:60]}' {fault}", hint, warning=True)


def fills_window(image: ImageRef) -> bool:
    """Say whether a picture has the pixels to go from edge to edge of a window."""
    return image.format == "svg" or image.width >= FULL_WIDTH


def narrow_full(image: ImageRef, shown_as: str, line: int) -> Problem:
    """Warn of a picture that shall go from edge to edge and has too few pixels for it."""
    return Problem(
        shown_as,
        line,
        f"the picture '{PurePosixPath(image.path).name}' is {image.width} pixels wide, "
        "too few to go from edge to edge",
        f"Use one of at least {FULL_WIDTH} pixels, or take 'width: full' out.",
        warning=True,
    )


def narrow_lead(image: ImageRef, shown_as: str, line: int) -> Problem | None:
    """Warn of a lead picture that search engines will show small, if at all."""
    if image.format == "svg" or image.width >= LEAD_WIDTH:
        return None
    return Problem(
        shown_as,
        line,
        f"the lead picture '{PurePosixPath(image.path).name}' is {image.width} pixels wide",
        f"Use one of at least {LEAD_WIDTH} pixels if you have it: "
        "search engines show narrower ones small.",
        warning=True,
    )
