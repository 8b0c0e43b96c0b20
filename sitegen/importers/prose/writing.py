"""Blocks → Markdown. What Markdown cannot say stays as HTML, on lines without a gap."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sitegen.core.figures import whole_number
from sitegen.importers.prose import escapes
from sitegen.importers.prose.canon import (
    BREAK,
    EMBED,
    FACT,
    FOOTNOTE,
    GALLERY,
    HEADINGS,
    NOTE,
    NOTE_MARK,
    PICTURE,
    PULL,
)
from sitegen.importers.prose.phrases import Place, phrase, picture
from sitegen.markdown.browser_tree import Element, Node, parse, to_html

_PLACE = Place()
_LINE = Place(one_line=True)
_CELL = Place(in_table=True)
_LANGUAGE = re.compile(r"(?:language-|lang-|lang:|brush:\s*)([\w+#-]+)")


class Style:
    """How far texts are written as Markdown: "markdown", with "tags" for emphasis, or "html"."""

    MARKDOWN, TAGS, HTML = "markdown", "tags", "html"


def written(blocks: Sequence[Element], styles: Callable[[Element], str]) -> str:
    """Return blocks as Markdown.

    Args:
        styles: how a block of the first level is written, one of `Style`.
    """
    return _Writer(styles).blocks(blocks)


class _Writer:
    def __init__(self, styles: Callable[[Element], str]) -> None:
        self._styles = styles
        self._tags = False
        self._depth = 0

    def blocks(self, blocks: Sequence[Node]) -> str:
        pieces: list[str] = []
        before: Element | None = None
        turn = False
        for block in blocks:
            assert isinstance(block, Element)  # words stand in paragraphs
            if self._depth == 0:
                style = self._styles(block)
                self._tags = style == Style.TAGS
                if style == Style.HTML:
                    pieces.append(as_html(block))
                    before = block
                    continue
            is_next = before is not None and before.tag == block.tag and block.tag in ("ul", "ol")
            turn = not turn if is_next else False
            piece = self._block(block, turn=turn)
            if piece.strip():
                pieces.append(piece)
            before = block
        return "\n\n".join(pieces)

    def _inner(self, children: Sequence[Node]) -> str:
        self._depth += 1
        text = self.blocks(children)
        self._depth -= 1
        return text

    def _phrase(self, children: Sequence[Node], place: Place = _PLACE) -> str:
        if self._tags:
            place = Place(place.in_table, place.one_line, place.in_link, tags=True)
        return phrase(children, place)

    def _block(self, node: Element, *, turn: bool) -> str:
        match node.tag:
            case "p":
                text = self._phrase(node.children).strip(" \n")
                text = "\n".join(line.strip(" ") for line in text.split("\n"))
                return escapes.lines_escaped(re.sub(r"(?<!\\)(?:\\\\)*\\$", "", text))
            case "hr":
                return "---"
            case "pre":
                return _code(node)
            case "ul" | "ol":
                return self._list(node, turn=turn)
            case "blockquote":
                return _quoted(self._inner(node.children))
            case "dl":
                return self._definitions(node)
            case "table":
                return self._table(node)
            case "details":
                return self._details(node)
            case _ if node.tag in HEADINGS:
                return self._heading(node)
            case _ if node.tag == PICTURE:
                return picture(node, with_words=True)
            case _ if node.tag in (EMBED, GALLERY, PULL, FACT, NOTE):
                return self._fenced(node)
            case _ if node.tag == FOOTNOTE:
                inner = re.sub(r"\n(?=[^\n])", "\n    ", self._inner(node.children))
                return f"[^{node.attributes.get('n', '1')}]: {inner}"
        return self._inner(node.children)

    def _heading(self, node: Element) -> str:
        text = " ".join(self._phrase(node.children, _LINE).split())
        text = re.sub(r"(#+)$", r"\\\1", text)
        text = re.sub(r"(?<!\\)\{(?=[^{}]*\}$)", r"\\{", text)
        id_ = node.attributes.get("id", "")
        return f"{'#' * int(node.tag[1])} {text}" + (f" {{#{id_}}}" if id_ else "")

    def _list(self, node: Element, *, turn: bool) -> str:
        if node.tag == "ol" and (
            "reversed" in node.attributes
            or node.attributes.get("type", "1") not in ("1", "")
            or any(isinstance(item, Element) and "value" in item.attributes
                   for item in node.children)
        ):  # fmt: skip
            return as_html(node)
        start = node.attributes.get("start", "1")
        number = whole_number(start, 1) if len(start) < 9 else 1
        items: list[str] = []
        is_loose = False
        for item in node.children:
            assert isinstance(item, Element)
            sign = ("*" if turn else "-") if node.tag == "ul" else f"{number}{')' if turn else '.'}"
            number += 1
            text = self._item(item)
            is_loose = is_loose or "\n\n" in text
            indent = " " * (len(sign) + 1)
            body = "\n".join(
                indent + line if line else "" for line in text.split("\n")
            ).removeprefix(indent)
            items.append(f"{sign} {body}")
        return ("\n\n" if is_loose else "\n").join(items)

    def _item(self, item: Element) -> str:
        """Return an item; words and a list below them stand close together."""
        self._depth += 1
        pieces: list[str] = []
        before: Element | None = None
        turn = False
        for child in item.children:
            assert isinstance(child, Element)
            is_list = child.tag in ("ul", "ol")
            is_next = before is not None and is_list and before.tag == child.tag
            turn = not turn if is_next else False
            piece = self._block(child, turn=turn)
            if not piece.strip():
                continue
            # A list that begins with another number than 1 may not stand right under words.
            from_one = child.tag == "ul" or child.attributes.get("start", "1") == "1"
            close = is_list and from_one and before is not None and before.tag == "p"
            pieces.append(("\n" if close else "\n\n") if pieces else "")
            pieces.append(piece)
            before = child
        self._depth -= 1
        return "".join(pieces)

    def _definitions(self, node: Element) -> str:
        lines: list[str] = []
        before = ""
        for part in node.children:
            assert isinstance(part, Element)
            if part.tag == "dt":
                if before == "dd":
                    lines.append("")
                lines.append(escapes.lines_escaped(self._phrase(part.children, _LINE).strip()))
            elif not before or len(part.children) != 1:
                return as_html(node)
            else:
                text = self._inner(part.children)
                if "\n" in text:
                    return as_html(node)
                lines.append(f": {text}")
            before = part.tag
        return "\n".join(lines) if before == "dd" else as_html(node)

    def _table(self, node: Element) -> str:
        rows = [row for row in node.children if isinstance(row, Element)]
        if not _is_plain_table(rows):
            return as_html(node)
        lines = []
        for number, row in enumerate(rows):
            cells = [cell for cell in row.children if isinstance(cell, Element)]
            texts = [self._phrase(cell.children, _CELL).strip() for cell in cells]
            lines.append(f"| {' | '.join(' '.join(text.split()) for text in texts)} |")
            if number == 0:
                marks = [_mark(cells, rows, column) for column in range(len(cells))]
                lines.append(f"|{'|'.join(marks)}|")
        return "\n".join(lines)

    def _details(self, node: Element) -> str:
        summary = node.children[0]
        assert isinstance(summary, Element)
        inner = self._inner(node.children[1:])
        return f"<details>\n{as_html(summary)}\n\n{inner}\n\n</details>"

    def _fenced(self, node: Element) -> str:
        """Return a block between lines of colons; outer ones have more of them."""
        name = node.tag.removeprefix("sitegen-")
        words = node.attributes.get("by" if name == "pull" else "title", "")
        title = f' "{_title(words)}"' if words.strip() else ""
        address = f" {_bare(node.attributes['href'])}" if node.tag == EMBED else ""
        if node.tag == GALLERY:
            inner = "\n".join(
                picture(child, with_words=True)
                for child in node.children
                if isinstance(child, Element)
            )
        else:
            inner = self._inner(node.children)
        longest = max((len(m) for m in re.findall(r"^ *(:{3,})", inner, re.MULTILINE)), default=2)
        colons = ":" * (longest + 1)
        return f"{colons} {name}{address}{title}\n" + (f"{inner}\n" if inner else "") + colons


def _title(words: str) -> str:
    words = " ".join(words.split())
    words = re.sub(r'"([^"]*)"', r"“\1”", words).replace('"', "”")
    return escapes.escaped(words)


def _bare(address: str) -> str:
    return re.sub(r"\s", "%20", address).replace('"', "%22")


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _code(node: Element) -> str:
    """Return code to the letter; where it holds more than letters, as HTML."""
    inner = [e for e in node.walk() if e.tag not in ("pre", "code", "span", "br", "mark")]
    if inner:
        return as_html(node)
    text = _letters(node).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    fence = "```"
    while fence in text:
        fence += "`"
    code = node.find("code")
    classes = [node.attributes.get("class", ""), node.attributes.get("lang", "")]
    classes.append(code.attributes.get("class", "") if code is not None else "")
    language = next((m[1] for m in map(_LANGUAGE.search, classes) if m), "")
    language = language or (classes[1] if re.fullmatch(r"[\w+#-]+", classes[1]) else "")
    return f"{fence}{language}\n{text}\n{fence}"


def _letters(node: Element) -> str:
    pieces: list[str] = []
    for child in node.children:
        if isinstance(child, str):
            pieces.append(child)
        else:
            pieces.append("\n" if child.tag == "br" else _letters(child))
    return "".join(pieces)


def _is_plain_table(rows: Sequence[Element]) -> bool:
    """Say whether a table is what Markdown can say: a row of heads, no cell over several."""
    first = rows[0]
    heads = [cell for cell in first.children if isinstance(cell, Element)]
    if not (first.attributes.get("head") or all(cell.tag == "th" for cell in heads)):
        return False
    for number, row in enumerate(rows):
        if len(row.children) != len(heads) or (number and row.attributes.get("head")):
            return False
        for cell in row.children:
            assert isinstance(cell, Element)
            spans = (cell.attributes.get(name, "1").strip() for name in ("colspan", "rowspan"))
            if any(span not in ("", "1") for span in spans) or (number and cell.tag == "th"):
                return False
    return len(rows) > 1


def _mark(heads: Sequence[Element], rows: Sequence[Element], column: int) -> str:
    aligns = {
        cell.attributes.get("align", "")
        for row in rows[1:]
        for cell in row.children[column : column + 1]
        if isinstance(cell, Element)
    }
    align = heads[column].attributes.get("align", "")
    align = aligns.pop() if len(aligns) == 1 else align
    return {"left": ":---", "right": "---:", "center": ":---:"}.get(align, "---")


def as_html(block: Element) -> str:
    """Return a block as HTML without an empty line, so that Markdown leaves it alone."""
    html = to_html(_plain(block))
    if block.tag != "pre":
        return re.sub(r"\s*\n\s*", " ", html)
    return re.sub(r"\n(?=[ \t]*\n)", "&#10;", html.replace("\r", ""))


def _plain(node: Element) -> Element:
    """Return a tree of HTML's own elements alone."""
    children: list[Node] = [
        child if isinstance(child, str) else _plain(child) for child in node.children
    ]
    attributes = node.attributes
    match node.tag:
        case _ if node.tag == PICTURE:
            return _plain_picture(attributes)
        case _ if node.tag == EMBED:
            link = Element("a", {"href": attributes["href"]}, [attributes.get("title", "")])
            return Element("div", {}, [Element("p", {}, [link]), *children])
        case _ if node.tag == NOTE_MARK:
            return Element("sup", {}, [attributes["n"]])
        case _ if node.tag == PULL:
            by = attributes.get("by", "")
            cite: list[Node] = [Element("p", {}, [by])] if by else []
            return Element("blockquote", {}, [*cite, *children])
        case _ if node.tag in (FACT, NOTE, GALLERY, FOOTNOTE):
            title = attributes.get("title", "")
            head: list[Node] = [Element("p", {}, [Element("strong", {}, [title])])] if title else []
            return Element("div", {}, [*head, *children])
        case _ if node.tag == BREAK:
            return Element("br")
    if node.tag == "table":
        return Element("table", {}, _parts_of_table(node.children, children))
    kept = {name: value for name, value in attributes.items() if name not in ("head", "small")}
    if node.tag in ("td", "th") and "align" in kept:
        kept["style"] = f"text-align: {kept.pop('align')}"
    return Element(node.tag, kept, children)


def _parts_of_table(before: Sequence[Node], rows: Sequence[Node]) -> list[Node]:
    """Part rows into head and body, by what is said of them `before` they were plain."""
    heads = [row for row, was in zip(rows, before, strict=True)
             if isinstance(was, Element) and was.attributes.get("head")]  # fmt: skip
    rest = [row for row in rows if row not in heads]
    parts: list[Node] = [Element("thead", {}, [*heads])] if heads else []
    return [*parts, Element("tbody", {}, rest)] if rest else parts


def _plain_picture(attributes: dict[str, str]) -> Element:
    image = Element("img", {"src": attributes["src"], "alt": attributes.get("alt", "")})
    caption = attributes.get("caption", "")
    credit = attributes.get("credit", "")
    if not caption and not credit:
        return image
    words: list[Node] = [*parse(caption).children] if caption else []
    if credit:
        words.append(f" {credit}" if caption else credit)
    return Element("figure", {}, [image, Element("figcaption", {}, words)])
