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
    ("files", "target", "meant"),
    [
        (("b/hall.jpg", "a/hill.jpg"), "hall.jpg", "b/hall.jpg"),  # its very name, elsewhere
        (("b/hall.md", "a/hill.md"), "hall", "b/hall.md"),
        (("b/photo-of-bridge.png", "a/photo-of-brigde.png"), "photo-of-brxdge.png",
         "photo-of-brigde.png"),
        (("a/X.jpg", "a/x.JPG"), "x.jpg", "X.jpg"),  # the first by name
        (("a/story.md", "b/story.md"), "stori.md", "b/story.md"),
    ],
)  # fmt: skip
def test_a_name_as_written_comes_before_one_with_a_slip(
    files: tuple[str, ...], target: str, meant: str
) -> None:
    """And of those with a slip, the one beside the story."""
    assert NearestFile(files).of("a/story.md", target) == meant


def test_so_many_names_are_compared_letter_by_letter() -> None:
    """More would take too long."""
    few = [f"a{number}" for number in range(4999)]
    near = "budget-of-the-county"
    assert NearestAddress([*few, near]).of("", "budget-of-the-countx") == near
    assert NearestAddress([*few, "a", near]).of("", "budget-of-the-countx") == ""
    assert NearestFile([*few, near]).of("x.md", "budget-of-the-countx") == near
    assert NearestFile([*few, "a", near]).of("x.md", "budget-of-the-countx") == ""


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


def test_of_two_addresses_that_differ_in_capitals_the_first_is_meant() -> None:
    assert NearestAddress(["/vote/", "/Vote/"]).of("/", "/VOTE/") == "/Vote/"


def test_a_hint_names_the_guess() -> None:
    assert hint_of("a.md", "No idea.") == "Did you mean 'a.md'?"
    assert hint_of("", "No idea.") == "No idea."
