"""Addresses, paths and the files behind them: what each form of them gives."""

from __future__ import annotations

import pytest

from sitegen.core import urls

BASE = "https://example.org/paper"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đường Bellaire", "duong-bellaire"), ("a--b", "a-b"), ("-a", "a"), ("", ""), ("…", ""),
        ("x" * 200, "x" * 200), ("x" * 201, "x" * 200), ("ab " * 80, "-".join(["ab"] * 67)),
    ],
)  # fmt: skip
def test_a_slug_is_words_and_hyphens(text: str, slug: str) -> None:
    """No disk takes longer names, and no word is cut but one that is longer than all may be."""
    assert urls.slugify(text) == slug
    assert urls.is_slug(text) == (text == slug != "")


def test_a_slug_ends_with_the_last_whole_word() -> None:
    assert urls.slugify("one two three", 7) == "one-two"
    assert urls.slugify("one two three", 6) == "one"
    assert urls.slugify("one", 2) == "on"


@pytest.mark.parametrize(
    ("path", "file"),
    [("/", "index.html"), ("/news/vote/", "news/vote/index.html"), ("/feed.xml", "feed.xml"),
     ("/tin%20t/", "tin t/index.html"), ("/aindex.html", "aindex.html"),
     ("/z.xml", "z.xml")],
)  # fmt: skip
def test_each_path_has_its_file(path: str, file: str) -> None:
    assert urls.output_file(path) == file
    assert urls.path_of_file(file) == path


@pytest.mark.parametrize(
    ("alias", "path"),
    [("/2019/vote", "/2019/vote/"), ("/vote.html", "/vote.html"), ("/a/", "/a/"),
     ("/a.b/c", "/a.b/c/")],
)  # fmt: skip
def test_an_old_address_is_a_folder_or_a_file(alias: str, path: str) -> None:
    assert urls.alias_path(alias) == path


def test_a_site_may_stand_below_a_path() -> None:
    bases = ("https://a.org", "https://a.org/", f"{BASE}/")
    assert [urls.base_prefix(base) for base in bases] == ["", "", "/paper"]
    assert [urls.page_path(), urls.page_path("a", "b")] == ["/", "/a/b/"]
    given = ("/paper/x", "//x", "x", "https://y/")
    assert [urls.absolute(BASE, url) for url in given] == [
        "https://example.org/paper/x", "//x", "x", "https://y/",
    ]  # fmt: skip
    assert urls.absolute("http://a:8", "/") == "http://a:8/"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://Example.org/paper/news/#top", "/news/#top"),
        ("http://example.org/paper", "/"),
        ("//example.org/paper/", "/"),
        ("https://example.org:443/paper/a?b=c#d", "/a?b=c#d"),
        ("https://example.org:80/paper/", "/"),
        ("https://example.org/paper?x", "/?x"),
        ("https://example.org:81/paper/", None),
        ("https://example.org/papers", None),
        ("https://example.org/", None),
        ("ftp://example.org/paper/", None),
        ("https://other.org/paper/", None),
        ("https://example.org:x/", None),
        ("https://[", None),
        ("/paper/a", None),
        ("mailto:x", None),
    ],
)
def test_an_address_of_this_very_site_is_a_path(address: str, path: str | None) -> None:
    """However it is written: whole, without its scheme, with the port that goes unsaid."""
    assert urls.own_path(BASE, address) == path
    if not address.startswith("/") or address.startswith("//"):
        assert urls.address_path(BASE, address) == path


def test_a_site_at_a_port_has_that_port() -> None:
    assert urls.own_path("https://a.org:8443/", "https://a.org:8443/b") == "/b"
    assert urls.own_path("https://a.org:8443/", "https://a.org/b") is None
    assert urls.own_path("https://a.org", "https://a.org") == "/"
    assert [urls.own_path("", own) for own in ("/a", "a", "mailto:x")] == [None] * 3


@pytest.mark.parametrize(
    ("target", "path"),
    [("/a", "/a"), ("/a?b.md", "/a?b.md"), ("/a.md", None), ("/a.md#x", None), ("/a.md?x", None),
     ("a.md", None)],
)  # fmt: skip
def test_what_names_a_text_is_no_address(target: str, path: str | None) -> None:
    assert urls.address_path(BASE, target) == path


@pytest.mark.parametrize(
    ("target", "is_file"),
    [("a.pdf", True), ("a.pdf#x", True), ("a.pdf?b.md", True), ("a.md", False), ("a.md?x", False),
     ("/a.pdf", False), ("a/", False), ("a", False), ("", False), ("#a.pdf", False),
     ("b/.x", False), ("https://a/b.pdf", False)],
)  # fmt: skip
def test_a_file_beside_a_story_is_named_by_its_ending(target: str, is_file: bool) -> None:
    assert urls.names_file(target) == is_file


@pytest.mark.parametrize(
    ("url", "is_outside", "is_web"),
    [("/a", False, False), ("a", False, False), ("#x", False, False), ("//a", True, False),
     ("mailto:a", True, False), ("ftp://a", True, False), ("https://", True, False),
     ("https://[", True, False), ("http://a", True, True), ("https://a.org/b", True, True),
     ("https://a.org/b c", True, False), ("https://a\\", True, False), ('https://a"', True, False)],
)  # fmt: skip
def test_what_leads_elsewhere(url: str, is_outside: bool, is_web: bool) -> None:
    """Half an address is none of this site's either, and stands in no attribute."""
    assert urls.is_outside(url) == is_outside
    assert urls.is_web_address(url) == is_web


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        *[(f"https://{host}", True) for host in (
            "example.org", "www.example.com/paper", "example.net", "gazette.example", "example",
            "EXAMPLE.ORG.", "a.localhost", "paper.local", "0.0.0.0")],
        ("http://localhost:8000", True), ("http://127.0.0.1", True), ("http://127.9.9.9", True),
        ("http://[::1]:8000", True), ("", False),
        *[(f"https://{host}", False) for host in (
            "gazette.org", "gazette-example.org", "example.gazette.org", "name.github.io/example",
            "org", "example.de", "a.example.de")],
    ],
)  # fmt: skip
def test_a_placeholder_is_known(address: str, expected: bool) -> None:
    """Names set apart for examples and for one's own machine lead no reader anywhere."""
    assert urls.is_placeholder(address) == expected


@pytest.mark.parametrize(
    ("target", "source"),
    [("../local/b.md", "content/local/b.md"), ("./b%20c.md", "content/news/b c.md"),
     ("../../x", "x"), ("../../../x", "../../../x")],
)  # fmt: skip
def test_a_link_to_a_source_is_read_from_its_folder(target: str, source: str) -> None:
    assert urls.relative_source("content/news/a.md", target) == source


@pytest.mark.parametrize(
    ("target", "places"),
    [
        ("b.jpg", ["content/news/b.jpg", "content/b.jpg", "b.jpg"]),
        ("/b.jpg", ["content/b.jpg", "static/root/b.jpg", "static/b.jpg", "b.jpg"]),
        (
            "/files/b",
            ["content/files/b", "static/root/files/b", "static/files/b", "files/b", "content/b"],
        ),
        ("e\u0301", [f"{folder}{letter}" for folder in ("content/news/", "content/", "")
                     for letter in ("e\u0301", "\u00e9")]),
    ],
)  # fmt: skip
def test_a_name_may_mean_these_files(target: str, places: list[str]) -> None:
    assert list(urls.named_places("content/news/a.md", target)) == places


def test_each_file_can_be_named_by_an_address() -> None:
    files = {"content/a/b.md": "/a/b.md", "static/root/x": "/x", "static/x": "/x",
             "templates/x": "/templates/x", "contents/x": "/contents/x"}  # fmt: skip
    assert {file: urls.address_of(file) for file in files} == files
    assert urls.file_path("content/a b.pdf") == "/files/a%20b.pdf"


def test_an_address_in_an_attribute_has_no_space_and_no_line() -> None:
    assert urls.without_spaces(" a b\n c\t") == "a%20b%20c"
    assert [urls.fragment_of(url) for url in ("a#b%20c#d ", "a", "a#")] == ["b c#d", "", ""]
