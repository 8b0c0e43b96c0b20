"""The dialect: Python-Markdown with our own reading of blocks and running text.

A text goes through Python-Markdown's stages as always: its lines become a tree, processors
work on the tree, and the tree is written out. What reads lines and running text is ours (see
`blocks` and `inlines`), because Python-Markdown's own reading is not what other programs
agree on and loses letters. Extensions that a site brings work as they do elsewhere: their
preprocessors, tree processors and postprocessors run as registered, their inline patterns on
the text that is left when ours are done, and their block processors at the beginning of each
block that stands in no other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import Registry

from sitegen.language.quotation_marks import Quotes, quotes_of
from sitegen.markdown import site_blocks, typography
from sitegen.markdown.abbreviations import Abbreviations
from sitegen.markdown.blocks import BlockReader
from sitegen.markdown.heading_ids import AnchorTreeprocessor
from sitegen.markdown.inlines import InlineReader
from sitegen.markdown.nodes import Node, Remark
from sitegen.markdown.notes import Notes
from sitegen.markdown.raw_html import marked
from sitegen.markdown.serializer import to_html
from sitegen.markdown.tree import TreeWriter

_CLOSED_TAG = re.compile(r"</([A-Za-z][\w-]*)")


class StoryMarkdown(Markdown):
    """Python-Markdown for stories.

    Args:
        extensions: more of Python-Markdown's, from the site's own modules.
    """

    def __init__(self, extensions: Sequence[Extension] = ()) -> None:
        super().__init__(output_format="html", extensions=[_Dialect(), *extensions])
        self.story: StoryParser
        self.story.settle()
        self.serializer = to_html

    def begin(self, anchor: str, lang: str, quotes: Quotes | None = None) -> None:
        """Forget the last text; `anchor` and `lang` are those of the next one's article.

        So are `quotes`, which are the language's own where none are given.
        """
        self.story.typesetter.quotes = quotes or quotes_of(lang)
        self.reset()
        self.parser.state.clear()  # a text that was refused leaves its own behind
        self.story.begin(anchor, lang)

    @property
    def remarks(self) -> list[Remark]:
        """What the editor should know of the text that was read last."""
        return self.story.remarks


class _Dialect(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        for name in ("normalize_whitespace", "html_block"):
            md.preprocessors.deregister(name)
        story = StoryParser(md)
        md.story = story  # type: ignore[attr-defined]
        story.blockprocessors = md.parser.blockprocessors
        md.parser = story
        md.treeprocessors.register(story.patterns, "inline", 20)
        md.treeprocessors.register(_LineBreaks(md), "prettify", 10)
        md.treeprocessors.register(Abbreviations(md, story.abbreviations), "abbr", 7)
        story.typesetter = typography.install(md)
        md.treeprocessors.register(AnchorTreeprocessor(md), "anchors", 5)
        md.treeprocessors.deregister("unescape")
        md.postprocessors.register(_StashedHtml(md), "raw_html", 30)


class StoryParser(BlockParser):
    """Reads the lines of a text into a tree."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.patterns = _OtherPatterns(md)
        self.typesetter: typography.Typesetter
        self.abbreviations: dict[str, str] = {}
        self.remarks: list[Remark] = []
        self.blocks_of_html: set[int] = set()  # numbers in the stash
        self.marks_html = False  # True: HTML is given back between marks, see `raw_html`
        self.lines_of_html: dict[int, int] = {}  # number in the stash → line of the text
        self._anchor, self._lang = "", "en"
        self._own_blocks = list(md.parser.blockprocessors)
        self._reader = BlockReader()
        self._given: tuple[int, Sequence[str]] = (1, ())  # line and text that an extension got
        # Texts that extensions handed back: into what, behind how many of its elements.
        self._parts: list[tuple[Element, int, Node]] = []

    def begin(self, anchor: str, lang: str) -> None:
        self._anchor, self._lang = anchor, lang
        self.abbreviations.clear()
        self.remarks.clear()
        self.blocks_of_html.clear()
        self._reader = BlockReader()
        self.lines_of_html.clear()

    def settle(self) -> None:
        """Learn which block processors and inline patterns are the site's own."""
        self.patterns.settle()
        self._site_blocks = [p for p in self.blockprocessors if p not in self._own_blocks]

    @property
    def notes(self) -> list[Node]:
        """The notes of the text that was read last."""
        return list(self._reader.blocks.definitions.notes.values())

    @property
    def is_plain(self) -> bool:
        """Whether no site's extension reads blocks or running text."""
        return not self._site_blocks and self.patterns.is_empty

    def parseDocument(self, lines: Iterable[str]) -> ElementTree[Any]:  # noqa: N802
        lines = list(lines)
        if lines and not lines[-1]:
            lines.pop()  # what stands behind the last line's end is no line
        self.root = Element(self.md.doc_tag)
        reader = self._reader = BlockReader(_closed_tags(lines))
        self._parts = []
        if self._site_blocks:
            site_blocks.read(reader, lines, self._site_blocks, self.root, self._hand_over)
        else:
            reader.read(lines)
        definitions = reader.blocks.definitions
        self.abbreviations.update(definitions.abbreviations)
        notes = Notes(definitions, self._anchor, self._lang)
        inlines = InlineReader(definitions, reader.blocks.own_tags, self._stash_tag, notes.mark)
        writer = TreeWriter(inlines, self._stash_block)
        behind: Counter[Element] = Counter()  # elements that such texts became, by their parent
        for parent, place, part in self._parts:
            place, count = place + behind[parent], len(parent)
            later = list(parent)[place:]  # what the extension made after it had handed that back
            del parent[place:]
            writer.write(part, parent)
            parent.extend(later)
            behind[parent] += len(parent) - count
        writer.write(reader.root, self.root)
        writer.notes(definitions, notes, self.root)
        self.remarks += [*reader.blocks.remarks, *inlines.remarks, *writer.remarks]
        self.remarks += notes.without_use()
        return ElementTree(self.root)

    def parseChunk(self, parent: Element, text: str) -> None:  # noqa: N802
        self.parseBlocks(parent, [text])

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """Read what an extension hands back; its elements follow when all notes are known."""
        reader = BlockReader(self._reader.blocks.own_tags, self._reader.blocks.definitions)
        lines = site_blocks.lines_of(blocks)
        part = reader.read(lines, self._line_of(lines))
        self._parts.append((parent, len(parent), part))
        self.remarks += reader.blocks.remarks
        blocks.clear()

    def _hand_over(self, number: int, lines: Sequence[str]) -> None:
        self._given = (number, lines)

    def _line_of(self, lines: Sequence[str]) -> int:
        """Return the line of the text where `lines` began, of which an extension may keep some."""
        number, given = self._given
        for n, words in enumerate(lines):
            if words.strip():
                places = (place for place, line in enumerate(given) if words.strip() in line)
                return number + next(places, n) - n
        return number

    def _stash_block(self, html: str, line: int) -> str:
        self.blocks_of_html.add(self.md.htmlStash.html_counter)
        return self._stash_tag(html, line)

    def _stash_tag(self, html: str, line: int) -> str:
        self.lines_of_html[self.md.htmlStash.html_counter] = line
        return self.md.htmlStash.store(html)


def _closed_tags(lines: Sequence[str]) -> frozenset[str]:
    """Return the names of all elements that are closed somewhere in the text."""
    return frozenset(name for line in lines if "</" in line for name in _CLOSED_TAG.findall(line))


class _OtherPatterns(InlineProcessor):
    """Runs the inline patterns that a site's extensions brought."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._own = {
            item.name: md.inlinePatterns[item.name] for item in _entries(md.inlinePatterns)
        }
        self.is_empty = True

    def settle(self) -> None:
        registry: Registry[Any] = Registry()
        for item in _entries(self.md.inlinePatterns):
            pattern = self.md.inlinePatterns[item.name]
            if self._own.get(item.name) is not pattern:
                registry.register(pattern, item.name, item.priority)
        self.inlinePatterns = registry
        self.is_empty = not len(registry)

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        return tree if self.is_empty else super().run(tree, ancestors)


def _entries(registry: Any) -> list[Any]:
    list(registry)  # sorts it
    return list(registry._priority)


class _LineBreaks(Treeprocessor):
    """Puts each block on its own line; code stays as it is."""

    def run(self, root: Element) -> None:
        _end_lines(root, self.md)
        for element in root.iter("br"):
            element.tail = "\n" + (element.tail or "").lstrip("\n")


def _end_lines(element: Element, md: Markdown) -> None:
    """End the line behind each block, and before the first one in another."""
    if element.tag not in ("pre", "code") and md.is_block_level(element.tag):
        if len(element) and _is_blank(element.text) and md.is_block_level(element[0].tag):
            element.text = "\n"
        for child in element:
            if md.is_block_level(child.tag):
                _end_lines(child, md)
    if _is_blank(element.tail):
        element.tail = "\n"


def _is_blank(text: str | None) -> bool:
    return not text or not text.strip()


class _StashedHtml(Postprocessor):
    """Puts HTML that was kept as it is back; a block of it stands in no paragraph."""

    _PLACE = re.compile("(<p>)?\x02wzxhzdk:([0-9]+)\x03(</p>)?")

    def run(self, text: str) -> str:
        stash = self.md.htmlStash
        if not stash.html_counter:
            return text
        story: StoryParser = self.md.story  # type: ignore[attr-defined]
        blocks, lines = story.blocks_of_html, story.lines_of_html

        def html(match: re.Match[str]) -> str:
            number = int(match[2])
            if number >= stash.html_counter:
                return match[0]
            words = self._PLACE.sub(html, str(stash.rawHtmlBlocks[number]))
            if story.marks_html:
                words = marked(words, lines.get(number, 0))
            if match[1] and match[3] and number in blocks:
                return words
            return f"{match[1] or ''}{words}{match[3] or ''}"

        return self._PLACE.sub(html, text)
