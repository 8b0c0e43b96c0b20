"""What a reader meets in a real browser: axe, narrow screens, keyboard, no script."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Readers
from tests.browser.pages import OWN, SAMPLE
from tests.conftest import NOW, Built

pytestmark = pytest.mark.browser

PAGES = [*OWN.items(), *SAMPLE.items()]
PAGE = pytest.mark.parametrize(("name", "path"), PAGES, ids=[name for name, _ in PAGES])
RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# What is good is a megabyte of JSON, of which nobody reads a word.
AXE_SCRIPT = """async rules => {
  const said = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return said.violations;
}"""
# Dark differs from light in its colours, and in nothing else.
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


@pytest.fixture
def built(name: str, own_site: Built, sample_site: Built) -> Built:
    return own_site if name in OWN else sample_site


def describe(violation: dict[str, Any]) -> str:
    places = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
    return f"{violation['id']}: {violation['help']} ({len(violation['nodes'])} × {places})"


@PAGE
def test_axe_finds_nothing(
    lasting_readers: Readers, axe: str, built: Built, name: str, path: str
) -> None:
    """No page type breaks a rule of WCAG 2.2 AA, light or dark, narrow or wide."""
    violations: dict[str, list[str]] = {}
    reader = lasting_readers.regular(built, reduced_motion="reduce")
    page = reader.open(path)
    page.evaluate(axe)
    for scheme, rules in (("light", RULES), ("dark", COLOUR_RULES)):
        page.emulate_media(color_scheme=scheme)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            broken = page.evaluate(AXE_SCRIPT, rules)
            if broken:
                violations[f"{scheme} {width}"] = [describe(one) for one in broken]
    assert violations == {}
    assert reader.complaints == [], "the browser complains"
    assert reader.outside == [], "the page asks something of a third party"
    assert reader.missing == [], "the page asks for files that were not published"


# What the page does when somebody sets the spacing that WCAG 1.4.12 allows them to set.
SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""
OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("body *")].filter(e =>
    e.getBoundingClientRect().right > wide + 1 && !e.closest("[tabindex='0'], nav, .hidden"));
  return out.slice(0, 5).map(e => e.outerHTML.slice(0, 160));
}"""


@PAGE
def test_nothing_scrolls_sideways_on_a_narrow_screen(
    lasting_readers: Readers, built: Built, name: str, path: str
) -> None:
    """At 320 CSS pixels, with wide spacing, and at 200 % text, a page only scrolls down."""
    page = lasting_readers.regular(built, width=320, bypass_csp=True).open(path)
    assert page.evaluate(OVERFLOW) == [], "at 320 pixels"
    style = page.add_style_tag(content=SPACING)
    assert page.evaluate(OVERFLOW) == [], "at 320 pixels with wide spacing"

    style.evaluate("style => { style.textContent = 'html { font-size: 200% !important }' }")
    page.set_viewport_size({"width": 640, "height": 900})
    assert page.evaluate(OVERFLOW) == [], "at 640 pixels with text of twice the size"


@dataclass(frozen=True)
class Visit:
    """What a page is to somebody who comes for the first time."""

    levels: list[int]  # of its headings, in their order
    mains: int
    unsound_pictures: list[str]  # without their size or words
    late_fonts: list[str]  # those that the head of the page does not ask for


VISIT = """() => {
  const early = [...document.querySelectorAll("link[rel=preload]")].map(l => l.href);
  const unsound = document.querySelectorAll("img:not([alt]), img:not([width]), img:not([height])");
  return {
    levels: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(h => Number(h.tagName[1])),
    mains: document.querySelectorAll("main").length,
    unsound_pictures: [...unsound].map(i => i.outerHTML),
    late_fonts: performance.getEntriesByType("resource").map(e => e.name)
      .filter(url => url.endsWith(".woff2") && !early.includes(url)),
  };
}"""


@pytest.fixture(scope="module")
def visits() -> dict[tuple[str, str], Visit]:
    """The first visits that were made already: two tests ask about each."""
    return {}


@pytest.fixture
def visit(
    visits: dict[tuple[str, str], Visit], readers: Readers, built: Built, name: str, path: str
) -> Visit:
    if (name, path) not in visits:
        page = readers.of(built).open(path)
        page.evaluate("document.fonts.ready")
        visits[name, path] = Visit(**page.evaluate(VISIT))
    return visits[name, path]


@PAGE
def test_a_page_has_a_sound_outline(visit: Visit, name: str, path: str) -> None:
    """One h1, no level skipped, one main; every picture with its size and words or none."""
    assert visit.levels.count(1) == 1
    jumps = [
        f"h{before} → h{after}"
        for before, after in itertools.pairwise(visit.levels)
        if after > before + 1
    ]
    assert jumps == []
    assert visit.mains == 1
    assert visit.unsound_pictures == []


@PAGE
def test_a_page_is_whole_without_script(
    lasting_readers: Readers, built: Built, name: str, path: str
) -> None:
    """With scripts off, text and navigation are there, and no control that needs a script."""
    reader = lasting_readers.regular(built, width=360, java_script_enabled=False)
    page = reader.open(path)
    assert page.locator("h1").count() == 1
    assert len(page.locator("main").inner_text()) > 10
    for control in page.locator(".only-js").all():
        assert not control.is_visible(), control.evaluate("e => e.outerHTML")
    menu = page.locator("details.menu > summary")
    menu.click()
    assert page.locator("details.menu a").first.is_visible()


FOCUS_SCRIPT = "() => document.activeElement"


@pytest.mark.parametrize("path", ["/", "/news/sample-lead/"])
def test_the_skip_link_comes_first(readers: Readers, sample_site: Built, path: str) -> None:
    """One press of Tab and one of Enter lead past the menu into the story."""
    page = readers.of(sample_site).open(path)
    page.keyboard.press("Tab")
    link = page.evaluate_handle(FOCUS_SCRIPT).as_element()
    assert link is not None
    assert (link.get_attribute("href") or "").startswith("#")
    box = link.bounding_box()
    assert box is not None
    assert box["width"] > 24
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("path", ["/", "/news/", "/news/sample-lead/", "/search/"])
def test_everything_reached_by_keyboard_shows_it(
    readers: Readers, sample_site: Built, path: str
) -> None:
    """Tab goes through the page in reading order; each stop is visible and has a ring."""
    page = readers.of(sample_site).open(path)
    poor = []
    stops = 0
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body) return null;
              const box = e.getBoundingClientRect(), style = getComputedStyle(e);
              const card = e.closest(".card, article");
              const ring = s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2
                || s.boxShadow !== "none";
              return {
                html: e.outerHTML.slice(0, 120),
                seen: box.width > 0 && box.height > 0,
                ring: ring(style) || (card !== null && ring(getComputedStyle(card)))
                  || (e.nextElementSibling && ring(getComputedStyle(e.nextElementSibling))),
              };
            }"""
        )
        if stop is None:
            break
        stops += 1
        if not (stop["seen"] and stop["ring"]):
            poor.append(stop)
    assert stops > 10
    assert poor == []


def test_the_menu_opens_and_closes_by_keyboard(readers: Readers, sample_site: Built) -> None:
    """On a phone's width, Enter opens the menu, and Escape closes it and returns to it."""
    page = readers.of(sample_site, width=360).open("/")
    menu = page.locator("details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("() => document.activeElement.matches('details.menu > summary')")


def test_the_theme_choice_is_kept(readers: Readers, sample_site: Built) -> None:
    """A reader who chooses the dark theme finds it on the next page, set before it is shown."""
    page = readers.of(sample_site, width=360).open("/")
    light = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.locator("details.menu > summary").click()
    choice = page.locator("details.menu input[type=radio][value=dark]")
    choice.focus()
    page.keyboard.press("Space")
    dark = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.goto("https://reader.example/news/sample-lead/")
    assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == dark
    assert page.evaluate("() => localStorage.length") == 1


def test_nothing_moves_for_who_asked_for_calm(readers: Readers, sample_site: Built) -> None:
    """With reduced motion asked for, no element has a transition or an animation."""
    page = readers.of(sample_site, reduced_motion="reduce").open("/")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(e => {
          const s = getComputedStyle(e);
          return parseFloat(s.transitionDuration) > 0.01 || parseFloat(s.animationDuration) > 0.01;
        }).map(e => e.outerHTML.slice(0, 100))"""
    )
    assert moving == []


def test_who_reads_in_the_dark_prints_on_white(readers: Readers, own_site: Built) -> None:
    """With the dark theme chosen, a printed story was light letters on white paper."""
    page = readers.of(own_site, dark=True).open(OWN["own article"])
    page.evaluate("() => { document.documentElement.dataset.theme = 'dark'; }")
    page.emulate_media(media="print")
    pale = page.evaluate(
        """() => [...document.querySelectorAll("h1, .kicker, .prose p, .byline p, .footer-end")]
          .filter(e => getComputedStyle(e).color.match(/\\d+/g).some(part => part > 128))
          .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert pale == []
    edges = page.evaluate(
        """() => [".logo", "h1", ".prose"]
          .map(s => Math.round(document.querySelector(s).getBoundingClientRect().left))"""
    )
    assert len(set(edges)) == 1


def test_the_panel_keeps_out_from_between_the_first_stories(
    readers: Readers, own_site: Built
) -> None:
    """On a phone the ways to follow the site stood between the lead and the second story."""
    for width in (360, 1280):
        page = readers.of(own_site, width=width).open("/")
        tops = page.evaluate(
            """() => Object.fromEntries(
              [["lead", ".top-lead"], ["second", ".top-lead ~ *"], ["panel", ".signup"]].map(
                ([name, at]) => [name, document.querySelector(at).getBoundingClientRect().top]))"""
        )
        assert tops["lead"] <= tops["second"] < tops["panel"], width


# What a reader's browser sees move, noted from the page's first moment on.
SHIFTS = """
  window.shifts = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      window.shifts.push([entry.value, ...entry.sources.map(
        s => s.node ? (s.node.outerHTML || s.node.textContent).slice(0, 120) : "gone")]);
    }
  }).observe({type: "layout-shift", buffered: true});
  navigator.share = () => Promise.resolve();
"""
# Kinds of file that come only after the page has been seen.
LATE = {
    "nothing": (),
    "fonts": (".woff2",),
    "pictures": (".webp", ".avif", ".jpg", ".png", ".svg"),
    "script": (".js",),
    "all": (".woff2", ".webp", ".avif", ".jpg", ".png", ".svg", ".js"),
}


def hold_back(
    page: Page, suffixes: tuple[str, ...], answer: Callable[[Route], None]
) -> Callable[[], None]:
    """Answer no request for such files until the function that is returned is called."""
    waiting: list[Route] = []
    act: list[Callable[[Route], None]] = [waiting.append]
    for suffix in suffixes:
        page.route(f"**/*{suffix}", lambda route: act[0](route))

    def let_go() -> None:
        act[0] = answer
        for route in waiting:
            answer(route)

    return let_go


@pytest.mark.parametrize("late", LATE)
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_shifts_while_a_page_loads(
    readers: Readers, sample_site: Built, width: int, late: str
) -> None:
    """However late fonts, pictures and script come, nothing on the page moves."""
    for path in ("/", "/news/sample-lead/", "/news/", "/news/sample-right-to-left/"):
        reader = readers.of(sample_site, width=width)
        page = reader.context.new_page()
        page.add_init_script(SHIFTS)
        page.clock.set_fixed_time(NOW)  # an hour at which cards say how old stories are
        let_go = hold_back(page, LATE[late], reader.answer)
        page.goto(reader.origin + path, wait_until="commit")
        page.evaluate(PAINT_SCRIPT)
        let_go()
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready")
        page.evaluate(FRAMES_SCRIPT)
        assert page.evaluate("window.shifts") == [], f"{path} with late {late}"
        if late == "nothing":
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            page.evaluate(FRAMES_SCRIPT)
            assert page.evaluate("window.shifts") == [], f"{path}, further down"


PAINT_SCRIPT = """() => new Promise(done =>
  new PerformanceObserver(() => done()).observe({type: "paint", buffered: true}))"""
# Two frames and a turn of the loop: by then the browser has reported shifts.
FRAMES_SCRIPT = """() => new Promise(done => requestAnimationFrame(() =>
  requestAnimationFrame(() => setTimeout(done, 0))))"""


@PAGE
def test_a_page_asks_early_for_the_fonts_it_is_set_in(visit: Visit, name: str, path: str) -> None:
    """A font asked for by the style sheet alone may come too late for a first visit."""
    rare = ("bold", "italic", "vietnamese")  # letters of some passages
    assert [url for url in visit.late_fonts if not any(word in url for word in rare)] == []
