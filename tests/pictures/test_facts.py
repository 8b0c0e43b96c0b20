"""What is decided of a picture without opening it, value by value."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from sitegen import pictures
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.article import ImageRef
from sitegen.model.views import Picture, Source
from sitegen.pictures import gallery, sizes, variants
from sitegen.pictures.facts import (
    Facts,
    Rights,
    fills_window,
    image_ref,
    licence_ended,
    narrow_full,
    narrow_lead,
    sidecar,
    usual_focus,
    weak_alt,
)
from sitegen.pictures.places import Box, Place, shape_of
from sitegen.pictures.variants import crop_box, fallback, picture, widths
from sitegen.settings.types import ImageSettings

OPTIONS = ImageSettings()
BOTH = replace(OPTIONS, formats=("webp", "avif"))
PHOTO = ImageRef("content/news/Bayou Photo.jpg", "d" * 32, "jpeg", 4000, 3000, "Reeds", color="#12")
TALL = replace(PHOTO, width=3000, height=4000, focus=(0.5, 0.33))
ENDED = datetime(2026, 3, 2, tzinfo=UTC)


# Variants. Published addresses may be kept for ever: none changes unless RECIPE does.


def _rows(image: ImageRef, options: ImageSettings = OPTIONS) -> list[tuple[object, ...]]:
    return [
        (v.file.removeprefix("media/bayou-photo."), v.height, v.crop, v.quality, v.box[:2],
         v.box[2:], v.limit, v.animated, v.lossless)
        for v in variants(image, options)
    ]  # fmt: skip


def test_a_photo_becomes_these_files() -> None:
    """Address, height, crop, quality, what of it is shown, weight, and how it is encoded."""
    assert _rows(PHOTO) == [
        ("9b119b40.320.webp", 240, "", 76, (0, 0), (4000, 3000), 19333, False, True),
        ("9b119b40.640.webp", 480, "", 76, (0, 0), (4000, 3000), 38667, False, True),
        ("9b119b40.960.webp", 720, "", 76, (0, 0), (4000, 3000), 58000, False, True),
        ("9b119b40.1280.webp", 960, "", 76, (0, 0), (4000, 3000), 103111, False, True),
        ("9b119b40.1600.webp", 1200, "", 76, (0, 0), (4000, 3000), 161111, False, True),
        ("9b119b40.1200.jpg", 900, "", 80, (0, 0), (4000, 3000), 0, False, False),
        ("ef5cacd4.16x9.1200.jpg", 675, "16x9", 80, (0, 375), (4000, 2625), 0, False, False),
        ("c71b580f.1x1.1200.jpg", 1200, "1x1", 80, (500, 0), (3500, 3000), 0, False, False),
    ]
    assert {(v.reach, v.width == int(v.file.split(".")[-2])) for v in variants(PHOTO, OPTIONS)} == {
        (1600, True)
    }


def test_a_portrait_is_cropped_for_cards_too() -> None:
    """A band of it around its focus, in all widths."""
    band = ((0, 195), (3000, 2445))
    assert _rows(TALL)[6:] == [
        ("08b098b8.4x3.320.webp", 240, "4x3", 76, *band, 19333, False, True),
        ("08b098b8.4x3.640.webp", 480, "4x3", 76, *band, 38667, False, True),
        ("08b098b8.4x3.960.webp", 720, "4x3", 76, *band, 58000, False, True),
        ("08b098b8.4x3.1280.webp", 960, "4x3", 76, *band, 103111, False, True),
        ("08b098b8.4x3.1600.webp", 1200, "4x3", 76, *band, 161111, False, True),
        ("08b098b8.4x3.1200.jpg", 900, "4x3", 80, *band, 0, False, False),
        ("79120f03.16x9.1200.jpg", 675, "16x9", 80, (0, 476), (3000, 2163), 0, False, False),
        ("7b9c4b50.1x1.1200.jpg", 1200, "1x1", 80, (0, 0), (3000, 3000), 0, False, False),
    ]


def test_a_moving_picture_and_its_stills_become_these_files() -> None:
    """In each format, without a weight; its stills keep what is see-through."""
    moving = replace(PHOTO, width=600, height=500, format="gif", animated=True, alpha=True)
    whole = ((0, 0), (600, 500))
    assert _rows(moving, BOTH) == [
        ("b993b285.320.webp", 267, "", 76, *whole, 0, True, True),
        ("b993b285.600.webp", 500, "", 76, *whole, 0, True, True),
        ("b993b285.320.avif", 267, "", 58, *whole, 0, True, False),
        ("b993b285.600.avif", 500, "", 58, *whole, 0, True, False),
        ("b993b285.600.png", 500, "", 80, *whole, 0, False, False),
        ("797d1c63.16x9.600.png", 337, "16x9", 80, (0, 82), (600, 419), 0, False, False),
        ("c3f9e1fd.4x3.600.png", 450, "4x3", 80, (0, 25), (600, 475), 0, False, False),
        ("784a0d60.1x1.500.png", 500, "1x1", 80, (50, 0), (550, 500), 0, False, False),
    ]
    assert [v.file for v in variants(replace(PHOTO, format="svg"), OPTIONS)] == [
        "media/bayou-photo.65253bd6.svg"
    ]
    (full, *_, last) = variants(replace(PHOTO, full=True), OPTIONS, crops=False)
    assert (full.file, full.reach, last.width) == (
        "media/bayou-photo.0aa486f5.320.webp",
        1920,
        1200,
    )
    assert [v.limit for v in variants(replace(PHOTO, full=True), OPTIONS) if v.width == 1920] == [
        232_000
    ]


@pytest.mark.parametrize(
    ("name", "stem"),
    [("a" * 39 + "-b.jpg", "a" * 39), ("a" * 41 + ".jpg", "a" * 40),
     ("a" * 40 + ".b.jpg", "a" * 40), ("!!!.jpg", "picture"), ("B & C.tar.jpg", "b-c-tar")],
)  # fmt: skip
def test_a_file_is_called_after_its_source(name: str, stem: str) -> None:
    """By its first forty letters; what has none in Latin is a picture."""
    for kind in ("jpeg", "svg"):
        first, *_ = variants(replace(PHOTO, path=f"content/{name}", format=kind), OPTIONS)
        assert first.file.split(".")[0] == f"media/{stem}"


def test_small_pictures_get_no_crops() -> None:
    """The narrowest of the three has three hundred pixels, or there is none."""
    small = replace(PHOTO, width=500, height=300)
    assert [v.width for v in pictures.crops(small, OPTIONS)] == [500, 400, 300]
    assert pictures.crops(replace(small, height=299), OPTIONS) == ()
    assert pictures.crops(replace(small, format="svg"), OPTIONS) == ()
    drawing = fallback(replace(small, format="svg"), OPTIONS)
    assert (drawing.format, drawing.width, drawing.quality, drawing.reach) == ("svg", 500, 0, 0)


def test_enough_is_decoded_for_every_variant() -> None:
    """A panorama's square needs more of its width than its widest file."""
    wide = replace(PHOTO, width=9000, height=1500)
    assert {v.reach for v in variants(wide, OPTIONS)} == {7200}
    assert {v.reach for v in variants(replace(wide, width=9001), OPTIONS)} == {7201}
    assert {v.reach for v in variants(replace(wide, height=1000), OPTIONS)} == {9000}
    narrow = replace(OPTIONS, widths=(320,))
    assert {v.reach for v in variants(replace(PHOTO, height=4000), narrow)} == {1200}
    assert {v.reach for v in variants(PHOTO, narrow)} == {1600}
    assert {v.reach for v in variants(replace(PHOTO, width=700, height=700), narrow)} == {700}


def test_a_page_offers_a_picture_in_these_words() -> None:
    """Up to two device pixels to the pixel, the best format first."""
    place = Place(480, (Box("(min-width: 40rem)", "50vw"), Box("", "100vw", is_height=True)))
    base = "/paper/media/bayou-photo.9b119b40"
    assert picture(PHOTO, place, BOTH, "/paper") == Picture(
        sources=tuple(
            Source(f"image/{kind}", ", ".join(f"{base}.{w}.{kind} {w}w" for w in (320, 640, 960)))
            for kind in ("avif", "webp")
        ),
        src=f"{base}.1200.jpg",
        width=1200,
        height=900,
        color="#12",
        focus="",
        sizes="(min-width: 40rem) 50vw, calc(100vw / 0.75)",
        full=f"{base}.1600.webp",
        shape="",
    )
    for widest, last in ((481, "1280w"), (800, "1600w"), (801, "1600w"), (1, "320w")):
        offer = picture(PHOTO, replace(place, widest=widest), OPTIONS, "")
        assert offer.sources[0].srcset.endswith(last)
    drawing = replace(PHOTO, format="svg", focus=(0.5, 0.3))
    url = "/paper/media/bayou-photo.65253bd6.svg"
    assert picture(drawing, place, BOTH, "/paper") == Picture(
        (), url, 4000, 3000, "", "50% 30%", "", url, ""
    )
    card = picture(TALL, place, OPTIONS, "")
    assert (card.focus, card.height, card.full) == (
        "",
        900,
        "/media/bayou-photo.9b119b40.1600.webp",
    )
    body = picture(TALL, replace(place, trimmed=False), OPTIONS, "")
    assert (body.focus, body.height) == ("50% 33%", 1600)
    square = replace(PHOTO, height=3400)  # 0.85 of its width: no portrait yet
    assert picture(square, place, OPTIONS, "").height == 1020
    assert picture(replace(square, height=3401), place, OPTIONS, "").height == 900
    assert sizes(place) == "(min-width: 40rem) 50vw, calc(100vw / 1.00)"


@pytest.mark.parametrize(
    ("width", "height", "targets", "most", "chosen"),
    [
        (320, 200, (320, 640), 0, (320,)),
        (352, 200, (320, 640), 0, (320,)),  # a tenth more is no width of its own
        (353, 200, (320, 640), 0, (320, 353)),
        (353, 200, (320,), 0, (320,)),
        (319, 200, (640, 320), 0, (319,)),
        (2000, 200, (640, 320, 640), 0, (320, 640)),
        (2000, 200, (320, 640), 500, (320, 500)),
        (2000, 200, (320, 640), 640, (320, 640)),
        (1, 20_000, (320,), 0, (1,)),
        (1000, 16_001, (320, 1000), 0, (320, 999)),
        (1000, 16_000, (320, 1000), 0, (320, 1000)),
    ],
)
def test_widths_are_chosen_by_these_bounds(
    width: int, height: int, targets: tuple[int, ...], most: int, chosen: tuple[int, ...]
) -> None:
    """None above its own, or above what WebP can hold; its own only where it says more."""
    assert widths(width, height, targets, most) == chosen
    if not most:
        assert widths(width, height, targets) == chosen


def test_a_box_of_one_pixel_is_still_one() -> None:
    """The thinnest pictures, and the corners of others."""
    assert crop_box(1000, 1, (1, 1), (0.5, 0.5)) == (500, 0, 501, 1)
    assert crop_box(1000, 1, (9, 16), (1.0, 0.5)) == (999, 0, 1000, 1)
    assert crop_box(1, 1000, (16, 9), (0.5, 0.0)) == (0, 0, 1, 1)
    assert crop_box(400, 300, (4, 3), (0.2, 0.9)) == (0, 0, 400, 300)
    assert crop_box(400, 400, (4, 3), (0.2, 0.4)) == (0, 10, 400, 310)
    assert crop_box(300, 400, (16, 9), (0.5, 0.5)) == (0, 116, 300, 284)


# Places and shapes


def test_a_shape_of_a_place_begins_at_its_limit() -> None:
    """Tall from 0.85 of its width and so many pixels on; small below so many."""
    boxes = (Box("", "100vw"),)
    tall, small = Place(1, boxes, limit=900), Place(1, boxes, limit=700)
    place = Place(1, boxes, shapes={"tall": tall, "small": small})
    shapes = {
        (size, full): shape_of(place, *size, full=full)
        for size in ((1000, 900), (1059, 900), (1000, 899), (699, 100), (700, 100), (699, 900))
        for full in (False, True)
    }
    assert {size: shape for (size, full), shape in shapes.items() if full} == {
        size: shape for (size, full), shape in shapes.items() if not full
    }  # the place has no boxes for what goes from edge to edge
    assert [shape for (_, full), shape in shapes.items() if not full] == [
        "tall", "", "", "small", "", "tall",
    ]  # fmt: skip
    assert shape_of(replace(place, shapes={"full": tall}), 1, 1, full=True) == "full"
    assert shape_of(replace(place, shapes={"full": tall}), 1, 1, full=False) == ""


# Words and uses


def test_a_use_says_more_than_the_file_beside_the_photo() -> None:
    """Field by field; which words are a use's is known to whoever reads them."""
    facts = Facts("d", "jpeg", 30, 20, "#112233", True, True, "fact", "maker", "owner")
    photo = Rights(None, "beside", "desk", "agency", "once", ENDED, (0.1, 0.2))

    use = image_ref("a.jpg", facts, photo, alt="A", caption="use", credit="us", focus=(0.3, 0.4))
    assert use == ImageRef(
        path="a.jpg", digest="d", format="jpeg", width=30, height=20, alt="A", caption="use",
        credit="us", licence="once", color="#112233", focus=(0.3, 0.4), animated=True, alpha=True,
        licence_until=ENDED,
    )  # fmt: skip
    use = image_ref("a.jpg", facts, photo, alt="A")
    assert (use.caption, use.credit, use.focus) == ("", "", (0.1, 0.2))
    assert image_ref("a.jpg", facts, Rights(), alt="A").focus == (0.5, 0.5)
    assert sidecar("a.jpg") == "a.jpg.yml"
    assert Rights() == Rights(None, "", "", "", "", None, None)
    assert Facts("d", "svg", 1, 1, "") == Facts("d", "svg", 1, 1, "", False, False, "", "", "")
    assert (usual_focus(1000, 850), usual_focus(1000, 851)) == ((0.5, 0.5), (0.5, 0.33))


def test_a_licence_ends_at_its_moment() -> None:
    """And is called by its last day."""
    image = replace(PHOTO, licence_until=ENDED)
    assert licence_ended(PHOTO, ENDED, "a.md", 3) is None
    assert licence_ended(image, ENDED - timedelta(seconds=1), "a.md", 3) is None
    assert licence_ended(image, ENDED, "a.md", 3) == Problem(
        "a.md", 3, "the licence of the picture 'Bayou Photo.jpg' ran out on 2026-03-01",
        "Use another picture, or renew it and write the new date in Bayou Photo.jpg.yml.",
    )  # fmt: skip


def test_pictures_too_narrow_for_their_place_are_told() -> None:
    """From one pixel too few on; a drawing fits everywhere."""
    assert [fills_window(replace(PHOTO, width=width)) for width in (1919, 1920)] == [False, True]
    assert fills_window(replace(PHOTO, width=9, format="svg"))
    assert narrow_lead(replace(PHOTO, width=1200), "a.md", 3) is None
    assert narrow_lead(replace(PHOTO, width=9, format="svg"), "a.md", 3) is None
    assert narrow_lead(replace(PHOTO, width=1199), "a.md", 3) == Problem(
        "a.md", 3, "the lead picture 'Bayou Photo.jpg' is 1199 pixels wide",
        "Use one of at least 1200 pixels if you have it: search engines show narrower ones small.",
        warning=True,
    )  # fmt: skip
    assert narrow_full(replace(PHOTO, width=1919), "a.md", 3) == Problem(
        "a.md", 3,
        "the picture 'Bayou Photo.jpg' is 1919 pixels wide, too few to go from edge to edge",
        "Use one of at least 1920 pixels, or take 'width: full' out.", warning=True,
    )  # fmt: skip


def test_an_alt_text_that_says_nothing_is_told() -> None:
    """A file's name, or that there is a picture."""
    for alt in ("IMG_1234", "bayou.jpg", "dscn 0012-3"):
        assert weak_alt(alt, "a.md", 3) == Problem(
            "a.md", 3, f"the alt text '{alt}' is a file's name", "Say what the picture shows.",
            warning=True,
        )  # fmt: skip
    long = "Photo of " + "reeds " * 20
    assert weak_alt(long, "a.md", 3) == Problem(
        "a.md", 3, f"the alt text '{long[:60]}' says that there is a picture",
        "Readers know. Begin with what it shows.", warning=True,
    )  # fmt: skip
    for alt in ("Reeds, image of summer", "Imagery", "IMG_1234 of reeds", ""):
        assert weak_alt(alt, "a.md", 3) is None


def test_a_gallery_is_ordered_as_a_reader_counts() -> None:
    """Numbers are numbers; what is hidden, no picture or of another folder is left out."""
    names = ["b10.jpg", "b2.jpg", "B1.png", "a.jpg", "10.jpg", "9.jpg", "b2.JPG", "\u00b2.jpg"]
    others = [".x.jpg", "a.jpg.yml", "deep/a.jpg"]
    paths = [f"content/p/{name}" for name in [*names, *others]] + ["content/a.jpg", "a.jpg"]
    assert [path.removeprefix("content/p/") for path in gallery("content/p", paths)] == [
        "9.jpg", "10.jpg", "a.jpg", "B1.png", "b2.JPG", "b2.jpg", "b10.jpg", "\u00b2.jpg",
    ]  # fmt: skip


def test_what_needs_pillow_is_loaded_when_it_is_asked_for() -> None:
    """Each name that the room gives, and no other."""
    code = """
import sys
from sitegen import pictures
assert "PIL" not in sys.modules
assert not {*pictures._LATE} & {*vars(pictures)}
"""
    subprocess.run([sys.executable, "-c", code], check=True)  # here others have asked already
    for name in pictures.__all__:
        assert getattr(pictures, name).__class__
    with pytest.raises(AttributeError, match=r"'sitegen.pictures' has no attribute 'zzz'"):
        _ = pictures.zzz
