"""Readers find a story: by its words, by keyboard alone and by thumb, on every page."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from sitegen.search.text import words_beside
from tests.browser.conftest import Reader, Readers
from tests.browser.test_reading import AXE_SCRIPT, RULES, describe
from tests.conftest import Built

pytestmark = pytest.mark.browser

SOON = 20_000  # ms; the machine may have much to do
BELLAIRE = re.compile("^Đường Bellaire")


def ask(page: Page, words: str) -> None:
    """Ask on the search page, and wait for an answer."""
    page.goto(f"https://reader.example/search/?q={words}")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"result|Nothing"), timeout=SOON)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("widest", re.compile("^Sample lead")),
        ("drawn place", re.compile("^Sample lead")),  # of a caption
        ("Reporter Three", re.compile("^Sample Reporter Three")),
        ("duong bellaire", BELLAIRE),
        ("ĐƯỜNG bellaire", BELLAIRE),
        ('"sample lead"', re.compile("^Sample lead")),
        ("drawn plac", re.compile("^Sample lead")),  # the beginning of a word
    ],
)
def test_a_story_is_found_by_its_words(
    readers: Readers, sample_site: Built, words: str, title: re.Pattern[str]
) -> None:
    """Text, caption, author, and Vietnamese typed without accents from an English page."""
    reader = readers.of(sample_site)
    page = reader.open("/404.html")
    reader.missing.clear()
    ask(page, words)
    expect(page.locator(".search-results h2").first).to_have_text(title)
    assert (reader.outside, reader.missing, reader.complaints) == ([], [], [])


@pytest.mark.parametrize(
    "words",
    [
        *("zzunheard", "sample zzunheard", "carpetbaggery", "Sample hidden story embargoed"),
        *("%00", "<i>zzunheard</i>", '"', "'" * 300, "x" * 5000),
    ],
)
def test_a_word_that_stands_nowhere_finds_nothing(
    readers: Readers, sample_site: Built, words: str
) -> None:
    """Pagefind shortens words until something matches; held stories are found by nothing."""
    reader = readers.of(sample_site, width=360)
    page = reader.open("/404.html")
    reader.missing.clear()
    ask(page, words)
    assert page.locator(".search-results li").count() == 0
    expect(page.get_by_role("status")).to_contain_text("Nothing found")
    expect(page.locator("[data-search-tips]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert reader.complaints == []


def test_scripts_without_spaces_are_asked_for_as_the_index_holds_them(
    readers: Readers, sample_site: Built
) -> None:
    """A Chinese sentence is one word to Pagefind, and found by its first letters alone."""
    text = "市议会“预算”。サン・プル 新iPhone手帳 ကခ။ဂဃ"
    page = readers.of(sample_site).open("/404.html")
    script = next(file for file in sample_site.tree if file.startswith("static/js/search."))
    terms = page.evaluate("async ([url, text]) => (await import(url)).termsOf(text)",
                          [f"/{script}", text])  # fmt: skip
    assert terms == ["市议", "议会", "预算", "サン", "プル", "新", "iphone", "手帳", "ကခ", "ဂဃ"]
    assert set(terms) <= set(words_beside(text).split())


def test_by_keyboard_alone(readers: Readers, sample_site: Built) -> None:
    """A slash opens, arrows move, Enter goes, Escape closes, Back brings the results back."""
    reader = readers.of(sample_site, reduced_motion="reduce")
    page = reader.open("/news/sample-lead/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    before = page.evaluate("document.activeElement.outerHTML")

    page.keyboard.press("/")
    field = page.get_by_role("dialog").get_by_role("searchbox")
    expect(field).to_be_focused(timeout=SOON)
    assert any("/static/js/search." in url for url in asked)
    page.keyboard.type("bellaire /")
    expect(page.get_by_role("status")).to_have_text("1 result", timeout=SOON)
    assert field.input_value() == "bellaire /"
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name=BELLAIRE)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement.outerHTML") == before

    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(BELLAIRE)
    page.go_back()
    expect(page.get_by_role("dialog").get_by_role("link", name=BELLAIRE)).to_be_visible(
        timeout=SOON
    )
    assert reader.complaints == []


def test_the_key_can_be_switched_off(readers: Readers, sample_site: Built) -> None:
    """WCAG 2.1.4: who speaks to the machine says "/" without meaning it."""
    reader = readers.of(sample_site)
    page = reader.open("/search/")
    page.get_by_text("Narrow the search").click()
    page.get_by_label("The key / opens the search").uncheck()
    page.goto(f"{reader.origin}/")
    page.keyboard.press("/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible(timeout=SOON)
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_by_thumb_on_a_phone(readers: Readers, sample_site: Built) -> None:
    """All of it is reached by touch at 360 pixels, and nothing reaches over the edge."""
    reader = readers.of(sample_site, width=360, has_touch=True, is_mobile=True)
    page = reader.open("/")
    page.locator("[data-search]").tap()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=SOON)
    dialog.get_by_role("searchbox").fill("bellaire")
    link = dialog.get_by_role("link", name=BELLAIRE)
    expect(link).to_be_visible(timeout=SOON)
    assert page.evaluate("document.querySelector('dialog').scrollWidth <= innerWidth")
    for button in dialog.get_by_role("button").all():
        if button.is_visible():
            assert (button.bounding_box() or {})["height"] >= 44
    dialog.get_by_role("button", name="Close").tap()
    expect(dialog).to_have_count(0)
    page.locator("[data-search]").tap()
    link.tap()
    expect(page.locator("h1")).to_have_text(BELLAIRE)


def test_the_address_holds_what_was_asked(readers: Readers, sample_site: Built) -> None:
    """A search can be sent to others, and Back brings its results back."""
    reader = readers.of(sample_site)
    page = reader.open("/search/")
    page.get_by_role("searchbox").fill("bellaire")
    expect(page).to_have_url(re.compile(r"\?q=bellaire$"))
    page.get_by_role("link", name=BELLAIRE).click(timeout=SOON)
    expect(page.locator("h1")).to_have_text(BELLAIRE)
    page.go_back()
    expect(page.get_by_role("link", name=BELLAIRE)).to_be_visible(timeout=SOON)


def test_readers_narrow_the_search(readers: Readers, sample_site: Built) -> None:
    """By section, author, year, kind and language; by date in place of relevance."""
    reader = readers.of(sample_site)
    page = reader.open("/search/?q=sample&sort=date")
    results = page.locator(".search-results li")
    expect(results.first).to_be_visible(timeout=SOON)
    page.get_by_label("Kind").select_option("Opinion", timeout=SOON)
    expect(page).to_have_url(re.compile("kind=Opinion"))
    expect(results.first.locator(".kicker")).to_have_text("Opinion", timeout=SOON)
    page.get_by_label("Kind").select_option("")
    page.get_by_label("Language").select_option("Tiếng Việt")
    page.get_by_role("searchbox").fill("mau")
    expect(page).to_have_url(re.compile("q=mau"))
    expect(results.first.locator("h2")).to_have_attribute("lang", "vi", timeout=SOON)
    assert {each.get_attribute("lang") for each in results.locator("h2").all()} == {"vi"}


def test_axe_finds_nothing_in_the_search(readers: Readers, sample_site: Built, axe: str) -> None:
    """Results, dialog, filters and "nothing found" break no rule of WCAG 2.2 AA."""
    reader = readers.of(sample_site, reduced_motion="reduce")
    violations: list[str] = []

    def look(page: Page) -> None:
        page.evaluate(axe)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                violations.extend(map(describe, page.evaluate(AXE_SCRIPT, RULES)))

    page = reader.open("/404.html")
    ask(page, "sample")
    page.get_by_text("Narrow the search").click()
    expect(page.get_by_label("Kind")).to_be_visible(timeout=SOON)
    look(page)
    ask(page, "zzunheard")
    look(page)
    page.goto(f"{reader.origin}/")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible(timeout=SOON)
    page.keyboard.type("sample")
    expect(page.get_by_role("status")).to_have_text(re.compile("results"), timeout=SOON)
    look(page)
    assert violations == []


def test_a_search_begun_before_a_deploy_begins_again(readers: Readers, sample_site: Built) -> None:
    """The parts that the page knows are gone, and others stand in their place."""
    reader = readers.of(sample_site)
    page = reader.open("/search/")
    field = page.get_by_role("searchbox")
    field.fill("bellaire")
    expect(page.get_by_role("link", name=BELLAIRE)).to_be_visible(timeout=SOON)

    _deploy_anew(reader)
    field.fill("drawn place")

    expect(page.get_by_role("link", name=re.compile("^Sample lead"))).to_be_visible(timeout=SOON)


def _deploy_anew(reader: Reader) -> None:
    """Give every folder of the index another name, as a build does after an edit."""
    tree = {}
    for file, data in reader.built.tree.items():
        name = re.sub(r"^(static/search/[\w-]+\.)[0-9a-f]{12}", r"\g<1>0123456789ab", file)
        tree[name] = data
    listing = re.sub(r"\.[0-9a-f]{12}/", ".0123456789ab/", reader.built["search/index.json"])
    tree["search/index.json"] = listing.encode()
    reader.built = replace(reader.built, tree=tree)


def test_older_stories_are_asked_by_a_button(readers: Readers, sample_site: Built) -> None:
    """A large site sends its newest parts first; what finds nothing goes on by itself."""
    listing = json.loads(sample_site["search/index.json"])
    for part in listing["parts"]:
        part["count"] = 1400
    tree = {**sample_site.tree, "search/index.json": json.dumps(listing).encode()}
    reader = readers.of(replace(sample_site, tree=tree))
    page = reader.open("/search/?q=sample")
    older = page.get_by_role("button", name="Search older stories")
    expect(older).to_be_visible(timeout=SOON)
    before = page.get_by_role("status").inner_text()
    older.click()
    expect(older).to_be_hidden(timeout=SOON)
    assert page.get_by_role("status").inner_text() != before


def test_nothing_is_loaded_before_it_is_opened(readers: Readers, sample_site: Built) -> None:
    """A reader who does not search pays nothing for it."""
    reader = readers.of(sample_site)
    asked: list[str] = []
    page = reader.open("/404.html")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{reader.origin}/")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "search" in url] == []


def test_without_script_the_archive_is_named(readers: Readers, sample_site: Built) -> None:
    reader = readers.of(sample_site, java_script_enabled=False)
    page = reader.open("/search/?q=sample")
    assert page.locator("noscript p").is_visible()
    assert not page.get_by_role("searchbox").is_visible()
    page.get_by_role("main").get_by_role("link").first.click()
    assert page.url.endswith("/archive/")
