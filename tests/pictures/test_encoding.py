"""The bytes that are published of a picture, and those that never are."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from sitegen.core.problems import SitegenError
from sitegen.core.record import replace
from sitegen.model.article import ImageRef
from sitegen.pictures import Facts, Variant, encode, encode_all, variants
from sitegen.pictures.facts import Rights, image_ref
from sitegen.pictures.measuring import measure_bytes
from sitegen.settings.types import ImageSettings
from tests.pictures.photo_files import LATITUDE, SECRET, noisy, phone_photo, saved

OPTIONS = ImageSettings()
TALKATIVE = (SECRET, LATITUDE, b"Exif", b"EXIF", b"8BIM", b"XMP ", b"xmpmeta", b"ICCP",
             b"ICC_PROFILE", b"iCCP")  # fmt: skip


def use(data: bytes, name: str = "content/news/bayou.jpg") -> ImageRef:
    facts = measure_bytes(data, name)
    assert isinstance(facts, Facts), facts
    return image_ref(name, facts, Rights(), alt="A sample")


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def rgb(image: Image.Image, at: tuple[int, int]) -> tuple[int, int, int]:
    red, green, blue = image.convert("RGB").getpixel(at)  # type: ignore[misc]
    return red, green, blue


def near(color: tuple[int, ...], target: tuple[int, ...], within: int = 12) -> bool:
    return all(abs(a - b) <= within for a, b in zip(color, target, strict=True))


@pytest.mark.parametrize("formats", [("webp",), ("avif",)])
def test_no_file_tells_where_a_photo_was_taken(formats: tuple[str, ...]) -> None:
    """The position of a source's house is in no variant, nor a serial number or thumbnail."""
    data = phone_photo(noisy(900, 700), 6, caption="Reeds", byline="A Sample Name")
    assert LATITUDE in data

    outputs = encode_all(data, variants(use(data), replace(OPTIONS, formats=formats)))

    assert len(outputs) > 5
    for file, published in outputs.items():
        assert [mark for mark in TALKATIVE if mark in published] == [], file
        assert not opened(published).getexif(), file


def test_every_file_has_the_size_and_format_that_pages_promise() -> None:
    """Width and height stand in the HTML: the file must agree, or the page jumps."""
    data = phone_photo(noisy(700, 500), 8)
    files = variants(use(data), replace(OPTIONS, formats=("webp", "avif")))

    outputs = encode_all(data, files)

    for variant in files:
        image = opened(outputs[variant.file])
        assert image.size == (variant.width, variant.height)
        assert (image.format or "").lower() == variant.format


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_stand_upright(orientation: int) -> None:
    """Whichever way a phone was held, its red corner is published where it was seen."""
    upright = Image.new("RGB", (400, 300), "#203040")
    upright.paste("#ff0000", (0, 0, 200, 150))
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(turns[orientation]) if orientation > 1 else upright
    data = phone_photo(stored, orientation)

    image = use(data)
    published = opened(encode(data, variants(image, OPTIONS)[-1]))

    assert (image.width, image.height) == (400, 300)
    whole = opened(encode(data, variants(image, OPTIONS)[0]))
    assert near(rgb(whole, (20, 20)), (255, 0, 0))
    assert near(rgb(whole, (300, 20)), (0x20, 0x30, 0x40))
    assert published.width > 0


def test_one_variant_alone_has_the_bytes_it_has_among_others() -> None:
    """The preview makes one file when a browser asks for it; a build would publish the same."""
    data = saved(noisy(3400, 2600))
    files = variants(use(data), replace(OPTIONS, widths=(320, 640)))

    together = encode_all(data, files)

    for variant in files[:3]:
        assert encode(data, variant) == together[variant.file]


def test_a_lead_picture_on_a_phone_weighs_at_most_60_kb() -> None:
    """A photo full of leaves gets a lower quality until a phone can have it soon."""
    data = saved(noisy(3000, 2000), quality=95)
    files = [v for v in variants(use(data), OPTIONS) if v.format == "webp" and v.width <= 960]

    outputs = encode_all(data, files)

    assert [v.width for v in files] == [320, 640, 960]
    assert max(map(len, outputs.values())) <= 60_000


def test_a_plain_photo_keeps_the_quality_that_was_set() -> None:
    """The limit is for heavy pictures: others are as good as the settings say."""
    data = saved(noisy(1200, 800).resize((24, 16)).resize((1200, 800)))
    variant = variants(use(data), OPTIONS)[2]

    assert encode(data, variant) == encode(data, replace(variant, limit=0))


def test_colours_of_wide_gamut_cameras_come_out_as_srgb() -> None:
    """Without its profile a picture would look wrong, so the profile is applied."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    assert lab
    swapped = _swapped_profile()
    data = saved(Image.new("RGB", (400, 300), "#ff0000"), icc_profile=swapped, quality=95)

    published = opened(encode(data, variants(use(data), OPTIONS)[0]))

    assert near(rgb(published, (9, 9)), (0, 0, 255), 40)
    assert "icc_profile" not in published.info


def _swapped_profile() -> bytes:
    """Return sRGB's profile with red's and blue's places exchanged: plain to see when used."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return (
        (profile.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ"))
        .replace(b"s\0R\0G\0B", b"t\0E\0S\0T")
        .replace(b"sRGB built-in", b"swap built-in")
    )


@pytest.mark.parametrize("mode", ["L", "CMYK", "I;16", "P", "1"])
def test_other_colour_modes_are_converted(mode: str) -> None:
    """Whatever the colours of the source, browsers get RGB or grey, as light as they were."""
    kind, name = ("JPEG", "x.jpg") if mode == "CMYK" else ("PNG", "x.png")
    grey = Image.new("L", (400, 300), 200)
    picture = Image.new("I;16", (400, 300), 200 * 257) if mode == "I;16" else grey.convert(mode)
    data = saved(picture, kind, **({"quality": 95} if kind == "JPEG" else {}))

    for variant in variants(use(data, name), OPTIONS, crops=False):
        image = opened(encode(data, variant))
        assert image.mode in ("RGB", "L")
        if mode != "1":
            assert near(rgb(image, (200, 100)), (200, 200, 200), 4)


def test_what_is_see_through_stays_so() -> None:
    """A logo without a ground is no white box: WebP and PNG keep its transparency."""
    picture = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    picture.paste((10, 120, 60, 255), (100, 100, 300, 200))
    data = saved(picture, "PNG")

    outputs = [opened(encode(data, v)) for v in variants(use(data, "x.png"), OPTIONS, crops=False)]

    assert {image.format for image in outputs} == {"WEBP", "PNG"}
    for image in outputs:
        assert image.convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]
        assert image.convert("RGBA").getpixel((160, 120))[3] == 255  # type: ignore[index]


def test_a_chart_keeps_its_exact_pixels() -> None:
    """Thin lines of a drawing are blurred by a photo's encoding, and no smaller for it."""
    chart = Image.new("RGB", (400, 300), "white")
    for left in range(0, 400, 20):
        chart.paste("#0b5563", (left, 300 - left // 2, left + 9, 300))
    data = saved(chart, "PNG")
    image = use(data, "x.png")
    whole = next(v for v in variants(image, OPTIONS) if v.width == 400)

    assert opened(encode(data, whole)).convert("RGB").tobytes() == chart.tobytes()
    lossy = next(v for v in variants(image, replace(OPTIONS, lossless=False)) if v.width == 400)
    assert opened(encode(data, lossy)).convert("RGB").tobytes() != chart.tobytes()


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_moving_pictures_keep_moving(kind: str) -> None:
    """A GIF comes out with all its frames, each as long as it was."""
    frames = [Image.new("RGB", (900, 600), color) for color in ("#ff0000", "#00ff00", "#0000ff")]
    data = saved(
        frames[0], kind, save_all=True, append_images=frames[1:], duration=[100, 250, 400], loop=0
    )
    files = variants(use(data, f"x.{kind.lower()}"), OPTIONS, crops=False)

    outputs = encode_all(data, files)

    moving = Image.open(BytesIO(outputs[files[1].file]))
    assert (moving.width, moving.n_frames) == (640, 3)  # type: ignore[attr-defined]
    durations = []
    for number in range(3):
        moving.seek(number)
        moving.load()
        durations.append(moving.info["duration"])
    assert durations == [100, 250, 400]
    assert near(rgb(moving, (9, 9)), (0, 0, 255))
    assert not getattr(opened(outputs[files[-1].file]), "is_animated", False)


def test_a_crop_shows_what_the_focus_names() -> None:
    """A square cut from a wide photo holds the face at its edge, not the middle."""
    wide = Image.new("RGB", (2400, 600), "#203040")
    wide.paste("#ff0000", (0, 0, 300, 600))
    data = saved(wide)
    image = replace(use(data), focus=(0.0, 0.5))

    square = next(v for v in variants(image, OPTIONS) if v.crop == "1x1")

    assert near(rgb(opened(encode(data, square)), (20, 20)), (255, 0, 0))


def test_a_drawing_is_published_clean() -> None:
    """An SVG leaves without its scripts; one that cannot be read is a problem."""
    data = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><script>x</script></svg>'
    (only,) = variants(use(data, "x.svg"), OPTIONS)

    assert b"script" not in encode(data, only)
    with pytest.raises(SitegenError):
        encode(b"<svg", only)


def test_a_variant_can_be_sent_to_a_worker() -> None:
    """Plain data with a canonical form, which comes back equal."""
    from sitegen.core.digests import Values

    data = saved(noisy(400, 300))
    values = Values()

    for variant in variants(use(data), OPTIONS):
        assert values.decode(Variant, values.encode(variant)) == variant
