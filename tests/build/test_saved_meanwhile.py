"""Files that are saved while a site is built, and put back: nothing of it stays anywhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sitegen.build import build as build_module
from sitegen.build import inputs
from tests.build.random_edits import picture
from tests.conftest import Site

LOGO, OTHER = picture((1, 2, 3), (64, 64)), picture((99, 9, 9), (64, 64))
PHOTO, OTHER_PHOTO = picture((1, 2, 3), (1300, 700)), picture((99, 9, 9), (1300, 700))
# path → what stands there, and what is saved for a moment.
FILES = {
    "templates/article.html": (b'{% extends "theme/article.html" %}', b"<p>Another sample</p>"),
    "templates/blocks/sample.html": (
        b"{#- takes:\n    size: number\n-#}\n<p>One {{ size }}</p>\n",
        b"{#- takes:\n    size: number\n-#}\n<p>Two {{ size }}</p>\n",
    ),
    "static/css/more.css": (b".sample { color: #111 }\n", b".sample { color: #222 }\n"),
    "static/js/sample.js": (b"// a sample\n", b"// a simple\n"),
    "static/root/sample.txt": (b"a sample\n", b"a simple\n"),
    "static/logo.png": (LOGO, OTHER),
    "content/news/photo.png": (PHOTO, OTHER_PHOTO),
    "content/news/photo.png.yml": (b"credit: Sample One\n", b"credit: Sample Two\n"),
    "content/news/list.csv": (b"sample,1\n", b"simple,1\n"),
    "content/news/vote.md": (b"", b""),
}


def newsroom(site: Site) -> None:
    for path, (data, _other) in FILES.items():
        if data:
            site.write_bytes(path, data)
    site.story(
        "content/news/vote.md",
        "A [list](list.csv).\n\n::: sample size=5\n:::\n",
        image="{file: photo.png, alt: A sample}",
    )
    site.story("content/news/rain.md")
    site.setting('[organisation]\nlogo = "logo.png"')
    site.setting("[images]\nwidths = [320]")
    words = site.read("content/news/vote.md").encode()
    FILES["content/news/vote.md"] = (words, words.replace(b"A [list]", b"One [list]"))


@contextmanager
def saved_for_a_moment(site: Site, path: str) -> Iterator[None]:
    """Save something else there, with the very size and time where it can; then put it back."""
    file = site.root / path
    before = file.stat()
    data, other = FILES[path]
    file.write_bytes(other)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    try:
        yield
    finally:
        file.write_bytes(data)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def during(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, moment: Callable[[], Any], times: int
) -> None:
    """Let something be so while a function of sitegen runs, the first few times."""
    function, left = getattr(module, name), [times]

    def wrapped(*arguments: Any, **more: Any) -> Any:
        if not left[0]:
            return function(*arguments, **more)
        left[0] -= 1
        with moment():
            return function(*arguments, **more)

    monkeypatch.setattr(module, name, wrapped)


def clean_tree(site: Site) -> dict[str, bytes]:
    copy = site.copy()
    tree = dict(copy.build().tree)
    shutil.rmtree(copy.root)
    return tree


MOMENTS = {
    "reading": (inputs, "read"),
    "blocks": (inputs, "blocks_of"),
    "planning": (build_module.anew, "draft_plan"),
    "rendering": (build_module._Build, "_render"),
}


EARLY = ("templates/blocks/sample.html", "static/logo.png", "content/news/photo.png.yml")
CASES = [
    *[(path, "rendering") for path in FILES],
    *[(path, moment) for path in EARLY for moment in MOMENTS if moment != "rendering"],
]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the newsroom's site is where nothing is saved meanwhile."""
    site = Site(tmp_path_factory.mktemp("clean") / "site")
    newsroom(site)
    return dict(site.build().tree)


@pytest.mark.parametrize(("path", "moment"), CASES)
def test_what_is_saved_and_put_back_leaves_nothing(
    site: Site,
    clean: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    moment: str,
) -> None:
    """Four of five kinds of file stayed wrong; a photo stayed so in the cache for thirty days."""
    newsroom(site)
    with monkeypatch.context() as patch:
        during(patch, *MOMENTS[moment], lambda: saved_for_a_moment(site, path), times=1)
        built = site.build()
    assert dict(built.tree) == clean or moment == "reading"  # then the story was read so

    assert dict(site.build().tree) == clean
    shutil.rmtree(site.root / "output")
    assert dict(site.build().tree) == clean


def test_a_file_that_is_saved_all_the_time_is_named(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After three tries the build says which file it is, and output/ stands."""
    newsroom(site)
    path = "templates/article.html"
    file = site.root / path

    @contextmanager
    def saved() -> Iterator[None]:
        file.write_bytes(file.read_bytes() + b"{# new #}")
        yield

    during(monkeypatch, build_module._Build, "_render", saved, times=100)

    (problem,) = site.problems()

    assert (problem.path, "was saved while" in problem.message) == (path, True)


def test_a_story_that_is_away_while_it_is_read_is_named(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shared folder that is slow, or one that may not be read: its file is named, with why."""
    site.story("content/news/rain.md")
    file = site.root / "content/news/rain.md"

    @contextmanager
    def away() -> Iterator[None]:
        file.rename(site.root / "rain.md")
        yield
        (site.root / "rain.md").rename(file)

    during(monkeypatch, inputs, "read", away, times=1)
    (problem,) = site.problems()

    assert (problem.path, problem.message) == (
        "content/news/rain.md",
        "cannot be read: no such file or directory",
    )
    assert site.build().paths("news/rain/*")


def test_fonts_of_a_sites_own(site: Site) -> None:
    """One font of the site's own replaces one of the theme's; it stopped every build."""
    fonts = Path(__file__).parents[2] / "static/fonts"
    site.setting("[images]\nsocial_cards = true")
    site.story()
    before = site.build()
    drawn = {file: before.tree[file] for file in before.paths("*.png")}

    for name, other in (
        ("newsreader-display-latin", "newsreader-bold-latin"),
        ("librefranklin-latin", "newsreader-bold-latin"),
    ):
        data = (fonts / f"{other}.woff2").read_bytes()
        site.write_bytes(f"static/fonts/{name}.woff2", data)
        built = site.build()
        now = {file: built.tree[file] for file in built.paths("*.png")}
        assert now != drawn
        assert dict(built.tree) == clean_tree(site)
        drawn = now


@pytest.mark.parametrize("keep", [100, 1000, -200])
def test_a_damaged_font_is_named(site: Site, keep: int) -> None:
    """Whoever copied half a font reads which file it is, and what to do."""
    name = "newsreader-display-vietnamese.woff2"
    data = (Path(__file__).parents[2] / "static/fonts" / name).read_bytes()
    site.setting("[images]\nsocial_cards = true")
    site.story()
    site.write_bytes(f"static/fonts/{name}", data[:keep])

    problems = site.problems()

    assert not problems[1:], problems
    assert problems[0].path == f"static/fonts/{name}"
    site.delete(f"static/fonts/{name}")
    assert isinstance(site.build().tree, dict)
