"""The theme's files: their bytes, their names, and the rules that keep them simple."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from sitegen.cache.rows import FileFact, file_stat
from sitegen.core.digests import digest_file
from sitegen.language import filters
from sitegen.theme import files, layers, stylesheet
from tests.conftest import ROOT

STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FONTS = ROOT / "static" / "fonts"
LATIN_FIRST = ("newsreader-display", "newsreader-text", "librefranklin")  # what a story needs

# Values that pages are given. A macro's parameter or a loop that took one of these names
# would hide the value from the page: the build computes only what no template binds.
VALUES = frozenset(
    re.findall(
        r"\w+",
        "site page structured front alerts section stories pager latest article body bylines "
        "contributors tags series related newer older people person byline biography tag archive "
        "year month corrections feed_groups target target_title image gallery translations",
    )
)


def loaded() -> files.Theme:
    facts = {}
    for name, folder in layers.folders(ROOT):
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                digest = digest_file(file)
                path = f"{name}/{file.relative_to(folder).as_posix()}"
                facts[path] = FileFact(*file_stat(file.stat()), digest)
    return layers.load(ROOT, facts, "")


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("sheet", [name for name in stylesheet.SHEETS if name != "site.css"])
def test_the_styles_of_a_page_fit_their_budget(sheet: str) -> None:
    """10 KB compressed: what every page needs, and what pages of one kind do."""
    theme = loaded()
    sizes = [
        len(gzip.compress(stylesheet.stylesheet(theme, name).encode(), 9))
        for name in ("site.css", sheet)
    ]
    assert sum(sizes) <= 10 * 1024


def test_every_part_of_the_styles_is_sent() -> None:
    """A rule that stands in no sheet would style nothing; a site's own file goes to all pages."""
    theme = loaded()
    parts = {sheet: stylesheet.style_parts(theme.statics, sheet) for sheet in stylesheet.SHEETS}

    assert {name for names in parts.values() for name in names} == set(
        stylesheet.style_parts(theme.statics)
    )
    own = {**theme.statics, "css/own.css": theme.statics["css/base.css"]}
    assert "css/own.css" in stylesheet.style_parts(own, "site.css")


def test_the_script_fits_its_budget() -> None:
    """2 KB compressed, and the page's inline script 200 bytes."""
    script = (ROOT / "static" / "js" / "site.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= 2 * 1024
    inline = (ROOT / "templates" / "parts" / "theme-script.html").read_bytes()
    assert len(inline.partition(b"-#}\n")[2]) in range(1, 201)


def test_the_fonts_fit_their_budget() -> None:
    """72 KB for the first view, 17 KB more where Vietnamese is set."""
    sizes = {file.stem: file.stat().st_size for file in FONTS.glob("*.woff2")}
    assert sum(sizes[f"{name}-latin"] for name in LATIN_FIRST) <= 72 * 1024
    assert sum(sizes[f"{name}-vietnamese"] for name in LATIN_FIRST) <= 17 * 1024


def test_every_font_has_its_licence_beside_it() -> None:
    """The fonts may be passed on only together with their licence."""
    for name in ("newsreader", "libre-franklin"):
        assert "SIL OPEN FONT LICENSE" in (FONTS / f"OFL-{name}.txt").read_text("utf-8").upper()


def test_styles_are_squeezed_without_harm() -> None:
    """Comments and spaces go; strings, licences and what spaces separate stay."""
    style = """
    /* gone */ /*! kept */
    a :is(b), .c > d { content: " /* kept */ ;  "; margin: calc(1px + 2px) auto; }
    @media (min-width: 40rem) and (print) { x { --y: 1 ; } }
    """
    assert stylesheet.squeeze(style) == (
        '/*! kept */ a :is(b),.c > d{content:" /* kept */ ;  ";margin:calc(1px + 2px) auto;}'
        "@media (min-width:40rem) and (print){x{--y:1;}}"
    )


def test_styles_name_only_files_that_exist() -> None:
    """Each url() of the theme's own style sheet leads to a file of static/."""
    assert stylesheet.style_problems(loaded()) == []


def test_styles_use_only_tokens_that_exist() -> None:
    """A misspelt custom property makes no noise in a browser, so it makes one here."""
    texts = {name_of(file): file.read_text("utf-8") for file in STYLES}
    tokens = set(re.findall(r"(?<![\w(-])(--[\w-]+)\s*:", "\n".join(texts.values())))
    for name, text in texts.items():
        uses = set(re.findall(r"var\((--[\w-]+)", text))
        assert uses <= tokens, name


def test_both_themes_are_decided_in_one_place() -> None:
    """light-dark() and colours in figures stand in tokens.css; the rest names tokens."""
    for file in STYLES:
        text = file.read_text("utf-8")
        if file.name == "tokens.css":
            continue
        assert "light-dark(" not in text, name_of(file)
        assert "!important" not in text, name_of(file)
        assert "@import" not in text, name_of(file)
        stray = set(re.findall(r"#[0-9a-f]{3,8}\b", text)) - {"#000"}  # a mask's, which shows none
        if file.name != "print.css":
            assert stray == set(), name_of(file)


def test_every_layer_is_declared() -> None:
    """Rules outside the layers would win over all of them."""
    for file in STYLES:
        for layer in re.findall(r"@layer (\w+) {", file.read_text("utf-8")):
            assert layer in ("base", "layout", "components", "pages", "print"), name_of(file)


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_templates_keep_the_house_rules(file: Path) -> None:
    """No style or event attributes, no addresses outside, HTML from the body alone."""
    text = file.read_text("utf-8")
    assert not re.search(r"\sstyle=|\son\w+=", text)
    assert re.findall(r"\| *safe", text).__len__() == len(
        re.findall(r"(body|biography) \| safe", text)
    )
    outside = set(re.findall(r"https?://[\w.-]+", text))
    assert outside <= {"https://duckduckgo.com", "https://wa.me"}, "links a reader follows"
    assert not re.search(r'(src|href)="(https?:)?//(?!wa\.me)', text)
    assert text.count("\n") <= 60, "a part is taken in at one look"


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_templates_hide_no_value_of_the_page(file: Path) -> None:
    """No macro, loop or set takes the name of a value: see VALUES."""
    env = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    env.filters.update(filters.filters("en", "America/Chicago"))
    tree = env.parse(file.read_text("utf-8"))
    bound = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    assert bound & VALUES == set()
