"""Typography: straight quotes, dashes and dots become those that newspapers print.

All that decides on them is here: `Typesetter` sets one run of text, and a processor of the tree
has it set each. The characters are those that Python-Markdown's extension "smarty" puts; its
patterns, which are slow, decide only where a quote touches another or a dash.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.smarty import SmartyExtension
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString

CHARACTERS = {
    "mdash": "—",
    "ndash": "–",
    "ellipsis": "…",
    "left-single-quote": "‘",
    "right-single-quote": "’",
    "left-double-quote": "“",
    "right-double-quote": "”",
}

# The patterns of Python-Markdown that `Typesetter` was written for, in order.
_PATTERNS = (
    "smarty-em-dashes smarty-en-dashes "
    + " ".join(f"smarty-quotes-{n}" for n in range(15))
    + " smarty-ellipses"
)

# Smart quotes. Python-Markdown tries its patterns one after another, and what one has
# replaced is hidden from the next; for a quote with no other beside it that comes to this.
# Groups 1 to 4: right and left single, right and left double; 5: a quote that touches another,
# a dash or the text's beginning, for which that does not hold.
_WORD_END = r"[^\s–—\[{(-]"
_SMART = re.compile(
    rf"""
    ['"] (?:
      (?: [-'"] | (?<=')s['"] | (?<=-['"]) | (?<![\s\S]['"])(?!\w) | (?<=[\s\[{{(–—]['"])\s['"]
        | (?<=[^\S \n]['"]) | (?<=[\s–—]')s\b | (?<![\s\S]')s\b ) (?P<odd>)
    | (?<=') (?:
        (?: (?<!\w')(?=\d\ds) | (?<={_WORD_END}')(?!\d) | (?<=[–—]')(?!\w)
          | (?<=[\s\[{{(]')(?=\s|s\b) ) (?P<rs>)
        | (?P<ls>) )
    | (?: (?<={_WORD_END}") | (?<=[–—]")(?!\w) | (?=\s) ) (?P<rd>)
    | (?P<ld>)
    )
    """,
    re.VERBOSE,
)

_PLACEHOLDER = re.compile("\x02klzzwxh:([0-9]+)\x03")
_STASH = re.compile("\x02wzxhzdk:([0-9]+)\x03")


def install(md: Markdown) -> Typesetter:
    """Have `md` set the typography of its tree; return what does it."""
    SmartyExtension(substitutions=CHARACTERS).extendMarkdown(md)
    registry: Any = md.treeprocessors
    stock: Any = registry["smarty"]
    priority = next(entry.priority for entry in registry._priority if entry.name == "smarty")
    typesetter = Typesetter(md, stock.inlinePatterns)
    registry.register(_TreeTypesetter(md, typesetter), "smarty", priority)
    return typesetter


class Typesetter:
    """Sets plain text.

    Args:
        md: whose stash the patterns use.
        patterns: those of "smarty".
    """

    def __init__(self, md: Markdown, patterns: Any) -> None:
        self._md = md
        self._processor: Any = InlineProcessor(md)
        self._processor.inlinePatterns = patterns
        list(patterns)  # sorts it
        self.is_known = " ".join(entry.name for entry in patterns._priority) == _PATTERNS
        self._quotes = (  # by the groups of _SMART
            "",
            _ODD,
            CHARACTERS["right-single-quote"],
            CHARACTERS["left-single-quote"],
            CHARACTERS["right-double-quote"],
            CHARACTERS["left-double-quote"],
        )

    def set(self, text: str) -> str:
        """Return one run of plain text with its quotes, dashes and dots set."""
        if not self.is_known:
            return self._by_patterns(text)
        if "'" in text or '"' in text:
            quotes = self._quotes
            plain, text = text, _SMART.sub(lambda m: quotes[m.lastindex or 0], text)
            if _ODD in text:
                return self._by_patterns(plain)
        if "--" in text:
            text = _THREE_DASHES.sub(CHARACTERS["mdash"], text)
            text = _TWO_DASHES.sub(CHARACTERS["ndash"], text)
        if "..." in text:
            text = _DOTS.sub(CHARACTERS["ellipsis"], text)
        return text

    def _by_patterns(self, text: str) -> str:
        processor, stash = self._processor, self._md.htmlStash
        before = stash.html_counter  # what was kept until now is tags, and stays
        processor.stashed_nodes = {}
        processor.ancestors = []
        text = _PLACEHOLDER.sub(
            lambda m: processor.stashed_nodes[m[1]],
            processor._InlineProcessor__handleInline(text),
        )
        characters = stash.rawHtmlBlocks
        return _STASH.sub(
            lambda m: str(characters[int(m[1])]) if int(m[1]) >= before else m[0], text
        )


class _TreeTypesetter(Treeprocessor):
    """Sets all text of a tree but code."""

    def __init__(self, md: Markdown, typesetter: Typesetter) -> None:
        super().__init__(md)
        self._set = typesetter.set

    def run(self, root: Element) -> None:
        for element in root.iter():
            text = element.text
            if text and not isinstance(text, AtomicString) and _ANY.search(text):
                element.text = self._set(text)
            text = element.tail
            if text and not isinstance(text, AtomicString) and _ANY.search(text):
                element.tail = self._set(text)


_ANY = re.compile(r"""['"]|--|\.{3}""")
_ODD = "\x04"  # no text holds it: control characters are taken out of every source
_THREE_DASHES = re.compile(r"(?<!-)---(?!-)")
_TWO_DASHES = re.compile(r"(?<!-)--(?!-)")
_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")
