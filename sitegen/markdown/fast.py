"""A fast way through Markdown, to the same bytes.

News is mostly prose. Here the blocks that are surely plain (paragraphs, headings, simple
lists and quotes, with links, emphasis and smart quotes) are written out directly; runs of
other blocks go through the full converter; and a text with anything that reaches across
blocks (raw HTML, fenced code, notes, ids) goes through it whole.

Whatever is not known for certain is left to the full converter. The proof is in the tests:
byte for byte what it writes, over documents, stories and mutations of both. A converter with
any processor that this module does not know is never bypassed.
"""

from __future__ import annotations

import re
from typing import Any, cast

from sitegen.markdown.dialect import StoryMarkdown
from sitegen.markdown.headings import heading_slug
from sitegen.markdown.link_syntax import normal_label
from sitegen.markdown.nodes import Remark
from sitegen.markdown.own_ids import OwnIds
from sitegen.markdown.spans import SpanWriter, is_special

# The processors of the converter that the short cuts below were written for, in order.
_PROCESSORS = {
    "preprocessors": "",
    "treeprocessors": "inline prettify abbr typography anchors",
    "postprocessors": "raw_html amp_substitute",
}

# What lets one block bear on another: such a text is read whole.
_ACROSS = ("<", "\t", "\r", "\x02", "\x03", "```", "~~~", "]:", "] :")
_DEFINITION = re.compile(r"(?:\n|\A) {0,3}: ")
_ENTITY = re.compile(r"&(?:#|\w+;)")
_BRACES = re.compile(r"\{[^}\n]*+")
_MARKER_LINE = re.compile(r"\n*^(\x1a[BE]\d+\x1a)$\n*", re.MULTILINE)
_BLANK_LINE = re.compile(r"^ +$", re.MULTILINE)
_MARKER = re.compile(r"\x1a[BE]\d+\x1a\Z")
_TARGETS = re.compile(
    r"""(?:\n\n|\A)((?:
    \[[^\[\]^\\`*_<\n][^\[\]\\`*_<\n]*\]:[ ][^\s()<>"'\\`\[\]{}]+(?:\n|\Z)
    )+)\n*\Z""",
    re.VERBOSE,
)
# A run of unknown blocks that may hold headings, whose ids are unique in the whole text.
_HEADINGS = re.compile(r"(?:^|\n)[ >*+.)\d-]*#|\n[ >]*(?:=+|-+) *(?:\n|\Z)")
# How blocks begin that are no plain paragraph, or may be none; and what ends one within.
_RULE = r"(?:[*_-][ ]*){3,}(?:\n|\Z)"
_NOT_PROSE = re.compile(rf"[\s#>:=~\x1a]|[*+-](?:\s|\Z)|-+[ ]*(?:\n|\Z)|{_RULE}|\d+[.)](?:[ ]|\Z)")
_NOT_PROSE_LATER = re.compile(
    rf"\n(?:[#>:=~\s\x1a]|[*+-](?:\s|\Z)|-+[ ]*(?:\n|\Z)|{_RULE}|\d+[.)](?:\s|\Z))|[ ]\n"
)
_HEADING = re.compile(r"(#{1,6})[ ]+([^\s#][^#\n]*+)\Z")
_LIST = re.compile(r"(?:[*+-][ ]{1,4}[^\s#>:=+~-][^\n]*(?:\n|\Z))+\Z")
_STEPS = re.compile(r"(?:\d{1,9}[.)][ ]{1,4}[^\s#>:=+~-][^\n]*(?:\n|\Z))+\Z")
_ITEM = re.compile(r"(?:([*+-])|(\d+)([.)]))[ ]+(.*)")
_QUOTE = re.compile(r">[^\n]*(?:\n>[^\n]*)*\Z")


class QuickMarkdown:
    """Converts with `md`, bypassing it where that is known to give the same bytes."""

    def __init__(self, md: StoryMarkdown) -> None:
        self._md = md
        typesetter = md.story.typesetter
        self.active = _is_known(md)
        self._writer = SpanWriter(typesetter)

    def convert(self, source: str) -> str:
        """Return what `md.convert(source)` returns; `md.begin` has been called before."""
        if not self.active:
            return self._md.convert(source)
        text = source
        self._writer.targets = {}
        if "]:" in text:
            match = _TARGETS.search(text)
            if match is not None:
                self._writer.targets = _targets(match[1])
                text = text[: match.start()]
        if _reaches_across(text):
            return self._md.convert(source)
        if "\x1a" in text:
            text = _MARKER_LINE.sub(r"\n\n\1\n\n", text)
        if "\n " in text or text[:1] == " ":
            text = _BLANK_LINE.sub("", text)
        text = text.strip("\n")
        blocks = [block for part in text.split("\n\n") if (block := part.strip("\n"))]
        # A block may hold nothing but spaces that are none to Markdown, such as U+00A0.
        if any(block.isspace() for block in blocks):
            return self._md.convert(source)
        pieces: list[str | None] = [self._block(block) for block in blocks]
        _spread(pieces)
        if None in pieces:
            if self._writer.targets or (text is not source.strip("\n") and "\x1a" in text):
                return self._md.convert(source)
            return self._with_others(source, blocks, pieces)
        return "\n".join(self._with_ids(cast("list[str]", pieces)))

    def _with_others(self, source: str, blocks: list[str], pieces: list[str | None]) -> str:
        """Hand runs of unknown blocks, and what may belong to them, to the full converter."""
        runs: list[tuple[int, int]] = []
        for n, piece in enumerate(pieces):
            if piece is None:
                if runs and runs[-1][1] == n:
                    runs[-1] = (runs[-1][0], n + 1)
                else:
                    runs.append((n, n + 1))
        if not runs or sum(end - start for start, end in runs) * 2 > len(blocks):
            return self._md.convert(source)
        places = _places(source)
        output: list[str] = []
        remarks: list[Remark] = []
        position = 0
        for start, end in runs:
            run = source[places[start][0] : places[end - 1][1]]
            if _HEADINGS.search(run):
                self._md.remarks.clear()
                return self._md.convert(source)
            output += cast("list[str]", pieces[position:start])
            self._md.remarks.clear()
            output.append(self._md.convert(run))
            above = source.count("\n", 0, places[start][0])
            remarks += [remark.lower(above) for remark in self._md.remarks]
            position = end
        self._md.remarks[:] = remarks
        output += cast("list[str]", pieces[position:])
        return "\n".join(self._with_ids([piece for piece in output if piece]))

    def _with_ids(self, pieces: list[str]) -> list[str]:
        """Write the headings, which `_block` left as level and words, with their ids."""
        ids = OwnIds()
        for n, piece in enumerate(pieces):
            if piece[0] == "#":
                level, html = piece[1], piece[2:]
                name = " ".join(html.split())
                if "&" in name:
                    name = name.replace("&gt;", ">").replace("&amp;", "&")
                own = ids.of_heading(heading_slug(name))
                pieces[n] = f'<h{level} id="{own}">{html}</h{level}>'
        return pieces

    def _block(self, block: str) -> str | None:
        """Return the HTML of a block, None when it is not surely plain.

        A heading is returned as "#", its level and its words: ids are given in order.
        """
        if _is_prose(block):
            words = self._words(block.rstrip(" "))
            return None if words is None else f"<p>{words}</p>"
        first = block[0]
        if first == "#":
            heading = _HEADING.match(block)
            words = "" if heading is None else heading[2].rstrip(" ")
            if heading is None or is_special(words) or words.endswith("}"):
                return None
            return f"#{len(heading[1])}{self._writer.plain(words)}"
        if first in "*+-":
            return self._list(block) if _LIST.match(block) else None
        if first.isascii() and first.isdigit():
            return self._list(block) if _STEPS.match(block) else None
        if first == ">" and _QUOTE.match(block):
            return self._quote(block)
        if first == "\x1a" and _MARKER.match(block):
            return f"<p>{block}</p>"
        return None

    def _words(self, text: str) -> str | None:
        writer = self._writer
        return writer.spans(text) if is_special(text) else writer.plain(text)

    def _quote(self, block: str) -> str | None:
        inner = "\n".join(
            [line[2:] if line.startswith("> ") else line[1:] for line in block.split("\n")]
        )
        paragraphs = []
        for part in inner.split("\n\n"):
            if not part.strip("\n") or not _is_prose(part.strip("\n")):
                return None
            words = self._words(part.strip("\n").rstrip(" "))
            if words is None:
                return None
            paragraphs.append(f"<p>{words}</p>")
        return "<blockquote>\n" + "\n".join(paragraphs) + "\n</blockquote>"

    def _list(self, block: str) -> str | None:
        items = []
        tag = sign = ""
        for line in block.split("\n"):
            match = _ITEM.match(line)
            if match is None or not _is_prose(match[4]):
                return None
            words = self._words(match[4].strip(" "))
            if words is None or (sign and sign != (match[1] or match[3])):
                return None
            if not sign:
                sign = match[1] or match[3]
                start = "" if match[1] or int(match[2]) == 1 else f' start="{int(match[2])}"'
                tag = "ul" if match[1] else f"ol{start}"
            items.append(f"<li>{words}</li>")
        inner = "\n".join(items)
        return f"<{tag}>\n{inner}\n</{tag[:2]}>"


def _targets(lines: str) -> dict[str, str]:
    """Return the addresses of the lines "[label]: address", the first of each label."""
    targets: dict[str, str] = {}
    for line in lines.splitlines():
        label, _, address = line[1:].partition("]: ")
        targets.setdefault(normal_label(label), address)
    return targets


def _reaches_across(source: str) -> bool:
    for sign in _ACROSS:
        if sign in source:
            return True
    return bool(
        _DEFINITION.search(source)
        or ("&" in source and _ENTITY.search(source))
        or ("{" in source and _has_ids(source))
    )


def _has_ids(source: str) -> bool:
    """Say whether braces of `source`, closed or not, may hold an id."""
    return any("#" in braces or "id" in braces for braces in _BRACES.findall(source))


def _is_prose(block: str) -> bool:
    """Say whether `block` is one paragraph; whether its words are plain is another matter."""
    if not block or _NOT_PROSE.match(block) or "|" in block:
        return False
    return "\n" not in block or not _NOT_PROSE_LATER.search(block)


def _places(source: str) -> list[tuple[int, int]]:
    """Return where the blocks between empty lines begin and end in `source`."""
    places: list[tuple[int, int]] = []
    start = end = -1
    position = 0
    for line in source.split("\n"):
        if line.strip(" "):
            start = position if start < 0 else start
            end = position + len(line)
        elif start >= 0:
            places.append((start, end))
            start = -1
        position += len(line) + 1
    if start >= 0:
        places.append((start, end))
    return places


def _is_list(piece: str) -> bool:
    return piece.startswith(("<ul", "<ol"))


def _spread(pieces: list[str | None]) -> None:
    """Give up lists beside each other or an unknown block: they may be one."""
    for n in range(1, len(pieces)):
        here, before = pieces[n], pieces[n - 1]
        if here and before and _is_list(here) and _is_list(before):
            pieces[n] = None
    for order in (range(len(pieces)), range(len(pieces) - 1, -1, -1)):
        unknown = False
        for n in order:
            piece = pieces[n]
            if piece is None:
                unknown = True
            elif unknown and _is_list(piece):
                pieces[n] = None
            else:
                unknown = False


def _is_known(md: StoryMarkdown) -> bool:
    """Say whether `md` has exactly the processors that this module was written for."""
    for name, names in _PROCESSORS.items():
        registry: Any = getattr(md, name)
        processors = list(registry)  # sorts it
        if " ".join([entry.name for entry in registry._priority]) != names:
            return False
        if not all(type(item).__module__.startswith(_OURS) for item in processors):
            return False
    return md.story.is_plain and md.output_format == "html"


_OURS = ("markdown.", "sitegen.markdown.")
