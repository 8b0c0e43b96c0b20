"""HEIC, what iPhones take: read like any photo where its reader is installed, else explained.

pillow-heif itself is not asked for here: Pillow's own reader of AVIF, which is packed in the
same way, stands in for it. With the true one a photo was built by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from types import ModuleType
from typing import Any

import pytest
from PIL import AvifImagePlugin, Image

from sitegen.newsite.pack import extras_of
from sitegen.pictures import heif
from sitegen.settings.load import load
from tests.conftest import Site
from tests.pictures.photo_files import noisy, saved


def iphone_photo() -> bytes:
    """Return a picture that says of itself, as an iPhone's does, that it is HEIC."""
    camera = Image.Exif()
    camera[0x010F] = "SampleCamera"
    data = saved(noisy(1600, 900), "AVIF", quality=60, exif=camera.tobytes())
    return data[:8] + data[8:40].replace(b"avif", b"heic") + data[40:]


def _opened(file: Any, _name: str = "") -> Image.Image:
    data = file.read()
    data = data[:8] + data[8:40].replace(b"heic", b"avif") + data[40:]
    picture: Any = AvifImagePlugin.AvifImageFile(BytesIO(data))
    picture.format = "HEIF"
    return picture  # type: ignore[no-any-return]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install what stands for pillow-heif, and take it away again."""
    library: Any = ModuleType("pillow_heif")
    library.__spec__ = pytest.__spec__
    library.register_heif_opener = lambda **_options: Image.register_open(
        "HEIF", _opened, heif.is_heic
    )
    monkeypatch.setitem(sys.modules, "pillow_heif", library)
    heif.can_read.cache_clear()
    yield
    heif.can_read.cache_clear()
    Image.OPEN.pop("HEIF", None)
    if "HEIF" in Image.ID:  # else whoever opens a file next would look for its reader
        Image.ID.remove("HEIF")


@pytest.fixture
def no_reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    heif.can_read.cache_clear()
    yield
    heif.can_read.cache_clear()


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("name", ["hall.heic", "IMG_1234.HEIC", "hall.heif"])
def test_an_iphones_photo_is_published_like_any_other(site: Site, name: str) -> None:
    """In the formats that browsers show, and without what the camera wrote."""
    site.write_bytes(f"content/news/{name}", iphone_photo())
    site.story(image=f"{{file: {name}, alt: The hall}}", body=f"![The hall]({name})\n\nText.\n")

    built = site.build()

    assert built.paths("media/*.webp")
    assert built.paths("media/*.jpg")
    assert built.paths("*.hei?") == []
    assert built.mentioning("SampleCamera") == []


@pytest.mark.usefixtures("reader")
def test_an_iphones_photo_stands_in_a_gallery(site: Site) -> None:
    """A folder of photos is that of a phone."""
    site.write_bytes("content/news/photos/one.heic", iphone_photo())
    site.write("content/news/photos/one.heic.yml", "alt: The hall")
    site.story(body="![](photos/)\n")

    assert site.build().paths("media/one.*.jpg")


@pytest.mark.usefixtures("no_reader")
def test_without_its_reader_the_remedy_is_a_command(site: Site) -> None:
    """What has to be installed, or how the photo becomes a JPEG."""
    site.write_bytes("content/news/hall.heic", iphone_photo())
    site.story(image="{file: hall.heic, alt: The hall}")

    (problem,) = site.problems()

    assert "[heic]" in problem.hint
    assert "hall.jpg" in problem.hint


@pytest.mark.usefixtures("reader")
def test_a_photo_of_another_kind_under_its_name_is_told(site: Site) -> None:
    """A JPEG called .heic is named what it is."""
    site.write_bytes("content/news/hall.heic", saved(noisy(1600, 900)))
    site.story(image="{file: hall.heic, alt: The hall}")

    (problem,) = site.problems()

    assert "hall.jpg" in problem.hint


@pytest.mark.usefixtures("reader")
def test_a_host_gets_the_reader_that_is_in_use(site: Site) -> None:
    """Else the site would build at the desk and not on the host."""
    assert "heic" in extras_of(load(site.root))


def test_a_host_gets_nothing_that_is_not_in_use(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the reader no photo of the site needs it."""
    monkeypatch.setattr("sitegen.newsite.pack.find_spec", lambda _name: None)

    assert extras_of(load(site.root)) == ()
