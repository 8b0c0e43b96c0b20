"""Blocks and phrases → Markdown, in each of the styles in which a text may be written."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sitegen.importers.prose import escapes
from sitegen.importers.prose.arranging import blocks_of
from sitegen.importers.prose.common import common_html
from sitegen.importers.prose.phrases import headline
from sitegen.importers.prose.prose import ProseWriter
from sitegen.importers.prose.rewriting import with_uses
from sitegen.importers.prose.signs import Signs, letters_lost, of_blocks, of_conversion, plain
from sitegen.importers.prose.writing import Style, written
from sitegen.markdown.browser_tree import parse
from tests.importers.tables import table
from tests.importers.test_canon import Uses


def styles_of(html: str) -> str:
    """Return blocks as Markdown; then with tags for emphasis and as HTML, where those differ."""
    texts: list[str] = []
    for style in (Style.MARKDOWN, Style.TAGS, Style.HTML):
        text = written(blocks_of(parse(html).children), lambda _block, style=style: style)  # type: ignore[misc]
        texts += [text] if text not in texts else []
    return "\n~~~\n".join(texts)


def kept(text: str) -> str:
    """Return words as Markdown, as the lines of a paragraph."""
    return escapes.lines_escaped(escapes.escaped(text))


def counted(html: str) -> str:
    """Return what readers get of blocks."""
    return said(of_blocks(blocks_of(parse(html).children)))


def converted(markdown: str) -> str:
    """Return what readers get of a text as sitegen converts it."""
    return said(of_conversion(WRITER.converted(markdown)))


def said(signs: Signs) -> str:
    counts = f"{signs.items} items, {signs.cells} cells, {signs.headings} headings"
    return "\n".join((signs.words, *signs.links, *map(str, signs.pictures), *signs.embeds, counts))


def rewritten(markdown: str) -> str:
    return with_uses(markdown, Uses())


def proved(html: str) -> str:
    """Return a text that comes back as it was, and what is said of it."""
    prose = WRITER.from_html(html, Uses())
    said = f"{prose.kept_as_html} kept, {prose.lost} lost, {len(prose.problems)} problems"
    return "\n".join((prose.markdown, said, *prose.remarks))


WRITER = ProseWriter(ZoneInfo("America/Chicago"), "https://new.example")
TABLES = {
    "proved": proved,
    "written": styles_of,
    "escapes": kept,
    "counted": counted,
    "converted": converted,
    "rewritten": rewritten,
    "common": common_html,
    "headlines": headline,
}
CASES = [(name, case) for name in TABLES for case in table(name)]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n}: {c}" for n, c in CASES])
def test_texts_are_written_to_the_letter(name: str, case: str) -> None:
    given, wanted = table(name)[case]
    assert TABLES[name](given) == wanted


@pytest.mark.parametrize(
    ("given", "kept", "lost"),
    [
        ("<p>abc a</p>", "<p>a b a</p>", 1), ("<p>a</p>", "<p>abc</p>", 0),
        ("<p>a<script>b</script><style>c</style><noscript>d</noscript></p>", "<p>a</p>", 0),
        ("<p>ab</p>", '<sitegen-pull by="b">a</sitegen-pull>', 0),
        (
            "<p>abcd</p>",
            (
                '<sitegen-fact title="b"><sitegen-picture caption="&lt;i&gt;c&lt;/i&gt;" '
                'credit="d"></sitegen-picture>a</sitegen-fact>'
            ),
            0,
        ),
        ("<p>i</p>", '<sitegen-picture caption="&lt;i&gt;c&lt;/i&gt;"></sitegen-picture>', 1),
        ("<p>a</p>", "", 1),
    ],
)  # fmt: skip
def test_letters_that_are_nowhere_are_counted(given: str, kept: str, lost: int) -> None:
    assert letters_lost(parse(given), parse(kept).children) == lost


def test_signs_of_quotation_have_one_spelling() -> None:
    assert plain("a....b --- c \u2060“d”  e \u2009 …") == 'a...b - c"d"e ...'
    assert plain("« f » 「g」") == '"f"g"'


@pytest.mark.parametrize("lang", ["en", "fr", "fr-CH", "de", "es", "ja", "zh", "vi", "ar", "hu"])
def test_quotations_of_any_language_stay_markdown(lang: str) -> None:
    """Marks are set anew by the site, with French spaces or Japanese corners."""
    for text in ('"oui" et «\xa0non\xa0», “si”', "('a', \"b\" : c !)"):
        prose = WRITER.from_html(f"<p>{text}</p>", Uses(), lang)
        assert (prose.markdown, prose.kept_as_html) == (text, 0)


def test_a_text_is_kept_that_has_all_of_another() -> None:
    """More links are none too few."""
    signs = Signs("a", ("b", "c"), (("d", "e", "f"),), ("g",), 1, 2, 3)
    assert signs.keeps(signs)
    assert signs.keeps(Signs("a", ("b",), (("d", "e", "f"),), ("g",), 1, 2, 3))
    assert not signs.keeps(Signs("a", ("b", "b"), (("d", "e", "f"),), ("g",), 1, 2, 3))
    for other in (
        Signs("A", ("b",), (("d", "e", "f"),), ("g",), 1, 2, 3),
        Signs("a", ("b",), (("d", "e", ""),), ("g",), 1, 2, 3),
        Signs("a", ("b",), (("d", "e", "f"),), (), 1, 2, 3),
        Signs("a", ("b",), (("d", "e", "f"),), ("g",), 0, 2, 3),
        Signs("a", ("b",), (("d", "e", "f"),), ("g",), 1, 3, 3),
        Signs("a", ("b",), (("d", "e", "f"),), ("g",), 1, 2, 4),
    ):
        assert not signs.keeps(other)
