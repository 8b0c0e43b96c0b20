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
from typing import Any, cast

from markdown import Markdown
from markdown.extensions.toc import unique

from sitegen.markdown.guard import guard, is_known

# What lets one block bear on another: Python-Markdown takes such a text whole.
_ACROSS = ("<", "\t", "\r", "\x02", "\x03", "```", "~~~", "]:", "] :")
_DEFINITION = re.compile(r"\n {0,3}: ")
_ENTITY = re.compile(r"&(?:#|\w+;)")
_IDS = re.compile(r"\{[^}\n]*(?:#|id)")
# A run of unknown blocks that may hold headings, whose ids are unique in the whole text.
_HEADINGS = re.compile(r"(?:^|\n)[ >*+.\d-]*#|\n[ >]*(?:=+|-+) *(?:\n|\Z)")
# How blocks begin that are no plain paragraph, or may be none; and what ends one within.
_NOT_PROSE = re.compile(r"\s|[#>:=+~-]|\d+\.[ ]")
_NOT_PROSE_LATER = re.compile(r"\n(?:[ ]*[#>:=-]|[ ]*(?:[*_][ ]{0,2}){3}|[ ]{2,}\S)|[ ]{2}\n")
_HEADING = re.compile(r"(#{1,6})[ ]*([^\s#][^#\n]*?)[ ]*\Z")
_LIST = re.compile(r"(?:[*+-][ ]+[^\s#>:=+~-][^\n]*(?:\n|\Z))+\Z")
_STEPS = re.compile(r"(?:\d+\.[ ]+[^\s#>:=+~-][^\n]*(?:\n|\Z))+\Z")
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


class QuickMarkdown:
    """Converts with `md`, bypassing it where that is known to give the same bytes.

    Args:
        md: a converter with the standard extensions and possibly others.
        smart: the characters that its smart quotes give, as its extension names them.
    """

    def __init__(self, md: Markdown, smart: Mapping[str, str]) -> None:
        self._md = md
        self._smart = smart
        self.active = is_known(md)
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
            guard(md)

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
        output: list[str] = []
        position = 0
        for start, end in runs:
            run = source[places[start][0] : places[end - 1][1]]
            if _HEADINGS.search(run):
                return self._md.convert(source)
            output += cast("list[str]", pieces[position:start])
            output.append(self._md.convert(run))
            position = end
        output += cast("list[str]", pieces[position:])
        return "\n".join(self._with_ids([piece for piece in output if piece]))

    def _with_ids(self, pieces: list[str]) -> list[str]:
        """Write the headings, which `_block` left as level and words, with their ids."""
        ids: set[str] = set()
        for n, piece in enumerate(pieces):
            if piece[0] == "#":
                level, html = piece[1], piece[2:]
                name = " ".join(html.split())
                if "&" in name:
                    name = name.replace("&gt;", ">").replace("&amp;", "&")
                own = unique(self._slug(name, self._separator), ids)
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
            return self._steps(block) if _STEPS.match(block) else None
        if first == ">" and _QUOTE.match(block):
            inner = "\n".join(
                [line[2:] if line.startswith("> ") else line[1:] for line in block.split("\n")]
            )
            whole = inner and not inner.endswith("\n") and "\n\n" not in inner
            piece = self._block(inner) if whole and _is_prose(inner) else None
            if piece is not None and piece.startswith("<p>"):
                return f"<blockquote>\n{piece}\n</blockquote>"
        return None

    def _steps(self, block: str) -> str | None:
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
        return _STASH.sub(lambda m: cast("str", html[int(m[1])]), _escape(text))


_PLACEHOLDER = re.compile("\x02klzzwxh:([0-9]+)\x03")
_STASH = re.compile("\x02wzxhzdk:([0-9]+)\x03")


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
        or ("{" in source and _IDS.search(source))
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
