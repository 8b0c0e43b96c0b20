"""Blocks and phrases → Markdown, in each of the styles in which a text may be written."""

from __future__ import annotations

import pytest

from sitegen.importers.prose import escapes
from sitegen.importers.prose.arranging import blocks_of
from sitegen.importers.prose.common import common_html
from sitegen.importers.prose.phrases import headline
from sitegen.importers.prose.rewriting import with_uses
from sitegen.importers.prose.signs import of_blocks
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
    signs = of_blocks(blocks_of(parse(html).children))
    counts = f"{signs.items} items, {signs.cells} cells, {signs.headings} headings"
    return "\n".join((signs.words, *signs.links, *map(str, signs.pictures), *signs.embeds, counts))


def rewritten(markdown: str) -> str:
    return with_uses(markdown, Uses())


TABLES = {
    "written": styles_of,
    "escapes": kept,
    "counted": counted,
    "rewritten": rewritten,
    "common": common_html,
    "headlines": headline,
}
CASES = [(name, case) for name in TABLES for case in table(name)]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n}: {c}" for n, c in CASES])
def test_texts_are_written_to_the_letter(name: str, case: str) -> None:
    given, wanted = table(name)[case]
    assert TABLES[name](given) == wanted
