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
    ("files", "nearest"),
    [
        (("a/b/c/d/x", "a/b/x", "a/x", "e/x"), "a/b/x"),  # by the folders between them
        (("a/e/x", "a/x", "e/x"), "a/x"),
        (("e/x", "a/e/x"), "a/e/x"),
        (("e/b/x", "a/e/x"), "a/e/x"),  # only folders that both begin with are common
        (("a/c/d/e/x", "e/x"), "e/x"),
        (("a/d/x", "a/c/x"), "a/c/x"),  # the first by name of those that are as near
    ],
)
def test_the_nearest_of_one_name_has_the_fewest_folders_between(
    files: tuple[str, ...], nearest: str
) -> None:
    for order in (files, files[::-1]):
        assert NearestFile(order).of("a/b/story.md", "y/x") == nearest.removeprefix("a/b/")


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
