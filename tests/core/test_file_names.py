"""What the names of files say."""

from __future__ import annotations

from sitegen.core import file_names


def test_an_ending_follows_the_last_dot_of_the_last_name() -> None:
    """A name that begins with its only dot has none."""
    endings = {"Hall.JPG": "jpg", "a/b.c/d": "", ".htaccess": "", "a/.x": "", "a.": "",
               "x.tar.gz": "gz", "x.Y": "y", "noend": "", "": ""}  # fmt: skip
    assert {name: file_names.ending(name) for name in endings} == endings


def test_names_that_steer_a_web_host_are_known() -> None:
    """Disks of Windows pass over dots and spaces at the end, and over what follows a colon."""
    for name in ("web.config", "WEB.CONFIG. .", "_headers:x", ".x", "CNAME"):
        assert file_names.steers_host(name), name
    for name in ("a_headers", "x.php", "config"):
        assert not file_names.steers_host(name), name


def test_kinds_are_told_by_endings() -> None:
    names = ("a.html", "a.KML", "a.pdf", "html", "a.heic", "a.jpg")
    assert [*map(file_names.is_active, names)] == [True, True, False, False, False, False]
    assert [*map(file_names.is_picture, names)] == [False, False, False, False, True, True]
    assert [*map(file_names.is_shown, names)] == [False, False, False, False, False, True]
