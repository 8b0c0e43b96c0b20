"""A fast way through Python-Markdown, to the same bytes.

News is mostly prose, and Python-Markdown tries some forty patterns on every piece of it.
Here the blocks that are surely plain (paragraphs, headings, simple lists and quotes, with
links, emphasis and smart quotes) are written out directly; runs of other blocks go through
Python-Markdown itself; and a text with anything that reaches across blocks (raw HTML,
fenced code, footnotes, references, ids) goes through it whole.

Whatever is not known for certain is left to Python-Markdown. The proof is in the tests:
byte for byte what the stock converter writes, over documents, stories and mutations of
both. A converter with any processor that this module does not know is never bypassed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from markdown import Markdown
from markdown.extensions.toc import unique
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from markdown.inlinepatterns import Pattern

# The processors of the converter that the short cuts below were written for, in order.
_KNOWN = {
    "preprocessors": "normalize_whitespace fenced_code_block html_block",
    "blocks": (
        "markdown_block empty indent defindent code table hashheader setextheader hr olist ulist "
        "deflist quote footnote abbr reference paragraph"
    ),
    "inline": (
        "backtick escape footnote reference link image_link image_reference short_reference "
        "short_image_ref autolink automail linebreak html entity em_strong"
    ),
    "smart": (
        "smarty-em-dashes smarty-en-dashes "
        + " ".join(f"smarty-quotes-{n}" for n in range(15))
        + " smarty-ellipses"
    ),
    "tree": ("footnote inline footnote-duplicate prettify attr_list abbr smarty toc unescape"),
    "postprocessors": "raw_html footnote amp_substitute",
}

# What a pattern needs to find in a text before it can match there.
_TRIGGERS = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
    "smarty-em-dashes": ("---",),
    "smarty-en-dashes": ("--",),
    "smarty-ellipses": ("...",),
}

# What lets one block bear on another: Python-Markdown takes such a text whole.
_ACROSS = ("<", "\t", "\r", "\x02", "\x03", "```", "~~~", "]:", "] :")
_DEFINITION = re.compile(r"\n {0,3}: ")
_ENTITY = re.compile(r"&(?:#|\w+;)")
_NAMED = re.compile(r"\{[^}\n]*(?:#|id)")
# A run of unknown blocks that may hold headings, whose ids are unique in the whole text.
_HEADINGS = re.compile(r"(?:^|\n)[ >*+.\d-]*#|\n[ >]*(?:=+|-+) *(?:\n|\Z)")
# How blocks begin that are no plain paragraph, or may be none; and what ends one within.
_NOT_PROSE = re.compile(r"\s|[#>:=+~-]|\d+\.[ ]")
_NOT_PROSE_LATER = re.compile(r"\n(?:[ ]*[#>:=-]|[ ]*(?:[*_][ ]{0,2}){3}|[ ]{2,}\S)|[ ]{2}\n")
_HEADING = re.compile(r"(#{1,6})[ ]*([^\s#][^#\n]*?)[ ]*\Z")
_LIST = re.compile(r"(?:[*+-][ ]+[^\s#>:=+~-][^\n]*(?:\n|\Z))+\Z")
_NUMBERED = re.compile(r"(?:\d+\.[ ]+[^\s#>:=+~-][^\n]*(?:\n|\Z))+\Z")
_ITEM = re.compile(r"(?:[*+-]|\d+\.)[ ]+(.*)")
_QUOTE = re.compile(r">[ ]?[^\n]*(?:\n>[ ]?[^\n]*)*\Z")

_SPECIAL = re.compile(r"[\\`*_\[<{]")
_SPAN = re.compile(
    r"""
    [\[*_] (?:
      (?<=\[)(?<!!\[) (?P<words>[^\[\]\\`*_<{!^\n][^\[\]\\`*_<{!\n]*) \]
        \( (?P<url>[^\s()<>"'\\`\[\]{}]+) (?:[ ]"(?P<title>[^"'\\`()\[\]{}<&\n]+)")? \)
    | (?<=\*)(?<![^\s("“]\*) (?P<star>\*?) (?![\s*])
        (?P<starred>[^*_`\[\]\\<{!]+) (?<!\s)\*(?P=star) (?![^\s.,;:?)"”’—–])
    | (?<=_)(?<![^\s("“]_) (?P<line>_?) (?![\s_])
        (?P<lined>[^*_`\[\]\\<{!]+) (?<!\s)_(?P=line) (?![^\s.,;:?)"”’—–])
    )
    """,
    re.VERBOSE,
)
_WHITE = re.compile(r"\s")
_PICTURE = re.compile(
    r"""!\[(?P<alt>[^\[\]\\`*_<{&"\n]*)\]\((?P<src>[^\s()<>"'\\`\[\]{}]+)"""
    r"""(?:[ ]"(?P<title>[^"'\\`()\[\]{}<&\n]+)")?\)\Z"""
)

# Smart quotes. Python-Markdown tries its patterns one after another, and what one has
# replaced is hidden from the next; for a quote with no other beside it that comes to this.
# Groups 1 to 4: right and left single, right and left double; 5: a quote that touches another,
# a dash or the text's beginning, for which that does not hold.
_CLOSED = r"[^\s–—\[{(-]"
_SMART = re.compile(
    rf"""
    ['"] (?:
      (?: [-'"] | (?<=')s['"] | (?<=-['"]) | (?<![\s\S]['"])(?!\w) | (?<=[\s\[{{(–—]['"])\s['"]
        | (?<=[^\S \n]['"]) | (?<=[\s–—]')s\b | (?<![\s\S]')s\b ) (?P<odd>)
    | (?<=') (?:
        (?: (?<!\w')(?=\d\ds) | (?<={_CLOSED}')(?!\d) | (?<=[–—]')(?!\w)
          | (?<=[\s\[{{(]')(?=\s|s\b) ) (?P<rs>)
        | (?P<ls>) )
    | (?: (?<={_CLOSED}") | (?<=[–—]")(?!\w) | (?=\s) ) (?P<rd>)
    | (?P<ld>)
    )
    """,
    re.VERBOSE,
)


class QuickMarkdown:
    """Converts with `md`, bypassing it where that is known to give the same bytes.

    Args:
        md: a converter with the standard extensions and possibly others.
        smart: the characters that its smart quotes give, as its extension names them.
    """

    def __init__(self, md: Markdown, smart: Mapping[str, str]) -> None:
        self._md = md
        self._smart = smart
        self.active = _is_known(md)
        if self.active:
            toc: Any = md.treeprocessors["toc"]
            self._slug = cast("Callable[[str, str], str]", toc.slugify)
            self._separator: str = toc.sep
            self._quotes = (  # by the groups of _SMART
                "",
                "\x02",
                smart["right-single-quote"],
                smart["left-single-quote"],
                smart["right-double-quote"],
                smart["left-double-quote"],
            )
            _guard(md)

    def convert(self, source: str) -> str:
        """Return what `md.convert(source)` returns; `md` has been reset before."""
        if not self.active or _reaches_across(source):
            return self._md.convert(source)
        if "\n " in source:
            source = re.sub(r"(?<=\n) +\n", "\n", source + "\n")
        source = source.rstrip("\n")
        blocks = [block for part in source.split("\n\n") if (block := part.lstrip("\n"))]
        if sum([block[0] == "#" for block in blocks]) > _MOST_HEADINGS:
            return self._md.convert(source)
        pieces: list[str | None] = [self._block(block) for block in blocks]
        _spread(pieces)
        if None in pieces:
            return self._with_others(source, blocks, pieces)
        return "\n".join(self._with_ids(cast("list[str]", pieces)))

    def _with_others(self, source: str, blocks: list[str], pieces: list[str | None]) -> str:
        """Hand runs of unknown blocks, and what may belong to them, to Python-Markdown."""
        runs: list[tuple[int, int]] = []
        for n, piece in enumerate(pieces):
            if piece is None:
                if runs and runs[-1][1] == n:
                    runs[-1] = (runs[-1][0], n + 1)
                else:
                    runs.append((n, n + 1))
        if not runs or sum(end - start for start, end in runs) * 2 > len(blocks):
            return self._md.convert(source)
        places: list[tuple[int, int]] = []  # of the blocks in the source
        position = 0
        for part in source.split("\n\n"):
            if part.strip("\n"):
                places.append((position, position + len(part)))
            position += len(part) + 2
        done: list[str] = []
        position = 0
        for start, end in runs:
            run = source[places[start][0] : places[end - 1][1]]
            if _HEADINGS.search(run):
                return self._md.convert(source)
            done += cast("list[str]", pieces[position:start])
            done.append(self._md.convert(run))
            position = end
        done += cast("list[str]", pieces[position:])
        return "\n".join(self._with_ids([piece for piece in done if piece]))

    def _with_ids(self, pieces: list[str]) -> list[str]:
        """Write the headings, which `_block` left as level and words, with their ids."""
        used: set[str] = set()
        for n, piece in enumerate(pieces):
            if piece[0] == "#":
                level, html = piece[1], piece[2:]
                name = " ".join(html.split())
                if "&" in name:
                    name = name.replace("&gt;", ">").replace("&amp;", "&")
                own = unique(self._slug(name, self._separator), used)
                own = own.replace("&", "&amp;").replace('"', "&quot;")
                pieces[n] = f'<h{level} id="{own}">{html}</h{level}>'
        return pieces

    def _block(self, block: str) -> str | None:
        """Return the HTML of a block, None when it is not surely plain.

        A heading is returned as "#", its level and its words: ids are given in order.
        """
        if _is_prose(block):
            if _SPECIAL.search(block):
                spans = self._spans(block)
                return None if spans is None else f"<p>{spans}</p>"
            return f"<p>{self._text(block)}</p>"
        first = block[0]
        if first == "#":
            heading = _HEADING.match(block)
            if heading is None or _SPECIAL.search(heading[2]):
                return None
            return f"#{len(heading[1])}{self._text(heading[2].strip())}"
        if first in "*+-":
            return self._list("ul", block) if _LIST.match(block) else None
        if first.isascii() and first.isdigit():
            return self._numbered(block) if _NUMBERED.match(block) else None
        if first == ">" and _QUOTE.match(block):
            inner = "\n".join(
                [line[2:] if line.startswith("> ") else line[1:] for line in block.split("\n")]
            )
            whole = inner and not inner.endswith("\n") and "\n\n" not in inner
            piece = self._block(inner) if whole and _is_prose(inner) else None
            if piece is not None and piece.startswith("<p>"):
                return f"<blockquote>\n{piece}\n</blockquote>"
        return None

    def _numbered(self, block: str) -> str | None:
        first = block.partition(".")[0]
        return self._list("ol" if first == "1" else f'ol start="{first}"', block)

    def _list(self, tag: str, block: str) -> str | None:
        items = []
        for line in block.split("\n"):
            match = _ITEM.match(line)
            if match is None or not _is_prose(match[1]):
                return None
            words = self._spans(match[1]) if _SPECIAL.search(match[1]) else self._text(match[1])
            if words is None:
                return None
            items.append(f"<li>{words}</li>")
        inner = "\n".join(items)
        return f"<{tag}>\n{inner}\n</{tag[:2]}>"

    def _spans(self, text: str) -> str | None:
        """Return the HTML of a run of text with links and emphasis."""
        if text.startswith("!["):
            return _picture(text)
        pieces: list[str] = []
        position = 0
        for match in _SPAN.finditer(text):
            before = text[position : match.start()]
            if _SPECIAL.search(before):
                return None
            pieces.append(self._text(before))
            position = match.end()
            if match["words"]:
                url = match["url"].replace("&", "&amp;")
                title = _title(match["title"])
                pieces.append(f'<a href="{url}"{title}>{self._text(match["words"])}</a>')
            else:
                tag = "strong" if match["star"] or match["line"] else "em"
                words = self._text(match["starred"] or match["lined"])
                pieces.append(f"<{tag}>{words}</{tag}>")
        after = text[position:]
        if not pieces or _SPECIAL.search(after):
            return None
        pieces.append(self._text(after))
        return "".join(pieces)

    def _text(self, text: str) -> str:
        """Return one run of plain text, escaped, with smart quotes and dashes."""
        if "'" in text or '"' in text:
            quotes = self._quotes
            plain, text = text, _SMART.sub(lambda m: quotes[m.lastindex or 0], text)
            if "\x02" in text:
                return self._odd_text(plain)
        if "--" in text:
            text = re.sub(r"(?<!-)---(?!-)", self._smart["mdash"], text)
            text = re.sub(r"(?<!-)--(?!-)", self._smart["ndash"], text)
        if "..." in text:
            text = re.sub(r"(?<!\.)\.{3}(?!\.)", self._smart["ellipsis"], text)
        return _escape(text)

    def _odd_text(self, text: str) -> str:
        """Have Python-Markdown's own patterns place the quotes."""
        smarty: Any = self._md.treeprocessors["smarty"]
        smarty.stashed_nodes = {}
        smarty.ancestors = []
        text = _PLACEHOLDER.sub(
            lambda m: smarty.stashed_nodes[m[1]],
            smarty._InlineProcessor__handleInline(text),
        )
        html = self._md.htmlStash.rawHtmlBlocks
        return _STASHED.sub(lambda m: cast("str", html[int(m[1])]), _escape(text))


class TangledError(Exception):
    """Brackets are opened so often and closed so seldom that reading them would take hours."""


class _Budget:
    """Counts the characters that Python-Markdown looks at in search of closing brackets.

    It begins again at each "[" and reads to the end of the paragraph where none closes it:
    ten thousand of them take minutes.
    """

    MOST = 5_000_000  # about a second

    def __init__(self) -> None:
        self.left = self.MOST

    def bound(self, processor: Any) -> None:
        """Have `processor`, one for links or pictures, count what it reads."""
        text, link = processor.getText, processor.getLink

        def get_text(data: str, index: int) -> Any:
            found = text(data, index)
            self.spend(found[1] - index)
            return found

        def get_link(data: str, index: int) -> Any:
            found = link(data, index)
            self.spend(found[2] - index)
            return found

        processor.getText, processor.getLink = get_text, get_link

    def spend(self, characters: int) -> None:
        self.left -= characters
        if self.left < 0:
            raise TangledError


def bound_brackets(md: Markdown) -> _Budget:
    """Have `md` raise `TangledError` rather than search for brackets without end.

    Set `left` of what is returned to `MOST` before each text.
    """
    budget = _Budget()
    for pattern in md.inlinePatterns:
        if isinstance(pattern, LinkInlineProcessor):
            budget.bound(pattern)
    return budget


_PLACEHOLDER = re.compile("\x02klzzwxh:([0-9]+)\x03")
_STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")


def _escape(text: str) -> str:
    """Escape as the serializer does, given that no "&" begins an entity and "<" is absent."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def _reaches_across(source: str) -> bool:
    for sign in _ACROSS:
        if sign in source:
            return True
    return bool(
        source[:1] in (" ", ":", "")
        or _DEFINITION.search(source)
        or ("&" in source and _ENTITY.search(source))
        or ("{" in source and _NAMED.search(source))
    )


def _is_prose(block: str) -> bool:
    """Say whether `block` is one paragraph; whether its words are plain is another matter."""
    if _NOT_PROSE.match(block) or "|" in block:
        return False
    return "\n" not in block or not _NOT_PROSE_LATER.search(block)


def _picture(text: str) -> str | None:
    match = _PICTURE.match(text)
    if match is None:
        return None
    title = _title(match["title"])
    src = match["src"].replace("&", "&amp;")
    return f'<img alt="{_escape(match["alt"])}" src="{src}"{title}>'


# Beyond this, finding ids that are not taken is left to Python-Markdown, which keeps count.
_MOST_HEADINGS = 200


def _title(words: str | None) -> str:
    if words is None:
        return ""
    return f' title="{_escape(_WHITE.sub(" ", words.strip()))}"'


def _kind(piece: str) -> str:
    """Return what a block may grow together with: its own kind, "" for nothing."""
    if piece.startswith(("<ul", "<ol")):
        return "list"
    return "quote" if piece.startswith("<blo") else ""


def _spread(pieces: list[str | None]) -> None:
    """Give up lists and quotes beside each other or an unknown block: they may be one."""
    for n in range(1, len(pieces)):
        here, before = pieces[n], pieces[n - 1]
        if here and before and _kind(here) and _kind(here) == _kind(before):
            pieces[n] = None
    for order in (range(len(pieces)), range(len(pieces) - 1, -1, -1)):
        unknown = False
        for n in order:
            piece = pieces[n]
            if piece is None:
                unknown = True
            elif unknown and _kind(piece):
                pieces[n] = None
            else:
                unknown = False


def _is_known(md: Markdown) -> bool:
    """Say whether `md` has exactly the processors that this module was written for."""
    registries: dict[str, Any] = {
        "preprocessors": md.preprocessors,
        "blocks": md.parser.blockprocessors,
        "inline": md.inlinePatterns,
        "tree": md.treeprocessors,
        "postprocessors": md.postprocessors,
    }
    if "smarty" not in md.treeprocessors:
        return False
    smarty: Any = md.treeprocessors["smarty"]
    registries["smart"] = smarty.inlinePatterns
    for name, registry in registries.items():
        processors = list(registry)  # sorts it
        if " ".join([item.name for item in registry._priority]) != _KNOWN[name]:
            return False
        if not all(type(item).__module__.startswith("markdown.") for item in processors):
            return False
    toc: Any = md.treeprocessors["toc"]
    plain_toc = not (toc.marker or toc.use_anchors or toc.use_permalinks or toc.base_level)
    return plain_toc and md.tab_length == 4 and md.output_format == "html"


def _guard(md: Markdown) -> None:
    """Have inline patterns tried only on text that holds what they begin with."""
    tree: Any = md.treeprocessors
    for name in ("inline", "smarty"):
        stock = tree[name]
        guarded = _GuardedInline(md)
        guarded.inlinePatterns = stock.inlinePatterns
        guarded.prepare()
        priority = next(p for n, p in tree._priority if n == name)
        tree.register(guarded, name, priority)


class _GuardedInline(InlineProcessor):
    """Python-Markdown's inline processor, with most patterns passed over unread."""

    def prepare(self) -> None:
        self._sorted: list[tuple[Pattern, tuple[str, ...]]] = []
        registry: Any = self.inlinePatterns
        list(registry)  # sorts it
        for item in registry._priority:
            triggers = _TRIGGERS.get(item.name)
            if triggers is None:  # a smart quote
                number = int(item.name.rpartition("-")[2])
                triggers = ("'",) if number in _SINGLE else ('"',) if number in _DOUBLE else ("'",)
            self._sorted.append((registry[item.name], triggers))
        self._any = re.compile(
            "|".join(sorted({re.escape(t) for _, ts in self._sorted for t in ts}))
        )

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString) or not self._any.search(data):
            return data
        start = 0
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        patterns = self._sorted
        index, count = patternIndex, len(patterns)
        while index < count:
            pattern, triggers = patterns[index]
            for trigger in triggers:
                if trigger in data:
                    break
            else:
                index += 1
                start = 0
                continue
            data, matched, start = apply(pattern, data, index, start)
            if not matched:
                index += 1
        return data


_SINGLE = frozenset({0, 6, 7, 8, 9, 10, 2, 3, 4, 5})
_DOUBLE = frozenset({1, 11, 12, 13, 14})
