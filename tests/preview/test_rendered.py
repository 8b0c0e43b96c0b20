"""Which pages a preview keeps, and how it knows what a tab shows."""

from __future__ import annotations

import json

import pytest

from sitegen.model.tasks import Task
from sitegen.preview import rendered
from sitegen.preview.rendered import RenderedFiles


def task(key: str, file: str = "index.html", base: str = "1", **parts: object) -> Task:
    return Task(file, "page", "front.html", json.dumps(parts), base, key)


def test_of_pages_those_asked_for_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to so many bytes, and the newest page always."""
    monkeypatch.setattr(rendered, "MOST_BYTES", 10)
    files = RenderedFiles()
    files.keep("a", b"12345")
    files.keep("b", b"12345")
    assert files.page("a") == b"12345"  # asked for: younger than b now
    files.keep("c", b"1")
    assert [files.page(key) for key in "abc"] == [b"12345", None, b"1"]
    files.keep("d", b"12345678901")
    assert [files.page(key) for key in "acd"] == [None, None, b"12345678901"]
    files.keep("e", b"1")
    assert files.page("e") == b"1"


def test_a_page_says_why_it_is_rendered() -> None:
    """What differs from the last time, in words of the overview."""
    files = RenderedFiles()
    assert files.why(task("1", title="A", site="x")) == "opened"
    files.serve(task("1", title="A", site="x"), b"one", "")
    assert files.why(task("2", title="B", site="x", card=1)) == "changed: card, title"
    assert files.why(task("2", base="2", title="A", site="x")) == (
        "changed: templates, styles or settings"
    )
    assert files.why(task("1", title="A", site="x")) == "asked for again"
    assert files.why(task("1", file="other.html")) == "opened"


def test_the_last_version_of_a_file_is_found_while_its_page_is_kept() -> None:
    """A tab that was away is told whether it shows the newest."""
    files = RenderedFiles()
    files.keep("1", b"one")
    files.keep("2", b"two")
    assert files.last_version("index.html") is None
    first = files.serve(task("1"), b"one", "")
    second = files.serve(task("2"), b"two", "")
    assert first != second
    assert files.last_version("index.html") == (second, b"two")
    files.serve(task("3"), b"three", "")  # which nobody kept
    assert files.last_version("index.html") is None


def test_a_page_that_differs_by_its_stylesheet_needs_no_reload() -> None:
    """All else has to be the same, and both stylesheets known."""
    files = RenderedFiles()
    old, new = b"<link href=/a.1.css>text", b"<link href=/a.2.css>text"
    files.keep("1", old)
    version = files.serve(task("1"), old, "/a.1.css")
    assert files.only_style_differs("index.html", version, new, "/a.2.css")
    assert not files.only_style_differs("index.html", version, new + b"!", "/a.2.css")
    assert not files.only_style_differs("index.html", version, new, "")
    assert not files.only_style_differs("index.html", "unknown", new, "/a.2.css")
    assert not files.only_style_differs("other.html", version, new, "/a.2.css")
    unnamed = files.serve(task("1"), b"text", "")
    files.keep("1", b"text")
    assert not files.only_style_differs("index.html", unnamed, b"text", "/a.2.css")


def test_what_is_known_of_files_and_versions_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest is forgotten first; what was served again is young."""
    for name in ("MOST_VERSIONS", "MOST_FILES", "MOST_STYLES"):
        monkeypatch.setattr(rendered, name, 2)
    files = RenderedFiles()
    for name in ("a", "b", "a", "c"):
        files.keep(name, name.encode())
        files.serve(task(name, file=f"{name}.html"), name.encode(), f"/{name}.css")
    assert files.last_version("b.html") is None
    assert files.why(task("b", file="b.html")) == "opened"
    assert [files.why(task(n, file=f"{n}.html")) for n in "ac"] == ["asked for again"] * 2

    versions = []
    for number in range(3):
        data = f"<{number}.css>".encode()
        files.keep(f"s{number}", data)
        served = task(f"s{number}", file="s.html")
        versions.append(files.serve(served, data, f"{number}.css"))
    new = b"<9.css>"
    assert not files.only_style_differs("s.html", versions[0], new, "9.css")
    assert [files.only_style_differs("s.html", v, new, "9.css") for v in versions[1:]] == [True] * 2
