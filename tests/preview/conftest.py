"""A small paper with all that a preview shows, and a press that has its edition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PIL import Image

from sitegen.preview.press import OwnPress
from tests.conftest import NOW, Site
from tests.pictures.photo_files import phone_photo, saved


@pytest.fixture(scope="package")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("press") / "site")
    settings = site.read("sitegen.toml").replace("gazette.example", "gazette.example/paper")
    site.write("sitegen.toml", settings)
    photo = Image.new("RGB", (1600, 1200), "#204060")
    site.write_bytes("content/news/hall.jpg", saved(photo))
    site.write_bytes("static/root/camera.jpg", phone_photo(photo.resize((64, 48))))
    site.write("static/root/words.txt", "Sample words.\n")
    site.write(
        "content/news/map.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>'
    )
    image = "{file: hall.jpg, alt: A hall, focus: [0.25, 0.5]}"
    site.story("content/news/vote.md", title="Vote", image=image)
    site.story(
        "content/news/plan.md", title="Plan", draft="true", image="{file: map.svg, alt: A map}"
    )
    site.story("content/news/late.md", title="Late", embargo="2026-11-26 06:00")
    return site


@pytest.fixture(scope="package")
def press(paper: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnPress]:
    # Nobody has read the sources into this cache, whichever test comes first.
    press = OwnPress(paper.root, tmp_path_factory.mktemp("cache"), True)
    outcome = press.refresh(datetime.fromisoformat(NOW), 1)
    assert (outcome.problems, outcome.is_given_up) == ((), False)
    assert "content/news/vote.md" in outcome.sources
    yield press
    press.close()
