"""Pieces of running text, and the elements that they become.

A piece is text, an element, signs of emphasis, a link with pieces of its own, a bare address, or
braces that may be attributes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from sitegen.markdown import attributes, bare_links
from sitegen.markdown.emphasis import Signs

_STASHED_TAG = re.compile("\x02wzxhzdk:[0-9]+\x03")
_LITERAL_ENTITY = re.compile(r"&(?=(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Bracket:
    """A "[" or "![" that may open a link or a picture."""

    place: int  # of its sign among the pieces
    start: int  # of the words behind it in the text
    is_picture: bool
    runs: int  # signs of emphasis before it


@dataclass(slots=True, eq=False)
class Link:
    """A link or a picture, with the pieces of its words."""

    address: str
    title: str | None
    is_picture: bool
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Bare:
    """A web address that stands in the text as it is."""

    address: str


@dataclass(slots=True, eq=False)
class Braces:
    """Attributes, if an element stands right before them; text otherwise."""

    source: str
    inside: str


Piece = str | Element | Signs | Link | Bare | Braces


class Pen:
    """Where the next text or element goes in an element that grows."""

    def __init__(self, parent: Element) -> None:
        self.parent = parent
        self.last: Element | None = parent[-1] if len(parent) else None

    def text(self, words: str) -> None:
        if self.last is None:
            self.parent.text = (self.parent.text or "") + words
        else:
            self.last.tail = (self.last.tail or "") + words

    def element(self, element: Element) -> None:
        self.parent.append(element)
        self.last = element


def emit(pieces: list[Piece], parent: Element, *, in_link: bool) -> None:
    pen = Pen(parent)
    outer: list[Pen] = []
    words = ""
    for piece in pieces:
        if isinstance(piece, str):
            words += piece
            continue
        if isinstance(piece, Bare) and in_link:
            words += piece.address
            continue
        if isinstance(piece, Signs) and not piece.ends and not piece.begins:
            words += piece.sign * piece.count
            continue
        if words:
            write_text(words, pen, in_link=in_link)
            words = ""
        if isinstance(piece, Signs):
            for _ in piece.ends:
                pen = outer.pop()
            words = piece.sign * piece.rest
            if piece.begins and words:
                pen.text(words)
                words = ""
            for tag in reversed(piece.begins):
                outer.append(pen)
                element = Element(tag)
                pen.element(element)
                pen = Pen(element)
        elif isinstance(piece, Link):
            pen.element(_link_element(piece))
        elif isinstance(piece, Bare):
            pen.element(anchor(bare_links.web_link(piece.address), piece.address))
        elif isinstance(piece, Braces):
            if pen.last is not None and not pen.last.tail and pen.last.tag != "br":
                attributes.apply(pen.last, piece.inside)
            else:
                words = piece.source
        else:
            pen.element(piece)
    if words:
        write_text(words, pen, in_link=in_link)


def write_text(words: str, pen: Pen, *, in_link: bool) -> None:
    """Write text, with the mail addresses in it as links."""
    if "&" in words:
        words = escape_entities(words)
    if "@" not in words or in_link:
        pen.text(words)
        return
    place = 0
    for start, end, link in bare_links.mail_addresses(words):
        if start > place:
            pen.text(words[place:start])
        pen.element(anchor(link, words[start:end]))
        place = end
    if place < len(words):
        pen.text(words[place:])


def escape_entities(words: str) -> str:
    """Keep a "&" that is text from being read as the beginning of an entity."""
    return _LITERAL_ENTITY.sub("\x02amp\x03amp;", words) if "&" in words else words


def anchor(address: str, words: str) -> Element:
    link = Element("a", {"href": escape_entities(address)})
    link.text = AtomicString(escape_entities(words))
    return link


def _link_element(link: Link) -> Element:
    if link.is_picture:
        element = Element("img", {"alt": _plain(link.pieces), "src": escape_entities(link.address)})
    else:
        element = Element("a", {"href": escape_entities(link.address)})
        emit(link.pieces, element, in_link=True)
    if link.title:
        element.set("title", escape_entities(" ".join(link.title.split())))
    return element


def _plain(pieces: list[Piece]) -> str:
    """Return the words of a picture's description, without the signs of markup."""
    words = Element("span")
    emit(pieces, words, in_link=True)
    return _STASHED_TAG.sub("", _words_of(words))


def _words_of(element: Element) -> str:
    words = "\n" if element.tag == "br" else element.get("alt", "") or element.text or ""
    for child in element:
        words += _words_of(child) + (child.tail or "")
    return words
