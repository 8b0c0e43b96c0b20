"""Copies of the theme's files: which there are, and what they lack when the theme moves on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.core.problems import SitegenError
from sitegen.newsite.theme_copies import theme_copy, theme_diff, theme_list, theme_seen
from sitegen.theme import layers
from tests.conftest import Site


@pytest.fixture
def theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A theme of two files, which tests may change as a new version would."""
    folder = Site.__new__(Site)
    folder.root = tmp_path / "theme"
    folder.write("templates/article.html", "<h1>\n<p>\n")
    folder.write("static/css/own.css", "a {}\n")
    monkeypatch.setattr(layers, "root", lambda: folder.root)
    return folder


def test_a_copy_lacks_what_the_theme_has_got_since(site: Site, theme: Site) -> None:
    """What the site itself has changed is no difference."""
    copy = theme_copy(site.root, "article.html")
    copy.write_text("<h1 class=mine>\n<p>\n", "utf-8")
    (same,) = theme_diff(site.root)
    assert same.lines == ()

    theme.write("templates/article.html", "<h1>\n<p>\n<footer>\n")
    (comparison,) = theme_diff(site.root, "article.html")

    changes = [line for line in comparison.lines[2:] if line[0] in "+-"]
    assert (comparison.since_copied, changes) == (True, ["+<footer>"])
    theme_seen(site.root, "article.html")
    assert [each.lines for each in theme_diff(site.root)] == [()]


def test_a_copy_of_which_nothing_is_noted_is_compared_whole(site: Site, theme: Site) -> None:
    """A copy made by hand, or by an earlier version, shows all that differs."""
    site.write("templates/article.html", "<h1 class=mine>\n<p>\n")

    (comparison,) = theme_diff(site.root)

    assert comparison.since_copied is False
    assert "-<h1 class=mine>" in comparison.lines
    assert "+<h1>" in comparison.lines


def test_the_list_says_what_is_copied_and_what_is_extended(site: Site, theme: Site) -> None:
    """An override that extends the theme's lacks nothing."""
    theme_copy(site.root, "css/own.css")
    site.write("templates/article.html", '{% extends "theme/article.html" %}')

    states = {file.path: (file.is_own, file.extends) for file in theme_list(site.root)}

    assert states == {"static/css/own.css": (True, False), "templates/article.html": (True, True)}
    assert [each.path for each in theme_diff(site.root)] == ["static/css/own.css"]


def test_a_file_that_is_not_copied_has_nothing_to_compare(site: Site, theme: Site) -> None:
    """The remedy is the command that makes a copy."""
    with pytest.raises(SitegenError, match=r"sitegen theme copy article\.html"):
        theme_diff(site.root, "article.html")
    assert theme_diff(site.root) == ()


def test_what_is_noted_of_a_copy_is_never_published(site: Site) -> None:
    """The file as it was copied is no template and no file of the site."""
    site.story()
    theme_copy(site.root, "css/tokens.css")
    theme_copy(site.root, "parts/byline.html")

    built = site.build()

    assert (site.root / "static/.theme/css/tokens.css").is_file()
    assert [file for file in built.tree if ".theme" in file] == []
