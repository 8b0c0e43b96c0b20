"""The preview in a real browser: save, and the page is already right, without a hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Site
from tests.preview.previewing import PATIENCE, Served, served

pytestmark = pytest.mark.browser

SOON = PATIENCE * 1000  # ms


@pytest.fixture
def paper(site: Site) -> Site:
    site.story("content/news/vote.md", title="Sample vote", body="The first text.\n\n" * 80)
    site.story("content/news/fire.md", title="Sample fire", body="Another story.")
    site.story("content/local/draft.md", title="Sample draft", draft="true")
    return site


@pytest.fixture
def preview(paper: Site) -> Iterator[Served]:
    with served(paper.root) as running:
        yield running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def address(preview: Served, path: str) -> str:
    return f"http://127.0.0.1:{preview.port}{path}"


def open_page(page: Page, preview: Served, path: str) -> list[str]:
    """Open a page, wait until it listens, and return a list that grows with its reloads."""
    loads: list[str] = []
    page.on("load", lambda frame: loads.append(frame.url))
    with page.expect_request(lambda request: "/_sitegen/events" in request.url):
        page.goto(address(preview, path))
    return loads


def test_the_page_follows_every_save(preview: Served, paper: Site, page: Page) -> None:
    """Text, title, style, frame, a mistake and its mending: all without a hand."""
    open_page(page, preview, "/news/vote/")
    expect(page.locator("h1")).to_have_text("Sample vote")
    text = "The second text.\n\n" * 80

    paper.story("content/news/vote.md", title="Sample vote", body=text)
    expect(page.get_by_text("The second text.").first).to_be_visible(timeout=SOON)

    paper.story("content/news/vote.md", title="Sample vote, again", body=text)
    expect(page.locator("h1")).to_have_text("Sample vote, again", timeout=SOON)

    paper.write("static/css/own.css", "h1 { color: rgb(1, 2, 3) !important }\n")
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)", timeout=SOON)

    base = '{% extends "theme/base.html" %}\n{% block foot %}<p>Our own foot.</p>{% endblock %}\n'
    paper.write("templates/base.html", base)
    expect(page.get_by_text("Our own foot.")).to_be_visible(timeout=SOON)

    good = paper.read("content/news/vote.md")
    paper.write_bytes("content/news/vote.md", good.replace("title:", "title: [").encode())
    mistakes = page.locator("sitegen-preview .mistakes")
    expect(mistakes).to_contain_text("content/news/vote.md:2", timeout=SOON)
    expect(mistakes.locator("pre .here")).to_contain_text("title: [")
    expect(page.locator("h1")).to_have_text("Sample vote, again")

    paper.write_bytes("content/news/vote.md", good.replace("again", "mended").encode())
    expect(page.locator("h1")).to_have_text("Sample vote, mended", timeout=SOON)
    expect(mistakes).to_have_count(0)


def test_a_reload_keeps_the_place(preview: Served, paper: Site, page: Page) -> None:
    """Whoever edits the last paragraph goes on looking at it."""
    loads = open_page(page, preview, "/news/vote/")
    page.evaluate("scrollTo(0, 1500)")
    before = page.evaluate("scrollY")
    assert before > 1000

    paper.story("content/news/vote.md", title="Sample vote", body="A second text.\n\n" * 80)

    expect(page.get_by_text("A second text.").first).to_be_attached(timeout=SOON)
    page.wait_for_function("y => scrollY === y", arg=before, timeout=SOON)
    page.wait_for_load_state("load")
    assert len(loads) == 2


def test_a_stylesheet_is_swapped_without_a_reload(preview: Served, paper: Site, page: Page) -> None:
    """What was typed into the page, and where it was scrolled to, stays."""
    loads = open_page(page, preview, "/news/vote/")
    page.evaluate("window.mark = 'still the same page'")
    sheets = page.locator('head link[rel="stylesheet"]').count()

    for number in (1, 2, 3):
        paper.write("static/css/own.css", f"h1 {{ color: rgb({number}, 2, 3) !important }}\n")
        expect(page.locator("h1")).to_have_css("color", f"rgb({number}, 2, 3)", timeout=SOON)

    assert page.evaluate("window.mark") == "still the same page"
    assert page.locator('head link[rel="stylesheet"]').count() == sheets
    assert len(loads) == 1


def test_only_tabs_whose_page_changed_reload(
    preview: Served, paper: Site, chromium: Browser
) -> None:
    """A text belongs to one page; the other tab does not even blink."""
    context = chromium.new_context()
    story, other = context.new_page(), context.new_page()
    stories = open_page(story, preview, "/news/vote/")
    others = open_page(other, preview, "/news/fire/")

    paper.story("content/news/vote.md", title="Sample vote", body="A second text.")

    expect(story.get_by_text("A second text.")).to_be_visible(timeout=SOON)
    story.wait_for_load_state("load")
    assert len(stories) == 2
    assert len(others) == 1
    context.close()


def test_a_tab_finds_the_next_preview(paper: Site, page: Page) -> None:
    """The preview ends and begins anew, and the tab that was open all night follows."""
    with served(paper.root) as first:
        open_page(page, first, "/news/vote/")
        port = first.port
    paper.story("content/news/vote.md", title="Sample vote, next morning")

    with served(paper.root, port=port) as second:
        assert second.port == port
        expect(page.locator("h1")).to_have_text("Sample vote, next morning", timeout=SOON)


def test_badges_are_seen(paper: Site, page: Page) -> None:
    """In the story's page and beside its headline on the front."""
    with served(paper.root, drafts=True) as preview:
        open_page(page, preview, "/local/draft/")
        expect(page.locator("sitegen-preview .badge")).to_contain_text("Draft", timeout=SOON)

        page.goto(address(preview, "/local/"))
        expect(page.locator("[data-sitegen-mark]").first).to_have_text("Draft", timeout=SOON)


def test_the_preview_brings_no_complaint_of_the_browser(
    preview: Served, paper: Site, page: Page
) -> None:
    """What is added to a page loads nothing from elsewhere and breaks nothing."""
    complaints: list[str] = []
    outside: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on(
        "request",
        lambda request: None if request.url.startswith(address(preview, "/")) else
        outside.append(request.url),
    )  # fmt: skip
    for path in ("/", "/news/vote/", "/_sitegen/", "/feeds/"):
        open_page(page, preview, path)

    assert complaints == []
    assert [url for url in outside if not url.startswith("data:")] == []
