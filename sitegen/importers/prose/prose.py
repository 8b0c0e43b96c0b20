"""A text of another program → Markdown, and the proof that it comes back as it was."""

from __future__ import annotations

from collections import defaultdict
from zoneinfo import ZoneInfo

from sitegen.core.digests import digest_bytes
from sitegen.core.problems import Problem, has_errors
from sitegen.core.record import Record, replace
from sitegen.importers.prose import signs
from sitegen.importers.prose.arranging import blocks_of
from sitegen.importers.prose.canon import HEADINGS, canonical
from sitegen.importers.prose.common import AsItStands, common_html
from sitegen.importers.prose.rewriting import with_uses
from sitegen.importers.prose.uses import Uses
from sitegen.importers.prose.writing import Style, written
from sitegen.markdown.block_kinds import BlockKinds
from sitegen.markdown.browser_tree import Element, parse
from sitegen.markdown.convert import Conversion, Converter
from sitegen.theme import layers
from sitegen.theme.blocks import blocks_of as blocks_of_theme
from sitegen.theme.files import Theme, ThemeFile

_ORDER = (Style.MARKDOWN, Style.TAGS, Style.HTML)


class Prose(Record):
    """A text as it is written into a story's file."""

    markdown: str
    remarks: tuple[str, ...] = ()  # what could not stay, a few words each
    kept_as_html: int = 0  # blocks of the text that Markdown would not give back
    lost: int = 0  # letters that are missing: 0, unless the text is not to be believed
    problems: tuple[Problem, ...] = ()  # what would stop a build


class ProseWriter:
    """Writes texts; costly to build, so there is one.

    Args:
        zone: the newsroom's.
        base_url: what begins so is an address of this site.
        lang: the site's language.
    """

    def __init__(self, zone: ZoneInfo, base_url: str = "", lang: str = "en") -> None:
        self._lang = lang
        self._converter = Converter(zone=zone, base_url=base_url, blocks=_block_kinds())

    def from_html(self, html: str, uses: Uses, lang: str = "") -> Prose:
        """Return a text that was HTML, with its links and pictures as the site has them."""
        tree = parse(html)
        canon = canonical(tree, uses)
        blocks = _without_dead_anchors(_with_levels(blocks_of(canon.root.children)))
        lost = signs.letters_lost(tree, blocks)
        prose = self._sure(blocks, lang)
        return replace(prose, remarks=canon.remarks, lost=lost)

    def from_markdown(self, markdown: str, uses: Uses, lang: str = "") -> tuple[str, Prose]:
        """Return a text that was Markdown, with its links and pictures as the site has them."""
        text = with_uses(markdown, uses)
        problems = self.check(text, lang)
        if not problems:
            return text, Prose(text)
        # What would stop a build is read as other programs read it, and written anew.
        anew = self.from_html(common_html(text), AsItStands(), lang)
        remarks = (*anew.remarks, "Markdown that sitegen refuses: it was written anew")
        return anew.markdown, replace(anew, remarks=remarks)

    def check(self, markdown: str, lang: str = "") -> tuple[Problem, ...]:
        """Return what in a text would stop a build."""
        problems = self.converted(markdown, lang).problems
        return tuple(problem for problem in problems if not problem.warning)

    def converted(self, markdown: str, lang: str = "") -> Conversion:
        """Return a text as sitegen reads it."""
        return self._converter.convert(
            markdown, path="text", first_line=1, anchor="text", lang=lang or self._lang
        )

    def _is_same(self, blocks: list[Element], markdown: str, lang: str) -> bool:
        conversion = self.converted(markdown, lang)
        if has_errors(conversion.problems):
            return False
        return signs.of_conversion(conversion).keeps(signs.of_blocks(blocks))

    def _sure(self, blocks: list[Element], lang: str) -> Prose:
        """Return blocks as Markdown that comes back; where one would not, as HTML."""
        text = written(blocks, lambda _block: Style.MARKDOWN)
        if self._is_same(blocks, text, lang):
            return Prose(text)
        styles: defaultdict[int, str] = defaultdict(lambda: Style.MARKDOWN)
        sure = True
        for block in blocks:
            for style in _ORDER:
                styles[id(block)] = style
                alone = written([block], lambda _block, style=style: style)  # type: ignore[misc]
                if self._is_same([block], alone, lang):
                    break
            else:
                sure = False
        text = written(blocks, lambda block: styles[id(block)])
        if sure and not self._is_same(blocks, text, lang):
            # What stands alone does not stand together: all of it as HTML.
            styles = defaultdict(lambda: Style.HTML)
            text = written(blocks, lambda _block: Style.HTML)
        kept = sum(styles[id(block)] == Style.HTML for block in blocks)
        return Prose(text, kept_as_html=kept, problems=self.check(text, lang))


def _with_levels(blocks: list[Element]) -> list[Element]:
    """Give headings levels without gaps, from the second on: the first is the headline."""
    open_levels: list[int] = []
    for block in _every(blocks):
        if block.tag not in HEADINGS:
            continue
        level = int(block.tag[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        block.tag = f"h{min(len(open_levels) + 1, 6)}"
    return blocks


def _without_dead_anchors(blocks: list[Element]) -> list[Element]:
    """Take the links off words that lead to a place which the text does not have."""
    every = _every(blocks)
    ids = {each.attributes["id"] for each in every if "id" in each.attributes}
    for each in every:
        for place, child in enumerate(each.children):
            if isinstance(child, str):
                continue
            address = child.attributes.get("href", "")
            if address.startswith("#") and address[1:] not in ids:
                each.children[place] = Element("span", {}, child.children)
    return blocks


def _every(blocks: list[Element]) -> list[Element]:
    return [each for block in blocks for each in block.walk()]


def _block_kinds() -> BlockKinds:
    folder = layers.root() / "templates" / "blocks"
    files = {
        f"blocks/{file.name}": ThemeFile(
            f"blocks/{file.name}", file, digest_bytes(file.read_bytes())
        )
        for file in sorted(folder.glob("*.html"))
    }
    return blocks_of_theme(Theme(files, {}, {}, "", ())).kinds
