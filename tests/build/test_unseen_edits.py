"""Edits that a build could overlook: whatever was done, the next build equals a clean one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.core.problems import SitegenError
from tests.build.random_edits import picture
from tests.conftest import Site

OLD = 1_600_000_000 * 10**9  # ns: long before any test


def equals_clean(site: Site) -> None:
    """Build, and see that a site without a past would be the same."""
    built = site.build()
    copy = site.copy()
    clean = copy.build()
    shutil.rmtree(copy.root)
    differing = [file for file in clean.tree if built.tree.get(file) != clean.tree[file]]
    assert not differing
    assert built.tree.keys() == clean.tree.keys()


def newsroom(site: Site) -> None:
    """Write a site with a file of each kind, all of them old."""
    site.story(
        "content/news/vote.md",
        "Words with a [list](list.csv) and ![a sample](dot.png)\n",
        image="{file: map.png, alt: A sample}",
        authors="[ana-sample]",
    )
    site.write("content/authors/ana-sample.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.write_bytes("content/news/map.png", picture((10, 200, 10), (1300, 700)))
    site.write("content/news/map.png.yml", "credit: Sample One\n")
    site.write_bytes("content/news/dot.png", picture((200, 10, 10), (64, 64)))
    site.write("content/news/list.csv", "sample,1\n")
    site.write("content/front.yml", "lead: news/vote.md\n")
    site.write("static/css/more.css", ".sample { color: #111111 }\n")
    site.write("static/root/sample.txt", "sample 1\n")
    site.write("templates/page.html", "<title>{{ page.title }}</title>\n{# 1 #}<p>1</p>\n")
    site.write("content/pages/about.md", "---\ntitle: About\n---\nA sample.\n")
    for folder in ("content", "static", "templates"):
        for file in (site.root / folder).rglob("*"):
            if file.is_file():
                os.utime(file, ns=(OLD, OLD))


def in_place(file: Path, data: bytes) -> None:
    file.write_bytes(data)


def as_another_file(file: Path, data: bytes) -> None:
    draft = file.with_name("draft~")
    draft.write_bytes(data)
    os.utime(draft, ns=(OLD, OLD))
    draft.replace(file)


EDITS = {
    "content/news/vote.md": (b"Words with", b"Lines with"),
    "content/authors/ana-sample.md": (b"Ana Sample", b"Ann Sample"),
    "content/pages/about.md": (b"title: About", b"title: ABOUT"),
    "content/news/map.png.yml": (b"Sample One", b"Sample Two"),
    "content/news/list.csv": (b"sample,1", b"sample,2"),
    "static/css/more.css": (b"#111111", b"#222222"),
    "static/root/sample.txt": (b"sample 1", b"sample 2"),
    "templates/page.html": (b"<p>1</p>", b"<p>2</p>"),
}


@pytest.mark.parametrize("way", [in_place, as_another_file])
@pytest.mark.parametrize("path", EDITS)
def test_an_edit_that_keeps_size_and_time_is_seen(
    site: Site, path: str, way: Callable[[Path, bytes], None]
) -> None:
    """unzip, rsync -t and cp -p bring another text with the size and the time of the last."""
    newsroom(site)
    before = site.build()
    file, (old, new) = site.root / path, EDITS[path]
    data = file.read_bytes()
    assert old in data

    way(file, data.replace(old, new))
    os.utime(file, ns=(OLD, OLD))

    equals_clean(site)
    assert before.tree != site.build().tree


@pytest.mark.parametrize("path", ["content/news/map.png", "content/news/dot.png"])
def test_a_picture_that_keeps_size_and_time_is_seen(site: Site, path: str) -> None:
    """A picture of as many bytes, with the time of the one before it, is another picture."""
    newsroom(site)
    before = site.build()
    file = site.root / path
    size = (1300, 700) if "map" in path else (64, 64)
    other = picture((20, 20, 90), size)
    file.write_bytes(other.ljust(file.stat().st_size, b"\0"))
    os.utime(file, ns=(OLD, OLD))

    equals_clean(site)
    assert before.tree != site.build().tree


def test_a_link_that_leads_to_another_picture_is_seen(site: Site) -> None:
    """Two pictures of one size and one time: the link that names now the other is followed."""
    newsroom(site)
    for name, color in (("one", (1, 2, 3)), ("two", (9, 8, 7))):
        file = site.write_bytes(f"content/news/{name}.png", picture(color).ljust(400, b"\0"))
        os.utime(file, ns=(OLD, OLD))
    link = site.root / "content/news/dot.png"
    link.unlink()
    link.symlink_to("one.png")
    before = site.build()

    link.unlink()
    link.symlink_to("two.png")

    equals_clean(site)
    assert before.tree != site.build().tree


def test_a_folder_that_is_a_link_is_followed_elsewhere(site: Site) -> None:
    """A link to another folder, whose files have the names, sizes and times of the first."""
    site.story()
    for name in ("one", "two"):
        file = site.write(f"static/{name}/sample.txt", f"The words of {name}\n")
        os.utime(file, ns=(OLD, OLD))
    link = site.root / "static/root"
    link.symlink_to("one")
    assert "one" in site.build()["sample.txt"]

    link.unlink()
    link.symlink_to("two")

    assert "two" in site.build()["sample.txt"]
    equals_clean(site)


@pytest.mark.parametrize(
    "path", ["content/news/vote.md", "content/news/map.png", "static/js/sample.js", "content/news"]
)
def test_a_new_name_in_letter_case_only_is_seen(site: Site, path: str) -> None:
    """vote.md becomes Vote.md: addresses, links and what is missing are those of a clean build."""
    newsroom(site)
    site.write("static/js/sample.js", "// a sample\n")
    site.delete("content/front.yml")
    site.build()
    name = path.rpartition("/")[2]

    site.move(path, path.removesuffix(name) + name.capitalize())

    problems: list[str] = []  # such as that a picture is not there any more
    for each in (site, site.copy()):
        try:
            each.build()
            problems.append("")
        except SitegenError as error:
            problems.append(str(error))
    assert problems[0] == problems[1]
    if not problems[0]:
        equals_clean(site)
