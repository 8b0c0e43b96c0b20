"""Copies of the theme's files: which there are, and what they lack when the theme moves on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.core.problems import Problem, SitegenError
from sitegen.newsite.theme_copies import (
    Comparison,
    ThemeFile,
    theme_copy,
    theme_diff,
    theme_list,
    theme_seen,
)
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

    path = "templates/article.html"
    lines = (f"--- {path} (as it was copied)", f"+++ {path} (of the theme)", "@@ -1,2 +1,3 @@",
             " <h1>", " <p>", "+<footer>")  # fmt: skip
    assert comparison == Comparison(path, True, lines)
    assert theme_seen(site.root, "article.html") == copy
    assert [each.lines for each in theme_diff(site.root)] == [()]


def test_a_copy_of_which_nothing_is_noted_is_compared_whole(site: Site, theme: Site) -> None:
    """A copy made by hand, or by an earlier version, shows all that differs."""
    site.write("templates/article.html", "<h1 class=mine>\n<p>\n")

    (comparison,) = theme_diff(site.root)

    path = "templates/article.html"
    lines = (f"--- {path} (of the site)", f"+++ {path} (of the theme)", "@@ -1,2 +1,2 @@",
             "-<h1 class=mine>", "+<h1>", " <p>")  # fmt: skip
    assert comparison == Comparison(path, False, lines)


def test_a_copy_that_was_deleted_is_made_anew(site: Site, theme: Site) -> None:
    """Of the theme as it is now, and so is what is noted of it."""
    theme_copy(site.root, "article.html").unlink()
    theme.write("templates/article.html", "<main>\n")

    copy = theme_copy(site.root, "article.html")

    assert copy.read_text("utf-8") == "<main>\n"
    assert theme_diff(site.root) == (Comparison("templates/article.html", True, ()),)


def test_a_copy_is_refused_where_one_is(site: Site, theme: Site) -> None:
    """With what to do to have the theme's again; of a file that is none, the nearest is named."""
    theme_copy(site.root, "article.html")
    with pytest.raises(SitegenError) as refused:
        theme_copy(site.root, "templates/article.html")
    assert refused.value.problems == (
        Problem("templates/article.html", 0,
                "the site has its own copy already, and it is left as it is",
                "To start again from the theme's, move yours away first."),
    )  # fmt: skip
    for name in ("static/css/owm.css", "css/owm.css"):
        with pytest.raises(SitegenError) as refused:
            theme_copy(site.root, name)
        assert refused.value.problems == (
            Problem(name, 0, "the theme has no such file", "Did you mean 'css/own.css'?"),
        )


def test_what_editors_leave_in_the_theme_is_none_of_its_files(site: Site, theme: Site) -> None:
    """And sitegen's own checkout, whose theme is itself, has copied none."""
    for name in ("templates/.DS_Store", "static/css/.own.css.swp", "static/Thumbs.db"):
        theme.write(name, "x")
    files = (ThemeFile("templates/article.html", False), ThemeFile("static/css/own.css", False))
    assert theme_list(site.root) == files
    assert theme_list(theme.root) == files


def test_the_list_says_what_is_copied_and_what_is_extended(site: Site, theme: Site) -> None:
    """An override that extends the theme's lacks nothing."""
    theme_copy(site.root, "css/own.css")
    site.write("static/css/own.css", 'a::after { content: "theme/css/own.css" }')

    for quote in "\"'":
        site.write("templates/article.html", f"{{% extends {quote}theme/article.html{quote} %}}")
        assert theme_list(site.root) == (
            ThemeFile("templates/article.html", True, extends=True),
            ThemeFile("static/css/own.css", True),
        )
    assert [each.path for each in theme_diff(site.root)] == ["static/css/own.css"]


def test_a_file_that_is_not_copied_has_nothing_to_compare(site: Site, theme: Site) -> None:
    """The remedy is the command that makes a copy."""
    with pytest.raises(SitegenError) as refused:
        theme_diff(site.root, "article.html")
    hint = "It is the theme's own. To change it: sitegen theme copy article.html"
    assert refused.value.problems == (
        Problem("templates/article.html", 0, "the site has no copy of this file", hint),
    )
    assert theme_diff(site.root) == ()


def test_what_is_noted_of_a_copy_is_never_published(site: Site) -> None:
    """The file as it was copied is no template and no file of the site."""
    site.story()
    theme_copy(site.root, "css/tokens.css")
    theme_copy(site.root, "parts/byline.html")

    built = site.build()

    assert (site.root / "static/.theme/css/tokens.css").is_file()
    assert [file for file in built.tree if ".theme" in file] == []
