"""Signs: what readers get of a text, counted before and after, so that nothing is lost.

Two texts are alike when they have the same letters in the same order, the same links,
pictures, embeds, list items, cells and headings. How quotation marks and dashes are set, and
the spaces beside them, does not count: every site sets them by the rules of its language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import escape
from urllib.parse import unquote

from sitegen.core.record import Record
from sitegen.importers.prose.canon import (
    BLOCKS,
    EMBED,
    FACT,
    HEADINGS,
    NOTE,
    NOTE_MARK,
    PICTURE,
    PULL,
)
from sitegen.markdown.browser_tree import Element, Node, parse
from sitegen.markdown.convert import Conversion

_SAME_SIGNS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»‹›‘’‚‛′″´'「」『』《》〈〉", '"'),
        **dict.fromkeys("–—‒―‐‑−", "-"),
        "…": "...",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": "", "\u200b": "", "\ufeff": "",
        "\u2060": "",
    }
)  # fmt: skip
_ENDS_WORD = BLOCKS | {"br", "div", "figure", "thead", "tbody", "aside", "section", "sitegen-arg",
                       "sitegen-block"}  # fmt: skip


class Signs(Record):
    """What readers get of a text."""

    words: str  # all letters, in one spelling, a space between words
    links: tuple[str, ...]  # sorted
    pictures: tuple[tuple[str, str, str], ...]  # file, alt, caption and credit; sorted
    embeds: tuple[str, ...]
    items: int
    cells: int
    headings: int

    def keeps(self, other: Signs) -> bool:
        """Say whether this has all of another: more links than before are none too few."""
        same = (self.words, self.pictures, self.embeds, self.items, self.cells, self.headings)
        return same == (
            other.words, other.pictures, other.embeds, other.items, other.cells, other.headings
        ) and not Counter(other.links) - Counter(self.links)  # fmt: skip


def plain(text: str) -> str:
    """Return letters in one spelling, with one space between words."""
    text = text.translate(_SAME_SIGNS)
    text = re.sub(r"\.{2,}", "...", re.sub(r"-{2,}", "-", text))
    text = re.sub(' ?" ?', '"', " ".join(text.split()))  # « in French » and “in English”
    return text.replace('""', '"').strip()


class _Count:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.links: list[str] = []
        self.pictures: list[tuple[str, str, str]] = []
        self.embeds: list[str] = []
        self.tags: Counter[str] = Counter()

    def signs(self) -> Signs:
        return Signs(
            plain("".join(self.pieces)),
            tuple(sorted(map(_same_address, self.links))),
            tuple(sorted(self.pictures)),
            tuple(sorted(map(_same_address, self.embeds))),
            self.tags["li"],
            self.tags["td"] + self.tags["th"],
            sum(self.tags[name] for name in HEADINGS),
        )


def _same_address(address: str) -> str:
    return unquote(address.strip()).replace("&amp;", "&").replace(" ", "%20")


def of_blocks(blocks: Sequence[Node]) -> Signs:
    """Return what readers shall get of blocks."""
    count = _Count()
    stack: list[Node] = list(reversed(blocks))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            count.pieces.append(node)
            continue
        tag, attributes = node.tag, node.attributes
        count.tags[tag] += 1
        if tag in _ENDS_WORD:
            count.pieces.append(" ")
            stack.append(" ")
        if tag == "a":
            count.links.append(attributes.get("href", ""))
        elif tag == EMBED:
            count.embeds.append(attributes["href"])
            count.pieces.append(f" {attributes.get('title', '')} ")
        elif tag in (PULL, FACT, NOTE):
            count.pieces.append(f" {attributes.get('by', '') or attributes.get('title', '')} ")
        elif tag == PICTURE:
            count.pictures.append(_picture(attributes))
            caption = attributes.get("caption", "")
            if "<a" in caption:
                count.links += _links(caption)
        if tag != NOTE_MARK:
            stack.extend(reversed(node.children))
    return count.signs()


def _picture(attributes: dict[str, str]) -> tuple[str, str, str]:
    caption = parse(attributes.get("caption", "")).text()
    words = plain(f"{caption} {attributes.get('credit', '')}")
    return attributes["src"], plain(attributes.get("alt", "")), words


def _links(html: str) -> list[str]:
    return [e.attributes.get("href", "") for e in parse(html).walk() if e.tag == "a"]


_MARK = "\x1a"
_LINK = re.compile(rf"{_MARK}L(\d+){_MARK}")
_IMAGE = re.compile(rf"{_MARK}[IJG](\d+)(?:;[^{_MARK}]*)?{_MARK}")
_ARGUMENT = re.compile(
    rf"{_MARK}A\d+;(\w+):(\w+){_MARK}\n(.*?)\n(?={_MARK}[AYBE])", re.DOTALL
)  # fmt: skip
_BLOCK = re.compile(rf"{_MARK}B\d+;([\w-]+){_MARK}")
_END = re.compile(rf"{_MARK}E\d+{_MARK}")
_REST = re.compile(rf"{_MARK}[A-Z]\d*{_MARK}")


def of_conversion(conversion: Conversion) -> Signs:
    """Return what readers get of a text as sitegen converts it."""
    html = conversion.body.html
    if _MARK in html:
        html = _with_links(html, conversion)
        html = _IMAGE.sub(r'<img data-n="\1">', html)
        html = _ARGUMENT.sub(r'<sitegen-arg name="\1" kind="\2">\3</sitegen-arg>', html)
        html = _BLOCK.sub(r'<sitegen-block name="\1">', html)
        html = _REST.sub("", _END.sub("</sitegen-block>", html))
    return _of_html(parse(html), conversion)


def _with_links(html: str, conversion: Conversion) -> str:
    return _LINK.sub(lambda m: escape(conversion.links[int(m[1])].target), html)


def _of_html(root: Element, conversion: Conversion) -> Signs:
    count = _Count()
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            count.pieces.append(node)
            continue
        tag, attributes = node.tag, node.attributes
        if tag in _ENDS_WORD:
            count.pieces.append(" ")
            stack.append(" ")
        if _is_apparatus(node):
            continue
        if tag == "sitegen-arg":
            if attributes["kind"] == "link" and attributes["name"] == "url":
                count.embeds += [
                    e.attributes.get("href", "") or e.attributes.get("src", "")
                    for e in node.walk()
                    if e.tag in ("a", "source")
                ]
            if attributes["name"] in ("title", "by"):
                count.pieces.append(node.text())
            continue
        if not attributes.get("id", "").startswith("fn-"):  # a note is no item of a list
            count.tags[tag] += 1
        if tag == "a" and "href" in attributes:
            count.links.append(attributes["href"])
        elif tag == "img":
            _add_image(count, attributes, conversion)
        stack.extend(reversed(node.children))
    return count.signs()


def _is_apparatus(node: Element) -> bool:
    """Say whether an element is what sitegen adds: the numbers of notes, and ways back."""
    class_ = node.attributes.get("class", "")
    return "footnote-backref" in class_ or "footnote-ref" in class_


def _add_image(count: _Count, attributes: dict[str, str], conversion: Conversion) -> None:
    number = attributes.get("data-n")
    if number is None:
        count.pictures.append((attributes.get("src", ""), plain(attributes.get("alt", "")), ""))
        return
    image = conversion.images[int(number)]
    words = plain(f"{image.caption} {image.credit}")
    count.pictures.append((image.target, plain(image.alt or ""), words))
    if "<a" in image.caption_html:
        count.links += _links(_with_links(image.caption_html, conversion))


def letters_lost(before: Node, after: Sequence[Node]) -> int:
    """Return how many letters of a tree are in none of the blocks that were made of it.

    Where the letters stand does not count, and neither do spaces.
    """
    given = Counter("".join(_read(before).split()))
    kept: Counter[str] = Counter()
    stack: list[Node] = list(after)
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            kept.update(node)
            continue
        stack.extend(node.children)
        for name in ("title", "by", "credit"):
            kept.update(node.attributes.get(name, ""))
        if "caption" in node.attributes:
            kept.update(parse(node.attributes["caption"]).text())
    return sum((given - kept).values())


_UNREAD = frozenset({"script", "style", "template", "svg", "canvas", "noscript", "title", "head",
                     "map", "math"})  # fmt: skip


def _read(node: Node) -> str:
    pieces: list[str] = []
    stack: list[Node] = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            pieces.append(each)
        elif each.tag not in _UNREAD:
            stack.extend(reversed(each.children))
    return "".join(pieces)
