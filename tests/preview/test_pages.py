"""The preview's own pages, word by word: its overview, its list of mistakes, what it adds."""

from __future__ import annotations

import json
import re
from datetime import datetime

from sitegen.preview.pages import (
    BEGIN,
    END,
    mistakes_page,
    news_text,
    overview,
    panel,
    with_script,
)
from sitegen.preview.state import Preview
from tests.conftest import Site
from tests.preview.previewing import Clock


def shown(site: Site, *, drafts: bool = False) -> Preview:
    preview = Preview(site.root, clock=Clock(), drafts=drafts)
    preview.refresh()
    return preview


def test_what_is_added_stands_at_the_end_of_the_body() -> None:
    """Before the last </body>; a page that has none gets it at its end."""
    whole = with_script(b"<body>a</body> b</body></html>", "<p>note</p>", "v1")
    assert whole.startswith(b"<body>a</body> b" + BEGIN)
    assert whole.endswith(END + b"</body></html>")
    assert b'data-version="v1"' in whole
    assert b"<p>note</p></template>" in whole
    assert with_script(b"text", "", "").startswith(b"text" + BEGIN)


def test_an_event_is_one_line_of_json() -> None:
    """A browser takes an empty line for the end of an event."""
    text = news_text("reload", "v2", "/a.css", "<p>\n\nTiếng</p>", {"/a/": "Draft"})
    begin, data, *rest = text.split("\n")
    assert (begin, rest) == ("event: news", ["", ""])
    assert json.loads(data.removeprefix("data: ")) == {
        "do": "reload", "version": "v2", "style": "/a.css", "panel": "<p>\n\nTiếng</p>",
        "marks": {"/a/": "Draft"},
    }  # fmt: skip
    assert "Tiếng" in data


def test_of_many_mistakes_thirty_are_shown(site: Site) -> None:
    """With their lines, the wrong one marked, and how many are left; others learn the count."""
    for number in range(32):
        site.write(f"content/news/s{number:02}.md", f"---\ntitel: {number}\n---\nText & more.\n")
    preview = shown(site)
    try:
        count = len(preview.problems)
        page = mistakes_page(preview, (), sees_all=True).decode()
        others = mistakes_page(preview, (), sees_all=False).decode()
        box = panel(preview, "index.html", (), sees_all=True)
    finally:
        preview.close()

    assert count > 30
    assert page.count("<li><p>") == 30
    assert f"<p>And {count - 30} more.</p>" in page
    assert '<span class="here">    2  titel: 0\n</span>' in page
    assert "<span>    4  Text &amp; more.\n</span>" in page
    assert "It will appear here once this is fixed." in page
    assert f"<p>{count} of them. They are shown on the computer" in others
    assert "titel" not in others
    assert f"<summary>{count} errors. You are looking at the last good version.</summary>" in box


def test_one_mistake_is_one(site: Site) -> None:
    """Nothing is left over, and others learn of one."""
    site.story()
    site.write(
        "content/news/odd.md", "---\ntitle: A\npublished: 2026-03-01\ntegs: [x]\n---\nText.\n"
    )
    preview = shown(site)
    try:
        assert len(preview.problems) == 1
        page = mistakes_page(preview, (), sees_all=True).decode()
        assert "more.</p>" not in page
        assert "<p>One. They" in mistakes_page(preview, (), sees_all=False).decode()
        assert "<summary>1 error. You" in panel(preview, "index.html", (), sees_all=True)
        assert 'class="hint"' in page
    finally:
        preview.close()


def test_the_overview_tells_of_when_and_for_whom_it_is(site: Site) -> None:
    """What is not public stands first, for whoever sits here, and for nobody else."""
    site.setting('base_url = "https://gazette.example/paper"')
    settings = site.read("sitegen.toml").replace('base_url = "https://gazette.example"\n', "")
    site.write_bytes("sitegen.toml", settings.encode())
    site.story()
    site.story("content/news/plan.md", title="A & B", draft="true")
    for drafts, words, link in (
        (False, "as readers see it", ""),
        (True, "with unpublished", "/paper/news/plan/"),
    ):
        preview = shown(site, drafts=drafts)
        try:
            page = overview(preview, sees_all=True).decode()
            others = overview(preview, sees_all=False).decode()
        finally:
            preview.close()
        assert '<a href="/paper/">The Sample Gazette</a>' in page
        assert f"as of Nov. 22, 2026, noon CST, {words}" in page
        row = re.search(r"<tr><td>(.*?)</td><td>Draft</td><td><code>(.*?)</code>", page)
        assert row is not None
        assert row[2] == "content/news/plan.md"
        assert row[1] == (f'<a href="{link}">A &amp; B</a>' if link else "A &amp; B")
        assert ("--drafts" in page) is not drafts
        assert re.findall(r"<h2>(.*?)</h2>", page) == [
            "Not public", "Errors and warnings", "Latest changes",
        ]  # fmt: skip
        assert re.findall(r"<h2>(.*?)</h2>", others) == ["Errors and warnings"]
        assert "preview started" in page


def test_a_change_of_many_files_names_eight(site: Site) -> None:
    """A checkout of another branch fills no screen."""
    site.story()
    preview = shown(site)
    at = datetime.fromisoformat("2026-11-22T12:05:00-06:00")
    try:
        preview.changes.add(at, set(), 0.0214)
        preview.changes.add(at, {f"content/news/s{number}.md" for number in range(9)}, 1.5)
        page = overview(preview, sees_all=True).decode()
    finally:
        preview.close()
    assert "content/news/s7.md</code> and 1 more (1500 ms)" in page
    assert "content/news/s8.md" not in page
    assert "12:05 p.m. CST: scheduled change (21 ms)" in page
