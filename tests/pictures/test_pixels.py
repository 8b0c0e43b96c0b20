"""What becomes of a picture's pixels, and with which settings they are encoded."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import PIL
import pytest
from PIL import Image, ImageCms

from sitegen.core.digests import digest_bytes
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.pictures import cache, decode, elsewhere, encoding, heif, icons, recipe
from sitegen.pictures.cache import cached_card, cached_encode, encode_missing, entry, keep, kept
from sitegen.pictures.canvas import CREAM, Canvas, mixed
from sitegen.pictures.decode import has_alpha, open_picture, to_srgb
from sitegen.pictures.elsewhere import encode_elsewhere, variants_text
from sitegen.pictures.encoding import encode, encode_all
from sitegen.pictures.measuring import measure, measure_bytes
from sitegen.pictures.moving import Frame, frames_of
from sitegen.pictures.variants import Variant
from tests.pictures.photo_files import noisy, phone_photo, saved

WHOLE = Variant("a.webp", 40, 30, "webp", "", 70, box=(0, 0, 40, 30), reach=40)
PHOTO = saved(noisy(40, 30), "PNG")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


# Decoding


def test_no_more_is_decoded_than_is_wanted() -> None:
    """A JPEG at a half, a quarter or an eighth; what it says of its size stays."""
    data = phone_photo(noisy(800, 603), 6)
    for reach, size in (
        (100, (100, 133)),
        (603, (603, 800)),
        (9999, (603, 800)),
        (301, (301, 399)),
    ):
        pixels = decode.decode(data, reach)
        assert (pixels.width, pixels.height, pixels.format) == (603, 800, "jpeg")
        assert (pixels.image.size, pixels.image.mode, pixels.image.info) == (size, "RGB", {})
    indexed = saved(noisy(800, 600).convert("P"), "PNG")
    assert decode.decode(indexed, 100).image.size == (800, 600)  # its numbers are no colours
    assert decode.decode(saved(noisy(800, 600), "PNG"), 100).image.size == (100, 75)


def test_a_draft_is_asked_for_only_where_it_saves_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a JPEG that is wider than what is wanted."""
    asked: list[tuple[int, int]] = []
    data = saved(noisy(800, 600))

    def watched(_data: bytes) -> Any:
        image: Any = open_picture(data)
        draft = image.draft
        image.draft = lambda mode, size: (asked.append(size), draft(mode, size))
        return image

    monkeypatch.setattr(decode, "open_picture", watched)
    decode.decode(b"", 800)
    assert asked == []
    decode.decode(b"", 200)
    assert asked == [(200, 150)]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_see_through_is_still_so(mode: str) -> None:
    """In mode RGBA, whichever way it was stored; with its colours in sRGB."""
    glass = Image.new("RGBA", (8, 8), (200, 200, 200, 255))
    glass.putpixel((1, 1), (200, 200, 200, 0))
    picture = glass.convert(mode)
    assert has_alpha(picture) is True
    plain = to_srgb(picture)
    assert (plain.mode, plain.getpixel((1, 1))[3]) == ("RGBA", 0)  # type: ignore[index]
    assert has_alpha(noisy(8, 8)) is False


def _profiled(mode: str, name: str = "test") -> Image.Image:
    """Return red in a profile in which red and blue have changed places."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    picture = Image.new("RGBA", (4, 4), (255, 0, 0, 90)).convert(mode)
    picture.info["icc_profile"] = swapped.replace(
        "sRGB".encode("utf-16-be"), name.encode("utf-16-be")
    )
    return picture


def test_a_profile_is_applied_once_and_only_where_it_says_more() -> None:
    """To colours and not to what is see-through; a name that says sRGB is believed."""
    assert to_srgb(_profiled("RGB")).getpixel((0, 0)) == (0, 0, 255)
    assert to_srgb(_profiled("RGBA")).getpixel((0, 0)) == (0, 0, 255, 90)
    assert to_srgb(_profiled("P")).getpixel((0, 0)) == (0, 0, 255, 90)
    assert to_srgb(_profiled("RGB", "sRGB")).getpixel((0, 0)) == (255, 0, 0)
    assert to_srgb(_profiled("L")).mode == "L"
    assert to_srgb(_profiled("CMYK")).getpixel((0, 0)) == (255, 0, 0)  # a profile of another space
    damaged = _profiled("RGB")
    damaged.info["icc_profile"] = b"damage"
    assert to_srgb(damaged).getpixel((0, 0)) == (255, 0, 0)
    data = saved(
        Image.new("RGB", (4, 4), "#ff0000"), "PNG", icc_profile=_profiled("L").info["icc_profile"]
    )
    assert decode.decode(data, 4).image.getpixel((0, 0)) == (0, 0, 255)
    assert decode.decode(data, 4, as_srgb=True).image.getpixel((0, 0)) == (255, 0, 0)


def test_sixteen_bits_become_eight_band_by_band() -> None:
    """The last band is what is left, and each value a 256th."""
    for height in (1, 255, 256, 257, 512, 600):
        scan = Image.new("I;16", (2, height))
        for line in range(height):
            scan.putpixel((1, line), (line % 256) * 256 + 255)
        plain = to_srgb(scan)
        assert plain.mode == "L"
        assert plain.size == (2, height)
        assert [plain.getpixel((1, line)) for line in range(height)] == [
            line % 256 for line in range(height)
        ]
    assert to_srgb(Image.new("1", (2, 2), 1)).mode == "L"


# Encoding


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """Note with which settings pictures are encoded."""
    asked: list[tuple[str, dict[str, Any]]] = []
    real = Image.Image.save

    def save(image: Image.Image, file: Any, kind: str, **settings: Any) -> None:
        assert image.info == {} or "duration" in image.info
        asked.append((kind, settings))
        real(image, file, kind, **settings)

    monkeypatch.setattr(Image.Image, "save", save)
    return asked


def test_pictures_are_encoded_with_these_settings(
    written: list[tuple[str, dict[str, Any]]],
) -> None:
    """Another number gives other bytes to every site: RECIPE must say so."""
    for kind in ("webp", "avif", "jpeg", "png"):
        encode(PHOTO, replace(WHOLE, format=kind))
    assert written == [
        ("WEBP", {"quality": 70, "method": 4}),
        ("AVIF", {"quality": 70, "speed": 8, "max_threads": 1}),
        ("JPEG", {"quality": 70, "optimize": True, "progressive": True}),
        ("PNG", {"optimize": True}),
    ]
    frames = [noisy(40, 30, seed) for seed in range(2)]
    film = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=70, loop=3)
    written.clear()
    for kind in ("webp", "avif"):
        encode(film, replace(WHOLE, format=kind, animated=True))
    for _, settings in written:
        assert [len(settings.pop("append_images")), settings.pop("duration")] == [1, [70, 70]]
    assert written == [
        ("WEBP", {"save_all": True, "loop": 3, "quality": 70, "method": 4}),
        ("AVIF", {"save_all": True, "loop": 3, "quality": 70, "max_threads": 1}),
    ]


@pytest.mark.parametrize(("kind", "is_exact"), [("PNG", True), ("GIF", True), ("BMP", True),
                                                ("WEBP", False), ("TIFF", False)])  # fmt: skip
def test_exact_pixels_are_tried_of_flat_drawings(
    written: list[tuple[str, dict[str, Any]]], kind: str, is_exact: bool
) -> None:
    """Of those formats that drawings come in, and where the settings say so."""
    data = saved(
        Image.new("RGB", (40, 30), "#204060"),
        kind,
        **({"lossless": True} if kind == "WEBP" else {}),
    )
    written.clear()
    encode(data, replace(WHOLE, lossless=True))
    exact = ("WEBP", {"lossless": True, "method": 4})
    assert (exact in written) is is_exact
    written.clear()
    encode(data, WHOLE)
    assert written == [("WEBP", {"quality": 70, "method": 4})]
    for colours in (4096, 4097):
        shades = [bytes([number % 256, number // 256, 9]) for number in range(colours)]
        chart = Image.frombytes("RGB", (256, 256), b"".join(shades * 16)[: 3 << 16].ljust(3 << 16))
        assert encoding._is_flat(chart) is (colours == 4096)


def test_the_lighter_of_exact_and_blurred_pixels_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever it is."""
    for exact, blurred in ((b"ab", b"abc"), (b"abc", b"ab")):
        monkeypatch.setattr(
            encoding, "_save", lambda *_, exact=exact, blurred=blurred, **settings:
            exact if "lossless" in settings else blurred,
        )  # fmt: skip
        assert (
            encode(saved(Image.new("RGB", (40, 30)), "PNG"), replace(WHOLE, lossless=True)) == b"ab"
        )


def test_a_part_is_cut_where_its_box_says() -> None:
    """In pixels of the file, though less of it was decoded."""
    picture = Image.new("RGB", (400, 200), "#0000ff")
    picture.paste("#ff0000", (200, 100, 400, 200))
    part = replace(WHOLE, format="png", box=(240, 130, 380, 190), width=20, height=10, reach=200)
    assert opened(encode(saved(picture, "PNG"), part)).getcolors() == [(200, (255, 0, 0))]
    upper = replace(part, box=(240, 10, 380, 70))
    assert opened(encode(saved(picture, "PNG"), upper)).getcolors() == [(200, (0, 0, 255))]


def test_a_jpeg_of_a_see_through_picture_is_on_white() -> None:
    """A search engine's crop has no transparency."""
    glass = saved(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG")
    jpeg = opened(encode(glass, replace(WHOLE, format="jpeg")))
    assert (jpeg.mode, jpeg.getpixel((20, 15))) == ("RGB", (255, 255, 255))


def test_variants_of_one_reach_are_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawings, moving pictures and each reach apart."""
    reaches: list[tuple[int, bool]] = []
    real = decode.unpack

    def counted(draft: decode.Draft, *, as_srgb: bool = False) -> decode.Pixels:
        reaches.append((draft.reach, as_srgb))
        return real(draft, as_srgb=as_srgb)

    monkeypatch.setattr(encoding, "unpack", counted)
    wanted = [
        replace(WHOLE, file=f"{reach}.{number}", reach=reach)
        for number in range(2)
        for reach in (40, 20)
    ]
    files = encode_all(PHOTO, wanted)
    assert reaches == [(20, False), (40, False)]
    assert files.keys() == {"40.0", "20.0", "40.1", "20.1"}
    assert encode_elsewhere(PHOTO, True, variants_text(tuple(wanted))).keys() == files.keys()
    assert reaches[2:] == [(20, True), (40, True)]
    with pytest.raises(SitegenError):
        encode(b"<svg", replace(WHOLE, format="svg"))


# Moving pictures


def test_a_frame_without_a_time_stands_for_a_tenth_of_a_second() -> None:
    """And one that says no time at all."""
    frames = [Image.new("RGB", (8, 6), color) for color in ("#ff0000", "#00ff00", "#0000ff")]
    film = open_picture(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    shown, durations = frames_of(film, (8, 6), lambda frame: frame.convert("RGBA"))
    assert (len(shown), durations) == (3, [100])
    assert (shown[0].mode, shown[0].size, shown[0].getpixel((0, 0))) == (
        "RGBA",
        (8, 6),
        (255, 0, 0, 255),
    )
    shown[0].seek(0)  # encoders come back to it
    assert durations == [100]
    shown[1].seek(0)
    assert (durations, shown[0].im.size) == ([100, 100], (1, 1))
    with pytest.raises(EOFError):
        shown[1].seek(1)
    still = open_picture(saved(noisy(40, 30)))
    assert not hasattr(still, "n_frames")
    assert len(frames_of(still, (40, 30), lambda frame: frame.convert("RGBA"))[0]) == 1
    seen: list[Frame] = []
    Frame((1, 2), seen.append).seek(0)
    assert [frame.size for frame in seen] == [(1, 2)]


# Icons


def test_a_favicon_stands_in_the_middle_of_its_square() -> None:
    """In two sizes, see-through around it."""
    icon: Any = Image.open(
        BytesIO(icons.favicon(saved(Image.new("RGB", (64, 32), "#204060"), "PNG")))
    )
    assert icon.info["sizes"] == {(16, 16), (32, 32)}
    assert icon.size == (32, 32)
    large = icon.convert("RGBA")
    assert large.getchannel("A").getbbox() == (0, 8, 32, 24)
    assert large.getpixel((0, 8)) == (0x20, 0x40, 0x60, 255)
    tall = Image.open(BytesIO(icons.favicon(saved(Image.new("RGB", (32, 64), "#204060"), "PNG"))))
    assert tall.convert("RGBA").getchannel("A").getbbox() == (8, 0, 24, 32)


def test_a_cover_is_a_jpeg_on_white(written: list[tuple[str, dict[str, Any]]]) -> None:
    """As large as was asked."""
    glass = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    glass.paste((0, 0, 0, 255), (0, 0, 64, 32))
    data = saved(glass, "PNG")
    written.clear()
    cover = opened(icons.small_square(data, 40))
    assert written == [("JPEG", {"quality": 82, "optimize": True, "progressive": True})]
    assert (cover.format, cover.size) == ("JPEG", (40, 40))
    assert (cover.convert("L").getpixel((20, 5)), cover.convert("L").getpixel((20, 35))) == (0, 255)
    photo = opened(icons.small_square(saved(noisy(64, 64)), 32))
    assert photo.size == (32, 32)


# Canvas


def dark(canvas: Canvas) -> tuple[int, int, int, int] | None:
    """Return the box of what was drawn in black."""
    return canvas.picture.convert("L").point(lambda value: 255 if value < 9 else 0).getbbox()


@pytest.fixture
def canvas() -> Canvas:
    return Canvas(100, 50, 7)


def test_a_canvas_is_drawn_twice_as_large(canvas: Canvas) -> None:
    """Its points are shares of width and height."""
    assert (canvas.size, canvas.shape, canvas.picture.size) == ((100, 50), 0.5, (200, 100))
    assert canvas.picture.getpixel((0, 0)) == (0xF4, 0xEA, 0xD5)
    assert canvas.at(0.25, 0.5) == (50, 50)
    assert canvas.rng.random() == Canvas(1, 1, 7).rng.random()
    canvas.box(0.25, 0.5, 0.5, 0.75, "#000000")
    assert dark(canvas) == (50, 50, 101, 76)
    assert canvas.finished().size == (100, 50)


def test_round_areas_are_round(canvas: Canvas) -> None:
    """A disc's radius is a share of the width; an oval's of both."""
    canvas.disc(0.5, 0.5, 0.1, "#000000")
    assert dark(canvas) == (80, 30, 121, 71)
    canvas.box(0, 0, 1, 1, CREAM)
    canvas.oval(0.5, 0.5, 0.2, 0.1, "#000000")
    assert dark(canvas) == (60, 40, 141, 61)
    canvas.box(0, 0, 1, 1, CREAM)
    canvas.area([(0.1, 0.2), (0.3, 0.2), (0.3, 0.6)], "#000000")
    assert dark(canvas) == (20, 20, 61, 61)


@pytest.mark.parametrize(("width", "thick"), [(None, 1), (0.02, 4), (0.0, 1), (0.01, 2)])
def test_a_line_is_as_thick_as_its_share(canvas: Canvas, width: float | None, thick: int) -> None:
    """One pixel at least."""
    more = () if width is None else (width,)
    canvas.line([(0.1, 0.5), (0.9, 0.5)], "#000000", *more)
    box = dark(canvas)
    assert box is not None
    assert (box[0], box[2], box[3] - box[1]) == (20, 181, thick)


def test_a_sky_goes_from_colour_to_colour(canvas: Canvas) -> None:
    """Over all of the picture, or down to its horizon."""
    assert mixed("#000000", "#ff8001", 0.5) == (128, 64, 0)
    assert mixed("#ff8001", "#000000", 0.25) == (191, 96, 1)
    canvas.sky("#000000", "#ffffff")
    column = [canvas.picture.convert("L").getpixel((150, line)) for line in (0, 50, 99)]
    assert column == [0, 129, 255]
    low = Canvas(100, 50, 7)
    low.sky("#ffffff", "#000000", 0.5)
    assert low.picture.convert("L").getpixel((0, 49)) == 1
    assert low.picture.getpixel((199, 50)) == (0xF4, 0xEA, 0xD5)


# The cache of pictures


def test_an_entry_ends_with_its_proof(tmp_path: Path) -> None:
    """Sixteen bytes; an entry that is not whole is none."""
    folder = tmp_path / "deep/cache"
    keep(folder, "a", b"data")
    keep(folder, "a", b"other")
    assert [path.name for path in folder.iterdir()] == ["a"]
    stored = (folder / "a").read_bytes()
    assert (stored[:5], len(stored)) == (b"other", 21)
    assert (kept(folder, "a"), kept(folder, "b")) == (b"other", None)
    keep(folder, "empty", b"")
    assert kept(folder, "empty") == b""
    (folder / "a").write_bytes(stored[1:])
    assert kept(folder, "a") is None


def test_a_picture_is_encoded_from_the_very_file_that_was_measured(tmp_path: Path) -> None:
    """Another that came meanwhile is named as its editor knows it, or by its name."""
    photo, folder = tmp_path / "bayou.png", tmp_path / "cache"
    photo.write_bytes(PHOTO)
    digest = digest_bytes(PHOTO)
    both = [WHOLE, replace(WHOLE, file="b.webp", quality=20)]
    assert encode_missing(folder, photo, digest, both[:1]) == 1
    assert encode_missing(folder, photo, digest, both) == 1
    assert encode_missing(folder, photo, digest, both) == 0
    assert [kept(folder, entry(digest, v)) for v in both] == [encode(PHOTO, v) for v in both]
    photo.write_bytes(b"another")
    assert cached_encode(folder, photo, digest, WHOLE) == encode(PHOTO, WHOLE)
    missing = replace(WHOLE, quality=30)
    for label, name in (("", "bayou.png"), ("content/bayou.png", "content/bayou.png")):
        for work in (
            cached_encode,
            lambda *given: encode_missing(*given[:3], [given[3]], given[4]),
        ):
            with pytest.raises(SitegenError) as caught:
                work(folder, photo, digest, missing, label)
            assert caught.value.problems[0].path == name
    assert cached_card(folder, "card", lambda: b"one") == b"one"
    assert cached_card(folder, "card", lambda: b"two") == b"one"


def test_what_is_unused_goes_when_its_time_is_over(tmp_path: Path) -> None:
    """After thirty days, drafts after one; what is shown is touched once a day."""
    day, second = timedelta(days=1), timedelta(seconds=1)
    ages = {"old": 30 * day + second, "fresh": 30 * day, "a.new": day + second, "b.new": day,
            "shown": day + second, "seen": day, "a.new.x": 2 * day}  # fmt: skip
    for name, age in ages.items():
        (tmp_path / name).write_bytes(b"")
        moment = (NOW - age).timestamp()
        os.utime(tmp_path / name, (moment, moment))
    assert cache.sweep(tmp_path, ["shown", "seen"], NOW) == 2
    left = {path.name: NOW.timestamp() - path.stat().st_mtime for path in tmp_path.iterdir()}
    assert left == {"fresh": 30 * 86400, "b.new": 86400, "shown": 0, "seen": 86400,
                    "a.new.x": 2 * 86400}  # fmt: skip
    assert cache.sweep(tmp_path, ["shown"], NOW, timedelta(hours=1)) == 3
    assert cache.sweep(tmp_path / "none", [], NOW) == 0


# What makes two machines make the same


def test_small_pictures_are_made_of_large_ones_in_these_ways(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another gap, or another filter, gives other bytes to every site."""
    asked: list[tuple[Any, ...]] = []
    real = Image.Image.resize

    def resize(image: Image.Image, size: Any, *filters: Any, **more: Any) -> Image.Image:
        box = more.get("box")
        asked.append(
            (image.size, size, *filters, box and tuple(map(round, box)), more.get("reducing_gap"))
        )
        return real(image, size, *filters, **more)

    data = saved(noisy(800, 600), "PNG")
    monkeypatch.setattr(Image.Image, "resize", resize)
    sharp, box = Image.Resampling.LANCZOS, Image.Resampling.BOX
    encode(data, replace(WHOLE, reach=400, box=(200, 0, 800, 600), format="png"))
    assert asked == [
        ((800, 600), (400, 300), sharp, None, 3.0),
        ((400, 300), (256, 256), Image.Resampling.NEAREST, None, None),  # is it flat?
        ((400, 300), (40, 30), sharp, (100, 0, 400, 300), 3.0),
    ]
    asked.clear()
    measure_bytes(data, "a.png")
    assert asked == [((800, 600), (48, 36), box, None, 2.0)]


def test_a_machine_is_known_by_a_sample_of_what_it_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    """In each format, with slopes and grain; by its libraries too."""
    given: list[Any] = []

    def encode_sample(data: bytes, variants: list[Variant]) -> dict[str, bytes]:
        given.extend([opened(data), *variants])
        return {variant.file: variant.file.encode() for variant in variants}

    monkeypatch.setattr(elsewhere, "encode_all", encode_sample)
    assert elsewhere._sample_digest() == digest_bytes(b"jpegpngwebpavif")
    picture, *variants = given
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (256, 256))
    assert variants == [
        Variant(kind, 96, 64, kind, "", 60, (0, 40, 240, 200), 128, 1500)
        for kind in ("jpeg", "png", "webp", "avif")
    ]

    def version(name: str) -> str:
        if installed:
            return f"{name} 1"
        raise elsewhere.metadata.PackageNotFoundError

    monkeypatch.setattr(elsewhere.metadata, "version", version)
    installed = True
    assert elsewhere._heic_version() == "pillow-heif 1"
    installed = False
    assert elsewhere._heic_version() == "none"


def test_ways_to_encode_and_to_draw_have_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """By Pillow's version, ours, and the code that draws; HEIC's reader is asked once."""
    assert recipe.encoder() == f"3 Pillow {PIL.__version__}"
    folder = Path(recipe.__file__).parent
    code = (folder / "card.py").read_bytes() + (folder / "card_letters.py").read_bytes()
    assert recipe.drawer() == f"{digest_bytes(code)} Pillow {PIL.__version__}"
    assert recipe.drawer() is recipe.drawer()
    options: list[dict[str, object]] = []
    library: Any = ModuleType("pillow_heif")
    library.register_heif_opener = lambda **more: options.append(more)
    for module, can_read in ((library, True), (None, False)):
        monkeypatch.setitem(sys.modules, "pillow_heif", module)
        heif.can_read.cache_clear()
        assert [heif.can_read(), heif.can_read()] == [can_read] * 2
    heif.can_read.cache_clear()
    assert options == [{"thumbnails": False}]


def test_a_file_that_cannot_be_read_has_the_systems_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In small letters; or none is given."""
    assert measure(tmp_path / "a.jpg", "content/a.jpg") == Problem(
        "content/a.jpg", 0, "there is no such picture", "Put the file there."
    )
    hint = "Check that it is a file, and that you may open it."
    for error, reason in ((OSError(5, "Input/output error"), "input/output error"),
                          (OSError("x"), "no reason given")):  # fmt: skip

        def refuse(_path: Path, error: OSError = error) -> bytes:
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(Path, "read_bytes", refuse)
            assert measure(tmp_path, "content/a.jpg") == Problem(
                "content/a.jpg", 0, f"the picture cannot be read: {reason}", hint
            )
