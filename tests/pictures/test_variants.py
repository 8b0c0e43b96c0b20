"""Which files a picture becomes, decided without opening it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.core.digests import digest_file
from sitegen.core.record import replace
from sitegen.model.article import ImageRef
from sitegen.pictures import crops, fallback, picture, sizes, social_image, variants
from sitegen.pictures.variants import crop_box, widths
from sitegen.settings.types import ImageSettings
from sitegen.theme.files import Theme, ThemeFile
from sitegen.theme.layers import root
from sitegen.theme.places import place_called, places_of

OPTIONS = ImageSettings()
_PLACES = root() / "templates" / "places.toml"
_FILE = ThemeFile("places.toml", _PLACES, digest_file(_PLACES))
PLACES = places_of(Theme({}, {}, {}, "", (_FILE,))).by_name
PHOTO = ImageRef(
    "content/news/Bayou Photo.jpg", "d" * 32, "jpeg", 4000, 3000, "Reeds", color="#123456"
)
TALL = replace(PHOTO, width=3000, height=4000)
SMALL = replace(PHOTO, width=500, height=333)


def test_a_photo_is_offered_in_five_widths_one_fallback_and_three_crops() -> None:
    """A lead picture becomes five WebP files, a JPEG, and the crops that Google asks for."""
    files = variants(PHOTO, OPTIONS)

    assert [v.width for v in files if v.format == "webp"] == [320, 640, 960, 1280, 1600]
    assert [(v.crop, v.width, v.height) for v in files if v.format == "jpeg"] == [
        ("", 1200, 900),  # a photo of 4:3 needs no crop to 4:3
        ("16x9", 1200, 675),
        ("1x1", 1200, 1200),
    ]
    assert len({v.file for v in files}) == len(files)


def test_nothing_is_enlarged() -> None:
    """A picture of 500 pixels is offered at 320 and 500, not at 640."""
    files = variants(SMALL, OPTIONS)

    assert [v.width for v in files if v.format == "webp"] == [320, 500]
    assert max(v.width for v in files) == 500


@given(st.integers(2, 20_000), st.integers(2, 20_000), st.booleans())
def test_every_variant_lies_within_its_source(width: int, height: int, crops: bool) -> None:
    """However odd a picture's shape, no file is larger than it or larger than WebP allows."""
    image = replace(PHOTO, width=width, height=min(height, width * 900))
    for v in variants(image, OPTIONS, crops=crops):
        left, top, right, bottom = v.box
        assert 0 <= left < right <= image.width
        assert 0 <= top < bottom <= image.height
        assert 1 <= v.width <= right - left
        assert v.height <= 16_383
        assert v.reach <= image.width


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("image", [PHOTO, TALL, SMALL], ids=["wide", "tall", "small"])
def test_every_file_that_a_page_names_is_made(image: ImageRef, place: str) -> None:
    """A template can name no picture file that the build does not write."""
    files = {"/paper/" + v.file for v in variants(image, OPTIONS, crops=False)}

    offer = picture(image, PLACES[place], OPTIONS, "/paper")
    where = PLACES[place].shapes.get(offer.shape, PLACES[place])

    candidates = {c.split()[0] for s in offer.sources for c in s.srcset.split(", ")}
    assert candidates | {offer.src, offer.full} <= files
    assert offer.sizes == sizes(where, image.height / image.width)


def test_a_tall_lead_picture_is_loaded_as_wide_as_it_is_shown() -> None:
    """A portrait is as high as its box: its width is a part of that height, but on phones."""
    offer = picture(TALL, PLACES["article"], OPTIONS, "")

    assert "(min-width: 64rem) calc(min(80vh, 720px) / 1.33)" in offer.sizes
    assert offer.sizes.endswith(", 100vw")


@pytest.mark.parametrize(
    ("width", "height", "full", "shape"),
    [
        (4000, 3000, False, ""),
        (2400, 800, False, ""),
        (700, 400, False, ""),
        (699, 400, False, "small"),
        (434, 434, False, "small"),
        (1600, 1600, False, "tall"),
        (3000, 4000, False, "tall"),
        (300, 700, False, "small"),
        (3000, 4000, True, "full"),
    ],
)
def test_a_lead_picture_stands_where_its_pixels_suffice(
    width: int, height: int, full: bool, shape: str
) -> None:
    """A portrait is no slab in a landscape box, and a small picture is not blown up."""
    image = replace(PHOTO, width=width, height=height, full=full)

    assert picture(image, PLACES["article"], OPTIONS, "").shape == shape


def test_a_picture_from_edge_to_edge_has_a_file_for_it() -> None:
    """The largest file of other pictures is 1600 pixels wide: too few for a wide window."""
    full = replace(PHOTO, full=True)

    assert max(v.width for v in variants(full, OPTIONS)) == 1920
    assert all(v.reach >= v.width for v in variants(full, OPTIONS))
    assert " 1920w" in picture(full, PLACES["article"], OPTIONS, "").sources[0].srcset


def test_crops_and_shared_pictures_are_among_the_files() -> None:
    """What structured data and shared links name is published, in the sizes Google asks for."""
    files = set(variants(PHOTO, OPTIONS))

    assert set(crops(PHOTO, OPTIONS)) <= files
    assert [(v.width, v.height) for v in crops(PHOTO, OPTIONS)] == [
        (1200, 675),
        (1200, 900),
        (1200, 1200),
    ]
    assert social_image(PHOTO, OPTIONS) == crops(PHOTO, OPTIONS)[0]
    assert fallback(PHOTO, OPTIONS).format == "jpeg"


def test_a_picture_used_as_lead_and_in_a_body_is_made_once() -> None:
    """The files of a body's picture are equal to those of the same picture as a lead."""
    lead, body = variants(TALL, OPTIONS, crops=True), variants(TALL, OPTIONS, crops=False)

    assert set(body) <= set(lead)


def test_a_tall_picture_is_cropped_for_cards_around_its_focus() -> None:
    """A card shows a band of a portrait; it loads that band and not the rest."""
    image = replace(TALL, focus=(0.5, 0.0))

    card = picture(image, PLACES["card"], OPTIONS, "")
    body = picture(image, PLACES["body"], OPTIONS, "")

    assert ".4x3." in card.src
    assert (card.width, card.height, card.focus) == (1200, 900, "")
    assert (body.width, body.height) == (1200, 1600)
    assert all(v.box[1] == 0 for v in variants(image, OPTIONS) if v.crop)


def test_a_wide_picture_is_trimmed_by_css_at_its_focus() -> None:
    """The style keeps what the focus names in view; the centre needs no style."""
    image = replace(PHOTO, focus=(0.5, 0.3))

    assert picture(image, PLACES["card"], OPTIONS, "").focus == "50% 30%"
    assert picture(PHOTO, PLACES["card"], OPTIONS, "").focus == ""


def test_small_boxes_are_offered_small_files_only() -> None:
    """A face of 64 pixels is not offered in 1600: that is HTML nobody needs."""
    assert "640w" not in picture(PHOTO, PLACES["face"], OPTIONS, "").sources[0].srcset
    assert "1600w" in picture(PHOTO, PLACES["lead"], OPTIONS, "").sources[0].srcset


def test_the_address_changes_with_content_settings_and_focus() -> None:
    """A file under /media/ may be kept for ever: another picture has another address."""

    def files(image: ImageRef, options: ImageSettings = OPTIONS) -> set[str]:
        return {v.file for v in variants(image, options)}

    assert not files(PHOTO) & files(replace(PHOTO, digest="e" * 32))
    assert not files(PHOTO) & files(PHOTO, replace(OPTIONS, webp_quality=60))
    moved = files(replace(PHOTO, focus=(0.1, 0.1)))
    assert files(PHOTO) - moved == {v.file for v in crops(PHOTO, OPTIONS) if v.crop}
    assert files(PHOTO) == files(replace(PHOTO, alt="Other words", caption="Others"))


def test_avif_is_offered_before_webp_when_it_is_set() -> None:
    """A browser takes the first format that it knows."""
    options = replace(OPTIONS, formats=("webp", "avif"))

    offer = picture(PHOTO, PLACES["lead"], options, "")

    assert [s.type for s in offer.sources] == ["image/avif", "image/webp"]
    assert offer.src.endswith(".jpg")


def test_a_see_through_picture_falls_back_to_png() -> None:
    """JPEG has no transparency, so feeds and old mail programs get a PNG."""
    image = replace(PHOTO, format="png", alpha=True)

    assert fallback(image, OPTIONS).format == "png"


def test_a_moving_picture_keeps_moving_up_to_640_pixels() -> None:
    """Each frame costs bytes again, so moving pictures are bounded; old readers get a still."""
    files = variants(replace(PHOTO, format="gif", animated=True), OPTIONS, crops=False)

    assert [(v.width, v.animated) for v in files if v.format == "webp"] == [
        (320, True),
        (640, True),
    ]
    assert [v.animated for v in files if v.format == "jpeg"] == [False]


def test_a_drawing_is_one_file() -> None:
    """An SVG fits every box: it has no sizes, no crops and no picture for networks."""
    image = replace(PHOTO, path="content/news/map.svg", format="svg")

    (only,) = variants(image, OPTIONS)

    assert only.file.startswith("media/map.")
    assert only.file.endswith(".svg")
    assert picture(image, PLACES["body"], OPTIONS, "").sources == ()
    assert crops(image, OPTIONS) == ()
    assert social_image(image, OPTIONS) is None


def test_a_file_name_keeps_the_words_of_its_source() -> None:
    """Picture searches read the name of the file; one in another script still has a name."""
    assert variants(PHOTO, OPTIONS)[0].file.startswith("media/bayou-photo.")
    unnamed = replace(PHOTO, path="content/news/休斯敦.jpg")
    assert variants(unnamed, OPTIONS)[0].file.startswith("media/")


def test_an_unknown_place_lists_those_there_are() -> None:
    """Whoever writes a template learns which places the theme has."""
    with pytest.raises(LookupError, match=r"Places: article, .*body, card"):
        place_called(PLACES, "zzz")


def test_widths_are_ascending_and_the_picture_own_one_fills_the_gap() -> None:
    """No picture is enlarged, and none comes in two nearly equal widths."""
    assert widths(500, 300, (320, 640)) == (320, 500)
    assert widths(1000, 600, (320, 640, 960, 1280)) == (320, 640, 960)
    assert widths(200, 100, (320, 640)) == (200,)
    assert widths(100, 20_000, (320,)) == (80,)


def test_a_crop_stays_within_the_picture_and_near_its_focus() -> None:
    """The box is as large as the ratio allows and moves to the focus as far as it can."""
    assert crop_box(400, 300, (1, 1), (0.5, 0.5)) == (50, 0, 350, 300)
    assert crop_box(400, 300, (1, 1), (0.0, 0.5)) == (0, 0, 300, 300)
    assert crop_box(400, 300, (16, 9), (0.5, 1.0)) == (0, 75, 400, 300)
