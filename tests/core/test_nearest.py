"""Which file or page a link may mean."""

from __future__ import annotations

import pytest

from sitegen.core.nearest import NearestAddress, NearestFile, hint_of

FILES = NearestFile(
    ["content/news/vote.md", "content/news/Hall.JPG", "content/news/maps/plan.png",
     "content/local/hall.jpg", "content/local/park/index.md", "content/news/council-meets.md",
     "static/root/ads.txt", "static/logo.svg", "content/sport/race.md", "content/news/race.md",
     "content/local/photo-of-bridge.png"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("hall.jpg", "Hall.JPG"),
        ("maps/PLAN.png", "maps/plan.png"),
        ("plan.png", "maps/plan.png"),
        ("../local/HALL.jpg", "content/local/hall.jpg"),
        ("/local/park", "content/local/park/index.md"),
        ("park", "content/local/park/index.md"),
        ("park/", "content/local/park/index.md"),
        ("race.md", "content/news/race.md"),
        ("../race.md", "content/news/race.md"),
        ("/sport/race", "content/news/race.md"),
        ("ads.txt", "/ads.txt"),
        ("LOGO.svg", "/logo.svg"),
        ("council-meet.md", "content/news/council-meets.md"),
        ("photo-of-brige.png", "content/local/photo-of-bridge.png"),
        ("vote.md", ""),  # itself
        ("nothing-like-it", ""),
    ],
)
def test_a_story_means_the_file_that_is_nearest(target: str, meant: str) -> None:
    """In other letters, in another folder, or with a slip; never itself."""
    assert FILES.of("content/news/vote.md", target) == meant


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("/NEWS/Vote/", "/news/vote/"),
        ("/vote/", "/news/vote/"),
        ("/2019/vote.html", "/news/vote/"),
        ("/local/race", "/local/race/"),
        ("/race/", "/local/race/"),
        ("/sport/2019/race/", "/sport/race/"),
        ("/nwes/vtoe/", "/news/vote/"),
        ("/here/", ""),
        ("/", ""),
        ("/completely/different", ""),
    ],
)
def test_a_page_means_the_address_that_is_nearest(target: str, meant: str) -> None:
    pages = NearestAddress(["/news/vote/", "/local/race/", "/sport/race/", "/here/"])
    assert pages.of("/here/", target) == meant


def test_a_hint_names_the_guess() -> None:
    assert hint_of("a.md", "No idea.") == "Did you mean 'a.md'?"
    assert hint_of("", "No idea.") == "No idea."
